//! Who did what to whom: "people sales called that marketing never reached" says sales did, marketing did not.
//!
//! Active and passive, a side named before its verb or behind it, or left out where the verb tells ("warmed" is
//! marketing's, "called" is sales').

use crate::vocabulary::Side;

/// One side reached somebody, or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `None`: either side ("heard from us").
    pub side: Option<Side>,
    pub positive: bool,
}

/// A word that bears on facts, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clue {
    Side(Side),
    /// "Both teams".
    Both,
    Verb(Option<Side>),
    /// "Never"; `true` for neither and nor, which hold on to the end.
    Not {
        lasting: bool,
        somebody: bool,
    },
    /// "By", "from", "with": what follows is who did it.
    Preposition,
    /// "Never called or marketed to": what was denied goes on.
    Or,
}

/// Reads the facts out of the clues, each once.
pub fn facts(clues: &[Clue]) -> Vec<Fact> {
    let mut facts = told(clues);
    // "Whom we wrote to that sales never called": if sales did not, marketing did.
    if let [one, other] = &mut facts[..] {
        let (open, closed) = if one.side.is_none() { (one, other) } else { (other, one) };
        if open.side.is_none() && open.positive != closed.positive {
            open.side = closed.side.map(Side::other);
        }
    }
    let mut seen = Vec::new();
    facts.retain(|fact| {
        let new = !seen.contains(fact);
        seen.push(*fact);
        new
    });
    facts
}

fn told(clues: &[Clue]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut sides: Vec<Side> = Vec::new();
    let (mut not, mut lasting, mut preposition) = (false, false, false);
    // "Nobody has called": neither side, whichever the verb is known for.
    let mut nobody = false;
    // The last fact may still be told whose it is ("reached BY MARKETING").
    let mut open = false;
    for (at, clue) in clues.iter().enumerate() {
        match *clue {
            Clue::Not { lasting: holds, somebody } => {
                // "Heard from nobody": the negation closes what stands before it.
                let verb_follows = clues[at + 1..].iter().any(|clue| matches!(clue, Clue::Verb(_)));
                let side_follows =
                    clues[at + 1..].iter().any(|clue| matches!(clue, Clue::Side(_) | Clue::Both));
                if somebody && open && preposition && !verb_follows && !side_follows {
                    facts.last_mut().expect("an open fact").positive = false;
                    continue;
                }
                if verb_follows {
                    (open, preposition) = (false, false); // "engaged people nobody from sales called"
                }
                not = true;
                nobody = somebody;
                lasting |= holds;
            }
            Clue::Preposition => preposition = true,
            Clue::Or => {
                let denied = facts.last().is_some_and(|fact| !fact.positive);
                not |= open && denied && matches!(clues.get(at + 1), Some(Clue::Verb(_)));
            }
            Clue::Both => {
                if open && preposition {
                    let positive = facts.pop().is_some_and(|fact| fact.positive) && !not;
                    facts.extend(Side::ALL.iter().map(|side| Fact { side: Some(*side), positive }));
                    (open, not) = (false, false);
                } else {
                    sides.extend_from_slice(Side::ALL);
                }
            }
            Clue::Side(side) => {
                // "Has never seen any marketing": what was seen, where no verb of its own follows.
                let seen = at > 0
                    && clues[at - 1] == Clue::Verb(None)
                    && !clues[at + 1..].iter().any(|clue| matches!(clue, Clue::Verb(_)));
                if open && (preposition || seen) {
                    let fact = facts.last_mut().expect("an open fact");
                    fact.side = Some(side);
                    fact.positive &= !not;
                    not = lasting;
                    open = false;
                } else {
                    sides.push(side);
                }
                preposition = false;
            }
            Clue::Verb(default) => {
                let positive = !not;
                if sides.is_empty() {
                    let side = default.filter(|_| !(not && nobody));
                    facts.push(Fact { side, positive });
                    open = true;
                } else {
                    facts.extend(sides.drain(..).map(|side| Fact { side: Some(side), positive }));
                    open = false;
                }
                not = lasting;
                preposition = false;
            }
        }
    }
    // "Had neither marketing nor sales": no verb is needed.
    let denials = clues.iter().filter(|clue| matches!(clue, Clue::Not { .. })).count();
    if facts.is_empty() && (lasting || denials > 1) && sides.len() > 1 {
        return sides.into_iter().map(|side| Fact { side: Some(side), positive: false }).collect();
    }
    // "… but not sales", "… and sales": a side without a verb of its own.
    if !sides.is_empty() && !facts.is_empty() {
        let last = *facts.last().expect("not empty");
        if lasting && open {
            facts.pop();
        }
        facts.extend(
            sides
                .into_iter()
                .map(|side| Fact { side: Some(side), positive: if not { false } else { last.positive } }),
        );
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    const M: Clue = Clue::Side(Side::Marketing);
    const S: Clue = Clue::Side(Side::Sales);
    const REACH: Clue = Clue::Verb(Some(Side::Marketing));
    const CALL: Clue = Clue::Verb(Some(Side::Sales));
    const TOUCH: Clue = Clue::Verb(None);
    const NOT: Clue = Clue::Not { lasting: false, somebody: false };
    const NOBODY: Clue = Clue::Not { lasting: false, somebody: true };
    const NEITHER: Clue = Clue::Not { lasting: true, somebody: true };
    const BY: Clue = Clue::Preposition;

    fn said(clues: &[Clue]) -> String {
        facts(clues)
            .iter()
            .map(|fact| {
                let side = fact.side.map_or("anyone", Side::as_str);
                format!("{side}{}", if fact.positive { '+' } else { '-' })
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn active_passive_and_elliptical() {
        for (clues, expected) in [
            (&[S, CALL, M, NOT, REACH][..], "sales+ marketing-"), // who has sales called that marketing never reached
            (&[CALL, BY, S, NOT, REACH, BY, M], "sales+ marketing-"), // contacted by sales, not reached by marketing
            (&[REACH, BY, M, NOT, S], "marketing+ sales-"),           // reached by marketing but not sales
            (&[M, REACH, NOT, CALL], "marketing+ sales-"),            // marketing warmed, not yet called
            (&[M, REACH, S, NOT], "marketing+ sales-"),               // marketing reached but sales hasn't
            (&[M, REACH, NOBODY, S, CALL], "marketing+ sales-"),      // nobody in sales called
            (&[NOT, TOUCH, BY], "anyone-"),                           // hasn't heard from us
            (&[TOUCH, BY, NOBODY], "anyone-"),                        // heard from nobody
            (&[TOUCH, BY, NEITHER, M, NEITHER, S], "marketing- sales-"),
            (&[NEITHER, M, NEITHER, S, TOUCH], "marketing- sales-"),
            (&[M, S, TOUCH], "marketing+ sales+"),
            (&[NOBODY, BY, M, REACH], "marketing-"), // has nobody from marketing reached
            (&[S, CALL, M, REACH], "sales+ marketing+"),
        ] {
            assert_eq!(said(clues), expected, "{clues:?}");
        }
    }
}
