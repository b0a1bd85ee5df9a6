//! `mandorla export` as it is typed: lists, filters, audiences, files that are there already.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use crate::{binary::Shell, desk::company};

/// The company, imported through the binary.
fn shell() -> Shell {
    let shell = Shell::new();
    let files: Vec<String> = company().iter().map(|file| file.display().to_string()).collect();
    let words: Vec<&str> = std::iter::once("import").chain(files.iter().map(String::as_str)).collect();
    assert_eq!(shell.run(&words).code, Some(0));
    shell
}

fn rows(shell: &Shell, words: &[&str]) -> Vec<String> {
    let done = shell.run(words);
    assert_eq!(done.code, Some(0), "{words:?}: {done:?}");
    assert!(done.out.starts_with('\u{FEFF}'), "{done:?}");
    done.out.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn filters_choose_as_in_chat() {
    let shell = shell();
    let all = rows(&shell, &["export", "accounts"]);
    let fintech = rows(&shell, &["export", "accounts", "in", "fintech"]);
    let wanted: Vec<&String> = all.iter().filter(|row| row.contains(",Fintech,")).collect();
    assert!(!wanted.is_empty() && fintech.iter().eq(wanted), "{fintech:#?}");
    let ours = rows(&shell, &["export", "accounts", "my accounts", "--as", "sam.okafor@mandor.example"]);
    assert!(
        !ours.is_empty() && ours.iter().all(|row| row.contains(",sam.okafor@mandor.example,")),
        "{ours:#?}"
    );

    // Whoever counts for Northwind: the agency's people in its buying group too.
    let people = rows(&shell, &["export", "people", "at", "Northwind"]);
    assert!(people.iter().any(|row| row.starts_with("Grace Hill,")), "{people:#?}");
    assert!(people.iter().all(|row| row.contains("northwind.example")));
    let touches = rows(&shell, &["export", "touches", "at Northwind", "between 2026-06-01 and 2026-06-30"]);
    assert!(!touches.is_empty() && touches.iter().all(|row| row.starts_with("2026-06-")), "{touches:#?}");
    let ads = rows(&shell, &["export", "touches", "channel ad", "between 2026-01-01 and 2026-12-31"]);
    assert!(ads.iter().all(|row| row.contains(",marketing,ad,") || row.contains(",sales,")));

    for (words, code, said) in [
        (&["export", "people", "in", "Narnia"][..], 1, "Nothing in the account database is called “Narnia”"),
        (&["export", "people", "who", "paints", "walls"], 1, "I did not understand these filters"),
        (&["export", "people", "my accounts"], 1, "--as E-MAIL"),
        (&["export", "accounts", "last quarter"], 2, "is about touches, not about accounts: leave it out"),
        (&["export", "team", "in fintech"], 2, "`export team` takes no filters"),
        (&["export", "content", "--format", "linkedin"], 2, "LinkedIn takes lists of people or of companies"),
        (&["export", "poeple"], 2, "'people'"),
        (&["export", "cold", "in", "Narnia"], 1, "Narnia"),
        (&["export", "people", "--force"], 2, "--out"),
    ] {
        let done = shell.run(words);
        assert_eq!(done.code, Some(code), "{words:?}: {done:?}");
        assert!(done.err.contains(said), "{words:?}: {done:?}");
        assert_eq!(done.out, "", "{words:?}");
    }
}

#[test]
fn lists_and_audiences() {
    let shell = shell();
    for list in ["cold", "warm", "untouched", "outside"] {
        let people = rows(&shell, &["export", list, "between 2026-06-01 and 2026-11-20"]);
        let contacts =
            rows(&shell, &["export", list, "between 2026-06-01 and 2026-11-20", "--format", "linkedin"]);
        assert_eq!(people.len(), contacts.len(), "{list}");
    }
    let done = shell.run(&["export", "people", "at Northwind", "--format", "linkedin"]);
    let mut lines = done.out.lines();
    assert_eq!(
        lines.next(),
        Some("\u{FEFF}email,firstname,lastname,jobtitle,employeecompany,country,googleaid")
    );
    assert!(
        lines.any(|row| row == "patricia.prospect@northwind.example,Patricia,Prospect,Head of Procurement,Northwind,United Kingdom,"),
        "{done:?}"
    );
    assert!(done.err.contains("LinkedIn delivers nothing to an audience of fewer than 300 matched members"));
    let companies = shell.run(&["export", "accounts", "--format", "linkedin"]).out;
    assert!(
        companies
            .contains("\r\nNorthwind,northwind.example,northwind.example,,,Fintech,,,United Kingdom,\r\n")
    );

    // Nobody can be found by a first name alone.
    shell.file("more.csv", "name,email\nCher,\n=Prince,prince@x.example\n");
    shell.run(&["import", "more.csv"]);
    let done = shell.run(&["export", "people", "--format", "linkedin"]);
    assert!(!done.out.contains("Cher") && done.err.contains("1 person was left out"), "{done:?}");
    assert!(done.out.contains("prince@x.example,'=Prince,,"), "{done:?}");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let shell = shell();
    let done = shell.run(&["export", "people", "--out", "people.csv"]);
    assert_eq!((done.code, done.out.as_str()), (Some(0), ""), "{done:?}");
    assert!(done.err.contains("to people.csv"), "{done:?}");
    let people = fs::read_to_string(shell.path("people.csv")).unwrap();
    assert_eq!(people, shell.run(&["export", "people"]).out);

    let again = shell.run(&["export", "team", "--out", "people.csv"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("people.csv exists already; write elsewhere, or replace it with --force"));
    assert_eq!(fs::read_to_string(shell.path("people.csv")).unwrap(), people);
    assert_eq!(shell.run(&["export", "team", "--out", "people.csv", "--force"]).code, Some(0));
    assert!(fs::read_to_string(shell.path("people.csv")).unwrap().starts_with("\u{FEFF}email,name,side"));

    for (out, said) in [("nowhere/team.csv", "the folder nowhere does not exist"), (".", "is a folder")] {
        let done = shell.run(&["export", "team", "--out", out]);
        assert!(done.code == Some(1) && done.err.contains(said), "{done:?}");
    }
    // A list that is refused leaves no file behind.
    shell.run(&["export", "cold", "in", "Narnia", "--out", "cold.csv"]);
    let mut names: Vec<String> = fs::read_dir(shell.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("mandorla.db"))
        .collect();
    names.sort();
    assert_eq!(names, ["people.csv"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_named_and_no_device_is_replaced() {
    let shell = shell();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = shell.command(&["export", "touches"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("No space left"));
    let done = shell.run(&["export", "touches", "--out", "/dev/null", "--force"]);
    assert!(done.code == Some(1) && done.err.contains("is a device or a pipe"), "{done:?}");
}

#[test]
fn whoever_stops_reading_is_no_error() {
    let shell = shell();
    for words in [&["export", "touches"][..], &["config"], &["ask", "help"], &["ask", "cold", "--json"]] {
        let mut child = shell.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        let mut out = BufReader::with_capacity(16, child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        drop(out);
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{words:?}: {err}");
        assert!(!err.contains("panicked") && !err.contains("Broken pipe"), "{words:?}: {err}");
        assert!(!first.is_empty());
    }
}
