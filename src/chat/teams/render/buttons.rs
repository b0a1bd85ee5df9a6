//! Buttons, and what it means when one is pressed.
//!
//! Each is an `Action.Execute`; a client that does not know it falls back to an `Action.Submit` with the same data
//! (<https://learn.microsoft.com/en-us/adaptive-cards/authoring-cards/universal-action-model>). Cards carry no
//! `refresh`: that would ask again for whoever scrolls past, and change an answer that has been read. What a press leads
//! to is kept otherwise: in a personal chat the message itself is changed, elsewhere only whoever pressed sees it.

use serde_json::{Value, json};

use super::{
    limits::{BUTTON, BUTTONS, MENU, PRIMARY, QUESTIONS, SAID, cut, size},
    words::plain,
};
use crate::card::{Action, ActionKind};

/// The menu's name among the inputs.
const MENU_ID: &str = "question";

/// What somebody wants who pressed a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    Ask(String),
    /// The words that confirm.
    Confirm(String),
    /// The words that turn down.
    Cancel(String),
    /// The question whose whole list is wanted.
    Download(String),
    /// The question whose answer everybody shall see.
    Share(String),
    /// None of ours, or a menu without a choice.
    Nothing,
}

/// A button as it was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    pub wanted: Pressed,
    /// Where it was asked what the card answers, if that is elsewhere.
    pub from: Option<String>,
}

/// Reads the `data` of an `Action.Execute`, or the `value` of an `Action.Submit`.
pub fn pressed(data: &Value) -> Press {
    let from = data["from"].as_str().filter(|from| !from.is_empty()).map(str::to_owned);
    Press { wanted: wanted(data), from }
}

fn wanted(data: &Value) -> Pressed {
    let word = |name: &str| data[name].as_str().map(str::trim).filter(|word| !word.is_empty());
    let Some(verb) = word("do") else { return Pressed::Nothing };
    let said = if verb == "choose" { word(MENU_ID) } else { word("text") };
    let Some(said) = said.map(str::to_owned) else { return Pressed::Nothing };
    match verb {
        "ask" | "choose" => Pressed::Ask(said),
        "confirm" => Pressed::Confirm(said),
        "cancel" => Pressed::Cancel(said),
        "download" => Pressed::Download(said),
        "share" => Pressed::Share(said),
        _ => Pressed::Nothing,
    }
}

/// What stands below the answer.
pub struct Closing {
    /// A menu, where there are too many questions for buttons.
    pub menu: Option<Value>,
    pub actions: Vec<Value>,
}

pub fn draw(actions: &[Action], share: Option<&str>, from: Option<&str>) -> Closing {
    let questions = actions.iter().filter(|action| matches!(action.kind, ActionKind::Ask));
    let menu = if questions.clone().count() > QUESTIONS { menu(questions) } else { None };
    let mut buttons = Vec::new();
    let mut room = BUTTONS;
    let mut add = |button: Button| {
        let drawn =
            button.draw(buttons.len() >= PRIMARY, menu.is_some(), from).filter(|drawn| size(drawn) <= room);
        room -= drawn.as_ref().map_or(0, size);
        buttons.extend(drawn);
    };
    let mut asked = false;
    for action in actions {
        let (said, label) = (action.text.as_str(), action.label.as_str());
        match action.kind {
            ActionKind::Ask if menu.is_none() => add(Button { verb: "ask", said, label, style: None }),
            ActionKind::Ask if !asked => {
                asked = true;
                add(Button { verb: "choose", said: "", label: "Ask", style: None });
            }
            ActionKind::Ask => {}
            ActionKind::Confirm => add(Button { verb: "confirm", said, label, style: Some("positive") }),
            ActionKind::Cancel => add(Button { verb: "cancel", said, label, style: None }),
            ActionKind::Download => add(Button { verb: "download", said, label, style: None }),
        }
    }
    if let Some(said) = share {
        add(Button { verb: "share", said, label: "Share", style: None });
    }
    Closing { menu, actions: buttons }
}

struct Button<'a> {
    verb: &'static str,
    said: &'a str,
    label: &'a str,
    style: Option<&'static str>,
}

impl Button<'_> {
    /// Nothing for a button that says nothing, or more than a button can say.
    fn draw(&self, overflows: bool, beside_menu: bool, from: Option<&str>) -> Option<Value> {
        let says = self.verb == "choose" || !self.said.trim().is_empty();
        let whole = plain(self.label);
        let whole = if whole.trim().is_empty() { plain(self.said) } else { whole };
        let title = cut(whole.trim(), BUTTON);
        if title.is_empty() || !says || self.said.len() > SAID {
            return None;
        }
        let mut data = match self.verb {
            "choose" => json!({ "do": self.verb }),
            _ => json!({ "do": self.verb, "text": self.said }),
        };
        if let Some(from) = from {
            data["from"] = from.into();
        }
        let mut common = json!({ "title": title, "data": data });
        if whole.trim() != title {
            common["tooltip"] = cut(whole.trim(), 4 * BUTTON).into();
        }
        if let Some(style) = self.style {
            common["style"] = style.into();
        }
        if overflows {
            common["mode"] = "secondary".into();
        }
        if beside_menu && self.verb != "choose" {
            common["associatedInputs"] = "none".into();
        }
        let mut submit = common.clone();
        submit["type"] = "Action.Submit".into();
        common["type"] = "Action.Execute".into();
        common["verb"] = self.verb.into();
        common["fallback"] = submit;
        Some(common)
    }
}

fn menu<'a>(questions: impl Iterator<Item = &'a Action>) -> Option<Value> {
    let mut room = MENU;
    let mut choices: Vec<Value> = Vec::new();
    for action in questions.filter(|action| !action.text.trim().is_empty() && action.text.len() <= SAID) {
        let title = cut(plain(&action.label).trim(), BUTTON);
        let title = if title.is_empty() { cut(plain(&action.text).trim(), BUTTON) } else { title };
        let choice = json!({ "title": title, "value": action.text });
        if size(&choice) > room {
            break;
        }
        room -= size(&choice);
        choices.push(choice);
    }
    let menu = json!({
        "type": "Input.ChoiceSet",
        "id": MENU_ID,
        "label": "What to ask next",
        "placeholder": "Choose a question",
        "style": "compact",
        "choices": choices,
    });
    (!choices.is_empty()).then_some(menu)
}
