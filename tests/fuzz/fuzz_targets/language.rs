//! Whatever somebody types, it is understood or not, and what is understood can be answered and shown.
#![no_main]

use std::sync::LazyLock;

use jiff::{Timestamp, civil::date, tz::TimeZone};
use libfuzzer_sys::fuzz_target;
use mandorla::{
    chat::text,
    figures::{Kind, Loose, Touch},
    language::{Grammar, Terms, Understood, World, understand},
    questions::{ALL, Asked, Asker},
    snapshot::{Account, Colleague, Content, MarketState, Person, Row, Snapshot, Subject, Workspace},
    vocabulary::{AccountKind, Channel, Evidence, Market, Outcome, Purpose, Role, Side},
};

/// 20 November 2026, in the middle of the day.
const NOON: i64 = 1_795_176_000_000_000;
const DAY: i64 = 86_400_000_000;

static COMPANY: LazyLock<(Snapshot, Terms)> = LazyLock::new(|| {
    let snapshot = company();
    let terms = Terms::new(&snapshot);
    (snapshot, terms)
});

fuzz_target!(|bytes: &[u8]| {
    let typed = String::from_utf8_lossy(bytes);
    let (snapshot, terms) = &*COMPANY;
    let grammars: Vec<Grammar> = ALL.iter().map(|question| question.grammar()).collect();
    for asker in [None, Some(0)] {
        let world = World { snapshot, terms, asker, today: date(2026, 11, 20) };
        let Understood::Reading(reading) = understand(&typed, &world, &grammars) else { continue };
        if reading.unclear.is_some() {
            continue; // `bot` asks back
        }
        let question = ALL[reading.question];
        let now = Timestamp::from_microsecond(NOON).expect("an instant");
        let asker = asker.map_or(Asker::Operator, Asker::Colleague);
        let answer = (question.answer)(&Asked::new(question.name, snapshot, terms, &reading, now, asker));
        let shown = text::render(&answer.card);
        assert!(!shown.trim().is_empty(), "{}: an empty answer", question.name);
        assert_eq!(answer.json(&shown)["question"], question.name);
    }
});

/// Three accounts, four people, two colleagues; one person warm, one cold, one both, one untouched.
fn company() -> Snapshot {
    let mut snapshot = Snapshot::empty(Workspace {
        id: 1,
        name: "fuzz".to_owned(),
        time_zone: TimeZone::get("Europe/London").expect("a zone"),
        priming_days: 90,
        covered_at: 3,
        required_roles: vec!["champion".to_owned(), "economic buyer".to_owned()],
    });
    for (id, name, side) in [(0, "Dana Hughes", Side::Sales), (1, "Bríd Hennessy", Side::Marketing)] {
        let email = format!("c{id}@mandor.example");
        let manager = (id == 1).then_some(0);
        let role = Role::Leader;
        snapshot.take(Row::Colleague(id, Colleague { email, name: name.to_owned(), side, role, manager }));
    }
    let accounts =
        [("Northwind", "Fintech", "Germany"), ("Globex", "Energy", "France"), ("Acme & Co", "", "")];
    for (id, (name, industry, country)) in (0..).zip(accounts) {
        let account = Account {
            name: name.to_owned(),
            domain: Some(format!("a{id}.example")),
            industry: Some(industry.to_owned()).filter(|industry| !industry.is_empty()),
            country: Some(country.to_owned()).filter(|country| !country.is_empty()),
            tier: Some("1".to_owned()),
            kind: if id == 2 { AccountKind::Agency } else { AccountKind::Client },
            target: id < 2,
            seller: Some(0),
            marketer: (id == 0).then_some(1),
            market: Vec::new(),
            members: Vec::new(),
        };
        snapshot.take(Row::Account(id, Box::new(account)));
    }
    let people = ["Patricia Prospect", "Colin Cold", "Łukasz O’Brien", "Patricia Müller"];
    for (number, name) in (0..).zip(people) {
        snapshot.take(Row::Person(Box::new(Person {
            number,
            name: name.to_owned(),
            email: Some(format!("p{number}@a0.example")),
            linkedin: None,
            title: (number == 0).then(|| "Head of Payments".to_owned()),
            employer: Some(number % 3),
        })));
        let role = (number < 2).then(|| "champion".to_owned());
        snapshot.take(Row::Member { account: number % 2, person: number, role });
    }
    let state = MarketState { since: NOON - 30 * DAY, state: Market::In, said_by: "accounts.csv".to_owned() };
    snapshot.take(Row::Market(Subject::Account(0), state));
    snapshot.take(Row::Campaign(0, "Spring Launch".to_owned()));
    let content = Content {
        title: "A practical guide".to_owned(),
        kind: None,
        url: None,
        campaign: Some(0),
        published: Some(date(2026, 3, 1)),
        retired: None,
        listed: true,
    };
    snapshot.take(Row::Content(0, Box::new(content)));
    snapshot.take(Row::Source(0, "HubSpot".to_owned()));
    let delivered = |side, purpose, outcome| Kind::new(side, Evidence::Delivered, purpose, outcome);
    let reached = delivered(Side::Marketing, Some(Purpose::Brand), None);
    let contacted = delivered(Side::Sales, None, Some(Outcome::Answered));
    let mut touches = Loose::default();
    for (id, (person, ago, kind, channel)) in (0..).zip([
        (0, 10, reached, Channel::Webinar),
        (1, 5, contacted, Channel::Call),
        (2, 40, reached, Channel::Ad),
        (2, 3, contacted, Channel::Email),
    ]) {
        touches.push(person, id, Touch { campaign: 0, ..Touch::plain(NOON - ago * DAY, 0, kind, channel) });
    }
    snapshot.take_touches(touches);
    snapshot.refresh_target();
    snapshot
}
