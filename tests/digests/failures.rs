//! A chat that fails: tried again, looked for, or told; never posted twice.

use mandorla::db::{
    chats::members::{self, Member, User},
    digests, sql,
};

use crate::{
    stand_in::Fault,
    support::databases,
    world::{World, hours, minutes},
};

const NINE: &str = "2026-11-23T09:00:00Z";
const SLOT: &str = "2026-11-23T09:00:00";

async fn world(db: &mandorla::db::Db, filters: &str) -> World {
    let world = World::new(db, "main", "2026-11-22T12:00:00Z").await;
    world.subscribe("C1", "weekly monday 09:00 UTC", filters).await;
    world
}

#[tokio::test]
async fn the_platform_says_when_to_try_again() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Retry(120)]);
        world.at(NINE).await;
        world.passes(minutes(1)).await;
        assert_eq!(world.outcomes(1, SLOT).await, ["retry"], "not before it said");
        world.passes(minutes(2)).await;
        assert_eq!(world.outcomes(1, SLOT).await, ["retry", "sent"]);
        assert_eq!(world.chat.titles("C1").len(), 1);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_lost_answer_is_looked_for() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Lost]);
        world.at(NINE).await;
        world.passes(minutes(5)).await;
        assert_eq!(world.outcomes(1, SLOT).await, ["retry", "found"]);
        assert_eq!((world.chat.titles("C1").len(), world.states().await), (1, vec!["sent".to_owned()]));
        scratch.end().await;
    }
}

#[tokio::test]
async fn silence_is_given_up() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Silent]);
        world.at(NINE).await;
        world.passes(minutes(5)).await;
        assert_eq!(world.outcomes(1, SLOT).await, ["retry", "sent"]);
        assert_eq!((world.chat.titles("C1").len(), world.chat.state().looks), (1, 1));
        scratch.end().await;
    }
}

#[tokio::test]
async fn whoever_dies_between_posting_and_writing_is_found_out() {
    for scratch in databases().await {
        for (fault, outcome) in [(Fault::DiesAfter, "found"), (Fault::DiesBefore, "sent")] {
            let world = World::new(&scratch.db, outcome, "2026-11-22T12:00:00Z").await;
            world.subscribe("C1", "weekly monday 09:00 UTC", "").await;
            world.chat.fail("C1", &[fault]);
            world.wall.set(NINE);
            world.tick_and_die().await;
            world.tick().await;
            assert!(world.outcomes(1, SLOT).await.is_empty(), "lent until the lease has run out");
            world.passes(minutes(4)).await;
            assert_eq!(world.outcomes(1, SLOT).await, [outcome]);
            assert_eq!(world.chat.titles("C1").len(), 1);
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn rather_late_than_twice() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Lost]);
        world.chat.state().blind = 3;
        world.at(NINE).await;
        for _ in 0..4 {
            world.passes(minutes(30)).await;
        }
        assert_eq!(world.outcomes(1, SLOT).await, ["retry", "retry", "retry", "retry", "found"]);
        assert_eq!((world.chat.titles("C1").len(), world.chat.told().len()), (1, 0));
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_looked_for_all_day_is_told() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Lost]);
        world.chat.state().blind = usize::MAX;
        world.at(NINE).await;
        for _ in 0..49 {
            world.passes(minutes(30)).await;
        }
        assert_eq!((world.states().await, world.chat.titles("C1").len()), (vec!["failed".to_owned()], 1));
        let told = world.chat.told();
        assert_eq!(told.len(), 1);
        assert!(told[0].1.contains("may stand in the channel or not"), "{told:?}");
        scratch.end().await;
    }
}

