//! Which day was it there? An instant becomes a local day in a few nanoseconds.
//!
//! Asking a time-zone library ten million times takes seconds. A century has about 37,000 local days,
//! so they are written down once: every instant at which the local date changes. That is more general
//! than a table of midnights, which Apia (no 30 December 2011), São Paulo (no midnight in October) and
//! St John's (clocks put back at 00:01, so that yesterday returns for an hour) would each break.

use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};

/// Microseconds in 24 hours.
const DAY: i64 = 86_400_000_000;
/// 2000-01-01T00:00:00Z and 2101-01-01T00:00:00Z, in days since 1970-01-01: between them the table is
/// asked, outside of them the time zone itself.
const FIRST: i64 = 10_957;
const PAST: i64 = 47_847;

/// The local days of one time zone.
#[derive(Clone, Debug)]
pub struct Days {
    zone: TimeZone,
    /// The instants at which the local date changes, ascending, and the date from then on.
    steps: Vec<Step>,
    /// For each UTC day from `FIRST` the last step that is not after its start.
    first: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    at: i64,
    day: u16,
}

impl Days {
    pub fn new(zone: &TimeZone) -> Self {
        let steps = steps(zone);
        let mut first = Vec::with_capacity((PAST - FIRST) as usize);
        let mut step = 0;
        for day in FIRST..PAST {
            while step + 1 < steps.len() && steps[step + 1].at <= day * DAY {
                step += 1;
            }
            first.push(step as u32);
        }
        Self { zone: zone.clone(), steps, first }
    }

    /// The local day of an instant (microseconds since 1970-01-01T00:00:00Z), in days since
    /// 1970-01-01; days before then are day 0, days after 2149-06-06 are that day.
    #[inline]
    pub fn local_day(&self, at: i64) -> u16 {
        let Some(&step) =
            usize::try_from(at.div_euclid(DAY) - FIRST).ok().and_then(|day| self.first.get(day))
        else {
            return self.asked(at);
        };
        let mut step = step as usize;
        while self.steps.get(step + 1).is_some_and(|next| next.at <= at) {
            step += 1;
        }
        self.steps[step].day
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    #[cold]
    fn asked(&self, at: i64) -> u16 {
        match Timestamp::from_microsecond(at) {
            Ok(instant) => day_number(self.zone.to_datetime(instant).date()),
            Err(_) if at < 0 => 0,
            Err(_) => u16::MAX,
        }
    }
}

/// Days since 1970-01-01, kept within what a touch can hold.
pub fn day_number(day: Date) -> u16 {
    const EPOCH: Date = date(1970, 1, 1);
    let days = (day - EPOCH).get_days();
    days.clamp(0, i32::from(u16::MAX)) as u16
}

/// Walks the stretches of constant offset; within one the date changes every 24 hours.
fn steps(zone: &TimeZone) -> Vec<Step> {
    let (start, end) = (FIRST * DAY, PAST * DAY);
    let begin = Timestamp::from_microsecond(start).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut steps: Vec<Step> = Vec::with_capacity((PAST - FIRST) as usize + 64);
    let mut stretch = |from: i64, to: i64, offset: i64| {
        let mut day = (from + offset).div_euclid(DAY);
        let mut at = from;
        while at < to {
            if steps.last().is_none_or(|last| i64::from(last.day) != day) {
                steps.push(Step { at, day: day as u16 });
            }
            day += 1;
            at = day * DAY - offset;
        }
    };
    let mut from = start;
    let mut offset = i64::from(zone.to_offset(begin).seconds()) * 1_000_000;
    for change in zone.following(begin) {
        let at = change.timestamp().as_microsecond().min(end);
        stretch(from, at, offset);
        from = at;
        offset = i64::from(change.offset().seconds()) * 1_000_000;
        if at == end {
            break;
        }
    }
    stretch(from, end, offset);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONES: [&str; 14] = [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",  // midnight does not exist on the first day of summer time
        "America/St_Johns",   // until 2011 clocks went back at 00:01, into the day before
        "Pacific/Apia",       // skipped 2011-12-30
        "Pacific/Kiritimati", // +14
        "Pacific/Kwajalein",
        "Australia/Lord_Howe", // summer time of half an hour
        "Africa/Casablanca",   // transitions around Ramadan until 2087
        "Asia/Kathmandu",
        "Asia/Tehran",
        "Asia/Beirut", // changes at midnight
        "America/Havana",
    ];

    fn asked(zone: &TimeZone, at: i64) -> u16 {
        day_number(zone.to_datetime(Timestamp::from_microsecond(at).unwrap()).date())
    }

    #[test]
    fn the_table_is_right_around_every_change_of_date_and_of_clocks() {
        for name in ZONES {
            let zone = TimeZone::get(name).unwrap();
            let days = Days::new(&zone);
            let begin = Timestamp::from_microsecond(FIRST * DAY).unwrap();
            let changes = zone.following(begin).map(|change| change.timestamp().as_microsecond());
            let changes: Vec<i64> = changes.take_while(|&at| at < PAST * DAY).collect();
            let midnights = days.steps.iter().map(|step| step.at);
            for at in midnights.chain(changes).flat_map(|at| [at - 1, at, at + 1, at + 1_800_000_000]) {
                assert_eq!(days.local_day(at), asked(&zone, at), "{name} {at}");
            }
        }
    }

    #[test]
    fn apia_skips_a_day() {
        let days = Days::new(&TimeZone::get("Pacific/Apia").unwrap());
        let midnight = "2011-12-30T10:00:00Z".parse::<Timestamp>().unwrap().as_microsecond();
        assert_eq!(days.local_day(midnight - 1), day_number(date(2011, 12, 29)));
        assert_eq!(days.local_day(midnight), day_number(date(2011, 12, 31)));
    }

    #[test]
    fn far_days_are_clamped() {
        let days = Days::new(&TimeZone::UTC);
        assert_eq!(days.local_day(-1), 0);
        assert_eq!(days.local_day(i64::MIN), 0);
        assert_eq!(days.local_day(i64::MAX), u16::MAX);
        assert_eq!(days.local_day(DAY), 1);
        assert_eq!(days.local_day(PAST * DAY), PAST as u16);
    }

    proptest! {
        #[test]
        fn the_table_says_what_the_zone_says(
            name in proptest::sample::select(&ZONES[..]),
            instants in proptest::collection::vec(0..50_000 * DAY, 64),
        ) {
            let zone = TimeZone::get(name).unwrap();
            let days = Days::new(&zone);
            for at in instants {
                prop_assert_eq!(days.local_day(at), asked(&zone, at), "{} {}", name, at);
            }
        }
    }
}
