mod hostile;

use jiff::{Timestamp, civil::date, tz::TimeZone};
use serde_json::{Value, json};

use super::{limits::CARD, *};
use crate::card::{Action, ActionKind, Align, Audience, Column, Picture, Span, Table};

fn card(blocks: Vec<Block>) -> Card {
    let title = vec!["The answer.".into()];
    Card { title, tone: Tone::Neutral, blocks, actions: vec![], audience: Audience::Everyone }
}

fn drawn(card: &Card) -> Value {
    draw(card, &Drawing::default())
}

fn body(block: Block) -> Vec<Value> {
    drawn(&card(vec![block]))["body"].as_array().unwrap()[1..].to_vec()
}

fn action(kind: ActionKind, text: &str) -> Action {
    Action { label: text.to_uppercase(), text: text.to_owned(), kind }
}

fn table(rows: usize, total: usize) -> Table {
    let row = |at: usize| vec![vec![Span::Person(format!("Person {at}"))], vec!["1,234".into()]];
    Table {
        caption: "People sales chases".into(),
        columns: vec![
            Column { name: "Person".into(), align: Align::Start },
            Column { name: "Touches".into(), align: Align::End },
        ],
        rows: (0..rows).map(row).collect(),
        total,
    }
}

fn trend() -> Picture {
    let weeks =
        vec![(date(2026, 11, 2), Some(0.1234)), (date(2026, 11, 9), None), (date(2026, 11, 16), Some(0.2))];
    Picture::Trend { weeks, benchmark: Some(0.16) }
}

#[test]
fn a_title_is_a_heading_and_its_tone_is_a_sign_first() {
    let mut card = card(vec![]);
    card.tone = Tone::Caution;
    let drawn = drawn(&card);
    assert_eq!(drawn["version"], "1.5");
    assert_eq!(drawn["msteams"]["width"], "Full");
    assert_eq!(drawn["speak"], "The answer.");
    assert_eq!(
        drawn["body"],
        json!([{
            "type": "TextBlock", "text": "⚠ The answer.", "style": "heading", "size": "Large",
            "weight": "Bolder", "wrap": true, "color": "Warning",
        }])
    );
    assert!(drawn.get("actions").is_none());
}

#[test]
fn each_block_has_its_element() {
    let link = Span::Link { text: "study".into(), url: "https://example.com/(16)".into() };
    let text = body(Block::Text(vec![
        "16 % ".into(),
        Span::Bold("bold".into()),
        Span::Code("help".into()),
        link.clone(),
    ]));
    assert_eq!(
        text[0]["inlines"],
        json!([
            "16\u{a0}% ",
            { "type": "TextRun", "text": "bold", "weight": "Bolder" },
            { "type": "TextRun", "text": "help", "fontType": "Monospace" },
            { "type": "TextRun", "text": "study",
              "selectAction": { "type": "Action.OpenUrl", "url": "https://example.com/(16)" } },
        ])
    );
    let note = body(Block::Note(vec!["Last 90 days.".into()]));
    assert_eq!(
        note[0]["inlines"],
        json!([{ "type": "TextRun", "text": "Last 90 days.", "isSubtle": true, "size": "Small" }])
    );
    let facts = body(Block::Facts(vec![
        ("Overlap".into(), vec![Span::Bold("16 %".into()), " of all".into()]),
        ("Source".into(), vec![link]),
        ("Owner".into(), vec![]),
    ]));
    assert_eq!(
        facts[0]["facts"],
        json!([
            { "title": "Overlap", "value": "**16\u{a0}%** of all" },
            { "title": "Source", "value": "[study](https://example.com/%2816%29)" },
            { "title": "Owner", "value": "–" },
        ])
    );
    let list = body(Block::List(vec![vec!["one".into()], vec![], vec!["two".into()]]));
    assert_eq!(
        list.iter().map(|point| &point["inlines"]).collect::<Vec<_>>(),
        [&json!(["• one"]), &json!(["• two"])]
    );
    let heading = body(Block::Heading("Next".into()));
    assert_eq!((&heading[0]["style"], &heading[0]["text"]), (&json!("heading"), &json!("Next")));
}

#[test]
fn moments_are_shown_in_the_readers_zone_and_told_in_ours() {
    let at: Timestamp = "2026-11-20T14:05:00.5Z".parse().unwrap();
    let zone = TimeZone::get("Europe/London").unwrap();
    let line = vec!["At ".into(), Span::Instant(at, zone), " by ".into(), Span::Person("*Ann*".into())];
    let shown = body(Block::Text(line.clone()));
    let words = "At {{DATE(2026-11-20T14:05:00Z, SHORT)}} {{TIME(2026-11-20T14:05:00Z)}} by \\*Ann\\*";
    assert_eq!(shown[0], json!({ "type": "TextBlock", "text": words, "wrap": true }));
    assert!(text(&card(vec![Block::Text(line)])).contains("At 20 Nov 2026, 14:05 GMT by *Ann*"));
}

