//! The right local hour, whatever the clocks do; late with a word about it; too late not at all.

use std::sync::atomic::Ordering;

use mandorla::db::digests;

use crate::{
    support::databases,
    world::{World, hours, minutes},
};

#[tokio::test]
async fn nine_stays_nine_when_the_clocks_are_changed() {
    for scratch in databases().await {
        // A week before clocks are put forward in London, on 29 March 2026 at 01:00.
        let world = World::new(&scratch.db, "main", "2026-03-22T12:00:00Z").await;
        world.subscribe("C1", "weekly monday 09:00 Europe/London", "").await;
        world.subscribe("C2", "daily 01:30 Europe/London", "").await;
        let (mut nines, mut nights, mut posts) = (Vec::new(), Vec::new(), (0, 0));
        for _ in 0..(9 * 24 * 4) {
            world.passes(minutes(15)).await;
            let now = (world.chat.titles("C1").len(), world.chat.titles("C2").len());
            if now.0 > posts.0 {
                nines.push(world.london());
            }
            if now.1 > posts.1 {
                nights.push(world.london());
            }
            posts = now;
        }
        assert_eq!(nines, ["Mon 09:00", "Mon 09:00"]);
        // 01:30 does not come on that Sunday: it is due at the first instant after the gap.
        let daily = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].map(|day| format!("{day} 01:30"));
        let expected: Vec<String> =
            daily.into_iter().chain(["Sun 02:00", "Mon 01:30", "Tue 01:30"].map(str::to_owned)).collect();
        assert_eq!(nights, expected);
        assert!(world.states().await.iter().all(|state| state == "sent"));
        scratch.end().await;
    }
}

#[tokio::test]
async fn an_hour_that_comes_twice_brings_one_digest() {
    for scratch in databases().await {
        // Clocks are put back on 25 October 2026 at 02:00 in London.
        let world = World::new(&scratch.db, "main", "2026-10-24T12:00:00Z").await;
        world.subscribe("C1", "daily 01:30 Europe/London", "").await;
        for _ in 0..(4 * 24) {
            world.passes(minutes(15)).await;
        }
        assert_eq!(world.chat.titles("C1"), ["Digest of 2026-10-25 in Europe/London"]);
        scratch.end().await;
    }
}

#[tokio::test]
async fn a_wall_clock_that_jumps_back_posts_nothing_twice() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        world.subscribe("C1", "daily 09:00 UTC", "").await;
        for instant in
            ["2026-11-23T09:00:00Z", "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z", "2026-11-23T09:01:00Z"]
        {
            world.at(instant).await;
        }
        assert_eq!(world.chat.titles("C1").len(), 1);
        // The subscription is set back, as if a clock that went wrong had been believed.
        world.wall.set("2026-11-23T08:00:00Z");
        digests::pause(&world.db, world.workspace, 1).await.unwrap();
        mandorla::digest::standing::resume(&world.db, world.workspace, 1, world.wall.now()).await.unwrap();
        world.at("2026-11-23T09:00:00Z").await;
        assert_eq!(world.chat.titles("C1").len(), 1, "the same occurrence for ever");
        scratch.end().await;
    }
}

#[tokio::test]
async fn late_is_said_and_a_day_late_is_told() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        world.subscribe("C1", "weekly monday 09:00 UTC", "").await;
        world.subscribe("C2", "weekly monday 06:00 UTC", "").await;
        world.subscribe("C3", "daily 09:15 UTC", "").await;
        world.at("2026-11-23T09:30:00Z").await;
        assert_eq!(world.chat.titles("C1"), ["Digest of 2026-11-23 in UTC, 30 minutes late"]);
        assert_eq!(world.chat.titles("C2"), ["Digest of 2026-11-23 in UTC, 210 minutes late"]);
        assert_eq!(world.chat.titles("C3"), ["Digest of 2026-11-23 in UTC"], "fifteen minutes are forgiven");
        assert!(world.chat.told().is_empty());
        // Nobody is there for four days and a bit.
        world.at("2026-11-27T12:00:00Z").await;
        assert_eq!(world.chat.titles("C3")[1..], ["Digest of 2026-11-27 in UTC, 165 minutes late"]);
        let told = world.chat.told();
        assert_eq!(told.len(), 1, "one word for all of them: {told:?}");
        let (who, what) = &told[0];
        assert_eq!(who, "U1");
        assert!(what.contains("was not posted") && what.contains("3 days 2 hours 45 minutes"), "{what}");
        assert!(what.contains("2 that followed") && what.contains("digest now"), "{what}");
        world.passes(hours(1)).await;
        assert_eq!(world.chat.told().len(), 1);
        scratch.end().await;
    }
}

#[tokio::test]
async fn nothing_to_say_is_said_or_not_as_asked() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        let quiet = world.subscribe("C1", "daily 09:00 UTC", "empty").await;
        assert!(quiet.quiet);
        world.at("2026-11-23T09:00:00Z").await;
        assert_eq!(world.states().await, ["empty"]);
        assert_eq!(world.outcomes(quiet.id, "2026-11-23T09:00:00").await, ["empty"]);
        assert!(world.chat.state().posts.is_empty() && world.chat.told().is_empty());
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_is_the_same_is_put_together_once() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        for nth in 0..300 {
            world.subscribe(&format!("C{nth}"), "daily 09:00 UTC", ["", "in fintech"][nth % 2]).await;
        }
        world.at("2026-11-23T09:00:00Z").await;
        assert_eq!(world.chat.state().posts.len(), 300);
        assert_eq!(world.composer.composed.load(Ordering::Relaxed), 2);
        scratch.end().await;
    }
}
