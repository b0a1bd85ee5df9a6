//! Whatever stands on a card, Slack takes what comes out.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use proptest::prelude::*;

use super::{
    super::{Drawing, Surface, draw},
    rules::complaints,
};
use crate::card::{
    Action, ActionKind, Align, Audience, Block, Card, Column, Line, Picture, Span, Table, Tone,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => "[a-zA-Z ]{0,30}",
        2 => any::<String>(),
        2 => prop::sample::select(vec![
            "", " ", "\u{a0}", "<!channel>", "<@U123|x>", "*x*", "_a_", "`b`", "~c~", ":tada:", "> quote", "&amp;",
            "a|b>c", "\u{202e}\u{0}\n", "👩‍💻", "https://evil.example", "12:30 and 14:00", "1,234", "16.5 %", "-", "%",
        ]).prop_map(str::to_owned),
        1 => (1..4_000_usize).prop_map(|count| "x".repeat(count)),
        1 => (1..800_usize).prop_map(|count| "&👩 ".repeat(count)),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (-3_000_i16..9_000, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| jiff::civil::date(year, month, day))
}

fn span() -> impl Strategy<Value = Span> {
    let seconds = Timestamp::MIN.as_second()..Timestamp::MAX.as_second();
    prop_oneof![
        3 => text().prop_map(Span::Text),
        1 => text().prop_map(Span::Bold),
        1 => text().prop_map(Span::Code),
        2 => text().prop_map(Span::Person),
        1 => seconds.prop_map(|at| Span::Instant(Timestamp::from_second(at).unwrap(), TimeZone::UTC)),
        1 => day().prop_map(Span::Date),
        1 => (text(), text()).prop_map(|(text, rest)| Span::Link { text, url: format!("https://example.com/{rest}") }),
        1 => (text(), text()).prop_map(|(text, url)| Span::Link { text, url }),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    prop::collection::vec(span(), 0..5)
}

fn share() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![Just(None), (0.0..1.0_f64).prop_map(Some), any::<f64>().prop_map(Some)]
}

fn picture() -> impl Strategy<Value = Picture> {
    let circles = (any::<u64>(), any::<u64>(), any::<u64>());
    let weeks = prop::collection::vec((day(), share()), 0..60);
    let bars = prop::collection::vec((text(), share()), 0..20);
    prop_oneof![
        circles.prop_map(|(marketing, sales, both)| Picture::Circles { marketing, sales, both }),
        (weeks, share()).prop_map(|(weeks, benchmark)| Picture::Trend { weeks, benchmark }),
        (text(), bars).prop_map(|(title, bars)| Picture::Bars { title, bars }),
    ]
}

/// Long cells in few rows, or many rows of short ones.
fn table() -> impl Strategy<Value = Table> {
    let align = prop_oneof![Just(Align::Start), Just(Align::End)];
    let column = (text(), align).prop_map(|(name, align)| Column { name, align });
    let long = prop::collection::vec(prop::collection::vec(line(), 0..24), 0..4).prop_map(|rows| (rows, 1));
    let short = prop_oneof![Just(""), Just("12 %"), Just("<!channel>")].prop_map(|cell| vec![cell.into()]);
    let short = prop::collection::vec(prop::collection::vec(short, 1..6), 1..4);
    let short = (short, prop_oneof![Just(30_usize), Just(1_500)]);
    let rows = prop_oneof![long, short];
    (text(), prop::collection::vec(column, 0..24), rows, any::<bool>()).prop_map(
        |(caption, columns, rows, more)| {
            let count = rows.0.len() * rows.1;
            let rows: Vec<Vec<Line>> = rows.0.into_iter().cycle().take(count).collect();
            Table { caption, columns, total: if more { count + 4_711 } else { 0 }, rows }
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        line().prop_map(Block::Text),
        text().prop_map(Block::Heading),
        prop::collection::vec((text(), line()), 0..15).prop_map(Block::Facts),
        prop::collection::vec(line(), 0..15).prop_map(Block::List),
        table().prop_map(Block::Table),
        picture().prop_map(Block::Picture),
        line().prop_map(Block::Note),
    ]
}

fn action() -> impl Strategy<Value = Action> {
    let kinds =
        vec![ActionKind::Ask, ActionKind::Ask, ActionKind::Confirm, ActionKind::Cancel, ActionKind::Download];
    (text(), text(), prop::sample::select(kinds)).prop_map(|(label, text, kind)| Action { label, text, kind })
}

fn card() -> impl Strategy<Value = Card> {
    let tone = prop::sample::select(vec![Tone::Neutral, Tone::Good, Tone::Caution, Tone::Problem]);
    let blocks =
        prop_oneof![3 => prop::collection::vec(block(), 0..8), 1 => prop::collection::vec(block(), 40..70)];
    let actions = prop::collection::vec(action(), 0..60);
    (line(), tone, blocks, actions).prop_map(|(title, tone, blocks, actions)| Card {
        title,
        tone,
        blocks,
        actions,
        audience: Audience::Asker,
    })
}

fn surface() -> impl Strategy<Value = Surface> {
    prop::sample::select(vec![Surface::Message, Surface::Modal, Surface::Home])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_card_breaks_a_limit(
        card in card(),
        surface in surface(),
        pictures in prop::collection::vec(prop::option::of("F[A-Z0-9]{0,8}"), 0..10),
        share in prop::option::of(text()),
        plain: bool,
    ) {
        let drawn = draw(&card, &Drawing { surface, pictures: &pictures, share: share.as_deref(), plain });
        let blocks = serde_json::to_value(&drawn.blocks).unwrap();
        prop_assert_eq!(complaints(&blocks, surface == Surface::Message, plain), Vec::<String>::new());
        prop_assert!(!drawn.text.is_empty() && drawn.text.encode_utf16().count() <= 12_000);
        prop_assert!(!drawn.text.contains(['<', '>']));
    }
}
