//! `mandorla digest due`: what waits to be posted, and why it still does.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::super::{Failure, say};
use crate::{
    app::{self, App},
    config::Config,
    db::{
        digests::{self, Open, Subscription},
        workspaces,
    },
    digest::schedule::{Schedule, local},
};

#[derive(clap::Args)]
pub struct Due {
    /// Show what comes within so many days
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    within: u16,
    /// As if it were this instant
    #[arg(long, value_name = "RFC3339")]
    now: Option<Timestamp>,
}

impl Due {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let app = App::open(config).await?;
        let (_, workspace) = workspaces::settings(&app.db, app.workspace).await?;
        let open = digests::open(&app.db, app.workspace).await?;
        let all: Vec<Subscription> =
            digests::list(&app.db, app.workspace).await?.into_iter().map(|(one, _)| one).collect();
        app.db.close().await;
        let now = self.now.unwrap_or_else(app::now);
        let ahead = SignedDuration::from_hours(24 * i64::from(self.within));
        let until = now.checked_add(ahead).unwrap_or(Timestamp::MAX);
        let mut lines: Vec<String> = open.iter().map(|open| waiting(open, &workspace.time_zone)).collect();
        let mut coming: Vec<&Subscription> =
            all.iter().filter(|one| !one.paused && one.next_at <= until.as_microsecond()).collect();
        coming.sort_by_key(|one| one.next_at);
        lines.extend(coming.into_iter().map(|one| comes(one, now)));
        if lines.is_empty() {
            let days = if self.within == 1 { "day".to_owned() } else { format!("{} days", self.within) };
            lines.push(format!("Nothing is due now or in the next {days}."));
        }
        Ok(say(&(lines.join("\n") + "\n"))?)
    }
}

/// One that was due and is not done.
fn waiting(open: &Open, zone: &TimeZone) -> String {
    let tried = match (open.tries, &open.outcome, &open.detail) {
        (0, ..) | (_, None, _) => "not tried yet".to_owned(),
        (1, Some(outcome), detail) => format!("tried once ({})", said(outcome, detail.as_deref())),
        (tries, Some(outcome), detail) => {
            format!("tried {tries} times, the last: {}", said(outcome, detail.as_deref()))
        }
    };
    let slot = open.slot.replace('T', " ");
    format!(
        "No. {}, due {slot}: {tried}; next at {}",
        open.subscription_id,
        local(instant(open.try_at), zone)
    )
}

fn said(outcome: &str, detail: Option<&str>) -> String {
    detail.filter(|detail| !detail.is_empty()).unwrap_or(outcome).to_owned()
}

/// One whose time is still to come, or has come while nobody served.
fn comes(one: &Subscription, now: Timestamp) -> String {
    let schedule = one.schedule.parse::<Schedule>().ok();
    let zone = schedule.as_ref().map_or(TimeZone::UTC, |schedule| schedule.zone().clone());
    let when = local(instant(one.next_at), &zone);
    let what = if one.filters.is_empty() { "everybody" } else { &one.filters };
    let verb = if one.next_at <= now.as_microsecond() { "is due since" } else { "comes on" };
    format!("No. {} about {what} {verb} {when}, to {} {}", one.id, one.platform, one.channel)
}

fn instant(at: i64) -> Timestamp {
    Timestamp::from_microsecond(at).unwrap_or(Timestamp::MAX)
}
