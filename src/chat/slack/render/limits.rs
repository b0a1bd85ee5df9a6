//! What Slack takes, and how text is cut to it. Lengths are UTF-16 units, the strictest reading of "characters".

/// Blocks of a message (<https://docs.slack.dev/block-kit>).
pub const MESSAGE_BLOCKS: usize = 50;
/// Blocks of a modal or a Home tab (<https://docs.slack.dev/block-kit>).
pub const VIEW_BLOCKS: usize = 100;
/// Text of a section, and of any text object
/// (<https://docs.slack.dev/reference/block-kit/composition-objects/text-object>). Rich text has no number of its own:
/// it keeps to this one.
pub const TEXT: usize = 3_000;
/// <https://docs.slack.dev/reference/block-kit/blocks/header-block>
pub const HEADER: usize = 150;
/// <https://docs.slack.dev/reference/block-kit/blocks/image-block>
pub const ALTERNATIVE: usize = 2_000;

/// Elements of an actions block (<https://docs.slack.dev/reference/block-kit/blocks/actions-block>).
pub const ACTIONS: usize = 25;
/// What stands on a button (<https://docs.slack.dev/reference/block-kit/block-elements/button-element>).
pub const BUTTON_TEXT: usize = 75;
/// What a button says when it is pressed (same document).
pub const BUTTON_VALUE: usize = 2_000;
/// A line of a menu (<https://docs.slack.dev/reference/block-kit/composition-objects/option-object>).
pub const OPTION_TEXT: usize = 75;
/// What a line of a menu says when it is chosen (same document).
pub const OPTION_VALUE: usize = 150;

/// Rows of a data table below its header. Slack's newest text allows 200, its older one 100: the stricter holds
/// (<https://docs.slack.dev/reference/block-kit/blocks/data-table-block>).
pub const TABLE_ROWS: usize = 100;
/// Columns of a data table (same document).
pub const TABLE_COLUMNS: usize = 20;
/// Characters in all cells of all tables of a message (same document).
pub const TABLE_TEXT: usize = 10_000;

/// Charts of a message: not documented, found by being refused (<https://github.com/vercel/chat/pull/696>).
pub const CHARTS: usize = 2;
/// A chart's title, and the name of an axis
/// (<https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block>).
pub const CHART_TITLE: usize = 50;
/// Points of a series (same document).
pub const CHART_POINTS: usize = 20;
/// The name of a point or a series (same document).
pub const CHART_LABEL: usize = 20;

/// All text of a message's blocks. Slack refuses with `msg_blocks_too_long` at "12,000 text characters with a buffer for
/// block containers", and has refused 11,341 (<https://github.com/slackapi/bolt-js/issues/2867>).
pub const MESSAGE_TEXT: usize = 10_000;
/// All text of a view's blocks: a view may have 250 kB (`view_too_large`,
/// <https://docs.slack.dev/reference/methods/views.open>), and a character takes up to 4 bytes.
pub const VIEW_TEXT: usize = 40_000;
/// What a piece of text costs beside its characters: the containers around it.
pub const CONTAINER: usize = 10;
/// The plain text beside the blocks; Slack cuts at 40,000 and advises less
/// (<https://docs.slack.dev/reference/methods/chat.postMessage>).
pub const PLAIN: usize = 12_000;

/// Stands where something was cut off.
pub const MARK: &str = "…";

pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// Whole if it fits, else its beginning and a mark.
pub fn cut(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    format!("{}{MARK}", split(text, limit.saturating_sub(length(MARK))).0.trim_end())
}

/// As much as fits, and the rest.
pub fn split(text: &str, limit: usize) -> (&str, &str) {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += c.len_utf16();
        taken > limit
    });
    text.split_at(end.map_or(text.len(), |(at, _)| at))
}
