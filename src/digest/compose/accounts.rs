//! The accounts: side by side, those that moved most, and whose buying groups lack a role.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::{
    Asking, Said,
    asking::{number, word},
    plain,
};
use crate::{
    card::{
        Align, Block, Card, Column, Line, Picture, Span, Table, change, counted, grouped, listed, percent,
    },
    db::DbError,
};

/// Rows of a table, and points of a list.
const ROWS: usize = 10;
const POINTS: usize = 5;
/// Teams that have a button each.
const BUTTONS: usize = 5;

/// All teams and all sellers where a digest is about everybody, or the accounts that the filters choose; the worst
/// first.
pub async fn side_by_side(asking: &mut Asking<'_>, groups: Option<&Said>) -> Result<Vec<Card>, DbError> {
    if asking.on_accounts {
        return Ok(groups.and_then(|groups| accounts(asking, groups)).into_iter().collect());
    }
    let teams = teams(asking).await?;
    Ok(teams.into_iter().chain(sellers_side_by_side(asking).await?).collect())
}

/// A team, now and a week ago: the overlap, and the counts behind it.
struct Team {
    name: String,
    now: Option<f64>,
    counts: (u64, u64),
    before: Option<f64>,
}

/// Nothing where there is one team or none: the headline says it.
async fn teams(asking: &mut Asking<'_>) -> Result<Option<Card>, DbError> {
    let windows = asking.reporting;
    let mut teams = Vec::new();
    for name in asking.leaders().await? {
        let words = format!("overlap team {name}");
        let Some(now) = asking.over("overlap", &words, windows.headline).await? else { continue };
        let then = asking.over("overlap", &words, windows.week_ago).await?;
        teams.push(Team {
            now: now.share("/overlap"),
            counts: (now.count("/both"), now.count("/sales")),
            before: then.and_then(|then| then.share("/overlap")),
            name,
        });
    }
    // Whom nobody contacted stands last.
    let key = |team: &Team| team.now.unwrap_or(f64::INFINITY);
    teams.sort_by(|a, b| key(a).total_cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
    let [worst, _, ..] = &teams[..] else { return Ok(None) };
    let title = match worst.now {
        Some(share) => {
            format!("Of {} teams, {}’s has the smallest overlap: {}", teams.len(), worst.name, percent(share))
        }
        None => format!("None of {} teams contacted anybody", teams.len()),
    };
    let cells =
        |team: &Team| compared(&format!("{}’s team", team.name), team.now, team.counts, team.before).into();
    let table = table("Overlap by team, worst first", &columns("Team"), teams.iter().map(cells), teams.len());
    let mut card = plain(vec![title.into()]);
    let button =
        |team: &Team| asking.button(format!("{}’s team", team.name), &format!("overlap team {}", team.name));
    card.actions = teams.iter().take(BUTTONS).map(button).collect();
    card.blocks = vec![Block::Table(table)];
    Ok(Some(card))
}

/// A row of what is held side by side: whose, the share, the fraction, and how it moved.
fn compared(name: &str, now: Option<f64>, (both, sales): (u64, u64), before: Option<f64>) -> [Line; 4] {
    let moved = now.zip(before).map(|(now, then)| change(now, then));
    [
        vec![name.into()],
        vec![now.map_or_else(|| "nobody contacted".to_owned(), percent).into()],
        vec![format!("{} of {}", grouped(both), grouped(sales)).into()],
        vec![moved.unwrap_or_else(|| "nothing to compare".to_owned()).into()],
    ]
}

fn columns(whose: &'static str) -> [(&'static str, Align); 4] {
    [
        (whose, Align::Start),
        ("Overlap", Align::End),
        ("Reached of contacted", Align::End),
        ("In a week", Align::Start),
    ]
}

async fn sellers_side_by_side(asking: &mut Asking<'_>) -> Result<Option<Card>, DbError> {
    let (words, windows) = ("overlap by seller", asking.reporting);
    let now = asking.over("breakdown", words, windows.headline).await?;
    let then = asking.over("breakdown", words, windows.week_ago).await?;
    Ok(now.filter(|now| !now.list("/rows").is_empty()).map(|now| sellers(asking, &now, then.as_ref())))
}

