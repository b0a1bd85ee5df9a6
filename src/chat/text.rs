//! A card as plain text: what a terminal prints, what a screen reader reads, what a chat shows when it can
//! draw nothing else. Complete without pictures, and fit to be copied.

use std::borrow::Cow;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use unicode_width::UnicodeWidthStr;

use crate::card::{Action, ActionKind, Align, Block, Card, Line, Span, Table, clean, grouped};

/// The whole card; ends with a newline.
pub fn render(card: &Card) -> String {
    let mut out = format!("{}\n", line(&card.title));
    let mut under_heading = false;
    for (at, block) in card.blocks.iter().enumerate() {
        // The table below says in figures what the picture would show.
        if matches!((block, card.blocks.get(at + 1)), (Block::Picture(_), Some(Block::Table(_)))) {
            continue;
        }
        if !under_heading {
            out.push('\n');
        }
        under_heading = matches!(block, Block::Heading(_));
        out.push_str(&paragraph(block));
    }
    if !card.actions.is_empty() {
        out.push('\n');
    }
    for action in &card.actions {
        out.push_str(&next(action));
    }
    out
}

/// One line, without its marks.
pub fn line(line: &Line) -> String {
    line.iter().map(span).collect()
}

fn span(span: &Span) -> Cow<'_, str> {
    match span {
        Span::Text(text) | Span::Bold(text) | Span::Person(text) => clean(text),
        Span::Code(text) => format!("“{}”", clean(text)).into(),
        Span::Instant(at, zone) => instant(*at, zone).into(),
        Span::Date(day) => date(*day).into(),
        Span::Link { text, url } if text == url || !is_web(url) => clean(text),
        Span::Link { text, url } => format!("{} ({})", clean(text), clean(url)).into(),
    }
}

/// "20 Nov 2026, 14:05 GMT".
pub fn instant(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M %Z").to_string()
}

/// "20 Nov 2026".
pub fn date(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// Whether an address may be offered to be followed.
pub fn is_web(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}

fn paragraph(block: &Block) -> String {
    match block {
        Block::Text(text) | Block::Note(text) => format!("{}\n", line(text)),
        Block::Heading(text) => format!("{}\n", clean(text)),
        Block::Facts(facts) => labelled(facts),
        Block::List(points) => points.iter().map(|point| format!("- {}\n", line(point))).collect(),
        Block::Table(table) => columns(table),
        Block::Picture(picture) => format!("{}\n", clean(&picture.alternative())),
    }
}

fn labelled(facts: &[(String, Line)]) -> String {
    let labels: Vec<String> = facts.iter().map(|(label, _)| format!("{}:", clean(label))).collect();
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let lines = labels.iter().zip(facts);
    lines
        .map(|(label, (_, value))| format!("{}  {}\n", pad(label, widest, Align::Start), line(value)))
        .collect()
}

/// The caption, then the rows under the names of their columns, then how many are left out.
pub(super) fn columns(table: &Table) -> String {
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(table.rows.len() + 1);
    rows.push(table.columns.iter().map(|column| clean(&column.name).into_owned()).collect());
    rows.extend(table.rows.iter().map(|row| row.iter().map(line).collect::<Vec<_>>()));
    let across = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..across)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();

    let mut out = format!("{}\n", clean(&table.caption));
    for row in rows.iter().filter(|_| !table.rows.is_empty()) {
        let mut text = String::new();
        for (at, cell) in row.iter().enumerate() {
            let align = table.columns.get(at).map_or(Align::Start, |column| column.align);
            text.push_str(if at == 0 { "" } else { "  " });
            text.push_str(&pad(cell, widths[at], align));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    match (table.rows.len(), table.total.saturating_sub(table.rows.len())) {
        (0, 0) => out.push_str("none\n"),
        (_, 0) => {}
        (_, left) => out.push_str(&format!("and {} more\n", grouped(left as u64))),
    }
    out
}

/// Filled up with blanks to as many terminal cells as `width`.
fn pad(text: &str, width: usize, align: Align) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.width()));
    match align {
        Align::Start => format!("{text}{blanks}"),
        Align::End => format!("{blanks}{text}"),
    }
}

