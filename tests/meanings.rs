//! Names that mean several things, and values that are spelled in several ways: asked about, or counted as one.

mod support;

use std::{path::PathBuf, sync::Arc};

use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    db::{Db, workspaces},
    intake::import,
    questions::Answer,
};
use serde_json::{Value, json};

const TEAM: &str = "email,name,side,role,manager
sam.lee@mandor.example,Sam Lee,sales,member,
samuel.lee@mandor.example,Sam Lee,sales,member,
dana@mandor.example,Dana Hughes,sales,leader,
mia@mandor.example,Mia Stone,marketing,member,
";
const ACCOUNTS: &str = "name,domain,industry,country,tier,kind,target,seller,marketer,market
Apollo,apollo.example,Fintech,Germany,1,client,yes,sam.lee@mandor.example,mia@mandor.example,out
Borealis,borealis.example,FinTech,DE,Tier 1,client,yes,samuel.lee@mandor.example,mia@mandor.example,out
Drop Ltd,drop.example,fintech,germany,2,client,no,dana@mandor.example,mia@mandor.example,out
";
const PEOPLE: &str = "name,email,linkedin,title,company_domain,buying_groups,role,market
Ada Apt,ada@apollo.example,,CTO,apollo.example,,champion,
Bob Bright,bob@borealis.example,,CFO,borealis.example,,champion,
Cy Dale,cy@drop.example,,CEO,drop.example,,,
";
const CONTENT: &str = "title,kind,url,campaign,published,retired
";
const TOUCHES: &str = "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,colleague,campaign,purpose,content,outcome,source,source_id
2026-11-02T09:00:00Z,marketing,email,engaged,ada@apollo.example,,,,,Spring Launch,brand,,,hubspot,1
2026-11-03T09:00:00Z,marketing,email,engaged,bob@borealis.example,,,,,spring  launch,brand,,,hubspot,2
2026-11-04T09:00:00Z,sales,call,engaged,ada@apollo.example,,,,sam.lee@mandor.example,,,,,salesforce,3
2026-11-05T09:00:00Z,sales,call,engaged,bob@borealis.example,,,,samuel.lee@mandor.example,,,,,salesforce,4
2026-11-06T09:00:00Z,marketing,email,engaged,cy@drop.example,,,,,Apollo,brand,,,hubspot,5
";

async fn company(db: &Db) -> i64 {
    let workspace = workspaces::ensure(db, "main", "Europe/London").await.expect("a workspace can be made");
    let tables = [
        ("team", TEAM),
        ("accounts", ACCOUNTS),
        ("people", PEOPLE),
        ("content", CONTENT),
        ("touches", TOUCHES),
    ];
    bring(db, workspace, &tables).await;
    workspace
}

async fn bring(db: &Db, workspace: i64, tables: &[(&str, &str)]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files: Vec<PathBuf> = tables
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(format!("{name}.csv"));
            std::fs::write(&path, text).expect("it can be written");
            path
        })
        .collect();
    let options = import::Options::at(support::NOW.parse().expect("an instant"));
    let report = import::import(db, workspace, &files, &options, &()).await.expect("the files can be read");
    assert!(report.is_ok(), "{report:?}");
}

async fn ask(bot: &Bot, text: &str) -> Answer {
    let at = support::NOW.parse().expect("an instant");
    let ask = Ask { who: Who::Operator, place: Place::Private, text: text.to_owned(), at };
    Arc::unwrap_or_clone(bot.answer(&ask).await.expect("the database answers"))
}

/// Question, status and filters of an answer.
fn gist(answer: &Answer) -> (String, String, Value) {
    let json = answer.json("");
    let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    (text("question"), text("status"), json["filters"].clone())
}

/// What the buttons of a choice ask, each of which must be answered.
async fn pressed(bot: &Bot, choice: &Answer) -> Vec<Value> {
    let mut filters = Vec::new();
    for action in &choice.card.actions {
        let answer = ask(bot, &action.text).await;
        assert!(answer.is_answered(), "{}: {:?}", action.text, gist(&answer));
        filters.push(gist(&answer).2);
    }
    filters
}