fn sellers(asking: &Asking, now: &Said, then: Option<&Said>) -> Card {
    let rows = now.list("/rows");
    let before: HashMap<&str, f64> = then
        .map_or(&[][..], |then| then.list("/rows"))
        .iter()
        .filter_map(|row| Some((word(row, "/group")?, row["overlap"].as_f64()?)))
        .collect();
    let cells = |row: &Json| -> Vec<Line> {
        let name = word(row, "/group").unwrap_or_default();
        let counts = (number(row, "/both"), number(row, "/sales"));
        compared(name, row["overlap"].as_f64(), counts, before.get(name).copied()).into()
    };
    let table = table(
        "Overlap by seller, worst first",
        &columns("Seller"),
        rows.iter().take(ROWS).map(cells),
        rows.len(),
    );
    let mut card = plain(now.card.title.clone());
    card.blocks = bars(now).into_iter().chain([Block::Table(table)]).collect();
    card.actions = vec![asking.button("All sellers", "overlap by seller")];
    card.actions.extend(now.card.actions.first().cloned());
    card
}

fn bars(now: &Said) -> Option<Block> {
    let bars = |block: &&Block| matches!(block, Block::Picture(Picture::Bars { .. }));
    now.card.blocks.iter().find(bars).cloned()
}

/// The least met first: the smallest share of the contacted whom marketing had reached, then who was not contacted.
fn accounts(asking: &Asking, groups: &Said) -> Option<Card> {
    let mut rows: Vec<&Json> = groups.list("/accounts").iter().collect();
    if rows.is_empty() {
        return None;
    }
    let both = |row: &Json| number(row, "/both");
    let contacted = |row: &Json| number(row, "/contacted");
    rows.sort_by(|a, b| {
        let (of_a, of_b) = (contacted(a), contacted(b));
        (of_a == 0).cmp(&(of_b == 0)).then((both(a) * of_b).cmp(&(both(b) * of_a))).then(of_b.cmp(&of_a))
    });
    let cells = |row: &&Json| -> Vec<Line> {
        let overlap = match contacted(row) {
            0 => "nobody contacted".to_owned(),
            of => format!("{} of {}", grouped(both(row)), grouped(of)),
        };
        let reached = format!("{} of {}", number(row, "/reached"), number(row, "/members"));
        vec![
            vec![word(row, "/account").unwrap_or_default().into()],
            vec![overlap.into()],
            vec![reached.into()],
        ]
    };
    let columns =
        [("Account", Align::Start), ("Reached of contacted", Align::End), ("Reached of members", Align::End)];
    let total = groups.count("/target_accounts") as usize;
    let caption = "Accounts, the smallest overlap first";
    let table = table(caption, &columns, rows.iter().take(ROWS).map(cells), total);
    let mut card = plain(groups.card.title.clone());
    card.blocks = vec![Block::Table(table)];
    card.actions = vec![asking.button("All buying groups", "groups")];
    Some(card)
}

/// What moved in a week, and who is missing.
pub async fn moved_and_missing(
    asking: &mut Asking<'_>,
    groups: Option<&Said>,
) -> Result<Option<Card>, DbError> {
    let Some(now) = groups else { return Ok(None) };
    let then = asking.over("groups", "groups", asking.reporting.week_ago).await?;
    let moved = then.as_ref().map_or_else(Vec::new, |then| moved(now, then));
    let missing = missing(now);
    let (all, known) = (now.count("/target_accounts"), now.list("/accounts").len() as u64);
    if all == 0 || moved.is_empty() && missing.is_empty() {
        return Ok(None);
    }
    let least = if known < all { "at least " } else { "" };
    let lack = if missing.len() == 1 { "lacks a role" } else { "lack a role" };
    let groups = counted(all, "buying group", "buying groups");
    let lacking = format!("{least}{} of {groups} {lack}", grouped(missing.len() as u64));
    let title = match moved.len() as u64 {
        0 => format!("{lacking}{}", asking.said),
        count => {
            format!("{} moved in a week, {lacking}{}", counted(count, "account", "accounts"), asking.said)
        }
    };
    let mut card = plain(vec![title.into()]);
    if !asking.on_accounts {
        card.blocks.push(Block::Text(now.card.title.clone()));
    }
    if !moved.is_empty() {
        card.blocks.push(Block::Heading("Moved most since last week".to_owned()));
        card.blocks.push(Block::List(moved.into_iter().take(POINTS).map(|moved| moved.line()).collect()));
    }
    if !missing.is_empty() {
        card.blocks.push(Block::Heading("Roles missing, where sales is busiest".to_owned()));
        card.blocks.push(Block::List(missing.into_iter().take(POINTS).map(lacks).collect()));
        card.actions.push(asking.button("All buying groups", "groups"));
    }
    Ok(Some(card))
}

