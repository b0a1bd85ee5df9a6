//! What people typed, without Teams' markup around it.

use serde::Deserialize;

use super::Activity;

/// Somebody is named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Teams' id: `29:…` of a person, `28:…` of a bot.
    pub id: String,
    /// How it stands in the text, markup taken off: `<at>Dana</at>`.
    pub text: String,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(rename = "type")]
    kind: String,
    mentioned: Mentioned,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Mentioned {
    id: String,
}

/// Whom an activity mentions.
pub fn mentions(activity: &Activity) -> Vec<Mention> {
    let read = |entity: &serde_json::Value| serde_json::from_value::<Entity>(entity.clone()).ok();
    let mentions = activity.entities.iter().filter_map(read).filter(|entity| entity.kind == "mention");
    mentions.map(|entity| Mention { id: entity.mentioned.id, text: entity.text }).collect()
}

/// The text without every mention of `id`. A client that names us without our markup still means us.
pub fn without(text: &str, activity: &Activity, id: &str) -> String {
    let mut text = text.to_owned();
    for mention in mentions(activity).iter().filter(|mention| mention.id == id && !mention.text.is_empty()) {
        text = text.replace(&mention.text, " ");
    }
    text
}

/// The text with each mention of a chat user replaced: by what `name` gives, or by the name that stands there.
pub fn without_mentions(text: &str, mentions: &[Mention], name: impl Fn(&str) -> Option<String>) -> String {
    let mut text = text.to_owned();
    for mention in mentions.iter().filter(|mention| !mention.text.is_empty()) {
        let shown = untagged(&mention.text);
        text = text.replace(&plain(&mention.text), &name(&mention.id).unwrap_or(shown));
    }
    plain(&untagged(&text))
}

/// One line, its entities read: <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages>.
pub fn plain(text: &str) -> String {
    let text = ["<br>", "<br/>", "<br />", "<p>", "</p>", "&nbsp;"]
        .iter()
        .fold(text.to_owned(), |text, tag| text.replace(tag, " "));
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn untagged(text: &str) -> String {
    text.replace("<at>", "").replace("</at>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_off() {
        for (typed, read) in [
            ("has marketing reached Patricia?", "has marketing reached Patricia?"),
            ("overlap&nbsp;in Germany\r\n", "overlap in Germany"),
            ("<p>Smith &amp; Sons</p>", "Smith & Sons"),
            ("a &lt; b", "a < b"),
            ("&amp;lt;", "&lt;"),
            ("over\u{a0}lap", "over lap"),
        ] {
            assert_eq!(plain(typed), read);
        }
    }

    #[test]
    fn mentions_become_whom_they_mean() {
        let dana = Mention { id: "29:dana".to_owned(), text: "<at>Dana D</at>".to_owned() };
        let sam = Mention { id: "29:sam".to_owned(), text: "<at>Sam</at>".to_owned() };
        let name = |id: &str| (id == "29:dana").then(|| "dana@example.com".to_owned());
        let text = "overlap for <at>Dana D</at> and <at>Sam</at>";
        assert_eq!(without_mentions(text, &[dana, sam], name), "overlap for dana@example.com and Sam");
    }
}
