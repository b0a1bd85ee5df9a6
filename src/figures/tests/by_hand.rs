//! Five people: 0 hears from both (marketing first), 1 is cold, 2 is warm, 3 is untouched, 4 is outside and cold.

use super::{
    super::{
        Scope, Touch, TouchFilter, Touches, Window,
        breakdown::{Row, by_channel, by_group},
        content::content_use,
        focus::focus,
        groups::{Circles, Group},
        overlap::{overlap, overlap_with_before},
        people::{List, list, person_summary},
        priming::priming,
        trend::trend,
    },
    answered, contacted, days, reached, scope, set, told, touches,
};
use crate::vocabulary::{Channel, Evidence, Side};
use fixedbitset::FixedBitSet;
use jiff::civil::date;

const PEOPLE: usize = 5;

fn five() -> (Touches, FixedBitSet) {
    let all = vec![
        reached(0, 100),
        answered(0, 110),
        contacted(0, 150),
        contacted(1, 120),
        reached(1, 200), // after every window below but the last
        reached(2, 105),
        told(2, 106, Side::Marketing, Evidence::Engaged),
        told(3, 107, Side::Marketing, Evidence::Targeted),
        contacted(4, 130),
    ];
    (touches(PEOPLE, all), set(PEOPLE, &[0, 1, 2, 3]))
}

#[test]
fn the_circles() {
    let (touches, target) = five();
    let now = overlap(&scope(&touches, &target, days(100, 160)));
    assert_eq!((now.target, now.marketing, now.sales, now.both), (4, 2, 3, 1));
    assert_eq!((now.marketing_only, now.sales_only, now.untouched), (1, 2, 1));
    assert_eq!((now.outside.marketing, now.outside.sales), (0, 1));
    assert_eq!((now.primed_first, now.marketing_in_target), (1, 2));
    assert_eq!(now.shared_share(), Some(0.25)); // 1 of 4
    let window = Window { from: date(1970, 4, 11), to: date(1970, 6, 10) }; // days 100 to 160
    let later = Window { from: date(1970, 7, 20), to: date(1970, 7, 20) }; // day 200
    assert_eq!(window.dates(), 61);
    let (at_200, before) = overlap_with_before(&scope(&touches, &target, days(200, 200)), window);
    assert_eq!((at_200.marketing, at_200.sales, before), (1, 0, now));
    assert_eq!(
        (at_200.overlap(), at_200.primed_first_share(), at_200.follow_through()),
        (None, None, Some(0.0))
    );
    let points = trend(&scope(&touches, &target, days(0, 0)), &[window, later]);
    assert_eq!((points[0].both, points[0].sales, points[0].marketing_in_target), (1, 3, 2));
    assert_eq!((points[1].overlap(), points[1].coverage()), (None, Some(0.25)));
}

#[test]
fn the_lists_and_one_person() {
    let (touches, target) = five();
    let scope = scope(&touches, &target, days(100, 160));
    let on = |which| list(&scope, which).iter().map(|listed| listed.person).collect::<Vec<_>>();
    assert_eq!(on(List::Cold), [1, 4]);
    assert_eq!(on(List::Warm), [2]);
    assert_eq!(on(List::Untouched), [3]);
    assert_eq!(on(List::Outside), [4]);
    let warm = list(&scope, List::Warm)[0];
    assert_eq!((warm.marketing, warm.engaged, warm.sales), (2, 1, 0));
    let first = person_summary(&scope, 0);
    assert_eq!((first.marketing.touches, first.sales.touches, first.primed), (1, 2, Some(true)));
    assert_eq!((first.last_marketing, first.last_sales), (Some(0), Some(2)));
    let listed = person_summary(&scope, 3);
    assert_eq!((listed.marketing.touches, listed.marketing.evidence), (0, Some(Evidence::Targeted)));
    assert!(listed.targeted_since.is_some() && listed.primed.is_none());
}

