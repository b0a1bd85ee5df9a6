//! Many weeks at random: replicas that come and die, a chat that fails in every way. At the end, for every occurrence
//! exactly one post stands, or its owner has been told.

use jiff::SignedDuration;
use mandorla::db::Db;
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use crate::{
    stand_in::Fault::{self, DiesAfter, DiesBefore, Gone, Lost, Refused, Retry, Silent},
    support::databases,
    world::{World, hours},
};

const FAULTS: [Fault; 14] = [
    Lost,
    Lost,
    Lost,
    Lost,
    DiesAfter,
    DiesAfter,
    DiesAfter,
    DiesBefore,
    DiesBefore,
    Retry(1),
    Retry(4_000),
    Silent,
    Gone,
    Refused,
];
const CHANNELS: [&str; 4] = ["C1", "C2", "C3", "C4"];
const SEEDS: u64 = 24;

#[tokio::test]
async fn one_post_or_a_word_to_the_owner() {
    let mut seen = Seen::default();
    for scratch in databases().await {
        for seed in 0..SEEDS {
            weeks(&scratch.db, seed, &mut seen).await;
        }
        scratch.end().await;
    }
    // Otherwise nothing was proved.
    assert!(seen.deaths > 20 && seen.found > 20 && seen.told > 20 && seen.occurrences > 300, "{seen:?}");
}

#[derive(Debug, Default)]
struct Seen {
    occurrences: usize,
    deaths: usize,
    found: usize,
    told: usize,
}

async fn weeks(db: &Db, seed: u64, seen: &mut Seen) {
    let random = &mut ChaCha8Rng::seed_from_u64(seed);
    let world = World::new(db, &format!("seed {seed}"), "2026-10-23T12:00:00Z").await;
    for (nth, channel) in CHANNELS.iter().enumerate() {
        let filters = ["", "thread", "in fintech", "thread"][nth];
        world
            .subscribe(channel, &format!("daily {:02}:30 Europe/London", random.random_range(0..24)), filters)
            .await;
    }
    for _ in 0..60 {
        world.wall.pass(SignedDuration::from_secs(random.random_range(0..9_000)));
        trouble(&world, random);
        seen.deaths += usize::from(!lives(&world, random).await);
    }
    heal(&world);
    for _ in 0..80 {
        world.passes(hours(1)).await;
    }
    check(&world, seed, seen).await;
}

/// Something will go wrong, perhaps.
fn trouble(world: &World, random: &mut ChaCha8Rng) {
    let mut state = world.chat.state();
    for channel in CHANNELS {
        let faults = state.faults.entry(channel.to_owned()).or_default();
        let fault = random.random_bool(0.4).then(|| *FAULTS.choose(random).unwrap());
        faults.push_back(fault);
    }
    if random.random_bool(0.2) {
        state.blind += random.random_range(0..4);
    }
    if random.random_bool(0.1) {
        state.tell_faults.push_back(Some(*[Retry(60), DiesBefore].choose(random).unwrap()));
    }
}

fn heal(world: &World) {
    let mut state = world.chat.state();
    state.faults.clear();
    state.tell_faults.clear();
    state.blind = 0;
}

/// One or two replicas look, with clocks that differ; whether they live.
async fn lives(world: &World, random: &mut ChaCha8Rng) -> bool {
    let clocks = (world.ahead(random.random_range(-10..10)), world.ahead(random.random_range(-10..10)));
    let both = random.random_bool(0.5);
    let ticks =
        async { if both { tokio::join!(clocks.0.tick(), clocks.1.tick()).0 } else { clocks.0.tick().await } };
    tokio::select! {
        ended = ticks => {
            ended.unwrap();
            true
        }
        () = world.chat.death.notified() => false,
    }
}

async fn check(world: &World, seed: u64, seen: &mut Seen) {
    let occurrences = world.occurrences().await;
    for (subscription, slot, state, done, told) in &occurrences {
        let name = format!("{}-{subscription}-{slot}", world.workspace);
        let with = |mark: String| world.chat.state().posts.iter().filter(|post| post.mark == mark).count();
        let stand = with(format!("{name}-0"));
        let outcomes = world.outcomes(*subscription, slot).await;
        let all = format!("seed {seed}, {name}: {state}, {stand} posts, told {told}, {outcomes:?}");
        assert!(done, "{all}");
        assert!(stand <= 1, "twice: {all}");
        assert!(stand == 1 || *told, "nobody knows: {all}");
        assert_eq!(state == "sent", stand == 1 && state != "failed", "{all}");
        assert!(state != "failed" && state != "skipped" || *told, "{all}");
        let thread = [with(format!("{name}-1")), with(format!("{name}-2"))];
        assert!(thread.iter().all(|count| *count <= 1), "twice in the thread: {all}");
        let threaded = subscription % 2 == 0;
        assert!(!threaded || state != "sent" || thread == [1, 1] || *told, "half a thread: {all}");
        seen.found += outcomes.iter().filter(|outcome| *outcome == "found").count();
        seen.told += usize::from(*told);
    }
    seen.occurrences += occurrences.len();
}
