//! What a card looks like in Slack, rule by rule.

mod actions;
mod limits;
mod rules;

use jiff::{Timestamp, civil::date, tz::TimeZone};
use serde_json::{Value as Json, json};

use super::*;
use crate::card::{Align, Audience, Column, Picture, Span, Table};

const MESSAGE: Drawing = Drawing { surface: Surface::Message, pictures: &[], share: None, plain: false };

fn card(title: Line, blocks: Vec<Block>) -> Card {
    Card { title, tone: Tone::Neutral, blocks, actions: Vec::new(), audience: Audience::Everyone }
}

fn blocks(card: &Card, drawing: &Drawing) -> Vec<Json> {
    let drawn = serde_json::to_value(draw(card, drawing).blocks).unwrap();
    let complaints = rules::complaints(&drawn, drawing.surface == Surface::Message, drawing.plain);
    assert!(complaints.is_empty(), "{complaints:?}");
    drawn.as_array().unwrap().clone()
}

/// The blocks below the title.
fn below(block: Block, drawing: &Drawing) -> Vec<Json> {
    blocks(&card(vec!["Yes.".into()], vec![block]), drawing).split_off(1)
}

fn section(block: &Json) -> &Json {
    &block["elements"][0]["elements"]
}

fn overlap(rows: usize, total: usize) -> Table {
    let column = |name: &str, align| Column { name: name.into(), align };
    Table {
        caption: "Overlap by seller".into(),
        columns: vec![
            column("Seller", Align::Start),
            column("People", Align::End),
            column("Overlap", Align::End),
        ],
        rows: (0..rows)
            .map(|at| {
                let person = Span::Person(format!("Seller {at}"));
                vec![vec![person], vec![format!("{},00{at}", at + 1).into()], vec!["16.5 %".into()]]
            })
            .collect(),
        total,
    }
}

#[test]
fn a_short_title_is_a_header_and_a_long_one_is_bold_and_whole() {
    let title = |line: Line| blocks(&card(line, Vec::new()), &MESSAGE).remove(0);
    let short = title(vec![
        "Yes, ".into(),
        Span::Bold("marketing".into()),
        " reached ".into(),
        Span::Person("Patricia <Prospect>".into()),
    ]);
    assert_eq!(
        short,
        json!({ "type": "header", "text":
        { "type": "plain_text", "text": "Yes, marketing reached Patricia <Prospect>", "emoji": false } })
    );
    let long = "long ".repeat(300);
    let drawn = title(vec![long.as_str().into()]);
    assert_eq!(section(&drawn), &json!([{ "type": "text", "text": long, "style": { "bold": true } }]));
    let typed = title(vec!["Type ".into(), Span::Code("help".into())]);
    assert_eq!(section(&typed)[1], json!({ "type": "text", "text": "help", "style": { "code": true } }));
}

#[test]
fn trouble_is_marked_with_one_sign() {
    let first = |tone| {
        let card = Card { tone, ..card(vec!["No.".into()], Vec::new()) };
        blocks(&card, &MESSAGE)[0]["text"]["text"].as_str().unwrap().to_owned()
    };
    assert_eq!([Tone::Neutral, Tone::Good, Tone::Caution].map(first), ["No."; 3]);
    assert_eq!(first(Tone::Problem), "⚠ No.");
}

#[test]
fn words_keep_their_meaning_and_names_are_only_names() {
    let at: Timestamp = "2026-11-20T14:05:00.5Z".parse().unwrap();
    let line = vec![
        Span::Person("<!channel> *x* _a_ `b` :tada:".into()),
        Span::Bold("16 %".into()),
        Span::Instant(at, TimeZone::get("Europe/London").unwrap()),
        Span::Date(date(2026, 11, 20)),
        Span::Link { text: "study".into(), url: "https://example.com/a?b&c".into() },
        Span::Link { text: "trap".into(), url: "javascript:alert(1)".into() },
    ];
    let drawn = below(Block::Text(line), &MESSAGE);
    assert_eq!(
        section(&drawn[0]),
        &json!([
            { "type": "text", "text": "<!channel> *x* _a_ `b` :tada:" },
            { "type": "text", "text": "16 %", "style": { "bold": true } },
            { "type": "date", "timestamp": 1_795_183_500, "format": "{date_short_pretty} {time}",
              "fallback": "20 Nov 2026, 14:05 GMT" },
            { "type": "text", "text": "20 Nov 2026" },
            { "type": "link", "url": "https://example.com/a?b&c", "text": "study" },
            { "type": "text", "text": "trap" },
        ])
    );
}

#[test]
fn instants_that_slack_cannot_show_are_words() {
    for at in [Timestamp::MIN, Timestamp::MAX] {
        let drawn = below(Block::Text(vec![Span::Instant(at, TimeZone::UTC)]), &MESSAGE);
        let kind = &section(&drawn[0])[0]["type"];
        assert_eq!(kind, if at == Timestamp::MIN { "text" } else { "date" });
    }
}

