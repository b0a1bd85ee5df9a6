//! Does sales use what marketing makes? A piece is used when a sales touch carries it.

use super::{Scope, Touch};
use serde::Serialize;
use std::collections::BTreeMap;

/// The uses of one piece of content by one colleague.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    pub content: u32,
    /// `None`: the touch does not say whose it was.
    pub colleague: Option<u16>,
    /// Sales touches, delivered or engaged, that carried it.
    pub touches: u32,
}

/// All uses, by content and then colleague.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContentUse(pub Vec<Use>);

impl ContentUse {
    /// One entry for each piece used, in the order of their numbers: its uses, piece by colleague.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, &[Use])> {
        self.0.chunk_by(|a, b| a.content == b.content).map(|uses| (uses[0].content, uses))
    }

    /// How many touches of each colleague carried content, in the order of their numbers.
    pub fn colleagues(&self) -> BTreeMap<u16, u32> {
        let mut touches = BTreeMap::new();
        for used in &self.0 {
            if let Some(colleague) = used.colleague {
                *touches.entry(colleague).or_default() += used.touches;
            }
        }
        touches
    }
}

/// The content that the scope's sales touches carried.
pub fn content_use(scope: &Scope) -> ContentUse {
    let uses = scope.sweep(
        BTreeMap::<(u32, u16), u32>::new,
        |uses, _, touches| {
            for touch in touches {
                if touch.content != Touch::NO_CONTENT && touch.kind.contacts() && scope.counts(touch) {
                    *uses.entry((touch.content, touch.colleague)).or_default() += 1;
                }
            }
        },
        |mut a, b| {
            b.into_iter().for_each(|(key, touches)| *a.entry(key).or_default() += touches);
            a
        },
    );
    let named = |colleague| (colleague != Touch::NO_COLLEAGUE).then_some(colleague);
    ContentUse(
        uses.into_iter()
            .map(|((content, colleague), touches)| Use { content, colleague: named(colleague), touches })
            .collect(),
    )
}
