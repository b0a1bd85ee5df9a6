//! "Digest weekly monday 09:00 for Dana's team": a channel gets one, and what stands is listed, paused, resumed and
//! stopped. What a digest says is composed elsewhere; here it is only arranged.

mod arranged;
mod said;

use jiff::tz::TimeZone;

use super::{Bot, Memory, button, plain};
use crate::{
    ask::{Ask, Place, Who},
    card::{ActionKind, Audience, Block, Card, Span, Tone},
    db::{
        DbError,
        digests::{self, New, Subscription},
    },
    digest::{
        reporting::{Reporting, headline},
        schedule::{Schedule, local, zone_name},
        sections::Sections,
        words::{self, Typed},
    },
    questions::{Action, Answer, Asker, Change, DigestChange, SUBSCRIBE, Status, capital},
    snapshot::Snapshot,
};
use said::{
    about, counted, elsewhere, help, leads, missing, no_filters, not_understood, proposed, refused, stands,
    table, terminal, which,
};

/// A digest that somebody wants to see now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub filters: String,
    pub sections: Sections,
    /// For everybody in the channel, not for the asker alone.
    pub everybody: bool,
}

/// Reads "digest now" and "digest preview", with filters; nothing where something else is said.
pub fn wanted(ask: &Ask, zone: &TimeZone) -> Option<Wanted> {
    match words::read(after_the_name(&ask.text)?, ask.at, zone) {
        Typed::Now { filters, sections } => Some(Wanted { filters, sections, everybody: true }),
        Typed::Preview { filters, sections } => Some(Wanted { filters, sections, everybody: false }),
        _ => None,
    }
}

/// A digest that somebody would like to get.
struct Wish<'a> {
    schedule: &'a Schedule,
    filters: &'a str,
    sections: Sections,
    quiet: bool,
}

/// What stands behind "digest", if the text begins with it.
fn after_the_name(text: &str) -> Option<&str> {
    let text = text.trim_start().trim_start_matches('/');
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    ["digest", "digests"].iter().any(|name| first.eq_ignore_ascii_case(name)).then_some(rest)
}

/// A channel by its platform's ids, as a door writes it: `slack:T012AB/C034CD`.
struct Channel<'a> {
    platform: &'a str,
    team: &'a str,
    id: &'a str,
}

impl<'a> Channel<'a> {
    fn of(place: &'a Place) -> Option<Self> {
        let Place::Channel { id } = place else { return None };
        let (platform, ids) = id.split_once(':')?;
        let (team, id) = ids.split_once('/')?;
        Some(Self { platform, team, id })
    }

    fn has(&self, subscription: &Subscription) -> bool {
        (self.platform, self.team, self.id)
            == (subscription.platform.as_str(), subscription.team.as_str(), subscription.channel.as_str())
    }
}

impl Bot {
    /// The answer, if the text is about digests.
    pub(super) async fn digests(
        &self,
        ask: &Ask,
        memory: &Memory,
        asker: Asker,
    ) -> Result<Option<Answer>, DbError> {
        let snapshot = &memory.snapshot;
        let Some(rest) = after_the_name(&ask.text) else { return Ok(None) };
        let zone = &snapshot.workspace.time_zone;
        let typed = words::read(rest, ask.at, zone);
        if asker == Asker::Unknown {
            return Ok(Some(refused(&super::refused::stranger(&ask.who))));
        }
        Ok(Some(match typed {
            Typed::Help => help(),
            Typed::NotUnderstood { what, suggestion } => not_understood(&what, &suggestion),
            // What stands where is nobody else's business.
            _ if matches!(ask.place, Place::Shared { .. }) => elsewhere(&ask.place),
            Typed::Now { filters, .. } | Typed::Preview { filters, .. } => {
                self.filters(ask, memory, asker, &filters).await?.map_or_else(|wrong| *wrong, |_| terminal())
            }
            Typed::List => self.list(ask, snapshot).await?,
            Typed::Subscribe { schedule, filters, sections, quiet } => {
                let wish = Wish { schedule: &schedule, filters: &filters, sections, quiet };
                self.subscribe(ask, memory, asker, wish).await?
            }
            Typed::Pause(id) => self.change(ask, asker, snapshot, id, DigestChange::Pause).await?,
            Typed::Resume(id) => self.change(ask, asker, snapshot, id, DigestChange::Resume).await?,
            Typed::Stop(id) => self.change(ask, asker, snapshot, id, DigestChange::Stop).await?,
        }))
    }

