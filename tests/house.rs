//! The house rules: who may know whom, where each big library lives, how long a file may get, and that the repository
//! looks as its README says. A rule that has to give way is changed here, with its reason, in the same commit.

use std::{collections::BTreeSet, fs, path::Path};

/// Name, where alone it may stand, and why. Homes are paths below `src/`; a folder ends in a slash.
const HOMES: &[(&str, &[&str], &str)] = &[
    ("use ring", &["seal.rs", "chat/slack/", "chat/teams/"], "secrets are handled in few places"),
    ("sqlx", &["db/"], "SQL is written in one place, for both databases"),
    (
        "axum",
        &["web.rs", "chat/console/", "chat/slack/", "chat/teams/"],
        "answers do not know that there is a web",
    ),
    ("jsonwebtoken", &["chat/teams/"], "nobody else speaks with tokens"),
    ("reqwest", &["chat/teams/"], "whoever calls out is a chat"),
    (
        "resvg",
        &["picture/", "chat/teams/"],
        "a picture becomes pixels in one place; the icons of Teams are pixels too",
    ),
    ("ZipWriter", &["chat/teams/"], "only Teams wants a package"),
    ("prometheus_client", &["metrics.rs"], "who counts is one, who is counted are many"),
    ("clap", &["cli/"], "the terminal is one door among others"),
    ("indicatif", &["cli/"], "whoever works reports progress; only a terminal draws it"),
    ("slack_morphism", &["chat/slack/"], "a platform is a folder"),
    ("hyper", &["chat/slack/api/"], "what goes to Slack goes through one client"),
    ("hyper_util", &["chat/slack/api/"], "what goes to Slack goes through one client"),
    ("hyper_rustls", &["chat/slack/api/"], "what goes to Slack goes through one client"),
    ("http_body_util", &["chat/slack/api/"], "what goes to Slack goes through one client"),
    ("mimalloc", &["lib.rs"], "a program has one allocator"),
    ("async_trait", &["chat/slack/socket/"], "our own traits need it not"),
    ("Timestamp::now", &["app/"], "time is an argument"),
    ("Zoned::now", &["app/"], "time is an argument"),
    ("SystemTime::now", &["app/"], "time is an argument"),
];

/// Module or file below `src/`, which of our modules it may use, and why no more. `!` in front turns the list round: all
/// but these. Each rule that fits a file holds for it.
const FRIENDS: &[(&str, &str, &str)] = &[
    ("ask", "", "every door makes one"),
    ("card", "", "every platform renders it"),
    ("seal", "", "whatever is sealed, the key is kept alone"),
    ("vocabulary", "", "the words come before everything else"),
    ("identity", "", "who is who is decided by keys alone"),
    ("figures", "vocabulary", "a figure can be worked out by hand"),
    ("sample", "", "a newcomer's company comes in through files, like any other"),
    ("snapshot", "!db bot questions chat web cli app", "it is read by `db`, it does not read"),
    ("language", "!db bot questions chat web cli app", "a text is understood from the snapshot alone"),
    ("picture", "!db bot chat questions web cli app", "a picture is drawn from the card alone"),
    ("questions", "!db bot chat web cli app", "an answer is worked out from the snapshot alone"),
    ("db", "!card questions bot chat web cli app", "rows do not know what is asked of them"),
    ("intake", "!card questions bot chat web cli app", "files do not know what is asked of them"),
    ("bot", "!chat web cli app", "the same answer behind every door"),
    ("digest/schedule", "", "when a digest is due is worked out from the calendar"),
    ("digest/words", "identity snapshot", "what is typed is read without looking anything up"),
    ("digest", "!web cli app config questions language", "it asks the bot, and posts through any chat"),
    ("chat", "!db questions language snapshot web cli app", "a chat asks the bot and renders its card"),
];

/// Lines of a file; beyond that it is asking to become a folder.
const LONG: usize = 400;
/// Files that are longer for now, and how long they may be. Shorten the list, never lengthen it.
const LONGER: &[(&str, usize)] = &[("picture/circles/mod.rs", 470), ("questions/asked.rs", 470)];

/// All that may stand at the top.
const TOP: &str = "Cargo.toml Cargo.lock src migrations manifests tests benches .ci README.md CHANGELOG.md LICENSE \
    rustfmt.toml clippy.toml deny.toml justfile .gitignore .gitattributes .cargo";
