//! What is kept about chats, on both databases: who let us in, who is who, and that nothing is taken up twice.

mod support;

use std::{collections::HashMap, sync::Arc, time::Duration};

use mandorla::db::{
    Db,
    chats::{
        handled::{self, FORGOTTEN, KEPT},
        installations::{self, Installation},
        members::{self, Member, User},
        once::Once,
        uploads,
    },
    sql, workspaces,
};
use support::{databases, sqlite};

const USER: User<'static> = User { platform: "slack", team: "T1", user: "U1" };

fn installation(team: &str, workspace: i64, tokens: &str) -> Installation {
    Installation {
        platform: "slack".to_owned(),
        team: team.to_owned(),
        workspace_id: workspace,
        name: "Acme".to_owned(),
        bot_user: "U0BOT".to_owned(),
        installer: Some("U1".to_owned()),
        scopes: "commands,chat:write".to_owned(),
        tokens: tokens.to_owned(),
        installed_at: 1,
        ended: None,
    }
}

#[tokio::test]
async fn an_installation_holds_until_it_ends_and_may_come_again() {
    for scratch in databases().await {
        let db = &scratch.db;
        let workspace = workspaces::ensure(db, "main", "UTC").await.unwrap();
        let first = installation("T1", workspace, "one");
        installations::put(db, &first).await.unwrap();
        installations::put(db, &installation("T2", workspace, "other")).await.unwrap();
        assert_eq!(installations::find(db, "slack", "T1").await.unwrap(), Some(first.clone()));
        assert_eq!(installations::find(db, "teams", "T1").await.unwrap(), None);
        assert!(installations::end(db, "slack", "T1", "app_uninstalled").await.unwrap());
        assert!(!installations::end(db, "slack", "T1", "tokens_revoked").await.unwrap());
        let ended = installations::find(db, "slack", "T1").await.unwrap().unwrap();
        assert_eq!((ended.ended.as_deref(), ended.tokens.as_str()), (Some("app_uninstalled"), ""));
        assert!(!installations::rotate(db, "slack", "T1", "", "new").await.unwrap(), "it is over");
        let held: Vec<String> =
            installations::all(db, "slack").await.unwrap().into_iter().map(|one| one.team).collect();
        assert_eq!(held, ["T2"]);
        let again =
            Installation { tokens: "two".to_owned(), installer: None, installed_at: 2, ..first.clone() };
        installations::put(db, &again).await.unwrap();
        assert_eq!(installations::find(db, "slack", "T1").await.unwrap(), Some(again));
        scratch.end().await;
    }
}

