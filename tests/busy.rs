//! While an import holds the database, on both databases: questions are answered, and what somebody wants to change is
//! put off in words instead of keeping everybody waiting.

mod support;

use std::{sync::Arc, time::Duration};

use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::ActionKind,
    chat::text,
    db::{Db, workspaces},
    questions::{Answer, Status},
};
use support::{NOW, company, databases};

/// Longer than anybody waits who is not waiting for ever.
const STUCK: Duration = Duration::from_secs(120);

async fn say(bot: &Bot, text: &str) -> Answer {
    let place = Place::Channel { id: "slack:T1/C1".to_owned() };
    let at = NOW.parse().expect("an instant");
    let ask = Ask { who: Who::Operator, place, text: text.to_owned(), at };
    let answer = tokio::time::timeout(STUCK, bot.answer(&ask)).await.expect("nobody waits for ever");
    Arc::unwrap_or_clone(answer.expect("the database works"))
}

fn confirm(answer: &Answer) -> String {
    assert_eq!(answer.status, Status::Confirm, "{}", text::render(&answer.card));
    let mut actions = answer.card.actions.iter();
    actions.find(|action| action.kind == ActionKind::Confirm).expect("a button").text.clone()
}

fn is_put_off(answer: &Answer) -> bool {
    let said = text::render(&answer.card);
    answer.status == Status::NotFound && said.contains("import is running, so nothing was changed")
}

#[tokio::test]
async fn an_action_during_an_import_is_put_off_in_words_and_works_afterwards() {
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let code = confirm(&say(&bot, "log a call with Lars Holm today").await);
        let other = scratch.another().await;
        let mut import = other.begin().await.expect("nobody else writes");
        workspaces::bump(&mut import, workspace).await.expect("nobody else writes");

        let (yes, asked, proposed) = tokio::join!(
            say(&bot, &code),
            say(&bot, "reached Lars Holm"),
            say(&bot, "log a meeting with Lars Holm today"),
        );
        assert!(is_put_off(&yes), "{}", text::render(&yes.card));
        // The offer's own buttons are gone in a chat; this one stands for them.
        let again = &yes.card.actions[0];
        assert_eq!((again.kind, &again.text), (ActionKind::Confirm, &code));
        assert_eq!(asked.data["sales"]["touches"], 0);
        // PostgreSQL keeps one row from us, not the whole file.
        assert!(!scratch.is_sqlite() || is_put_off(&proposed), "{}", text::render(&proposed.card));

        import.commit().await.expect("room on the disk");
        assert_eq!(say(&bot, &code).await.status, Status::Done, "the same yes counts afterwards");
        assert_eq!(say(&bot, "reached Lars Holm").await.data["sales"]["touches"], 1);
        confirm(&say(&bot, "log a meeting with Lars Holm today").await);
        other.close().await;
        scratch.end().await;
    }
}

/// Every answer catches up with what has just been written; nobody may hold on to the memory meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn imports_between_any_two_steps_of_an_answer_stop_nobody() {
    const ROUNDS: usize = 60;
    for scratch in databases().await {
        let workspace = company(&scratch.db).await;
        let bot = Bot::new(scratch.db.clone(), workspace);
        let other = scratch.another().await;
        let writing = async {
            for _ in 0..ROUNDS {
                write(&other, workspace).await;
            }
        };
        let asking = async |texts: [&str; 2]| {
            for text in texts.iter().cycle().take(ROUNDS) {
                say(&bot, text).await;
            }
        };
        tokio::join!(
            writing,
            asking(["digest weekly monday 09:00 in fintech", "digest list"]),
            asking(["digest daily 08:00 tier 1", "log a call with Lars Holm today"]),
            asking(["overlap", "link"]),
        );
        other.close().await;
        scratch.end().await;
    }
}

async fn write(db: &Db, workspace: i64) {
    let mut tx = db.begin().await.expect("a writer's turn comes");
    workspaces::bump(&mut tx, workspace).await.expect("the workspace is there");
    tx.commit().await.expect("room on the disk");
}
