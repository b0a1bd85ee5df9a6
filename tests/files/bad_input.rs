//! Files as people really bring them, through the real binary: whatever is wrong is said with the next step, and
//! nothing is imported.

use std::io::Write as _;

use crate::binary::Shell;

const HEADER: &str = "name,email\n";

/// Imports one file that cannot be; what was said on either stream.
fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let shell = Shell::new();
    shell.file(name, bytes);
    let done = shell.run(&["import", name]);
    assert_eq!(done.code, Some(1), "{name}: {done:?}");
    assert!(!done.err.contains("panicked"), "{name}: {done:?}");
    assert_eq!(nobody_there(&shell), "", "{name}");
    done.out + &done.err
}

fn nobody_there(shell: &Shell) -> String {
    let done = shell.run(&["export", "people"]);
    assert_eq!(done.code, Some(0));
    done.out.lines().skip(1).collect()
}

#[test]
fn what_is_no_table_at_all() {
    for (name, bytes, said) in [
        (
            "book.xlsx",
            &b"PK\x03\x04\x14\0\x06\0"[..],
            "an Excel workbook (or another zip archive), not a text file: save it as CSV",
        ),
        (
            "book.xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1",
            "an old Excel workbook, not a text file: open it and save it as CSV",
        ),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n\0\0",
            "a picture, not a text file: export the data as CSV instead",
        ),
        ("zeros.csv", &[0; 4096], "a file with NUL bytes, not a text file: save it as CSV in UTF-8"),
        ("empty.csv", b"", "the file is empty; export it again"),
        ("blank.csv", b"\xEF\xBB\xBF\r\n \r\n", "the file is empty; export it again"),
        ("letter.txt", b"Dear all,\nplease find attached\n", "the first row must name the columns"),
        (
            "page.html",
            b"<!doctype html>\n<html><body>Sign in</body></html>\n",
            "the first row must name the columns",
        ),
    ] {
        let told = refused(name, bytes);
        assert!(told.starts_with(&format!("mandorla: {name}: ")), "{told}");
        assert!(told.contains(said), "{told}");
        assert!(told.ends_with("; nothing was imported\n"), "{told}");
    }
}

#[test]
fn what_is_no_file_at_all() {
    let shell = Shell::new();
    std::fs::create_dir(shell.path("exports")).unwrap();
    shell.file("people.csv", "name,email\nAnna,anna@x.example\n");
    for (words, code, said) in [
        (vec!["import", "exports"], 1, "exports: this is a folder; name the files inside it"),
        (vec!["import", "nothing.csv"], 1, "nothing.csv: there is no such file; check the path"),
        (vec!["import", "people.csv", "nothing.csv"], 1, "nothing.csv: there is no such file"),
        (vec!["import"], 2, "<FILE>..."),
        (
            vec!["import", "people.csv", "--format", "leads"],
            2,
            "write team, accounts, people, content or touches",
        ),
        (vec!["import", "people.csv", "--map", "map.toml"], 2, "the mapping map.toml cannot be read"),
        (vec!["import", "people.csv", "--nonsense"], 2, "--nonsense"),
    ] {
        let done = shell.run(&words);
        assert_eq!(done.code, Some(code), "{done:?}");
        assert!(done.err.contains(said), "{done:?}");
        assert_eq!(done.out, "");
    }
    assert_eq!(nobody_there(&shell), "");
}

#[test]
#[cfg(unix)]
fn a_pipe_is_read_once_only() {
    let shell = Shell::new();
    let mut import = shell
        .command(&["import", "/dev/stdin"])
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It does not read what it cannot use.
    drop(import.stdin.take().unwrap().write_all(b"name,email\nAnna,anna@x.example\n"));
    let output = import.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("save it to a file first"));
}