/// Microsoft Teams is such a platform: a bot cannot read what it has posted.
#[tokio::test]
async fn where_nobody_may_look_the_owner_does_and_what_was_not_taken_is_posted_again() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.state().sightless = true;
        world.chat.fail("C1", &[Fault::Retry(60), Fault::Lost]);
        world.at(NINE).await;
        world.passes(minutes(2)).await;
        world.passes(minutes(2)).await;
        assert_eq!(world.outcomes(1, SLOT).await, ["retry", "retry", "unknown"]);
        assert_eq!((world.states().await, world.chat.titles("C1").len()), (vec!["failed".to_owned()], 1));
        let told = world.chat.told();
        assert_eq!(told.len(), 1);
        assert!(told[0].1.contains("may stand in the channel or not"), "{told:?}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_fails_all_day_is_told_once() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Retry(0); 500]);
        world.at(NINE).await;
        for _ in 0..48 {
            world.passes(minutes(29)).await;
        }
        let (_, _, state, done, _) = &world.occurrences().await[0];
        assert_eq!((state.as_str(), *done), ("open", false), "it is still tried");
        world.passes(hours(1)).await;
        world.passes(hours(1)).await;
        assert_eq!(world.states().await, ["failed"]);
        let outcomes = world.outcomes(1, SLOT).await;
        assert_eq!(outcomes.last().map(String::as_str), Some("late"));
        assert!((40..100).contains(&outcomes.len()), "{}", outcomes.len());
        let told = world.chat.told();
        assert_eq!(told.len(), 1);
        assert!(told[0].1.contains("the platform is busy"), "{told:?}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_cannot_do_better_is_told_at_once() {
    for scratch in databases().await {
        for (fault, outcome) in [(Fault::Gone, "gone"), (Fault::Refused, "refused")] {
            let world = World::new(&scratch.db, outcome, "2026-11-22T12:00:00Z").await;
            world.subscribe("C1", "weekly monday 09:00 UTC", "").await;
            world.chat.fail("C1", &[fault]);
            world.at(NINE).await;
            assert_eq!(world.states().await, ["failed"]);
            assert_eq!(world.outcomes(1, SLOT).await, [outcome]);
            let told = world.chat.told();
            assert_eq!((told.len(), told[0].0.as_str()), (1, "U1"));
            assert!(told[0].1.contains("tell me “digest stop 1”"), "{told:?}");
            world.at("2026-11-30T09:00:00Z").await;
            assert_eq!(world.chat.titles("C1"), ["Digest of 2026-11-30 in UTC"], "it is not paused");
        }
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_owner_who_cannot_be_reached_is_tried_again() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Gone]);
        world.chat.state().tell_faults.extend([Some(Fault::Retry(1)), Some(Fault::DiesBefore)]);
        world.at(NINE).await;
        assert!(world.chat.told().is_empty());
        world.wall.pass(minutes(15));
        world.tick_and_die().await;
        world.passes(minutes(15)).await;
        assert_eq!((world.chat.told().len(), world.states().await), (1, vec!["failed".to_owned()]));
        assert!(world.occurrences().await[0].4, "written down");
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_owner_who_is_gone_is_not_tried_for_ever() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        world.chat.fail("C1", &[Fault::Gone]);
        world.chat.state().tell_faults.push_back(Some(Fault::Gone));
        world.at(NINE).await;
        assert_eq!(world.states().await, ["failed"]);
        assert!(!world.occurrences().await[0].4, "nobody was told");
        scratch.end().await;
    }
}

/// An admin that the platform knows, and a member who may not inherit.
async fn colleagues(world: &World) {
    for (id, name, role) in [(0, "dana", "member"), (1, "mia", "member"), (2, "ada", "admin")] {
        let email = format!("{name}@acme.example");
        let text = "insert into colleagues (workspace_id, id, email, name, side, role, revision)
                    values ($1, $2, $3, $3, 'sales', $4, 1)";
        let colleague = sql(text).bind(world.workspace).bind(id).bind(email.clone()).bind(role.to_owned());
        colleague.exec(&world.db).await.unwrap();
        let user = User { platform: "slack", team: "T1", user: &format!("U{}", id + 1) };
        let member =
            Member { email: Some(email.to_uppercase()), linked: false, outsider: false, checked_at: 1 };
        members::put(&world.db, world.workspace, user, &member).await.unwrap();
    }
}

async fn owner(world: &World) -> (String, String) {
    let all = digests::list(&world.db, world.workspace).await.unwrap();
    (all[0].0.owner.clone(), all[0].0.owner_email.clone())
}