/// What to type, and what it does where the words do not say so themselves.
fn next(action: &Action) -> String {
    let (label, text) = (clean(&action.label), clean(&action.text));
    match action.kind {
        ActionKind::Ask if label.eq_ignore_ascii_case(&text) => format!("Next: {text}\n"),
        ActionKind::Ask | ActionKind::Confirm | ActionKind::Cancel => format!("Next: {text} ({label})\n"),
        ActionKind::Download => format!("Next: {text} ({label}, as a CSV file)\n"),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use jiff::civil::date as day;

    use super::*;
    use crate::card::{Audience, Column, Picture, Tone};

    fn column(name: &str, align: Align) -> Column {
        Column { name: name.into(), align }
    }

    fn card(blocks: Vec<Block>) -> Card {
        let title = vec!["The answer.".into()];
        Card { title, tone: Tone::Neutral, blocks, actions: vec![], audience: Audience::Everyone }
    }

    #[test]
    fn a_whole_answer_reads_from_top_to_bottom() {
        let london = TimeZone::get("Europe/London").unwrap();
        let mut card = card(vec![
            Block::Text(vec!["48 of 300 people. Type ".into(), Span::Code("cold people".into()), ".".into()]),
            Block::Picture(Picture::Circles { marketing: 1420, sales: 300, both: 48 }),
            Block::Facts(vec![
                ("Overlap".into(), vec![Span::Bold("16 %".into())]),
                ("Last touch".into(), vec![Span::Instant("2026-11-20T14:05:00Z".parse().unwrap(), london)]),
            ]),
            Block::Heading("What the study says".into()),
            Block::List(vec![
                vec![Span::Link { text: "The study".into(), url: "https://example.com/16".into() }],
                vec!["Since ".into(), Span::Date(day(2026, 11, 20))],
            ]),
            Block::Note(vec!["Last 90 days.".into()]),
        ]);
        let (label, text) = ("Overlap by seller".to_owned(), "overlap by seller".to_owned());
        card.actions.push(Action { label, text, kind: ActionKind::Ask });
        let (label, text) = ("Download all".to_owned(), "cold people as csv".to_owned());
        card.actions.push(Action { label, text, kind: ActionKind::Download });
        assert_snapshot!(render(&card), @r"
        The answer.

        48 of 300 people. Type “cold people”.

        Two circles: 1,420 people reached by marketing, 300 contacted by sales, 48 in both.

        Overlap:     16 %
        Last touch:  20 Nov 2026, 14:05 GMT

        What the study says
        - The study (https://example.com/16)
        - Since 20 Nov 2026

        Last 90 days.

        Next: overlap by seller
        Next: cold people as csv (Download all, as a CSV file)
        ");
    }

    #[test]
    fn columns_stand_under_each_other_whatever_the_script() {
        let row = |name: &str, touches: &str, last: &str| {
            vec![vec![Span::Person(name.into())], vec![touches.into()], vec![last.into()]]
        };
        let table = Table {
            caption: "People sales chases".into(),
            columns: vec![
                column("Person", Align::Start),
                column("Touches", Align::End),
                column("", Align::Start),
            ],
            rows: vec![
                row("Colin Cold", "12", "call"),
                row("王小明", "3", ""),
                row("Zoë", "140", "meeting"),
                vec![vec!["short".into()]],
            ],
            total: 1239,
        };
        assert_snapshot!(render(&card(vec![Block::Table(table)])), @r"
        The answer.

        People sales chases
        Person      Touches
        Colin Cold       12  call
        王小明            3
        Zoë             140  meeting
        short
        and 1,235 more
        ");
    }

    #[test]
    fn an_empty_table_says_so() {
        let columns = vec![column("Person", Align::Start)];
        let table = Table { caption: "Cold people".into(), columns, rows: vec![], total: 0 };
        assert_snapshot!(render(&card(vec![Block::Table(table)])), @r"
        The answer.

        Cold people
        none
        ");
    }

    #[test]
    fn a_name_can_neither_steer_the_terminal_nor_turn_the_line_around() {
        let name = "Eve\u{1b}[31m\u{202e}live\u{2066}\u{7f}\r\nTitle:\tfake\u{2028}end\0";
        assert_eq!(line(&vec![Span::Person(name.into())]), "Eve[31mlive Title: fake end");
        assert!(matches!(clean("Zoë 👩‍💻 王"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn only_web_addresses_are_offered() {
        let link = |url: &str| line(&vec![Span::Link { text: "here".into(), url: url.into() }]);
        assert_eq!(link("HTTPS://example.com"), "here (HTTPS://example.com)");
        assert_eq!(link("javascript:alert(1)//://"), "here");
        let bare = "https://example.com";
        assert_eq!(line(&vec![Span::Link { text: bare.into(), url: bare.into() }]), bare);
    }

    #[test]
    fn instants_name_their_zone() {
        let at: Timestamp = "2026-06-05T07:03:00Z".parse().unwrap();
        assert_eq!(instant(at, &TimeZone::get("Europe/London").unwrap()), "5 Jun 2026, 08:03 BST");
        assert_eq!(instant(at, &TimeZone::UTC), "5 Jun 2026, 07:03 UTC");
        for extreme in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!instant(extreme, &TimeZone::unknown()).is_empty());
        }
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let shown: Vec<String> = [0, 999, 1000, 123_456, 1_234_567].map(grouped).into();
        assert_eq!(shown, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }
}
