//! The weekly digest as its readers get it, on both databases: every number is the answer of a question, every button
//! opens what it promises, and nobody is named where everybody reads.

mod support;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::{ActionKind, Audience, Block, Card, Picture, change, grouped, people, percent},
    chat::text,
    db::{Db, workspaces},
    digest::{
        compose::{Digest, Request, compose},
        reporting::Reporting,
        sections::Sections,
    },
    figures::Window,
    intake::import::{self, Options},
    questions::{Answer, Status},
    sample::{self, Options as Sample},
};
use serde_json::Value as Json;
use support::{NOW, company, databases};

const DANA: &str = "dana.hughes@mandor.example";
const SAM: &str = "sam.okafor@mandor.example";

fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("a zone")
}

/// Whoever posts digests does it in a task of its own.
fn movable<F: Future + Send>(future: F) -> F {
    future
}

/// A digest, with what it takes to ask behind it.
struct Desk<'b> {
    bot: &'b Bot,
    at: Timestamp,
    filters: &'b str,
    sections: Sections,
    owner: &'b str,
}

impl<'b> Desk<'b> {
    fn new(bot: &'b Bot, filters: &'b str) -> Self {
        Self { bot, at: NOW.parse().expect("an instant"), filters, sections: Sections::ALL, owner: "" }
    }

    fn date(&self) -> Date {
        self.at.to_zoned(london()).date()
    }

    async fn compose(&self) -> Digest {
        self.compose_late(self.date(), None).await
    }

    async fn compose_late(&self, date: Date, late: Option<SignedDuration>) -> Digest {
        let zone = london();
        let (filters, sections) = (self.filters, self.sections);
        let request = Request { filters, sections, owner_email: self.owner, date, zone: &zone, late };
        movable(compose(self.bot, self.at, &request)).await.expect("the database works")
    }

    async fn ask(&self, text: &str) -> Answer {
        let who = match self.owner {
            "" => Who::Operator,
            email => Who::Colleague(email.to_owned()),
        };
        let ask = Ask { who, place: Place::Private, text: text.to_owned(), at: self.at };
        Arc::unwrap_or_clone(self.bot.answer(&ask).await.expect("the database works"))
    }

    /// What the question says with the digest's filters, as somebody would ask it.
    async fn said(&self, words: &str) -> Answer {
        let text = format!("{words} {}", self.filters);
        let answer = self.ask(&text).await;
        assert_eq!(answer.status, Status::Answered, "{text}: {}", text::render(&answer.card));
        answer
    }

    async fn said_over(&self, words: &str, window: Window) -> Answer {
        self.said(&format!("{words} between {} and {}", window.from, window.to)).await
    }
}

fn cards(digest: &Digest) -> Vec<&Card> {
    std::iter::once(&digest.first).chain(&digest.thread).collect()
}

fn shown(digest: &Digest) -> String {
    cards(digest).into_iter().map(text::render).collect::<Vec<_>>().join("----\n")
}

fn fact(card: &Card, label: &str) -> Option<String> {
    card.blocks.iter().find_map(|block| match block {
        Block::Facts(facts) => {
            facts.iter().find(|(known, _)| known == label).map(|(_, line)| text::line(line))
        }
        _ => None,
    })
}

fn pictures(card: &Card) -> Vec<&Picture> {
    fn picture(block: &Block) -> Option<&Picture> {
        match block {
            Block::Picture(picture) => Some(picture),
            _ => None,
        }
    }
    card.blocks.iter().filter_map(picture).collect()
}

fn count(data: &Json, place: &str) -> u64 {
    data.pointer(place).and_then(Json::as_u64).unwrap_or_else(|| panic!("no count at {place} of {data}"))
}

fn names(data: &Json) -> Vec<&str> {
    let people = data["people"].as_array().expect("a list");
    people.iter().map(|row| row["person"]["name"].as_str().expect("a name")).collect()
}

/// Every number of the digest against the question it belongs to, asked without the digest's own words where it can be.
async fn holds(desk: &Desk<'_>) {
    let digest = desk.compose().await;
    assert!(!digest.empty);
    headline(desk, &digest.first).await;
    pictured(desk, &digest.first).await;
    people_of(desk, &digest, "cold", "/sales/touches").await;
    people_of(desk, &digest, "warm", "/marketing/touches").await;
    for card in cards(&digest) {
        buttons(desk, card).await;
        assert!(!text::render(card).contains('!'), "no cheerleading");
    }
}

