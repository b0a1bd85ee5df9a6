//! The house as Slack sees it, on both databases: whose account database a Slack workspace asks, tokens that lie
//! sealed, rotations by several replicas, and answers that embarrass nobody.

mod support;

use jiff::Timestamp;
use mandorla::{
    app::App,
    ask::{Ask, Place, Who},
    card::Audience,
    chat::{
        Member,
        slack::{House, Installation, NewInstallation, Tokens},
    },
    config::Config,
    db::{chats::installations, workspaces},
};
use secrecy::ExposeSecret;
use support::{Scratch, company, databases};

const OLD: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const NEW: &str = "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100";

/// Another process with the same database.
async fn app(scratch: &Scratch, keys: &str) -> App {
    let none = tempfile::NamedTempFile::new().unwrap();
    let flags = [
        ("database_url", scratch.url.clone()),
        ("secret_key", keys.to_owned()),
        ("slack.team", "T0HOME".to_owned()),
    ];
    App::open(&Config::read(Some(none.path()), |_| None, &flags).unwrap()).await.unwrap()
}

fn tokens(bot: &str, refresh: &str) -> Tokens {
    Tokens { bot: bot.into(), rotation: Some((refresh.into(), Timestamp::UNIX_EPOCH)) }
}

fn new(team: &str, bot: &str) -> NewInstallation {
    NewInstallation {
        team: team.to_owned(),
        team_name: "Acme".to_owned(),
        bot_user: "U0BOT".to_owned(),
        installer: Some("U1".to_owned()),
        scopes: "commands".to_owned(),
        tokens: tokens(bot, "refresh-1"),
    }
}

fn bot_of(installation: &Installation) -> &str {
    installation.tokens.bot.expose_secret()
}

