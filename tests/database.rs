//! The database's own promises: locks, confirmations, the touch log, and errors that name the next step.

mod support;

use std::{collections::HashMap, time::Duration};

use mandorla::db::{
    Db, DbError, confirmations,
    confirmations::Taken,
    sql, touch_log,
    touch_log::{Logged, PART},
    workspaces,
};
use support::{Scratch, databases, sqlite};

#[tokio::test]
async fn a_workspace_is_made_once_whoever_comes_first() {
    for scratch in databases().await {
        let other = scratch.another().await;
        let ensure = |db: &Db, name: &'static str| {
            let db = db.clone();
            tokio::spawn(async move { workspaces::ensure(&db, name, "Europe/London").await.unwrap() })
        };
        let mut tasks = Vec::new();
        for _ in 0..6 {
            tasks.push(ensure(&scratch.db, "Default"));
            tasks.push(ensure(&other, "Default"));
        }
        let third = ensure(&other, "Another");
        let mut ids = Vec::new();
        for task in tasks {
            ids.push(task.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_ne!(third.await.unwrap(), ids[0]);
        let wrong = workspaces::ensure(&other, "Third", "Europe/Londonn").await.unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "\"Europe/Londonn\" is not the name of a time zone: write one such as Europe/London"
        );
        other.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn several_processes_migrate_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.db").display());
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move {
                let db = Db::open(&url).await.unwrap();
                db.migrate().await.unwrap();
                db.close().await;
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

/// Says yes in a transaction of its own.
async fn take(db: &Db, workspace: i64, code: &str, asker: &str, now: i64) -> Taken {
    let mut tx = db.begin().await.unwrap();
    let taken = confirmations::take(&mut tx, workspace, code, asker, now).await.unwrap();
    if matches!(taken, Taken::Go(_)) {
        workspaces::bump(&mut tx, workspace).await.unwrap();
    }
    tx.commit().await.unwrap();
    taken
}

#[tokio::test]
async fn a_yes_counts_once_however_many_say_it() {
    for scratch in databases().await {
        let (db, other) = (&scratch.db, scratch.another().await);
        let workspace = workspaces::ensure(db, "test", "UTC").await.unwrap();
        let action = r#"{"do":"it"}"#;
        let code = confirmations::propose(db, workspace, "dana", action, 1_000).await.unwrap();
        assert_eq!(code.len(), 6);
        assert_eq!(take(db, workspace, &code, "sam", 500).await, Taken::NotYours);
        let mut tasks = Vec::new();
        for nth in 0..8 {
            let (db, code) = (if nth % 2 == 0 { db.clone() } else { other.clone() }, code.to_lowercase());
            tasks.push(tokio::spawn(async move { take(&db, workspace, &code, "dana", 500).await }));
        }
        let mut taken = Vec::new();
        for task in tasks {
            taken.push(task.await.unwrap());
        }
        assert_eq!(taken.iter().filter(|taken| **taken == Taken::Go(action.to_owned())).count(), 1);
        assert_eq!(taken.iter().filter(|taken| **taken == Taken::Done).count(), 7);
        assert_eq!(workspaces::revision(db, workspace).await.unwrap(), 1);
        let late = confirmations::propose(db, workspace, "dana", "{}", 1_000).await.unwrap();
        assert_eq!(take(db, workspace, &late, "dana", 1_000).await, Taken::Expired);
        assert_eq!(take(db, workspace, "222222", "dana", 0).await, Taken::Unknown);
        // What fails is undone, and may be tried again.
        let again = confirmations::propose(db, workspace, "dana", "{}", 1_000).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        confirmations::take(&mut tx, workspace, &again, "dana", 1).await.unwrap();
        tx.rollback().await.unwrap();
        assert_eq!(take(db, workspace, &again, "dana", 2).await, Taken::Go("{}".to_owned()));
        other.close().await;
        scratch.end().await;
    }
}

fn logged(id: u32, at: i64) -> Logged {
    Logged {
        person: id % 5,
        id,
        at,
        campaign: None,
        content: None,
        colleague: None,
        source: 0,
        kind: 2,
        channel: 1,
    }
}

/// What a reader knows: each touch as it came last.
async fn read(scratch: &Scratch, workspace: i64, since: i64, known: &mut HashMap<u32, Logged>) -> i64 {
    let mut tx = scratch.db.begin_reading().await.unwrap();
    let revision = workspaces::revision(&mut tx, workspace).await.unwrap();
    touch_log::since(&mut tx, workspace, since, |touch| {
        known.insert(touch.id, touch);
        Ok(())
    })
    .await
    .unwrap();
    revision
}

#[tokio::test]
async fn small_parts_are_merged_and_no_reader_notices() {
    for scratch in databases().await {
        let db = &scratch.db;
        let workspace = workspaces::ensure(db, "test", "UTC").await.unwrap();
        let mut truth: HashMap<u32, Logged> = HashMap::new();
        let mut readers: Vec<(i64, HashMap<u32, Logged>)> = vec![(-1, HashMap::new()); 3];
        let mut next = 0;
        let mut most = 0;
        for step in 0..650_u32 {
            let mut tx = db.begin().await.unwrap();
            let revision = workspaces::bump(&mut tx, workspace).await.unwrap();
            // Now and then an import, too large to be merged; otherwise single touches, every third an old one.
            let touches: Vec<Logged> = match step % 250 {
                120 => (next..next + PART as u32 / 4).map(|id| logged(id, i64::from(step))).collect(),
                _ if step % 3 == 2 => vec![logged(step * 7 % next, i64::from(step))],
                _ => vec![logged(next, i64::from(step))],
            };
            next = next.max(touches.iter().map(|touch| touch.id + 1).max().unwrap());
            touch_log::append(&mut tx, workspace, revision, next, &touches).await.unwrap();
            tx.commit().await.unwrap();
            truth.extend(touches.iter().map(|touch| (touch.id, *touch)));
            for (nth, (since, known)) in readers.iter_mut().enumerate() {
                if step % [1, 20, 230][nth] == 0 {
                    *since = read(&scratch, workspace, *since, known).await;
                    assert!(step % 10 > 0 || *known == truth, "step {step}, reader {nth}");
                }
            }
            let (parts,): (i64,) = sql("select count(*) from touch_log").one(db).await.unwrap();
            most = most.max(parts);
        }
        assert!((190..220).contains(&most), "{most} parts");
        let mut whole = HashMap::new();
        read(&scratch, workspace, -1, &mut whole).await;
        assert!(whole == truth);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_writer_waits_for_another_and_readers_wait_for_nobody() {
    let scratch = sqlite().await;
    let other = scratch.another().await;
    let workspace = workspaces::ensure(&scratch.db, "test", "UTC").await.unwrap();
    let mut import = scratch.db.begin().await.unwrap();
    workspaces::bump(&mut import, workspace).await.unwrap();
    let busy = other.begin_within(Duration::from_millis(300)).await.err().unwrap();
    assert_eq!(busy.to_string(), "another import is writing; try again when it has ended");
    assert_eq!(workspaces::revision(&other, workspace).await.unwrap(), 0);
    other.migrate().await.expect("nothing to be done, so nothing to wait for");
    let waiting = tokio::spawn(async move {
        let mut tx = other.begin().await.unwrap();
        let revision = workspaces::bump(&mut tx, workspace).await.unwrap();
        tx.commit().await.unwrap();
        other.close().await;
        revision
    });
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!waiting.is_finished());
    import.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap(), 2);
    scratch.end().await;
}

#[tokio::test]
async fn a_full_disk_changes_nothing_and_says_so() {
    let scratch = sqlite().await;
    let workspace = workspaces::ensure(&scratch.db, "test", "UTC").await.unwrap();
    let mut tx = scratch.db.begin().await.unwrap();
    sql("pragma max_page_count = 1").exec(&mut tx).await.unwrap();
    let revision = workspaces::bump(&mut tx, workspace).await.unwrap();
    let touches: Vec<Logged> = (0..50_000).map(|id| logged(id, 0)).collect();
    let full = touch_log::append(&mut tx, workspace, revision, 50_000, &touches).await.unwrap_err();
    assert!(matches!(full, DbError::Disk(_)), "{full}");
    assert!(full.to_string().contains("nothing was changed"));
    drop(tx);
    assert_eq!(workspaces::revision(&scratch.db, workspace).await.unwrap(), 0);
    scratch.end().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let open = async |name: &str| Db::open(&format!("sqlite:{}", at(name).display())).await.unwrap_err();
    assert!(matches!(open("nowhere/x.db").await, DbError::NoFolder(path, _) if path == at("nowhere")));
    std::fs::write(at("letter.txt"), "Dear database, ".repeat(100)).unwrap();
    assert!(matches!(open("letter.txt").await, DbError::NotADatabase(path) if path == at("letter.txt")));
    std::fs::create_dir(at("folder")).unwrap();
    assert!(matches!(open("folder").await, DbError::CannotOpen(path) if path == at("folder")));
    assert!(matches!(Db::open("mysql://x").await.unwrap_err(), DbError::Url(_)));
}
