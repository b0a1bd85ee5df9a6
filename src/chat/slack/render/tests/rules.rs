//! Slack's rules as one function over the JSON that is sent, written apart from the code that keeps them.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

/// What Slack would not take, or what would ping or format where nothing should.
pub fn complaints(blocks: &Json, message: bool, plain: bool) -> Vec<String> {
    let mut found = Vec::new();
    let list = blocks.as_array().expect("a list");
    let most = if message { 50 } else { 100 };
    if list.is_empty() || list.len() > most {
        found.push(format!("{} blocks", list.len()));
    }
    for block in list {
        let kind = block["type"].as_str().unwrap();
        let newer = matches!(kind, "data_table" | "data_visualization" | "table");
        if newer && (plain || !message) {
            found.push(format!("{kind} where there is none"));
        }
        every(block, &mut |key, value| check(kind, key, value, &mut found));
        found.extend(shape(kind, block, message));
    }
    let of_kind = |kind: &str| list.iter().filter(|block| block["type"] == kind).count();
    // A Home holds several cards, each with its buttons.
    if of_kind("data_visualization") > 2 || message && of_kind("actions") > 1 {
        found.push("too many of a kind".to_owned());
    }
    // Within its block: https://docs.slack.dev/reference/block-kit/block-elements/button-element#fields
    for block in list {
        let mut ids = HashSet::new();
        every(block, &mut |key, value| {
            if key == "action_id" && !ids.insert(value.as_str().unwrap().to_owned()) {
                found.push(format!("twice: {value}"));
            }
        });
    }
    let mut shown = 0;
    every(blocks, &mut |key, value| shown += if key == "text" { units(value) } else { 0 });
    if shown > if message { 11_000 } else { 44_000 } {
        found.push(format!("{shown} characters in all"));
    }
    found
}

fn units(value: &Json) -> usize {
    value.as_str().map_or(0, |text| text.encode_utf16().count())
}

