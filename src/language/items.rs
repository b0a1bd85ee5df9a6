//! What a phrase is made of.

use super::facts::Fact;
use crate::vocabulary::Side;

/// A phrase, taken apart once.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub text: &'static str,
    pub items: Vec<Item>,
}

/// A part of a phrase: see `phrases` for what each asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Facts,
    Told,
    Said,
    Statement,
    Word(&'static str),
    /// With its braces.
    Slot(&'static str),
    Fact(Fact),
    Class(&'static str),
}

impl Phrase {
    pub fn new(text: &'static str) -> Self {
        Self { text, items: text.split(' ').map(Item::of).collect() }
    }
}

impl Item {
    fn of(item: &'static str) -> Self {
        match item {
            "facts" => Self::Facts,
            "told" => Self::Told,
            "said" => Self::Said,
            "statement" => Self::Statement,
            _ if item.starts_with('{') => Self::Slot(item),
            _ => match (item.strip_prefix('='), fact(item)) {
                (Some(word), _) => Self::Word(word),
                (None, Some(fact)) => Self::Fact(fact),
                (None, None) => Self::Class(item),
            },
        }
    }
}

/// A fact as phrases write it: `marketing+`, `sales-`, `anyone-`.
fn fact(item: &str) -> Option<Fact> {
    let (side, positive) = match item.strip_suffix('+') {
        Some(side) => (side, true),
        None => (item.strip_suffix('-')?, false),
    };
    let side = match side {
        "marketing" => Some(Side::Marketing),
        "sales" => Some(Side::Sales),
        "anyone" => None,
        _ => return None,
    };
    Some(Fact { side, positive })
}
