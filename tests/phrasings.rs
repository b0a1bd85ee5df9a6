//! How well people are understood: some three thousand phrasings, with what each one means, asked of the fixture company.
//!
//! Three people wrote the first two thousand without seeing the grammar; the first set helped to make it, the others
//! were asked before they helped. The rest were written class by class, each before the grammar was made to read it. A line of `language/phrasings.tsv` is a text, the question it asks (with the status before a colon
//! where it is not answered; `none` for what is not one of ours), the window, the filters, the subject, who asks, and
//! what the title says, such as "Yes," or "Take "; `*` and a title that is left out are not looked at.
//!
//! `cargo test --test phrasings -- --nocapture` prints the accuracy and every miss; `PHRASINGS=FILE` asks another set.

mod support;

use std::collections::BTreeMap;

use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    chat::text,
};
use serde_json::Value;

/// The share of phrasings that must be answered as they were meant.
const RIGHT: f64 = 0.99;
/// The share that may be answered as something else: a wrong answer is far worse than none.
const WRONG: f64 = 0.0;

struct Phrasing {
    text: String,
    question: String,
    window: String,
    filters: String,
    subject: String,
    who: Who,
    title: String,
}

fn phrasings() -> Vec<Phrasing> {
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let file = std::env::var("PHRASINGS").unwrap_or_else(|_| "tests/language/phrasings.tsv".to_owned());
    let text = std::fs::read_to_string(file).expect("the phrasings are there");
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let who = cells.get(5).filter(|who| !who.is_empty());
            Phrasing {
                text: cells[0].to_owned(),
                question: cells[1].to_owned(),
                window: cells[2].to_owned(),
                filters: cells[3].to_owned(),
                subject: cells[4].to_owned(),
                who: who.map_or(Who::Operator, |who| Who::Colleague((*who).to_owned())),
                title: cells.get(6).copied().unwrap_or_default().to_owned(),
            }
        })
        .collect()
}

/// The question of an answer, with its status where that is not `answered`. Nothing to do is as good as a question
/// whether to do it.
fn question(answer: &Value) -> String {
    let name = answer["question"].as_str().unwrap_or_default();
    match answer["status"].as_str().unwrap_or_default() {
        "answered" => name.to_owned(),
        "not_understood" => "none".to_owned(),
        "done" => format!("confirm:{name}"),
        status => format!("{status}:{name}"),
    }
}

fn window(answer: &Value) -> String {
    match &answer["window"] {
        Value::Null => "-".to_owned(),
        window if window["label"] == "last 90 days" => "-".to_owned(),
        window => format!("{}..{}", window["from"].as_str().unwrap(), window["to"].as_str().unwrap()),
    }
}

fn subject(answer: &Value) -> String {
    let data = &answer["data"];
    let subject = match answer["question"].as_str().unwrap_or_default() {
        "reached" | "history" => &data["person"]["name"],
        "account" => &data["account"]["name"],
        "owner" => &data["account"],
        "breakdown" => &data["by"],
        _ => &Value::Null,
    };
    subject.as_str().unwrap_or("-").to_owned()
}

#[tokio::test]
async fn people_are_understood() {
    let scratch = support::sqlite().await;
    let workspace = support::company(&scratch.db).await;
    let bot = Bot::new(scratch.db.clone(), workspace);
    let at = support::NOW.parse().expect("an instant");
    let phrasings = phrasings();
    let (mut right, mut wrong) = (0, 0);
    let mut missed: BTreeMap<String, u32> = BTreeMap::new();
    for phrasing in &phrasings {
        let ask = Ask { who: phrasing.who.clone(), place: Place::Private, text: phrasing.text.clone(), at };
        let answer = bot.answer(&ask).await.expect("the database answers");
        let title = text::line(&answer.card.title);
        let answer = answer.json("");
        let filters = answer["filters"].to_string();
        let got = (question(&answer), window(&answer), filters, subject(&answer));
        let same = |wanted: &str, got: &str| wanted == "*" || wanted == got;
        let same_filters = phrasing.filters == "*"
            || serde_json::from_str::<Value>(&phrasing.filters)
                .is_ok_and(|wanted| wanted == answer["filters"]);
        // "Last 90 days" is the window without one, too.
        let same_window = same(&phrasing.window, &got.1)
            || got.1 == "-" && phrasing.window == "2026-08-22..2026-11-20"
            || matches!(phrasing.question.as_str(), "owner" | "freshness" | "help");
        let same_subject = phrasing.subject == "-" || phrasing.subject == got.3;
        let same_title = title.contains(&phrasing.title);
        if phrasing.question == got.0 && same_filters && same_window && same_subject && same_title {
            right += 1;
            continue;
        }
        let answered = answer["status"] == "answered" || answer["status"] == "confirm";
        wrong += u32::from(answered);
        *missed.entry(phrasing.question.clone()).or_default() += 1;
        println!(
            "{} {:?}: wanted {} {} {} {} {:?}, got {} {} {} {} {title:?}",
            if answered { "WRONG " } else { "missed" },
            phrasing.text,
            phrasing.question,
            phrasing.window,
            phrasing.filters,
            phrasing.subject,
            phrasing.title,
            got.0,
            got.1,
            got.2,
            got.3
        );
    }
    let all = phrasings.len() as f64;
    let (right, wrong) = (f64::from(right) / all, f64::from(wrong) / all);
    println!(
        "{} phrasings: {:.1} % right, {:.2} % answered wrongly; missed by question: {missed:?}",
        all,
        right * 100.0,
        wrong * 100.0
    );
    assert!(
        right >= RIGHT && wrong <= WRONG,
        "{:.2} % right, {:.2} % answered wrongly",
        right * 100.0,
        wrong * 100.0
    );
    scratch.end().await;
}