/// Every value with its key, from top to bottom.
fn every(json: &Json, see: &mut impl FnMut(&str, &Json)) {
    match json {
        Json::Object(fields) => fields.iter().for_each(|(key, value)| {
            see(key, value);
            every(value, see);
        }),
        Json::Array(items) => items.iter().for_each(|item| {
            see("", item);
            every(item, see);
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn check(kind: &str, key: &str, value: &Json, found: &mut Vec<String>) {
    let Some(text) = value.as_str() else { return };
    let most = match key {
        "text" if kind == "header" => 150,
        "text" | "url" | "fallback" => 3_000,
        "alt_text" | "value" => 2_000,
        "action_id" => 255,
        "title" => 50,
        "label" | "name" => 20,
        _ => usize::MAX,
    };
    if text.is_empty() || units(value) > most {
        found.push(format!("{key} of {} in {kind}", units(value)));
    }
    if text.contains(|c: char| c.is_control() && c != '\n') && key != "value" {
        found.push(format!("control characters in {key} of {kind}: {text:?}"));
    }
}

/// The rules of one kind of block.
fn shape(kind: &str, block: &Json, message: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut rule = |holds: bool, what: &str| {
        if !holds {
            found.push(format!("{what}: {}", block.to_string().chars().take(300).collect::<String>()));
        }
    };
    match kind {
        "header" => rule(!block["text"]["text"].as_str().unwrap().trim().is_empty(), "blank header"),
        "rich_text" => {
            let mut length = 0;
            let shown = |key: &str| matches!(key, "text" | "fallback");
            every(block, &mut |key, value| length += if shown(key) { units(value) } else { 0 });
            rule((1..=3_000).contains(&length), "rich text of no or too much text");
            every(block, &mut |key, value| {
                rule(
                    key != "elements" || value.as_array().is_some_and(|items| !items.is_empty()),
                    "nothing inside",
                );
                rule(
                    !matches!(value.as_str(), Some("user" | "channel" | "usergroup" | "broadcast")),
                    "a mention",
                );
            });
        }
        "context" => every(block, &mut |_, value| {
            if value["type"] == "mrkdwn" {
                rule(value["verbatim"] == true, "not verbatim");
                let text = value["text"].as_str().unwrap();
                rule(markup_is_ours(text) || is_signature(text), "markup of others");
            }
        }),
        "divider" => rule(!message, "a line in a message"),
        "section" | "input" if !message => {
            let words = block.get("text").unwrap_or(&block["label"]);
            rule(words["type"] == "plain_text" && units(&words["text"]) > 0, "no plain words");
            let longest = block["element"]["max_length"].as_u64();
            rule(
                kind == "section" || longest.is_some_and(|most| (1..=3_000).contains(&most)),
                "an endless input",
            );
        }
        "image" => rule(block["slack_file"]["id"].as_str().is_some_and(|id| !id.is_empty()), "no file"),
        "data_table" => {
            let rows = block["rows"].as_array().unwrap();
            let across = rows[0].as_array().unwrap().len();
            rule((2..=101).contains(&rows.len()) && (1..=20).contains(&across), "rows and columns");
            rule(rows.iter().all(|row| row.as_array().unwrap().len() == across), "rows of different length");
            rule(rows[0].as_array().unwrap().iter().all(|cell| cell["type"] == "raw_text"), "header");
            rule(!block["caption"].as_str().unwrap().trim().is_empty(), "caption");
            let (mut length, page) = (0, block["page_size"].as_u64().unwrap());
            every(block, &mut |key, value| length += if key == "text" { units(value) } else { 0 });
            rule(length <= 10_000 && (1..=100).contains(&page), "too much in cells");
        }
        "data_visualization" => {
            let chart = &block["chart"];
            let categories = chart["axis_config"]["categories"].as_array().unwrap();
            let different: HashSet<_> = categories.iter().map(|name| name.as_str().unwrap()).collect();
            rule((1..=20).contains(&categories.len()) && different.len() == categories.len(), "categories");
            for series in chart["series"].as_array().unwrap() {
                let labels: Vec<&Json> =
                    series["data"].as_array().unwrap().iter().map(|p| &p["label"]).collect();
                rule(labels == categories.iter().collect::<Vec<_>>(), "points and categories");
                rule(series["data"].as_array().unwrap().iter().all(|p| p["value"].is_number()), "values");
            }
        }
        "actions" => {
            let elements = block["elements"].as_array().unwrap();
            rule((1..=25).contains(&elements.len()), "elements");
            for element in elements {
                let fits = |label: &Json| (1..=75).contains(&units(&label["text"]));
                match element["type"].as_str() {
                    Some("button") => rule(fits(&element["text"]), "button"),
                    Some("static_select") => {
                        let options = element["options"].as_array().unwrap();
                        rule((1..=100).contains(&options.len()), "options");
                        rule(options.iter().all(|o| fits(&o["text"]) && units(&o["value"]) <= 150), "option");
                    }
                    other => rule(false, &format!("{other:?}")),
                }
            }
        }
        other => rule(false, &format!("a block of kind {other}")),
    }
    found
}

/// Who shared an answer is the one whom we mention.
fn is_signature(text: &str) -> bool {
    let user = text.strip_prefix("Shared by <@").and_then(|rest| rest.strip_suffix('>'));
    user.is_some_and(|user| user.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Outside of `<…>` no sign of Slack's markup; inside only dates and web links.
fn markup_is_ours(text: &str) -> bool {
    text.split('<').enumerate().all(|(at, part)| {
        let outside = match (at, part.split_once('>')) {
            (0, None) => part,
            (1.., Some((inside, outside))) => {
                let ours = inside.starts_with("!date^") || inside.to_ascii_lowercase().starts_with("http");
                if !ours || inside.matches('|').count() > 1 + usize::from(inside.starts_with("http")) * 3_000
                {
                    return false;
                }
                outside
            }
            _ => return false,
        };
        !outside.contains(['*', '_', '~', '`', '>']) && !outside.contains(":tada:")
    })
}

#[test]
fn the_rules_can_fail() {
    let bad = |block: Json| !complaints(&json!([block]), true, false).is_empty();
    let words = |text: &str| json!({ "type": "plain_text", "text": text });
    assert!(!bad(json!({ "type": "header", "text": words("fine") })));
    assert!(bad(json!({ "type": "header", "text": words("") })));
    assert!(bad(json!({ "type": "header", "text": words(&"x".repeat(151)) })));
    let note = |text: &str| {
        json!({ "type": "context", "elements": [
        { "type": "mrkdwn", "text": text, "verbatim": true }
    ] })
    };
    assert!(!bad(note("since <!date^0^{time}|then>")));
    assert!(bad(note("<!channel>")) && bad(note("*x*")) && bad(note("a > b")));
    let button = json!({ "type": "button", "action_id": "a", "text": words("b"), "value": "c" });
    assert!(!bad(json!({ "type": "actions", "elements": [button] })));
    assert!(bad(json!({ "type": "actions", "elements": [button, button] })));
    assert!(bad(json!({ "type": "divider" })));
    assert!(!bad(note("Shared by <@U1>")) && bad(note("Shared by <@U1> <!here>")));
}
