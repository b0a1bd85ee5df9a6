//! Conversations that let us in: kept, renamed, ended, and kept again, on both databases.

mod support;

use mandorla::db::{
    Db,
    conversations::{self, At, Conversation},
    workspaces,
};
use support::databases;

fn channel(id: &str, at: i64) -> Conversation {
    Conversation {
        platform: "teams".to_owned(),
        team: "tenant".to_owned(),
        conversation: id.to_owned(),
        kind: "channel".to_owned(),
        name: Some("Sales".to_owned()),
        container: Some("19:team".to_owned()),
        container_name: Some("Revenue".to_owned()),
        service_url: Some("https://smba.trafficmanager.net/emea/".to_owned()),
        bot: Some("28:bot".to_owned()),
        chat_user: None,
        kept_at: at,
        ended: None,
    }
}

fn personal(id: &str, user: &str, at: i64) -> Conversation {
    let kind = "personal".to_owned();
    Conversation {
        kind,
        name: None,
        chat_user: Some(user.to_owned()),
        container: None,
        container_name: None,
        ..channel(id, at)
    }
}

fn at(workspace: i64) -> At<'static> {
    At { workspace, platform: "teams", team: "tenant" }
}

async fn workspace(db: &Db) -> i64 {
    workspaces::ensure(db, "test", "UTC").await.unwrap()
}

#[tokio::test]
async fn what_the_platform_says_again_replaces_what_it_said_before() {
    for scratch in databases().await {
        let db = &scratch.db;
        let own = workspace(db).await;
        let other = workspaces::ensure(db, "other", "UTC").await.unwrap();
        conversations::keep(db, own, &channel("19:a", 1)).await.unwrap();
        let quiet = Conversation {
            name: None,
            container_name: None,
            bot: Some("28:new".into()),
            ..channel("19:a", 2)
        };
        conversations::keep(db, own, &quiet).await.unwrap();
        let known = conversations::find(db, at(own), "19:a").await.unwrap().unwrap();
        assert_eq!(known, Conversation { bot: Some("28:new".into()), ..channel("19:a", 2) });
        assert_eq!(conversations::find(db, at(other), "19:a").await.unwrap(), None);
        let elsewhere = At { team: "another tenant", ..at(own) };
        assert_eq!(conversations::find(db, elsewhere, "19:a").await.unwrap(), None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn somebody_is_told_alone_where_they_spoke_last() {
    for scratch in databases().await {
        let db = &scratch.db;
        let own = workspace(db).await;
        for (id, user, when) in
            [("a:1", "dana", 1), ("a:2", "dana", 3), ("a:3", "dana", 2), ("a:4", "sam", 9)]
        {
            conversations::keep(db, own, &personal(id, user, when)).await.unwrap();
        }
        // A channel in which Dana spoke is no place to be alone.
        let spoke = Conversation { chat_user: Some("dana".into()), ..channel("19:a", 9) };
        conversations::keep(db, own, &spoke).await.unwrap();
        let found = conversations::personal(db, at(own), "dana").await.unwrap().unwrap();
        assert_eq!(found.conversation, "a:2");
        assert!(conversations::end(db, at(own), "a:2", "blocked").await.unwrap());
        let found = conversations::personal(db, at(own), "dana").await.unwrap().unwrap();
        assert_eq!(found.conversation, "a:3");
        assert_eq!(conversations::personal(db, at(own), "nobody").await.unwrap(), None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_end_is_told_once_and_a_new_beginning_undoes_it() {
    for scratch in databases().await {
        let db = &scratch.db;
        let own = workspace(db).await;
        conversations::keep(db, own, &channel("19:a", 1)).await.unwrap();
        assert!(conversations::end(db, at(own), "19:a", "the channel was deleted").await.unwrap());
        assert!(!conversations::end(db, at(own), "19:a", "again").await.unwrap());
        let over = conversations::find(db, at(own), "19:a").await.unwrap().unwrap();
        assert_eq!(over.ended.as_deref(), Some("the channel was deleted"));
        assert_eq!(conversations::all(db, own, "teams").await.unwrap(), []);
        conversations::keep(db, own, &channel("19:a", 2)).await.unwrap();
        assert_eq!(conversations::all(db, own, "teams").await.unwrap(), [channel("19:a", 2)]);
        assert_eq!(conversations::all(db, own, "slack").await.unwrap(), []);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_team_is_renamed_and_ended_with_its_channels() {
    for scratch in databases().await {
        let db = &scratch.db;
        let own = workspace(db).await;
        for id in ["19:a", "19:b", "19:team"] {
            conversations::keep(db, own, &channel(id, 1)).await.unwrap();
        }
        let apart = Conversation { container: Some("19:other".into()), ..channel("19:c", 1) };
        conversations::keep(db, own, &apart).await.unwrap();
        assert_eq!(conversations::rename_container(db, at(own), "19:team", "Income").await.unwrap(), 3);
        assert!(conversations::rename(db, at(own), "19:a", "Selling").await.unwrap());
        assert!(!conversations::rename(db, at(own), "19:nowhere", "Selling").await.unwrap());
        let named = conversations::find(db, at(own), "19:a").await.unwrap().unwrap();
        assert_eq!(
            (named.name.as_deref(), named.container_name.as_deref()),
            (Some("Selling"), Some("Income"))
        );
        assert_eq!(conversations::end_container(db, at(own), "19:team", "removed").await.unwrap(), 3);
        assert_eq!(conversations::all(db, own, "teams").await.unwrap(), [apart]);
        scratch.end().await;
    }
}