async fn headline(desk: &Desk<'_>, first: &Card) {
    let reporting = Reporting::as_of(desk.date());
    let now = desk.said("overlap").await;
    assert_eq!(text::line(&first.title), text::line(&now.card.title));
    let share = now.data["overlap"].as_f64();
    for (label, window) in
        [("Since last week", reporting.week_ago), ("Since four weeks ago", reporting.four_weeks_ago)]
    {
        let then = desk.said_over("overlap", window).await.data;
        let Some((share, earlier)) = share.zip(then["overlap"].as_f64()) else { continue };
        let fact = fact(first, label).expect(label);
        let of = format!("({} of {})", grouped(count(&then, "/both")), people(count(&then, "/sales")));
        assert!(fact.starts_with(&change(share, earlier)), "{fact}");
        assert!(fact.ends_with(&format!("{} {of}", percent(earlier))), "{fact}");
    }
    if share.is_some() {
        assert_eq!(fact(first, "Benchmark"), fact(&now.card, "Benchmark"));
    }
    // The answers say the same two shares with their fractions.
    let focus = desk.said("focus").await;
    let fractions = |told: Option<String>| {
        let told = told.expect("it is told");
        let (share, fraction) = (told.split(" %").next().unwrap().to_owned(), told.split('(').nth(1));
        fraction.map(|fraction| (share, fraction.split(')').next().unwrap().to_owned()))
    };
    assert_eq!(fractions(fact(first, "Coverage")), fractions(fact(&now.card, "Coverage")));
    assert_eq!(fractions(fact(first, "Market focus")), fractions(fact(&focus.card, "Sales, in market")));
}

async fn pictured(desk: &Desk<'_>, first: &Card) {
    let now = desk.said("overlap").await;
    let trend = desk.said("trend").await;
    let expected: Vec<&Picture> = [&now, &trend].iter().flat_map(|answer| pictures(&answer.card)).collect();
    assert_eq!(pictures(first), expected);
    let Picture::Trend { weeks, .. } = expected[1] else { panic!("the weeks come second") };
    assert_eq!(weeks.len(), 12);
}

/// The people of a list: as many as it has, five of them in market first, their touches.
async fn people_of(desk: &Desk<'_>, digest: &Digest, list: &str, touches: &str) {
    let all = desk.said(&format!("{list} top 500")).await.data;
    let total = count(&all, "/total");
    let title = |card: &&&Card| text::line(&card.title).contains(&format!("{list}: ")) || card_is(card, list);
    let all_cards = cards(digest);
    let Some(card) = all_cards.iter().find(title) else {
        assert_eq!(total, 0, "{list}");
        return;
    };
    assert_eq!(card.audience, Audience::Asker);
    assert!(text::line(&card.title).starts_with(&format!("{} ", people(total))), "{:?}", card.title);
    let points = card.blocks.iter().find_map(|block| match block {
        Block::List(points) => Some(points),
        _ => None,
    });
    let points: Vec<String> = points.expect("a list").iter().map(text::line).collect();
    assert_eq!(points.len() as u64, total.min(5));
    let rows = all["people"].as_array().expect("a list");
    let inside = rows.iter().filter(|row| row["market"] == "in").count().min(5);
    for (nth, point) in points.iter().enumerate() {
        let row = rows.iter().find(|row| {
            let name = row["person"]["name"].as_str().expect("a name");
            point.starts_with(name) && point.contains(&format!(" {} ", count(row, touches)))
        });
        let row = row.unwrap_or_else(|| panic!("{point} is none of {:?}", names(&all)));
        assert_eq!(row["market"] == "in", nth < inside, "in market first: {points:#?}");
        for side in ["seller", "marketer"] {
            if let Some(owner) = row[side].as_str() {
                assert!(point.contains(&format!("{side} {owner}")), "{point}");
            }
        }
    }
}

fn card_is(card: &Card, list: &str) -> bool {
    let title = text::line(&card.title);
    title.contains(&format!(" {list}, ")) || title.contains(&format!(" {list}: "))
}

