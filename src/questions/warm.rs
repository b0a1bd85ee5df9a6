//! "Who has marketing warmed that sales has not called?" The Patricia Prospects, for sales to call.

use super::{Answer, Asked, Question, order::order_first, people_list, people_list::PeopleList};
use crate::{
    card::Tone,
    figures::people::{List, Listed, list, longest_waiting_first, warmest_first},
    language::Filtered,
    vocabulary::Side,
};

pub static QUESTION: Question = Question {
    name: "warm",
    summary: "whom marketing has reached and sales has not contacted",
    examples: &[
        "who has marketing warmed that sales has not called?",
        "warm in the target market",
        "who should sales call next?",
        "export warm people",
    ],
    phrases: &[
        "warm",
        "marketing+ sales-",
        "should sales+",
        "should sales+ next_step",
        "warm should sales+",
        "marketing+ handoffs",
        "warm handoffs",
        "primed warm",
        "warm marketing+",
        "warm sales-",
        "warm anyone-",
        "warm marketing+ sales-",
        "warm sales+",
        "marketing only",
        "marketing+ sales =for",
        "sales- =leads",
    ],
    also: &[
        "list",
        "export",
        "most",
        "next_step",
        "how_many",
        "company",
        "and",
        "sales",
        "marketing",
        "share",
        "campaigns",
        "should",
        "longest",
        "before",
        "than",
        "receive",
        "we_sent",
        "only",
        "left",
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let people = list(&asked.scope(), List::Warm);
    let longest = asked.reading.words.iter().any(|word| word == "longest");
    let order = if longest { longest_waiting_first } else { warmest_first };
    let first = |a: &Listed, b: &Listed| order(asked.in_market(), a, b);
    let title = people_list::headline(asked, &people, "warm: reached by marketing, not contacted by sales");
    people_list::answer(
        asked,
        PeopleList {
            people,
            order: &|people, count| order_first(people, count, first),
            ordered: if longest { " waiting longest" } else { "" },
            side: Some(Side::Marketing),
            title,
            empty: "Nobody is warm: sales has contacted everybody marketing reached, or marketing reached nobody.",
            advice: "Sales should call those in market first; they stand at the top.",
            tone: Tone::Caution,
        },
    )
}
