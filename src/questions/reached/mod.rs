//! "Has marketing reached Patricia Prospect?" A seller types it before a call, to know whether the call will be a cold
//! one.

mod title;

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Line, Span, Tone},
    figures::people::person_summary,
    language::Filtered,
    vocabulary::{Evidence, Market},
};

pub static QUESTION: Question = Question {
    name: "reached",
    summary: "whether marketing has reached a person, and what sales has done",
    examples: &[
        "has marketing reached Patricia Prospect?",
        "reached colin cold",
        "has sales spoken to Patricia Prospect?",
        "is Colin Cold primed?",
    ],
    phrases: &[
        "{person}",
        "{person} facts",
        "{person} cold",
        "{person} warm",
        "{person} primed",
        "{person} priming",
        "{person} untouched",
        "{person} state",
        "{person} {market}",
        "{person} cold facts",
        "{person} warm facts",
        "{person} primed facts",
        "{person} cold warm",
        "{person} primed effect facts",
        "{person} last facts",
        "{person} touches",
        "{person} before facts",
        "{person} should facts",
        "{person} effect facts before",
        "{person} we_sent",
        "{person} use",
        "{person} last facts when",
        "{person} facts state",
    ],
    also: &[
        "when",
        "last",
        "marketing",
        "sales",
        "teams",
        "both",
        "share",
        "company",
        "not",
        "and",
        "members",
        "campaigns",
        "next_step",
        "before",
        "recent",
        "touches",
        "outreach",
        "we_sent",
        "actor",
    ],
    filters: Filtered::Touches,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let person = match asked.subject_person() {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    let scope = asked.scope();
    let summary = person_summary(&scope, person as usize);
    let touches = asked.snapshot.touches.of(person as usize);
    let last_marketing = summary.last_marketing.map(|at| touches[at]);
    let last_sales = summary.last_sales.map(|at| touches[at]);
    let reached = summary.marketing.touches > 0;
    let contacted = summary.sales.touches > 0;
    let campaign = last_marketing.and_then(|touch| asked.snapshot.campaigns.get(touch.campaign as usize));
    let colleague = last_sales.and_then(|touch| asked.snapshot.colleagues.get(usize::from(touch.colleague)));
    let market = asked.market(person);
    let (seller, marketer) = asked.owners(person);
    let data = json!({
        "person": asked.person(person),
        "marketing": {
            "reached": reached,
            "evidence": evidence(summary.marketing.evidence, summary.targeted_since),
            "touches": summary.marketing.touches,
            "last_at": summary.marketing.last_at.map(|at| asked.instant(at)),
            "last_channel": last_marketing.map(|touch| touch.channel.as_str()),
            "last_campaign": campaign,
        },
        "sales": {
            "contacted": contacted,
            "evidence": summary.sales.evidence.map(Evidence::as_str),
            "touches": summary.sales.touches,
            "last_at": summary.sales.last_at.map(|at| asked.instant(at)),
            "last_channel": last_sales.map(|touch| touch.channel.as_str()),
            "last_colleague": colleague.map(|colleague| &colleague.name),
        },
        "primed": summary.primed,
        "market": market.as_str(),
        "seller": seller,
        "marketer": marketer,
    });

    let side = |touches: u32, engaged: u32, last: Option<i64>, by: Option<String>| -> Line {
        let Some(last) = last else { return words("no touch recorded") };
        let mut line: Line = vec![say::counted(u64::from(touches), "touch", "touches").into()];
        if engaged > 0 {
            line.push(format!(" ({engaged} engaged)").into());
        }
        line.extend([", the last on ".into(), asked.day(last)]);
        line.extend(by.map(Span::Text));
        line
    };
    let with = |channel: Option<&str>, whose: Option<&str>| {
        channel.map(|channel| match whose {
            Some(whose) => format!(" by {channel} ({whose})"),
            None => format!(" by {channel}"),
        })
    };
    let mut facts = vec![
        (
            "Marketing".to_owned(),
            match (reached, summary.targeted_since) {
                (false, Some(since)) => {
                    vec![
                        "on an audience list since ".into(),
                        asked.day(since),
                        ", no proof of delivery".into(),
                    ]
                }
                _ => side(
                    summary.marketing.touches,
                    summary.marketing.engaged,
                    summary.marketing.last_at,
                    with(last_marketing.map(|touch| touch.channel.as_str()), campaign.map(String::as_str)),
                ),
            },
        ),
        (
            "Sales".to_owned(),
            side(
                summary.sales.touches,
                summary.sales.engaged,
                summary.sales.last_at,
                with(
                    last_sales.map(|touch| touch.channel.as_str()),
                    colleague.map(|colleague| colleague.name.as_str()),
                ),
            ),
        ),
    ];
    if let Some(primed) = summary.primed {
        let days = say::days(asked.snapshot.workspace.priming_days);
        let text = match primed {
            true => "yes, marketing came first".to_owned(),
            false => format!("no, sales came without a marketing touch in the {days} before"),
        };
        facts.push(("Primed".to_owned(), words(text)));
    }
    facts
        .push(("Market".to_owned(), words(if market == Market::In { "in market" } else { "out of market" })));
    facts.push(("Owners".to_owned(), words(owners(seller, marketer))));
    let name = asked.snapshot.people.name(person);
    let mut blocks = vec![
        Block::Text(asked.person_line(person)),
        Block::Facts(facts),
        Block::Text(match summary.targeted_since {
            Some(_) if !reached && !contacted => words(format!(
                "On an audience list, but nothing shows that it arrived: {} should see to that first.",
                marketer.unwrap_or("a marketer")
            )),
            _ => next_step(reached, contacted, market, seller, marketer),
        }),
    ];
    // "No" only means "no touch recorded", and a stale source may have touches that are not recorded yet.
    let stale = say::stale_sources(asked.snapshot, asked.now);
    if !(stale.is_empty() || reached && contacted) {
        blocks.push(Block::Text(words(format!("{} may know more: no fresh import.", say::listed(&stale)))));
    }
    blocks.push(asked.window_note());
    let card = Card {
        title: title::title(asked, person),
        tone: match (reached, contacted) {
            (true, true) => Tone::Good,
            (false, true) => Tone::Problem,
            (true, false) => Tone::Caution,
            (false, false) => Tone::Neutral,
        },
        blocks,
        actions: vec![
            Action {
                label: "History".to_owned(),
                text: format!("history of {}", asked.snapshot.people.email(person).unwrap_or(name)),
                kind: ActionKind::Ask,
            },
            Action {
                label: "Log a call".to_owned(),
                text: format!(
                    "log a call with {} today",
                    asked.snapshot.people.email(person).unwrap_or(name)
                ),
                kind: ActionKind::Ask,
            },
        ],
        audience: Audience::Asker,
    };
    Answer::answered(asked, card, data)
}

/// The strongest evidence, an audience list included.
fn evidence(strongest: Option<Evidence>, targeted_since: Option<i64>) -> Option<&'static str> {
    strongest.or(targeted_since.map(|_| Evidence::Targeted)).map(Evidence::as_str)
}

