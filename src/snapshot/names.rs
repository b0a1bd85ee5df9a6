//! Finding people and accounts by what somebody types: wrong case, no accents, a first name only, a typo.
//!
//! The index knows every distinct word of every name once. A typed word is compared with the words, not with the
//! names, so a million people cost as little as their few thousand first and last names.

use std::collections::HashMap;

use rapidfuzz::distance::osa;

use crate::identity::fold;

/// Names by number.
#[derive(Default)]
pub struct NameIndex {
    /// Whose names have a word, in the order of their numbers.
    words: HashMap<Box<str>, Vec<u32>>,
}

/// Somebody or something whose name is like what was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub number: u32,
    /// 1 for the very name or a word of it, less for each letter that is off. Never 0.
    pub score: f64,
}

/// How many letters may be off in a word of `length` letters (insertions, deletions, changes, swapped neighbours).
/// Short words have too many neighbours for a guess.
pub fn tolerance(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The letters that are off between two folded words, if they are few enough to take one for the other.
pub fn misspelt(typed: &str, word: &str) -> Option<usize> {
    let most = tolerance(typed.len().min(word.len()));
    if typed.len().abs_diff(word.len()) > most {
        return None;
    }
    osa::distance_with_args(typed.chars(), word.chars(), &osa::Args::default().score_cutoff(most))
}

/// The same for a word that stands alone, with no other word of the name to confirm it: "joke" is not José.
fn misspelt_alone(typed: &str, word: &str) -> Option<usize> {
    let off = misspelt(typed, word)?;
    let changed = typed.len() == word.len() && !swapped(typed, word);
    let sure = match typed.len().min(word.len()) {
        0..=4 => !changed && typed.len() == word.len(),
        5 => !changed,
        6..=7 => off == 1,
        _ => true,
    };
    sure.then_some(off)
}

/// Whether two words differ by two neighbouring letters that changed places.
pub fn swapped(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let off: Vec<usize> = (0..a.len()).filter(|&at| a[at] != b[at]).collect();
    matches!(off[..], [first, second] if second == first + 1 && a[first] == b[second] && a[second] == b[first])
}

impl NameIndex {
    pub fn insert(&mut self, number: u32, name: &str) {
        for word in fold(name).split(' ').filter(|word| !word.is_empty()) {
            match self.words.get_mut(word) {
                Some(numbers) if numbers.last().is_none_or(|last| *last < number) => numbers.push(number),
                Some(numbers) => {
                    if let Err(place) = numbers.binary_search(&number) {
                        numbers.insert(place, number);
                    }
                }
                None => drop(self.words.insert(word.into(), vec![number])),
            }
        }
    }

    /// Takes out a name that [`Self::insert`] put in.
    pub fn remove(&mut self, number: u32, name: &str) {
        for word in fold(name).split(' ') {
            let Some(numbers) = self.words.get_mut(word) else { continue };
            numbers.retain(|&other| other != number);
            if numbers.is_empty() {
                self.words.remove(word);
            }
        }
    }

    /// Whether some name has this very (folded) word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains_key(word)
    }

    /// Everybody whose name has both of these very (folded) words, in the order of their numbers.
    pub fn with_both(&self, one: &str, other: &str) -> impl Iterator<Item = u32> {
        let numbers = |word: &str| self.words.get(word).map_or(&[][..], Vec::as_slice);
        let (one, other) = (numbers(one), numbers(other));
        let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
        few.iter().copied().filter(move |number| many.binary_search(number).is_ok())
    }

    /// Everybody whose name has each of the typed (folded) words, or ones like them; the best first. Where a word is
    /// written exactly somewhere, its look-alikes do not count.
    pub fn find(&self, typed: &[&str]) -> Vec<Hit> {
        let mut scores: HashMap<u32, (usize, f64)> = HashMap::new();
        for (nth, word) in typed.iter().enumerate() {
            let mut here: HashMap<u32, f64> = HashMap::new();
            for (likeness, numbers) in self.like(word, typed.len() == 1) {
                for &number in numbers {
                    if nth > 0 && scores.get(&number).is_none_or(|(words, _)| *words < nth) {
                        continue;
                    }
                    let best = here.entry(number).or_default();
                    *best = best.max(likeness);
                }
            }
            for (number, likeness) in here {
                let (words, sum) = scores.entry(number).or_default();
                *words += 1;
                *sum += likeness;
            }
            scores.retain(|_, (words, _)| *words == nth + 1);
        }
        let mut hits: Vec<Hit> = scores
            .into_iter()
            .map(|(number, (words, sum))| Hit { number, score: sum / words as f64 })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        hits
    }

    /// The words like a typed one, with their likeness and whose they are.
    fn like<'a>(&'a self, typed: &'a str, alone: bool) -> Vec<(f64, &'a [u32])> {
        let mut like: Vec<(f64, &[u32])> =
            self.words.get(typed).map(|numbers| (1.0, numbers.as_slice())).into_iter().collect();
        for short in nicknames(typed) {
            like.extend(self.words.get(short).map(|numbers| (NICKNAME, numbers.as_slice())));
        }
        if !like.is_empty() {
            return like;
        }
        for (word, numbers) in &self.words {
            if let Some(off) = if alone { misspelt_alone(typed, word) } else { misspelt(typed, word) } {
                like.push((1.0 - 0.1 * off as f64, numbers.as_slice()));
            }
        }
        like
    }

    /// A few of those with a word that begins with these (folded) letters, the shortest words first.
    pub fn beginning(&self, letters: &str, most: usize) -> Vec<u32> {
        let mut words: Vec<(&str, &[u32])> = self
            .words
            .iter()
            .filter(|(word, _)| word.starts_with(letters))
            .map(|(word, numbers)| (&**word, numbers.as_slice()))
            .collect();
        words.sort_unstable_by_key(|(word, _)| (word.len(), *word));
        let mut found: Vec<u32> = Vec::new();
        for number in words.into_iter().flat_map(|(_, numbers)| numbers.iter().take(most)) {
            if !found.contains(number) {
                found.push(*number);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// The names nearest to what was typed, however far: for "did you mean".
    pub fn nearest<'n>(&self, typed: &str, name: impl Fn(u32) -> &'n str, most: usize) -> Vec<u32> {
        let mut words: Vec<(f64, &[u32])> = Vec::new();
        for typed in typed.split(' ') {
            for (word, numbers) in &self.words {
                let likeness = osa::normalized_similarity(typed.chars(), word.chars());
                if likeness >= 0.5 {
                    words.push((likeness, numbers));
                }
            }
        }
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut candidates: Vec<u32> =
            words.iter().take(64).flat_map(|(_, numbers)| numbers.iter().take(64)).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut scored: Vec<(f64, u32)> = candidates
            .into_iter()
            .map(|number| {
                let folded = fold(name(number));
                (osa::normalized_similarity(typed.chars(), folded.chars()), number)
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().take(most).map(|(_, number)| number).collect()
    }

    /// Gives back what growing had set aside.
    pub fn shrink(&mut self) {
        self.words.values_mut().for_each(Vec::shrink_to_fit);
    }
}

/// What a short form is worth beside the very word.
const NICKNAME: f64 = 0.97;

/// Short and long forms of first names, English ones above all: what people type for a colleague's Robert.
const NICKNAMES: &[&[&str]] = &[
    &["alexander", "alex", "alexandra", "sandy", "sasha"],
    &["andrew", "andy", "drew"],
    &["anthony", "tony"],
    &["benjamin", "ben"],
    &["catherine", "katherine", "kate", "katie", "cathy", "kathy"],
    &["charles", "charlie", "chuck"],
    &["christopher", "chris", "christina", "christine"],
    &["daniel", "dan", "danny"],
    &["david", "dave"],
    &["edward", "ed", "eddie", "ted"],
    &["elizabeth", "liz", "beth", "lizzie"],
    &["francisco", "paco"],
    &["frederick", "fred"],
    &["gregory", "greg"],
    &["james", "jim", "jimmy"],
    &["jennifer", "jen", "jenny"],
    &["jonathan", "jon"],
    &["jose", "pepe"],
    &["joseph", "joe"],
    &["kenneth", "ken"],
    &["lawrence", "larry"],
    &["margaret", "maggie", "meg", "peggy"],
    &["matthew", "matt"],
    &["michael", "mike", "mick"],
    &["nicholas", "nick"],
    &["patricia", "pat", "patty", "trish"],
    &["patrick", "pat", "paddy"],
    &["peter", "pete"],
    &["richard", "rick", "dick", "rich"],
    &["robert", "rob", "bob", "bobby"],
    &["samuel", "sam", "samantha"],
    &["stephen", "steven", "steve"],
    &["susan", "sue"],
    &["thomas", "tom"],
    &["timothy", "tim"],
    &["victoria", "vicky"],
    &["william", "bill", "will", "billy"],
];

fn nicknames(word: &str) -> impl Iterator<Item = &'static str> {
    NICKNAMES
        .iter()
        .filter(move |forms| forms.contains(&word))
        .flat_map(|forms| forms.iter().copied())
        .filter(move |form| *form != word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_in_any_order_are_found_by_both_words() {
        let mut index = NameIndex::default();
        for (number, name) in
            [(5, "Anna Schmidt"), (2, "Schmidt, Anna"), (9, "Anna Berg"), (3, "Anna Anna"), (7, "X")]
        {
            index.insert(number, name);
        }
        index.insert(5, "Anna Schmidt");
        let both = |one, other| index.with_both(one, other).collect::<Vec<_>>();
        assert_eq!(both("anna", "schmidt"), [2, 5]);
        assert_eq!(both("berg", "anna"), [9]);
        assert_eq!(both("anna", "anna"), [2, 3, 5, 9]);
        assert!(both("berg", "schmidt").is_empty() && both("nobody", "anna").is_empty());
        index.remove(2, "Schmidt, Anna");
        assert_eq!(index.with_both("schmidt", "anna").collect::<Vec<_>>(), [5]);
    }
}
