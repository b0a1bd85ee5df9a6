//! What stands in the files, and when there are none.

use super::{Row, key, rows, sample, small};
use crate::sample::{Options, SampleError, write};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use tempfile::TempDir;

const FILES: [(&str, &str); 5] = [
    ("team.csv", "email,name,side,role,manager"),
    ("accounts.csv", "name,domain,industry,country,tier,kind,target,seller,marketer,market"),
    ("people.csv", "name,email,linkedin,title,company_domain,buying_groups,role,market"),
    ("content.csv", "title,kind,url,campaign,published,retired"),
    (
        "touches.csv",
        "occurred_at,side,channel,evidence,person_email,person_linkedin,person_name,company_domain,colleague,campaign,purpose,content,outcome,source,source_id",
    ),
];

fn bytes(dir: &Path) -> Vec<Vec<u8>> {
    FILES.iter().map(|(file, _)| std::fs::read(dir.join(file)).unwrap()).collect()
}

#[test]
fn the_same_seed_makes_the_same_bytes_and_another_seed_other_ones() {
    let options = small(0.16);
    let (one, two) = (sample(&options).0, sample(&options).0);
    assert!(bytes(one.path()) == bytes(two.path()));
    let other = sample(&Options { seed: 2, ..options }).0;
    for (same, other) in bytes(one.path()).iter().zip(bytes(other.path())) {
        assert!(*same != other);
    }
}

#[test]
fn headers_are_those_of_our_own_format() {
    let dir = sample(&small(0.16)).0;
    for (file, header) in FILES {
        let text = std::fs::read_to_string(dir.path().join(file)).unwrap();
        assert_eq!(text.lines().next(), Some(header), "{file}");
    }
}

#[test]
fn rows_are_as_many_as_written_says() {
    let options = Options { accounts: 201, people_per_account: 7, touches: 12_345, ..small(0.16) };
    let (dir, written) = sample(&options);
    let count = |file| rows(dir.path(), file).len() as u64;
    let counts = (count("accounts.csv"), count("people.csv"), count("touches.csv"));
    assert_eq!(counts, (201, 201 * 7, 12_345));
    assert_eq!(counts, (written.accounts, written.people, written.touches));
    assert_eq!((count("team.csv"), count("content.csv")), (written.team, written.content));
}

#[test]
fn every_reference_resolves() {
    let dir = sample(&small(0.16)).0;
    let rows = |file| rows(dir.path(), file);
    let (team, accounts, people, content) =
        (rows("team.csv"), rows("accounts.csv"), rows("people.csv"), rows("content.csv"));
    let column = |rows: &[Row], name: &str| -> HashSet<String> {
        let all: HashSet<String> = rows.iter().map(|row| row[name].clone()).collect();
        assert_eq!(all.len(), rows.len(), "{name} is unique");
        all
    };
    let emails = column(&team, "email");
    let domains = column(&accounts, "domain");
    let titles = column(&content, "title");
    assert!(team.iter().all(|row| row["manager"].is_empty() || emails.contains(&row["manager"])));
    let side = |email: &str| &team.iter().find(|row| row["email"] == email).unwrap()["side"];
    for row in &accounts {
        match &*row["target"] {
            "yes" => assert!(side(&row["seller"]) == "sales" && side(&row["marketer"]) == "marketing"),
            _ => assert!(row["seller"].is_empty() && row["marketer"].is_empty()),
        }
    }
    for row in &people {
        assert!(domains.contains(&row["company_domain"]));
        let groups: Vec<&str> = row["buying_groups"].split(';').filter(|group| !group.is_empty()).collect();
        assert!(groups.iter().all(|group| domains.contains(*group)));
        let roles = row["role"].split(';').count();
        assert!(roles == 1 || roles == groups.len(), "{row:?}");
    }
    let keys: HashSet<String> = people.iter().map(|row| key(row, "email", "linkedin")).collect();
    assert_eq!(keys.len(), people.len());
    let linkedin: Vec<&String> =
        people.iter().map(|row| &row["linkedin"]).filter(|url| !url.is_empty()).collect();
    assert_eq!(linkedin.iter().collect::<HashSet<_>>().len(), linkedin.len());
    for row in rows("touches.csv") {
        assert!(keys.contains(&key(&row, "person_email", "person_linkedin")));
        assert!(domains.contains(&row["company_domain"]));
        assert!(row["colleague"].is_empty() || side(&row["colleague"]) == &row["side"]);
        assert!(row["content"].is_empty() || titles.contains(&row["content"]));
    }
}

#[test]
fn touches_are_sorted_unique_and_span_a_year() {
    let dir = sample(&small(0.16)).0;
    let touches = rows(dir.path(), "touches.csv");
    assert!(touches.is_sorted_by_key(|row| &row["occurred_at"]));
    let ids: HashSet<&String> = touches.iter().map(|row| &row["source_id"]).collect();
    assert_eq!(ids.len(), touches.len());
    let instants: Vec<Timestamp> = touches.iter().map(|row| row["occurred_at"].parse().unwrap()).collect();
    assert!(&*touches[0]["occurred_at"] < "2025-11-20");
    assert!(instants[instants.len() - 1] < "2026-11-21T00:00:00Z".parse().unwrap());
}

