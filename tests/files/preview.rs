//! `mandorla digest preview` as it is typed: words, a message, a picture, and what is not there yet.

use std::fs;

use serde_json::Value as Json;

use crate::{
    binary::{Done, Shell},
    desk::company,
};

const NOW: &str = "2026-11-20T12:00:00Z";

/// The company in London, imported through the binary.
fn shell() -> Shell {
    let shell = Shell::new();
    shell.file("mandorla.toml", "time_zone = \"Europe/London\"\n");
    let files: Vec<String> = company().iter().map(|file| file.display().to_string()).collect();
    let words: Vec<&str> = std::iter::once("import").chain(files.iter().map(String::as_str)).collect();
    assert_eq!(shell.run(&words).code, Some(0));
    shell
}

fn preview(shell: &Shell, words: &[&str]) -> Done {
    shell.run(&[&["digest", "preview", "--now", NOW], words].concat())
}

#[test]
fn words_come_to_standard_output_whatever_the_order() {
    let shell = shell();
    let all = preview(&shell, &[]);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert!(all.out.starts_with("Overlap 53.8 %: marketing reached 7 of the 13 people"), "{}", all.out);
    assert!(all.out.contains("Colin Cold, Plant Director at Globex"), "{}", all.out);
    let team = preview(&shell, &["for", "Dana's", "team", "--format", "text"]);
    assert!(team.out.contains("Dana Hughes’s team") && !team.out.contains("Gavin Belson"), "{}", team.out);
    let mine = preview(&shell, &["my", "accounts", "--as", "sam.okafor@mandor.example"]);
    assert!(mine.out.contains("Sam Okafor’s accounts"), "{}", mine.out);
    let again = preview(&shell, &["--out", "digest.txt"]);
    assert_eq!((again.code, again.out.as_str()), (Some(0), ""));
    assert_eq!(fs::read_to_string(shell.path("digest.txt")).unwrap(), all.out);
}

#[test]
fn slack_gets_a_message_and_a_thread() {
    let done = preview(&shell(), &["--format", "slack"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let message: Json = serde_json::from_str(&done.out).expect("one JSON object");
    let thread = message["thread"].as_array().expect("a thread");
    assert_eq!(thread.len(), 6);
    for post in std::iter::once(&message).chain(thread) {
        assert!(post["text"].as_str().is_some_and(|text| !text.is_empty()), "{post}");
        let blocks = post["blocks"].as_array().expect("blocks");
        assert!((1..=50).contains(&blocks.len()) && blocks[0]["type"] == "header", "{post}");
        let actions = blocks.last().unwrap();
        assert_eq!(actions["type"], "actions", "{post}");
    }
    assert_eq!(
        message["blocks"].as_array().unwrap().last().unwrap()["elements"].as_array().unwrap().len(),
        3
    );
}

#[test]
fn the_picture_is_1600_pixels_wide() {
    let shell = shell();
    let done = preview(&shell, &["--format", "png", "--out", "digest.png"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""), "{done:?}");
    let bytes = fs::read(shell.path("digest.png")).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (1_600, 2_000));
    let empty = shell.run(&[
        "digest",
        "preview",
        "--now",
        "2020-01-01T00:00:00Z",
        "--format",
        "png",
        "--out",
        "x.png",
    ]);
    assert_eq!(empty.code, Some(1));
    assert!(empty.err.contains("no picture") && !shell.path("x.png").exists(), "{empty:?}");
}

#[test]
fn teams_gets_cards_and_discord_embeds() {
    let shell = shell();
    let posts = |format: &str| -> Vec<Json> {
        let done = preview(&shell, &["--format", format]);
        assert_eq!(done.code, Some(0), "{done:?}");
        let mut first: Json = serde_json::from_str(&done.out).expect("one JSON object");
        let thread = first["thread"].take();
        std::iter::once(first).chain(thread.as_array().expect("a thread").clone()).collect()
    };
    let (teams, discord) = (posts("teams"), posts("discord"));
    assert_eq!((teams.len(), discord.len()), (7, 7));
    for post in &teams {
        let card = &post["attachments"][0]["content"];
        assert_eq!((&card["type"], &card["version"]), (&"AdaptiveCard".into(), &"1.5".into()));
        assert!(card.to_string().len() <= 80_000 && !post["summary"].as_str().unwrap().is_empty());
    }
    let held = teams[0].to_string().matches("data:image/png;base64,").count();
    assert_eq!(held, 2, "circles and trend");
    for post in &discord {
        assert!(post["embeds"][0]["title"].as_str().is_some_and(|title| !title.is_empty()), "{post}");
    }
    assert_eq!(discord[0].to_string().matches("attachment://").count(), 2);
    assert_eq!(discord[0]["components"][0]["components"].as_array().unwrap().len(), 3);
}

#[test]
fn what_there_is_not_is_used_wrongly() {
    let shell = Shell::new();
    assert_eq!(preview(&shell, &["--format", "fax"]).code, Some(2));
    assert_eq!(shell.run(&["digest"]).code, Some(2));
}
