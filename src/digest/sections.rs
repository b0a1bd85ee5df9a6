//! The parts of a digest below its headline, of which a subscription may choose some: "only cold and warm", "without
//! content".

use std::{fmt, str::FromStr};

use super::words::begins;

/// A part of a digest below the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    ToDo,
    Pictures,
    Teams,
    Cold,
    Warm,
    Accounts,
    Content,
    Outside,
    Priming,
    Sources,
}

/// Each with its kept name, and what people type for it.
const SECTIONS: [(Section, &str, &[&str]); 10] = [
    (Section::ToDo, "to-do", &["to do", "to-do", "todo", "to dos", "to-dos", "todos", "things to do"]),
    (Section::Pictures, "pictures", &["pictures", "picture", "charts", "circles", "circles and trend"]),
    (Section::Teams, "teams", &["teams", "sellers", "teams and sellers", "side by side"]),
    (Section::Cold, "cold", &["cold", "cold people", "cold list"]),
    (Section::Warm, "warm", &["warm", "warm people", "warm list"]),
    (Section::Accounts, "accounts", &["accounts", "account changes", "missing roles", "roles", "groups"]),
    (Section::Content, "content", &["content", "content use", "content used"]),
    (Section::Outside, "outside", &["outside", "outside effort", "outside the target market"]),
    (Section::Priming, "priming", &["priming", "priming effect"]),
    (Section::Sources, "sources", &["sources", "freshness", "data freshness"]),
];

/// What stands before the only parts that are wanted, and before those that are not.
const ONLY: &[&str] = &[
    "only",
    "only the",
    "just",
    "just the",
    "with only",
    "with just",
    "sections",
    "with sections",
    "only sections",
];
const WITHOUT: &[&str] =
    &["without", "without the", "no", "but no", "but not", "except", "leave out", "skip the"];
const JOINING: &[&str] = &["and", "or", "the", "nor", "&"];

/// Some of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sections(u16);

impl Sections {
    pub const ALL: Self = Self((1 << SECTIONS.len()) - 1);

    pub fn has(self, section: Section) -> bool {
        self.0 & bit(section) != 0
    }

    /// Reads which parts are chosen at the beginning of the words, and how many words say it.
    pub fn read(words: &[&str]) -> Option<(usize, Self)> {
        let lead = |leads: &[&str]| leads.iter().filter_map(|lead| begins(words, lead)).max();
        let (only, without) = (lead(ONLY), lead(WITHOUT));
        let (mut length, mut named) = (only.max(without)?, 0);
        let mut read = length;
        while read < words.len() {
            if let Some((taken, section)) = name(&words[read..]) {
                named |= bit(section);
                read += taken;
                length = read;
            } else if JOINING.contains(&words[read]) {
                read += 1;
            } else {
                break;
            }
        }
        (named != 0).then_some((length, Self(if only >= without { named } else { Self::ALL.0 & !named })))
    }

    /// As people read it: nothing for all, "only cold and warm", "without content".
    pub fn said(self) -> String {
        let names = |wanted: bool| {
            let names = SECTIONS.iter().filter(|(section, ..)| self.has(*section) == wanted);
            names.map(|(_, name, _)| *name).collect::<Vec<_>>()
        };
        let (wanted, others) = (names(true), names(false));
        match (wanted.len(), others.len()) {
            (_, 0) => String::new(),
            (0, _) => "the headline alone".to_owned(),
            (few, many) if few <= many => format!("only {}", crate::card::listed(&wanted)),
            _ => format!("without {}", crate::card::listed(&others)),
        }
    }
}

/// As it is kept: nothing for all, else names joined by blanks.
impl fmt::Display for Sections {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return Ok(());
        }
        let names = SECTIONS.iter().filter(|(section, ..)| self.has(*section)).map(|(_, name, _)| *name);
        out.write_str(&names.collect::<Vec<_>>().join(" "))
    }
}

/// A part that this version does not know is left out; without a name that it knows, all are meant.
impl FromStr for Sections {
    type Err = std::convert::Infallible;

    fn from_str(kept: &str) -> Result<Self, Self::Err> {
        let known = |name: &str| SECTIONS.iter().find(|(_, known, _)| *known == name);
        let named = kept.split_whitespace().filter_map(known).fold(0, |named, (one, ..)| named | bit(*one));
        Ok(if named == 0 { Self::ALL } else { Self(named) })
    }
}

fn bit(section: Section) -> u16 {
    1 << SECTIONS.iter().position(|(known, ..)| *known == section).expect("each is listed")
}

/// The longest name of a part at the beginning of the words.
fn name(words: &[&str]) -> Option<(usize, Section)> {
    let typed =
        SECTIONS.iter().flat_map(|(section, _, typed)| typed.iter().map(move |name| (*section, *name)));
    typed
        .filter_map(|(section, name)| Some((begins(words, name)?, section)))
        .max_by_key(|(length, _)| *length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(usize, String)> {
        let words: Vec<&str> = text.split(' ').collect();
        Sections::read(&words).map(|(length, sections)| (length, sections.said()))
    }

    #[test]
    fn some_or_all_but_some() {
        assert_eq!(read("only cold and warm in fintech"), Some((4, "only cold and warm".to_owned())));
        assert_eq!(read("without content"), Some((2, "without content".to_owned())));
        assert_eq!(read("just the missing roles"), Some((4, "only accounts".to_owned())));
        assert_eq!(
            read("without the pictures content or priming"),
            Some((6, "without pictures, content and priming".to_owned()))
        );
        for none in ["only fintech", "cold", "without", "in fintech", "only", "only if not empty"] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_kept_is_what_was_chosen() {
        for bits in 1..=Sections::ALL.0 {
            let sections = Sections(bits);
            assert_eq!(sections.to_string().parse(), Ok(sections));
        }
        assert_eq!("".parse(), Ok(Sections::ALL));
        assert_eq!("of-another-version".parse(), Ok(Sections::ALL));
    }
}
