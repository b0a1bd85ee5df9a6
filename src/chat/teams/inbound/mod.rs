//! What Teams sends, read into the few things that can happen. Fields that are not needed are not looked at, and what
//! is not known is [`Happened::Nothing`].
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object>

mod activity;
mod invoke;
mod text;
mod update;

use serde_json::Value as Json;

pub use activity::Activity;
use activity::ConversationAccount;
pub use text::{Mention, without_mentions};

use super::{Conversation, Kind, Team, connector::base};

/// Something that happened in Teams.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// Teams' id of it, the same when it is sent again.
    pub key: String,
    pub at: Conversation,
    /// The conversation with the thread in which it happened.
    pub thread: String,
    /// People of other companies may read there: a shared channel, by Teams' own word.
    pub shared: bool,
    pub user: Person,
    /// It waits for an answer of its own.
    pub invoked: bool,
    pub happened: Happened,
}

/// Whoever did it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Teams' id: `29:…`.
    pub id: String,
    /// Their object id in the tenant's directory, if Teams said it.
    pub object: Option<String>,
    pub name: String,
}

impl Person {
    /// The id that we know them by.
    pub fn key(&self) -> &str {
        self.object.as_deref().unwrap_or(&self.id)
    }
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// Somebody said something. `to_us`: alone with us, or by our name.
    Said {
        text: String,
        mentions: Vec<Mention>,
        message: Option<String>,
        to_us: bool,
    },
    /// A button was used that waits for the next card.
    Executed {
        data: Json,
        message: Option<String>,
    },
    /// A button was used in a client that does not know the other kind: a message with a value.
    Submitted {
        data: Json,
        message: Option<String>,
    },
    /// Somebody types a name into the compose box.
    Searched {
        text: String,
    },
    /// Somebody chose what was found.
    Picked {
        value: Json,
    },
    /// Somebody allows, or does not, that a file of ours is put among theirs.
    File {
        accepted: bool,
        name: String,
        context: Json,
        upload_url: Option<String>,
        message: Option<String>,
    },
    /// We were let in: into a conversation, or into a team with its channels. Not `anew`: in a newer version.
    LetIn {
        team: Option<String>,
        anew: bool,
    },
    /// We were thrown out: of a conversation, or of a team with all its channels.
    Left {
        team: Option<String>,
    },
    /// Others came or went.
    Crowd,
    ChannelRenamed {
        id: String,
        name: String,
    },
    ChannelDeleted {
        id: String,
    },
    TeamRenamed {
        team: String,
        name: String,
    },
    TeamDeleted {
        team: String,
        why: &'static str,
    },
    Nothing,
}

/// Reads an activity.
///
/// # Errors
/// A word for what it lacks of what every activity has.
pub fn read(activity: Activity) -> Result<Inbound, &'static str> {
    let at = conversation(&activity)?;
    let from = &activity.from;
    let user = Person {
        id: from.id.clone(),
        object: from.aad_object_id.clone(),
        name: from.name.clone().unwrap_or_default(),
    };
    let shared = activity.channel_data.channel.as_ref().and_then(|channel| channel.kind.as_deref());
    Ok(Inbound {
        key: activity.id.clone().unwrap_or_default(),
        thread: activity.conversation.id.clone(),
        shared: shared.is_some_and(|kind| kind.eq_ignore_ascii_case("shared")),
        user,
        invoked: activity.kind == "invoke",
        happened: happened(activity, &at),
        at,
    })
}

fn happened(activity: Activity, at: &Conversation) -> Happened {
    // A token may speak for other channels of Microsoft's too; we know Teams alone.
    if activity.channel_id != "msteams" {
        return Happened::Nothing;
    }
    match activity.kind.as_str() {
        "message" => said(activity, at),
        "invoke" => invoke::happened(activity),
        "conversationUpdate" => update::conversation(&activity, at),
        "installationUpdate" => update::installation(&activity, at),
        _ => Happened::Nothing,
    }
}

fn said(activity: Activity, at: &Conversation) -> Happened {
    let typed = activity.text.as_deref().unwrap_or_default();
    if let (Some(data), true) = (&activity.value, typed.trim().is_empty()) {
        return Happened::Submitted { data: data.clone(), message: activity.reply_to_id };
    }
    let mentions: Vec<Mention> = text::mentions(&activity);
    let to_us = at.kind == Kind::Personal || mentions.iter().any(|mention| mention.id == at.bot);
    let others = mentions.into_iter().filter(|mention| mention.id != at.bot).collect();
    let text = text::plain(&text::without(typed, &activity, &at.bot));
    Happened::Said { text, mentions: others, message: activity.id, to_us }
}

/// The reference that proactive messages need.
fn conversation(activity: &Activity) -> Result<Conversation, &'static str> {
    let said = &activity.conversation;
    let data = &activity.channel_data;
    let tenant = data.tenant.as_ref().map(|tenant| tenant.id.clone()).or_else(|| said.tenant_id.clone());
    if said.id.is_empty() {
        return Err("conversation");
    }
    let kind = kind(said, data.team.is_some());
    let channel = data.channel.as_ref().filter(|_| kind == Kind::Channel);
    Ok(Conversation {
        // An installation names the channel apart from where it happened.
        id: base(&said.id).to_owned(),
        tenant: tenant.ok_or("tenant")?,
        service_url: activity.service_url.clone(),
        kind,
        name: match kind {
            Kind::Channel => channel
                .filter(|channel| channel.id == base(&said.id))
                .and_then(|channel| channel.name.clone()),
            Kind::Group => said.name.clone(),
            Kind::Personal => None,
        },
        team: data.team.as_ref().map(|team| Team { id: team.id.clone(), name: team.name.clone() }),
        bot: activity.recipient.id.clone(),
        user: (kind == Kind::Personal).then(|| activity.from.aad_object_id.clone()).flatten(),
    })
}

fn kind(said: &ConversationAccount, in_team: bool) -> Kind {
    match said.conversation_type.as_deref() {
        Some("personal") => Kind::Personal,
        Some("channel") => Kind::Channel,
        Some("groupChat") => Kind::Group,
        _ if in_team => Kind::Channel,
        _ if said.is_group == Some(true) => Kind::Group,
        // Ids of group chats and meetings look like those of channels: where Teams says nothing, several read.
        _ if said.id.starts_with("19:") => Kind::Group,
        _ => Kind::Personal,
    }
}