#[tokio::test]
async fn of_all_who_rotate_at_once_one_does() {
    for scratch in databases().await {
        let other = scratch.another().await;
        let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
        installations::put(&scratch.db, &installation("T1", workspace, "spent")).await.unwrap();
        let tasks: Vec<_> = (0..6)
            .map(|nth| {
                let db = if nth % 2 == 0 { scratch.db.clone() } else { other.clone() };
                tokio::spawn(async move {
                    let mine = format!("mine {nth}");
                    let won = installations::rotate(&db, "slack", "T1", "spent", &mine).await.unwrap();
                    won.then_some(mine)
                })
            })
            .collect();
        let mut winners = Vec::new();
        for task in tasks {
            winners.extend(task.await.unwrap());
        }
        let kept = installations::find(&other, "slack", "T1").await.unwrap().unwrap();
        assert_eq!(winners, [kept.tokens]);
        other.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_an_admin_has_linked_the_platform_does_not_change() {
    for scratch in databases().await {
        let db = &scratch.db;
        let workspace = workspaces::ensure(db, "main", "UTC").await.unwrap();
        let elsewhere = workspaces::ensure(db, "other", "UTC").await.unwrap();
        let said = |email: Option<&str>, outsider, checked_at| Member {
            email: email.map(str::to_owned),
            linked: false,
            outsider,
            checked_at,
        };
        assert_eq!(members::find(db, workspace, USER).await.unwrap(), None);
        members::put(db, workspace, USER, &said(Some("d@home.example"), true, 1)).await.unwrap();
        members::put(db, workspace, USER, &said(None, true, 2)).await.unwrap();
        assert_eq!(members::find(db, workspace, USER).await.unwrap(), Some(said(None, true, 2)));
        let link = async |email: &str| {
            let mut tx = db.begin().await.unwrap();
            members::link(&mut tx, workspace, USER, email).await.unwrap();
            tx.commit().await.unwrap();
        };
        link("dana@acme.example").await;
        let linked = |email: &str, outsider, at| Member { linked: true, ..said(Some(email), outsider, at) };
        let found = members::find(db, workspace, USER).await.unwrap();
        assert_eq!(found, Some(linked("dana@acme.example", true, 2)), "a guest stays a guest");
        members::put(db, workspace, USER, &said(Some("d@home.example"), false, 4)).await.unwrap();
        let found = members::find(db, workspace, USER).await.unwrap();
        assert_eq!(found, Some(linked("dana@acme.example", false, 4)));
        link("sam@acme.example").await;
        let found = members::find(db, workspace, USER).await.unwrap();
        assert_eq!(found, Some(linked("sam@acme.example", false, 4)));
        assert_eq!(members::find(db, elsewhere, USER).await.unwrap(), None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_picture_is_found_by_what_is_in_it() {
    for scratch in databases().await {
        let db = &scratch.db;
        let workspace = workspaces::ensure(db, "main", "UTC").await.unwrap();
        let find = async |team: &str| uploads::find(db, workspace, "slack", team, "hash").await.unwrap();
        assert_eq!(find("T1").await, None);
        uploads::put(db, workspace, ("slack", "T1"), ("hash", "F1"), 1).await.unwrap();
        uploads::put(db, workspace, ("slack", "T1"), ("hash", "F2"), 2).await.unwrap();
        assert_eq!(find("T1").await.as_deref(), Some("F2"));
        assert_eq!(find("T2").await, None);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_key_is_new_once() {
    for scratch in databases().await {
        let db = &scratch.db;
        let one = workspaces::ensure(db, "one", "UTC").await.unwrap();
        let two = workspaces::ensure(db, "two", "UTC").await.unwrap();
        let keys = |keys: &[(i64, &str)]| -> Vec<(i64, String)> {
            keys.iter().map(|(workspace, key)| (*workspace, (*key).to_owned())).collect()
        };
        let first = async |asked: &[(i64, &str)]| handled::first(db, &keys(asked), 7).await.unwrap();
        assert_eq!(first(&[]).await, Vec::<bool>::new());
        assert_eq!(first(&[(one, "b"), (one, "a"), (one, "b"), (two, "a")]).await, [true, true, false, true]);
        assert_eq!(first(&[(two, "b"), (one, "a")]).await, [true, false]);
        let many: Vec<(i64, String)> = (0..2_500).map(|nth| (one, format!("many {}", nth % 2_000))).collect();
        let new = handled::first(db, &many, 8).await.unwrap();
        assert!(new[..2_000].iter().all(|new| *new) && new[2_000..].iter().all(|new| !new));
        // Old ones go, a bounded number at a time.
        assert_eq!(handled::forget(db, one, 8).await.unwrap(), 2);
        assert_eq!(handled::forget(db, one, 9).await.unwrap(), FORGOTTEN as u64);
        assert_eq!(handled::forget(db, one, 9).await.unwrap(), 1_000);
        assert_eq!(handled::forget(db, one, 9).await.unwrap(), 0);
        assert_eq!(first(&[(two, "a"), (one, "a")]).await, [false, true]);
        scratch.end().await;
    }
}

/// Every key with the instant it was remembered at.
async fn remembered(db: &Db) -> HashMap<String, i64> {
    let rows: Vec<(String, i64)> = sql("select event_key, at from handled").all(db).await.unwrap();
    rows.into_iter().collect()
}

#[tokio::test]
async fn whoever_comes_while_others_are_written_is_written_with_the_next() {
    let scratch = sqlite().await;
    let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
    let other = scratch.another().await;
    let once = Once::new(scratch.db.clone());
    assert!(once.first(workspace, "warm", 0).await.unwrap());
    // Somebody else writes, so that the first one has to wait, and the others behind it.
    let lock = other.begin().await.unwrap();
    let mut tasks = Vec::new();
    for nth in 0..60_i64 {
        let once = once.clone();
        tasks.push(tokio::spawn(async move {
            let key = if nth == 0 { "ahead".to_owned() } else { format!("key {}", nth % 20) };
            (key.clone(), once.first(workspace, &key, nth).await.unwrap())
        }));
        // Its task runs until it waits, and so does the writer's.
        tokio::task::yield_now().await;
    }
    lock.commit().await.unwrap();
    let mut firsts: HashMap<String, u32> = HashMap::new();
    for task in tasks {
        let (key, first) = task.await.unwrap();
        *firsts.entry(key).or_default() += u32::from(first);
    }
    assert_eq!(firsts.len(), 21);
    assert!(firsts.values().all(|count| *count == 1), "{firsts:?}");
    // One transaction, one instant: that of its latest asker.
    let at = remembered(&scratch.db).await;
    assert_eq!(at["ahead"], 0);
    assert!((0..20).all(|nth| at[&format!("key {nth}")] == 59), "{at:?}");
    scratch.end().await;
}

#[tokio::test]
async fn replicas_agree_on_who_was_first() {
    for scratch in databases().await {
        let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
        let other = scratch.another().await;
        let replicas = [Once::new(scratch.db.clone()), Once::new(other.clone())];
        let mut tasks = Vec::new();
        for nth in 0..400_usize {
            let once = replicas[nth % 2].clone();
            // Each replica asks in an order of its own.
            let key = if nth % 2 == 0 { nth / 2 % 100 } else { 99 - nth / 2 % 100 };
            tasks
                .push(tokio::spawn(async move { once.first(workspace, &key.to_string(), 1).await.unwrap() }));
        }
        let mut firsts = 0;
        for task in tasks {
            firsts += u32::from(task.await.unwrap());
        }
        assert_eq!(firsts, 100);
        other.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_failing_database_is_told_to_everybody_and_outlived() {
    for scratch in databases().await {
        let db = &scratch.db;
        let workspace = workspaces::ensure(db, "main", "UTC").await.unwrap();
        let once = Once::new(db.clone());
        sql("alter table handled rename to away").exec(db).await.unwrap();
        let tasks: Vec<_> = (0..5)
            .map(|nth| {
                let once = once.clone();
                tokio::spawn(async move { once.first(workspace, &nth.to_string(), 1).await.unwrap_err() })
            })
            .collect();
        for task in tasks {
            let error: Arc<_> = task.await.unwrap();
            assert!(error.to_string().contains("handled"), "{error}");
        }
        sql("alter table away rename to handled").exec(db).await.unwrap();
        assert!(once.first(workspace, "1", 1).await.unwrap());
        assert!(once.first(workspace, "a\0b", 1).await.unwrap(), "NUL hurts nobody");
        scratch.end().await;
    }
}

/// An import holds SQLite's one lock for as long as it takes; who asks meanwhile is heard all the same.
#[tokio::test]
async fn during_an_import_everybody_is_let_in_once_and_written_down_afterwards() {
    let scratch = sqlite().await;
    let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
    let once = Once::new(scratch.db.clone());
    assert!(once.first(workspace, "before", 1).await.unwrap());
    let other = scratch.another().await;
    let mut import = other.begin().await.unwrap();
    workspaces::bump(&mut import, workspace).await.unwrap();

    let asked = ["before", "meanwhile", "meanwhile", "also"];
    let mut answers = Vec::new();
    for key in asked {
        answers.push(once.first(workspace, key, 2).await.unwrap());
    }
    assert_eq!(answers, [false, true, false, true]);
    assert!(!remembered(&other).await.contains_key("meanwhile"));

    import.commit().await.unwrap();
    for _ in 0..1_000 {
        if remembered(&other).await.contains_key("also") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let another = Once::new(other.clone());
    for key in asked {
        assert!(!another.first(workspace, key, 3).await.unwrap(), "{key}");
        assert!(!once.first(workspace, key, 3).await.unwrap(), "{key}");
    }
    assert!(once.first(workspace, "after", 3).await.unwrap());
    other.close().await;
    scratch.end().await;
}

#[tokio::test]
async fn old_keys_are_forgotten_now_and_then() {
    for scratch in databases().await {
        let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
        let once = Once::new(scratch.db.clone());
        let second = 1_000_000;
        for (key, at) in
            [("old", 0), ("later", 5 * second), ("now", KEPT + second), ("soon", KEPT + 9 * second)]
        {
            assert!(once.first(workspace, key, at).await.unwrap());
        }
        let left = async || {
            let mut left: Vec<String> = remembered(&scratch.db).await.into_keys().collect();
            left.sort();
            left
        };
        let wanted = ["later", "now", "soon"];
        for _ in 0..10_000 {
            if left().await == wanted {
                break;
            }
        }
        // "Soon" came too shortly after "now" to look again, or "later" would be gone.
        assert_eq!(left().await, wanted);
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_writer_ends_with_the_last_asker() {
    let scratch = sqlite().await;
    let workspace = workspaces::ensure(&scratch.db, "main", "UTC").await.unwrap();
    // What the pool does on the side comes and goes: the fewest tasks are those that stay.
    let lasting = async || {
        remembered(&scratch.db).await;
        let mut fewest = usize::MAX;
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(1)).await;
            fewest = fewest.min(tokio::runtime::Handle::current().metrics().num_alive_tasks());
        }
        fewest
    };
    let once = Once::new(scratch.db.clone());
    let clone = once.clone();
    drop(once);
    assert!(clone.first(workspace, "a", 1).await.unwrap());
    let with_a_writer = lasting().await;
    drop(clone);
    assert!(lasting().await < with_a_writer);
    scratch.end().await;
}