#[test]
fn focus_priming_and_groups() {
    let (touches, target) = five();
    let scope = scope(&touches, &target, days(100, 160));
    let figures = focus(&scope, &set(PEOPLE, &[0, 4]));
    assert_eq!((figures.sales, figures.sales_in_market), (3, 2)); // 0 and 4 of 0, 1, 4
    assert_eq!((figures.out_of_market, figures.marketing_out_of_market), (3, 1)); // 2 of 1, 2, 3
    let effect = priming(&scope);
    assert_eq!((effect.primed.touches, effect.primed.answered), (2, 1)); // both of 0's
    assert_eq!((effect.unprimed.touches, effect.unprimed.answered), (2, 0));
    // Primed for nine days alone, the answered call on the tenth is not.
    let short = Scope { priming: 9 * 86_400_000_000, ..scope.clone() };
    assert_eq!(priming(&short).primed.touches, 0);
    let circles = Circles::new(&scope);
    let group = circles.group(&scope, [0, 1, 3].into_iter());
    assert_eq!(group, Group { members: 3, reached: 1, contacted: 2, both: 1 });
    assert!(group.covered(1) && !group.covered(2));
}

#[test]
fn rows_by_group_and_by_channel() {
    let (touches, target) = five();
    let scope = scope(&touches, &target, days(100, 160));
    // 0 is in both groups, and twice in the first; 4 is in none.
    let groups = |person: u32| match person {
        0 => vec![0, 1, 0],
        4 => vec![],
        _ => vec![1],
    };
    let (rows, alone) = by_group(&scope, 2, |person| groups(person).into_iter());
    assert_eq!(rows, [Row { marketing: 1, sales: 1, both: 1 }, Row { marketing: 2, sales: 2, both: 1 }]);
    assert_eq!(alone, 1);
    assert!(rows[1].worst_first(&rows[0]).is_lt());
    assert!(Row::default().worst_first(&rows[0]).is_gt(), "who contacted nobody stands last");
    let channels = by_channel(&scope);
    let ad = channels.iter().find(|(channel, _)| *channel == Channel::Ad).map(|(_, row)| *row);
    assert_eq!(ad, Some(Row { marketing: 2, sales: 3, both: 1 }));
    let emails =
        Scope { filter: TouchFilter::default().channel(Channel::Email, &[Side::Marketing]), ..scope };
    assert_eq!((overlap(&emails).marketing, overlap(&emails).sales), (0, 3));
}

#[test]
fn content_is_used_by_touches_of_sales_alone() {
    let with = |mut told: super::Told, content: u32, colleague: u16| {
        (told.touch.content, told.touch.colleague) = (content, colleague);
        told
    };
    let all = vec![
        with(contacted(0, 100), 7, 1),
        with(contacted(1, 101), 7, 1),
        with(contacted(1, 102), 7, 2),
        with(contacted(2, 103), 8, Touch::NO_COLLEAGUE),
        with(reached(2, 104), 9, 3),
        with(told(2, 105, Side::Sales, Evidence::Targeted), 9, 3),
    ];
    let (touches, target) = (touches(3, all), set(3, &[]));
    let uses = content_use(&scope(&touches, &target, days(100, 160)));
    let pieces: Vec<(u32, u32)> =
        uses.pieces().map(|(piece, uses)| (piece, uses.iter().map(|used| used.touches).sum())).collect();
    assert_eq!(pieces, [(7, 3), (8, 1)]);
    assert_eq!(uses.colleagues().into_iter().collect::<Vec<_>>(), [(1, 2), (2, 1)]);
}

#[test]
fn the_last_word_about_a_touch_counts_and_erased_people_are_forgotten() {
    use super::super::Loose;
    let (mut touches, target) = five();
    // Touch 3, a call with 1, was a call with 3; and it comes twice.
    let mut later = Loose::default();
    later.push(2, 3, contacted(2, 120).touch);
    later.push(3, 3, contacted(3, 121).touch);
    touches.apply(PEOPLE, later);
    assert_eq!((touches.of(1).len(), touches.of(2).len(), touches.of(3).len()), (1, 2, 2));
    let span = days(100, 160);
    assert_eq!(overlap(&scope(&touches, &target, span)).sales, 3);
    touches.forget(&set(PEOPLE, &[0, 3]));
    assert_eq!((touches.people(), touches.of(0).len(), touches.of(3).len()), (5, 0, 0));
    assert_eq!(overlap(&scope(&touches, &target, span)).sales, 1);
}
