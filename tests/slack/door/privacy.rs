//! Who may not read about single people reads no name: guests, people of other companies, bots, whoever is not in
//! team.csv, and everybody where another company reads along.

use serde_json::{Value as Json, json};

use super::{
    CHANNEL, DANA, World,
    payloads::{about, command, direct, home, mention, pane, press, press_in, shortcut, submitted},
    told, words,
};
use crate::stand_in::Seen;
use mandorla::db::sql;

/// What a curious person types.
const TEXTS: [&str; 20] = [
    "help",
    "",
    "what is the weather?",
    "has marketing reached Patricia Prospect?",
    "reached Patricia",
    "reached Patrica Prospct",
    "history of Patricia Prospect",
    "who looks after Patricia Prospect?",
    "how are we doing at Northwind?",
    "cold since 1 January 2026",
    "warm since 1 January 2026",
    "outside since 1 January 2026",
    "untouched",
    "cold as csv",
    "export warm since 1 January 2026",
    "log a call with Patricia Prospect today",
    "overlap since 1 January 2026",
    "overlap by seller Dan",
    "which buying groups are not covered?",
    "priming effect",
];

/// Names and addresses of everybody in the account database.
fn people() -> Vec<String> {
    let file = std::fs::read_to_string("tests/company/people.csv").unwrap();
    let rows = file.lines().skip(1).map(|row| row.split(',').take(2).map(str::to_owned).collect::<Vec<_>>());
    let all: Vec<String> = rows.flatten().collect();
    assert!(all.len() > 40 && all.contains(&"Patricia Prospect".to_owned()));
    all
}

#[track_caller]
fn nobody_is_named(seen: &[Seen]) {
    let said = told(seen);
    for name in people() {
        assert!(!said.contains(name.as_str()), "{name} in:\n{said}");
    }
}

/// Asks all of it in every way but by command.
async fn everything(world: &World, user: &str, change: impl Fn(&mut Json)) {
    let send = async |mut payload: Json| {
        change(&mut payload);
        let said = world.send(payload).await;
        assert!(people().iter().all(|name| !said.body.contains(name.as_str())), "{}", said.body);
    };
    for text in TEXTS {
        send(mention(text, CHANNEL, user)).await;
        send(direct(text, None, user)).await;
        send(submitted(text, user)).await;
        let element = json!({ "type": "button", "action_id": "ask-0", "value": text });
        send(press(&world.slack, &element, CHANNEL, user)).await;
        send(press_in("home", &element, user)).await;
        let element = json!({ "type": "button", "action_id": "share", "value": text });
        send(press(&world.slack, &element, CHANNEL, user)).await;
    }
    send(direct("cold", Some("1729999327.187299"), user)).await;
    send(pane(user)).await;
    send(home(user, "home")).await;
    send(shortcut(user)).await;
    send(about(
        &world.slack,
        "Patricia of Northwind, jose.garcia@umbrella.example and lars holm called",
        user,
    ))
    .await;
}

