//! "Does priming work for us?" Do people answer sales more often after marketing has reached them?

use serde_json::json;

use super::{Answer, Asked, Question, say, words};
use crate::{
    card::{Audience, Block, Card, Line, Picture, Span, Tone},
    figures::priming::{Answers, priming},
    language::Filtered,
};

pub static QUESTION: Question = Question {
    name: "priming",
    summary: "whether primed sales touches are answered more often",
    examples: &[
        "does priming work for us?",
        "priming effect last quarter",
        "do primed people answer more often?",
    ],
    phrases: &[
        "priming",
        "priming effect",
        "primed effect",
        "primed effect facts",
        "priming facts",
        "priming facts effect",
        "primed facts effect",
        "priming facts help",
        "priming primed",
        "primed priming effect",
        "effect facts warm",
        "warm effect",
        "warm effect facts",
        "effect facts before",
        "measure effect facts",
        "effect marketing+ next_step",
        "effect marketing+ before",
        "effect help",
        "effect facts next_step",
        "effect =with =without",
        "effect help facts",
        "effect marketing+ sales+",
        "effect facts before next_step",
        "effect =help",
        "effect before",
        "facts before help",
        "effect marketing+ outcome",
        "effect facts outcome before",
        "priming outcome",
        "primed outcome",
        "primed effect outcome",
        "effect =warming",
        "primed =primed =unprimed",
        "primed facts =primed =unprimed",
        "primed =primed =unprimed effect",
        "effect marketing+ =first",
        "effect facts =first",
        "effect help facts =first",
        "effect marketing =helps",
        "effect marketing =help",
        "help marketing+ =first",
        "effect marketing+ once",
        "effect facts once",
        "effect marketing mark",
        "effect facts mark",
        "effect facts =warming",
        "priming trend effect",
        "effect facts after",
        "effect marketing+ after",
        "primed effect fewer",
        "primed effect facts fewer",
        "effect facts outcome",
        "help marketing before",
        "breakdown primed =primed =unprimed",
    ],
    also: &[
        "state",
        "next_step",
        "effect",
        "help",
        "when",
        "most",
        "share",
        "and",
        "sales",
        "marketing",
        "not",
        "how_many",
        "primed",
        "cold",
        "warm",
        "company",
        "mark",
        "teams",
        "than",
        "before",
        "touches",
        "receive",
        "outcome",
    ],
    filters: Filtered::All,
    answer,
};

fn answer(asked: &Asked) -> Answer {
    let figures = priming(&asked.scope());
    let side = |answers: &Answers| json!({ "touches": answers.touches, "answered": answers.answered, "rate": answers.rate() });
    let data = json!({
        "primed": side(&figures.primed),
        "unprimed": side(&figures.unprimed),
        "difference": figures.difference(),
        "ratio": figures.ratio(),
        "interval": figures.interval().map(|(low, high)| [low, high]),
        "enough": figures.enough(),
    });
    let restricted = asked.restricted();
    let rates = (figures.primed.rate(), figures.unprimed.rate());
    let (title, tone): (Line, Tone) = match rates {
        _ if !figures.enough() => (
            words(format!(
                "Too early to tell whether priming works: {} primed and {} unprimed sales touches, 30 of each are needed{restricted}",
                figures.primed.touches, figures.unprimed.touches
            )),
            Tone::Neutral,
        ),
        (Some(primed), Some(unprimed)) => {
            let (low, high) = figures.interval().expect("both samples are large enough");
            let verdict = if low > 0.0 {
                "Yes, priming works: "
            } else if high < 0.0 {
                "No, primed touches are answered less: "
            } else {
                "No clear effect of priming: "
            };
            (
                vec![
                    verdict.into(),
                    Span::Bold(say::percent(primed)),
                    " of primed sales touches are answered, ".into(),
                    Span::Bold(say::percent(unprimed)),
                    format!(" of unprimed ones{restricted}").into(),
                ],
                if low > 0.0 { Tone::Good } else { Tone::Neutral },
            )
        }
        _ => unreachable!("enough touches on both sides give rates"),
    };
    let line = |answers: &Answers| -> Line {
        match answers.rate() {
            Some(rate) => vec![
                Span::Bold(say::percent(rate)),
                format!(
                    " ({} of {} answered)",
                    say::grouped(answers.answered.into()),
                    say::counted(answers.touches.into(), "touch", "touches")
                )
                .into(),
            ],
            None => words("no such sales touch"),
        }
    };
    let mut facts =
        vec![("Primed".to_owned(), line(&figures.primed)), ("Unprimed".to_owned(), line(&figures.unprimed))];
    if let (Some(difference), Some((low, high))) = (figures.difference(), figures.interval()) {
        let points = |share: f64| format!("{:+.1}", share * 100.0);
        facts.push((
            "Difference".to_owned(),
            words(format!(
                "{} points, 95 % interval {} to {}",
                points(difference),
                points(low),
                points(high)
            )),
        ));
    }
    if let Some(ratio) = figures.ratio() {
        facts.push(("Ratio".to_owned(), words(format!("{ratio:.1} times"))));
    }
    let mut blocks = Vec::new();
    if figures.enough() {
        blocks.push(Block::Picture(Picture::Bars {
            title: "Sales touches that were answered".to_owned(),
            bars: vec![("Primed".to_owned(), rates.0), ("Unprimed".to_owned(), rates.1)],
        }));
    }
    blocks.push(Block::Facts(facts));
    blocks.push(Block::Note(words(format!(
        "Primed: a marketing touch lies in the {} before. Those whom marketing reaches may differ in other ways too: this is no experiment.",
        say::days(asked.snapshot.workspace.priming_days)
    ))));
    blocks.push(asked.window_note());
    let rest = asked.typed_rest();
    let actions = vec![
        say::ask("Whom to call: who is warm?", format!("warm{rest}")),
        say::ask("Whom to warm: who is cold?", format!("cold{rest}")),
    ];
    let card = Card { title, tone, blocks, actions, audience: Audience::Everyone };
    Answer::answered(asked, card, data)
}