    async fn subscribe(
        &self,
        ask: &Ask,
        memory: &Memory,
        asker: Asker,
        Wish { schedule, filters, sections, quiet }: Wish<'_>,
    ) -> Result<Answer, DbError> {
        let zone = &memory.snapshot.workspace.time_zone;
        let Some(channel) = Channel::of(&ask.place) else { return Ok(elsewhere(&ask.place)) };
        let filters = match self.filters(ask, memory, asker, filters).await? {
            Ok(filters) => filters,
            Err(wrong) => return Ok(*wrong),
        };
        let (kept, some) = (schedule.to_string(), sections.to_string());
        let email = super::name_of(&ask.who);
        let new = New {
            platform: channel.platform,
            team: channel.team,
            channel: channel.id,
            schedule: &kept,
            filters: &filters,
            sections: &some,
            quiet,
            owner: "",
            owner_email: &email,
        };
        if let Some(standing) = digests::standing(&self.db, self.workspace, &new).await? {
            return Ok(stands(&standing));
        }
        let first = schedule.next(ask.at);
        let about = if filters.is_empty() { String::new() } else { format!(" {filters}") };
        let when = schedule.said();
        let change = format!(
            "a digest in this channel{about}, {when}; the first on {}",
            local(first, schedule.zone())
        );
        let mut changes = vec![change];
        if sections != Sections::ALL {
            changes.push(format!("below the headline: {}", sections.said()));
        }
        if quiet {
            changes.push("nothing is posted when there is nothing to say".to_owned());
        }
        if schedule.zone() != zone {
            changes.push(format!(
                "its clock is that of {}, the workspace’s is another",
                zone_name(schedule.zone())
            ));
        }
        let proposal = Action {
            change: Change::Subscribe {
                platform: channel.platform.to_owned(),
                team: channel.team.to_owned(),
                channel: channel.id.to_owned(),
                schedule: kept.clone(),
                filters,
                sections: some.clone(),
                quiet,
                owner_email: email,
                at: ask.at.as_microsecond(),
            },
            changes,
            done: format!(
                "This channel gets a digest{about} {when}, first on {}.",
                local(first, schedule.zone())
            ),
        };
        Ok(proposed(&format!("Post a digest{about} here {when}?"), proposal))
    }

    /// The filters as anybody may type them ("my accounts" are somebody's), or why they are none for a digest.
    async fn filters(
        &self,
        ask: &Ask,
        memory: &Memory,
        asker: Asker,
        filters: &str,
    ) -> Result<Result<String, Box<Answer>>, DbError> {
        let date = ask.at.to_zoned(TimeZone::UTC).date();
        let text = headline(filters, Reporting::as_of(date).headline);
        let answer = self.read(&Ask { text, ..ask.clone() }, memory, asker).await?;
        Ok(match answer.status {
            Status::Answered if answer.question == "overlap" => Ok(answer.restriction.1.trim().to_owned()),
            Status::Answered | Status::NotUnderstood => Err(Box::new(no_filters(filters))),
            _ => Err(Box::new(Answer { question: SUBSCRIBE, ..answer })),
        })
    }

