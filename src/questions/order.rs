//! The beginning of a long list in its order, without ordering the rest: of half a million people a page shows twenty.

use std::cmp::Ordering;

/// Puts the first `count` in order; the others stay behind them in any order.
pub fn order_first<T>(list: &mut [T], count: usize, mut order: impl FnMut(&T, &T) -> Ordering) {
    let count = count.min(list.len());
    if count < list.len() {
        list.select_nth_unstable_by(count, &mut order);
    }
    list[..count].sort_unstable_by(order);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_in_order_and_nobody_is_lost() {
        for count in 0..12 {
            let mut list = [5, 3, 9, 1, 7, 2, 8, 0, 6, 4];
            order_first(&mut list, count, u32::cmp);
            assert!(list.iter().take(count).copied().eq((0..10).take(count)), "{count}: {list:?}");
            list.sort_unstable();
            assert!(list.into_iter().eq(0..10));
        }
    }
}
