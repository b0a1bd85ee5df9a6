//! "What is our overlap this quarter in fintech?" The headline: of the people sales contacted, the share that marketing
//! had reached.

use serde_json::json;

use super::{Answer, Asked, Question, measure::Measure, say, words};
use crate::{
    card::{Action, ActionKind, Audience, Block, Card, Line, Picture, Tone},
    figures::overlap::{Overlap, overlap, overlap_with_before},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "overlap",
    summary: "of the people sales contacted, the share that marketing reached",
    examples: &[
        "what is our overlap?",
        "what is our overlap this quarter in fintech?",
        "overlap for Dana's team last month",
        "are marketing and sales talking to the same people?",
    ],
    phrases: &[
        "overlap",
        "overlap state",
        "overlap facts",
        "measure",
        "measure overlap",
        "marketing+ sales+",
        "marketing+ how_many",
        "sales+ how_many",
        "marketing+ sales+ how_many",
        "coverage",
        "anyone+ how_many",
        "measure breakdown",
        "share marketing+ sales+ before",
        "sales+ marketing+ before",
        "{purposes}",
        "overlap {purposes}",
        "overlap facts {purposes}",
        "facts {purposes}",
        "state measure",
        "breakdown measure",
        "measure facts",
        "measure most",
        "measure fewer",
        "measure beat",
        "measure overlap beat",
        "measure overlap most",
        "measure overlap most than",
        "measure overlap fewer",
        "measure state beat",
        "share marketing reach",
        "share marketing covered {target}",
        "how_many covered {target} =market =much",
        "share covered {target} =market",
    ],
    also: &[
        "share",
        "state",
        "marketing",
        "sales",
        "both",
        "teams",
        "how_many",
        "company",
        "and",
        "measure",
        "coverage",
        "before",
        "breakdown",
    ],
    filters: Filtered::All,
    answer,
};

/// The overlap that the study of about 7,050 B2B companies published: what others have.
pub const BENCHMARK: f64 = 0.16;
pub const BENCHMARK_SOURCE: &str = "LinkedIn’s study of about 7,050 B2B companies";

fn answer(asked: &Asked) -> Answer {
    let window_before = asked.window.before();
    let (now, before) = if asked.filters.market.is_some() {
        // Each window has its own market, so its own people.
        (overlap(&asked.scope()), overlap(&asked.over(window_before).scope()))
    } else {
        overlap_with_before(&asked.scope(), window_before)
    };
    let data = json!({
        "target": now.target,
        "marketing": now.marketing,
        "sales": now.sales,
        "both": now.both,
        "marketing_only": now.marketing_only,
        "sales_only": now.sales_only,
        "untouched": now.untouched,
        "overlap": now.overlap(),
        "follow_through": now.follow_through(),
        "shared_share": now.shared_share(),
        "primed_first": now.primed_first_share(),
        "coverage": now.coverage(),
        "outside": { "marketing": now.outside.marketing, "sales": now.outside.sales },
        "brand_demand": { "brand": now.brand_demand.brand, "demand": now.brand_demand.demand, "both": now.brand_demand.both },
        "before": { "overlap": before.overlap() },
        "benchmark": BENCHMARK,
    });
    let rest = asked.typed_rest();
    let ask = |label: &str, text: &str| Action {
        label: label.to_owned(),
        text: format!("{text}{rest}"),
        kind: ActionKind::Ask,
    };
    let card = Card {
        title: title(asked, &now),
        tone: match now.overlap() {
            None => Tone::Caution,
            Some(share) if share >= 0.5 => Tone::Good,
            Some(_) => Tone::Neutral,
        },
        blocks: blocks(asked, &now, &before),
        actions: vec![
            ask("Who is cold?", "cold"),
            ask("Who is warm?", "warm"),
            ask("By seller", "overlap by seller"),
            Action {
                label: "Over time".to_owned(),
                text: format!("trend{}", asked.filters.typed(asked.snapshot)),
                kind: ActionKind::Ask,
            },
        ],
        audience: Audience::Everyone,
    };
    Answer::answered(asked, card, data)
}

fn title(asked: &Asked, now: &Overlap) -> Line {
    let restricted = asked.restricted();
    let measure = Measure::named(asked);
    match measure.title(now) {
        Ok(mut line) => {
            line.push(restricted.into());
            line
        }
        Err(empty) => {
            let name = measure.name().to_lowercase();
            words(format!("No {name} to tell: {empty}, {}{restricted}", asked.label))
        }
    }
}

fn blocks(asked: &Asked, now: &Overlap, before: &Overlap) -> Vec<Block> {
    let count = u64::from;
    let mut facts = Vec::new();
    if let Some(share) = now.overlap() {
        let line = match before.overlap() {
            Some(earlier) => format!(
                "{}; {} ({}) in the {} before",
                say::change(share, earlier),
                say::percent(earlier),
                say::fraction(count(before.both), count(before.sales)),
                say::days(asked.window.dates().into())
            ),
            None => "nothing to compare with: sales contacted nobody in the window before".to_owned(),
        };
        facts.push(("Change".to_owned(), words(line)));
        facts.push((
            "Benchmark".to_owned(),
            words(format!("{} ({BENCHMARK_SOURCE})", say::percent(BENCHMARK))),
        ));
    }
    facts.push((
        "Follow-through".to_owned(),
        say::share(count(now.both), count(now.marketing), "marketing reached nobody"),
    ));
    facts.push((
        "Shared share".to_owned(),
        say::share(count(now.both), count(now.marketing + now.sales_only), "neither team touched anybody"),
    ));
    facts.push((
        "Primed first".to_owned(),
        say::share(count(now.primed_first), count(now.sales), "sales contacted nobody"),
    ));
    facts.push((
        "Coverage".to_owned(),
        say::share(count(now.marketing_in_target), count(now.target), "nobody is in the target market"),
    ));
    facts.push((
        "Untouched".to_owned(),
        say::share(count(now.untouched), count(now.target), "nobody is in the target market"),
    ));
    facts.push((
        "Outside, sales".to_owned(),
        say::share(count(now.outside.sales), count(now.sales), "sales contacted nobody"),
    ));
    facts.push((
        "Outside, marketing".to_owned(),
        say::share(count(now.outside.marketing), count(now.marketing), "marketing reached nobody"),
    ));
    if now.brand_demand.brand > 0 || now.brand_demand.demand > 0 {
        facts.push((
            "Brand and demand".to_owned(),
            words(format!(
                "brand touches reached {}, demand touches {}, both {}",
                say::grouped(count(now.brand_demand.brand)),
                say::grouped(count(now.brand_demand.demand)),
                say::grouped(count(now.brand_demand.both))
            )),
        ));
    }
    let mut blocks = Vec::new();
    if now.marketing > 0 || now.sales > 0 {
        blocks.push(Block::Picture(Picture::Circles {
            marketing: count(now.marketing),
            sales: count(now.sales),
            both: count(now.both),
        }));
    } else {
        blocks.push(Block::Text(words(if asked.snapshot.touches.is_empty() {
            "No touches have been imported yet. Import touches.csv, or run `mandorla demo` to look around."
        } else {
            "Neither team touched anybody here. Try a longer window, or fewer filters."
        })));
    }
    blocks.push(Block::Facts(facts));
    blocks.push(asked.window_note());
    blocks
}