#[test]
fn primed_people_answer_more_often() {
    let dir = sample(&Options { touches: 40_000, ..small(0.16) }).0;
    let mut reached: HashMap<String, Timestamp> = HashMap::new();
    let (mut primed, mut unprimed) = ((0, 0), (0, 0));
    for row in rows(dir.path(), "touches.csv") {
        let person = key(&row, "person_email", "person_linkedin");
        let at: Timestamp = row["occurred_at"].parse().unwrap();
        if row["side"] == "marketing" && row["evidence"] != "targeted" {
            reached.insert(person, at);
        } else if row["side"] == "sales" {
            let by_marketing = reached.get(&person).is_some_and(|before| at - (90 * 24).hours() <= *before);
            let tally = if by_marketing { &mut primed } else { &mut unprimed };
            tally.0 += i32::from(row["outcome"] == "answered");
            tally.1 += 1;
        }
    }
    let rate = |(answered, touches): (i32, i32)| f64::from(answered) / f64::from(touches);
    assert!((0.11..0.17).contains(&rate(primed)), "{primed:?}");
    assert!((0.04..0.065).contains(&rate(unprimed)), "{unprimed:?}");
}

#[test]
fn patricia_is_warm_and_colin_is_cold() {
    let dir = sample(&small(0.16)).0;
    let accounts = rows(dir.path(), "accounts.csv");
    let dana = &rows(dir.path(), "team.csv")[1];
    assert_eq!((&*dana["name"], &*dana["email"]), ("Dana Hughes", "dana.hughes@mandorla.example"));
    assert_eq!((&*accounts[0]["name"], &*accounts[0]["market"]), ("Northwind", "in"));
    assert_eq!(accounts[0]["seller"], dana["email"]);
    assert_eq!((&*accounts[1]["name"], &*accounts[1]["country"]), ("Globex", "Germany"));
    let touches = rows(dir.path(), "touches.csv");
    let sides = |name: &str| -> Vec<String> {
        let of_person = touches.iter().filter(|row| row["person_name"] == name);
        of_person.map(|row| format!("{} {}", row["side"], row["evidence"])).collect()
    };
    let (warm, cold) = (sides("Patricia Prospect"), sides("Colin Cold"));
    assert!(warm.len() >= 4 && warm.iter().all(|side| side.starts_with("marketing")));
    assert!(warm.contains(&"marketing engaged".to_owned()));
    assert!(cold.len() >= 4 && cold.iter().all(|side| side.starts_with("sales")));
}

#[test]
fn names_become_addresses_in_plain_ascii() {
    let mut names = crate::sample::names::Names::new();
    for (given, family, slugs) in
        [("Łukasz", "Nguyễn", "lukasz nguyen"), ("Şule", "Sørensen", "sule sorensen")]
    {
        let (given, family) = names.add(given, family);
        assert_eq!(format!("{} {}", names.given(given).slug, names.family(family).slug), slugs);
    }
    let dir = sample(&small(0.16)).0;
    for row in rows(dir.path(), "people.csv") {
        assert!(row["email"].is_ascii() && row["linkedin"].is_ascii() && !row["name"].contains(','));
    }
}

#[test]
fn impossible_options_and_standing_files_are_refused() {
    let dir = TempDir::new().unwrap();
    let refused = |options: Options| write(dir.path(), &options, &mut |_| {}).unwrap_err();
    let usual = small(0.16);
    assert!(matches!(refused(Options { accounts: 0, ..usual.clone() }), SampleError::TooFewAccounts { .. }));
    assert!(matches!(refused(Options { people_per_account: 0, ..usual.clone() }), SampleError::NoPeople));
    for overlap in [-0.1, 1.1, f64::NAN] {
        assert!(matches!(refused(Options { overlap, ..usual.clone() }), SampleError::Overlap { .. }));
    }
    let SampleError::TooFewTouches { least, .. } = refused(Options { touches: 10, ..usual.clone() }) else {
        panic!("ten touches are too few");
    };
    let until = Date::MIN;
    assert!(matches!(refused(Options { until, ..usual.clone() }), SampleError::Until { .. }));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was written");
    write(dir.path(), &Options { touches: least, ..usual.clone() }, &mut |_| {}).unwrap();
    let before = bytes(dir.path());
    let error = refused(usual);
    assert!(matches!(&error, SampleError::Exists { path } if path.ends_with("team.csv")), "{error}");
    assert!(before == bytes(dir.path()));
}

#[test]
fn progress_only_grows_and_ends_with_all_rows() {
    let dir = TempDir::new().unwrap();
    let mut heard = Vec::new();
    let written = write(dir.path(), &small(0.16), &mut |rows| heard.push(rows)).unwrap();
    assert!(heard.is_sorted());
    let all = written.team + written.accounts + written.people + written.content + written.touches;
    assert_eq!(heard.last(), Some(&all));
}
