//! "Who owns Northwind?" "Who looks after Patricia?"

use serde_json::json;

use super::{Answer, Asked, Question, words};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Tone},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "owner",
    summary: "the seller and the marketer of an account or a person",
    examples: &["who owns Northwind?", "who looks after Patricia Prospect?", "owner of Globex"],
    phrases: &[
        "{account} owner",
        "{person} owner",
        "{account} {owner}",
        "{person} {owner}",
        "{account} owner company",
        "{account} {owner} owner",
        "{person} {owner} owner",
        "{account} covered",
    ],
    also: &["company", "sales", "marketing", "dimension", "and", "teams", "covered", "should", "ask"],
    filters: Filtered::Not,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let subject = asked.reading.subject.as_ref().expect("the phrases have one");
    // Whose account it is, everybody may know; who a single person is, is for the asker.
    let mut audience = Audience::Everyone;
    let (account, about) = if subject.people.is_empty() && !subject.accounts.is_empty() {
        match asked.subject_account() {
            Ok(account) => (Some(account), asked.account(account).name.clone()),
            Err(answer) => return *answer,
        }
    } else if subject.people.is_empty() && subject.address.is_none() {
        return match asked.subject_account() {
            Ok(_) => unreachable!("there are no accounts"),
            Err(answer) => *answer,
        };
    } else {
        match asked.subject_person() {
            Ok(person) => {
                audience = Audience::Asker;
                (asked.snapshot.main_account(person), asked.snapshot.people.name(person).to_owned())
            }
            Err(answer) => return *answer,
        }
    };
    let account = account.map(|account| asked.account(account));
    let seller = account.and_then(|account| asked.colleague_name(account.seller));
    let marketer = account.and_then(|account| asked.colleague_name(account.marketer));
    let name = account.map(|account| account.name.as_str());
    let title = match (seller, marketer) {
        (Some(seller), Some(marketer)) => format!("{about}: {seller} sells, {marketer} markets"),
        (Some(seller), None) => format!("{about}: {seller} sells, no marketer is named"),
        (None, Some(marketer)) => format!("{about}: {marketer} markets, no seller is named"),
        (None, None) if audience == Audience::Asker => format!("Nobody looks after {about}"),
        (None, None) => format!("Nobody owns {about}"),
    };
    let mut blocks = vec![Block::Facts(vec![
        ("Account".to_owned(), words(name.unwrap_or("none"))),
        ("Seller".to_owned(), words(seller.unwrap_or("nobody"))),
        ("Marketer".to_owned(), words(marketer.unwrap_or("nobody"))),
    ])];
    if seller.is_none() || marketer.is_none() {
        blocks.push(Block::Note(words("Owners come from the columns seller and marketer of accounts.csv.")));
    }
    let card = Card {
        title: words(title),
        tone: if seller.is_none() && marketer.is_none() { Tone::Caution } else { Tone::Neutral },
        blocks,
        actions: account
            .map(|account| Action {
                label: format!("How are we doing at {}?", account.name),
                text: format!("account {}", account.domain.as_deref().unwrap_or(&account.name)),
                kind: ActionKind::Ask,
            })
            .into_iter()
            .collect(),
        audience,
    };
    let data = json!({ "account": name, "seller": seller, "marketer": marketer });
    Answer { window: None, ..Answer::answered(asked, card, data) }
}