#[tokio::test]
async fn where_the_owner_cannot_be_told_an_admin_takes_over_and_is() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        colleagues(&world).await;
        world.chat.fail("C1", &[Fault::Refused]);
        world.chat.state().tell_faults.push_back(Some(Fault::Gone));
        world.at(NINE).await;
        let told = world.chat.told();
        assert_eq!((told.len(), told[0].0.as_str()), (1, "U3"));
        assert!(told[0].1.contains("it is yours now"), "{}", told[0].1);
        assert_eq!(owner(&world).await, ("U3".to_owned(), "ada@acme.example".to_owned()));
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_digest_goes_on_when_its_owner_has_left() {
    for scratch in databases().await {
        let world = world(&scratch.db, "").await;
        colleagues(&world).await;
        let left = Member { email: None, linked: false, outsider: true, checked_at: 2 };
        let dana = User { platform: "slack", team: "T1", user: "U1" };
        members::put(&world.db, world.workspace, dana, &left).await.unwrap();
        world.at(NINE).await;
        assert_eq!((world.states().await, world.chat.titles("C1").len()), (vec!["sent".to_owned()], 1));
        let told = world.chat.told();
        assert_eq!((told.len(), told[0].0.as_str()), (1, "U3"));
        assert!(told[0].1.contains("Digest No. 1 is yours now"), "{}", told[0].1);
        world.at("2026-11-30T09:00:00Z").await;
        assert_eq!((world.chat.titles("C1").len(), world.chat.told().len()), (2, 1), "told once");
        assert_eq!(owner(&world).await.0, "U3");
        scratch.end().await;
    }
}

#[tokio::test]
async fn where_others_read_the_names_are_kept_back_and_the_rest_comes() {
    for scratch in databases().await {
        let world = world(&scratch.db, "thread").await;
        // The first of the thread.
        world.chat.state().faults.entry("C1".to_owned()).or_default().extend([None, Some(Fault::Withheld)]);
        world.at(NINE).await;
        assert_eq!(world.states().await, ["sent"]);
        let texts: Vec<String> = world.chat.state().posts.iter().map(|post| post.text.clone()).collect();
        assert_eq!(texts.len(), 3);
        assert!(
            texts[1].starts_with("One") && texts[1].contains("kept back: guests read there"),
            "{texts:?}"
        );
        assert!(texts[2].starts_with("Two") && world.chat.told().is_empty(), "{texts:?}");
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_thread_goes_on_where_it_ended() {
    use Fault::{DiesAfter, Lost, Retry};
    for scratch in databases().await {
        for (name, faults) in [("lost", vec![Lost, Lost, Lost]), ("busy", vec![Retry(1), Retry(1), Retry(1)])]
        {
            let world = World::new(&scratch.db, name, "2026-11-22T12:00:00Z").await;
            world.subscribe("C1", "weekly monday 09:00 UTC", "thread").await;
            for fault in faults {
                // Each post fails once.
                world.chat.state().faults.entry("C1".to_owned()).or_default().extend([Some(fault), None]);
            }
            if name == "lost" {
                world.chat.state().faults.get_mut("C1").unwrap().retain(Option::is_some);
            }
            world.at(NINE).await;
            for _ in 0..5 {
                world.passes(minutes(10)).await;
            }
            whole(&world).await;
        }
        let world = World::new(&scratch.db, "death", "2026-11-22T12:00:00Z").await;
        world.subscribe("C1", "weekly monday 09:00 UTC", "thread").await;
        world.chat.fail("C1", &[DiesAfter, DiesAfter, DiesAfter]);
        world.wall.set(NINE);
        for _ in 0..3 {
            world.tick_and_die().await;
            world.wall.pass(minutes(4));
        }
        world.tick().await;
        whole(&world).await;
        scratch.end().await;
    }
}

/// One post, and its two in the thread, in order.
async fn whole(world: &World) {
    assert_eq!(world.states().await, ["sent"]);
    let state = world.chat.state();
    let texts: Vec<(&str, Option<&str>)> =
        state.posts.iter().map(|post| (post.text.trim(), post.thread.as_deref())).collect();
    assert_eq!(texts[1..], [("One", Some("M0")), ("Two", Some("M0"))]);
    assert_eq!(state.posts[0].thread, None);
    assert!(state.told.is_empty());
}

#[tokio::test]
async fn a_thread_that_cannot_be_ended_is_told() {
    for scratch in databases().await {
        let world = world(&scratch.db, "thread").await;
        world.chat.state().faults.entry("C1".to_owned()).or_default().extend([
            None,
            None,
            Some(Fault::Refused),
        ]);
        world.at(NINE).await;
        assert_eq!(world.states().await, ["sent"]);
        assert_eq!(world.outcomes(1, SLOT).await, ["sent", "refused"]);
        let told = world.chat.told();
        assert!(told.len() == 1 && told[0].1.contains("its thread ends after 1 posts"), "{told:?}");
        scratch.end().await;
    }
}
