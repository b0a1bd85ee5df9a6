//! How a Slack workspace lets us in, and how its tokens are renewed.
//! <https://docs.slack.dev/authentication/installing-with-oauth>,
//! <https://docs.slack.dev/authentication/using-token-rotation>

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::{
    Kind, Trouble, Web,
    client::{Answer, Call},
    files::text,
};
use crate::chat::slack::{NewInstallation, Tokens, install::Exchange};

impl Exchange for Web {
    type Trouble = Trouble;

    async fn exchange(
        &self,
        client_id: &str,
        client_secret: &SecretString,
        code: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<NewInstallation, Trouble> {
        Self::exchange(self, client_id, client_secret, code, redirect_uri, now).await
    }
}

impl Web {
    /// Turns the code that came back with an installer into tokens. A code works once, for ten minutes.
    pub async fn exchange(
        &self,
        client_id: &str,
        client_secret: &SecretString,
        code: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<NewInstallation, Trouble> {
        let arguments = [
            ("client_id", client_id),
            ("client_secret", client_secret.expose_secret()),
            ("code", code),
            ("redirect_uri", redirect_uri),
        ];
        let answer = self.call(Call::form(self, "oauth.v2.access", &arguments).seen()).await?;
        installation(&answer, now)
    }

    /// Turns a refresh token, which is spent by that, into the next tokens. `invalid_refresh_token` may mean that
    /// another replica was faster.
    pub async fn refresh(
        &self,
        client_id: &str,
        client_secret: &SecretString,
        refresh_token: &SecretString,
        now: Timestamp,
    ) -> Result<Tokens, Trouble> {
        let arguments = [
            ("client_id", client_id),
            ("client_secret", client_secret.expose_secret()),
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose_secret()),
        ];
        let answer = self.call(Call::form(self, "oauth.v2.access", &arguments).seen()).await?;
        tokens(&answer, now)
    }

    /// An address for a Socket Mode connection, good for one and not for long. `app_token` starts with `xapp-`. A
    /// failure is not logged here: it is asked again and again.
    pub async fn open_connection(&self, app_token: &SecretString) -> Result<String, Trouble> {
        let call = Call::form(self, "apps.connections.open", &[]).by(app_token);
        let answer = self.quietly(call).await.map_err(|failure| failure.trouble)?;
        text(&answer, "url")
    }
}

/// An installation for a whole organisation comes without a team: there is no workspace to answer in.
fn installation(answer: &Answer, now: Timestamp) -> Result<NewInstallation, Trouble> {
    let optional = |pointer: &str| answer.json.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let Some(team) = optional("/team/id") else {
        let trouble = Trouble::new(Kind::Refused, "enterprise_install");
        tracing::warn!(method = "oauth.v2.access", code = trouble.code, "Slack: {trouble}");
        return Err(trouble);
    };
    Ok(NewInstallation {
        team,
        team_name: optional("/team/name").unwrap_or_default(),
        bot_user: text(answer, "bot_user_id")?,
        installer: optional("/authed_user/id"),
        scopes: optional("/scope").unwrap_or_default(),
        tokens: tokens(answer, now)?,
    })
}

fn tokens(answer: &Answer, now: Timestamp) -> Result<Tokens, Trouble> {
    let ends = answer.json["expires_in"]
        .as_i64()
        .map(|seconds| now.saturating_add(SignedDuration::from_secs(seconds)));
    let next = answer.json["refresh_token"].as_str().map(SecretString::from);
    let rotation = next.zip(ends.and_then(Result::ok));
    Ok(Tokens { bot: text(answer, "access_token")?.into(), rotation })
}