#[test]
fn a_table_has_headers_numbers_at_the_right_and_a_line_for_each_row_elsewhere() {
    let drawn = body(Block::Table(table(2, 14)));
    assert_eq!(drawn[0]["inlines"][0]["text"], "People sales chases");
    let table = &drawn[1];
    assert_eq!((&table["type"], &table["firstRowAsHeader"]), (&json!("Table"), &json!(true)));
    assert!(table["columns"][0].get("horizontalCellContentAlignment").is_none());
    assert_eq!(table["columns"][1]["horizontalCellContentAlignment"], "Right");
    assert_eq!(table["rows"].as_array().unwrap().len(), 3);
    assert_eq!(table["rows"][0]["cells"][1]["items"][0]["text"], "Touches");
    let cell = json!({ "type": "TextBlock", "text": "Person 1", "wrap": true });
    assert_eq!(table["rows"][2]["cells"][0]["items"][0], cell);
    assert_eq!(table["fallback"]["items"][1]["inlines"], json!(["Person 1 · Touches: 1,234"]));
    assert_eq!(drawn[2]["inlines"][0]["text"], "and 12 more");
    let empty = body(Block::Table(self::table(0, 0)));
    assert_eq!(empty, [json!({ "type": "RichTextBlock", "inlines": ["People sales chases: none"] })]);
}

#[test]
fn a_cell_breaks_long_words_unless_they_could_be_markup() {
    for (name, kind) in [
        ("Jürgen O'Brien (Globex), 16 % – “ok”.", "TextBlock"),
        ("王小明", "TextBlock"),
        ("evil.example", "RichTextBlock"),
        ("http://evil", "RichTextBlock"),
        ("a@evil.example", "RichTextBlock"),
        ("*a*", "RichTextBlock"),
        ("- b", "RichTextBlock"),
        ("1. c", "RichTextBlock"),
        ("&lt;", "RichTextBlock"),
    ] {
        let mut table = table(1, 1);
        table.rows[0][0] = vec![Span::Person(name.into())];
        let drawn = body(Block::Table(table));
        assert_eq!(drawn[1]["rows"][1]["cells"][0]["items"][0]["type"], kind, "{name}");
    }
}

#[test]
fn pictures_are_images_charts_or_words() {
    let circles = Picture::Circles { marketing: 1420, sales: 300, both: 48 };
    let blocks = vec![Block::Picture(circles.clone()), Block::Picture(trend()), Block::Table(table(1, 1))];
    let card = card(blocks);
    let words = drawn(&card);
    assert_eq!(words["body"][1]["inlines"][0]["text"], circles.alternative());
    assert_eq!(
        words["body"][2]["inlines"][0]["text"], "People sales chases",
        "the table says what the trend shows"
    );

    let png = "data:image/png;base64,AAAA".to_owned();
    let pictures = [Some(png.clone()), Some("javascript:alert(1)".to_owned())];
    let images = draw(&card, &Drawing { pictures: &pictures, ..Drawing::default() });
    assert_eq!((&images["body"][1]["type"], &images["body"][1]["url"]), (&json!("Image"), &json!(png)));
    assert_eq!(images["body"][1]["altText"], circles.alternative());
    assert_ne!(images["body"][2]["type"], "Image");

    let pictures = [None, Some(png.clone())];
    let charts = draw(&card, &Drawing { pictures: &pictures, host_charts: true, ..Drawing::default() });
    let chart = &charts["body"][2];
    assert_eq!((&chart["type"], &chart["fallback"]["url"]), (&json!("Chart.Line"), &json!(png)));
    assert_eq!(
        chart["data"][0]["values"],
        json!([{ "x": "2026-11-02", "y": 12.3 }, { "x": "2026-11-16", "y": 20.0 }])
    );
    assert_eq!(chart["data"][1]["values"][1], json!({ "x": "2026-11-16", "y": 16.0 }));

    let large = [Some(format!("data:image/png;base64,{}", "A".repeat(90_000)))];
    let told = draw(&card, &Drawing { pictures: &large, ..Drawing::default() });
    assert_eq!(told["body"][1]["inlines"][0]["text"], circles.alternative());
    assert_eq!(told["body"][3]["type"], "Table", "what follows is still there");
}