#[test]
fn headings_facts_and_lists() {
    let facts = vec![("Overlap".to_owned(), vec![Span::Bold("16 %".into())]), ("Owner".to_owned(), vec![])];
    let facts = below(Block::Facts(facts), &MESSAGE);
    let words: Vec<&str> =
        section(&facts[0]).as_array().unwrap().iter().map(|run| run["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["Overlap:", " ", "16 %", "\n", "Owner:", " –"]);

    let heading = below(Block::Heading("What the study says".into()), &MESSAGE);
    assert_eq!(section(&heading[0])[0]["style"]["bold"], true);

    let list = below(Block::List(vec![vec!["one".into()], vec![], vec!["two".into()]]), &MESSAGE);
    assert_eq!(
        (&list[0]["elements"][0]["type"], &list[0]["elements"][0]["style"]),
        (&json!("rich_text_list"), &json!("bullet"))
    );
    assert_eq!(section(&list[0]).as_array().unwrap().len(), 2);
}

#[test]
fn a_long_paragraph_goes_on_in_the_next_block_and_nothing_is_lost() {
    let long: String = (0..2_000).map(|at| format!("{at} ")).collect();
    let drawn = below(Block::Text(vec![long.as_str().into()]), &MESSAGE);
    let words: String = drawn.iter().map(|block| section(block)[0]["text"].as_str().unwrap()).collect();
    assert_eq!((drawn.len(), words), (3, long)); // 8,890 characters
}

#[test]
fn small_print_uses_markup_only_among_harmless_words() {
    let at = Span::Instant("2026-11-20T14:05:00Z".parse().unwrap(), TimeZone::UTC);
    let note = |name: &str| {
        let line = vec![Span::Person(name.into()), ", fresh as of ".into(), at.clone()];
        below(Block::Note(line), &MESSAGE).remove(0)["elements"][0].clone()
    };
    let marked = note("HubSpot & Co");
    assert_eq!(
        (&marked["type"], &marked["text"]),
        (
            &json!("mrkdwn"),
            &json!(
                "HubSpot &amp; Co, fresh as of <!date^1795183500^{date_short_pretty} {time}|20 Nov 2026, 14:05 UTC>"
            )
        )
    );
    for name in ["*x*", "touches_2026.csv", "`", ":tada:", "> quote"] {
        let plain = note(name);
        assert_eq!(plain["type"], "plain_text", "{name}");
        assert_eq!(plain["text"], format!("{name}, fresh as of 20 Nov 2026, 14:05 UTC"));
    }
}

#[test]
fn a_table_in_a_message_can_be_sorted_and_says_how_many_rows_are_missing() {
    let drawn = below(Block::Table(overlap(3, 40)), &MESSAGE);
    let [table, more] = drawn.as_slice() else { panic!("{drawn:?}") };
    assert_eq!(
        (&table["type"], &table["caption"], &table["page_size"]),
        (&json!("data_table"), &json!("Overlap by seller"), &json!(3))
    );
    assert_eq!(table["rows"][0][1], json!({ "type": "raw_text", "text": "People" }));
    assert_eq!(
        table["rows"][2],
        json!([
            { "type": "raw_text", "text": "Seller 1" },
            { "type": "raw_number", "value": 2001, "text": "2,001" },
            { "type": "raw_number", "value": 16.5, "text": "16.5 %" },
        ])
    );
    assert_eq!(more["elements"][0]["text"], "and 37 more");
}

#[test]
fn a_long_table_is_cut_at_what_slack_takes() {
    let drawn = below(Block::Table(overlap(5_000, 0)), &MESSAGE);
    let rows = drawn[0]["rows"].as_array().unwrap().len() - 1;
    assert!((90..=100).contains(&rows), "{rows}");
    assert_eq!(drawn[1]["elements"][0]["text"], format!("and {} more", grouped_number(5_000 - rows)));
}

fn grouped_number(count: usize) -> String {
    crate::card::grouped(count as u64)
}

#[test]
fn elsewhere_a_narrow_table_has_aligned_columns_and_a_wide_one_is_a_list() {
    let modal = Drawing { surface: Surface::Modal, ..MESSAGE };
    for drawing in [modal, Drawing { surface: Surface::Home, ..MESSAGE }, Drawing { plain: true, ..MESSAGE }]
    {
        let drawn = below(Block::Table(overlap(2, 5)), &drawing);
        assert_eq!(drawn[1]["elements"][0]["type"], "rich_text_preformatted");
        assert_eq!(
            section(&drawn[1])[0]["text"],
            "Seller    People  Overlap\nSeller 0   1,000   16.5 %\nSeller 1   2,001   16.5 %"
        );
        assert_eq!(drawn[2]["elements"][0]["text"], "and 3 more");
    }
    let mut wide = overlap(2, 2);
    wide.rows[0][0] =
        vec![Span::Person("A name that is far too long to stand in a column of a table".into())];
    let drawn = below(Block::Table(wide), &modal);
    assert_eq!(drawn[1]["elements"][0]["type"], "rich_text_list");
    let words: String = section(&drawn[1])[1]["elements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| run["text"].as_str().unwrap())
        .collect();
    assert_eq!(words, "Seller 1 · People: 2,001 · Overlap: 16.5 %");
}

#[test]
fn an_empty_table_says_so() {
    let text = |total| draw(&card(vec![], vec![Block::Table(overlap(0, total))]), &MESSAGE).blocks;
    let words =
        |total| serde_json::to_value(text(total)).unwrap()[0]["elements"][0]["elements"][1]["text"].clone();
    assert_eq!((words(0), words(1_300)), (json!(" none"), json!(" 1,300 in all")));
}

fn trend() -> Block {
    let monday = |week: i8| date(2026, 6, 1 + 7 * week);
    let weeks = vec![(monday(0), Some(0.1)), (monday(1), None), (monday(2), Some(0.1638))];
    Block::Picture(Picture::Trend { weeks, benchmark: Some(0.16) })
}

#[test]
fn the_weeks_are_a_chart_without_those_that_have_no_figure() {
    let drawn = below(trend(), &MESSAGE);
    assert_eq!(drawn[0]["title"], "Overlap by week");
    assert_eq!(
        drawn[0]["chart"],
        json!({ "type": "line", "series": [
            { "name": "Overlap", "data": [
                { "label": "1 Jun 2026", "value": 10.0 }, { "label": "15 Jun 2026", "value": 16.4 }] },
            { "name": "Published benchmark", "data": [
                { "label": "1 Jun 2026", "value": 16.0 }, { "label": "15 Jun 2026", "value": 16.0 }] },
        ], "axis_config": { "categories": ["1 Jun 2026", "15 Jun 2026"], "y_label": "Overlap, %" } })
    );
    assert_eq!(drawn[1]["elements"][0]["text"], "Without 1 week in which nobody was contacted.");
    let plain = below(trend(), &Drawing { plain: true, ..MESSAGE });
    assert_eq!(
        plain[0]["elements"][0]["text"],
        "Overlap by week: 2026-06-01 10 %, 2026-06-08 nobody contacted, 2026-06-15 16.4 %."
    );
}

#[test]
fn a_third_chart_is_told_in_words() {
    let drawn = blocks(&card(vec!["Three".into()], vec![trend(), trend(), trend()]), &MESSAGE);
    assert_eq!(drawn.iter().filter(|block| block["type"] == "data_visualization").count(), 2);
}

#[test]
fn each_picture_has_its_own_file_or_a_sentence_unless_a_table_follows() {
    let circles = |both| Block::Picture(Picture::Circles { marketing: 4, sales: 3, both });
    let files = [None, Some("F2".to_owned())];
    let drawing = Drawing { pictures: &files, ..MESSAGE };
    let drawn = blocks(
        &card(vec![], vec![circles(1), circles(2), circles(3), Block::Table(overlap(1, 1))]),
        &drawing,
    );
    assert_eq!(
        drawn[0]["elements"][0]["text"],
        Picture::Circles { marketing: 4, sales: 3, both: 1 }.alternative()
    );
    let alt_text = Picture::Circles { marketing: 4, sales: 3, both: 2 }.alternative();
    assert_eq!(drawn[1], json!({ "type": "image", "slack_file": { "id": "F2" }, "alt_text": alt_text }));
    assert_eq!((drawn.len(), &drawn[2]["type"]), (3, &json!("data_table")));
}

#[test]
fn what_does_not_fit_is_said_and_stands_in_the_text() {
    let paragraphs = (0..60).map(|at| Block::Text(vec![format!("Paragraph {at}").into()])).collect();
    let card = card(vec!["Much".into()], paragraphs);
    let drawn = blocks(&card, &MESSAGE);
    assert_eq!(
        (drawn.len(), &drawn[49]["elements"][0]["text"]),
        (50, &json!("…the answer is longer; ask for less"))
    );
    assert!(draw(&card, &MESSAGE).text.ends_with("Paragraph 59"));
    assert_eq!(blocks(&card, &Drawing { surface: Surface::Modal, ..MESSAGE }).len(), 61);
}

#[test]
fn the_text_is_whole_escaped_and_cut_between_characters() {
    let words = |name: &str| draw(&card(vec![Span::Person(name.into())], Vec::new()), &MESSAGE).text;
    assert_eq!(words("<!channel> & co"), "&lt;!channel&gt; &amp; co");
    assert_eq!(words(""), "There is nothing to show.");
    for shift in 0..6 {
        let long = words(&format!("{}{}", "x".repeat(shift), "&".repeat(9_000)));
        let entities = long.trim_start_matches('x').trim_end_matches('…');
        assert!(entities.replace("&amp;", "").is_empty() && long.len() > 11_900, "{shift}");
    }
}

#[test]
fn an_empty_card_is_not_nothing() {
    let drawn = blocks(&card(Vec::new(), Vec::new()), &MESSAGE);
    assert_eq!(drawn[0]["elements"][0]["text"], "There is nothing to show.");
}
