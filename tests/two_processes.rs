//! Two real processes deliver, are killed at random moments and come again, lose the database, and have clocks that
//! differ: at the end each post stands exactly once. On PostgreSQL alone, since SQLite serves one machine.
//!
//! The processes are this test binary itself, told by a variable to be a replica. The chat is a server in the test that
//! keeps what was posted by its mark, and answers late, or not at all.

mod support;

use std::{
    collections::{BTreeMap, HashMap},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp, ToSpan, civil::time, tz::TimeZone};
use mandorla::{
    app,
    card::{Audience, Card, Tone},
    chat::{Address, Chat, Posted, Unseen},
    db::{
        Db, DbError,
        digests::{self, New, Next, Subscribed},
        sql, workspaces,
    },
    digest::{
        compose::{Digest, Request},
        delivery::{Clock, Compose, Patience},
        schedule::{Cadence, InMonth, Schedule},
    },
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

/// Says to this binary that it is a replica: JSON with the database, the chat and by how much its clock is wrong.
const REPLICA: &str = "MANDORLA_TEST_REPLICA";
const OCCURRENCES: i64 = 240;
/// Each second one has a thread of two.
const THREAD: i64 = 2;
const KILLS: usize = 60;
/// Milliseconds by which the clocks are wrong: one by far more than a lease lasts, as after a jump. Leases go by the
/// clock of the database.
const WRONG: [i64; 2] = [40 * 60_000, -700];

/// As in earnest, but faster.
const PATIENCE: Patience = Patience {
    lease: Duration::from_secs(4),
    skew: Duration::from_secs(2),
    post: Duration::from_secs(1),
    look: Duration::from_millis(300),
    first_wait: Duration::from_millis(200),
    longest_wait: Duration::from_millis(800),
};

#[expect(clippy::disallowed_methods, reason = "the tests' own switch")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

// ---------------------------------------------------------------------------------------------- a replica

/// Not a test of its own: what the processes of the story do.
#[tokio::test]
async fn replica() {
    let Some(settings) = variable(REPLICA) else { return };
    let settings: Json = serde_json::from_str(&settings).unwrap();
    let db = loop {
        // Its connection may be cut while it is made.
        match Db::open(settings["db"].as_str().unwrap()).await {
            Ok(db) => break db,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    let wrong = SignedDuration::from_millis(settings["wrong"].as_i64().unwrap());
    let now = move || app::now() + wrong;
    let chat = Wire(settings["chat"].as_str().unwrap().to_owned());
    Clock::new(db, chat, Short, "replica", now, PATIENCE).run(CancellationToken::new()).await;
}

#[derive(Clone)]
struct Short;

impl Compose for Short {
    async fn compose(&self, _: i64, _: Timestamp, request: &Request<'_>) -> Result<Digest, DbError> {
        let nth: i64 = request.filters.parse().unwrap();
        let thread = if nth % 2 == 0 { vec![card("in the thread"); THREAD as usize] } else { Vec::new() };
        Ok(Digest { first: card(request.filters), thread, empty: false })
    }
}

fn card(title: &str) -> Card {
    Card {
        title: vec![title.into()],
        tone: Tone::Neutral,
        blocks: Vec::new(),
        actions: Vec::new(),
        audience: Audience::Everyone,
    }
}

/// The chat, as a replica reaches it: a line there, a line back.
#[derive(Clone)]
struct Wire(String);

impl Wire {
    async fn ask(&self, ask: Json) -> std::io::Result<Json> {
        let mut wire = TcpStream::connect(&self.0).await?;
        wire.write_all(format!("{ask}\n").as_bytes()).await?;
        let mut answer = String::new();
        wire.read_to_string(&mut answer).await?;
        Ok(serde_json::from_str(&answer)?)
    }

    async fn say(&self, ask: Json) -> Posted {
        match self.ask(ask).await {
            Ok(answer) if answer["id"].is_string() => {
                Posted::Sent { message: answer["id"].as_str().unwrap().to_owned() }
            }
            Ok(answer) => Posted::Retry { after: Duration::ZERO, why: answer.to_string(), doubt: true },
            Err(error) => Posted::Retry { after: Duration::ZERO, why: error.to_string(), doubt: true },
        }
    }
}

impl Chat for Wire {
    async fn post(&self, to: &Address, thread: Option<&str>, _: &Card, mark: &str) -> Posted {
        self.say(json!({ "do": "post", "channel": to.channel, "thread": thread, "mark": mark })).await
    }

    async fn find(
        &self,
        _: &Address,
        _: Option<&str>,
        mark: &str,
        _: Timestamp,
    ) -> Result<Option<String>, Unseen> {
        let answer = self.ask(json!({ "do": "find", "mark": mark })).await;
        let answer = answer.map_err(|error| Unseen::Now(error.to_string()))?;
        match answer.get("id") {
            Some(id) => Ok(id.as_str().map(str::to_owned)),
            None => Err(Unseen::Now("the platform does not say".to_owned())),
        }
    }

    async fn tell(&self, _: &Address, user: &str, _: &Card) -> Posted {
        self.say(json!({ "do": "tell", "user": user })).await
    }
}

// ---------------------------------------------------------------------------------------------- the chat

#[derive(Default)]
struct Said {
    /// How often a post was made with each mark, in the order of the first.
    posts: BTreeMap<String, Vec<Option<String>>>,
    told: usize,
}

type Chatter = Arc<Mutex<Said>>;

async fn chat(listener: TcpListener, said: Chatter, seed: u64) {
    let random = Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed)));
    loop {
        let (wire, _) = listener.accept().await.unwrap();
        let (said, random) = (Arc::clone(&said), Arc::clone(&random));
        // Whoever asked may be dead by now.
        tokio::spawn(async move { drop(serve(wire, &said, &random).await) });
    }
}

