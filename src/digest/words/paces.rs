//! How often: "daily", "every other week", "on weekdays", "once a month"; and what is often asked for and cannot be had.

use super::Trouble;

/// How often, before it is known on which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Daily,
    Weekdays,
    Weekly,
    SecondWeek,
    Monthly,
}

impl Pace {
    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekdays => "weekdays",
            Self::Weekly => "weekly",
            Self::SecondWeek => "every second week",
            Self::Monthly => "monthly",
        }
    }
}

/// Phrases of each pace. Longer ones are tried first.
const PHRASES: &[(Pace, &[&str])] = &[
    (Pace::Daily, &["daily", "every day", "each day", "everyday", "once a day", "every single day"]),
    (
        Pace::Weekdays,
        &[
            "weekdays",
            "weekday",
            "workdays",
            "workday",
            "working days",
            "working day",
            "business days",
            "business day",
            "mon-fri",
            "monday-friday",
            "mon - fri",
            "monday - friday",
            "mon to fri",
            "monday to friday",
            "monday through friday",
            "monday till friday",
            "mondays to fridays",
        ],
    ),
    (Pace::Weekly, &["weekly", "every week", "each week", "once a week", "once per week", "a week"]),
    (
        Pace::SecondWeek,
        &[
            "every second week",
            "every other week",
            "every second weeks",
            "every 2nd week",
            "every 2 weeks",
            "every two weeks",
            "once every two weeks",
            "once every 2 weeks",
            "fortnightly",
            "every fortnight",
            "each fortnight",
            "once a fortnight",
            "every second",
            "every other",
            "every 2nd",
        ],
    ),
    (
        Pace::Monthly,
        &[
            "monthly",
            "every month",
            "each month",
            "once a month",
            "once per month",
            "a month",
            "of the month",
            "of every month",
            "of each month",
            "of a month",
        ],
    ),
];

/// What there is no digest for: as typed, the sentence that says so, and what to type instead.
const NEVER: &[(&[&str], &str, &str)] = &[
    (
        &["biweekly", "bi-weekly", "bimonthly", "bi-monthly"],
        "That word can mean twice as often or half as often.",
        "every second week",
    ),
    (
        &["hourly", "every hour", "every minute", "twice a day", "twice daily"],
        "A digest comes once a day at most.",
        "daily",
    ),
    (
        &["twice a week", "twice weekly", "twice a month"],
        "A digest comes on one day a week, or on every weekday.",
        "weekly",
    ),
    (
        &["quarterly", "every quarter", "yearly", "annually", "every year", "once a quarter", "once a year"],
        "A digest comes once a month at least.",
        "monthly",
    ),
    (
        &["weekends", "every weekend", "on weekends", "at weekends"],
        "One digest comes on one day of the weekend.",
        "every saturday",
    ),
];

/// How often, at the beginning of `words`, and how many of them say so.
pub fn read(words: &[&str]) -> Result<Option<(usize, Pace)>, Trouble> {
    refused(words)?;
    let found = PHRASES.iter().flat_map(|(pace, phrases)| phrases.iter().map(move |phrase| (phrase, *pace)));
    let longest = found.filter_map(|(phrase, pace)| Some((begins(words, phrase)?, pace)));
    let Some((length, pace)) = longest.max_by_key(|(length, _)| *length) else { return Ok(None) };
    let half = matches!(words[length - 1], "second" | "other" | "2nd");
    if half && words.get(length).is_none_or(|next| super::days::weekday(next).is_none()) {
        return Ok(None); // "every other" of something else
    }
    Ok(Some((length, pace)))
}

/// How many words a phrase has, if `words` begin with it.
pub fn begins(words: &[&str], phrase: &str) -> Option<usize> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.starts_with(&phrase).then_some(phrase.len())
}

fn refused(words: &[&str]) -> Result<(), Trouble> {
    for (phrases, what, instead) in NEVER {
        if let Some(length) = phrases.iter().find_map(|phrase| begins(words, phrase)) {
            return Err(Trouble::words(length, *what, *instead));
        }
    }
    let ["every" | "each", count, unit, ..] = words else { return Ok(()) };
    let counted =
        super::clock::number(count).is_some() || matches!(*count, "second" | "third" | "other" | "3rd");
    let (what, instead) = match unit.trim_end_matches('s') {
        "week" if counted && read_second(words).is_none() => {
            ("Weeks can be every one or every second.", "every second week")
        }
        "day" if counted => ("Days can be every one, or Monday to Friday.", "weekdays"),
        "month" if counted => ("Months can be every one.", "monthly"),
        "hour" | "minute" => ("A digest comes once a day at most.", "daily"),
        _ => return Ok(()),
    };
    Err(Trouble::words(3, what, instead))
}

fn read_second(words: &[&str]) -> Option<usize> {
    let (_, phrases) = PHRASES.iter().find(|(pace, _)| *pace == Pace::SecondWeek)?;
    phrases.iter().filter(|phrase| phrase.contains("week")).find_map(|phrase| begins(words, phrase))
}
