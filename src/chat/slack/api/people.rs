//! What we ask Slack about: ourselves, a user, a channel.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use hyper::{HeaderMap, header::DATE};
use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Trouble, Web,
    client::{Answer, Call},
    files::{strange, text},
};

/// Who we are to Slack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    /// Slack's id of the workspace: T….
    pub team: String,
    pub team_name: String,
    /// The workspace's own address.
    pub url: String,
    /// Our own user there.
    pub bot_user: String,
    /// The organisation that the workspace belongs to, in Enterprise Grid.
    pub enterprise: Option<String>,
    /// What we may do there; empty where Slack does not say.
    pub scopes: Vec<String>,
}

/// A place where people talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    pub id: String,
    /// People of other companies are there, or have been invited. Sharing within one organisation is not that.
    pub is_ext_shared: bool,
    pub is_im: bool,
    pub is_private: bool,
    pub is_archived: bool,
    pub is_member: bool,
}

/// Somebody in Slack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Confirmed, as far as Slack says.
    pub email: Option<String>,
    /// A guest, a bot, somebody who has left, or somebody of another company.
    pub outsider: bool,
    /// No person at all.
    pub bot: bool,
    pub name: String,
    /// IANA's name.
    pub tz: Option<String>,
    /// An admin or owner of the Slack workspace.
    pub admin: bool,
}

/// Workspace and organisation of a token, which never change: asked once for each token. Keyed by a number that says
/// nothing about it.
#[derive(Default)]
pub(super) struct Homes(Mutex<HashMap<u64, Home>>, std::hash::RandomState);

#[derive(Clone)]
struct Home {
    team: String,
    enterprise: Option<String>,
}

impl Web {
    /// What time it is at Slack, to the second, whatever it thinks of us. Nothing where somebody between us leaves it
    /// out.
    pub async fn clock(&self) -> Result<Option<Timestamp>, Trouble> {
        let headers = self.heads(Call::form(self, "api.test", &[])).await?;
        Ok(server_time(&headers))
    }

    /// Who we are, and what we may do.
    pub async fn auth_test(&self, token: &SecretString) -> Result<Auth, Trouble> {
        let answer = self.call(Call::form(self, "auth.test", &[]).by(token)).await?;
        let optional = |name: &str| answer.json[name].as_str().map(str::to_owned);
        Ok(Auth {
            team: text(&answer, "team_id")?,
            team_name: optional("team").unwrap_or_default(),
            url: optional("url").unwrap_or_default(),
            bot_user: text(&answer, "user_id")?,
            enterprise: optional("enterprise_id"),
            scopes: scopes(&answer.headers),
        })
    }

    /// The direct channel with a user. Needs the scope `im:write`.
    pub async fn direct(&self, token: &SecretString, user: &str) -> Result<String, Trouble> {
        let arguments = serde_json::json!({ "users": user });
        let opened = self.call(Call::json(self, "conversations.open", &arguments).by(token)).await?;
        text(&opened, "channel/id")
    }

    /// What a channel is. Needs `channels:read`, or `groups:read`, `im:read`, `mpim:read`.
    pub async fn channel(&self, token: &SecretString, channel: &str) -> Result<Channel, Trouble> {
        let call = Call::form(self, "conversations.info", &[("channel", channel)]);
        let told: ToldChannel = part(self.call(call.by(token)).await?, "channel")?;
        Ok(Channel {
            id: told.id,
            is_ext_shared: told.is_ext_shared || told.is_pending_ext_shared,
            is_im: told.is_im,
            is_private: told.is_private || told.is_im || told.is_mpim,
            is_archived: told.is_archived,
            is_member: told.is_member || told.is_im,
        })
    }

    /// Who is in a channel, unless there are more than `most`, at most 1,000. Needs the scopes of [`Web::channel`].
    pub async fn members(
        &self,
        token: &SecretString,
        channel: &str,
        most: usize,
    ) -> Result<Option<Vec<String>>, Trouble> {
        let limit = most.to_string();
        let call = Call::form(self, "conversations.members", &[("channel", channel), ("limit", &limit)]);
        let mut answer = self.call(call.by(token)).await?;
        let more = answer.cursor().is_some();
        let members =
            serde_json::from_value(answer.json["members"].take()).map_err(|_| strange("members"))?;
        Ok((!more).then_some(members))
    }

