//! A newcomer wants to see Mandorla at work before connecting anything: the sample company.
//!
//! `write` makes five files in our own format, with a target market, buying groups, colleagues and more than a year of
//! touches by marketing and sales, all invented. How far the two sides overlap is planted, so that the answers can be
//! checked: Patricia Prospect at Northwind is warm, Colin Cold at Globex is cold, and of the people contacted in the
//! last 90 days exactly the asked share was reached. The same options give the same bytes, on every machine.

mod accounts;
mod calendar;
mod campaigns;
mod channels;
mod circles;
mod dice;
mod error;
mod names;
mod output;
mod people;
mod schedule;
mod team;
#[cfg(test)]
mod tests;
mod touches;
mod words;

pub use error::SampleError;

use dice::{Dice, Part};
use output::Table;
use std::path::Path;

/// How large the sample company is.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Companies, clients and agencies together; at least 2.
    pub accounts: u32,
    /// The mean; in all there are exactly `accounts × people_per_account` people. At least 1.
    pub people_per_account: u32,
    /// Rows of `touches.csv`.
    pub touches: u64,
    /// Share of the people contacted by sales in the last 90 days whom marketing reached in them, 0 to 1.
    pub overlap: f64,
    /// Another seed makes another company.
    pub seed: u64,
    /// The last day with touches, in UTC; usually today.
    pub until: jiff::civil::Date,
}

impl Options {
    /// The company of `mandorla demo`: 1,000 accounts, 6,000 people, 100,000 touches, overlap 16 %.
    pub fn new(until: jiff::civil::Date) -> Options {
        Options { accounts: 1000, people_per_account: 6, touches: 100_000, overlap: 0.16, seed: 1, until }
    }
}

/// What was written: rows of each file without the header, and the planted circles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub accounts: u64,
    pub people: u64,
    pub touches: u64,
    pub team: u64,
    pub content: u64,
    /// People contacted by sales in the last 90 days, as seen on any day from four before `until` to fifteen after.
    pub contacted: u64,
    /// People reached by marketing in the same window.
    pub reached: u64,
    /// People both contacted and reached. `both / contacted` is the overlap; it differs from the asked one only where
    /// that is no whole number of people in half the company (in 12 people, 16 % becomes 1 of 6), or has more than six
    /// decimals.
    pub both: u64,
}

/// A person's number takes 32 bits; beyond this nobody needs a sample.
const MOST_PEOPLE: u64 = 100_000_000;
/// Twelve bytes each are held in memory.
const MOST_TOUCHES: u64 = 1_000_000_000;

/// Writes `team.csv`, `accounts.csv`, `people.csv`, `content.csv` and `touches.csv` into `dir`, which is made if need be.
///
/// `progress` hears from time to time how many rows have been written so far. Memory: about 12 bytes a touch and 20 a
/// person.
///
/// # Errors
/// Options that no company can have, one of the five files standing there already (nothing is written then), and
/// whatever keeps the files from being written; these may leave some of them behind.
pub fn write(dir: &Path, options: &Options, progress: &mut dyn FnMut(u64)) -> Result<Written, SampleError> {
    check(options)?;
    let calendar = calendar::Calendar::new(options.until)?;
    output::prepare(dir)?;
    let dice = |part: Part| Dice::new(options.seed, part);

    let mut names = names::Names::new();
    let team = team::generate(options.accounts, &mut names, &mut dice(Part::Team));
    let accounts = accounts::generate(options, &team, &mut dice(Part::Accounts));
    let campaigns = campaigns::Campaigns::new(&calendar);
    let library = campaigns::Library::new(&mut dice(Part::Content));

    let team_rows = team::write(&team, Table::create(dir, output::TEAM)?)?;
    let account_rows = accounts::write(&accounts, &team, Table::create(dir, output::ACCOUNTS)?)?;
    let content_rows = library.write(&campaigns, &calendar, Table::create(dir, output::CONTENT)?)?;
    let people_table = Table::create(dir, output::PEOPLE)?;
    let people = people::generate(&accounts, &team, &mut names, &mut dice(Part::People), people_table)?;
    let people_rows = people.all.len() as u64;
    let before = team_rows + account_rows + content_rows + people_rows;
    progress(before);

    let (places, sizes) = circles::place(options, &people, &mut dice(Part::Circles));
    let world = touches::World {
        team: &team,
        accounts: &accounts,
        names: &names,
        people: &people,
        calendar: &calendar,
        campaigns: &campaigns,
        library: &library,
    };
    let touches = touches::draw(&world, &places, sizes, options.touches, &mut dice(Part::Touches));
    drop(places);
    let table = Table::create(dir, output::TOUCHES)?;
    let touch_rows = touches::write(&world, &touches, &mut dice(Part::SourceIds), table, before, progress)?;
    Ok(Written {
        accounts: account_rows,
        people: people_rows,
        touches: touch_rows,
        team: team_rows,
        content: content_rows,
        contacted: sizes.contacted,
        reached: sizes.reached,
        both: sizes.both,
    })
}

fn check(options: &Options) -> Result<(), SampleError> {
    let Options { accounts, people_per_account, touches, overlap, .. } = *options;
    if accounts < 2 {
        return Err(SampleError::TooFewAccounts { accounts });
    }
    if people_per_account == 0 {
        return Err(SampleError::NoPeople);
    }
    let people = u64::from(accounts) * u64::from(people_per_account);
    if people > MOST_PEOPLE {
        return Err(SampleError::TooManyPeople { people, most: MOST_PEOPLE });
    }
    if !(0.0..=1.0).contains(&overlap) {
        return Err(SampleError::Overlap { overlap });
    }
    if touches > MOST_TOUCHES {
        return Err(SampleError::TooManyTouches { touches, most: MOST_TOUCHES });
    }
    let least = touches::least(circles::sizes(people, overlap));
    if touches < least {
        return Err(SampleError::TooFewTouches { touches, least });
    }
    Ok(())
}