#[test]
fn a_button_says_what_it_means_in_both_kinds_of_client() {
    let mut card = card(vec![]);
    card.actions = vec![
        action(ActionKind::Confirm, "confirm k3y"),
        action(ActionKind::Cancel, "cancel k3y"),
        action(ActionKind::Ask, "overlap by seller"),
        action(ActionKind::Download, "cold people as csv"),
    ];
    let drawing =
        Drawing { share: Some("cold people"), from: Some("19:sales;messageid=1"), ..Drawing::default() };
    let drawn = draw(&card, &drawing);
    let actions = drawn["actions"].as_array().unwrap();
    let meant: Vec<Pressed> = actions.iter().map(|action| pressed(&action["data"]).wanted).collect();
    assert_eq!(
        meant,
        [
            Pressed::Confirm("confirm k3y".into()),
            Pressed::Cancel("cancel k3y".into()),
            Pressed::Ask("overlap by seller".into()),
            Pressed::Download("cold people as csv".into()),
            Pressed::Share("cold people".into()),
        ]
    );
    assert_eq!((&actions[0]["style"], actions[1].get("style")), (&json!("positive"), None));
    for action in actions {
        assert_eq!(
            (&action["type"], &action["fallback"]["type"]),
            (&json!("Action.Execute"), &json!("Action.Submit"))
        );
        assert_eq!(action["data"], action["fallback"]["data"]);
        assert_eq!(pressed(&action["data"]).from.as_deref(), Some("19:sales;messageid=1"));
        assert_eq!(action["title"], action["fallback"]["title"]);
        assert!(action.get("mode").is_none());
    }
}

#[test]
fn beyond_six_buttons_overflow_and_beyond_five_questions_are_a_menu() {
    let mut card = card(vec![]);
    card.actions = (0..5).map(|at| action(ActionKind::Ask, &format!("question {at}"))).collect();
    card.actions.push(action(ActionKind::Download, "list as csv"));
    let drawing = Drawing { share: Some("list"), ..Drawing::default() };
    let drawn = draw(&card, &drawing);
    let actions = drawn["actions"].as_array().unwrap();
    let modes: Vec<&Value> = actions.iter().map(|action| &action["mode"]).collect();
    assert_eq!(modes[..6], [&Value::Null; 6]);
    assert_eq!(modes[6..], [&json!("secondary")]);

    card.actions.push(action(ActionKind::Ask, "question 5"));
    let drawn = draw(&card, &drawing);
    let menu = drawn["body"].as_array().unwrap().last().unwrap();
    assert_eq!((&menu["type"], menu["choices"].as_array().unwrap().len()), (&json!("Input.ChoiceSet"), 6));
    assert!(!menu["label"].as_str().unwrap().is_empty());
    let actions = drawn["actions"].as_array().unwrap();
    assert_eq!(actions.len(), 3);
    let mut data = actions[0]["data"].clone();
    assert_eq!(pressed(&data).wanted, Pressed::Nothing, "nothing is chosen yet");
    data["question"] = menu["choices"][3]["value"].clone();
    assert_eq!(pressed(&data).wanted, Pressed::Ask("question 3".into()));
    assert_eq!(actions[1]["associatedInputs"], "none");
}

#[test]
fn what_is_not_ours_means_nothing() {
    for data in [
        json!(null),
        json!("ask"),
        json!([1]),
        json!({}),
        json!({ "do": "ask" }),
        json!({ "do": "ask", "text": " " }),
        json!({ "do": "ask", "text": 7 }),
        json!({ "do": "erase", "text": "all" }),
        json!({ "do": "ask", "question": "x" }),
    ] {
        assert_eq!(pressed(&data).wanted, Pressed::Nothing, "{data}");
    }
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let points: Vec<Line> = (0..5_000).map(|at| vec![format!("Point {at} of a long list").into()]).collect();
    let long = drawn(&card(vec![Block::List(points.clone()), Block::Note(vec!["unseen".into()])]));
    let body = long["body"].as_array().unwrap();
    assert!(long.to_string().len() <= CARD && body.len() > 300);
    assert_eq!(body.last().unwrap()["inlines"][0]["text"], LONGER);

    let rows = drawn(&card(vec![Block::Table(table(5_000, 9_000)), Block::Note(vec!["seen".into()])]));
    let body = rows["body"].as_array().unwrap();
    let shown = body[2]["rows"].as_array().unwrap().len() - 1;
    assert_eq!(body[3]["inlines"][0]["text"], format!("and {} more", chat_grouped(9_000 - shown)));
    assert_eq!(body[4]["inlines"][0]["text"], "seen");

    let words = text(&card(vec![Block::List(points)]));
    assert!(words.len() < PLAIN && words.len() > PLAIN - 200 && words.ends_with(LONGER), "{}", words.len());
}

fn chat_grouped(count: usize) -> String {
    crate::card::grouped(count as u64)
}

#[test]
fn rows_of_empty_cells_have_no_empty_container_to_fall_back_on() {
    let mut table = table(2, 2);
    table.rows = vec![vec![vec![" ".into()], vec![]]; 2];
    let drawn = drawn(&card(vec![Block::Table(table)]));
    let table = drawn["body"].as_array().unwrap().iter().find(|piece| piece["type"] == "Table").unwrap();
    assert_eq!(table["fallback"], "drop");
}