#[tokio::test]
async fn what_can_mean_several_things_is_asked_about() {
    for scratch in support::databases().await {
        let bot = Bot::new(scratch.db.clone(), company(&scratch.db).await);

        let which = ask(&bot, "overlap for Apollo").await;
        assert_eq!(gist(&which), ("overlap".into(), "ambiguous".into(), json!({})));
        assert_eq!(
            pressed(&bot, &which).await,
            [json!({"account": "Apollo"}), json!({"campaign": "Apollo"})]
        );
        // Where only one of them makes sense, it is meant.
        assert_eq!(gist(&ask(&bot, "who owns Apollo?").await).1, "answered");

        let which = ask(&bot, "cold for Sam Lee").await;
        assert_eq!(gist(&which).1, "ambiguous");
        assert!(which.card.actions[1].label.contains("samuel.lee@mandor.example"));
        assert_eq!(pressed(&bot, &which).await.len(), 2);

        let which = ask(&bot, "overlap since 03/04/2026").await;
        assert_eq!(gist(&which), ("overlap".into(), "ambiguous".into(), json!({})));
        let mut from = Vec::new();
        for action in &which.card.actions {
            from.push(ask(&bot, &action.text).await.json("")["window"]["from"].clone());
        }
        assert_eq!(from, [json!("2026-04-03"), json!("2026-03-04")]);
        scratch.end().await;
    }
}

#[tokio::test]
async fn campaigns_of_one_name_are_asked_about() {
    let (header, _) = TOUCHES.split_once('\n').expect("a header");
    let stories = |quarter: &str, id: u8| {
        format!(
            "2026-11-02T09:00:00Z,marketing,email,engaged,ada@apollo.example,,,,,Customer Stories {quarter} 2026,brand,,,hubspot,{id}"
        )
    };
    let touches = format!("{header}\n{}\n{}\n", stories("Q2", 101), stories("Q3", 102));
    for scratch in support::databases().await {
        let workspace = company(&scratch.db).await;
        bring(&scratch.db, workspace, &[("touches", &touches)]).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let campaigns = [
            json!({"campaign": "Customer Stories Q2 2026"}),
            json!({"campaign": "Customer Stories Q3 2026"}),
        ];

        let which = ask(&bot, "warm people from the Customer Stories campaign").await;
        assert_eq!(gist(&which), ("warm".into(), "ambiguous".into(), json!({})));
        assert_eq!(which.candidates[0]["name"], "Customer Stories Q2 2026");
        assert_eq!(pressed(&bot, &which).await, campaigns);
        let one = ask(&bot, "warm people from customer stories q3").await;
        assert_eq!(gist(&one), ("warm".into(), "answered".into(), campaigns[1].clone()));
        scratch.end().await;
    }
}

#[tokio::test]
async fn spellings_of_one_value_count_together() {
    for scratch in support::databases().await {
        let bot = Bot::new(scratch.db.clone(), company(&scratch.db).await);
        for text in ["overlap in FINTECH", "overlap in Germany", "overlap in german accounts", "overlap"] {
            let data = ask(&bot, text).await.json("")["data"].clone();
            assert_eq!((&data["marketing"], &data["both"]), (&json!(3), &json!(2)), "{text}");
        }
        let data = ask(&bot, "overlap for campaign Spring Launch").await.json("")["data"].clone();
        assert_eq!((&data["marketing"], &data["both"]), (&json!(2), &json!(2)));
        for (by, rows) in [("industry", 1), ("country", 1), ("tier", 2), ("campaign", 2)] {
            let data = ask(&bot, &format!("overlap by {by}")).await.json("")["data"].clone();
            assert_eq!(data["rows"].as_array().map(Vec::len), Some(rows), "{by}: {data}");
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_order_is_taken_from_the_verb_not_from_a_name() {
    let scratch = support::sqlite().await;
    let bot = Bot::new(scratch.db.clone(), company(&scratch.db).await);
    let add = ask(&bot, "add Drop Ltd to the target market").await;
    assert!(add.json("")["data"]["changes"][0].as_str().unwrap().contains("in the target market"));
    let take = ask(&bot, "I want Apollo removed from the target market").await;
    assert!(take.json("")["data"]["changes"].to_string().contains("target market → outside"), "{take:?}");
    scratch.end().await;
}

#[tokio::test]
async fn a_period_without_a_use_is_said_to_have_none() {
    let scratch = support::sqlite().await;
    let bot = Bot::new(scratch.db.clone(), company(&scratch.db).await);
    let answer = ask(&bot, "who owns Borealis this quarter?").await;
    assert!(
        format!("{:?}", answer.card.blocks).contains("this quarter makes no difference"),
        "{:?}",
        answer.card
    );
    scratch.end().await;
}