fn owners(seller: Option<&str>, marketer: Option<&str>) -> String {
    match (seller, marketer) {
        (Some(seller), Some(marketer)) => format!("{seller} (seller), {marketer} (marketer)"),
        (Some(seller), None) => format!("{seller} (seller), no marketer"),
        (None, Some(marketer)) => format!("{marketer} (marketer), no seller"),
        (None, None) => "nobody".to_owned(),
    }
}

fn next_step(
    reached: bool,
    contacted: bool,
    market: Market,
    seller: Option<&str>,
    marketer: Option<&str>,
) -> Line {
    let seller = seller.unwrap_or("the seller");
    let marketer = marketer.unwrap_or("a marketer");
    let text = match (reached, contacted, market) {
        (true, false, Market::In) => format!("Warm and in market: {seller} should call now."),
        (true, false, Market::Out) => {
            "Warm, but out of market: keep warming, call when that changes.".to_owned()
        }
        (false, true, _) => {
            format!(
                "Cold: sales is ahead of marketing here. Ask {marketer} to warm this person before the next call."
            )
        }
        (true, true, _) => "Both teams speak to this person. Build on what marketing sent.".to_owned(),
        (false, false, Market::In) => {
            format!("In market and untouched: {marketer} should reach out first, {seller} after that.")
        }
        (false, false, Market::Out) => {
            format!("Untouched: {marketer} should put this person on an audience.")
        }
    };
    words(text)
}
