//! What a message says, wherever its words stand: other apps write theirs into blocks and attachments.
//! <https://docs.slack.dev/reference/block-kit/blocks>,
//! <https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments>

use serde::Deserialize;
use serde_json::Value as Json;

use super::plain;

/// Bytes that are read beside the text of a message: nobody names people by the thousand.
const LONGEST: usize = 12_000;
/// The words of an attachment, as they are shown from top to bottom.
const ATTACHED: [&str; 5] = ["pretext", "author_name", "title", "text", "fallback"];

#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    blocks: Json,
    #[serde(default)]
    attachments: Json,
    #[serde(default)]
    pub thread_ts: Option<String>,
}

impl Shown {
    /// Its text, and beneath it what the text leaves out.
    pub fn words(&self) -> String {
        let mut words = Words(plain(self.text.as_deref().unwrap_or_default()), LONGEST);
        words.blocks(&self.blocks);
        for attachment in items(&self.attachments) {
            words.attachment(attachment);
        }
        words.0
    }
}

/// What was gathered, and how many more bytes there may be.
struct Words(String, usize);

impl Words {
    /// A line of its own, unless it stands there already; cut off where there is an end to it.
    fn line(&mut self, text: &str) {
        let line = plain(text);
        let line = &line[..line.floor_char_boundary(self.1)];
        if line.is_empty() || self.has(line) {
            return;
        }
        self.1 -= line.len();
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(line);
    }

    /// Whether it was said, and not only as a part of a longer word.
    fn has(&self, line: &str) -> bool {
        self.0.match_indices(line).any(|(at, _)| {
            let (before, after) = (&self.0[..at], &self.0[at + line.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        })
    }

    fn lines<'a>(&mut self, texts: impl IntoIterator<Item = &'a Json>) {
        texts.into_iter().filter_map(Json::as_str).for_each(|text| self.line(text));
    }

    /// What can be pressed or chosen is not what the message says.
    fn blocks(&mut self, blocks: &Json) {
        for block in items(blocks) {
            match block["type"].as_str().unwrap_or_default() {
                "actions" | "input" => {}
                "rich_text" => items(&block["elements"]).for_each(|part| self.rich(part)),
                "context" => self.lines(items(&block["elements"]).map(|element| &element["text"])),
                "table" => items(&block["rows"]).for_each(|cells| self.blocks(cells)),
                _ => {
                    self.lines([&block["title"]["text"], &block["text"]["text"], &block["text"]]);
                    self.lines(items(&block["fields"]).map(|field| &field["text"]));
                }
            }
        }
    }

    /// A paragraph, whose words are cut wherever their looks change; or a list of such.
    fn rich(&mut self, part: &Json) {
        if part["type"] == "rich_text_list" {
            return items(&part["elements"]).for_each(|item| self.rich(item));
        }
        let line: String = items(&part["elements"]).map(leaf).collect();
        self.line(&line);
    }

    fn attachment(&mut self, attachment: &Json) {
        self.lines(ATTACHED.map(|name| &attachment[name]));
        for field in items(&attachment["fields"]) {
            self.lines([&field["title"], &field["value"]]);
        }
        self.blocks(&attachment["blocks"]);
    }
}

/// As a text has it: <https://docs.slack.dev/reference/block-kit/blocks/rich-text-block>.
fn leaf(element: &Json) -> String {
    let named = |name: &str| element[name].as_str().unwrap_or_default();
    match named("type") {
        "user" => format!("<@{}>", named("user_id")),
        "emoji" => format!(":{}:", named("name")),
        "link" if named("text").is_empty() => named("url").to_owned(),
        _ => named("text").to_owned(),
    }
}

fn items(list: &Json) -> std::slice::Iter<'_, Json> {
    list.as_array().map_or(&[][..], Vec::as_slice).iter()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(message: Json) -> String {
        serde_json::from_value::<Shown>(message).unwrap().words()
    }

