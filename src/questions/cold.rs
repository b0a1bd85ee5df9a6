//! "Who is sales chasing that marketing never reached?" The Colin Colds, for marketing to warm.

use super::{Answer, Asked, Question, order::order_first, people_list, people_list::PeopleList};
use crate::{
    card::Tone,
    figures::people::{List, list, most_chased_first},
    language::Filtered,
    vocabulary::Side,
};

pub static QUESTION: Question = Question {
    name: "cold",
    summary: "whom sales contacted and marketing has not reached",
    examples: &[
        "who is sales chasing that marketing never reached?",
        "cold in Germany",
        "cold people on my accounts last month",
        "export the cold list",
    ],
    phrases: &[
        "cold",
        "sales+ marketing-",
        "should marketing warm",
        "should marketing+ =warming",
        "should marketing+ =warmed",
        "cold should marketing warm",
        "cold should marketing warm_verb",
        "should marketing warm_verb",
        "marketing warm_verb",
        "should warm_verb",
        "sales+ marketing- before",
        "cold outreach",
        "cold sales+",
        "cold marketing-",
        "cold sales+ marketing-",
        "cold anyone+",
        "sales only",
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
        "should",
        "campaigns",
        "before",
        "outreach",
        "touches",
        "contact",
        "we_sent",
        "only",
        "left",
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let people = list(&asked.scope(), List::Cold);
    let title = people_list::headline(asked, &people, "cold: contacted by sales, not reached by marketing");
    people_list::answer(
        asked,
        PeopleList {
            people,
            order: &|people, count| order_first(people, count, most_chased_first),
            ordered: "",
            side: Some(Side::Sales),
            title,
            empty: "Nobody is cold: marketing reached everybody sales contacted, or sales contacted nobody.",
            advice: "Marketing should warm these people before sales goes on: add them to an audience or a campaign.",
            tone: Tone::Problem,
        },
    )
}
