//! Whether Slack lets us do what we are for; what to do where it does not.

use jiff::{SignedDuration, Timestamp};

use super::{
    api::{Auth, Kind, Trouble, Web},
    manifest::SCOPES,
};
use crate::{chat::Finding, config::SlackSettings};

/// Slack refuses nothing of ours for its clock, but we refuse what seems five minutes old.
const SKEW_BAD: SignedDuration = SignedDuration::from_mins(4);
const SKEW_ODD: SignedDuration = SignedDuration::from_secs(30);

/// Looks at everything that the settings name.
pub async fn checkup(settings: &SlackSettings, web: &Web, now: impl Fn() -> Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(token) = &settings.bot_token {
        match web.auth_test(token).await {
            Ok(auth) => {
                findings
                    .push(Finding::good(format!("Slack: speaking in {} ({})", auth.team_name, auth.team)));
                findings.push(scopes(&auth));
                findings.extend(auth.server_time.map(|theirs| clock(theirs, now())));
            }
            Err(trouble) => findings.push(bad("`slack.bot_token`", &trouble)),
        }
    }
    if let Some(token) = &settings.app_token {
        findings.push(match web.open_connection(token).await {
            Ok(_) => Finding::good("Slack: Socket Mode opens".to_owned()),
            Err(trouble) if trouble.kind == Kind::Unreachable => bad("Socket Mode", &trouble),
            Err(trouble) => Finding::bad(
                format!("Slack: Socket Mode does not open ({trouble})"),
                "Turn Socket Mode on in the app's settings, and give `slack.app_token` the scope connections:write",
            ),
        });
    }
    if settings.signing_secret.is_some() {
        findings.push(Finding::good(
            "Slack: the signing secret is set; whether it is right shows with the first request".to_owned(),
        ));
    }
    findings
}

/// Every scope that is missing, with what it is for.
fn scopes(auth: &Auth) -> Finding {
    if auth.scopes.is_empty() {
        return Finding::odd(
            "Slack: it does not say what the token may do".to_owned(),
            "Compare OAuth & Permissions in the app's settings with `mandorla manifest slack`",
        );
    }
    let missing: Vec<String> = SCOPES
        .iter()
        .filter(|(scope, _)| !auth.scopes.iter().any(|granted| granted == scope))
        .map(|(scope, why)| format!("{scope} (to {})", why.trim_start_matches("to ")))
        .collect();
    if missing.is_empty() {
        return Finding::good(format!("Slack: all {} scopes are granted", SCOPES.len()));
    }
    Finding::bad(
        format!("Slack: missing scopes: {}", missing.join("; ")),
        "Add them under OAuth & Permissions in the app's settings, or paste `mandorla manifest slack` there, and reinstall the app",
    )
}

fn clock(theirs: Timestamp, ours: Timestamp) -> Finding {
    let skew = ours.duration_since(theirs).abs();
    let said = format!("Slack: our clock is {} s from Slack's", skew.as_secs());
    match skew {
        skew if skew >= SKEW_BAD => {
            Finding::bad(said, "Set this machine's clock, with chrony or systemd-timesyncd")
        }
        skew if skew >= SKEW_ODD => {
            Finding::odd(said, "Set this machine's clock, with chrony or systemd-timesyncd")
        }
        _ => Finding::good(said),
    }
}

fn bad(what: &str, trouble: &Trouble) -> Finding {
    let next = match trouble.kind {
        Kind::Unreachable => {
            "Let this machine reach Slack over HTTPS, or set `slack.api_url` to where it may"
        }
        _ => {
            "Copy the token once more from OAuth & Permissions in the app's settings, after installing the app"
        }
    };
    Finding::bad(format!("Slack: {what}: {trouble}"), next)
}
