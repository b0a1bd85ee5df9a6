//! What must not happen to an account database, whatever happens around it: the power goes while a file is coming in,
//! the disk is full, two people import at once, somebody asks in the middle of it all.

#[path = "support/binary.rs"]
mod binary;
mod support;

use std::{
    process::{Child, Stdio},
    time::Duration,
};

use binary::Shell;
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    db::{Db, sql, workspaces},
    export::Export,
    intake::rows::Kind,
    questions::Status,
    sample::{self, Options, Written},
};
use rand::Rng;
use support::{Scratch, databases};

const FILES: [&str; 5] = ["s/team.csv", "s/accounts.csv", "s/people.csv", "s/content.csv", "s/touches.csv"];

/// Writes a sample of so many touches to the folder `s`.
fn sample(shell: &Shell, touches: u64) -> Written {
    let until = jiff::civil::date(2026, 11, 20);
    let options = Options { accounts: 100, touches, ..Options::new(until) };
    sample::write(&shell.path("s"), &options, &mut |_| {}).unwrap()
}

/// Begins to import files into a database.
fn import(shell: &Shell, url: &str, files: &[&str]) -> Child {
    let words = [&["import", "--database-url", url], files].concat();
    shell.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for an import that must succeed; what it said.
fn succeeds(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    text
}

/// Rows of each kind, as an export has them.
async fn rows(db: &Db) -> [u64; 5] {
    let Some(workspace) = workspaces::by_name(db, "main").await.unwrap() else { return [0; 5] };
    let export = Export { db, workspace, now: 0, selection: None };
    let mut rows = [0; 5];
    for (count, kind) in rows.iter_mut().zip(Kind::ALL) {
        *count = export.write(kind, std::io::sink()).await.unwrap().rows;
    }
    rows
}

fn all(written: &Written) -> [u64; 5] {
    [written.team, written.accounts, written.people, written.content, written.touches]
}

/// What an import must leave behind, however it ended.
async fn sound(scratch: &Scratch, db: &Db) {
    if scratch.is_sqlite() {
        let (verdict,): (String,) = sql("pragma integrity_check").one(db).await.unwrap();
        assert_eq!(verdict, "ok");
        let dangling: Vec<(String,)> = sql("pragma foreign_key_check").all(db).await.unwrap();
        assert!(dangling.is_empty());
    }
    // The log of touches was written with the touches.
    let (touches,): (i64,) = sql("select count(*) from touches").one(db).await.unwrap();
    let (next,): (i64,) = sql("select coalesce(max(next_id), 0) from touch_log").one(db).await.unwrap();
    assert_eq!(touches, next);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_leaves_whole_files_only() {
    const KILLS: u32 = 6;
    for scratch in databases().await {
        let shell = Shell::new();
        let written = sample(&shell, 12_000);
        let mut cut_short = 0;
        let mut longest = Duration::from_millis(2_500);
        for kill in 0..KILLS {
            // Beginning and end, and moments between.
            let after = longest.mul_f64(match kill {
                0 => 0.1,
                _ => rand::rng().random_range(0.1..1.0),
            });
            let mut child = import(&shell, &scratch.url, &FILES);
            tokio::time::sleep(after).await;
            child.kill().unwrap();
            cut_short += u32::from(!child.wait().unwrap().success());

            let db = scratch.another().await;
            let found = rows(&db).await;
            let whole = found.iter().zip(all(&written)).all(|(found, all)| *found == 0 || *found == all);
            assert!(whole, "killed after {after:?}: {found:?} of {:?}", all(&written));
            sound(&scratch, &db).await;
            db.close().await;
            if found[4] > 0 {
                longest = after; // all of it came in: earlier moments are more telling
                empty(&scratch).await;
            }
        }
        assert!(cut_short > 0, "every import ended before it was killed");
        succeeds(import(&shell, &scratch.url, &FILES));
        assert_eq!(rows(&scratch.db).await, all(&written));
        sound(&scratch, &scratch.db).await;
        scratch.end().await;
    }
}

/// Takes the touches away again.
async fn empty(scratch: &Scratch) {
    for table in ["touch_log", "touches"] {
        sql(format!("delete from {table}")).exec(&scratch.db).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_importers_come_one_after_the_other() {
    for scratch in databases().await {
        let shell = Shell::new();
        let written = sample(&shell, 4_000);
        // A database that nobody has opened yet: both want to make it.
        let fresh = format!("sqlite:{}", shell.path("fresh.db").display());
        let url = if scratch.is_sqlite() { &fresh } else { &scratch.url };
        let both = [import(&shell, url, &FILES), import(&shell, url, &FILES)];
        let said: String = both.map(succeeds).concat();
        assert_eq!(said.matches(" 0 rejected").count(), 10, "{said}");
        assert_eq!(said.matches("s/touches.csv (touches): 4000 new").count(), 1, "{said}");
        let db = Db::open(url).await.unwrap();
        assert_eq!(rows(&db).await, all(&written));
        sound(&scratch, &db).await;
        db.close().await;
        scratch.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered_while_a_file_comes_in() {
    for scratch in databases().await {
        let shell = Shell::new();
        let written = sample(&shell, 20_000);
        succeeds(import(&shell, &scratch.url, &FILES[..4]));
        let workspace = workspaces::by_name(&scratch.db, "main").await.unwrap().unwrap();
        let bot = Bot::new(scratch.db.clone(), workspace);
        let ask = Ask {
            who: Who::Operator,
            place: Place::Private,
            text: "what is our overlap?".to_owned(),
            at: "2026-11-20T12:00:00Z".parse().unwrap(),
        };
        let mut child = import(&shell, &scratch.url, &FILES[4..]);
        let (mut during, mut contacted) = (0, Vec::new());
        loop {
            let running = child.try_wait().unwrap().is_none();
            let answer = tokio::time::timeout(Duration::from_secs(5), bot.answer(&ask)).await;
            let answer = answer.expect("nobody waits for an import").unwrap();
            assert_eq!(answer.status, Status::Answered);
            contacted.push(answer.data["sales"].as_u64().unwrap());
            let touches = rows(&scratch.db).await[4];
            assert!(touches == 0 || touches == written.touches, "half an import is seen: {touches}");
            if !running {
                break;
            }
            during += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        succeeds(child);
        assert!(during > 1, "the import was too quick to ask anything");
        contacted.dedup();
        assert_eq!(contacted.last(), Some(&written.contacted));
        assert!(contacted.len() <= 2, "{contacted:?}");
        scratch.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[cfg(target_os = "linux")]
async fn a_full_disk_changes_nothing() {
    let scratch = support::sqlite().await;
    let shell = Shell::new();
    let written = sample(&shell, 30_000);
    succeeds(import(&shell, &scratch.url, &FILES[..4]));
    let before = rows(&scratch.db).await;
    // No file may grow beyond 2 MiB: as a full disk, but for this one process.
    let program = env!("CARGO_BIN_EXE_mandorla");
    let script = format!(
        "trap '' XFSZ; ulimit -f 4096; exec '{program}' import --database-url '{}' s/touches.csv",
        scratch.url
    );
    let mut full = std::process::Command::new("sh");
    let output = full.args(["-c", &script]).current_dir(shell.folder()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("the disk is full or failing"), "{said}");
    assert!(said.contains("nothing was changed. Make room"), "{said}");
    assert_eq!(rows(&scratch.db).await, before);
    sound(&scratch, &scratch.db).await;
    // Room was made.
    succeeds(import(&shell, &scratch.url, &FILES[4..]));
    assert_eq!(rows(&scratch.db).await, all(&written));
    scratch.end().await;
}
