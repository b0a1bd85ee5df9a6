//! Buttons and the menu, there and back.

use serde_json::{Value as Json, json};

use super::{MESSAGE, blocks, card};
use crate::{
    card::{Action, ActionKind, Card},
    chat::slack::render::{Drawing, Pressed, pressed},
};

fn action(kind: ActionKind, label: &str, text: &str) -> Action {
    Action { label: label.into(), text: text.into(), kind }
}

fn asks(count: usize) -> Vec<Action> {
    (0..count)
        .map(|at| action(ActionKind::Ask, &format!("Question {at}"), &format!("question {at}")))
        .collect()
}

/// The blocks below the title.
fn drawn(actions: Vec<Action>, share: Option<&str>) -> Vec<Json> {
    let card = Card { actions, ..card(vec!["Yes.".into()], Vec::new()) };
    blocks(&card, &Drawing { share, ..MESSAGE }).split_off(1)
}

#[test]
fn every_kind_of_button_comes_back_as_what_it_says() {
    let actions = vec![
        action(ActionKind::Confirm, "Yes, log it", "confirm 7f"),
        action(ActionKind::Cancel, "No", "cancel 7f"),
        action(ActionKind::Ask, "By seller", "overlap by seller"),
        action(ActionKind::Download, "Download all", "cold people as csv"),
    ];
    let drawn = drawn(actions, Some("what is our overlap?"));
    let elements = drawn[0]["elements"].as_array().unwrap();
    let back: Vec<Pressed> = elements
        .iter()
        .map(|element| pressed(element["action_id"].as_str().unwrap(), element["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        back,
        [
            Pressed::Confirm("confirm 7f".into()),
            Pressed::Cancel("cancel 7f".into()),
            Pressed::Ask("overlap by seller".into()),
            Pressed::Download("cold people as csv".into()),
            Pressed::Share("what is our overlap?".into()),
        ]
    );
    let styles: Vec<&Json> = elements.iter().map(|element| &element["style"]).collect();
    assert_eq!(styles, [&json!("primary"), &Json::Null, &Json::Null, &Json::Null, &Json::Null]);
    assert_eq!(elements[4]["text"]["text"], "Share in channel");
}

#[test]
fn what_is_not_ours_does_nothing() {
    for (id, value) in [("other-1", "x"), ("", "x"), ("ask-0", ""), ("ask-0", " "), ("asking", "x")] {
        assert_eq!(pressed(id, value), Pressed::Nothing, "{id} {value}");
    }
    assert_eq!(pressed("confirm", "x"), Pressed::Confirm("x".into()));
}

#[test]
fn five_questions_are_buttons_and_six_are_a_menu() {
    let kinds = |count| {
        let drawn = drawn(asks(count), None);
        let elements = drawn[0]["elements"].as_array().unwrap().clone();
        elements.iter().map(|element| element["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(5), ["button"; 5]);
    assert_eq!(kinds(6), ["static_select"]);

    let mut actions = asks(7);
    actions[2].text = "long ".repeat(40);
    actions.push(action(ActionKind::Download, "Download", "csv"));
    let drawn = drawn(actions, Some("q"));
    let elements = drawn[0]["elements"].as_array().unwrap();
    let ids: Vec<&str> = elements.iter().map(|element| element["action_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["ask-menu", "ask-2", "download-7", "share"]);
    let option = &elements[0]["options"][2];
    assert_eq!((&option["text"]["text"], &option["value"]), (&json!("Question 3"), &json!("question 3")));
    assert_eq!(pressed("ask-menu", "question 3"), Pressed::Ask("question 3".into()));
}

#[test]
fn long_labels_are_cut_with_a_mark() {
    let drawn = drawn(vec![action(ActionKind::Ask, &"x".repeat(76), "y")], None);
    let label = drawn[0]["elements"][0]["text"]["text"].as_str().unwrap().to_owned();
    assert_eq!((label.chars().count(), label.ends_with("x…")), (75, true));
}

#[test]
fn what_no_button_can_hold_is_said() {
    let long = "x".repeat(2_001);
    let said = drawn(vec![action(ActionKind::Ask, "Everything", &long)], Some(&long));
    assert_eq!(said.len(), 1);
    assert_eq!(
        said[0]["elements"][0]["text"],
        "No room for a button: Everything. Type it instead. \
         The question is too long to be shared with a button; ask it in the channel."
    );
    let many = (0..40)
        .map(|at| action(ActionKind::Download, &format!("File {at}"), &format!("file {at}")))
        .collect();
    let drawn = drawn(many, None);
    assert_eq!(drawn[1]["elements"].as_array().unwrap().len(), 25);
    assert_eq!(
        drawn[0]["elements"][0]["text"],
        "No room for a button: File 25, File 26, File 27 and 12 more. Type it instead."
    );
}

#[test]
fn an_action_that_says_nothing_is_no_button() {
    assert!(drawn(vec![action(ActionKind::Ask, "Label", " ")], Some(" ")).is_empty());
    let unnamed = drawn(vec![action(ActionKind::Ask, "", "help")], None);
    assert_eq!(unnamed[0]["elements"][0]["text"]["text"], "help");
}
