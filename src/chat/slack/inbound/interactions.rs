//! Buttons, selects, shortcuts, and what was typed into our modal.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Happened, Inbound, Message, Pressed, PressedIn, shown::Shown};

#[derive(Deserialize)]
struct Interaction {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    team: Option<Id>,
    /// The organisation in Enterprise Grid.
    #[serde(default)]
    enterprise: Option<Id>,
    user: User,
    #[serde(default)]
    trigger_id: Option<String>,
    #[serde(default)]
    response_url: Option<String>,
    #[serde(default)]
    channel: Option<Id>,
    #[serde(default)]
    container: Option<Container>,
    #[serde(default)]
    message: Option<Shown>,
    #[serde(default)]
    view: Option<View>,
    #[serde(default)]
    actions: Vec<Element>,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default)]
    team_id: Option<String>,
}

#[derive(Deserialize)]
struct Container {
    #[serde(default)]
    channel_id: Option<String>,
    #[serde(default)]
    message_ts: Option<String>,
    #[serde(default)]
    thread_ts: Option<String>,
}

#[derive(Deserialize)]
struct View {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    /// In a channel shared between companies `team` may be that of whoever pressed.
    #[serde(default)]
    app_installed_team_id: Option<String>,
    #[serde(default)]
    hash: String,
    #[serde(default)]
    state: Json,
}

#[derive(Deserialize)]
struct Element {
    action_id: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    selected_option: Option<Choice>,
    #[serde(default)]
    action_ts: Option<String>,
}

#[derive(Deserialize)]
struct Choice {
    value: String,
}

/// What somebody did with something of ours.
///
/// # Errors
/// When it lacks what every interaction has.
pub fn interaction(payload: Json) -> Result<Inbound, serde_json::Error> {
    let interaction: Interaction = serde_json::from_value(payload)?;
    let installed = interaction.view.as_ref().and_then(|view| view.app_installed_team_id.clone());
    let team = interaction.team.as_ref().map(|team| team.id.clone()).or(interaction.user.team_id.clone());
    let team = installed.or(team).unwrap_or_default();
    // In an organisation another workspace may be a sibling: then `users.info` alone tells who is a stranger.
    let elsewhere = interaction.user.team_id.as_ref().is_some_and(|theirs| *theirs != team);
    Ok(Inbound {
        key: key(&interaction),
        stranger: elsewhere && interaction.enterprise.is_none(),
        team,
        user: interaction.user.id.clone(),
        happened: happened(interaction),
    })
}

/// Slack gives each press a trigger of its own; what lacks one is told by what it was and when.
fn key(interaction: &Interaction) -> String {
    if let Some(trigger) = &interaction.trigger_id {
        return trigger.clone();
    }
    let view = interaction.view.as_ref().map(|view| format!("{} {}", view.id, view.hash));
    let pressed = interaction.actions.first().and_then(|action| action.action_ts.clone());
    format!("{} {} {}", interaction.user.id, view.unwrap_or_default(), pressed.unwrap_or_default())
}

fn happened(interaction: Interaction) -> Happened {
    match (interaction.kind.as_str(), interaction.trigger_id.clone()) {
        ("block_actions", _) => pressed(interaction).map_or(Happened::Nothing, Happened::Pressed),
        ("shortcut", Some(trigger)) => Happened::Shortcut { trigger },
        ("message_action", Some(trigger)) => {
            let text = interaction.message.as_ref().map(Shown::words).unwrap_or_default();
            Happened::AboutMessage { text, trigger }
        }
        ("view_submission", _) => {
            let Some(view) = interaction.view else { return Happened::Nothing };
            typed(&view.state).map_or(Happened::Nothing, |text| Happened::Submitted { text, view: view.id })
        }
        _ => Happened::Nothing,
    }
}

fn pressed(mut interaction: Interaction) -> Option<Pressed> {
    let element =
        if interaction.actions.is_empty() { None } else { Some(interaction.actions.swap_remove(0)) }?;
    let value = element.selected_option.map(|choice| choice.value).or(element.value).unwrap_or_default();
    let place = match interaction.view {
        Some(view) if view.kind == "home" => PressedIn::Home,
        Some(view) => PressedIn::Modal { view: view.id },
        None => {
            let container = interaction.container;
            let within = container.as_ref().and_then(|container| container.thread_ts.clone());
            PressedIn::Message(Message {
                ts: container.as_ref().and_then(|container| container.message_ts.clone()),
                thread: within.or(interaction.message.and_then(|message| message.thread_ts)),
                channel: interaction
                    .channel
                    .map(|channel| channel.id)
                    .or(container.and_then(|container| container.channel_id))?,
                response_url: interaction.response_url?,
            })
        }
    };
    Some(Pressed { action: element.action_id, value, place })
}

/// The one text that our modal asks for: `state.values.BLOCK.ACTION.value`.
fn typed(state: &Json) -> Option<String> {
    let blocks = state.get("values")?.as_object()?;
    let mut inputs = blocks.values().filter_map(Json::as_object).flat_map(|block| block.values());
    inputs.find_map(|input| input.get("value")?.as_str().map(str::to_owned))
}
