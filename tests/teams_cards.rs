//! What Teams is sent: every card of every question, written to `target/teams-cards` for `.ci/teams-cards` to show to
//! Microsoft's own schema and renderer, and the app's manifest, which is committed as the code makes it.

mod support;

use std::{fs, path::PathBuf};

use jiff::{Timestamp, tz::TimeZone};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Line, Picture, Span, Table, Tone},
    chat::teams::{
        manifest::{self, json, manifest},
        render::{Drawing, draw, text},
    },
    picture::{self, Theme},
    questions::{ALL, openers},
};
use resvg::{tiny_skia, usvg};
use serde_json::Value;

/// Stands for the bot's registration in the committed manifest.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// A fresh folder below `target`.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// The picture as Teams gets it; without a font, which is not what is looked at here.
fn png(picture: &Picture) -> String {
    let tree = usvg::Tree::from_str(&picture::svg(picture, Theme::Light), &usvg::Options::default())
        .expect("an SVG");
    let mut pixels = tiny_skia::Pixmap::new(800, tree.size().height() as u32).expect("some pixels");
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    let png = pixels.encode_png().expect("a PNG");
    format!("data:image/png;base64,{}", base64(&png))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |chunk: &[u8]| {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let letter = |at: usize| match at <= chunk.len() {
            true => char::from(LETTERS[(bits >> (18 - 6 * at)) as usize & 63]),
            false => '=',
        };
        (0..4).map(letter).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

/// Draws a card and writes it down, once as any host takes it, once with charts where it has some.
fn write(folder: &std::path::Path, name: &str, card: &Card, share: Option<&str>) {
    let shown =
        |block: &Block| if let Block::Picture(picture) = block { Some(Some(png(picture))) } else { None };
    let pictures: Vec<Option<String>> = card.blocks.iter().filter_map(shown).collect();
    let plain = Drawing { share, host_charts: false, pictures: &pictures };
    let charts = Drawing { share, host_charts: true, pictures: &pictures };
    let save = |name: &str, drawn: &Value| {
        let drawn = drawn.to_string();
        assert!(drawn.len() <= 80_000, "{name}: {}", drawn.len());
        fs::write(folder.join(format!("{name}.json")), drawn).expect("the card can be written");
    };
    let (plain, charts) = (draw(card, &plain), draw(card, &charts));
    save(name, &plain);
    if charts != plain {
        save(&format!("{name}.chart"), &charts);
    }
    assert!(!text(card).is_empty());
}

#[tokio::test]
async fn every_question_is_drawn() {
    let folder = folder("teams-cards");
    let scratch = support::sqlite().await;
    let workspace = support::company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    let mut drawn = 0;
    let strange =
        ["who is Patrcia?", "has marketing reached Zebulon Quux?", "what is the weather?", "confirm abcd"];
    let examples =
        ALL.iter().flat_map(|question| question.examples.iter().map(|text| (question.name, *text)));
    for (name, said) in examples.chain(strange.map(|said| ("other", said))) {
        let at: Timestamp = support::NOW.parse().expect("an instant");
        let ask = Ask { who: Who::Operator, place: Place::Private, text: said.to_owned(), at };
        let answer = bot.answer(&ask).await.expect("the database works");
        write(&folder, &format!("{name}-{drawn:02}"), &answer.card, Some(said));
        drawn += 1;
    }
    assert!(drawn > ALL.len());
    write(&folder, "hostile", &hostile(), Some("- x"));
    write(&folder, "crowded", &crowded(), Some("everything"));
    scratch.end().await;
}

/// Names that would like to be something else, wherever a name can stand.
fn hostile() -> Card {
    const NAMES: [&str; 11] = [
        "[x](http://evil)",
        "*a* **b**",
        "_c_ __d__",
        "- e",
        "1. f",
        "# g",
        "&lt; &amp; <at>x</at> <b>h</b>",
        "{{DATE(2017-02-14T06:00:00Z, SHORT)}}",
        "`i` ~~j~~ \\*k\\*",
        "l\nm\r\n- n",
        "\u{202e}o\u{2066}",
    ];
    let at: Timestamp = support::NOW.parse().expect("an instant");
    let name = |name: &str| vec![Span::Person(name.to_owned())];
    let moment =
        |name: &str| vec![Span::Person(name.to_owned()), " at ".into(), Span::Instant(at, TimeZone::UTC)];
    let table = Table {
        caption: NAMES[0].to_owned(),
        columns: vec![
            Column { name: NAMES[1].to_owned(), align: Align::Start },
            Column { name: "When".to_owned(), align: Align::End },
        ],
        rows: NAMES.map(|text| vec![name(text), moment(text)]).into(),
        total: 40,
    };
    let facts = NAMES.map(|text| (text.to_owned(), name(text))).into();
    Card {
        title: [name(NAMES[0]), vec![" ".into(), Span::Bold(NAMES[1].into()), " ".into()], name(NAMES[7])]
            .concat(),
        tone: Tone::Problem,
        blocks: vec![
            Block::Text(
                NAMES.iter().flat_map(|text| [name(text), vec![" · ".into()]].concat()).collect::<Line>(),
            ),
            Block::Heading(NAMES[3].to_owned()),
            Block::Heading(NAMES[4].to_owned()),
            Block::Facts(facts),
            Block::List(NAMES.map(moment).into()),
            Block::Table(table),
            Block::Note(name(NAMES[6])),
        ],
        actions: vec![Action { label: NAMES[0].into(), text: NAMES[0].into(), kind: ActionKind::Ask }],
        audience: Audience::Asker,
    }
}

/// More than there is room for.
fn crowded() -> Card {
    let column = |name: &str, align| Column { name: name.to_owned(), align };
    let row = |at: usize| {
        let name = vec![Span::Person(format!("Somebody With-A-Rather-Long-Name the {at}th"))];
        let account = vec!["International Consolidated Widgets and Sons".into()];
        vec![name, account, vec![Span::Date(jiff::civil::date(2026, 11, 20))], vec!["1,234,567".into()]]
    };
    let table = Table {
        caption: "Everybody".to_owned(),
        columns: vec![
            column("Person", Align::Start),
            column("Account", Align::Start),
            column("Last contact", Align::Start),
            column("Touches", Align::End),
        ],
        rows: (0..100).map(row).collect(),
        total: 123_456,
    };
    let action = |at: usize| {
        let text = format!(
            "has marketing reached Somebody With-A-Rather-Long-Name the {at}th of International Widgets?"
        );
        Action { label: text.clone(), text, kind: ActionKind::Ask }
    };
    let mut actions: Vec<Action> = (0..12).map(action).collect();
    actions.push(Action {
        label: "Download all".into(),
        text: "all as csv".into(),
        kind: ActionKind::Download,
    });
    let points = (0..900).map(|at| vec![format!("Point {at} of a list without end").into()]).collect();
    Card {
        title: vec!["123,456 people are more than a card holds".into()],
        tone: Tone::Caution,
        blocks: vec![Block::Table(table), Block::List(points), Block::Note(vec!["The last 90 days.".into()])],
        actions,
        audience: Audience::Everyone,
    }
}

/// What differs is written to `target/teams-manifest`, to be looked at and copied to `manifests/teams`.
#[test]
fn the_committed_manifest_is_the_made_one() {
    let folder = folder("teams-manifest");
    let made = json(&manifest(NOBODY, &openers()));
    fs::write(folder.join("manifest.json"), &made).expect("the manifest can be written");
    fs::write(folder.join("mandorla.zip"), manifest::package(NOBODY, &openers()))
        .expect("so can the package");
    let committed = fs::read_to_string("manifests/teams/manifest.json").unwrap_or_default();
    assert!(
        made == committed,
        "manifests/teams/manifest.json is not what the code makes: {}",
        folder.display()
    );
}

#[tokio::test]
async fn every_command_of_the_manifest_is_answered_in_any_company() {
    let scratch = support::sqlite().await;
    let workspace = support::company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    assert!(openers().len() >= 10, "{:?}", openers());
    for (said, _) in openers() {
        let at: Timestamp = support::NOW.parse().expect("an instant");
        let ask = Ask { who: Who::Operator, place: Place::Private, text: said.to_owned(), at };
        let answer = bot.answer(&ask).await.expect("the database works");
        assert_eq!(answer.status, mandorla::questions::Status::Answered, "{said}");
    }
    scratch.end().await;
}
