//! "Who in our target market has heard from nobody?"

use super::{Answer, Asked, Question, people_list, people_list::PeopleList, say};
use crate::{
    card::Tone,
    figures::people::{List, list},
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
        "untouched facts",
        "anyone- {target}",
        "untouched {target}",
        "anyone- history",
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
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let mut people = list(&asked.scope(), List::Untouched);
    let snapshot = asked.snapshot;
    // By tier and account, so that an owner finds theirs together.
    people.sort_by_cached_key(|listed| {
        let account = snapshot.main_account(listed.person).map(|account| asked.account(account));
        let tier = account.and_then(|account| account.tier.as_deref());
        (
            tier.is_none(),
            tier,
            account.map(|account| account.name.as_str()),
            snapshot.people.name(listed.person),
        )
    });
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
            side: None,
            title,
            empty: "Nobody is untouched: everybody in the target market has heard from marketing or sales.",
            advice: "Marketing should reach all of the target market: put these people on an audience.",
            tone: Tone::Caution,
        },
    )
}
