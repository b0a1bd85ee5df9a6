//! What to do next: buttons, or a menu when there are many questions to choose from.

use slack_morphism::prelude::*;

use super::{
    Piece,
    limits::{ACTIONS, BUTTON_TEXT, BUTTON_VALUE, CONTAINER, OPTION_TEXT, OPTION_VALUE, cut, length},
    notes, unlettered,
};
use crate::card::{Action, ActionKind, clean};

/// More questions than this stand in a menu.
const QUESTIONS: usize = 5;
/// Lines of a menu: Slack takes 100, nobody reads them.
const MENU: usize = 30;
/// Left-out actions that are named.
const NAMED: usize = 3;

/// What a pressed button or a chosen line of a menu says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// The next question.
    Ask(String),
    /// The words that confirm a change.
    Confirm(String),
    /// The words that turn a change down.
    Cancel(String),
    /// The question whose whole list is to be sent as a file.
    Download(String),
    /// The question whose answer is to be shown to everybody in the channel.
    Share(String),
    /// Not one of ours.
    Nothing,
}

/// Reads a pressed element back: its `action_id`, and its value or that of the chosen option.
pub fn pressed(action_id: &str, value: &str) -> Pressed {
    if value.trim().is_empty() {
        return Pressed::Nothing;
    }
    let said = value.to_owned();
    match action_id.split_once('-').map_or(action_id, |(kind, _)| kind) {
        "ask" => Pressed::Ask(said),
        "confirm" => Pressed::Confirm(said),
        "cancel" => Pressed::Cancel(said),
        "download" => Pressed::Download(said),
        "share" => Pressed::Share(said),
        _ => Pressed::Nothing,
    }
}

/// One block of buttons, and a line that names what no button can hold.
pub fn draw(actions: &[Action], share: Option<&str>) -> Vec<Piece> {
    let share = share.filter(|question| !question.trim().is_empty());
    let share_too_long = share.is_some_and(|question| length(question) > BUTTON_VALUE);
    let share = share.filter(|_| !share_too_long).map(|question| {
        let button = SlackBlockButtonElement::new(unlettered("Share in channel".to_owned()));
        button.with_action_id(SlackActionId("share".to_owned())).with_value(question.to_owned())
    });

    let actions = actions.iter().enumerate().filter(|(_, action)| !action.text.trim().is_empty());
    let (fitting, mut left_out): (Vec<_>, Vec<_>) =
        actions.partition(|(_, action)| length(&action.text) <= BUTTON_VALUE);
    let (menu, mut buttons) = menu(fitting);
    let most = ACTIONS - usize::from(!menu.is_empty()) - usize::from(share.is_some());
    left_out.extend(buttons.drain(most.min(buttons.len())..));

    let mut elements: Vec<SlackActionBlockElement> = Vec::new();
    let mut size = CONTAINER;
    if !menu.is_empty() {
        size += menu.iter().map(|(_, action)| length(&option_label(action)) + CONTAINER).sum::<usize>();
        elements.push(select(&menu).into());
    }
    for (at, action) in &buttons {
        size += length(&label(action, BUTTON_TEXT)) + CONTAINER;
        elements.push(button(*at, action).into());
    }
    elements.extend(share.map(SlackActionBlockElement::from));

    let mut pieces: Vec<Piece> = notes::say(&unsaid(&left_out, share_too_long)).collect();
    if !elements.is_empty() {
        pieces.push((SlackActionsBlock::new(elements).into(), size + 2 * BUTTON_TEXT));
    }
    pieces
}

type Numbered<'a> = (usize, &'a Action);

/// The questions that go into a menu, if there are many, and all the rest. An option holds less than a button.
fn menu(actions: Vec<Numbered>) -> (Vec<Numbered>, Vec<Numbered>) {
    let asks = actions.iter().filter(|(_, action)| action.kind == ActionKind::Ask).count();
    if asks <= QUESTIONS {
        return (Vec::new(), actions);
    }
    let mut said = std::collections::HashSet::new();
    let mut lines = 0;
    actions
        .into_iter()
        .filter(|(_, action)| said.insert((action.kind == ActionKind::Ask, &action.text)))
        .partition(|(_, action)| {
            let fits = action.kind == ActionKind::Ask && length(&action.text) <= OPTION_VALUE && lines < MENU;
            lines += usize::from(fits);
            fits
        })
}

fn select(menu: &[Numbered]) -> SlackBlockStaticSelectElement {
    let option = |(_, action): &Numbered| {
        SlackBlockChoiceItem::new(unlettered(option_label(action)), action.text.clone())
    };
    SlackBlockStaticSelectElement::new()
        .with_action_id(SlackActionId("ask-menu".to_owned()))
        .with_placeholder(unlettered("Ask next".to_owned()))
        .with_options(menu.iter().map(option).collect())
}

fn option_label(action: &Action) -> String {
    label(action, OPTION_TEXT)
}

fn button(at: usize, action: &Action) -> SlackBlockButtonElement {
    let (kind, style) = match action.kind {
        ActionKind::Ask => ("ask", None),
        ActionKind::Confirm => ("confirm", Some(SlackBlockButtonStyle::Primary)),
        ActionKind::Cancel => ("cancel", None),
        ActionKind::Download => ("download", None),
    };
    SlackBlockButtonElement::new(unlettered(label(action, BUTTON_TEXT)))
        .with_action_id(SlackActionId(format!("{kind}-{at}")))
        .with_value(action.text.clone())
        .opt_style(style)
}

/// What stands on it; what it says, where it has no name.
fn label(action: &Action, limit: usize) -> String {
    let label = clean(&action.label);
    let shown = if label.trim().is_empty() { clean(&action.text) } else { label };
    match cut(shown.trim(), limit) {
        empty if empty.is_empty() => super::limits::MARK.to_owned(),
        label => label,
    }
}

/// The line about what no button can hold; empty if there is nothing of the kind.
fn unsaid(left_out: &[Numbered], share_too_long: bool) -> String {
    let mut lines = Vec::new();
    if !left_out.is_empty() {
        let named: Vec<String> =
            left_out.iter().take(NAMED).map(|(_, action)| label(action, BUTTON_TEXT)).collect();
        let rest = match left_out.len().saturating_sub(NAMED) {
            0 => String::new(),
            rest => format!(" and {rest} more"),
        };
        lines.push(format!("No room for a button: {}{rest}. Type it instead.", named.join(", ")));
    }
    if share_too_long {
        lines.push("The question is too long to be shared with a button; ask it in the channel.".to_owned());
    }
    lines.join(" ")
}
