//! Ten thousand digests that are due in the same minute: how long until all are posted, how often one is put together,
//! and how long questions take meanwhile.
//!
//! `cargo bench --bench digests` makes a company of the typical size (1,000 accounts, 6,000 people, 200,000 touches on
//! SQLite, in a scratch folder; `MANDORLA_BENCH_URL` names another database) with 10,000 subscriptions to 25 distinct
//! digests, and a chat that takes each post after 50 ms, as a platform does. Beside it stands what a program would need
//! that puts a digest together for each subscription: the measured time for one, ten thousand times.

use std::{
    error::Error,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    card::Card,
    chat::{Address, Chat, Posted, Unseen},
    db::{Db, DbError, digests, sql, workspaces},
    digest::{
        compose::{self, Digest, Request},
        delivery::{Clock, Compose, Patience},
        sections::Sections,
    },
    intake::import::{self, import},
    sample::{self, Options},
};
use tokio::runtime::Runtime;

const SUBSCRIPTIONS: usize = 10_000;
/// What they are about: everybody, and each tier, market state and industry on its own.
const DISTINCT: usize = 25;
/// How long the chat takes for a post.
const POST: Duration = Duration::from_millis(50);
static UTC: TimeZone = TimeZone::UTC;
const QUESTIONS: &[&str] =
    &["what is our overlap?", "overlap by seller", "cold", "has marketing reached Patricia Prospect?"];

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test` builds benches and may run them; nothing is measured then.
    if std::env::args().any(|word| word == "--test") {
        return Ok(());
    }
    Runtime::new()?.block_on(measure())
}

async fn measure() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    #[expect(clippy::disallowed_methods, reason = "the bench's own setting")]
    let url = std::env::var("MANDORLA_BENCH_URL")
        .unwrap_or_else(|_| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let db = Db::open(&url).await?;
    db.migrate().await?;
    let now: Timestamp = "2026-11-23T09:00:10Z".parse()?;
    let workspace = company(&db, folder.path().join("company"), now).await?;
    let bot = Arc::new(Bot::new(db.clone(), workspace));
    let one = alone(&bot, now).await?;
    let idle = ask_for(&bot, now, Duration::from_secs(3), 0).await?;
    subscribe(&db, workspace, now).await?;

    let composed = Arc::new(AtomicUsize::new(0));
    let (counted, posts) = (Arc::clone(&composed), Arc::new(AtomicUsize::new(0)));
    let compose = Counting { bot: Arc::clone(&bot), composed: counted };
    let begun = Instant::now();
    let going = move || now + SignedDuration::try_from(begun.elapsed()).expect("a short run");
    let clock =
        Clock::new(db.clone(), Platform(Arc::clone(&posts)), compose, "bench", going, Patience::default());
    let delivering = tokio::spawn(async move {
        clock.tick().await?;
        Ok::<_, DbError>(begun.elapsed())
    });
    let mut busy = Vec::new();
    while !delivering.is_finished() {
        busy.extend(ask_for(&bot, now, Duration::from_millis(500), busy.len()).await?);
    }
    let took = delivering.await??;
    let (done,): (i64,) =
        sql("select count(*) from occurrences where state = 'sent' and done").one(&db).await?;

    let (posts, composed) = (posts.load(Ordering::Relaxed), composed.load(Ordering::Relaxed));
    println!("{done} of {SUBSCRIPTIONS} digests stand, {posts} posts, in {took:.1?}");
    println!("put together {composed} times for {DISTINCT} distinct ones, {one:.1?} each alone");
    let each = one.as_secs_f64() * SUBSCRIPTIONS as f64;
    println!(
        "one for each subscription would take {each:.0} s of work alone: {:.0} times as much",
        SUBSCRIPTIONS as f64 / composed.max(1) as f64
    );
    println!("questions beside nothing:  {}", spread(idle));
    println!("questions meanwhile:       {}", spread(busy));
    if done as usize != SUBSCRIPTIONS {
        return Err("not all were posted".into());
    }
    db.close().await;
    Ok(())
}

/// Median, 99th percentile and longest.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    format!(
        "median {:.2?}, 99 % under {:.2?}, longest {:.2?} ({} asked)",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    )
}

async fn company(db: &Db, folder: PathBuf, now: Timestamp) -> Result<i64, Box<dyn Error>> {
    let workspace = workspaces::ensure(db, "bench digests", "UTC").await?;
    let options = Options { touches: 200_000, ..Options::new(date(2026, 11, 22)) };
    sample::write(&folder, &options, &mut |_| {})?;
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|kind| folder.join(format!("{kind}.csv")))
        .into();
    import(db, workspace, &files, &import::Options::at(now), &()).await?;
    Ok(workspace)
}

/// What the n-th of the distinct digests is about.
fn filters(nth: usize) -> String {
    const SOME: [&str; 5] = ["", "tier 1", "tier 2", "in market", "target market only"];
    const MORE: [&str; 5] = ["", "in Germany", "in France", "in the UK", "in Spain"];
    format!("{} {}", SOME[nth % 5], MORE[nth / 5 % 5]).trim().to_owned()
}

/// All due at nine.
async fn subscribe(db: &Db, workspace: i64, now: Timestamp) -> Result<(), DbError> {
    let before = (now - SignedDuration::from_hours(1)).as_microsecond();
    let due: Timestamp = "2026-11-23T09:00:00Z".parse().expect("an instant");
    let mut tx = db.begin().await?;
    for nth in 0..SUBSCRIPTIONS {
        let (channel, filters) = (format!("C{nth}"), filters(nth % DISTINCT));
        let new = digests::New {
            platform: "slack",
            team: "T1",
            channel: &channel,
            schedule: "weekly monday 09:00 UTC",
            filters: &filters,
            sections: "",
            quiet: false,
            owner: "U1",
            owner_email: "dana@acme.example",
        };
        let next = digests::Next { at: due.as_microsecond(), slot: "2026-11-23T09:00:00".to_owned() };
        digests::add(&mut tx, workspace, new, before, &next).await?;
    }
    tx.commit().await
}

/// How long one digest takes when nothing else is done: the best of five, each of other filters.
async fn alone(bot: &Bot, now: Timestamp) -> Result<Duration, DbError> {
    let mut best = Duration::MAX;
    for nth in 0..5 {
        let (begun, filters) = (Instant::now(), filters(nth));
        compose::compose(bot, now, &request(&filters)).await?;
        best = best.min(begun.elapsed());
    }
    Ok(best)
}

fn request(filters: &str) -> Request<'_> {
    let date = date(2026, 11, 23);
    Request { filters, sections: Sections::ALL, owner_email: "", date, zone: &UTC, late: None }
}

/// Asks for so long, one question after the other, each at a minute of its own, so that none is remembered.
async fn ask_for(bot: &Bot, now: Timestamp, long: Duration, from: usize) -> Result<Vec<Duration>, DbError> {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < long {
        let nth = from + times.len();
        let at = now + SignedDuration::from_mins(nth as i64);
        let text = QUESTIONS[nth % QUESTIONS.len()].to_owned();
        let asked = Instant::now();
        bot.answer(&Ask { who: Who::Operator, place: Place::Private, text, at }).await?;
        times.push(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(times)
}

#[derive(Clone)]
struct Counting {
    bot: Arc<Bot>,
    composed: Arc<AtomicUsize>,
}

impl Compose for Counting {
    async fn compose(&self, _: i64, at: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
        self.composed.fetch_add(1, Ordering::Relaxed);
        compose::compose(&self.bot, at, request).await
    }
}

/// Takes every post, as fast as a platform does.
#[derive(Clone)]
struct Platform(Arc<AtomicUsize>);

impl Chat for Platform {
    async fn post(&self, _: &Address, _: Option<&str>, _: &Card, _: &str) -> Posted {
        tokio::time::sleep(POST).await;
        Posted::Sent { message: self.0.fetch_add(1, Ordering::Relaxed).to_string() }
    }

    async fn find(
        &self,
        _: &Address,
        _: Option<&str>,
        _: &str,
        _: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        Ok(None)
    }

    async fn tell(&self, _: &Address, _: &str, _: &Card) -> Posted {
        Posted::Sent { message: String::new() }
    }
}