async fn serve(mut wire: TcpStream, said: &Mutex<Said>, random: &Mutex<ChaCha8Rng>) -> std::io::Result<()> {
    let (read, mut write) = wire.split();
    let mut ask = String::new();
    BufReader::new(read).read_line(&mut ask).await?;
    let ask: Json = serde_json::from_str(&ask)?;
    let (before, after, luck) = {
        let mut random = random.lock().unwrap();
        (random.random_range(0..120), random.random_range(0..120), random.random_range(0..100))
    };
    tokio::time::sleep(Duration::from_millis(before)).await;
    let mark = ask["mark"].as_str().unwrap_or_default().to_owned();
    let answer = match ask["do"].as_str() {
        _ if luck < 6 => json!({ "busy": true }),
        Some("post") => {
            let mut said = said.lock().unwrap();
            let thread = ask["thread"].as_str().map(str::to_owned);
            said.posts.entry(mark.clone()).or_default().push(thread);
            json!({ "id": format!("at {mark}") })
        }
        Some("find") => {
            json!({ "id": said.lock().unwrap().posts.contains_key(&mark).then(|| format!("at {mark}")) })
        }
        _ => {
            said.lock().unwrap().told += 1;
            json!({ "id": "told" })
        }
    };
    tokio::time::sleep(Duration::from_millis(after)).await;
    // The answer is lost.
    if luck > 93 {
        return Ok(());
    }
    write.write_all(answer.to_string().as_bytes()).await
}