#[tokio::test]
async fn a_stranger_who_installs_the_app_reads_nothing_of_ours() {
    for scratch in databases().await {
        company(&scratch.db).await;
        let app = app(&scratch, OLD).await;
        let home = app.install(new("T0HOME", "xoxb-home")).await.unwrap();
        assert_eq!(home.workspace, app.workspace);
        let stranger = app.install(new("T0OTHER", "xoxb-other")).await.unwrap();
        assert_ne!(stranger.workspace, app.workspace);
        let own = workspaces::by_name(&scratch.db, "T0OTHER").await.unwrap();
        assert_eq!(own, Some(stranger.workspace));
        let ask = |workspace| {
            let ask = Ask {
                who: Who::Operator,
                place: Place::Private,
                text: "has marketing reached Patricia Prospect?".to_owned(),
                at: support::NOW.parse().unwrap(),
            };
            app.answer(workspace, ask)
        };
        let title = async |workspace| mandorla::chat::text::render(&ask(workspace).await.card);
        assert!(title(home.workspace).await.starts_with("Yes"), "{}", title(home.workspace).await);
        assert!(title(stranger.workspace).await.starts_with("Nobody called"));
        let about = Ask {
            who: Who::Operator,
            place: Place::Private,
            text: "Patricia Prospect of Northwind called".to_owned(),
            at: support::NOW.parse().unwrap(),
        };
        assert!(app.about(stranger.workspace, about).await.is_empty());
        app.db.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn tokens_lie_sealed_and_every_replica_opens_them() {
    for scratch in databases().await {
        let (one, two) = (app(&scratch, OLD).await, app(&scratch, OLD).await);
        one.install(new("T1", "xoxb-first")).await.unwrap();
        let row = installations::find(&scratch.db, "slack", "T1").await.unwrap().unwrap();
        assert!(!row.tokens.contains("xoxb") && row.name == "Acme" && row.installer.as_deref() == Some("U1"));
        let seen = two.installation("T1").await.unwrap().unwrap();
        assert_eq!((bot_of(&seen), seen.bot_user.as_str()), ("xoxb-first", "U0BOT"));
        let (refresh, until) = seen.tokens.rotation.as_ref().unwrap();
        assert_eq!((refresh.expose_secret(), *until), ("refresh-1", Timestamp::UNIX_EPOCH));
        assert!(!format!("{seen:?}").contains("xoxb"));
        assert!(two.installation("T2").await.unwrap().is_none());
        // Another key in front opens it still, and seals it anew; the old one alone does not do any more.
        let newer = app(&scratch, &format!("{NEW},{OLD}")).await;
        assert_eq!(newer.reseal().await.unwrap(), 1);
        assert_eq!(newer.reseal().await.unwrap(), 0);
        assert_eq!(
            bot_of(&app(&scratch, NEW).await.installation("T1").await.unwrap().unwrap()),
            "xoxb-first"
        );
        assert!(one.installation("T1").await.is_err());
        assert_eq!(one.reseal().await.unwrap(), 0);
        assert!(
            app(&scratch, "").await.install(new("T1", "x")).await.is_err(),
            "nothing is kept in the clear"
        );
        scratch.end().await;
    }
}

#[tokio::test]
async fn replicas_that_rotate_at_once_end_with_the_same_tokens() {
    for scratch in databases().await {
        let replicas = [app(&scratch, OLD).await, app(&scratch, OLD).await];
        replicas[0].install(new("T1", "xoxb-1")).await.unwrap();
        let rotate = |nth: usize| {
            let app = replicas[nth % 2].clone();
            tokio::spawn(async move {
                let mine = tokens(&format!("xoxb-2-{nth}"), "refresh-2");
                let held = app.rotate("T1", "refresh-1", mine).await.unwrap();
                held.bot.expose_secret().to_owned()
            })
        };
        let tasks: Vec<_> = (0..6).map(rotate).collect();
        let mut held = Vec::new();
        for task in tasks {
            held.push(task.await.unwrap());
        }
        held.dedup();
        assert_eq!(held.len(), 1, "{held:?}");
        assert_eq!(bot_of(&replicas[1].installation("T1").await.unwrap().unwrap()), held[0]);
        let next = replicas[1].rotate("T1", &held[0], tokens("xoxb-3", "refresh-3")).await.unwrap();
        assert_eq!(next.bot.expose_secret(), "xoxb-3");
        assert!(replicas[0].rotate("T2", "x", tokens("x", "y")).await.is_err());
        scratch.end().await;
    }
}

#[tokio::test]
async fn who_leaves_may_come_back() {
    for scratch in databases().await {
        let app = app(&scratch, OLD).await;
        let first = app.install(new("T1", "xoxb-1")).await.unwrap();
        app.install(new("T1", "xoxb-2")).await.unwrap();
        assert_eq!(bot_of(&app.installation("T1").await.unwrap().unwrap()), "xoxb-2");
        app.uninstall("T1", "app_uninstalled").await.unwrap();
        app.uninstall("T1", "tokens_revoked").await.unwrap();
        assert!(app.installation("T1").await.unwrap().is_none());
        let again = app.install(new("T1", "xoxb-3")).await.unwrap();
        assert_eq!(again.workspace, first.workspace);
        assert_eq!(bot_of(&app.installation("T1").await.unwrap().unwrap()), "xoxb-3");
        // The token of the settings goes before, and is gone when Slack takes it.
        app.adopt("T1".to_owned(), "UBOT".to_owned(), "xoxb-own".to_owned().into());
        assert_eq!(bot_of(&app.installation("T1").await.unwrap().unwrap()), "xoxb-own");
        assert!(app.installation("T2").await.unwrap().is_none());
        app.uninstall("T1", "tokens_revoked").await.unwrap();
        assert!(app.clone().installation("T1").await.unwrap().is_none());
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_is_no_answer_is_for_the_asker_alone() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let app = app(&scratch, "").await;
        let say = async |text: &str| {
            let place = Place::Channel { id: "C1".to_owned() };
            let at = support::NOW.parse().unwrap();
            app.answer(workspace, Ask { who: Who::Operator, place, text: text.to_owned(), at }).await
        };
        assert_eq!(say("overlap").await.card.audience, Audience::Everyone);
        assert_eq!(say("what is the weather?").await.card.audience, Audience::Asker);
        assert_eq!(say("overlap in Narnia").await.card.audience, Audience::Asker);
        let csv = say("cold as csv").await.csv.expect("a file");
        assert_eq!(csv.name, "cold.csv");
        assert!(String::from_utf8(csv.bytes).unwrap().contains("Colin Cold"));
        assert!(say("overlap").await.csv.is_none());
        assert!(
            app.answer(
                99,
                Ask { who: Who::Operator, place: Place::Private, text: "overlap".to_owned(), at: app.now() }
            )
            .await
            .card
            .title[0]
                != "".into()
        );
        assert!(!app.openings(workspace, Who::Operator, Place::Private).await.is_empty());
        assert!(app.openings(99, Who::Operator, Place::Private).await.is_empty());
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_was_taken_up_who_is_who_and_what_lies_there() {
    for scratch in databases().await {
        let (one, two) = (app(&scratch, "").await, app(&scratch, "").await);
        let workspace = one.workspace;
        assert!(one.first(workspace, "Ev1".to_owned()).await.unwrap());
        assert!(!two.first(workspace, "Ev1".to_owned()).await.unwrap());
        assert!(two.first(99, "Ev2".to_owned()).await.is_err(), "there is no such workspace");
        assert!(two.first(workspace, "Ev2".to_owned()).await.unwrap());
        let member = Member {
            email: Some("dana@acme.example".to_owned()),
            linked: false,
            outsider: false,
            checked_at: "2026-11-20T12:00:00.123456Z".parse().unwrap(),
        };
        one.remember_member(workspace, "T1", "U1", &member).await.unwrap();
        assert_eq!(two.member(workspace, "T1", "U1").await.unwrap(), Some(member));
        assert_eq!(two.member(workspace, "T1", "U2").await.unwrap(), None);
        one.remember_file(workspace, "T1", "hash", "F1").await;
        assert_eq!(two.file(workspace, "T1", "hash").await.as_deref(), Some("F1"));
        assert_eq!(two.file(workspace, "T2", "hash").await, None);
        two.forget_file(workspace, "T1", "hash", "F0").await;
        assert!(one.file(workspace, "T1", "hash").await.is_some(), "another file was meant");
        two.forget_file(workspace, "T1", "hash", "F1").await;
        assert_eq!(one.file(workspace, "T1", "hash").await, None);
        one.forget(workspace, "Ev1".to_owned()).await.unwrap();
        assert!(
            two.first(workspace, "Ev1".to_owned()).await.unwrap()
                && !two.first(workspace, "Ev2".to_owned()).await.unwrap()
        );
        scratch.end().await;
    }
}