/// An account's members who were reached and contacted, reached, contacted: now and then.
struct Moved<'j> {
    name: &'j str,
    now: [u64; 3],
    then: [u64; 3],
}

/// The accounts that moved, the most first. Two accounts of one name cannot be told apart here and are left out.
fn moved<'j>(now: &'j Said, then: &'j Said) -> Vec<Moved<'j>> {
    let counts = |row: &Json| ["/both", "/reached", "/contacted"].map(|place| number(row, place));
    let by_name = |said: &'j Said| {
        let mut known: HashMap<&str, Option<[u64; 3]>> = HashMap::new();
        for row in said.list("/accounts") {
            let name = word(row, "/account").unwrap_or_default();
            known.entry(name).and_modify(|twice| *twice = None).or_insert_with(|| Some(counts(row)));
        }
        known
    };
    let before = by_name(then);
    let mut moved: Vec<Moved> = by_name(now)
        .into_iter()
        .filter_map(|(name, now)| Some(Moved { name, now: now?, then: (*before.get(name)?)? }))
        .filter(|moved| moved.now != moved.then)
        .collect();
    moved.sort_by_key(|moved| {
        let [both, reached, contacted] = moved.distances();
        (std::cmp::Reverse((both, reached + contacted)), moved.name)
    });
    moved
}

impl Moved<'_> {
    fn distances(&self) -> [u64; 3] {
        std::array::from_fn(|at| self.now[at].abs_diff(self.then[at]))
    }

    /// "Northwind: 3 in both circles, was 2; 4 contacted, was 3".
    fn line(&self) -> Line {
        let names = ["in both circles", "reached", "contacted"];
        let part = |at: usize| match (self.now[at], self.then[at]) {
            (now, then) if now == then => None,
            (now, then) => Some(format!("{now} {}, was {then}", names[at])),
        };
        let parts: Vec<String> = (0..3).filter_map(part).collect();
        vec![Span::Bold(self.name.to_owned()), format!(": {}", parts.join("; ")).into()]
    }
}

/// The buying groups that lack a role, those first in which sales contacted the most.
pub fn missing(groups: &Said) -> Vec<&Json> {
    let lacks = |row: &&Json| row["missing_roles"].as_array().is_some_and(|roles| !roles.is_empty());
    let mut rows: Vec<&Json> = groups.list("/accounts").iter().filter(lacks).collect();
    let busy = |row: &Json| (number(row, "/contacted"), number(row, "/reached"), number(row, "/members"));
    rows.sort_by(|a, b| busy(b).cmp(&busy(a)).then_with(|| word(a, "/account").cmp(&word(b, "/account"))));
    rows
}

/// "Globex lacks champion; sales contacted 2 of its 3 members, marketing reached 1".
fn lacks(row: &Json) -> Line {
    let roles: Vec<&str> =
        row["missing_roles"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let members = match number(row, "/members") {
        0 => "; nobody is in its buying group yet".to_owned(),
        members => format!(
            "; sales contacted {} of its {}, marketing reached {}",
            number(row, "/contacted"),
            counted(members, "member", "members"),
            number(row, "/reached")
        ),
    };
    vec![
        Span::Bold(word(row, "/account").unwrap_or_default().to_owned()),
        format!(" lacks {}{members}", listed(&roles)).into(),
    ]
}

fn table(
    caption: &str,
    columns: &[(&str, Align)],
    rows: impl Iterator<Item = Vec<Line>>,
    total: usize,
) -> Table {
    let columns = columns.iter().map(|(name, align)| Column { name: (*name).to_owned(), align: *align });
    Table { caption: caption.to_owned(), columns: columns.collect(), rows: rows.collect(), total }
}
