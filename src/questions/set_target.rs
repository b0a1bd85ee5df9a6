//! "Add Hooli to the target market." The single point of truth for both teams, so leaders and admins only.

use super::{
    Action as Proposal, Answer, Asked, Change, Question,
    log_touch::{forbidden, nothing_to_do, propose},
    say,
};
use crate::{card::Span, language::Filtered};

pub static QUESTION: Question = Question {
    name: "set_target",
    summary: "add an account or a person to the target market or take one from it, after a confirmation",
    examples: &[
        "add Northwind to the target market",
        "remove Globex from the target market",
        "make Northwind a target account",
    ],
    phrases: &[
        "{subject} {target} add",
        "{subject} {target} remove",
        "{subject} {target} mark",
        "{subject} {target} no_longer",
        "{subject} {target} not mark",
        "{subject} target_list add",
        "{subject} target_list remove",
        "{subject} outside remove",
        "{subject} {target} statement",
        "{subject} {target} owner said",
        "{subject} {target} owner not said",
        "{subject} {target} should no_longer",
        "{subject} {target} should not no_longer",
        "{subject} {target} not no_longer",
        "{subject} {target} not statement",
        "{subject} outside statement",
        "{subject} {target} should said",
        "{subject} {target} should not said",
        "{subject} outside should said",
        "{subject} outside no_longer statement",
        "{subject} {target} said =like",
        "{subject} {target} said =want",
        "{subject} {target} not said =want",
        "{subject} {target} no_longer said =want",
        "{subject} {target} not no_longer said =want",
        "{subject} {target} said =into",
        "{subject} {target} said needs",
        "{subject} outside said =like",
        "{subject} outside said =want",
        "{subject} target_list said =like",
        "{subject} target_list said =want",
    ],
    also: &["company", "list", "members", "should", "share"],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let subject = asked.reading.subject.as_ref().expect("the phrases have one");
    // Decided by what the phrase asks for: an account may well be called "Drop Ltd".
    let takes = asked
        .reading
        .phrase
        .split(' ')
        .any(|item| matches!(item, "remove" | "no_longer" | "not" | "outside"));
    if subject.accounts.is_empty() {
        return match asked.subject_person() {
            Ok(person) => set_person(asked, person, !takes),
            Err(answer) => *answer,
        };
    }
    match asked.subject_account() {
        Ok(account) => set_account(asked, account, !takes),
        Err(answer) => *answer,
    }
}

const LEADERS_ONLY: &str = "Only leaders and admins change the target market. Ask one of them.";

fn set_account(asked: &Asked, number: u32, target: bool) -> Answer {
    if !asked.may_lead() {
        return forbidden(asked, LEADERS_ONLY);
    }
    let account = asked.account(number);
    let name = &account.name;
    if account.target == target {
        return nothing_to_do(
            asked,
            format!("{name} is {} the target market already", if target { "in" } else { "outside" }),
        );
    }
    let members = say::people(account.members.len() as u64);
    let (verb, direction) = if target { ("Add", "to") } else { ("Take", "from") };
    let proposal = Proposal {
        change: Change::SetTarget { account: number, target },
        changes: vec![format!(
            "{name} with {members} in its buying group: {}",
            if target { "outside → in the target market" } else { "target market → outside" }
        )],
        done: format!("{name} is now {} the target market.", if target { "in" } else { "outside" }),
    };
    propose(
        asked,
        vec![
            format!("{verb} ").into(),
            Span::Bold(name.clone()),
            format!(" {direction} the target market?").into(),
        ],
        proposal,
    )
}

fn set_person(asked: &Asked, person: u32, target: bool) -> Answer {
    if !asked.may_lead() {
        return forbidden(asked, LEADERS_ONLY);
    }
    let snapshot = asked.snapshot;
    let name = snapshot.people.name(person);
    let inside = snapshot.target.contains(person as usize);
    if inside == target {
        return nothing_to_do(
            asked,
            format!("{name} is {} the target market already", if target { "in" } else { "outside" }),
        );
    }
    let (change, said) = if target {
        let Some(employer) = snapshot.people.employer(person) else {
            return nothing_to_do(
                asked,
                format!("{name} has no known employer: import people.csv with the company’s domain first"),
            );
        };
        let company = &asked.account(employer).name;
        if !asked.account(employer).target {
            return nothing_to_do(
                asked,
                format!(
                    "{company} is outside the target market. Say first: add {company} to the target market"
                ),
            );
        }
        (
            Change::AddMember { account: employer, person },
            format!("{name} joins the buying group of {company}"),
        )
    } else {
        let accounts: Vec<u32> = snapshot
            .people
            .memberships(person)
            .iter()
            .map(|membership| membership.account)
            .filter(|&account| asked.account(account).target)
            .collect();
        let names: Vec<String> =
            accounts.iter().map(|&account| asked.account(account).name.clone()).collect();
        (
            Change::RemoveMember { person, accounts },
            format!("{name} leaves the buying group of {}", say::listed(&names)),
        )
    };
    let proposal = Proposal {
        change,
        changes: vec![said],
        done: format!("{name} is now {} the target market.", if target { "in" } else { "outside" }),
    };
    let (verb, direction) = if target { ("Add", "to") } else { ("Take", "from") };
    propose(
        asked,
        vec![
            format!("{verb} ").into(),
            Span::Person(name.to_owned()),
            format!(" {direction} the target market?").into(),
        ],
        proposal,
    )
}
