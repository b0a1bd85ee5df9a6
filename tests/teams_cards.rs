//! What Teams is sent: every card of every question, written to `target/teams-cards` for `.ci/teams-cards` to show to
//! Microsoft's own schema and renderer.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, tz::TimeZone};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Line, Span, Table, Tone},
    chat::teams::{
        pictures::data_url,
        render::{Drawing, draw, text},
    },
    digest::{
        compose::{Request, compose},
        sections::Sections,
    },
    questions::{ALL, Status, openers},
};
use serde_json::Value;

/// A fresh folder below `target`.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// Draws a card and writes it down, once as any host takes it, once with charts where it has some.
fn write(folder: &Path, name: &str, card: &Card, share: Option<&str>) {
    let shown = |block: &Block| {
        if let Block::Picture(picture) = block { Some(Some(data_url(picture))) } else { None }
    };
    let pictures: Vec<Option<String>> = card.blocks.iter().filter_map(shown).collect();
    let plain = Drawing { share, pictures: &pictures, ..Drawing::default() };
    let charts = Drawing { host_charts: true, ..plain };
    let save = |name: &str, drawn: &Value| {
        let drawn = drawn.to_string();
        assert!(drawn.len() <= 80_000, "{name}: {}", drawn.len());
        fs::write(folder.join(format!("{name}.json")), drawn).expect("the card can be written");
    };
    let (plain, charts) = (draw(card, &plain), draw(card, &charts));
    // A picture that does not fit is told in words, which is not what a figure is for.
    let images =
        plain["body"].as_array().expect("a body").iter().filter(|piece| piece["type"] == "Image").count();
    assert_eq!(images, pictures.len(), "{name}: all pictures fit under 80 kB");
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
        let share = (answer.status == Status::Answered).then_some(said);
        write(&folder, &format!("{name}-{drawn:02}"), &answer.card, share);
        drawn += 1;
    }
    assert!(drawn > ALL.len());
    digest(&folder, &bot).await;
    said_by_others(&folder, &bot).await;
    write(&folder, "hostile", &hostile(), Some("- x"));
    write(&folder, "crowded", &crowded(), Some("everything"));
    scratch.end().await;
}

/// A digest with what follows it.
async fn digest(folder: &Path, bot: &Bot) {
    let at: Timestamp = support::NOW.parse().expect("an instant");
    let zone = TimeZone::get("Europe/London").expect("a zone");
    let request = Request {
        filters: "",
        sections: Sections::ALL,
        owner_email: "dana.hughes@mandor.example",
        date: at.to_zoned(zone.clone()).date(),
        zone: &zone,
        late: None,
    };
    let digest = compose(bot, at, &request).await.expect("the database works");
    assert!(
        !digest.thread.is_empty()
            && digest.first.blocks.iter().any(|block| matches!(block, Block::Picture(_)))
    );
    write(folder, "digest", &digest.first, None);
    for (nth, card) in digest.thread.iter().enumerate() {
        write(folder, &format!("digest-thread-{nth}"), card, None);
    }
}

/// What strangers are told, who somebody is, and an answer that somebody has shared.
async fn said_by_others(folder: &Path, bot: &Bot) {
    let dana = || Who::Colleague("dana.hughes@mandor.example".to_owned());
    let admin = || Who::Colleague("alex.morgan@mandor.example".to_owned());
    let person = "has marketing reached Patricia Prospect?";
    let weekly = "digest weekly monday 09:00";
    let link = "link teams:72f988bf-86f1-41af-91ab-2d7cd011db47/9d1a1c52-0fd1-4a5e-8c0e-6b7f3a6c2b10 to sam.okafor@mandor.example";
    let channel = || Place::Channel { id: "teams:tenant/19:sales@thread.tacv2".to_owned() };
    for (name, who, place, text) in [
        ("stranger", Who::Unknown, Place::Private, person),
        ("among-strangers", dana(), Place::Shared { id: "teams:tenant/19:x".to_owned() }, person),
        ("who-am-i", dana(), Place::Private, "link"),
        ("link", admin(), Place::Private, link),
        ("link-refused", dana(), Place::Private, link),
        ("subscribe", dana(), channel(), weekly),
        ("log", dana(), Place::Private, "log a call with Patricia Prospect today"),
        ("reached", dana(), Place::Private, person),
    ] {
        let at: Timestamp = support::NOW.parse().expect("an instant");
        let ask = Ask { who, place, text: text.to_owned(), at };
        let mut answer = Arc::unwrap_or_clone(bot.answer(&ask).await.expect("the database works"));
        let share = (answer.status == Status::Answered).then_some(text);
        write(folder, &format!("said-{name}"), &answer.card, share);
        if name == "reached" {
            answer.card.blocks.push(Block::Note(vec!["Shared by Dana Hughes".into()]));
            write(folder, "said-shared", &answer.card, None);
        }
    }
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
        assert_eq!(answer.status, Status::Answered, "{said}");
    }
    scratch.end().await;
}
