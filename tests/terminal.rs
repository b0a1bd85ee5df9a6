//! The program as it is typed in a terminal: its settings, its flags, and what they change.

#[path = "support/binary.rs"]
mod binary;

use binary::Shell;
use serde_json::Value as Json;

const NOW: &str = "2026-11-20T12:00:00Z";

/// The fixture company, imported through the binary.
fn company() -> Shell {
    let shell = Shell::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/company");
    let files =
        ["team", "accounts", "people", "content", "touches"].map(|kind| format!("{folder}/{kind}.csv"));
    let words: Vec<&str> = std::iter::once("import").chain(files.iter().map(String::as_str)).collect();
    assert_eq!(shell.run(&words).code, Some(0));
    shell
}

/// The object that a question prints; `more` are flags.
fn ask(shell: &Shell, question: &str, more: &[&str]) -> Json {
    let words = [&["ask", question, "--json", "--now", NOW], more].concat();
    let done = shell.run(&words);
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{question}: {error}: {done:?}"))
}

#[test]
fn the_rules_of_a_workspace_are_settings_and_reach_every_figure() {
    let shell = company();
    let usual = ask(&shell, "groups", &[]);
    assert_eq!(usual["data"]["covered"], 1, "{usual:#}");
    let primed = |answer: &Json| answer["data"]["primed"]["touches"].as_u64().expect("a count");
    let usually_primed = primed(&ask(&shell, "does priming work for us?", &[]));

    shell.file(
        "mandorla.toml",
        "covered_at = 1\nrequired_roles = [\"champion\", \"janitor\"]\npriming_days = 1\n",
    );
    let strict = ask(&shell, "groups", &[]);
    assert!(strict["data"]["covered"].as_u64() > Some(1), "{strict:#}");
    let missing = &ask(&shell, "account Northwind", &[])["data"]["missing_roles"];
    assert_eq!(*missing, serde_json::json!(["champion", "janitor"]));
    assert!(primed(&ask(&shell, "does priming work for us?", &[])) < usually_primed);
    let text = ask(&shell, "is Colin Cold primed?", &[])["text"].as_str().expect("a text").to_owned();
    assert!(text.contains("in the 1 day before"), "{text}");

    // Who sets nothing changes nothing.
    shell.file("mandorla.toml", "");
    assert_eq!(ask(&shell, "groups", &[])["data"]["covered"], strict["data"]["covered"]);
    let wrong = shell.file("mandorla.toml", "covered_at = 0\n");
    let done = shell.run(&["ask", "groups"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("write a whole number from 1 to 1000"), "{done:?}");
    std::fs::remove_file(wrong).expect("the file is there");
}

#[test]
fn a_mapping_and_a_source_are_told_by_flags() {
    let shell = Shell::new();
    shell.file("people.csv", "Full Name,Contact Address\nPatricia Prospect,patricia@northwind.example\n");
    shell.file("map.toml", "name = \"Full Name\"\nemail = \"Contact Address\"\n");
    let done = shell.run(&["import", "people.csv", "--map", "map.toml", "--source", "Rolodex"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let sources = ask(&shell, "freshness", &[])["data"]["sources"].clone();
    assert_eq!((&sources[0]["name"], &sources[0]["rows"]), (&"Rolodex".into(), &1.into()), "{sources:#}");
    let person = ask(&shell, "reached patricia@northwind.example", &[]);
    assert_eq!(person["data"]["person"]["name"], "Patricia Prospect");
}

#[test]
fn who_asks_and_when_decide_what_is_answered() {
    let shell = company();
    let mine = ask(&shell, "overlap my accounts", &["--as", "sam.okafor@mandor.example"]);
    assert_eq!(mine["filters"]["seller"], "Sam Okafor", "{mine:#}");
    let nobody = ask(&shell, "cold", &["--as", "stranger@mandor.example"]);
    assert_eq!(nobody["status"], "forbidden", "{nobody:#}");
    let earlier = shell.run(&["ask", "overlap", "--json", "--now", "2026-07-01T12:00:00Z"]);
    let earlier: Json = serde_json::from_str(&earlier.out).expect("an object");
    assert_eq!(earlier["window"]["to"], "2026-07-01");
}

#[test]
fn a_change_is_carried_out_with_yes_alone() {
    let shell = company();
    let touches = || ask(&shell, "reached Lars Holm", &[])["data"]["sales"]["touches"].clone();
    assert_eq!(ask(&shell, "log a call with Lars Holm today", &[])["status"], "confirm");
    assert_eq!(touches(), 0, "nobody said yes");
    assert_eq!(ask(&shell, "log a call with Lars Holm today", &["--yes"])["status"], "done");
    assert_eq!(touches(), 1);
}

#[test]
fn the_database_is_brought_up_to_date_by_hand_where_that_is_wanted() {
    let shell = Shell::new();
    shell.file("mandorla.toml", "auto_migrate = false\n");
    let before = shell.run(&["ask", "overlap"]);
    assert_eq!(before.code, Some(1), "{before:?}");
    let migrated = shell.run(&["migrate"]);
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    assert_eq!(shell.run(&["migrate"]).code, Some(0), "twice is once");
    let after = shell.run(&["ask", "overlap"]);
    assert_eq!(after.code, Some(0), "{after:?}");
}
