//! Touches: each names a person, and what it says of colleague, campaign and content becomes numbers.

use std::{borrow::Cow, collections::HashMap};

use sha2::{Digest as _, Sha256};

use super::{
    file::{Taking, Verdict},
    names::{Names, Table},
    sources::Sources,
    who::{Called, Manner, Who},
};
use crate::{
    db::{
        self, Change, team,
        touches::{Intake, Touch},
    },
    figures::Kind,
    identity::Email,
    intake::{Cells, Reject, Said, instant_text, rows::TouchRow},
    vocabulary::{Channel, Evidence, Outcome, Purpose, Side},
};

/// Before a hash that stands in for a source's id; an id that begins so is stored with one more.
pub(in crate::intake) const HASHED: char = '#';

/// A row, on its own.
pub(super) struct Row {
    at: i64,
    side: Side,
    channel: Channel,
    evidence: Evidence,
    person: Called,
    colleague: Option<Email>,
    campaign: Option<String>,
    purpose: Option<Purpose>,
    content: Option<String>,
    outcome: Option<Outcome>,
    source: Option<String>,
    source_id: Option<String>,
}

pub(super) struct Touches {
    who: Who,
    campaigns: Names,
    content: Names,
    team: HashMap<String, i64>,
    intake: Intake,
}

impl Taking for Touches {
    type Row = Row;

    fn read(cells: &Cells<'_>) -> Result<Row, Reject> {
        let row = TouchRow::read(cells)?;
        let text = |said: Said<Cow<'_, str>>| said.value().map(Cow::into_owned);
        Ok(Row {
            at: row.at,
            side: row.side,
            channel: row.channel,
            evidence: row.evidence,
            person: Called {
                email: row.email.value(),
                linkedin: row.linkedin.value(),
                name: text(row.name),
                company: row.company_domain.value(),
            },
            colleague: row.colleague.value(),
            campaign: text(row.campaign),
            purpose: row.purpose.value(),
            content: text(row.content),
            outcome: row.outcome.value(),
            source: text(row.source),
            source_id: text(row.source_id),
        })
    }

    fn shown(row: &Row) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let email = |email: &Option<Email>| email.as_ref().map(Email::to_string).unwrap_or_default();
        vec![
            instant_text(row.at),
            row.side.to_string(),
            row.channel.to_string(),
            row.evidence.to_string(),
            email(&row.person.email),
            text(&row.person.linkedin),
            text(&row.person.name),
            text(&row.person.company),
            email(&row.colleague),
            text(&row.campaign),
            row.purpose.map_or("", Purpose::as_str).to_owned(),
            text(&row.content),
            row.outcome.map_or("", Outcome::as_str).to_owned(),
            text(&row.source),
            text(&row.source_id),
        ]
    }

    async fn begin(change: &mut Change, _now: i64) -> db::Result<Self> {
        Ok(Self {
            who: Who::begin(change, Manner::Mentions).await?,
            campaigns: Names::begin(change, Table::Campaigns).await?,
            content: Names::begin(change, Table::Content).await?,
            team: team::numbers(change).await?,
            intake: Intake::begin(change).await?,
        })
    }

    async fn take(
        &mut self,
        change: &mut Change,
        sources: &mut Sources,
        rows: Vec<Row>,
    ) -> db::Result<Vec<Verdict>> {
        self.who.prepare(change, rows.iter().map(|row| &row.person)).await?;
        self.campaigns.prepare(change, rows.iter().filter_map(|row| row.campaign.as_deref())).await?;
        self.content.prepare(change, rows.iter().filter_map(|row| row.content.as_deref())).await?;
        let mut touches = Vec::with_capacity(rows.len());
        let places: Vec<Result<i64, String>> = rows
            .into_iter()
            .map(|row| {
                let touch = self.touch(row, sources)?;
                let source = touch.source;
                touches.push(touch);
                Ok(source)
            })
            .collect();
        self.who.write(change).await?;
        self.campaigns.write(change).await?;
        self.content.write(change).await?;
        sources.write(change).await?;
        let mut outcomes = self.intake.put(change, touches).await?.into_iter();
        let verdict = |place| match place {
            Ok(source) => Verdict::Taken(outcomes.next().unwrap_or(db::Outcome::Unchanged), Some(source)),
            Err(reason) => Verdict::Rejected(reason),
        };
        Ok(places.into_iter().map(verdict).collect())
    }

    fn notes(&self) -> Vec<String> {
        self.who.companies.new_accounts().into_iter().collect()
    }

    async fn finish(self, change: &mut Change) -> db::Result<Vec<Verdict>> {
        self.intake.finish(change).await?;
        Ok(Vec::new())
    }
}

impl Touches {
    /// A row with everything it names by number, or why it cannot be taken. What cannot be taken makes nothing.
    fn touch(&mut self, row: Row, sources: &mut Sources) -> Result<Touch, String> {
        let colleague =
            row.colleague.as_ref().map(|email| colleague(&self.team, "colleague", email)).transpose()?;
        let source = sources.number(row.source.as_deref())?;
        let mut touch = Touch {
            person: self.who.person(&row.person)?.id,
            at: row.at,
            side: row.side,
            channel: row.channel,
            evidence: row.evidence,
            colleague,
            campaign: row.campaign.map(|name| self.campaigns.number(&name)),
            purpose: row.purpose,
            content: row.content.map(|title| self.content.number(&title)),
            outcome: row.outcome,
            source,
            key: String::new(),
        };
        touch.key = match row.source_id {
            Some(id) if id.starts_with(HASHED) => format!("{HASHED}{id}"),
            Some(id) => id,
            None => hashed(&touch),
        };
        Ok(touch)
    }
}

/// The number of a colleague who must be in the team.
pub(super) fn colleague(team: &HashMap<String, i64>, what: &str, email: &Email) -> Result<i64, String> {
    let found = team.get(email.as_str()).copied();
    found.ok_or_else(|| {
        format!("the {what} {email} is not in the team; import team.csv first, or correct the address")
    })
}

/// What stands in for the id of a touch that came without one: the first half of the SHA-256 of all it says.
fn hashed(touch: &Touch) -> String {
    let mut hash = Sha256::new();
    let kind = Kind::new(touch.side, touch.evidence, touch.purpose, touch.outcome).byte();
    hash.update([kind, touch.channel as u8]);
    for number in [Some(touch.person), Some(touch.at), touch.colleague, touch.campaign, touch.content] {
        hash.update(number.unwrap_or(-1).to_le_bytes());
    }
    let half: [u8; 16] = std::array::from_fn({
        let whole = hash.finalize();
        move |at| whole[at]
    });
    format!("{HASHED}{:032x}", u128::from_be_bytes(half))
}
