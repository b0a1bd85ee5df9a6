//! The page around the conversation, whole, for a browser that runs the script and for one that does not.

use super::render::{self, SIGN, escape};
use crate::card::Card;

const PAGE: &str = include_str!("page.html");

/// The page, empty or with one question and its answer.
pub fn page(examples: &[String], said: Option<(&str, &Card)>) -> String {
    let title = said.map_or("Mandorla".to_owned(), |(text, _)| format!("{} – Mandorla", escape(text)));
    let turn = said.map_or(String::new(), |(text, card)| turn(text, card));
    let parts = [
        ("title", title),
        ("sign", SIGN.to_owned()),
        ("welcome", if said.is_some() { " hidden".to_owned() } else { String::new() }),
        ("examples", examples.iter().map(|text| example(text)).collect()),
        ("conversation", turn),
    ];
    fill(PAGE, &parts)
}

/// A question and its answer, as the script of the page makes them.
fn turn(text: &str, card: &Card) -> String {
    format!(
        "<section class=\"turn\"><p class=\"said\"><span class=\"unseen\">You asked: </span><bdi>{}</bdi></p>{}</section>",
        escape(text),
        render::html(card)
    )
}

fn example(text: &str) -> String {
    let text = escape(text);
    format!("<li><button class=\"example\" name=\"text\" value=\"{text}\">{text}</button></li>")
}

/// Fills the marks `{{name}}` in one pass, so that what is filled in is never taken for a mark itself.
fn fill(page: &str, parts: &[(&str, String)]) -> String {
    let mut pieces = page.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (mark, rest) = piece.split_once("}}").unwrap_or(("", piece));
        out.extend(parts.iter().filter(|(name, _)| *name == mark).map(|(_, text)| text.as_str()));
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_of_the_page_is_filled() {
        let empty = page(&["what is our overlap?".to_owned()], None);
        assert!(!empty.contains("{{") && !empty.contains("}}"));
        assert!(empty.contains("value=\"what is our overlap?\""));
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let parts = [("a", "{{b}}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(fill("<{{a}}>", &parts), "<{{b}}>");
    }
}
