//! "Is Northwind in market?" The sentence that answers it, for people and accounts alike.

use crate::{
    card::{Line, Span},
    vocabulary::Market,
};

/// Whether somebody's state is the one that was asked for. `recorded`: none where nobody ever said.
pub fn verdict(name: Span, wanted: Market, recorded: Option<Market>) -> Line {
    let said = |state| if state == Market::In { "is in market" } else { "is out of market" };
    match recorded {
        Some(state) => {
            let opening = if state == wanted { "Yes, " } else { "No, " };
            vec![opening.into(), name, format!(" {}", said(state)).into()]
        }
        None => {
            vec!["No market state of ".into(), name, " is recorded, which counts as out of market".into()]
        }
    }
}
