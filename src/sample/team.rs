//! Our own colleagues: one admin, leaders on two levels, members.

use super::dice::Dice;
use super::error::SampleError;
use super::names::Names;
use super::output::Table;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Marketing,
    Sales,
}

pub struct Colleague {
    pub name: String,
    pub email: String,
    pub side: Side,
    role: &'static str,
    manager: Option<usize>,
    /// Whether their sales touches carry content at all.
    pub shares_content: bool,
    /// How much marketing reaches the people of their accounts, 1 to 8: makes the break-down by seller differ.
    pub reach: u32,
    /// Relative number of accounts owned.
    pub load: u32,
}

/// Dana Hughes, who leads sales and owns Northwind.
pub const DANA: u8 = 1;
const HEAD_OF_MARKETING: usize = 2;

/// Between 8 and 200 colleagues, 24 for 1,000 accounts.
fn size(accounts: u32) -> usize {
    ((f64::from(accounts) / 1000.0).sqrt() * 24.0).round().clamp(8.0, 200.0) as usize
}

pub fn generate(accounts: u32, names: &mut Names, dice: &mut Dice) -> Vec<Colleague> {
    let rest = size(accounts) - 3;
    let sales = rest * 6 / 10;
    let mut team: Vec<Colleague> = Vec::with_capacity(rest + 3);
    let dana = names.add("Dana", "Hughes");
    hire(&mut team, names, dice, None, Side::Marketing, "admin", None);
    hire(&mut team, names, dice, Some(dana), Side::Sales, "leader", None);
    hire(&mut team, names, dice, None, Side::Marketing, "leader", None);
    staff(&mut team, names, dice, Side::Sales, DANA as usize, sales);
    staff(&mut team, names, dice, Side::Marketing, HEAD_OF_MARKETING, rest - sales);
    team
}

/// `count` colleagues below `top`: one team leader for about six members.
fn staff(team: &mut Vec<Colleague>, names: &Names, dice: &mut Dice, side: Side, top: usize, count: usize) {
    let leaders = count.div_ceil(7);
    let first = team.len();
    for _ in 0..leaders {
        hire(team, names, dice, None, side, "leader", Some(top));
    }
    for member in 0..count - leaders {
        hire(team, names, dice, None, side, "member", Some(first + member % leaders));
    }
}

fn hire(
    team: &mut Vec<Colleague>,
    names: &Names,
    dice: &mut Dice,
    name: Option<(u16, u16)>,
    side: Side,
    role: &'static str,
    manager: Option<usize>,
) {
    let (name, email) = loop {
        let country = dice.weighted_index(super::names::COUNTRIES.iter().map(|c| c.weight));
        let (given, family) = name.unwrap_or_else(|| names.draw(country, dice));
        let (given, family) = (names.given(given), names.family(family));
        let email = format!("{}.{}@mandorla.example", given.slug, family.slug);
        if team.iter().all(|colleague| colleague.email != email) {
            break (format!("{} {}", given.text, family.text), email);
        }
    };
    let load = match (role, manager) {
        ("admin", _) => 0,
        (_, None) => 1,
        ("leader", _) => 3,
        _ => 8,
    };
    team.push(Colleague {
        name,
        email,
        side,
        role,
        manager,
        shares_content: dice.chance(700),
        reach: 1 + dice.below(8),
        load,
    });
}

/// Those of one side who own accounts or make touches, with their load.
pub fn owners(team: &[Colleague], side: Side) -> Vec<(u8, u32)> {
    let of_side =
        team.iter().enumerate().filter(|(_, colleague)| colleague.side == side && colleague.load > 0);
    of_side.map(|(index, colleague)| (index as u8, colleague.load)).collect()
}

pub fn write(team: &[Colleague], mut table: Table) -> Result<u64, SampleError> {
    for colleague in team {
        let side = match colleague.side {
            Side::Marketing => "marketing",
            Side::Sales => "sales",
        };
        let manager = colleague.manager.map_or("", |manager| &team[manager].email);
        table.row([&*colleague.email, &colleague.name, side, colleague.role, manager])?;
    }
    table.finish()
}
