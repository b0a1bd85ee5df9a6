//! What Discord takes (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>,
//! <https://docs.discord.com/developers/components/reference>), and how text is cut to it. Lengths are UTF-16 code
//! units, the longer way to count.

/// Of one embed.
pub const TITLE: usize = 256;
pub const DESCRIPTION: usize = 4_096;
/// Over all embeds of a message.
pub const EMBEDS: usize = 6_000;
/// Buttons beside each other, and rows of them.
pub const ACROSS: usize = 5;
pub const ROWS: usize = 5;
/// Of a button: what stands on it, and what it says when it is pressed. The latter cannot be cut without asking
/// something else.
pub const LABEL: usize = 80;
pub const CUSTOM_ID: usize = 100;

pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Whole if it fits, else its beginning and a mark.
pub fn cut(text: &str, limit: usize) -> String {
    if length(text) <= limit {
        return text.to_owned();
    }
    let mut left = limit.saturating_sub(1);
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}
