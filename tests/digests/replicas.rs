//! Several replicas on one database: each occurrence is one's at a time, and whoever lost it writes nothing.

use std::{
    collections::HashSet,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use mandorla::{
    db::{
        digests::{self, Held, Lease, Marked},
        sql,
    },
    digest::delivery::{Clock, Leases, Patience},
};
use tokio_util::sync::CancellationToken;

use crate::{
    stand_in::Fault,
    support::databases,
    world::{World, hours, patience},
};

const NINE: &str = "2026-11-23T09:00:00Z";

#[tokio::test]
async fn two_clocks_post_everything_once() {
    for scratch in databases().await {
        let mut world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        for nth in 0..150 {
            world.subscribe(&format!("C{}", nth % 20), "daily 09:00 UTC", &format!("filter {nth}")).await;
        }
        // Nothing is slow here but a busy machine.
        let patience = Patience { post: Duration::from_secs(30), ..patience() };
        let first = world.patient(5, patience);
        world.db = scratch.another().await;
        let second = world.patient(-5, patience);
        for day in 23..26 {
            world.wall.set(&format!("2026-11-{day}T09:00:10Z"));
            let (one, other) = tokio::join!(first.tick(), second.tick());
            // Replicas that began the same at once may be told so by the database; they look again.
            if one.is_err() || other.is_err() {
                first.tick().await.unwrap();
            }
        }
        let posts = world.chat.state().posts.clone();
        let marks: HashSet<&str> = posts.iter().map(|post| post.mark.as_str()).collect();
        assert_eq!((posts.len(), marks.len()), (450, 450));
        world.db.close().await;
        scratch.end().await;
    }
}

#[tokio::test]
async fn in_a_channel_digests_come_in_order() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        for minute in (0..40).rev() {
            world.subscribe("C1", &format!("daily 09:{minute:02} UTC"), &format!("filter {minute}")).await;
        }
        world.at("2026-11-23T10:00:00Z").await;
        let late = world.chat.titles("C1");
        let minutes: Vec<&str> = late.iter().map(|title| title.split(' ').nth(5).unwrap()).collect();
        let expected: Vec<String> = (21..=60).rev().map(|minutes| minutes.to_string()).collect();
        assert_eq!(minutes, expected);
        scratch.end().await;
    }
}

#[tokio::test]
async fn only_the_borrower_writes() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        world.subscribe("C1", "daily 09:00 UTC", "").await;
        world.chat.fail("C1", &[Fault::Retry(0)]);
        world.at(NINE).await;
        let (db, now) = (&world.db, (world.wall.now() + hours(1)).as_microsecond());
        let lease = |owner, seconds: i64| Lease { owner, until: now + seconds * 1_000_000 };
        let claim = async |lease, ended| digests::claim(db, lease, now, ended, 10).await.unwrap();
        let mut mine = claim(lease("me", 10), now).await;
        assert_eq!(mine.len(), 1);
        let mine = mine.remove(0);
        assert!(claim(lease("you", 10), now).await.is_empty(), "it is lent");
        assert_eq!(digests::renew(db, &mine.key, lease("me", 20)).await.unwrap(), Held::Yes);
        assert_eq!(digests::renew(db, &mine.key, lease("you", 20)).await.unwrap(), Held::Lost);
        // The lease has run out by more than clocks may differ.
        let yours = claim(lease("you", 90), now + 21_000_000).await.remove(0);
        assert_eq!(yours.key, mine.key);
        assert_eq!(digests::renew(db, &mine.key, lease("me", 20)).await.unwrap(), Held::Lost);
        assert_eq!(digests::mark(db, &mine.key, lease("me", 20)).await.unwrap(), Marked::Lost);
        assert_eq!(
            digests::save(db, &mine.key, lease("me", 20), &mine.progress, None).await.unwrap(),
            Held::Lost
        );
        assert_eq!(digests::give_back(db, &mine.key, "me", 0).await.unwrap(), Held::Lost);
        assert_eq!(digests::mark(db, &mine.key, lease("you", 20)).await.unwrap(), Marked::Yes);
        digests::pause(db, world.workspace, 1).await.unwrap();
        assert_eq!(digests::mark(db, &mine.key, lease("you", 20)).await.unwrap(), Marked::Inactive);
        assert_eq!(digests::give_back(db, &mine.key, "you", 0).await.unwrap(), Held::Yes);
        let again = claim(lease("me", 10), now).await.remove(0);
        assert!(again.progress.posting && !again.active);
        scratch.end().await;
    }
}

#[tokio::test]
async fn whoever_is_told_to_stop_finishes_and_gives_back() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        for nth in 0..200 {
            // All in one channel: most of them wait.
            world.subscribe("C1", "daily 09:00 UTC", &format!("filter {nth}")).await;
        }
        world.wall.set(NINE);
        let stop = CancellationToken::new();
        let running = tokio::spawn(world.ahead(0).run(stop.clone()));
        while world.chat.state().posts.len() < 5 {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        running.await.unwrap();
        let posted = world.chat.state().posts.len();
        let occurrences = world.occurrences().await;
        let sent = occurrences.iter().filter(|(_, _, state, ..)| state == "sent").count();
        assert_eq!((occurrences.len(), sent), (200, posted), "what is on its way is finished");
        assert!(posted < 200, "nothing new is begun");
        // Another one goes on at once: nothing is lent.
        world.tick().await;
        assert_eq!(world.chat.state().posts.len(), 200);
        scratch.end().await;
    }
}

#[tokio::test]
async fn what_takes_long_stays_lent() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-22T12:00:00Z").await;
        world.subscribe("C1", "daily 09:00 UTC", "slow").await;
        world.wall.set(NINE);
        let lease = Duration::from_millis(300);
        let patience = Patience { lease, skew: Duration::ZERO, ..patience() };
        let slow = world.patient(0, patience);
        let working = tokio::spawn(async move { slow.tick().await });
        let lent_until = async || {
            let text = "select coalesce(max(lease_until), 0) from occurrences where workspace_id = $1";
            let (until,): (i64,) = sql(text).bind(world.workspace).one(&world.db).await.unwrap();
            until
        };
        for _ in 0..6 {
            world.wall.pass(SignedDuration::from_millis(200));
            let renewed = world.wall.now().as_microsecond() + 300_000;
            while lent_until().await < renewed {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        world.patient(0, patience).tick().await.unwrap();
        assert_eq!(world.composer.composed.load(Ordering::Relaxed), 1, "nobody else took it");
        world.composer.ready.notify_one();
        working.await.unwrap().unwrap();
        assert_eq!((world.states().await, world.chat.titles("C1").len()), (vec!["sent".to_owned()], 1));
        scratch.end().await;
    }
}

#[tokio::test]
async fn the_clock_sleeps_until_something_is_due() {
    for scratch in databases().await {
        let world = World::new(&scratch.db, "main", "2026-11-23T08:59:59.9Z").await;
        world.subscribe("C1", "daily 09:00 UTC", "").await;
        // A wall clock that goes.
        let (from, begun) = (world.wall.now(), Instant::now());
        let going = move || from + SignedDuration::try_from(begun.elapsed()).unwrap();
        let clock =
            Clock::new(world.db.clone(), world.chat.clone(), world.composer.clone(), "r", going, patience())
                .with_leases(Leases::Wall);
        let stop = CancellationToken::new();
        let running = tokio::spawn(clock.run(stop.clone()));
        while world.chat.state().posts.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        stop.cancel();
        running.await.unwrap();
        assert_eq!(world.chat.titles("C1").len(), 1);
        scratch.end().await;
    }
}
