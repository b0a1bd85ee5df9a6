//! `mandorla digest send`: posts by hand what the clock of `serve` would post.

use std::{collections::HashMap, time::Duration};

use super::super::{Failure, say};
use crate::{
    app::{
        App, now,
        platforms::{Services, Settings},
    },
    config::Config,
    db::digests::{self, Next, Subscription},
    digest::schedule::Schedule,
};

/// How long a platform may take to let us in.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(clap::Args)]
pub struct Send {
    /// Post these digests too, by their numbers in `digest list`, whether they are due or not
    #[arg(value_name = "NUMBER")]
    numbers: Vec<i64>,
}

impl Send {
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let settings = Settings::read(config)?.silent();
        let app = App::open(config).await?;
        let sent = self.send(settings, config, &app).await;
        app.db.close().await;
        sent
    }

    async fn send(&self, settings: Settings, config: &Config, app: &App) -> Result<(), Failure> {
        let subscriptions = digests::list(&app.db, app.workspace).await?;
        let all: HashMap<i64, Subscription> =
            subscriptions.into_iter().map(|(one, _)| (one.id, one)).collect();
        for number in &self.numbers {
            match all.get(number) {
                None => {
                    return Err(Failure::Usage(format!(
                        "there is no digest No. {number}; see `mandorla digest list`"
                    )));
                }
                Some(one) if one.paused => {
                    return Err(Failure::Said(format!(
                        "digest No. {number} is paused; resume it in its channel first"
                    )));
                }
                Some(_) => {}
            }
        }
        let services = Services::start(settings, config, app).map_err(Failure::Said)?;
        let platforms = services.outbound();
        if platforms.is_empty() {
            let next = "no platform is set up to post to: see the README, and `mandorla doctor`";
            return Err(Failure::Said(next.to_owned()));
        }
        services.settled(PATIENCE).await;
        for number in &self.numbers {
            make_due(app, &all[number]).await?;
        }
        let before = outcomes(app).await?;
        app.clock(platforms, "digest send").tick().await?;
        let after = outcomes(app).await?;
        services.stop().await;
        report(&before, &after)
    }
}

/// Due now, under the local second in which it was asked for.
async fn make_due(app: &App, subscription: &Subscription) -> Result<(), Failure> {
    let at = now();
    let schedule: Schedule = subscription
        .schedule
        .parse()
        .map_err(|error| Failure::Said(format!("No. {}: {error}", subscription.id)))?;
    let slot = at.to_zoned(schedule.zone().clone()).datetime().round(jiff::Unit::Second);
    let slot = slot.map_err(|error| Failure::Said(error.to_string()))?.to_string();
    let next = Next { at: at.as_microsecond(), slot };
    digests::begin_now(&app.db, app.workspace, subscription.id, &next).await?;
    Ok(())
}

/// What became of the last of each digest, by number: slot, number of the attempt's instant, outcome, detail.
type Outcomes = HashMap<i64, (String, i64, String, String)>;

async fn outcomes(app: &App) -> Result<Outcomes, Failure> {
    let all = digests::list(&app.db, app.workspace).await?;
    Ok(all
        .into_iter()
        .filter_map(|(one, last)| last.map(|last| (one.id, (last.slot, last.at, last.outcome, last.detail))))
        .collect())
}

/// Says what has happened since; fails if something was not posted.
fn report(before: &Outcomes, after: &Outcomes) -> Result<(), Failure> {
    let mut new: Vec<_> = after.iter().filter(|(id, last)| before.get(id) != Some(last)).collect();
    new.sort_by_key(|(id, _)| **id);
    if new.is_empty() {
        return Ok(say("Nothing was due.\n")?);
    }
    let mut failed = 0;
    for (id, (slot, _, outcome, detail)) in new {
        let because = if detail.is_empty() { String::new() } else { format!(": {detail}") };
        let posted = match outcome.as_str() {
            "sent" | "found" => "posted",
            "empty" => "not posted, since there is nothing to say",
            _ => {
                failed += 1;
                "not posted"
            }
        };
        say(&format!("No. {id}, {}: {posted}{because}\n", slot.replace('T', " ")))?;
    }
    match failed {
        0 => Ok(()),
        1 => Err(Failure::Said(
            "1 digest was not posted; `mandorla digest due` says when it is tried again".to_owned(),
        )),
        count => Err(Failure::Said(format!(
            "{count} digests were not posted; `mandorla digest due` says when they are tried again"
        ))),
    }
}
