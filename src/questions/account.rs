//! "How are we doing at Northwind?" The buying group, person by person, and the roles that nobody has.

use serde_json::json;

use super::{Answer, Asked, Question, market, say, words};
use crate::{
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Span, Table, Tone},
    figures::people::person_summary,
    identity::fold,
    language::Filtered,
    snapshot::{Member, Snapshot},
    vocabulary::Market,
};

pub static QUESTION: Question = Question {
    name: "account",
    summary: "the buying group of an account, person by person, and its missing roles",
    examples: &[
        "how are we doing at Northwind?",
        "account northwind",
        "who is in the buying group at Globex?",
        "missing roles at Northwind",
    ],
    phrases: &[
        "{account}",
        "{account} state",
        "{account} company",
        "{account} groups",
        "{account} groups covered",
        "{account} groups facts",
        "{account} covered",
        "{account} roles",
        "{account} groups roles",
        "{account} members roles",
        "{account} members not roles",
        "{account} not roles",
        "{account} covered roles",
        "{account} members",
        "{account} groups members",
        "{account} facts",
        "{account} reach facts =at",
        "{account} history",
        "{account} {market}",
        "{account} going_on",
        "{account} roles facts",
        "{account} how_many facts",
        "{account} state going_on",
        "{account} touches",
        "{account} recent",
        "{account} state roles",
    ],
    also: &[
        "and",
        "company",
        "state",
        "share",
        "not",
        "marketing",
        "sales",
        "list",
        "role_name",
        "roles",
        "history",
        "members",
        "groups",
        "buying",
        "going_on",
        "how_many",
        "recent",
        "before",
    ],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let number = match asked.subject_account() {
        Ok(account) => account,
        Err(answer) => return *answer,
    };
    let account = asked.account(number);
    let snapshot = asked.snapshot;
    let scope = asked.scope();
    let mut members: Vec<Seat> = account
        .members
        .iter()
        .map(|member| {
            let summary = person_summary(&scope, member.person as usize);
            Seat {
                person: member.person,
                role: snapshot.people.role_name(member.role).map(str::to_owned),
                reached: summary.marketing.touches > 0,
                contacted: summary.sales.touches > 0,
                market: asked.market(member.person),
            }
        })
        .collect();
    members.sort_by(|a, b| {
        let key = |seat: &Seat| {
            (seat.role.is_none(), seat.role.clone(), snapshot.people.name(seat.person).to_owned())
        };
        key(a).cmp(&key(b))
    });
    let missing = Required::new(snapshot).missing(&account.members);
    let count = |wanted: fn(&Seat) -> bool| members.iter().filter(|seat| wanted(seat)).count();
    let reached = count(|seat| seat.reached);
    let contacted = count(|seat| seat.contacted);
    let both = count(|seat| seat.reached && seat.contacted);
    let market = snapshot.account_market(number, asked.as_of());
    let seller = asked.colleague_name(account.seller);
    let marketer = asked.colleague_name(account.marketer);
    let data = json!({
        "account": {
            "name": account.name,
            "domain": account.domain,
            "industry": account.industry,
            "tier": account.tier,
            "target": account.target,
            "market": market.as_str(),
            "seller": seller,
            "marketer": marketer,
        },
        "members": members.iter().map(|seat| json!({
            "person": asked.person(seat.person),
            "role": seat.role,
            "employer": asked.employer(seat.person),
            "reached": seat.reached,
            "contacted": seat.contacted,
            "market": seat.market.as_str(),
        })).collect::<Vec<_>>(),
        "missing_roles": missing,
        "counts": { "members": members.len(), "reached": reached, "contacted": contacted, "both": both },
    });

    let total = members.len() as u64;
    let mut facts = vec![
        ("Reached".to_owned(), say::share(reached as u64, total, "nobody in the buying group")),
        ("Contacted".to_owned(), say::share(contacted as u64, total, "nobody in the buying group")),
        ("Both".to_owned(), say::share(both as u64, total, "nobody in the buying group")),
        ("Market".to_owned(), words(if market == Market::In { "in market" } else { "out of market" })),
        ("Seller".to_owned(), words(seller.unwrap_or("nobody"))),
        ("Marketer".to_owned(), words(marketer.unwrap_or("nobody"))),
    ];
    if !account.target {
        facts.push(("Target".to_owned(), words("no, this account is outside the target market")));
    }
    if total > 0 {
        let missing = if missing.is_empty() { "none".to_owned() } else { say::listed(&missing) };
        facts.push(("Missing roles".to_owned(), words(missing)));
    }
    let agencies: Vec<String> = members
        .iter()
        .filter(|seat| snapshot.people.employer(seat.person) != Some(number))
        .filter_map(|seat| asked.employer(seat.person).map(str::to_owned))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    if !agencies.is_empty() {
        facts.push(("From other companies".to_owned(), words(say::listed(&agencies))));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !members.is_empty() {
        let mark = |yes: bool| words(if yes { "yes" } else { "no" });
        blocks.push(Block::Table(Table {
            caption: format!("The buying group of {}", account.name),
            columns: ["Person", "Role", "Reached", "Contacted", "Market"]
                .map(|name| Column { name: name.to_owned(), align: Align::Start })
                .into(),
            rows: members
                .iter()
                .map(|seat| {
                    vec![
                        asked.person_line(seat.person),
                        words(seat.role.as_deref().unwrap_or("no role")),
                        mark(seat.reached),
                        mark(seat.contacted),
                        words(seat.market.as_str()),
                    ]
                })
                .collect(),
            total: members.len(),
        }));
    }
    blocks.push(asked.window_note());
    let title = match (asked.reading.market, total) {
        (Some(wanted), _) => market::verdict(
            Span::Text(account.name.clone()),
            wanted,
            snapshot.recorded_account_market(number, asked.as_of()),
        ),
        (None, 0) => words(format!("{} has nobody in its buying group yet", account.name)),
        (None, _) => words(format!(
            "{}: marketing reached {reached}, sales contacted {} in the buying group",
            account.name,
            say::of_the(contacted as u64, total)
        )),
    };
    let card = Card {
        title,
        tone: if members.is_empty() || reached == 0 { Tone::Caution } else { Tone::Neutral },
        blocks,
        actions: ["warm", "cold", "untouched"]
            .map(|list| Action {
                label: format!("{} here", say::capital(list)),
                text: format!("{list} at {}", account.domain.as_deref().unwrap_or(&account.name)),
                kind: ActionKind::Ask,
            })
            .into(),
        audience: Audience::Asker,
    };
    Answer::answered(asked, card, data)
}

struct Seat {
    person: u32,
    role: Option<String>,
    reached: bool,
    contacted: bool,
    market: Market,
}

/// The roles that every buying group should have somebody for; compared without case.
pub struct Required<'a> {
    /// As the workspace writes them, and folded.
    roles: Vec<(&'a str, String)>,
    /// The folded names of the roles that memberships name by number.
    held: Vec<String>,
}

impl<'a> Required<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let required = &snapshot.workspace.required_roles;
        Self {
            roles: required.iter().map(|role| (role.as_str(), fold(role))).collect(),
            held: snapshot.people.roles().iter().map(|role| fold(role)).collect(),
        }
    }

    /// Those of them that nobody has.
    pub fn missing(&self, members: &[Member]) -> Vec<&'a str> {
        let held = |role: &String| {
            members.iter().any(|member| member.role.is_some_and(|held| self.held[held.index()] == *role))
        };
        self.roles.iter().filter(|(_, folded)| !held(folded)).map(|(role, _)| *role).collect()
    }
}
