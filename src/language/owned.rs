//! Whose accounts are meant: a colleague's own, or those of a team.

use super::units::{Meaning, Name, Unit, Value, World};
use crate::vocabulary::Side;

/// What somebody's accounts are called.
pub(super) fn is_belongings(word: &str) -> bool {
    matches!(
        word,
        "account"
            | "accounts"
            | "companies"
            | "people"
            | "contacts"
            | "prospects"
            | "book"
            | "patch"
            | "territory"
            | "portfolio"
            | "clients"
            | "buyers"
            | "acounts"
    )
}

/// The filter of a colleague's own accounts.
pub(super) fn owned_by(colleague: u16, world: &World) -> Value {
    match world.snapshot.colleagues[usize::from(colleague)].side {
        Side::Sales => Value::Seller(colleague),
        Side::Marketing => Value::Marketer(colleague),
    }
}

/// The accounts of the one colleague that a name can only mean.
pub(super) fn owner(name: &Name, world: &World) -> Option<Value> {
    only_colleague(name, world, None).map(|colleague| owned_by(colleague, world))
}

pub(super) fn team(unit: &Unit, world: &World) -> Option<Value> {
    let Meaning::Name(name) = &unit.meaning else { return None };
    only_colleague(name, world, None).map(Value::Team)
}

pub(super) fn only_colleague(name: &Name, world: &World, side: Option<Side>) -> Option<u16> {
    let fitting: Vec<u16> = name
        .colleagues
        .iter()
        .copied()
        .filter(|colleague| {
            side.is_none_or(|side| world.snapshot.colleagues[usize::from(*colleague)].side == side)
        })
        .collect();
    match fitting[..] {
        [only] => Some(only),
        _ => None,
    }
}
