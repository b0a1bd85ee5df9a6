//! How long every question takes, beside plain SQL over the touches of the same database in the same run.
//!
//! `cargo bench --bench questions` makes a company of the typical size once (1,000 accounts, 6,000 people, 200,000
//! touches on SQLite, under `target/tmp`) and asks it everything in [`ALL`]. `MANDORLA_BENCH_LARGE=1` takes 10⁶ people
//! and 10⁷ touches, which need some minutes and 4 GB the first time. `MANDORLA_BENCH_URL` (`postgres://…` or
//! `sqlite:FILE`) names a database to use instead; an empty one is filled. A word behind `--` picks the groups to run.
//!
//! Seconds depend on the machine, ratios hardly do: the table at the end has them, each side by its best sample. The
//! plain statements are what somebody with a shell would write who knows SQL well: one pass over the touches in the
//! order of the primary key, and the same numbers as the answer, which is checked before anything is timed.
//!
//! PostgreSQL answers the plain statements in seconds only if its `work_mem` holds the target market (`alter database …
//! set work_mem = '256MB'` for 10⁶ people); with the default of 4 MB it took a quarter of an hour and had not ended.
//!
//! What a process needs from its start is seen from outside: `/usr/bin/time -v mandorla ask "what is our overlap?"`.

use std::{
    cell::{Cell, RefCell},
    error::Error,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::Criterion;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Bot,
    db::{Db, DbError, sql, workspaces},
    figures::{
        Window,
        window::{DEFAULT_DAYS, trend_points},
    },
    intake::import::{self, import},
    questions::{ALL, Answer, Status},
    sample::{self, Options},
};
use serde_json::Value as Json;
use tokio::runtime::Runtime;

const ZONE: &str = "Europe/Berlin";
/// The last day of the sample; the questions are asked at its last touch.
const UNTIL: Date = date(2026, 11, 20);

/// What names a person as people do: rightly, with typos, in part, and somebody who is not there.
const PEOPLE: &[&str] = &[
    "has marketing reached Patricia Prospect?",
    "has marketing reached Patrica Prospcet?",
    "has marketing reached Jurgen Schroeder?",
    "has marketing reached Patricia?",
    "has marketing reached Zebulon Quackenbush?",
];

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::new()?;
    let bench = runtime.block_on(Bench::open())?;
    runtime.block_on(bench.check())?;
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for comparison in Comparison::ALL {
        let mut group = criterion.benchmark_group(comparison.name());
        let question = comparison.question();
        bench.time(&mut group, &runtime, question, "mandorla", async || bench.ask(question).await);
        bench.time(&mut group, &runtime, question, "plain SQL", async || bench.plain(*comparison).await);
        group.finish();
    }
    let mut group = criterion.benchmark_group("questions");
    for question in ALL {
        bench.time(&mut group, &runtime, question.examples[0], question.name, async || {
            bench.ask(question.examples[0]).await
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("people");
    for text in PEOPLE {
        bench.time(&mut group, &runtime, text, text, async || bench.ask(text).await);
    }
    group.finish();
    let mut group = criterion.benchmark_group("memory");
    let again = "the same words in the same minute";
    let question = Comparison::Overlap.question();
    bench.time(&mut group, &runtime, again, again, async || bench.ask_at(question, bench.now).await);
    group.finish();
    criterion.final_summary();
    bench.print();
    Ok(())
}

/// The questions that plain SQL is held against.
#[derive(Clone, Copy)]
enum Comparison {
    Overlap,
    Trend,
    Breakdown,
}

impl Comparison {
    const ALL: &[Self] = &[Self::Overlap, Self::Trend, Self::Breakdown];

    fn name(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::Trend => "trend",
            Self::Breakdown => "breakdown",
        }
    }

    fn question(self) -> &'static str {
        match self {
            Self::Overlap => "what is our overlap?",
            Self::Trend => "how has overlap moved over the last 12 weeks?",
            Self::Breakdown => "overlap by seller",
        }
    }
}

struct Bench {
    db: Db,
    bot: Bot,
    workspace: i64,
    zone: TimeZone,
    /// When everything is asked: the last touch.
    now: Timestamp,
    /// Questions asked so far.
    asked: Cell<u64>,
    /// The best time of each question, and of plain SQL for it.
    best: RefCell<Vec<(&'static str, &'static str, Duration)>>,
}

