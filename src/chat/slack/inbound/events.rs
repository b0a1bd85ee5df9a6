//! The Events API: somebody mentions us, writes to us, opens the pane or the Home, or throws us out.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Happened, Inbound, plain};

/// What may come to the events' address.
#[derive(Clone, Debug, PartialEq)]
pub enum Callback {
    /// Slack checks the address: say this back.
    Challenge(String),
    Event(Inbound),
    /// Slack says that it held events back.
    Limited,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Envelope {
    UrlVerification { challenge: String },
    AppRateLimited {},
    EventCallback(Box<EventCallback>),
}

#[derive(Deserialize)]
struct EventCallback {
    event_id: String,
    team_id: String,
    /// For whom it was sent: in a channel shared between companies `team_id` may be the other one.
    #[serde(default)]
    authorizations: Vec<Authorization>,
    #[serde(default)]
    context_team_id: Option<String>,
    /// People of other companies are where it happened.
    #[serde(default = "yes")]
    is_ext_shared_channel: bool,
    event: Event,
}

/// What is not said may be so.
fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Authorization {
    #[serde(default)]
    team_id: Option<String>,
    /// The organisation in Enterprise Grid.
    #[serde(default)]
    enterprise_id: Option<String>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    subtype: Option<String>,
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    bot_id: Option<String>,
    /// The company of whoever wrote.
    #[serde(default)]
    user_team: Option<String>,
    #[serde(default)]
    source_team: Option<String>,
    #[serde(default)]
    channel: Option<Json>,
    #[serde(default)]
    channel_type: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    ts: Option<String>,
    #[serde(default)]
    thread_ts: Option<String>,
    #[serde(default)]
    tab: Option<String>,
    #[serde(default)]
    assistant_thread: Option<Pane>,
    #[serde(default)]
    tokens: Option<RevokedTokens>,
}

#[derive(Deserialize)]
struct Pane {
    user_id: String,
    channel_id: String,
    thread_ts: String,
}

#[derive(Deserialize)]
struct RevokedTokens {
    #[serde(default)]
    bot: Vec<String>,
}

/// What came to the events' address, or in an envelope of that kind.
///
/// # Errors
/// When it is none of Slack's envelopes.
pub fn callback(payload: Json) -> Result<Callback, serde_json::Error> {
    Ok(match serde_json::from_value(payload)? {
        Envelope::UrlVerification { challenge } => Callback::Challenge(challenge),
        Envelope::AppRateLimited {} => Callback::Limited,
        Envelope::EventCallback(callback) => Callback::Event(event(*callback)),
    })
}

fn event(callback: EventCallback) -> Inbound {
    let EventCallback { event_id, team_id, authorizations, context_team_id, is_ext_shared_channel, event } =
        callback;
    // In an organisation another workspace may be a sibling: then `users.info` alone tells who is a stranger.
    let siblings = authorizations.iter().any(|one| one.enterprise_id.is_some()) && !is_ext_shared_channel;
    let ours = authorizations.into_iter().find_map(|one| one.team_id).or(context_team_id);
    let team = ours.unwrap_or(team_id);
    let theirs = event.user_team.as_ref().or(event.source_team.as_ref());
    let stranger = !siblings && theirs.is_some_and(|theirs| *theirs != team);
    let user = match &event.assistant_thread {
        Some(pane) => pane.user_id.clone(),
        None => event.user.clone().unwrap_or_default(),
    };
    Inbound { key: event_id, team, user, stranger, happened: happened(event) }
}

fn happened(event: Event) -> Happened {
    // What bots say, we among them, and what has been edited or deleted, is no question; a file may have one beside it.
    let said = matches!(event.subtype.as_deref(), None | Some("file_share"));
    let from_person = event.bot_id.is_none() && said && event.user.is_some();
    let channel = event.channel.as_ref().and_then(Json::as_str).map(str::to_owned);
    match (event.kind.as_str(), channel) {
        ("app_mention", Some(channel)) if from_person => {
            let Some(ts) = event.ts else { return Happened::Nothing };
            Happened::Mention { channel, text: plain(&event.text), ts, thread: event.thread_ts }
        }
        ("message", Some(channel)) if from_person && event.channel_type.as_deref() == Some("im") => {
            Happened::Direct { channel, text: plain(&event.text), thread: event.thread_ts }
        }
        ("assistant_thread_started", _) => match event.assistant_thread {
            Some(pane) => Happened::PaneOpened { channel: pane.channel_id, thread: Some(pane.thread_ts) },
            None => Happened::Nothing,
        },
        ("app_home_opened", channel) => match (event.tab.as_deref(), channel) {
            (Some("messages"), Some(channel)) => Happened::PaneOpened { channel, thread: None },
            (Some("messages"), None) => Happened::Nothing,
            _ => Happened::HomeOpened,
        },
        ("app_uninstalled", _) => Happened::Left { why: "the app was removed from the Slack workspace" },
        ("tokens_revoked", _) if event.tokens.is_some_and(|tokens| !tokens.bot.is_empty()) => {
            Happened::Left { why: "the bot token was revoked in Slack" }
        }
        _ => Happened::Nothing,
    }
}
