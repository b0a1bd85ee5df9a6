//! What comes through the socket, and what goes back: envelopes, read by their outside alone.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Kind;

/// <https://docs.slack.dev/apis/events-api/using-socket-mode#receiving>
#[derive(Deserialize)]
pub(super) struct Envelope {
    #[serde(rename = "type")]
    pub kind: String,
    pub envelope_id: Option<String>,
    #[serde(default)]
    pub payload: Value,
    #[serde(default)]
    pub accepts_response_payload: bool,
    /// Why Slack hangs up: `warning`, `refresh_requested`, `link_disabled`.
    pub reason: Option<String>,
    /// How often Slack has sent it before.
    pub retry_attempt: Option<u32>,
}

impl Envelope {
    pub(super) fn holds(&self) -> Option<Kind> {
        match self.kind.as_str() {
            "slash_commands" => Some(Kind::SlashCommands),
            "interactive" => Some(Kind::Interactive),
            "events_api" => Some(Kind::EventsApi),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct Acknowledgement<'a> {
    envelope_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<Value>,
}

/// <https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge>
pub(super) fn acknowledge(envelope_id: &str, payload: Option<Value>) -> Option<String> {
    serde_json::to_string(&Acknowledgement { envelope_id, payload }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_of_any_kind_is_read_and_acknowledged() {
        let envelope: Envelope =
            serde_json::from_str(r#"{"type":"toaster","envelope_id":"e-1","payload":[1],"more":true}"#)
                .unwrap();
        assert!(envelope.holds().is_none());
        let id = envelope.envelope_id.unwrap();
        assert_eq!(acknowledge(&id, None).unwrap(), r#"{"envelope_id":"e-1"}"#);
        let payload = Some(serde_json::json!({"options": []}));
        assert_eq!(acknowledge(&id, payload).unwrap(), r#"{"envelope_id":"e-1","payload":{"options":[]}}"#);
    }
}
