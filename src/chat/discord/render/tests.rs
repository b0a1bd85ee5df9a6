use jiff::{civil::date, tz::TimeZone};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{limits::length, *};
use crate::card::{Align, Audience, Column, Line, Picture, Span};

fn card(blocks: Vec<Block>) -> Card {
    let title = vec!["The answer".into()];
    Card { title, tone: Tone::Neutral, blocks, actions: vec![], audience: Audience::Everyone }
}

fn drawn(card: &Card) -> Value {
    draw(card, &Drawing::default())
}

fn described(block: Block) -> String {
    drawn(&card(vec![block]))["embeds"][0]["description"].as_str().unwrap_or_default().to_owned()
}

fn people(rows: usize) -> Table {
    let row = |at: usize| vec![vec![Span::Person(format!("Person {at}"))], vec!["1,234".into()]];
    Table {
        caption: "People sales chases".into(),
        columns: vec![
            Column { name: "Person".into(), align: Align::Start },
            Column { name: "Touches".into(), align: Align::End },
        ],
        rows: (0..rows).map(row).collect(),
        total: rows + 2,
    }
}

#[test]
fn blocks_in_their_order() {
    let at = "2026-11-20T14:05:00Z".parse().unwrap();
    let facts = vec![
        ("Overlap".to_owned(), vec![Span::Bold("16 %".to_owned())]),
        ("Last touch".to_owned(), vec![Span::Instant(at, TimeZone::UTC)]),
    ];
    assert_eq!(described(Block::Facts(facts)), "**Overlap**: **16 %**\n**Last touch**: <t:1795183500:f>");
    let list = vec![vec!["Since ".into(), Span::Date(date(2026, 11, 20))], vec![Span::Code("cold".into())]];
    assert_eq!(described(Block::List(list)), "- Since 20 Nov 2026\n- `cold`");
    assert_eq!(described(Block::Heading("To do".into())), "### To do");
    assert_eq!(described(Block::Note(vec!["Last 90 days".into()])), "-# Last 90 days");
    let table = described(Block::Table(people(2)));
    assert_eq!(
        table,
        "**People sales chases**\n```\nPerson    Touches\nPerson 0    1,234\nPerson 1    1,234\nand 2 more\n```"
    );
}

#[test]
fn a_picture_is_attached_or_told() {
    let circles = Picture::Circles { marketing: 40, sales: 30, both: 9 };
    assert!(described(Block::Picture(circles.clone())).starts_with("-# Two circles"));
    let card =
        card(vec![Block::Picture(circles.clone()), Block::Picture(circles), Block::Text(vec!["x".into()])]);
    let names = [Some("a.png".to_owned()), Some("b.png".to_owned())];
    let drawn = draw(&card, &Drawing { pictures: &names });
    let images: Vec<&str> =
        drawn["embeds"].as_array().unwrap().iter().filter_map(|one| one["image"]["url"].as_str()).collect();
    assert_eq!(images, ["attachment://a.png", "attachment://b.png"]);
    assert_eq!(drawn["embeds"][2]["description"], "x");
}

#[test]
fn buttons_say_what_they_ask() {
    let mut card = card(vec![]);
    let action = |kind, text: &str| Action { label: text.to_uppercase(), text: text.to_owned(), kind };
    card.actions = vec![
        action(ActionKind::Confirm, "confirm 7F3KQ2"),
        action(ActionKind::Ask, "overlap"),
        action(ActionKind::Ask, "overlap"),
        action(ActionKind::Download, &"x".repeat(100)),
    ];
    let rows = drawn(&card)["components"].clone();
    let ids: Vec<&str> = rows[0]["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["custom_id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["confirm:confirm 7F3KQ2", "ask:overlap"],
        "twice the same is refused, and so is a long one"
    );
    card.actions = (0..40).map(|nth| action(ActionKind::Ask, &format!("question {nth}"))).collect();
    assert_eq!(drawn(&card)["components"].as_array().unwrap().len(), ROWS);
    assert_eq!(rows[0]["components"][0]["style"], 3);
}

#[test]
fn names_stay_names() {
    for name in [
        "@everyone",
        "<@123>",
        "**bold**",
        "[x](http://evil)",
        "# title",
        "- point",
        "1. one",
        "> quote",
        "||spoiler||",
        "`code`",
    ] {
        let said = described(Block::Text(vec![Span::Person(name.to_owned())]));
        let bare = said.replace('\\', "");
        assert_eq!(bare, name);
        let first = said.chars().next().unwrap();
        assert!(first == '\\' || first == '1', "{said}");
        assert!(!said.contains("1. "), "{said}");
    }
    assert_eq!(drawn(&card(vec![]))["allowed_mentions"], json!({ "parse": [] }));
}

fn lines() -> impl Strategy<Value = Line> {
    let span = prop_oneof![
        "\\PC{0,400}".prop_map(Span::Text),
        "[`*_\\\\<@#\\[\\]() -]{0,300}".prop_map(Span::Person),
        "\\PC{0,200}".prop_map(Span::Bold),
        "\\PC{0,80}".prop_map(Span::Code),
        ("\\PC{0,40}", "\\PC{0,40}")
            .prop_map(|(text, url)| Span::Link { text, url: format!("https://{url}") }),
    ];
    proptest::collection::vec(span, 0..4)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let block = prop_oneof![
        lines().prop_map(Block::Text),
        lines().prop_map(Block::Note),
        "\\PC{0,300}".prop_map(Block::Heading),
        proptest::collection::vec(lines(), 0..20).prop_map(Block::List),
        proptest::collection::vec(("\\PC{0,50}", lines()), 0..12).prop_map(Block::Facts),
        (0..200_usize).prop_map(|rows| Block::Table(people(rows))),
        Just(Block::Picture(Picture::Circles { marketing: 4, sales: 3, both: 1 })),
    ];
    proptest::collection::vec(block, 0..14)
}

proptest! {
    /// Discord refuses a message over any of its limits as a whole.
    #[test]
    fn whatever_the_card_discord_takes_it(title in lines(), blocks in blocks(), held in any::<bool>()) {
        let card = Card { title, ..card(blocks) };
        let names = vec![Some("circles.png".to_owned()); 14];
        let drawn = draw(&card, &Drawing { pictures: if held { &names } else { &[] } });
        let embeds = drawn["embeds"].as_array().unwrap();
        prop_assert!((1..=10).contains(&embeds.len()));
        let of = |embed: &Value, key: &str| embed[key].as_str().map_or(0, length);
        let mut all = 0;
        for embed in embeds {
            prop_assert!(of(embed, "title") <= TITLE && of(embed, "description") <= DESCRIPTION);
            prop_assert!(embed.get("title").or(embed.get("description")).or(embed.get("image")).is_some());
            all += of(embed, "title") + of(embed, "description");
        }
        prop_assert!(all <= EMBEDS, "{}", all);
        prop_assert!(of(&embeds[0], "title") > 0);
    }
}