impl Bench {
    async fn open() -> Result<Self, Box<dyn Error>> {
        let large = variable("MANDORLA_BENCH_LARGE").is_some_and(|value| value == "1");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(if large { "large" } else { "typical" });
        let options = match large {
            true => Options { accounts: 166_667, touches: 10_000_000, ..Options::new(UNTIL) },
            false => Options { touches: 200_000, ..Options::new(UNTIL) },
        };
        std::fs::create_dir_all(&folder)?;
        let url = variable("MANDORLA_BENCH_URL")
            .unwrap_or_else(|| format!("sqlite:{}", folder.join("bench.db").display()));
        let db = Db::open(&url).await?;
        db.migrate().await?;
        let workspace = match sql("select min(id) from workspaces").one(&db).await? {
            (Some(workspace),) => workspace,
            (None,) => workspaces::ensure(&db, "bench", ZONE).await?,
        };
        if last_touch(&db, workspace).await?.is_none() {
            fill(&db, workspace, &folder.join("sample"), &options).await?;
        }
        let now = last_touch(&db, workspace).await?.ok_or("the database has no touches")?;
        let (_, settings) = workspaces::settings(&db, workspace).await?;
        let bot = Bot::new(db.clone(), workspace);
        let (asked, best) = (Cell::default(), RefCell::default());
        Ok(Self { db, bot, workspace, zone: settings.time_zone, now, asked, best })
    }

    /// Answers are remembered within a minute, so every question is asked in another one than the question before it.
    async fn ask(&self, text: &str) -> Arc<Answer> {
        let asked = self.asked.get();
        self.asked.set(asked + 1);
        self.ask_at(text, self.now + SignedDuration::from_mins((asked % 2) as i64)).await
    }

    async fn ask_at(&self, text: &str, at: Timestamp) -> Arc<Answer> {
        let ask = Ask { who: Who::Operator, place: Place::Private, text: text.to_owned(), at };
        self.bot.answer(&ask).await.expect("the database answers")
    }

    /// Whether every question is understood, and both sides say the same.
    async fn check(&self) -> Result<(), Box<dyn Error>> {
        let begun = Instant::now();
        self.ask("help").await;
        println!("Loaded in {:.2?}.", begun.elapsed());
        for question in ALL {
            let answer = self.ask(question.examples[0]).await;
            if matches!(answer.status, Status::NotUnderstood) || answer.question != question.name {
                return Err(format!("{:?} is not understood", question.examples[0]).into());
            }
        }
        for comparison in Comparison::ALL {
            let answer = self.ask_at(comparison.question(), self.now).await;
            let (ours, plain) = (numbers(*comparison, &answer.data), self.plain(*comparison).await?);
            if ours != plain {
                return Err(format!("{}:\n{ours}\nplain SQL:\n{plain}", comparison.name()).into());
            }
        }
        Ok(())
    }

    /// Has criterion time something, and keeps the best.
    fn time<T>(
        &self,
        group: &mut criterion::BenchmarkGroup<criterion::measurement::WallTime>,
        runtime: &Runtime,
        question: &'static str,
        name: &'static str,
        what: impl AsyncFn() -> T,
    ) {
        let mut best = Duration::MAX;
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|rounds| {
                let took = runtime.block_on(async {
                    let begun = Instant::now();
                    for _ in 0..rounds {
                        std::hint::black_box(what().await);
                    }
                    begun.elapsed()
                });
                best = best.min(took / rounds as u32);
                took
            });
        });
        if best < Duration::MAX {
            self.best.borrow_mut().push((question, name, best));
        }
    }

    /// The times, and where there is a plain statement, how many times as long it takes.
    fn print(&self) {
        let best = self.best.borrow();
        println!("{:50} {:>12} {:>12} {:>8}", "question", "mandorla", "plain SQL", "ratio");
        for (question, _, ours) in best.iter().filter(|(_, name, _)| *name != "plain SQL") {
            let plain = best.iter().find(|(of, name, _)| of == question && *name == "plain SQL");
            let (plain, ratio) = plain.map_or_else(Default::default, |(.., plain)| {
                (millis(*plain), format!("{:.0}×", plain.as_secs_f64() / ours.as_secs_f64()))
            });
            println!("{question:50} {:>12} {plain:>12} {ratio:>8}", millis(*ours));
        }
    }
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

#[expect(clippy::disallowed_methods, reason = "a bench has no settings file")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn last_touch(db: &Db, workspace: i64) -> Result<Option<Timestamp>, Box<dyn Error>> {
    let text = "select max(at) from touches where workspace_id = $1";
    let (at,): (Option<i64>,) = sql(text).bind(workspace).one(db).await?;
    Ok(at.map(Timestamp::from_microsecond).transpose()?)
}

