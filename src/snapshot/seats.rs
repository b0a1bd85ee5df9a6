//! Who sits in which buying groups, in one allocation: a million people with a seat each would be a million small ones.

use std::num::NonZeroU32;

/// The number of a role's name: four bytes, and none of them more where there is no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleNumber(NonZeroU32);

impl RoleNumber {
    /// # Panics
    /// For the last number of 32 bits.
    pub fn new(index: u32) -> Self {
        Self(NonZeroU32::MIN.checked_add(index).expect("fewer roles than seats"))
    }

    /// An index into [`super::People::roles`].
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A seat in a buying group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    pub account: u32,
    /// An index into [`super::People::roles`].
    pub role: Option<RoleNumber>,
}

/// Seats by person, each person's by account. Like [`super::Strings`], a change leaves the old ones behind.
#[derive(Default)]
pub struct Seats {
    seats: Vec<Membership>,
    /// Where a person's begin, and how many they are.
    spans: Vec<(u32, u32)>,
}

impl Seats {
    /// The seats of a person; none for a number nobody has.
    #[inline]
    pub fn of(&self, person: u32) -> &[Membership] {
        let (start, count) = self.spans.get(person as usize).copied().unwrap_or_default();
        &self.seats[start as usize..start as usize + count as usize]
    }

    /// Makes room for so many people.
    pub fn resize(&mut self, people: usize) {
        self.spans.resize(people, (0, 0));
    }

    /// Gives a person a seat, or changes the role of the one they have.
    pub fn put(&mut self, person: u32, seat: Membership) {
        let seats = self.of(person);
        let (from, count) = self.spans[person as usize];
        match seats.binary_search_by_key(&seat.account, |membership| membership.account) {
            Ok(place) => self.seats[from as usize + place] = seat,
            Err(place) => {
                let (before, after) = (from as usize + place, from as usize + count as usize);
                let start = self.seats.len() as u32;
                self.seats.extend_from_within(from as usize..before);
                self.seats.push(seat);
                self.seats.extend_from_within(before..after);
                self.spans[person as usize] = (start, count + 1);
            }
        }
    }

    /// Takes the seat at one account away.
    pub fn remove(&mut self, person: u32, account: u32) {
        let Some(place) = self.of(person).iter().position(|seat| seat.account == account) else { return };
        let (start, count) = &mut self.spans[person as usize];
        let range = *start as usize + place..*start as usize + *count as usize;
        self.seats[range].rotate_left(1);
        *count -= 1;
    }

    /// Takes all seats of a person away.
    pub fn clear(&mut self, person: u32) {
        self.spans[person as usize] = (0, 0);
    }

    /// Gives back what growing had set aside.
    pub fn shrink(&mut self) {
        self.seats.shrink_to_fit();
        self.spans.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_come_and_go_in_the_order_of_the_accounts() {
        let mut seats = Seats::default();
        seats.resize(3);
        let put = |seats: &mut Seats, person, account, role| seats.put(person, Membership { account, role });
        let accounts =
            |seats: &Seats, person| seats.of(person).iter().map(|seat| seat.account).collect::<Vec<_>>();
        put(&mut seats, 1, 20, None);
        put(&mut seats, 2, 20, Some(RoleNumber::new(5)));
        put(&mut seats, 1, 30, None);
        put(&mut seats, 1, 10, None);
        put(&mut seats, 1, 20, Some(RoleNumber::new(7)));
        assert_eq!(accounts(&seats, 1), [10, 20, 30]);
        assert_eq!(seats.of(1)[1].role, Some(RoleNumber::new(7)));
        assert_eq!(seats.of(2), [Membership { account: 20, role: Some(RoleNumber::new(5)) }]);
        seats.remove(1, 10);
        seats.remove(1, 99);
        assert_eq!(accounts(&seats, 1), [20, 30]);
        seats.clear(1);
        put(&mut seats, 1, 5, None);
        assert_eq!(accounts(&seats, 1), [5]);
        assert!(seats.of(0).is_empty() && seats.of(99).is_empty());
    }
}