/// What tools, and running the program there, leave behind.
const LEFT_BEHIND: &str = ".git target mandorla.toml mandorla.db mandorla.db-shm mandorla.db-wal";

/// Every Rust file below `src/`: its path from there, and its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let parts: Vec<_> =
                    path.strip_prefix(&root).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
                files.push((parts.join("/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The text without strings and comments, roughly: each line for itself.
fn code(text: &str) -> String {
    let outside = |line: &str| line.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    text.lines().map(|line| outside(line).split("//").next().unwrap().to_owned() + "\n").collect()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Whether a name stands in the code, as a whole word.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(name)
        .any(|(at, _)| !code[..at].ends_with(is_word) && !code[at + name.len()..].starts_with(is_word))
}

/// Our modules that the code uses: `crate::db`, and `db` in `use crate::{ask::Ask, db}`.
fn used(code: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for (at, root) in code.match_indices("crate::") {
        let rest = &code[at + root.len()..];
        let (mut depth, mut begins) = (0, true);
        for (at, char) in rest.char_indices() {
            match char {
                '{' => (depth, begins) = (depth + 1, depth == 0),
                '}' => depth -= 1,
                ',' => begins = depth == 1,
                _ if begins && is_word(char) => {
                    found.insert(rest[at..].split(|char| !is_word(char)).next().unwrap());
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// The module at the top of the house that a file belongs to.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Whether a rule for a module, or for a folder or file of it, holds for the file at this path.
fn fits(rule: &str, path: &str) -> bool {
    path.strip_prefix(rule).is_some_and(|rest| rest.starts_with(['/', '.']))
}

/// Fails with all findings at once.
fn none(findings: Vec<String>) {
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn every_library_stays_in_its_home() {
    let mut findings = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (name, homes, why) in HOMES {
            if !homes.iter().any(|home| path.starts_with(home)) && names(&code, name) {
                findings.push(format!("src/{path} names {name}, at home in {homes:?}: {why}"));
            }
        }
    }
    none(findings);
}

#[test]
fn every_module_keeps_to_its_friends() {
    let mut findings = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        let code = code(&text);
        for (_, friends, why) in FRIENDS.iter().filter(|(home, ..)| fits(home, &path)) {
            for used in used(&code).into_iter().filter(|used| *used != own) {
                let listed = friends.trim_start_matches('!').split(' ').any(|friend| friend == used);
                if listed == friends.starts_with('!') {
                    findings.push(format!("src/{path} uses crate::{used}: {why}"));
                }
            }
        }
    }
    none(findings);
}

#[test]
fn files_stay_short() {
    let mut findings = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        let limit = LONGER.iter().find(|(longer, _)| *longer == path).map_or(LONG, |(_, limit)| *limit);
        if lines > LONG {
            println!("src/{path} has {lines} lines, of {limit} allowed");
        }
        if lines > limit {
            findings.push(format!("src/{path} has {lines} lines, {limit} are allowed: make it a folder"));
        }
    }
    none(findings);
}

#[test]
fn the_top_holds_nothing_else() {
    let known: BTreeSet<&str> = TOP.split_whitespace().chain(LEFT_BEHIND.split_whitespace()).collect();
    let entries = fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    none(names.filter(|name| !known.contains(name.as_str())).collect());
}

#[test]
fn the_code_tour_names_every_module() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let tour = readme.split("\n## ").find(|section| section.starts_with("Code tour")).expect("there is one");
    let modules: BTreeSet<String> = sources().iter().map(|(path, _)| module(path).to_owned()).collect();
    let missing = |name: &String| name != "lib" && !names(tour, &format!("src/{name}"));
    none(modules.into_iter().filter(missing).collect());
}

#[test]
fn the_rules_can_fail() {
    let code = code(
        "use crate::{ask::Ask, figures::{Window, db}, web}; // crate::bot
         let a = \"crate::chat https://\"; fn f() -> crate::card::Card { sqlx::query(x) }",
    );
    assert_eq!(used(&code).into_iter().collect::<Vec<_>>(), ["ask", "card", "figures", "web"]);
    assert!(names(&code, "sqlx") && names(&code, "query") && !names(&code, "quer") && !names(&code, "https"));
    assert!(fits("db", "db/mod.rs") && fits("ask", "ask.rs") && fits("digest/words", "digest/words/mod.rs"));
    assert!(!fits("ask", "asked.rs") && !fits("digest/words", "digest/mod.rs"));
}
