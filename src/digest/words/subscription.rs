//! The parts of a schedule become one, with a default for each that was left out, or a word about what does not fit.

use jiff::{
    Timestamp,
    civil::{Date, Time, Weekday, time},
    tz::TimeZone,
};

use super::{
    Trouble, Typed,
    days::{Day, nearest_weekday},
    paces::Pace,
    parts::{self, Found, Part},
    split::Split,
};
use crate::{
    digest::schedule::{Cadence, InMonth, Schedule, weekday_name},
    snapshot::misspelt,
};

const NINE: Time = time(9, 0, 0, 0);

/// What was said of a schedule so far.
#[derive(Default)]
struct Said {
    pace: Option<Pace>,
    weekday: Option<Weekday>,
    in_month: Option<InMonth>,
    from: Option<Date>,
    at: Option<Time>,
    zone: Option<TimeZone>,
    quiet: bool,
    verb: bool,
}

pub fn read(split: &Split, now: Timestamp, zone: &TimeZone) -> Result<Typed, Trouble> {
    let words = split.words();
    let (found, unread) = parts::read(&words)?;
    let (sections, unread) = split.sections(&unread);
    let mut said = Said::default();
    for found in found {
        said.take(found)?;
    }
    said.misspelt(&words, &unread)?;
    let zone = said.zone.clone().unwrap_or_else(|| zone.clone());
    let at = said.at.unwrap_or(NINE);
    let cadence = said.cadence(split, &|weekday| {
        let weekly = Schedule::new(Cadence::Weekly(weekday), at, zone.clone());
        weekly.date(weekly.next(now))
    })?;
    let filters = split.typed(&unread);
    let schedule = Schedule::new(cadence, at, zone);
    Ok(Typed::Subscribe { schedule, filters, sections, quiet: said.quiet })
}

impl Said {
    /// Takes a part in, unless another of its kind says something else.
    fn take(&mut self, Found { part, at, length }: Found) -> Result<(), Trouble> {
        let what = match part {
            Part::Pace(pace) if differs(&mut self.pace, &pace) => "A digest comes in one rhythm.",
            Part::Day(Day::Weekday(day)) if differs(&mut self.weekday, &day) => {
                "A digest comes on one weekday; “weekdays” and “daily” come on more."
            }
            Part::Day(Day::OfMonth(day)) if differs(&mut self.in_month, &day) => {
                "A digest comes on one day of the month."
            }
            Part::Day(Day::From(date)) if differs(&mut self.from, &date) => {
                "There are two dates to start from."
            }
            Part::Clock(time) if differs(&mut self.at, &time) => "A digest comes at one time.",
            Part::Place(ref zone) if differs(&mut self.zone, zone) => "There are two time zones.",
            other => {
                self.quiet |= other == Part::Quiet;
                self.verb |= other == Part::Verb;
                return Ok(());
            }
        };
        Err(Trouble::words(length, what, "").after(at))
    }

    /// The dates it comes on. `first` is the first date with a weekday and the time still to come.
    fn cadence(&self, split: &Split, first: &dyn Fn(Weekday) -> Date) -> Result<Cadence, Trouble> {
        let monday = Weekday::Monday;
        if self.from.is_some() && self.pace != Some(Pace::SecondWeek) {
            let what = "Only a digest every second week has a date to start from.";
            return Err(Trouble::whole(what, "every second week"));
        }
        Ok(match (self.pace, self.weekday, self.in_month) {
            (Some(Pace::Daily), None, None) => Cadence::Daily,
            (Some(Pace::Weekdays), None, None) => Cadence::Weekdays,
            (Some(Pace::Weekly), day, None) => Cadence::Weekly(day.unwrap_or(monday)),
            (None, Some(day), None) => Cadence::Weekly(day),
            (Some(Pace::SecondWeek), day, None) => {
                Cadence::EverySecondWeek { from: self.anchor(day, first)? }
            }
            (Some(Pace::Monthly) | None, None, Some(day)) => Cadence::Monthly(day),
            (Some(Pace::Monthly), None, None) => Cadence::Monthly(InMonth::First(monday)),
            (Some(Pace::Monthly), Some(day), None) => return Err(which_of_month(day)),
            (None, None, None) if self.verb => Cadence::Weekly(monday),
            (None, None, None) => return Err(how_often(split)),
            (pace, day, _) => return Err(contrary(pace, day)),
        })
    }

    fn anchor(&self, day: Option<Weekday>, first: &dyn Fn(Weekday) -> Date) -> Result<Date, Trouble> {
        match (self.from, day) {
            (Some(from), Some(day)) if from.weekday() != day => {
                let real = weekday_name(from.weekday());
                let instead = format!("every second week {} from {from}", real.to_lowercase());
                Err(Trouble::whole(format!("{from} is a {real}."), instead))
            }
            (Some(from), _) => Ok(from),
            (None, day) => Ok(first(day.unwrap_or(Weekday::Monday))),
        }
    }

    /// A word left over that is nearly one that is missing.
    fn misspelt(&self, words: &[&str], unread: &[usize]) -> Result<(), Trouble> {
        const PACES: [&str; 5] = ["daily", "weekly", "weekdays", "fortnightly", "monthly"];
        const COMMANDS: [&str; 7] = ["pause", "resume", "preview", "list", "stop", "help", "subscribe"];
        for &at in unread.iter().filter(|&&at| at == 0 || !unread.contains(&(at - 1))) {
            let near = |known: &[&'static str]| {
                known.iter().copied().find(|known| misspelt(words[at], known).is_some())
            };
            let pace = near(&PACES).filter(|_| self.pace.is_none());
            let command = near(&COMMANDS).filter(|_| at == 0 && self.pace.is_none());
            let day =
                nearest_weekday(words[at]).filter(|_| self.weekday.is_none() && self.in_month.is_none());
            if let Some(near) = pace.or(command).or(day) {
                return Err(Trouble::words(1, format!("“{}” is not understood.", words[at]), near).after(at));
            }
        }
        Ok(())
    }
}

/// Whether something else was said before; says it now, if nothing was.
fn differs<T: PartialEq + Clone>(said: &mut Option<T>, now: &T) -> bool {
    said.get_or_insert_with(|| now.clone()) != now
}

fn how_often(split: &Split) -> Trouble {
    let typed = split.with(0..0, "weekly");
    Trouble::whole("How often the digest should come is missing.", typed)
}

fn which_of_month(day: Weekday) -> Trouble {
    let name = weekday_name(day);
    let what = format!("A month has several {name}s; the first or the last can be had.");
    Trouble::whole(what, format!("monthly first {}", name.to_lowercase()))
}

fn contrary(pace: Option<Pace>, day: Option<Weekday>) -> Trouble {
    let pace = pace.map_or("monthly", Pace::word);
    let (other, instead) = match day {
        Some(day) => (weekday_name(day).to_owned(), format!("weekly {}", weekday_name(day).to_lowercase())),
        None => ("a day of the month".to_owned(), pace.to_owned()),
    };
    Trouble::whole(format!("“{pace}” and {other} do not go together."), instead)
}
