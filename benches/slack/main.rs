//! What a slash command costs the machine that answers it, from the signed request to the answer at Slack's address.
//!
//! `cargo bench --bench slack` makes a company of the typical size (1,000 accounts, 6,000 people, 200,000 touches on
//! SQLite, under `target/tmp`), serves it in a process of its own, with a Slack to answer to in another one, and sends
//! commands over 32 connections that are kept alive. It prints the processor time of the serving process for each
//! command (user and system, `/proc/PID/stat`, so Linux alone) and the most memory that it held (`VmHWM`), beside the
//! marks that they are held to. `cargo bench --bench slack -- reached`: the rows that are called so alone.
//!
//! The bot remembers for a minute what the same person asked in the same words: so each command is measured with
//! repeated words, and with words that are never the same. Beside them stand, in the same process and the same run, plain
//! SQL over the touches for the same question, and an address that does nothing but check the signature.

mod load;
mod server;
mod stand_in;

use std::{
    error::Error,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use mandorla::{
    app::now,
    intake::import::{self, import},
    sample::{self, Options},
};

use load::{Load, Sending};

pub type Fallible<T> = Result<T, Box<dyn Error>>;

pub const SIGNING: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// Colleagues who ask in turn.
const ASKERS: usize = 10;
/// Requests that are sent at a time; as many come before, uncounted.
const PART: usize = 4_000;
/// The same where each takes a while.
const SMALL_PART: usize = 400;
/// A row ends when the serving process has been busy for so long: the system counts in hundredths of a second.
const ENOUGH: Duration = Duration::from_secs(2);
/// Megabytes that the serving process may hold.
const MEMORY: u64 = 200;

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Runtime::new()?;
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["stand-in", folder] => runtime.block_on(stand_in::run(Path::new(folder))),
        ["serve", folder, slack] => runtime.block_on(server::run(Path::new(folder), slack)),
        wanted => runtime.block_on(measure(wanted.iter().find(|wanted| !wanted.starts_with("--")).copied())),
    }
}

/// A row of the table: what is sent, and the microseconds that it may cost.
struct Row {
    name: &'static str,
    part: usize,
    path: &'static str,
    mark: Option<f64>,
    command: &'static str,
    text: Box<dyn Fn(usize) -> String>,
}

/// All rows, or those whose names contain what is wanted.
async fn measure(wanted: Option<&str>) -> Fallible<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slack");
    let today = now().to_zoned(TimeZone::UTC).date();
    fill(&folder, today).await?;
    let slack = Process::start(&["stand-in", text(&folder)?])?;
    let server = Process::start(&["serve", text(&folder)?, &slack.address])?;
    let load = Load::open(&server.address, &slack.address).await?;
    println!("{:42} {:>14} {:>10} {:>10}", "what is sent", "processor time", "mark", "wall");
    let rows = rows(&folder, today)?;
    for row in rows.iter().filter(|row| wanted.is_none_or(|wanted| row.name.contains(wanted))) {
        let send = |from: usize, count: usize| {
            let sendings = (from..from + count).map(|nth| Sending {
                path: row.path,
                command: row.command,
                text: (row.text)(nth),
                user: format!("U{}", nth % ASKERS),
            });
            load.send(sendings.collect())
        };
        send(0, row.part).await?;
        let before = server.busy()?;
        let (mut sent, mut took, mut busy) = (0, Duration::ZERO, Duration::ZERO);
        while busy < ENOUGH {
            took += send(row.part + sent, row.part).await?;
            sent += row.part;
            busy = server.busy()? - before;
        }
        let cost = busy.as_secs_f64() * 1e6 / sent as f64;
        let mark = row.mark.map_or_else(String::new, |mark| {
            format!("{mark:.0} µs {}", if cost < mark { "kept" } else { "missed" })
        });
        let each = took.as_secs_f64() * 1e6 / sent as f64;
        println!("{:42} {:>11.0} µs {mark:>13} {each:>7.0} µs", row.name, cost);
    }
    let held = server.held()? / 1_024;
    println!("The serving process held at most {held} MB (mark: {MEMORY} MB).");
    Ok(())
}

