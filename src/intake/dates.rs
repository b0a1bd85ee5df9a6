//! Instants and dates as tools write them: `2024-03-12T09:14:00Z`, `2024-03-12 09:14`, `3/15/2024 2:30 PM`,
//! `15/03/2024`, `12 Mar 2024`. A time without an offset is in the workspace's zone. Whether `03/04/2024` is
//! in March or in April is never guessed: another value of the same column must tell, or the row is rejected.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::date_forms::{DateOrder, Moment, RIGHT, iso, people};

/// The years taken for real; others are slips of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// The same in seconds since 1970: from 2000-01-01 to before 2101-01-01, UTC.
const SECONDS: std::ops::Range<i64> = 946_684_800..4_133_980_800;

/// Reads the dates of one workspace.
#[derive(Debug, Clone)]
pub struct Dates {
    zone: TimeZone,
}

impl Dates {
    /// Times without an offset are in `zone`.
    pub fn new(zone: &TimeZone) -> Self {
        Self { zone: zone.clone() }
    }

    /// An instant in microseconds since 1970; a date alone is its first moment. The error says what to write.
    pub fn instant(&self, written: &str, order: DateOrder) -> Result<i64, String> {
        match self.read(written.trim(), order)? {
            Moment::Instant(instant) => Ok(instant.as_microsecond()),
            Moment::Local(local) => {
                self.zone.to_timestamp(local).map(Timestamp::as_microsecond).map_err(|_| RIGHT.to_owned())
            }
        }
    }

    /// A date; of an instant, the date it has in the workspace's zone.
    pub fn date(&self, written: &str, order: DateOrder) -> Result<Date, String> {
        match self.read(written.trim(), order)? {
            Moment::Instant(instant) => Ok(self.zone.to_datetime(instant).date()),
            Moment::Local(local) => Ok(local.date()),
        }
    }

    fn read(&self, written: &str, order: DateOrder) -> Result<Moment, String> {
        let moment = match written.as_bytes().get(4) {
            Some(b'-') => iso(written).ok_or(RIGHT)?,
            _ => Moment::Local(people(written, order)?),
        };
        let plausible = match &moment {
            Moment::Instant(instant) => SECONDS.contains(&instant.as_second()),
            Moment::Local(local) => YEARS.contains(&local.year()),
        };
        if plausible { Ok(moment) } else { Err("write a year from 2000 to 2100".into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: DateOrder = DateOrder::Unknown;

    fn london(written: &str, order: DateOrder) -> Result<String, String> {
        let dates = Dates::new(&TimeZone::get("Europe/London").unwrap());
        let micros = dates.instant(written, order)?;
        Ok(Timestamp::from_microsecond(micros).unwrap().to_string())
    }

    #[test]
    fn every_way_to_write_an_instant() {
        for (written, wanted) in [
            ("2024-03-12T09:14:00Z", "2024-03-12T09:14:00Z"),
            ("2024-03-12t09:14:00.5+02:00", "2024-03-12T07:14:00.5Z"),
            ("2024-03-12 09:14:00-05", "2024-03-12T14:14:00Z"),
            ("2024-03-12 09:14", "2024-03-12T09:14:00Z"),
            ("2024-07-12T09:14:00", "2024-07-12T08:14:00Z"),
            ("2024-07-12", "2024-07-11T23:00:00Z"),
            ("2024/07/12 10:00", "2024-07-12T09:00:00Z"),
            ("3/15/2024 2:30 PM", "2024-03-15T14:30:00Z"),
            ("3/15/2024, 12:05:09 AM", "2024-03-15T00:05:09Z"),
            ("15/03/2024", "2024-03-15T00:00:00Z"),
            ("04/04/2024", "2024-04-03T23:00:00Z"),
            ("15.03.2024 14:30", "2024-03-15T14:30:00Z"),
            ("03.04.2024 14:30", "2024-04-03T13:30:00Z"),
            ("12 Mar 2024", "2024-03-12T00:00:00Z"),
            ("Sept. 12, 2024 2:30pm", "2024-09-12T13:30:00Z"),
            ("12-Mar-2024", "2024-03-12T00:00:00Z"),
            ("2100-12-31T23:59:59Z", "2100-12-31T23:59:59Z"),
        ] {
            assert_eq!(london(written, ANY).as_deref(), Ok(wanted), "{written}");
        }
    }

    #[test]
    fn what_is_no_instant() {
        for written in [
            "",
            "soon",
            "2024",
            "45363.38",
            "1710234840000",
            "2024-02-30",
            "2024-03-12T25:00:00Z",
            "15/13/2024",
            "3/15/24",
            "13:00 PM",
            "3/15/2024 13:00 PM",
            "1999-12-31",
            "2101-01-01T00:00:00Z",
            "12 Mrz 2024",
            "31.02.2024",
            "02.13.2024",
            "2024-03-1é",
            "2024-03-12T09:14:00[Europe/London]",
            "//",
            "..",
            "- - -",
            "1/1/32767",
        ] {
            assert!(london(written, ANY).is_err(), "{written}");
        }
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        let error = london("03/04/2024", ANY).unwrap_err();
        assert_eq!(error, "it is ambiguous: write 2024-03-04 or 2024-04-03");
        assert_eq!(london("03/04/2024", DateOrder::DayFirst).unwrap(), "2024-04-02T23:00:00Z");
        assert_eq!(london("03/04/2024", DateOrder::MonthFirst).unwrap(), "2024-03-04T00:00:00Z");
    }

    #[test]
    fn a_column_tells_its_order() {
        let order_of = |values: &[&str]| {
            let mut order = DateOrder::default();
            values.iter().for_each(|value| order.learn(value));
            order
        };
        assert_eq!(order_of(&["03/04/2024", "2024-05-06", "n/a"]), DateOrder::Unknown);
        assert_eq!(order_of(&["03/04/2024", "3/15/2024 2:30 PM"]), DateOrder::MonthFirst);
        assert_eq!(order_of(&["15/03/2024", "03/04/2024"]), DateOrder::DayFirst);
        assert_eq!(order_of(&["15/03/2024", "3/15/2024"]), DateOrder::Mixed);
    }

    #[test]
    fn a_local_time_that_does_not_exist_still_has_an_instant() {
        assert_eq!(london("2024-03-31 01:30", ANY).unwrap(), "2024-03-31T01:30:00Z");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(written in "\\PC*|[0-9/.: apmAPM-]{0,24}") {
            let _ = (london(&written, ANY), DateOrder::default().learn(&written));
        }
    }
}
