//! The days of the sample, counted from its last one: 0 is the last day, −1 the day before.

use super::dice::Dice;
use super::error::SampleError;
use jiff::ToSpan;
use jiff::civil::Date;

/// Days of history before the last day: fourteen months.
pub const HISTORY_DAYS: i32 = 430;
/// A touch may move from a weekend to the Monday before: nothing lies before this day.
pub const FIRST_TOUCH_DAY: i32 = -HISTORY_DAYS - 6;
/// Content is older than the first touch.
const FIRST_DAY: i32 = -800;

pub const SECONDS_PER_DAY: u32 = 86_400;

pub struct Calendar {
    /// `FIRST_DAY` to 0.
    days: Vec<Day>,
}

pub struct Day {
    /// `2026-11-20`.
    pub text: String,
    /// Sunday is 7.
    weekday: i8,
    pub year: i16,
    /// 0 to 3, of the year.
    pub quarter: usize,
}

impl Calendar {
    pub fn new(until: Date) -> Result<Calendar, SampleError> {
        let day = |offset: i32| {
            let date = until.checked_add(offset.days()).map_err(|_| SampleError::Until { until })?;
            if !(1..=9998).contains(&date.year()) {
                return Err(SampleError::Until { until });
            }
            Ok(Day {
                text: date.to_string(),
                weekday: date.weekday().to_monday_one_offset(),
                year: date.year(),
                quarter: (date.month() as usize - 1) / 3,
            })
        };
        Ok(Calendar { days: (FIRST_DAY..=0).map(day).collect::<Result<_, _>>()? })
    }

    pub fn day(&self, day: i32) -> &Day {
        &self.days[(day - FIRST_DAY) as usize]
    }

    /// The day itself, or one of the five working days before its weekend.
    pub fn working_day(&self, day: i32, dice: &mut Dice) -> i32 {
        match self.day(day).weekday {
            weekday @ 6.. => day - i32::from(weekday) + dice.between(1, 5),
            _ => day,
        }
    }
}
