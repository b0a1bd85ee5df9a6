//! Cards made to be read as something else, or to be too much.

use jiff::{Timestamp, civil::date, tz::TimeZone};
use proptest::prelude::*;
use serde_json::Value;

use super::super::{limits::CARD, *};
use super::{card, drawn, table};
use crate::card::{Action, ActionKind, Align, Audience, Column, Picture, Span, Table};

/// What people could call themselves to be read as something else.
const NASTY: &[&str] = &[
    "[x](http://evil)",
    "*a*",
    "**a**",
    "_b_",
    "- c",
    "1. d",
    "2) d",
    "# e",
    "> f",
    "---",
    "`g`",
    "~~h~~",
    "&lt;",
    "<at>x</at>",
    "<script>alert(1)</script>",
    "a\r\nb\u{2028}c",
    "\u{202e}evil\u{2066}",
    "{{DATE(2017-02-14T06:00:00Z, SHORT)}}",
    "{{{TIME(2017-02-14T06:00:00Z)}}}",
    "\\",
    "![i](http://evil/i.png)",
];

#[test]
fn names_are_no_markup_anywhere() {
    let at: Timestamp = "2026-11-20T14:05:00Z".parse().unwrap();
    for nasty in NASTY {
        let name = || vec![Span::Person((*nasty).into())];
        let moment = [name(), vec![Span::Instant(at, TimeZone::UTC)]].concat();
        let mut table = table(1, 1);
        table.caption = (*nasty).into();
        table.columns[0].name = (*nasty).into();
        table.rows[0][0] = name();
        let mut card = card(vec![
            Block::Text(name()),
            Block::Text(moment),
            Block::Heading((*nasty).into()),
            Block::Facts(vec![((*nasty).into(), name())]),
            Block::List(vec![name()]),
            Block::Table(table),
            Block::Note(name()),
        ]);
        card.title = name();
        let drawn = drawn(&card);
        for (markup, words) in words_of(&drawn) {
            let ours = words
                .replace("{{DATE(2026-11-20T14:05:00Z, SHORT)}}", "")
                .replace("{{TIME(2026-11-20T14:05:00Z)}}", "");
            assert!(!ours.contains("{{"), "{words}");
            assert!(!words.contains(['\u{202e}', '\u{2066}', '\n', '\r', '\u{2028}']), "{words:?}");
            assert!(!markup || is_inert(&ours), "{words}");
        }
    }
}

/// All words that are shown, and whether they are read as Markdown.
fn words_of(value: &Value) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            let markup = matches!(value["type"].as_str(), Some("TextBlock") | None);
            for (name, field) in fields {
                match field {
                    Value::String(words) if matches!(name.as_str(), "text" | "title" | "value") => {
                        found.push((markup, words.clone()));
                    }
                    Value::Array(items) if name == "inlines" => {
                        found.extend(
                            items.iter().filter_map(Value::as_str).map(|words| (false, words.to_owned())),
                        );
                        found.extend(items.iter().flat_map(words_of));
                    }
                    field => found.extend(words_of(field)),
                }
            }
        }
        Value::Array(items) => found.extend(items.iter().flat_map(words_of)),
        _ => {}
    }
    found
}