    /// The channels that a user is in, as far as we may see: all public ones, and private ones that we are in too; no
    /// more than the first 4,000 or so. Needs the scopes `channels:read` and `groups:read`.
    /// <https://docs.slack.dev/reference/methods/users.conversations>
    pub async fn channels_of(&self, token: &SecretString, user: &str) -> Result<Vec<String>, Trouble> {
        const PAGES: usize = 20;
        let (mut channels, mut cursor) = (Vec::new(), String::new());
        for _ in 0..PAGES {
            let arguments = [
                ("user", user),
                ("types", "public_channel,private_channel"),
                ("exclude_archived", "true"),
                ("limit", "200"),
                ("cursor", &cursor),
            ];
            let answer = self.call(Call::form(self, "users.conversations", &arguments).by(token)).await?;
            let page = answer.json["channels"].as_array().into_iter().flatten();
            channels.extend(page.filter_map(|channel| channel["id"].as_str().map(str::to_owned)));
            match answer.cursor() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        Ok(channels)
    }

    /// Who a user is. Needs `users:read`, and `users:read.email` for the address.
    pub async fn user(&self, token: &SecretString, user: &str) -> Result<User, Trouble> {
        let home = self.home(token).await?;
        let call = Call::form(self, "users.info", &[("user", user)]);
        let told: ToldUser = part(self.call(call.by(token)).await?, "user")?;
        let outsider = told.outsider(&home);
        let confirmed = told.is_email_confirmed != Some(false);
        let names = [told.profile.real_name, told.real_name, told.name];
        Ok(User {
            email: told.profile.email.filter(|email| confirmed && !email.is_empty()),
            outsider,
            bot: told.is_bot,
            name: names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default(),
            tz: told.tz,
            admin: (told.is_admin || told.is_owner) && !outsider,
        })
    }

    /// `is_stranger` is false for people of other companies who share a channel with us; only the workspace tells.
    async fn home(&self, token: &SecretString) -> Result<Home, Trouble> {
        let Homes(homes, hasher) = &self.0.homes;
        let key = std::hash::BuildHasher::hash_one(hasher, token.expose_secret());
        let known = homes.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(home) = known {
            return Ok(home);
        }
        let Auth { team, enterprise, .. } = self.auth_test(token).await?;
        let home = Home { team, enterprise };
        let mut homes = homes.lock().unwrap_or_else(PoisonError::into_inner);
        if homes.len() > MANY_HOMES {
            homes.clear();
        }
        homes.insert(key, home.clone());
        Ok(home)
    }
}

/// Rotated tokens make new entries; above so many all are asked anew.
const MANY_HOMES: usize = 10_000;

/// <https://docs.slack.dev/reference/objects/conversation-object>
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct ToldChannel {
    id: String,
    is_ext_shared: bool,
    is_pending_ext_shared: bool,
    is_im: bool,
    is_mpim: bool,
    is_private: bool,
    is_archived: bool,
    is_member: bool,
}

/// <https://docs.slack.dev/reference/objects/user-object>
#[derive(Default, Deserialize)]
#[serde(default)]
struct ToldUser {
    id: String,
    team_id: Option<String>,
    name: Option<String>,
    real_name: Option<String>,
    tz: Option<String>,
    deleted: bool,
    is_admin: bool,
    is_owner: bool,
    is_bot: bool,
    is_restricted: bool,
    is_ultra_restricted: bool,
    is_stranger: bool,
    is_email_confirmed: Option<bool>,
    enterprise_user: Option<Enterprise>,
    profile: Profile,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Enterprise {
    enterprise_id: Option<String>,
    teams: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile {
    email: Option<String>,
    real_name: Option<String>,
}

impl ToldUser {
    fn outsider(&self, home: &Home) -> bool {
        let limited = self.is_restricted || self.is_ultra_restricted || self.is_stranger;
        limited || self.deleted || self.is_bot || self.id == "USLACKBOT" || !self.at_home(home)
    }

    /// In our workspace, or in another one of the same organisation.
    fn at_home(&self, home: &Home) -> bool {
        let organisation = self.enterprise_user.as_ref().is_some_and(|own| {
            own.teams.contains(&home.team)
                || own.enterprise_id.is_some() && own.enterprise_id == home.enterprise
        });
        organisation || self.team_id.as_ref() == Some(&home.team)
    }
}

/// A part of an answer that has to be there.
fn part<T: for<'de> Deserialize<'de>>(mut answer: Answer, name: &str) -> Result<T, Trouble> {
    let told = answer.json.get_mut(name).map(Value::take).ok_or_else(|| strange(name))?;
    serde_json::from_value(told).map_err(|_| strange(name))
}

/// `X-OAuth-Scopes`: <https://docs.slack.dev/authentication/installing-with-oauth>.
fn scopes(headers: &HeaderMap) -> Vec<String> {
    let listed = headers.get("x-oauth-scopes").and_then(|value| value.to_str().ok()).unwrap_or_default();
    listed.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

fn server_time(headers: &HeaderMap) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(headers.get(DATE)?.to_str().ok()?).ok()
}
