//! Any text, and any schedule.

use proptest::prelude::*;

use super::*;
use crate::digest::schedule::properties::schedules;

proptest! {
    #[test]
    fn nothing_that_is_typed_panics(text in "(weekly|every|monday|at|9|25:00|first|of|the|month|in|Europe/|#|ß|é| |’|,|.){0,12}\\PC{0,8}") {
        read_there(&text);
    }

    /// What a schedule says of itself, and how it is kept, can be typed.
    #[test]
    fn a_schedule_can_be_typed_as_it_is_said(schedule in schedules()) {
        prop_assume!(schedule.zone().iana_name().is_some_and(places::is_said));
        for text in [schedule.to_string(), schedule.said()] {
            let (filters, sections) = (String::new(), Sections::ALL);
            let expected = Typed::Subscribe { schedule: schedule.clone(), filters, sections, quiet: false };
            prop_assert_eq!(read_there(&text), expected, "{}", text);
        }
    }
}