/// Every button is understood, by others too, and its list is as long as its label says.
async fn buttons(desk: &Desk<'_>, card: &Card) {
    for action in &card.actions {
        let other = if desk.owner.is_empty() { "" } else { DANA };
        let answer = Desk { owner: other, ..*desk }.ask(&action.text).await;
        assert_eq!(answer.status, Status::Answered, "{}: {}", action.text, text::render(&answer.card));
        assert_eq!(action.kind == ActionKind::Download, answer.csv.is_some(), "{}", action.text);
        assert_eq!(
            answer.filters,
            desk.said("overlap").await.filters.into_iter().chain(extra(&answer, desk)).collect()
        );
        if let Some(promised) = action.label.split('(').nth(1) {
            let promised: String = promised.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(promised, count(&answer.data, "/total").to_string(), "{}", action.text);
        }
    }
}

/// What a button adds to the filters of its digest: the market, or the seller or the team of a row.
fn extra(answer: &Answer, desk: &Desk) -> Vec<(String, Json)> {
    let keys = ["market", "seller", "team"];
    let keys = keys.into_iter().filter(|key| !desk.filters.contains("my ") || *key == "market");
    keys.filter_map(|key| Some((key.to_owned(), answer.filters.get(key)?.clone()))).collect()
}

#[tokio::test]
async fn every_number_of_the_fixture_is_the_answer_of_a_question() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        for filters in [
            "",
            "for Dana's team",
            "in Fintech",
            "tier 1 in market",
            "out of market",
            "by webinar",
            "at Hooli",
        ] {
            holds(&Desk::new(&bot, filters)).await;
        }
        holds(&Desk { owner: SAM, ..Desk::new(&bot, "my accounts") }).await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_digest_of_the_fixture_reads_like_this() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        insta::assert_snapshot!("of_everybody", shown(&Desk::new(&bot, "").compose().await));
        insta::assert_snapshot!("of_a_team", shown(&Desk::new(&bot, "for Dana's team").compose().await));
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_leader_sees_the_sellers_and_a_team_its_accounts() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let table = |digest: &Digest, nth: usize| {
            digest.thread[nth].blocks.iter().find_map(|block| match block {
                Block::Table(table) => {
                    Some(table.rows.iter().map(|row| text::line(&row[0])).collect::<Vec<_>>())
                }
                _ => None,
            })
        };
        let leader = Desk::new(&bot, "");
        let rows = leader.said("overlap by seller").await.data;
        let sellers: Vec<&str> =
            rows["rows"].as_array().unwrap().iter().map(|row| row["group"].as_str().unwrap()).collect();
        assert_eq!(table(&leader.compose().await, 1).unwrap(), sellers);
        let team = table(&Desk::new(&bot, "for Dana's team").compose().await, 0).unwrap();
        assert_eq!(team[..2], ["Globex", "Umbrella Health"]);
        assert_eq!(team.len(), 6);
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_was_not_chosen_is_not_said() {
    let scratch = support::sqlite().await;
    let workspace = company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    let mut desk = Desk::new(&bot, "");
    let whole = desk.compose().await;
    let chosen = |words: &str| Sections::read(&words.split(' ').collect::<Vec<_>>()).unwrap().1;
    desk.sections = chosen("only cold and priming");
    let some = desk.compose().await;
    assert_eq!(some.first.title, whole.first.title);
    assert!(pictures(&some.first).is_empty() && some.first.actions.is_empty());
    let titles = |digest: &Digest| -> Vec<String> {
        digest.thread.iter().map(|card| text::line(&card.title)).collect()
    };
    assert!(titles(&some).iter().all(|title| title.contains("cold")), "{:?}", titles(&some));
    desk.sections = chosen("without cold pictures outside");
    let rest = desk.compose().await;
    assert!(pictures(&rest.first).is_empty() && !rest.first.actions.is_empty());
    assert!(!shown(&rest).contains("Effort outside the target market"));
    assert_eq!(rest.thread.len(), whole.thread.len() - 1, "{:?}", titles(&rest));
    scratch.end().await;
}

