//! Every figure twice: what the bot says, and what comes out when the five files are counted the long way round.
//!
//! `reference/figures.rs` knows the documents and the files, and nothing of the program. Here it is held against
//! `ask --json` for the fixture company and for random ones, over many windows and filters, on both databases.

#[path = "reference/company.rs"]
mod company;
#[path = "reference/figures.rs"]
mod figures;
#[path = "reference/random.rs"]
mod random;
mod support;
#[path = "reference/windows.rs"]
mod windows;

use std::path::{Path, PathBuf};

use company::{Company, State};
use figures::{Filters, View};
use jiff::{SignedDuration, Timestamp, civil::Date};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    chat::text,
    db::{Db, workspaces},
    intake::import::{self, Options},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};
use support::databases;
use windows::Window;

async fn import(db: &Db, workspace: i64, folder: &Path, at: Timestamp) {
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|name| folder.join(format!("{name}.csv")))
        .into();
    let report = import::import(db, workspace, &files, &Options::at(at), &()).await.expect("sound files");
    for file in &report.files {
        assert!(
            file.rejected == 0 && report.is_ok(),
            "{}: {:?} {:?}",
            file.path.display(),
            file.state,
            file.reasons
        );
    }
}

async fn ask(bot: &Bot, text: &str, now: Timestamp) -> Json {
    let ask = Ask { who: Who::Operator, place: Place::Private, text: text.to_owned(), at: now };
    let answer = bot.answer(&ask).await.expect("the database works");
    answer.json(&text::render(&answer.card))
}

/// Says a market state through the bot, and writes it down in the reference.
async fn set_market(
    bot: &Bot,
    company: &mut Company,
    whom: &str,
    state: &'static str,
    day: Date,
    now: Timestamp,
) {
    let said = format!("{whom} is {state} market since {day}");
    let said = said.replace(" out ", " out of ");
    let proposal = ask(bot, &said, now).await;
    assert_eq!(proposal["status"], "confirm", "{said}: {proposal}");
    let proposal = bot
        .answer(&Ask { who: Who::Operator, place: Place::Private, text: said.clone(), at: now })
        .await
        .expect("the database works");
    let done = ask(bot, &proposal.card.actions[0].text, now).await;
    assert_eq!(done["status"], "done", "{said}: {done}");
    let since = Some(day.to_zoned(company.zone.clone()).expect("a calendar").timestamp());
    let state = State { since, state: state.to_owned() };
    if let Some(account) = company.accounts.iter_mut().find(|account| account.domain == whom) {
        account.market.push(state);
    } else {
        let person = company.people.iter_mut().find(|person| person.email == whom).expect("a person");
        person.market.push(state);
    }
}

// Comparing

/// Whether two values say the same; numbers without a fraction must be integers in both.
fn same(path: &str, expected: &Json, got: &Json, out: &mut Vec<String>) {
    match (expected, got) {
        (Json::Object(a), Json::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => same(&format!("{path}.{key}"), value, other, out),
                    None => out.push(format!("{path}.{key} is missing")),
                }
            }
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                same(&format!("{path}[{at}]"), a, b, out);
            }
        }
        (Json::Number(a), Json::Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            if (a - b).abs() > 1e-6 {
                out.push(format!("{path}: expected {a}, got {b}"));
            }
        }
        _ if expected == got => {}
        _ => out.push(format!("{path}: expected {expected}, got {got}")),
    }
}

/// Lists whose order the documents leave open, by something that tells their rows apart.
fn sorted(mut data: Json) -> Json {
    for (list, key) in
        [("members", "/person/email"), ("rows", "/group"), ("accounts", "/account"), ("pieces", "/title")]
    {
        if let Some(rows) = data.get_mut(list).and_then(Json::as_array_mut) {
            rows.sort_by_key(|row| row.pointer(key).expect("every row has a name").to_string());
        }
    }
    data
}

struct Checker<'c> {
    bot: &'c Bot,
    company: &'c Company,
    now: Timestamp,
    asked: usize,
    wrong: Vec<String>,
}

