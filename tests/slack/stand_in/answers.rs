//! What Slack says when all is well, as its reference shows it, shortened.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

pub fn good(method: &str, arguments: &Value, facts: Option<Value>, base: &str, socket_url: &str) -> Response {
    let mut answer = match method {
        "chat.postMessage" => json!({
            "ok": true, "channel": arguments["channel"], "ts": "1700000000.000100",
            "message": { "type": "message", "text": arguments["text"], "blocks": [{ "type": "from_the_future" }] },
        }),
        "chat.postEphemeral" => json!({ "ok": true, "message_ts": "1700000000.000200" }),
        "views.open" | "views.update" | "views.publish" => {
            json!({ "ok": true, "view": { "id": "V123", "team_id": "T123", "type": "modal" } })
        }
        "files.getUploadURLExternal" => {
            json!({ "ok": true, "file_id": "F0123456789", "upload_url": format!("{base}/upload/F0123456789") })
        }
        "files.completeUploadExternal" => json!({ "ok": true, "files": arguments["files"] }),
        "conversations.open" => json!({ "ok": true, "channel": { "id": "D123" } }),
        "conversations.info" => json!({ "ok": true, "channel": {
            "id": arguments["channel"], "name": "general", "is_channel": true, "is_member": true,
        } }),
        "users.info" => json!({ "ok": true, "user": {
            "id": arguments["user"], "team_id": "T123", "name": "dana", "real_name": "Dana Dealer", "deleted": false,
            "tz": "Europe/London", "is_admin": false, "is_bot": false, "is_email_confirmed": true,
            "profile": { "real_name": "Dana Dealer", "email": "dana@example.com", "team": "T123" },
        } }),
        "api.test" => return dated(json!({ "ok": true, "args": {} })),
        "auth.test" => return auth(),
        "conversations.members" => members(arguments, facts.clone()),
        "oauth.v2.access" if arguments["grant_type"] == "refresh_token" => renewed(),
        "oauth.v2.access" => oauth(),
        "apps.connections.open" => json!({ "ok": true, "url": socket_url }),
        _ => json!({ "ok": true }),
    };
    if let (Some(facts), "users.info" | "conversations.info") = (facts, method) {
        let about = if method == "users.info" { "user" } else { "channel" };
        merge(&mut answer[about], facts);
    }
    Json(answer).into_response()
}

/// Objects into objects; anything else in place of what was there.
fn merge(into: &mut Value, facts: Value) {
    match facts {
        Value::Object(facts) if into.is_object() => {
            facts.into_iter().for_each(|(name, fact)| merge(&mut into[name.as_str()], fact));
        }
        other => *into = other,
    }
}

/// At the stand-in's own time.
fn dated(answer: Value) -> Response {
    ([("date", "Sun, 06 Nov 1994 08:49:37 GMT")], Json(answer)).into_response()
}

/// A page of who is in a channel.
fn members(arguments: &Value, facts: Option<Value>) -> Value {
    let all = facts.unwrap_or(json!(["UBOT", "U0DANA"]));
    let all = all.as_array().unwrap();
    let limit = arguments["limit"].as_str().map_or(100, |limit| limit.parse().unwrap());
    let next = if all.len() > limit { "dXNlcjpVMDYxTkZUVDI=" } else { "" };
    json!({ "ok": true, "members": all[..limit.min(all.len())], "response_metadata": { "next_cursor": next } })
}

fn auth() -> Response {
    let headers = [("x-oauth-scopes", "chat:write,commands, users:read")];
    let answer = json!({
        "ok": true, "url": "https://acme.slack.com/", "team": "Acme", "user": "mandorla",
        "team_id": "T123", "user_id": "UBOT", "bot_id": "B123", "is_enterprise_install": false,
    });
    (headers, Json(answer)).into_response()
}

/// <https://docs.slack.dev/authentication/using-token-rotation>
fn renewed() -> Value {
    json!({
        "ok": true, "access_token": super::BOT, "expires_in": 43_200, "refresh_token": "xoxe-1-next",
        "token_type": "bot", "scope": "commands", "bot_user_id": "UBOT", "app_id": "A123",
        "team": { "id": "T123", "name": "Acme" }, "enterprise": null, "is_enterprise_install": false,
    })
}

fn oauth() -> Value {
    json!({
        "ok": true, "access_token": "xoxb-new", "token_type": "bot", "scope": "chat:write,commands",
        "bot_user_id": "UBOT", "app_id": "A123", "team": { "id": "T123", "name": "Acme" }, "enterprise": null,
        "authed_user": { "id": "U123" }, "is_enterprise_install": false,
    })
}
