//! Windows as somebody says them, and the dates that the fine print gives them.

use jiff::{ToSpan, civil::Date};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub said: String,
    pub from: Date,
    pub to: Date,
}

pub fn monday(day: Date) -> Date {
    let mut day = day;
    while day.weekday() != jiff::civil::Weekday::Monday {
        day = day.yesterday().expect("a calendar");
    }
    day
}

fn month_start(day: Date) -> Date {
    day.first_of_month()
}

fn quarter_start(day: Date) -> Date {
    let first = match day.month() {
        1..=3 => 1,
        4..=6 => 4,
        7..=9 => 7,
        _ => 10,
    };
    jiff::civil::date(day.year(), first, 1)
}

fn year_start(day: Date) -> Date {
    day.first_of_year()
}

/// The default, and what else somebody could say on `today`.
pub fn all(today: Date) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut add = |said: &str, from: Date, to: Date| windows.push(Window { said: said.to_owned(), from, to });
    let before = |day: Date| day.yesterday().expect("a calendar");
    add("", today - 90.days(), today);
    add("last 1 days", today - 1.day(), today);
    add("last 7 days", today - 7.days(), today);
    add("last 30 days", today - 30.days(), today);
    add("last 400 days", today - 400.days(), today);
    add("last 3 weeks", today - 21.days(), today);
    add("last 2 months", today - 2.months(), today);
    add("last 2 quarters", today - 6.months(), today);
    add("today", today, today);
    add("yesterday", before(today), before(today));
    add("this week", monday(today), today);
    add("last week", monday(today) - 7.days(), before(monday(today)));
    add("this month", month_start(today), today);
    add("last month", month_start(before(month_start(today))), before(month_start(today)));
    add("this quarter", quarter_start(today), today);
    add("last quarter", quarter_start(before(quarter_start(today))), before(quarter_start(today)));
    add("this year", year_start(today), today);
    add("last year", year_start(before(year_start(today))), before(year_start(today)));
    let past = before(quarter_start(today));
    let number = (past.month() - 1) / 3 + 1;
    add(&format!("Q{number} {}", past.year()), quarter_start(past), past);
    for (name, number) in [("March", 3), ("November", 11), ("December", 12), ("January", 1)] {
        let year = if number <= today.month() { today.year() } else { today.year() - 1 };
        let from = jiff::civil::date(year, number, 1);
        add(&format!("in {name}"), from, from.last_of_month().min(today));
    }
    let (a, b) = (today - 47.days(), today - 13.days());
    add(&format!("since {a}"), a, today);
    add(&format!("between {a} and {b}"), a, b);
    windows
}
