//! How well people are understood: phrasings with what each means, asked of the company in `company/`.

use mandorla::{figures::*, identity, language::*, questions::*, snapshot::*, vocabulary::*};
use std::collections::HashMap;

fn rows(name: &str) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(format!("tests/company/{name}.csv")).unwrap();
    let headers: Vec<String> =
        reader.headers().unwrap().iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
    reader
        .records()
        .map(|r| {
            let r = r.unwrap();
            headers.iter().cloned().zip(r.iter().map(str::to_owned)).collect()
        })
        .collect()
}
fn opt(s: &str) -> Option<String> {
    (!s.is_empty()).then(|| s.to_owned())
}

fn snapshot() -> Snapshot {
    let workspace = Workspace {
        id: 1,
        name: "x".into(),
        time_zone: jiff::tz::TimeZone::get("Europe/London").unwrap(),
        priming_days: 90,
        covered_at: 3,
        required_roles: vec!["champion".into(), "economic buyer".into(), "technical evaluator".into()],
    };
    let mut s = Snapshot::empty(workspace);
    let team = rows("team");
    let colleague = |email: &str| team.iter().position(|r| r["email"] == email).map(|x| x as u16);
    for (i, r) in team.iter().enumerate() {
        s.take(Row::Colleague(
            i as u16,
            Colleague {
                email: r["email"].clone(),
                name: r["name"].clone(),
                side: r["side"].parse().unwrap(),
                role: r["role"].parse().unwrap(),
                manager: colleague(&r["manager"]),
            },
        ));
    }
    let accounts = rows("accounts");
    let account = |d: &str| accounts.iter().position(|r| r["domain"] == d).map(|x| x as u32);
    for (i, r) in accounts.iter().enumerate() {
        s.take(Row::Account(
            i as u32,
            Box::new(Account {
                name: r["name"].clone(),
                domain: opt(&r["domain"]),
                industry: opt(&r["industry"]),
                country: opt(&r["country"]),
                tier: opt(&r["tier"]),
                kind: r["kind"].parse().unwrap(),
                target: r["target"] == "yes",
                seller: colleague(&r["seller"]),
                marketer: colleague(&r["marketer"]),
                market: vec![],
                members: vec![],
            }),
        ));
    }
    let people = rows("people");
    for (i, r) in people.iter().enumerate() {
        s.take(Row::Person(Box::new(Person {
            number: i as u32,
            name: r["name"].clone(),
            email: opt(&r["email"]),
            linkedin: identity::linkedin(&r["linkedin"]),
            title: opt(&r["title"]),
            employer: account(&r["company_domain"]),
        })));
    }
    for (i, r) in people.iter().enumerate() {
        let groups = if r["buying_groups"].is_empty() {
            r["company_domain"].clone()
        } else {
            r["buying_groups"].clone()
        };
        for g in groups.split(';') {
            if let Some(a) = account(g) {
                s.take(Row::Member { account: a, person: i as u32, role: opt(&r["role"]) });
            }
        }
    }
    for (i, c) in
        ["Spring Launch", "Fintech Newsletter", "Autumn Webinar Series", "Customer Stories", "Retargeting Q4"]
            .iter()
            .enumerate()
    {
        s.take(Row::Campaign(i as u32, c.to_string()));
    }
    for (i, r) in rows("content").iter().enumerate() {
        s.take(Row::Content(
            i as u32,
            Box::new(Content {
                title: r["title"].clone(),
                kind: None,
                url: None,
                campaign: None,
                published: None,
                retired: None,
                listed: true,
            }),
        ));
    }
    for (i, c) in ["HubSpot", "Salesforce", "LinkedIn Ads", "Outreach"].iter().enumerate() {
        s.take(Row::Source(i as u16, c.to_string()));
    }
    s.take_touches(Loose::default());
    s.refresh_target();
    s
}

