//! What each method takes, as in its reference: <https://docs.slack.dev/reference/methods>.

use axum::http::HeaderMap;
use serde_json::{Map, Value};

use super::{APP, BOT};

/// How its arguments come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Json,
    Form,
    /// Either: slack-morphism and we differ.
    Any,
}

use Wants::{Any, Form, Json};

/// Name, how arguments come, those that must be there (`|`: one of them), those that may be there too.
const METHODS: &[(&str, Wants, &str, &str)] = &[
    (
        "chat.postMessage",
        Json,
        "channel text|blocks|attachments|markdown_text",
        "text blocks attachments thread_ts reply_broadcast unfurl_links unfurl_media mrkdwn parse link_names metadata \
         username icon_emoji icon_url as_user markdown_text",
    ),
    (
        "chat.postEphemeral",
        Json,
        "channel user text|blocks|attachments|markdown_text",
        "text blocks attachments thread_ts link_names parse as_user username icon_emoji icon_url markdown_text",
    ),
    ("views.open", Json, "view trigger_id|interactivity_pointer", ""),
    ("views.update", Json, "view view_id|external_id", "hash"),
    ("views.publish", Json, "user_id view", "hash"),
    ("files.getUploadURLExternal", Form, "filename length", "alt_txt snippet_type"),
    ("files.completeUploadExternal", Json, "files", "channel_id channels initial_comment thread_ts blocks"),
    ("conversations.open", Json, "users|channel", "return_im prevent_creation"),
    ("conversations.history", Form, "channel", "include_all_metadata oldest latest limit inclusive cursor"),
    (
        "conversations.replies",
        Form,
        "channel ts",
        "include_all_metadata oldest latest limit inclusive cursor",
    ),
    ("conversations.info", Form, "channel", "include_locale include_num_members"),
    ("conversations.members", Form, "channel", "cursor limit"),
    ("users.info", Form, "user", "include_locale"),
    ("users.conversations", Form, "", "cursor exclude_archived limit team_id types user"),
    ("api.test", Form, "", "error"),
    ("auth.test", Form, "", ""),
    ("assistant.threads.setStatus", Json, "channel_id thread_ts status", "loading_messages"),
    ("assistant.threads.setSuggestedPrompts", Json, "channel_id prompts", "thread_ts title"),
    ("oauth.v2.access", Form, "client_id client_secret code|refresh_token", "redirect_uri grant_type"),
    ("apps.connections.open", Any, "", ""),
];

/// The arguments, if the real Slack would understand the request.
pub fn check(method: &str, headers: &HeaderMap, body: &[u8]) -> Result<Value, String> {
    let (_, wants, required, optional) =
        METHODS.iter().find(|(name, ..)| *name == method).ok_or("there is no such method")?;
    let arguments = arguments(*wants, headers, body)?;
    for group in required.split_whitespace() {
        if !group.split('|').any(|name| arguments.get(name).is_some_and(|value| value.as_str() != Some(""))) {
            return Err(format!("{group} is missing"));
        }
    }
    let known: Vec<&str> = required.split([' ', '|']).chain(optional.split_whitespace()).collect();
    for (name, value) in &arguments {
        if !known.contains(&name.as_str()) {
            return Err(format!("{name} is not known"));
        }
        if value.is_null() {
            return Err(format!("{name} is null"));
        }
    }
    if !matches!(method, "oauth.v2.access" | "api.test") && token(headers).is_none() {
        return Err("there is no bearer token".to_owned());
    }
    Ok(arguments.into())
}

fn arguments(wants: Wants, headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, String> {
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match wants {
        Json | Any if content_type == "application/json; charset=utf-8" => {
            serde_json::from_slice(body).map_err(|error| error.to_string())
        }
        Form | Any if content_type == "application/x-www-form-urlencoded" => {
            Ok(url::form_urlencoded::parse(body)
                .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
                .collect())
        }
        _ => Err(format!("content type {content_type:?}")),
    }
}

pub fn token(headers: &HeaderMap) -> Option<String> {
    headers.get("authorization")?.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned)
}

/// Whether the token is one for this method.
pub fn let_in(method: &str, headers: &HeaderMap) -> bool {
    match method {
        "oauth.v2.access" | "api.test" => true,
        "apps.connections.open" => token(headers).as_deref() == Some(APP),
        _ => token(headers).as_deref() == Some(BOT),
    }
}
