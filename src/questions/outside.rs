//! "Whom are we talking to outside the target market?" Effort that leaves it, by company.

use std::{cmp::Reverse, collections::HashMap};

use super::{Answer, Asked, Question, order::order_first, people_list, people_list::PeopleList, say, words};
use crate::{
    card::{Align, Block, Column, Table, Tone},
    figures::people::{List, Listed, list},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "outside",
    summary: "whom both sides touch outside the target market",
    examples: &[
        "whom are we talking to outside the target market?",
        "outside last quarter",
        "which companies outside the target market are we talking to?",
    ],
    phrases: &[
        "outside",
        "outside facts",
        "facts {target} owner",
        "outside {target}",
        "outside facts {target}",
        "outside effort",
        "outside spend",
        "outside effort spend",
        "outside both",
        "outside touches",
        "outside outreach",
    ],
    also: &[
        "list",
        "export",
        "most",
        "how_many",
        "company",
        "and",
        "sales",
        "marketing",
        "both",
        "teams",
        "share",
        "effort",
        "touch",
        "contact",
        "campaigns",
        "touches",
        "history",
        "outreach",
    ],
    filters: Filtered::All,
    answer,
};

/// Companies in the table above the people.
const COMPANIES: usize = 10;

fn answer(asked: &Asked) -> Answer {
    let people = list(&asked.scope(), List::Outside);
    let place = |listed: &Listed| (Reverse(listed.touches()), listed.person);
    let most_touched = |a: &Listed, b: &Listed| place(a).cmp(&place(b));
    let count = people.len() as u64;
    let by_marketing = people.iter().filter(|listed| listed.marketing > 0).count() as u64;
    let by_sales = people.iter().filter(|listed| listed.sales > 0).count() as u64;
    let title = format!(
        "{} outside the target market {} touched: {} by marketing, {} by sales{}",
        say::people(count),
        if count == 1 { "was" } else { "were" },
        say::grouped(by_marketing),
        say::grouped(by_sales),
        asked.restricted()
    );
    let companies = companies(asked, &people);
    let mut answer = people_list::answer(
        asked,
        PeopleList {
            people,
            order: &|people, count| order_first(people, count, most_touched),
            ordered: "",
            side: None,
            title,
            empty: "Nobody outside the target market was touched.",
            advice: "Either the target market misses these companies, or the effort does. A leader can say: add COMPANY to the target market.",
            tone: Tone::Caution,
        },
    );
    if let Some(table) = companies {
        answer.card.blocks.insert(0, Block::Table(table));
    }
    answer
}

/// The companies with the most people touched.
fn companies(asked: &Asked, people: &[Listed]) -> Option<Table> {
    let mut counts: HashMap<Option<u32>, (u64, u64)> = HashMap::new();
    for listed in people {
        let (marketing, sales) = counts.entry(asked.snapshot.people.employer(listed.person)).or_default();
        *marketing += u64::from(listed.marketing > 0);
        *sales += u64::from(listed.sales > 0);
    }
    if counts.len() < 2 {
        return None;
    }
    let name = |account: Option<u32>| {
        account.map_or("no company known", |account| asked.account(account).name.as_str())
    };
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|(a_account, a), (b_account, b)| {
        (b.0 + b.1).cmp(&(a.0 + a.1)).then_with(|| name(*a_account).cmp(name(*b_account)))
    });
    let total = rows.len();
    Some(Table {
        caption: "Companies outside the target market, the most touched first".to_owned(),
        columns: [("Company", Align::Start), ("Reached", Align::End), ("Contacted", Align::End)]
            .map(|(name, align)| Column { name: name.to_owned(), align })
            .into(),
        rows: rows
            .into_iter()
            .take(COMPANIES)
            .map(|(account, (marketing, sales))| {
                vec![words(name(account)), words(say::grouped(marketing)), words(say::grouped(sales))]
            })
            .collect(),
        total,
    })
}
