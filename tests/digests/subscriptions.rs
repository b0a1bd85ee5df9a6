//! Subscribe, list, pause, resume, stop.

use mandorla::{
    db::digests::{self, Subscribed},
    digest::standing,
};

use crate::{
    stand_in::Fault,
    support::databases,
    world::{World, hours, minutes},
};

const WEEKLY: &str = "weekly monday 09:00 Europe/London";
/// A Sunday.
const SUNDAY: &str = "2026-11-22T12:00:00Z";

#[tokio::test]
async fn a_second_one_of_the_same_kind_is_told_as_such() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", SUNDAY).await;
        let first = world.subscribe("C1", WEEKLY, "in fintech").await;
        assert_eq!((first.id, first.next_slot.as_str()), (1, "2026-11-23T09:00:00"));
        let again = world.try_subscribe("C1", "daily 08:00 UTC", " in  fintech ").await;
        assert_eq!(again, Subscribed::Standing(first.clone()));
        let others =
            [world.subscribe("C1", WEEKLY, "").await, world.subscribe("C2", WEEKLY, "in fintech").await];
        assert_eq!(others.map(|other| other.id), [2, 3]);
        assert!(digests::pause(&world.db, world.workspace, 1).await.unwrap());
        let again = world.try_subscribe("C1", WEEKLY, "in fintech").await;
        assert!(matches!(again, Subscribed::Standing(standing) if standing.paused && standing.id == 1));
        assert!(digests::stop(&world.db, world.workspace, 1, 5).await.unwrap());
        assert!(!digests::stop(&world.db, world.workspace, 1, 6).await.unwrap());
        assert_eq!(world.subscribe("C1", WEEKLY, "in fintech").await.id, 4);
        scratch.end().await;
    }
}

#[tokio::test]
async fn of_all_who_subscribe_at_once_one_is_new() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", SUNDAY).await;
        let tries = (0..8).map(|nth| {
            let channel = if nth % 2 == 0 { "C1" } else { "C2" };
            world.try_subscribe(channel, WEEKLY, "")
        });
        let tries = futures_util::future::join_all(tries).await;
        let new = tries.iter().filter(|tried| matches!(tried, Subscribed::New(_))).count();
        assert_eq!((new, digests::list(&world.db, world.workspace).await.unwrap().len()), (2, 2));
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_list_tells_what_really_happened_the_last_time() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", SUNDAY).await;
        world.subscribe("C1", WEEKLY, "").await;
        world.subscribe("C2", WEEKLY, "").await;
        let last = async || -> Vec<Option<(String, String)>> {
            let listed = digests::list(&world.db, world.workspace).await.unwrap();
            listed.into_iter().map(|(_, last)| last.map(|last| (last.slot, last.outcome))).collect()
        };
        assert_eq!(last().await, [None, None]);
        world.chat.fail("C2", &[Fault::Retry(60), Fault::Gone]);
        world.at("2026-11-23T09:00:00Z").await;
        let slot = || "2026-11-23T09:00:00".to_owned();
        let told = |outcome: &str| Some((slot(), outcome.to_owned()));
        assert_eq!(last().await, [told("sent"), told("retry")]);
        world.passes(minutes(5)).await;
        assert_eq!(last().await, [told("sent"), told("gone")]);
        let listed = digests::list(&world.db, world.workspace).await.unwrap();
        assert_eq!(listed[1].0.next_slot, "2026-11-30T09:00:00", "a failure pauses nothing");
        assert!(!listed[1].0.paused);
        let elsewhere = World::new(&scratch.db, "other", SUNDAY).await;
        assert!(digests::list(&world.db, elsewhere.workspace).await.unwrap().is_empty());
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_was_paused_is_not_made_up_for() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", SUNDAY).await;
        let daily = world.subscribe("C1", "daily 09:00 Europe/London", "").await;
        let resume =
            async || standing::resume(&world.db, world.workspace, daily.id, world.wall.now()).await.unwrap();
        assert!(!resume().await, "it was not paused");
        assert!(digests::pause(&world.db, world.workspace, daily.id).await.unwrap());
        assert!(!digests::pause(&world.db, world.workspace, daily.id).await.unwrap());
        world.at("2026-11-23T09:00:00Z").await;
        world.wall.set("2026-11-25T10:00:00Z");
        assert!(resume().await);
        world.tick().await;
        assert!(world.chat.titles("C1").is_empty(), "nothing of the past");
        world.at("2026-11-26T09:00:00Z").await;
        assert_eq!(world.chat.titles("C1"), ["Digest of 2026-11-26 in Europe/London"]);
        assert!(world.chat.told().is_empty());
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_was_begun_before_a_pause_or_a_stop_is_not_posted() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", SUNDAY).await;
        for channel in ["C1", "C2", "C3"] {
            world.subscribe(channel, WEEKLY, "").await;
            world.chat.fail(channel, &[Fault::Retry(60)]);
        }
        world.at("2026-11-23T09:00:00Z").await;
        digests::pause(&world.db, world.workspace, 1).await.unwrap();
        digests::stop(&world.db, world.workspace, 2, world.wall.now().as_microsecond()).await.unwrap();
        // Paused and resumed before anybody looked.
        digests::pause(&world.db, world.workspace, 3).await.unwrap();
        world.wall.pass(minutes(1));
        standing::resume(&world.db, world.workspace, 3, world.wall.now()).await.unwrap();
        world.passes(hours(1)).await;
        assert_eq!(world.states().await, ["skipped", "skipped", "skipped"]);
        assert!(world.chat.state().posts.is_empty() && world.chat.told().is_empty());
        scratch.end().await;
    }
}
