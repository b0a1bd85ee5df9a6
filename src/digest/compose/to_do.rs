//! Three things to do this week, each with the list behind it one press away.

use jiff::Timestamp;

use super::{Asking, People, Said, accounts, asking::word, people::OR_LONGER};
use crate::card::{Action, Line, Span, counted, grouped};

/// More is a list that nobody begins.
const MOST: usize = 3;

/// What to do, and the buttons in the same order.
#[derive(Default)]
pub struct ToDo {
    pub points: Vec<Line>,
    pub actions: Vec<Action>,
}

/// The first three that there is a reason for: people in market before all others, both circles before the rest.
pub fn three(
    asking: &Asking,
    now: &Said,
    people: &People,
    groups: Option<&Said>,
    content: Option<&Said>,
) -> ToDo {
    let everything = [
        warm_them(asking, people),
        call_them(asking, people),
        reach_them(asking, people),
        find_roles(asking, groups),
        come_back(asking, now),
        use_content(asking, content),
    ];
    let mut to_do = ToDo::default();
    for (point, action) in everything.into_iter().flatten().take(MOST) {
        to_do.points.push(point);
        to_do.actions.push(action);
    }
    to_do
}

type Point = Option<(Line, Action)>;

fn warm_them(asking: &Asking, people: &People) -> Point {
    let (inside, all) = (people.cold.in_market(), people.cold.total());
    let side = Span::Bold("Marketing:".to_owned());
    match (inside, all) {
        (_, 0) => None,
        (0, all) => {
            let who = counted(all, "cold person", "cold people");
            let line = vec![side, format!(" warm {who} whom sales contacts already.").into()];
            Some((line, asking.button(format!("Cold people ({})", grouped(all)), &people.cold.words())))
        }
        (inside, _) => {
            let who = counted(inside, "cold person", "cold people");
            let line = vec![side, format!(" warm {who} in market whom sales contacts already.").into()];
            Some((
                line,
                asking
                    .button(format!("Cold, in market ({})", grouped(inside)), &people.cold.words_in_market()),
            ))
        }
    }
}

fn call_them(asking: &Asking, people: &People) -> Point {
    let (inside, all) = (people.warm.in_market(), people.warm.total());
    let (count, place) = match (inside, all) {
        (_, 0) => return None,
        (0, all) => (all, ""),
        (inside, _) => (inside, " in market"),
    };
    let who = counted(count, "warm person", "warm people");
    let mut line = vec![Span::Bold("Sales:".to_owned()), format!(" call {who}{place}").into()];
    let since =
        people.warm.first().and_then(|row| word(row, "/waiting_since")).and_then(|at| at.parse().ok());
    if let Some(since) = since.map(|since: Timestamp| since.to_zoned(asking.zone.clone()).date()) {
        line.extend([", waiting since ".into(), Span::Date(since)]);
        if since == asking.reporting.headline.from {
            line.push(OR_LONGER.into());
        } else if count > 1 {
            line.push(" at the longest".into());
        }
    }
    line.push(".".into());
    let (label, words) = match inside {
        0 => (format!("Warm people ({})", grouped(all)), people.warm.words()),
        inside => (format!("Warm, in market ({})", grouped(inside)), people.warm.words_in_market()),
    };
    Some((line, asking.button(label, &words)))
}

fn reach_them(asking: &Asking, people: &People) -> Point {
    let count = people.untouched.as_ref().map_or(0, |untouched| untouched.count("/total"));
    (count > 0).then(|| {
        let who = counted(count, "person of the target market who is", "people of the target market who are");
        let line = format!(" reach {who} in market and {} heard from nobody.", has(count));
        let line = vec![Span::Bold("Marketing:".to_owned()), line.into()];
        (line, asking.button(format!("Untouched, in market ({})", grouped(count)), &people.untouched_words))
    })
}

fn find_roles(asking: &Asking, groups: Option<&Said>) -> Point {
    let missing = accounts::missing(groups?);
    let count = missing.len() as u64;
    (count > 0).then(|| {
        let what = counted(count, "buying group", "buying groups");
        let line = vec![Span::Bold("Both:".to_owned()), format!(" find the missing roles of {what}.").into()];
        (line, asking.button("Buying groups", "groups"))
    })
}

fn come_back(asking: &Asking, now: &Said) -> Point {
    let (outside, all) = (now.count("/outside/sales"), now.count("/sales"));
    (outside > 0).then(|| {
        let (outside, who) = (grouped(outside), counted(all, "person", "people"));
        let line = format!(" see whether {outside} of the {who} contacted belong in the target market.");
        let line = vec![Span::Bold("Sales:".to_owned()), line.into()];
        (line, asking.button("Outside the target market", "outside"))
    })
}

fn use_content(asking: &Asking, content: Option<&Said>) -> Point {
    let idle = content?.count("/active").saturating_sub(content?.count("/used"));
    (idle > 0).then(|| {
        let what = counted(idle, "piece of content", "pieces of content");
        let line =
            vec![Span::Bold("Sales:".to_owned()), format!(" try {what} that nobody has sent yet.").into()];
        (line, asking.button("Content", "content use"))
    })
}

fn has(count: u64) -> &'static str {
    if count == 1 { "has" } else { "have" }
}