/// Whoever leads several teams sees them side by side, each as its own digest would say it.
#[tokio::test]
async fn teams_stand_side_by_side() {
    let scratch = support::sqlite().await;
    let folder = tempfile::tempdir().expect("a folder");
    let until = "2026-11-20".parse().unwrap();
    let options = Sample { accounts: 60, touches: 6_000, ..Sample::new(until) };
    sample::write(folder.path(), &options, &mut |_| {}).expect("a sample");
    let bot = imported(&scratch.db, folder.path()).await;
    let leaders = bot.leaders().await.unwrap();
    assert!(leaders.len() > 1, "{leaders:?}");
    let desk = Desk::new(&bot, "");
    let digest = desk.compose().await;
    let Some(Block::Table(table)) = digest.thread[0].blocks.first() else { panic!("{:?}", digest.thread[0]) };
    assert_eq!(table.rows.len(), leaders.len());
    let window = Reporting::as_of(desk.date()).headline;
    let mut before = 0.0;
    for row in &table.rows {
        let name = text::line(&row[0]);
        let data = desk.said_over(&format!("overlap for {name}"), window).await.data;
        assert_eq!(
            text::line(&row[2]),
            format!("{} of {}", grouped(count(&data, "/both")), grouped(count(&data, "/sales")))
        );
        let share = data["overlap"].as_f64().unwrap();
        assert!(share >= before, "the worst first");
        before = share;
    }
    scratch.end().await;
}

#[tokio::test]
async fn everybody_reads_statistics_alone() {
    let names: Vec<String> = std::fs::read_to_string("tests/company/people.csv")
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let digest = Desk::new(&bot, "").compose().await;
        assert_eq!(digest.first.audience, Audience::Everyone);
        for card in cards(&digest) {
            let words = text::render(card);
            let named = names.iter().any(|name| words.contains(name.as_str()));
            assert_eq!(named, card.audience == Audience::Asker, "{words}");
        }
        // Of somebody who has left, nobody's name is said to anybody.
        let left = Desk { owner: "gone@mandor.example", ..Desk::new(&bot, "") }.compose().await;
        assert!(cards(&left).iter().all(|card| card.audience == Audience::Everyone));
        let words = shown(&left);
        assert!(words.contains("Left out: cold, warm and untouched"), "{words}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_late_digest_says_so_and_looks_at_its_own_date() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let end: Timestamp = "2026-11-20T23:59:59.999999Z".parse().unwrap();
        let in_time = Desk { at: end, ..Desk::new(&bot, "") }.compose().await;
        let after = Desk { at: "2026-11-21T08:00:00Z".parse().unwrap(), ..Desk::new(&bot, "") };
        let late =
            after.compose_late("2026-11-20".parse().unwrap(), Some(SignedDuration::from_hours(20))).await;
        let title = text::line(&late.first.title);
        assert_eq!(title, format!("Sent 20 hours late. {}", text::line(&in_time.first.title)));
        assert_eq!((late.first.blocks, late.thread), (in_time.first.blocks, in_time.thread));
        scratch.end().await;
    }
}

#[tokio::test]
async fn where_nobody_was_touched_it_is_one_line() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let at = "2025-11-20T12:00:00Z".parse().unwrap();
        let digest = Desk { at, ..Desk::new(&bot, "in Fintech") }.compose().await;
        assert!(digest.empty && digest.thread.is_empty());
        assert_eq!(
            text::render(&digest.first),
            "Nothing to report: neither marketing nor sales touched anybody between 22 Aug 2025 and 20 Nov 2025, in Fintech\n"
        );
        scratch.end().await;
    }
}

/// Where it is Monday already, the digest's week and days are those of that place.
#[tokio::test]
async fn a_digest_looks_at_the_days_of_its_own_zone() {
    let scratch = support::sqlite().await;
    let workspace = company(&scratch.db).await;
    let zone = TimeZone::get("Pacific/Kiritimati").expect("a zone");
    let at: Timestamp = "2026-11-22T10:30:00Z".parse().expect("an instant");
    let date = at.to_zoned(zone.clone()).date();
    assert_eq!(date.to_string(), "2026-11-23");
    let there = Bot::in_zone(scratch.db.clone(), workspace, zone.clone());
    let (filters, sections) = ("", Sections::ALL);
    let request = Request { filters, sections, owner_email: "", date, zone: &zone, late: None };
    let digest = compose(&there, at, &request).await.expect("the database works");
    let weeks = pictures(&digest.first).into_iter().find_map(|picture| match picture {
        Picture::Trend { weeks, .. } => weeks.last(),
        _ => None,
    });
    assert_eq!(weeks.expect("a trend").0, date, "the week that begins there today");
    // The same touches as by the days of a workspace that lives there.
    let other = workspaces::ensure(&scratch.db, "there", "Pacific/Kiritimati").await.expect("a workspace");
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|kind| format!("tests/company/{kind}.csv").into())
        .into();
    import::import(&scratch.db, other, &files, &Options::at(NOW.parse().expect("an instant")), &())
        .await
        .expect("sound files");
    let lived =
        compose(&Bot::new(scratch.db.clone(), other), at, &request).await.expect("the database works");
    assert_eq!(shown(&digest), shown(&lived));
    scratch.end().await;
}

