//! `accounts.csv`: the companies of the target market, and their agencies.

use std::borrow::Cow;

use crate::identity::Email;
use crate::intake::{Cells, Reject, Said, Shape};
use crate::vocabulary::{AccountKind, Market};

/// How a file of accounts is known.
pub(super) const SHAPE: Shape = Shape {
    name: "accounts",
    columns: &[
        "name", "domain", "industry", "country", "tier", "kind", "target", "seller", "marketer", "market",
    ],
    required: &[&["name"]],
    dates: &[],
};
const NAME: usize = SHAPE.column("name");
const DOMAIN: usize = SHAPE.column("domain");
const INDUSTRY: usize = SHAPE.column("industry");
const COUNTRY: usize = SHAPE.column("country");
const TIER: usize = SHAPE.column("tier");
const KIND: usize = SHAPE.column("kind");
const TARGET: usize = SHAPE.column("target");
const SELLER: usize = SHAPE.column("seller");
const MARKETER: usize = SHAPE.column("marketer");
const MARKET: usize = SHAPE.column("market");

/// One company. It has a name or a domain, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow<'a> {
    /// As it is shown.
    pub name: Said<Cow<'a, str>>,
    /// The key.
    pub domain: Said<String>,
    /// For filters.
    pub industry: Said<Cow<'a, str>>,
    /// For filters.
    pub country: Said<Cow<'a, str>>,
    /// For filters.
    pub tier: Said<Cow<'a, str>>,
    /// Client, agency or partner.
    pub kind: Said<AccountKind>,
    /// Whether it belongs to the target market.
    pub target: Said<bool>,
    /// The owner of side sales.
    pub seller: Said<Email>,
    /// The owner of side marketing.
    pub marketer: Said<Email>,
    /// Its buying state.
    pub market: Said<Market>,
}

impl<'a> AccountRow<'a> {
    /// Reads one row.
    pub fn read(cells: &Cells<'a>) -> Result<Self, Reject> {
        let row = Self {
            name: cells.text(NAME),
            domain: cells.domain(DOMAIN)?,
            industry: cells.text(INDUSTRY),
            country: cells.text(COUNTRY),
            tier: cells.text(TIER),
            kind: cells.word(KIND)?,
            target: cells.yes_or_no(TARGET)?,
            seller: cells.email(SELLER)?,
            marketer: cells.email(MARKETER)?,
            market: cells.word(MARKET)?,
        };
        match (&row.name, &row.domain) {
            (Said::Value(_), _) | (_, Said::Value(_)) => Ok(row),
            _ => Err(cells.reject(format!(
                "the columns \"{}\" and \"{}\" are both empty; write the company's name or its domain",
                cells.title(NAME),
                cells.title(DOMAIN)
            ))),
        }
    }
}