// ---------------------------------------------------------------------------------------------- the story

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_they_post_everything_once() {
    let Some(scratch) = support::databases().await.into_iter().find(|scratch| !scratch.is_sqlite()) else {
        return; // Said by `databases`, and an error for `.ci/run`.
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let said = Chatter::default();
    tokio::spawn(chat(listener, Arc::clone(&said), 1));
    let workspace = subscribe(&scratch.db).await;
    let start = |nth: usize| start(&json!({ "db": scratch.url, "chat": address, "wrong": WRONG[nth] }));
    let mut replicas = [start(0), start(1)];
    let random = &mut ChaCha8Rng::seed_from_u64(2);
    let (mut kills, mut cuts, begun) = (0, 0, Instant::now());
    while left(&scratch.db, workspace).await != Some(0) || kills < KILLS {
        assert!(begun.elapsed() < Duration::from_secs(300), "it does not come to an end");
        tokio::time::sleep(Duration::from_millis(random.random_range(100..700))).await;
        if kills < KILLS {
            let nth = random.random_range(0..2);
            // Dropped, it is killed.
            replicas[nth] = start(nth);
            kills += 1;
            if kills % 5 == 0 {
                cut(&scratch.db).await;
                cuts += 1;
            }
        }
    }
    drop(replicas);
    check(&scratch.db, workspace, &said).await;
    println!("{kills} kills, {cuts} cuts, {:.0?}", begun.elapsed());
    scratch.end().await;
}

/// A process that is killed, by SIGKILL, when it is dropped.
struct Replica(Child);

impl Drop for Replica {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(settings: &Json) -> Replica {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command
        .args(["--exact", "replica", "--nocapture", "--test-threads=1"])
        .env(REPLICA, settings.to_string());
    Replica(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
}

/// Each is due once while the story lasts: a few every second.
async fn subscribe(db: &Db) -> i64 {
    let workspace = workspaces::ensure(db, "main", "UTC").await.unwrap();
    let now = app::now();
    let far = (now + (15 * 24).hours()).to_zoned(TimeZone::UTC).day().min(28);
    let schedule =
        Schedule::new(Cadence::Monthly(InMonth::Day(far)), time(0, 0, 0, 0), TimeZone::UTC).to_string();
    for nth in 0..OCCURRENCES {
        let (channel, filters) = (format!("C{}", nth % 12), nth.to_string());
        let new = New {
            platform: "slack",
            team: "T1",
            channel: &channel,
            schedule: &schedule,
            filters: &filters,
            sections: "",
            quiet: false,
            owner: "U1",
            owner_email: "dana@acme.example",
        };
        let due = now + SignedDuration::from_millis(1_000 + nth * 22_000 / OCCURRENCES);
        let slot = due.to_zoned(TimeZone::UTC).datetime().to_string();
        let next = Next { at: due.as_microsecond(), slot };
        let subscribed = digests::subscribe(db, workspace, new, now.as_microsecond(), &next).await.unwrap();
        assert!(matches!(subscribed, Subscribed::New(_)));
    }
    workspace
}

/// Occurrences that are not done; nothing while the database cannot say.
async fn left(db: &Db, workspace: i64) -> Option<i64> {
    let text = "select count(*) from occurrences where workspace_id = $1 and done";
    let done: Option<(i64,)> = sql(text).bind(workspace).one(db).await.ok();
    done.map(|(done,)| OCCURRENCES - done)
}

/// Ends every connection to the database, ours too.
async fn cut(db: &Db) {
    let text = "select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()) as ended";
    let ended: Result<(i64,), DbError> = sql(text).one(db).await;
    drop(ended);
}

/// Every post of every occurrence stands once, each in its thread.
fn stand_once(occurrences: &[(i64, String, String)], said: &Said, workspace: i64) {
    for (subscription, slot, state) in occurrences {
        assert_eq!(state, "sent", "{subscription}");
        // The first subscription has the number 1, and the filter 0.
        let posts = if (subscription - 1) % 2 == 0 { 1 + THREAD } else { 1 };
        for nth in 0..posts {
            let mark = format!("{workspace}-{subscription}-{slot}-{nth}");
            let first = format!("at {workspace}-{subscription}-{slot}-0");
            let expected = vec![(nth > 0).then_some(first)];
            assert_eq!(said.posts.get(&mark), Some(&expected), "{mark} stands once, in its thread");
        }
    }
    let all: usize = said.posts.values().map(Vec::len).sum();
    assert_eq!(all as i64, OCCURRENCES + OCCURRENCES / 2 * THREAD);
    assert_eq!(said.told, 0);
}

async fn check(db: &Db, workspace: i64, said: &Mutex<Said>) {
    let text = "select subscription_id, slot, state from occurrences where workspace_id = $1";
    let occurrences: Vec<(i64, String, String)> = sql(text).bind(workspace).all(db).await.unwrap();
    assert_eq!(occurrences.len() as i64, OCCURRENCES);
    stand_once(&occurrences, &said.lock().unwrap(), workspace);
    let text = "select outcome, count(*) from attempts where workspace_id = $1 group by outcome";
    let outcomes: Vec<(String, i64)> = sql(text).bind(workspace).all(db).await.unwrap();
    println!("{outcomes:?}");
    let outcomes: HashMap<String, i64> = outcomes.into_iter().collect();
    assert!(
        outcomes.get("found").is_some_and(|found| *found > 5),
        "nobody died at the worst moment: {outcomes:?}"
    );
}
