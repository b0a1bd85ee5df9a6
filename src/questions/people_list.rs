//! What the four lists of people have in common: cold, warm, untouched, outside.

use serde_json::{Value as Json, json};

use super::{Answer, Asked, say, words};
use crate::{
    card::{Action, ActionKind, Align, Audience, Block, Card, Column, Line, Table, Tone},
    figures::people::{Listed, person_summary},
    vocabulary::{Market, Side},
};

/// Rows of a page.
const PAGE: usize = 20;
/// The most rows that a chat is asked to show at once.
const MOST: usize = 500;

/// One of the lists.
pub struct PeopleList<'l> {
    /// Everybody on it.
    pub people: Vec<Listed>,
    /// Puts the first so many in the order they are shown.
    pub order: &'l dyn Fn(&mut [Listed], usize),
    /// What is typed behind the question's name to get this order; empty for the usual one.
    pub ordered: &'l str,
    /// The side whose touches the list counts; `None` for both.
    pub side: Option<Side>,
    pub title: String,
    /// What to say when nobody is on it.
    pub empty: &'l str,
    pub advice: &'l str,
    pub tone: Tone,
}

/// The answer that shows a list: the first rows, the rest behind "show more" and a CSV file.
pub fn answer(asked: &Asked, mut list: PeopleList) -> Answer {
    let total = list.people.len();
    let size = asked.reading.top.map_or(PAGE, |top| (top as usize).clamp(1, MOST));
    let page = asked.reading.page.map_or(0, |page| (page as usize).saturating_sub(1));
    let from = page.saturating_mul(size).min(total);
    let to = total.min(from + size);
    (list.order)(&mut list.people, if asked.reading.csv { total } else { to });
    let shown = &list.people[from..to];
    let rows: Vec<Json> = shown.iter().map(|listed| row(asked, listed, list.side)).collect();
    let typed = format!("{}{}", list.ordered, asked.typed_rest());
    let mut actions = Vec::new();
    if from + shown.len() < total {
        let top = asked.reading.top.map_or_else(String::new, |top| format!(" top {top}"));
        actions.push(Action {
            label: "Show more".to_owned(),
            text: format!("{}{typed}{top} page {}", asked.question, page + 2),
            kind: ActionKind::Ask,
        });
    }
    if total > 0 {
        actions.push(Action {
            label: "Download CSV".to_owned(),
            text: format!("export {}{typed}", asked.question),
            kind: ActionKind::Download,
        });
    } else {
        actions.push(say::ask("What is our overlap?", format!("overlap{}", asked.typed_rest())));
    }
    let mut blocks = Vec::new();
    if shown.is_empty() {
        blocks.push(Block::Text(words(list.empty)));
    } else {
        blocks.push(Block::Table(table(asked, &list, shown, from, total)));
        blocks.push(Block::Text(words(list.advice)));
    }
    if asked.reading.top.is_some_and(|top| top as usize > MOST) {
        let most = format!("A card shows {MOST} people at the most; the CSV file has all of them.");
        blocks.push(Block::Note(words(most)));
    }
    blocks.push(asked.window_note());
    let card = Card {
        title: words(list.title.clone()),
        tone: if total == 0 { Tone::Neutral } else { list.tone },
        blocks,
        actions,
        audience: Audience::Asker,
    };
    let mut answer = Answer::answered(asked, card, json!({ "total": total, "people": rows }));
    if asked.reading.csv {
        answer.csv = Some(csv(asked, &list));
    }
    answer
}

fn market(asked: &Asked, person: u32) -> &'static str {
    let inside = asked.in_market().contains(person as usize);
    if inside { Market::In.as_str() } else { Market::Out.as_str() }
}

