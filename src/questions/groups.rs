//! "Which buying groups are not covered?" Six to ten people decide a purchase; reaching one of them is not enough.

use std::cmp::Ordering;

use serde_json::json;

use super::{Answer, Asked, Question, account::Required, order::order_first, say, words};
use crate::{
    card::{Action, Align, Audience, Block, Card, Column, Span, Table, Tone},
    figures::groups::{Circles, Group},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "groups",
    summary: "which buying groups marketing covers, and their missing roles",
    examples: &[
        "which buying groups are not covered?",
        "group coverage tier 1",
        "which accounts have missing roles?",
    ],
    phrases: &[
        "groups",
        "groups covered",
        "groups not covered",
        "groups facts",
        "groups facts covered",
        "groups roles",
        "groups covered role_name",
        "company roles",
        "company not covered",
        "company covered",
        "roles covered",
        "company covered role_name",
        "company not role_name",
        "uncovered",
        "company uncovered",
        "company facts uncovered",
        "groups uncovered",
        "groups facts uncovered",
        "members facts uncovered",
        "{target} covered",
        "{target} not covered",
        "roles {target}",
        "{target} facts uncovered",
        "{target} uncovered",
        "company coverage",
        "groups coverage",
        "not covered",
        "covered how_many",
        "covered =threaded",
        "company groups coverage",
        "company not covered groups",
        "roles not =any",
        "missing_roles",
        "company covered members",
        "groups company covered",
        "groups members",
        "roles",
    ],
    also: &[
        "not",
        "covered",
        "share",
        "state",
        "how_many",
        "company",
        "list",
        "most",
        "role_name",
        "roles",
        "marketing",
        "sales",
        "and",
        "both",
        "buying",
        "market",
        "coverage",
        "by",
        "target_list",
        "uncovered",
        "members",
    ],
    filters: Filtered::All,
    answer,
};

/// Accounts in the card unless more were asked for.
const FIRST: usize = 20;
/// Accounts in the data unless more were asked for: all that anybody looks through. A hundred thousand would take a
/// third of a gigabyte; filters choose others.
const MOST: usize = 10_000;

fn answer(asked: &Asked) -> Answer {
    let snapshot = asked.snapshot;
    let matching = asked.matching_accounts();
    let chosen = (0..snapshot.accounts.len() as u32)
        .filter(|&account| snapshot.accounts[account as usize].target && matching[account as usize]);
    // The filters have chosen the accounts; of those the whole group counts.
    let market = asked.filters.market.map(|_| asked.people()).unwrap_or(None);
    let scope = crate::figures::Scope { people: market, ..asked.scope() };
    let circles = Circles::new(&scope);
    let members = |account| asked.account(account).members.iter().map(|member| member.person);
    let mut rows: Vec<_> = chosen.map(|account| (account, circles.group(&scope, members(account)))).collect();
    let from = snapshot.workspace.covered_at as u32;
    let covered = rows.iter().filter(|(_, group)| group.covered(from)).count();
    let limit = asked.reading.top.map_or(FIRST, |top| top as usize);
    order_first(&mut rows, limit.max(MOST), |a, b| least_covered_first(asked, a, b));
    let required = Required::new(snapshot);
    let missing = |account: u32| required.missing(&asked.account(account).members);
    let data = json!({
        "accounts": rows.iter().take(limit.max(MOST)).map(|(account, group)| json!({
            "account": asked.account(*account).name,
            "members": group.members,
            "reached": group.reached,
            "contacted": group.contacted,
            "both": group.both,
            "missing_roles": missing(*account),
        })).collect::<Vec<_>>(),
        "covered": covered,
        "target_accounts": rows.len(),
    });
    let total = rows.len() as u64;
    let restricted = asked.restricted();
    let title = if rows.is_empty() {
        words(format!("No target account matches{restricted}"))
    } else {
        vec![
            Span::Bold(say::percent(covered as f64 / total as f64)),
            format!(
                " of buying groups are covered: {} of {}{restricted}",
                say::grouped(covered as u64),
                say::counted(total, "target account", "target accounts")
            )
            .into(),
        ]
    };
    let number = |count: u32| words(count.to_string());
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            caption: "Buying groups, the least covered first".to_owned(),
            columns: [
                ("Account", Align::Start),
                ("Members", Align::End),
                ("Reached", Align::End),
                ("Contacted", Align::End),
                ("Both", Align::End),
                ("Missing roles", Align::Start),
            ]
            .map(|(name, align)| Column { name: name.to_owned(), align })
            .into(),
            rows: rows
                .iter()
                .take(limit)
                .map(|(account, group)| {
                    vec![
                        words(asked.account(*account).name.clone()),
                        number(group.members),
                        number(group.reached),
                        number(group.contacted),
                        number(group.both),
                        words(say::listed(&missing(*account))),
                    ]
                })
                .collect(),
            total: rows.len(),
        }));
    }
    blocks.push(Block::Note(words(format!(
        "A group counts as covered when marketing reached {} of its members.",
        if from == 1 { "at least one".to_owned() } else { format!("at least {from}") }
    ))));
    blocks.push(asked.window_note());
    let card = Card {
        title,
        tone: if covered * 2 < rows.len() { Tone::Caution } else { Tone::Neutral },
        blocks,
        actions: next_steps(asked, rows.first().map(|(account, _)| *account)),
        audience: Audience::Everyone,
    };
    Answer::answered(asked, card, data)
}

/// The least covered group, then everybody who has heard from nobody.
fn next_steps(asked: &Asked, first: Option<u32>) -> Vec<Action> {
    let least = first.map(|account| {
        let account = asked.account(account);
        let what = account.domain.as_deref().unwrap_or(&account.name);
        say::ask(format!("How are we doing at {}?", account.name), format!("account {what}"))
    });
    let untouched = say::ask("Who is untouched?", format!("untouched{}", asked.typed_rest()));
    least.into_iter().chain([untouched]).collect()
}

fn least_covered_first(
    asked: &Asked,
    (a_account, a): &(u32, Group),
    (b_account, b): &(u32, Group),
) -> Ordering {
    let name = |account: u32| &asked.account(account).name;
    a.reached
        .cmp(&b.reached)
        .then(b.members.cmp(&a.members))
        .then_with(|| name(*a_account).cmp(name(*b_account)))
        .then(a_account.cmp(b_account))
}