fn rows(folder: &Path, today: Date) -> Fallible<Vec<Row>> {
    let people = unambiguous(&folder.join("sample/people.csv"))?;
    let window = move |nth: usize| {
        let (from, to) = (today - (60 + nth as i32 / 30 % 200).days(), today - (nth as i32 % 30).days());
        format!("between {from} and {to}")
    };
    let person = move |nth: usize| people[nth % people.len()].clone();
    let patricia = |_| "Patricia Prospect".to_owned();
    let nothing = |_| String::new();
    let row = |name, path, mark, command, text| {
        let slow = path == "/plain/overlap" || path == "/plain/reached";
        Row { name, part: if slow { SMALL_PART } else { PART }, path, mark, command, text }
    };
    Ok(vec![
        row("/overlap, repeated", "/slack/commands", Some(150.0), "/overlap", Box::new(nothing)),
        row("/overlap, another window each", "/slack/commands", Some(150.0), "/overlap", Box::new(window)),
        row("  plain SQL, the three counts alone", "/plain/overlap", None, "", Box::new(nothing)),
        row("/reached, repeated", "/slack/commands", Some(80.0), "/reached", Box::new(patricia)),
        row(
            "/reached, another person each",
            "/slack/commands",
            Some(80.0),
            "/reached",
            Box::new(person.clone()),
        ),
        row("  plain SQL, the counts of both sides", "/plain/reached", None, "", Box::new(person)),
        row("the signature alone", "/plain/signature", None, "/overlap", Box::new(nothing)),
    ])
}

/// Names that one person alone has.
fn unambiguous(people: &Path) -> Fallible<Vec<String>> {
    let mut names = Vec::new();
    let mut file = csv::Reader::from_path(people)?;
    let at = file.headers()?.iter().position(|column| column == "name").ok_or("people have no name")?;
    for record in file.records() {
        names.push(record?[at].to_owned());
    }
    names.sort();
    let alone = names.chunk_by(|one, other| one == other).filter(|same| same.len() == 1);
    Ok(alone.map(|same| same[0].clone()).filter(|name| !name.is_empty()).collect())
}

/// The company, anew each time: its touches end today.
async fn fill(folder: &Path, today: Date) -> Fallible<()> {
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)?;
    }
    let files = folder.join("sample");
    std::fs::create_dir_all(&files)?;
    let options = Options { touches: 200_000, ..Options::new(today) };
    sample::write(&files, &options, &mut |_| {})?;
    let app = server::app(&server::config(folder, "http://127.0.0.1:1")?).await?;
    let files: Vec<PathBuf> = ["team", "accounts", "people", "content", "touches"]
        .map(|kind| files.join(format!("{kind}.csv")))
        .into();
    let report = import(&app.db, app.workspace, &files, &import::Options::at(now()), &()).await?;
    app.db.close().await;
    if report.is_ok() { Ok(()) } else { Err("the sample could not be imported".into()) }
}

fn text(path: &Path) -> Fallible<&str> {
    path.to_str().ok_or_else(|| "the path of target is no text".into())
}

/// This program once more, in another part; it ends with this one.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(arguments: &[&str]) -> Fallible<Self> {
        let mut child =
            Command::new(std::env::current_exe()?).args(arguments).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        let said = child.stdout.take().ok_or("it says nothing")?;
        BufReader::new(said).read_line(&mut address)?;
        match address.trim() {
            "" => Err(format!("{arguments:?} did not start").into()),
            address => Ok(Self { address: address.to_owned(), child }),
        }
    }

    /// The processor time that it has taken: proc(5), fields 14 and 15, in hundredths of a second.
    fn busy(&self) -> Fallible<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = stat.rsplit_once(')').ok_or("an unknown form of stat")?;
        let ticks: Vec<u64> =
            fields.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
        Ok(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
    }

    /// The most memory that it has held, in KiB.
    fn held(&self) -> Fallible<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
