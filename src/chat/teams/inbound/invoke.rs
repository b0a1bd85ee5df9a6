//! What waits for an answer of its own, five seconds long: buttons, the compose box, files.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Activity, Happened};

/// <https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model>
#[derive(Deserialize)]
struct Execute {
    action: Action,
}

#[derive(Deserialize)]
struct Action {
    #[serde(default)]
    data: Json,
}

/// <https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search>
#[derive(Deserialize)]
struct Query {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    #[serde(default)]
    value: Json,
}

/// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4>
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consent {
    action: String,
    #[serde(default)]
    context: Json,
    upload_info: Option<UploadInfo>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UploadInfo {
    upload_url: String,
    #[serde(default)]
    name: String,
}

pub fn happened(activity: Activity) -> Happened {
    let value = activity.value.unwrap_or_default();
    let message = activity.reply_to_id;
    let read = match activity.name.as_deref() {
        Some("adaptiveCard/action") => executed(value, message),
        Some("composeExtension/query") => searched(value),
        Some("composeExtension/selectItem") => Some(Happened::Picked { value }),
        Some("fileConsent/invoke") => file(value, message),
        _ => None,
    };
    read.unwrap_or(Happened::Nothing)
}

fn executed(value: Json, message: Option<String>) -> Option<Happened> {
    let Execute { action } = serde_json::from_value(value).ok()?;
    Some(Happened::Executed { data: action.data, message })
}

/// Before anything is typed Teams asks with `initialRun`.
fn searched(value: Json) -> Option<Happened> {
    let Query { parameters } = serde_json::from_value(value).ok()?;
    let typed = parameters.into_iter().find(|parameter| parameter.name != "initialRun");
    let text = typed.and_then(|parameter| parameter.value.as_str().map(str::to_owned)).unwrap_or_default();
    Some(Happened::Searched { text })
}

fn file(value: Json, message: Option<String>) -> Option<Happened> {
    let Consent { action, context, upload_info } = serde_json::from_value(value).ok()?;
    let (name, upload_url) =
        upload_info.map_or((String::new(), None), |info| (info.name, Some(info.upload_url)));
    Some(Happened::File { accepted: action == "accept", name, context, upload_url, message })
}