/// Whether each mark of Markdown has a backslash before it that is not itself escaped.
fn is_inert(words: &str) -> bool {
    let mut escaped = false;
    for c in words.chars() {
        if !escaped && matches!(c, '*' | '_' | '[' | ']' | '`' | '<' | '~') {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    !escaped
        && !words.starts_with(['-', '+', '#', '>'])
        && !words.starts_with("1.")
        && !words.contains("&lt;")
        || words.contains("\\&lt;")
}

/// Every element and action is of a known kind and has what its kind must have.
fn is_sound(value: &Value) -> bool {
    let own = match value["type"].as_str() {
        Some("TextBlock") => !value["text"].as_str().unwrap_or_default().trim().is_empty(),
        Some("TextRun") => value["text"].is_string(),
        Some("RichTextBlock") => value["inlines"].as_array().is_some_and(|inlines| !inlines.is_empty()),
        Some("FactSet") => value["facts"].as_array().is_some_and(|facts| !facts.is_empty()),
        Some("Table") => {
            let columns = value["columns"].as_array().map_or(0, Vec::len);
            let cells = |row: &Value| row["cells"].as_array().map_or(0, Vec::len);
            columns > 0
                && value["rows"].as_array().is_some_and(|rows| rows.iter().all(|row| cells(row) == columns))
        }
        Some("TableCell" | "Container") => value["items"].as_array().is_some_and(|items| !items.is_empty()),
        Some("Image") => !value["altText"].as_str().unwrap_or_default().is_empty(),
        Some("Input.ChoiceSet") => value["choices"].as_array().is_some_and(|choices| !choices.is_empty()),
        Some("Action.Execute") => {
            !value["title"].as_str().unwrap_or_default().is_empty() && value["data"].is_object()
        }
        Some("AdaptiveCard" | "TableRow" | "Action.Submit" | "Action.OpenUrl") | None => true,
        Some("Chart.Line" | "Chart.HorizontalBar") => !value["fallback"].is_null(),
        Some(_) => false,
    };
    let below = match value {
        Value::Object(fields) => fields.values().all(is_sound),
        Value::Array(items) => items.iter().all(is_sound),
        _ => true,
    };
    own && below
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "\\PC{0,40}",
        2 => proptest::sample::select(NASTY).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => Just("\"\\\u{1}ü王".repeat(3_000)),
        1 => Just(String::new()),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        words().prop_map(Span::Text),
        words().prop_map(Span::Bold),
        words().prop_map(Span::Code),
        words().prop_map(Span::Person),
        (-377_705_023_201_i64..253_402_207_200)
            .prop_map(|second| Span::Instant(Timestamp::from_second(second).unwrap(), TimeZone::UTC)),
        Just(Span::Date(date(2026, 11, 20))),
        (words(), prop_oneof![words(), Just("https://e.example/a b(\"<>".to_owned())])
            .prop_map(|(text, url)| Span::Link { text, url }),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    proptest::collection::vec(span(), 0..5)
}

fn picture() -> impl Strategy<Value = Picture> {
    let share = || proptest::option::of(any::<f64>());
    prop_oneof![
        any::<(u64, u64, u64)>().prop_map(|(marketing, sales, both)| Picture::Circles {
            marketing,
            sales,
            both
        }),
        (proptest::collection::vec(share(), 0..200), share()).prop_map(|(weeks, benchmark)| Picture::Trend {
            weeks: weeks.into_iter().map(|share| (date(2026, 1, 5), share)).collect(),
            benchmark,
        }),
        (words(), proptest::collection::vec((words(), share()), 0..9))
            .prop_map(|(title, bars)| Picture::Bars { title, bars }),
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    let columns = proptest::collection::vec((words(), any::<bool>()), 0..24);
    let rows = proptest::collection::vec(proptest::collection::vec(line(), 0..6), 0..30);
    (words(), columns, rows, 0..4_000_usize).prop_map(|(caption, columns, rows, total)| Table {
        caption,
        columns: columns
            .into_iter()
            .map(|(name, end)| Column { name, align: if end { Align::End } else { Align::Start } })
            .collect(),
        rows,
        total,
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        line().prop_map(Block::Text),
        words().prop_map(Block::Heading),
        proptest::collection::vec((words(), line()), 0..30).prop_map(Block::Facts),
        proptest::collection::vec(line(), 0..30).prop_map(Block::List),
        any_table().prop_map(Block::Table),
        picture().prop_map(Block::Picture),
        line().prop_map(Block::Note),
    ]
}

fn any_card() -> impl Strategy<Value = Card> {
    let kind = proptest::sample::select(
        [ActionKind::Ask, ActionKind::Ask, ActionKind::Confirm, ActionKind::Cancel, ActionKind::Download]
            .as_slice(),
    );
    let action = (words(), words(), kind).prop_map(|(label, text, kind)| Action { label, text, kind });
    let tone = proptest::sample::select([Tone::Neutral, Tone::Good, Tone::Caution, Tone::Problem].as_slice());
    let blocks = proptest::collection::vec(any_block(), 0..12);
    let audience = Audience::Asker;
    (line(), tone, blocks, proptest::collection::vec(action, 0..40))
        .prop_map(move |(title, tone, blocks, actions)| Card { title, tone, blocks, actions, audience })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_stands_on_a_card_teams_takes_it(
        card in any_card(),
        share in proptest::option::of(words()),
        host_charts: bool,
        picture in proptest::option::of(prop_oneof![words(), Just("data:image/png;base64,AAAA".to_owned())]),
    ) {
        let pictures = [picture.clone(), None, picture];
        let drawn = draw(&card, &Drawing { share: share.as_deref(), from: None, host_charts, pictures: &pictures });
        let json = drawn.to_string();
        prop_assert!(json.len() <= CARD, "{} bytes", json.len());
        let in_pictures = 2 * json.matches("data:image/png;base64,AAAA").count() * "data:image/png;base64,AAAA".len();
        prop_assert!(2 * json.encode_utf16().count() - in_pictures <= CARD);
        prop_assert!(is_sound(&drawn), "{drawn}");
        prop_assert!(!drawn["body"].as_array().unwrap().is_empty());
        prop_assert!(!drawn["speak"].as_str().unwrap().is_empty());
        let none = Vec::new();
        let actions = drawn["actions"].as_array().unwrap_or(&none);
        prop_assert!(actions.iter().filter(|action| action.get("mode").is_none()).count() <= 6);
        let words = text(&card);
        prop_assert!(!words.is_empty() && words.len() < PLAIN);
    }
}