#[test]
fn phrasings() {
    let s = snapshot();
    let terms = Terms::new(&s);
    let grammars: Vec<Grammar> = ALL.iter().map(|q| q.grammar()).collect();
    let now: jiff::Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
    let file = std::env::var("PHRASINGS").unwrap_or("tests/language/phrasings.tsv".into());
    let verbose = std::env::var("QUIET").is_err();
    let text = std::fs::read_to_string(file).unwrap();
    let (mut right, mut wrong, mut all) = (0, 0, 0);
    let mut missed: HashMap<String, usize> = HashMap::new();
    for line in text.lines().skip(1) {
        let c: Vec<&str> = line.split('\t').collect();
        let (text, question, window, filters, subject) = (c[0], c[1], c[2], c[3], c[4]);
        if question.contains("handoffs") || question.contains("hand_over") {
            continue;
        }
        let who = c.get(5).copied().unwrap_or("").trim_start_matches("as:");
        let asker = s.colleagues.iter().position(|k| k.email == who).map(|x| x as u16);
        let world = World { snapshot: &s, terms: &terms, asker, today: jiff::civil::date(2026, 11, 20) };
        let got = match understand(text, &world, &grammars) {
            Understood::Reading(r) => {
                let q = ALL[r.question];
                let asked =
                    Asked::new(q.name, &s, &terms, &r, now, asker.map_or(Asker::Operator, Asker::Colleague));
                let a = if r.unclear.is_some() { None } else { Some((q.answer)(&asked)) };
                let status = a.as_ref().map_or("ambiguous".to_owned(), |a| {
                    serde_json::to_value(a.status).unwrap().as_str().unwrap().to_owned()
                });
                let prefix = if status == "answered" || status == "done" {
                    String::new()
                } else {
                    format!("{status}:")
                };
                let w = r.window.as_ref().map_or("-".to_owned(), |(w, _)| format!("{}..{}", w.from, w.to));
                let f = serde_json::Value::Object(r.filters.json(&s));
                let subj = r.subject.as_ref().map(|x| match (&x.people[..], &x.accounts[..]) {
                    ([p], _) => s.people.name(*p).to_owned(),
                    (_, [a]) => s.accounts[*a as usize].name.clone(),
                    _ => "-".into(),
                });
                let by = r.by.map(|b| b.as_str().to_owned());
                let sub = match q.name {
                    "breakdown" => by.unwrap_or("seller".into()),
                    "reached" | "history" | "account" | "owner" if prefix.is_empty() => {
                        subj.unwrap_or("-".into())
                    }
                    _ => "-".into(),
                };
                (format!("{prefix}{}", q.name), w, f, sub)
            }
            Understood::UnknownValue { question, .. } => {
                (format!("not_found:{}", ALL[question].name), "-".into(), serde_json::json!({}), "-".into())
            }
            _ => ("none".to_owned(), "-".into(), serde_json::json!({}), "-".into()),
        };
        all += 1;
        let want_f: serde_json::Value = serde_json::from_str(filters).unwrap();
        let subject = if matches!(question, "reached" | "history" | "account" | "owner" | "breakdown") {
            subject
        } else {
            "-"
        };
        let action = question.starts_with("confirm:") || question == "none" || question.contains(':');
        let done = question.replace("confirm:", "");
        let ok = (got.0 == question || got.0 == done && action)
            && (action || got.1 == window && got.2 == want_f && got.3 == subject);
        if ok {
            right += 1;
            continue;
        }
        let answered = !got.0.contains(':') && got.0 != "none";
        if answered {
            wrong += 1;
        }
        *missed.entry(question.to_owned()).or_default() += 1;
        if verbose {
            println!(
                "{} {text:70} want {question} {window} {filters} {subject} | got {} {} {} {}",
                if answered { "WRONG" } else { "miss " },
                got.0,
                got.1,
                got.2,
                got.3
            );
        }
    }
    println!(
        "{right}/{all} right = {:.1} %, {wrong} answered wrongly = {:.1} %",
        right as f64 * 100.0 / all as f64,
        wrong as f64 * 100.0 / all as f64
    );
    let mut m: Vec<_> = missed.into_iter().collect();
    m.sort();
    println!("{m:?}");
}
