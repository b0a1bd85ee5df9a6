//! The parts of an activity that we look at.

use serde::Deserialize;
use serde_json::Value as Json;

/// Something that Teams tells us.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Activity {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: Option<String>,
    pub channel_id: String,
    pub service_url: String,
    pub name: Option<String>,
    pub action: Option<String>,
    pub text: Option<String>,
    pub value: Option<Json>,
    pub reply_to_id: Option<String>,
    pub from: ChannelAccount,
    pub recipient: ChannelAccount,
    pub conversation: ConversationAccount,
    pub channel_data: ChannelData,
    pub members_added: Vec<ChannelAccount>,
    pub members_removed: Vec<ChannelAccount>,
    pub entities: Vec<Json>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelAccount {
    pub id: String,
    pub name: Option<String>,
    pub aad_object_id: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationAccount {
    pub id: String,
    pub name: Option<String>,
    pub conversation_type: Option<String>,
    pub is_group: Option<bool>,
    pub tenant_id: Option<String>,
}

/// What Teams adds to the protocol:
/// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events>
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelData {
    pub event_type: Option<String>,
    pub tenant: Option<Named>,
    pub team: Option<Named>,
    pub channel: Option<Named>,
    pub settings: Option<Settings>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    pub id: String,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    pub selected_channel: Option<Named>,
}
