//! "Overlap by seller?" One row a group, the worst first, so that a leader sees where to help.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde_json::json;

use super::{Answer, Asked, Question, measure::Measure, say, words};
use crate::{
    card::{Align, Audience, Block, Card, Column, Picture, Table, Tone},
    figures::breakdown::{Row, by_campaign, by_channel, by_group, by_purpose},
    language::{By, Filtered, Value},
    snapshot::Account,
    vocabulary::{Channel, Side},
};

pub static QUESTION: Question = Question {
    name: "breakdown",
    summary: "overlap by seller, marketer, industry, tier, country, channel, campaign or purpose",
    examples: &[
        "overlap by seller",
        "overlap by industry last quarter",
        "which seller has the lowest overlap?",
        "overlap by channel",
    ],
    phrases: &[
        "overlap {by}",
        "overlap breakdown {by}",
        "measure {by}",
        "overlap {dimension} most",
        "overlap {dimension} most facts",
        "breakdown",
        "breakdown {by}",
        "breakdown overlap",
        "breakdown overlap {dimension}",
        "breakdown facts {dimension} overlap",
        "breakdown {dimension}",
        "overlap most {by}",
        "{by}",
        "{by} marketing+ sales+",
        "overlap facts {by}",
        "overlap breakdown facts {by}",
        "overlap state {by}",
        "coverage {by}",
        "most {dimension}",
        "overlap {by} most facts",
        "coverage {dimension} most",
        "overlap most =leaderboard",
        "overlap league",
        "overlap league {dimension}",
        "overlap league {by}",
        "overlap most =ranking",
        "overlap most =who",
        "overlap most facts =who",
        "overlap most =rank",
    ],
    also: &[
        "share",
        "state",
        "marketing",
        "sales",
        "both",
        "teams",
        "list",
        "company",
        "most",
        "breakdown",
        "and",
        "by",
        "coverage",
        "trend",
        "than",
    ],
    filters: Filtered::All,
    answer,
};

/// Bars in the picture; more are no longer told apart.
const BARS: usize = 12;

fn answer(asked: &Asked) -> Answer {
    let by = asked.reading.by.unwrap_or(By::Seller);
    let (mut rows, unassigned) = rows(asked, by);
    let compared = compared(asked);
    if !compared.is_empty() {
        rows.retain(|(name, _)| compared.contains(name));
    }
    rows.sort_by(|(a_name, a), (b_name, b)| a.worst_first(b).then_with(|| a_name.cmp(b_name)));
    let data = json!({
        "by": by.as_str(),
        "rows": rows.iter().map(|(name, row)| json!({
            "group": name,
            "marketing": row.marketing,
            "sales": row.sales,
            "both": row.both,
            "overlap": row.overlap(),
        })).collect::<Vec<_>>(),
    });
    let restricted = asked.restricted();
    let contacted = || rows.iter().filter(|(_, row)| row.sales > 0);
    let share = |row: &Row| {
        format!(
            "{} ({})",
            say::percent(row.overlap().unwrap_or_default()),
            say::fraction(row.both.into(), row.sales.into())
        )
    };
    let by_name = by.as_str();
    let worst = contacted().next();
    let title = match (worst, contacted().next_back()) {
        (Some((worst, low)), Some((best, high))) if worst != best => {
            format!(
                "Overlap by {by_name}: {} at {worst} to {} at {best}{restricted}",
                share(low),
                share(high)
            )
        }
        (Some((only, row)), _) => format!("Overlap by {by_name}: {} at {only}{restricted}", share(row)),
        _ => format!("No overlap to tell by {by_name}: sales contacted nobody, {}{restricted}", asked.label),
    };
    let number = |count: u32| words(say::grouped(count.into()));
    let shown = asked.reading.top.map_or(rows.len().min(50), |top| (top as usize).min(rows.len()));
    let table = Table {
        caption: format!("Overlap by {}, worst first", by.as_str()),
        columns: [
            (say::capital(by.as_str()), Align::Start),
            ("Overlap".to_owned(), Align::End),
            ("Both".to_owned(), Align::End),
            ("Sales".to_owned(), Align::End),
            ("Marketing".to_owned(), Align::End),
        ]
        .map(|(name, align)| Column { name, align })
        .into(),
        rows: rows
            .iter()
            .take(shown)
            .map(|(name, row)| {
                vec![
                    words(name.clone()),
                    words(row.overlap().map_or_else(|| "nobody contacted".to_owned(), say::percent)),
                    number(row.both),
                    number(row.sales),
                    number(row.marketing),
                ]
            })
            .collect(),
        total: rows.len(),
    };
    let mut blocks = Vec::new();
    if worst.is_some() {
        blocks.push(Block::Picture(Picture::Bars {
            title: format!("Overlap by {}", by.as_str()),
            bars: rows.iter().take(BARS).map(|(name, row)| (name.clone(), row.overlap())).collect(),
        }));
    }
    if !table.rows.is_empty() {
        blocks.push(Block::Table(table));
    }
    if matches!(by, By::Channel | By::Campaign | By::Purpose) {
        blocks.push(Block::Note(words(format!(
            "A row counts the people that marketing reached through this {}; sales is everybody sales contacted.",
            by.as_str()
        ))));
    }
    let named = Measure::named(asked);
    if named != Measure::Overlap {
        let name = named.name().to_lowercase();
        blocks.push(Block::Note(words(format!(
            "Only overlap is broken down. For {name} ask with a filter, such as: {name} in one industry, or for one seller."
        ))));
    }
    if unassigned > 0 && compared.is_empty() {
        blocks.push(Block::Note(words(format!(
            "{} touched in the window {} no {} and {} in no row.",
            say::people(unassigned),
            if unassigned == 1 { "has" } else { "have" },
            by.as_str(),
            if unassigned == 1 { "is" } else { "are" },
        ))));
    }
    blocks.push(asked.window_note());
    let rest = asked.typed_rest();
    let cold = match (worst, by) {
        (Some((name, _)), By::Industry | By::Country) => {
            say::ask(format!("Cold people: {name}"), format!("cold in {name}{rest}"))
        }
        (Some((name, _)), By::Seller | By::Marketer | By::Tier) => {
            say::ask(format!("Cold people: {name}"), format!("cold {by_name} {name}{rest}"))
        }
        _ => say::ask("Who is cold?", format!("cold{rest}")),
    };
    let card = Card {
        title: words(title),
        tone: Tone::Neutral,
        blocks,
        actions: vec![cold],
        audience: Audience::Everyone,
    };
    Answer::answered(asked, card, data)
}

