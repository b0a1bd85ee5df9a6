//! "Who in our target market has heard from nobody?"

use std::collections::HashSet;

use super::{Answer, Asked, Question, order::order_first, people_list, people_list::PeopleList, say};
use crate::{
    card::Tone,
    figures::people::{List, Listed, list},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "untouched",
    summary: "who in the target market has heard from neither team",
    examples: &[
        "who in our target market has heard from nobody?",
        "untouched tier 1",
        "who hasn't heard from us this quarter?",
        "export untouched",
    ],
    phrases: &[
        "untouched",
        "anyone-",
        "marketing- sales-",
        "anyone- {target}",
        "untouched {target}",
        "anyone- history",
        "ignore anyone-",
        "left",
        "sales- =we",
        "untouched anyone-",
        "untouched marketing- sales-",
        "not we_sent =nothing",
        "anyone- =who =at",
        "anyone- =whom =at",
        "anyone- =people =at",
        "ignore anyone- =at",
        "ignore anyone- =who =at",
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
        "campaigns",
        "touches",
        "target_list",
        "left",
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let people = list(&asked.scope(), List::Untouched);
    let count = people.len() as u64;
    let title = format!(
        "{} in the target market {} heard from nobody{}{}",
        say::people(count),
        if count == 1 { "has" } else { "have" },
        people_list::in_market(asked, &people),
        asked.restricted()
    );
    people_list::answer(
        asked,
        PeopleList {
            people,
            order: &|people, count| by_account(asked, people, count),
            ordered: "",
            side: None,
            title,
            empty: "Nobody is untouched: everybody in the target market has heard from marketing or sales.",
            advice: "Marketing should reach all of the target market: put these people on an audience.",
            tone: Tone::Caution,
        },
    )
}

/// By tier and account, so that an owner finds theirs together.
fn by_account(asked: &Asked, people: &mut [Listed], count: usize) {
    let account = |listed: &Listed| asked.snapshot.main_account(listed.person);
    let place = |number: &Option<u32>| {
        let account = number.map(|number| asked.account(number));
        let tier = account.and_then(|account| account.tier.as_deref());
        (tier.is_none(), tier, account.map(|account| account.name.as_str()), *number)
    };
    // Each account has somebody on the list, so the first people are found at as many accounts.
    let mut accounts: Vec<_> = people.iter().map(account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    order_first(&mut accounts, count, |a, b| place(a).cmp(&place(b)));
    let first: HashSet<_> = accounts.iter().take(count).collect();
    let mut there = 0;
    for at in 0..people.len() {
        if first.contains(&account(&people[at])) {
            people.swap(there, at);
            there += 1;
        }
    }
    people[..there].sort_by_cached_key(|listed| {
        (place(&account(listed)), asked.snapshot.people.name(listed.person), listed.person)
    });
}