#[tokio::test]
async fn filters_that_are_no_longer_understood_say_so() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        for filters in
            ["in Atlantis", "last month", "page 2", "by seller", "my accounts", "Patricia Prospect"]
        {
            let digest = Desk::new(&bot, filters).compose().await;
            assert!(!digest.empty && digest.thread.is_empty(), "{filters}");
            assert_eq!(digest.first.audience, Audience::Everyone);
            let words = text::render(&digest.first);
            assert!(words.starts_with("No digest this time") && words.contains(filters), "{words}");
            assert!(words.contains("Subscribe again"), "{words}");
        }
        scratch.end().await;
    }
}

async fn imported(db: &Db, folder: &Path) -> Bot {
    let workspace = workspaces::ensure(db, "other", "Europe/London").await.expect("a workspace");
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|name| folder.join(format!("{name}.csv")))
        .into_iter()
        .filter(|file| file.exists())
        .collect();
    let options = Options::at(NOW.parse().expect("an instant"));
    let report = import::import(db, workspace, &files, &options, &()).await.expect("sound files");
    assert!(report.is_ok(), "{report:?}");
    Bot::new(db.clone(), workspace)
}

#[tokio::test]
async fn every_number_of_the_sample_company_is_the_answer_of_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let options = Sample { accounts: 60, touches: 4_000, ..Sample::new("2026-11-20".parse().unwrap()) };
    sample::write(folder.path(), &options, &mut |_| {}).expect("a sample");
    for scratch in databases().await {
        let bot = imported(&scratch.db, folder.path()).await;
        for filters in ["", "in market", "tier 1"] {
            holds(&Desk { owner: "", ..Desk::new(&bot, filters) }).await;
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn names_with_markup_stay_names() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("team.csv", "email,name,side,role,manager\nd@m.example,Dana <@U1> *Hughes*,sales,leader,\n");
    write(
        "accounts.csv",
        "name,domain,industry,target,seller,market\n\
         \"*Acme* & <https://evil.example|Sons>\",acme.example,Fin_tech,yes,d@m.example,in\n",
    );
    write(
        "people.csv",
        "name,email,company_domain,buying_groups,role\n\
         <!channel> *Eve*,eve@acme.example,acme.example,,champion\n\
         _Bob_ `rm`,bob@acme.example,acme.example,,\n",
    );
    write(
        "touches.csv",
        "occurred_at,side,channel,evidence,person_email,person_name\n\
         2026-11-01T10:00:00Z,sales,call,engaged,eve@acme.example,<!channel> *Eve*\n\
         2026-11-02T10:00:00Z,marketing,email,engaged,bob@acme.example,_Bob_ `rm`\n",
    );
    for scratch in databases().await {
        let bot = imported(&scratch.db, folder.path()).await;
        let digest = Desk::new(&bot, "").compose().await;
        let words = shown(&digest);
        for name in
            ["<!channel> *Eve*", "_Bob_ `rm`", "*Acme* & <https://evil.example|Sons>", "Dana <@U1> *Hughes*"]
        {
            assert!(words.contains(name), "{name} is not in {words}");
        }
        for card in cards(&digest) {
            for action in &card.actions {
                let answer = Desk::new(&bot, "").ask(&action.text).await;
                assert_eq!(answer.status, Status::Answered, "{}", action.text);
            }
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_warm_can_be_asked_for_by_how_long_they_wait() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let desk = Desk::new(&bot, "");
        let answer = desk.ask("who is warm, waiting longest, top 3").await;
        // Three in market, and of the others Łukasz Nowak since 22 August.
        assert_eq!(names(&answer.data), ["Grace Hill", "Patricia Prospect", "Zoë Müller"]);
        let more = answer.card.actions.iter().find(|action| action.label == "Show more").expect("two more");
        let rest = desk.ask(&more.text).await;
        assert_eq!(names(&rest.data), ["Łukasz Nowak", "Jennifer Wu"], "{}", more.text);
        scratch.end().await;
    }
}
