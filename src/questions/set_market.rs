//! "Northwind is in market." Sales hears it first; said once, everybody's focus changes.

use super::{
    Action as Proposal, Answer, Asked, Asker, Change, Question,
    log_touch::{forbidden, nothing_to_do, propose, say_when},
};
use crate::{
    language::Filtered,
    {card::Span, vocabulary::Market},
};

pub static QUESTION: Question = Question {
    name: "set_market",
    summary: "say that an account or a person is in or out of market, after a confirmation",
    examples: &[
        "Northwind is in market",
        "mark Globex as out of market",
        "Patricia Prospect is out of market",
    ],
    phrases: &[
        "{subject} {market} statement",
        "{subject} {market} mark",
        "{subject} {market} mark company",
        "{subject} {market} log",
        "{subject} {market} spend",
        "{subject} {market} mark going_on",
        "{subject} {market} left",
        "{subject} {market} became said",
    ],
    also: &["company", "no_longer", "mark", "market", "state", "left", "became"],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let subject = asked.reading.subject.as_ref().expect("the phrases have one");
    let state = asked.reading.market.expect("the phrases have one");
    let (account, person) = if subject.accounts.is_empty() {
        match asked.subject_person() {
            Ok(person) => (None, Some(person)),
            Err(answer) => return *answer,
        }
    } else if subject.people.is_empty() {
        match asked.subject_account() {
            Ok(account) => (Some(account), None),
            Err(answer) => return *answer,
        }
    } else {
        return asked.account_choices(
            format!("Is {} the account or the person? Add the domain or the e-mail address.", subject.typed),
            super::Status::Ambiguous,
            &subject.accounts,
        );
    };
    if !asked.may_write() {
        return forbidden(
            asked,
            "Only colleagues may set market states. Ask your admin to add you to team.csv.",
        );
    }
    let name = match (account, person) {
        (Some(account), _) => asked.account(account).name.clone(),
        (None, person) => asked.snapshot.people.name(person.expect("one of the two")).to_owned(),
    };
    let said = |state: Market| if state == Market::In { "in market" } else { "out of market" };
    let day = match &asked.reading.window {
        Some((window, _)) if window.from != window.to && window.to != asked.today() => {
            let title =
                "A market state holds from a day on, until the next is said. Say since when".to_owned();
            let days = ["today".to_owned(), format!("since {}", window.from), format!("since {}", window.to)];
            return say_when(asked, title, days.map(|day| format!("{name} is {} {day}", said(state))));
        }
        Some((window, _)) if window.from != asked.today() => Some(window.from),
        _ => None,
    };
    let midnight = day.and_then(|day| day.to_zoned(asked.zone().clone()).ok());
    let since = midnight.map_or(asked.now, |midnight| midnight.timestamp()).as_microsecond();
    let before = match (account, person) {
        (Some(account), _) => asked.snapshot.account_market(account, since),
        (None, person) => asked.snapshot.person_market(person.expect("one of the two"), since),
    };
    if before == state && asked.reading.window.is_none() {
        return nothing_to_do(asked, format!("{name} is {} already", said(state)));
    }
    let said_by = match asked.asker {
        Asker::Colleague(id) => asked.colleague(id).email.clone(),
        Asker::Operator | Asker::Unknown => "the operator".to_owned(),
    };
    let when = day.map_or_else(String::new, |day| format!(" since {}", day.strftime("%-d %b %Y")));
    let proposal = Proposal {
        change: Change::SetMarket { account, person, state, since, said_by },
        changes: vec![format!("{name}: {} → {}{when}", said(before), said(state))],
        done: match day {
            Some(_) => format!("Recorded: {name} {}{when}.", said(state)),
            None => format!("{name} is now {}.", said(state)),
        },
    };
    let title = vec!["Mark ".into(), Span::Bold(name), format!(" as {}{when}?", said(state)).into()];
    propose(asked, title, proposal)
}
