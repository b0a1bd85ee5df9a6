//! Whether Microsoft lets us do what we are for; what to do where it does not.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use super::{
    connector::{Kind, Trouble},
    service::Microsoft,
};
use crate::{chat::Finding, config::TeamsSettings};

/// How long our own address may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at everything that the settings name.
pub async fn checkup(settings: &TeamsSettings, now: fn() -> Timestamp) -> Vec<Finding> {
    let microsoft = match Microsoft::new(settings, Arc::new(now)) {
        Ok(microsoft) => microsoft,
        Err(why) => {
            return vec![Finding::bad(
                why,
                "Make a new certificate with its key in one PEM file, and upload the certificate to the bot's registration",
            )];
        }
    };
    let mut findings = vec![match microsoft.login.token().await {
        Ok(_) => Finding::good(format!("Teams: Microsoft takes the credentials of bot {}", settings.app_id)),
        Err(trouble) => credentials(&trouble),
    }];
    findings.push(match microsoft.keys.count().await {
        Ok(count) => Finding::good(format!("Teams: Microsoft's {count} signing keys can be read")),
        Err(why) => Finding::bad(
            format!("Teams: Microsoft's signing keys cannot be read ({why})"),
            "Let this machine reach login.botframework.com over HTTPS, or set `teams.openid_url` to where it may",
        ),
    });
    findings.push(match &settings.public_url {
        None => Finding::bad(
            "Teams: `public_url` is not set, so that nobody can say whether Teams reaches us".to_owned(),
            "Set it to the address whose /api/messages is the messaging endpoint of the bot's registration",
        ),
        Some(url) => endpoint(url).await,
    });
    findings
}

fn credentials(trouble: &Trouble) -> Finding {
    let next = match trouble.kind {
        Kind::Unreachable => {
            "Let this machine reach login.microsoftonline.com over HTTPS, or set `teams.token_url` to where it may"
        }
        _ => {
            "Compare `teams.app_id` and `teams.tenant` with the bot's registration in Azure, and make a new client secret there"
        }
    };
    Finding::bad(format!("Teams: {trouble}"), next)
}

/// Whoever calls the messaging endpoint without a token is refused, if it is ours.
async fn endpoint(public_url: &str) -> Finding {
    let address = format!("{public_url}/api/messages");
    let client = reqwest::Client::builder().timeout(PATIENCE).build();
    let answer = match client {
        Ok(client) => client.post(&address).body("{}").send().await,
        Err(error) => Err(error),
    };
    let next = "Start `mandorla serve`, and let a proxy with TLS pass this address on to `listen`";
    match answer.map(|answer| answer.status().as_u16()) {
        Ok(401) if !address.starts_with("https://") => Finding::odd(
            format!("Teams: {address} is ours, but Teams calls addresses with https:// alone"),
            "Put a proxy with TLS in front, and name its address in `public_url`",
        ),
        Ok(401) => Finding::good(format!("Teams: {address} is reached, and refuses strangers")),
        Ok(status) => Finding::bad(format!("Teams: {address} answers {status}, which is not us"), next),
        Err(error) => {
            let why = if error.is_timeout() { "no answer" } else { "no connection" };
            Finding::bad(format!("Teams: {address} is not reached ({why})"), next)
        }
    }
}
