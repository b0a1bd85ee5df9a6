//! Whether Slack lets us do what we are for; what to do where it does not.

use jiff::{SignedDuration, Timestamp};

use secrecy::SecretString;

use super::{
    Tokens,
    api::{Auth, Kind, Trouble, Web},
    manifest::SCOPES,
};
use crate::{chat::Finding, config::SlackSettings};

/// Slack refuses nothing of ours for its clock, but we refuse what seems five minutes old.
const SKEW_BAD: SignedDuration = SignedDuration::from_mins(4);
const SKEW_ODD: SignedDuration = SignedDuration::from_secs(30);

/// A Slack workspace that has let us in by OAuth.
#[derive(Clone, Debug)]
pub struct LetIn {
    pub team: String,
    pub name: String,
    /// Or why they cannot be read.
    pub tokens: Result<Tokens, String>,
}

/// Looks at everything that the settings name, and at everybody who has let us in.
pub async fn checkup(
    settings: &SlackSettings,
    let_in: &[LetIn],
    web: &Web,
    now: impl Fn() -> Timestamp,
) -> Vec<Finding> {
    let mut findings = match web.clock().await {
        Ok(theirs) => theirs.map(|theirs| clock(theirs, now())).into_iter().collect(),
        Err(trouble) => vec![bad("its Web API", &trouble)],
    };
    if let Some(token) = &settings.bot_token {
        findings.extend(token_of("`slack.bot_token`", token, web).await);
    }
    for one in let_in {
        findings.extend(installation(one, web, now()).await);
    }
    if let Some(oauth) = settings.oauth.as_ref().filter(|_| let_in.is_empty()) {
        findings.push(Finding::odd(
            "Slack: nobody has installed the app by OAuth yet".to_owned(),
            &format!("Open {}/slack/install while `mandorla serve` runs", oauth.public_url),
        ));
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

/// Whom a token speaks for, and what it may do.
async fn token_of(what: &str, token: &SecretString, web: &Web) -> Vec<Finding> {
    match web.auth_test(token).await {
        Ok(auth) => {
            let speaking = Finding::good(format!("Slack: speaking in {} ({})", auth.team_name, auth.team));
            vec![speaking, scopes(&auth)]
        }
        Err(trouble) => vec![bad(what, &trouble)],
    }
}

async fn installation(one: &LetIn, web: &Web, now: Timestamp) -> Vec<Finding> {
    let LetIn { team, name, tokens } = one;
    let tokens = match tokens {
        Ok(tokens) => tokens,
        Err(why) => {
            return vec![Finding::bad(
                format!("Slack: the tokens of {name} ({team}) cannot be read: {why}"),
                "Give `secret_key` the key back that they were sealed with, or have the app installed there again",
            )];
        }
    };
    // Renewing it here would spend what the serving process needs.
    if tokens.rotation.as_ref().is_some_and(|(_, ends)| *ends < now) {
        return vec![Finding::odd(
            format!("Slack: the token for {name} ({team}) has ended"),
            "Start `mandorla serve`: it is renewed with the next question; if not, have the app installed again",
        )];
    }
    token_of(&format!("the token for {name} ({team})"), &tokens.bot, web).await
}

/// Every scope that is missing, with what it is for.
fn scopes(auth: &Auth) -> Finding {
    if auth.scopes.is_empty() {
        return Finding::odd(
            format!("Slack: it does not say what the token may do in {}", auth.team_name),
            "Compare OAuth & Permissions in the app's settings with `mandorla manifest slack`",
        );
    }
    let missing: Vec<String> = SCOPES
        .iter()
        .filter(|(scope, _)| !auth.scopes.iter().any(|granted| granted == scope))
        .map(|(scope, why)| format!("{scope} (to {})", why.trim_start_matches("to ")))
        .collect();
    if missing.is_empty() {
        return Finding::good(format!(
            "Slack: all {} scopes are granted in {}",
            SCOPES.len(),
            auth.team_name
        ));
    }
    Finding::bad(
        format!("Slack: missing scopes in {}: {}", auth.team_name, missing.join("; ")),
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