impl<'c> Checker<'c> {
    fn today(&self) -> Date {
        self.now.to_zoned(self.company.zone.clone()).date()
    }

    fn view(&self, filters: &Filters, window: &Window) -> View<'c> {
        View {
            company: self.company,
            filters: filters.clone(),
            from: window.from,
            to: window.to,
            now: self.now,
        }
    }

    /// Asks and checks all that is no data; the data, if there was an answer.
    async fn answered(
        &mut self,
        question: &str,
        text: &str,
        filters: &Filters,
        window: Option<&Window>,
    ) -> Option<Json> {
        let mut answer = ask(self.bot, text, self.now).await;
        self.asked += 1;
        if answer["question"] != question || answer["status"] != "answered" {
            let said = &answer["text"];
            self.wrong.push(format!("{text:?}: {} {} {said}", answer["question"], answer["status"]));
            return None;
        }
        let mut wrong = Vec::new();
        let mut understood = filters.json(self.company);
        if question == "untouched" {
            // It is about the target market anyway.
            understood.remove("target");
            answer["filters"].as_object_mut().and_then(|filters| filters.remove("target"));
        }
        if answer["filters"] != Json::Object(understood) {
            wrong.push(format!("filters: {}", answer["filters"]));
        }
        match window {
            Some(window) => {
                let dates = json!({ "from": window.from.to_string(), "to": window.to.to_string() });
                same("window", &dates, &answer["window"], &mut wrong);
                let label = answer["window"]["label"].as_str().unwrap_or_default();
                let wanted = match window.said.as_str() {
                    "" => "last 90 days",
                    "last 1 days" => "last day, rolling",
                    "last 1 weeks" => "last week, rolling",
                    said if ["last", "this"].iter().any(|word| said.starts_with(word)) => said,
                    said if said.starts_with('Q') || said.ends_with("day") => said,
                    _ => label,
                };
                if label.is_empty() || label != wanted {
                    wrong.push(format!("label: {label:?} for {wanted:?}"));
                }
            }
            None => same("window", &Json::Null, &answer["window"], &mut wrong),
        }
        if answer["candidates"] != json!([]) || answer["suggestions"] != json!([]) {
            wrong.push("an answer has neither candidates nor suggestions".to_owned());
        }
        for source in answer["sources"].as_array().expect("a list") {
            let fresh = &source["fresh_as_of"];
            if source["name"].as_str().is_none_or(str::is_empty)
                || fresh.as_str().is_none_or(|at| at.parse::<Timestamp>().is_err())
            {
                wrong.push(format!("source: {source}"));
            }
        }
        let text_of = answer["text"].as_str().expect("a text");
        if text_of.contains(|letter: char| letter.is_control() && letter != '\n') {
            wrong.push(format!("text: {text_of:?}"));
        }
        self.report(text, wrong);
        Some(answer["data"].take())
    }

    fn report(&mut self, text: &str, wrong: Vec<String>) {
        if !wrong.is_empty() {
            self.wrong.push(format!("{text:?} at {}:\n    {}", self.now, wrong.join("\n    ")));
        }
    }

    /// Asks, and holds the data against what it should be.
    async fn check(
        &mut self,
        question: &str,
        text: &str,
        filters: &Filters,
        window: Option<&Window>,
        expected: Json,
    ) {
        let Some(got) = self.answered(question, text, filters, window).await else { return };
        let mut wrong = Vec::new();
        let keys = |data: &Json| {
            data.as_object().map(|data| data.keys().cloned().collect::<std::collections::BTreeSet<_>>())
        };
        // `reached` and `owner` name owners too, where several accounts may speak for a person.
        if question != "reached" && keys(&expected) != keys(&got) {
            wrong.push(format!("keys: expected {:?}, got {:?}", keys(&expected), keys(&got)));
        }
        same("data", &sorted(expected), &sorted(got), &mut wrong);
        self.report(text, wrong);
    }

    /// The questions about everybody.
    async fn figures(&mut self, filters: &Filters, window: &Window) {
        let view = self.view(filters, window);
        let expected = [
            ("overlap", "overlap", view.overlap_data()),
            ("focus", "market focus", view.focus_data()),
            ("groups", "group coverage", view.groups_data()),
            ("priming", "priming effect", view.priming_data()),
            ("content", "content use", view.content_data()),
        ];
        let rest = format!("{} {}", filters.said(self.company), window.said);
        for (question, words, data) in expected {
            // "Market focus in market" is the question itself.
            if question == "focus" && filters.market.is_some() {
                continue;
            }
            self.check(question, &format!("{words}{rest}"), filters, Some(window), data).await;
        }
    }

    async fn breakdown(&mut self, by: &str, filters: &Filters, window: &Window) {
        let expected = self.view(filters, window).breakdown_data(by);
        let text = format!("overlap{} by {by} {}", filters.said(self.company), window.said);
        self.check("breakdown", &text, filters, Some(window), expected).await;
        let rows = ask(self.bot, &text, self.now).await["data"]["rows"].take();
        // Worst first; rows that contacted nobody last.
        let shares = rows.as_array().into_iter().flatten().map(|row| row["overlap"].as_f64().unwrap_or(2.0));
        if !shares.clone().is_sorted() {
            self.report(&text, vec![format!("not worst first: {:?}", shares.collect::<Vec<_>>())]);
        }
    }

    async fn trend(&mut self, weeks: Option<i32>, filters: &Filters) {
        let today = self.today();
        let length = weeks.map_or(String::new(), |weeks| format!(" over the last {weeks} weeks"));
        let text = format!("overlap trend{}{length}", filters.said(self.company));
        let days = weeks.map_or(90, |weeks| weeks * 7);
        let from = today - jiff::Span::new().days(days);
        let window = Window {
            said: weeks.map_or(String::new(), |weeks| format!("last {weeks} weeks")),
            from,
            to: today,
        };
        let expected = self.view(filters, &window).trend_data(weeks.unwrap_or(12));
        self.check("trend", &text, filters, Some(&window), expected).await;
    }

    async fn list(&mut self, list: &str, filters: &Filters, window: &Window) {
        // "Outside the target market only" is the question itself.
        let filters = &Filters { target: filters.target && list != "outside", ..filters.clone() };
        let text = format!("{list}{} {}", filters.said(self.company), window.said);
        let Some(first) = self.answered(list, &text, filters, Some(window)).await else { return };
        let whole = format!("{text} top 500");
        let Some(got) = self.answered(list, &whole, filters, Some(window)).await else { return };
        let mut wrong = Vec::new();
        let view = self.view(filters, window);
        let mut expected = view.list(list);
        let address = |row: &Json| row["person"]["email"].to_string();
        expected.sort_by_key(|(_, row)| address(row));
        let mut rows = got["people"].as_array().cloned().unwrap_or_default();
        if first["people"].as_array().map(|page| page.as_slice()) != Some(&rows[..rows.len().min(20)]) {
            wrong.push("the first page is not the first 20".to_owned());
        }
        if rows.len() > 20 {
            let second = self.answered(list, &format!("{text} page 2"), filters, Some(window)).await;
            if second.as_ref().and_then(|data| data["people"].as_array()).map(Vec::as_slice)
                != Some(&rows[20..rows.len().min(40)])
            {
                wrong.push("the second page is not the next 20".to_owned());
            }
        }
        if list == "warm" {
            let number = |row: &Json| {
                let is = |person: &&company::Person| {
                    Some(person.email.as_str()) == row["person"]["email"].as_str()
                };
                self.company.people.iter().position(|person| is(&person)).expect("a person of the company")
            };
            let order: Vec<_> = rows.iter().map(|row| std::cmp::Reverse(view.warmth(number(row)))).collect();
            if !order.is_sorted() {
                wrong.push(format!("not the warmest first: {order:?}"));
            }
        }
        rows.sort_by_key(address);
        same("total", &expected.len().into(), &got["total"], &mut wrong);
        let plain: Vec<Json> = expected.iter().map(|(_, row)| row.clone()).collect();
        same("people", &plain.into(), &rows.clone().into(), &mut wrong);
        for ((person, _), row) in expected.iter().zip(&rows) {
            let owners = json!([row["seller"], row["marketer"]]);
            if !view.owners(*person).contains(&owners) {
                wrong.push(format!("owners of {}: {owners}", row["person"]["email"]));
            }
        }
        self.report(&text, wrong);
    }

    /// The questions about one person; `filters` on touches only.
    async fn person(&mut self, person: usize, filters: &Filters, window: &Window) {
        let view = self.view(filters, window);
        let (reached, history) = (view.reached_data(person), view.history_data(person));
        let (owners, accounts) = (view.owners(person), view.names_of_accounts(person));
        let email = self.company.people[person].email.clone();
        let rest = format!("{} {}", filters.said(self.company), window.said);
        let text = format!("reached {email}{rest}");
        self.check("reached", &text, filters, Some(window), reached).await;
        let data = ask(self.bot, &text, self.now).await["data"].take();
        if !owners.contains(&json!([data["seller"], data["marketer"]])) {
            self.report(&text, vec![format!("owners: {data}")]);
        }
        self.check("history", &format!("history of {email}{rest}"), filters, Some(window), history).await;
        let text = format!("who looks after {email}?");
        if let Some(data) = self.answered("owner", &text, &Filters::default(), None).await {
            let known = owners.contains(&json!([data["seller"], data["marketer"]]));
            let account =
                accounts.contains(&data["account"]) || accounts.is_empty() && data["account"].is_null();
            if !known || !account {
                self.report(&text, vec![format!("owner: {data}")]);
            }
        }
    }

    async fn account(&mut self, account: usize, window: &Window) {
        let view = self.view(&Filters::default(), window);
        let (data, owner) = (view.account_data(account), view.owner_data(account));
        let domain = self.company.accounts[account].domain.clone();
        let text = format!("account {domain} {}", window.said);
        self.check("account", &text, &Filters::default(), Some(window), data).await;
        self.check("owner", &format!("who owns {domain}?"), &Filters::default(), None, owner).await;
    }

    /// Everything once, over the default window; then filters and windows at random.
    async fn company(&mut self, seed: u64, rounds: usize) {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let none = Filters::default();
        let windows = windows::all(self.today());
        for window in &windows {
            let person = dice.random_range(0..self.company.people.len());
            self.person(person, &none, window).await;
            self.list(
                ["cold", "warm", "untouched", "outside"].choose(&mut dice).expect("four"),
                &none,
                window,
            )
            .await;
            let view = self.view(&none, window);
            let data = view.overlap_data();
            self.check("overlap", &format!("overlap {}", window.said), &none, Some(window), data).await;
        }
        for account in 0..self.company.accounts.len() {
            self.account(account, windows.choose(&mut dice).expect("windows")).await;
        }
        for by in BY {
            self.breakdown(by, &none, &windows[0]).await;
        }
        self.trend(None, &none).await;
        for round in 0..rounds {
            let filters = some_filters(&mut dice, self.company, round);
            let window = windows.choose(&mut dice).expect("windows");
            self.figures(&filters, window).await;
            self.breakdown(BY.choose(&mut dice).expect("eight"), &filters, window).await;
            let list = ["cold", "warm", "untouched", "outside"].choose(&mut dice).expect("four");
            self.list(list, &filters, window).await;
            if round % 3 == 0 {
                self.trend([None, Some(1), Some(2), Some(9)][dice.random_range(0..4)], &filters).await;
            }
            let Filters { channel, campaign, purpose, .. } = filters;
            let person = dice.random_range(0..self.company.people.len());
            self.person(person, &Filters { channel, campaign, purpose, ..none.clone() }, window).await;
        }
    }

    fn end(self, name: &str) {
        let shown: Vec<&String> = self.wrong.iter().take(25).collect();
        let shown = shown.into_iter().map(|wrong| format!("- {wrong}\n")).collect::<String>();
        assert!(
            self.wrong.is_empty(),
            "{name}: {} of {} answers differ\n{shown}",
            self.wrong.len(),
            self.asked
        );
    }
}