/// Makes the sample's files, unless they are there, and imports them.
async fn fill(db: &Db, workspace: i64, folder: &Path, options: &Options) -> Result<(), Box<dyn Error>> {
    if !folder.is_dir() {
        println!("Making {} touches in {} …", options.touches, folder.display());
        std::fs::create_dir(folder)?;
        sample::write(folder, options, &mut |_| {})?;
    }
    println!("Importing them …");
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|kind| folder.join(format!("{kind}.csv")))
        .into();
    let now = UNTIL.to_zoned(TimeZone::UTC)?.timestamp();
    let report = import(db, workspace, &files, &import::Options::at(now), &()).await?;
    if report.is_ok() { Ok(()) } else { Err("the sample could not be imported".into()) }
}

/// What an answer says in numbers, as [`Bench::plain`] says it.
fn numbers(comparison: Comparison, data: &Json) -> String {
    let cell = |row: &Json, at: &str| match row.pointer(at) {
        Some(Json::Number(number)) if number.is_f64() => {
            format!("{:.9}", number.as_f64().unwrap_or_default())
        }
        Some(Json::String(text)) => text.clone(),
        value => value.unwrap_or(&Json::Null).to_string(),
    };
    let line =
        |row: &Json, cells: &[&str]| cells.iter().map(|at| cell(row, at)).collect::<Vec<_>>().join(" ");
    let lines = |rows: &Json, cells: &[&str]| -> Vec<String> {
        rows.as_array().into_iter().flatten().map(|row| line(row, cells)).collect()
    };
    match comparison {
        Comparison::Overlap => line(
            data,
            &[
                "/target",
                "/marketing",
                "/sales",
                "/both",
                "/untouched",
                "/outside/marketing",
                "/outside/sales",
                "/brand_demand/brand",
                "/brand_demand/demand",
                "/brand_demand/both",
                "/primed_first",
                "/before/overlap",
            ],
        ),
        Comparison::Trend => {
            lines(&data["weeks"], &["/marketing", "/sales", "/both", "/coverage"]).join("\n")
        }
        Comparison::Breakdown => {
            let mut rows = lines(&data["rows"], &["/group", "/marketing", "/sales", "/both"]);
            rows.retain(|row| !row.ends_with(" 0 0 0"));
            rows.sort();
            rows.join("\n")
        }
    }
}

/// The share as [`numbers`] writes it.
fn share(part: i64, whole: i64) -> String {
    if whole == 0 { "null".to_owned() } else { format!("{:.9}", part as f64 / whole as f64) }
}

/// Everybody in the buying group of a target account, and as a column of people: who is in it.
const TARGET: &str = "target as (
    select distinct member.person_id
    from buying_group_members member
    join accounts account on account.workspace_id = member.workspace_id and account.id = member.account_id
    where member.workspace_id = $1 and account.target)";
const IN_TARGET: &str = "case when person_id in (select person_id from target) then 1 else 0 end as t";

/// Microseconds in the 90 days for which a marketing touch primes.
const PRIMING: i64 = 90 * 86_400_000_000;

impl Bench {
    /// The numbers of an answer by a plain statement.
    async fn plain(&self, comparison: Comparison) -> Result<String, DbError> {
        match comparison {
            Comparison::Overlap => self.plain_overlap().await,
            Comparison::Trend => self.plain_trend().await,
            Comparison::Breakdown => self.plain_breakdown().await,
        }
    }

    fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// The instants (microseconds) from which a window runs and before which it ends; no later than now.
    fn instants(&self, window: Window) -> (i64, i64) {
        let midnight = |day: Date| {
            day.to_zoned(self.zone.clone())
                .expect("the sample's days are in the calendar")
                .timestamp()
                .as_microsecond()
        };
        (midnight(window.from), midnight(window.to + 1.day()).min(self.now.as_microsecond() + 1))
    }

