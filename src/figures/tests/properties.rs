//! What must be true of any company, whatever its touches are.

use super::{
    super::{
        Scope, Touches,
        focus::focus,
        groups::Circles,
        overlap::overlap,
        people::{List, list},
        priming::priming,
    },
    Told, days, scope, set, told, touches,
};
use crate::vocabulary::{Evidence, Side};
use fixedbitset::FixedBitSet;
use proptest::prelude::*;

const PEOPLE: usize = 12;

fn any_touch() -> impl Strategy<Value = (u32, u16, usize, usize)> {
    (0..PEOPLE as u32, 90..200_u16, 0..2_usize, 0..3_usize)
}

fn company() -> impl Strategy<Value = (Touches, FixedBitSet, FixedBitSet)> {
    let some = || proptest::collection::vec(0..PEOPLE as u32, 0..PEOPLE);
    (proptest::collection::vec(any_touch(), 0..60), some(), some()).prop_map(|(all, target, in_market)| {
        let said = |(person, day, side, evidence): (u32, u16, usize, usize)| -> Told {
            told(person, day, Side::ALL[side], Evidence::ALL[evidence])
        };
        (touches(PEOPLE, all.into_iter().map(said).collect()), set(PEOPLE, &target), set(PEOPLE, &in_market))
    })
}

proptest! {
    #[test]
    fn the_parts_add_up_and_no_share_comes_from_nobody((touches, target, in_market) in company()) {
        let scope = scope(&touches, &target, days(120, 160));
        let now = overlap(&scope);
        prop_assert!(now.both <= now.marketing && now.both <= now.sales);
        prop_assert_eq!(now.marketing, now.marketing_only + now.both);
        prop_assert_eq!(now.sales, now.sales_only + now.both);
        // Everybody in the target market is untouched, or in one of the three parts of the circles.
        let touched_outside = list(&scope, List::Outside).len() as u32;
        let touched = now.marketing_only + now.sales_only + now.both;
        prop_assert_eq!(now.target, now.untouched + touched - touched_outside);
        prop_assert!(now.primed_first <= now.sales);
        prop_assert_eq!(now.marketing, now.marketing_in_target + now.outside.marketing);

        let shares = [
            (now.overlap(), now.sales),
            (now.follow_through(), now.marketing),
            (now.shared_share(), touched),
            (now.primed_first_share(), now.sales),
            (now.coverage(), now.target),
            (now.marketing_outside_share(), now.marketing),
            (now.sales_outside_share(), now.sales),
        ];
        for (share, whole) in shares {
            prop_assert_eq!(share.is_none(), whole == 0);
            prop_assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
        let figures = focus(&scope, &in_market);
        prop_assert_eq!(figures.sales, now.sales);
        prop_assert!(figures.sales_in_market <= figures.sales);
        prop_assert_eq!((figures.share().is_none(), figures.share_out().is_none()),
            (figures.sales == 0, figures.out_of_market == 0));
        let effect = priming(&scope);
        prop_assert!(effect.primed.answered <= effect.primed.touches);
        prop_assert!(effect.primed.touches + effect.unprimed.touches >= now.sales);
    }

    #[test]
    fn the_lists_are_the_parts_of_the_circles((touches, target, _) in company()) {
        let scope = scope(&touches, &target, days(120, 160));
        let now = overlap(&scope);
        prop_assert_eq!(list(&scope, List::Cold).len() as u32, now.sales_only);
        prop_assert_eq!(list(&scope, List::Warm).len() as u32, now.marketing_only);
        prop_assert_eq!(list(&scope, List::Untouched).len() as u32, now.untouched);
        let group = Circles::new(&scope).group(&scope, 0..PEOPLE as u32);
        prop_assert_eq!((group.reached, group.contacted, group.both), (now.marketing, now.sales, now.both));
    }

    #[test]
    fn a_wider_window_never_loses_a_person(
        (touches, target, _) in company(),
        (from, to) in (100..140_u16, 140..190_u16),
        (earlier, later) in (0..30_u16, 0..30_u16),
    ) {
        let narrow = overlap(&scope(&touches, &target, days(from, to)));
        let wide = overlap(&scope(&touches, &target, days(from - earlier, to + later)));
        prop_assert!(wide.marketing >= narrow.marketing && wide.sales >= narrow.sales);
        prop_assert!(wide.both >= narrow.both && wide.untouched <= narrow.untouched);
    }

    #[test]
    fn a_filter_on_people_leaves_a_part((touches, target, chosen) in company()) {
        let whole = scope(&touches, &target, days(120, 160));
        let mut others = chosen.clone();
        others.toggle_range(..);
        let [all, some, rest] = [None, Some(&chosen), Some(&others)]
            .map(|people| overlap(&Scope { people, ..whole.clone() }));
        prop_assert_eq!(all.marketing, some.marketing + rest.marketing);
        prop_assert_eq!(all.sales, some.sales + rest.sales);
        prop_assert_eq!(all.both, some.both + rest.both);
        prop_assert_eq!(all.target, some.target + rest.target);
    }
}