    #[test]
    fn what_people_type_is_said_once() {
        let text = "Just spoke to *Patricia* Prospect, <@U1> :tada:";
        let styled = |text: &str| json!({ "type": "text", "text": text, "style": { "bold": true } });
        let elements = json!([{ "type": "text", "text": "Just spoke to " }, styled("Patricia"),
            { "type": "text", "text": " Prospect, " }, { "type": "user", "user_id": "U1" },
            { "type": "text", "text": " " }, { "type": "emoji", "name": "tada" }]);
        let blocks = json!([{ "type": "rich_text", "elements": [
            { "type": "rich_text_section", "elements": elements }] }]);
        let plainly = text.replace('*', "");
        assert_eq!(words(json!({ "text": plainly, "blocks": blocks })), plainly);
        assert_eq!(words(json!({ "text": "", "blocks": blocks })), plainly);
    }

    #[test]
    fn what_apps_write_is_gathered_from_top_to_bottom() {
        let blocks = json!([
            { "type": "header", "text": { "type": "plain_text", "text": "Deal won" } },
            { "type": "section", "text": { "type": "mrkdwn", "text": "<https://crm.example/1|Globex> &amp; co" },
              "fields": [{ "type": "mrkdwn", "text": "Colin Cold" }],
              "accessory": { "type": "button", "text": { "type": "plain_text", "text": "Open" } } },
            { "type": "context", "elements": [{ "type": "image", "alt_text": "x" },
              { "type": "mrkdwn", "text": "by Sam" }] },
            { "type": "rich_text", "elements": [{ "type": "rich_text_list", "elements": [
              { "type": "rich_text_section", "elements": [{ "type": "text", "text": "one" }] },
              { "type": "rich_text_section", "elements": [{ "type": "text", "text": "two" }] }] }] },
            { "type": "markdown", "text": "three" },
            { "type": "table", "rows": [[{ "type": "raw_text", "text": "four" }, { "type": "rich_text", "elements": [
              { "type": "rich_text_section", "elements": [{ "type": "text", "text": "five" }] }] }]] },
            { "type": "actions", "elements": [{ "type": "static_select", "options": [
              { "text": { "type": "plain_text", "text": "Dana" }, "value": "d" }] }] },
        ]);
        let attachments = json!([{ "fallback": "Patricia Prospect", "pretext": "New lead", "title": "Patricia Prospect",
            "text": "CFO", "author_name": "CRM", "fields": [{ "title": "Company", "value": "Northwind" }],
            "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": "in blocks" } }] }, null, 7]);
        let said = words(json!({ "text": "News", "blocks": blocks, "attachments": attachments }));
        let lines = "News\nDeal won\nhttps://crm.example/1 & co\nColin Cold\nby Sam\none\ntwo\nthree\nfour\nfive\n\
                     New lead\nCRM\nPatricia Prospect\nCFO\nCompany\nNorthwind\nin blocks";
        assert_eq!(said, lines);
    }

    #[test]
    fn a_part_of_a_word_is_no_double() {
        let attachments = json!([{ "title": "Holm", "text": "Lars", "fallback": "Holm" }]);
        assert_eq!(
            words(json!({ "text": "Holmes met Lars.", "attachments": attachments })),
            "Holmes met Lars.\nHolm"
        );
    }

    #[test]
    fn there_is_an_end_to_it() {
        let field = |nth: usize| json!({ "title": format!("{nth:0100}"), "value": "é".repeat(20_000) });
        let fields: Vec<Json> = (0..1_000).map(field).collect();
        let said = words(json!({ "text": "Long", "attachments": [{ "fields": fields }] }));
        assert!((LONGEST..LONGEST + 10).contains(&said.len()) && said.contains('é'), "{}", said.len());
        let many: Vec<Json> = (0..1_000).map(|nth| json!({ "title": format!("{nth:0100}") })).collect();
        let said = words(json!({ "text": "Long", "attachments": [{ "fields": many }] }));
        assert!((LONGEST..LONGEST + 200).contains(&said.len()), "{}", said.len());
        assert_eq!(words(json!({ "blocks": 7, "attachments": { "text": "no list" } })), "");
    }
}