/// The names of the rows that are held against each other; none where all rows are wanted.
fn compared(asked: &Asked) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::Industry(name) | Value::Country(name) | Value::Tier(name) => Some(name.clone()),
        Value::Seller(id) | Value::Marketer(id) => asked.colleague_name(Some(*id)).map(str::to_owned),
        Value::Campaign(campaign) => Some(asked.snapshot.campaigns[*campaign as usize].clone()),
        Value::Channel(channel, _) => Some(channel.as_str().to_owned()),
        _ => None,
    };
    asked.reading.compared.iter().filter_map(name).collect()
}

/// The rows by name, and how many people of either circle are in none of them.
fn rows(asked: &Asked, by: By) -> (Vec<(String, Row)>, u64) {
    let scope = asked.scope();
    let reached =
        |rows: Vec<(String, Row)>| (rows.into_iter().filter(|(_, row)| row.marketing > 0).collect(), 0);
    match by {
        By::Channel => reached(
            by_channel(&scope)
                .into_iter()
                .filter(|(channel, _)| is_marketing(*channel))
                .map(|(channel, row)| (channel.as_str().to_owned(), row))
                .collect(),
        ),
        By::Purpose => reached(
            by_purpose(&scope).into_iter().map(|(purpose, row)| (purpose.as_str().to_owned(), row)).collect(),
        ),
        By::Campaign => {
            let campaigns = &asked.snapshot.campaigns;
            reached(campaigns.iter().cloned().zip(by_campaign(&scope, campaigns.len())).collect())
        }
        By::Seller => groups(asked, |account| asked.colleague_name(account.seller)),
        By::Marketer => groups(asked, |account| asked.colleague_name(account.marketer)),
        By::Industry => groups(asked, |account| account.industry.as_deref()),
        By::Tier => groups(asked, |account| account.tier.as_deref()),
        By::Country => groups(asked, |account| account.country.as_deref()),
    }
}

fn is_marketing(channel: Channel) -> bool {
    crate::figures::scope::sides_of(channel).contains(&Side::Marketing)
}

/// Rows over what the accounts people count for have in common. A filter on accounts leaves only the accounts that
/// match, so only their rows; and a row for which nobody who passes the filters counts is none.
fn groups<'s>(
    asked: &Asked<'s>,
    value: impl Fn(&'s Account) -> Option<&'s str>,
) -> (Vec<(String, Row)>, u64) {
    let snapshot = asked.snapshot;
    let matching = asked.matching_accounts();
    let mut names: Vec<&str> = Vec::new();
    let mut numbers: HashMap<&str, u32, RandomState> = HashMap::default();
    let group: Vec<Option<u32>> = snapshot
        .accounts
        .iter()
        .zip(&matching)
        .map(|(account, matches)| {
            let name = value(account).filter(|name| *matches && !name.is_empty())?;
            Some(*numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            }))
        })
        .collect();
    let groups_of = |person| snapshot.accounts_of(person).filter_map(|account| group[account as usize]);
    let scope = asked.scope();
    let (rows, alone) = by_group(&scope, names.len(), groups_of);
    let mut peopled: Vec<bool> = rows.iter().map(|row| *row != Row::default()).collect();
    // Hardly ever is there a row without touches, and then somebody may still count for it.
    if peopled.contains(&false) {
        let people = (0..snapshot.people.len() as u32).filter(|&person| scope.includes(person as usize));
        people.flat_map(groups_of).for_each(|group| peopled[group as usize] = true);
    }
    let rows = names.into_iter().map(str::to_owned).zip(rows).zip(peopled);
    (rows.filter(|(_, peopled)| *peopled).map(|(row, _)| row).collect(), alone.into())
}