#[tokio::test]
async fn strangers_read_no_name() {
    let strangers = [
        json!({ "is_restricted": true, "profile": { "email": "dana.hughes@mandor.example" } }),
        json!({ "is_ultra_restricted": true, "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "is_stranger": true, "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "team_id": "T0ELSE", "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "is_bot": true, "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "deleted": true, "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "is_email_confirmed": false, "profile": { "email": "sam.okafor@mandor.example" } }),
        json!({ "profile": { "email": "somebody@mandor.example" } }),
    ];
    let world = World::new().await;
    for (nth, facts) in strangers.into_iter().enumerate() {
        let user = format!("U0STRANGER{nth}");
        world.slack.know(&user, facts);
        everything(&world, &user, |_| {}).await;
        for text in TEXTS {
            world.send(command(&world.slack, "/mandorla", text, CHANNEL, &user)).await.ok();
        }
    }
    let (slack, scratch) = world.end().await;
    nobody_is_named(&slack.everything());
    assert!(told(&slack.everything()).contains("I only speak about single people to colleagues"));
    assert_eq!(slack.count("views.open"), slack.count("views.update"));
    scratch.end().await;
}

/// Whoever speaks from another company's side of a shared channel is a stranger, whatever Slack says of them here; they
/// have no commands.
#[tokio::test]
async fn people_of_another_company_read_no_name() {
    let world = World::new().await;
    everything(&world, DANA, |payload| {
        if payload["event"].is_object() {
            payload["event"]["user_team"] = json!("T0ELSE");
            payload["event"]["source_team"] = json!("T0ELSE");
        } else {
            payload["user"]["team_id"] = json!("T0ELSE");
        }
    })
    .await;
    let (slack, scratch) = world.end().await;
    assert!(told(&slack.everything()).contains("I only speak about single people to colleagues"));
    nobody_is_named(&slack.everything());
    scratch.end().await;
}

#[tokio::test]
async fn where_another_company_reads_along_nobody_is_named() {
    let world = World::new().await;
    world.slack.know(
        CHANNEL,
        json!({ "is_ext_shared": true, "is_shared": true, "shared_team_ids": ["T123", "T9"] }),
    );
    for text in TEXTS {
        world.send(command(&world.slack, "/mandorla", text, CHANNEL, DANA)).await.ok();
        world.send(mention(text, CHANNEL, DANA)).await.ok();
        for action in ["ask-0", "share", "download-1", "confirm-0"] {
            let element = json!({ "type": "button", "action_id": action, "value": text });
            world.send(press(&world.slack, &element, CHANNEL, DANA)).await.ok();
        }
    }
    let (slack, scratch) = world.end().await;
    let files = slack.seen("files.completeUploadExternal");
    assert!(files.iter().all(|file| file.arguments["channel_id"].is_null()), "no list leaves from here");
    nobody_is_named(&slack.everything());
    assert!(told(&slack.everything()).contains("Ask me in a direct message"));
    scratch.end().await;
}

#[tokio::test]
async fn a_name_that_would_call_everybody_calls_nobody() {
    let world = World::new().await;
    sql("update people set name = $1 where name = $2")
        .bind("<!channel> *bold* <@U0SAM>")
        .bind("Patricia Prospect")
        .exec(&world.scratch.db)
        .await
        .unwrap();
    world.send(mention("reached patricia.prospect@northwind.example", CHANNEL, DANA)).await.ok();
    world.send(direct("cold since 1 January 2026", None, DANA)).await.ok();
    let said = world.response(world.command("/reached", "patricia.prospect@northwind.example")).await;
    let share = super::button(&said, "Share in channel");
    world.send(press(&world.slack, &share, CHANNEL, DANA)).await.ok();
    let (slack, scratch) = world.end().await;
    let mut shown = 0;
    for seen in slack.everything().iter().filter(|seen| seen.arguments["blocks"].is_array()) {
        let text = seen.arguments["text"].as_str().unwrap();
        let text = text.trim_start_matches("Shared by <@U0DANA>: ");
        assert!(!text.contains("<!") && !text.contains("<@"), "{text}");
        shown += usize::from(seen.arguments.to_string().contains("!channel"));
        markup(&seen.arguments["blocks"], &mut |words| {
            assert!(!words.contains("<!") && !words.contains("<@U0SAM"), "{words}");
        });
        assert_ne!(seen.arguments["link_names"], true);
        assert!(seen.arguments["parse"].is_null());
    }
    assert!(shown >= 3, "the name is shown all the same");
    scratch.end().await;
}

/// Every text that Slack reads markup in; rich text has none, and mentions by elements of their own.
fn markup(json: &Json, check: &mut dyn FnMut(&str)) {
    match json {
        Json::Object(fields) => {
            assert!(
                !["broadcast", "user", "usergroup"]
                    .iter()
                    .any(|kind| fields.get("type") == Some(&json!(kind)))
            );
            if fields.get("type") == Some(&json!("mrkdwn")) {
                check(fields["text"].as_str().unwrap());
            }
            fields.values().for_each(|value| markup(value, check));
        }
        Json::Array(items) => items.iter().for_each(|item| markup(item, check)),
        _ => {}
    }
}

#[tokio::test]
async fn a_stranger_is_told_what_to_do() {
    let world = World::new().await;
    world.slack.know("U0NEW", json!({ "profile": { "email": "new@mandor.example" } }));
    let asked = command(&world.slack, "/reached", "Patricia Prospect", CHANNEL, "U0NEW");
    let said = world.response(world.send(asked)).await;
    assert_eq!(said["response_type"], "ephemeral");
    assert!(words(&said).contains("new@mandor.example is none of them"), "{said:#}");
    world.end().await.1.end().await;
}

/// What Slack once said of somebody holds for a while where it does not answer, and not for good.
#[tokio::test]
async fn a_colleague_of_whom_nothing_is_heard_any_more_is_told_no_name() {
    let world = World::new().await;
    let asked = async || world.response(world.command("/reached", "Patricia Prospect")).await;
    assert!(asked().await["text"].as_str().unwrap().starts_with("Yes"));
    let (slack, scratch) = world.end().await;
    drop(slack);
    for (hours, known) in [(24, true), (72, false)] {
        let at = (super::instant() - jiff::SignedDuration::from_hours(hours)).as_microsecond();
        sql("update chat_members set checked_at = $1").bind(at).exec(&scratch.db).await.unwrap();
        let slack = crate::stand_in::StandIn::start().await;
        let process = super::Process::start(&slack, &scratch, &[]).await;
        process.connected().await;
        slack.always("users.info", crate::stand_in::Fault::MissingScope("users:read"));
        process.send(command(&slack, "/reached", "Patricia Prospect", CHANNEL, DANA)).await.ok();
        process.stop().await;
        let said = told(&slack.seen("response_url"));
        assert_eq!(said.contains("Patricia"), known, "{said}");
    }
    scratch.end().await;
}
