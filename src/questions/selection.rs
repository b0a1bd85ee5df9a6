//! Filters and a window on their own, as `mandorla export people in fintech` has them: the part of the account database
//! that they leave.

use fixedbitset::FixedBitSet;

use super::Asked;
use crate::{
    figures::{Days, Span, Touch, TouchFilter},
    language::{Filtered, Grammar},
    vocabulary::Market,
};

/// A part of the account database.
pub struct Selection {
    people: Option<FixedBitSet>,
    accounts: FixedBitSet,
    span: Option<Span>,
    filter: TouchFilter,
    days: Days,
}

impl Selection {
    /// "Export", then filters and a window; nothing else.
    pub fn grammar() -> Grammar {
        Grammar::new("export", &["export"], &["and"], Filtered::All)
    }

    pub(crate) fn new(asked: &Asked) -> Self {
        let filters = asked.filters;
        let accounts = asked.matching_accounts().into_iter().enumerate().filter(|&(number, matches)| {
            let account = number as u32;
            let market = |wanted: Market| asked.snapshot.account_market(account, asked.as_of()) == wanted;
            matches && filters.market.is_none_or(market) && (!filters.target || asked.account(account).target)
        });
        Self {
            people: asked.people().cloned(),
            accounts: accounts.map(|(number, _)| number).collect(),
            span: asked.reading.window.as_ref().map(|_| asked.scope().span),
            filter: asked.touch_filter(),
            days: Days::new(asked.zone()),
        }
    }

    /// Whether it says anything that only touches have: a window, a channel, a campaign, a purpose.
    pub fn on_touches(&self) -> bool {
        self.span.is_some() || !self.filter.is_open()
    }

    pub fn has_account(&self, account: u32) -> bool {
        self.accounts.contains(account as usize)
    }

    pub fn has_person(&self, person: u32) -> bool {
        self.people.as_ref().is_none_or(|people| people.contains(person as usize))
    }

    /// Whether a touch of this person belongs to it; the touch's day is worked out here.
    pub fn has_touch(&self, person: u32, touch: &Touch) -> bool {
        let touch = Touch { day: self.days.local_day(touch.at), ..*touch };
        self.has_person(person)
            && self.span.is_none_or(|span| span.contains(&touch))
            && self.filter.passes(&touch)
    }
}