const BY: [&str; 8] = ["seller", "marketer", "industry", "tier", "country", "channel", "campaign", "purpose"];

/// Each kind of filter alone first, then two or three together.
fn some_filters(dice: &mut ChaCha8Rng, company: &Company, round: usize) -> Filters {
    const KINDS: usize = 15;
    let mut filters = Filters::default();
    let kinds = if round < KINDS {
        vec![round]
    } else {
        (0..dice.random_range(2..4)).map(|_| dice.random_range(0..KINDS)).collect()
    };
    for kind in kinds {
        let account = &company.accounts[dice.random_range(0..10.min(company.accounts.len()))];
        let campaigns: Vec<&String> =
            company.touches.iter().filter_map(|touch| touch.campaign.as_ref()).collect();
        match kind {
            0 => filters.industry = account.industry.clone(),
            1 => filters.country = account.country.clone(),
            2 => filters.tier = account.tier.clone(),
            3 => filters.account = company.accounts.iter().position(|one| one.name == account.name),
            4 => filters.seller = account.seller,
            5 => filters.marketer = account.marketer,
            6 => filters.team = Some(dice.random_range(0..3)),
            7 => {
                filters.channel = [("email", None), ("ad", None), ("webinar", None)]
                    .choose(dice)
                    .map(|(c, s)| ((*c).to_owned(), *s))
            }
            8 => {
                filters.channel = [("call", None), ("message", None), ("other", None)]
                    .choose(dice)
                    .map(|(c, s)| ((*c).to_owned(), *s))
            }
            9 => filters.channel = Some(("email".to_owned(), Some("sales"))),
            10 => filters.campaign = campaigns.choose(dice).map(|campaign| (*campaign).clone()),
            11 => filters.purpose = ["brand", "demand"].choose(dice).map(|purpose| (*purpose).to_owned()),
            12 => filters.market = Some("in"),
            13 => filters.market = Some("out"),
            _ => filters.target = true,
        }
    }
    filters
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

#[tokio::test]
async fn the_fixture_company_is_counted_right() {
    for scratch in databases().await {
        let folder = Path::new("tests/company");
        let workspace =
            workspaces::ensure(&scratch.db, "fixture", "Europe/London").await.expect("a workspace");
        import(&scratch.db, workspace, folder, at("2026-11-20T11:00:00Z")).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let mut company = Company::read(folder, "Europe/London");
        let nows =
            ["2026-11-20T12:00:00Z", "2026-11-19T23:59:59Z", "2026-09-30T23:00:00Z", "2026-12-06T09:00:00Z"];
        for (seed, now) in nows.into_iter().enumerate() {
            let mut checker =
                Checker { bot: &bot, company: &company, now: at(now), asked: 0, wrong: Vec::new() };
            checker.company(seed as u64, 20).await;
            checker.end(now);
        }
        let now = at("2026-11-20T12:00:00Z");
        let day = |month, day| jiff::civil::date(2026, month, day);
        set_market(&bot, &mut company, "globex.example", "in", day(10, 1), now).await;
        set_market(&bot, &mut company, "globex.example", "out", day(11, 1), now).await;
        set_market(&bot, &mut company, "grace.hill@brightside.example", "out", day(9, 1), now).await;
        set_market(&bot, &mut company, "gavin.belson@hooli.example", "in", day(11, 20), now).await;
        let mut checker = Checker { bot: &bot, company: &company, now, asked: 0, wrong: Vec::new() };
        checker.company(77, 40).await;
        checker.end("with dated market states");
        scratch.end().await;
    }
}

#[tokio::test]
async fn random_companies_are_counted_right() {
    // Summer time ends in London; São Paulo has no midnight on 4 November 2018; Apia no 30 December 2011.
    let companies = [
        ("Europe/London", "2026-11-01T00:30:00Z"),
        ("America/Sao_Paulo", "2018-11-20T01:59:00Z"),
        ("Pacific/Apia", "2012-01-05T09:00:00Z"),
    ];
    for scratch in databases().await {
        for (seed, (zone, now)) in companies.into_iter().enumerate() {
            let now = at(now);
            let folder = tempfile::tempdir().expect("a temporary folder");
            random::write(folder.path(), seed as u64, zone, now);
            let workspace = workspaces::ensure(&scratch.db, zone, zone).await.expect("a workspace");
            import(&scratch.db, workspace, folder.path(), now).await;
            let bot = Bot::new(scratch.db.clone(), workspace);
            let mut company = Company::read(folder.path(), zone);
            let today = now.to_zoned(company.zone.clone()).date();
            let mut dice = ChaCha8Rng::seed_from_u64(seed as u64);
            for _ in 0..12 {
                let whom = if dice.random() {
                    company.accounts[dice.random_range(0..10)].domain.clone()
                } else {
                    company.people[dice.random_range(0..40)].email.clone()
                };
                let day = today - jiff::Span::new().days(dice.random_range(1..200));
                let state = if dice.random() { "in" } else { "out" };
                set_market(&bot, &mut company, &whom, state, day, now).await;
            }
            for (round, now) in [now, now - SignedDuration::from_hours(24 * 13 + 5)].into_iter().enumerate() {
                let mut checker = Checker { bot: &bot, company: &company, now, asked: 0, wrong: Vec::new() };
                checker.company(round as u64, if scratch.is_sqlite() { 45 } else { 24 }).await;
                checker.end(&format!("{zone} at {now}"));
            }
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn sources_are_as_fresh_as_their_imports() {
    for scratch in databases().await {
        let folder = Path::new("tests/company");
        let workspace =
            workspaces::ensure(&scratch.db, "fixture", "Europe/London").await.expect("a workspace");
        let bot = Bot::new(scratch.db.clone(), workspace);
        let day = SignedDuration::from_hours(24);
        let first = at("2026-11-01T08:00:00Z");
        let company = Company::read(folder, "Europe/London");
        let expected = |last: Timestamp, stale: bool| {
            let mut sources = vec![
                json!({ "name": "CSV", "kind": "content", "last_at": last.to_string(), "rows": company.pieces.len(), "errors": 0, "stale": stale }),
            ];
            for name in ["HubSpot", "LinkedIn Ads", "Outreach", "Salesforce"] {
                let rows =
                    company.touches.iter().filter(|touch| touch.source.as_deref() == Some(name)).count();
                sources.push(json!({ "name": name, "kind": "touches", "last_at": last.to_string(), "rows": rows, "errors": 0, "stale": stale }));
            }
            json!({ "sources": sources })
        };
        let fresh = async |now: Timestamp| {
            let mut answer = ask(&bot, "how fresh is our data?", now).await;
            assert_eq!((&answer["question"], &answer["window"]), (&json!("freshness"), &Json::Null));
            answer["data"]["sources"]
                .as_array_mut()
                .expect("a list")
                .sort_by_key(|source| source["name"].to_string());
            answer["data"].take()
        };
        import(&scratch.db, workspace, folder, first).await;
        for (days, stale) in [(1, false), (14, false), (15, true)] {
            assert_eq!(
                fresh(first + day * days).await,
                expected(first, stale),
                "{days} days after the only import"
            );
        }
        let second = first + day * 3;
        import(&scratch.db, workspace, folder, second).await;
        for (days, stale) in [(1, false), (6, false), (7, true)] {
            assert_eq!(
                fresh(second + day * days).await,
                expected(second, stale),
                "{days} days after the second import"
            );
        }
        let old = ask(&bot, "overlap", second + day * 7).await;
        assert!(old["text"].as_str().expect("a text").contains("stale"), "{old}");
        scratch.end().await;
    }
}