fn row(asked: &Asked, listed: &Listed, side: Option<Side>) -> Json {
    let (seller, marketer) = asked.owners(listed.person);
    let summary = person_summary(&asked.scope(), listed.person as usize);
    json!({
        "person": asked.person(listed.person),
        "seller": seller,
        "marketer": marketer,
        "touches": listed.touches(),
        "last_at": listed.last_at.map(|at| asked.instant(at)),
        "market": market(asked, listed.person),
        "target": asked.snapshot.target.contains(listed.person as usize),
        "marketing": { "touches": listed.marketing, "engaged": listed.engaged, "last_at": summary.marketing.last_at.map(|at| asked.instant(at)) },
        "sales": { "touches": listed.sales, "last_at": summary.sales.last_at.map(|at| asked.instant(at)) },
        "waiting_since": (side == Some(Side::Marketing)).then(|| summary.marketing.first_at.map(|at| asked.instant(at))),
    })
}

fn table(asked: &Asked, list: &PeopleList, shown: &[Listed], from: usize, total: usize) -> Table {
    let touched = list.side.is_some() || shown.iter().any(|listed| listed.touches() > 0);
    let mut columns = vec![("Person", Align::Start), ("Owners", Align::Start), ("Market", Align::Start)];
    if touched {
        columns.extend([("Touches", Align::End), ("Last", Align::Start)]);
    }
    let rows = shown
        .iter()
        .map(|listed| {
            let (seller, marketer) = asked.owners(listed.person);
            let owners: Vec<&str> = [seller, marketer].into_iter().flatten().collect();
            let mut cells: Vec<Line> = vec![
                asked.person_line(listed.person),
                words(if owners.is_empty() { "nobody".to_owned() } else { owners.join(", ") }),
                words(market(asked, listed.person)),
            ];
            if touched {
                cells.push(words(say::grouped(listed.touches().into())));
                cells.push(listed.last_at.map_or_else(Vec::new, |at| vec![asked.day(at)]));
            }
            cells
        })
        .collect();
    let caption = if from == 0 && shown.len() == total {
        say::people(total as u64)
    } else {
        format!("{} to {} of {}", from + 1, from + shown.len(), say::people(total as u64))
    };
    Table {
        caption,
        columns: columns.into_iter().map(|(name, align)| Column { name: name.to_owned(), align }).collect(),
        rows,
        total: total - from,
    }
}

/// Everybody on the list, with a header.
fn csv(asked: &Asked, list: &PeopleList) -> Vec<Vec<String>> {
    let header = [
        "name", "email", "linkedin", "title", "account", "country", "seller", "marketer", "market",
        "touches", "last_at",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    for listed in &list.people {
        let people = &asked.snapshot.people;
        let (seller, marketer) = asked.owners(listed.person);
        rows.push(vec![
            people.name(listed.person).to_owned(),
            text(people.email(listed.person)),
            people.linkedin(listed.person).map(|url| format!("https://{url}")).unwrap_or_default(),
            text(people.title(listed.person)),
            text(asked.employer(listed.person)),
            text(
                people.employer(listed.person).and_then(|account| asked.account(account).country.as_deref()),
            ),
            text(seller),
            text(marketer),
            market(asked, listed.person).to_owned(),
            listed.touches().to_string(),
            listed.last_at.map(|at| say::timestamp(at).to_string()).unwrap_or_default(),
        ]);
    }
    rows
}

/// "6 people are cold: …, 1 of them in market, in Germany".
pub fn headline(asked: &Asked, people: &[Listed], what: &str) -> String {
    let count = people.len() as u64;
    format!(
        "{} {} {what}{}{}",
        say::people(count),
        if count == 1 { "is" } else { "are" },
        in_market(asked, people),
        asked.restricted()
    )
}

/// How many of these are in market, in words; empty when nobody is, or everybody because the filter says so.
pub fn in_market(asked: &Asked, people: &[Listed]) -> String {
    if asked.filters.market.is_some() {
        return String::new();
    }
    let inside = asked.in_market();
    match people.iter().filter(|listed| inside.contains(listed.person as usize)).count() {
        0 => String::new(),
        count => format!(", {} of them in market", say::grouped(count as u64)),
    }
}
