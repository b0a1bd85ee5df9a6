//! Which measure was asked for by name: "what is our coverage?" is no question about overlap.

use super::{Asked, say};
use crate::{
    card::{Line, Span},
    figures::overlap::Overlap,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Overlap,
    FollowThrough,
    SharedShare,
    PrimedFirst,
    Coverage,
    OutsideShare,
}

impl Measure {
    /// The measure that was named; overlap where none was.
    pub fn named(asked: &Asked) -> Self {
        let words = asked.reading.words.join(" ").replace('-', " ");
        let said = |names: &[&str]| names.iter().any(|name| words.contains(name));
        match () {
            () if said(&["follow through", "followthrough"]) => Self::FollowThrough,
            () if said(&["shared share", "jaccard"]) => Self::SharedShare,
            () if said(&["primed first"]) => Self::PrimedFirst,
            () if said(&["coverage", "reach rate"]) => Self::Coverage,
            () if said(&["outside share"]) => Self::OutsideShare,
            () => Self::Overlap,
        }
    }

    /// As a card calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overlap => "Overlap",
            Self::FollowThrough => "Follow-through",
            Self::SharedShare => "Shared share",
            Self::PrimedFirst => "Primed first",
            Self::Coverage => "Coverage",
            Self::OutsideShare => "Outside share",
        }
    }

    /// The measure in one sentence with its fraction, and what an empty denominator means.
    pub fn title(self, now: &Overlap) -> Result<Line, &'static str> {
        let of = |part: u32, whole: u32| say::of_the(part.into(), whole.into());
        let (share, fraction, empty) = match self {
            Self::Overlap => (
                now.overlap(),
                format!("marketing reached {} sales contacted", of(now.both, now.sales)),
                "sales contacted nobody",
            ),
            Self::FollowThrough => (
                now.follow_through(),
                format!("sales contacted {} marketing reached", of(now.both, now.marketing)),
                "marketing reached nobody",
            ),
            Self::SharedShare => (
                now.shared_share(),
                format!(
                    "{} that either team touched heard from both",
                    of(now.both, now.marketing + now.sales_only)
                ),
                "neither team touched anybody",
            ),
            Self::PrimedFirst => (
                now.primed_first_share(),
                format!("marketing came first to {} sales contacted", of(now.primed_first, now.sales)),
                "sales contacted nobody",
            ),
            Self::Coverage => (
                now.coverage(),
                format!("marketing reached {} in the target market", of(now.marketing_in_target, now.target)),
                "nobody is in the target market",
            ),
            Self::OutsideShare => return outside(now),
        };
        let share = share.ok_or(empty)?;
        Ok(vec![
            format!("{} ", self.name()).into(),
            Span::Bold(say::percent(share)),
            format!(": {fraction}").into(),
        ])
    }
}

/// The one measure with two denominators: a share for each side that touched anybody.
fn outside(now: &Overlap) -> Result<Line, &'static str> {
    let sides =
        [("sales", now.outside.sales, now.sales), ("marketing", now.outside.marketing, now.marketing)];
    let mut line: Line = vec!["Outside the target market: ".into()];
    for (side, part, whole) in sides.into_iter().filter(|(.., whole)| *whole > 0) {
        let and = if line.len() == 1 { "" } else { " and " };
        line.push(format!("{and}{side} ").into());
        line.extend(say::share(part.into(), whole.into(), ""));
    }
    if line.len() == 1 { Err("neither team touched anybody") } else { Ok(line) }
}
