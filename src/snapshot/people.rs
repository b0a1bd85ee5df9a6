//! The people of a workspace, column by column.

use std::collections::HashMap;

use super::{MarketState, Membership, NameIndex, RoleNumber, Seats, Strings};

const NOBODY: u32 = u32::MAX;

/// People by number. Empty strings stand for "not known".
#[derive(Default)]
pub struct People {
    names: Strings,
    emails: Strings,
    linkedin: Strings,
    titles: Words,
    title: Vec<u32>,
    employer: Vec<u32>,
    seats: Seats,
    market: HashMap<u32, Vec<MarketState>>,
    roles: Words,
    index: NameIndex,
}

impl People {
    pub fn len(&self) -> usize {
        self.employer.len()
    }

    pub fn is_empty(&self) -> bool {
        self.employer.is_empty()
    }

    pub fn name(&self, person: u32) -> &str {
        self.names.at(person)
    }

    pub fn email(&self, person: u32) -> Option<&str> {
        Some(self.emails.at(person)).filter(|email| !email.is_empty())
    }

    /// The canonical profile address, without scheme: `linkedin.com/in/…`.
    pub fn linkedin(&self, person: u32) -> Option<&str> {
        Some(self.linkedin.at(person)).filter(|url| !url.is_empty())
    }

    pub fn title(&self, person: u32) -> Option<&str> {
        match self.title[person as usize] {
            NOBODY => None,
            title => Some(&self.titles.words[title as usize]),
        }
    }

    pub fn employer(&self, person: u32) -> Option<u32> {
        Some(self.employer[person as usize]).filter(|&employer| employer != NOBODY)
    }

    pub fn memberships(&self, person: u32) -> &[Membership] {
        self.seats.of(person)
    }

    pub fn market(&self, person: u32) -> &[MarketState] {
        self.market.get(&person).map_or(&[], Vec::as_slice)
    }

    /// Everybody with a market history of their own.
    pub fn markets(&self) -> impl Iterator<Item = (u32, &[MarketState])> {
        self.market.iter().map(|(&person, states)| (person, states.as_slice()))
    }

    /// Every role that somebody has, by the numbers that memberships name.
    pub fn roles(&self) -> &[String] {
        &self.roles.words
    }

    pub fn role_name(&self, role: Option<RoleNumber>) -> Option<&str> {
        role.map(|role| self.roles.words[role.index()].as_str())
    }

    /// The look-up of people by what somebody types.
    pub fn index(&self) -> &NameIndex {
        &self.index
    }

    /// Whoever has this e-mail address (normalised) as their main one.
    pub fn by_email<'a>(&'a self, email: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.emails.find(email)
    }

    /// Whoever has this profile address (canonical).
    pub fn by_linkedin<'a>(&'a self, url: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.linkedin.find(url)
    }

    /// Sets what is known of a person, new or not. Numbers between the last and this one are made, empty.
    pub fn set(
        &mut self,
        person: u32,
        name: &str,
        email: Option<&str>,
        linkedin: Option<&str>,
        title: Option<&str>,
        employer: Option<u32>,
    ) {
        let size = person as usize + 1;
        if self.employer.len() < size {
            self.title.resize(size, NOBODY);
            self.employer.resize(size, NOBODY);
            self.seats.resize(size);
        }
        let old = self.names.at(person);
        if old != name {
            self.index.remove(person, old);
            self.index.insert(person, name);
        }
        self.names.set(person, name);
        self.emails.set(person, email.unwrap_or(""));
        self.linkedin.set(person, linkedin.unwrap_or(""));
        self.title[person as usize] = title.map_or(NOBODY, |title| self.titles.number(title));
        self.employer[person as usize] = employer.unwrap_or(NOBODY);
    }

    /// The number of a role's name.
    pub fn role_number(&mut self, role: &str) -> RoleNumber {
        RoleNumber::new(self.roles.number(role))
    }

    /// Gives a person a seat in a buying group, or changes the role of the one they have. Seats are kept by account.
    pub fn seat(&mut self, person: u32, seat: Membership) {
        self.seats.put(person, seat);
    }

    /// Takes a person's seat in one buying group away.
    pub fn unseat(&mut self, person: u32, account: u32) {
        self.seats.remove(person, account);
    }

    /// Takes all of a person's seats away.
    pub fn clear_seats(&mut self, person: u32) {
        self.seats.clear(person);
    }

    /// Adds to a person's own market history a state later than those there are.
    pub fn push_market(&mut self, person: u32, state: MarketState) {
        self.market.entry(person).or_default().push(state);
    }

    /// Sets a person's own market history, oldest first.
    pub fn set_market(&mut self, person: u32, states: Vec<MarketState>) {
        if states.is_empty() {
            self.market.remove(&person);
        } else {
            self.market.insert(person, states);
        }
    }

    /// Gives back what growing had set aside.
    pub fn shrink(&mut self) {
        self.names.shrink();
        self.emails.shrink();
        self.linkedin.shrink();
        self.title.shrink_to_fit();
        self.employer.shrink_to_fit();
        self.seats.shrink();
        self.index.shrink();
    }
}

/// Words that come again and again, numbered.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.numbers.insert(word.to_owned(), number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_may_be_as_many_roles_as_people() {
        let mut people = People::default();
        for number in 0..70_000 {
            let role = people.role_number(&format!("role {number}"));
            assert_eq!(role.index(), number);
        }
        let last = people.role_number("role 69999");
        assert_eq!(people.role_name(Some(last)), Some("role 69999"));
        // Four bytes a seat for the role, whether there is one or not.
        assert_eq!(std::mem::size_of::<Membership>(), 8);
    }
}