#[test]
fn encodings() {
    let shell = Shell::new();
    let utf16 = |text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
    };
    shell.file("windows.csv", b"name,email\nZo\xEB,zoe@x.example\nM\xFCller \x96 Sohn,m@x.example\n");
    shell.file("mark.csv", "\u{FEFF}name;email\r\nŁukasz;lukasz@x.example\r\n");
    shell.file(
        "little.csv",
        utf16("name\temail\r\nAnna – Lena\tanna@x.example\r\n", b"\xFF\xFE", u16::to_le_bytes),
    );
    shell.file("big.csv", utf16("name,email\nБорис,boris@x.example\n", b"\xFE\xFF", u16::to_be_bytes));
    let done = shell.run(&["import", "windows.csv", "mark.csv", "little.csv", "big.csv"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let people = shell.run(&["export", "people"]).out;
    for name in ["Zoë", "Müller – Sohn", "Łukasz", "Anna – Lena", "Борис"] {
        assert!(people.contains(&format!("\n{name},")), "{people}");
    }
    // UTF-16 without its mark cannot be told from rubbish.
    let told = refused("bare.csv", utf16("name,email\nAnna,anna@x.example\n", b"", u16::to_le_bytes));
    assert!(told.contains("save it as CSV in UTF-8"), "{told}");
}

#[test]
fn headers() {
    for (text, said) in [
        (
            "occurred_at,channel,person_email\n2026-10-01,ad,a@x.example\n",
            "line 1 comes nearest to touches, but lacks the column evidence; add it, or say with --map",
        ),
        (
            "name,email,E-Mail\na,a@x.example,b@x.example\n",
            "line 1 names the column \"email\" twice; rename or remove",
        ),
        ("id,age\n1,2\n", "the first row must name the columns"),
    ] {
        let told = refused("file.csv", text);
        assert!(told.contains(said), "{told}");
    }
    // Notes above the header, odd spelling, columns nobody asked for: all in order.
    let shell = Shell::new();
    shell.file("notes.csv", "Exported by Anna\n\nE MAIL;Job;LinkedIn;Na_me;\n;;;;\na@x.example;CTO;;Anna;\n");
    let done = shell.run(&["import", "notes.csv"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.contains("1 new") && done.out.contains("note: ignored column \"Job\""), "{done:?}");
    shell.file("only.csv", HEADER);
    let done = shell.run(&["import", "only.csv"]);
    assert_eq!((done.code, done.out.contains("no rows under the header")), (Some(0), true), "{done:?}");
}

#[test]
fn rows() {
    let huge = format!("{HEADER}{},a@x.example\n", "x".repeat(70_000));
    let endless = format!("{HEADER}{},a@x.example\nAnna,anna@x.example\n", "x".repeat(3_000_000));
    for (text, said) in [
        ("name,email\nAnna\n", "line 2: the row has 1 cell, fewer than the 2 of the header"),
        (
            "name,email\nBerg, Anna,anna@x.example\n",
            "line 2: the row has 3 cells, more than the 2 of the header; put cells that hold the delimiter in quotes",
        ),
        ("name,email\nAn\0na,anna@x.example\n", "the control character U+0000; remove it"),
        (
            "name,email\n\"Anna,anna@x.example\nBernd,bernd@x.example\n",
            "line 2: a quote opens on line 2 and is never closed; close it",
        ),
        (
            "name,email\nAnna,anna at x\n",
            "the column \"email\" holds \"anna at x\"; write an e-mail address such as",
        ),
        (&huge, "line 2: the column \"name\" holds 68 KiB; 64 KiB is the most a cell may hold"),
        (&endless, "line 2: the row is longer than 1 MiB"),
    ] {
        let told = refused("people.csv", text);
        assert!(told.contains(said), "{told}");
        assert!(told.contains("not imported, 1 of ") && told.contains("people.rejects.csv"), "{told}");
        assert!(told.len() < 1_000);
    }
}

#[test]
fn dates() {
    let shell = Shell::new();
    shell.file("team.csv", "email,name,side\n");
    let touch = |at: &str| format!("\"{at}\",call,engaged,anna@x.example\n");
    let dates = [
        "2024-03-12T09:14:00Z",
        "2024-03-12 09:14",
        "3/15/2024 2:30 PM",
        "12 Mar 2024",
        "16.03.2024",
        "3/4/2024",
    ];
    let header = "occurred_at,channel,evidence,person_email\n";
    shell.file("touches.csv", format!("{header}{}", dates.map(touch).concat()));
    let done = shell.run(&["import", "touches.csv"]);
    assert!(done.code == Some(0) && done.out.contains("5 new, 0 updated, 1 unchanged"), "{done:?}");
    let touches = shell.run(&["export", "touches"]).out;
    let written: Vec<&str> = touches.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert_eq!(
        written,
        [
            "2024-03-04T00:00:00Z",
            "2024-03-12T00:00:00Z",
            "2024-03-12T09:14:00Z",
            "2024-03-15T14:30:00Z",
            "2024-03-16T00:00:00Z"
        ],
        "two spellings of one instant are one touch"
    );
    for (at, said) in [
        ("3/4/2024", "write 2024-0"),
        ("31 Feb 2024", "write 2024-03-12 or"),
        ("soon", "write 2024-03-12 or"),
        ("", "write when it happened"),
    ] {
        let told = refused("touches.csv", format!("{header}{}", touch(at)));
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn a_hundred_thousand_bad_rows_fill_a_file_and_not_the_screen() {
    const ROWS: usize = 100_000;
    let shell = Shell::new();
    let mut text = HEADER.to_owned();
    for row in 0..ROWS {
        text.push_str(&format!("Person {row},no address {row}\n"));
    }
    shell.file("people.csv", text);
    let done = shell.run(&["import", "people.csv"]);
    assert_eq!(done.code, Some(1));
    assert!(done.out.contains("and 99995 more rejected rows"), "{done:?}");
    assert!(done.out.lines().count() < 12 && done.out.len() + done.err.len() < 2_000, "{done:?}");
    let rejects = std::fs::read_to_string(shell.path("people.rejects.csv")).unwrap();
    assert_eq!(rejects.lines().count(), ROWS + 1);
    let last = rejects.lines().last().unwrap();
    assert!(last.starts_with("Person 99999,no address 99999,100001,"), "{last}");
}