    async fn plain_overlap(&self) -> Result<String, DbError> {
        let window = Window::last_days(self.today(), DEFAULT_DAYS);
        let (from, to) = self.instants(window);
        let (before, _) = self.instants(window.before());
        let text = format!(
            "with {TARGET},
             seen as (
                select person_id, {IN_TARGET},
                    max(case when at >= $3 and side = 'marketing' then 1 else 0 end) as m,
                    max(case when at >= $3 and side = 'sales' then 1 else 0 end) as s,
                    max(case when at >= $3 and side = 'marketing' and purpose = 'brand' then 1 else 0 end) as brand,
                    max(case when at >= $3 and side = 'marketing' and purpose = 'demand' then 1 else 0 end) as demand,
                    min(case when at >= $3 and side = 'sales' then at end) as first_sales,
                    max(case when at < $3 and side = 'marketing' then 1 else 0 end) as m_before,
                    max(case when at < $3 and side = 'sales' then 1 else 0 end) as s_before
                from touches
                where workspace_id = $1 and at >= $2 and at < $4 and evidence <> 'targeted'
                group by person_id),
             judged as (
                select seen.*, case when s = 1 and exists (
                        select 1 from touches touch
                        where touch.workspace_id = $1 and touch.person_id = seen.person_id
                            and touch.side = 'marketing' and touch.evidence <> 'targeted'
                            and touch.at between first_sales - $5 and first_sales)
                    then 1 else 0 end as primed
                from seen)
             select (select count(*) from target), sum(m), sum(s), sum(m * s), sum(t * (m + s - m * s)),
                sum(m * (1 - t)), sum(s * (1 - t)), sum(brand), sum(demand), sum(brand * demand), sum(primed),
                sum(m_before * s_before), sum(s_before)
             from judged"
        );
        type Columns = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);
        let statement = sql(text).bind(self.workspace).bind(before).bind(from).bind(to).bind(PRIMING);
        let row: Columns = statement.one(&self.db).await?;
        let (
            target,
            m,
            s,
            both,
            touched,
            m_out,
            s_out,
            brand,
            demand,
            both_kinds,
            primed,
            earlier,
            s_earlier,
        ) = row;
        let untouched = target - touched;
        let (primed, earlier) = (share(primed, s), share(earlier, s_earlier));
        Ok(format!(
            "{target} {m} {s} {both} {untouched} {m_out} {s_out} {brand} {demand} {both_kinds} {primed} {earlier}"
        ))
    }

    /// One pass with two marks a window for each person.
    async fn plain_trend(&self) -> Result<String, DbError> {
        let windows: Vec<(i64, i64)> = trend_points(self.today(), self.today(), 12)
            .into_iter()
            .map(|(_, window)| self.instants(window))
            .collect();
        let from = windows.iter().map(|window| window.0).min().expect("there are twelve");
        let to = windows.iter().map(|window| window.1).max().expect("there are twelve");
        let (mut marks, mut sums) = (String::new(), Vec::new());
        for (week, (from, to)) in windows.iter().enumerate() {
            for (mark, side) in [("m", "marketing"), ("s", "sales")] {
                let inside = format!("side = '{side}' and at >= {from} and at < {to}");
                write!(marks, ", max(case when {inside} then 1 else 0 end) as {mark}{week}")
                    .expect("a string grows");
            }
            let cells = [
                format!("m{week}"),
                format!("s{week}"),
                format!("m{week} * s{week}"),
                format!("m{week} * t"),
            ];
            sums.extend(cells.map(|cell| format!("sum({cell})")));
        }
        let text = format!(
            "with {TARGET},
             seen as (
                select person_id, {IN_TARGET}{marks}
                from touches
                where workspace_id = $1 and at >= $2 and at < $3 and evidence <> 'targeted'
                group by person_id)
             select (select count(*) from target), {} from seen",
            sums.join(" || ' ' || ")
        );
        let statement = sql(text).bind(self.workspace).bind(from).bind(to);
        let (target, sums): (i64, String) = statement.one(&self.db).await?;
        let sums: Vec<i64> = sums.split(' ').filter_map(|sum| sum.parse().ok()).collect();
        let week = |week: &[i64]| format!("{} {} {} {}", week[0], week[1], week[2], share(week[3], target));
        Ok(sums.chunks_exact(4).map(week).collect::<Vec<_>>().join("\n"))
    }

    async fn plain_breakdown(&self) -> Result<String, DbError> {
        let (from, to) = self.instants(Window::last_days(self.today(), DEFAULT_DAYS));
        let text = "
            with seen as (
                select person_id,
                    max(case when side = 'marketing' then 1 else 0 end) as m,
                    max(case when side = 'sales' then 1 else 0 end) as s
                from touches
                where workspace_id = $1 and at >= $2 and at < $3 and evidence <> 'targeted'
                group by person_id),
            counts as (
                select seen.person_id, account_id, m, s
                from seen join buying_group_members member
                    on member.workspace_id = $1 and member.person_id = seen.person_id
                union all
                select seen.person_id, person.employer_id, m, s
                from seen join people person on person.workspace_id = $1 and person.id = seen.person_id
                where person.employer_id is not null and not exists (
                    select 1 from buying_group_members member
                    where member.workspace_id = $1 and member.person_id = seen.person_id)),
            named as (
                select distinct seller.name, counts.person_id, m, s
                from counts
                join accounts account on account.workspace_id = $1 and account.id = counts.account_id
                join colleagues seller on seller.workspace_id = $1 and seller.id = account.seller_id)
            select name, sum(m), sum(s), sum(m * s) from named group by name";
        let statement = sql(text).bind(self.workspace).bind(from).bind(to);
        let rows: Vec<(String, i64, i64, i64)> = statement.all(&self.db).await?;
        let mut rows: Vec<String> =
            rows.into_iter().map(|(name, m, s, both)| format!("{name} {m} {s} {both}")).collect();
        rows.sort();
        Ok(rows.join("\n"))
    }
}