    /// The digests that somebody owns or reads in their channels, for their own page. In the terminal, everybody's.
    pub(super) async fn digests_of(
        &self,
        who: &Who,
        channels: &[Place],
        snapshot: &Snapshot,
    ) -> Result<Card, DbError> {
        let mut theirs = digests::list(&self.db, self.workspace).await?;
        if let Who::Colleague(email) = who {
            let reads = |subscription: &Subscription| {
                channels.iter().filter_map(Channel::of).any(|channel| channel.has(subscription))
            };
            let owns = |subscription: &Subscription| subscription.owner_email.eq_ignore_ascii_case(email);
            theirs.retain(|(subscription, _)| owns(subscription) || reads(subscription));
        }
        let mut card = plain(&format!("You and your channels get {}", counted(theirs.len())), Tone::Neutral);
        card.blocks.push(if theirs.is_empty() {
            Block::Text(vec![
                "In a channel, tell me ".into(),
                Span::Code("digest weekly monday 09:00".to_owned()),
            ])
        } else {
            Block::Table(table(snapshot, &theirs, false))
        });
        Ok(card)
    }

    async fn list(&self, ask: &Ask, snapshot: &Snapshot) -> Result<Answer, DbError> {
        let mut all = digests::list(&self.db, self.workspace).await?;
        if let Some(channel) = Channel::of(&ask.place) {
            all.retain(|(subscription, _)| channel.has(subscription));
        }
        if all.is_empty() {
            let mut card = plain("No digest is posted here yet", Tone::Neutral);
            card.audience = Audience::Everyone;
            card.actions = vec![button(
                "Every Monday at 09:00",
                "digest weekly monday 09:00".to_owned(),
                ActionKind::Ask,
            )];
            return Ok(Answer::other(SUBSCRIBE, Status::Answered, card));
        }
        let mut card = plain(&counted(all.len()), Tone::Neutral);
        let here = Channel::of(&ask.place).is_some();
        // Elsewhere it is the list of the whole workspace.
        card.audience = if here { Audience::Everyone } else { Audience::Asker };
        card.blocks = vec![
            Block::Table(table(snapshot, &all, here)),
            Block::Note(vec!["By number: ".into(), Span::Code("digest pause 1".to_owned())]),
        ];
        Ok(Answer::other(SUBSCRIBE, Status::Answered, card))
    }

    async fn change(
        &self,
        ask: &Ask,
        asker: Asker,
        snapshot: &Snapshot,
        id: Option<u32>,
        what: DigestChange,
    ) -> Result<Answer, DbError> {
        let here = Channel::of(&ask.place);
        let mut all: Vec<Subscription> = digests::list(&self.db, self.workspace)
            .await?
            .into_iter()
            .map(|(subscription, _)| subscription)
            .collect();
        match id {
            Some(id) => all.retain(|subscription| subscription.id == i64::from(id)),
            None => all.retain(|subscription| here.as_ref().is_some_and(|here| here.has(subscription))),
        }
        let subscription = match &all[..] {
            [] => return Ok(missing(id)),
            [one] => one,
            _ => return Ok(which(&all, what)),
        };
        let in_its_channel = here.is_some_and(|here| here.has(subscription));
        let owns = matches!(&ask.who, Who::Colleague(email) if email.eq_ignore_ascii_case(&subscription.owner_email));
        if !in_its_channel && !owns && !leads(snapshot, asker) {
            return Ok(refused("Only its owner, a leader or somebody in its channel changes this digest"));
        }
        let said = about(subscription);
        let (verb, done) = match what {
            DigestChange::Pause => ("Pause", "is paused; nothing is posted until you resume it"),
            DigestChange::Resume => ("Resume", "goes on; nothing of the past is made up for"),
            DigestChange::Stop => ("Stop", "is stopped"),
        };
        let proposal = Action {
            change: Change::Digest { id: subscription.id, what, at: ask.at.as_microsecond() },
            changes: vec![format!("{} {said}", verb.to_lowercase())],
            done: format!("{} {done}.", capital(&said)),
        };
        Ok(proposed(&format!("{verb} {said}?"), proposal))
    }
}
