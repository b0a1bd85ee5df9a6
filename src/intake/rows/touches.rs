//! `touches.csv`: what marketing and sales did, one communication with one person a row.

use std::borrow::Cow;

use crate::identity::Email;
use crate::intake::{Cells, Reject, Said, Shape};
use crate::vocabulary::{Channel, Evidence, Outcome, Purpose, Side};

/// How a file of touches is known.
pub(super) const SHAPE: Shape = Shape {
    name: "touches",
    columns: &[
        "occurred_at",
        "side",
        "channel",
        "evidence",
        "person_email",
        "person_linkedin",
        "person_name",
        "company_domain",
        "colleague",
        "campaign",
        "purpose",
        "content",
        "outcome",
        "source",
        "source_id",
    ],
    required: &[
        &["occurred_at"],
        &["channel"],
        &["evidence"],
        &["person_email", "person_linkedin", "person_name"],
    ],
    dates: &["occurred_at"],
};
const AT: usize = SHAPE.column("occurred_at");
const SIDE: usize = SHAPE.column("side");
const CHANNEL: usize = SHAPE.column("channel");
const EVIDENCE: usize = SHAPE.column("evidence");
const EMAIL: usize = SHAPE.column("person_email");
const LINKEDIN: usize = SHAPE.column("person_linkedin");
const NAME: usize = SHAPE.column("person_name");
const COMPANY: usize = SHAPE.column("company_domain");
const COLLEAGUE: usize = SHAPE.column("colleague");
const CAMPAIGN: usize = SHAPE.column("campaign");
const PURPOSE: usize = SHAPE.column("purpose");
const CONTENT: usize = SHAPE.column("content");
const OUTCOME: usize = SHAPE.column("outcome");
const SOURCE: usize = SHAPE.column("source");
const SOURCE_ID: usize = SHAPE.column("source_id");

/// One touch. The person is known by an e-mail address, a profile or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchRow<'a> {
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Whose: as written, else the side that owns the channel.
    pub side: Side,
    /// How.
    pub channel: Channel,
    /// How sure it is that it arrived.
    pub evidence: Evidence,
    /// A key of the person.
    pub email: Said<Email>,
    /// A key of the person: `linkedin.com/in/…`.
    pub linkedin: Said<String>,
    /// The person's name.
    pub name: Said<Cow<'a, str>>,
    /// The employer's domain.
    pub company_domain: Said<String>,
    /// Who of us.
    pub colleague: Said<Email>,
    /// Which campaign.
    pub campaign: Said<Cow<'a, str>>,
    /// Brand or demand.
    pub purpose: Said<Purpose>,
    /// The title of the piece it carried.
    pub content: Said<Cow<'a, str>>,
    /// What came of it.
    pub outcome: Said<Outcome>,
    /// Which system says so.
    pub source: Said<Cow<'a, str>>,
    /// Its id there; with `source`, the key of the touch.
    pub source_id: Said<Cow<'a, str>>,
}

impl<'a> TouchRow<'a> {
    /// Reads one row.
    pub fn read(cells: &Cells<'a>) -> Result<Self, Reject> {
        let channel: Channel =
            cells.needed(CHANNEL, cells.word(CHANNEL)?, "write ad, email, call or another")?;
        let row = Self {
            at: cells.needed(
                AT,
                cells.instant(AT)?,
                "write when it happened, such as 2024-03-12T09:14:00Z",
            )?,
            side: side(cells, channel)?,
            channel,
            evidence: cells.needed(
                EVIDENCE,
                cells.word(EVIDENCE)?,
                "write targeted, delivered or engaged",
            )?,
            email: cells.email(EMAIL)?,
            linkedin: cells.linkedin(LINKEDIN)?,
            name: cells.text(NAME),
            company_domain: cells.domain(COMPANY)?,
            colleague: cells.email(COLLEAGUE)?,
            campaign: cells.text(CAMPAIGN),
            purpose: cells.word(PURPOSE)?,
            content: cells.text(CONTENT),
            outcome: cells.word(OUTCOME)?,
            source: cells.text(SOURCE),
            source_id: cells.text(SOURCE_ID),
        };
        let known = row.email.as_value().is_some() || row.linkedin.as_value().is_some();
        if known || row.name.as_value().is_some() {
            Ok(row)
        } else {
            Err(cells.reject("the row names nobody; write an e-mail address, a LinkedIn profile or a name"))
        }
    }
}

/// The side as written, else the one that owns the channel.
fn side(cells: &Cells<'_>, channel: Channel) -> Result<Side, Reject> {
    match (cells.word(SIDE)?, channel.side()) {
        (Said::Value(side), _) | (_, Some(side)) => Ok(side),
        _ => Err(cells.reject(format!(
            "the column \"{}\" is empty and the channel {channel} does not tell; write marketing or sales",
            cells.title(SIDE)
        ))),
    }
}
