//! `mandorla doctor`: what is wrong with this installation, and what to do about it.

use std::io::{self, Write};

use super::Failure;
use crate::{
    app::{App, now},
    chat::{
        Finding, Grade,
        slack::{self, LetIn, api::Web},
        teams,
    },
    config::{Config, SlackSettings, TeamsSettings},
    db::{Db, DbError, digests},
    metrics::LATELY,
};

const SETTINGS: &str =
    "Mend it in mandorla.toml or in the variable; `mandorla config` says where each setting came from";

pub async fn run(config: &Config) -> Result<(), Failure> {
    let mut findings = vec![Finding::good("Settings: they can be read".to_owned())];
    findings.extend(database(config).await);
    findings.extend(slack(config).await);
    findings.extend(teams(config).await);
    let mut out = io::stdout().lock();
    for finding in &findings {
        let sign = match finding.grade {
            Grade::Good => "ok     ",
            Grade::Odd => "look   ",
            Grade::Bad => "problem",
        };
        writeln!(out, "{sign}  {}", finding.what)?;
        if !finding.next.is_empty() {
            writeln!(out, "         → {}", finding.next)?;
        }
    }
    match findings.iter().filter(|finding| finding.grade == Grade::Bad).count() {
        0 => Ok(()),
        1 => Err(Failure::Said("there is 1 problem".to_owned())),
        problems => Err(Failure::Said(format!("there are {problems} problems"))),
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    let opened = async {
        let db = Db::open(&config.database_url).await?;
        let current = db.is_current().await;
        Ok::<_, DbError>((db, current))
    };
    let (db, current) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            return vec![Finding::bad(
                format!("Database: {error}"),
                "Set `database_url` to sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME, and let this machine reach it",
            )];
        }
    };
    let mut findings = vec![Finding::good("Database: it is there".to_owned())];
    if !current && !config.auto_migrate {
        findings.push(Finding::bad(
            "Database: its tables are not up to date".to_owned(),
            "Run `mandorla migrate`",
        ));
        return findings;
    }
    db.close().await;
    findings.extend(account_database(config).await);
    findings
}

/// Whether there is anything to answer from, and how old it is.
async fn account_database(config: &Config) -> Vec<Finding> {
    let looked = async {
        let app = App::open(config).await?;
        let mut findings = vec![sources(&app).await?];
        findings.extend(digests(&app).await?);
        app.db.close().await;
        Ok::<_, DbError>(findings)
    };
    looked.await.unwrap_or_else(|error| {
        vec![Finding::bad(format!("Database: {error}"), "Mend what it says, then try again")]
    })
}

async fn sources(app: &App) -> Result<Finding, DbError> {
    let ask = super::ask::operator("how fresh is our data?", now());
    let answer = app.bot.answer(&ask).await?;
    let sources = answer.data["sources"].as_array().cloned().unwrap_or_default();
    let stale: Vec<&str> = sources
        .iter()
        .filter(|source| source["stale"] == true)
        .filter_map(|source| source["name"].as_str())
        .collect();
    Ok(match (sources.len(), stale.len()) {
        (0, _) => Finding::odd(
            "Account database: nothing has been imported yet".to_owned(),
            "Run `mandorla import *.csv`; `mandorla sample FOLDER` shows what the files look like",
        ),
        (count, 0) => Finding::good(format!("Account database: {count} sources, none of them stale")),
        (count, _) => Finding::odd(
            format!("Account database: of {count} sources these are stale: {}", stale.join(", ")),
            "Import newer files of them",
        ),
    })
}

/// Whether the digests of the last week came.
async fn digests(app: &App) -> Result<Vec<Finding>, DbError> {
    let lately = now() - LATELY;
    let failed = digests::failed(&app.db, app.workspace, lately.as_microsecond()).await?;
    let all = digests::list(&app.db, app.workspace).await?;
    if all.is_empty() && failed.is_empty() {
        return Ok(vec![Finding::good("Digests: nobody gets one yet".to_owned())]);
    }
    let mut findings: Vec<Finding> = failed.iter().map(missed).collect();
    if findings.is_empty() {
        let paused = all.iter().filter(|(one, _)| one.paused).count();
        let what =
            format!("Digests: {} subscribed ({paused} paused), none failed in the last 7 days", all.len());
        findings.push(Finding::good(what));
    }
    Ok(findings)
}

fn missed(failed: &digests::Failed) -> Finding {
    let slot = failed.slot.replace('T', " ");
    let what = format!(
        "Digests: No. {} of {slot} did not come as it should: {}",
        failed.subscription_id, failed.detail
    );
    let next = format!("Mend what it says, then `mandorla digest send {}`", failed.subscription_id);
    let untold = if failed.told { "" } else { "; its owner could not be told" };
    Finding::bad(format!("{what}{untold}"), &next)
}

async fn slack(config: &Config) -> Vec<Finding> {
    match SlackSettings::read(config) {
        Ok(None) => vec![Finding::good("Slack: not set up".to_owned())],
        Ok(Some(settings)) => {
            let let_in = if settings.oauth.is_some() { let_in(config).await } else { Vec::new() };
            slack::checkup(&settings, &let_in, &Web::new(&settings.api_url), now).await
        }
        Err(error) => vec![Finding::bad(format!("Slack: {error}"), SETTINGS)],
    }
}

/// Who has installed the app. What is wrong with the database has been said by then.
async fn let_in(config: &Config) -> Vec<LetIn> {
    let read = async {
        let app = App::open(config).await?;
        let let_in = app.let_in().await;
        app.db.close().await;
        let_in
    };
    read.await.unwrap_or_default()
}

async fn teams(config: &Config) -> Vec<Finding> {
    match TeamsSettings::read(config) {
        Ok(None) => vec![Finding::good("Microsoft Teams: not set up".to_owned())],
        Ok(Some(settings)) => teams::checkup(&settings, now).await,
        Err(error) => vec![Finding::bad(format!("Microsoft Teams: {error}"), SETTINGS)],
    }
}
