//! "Has marketing reached Lukasz Nowak?" must find Łukasz, but the importer must not merge Дмитрий with
//! somebody whose name only looks or sounds like his. So there are two foldings: [`name_key`] for comparing
//! names inside one company, which keeps scripts apart, and [`fold`] for searching, which does not.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;

/// A name for careful comparison: case, accents and punctuation gone, the script kept.
///
/// Cyrillic "Анна" and Latin "Anna" stay two names: keys decide who is who, never likeness.
pub fn name_key(name: &str) -> String {
    let letters = name.nfkc().flat_map(char::to_lowercase).nfd().filter(|letter| !is_accent(*letter)).nfc();
    let mut words = Words::default();
    for letter in letters {
        match latin_twin(letter) {
            Some(twin) => words.push_str(twin),
            None if letter.is_alphanumeric() || is_mark(letter) => words.push(letter),
            None if is_silent(letter) => {}
            None => words.end_word(),
        }
    }
    words.text.nfc().collect()
}

/// A name, or what somebody typed for one, for searching: only `[a-z0-9]` words with one space between.
/// Never decides that two people are one.
pub fn fold(text: &str) -> String {
    let mut words = Words::default();
    for letter in text.nfkc().filter(|letter| !is_emoji(*letter)) {
        if letter.is_ascii_alphanumeric() {
            words.push(letter.to_ascii_lowercase());
        } else if is_silent(letter) || is_accent(letter) {
            continue;
        } else if letter.is_alphanumeric() {
            for plain in deunicode_char(letter).unwrap_or(" ").chars() {
                match plain {
                    '\'' | '`' => {} // a soft sign or a glottal stop, not the end of a word
                    _ if plain.is_ascii_alphanumeric() => words.push(plain.to_ascii_lowercase()),
                    _ => words.end_word(),
                }
            }
        } else if !is_mark(letter) {
            words.end_word();
        }
    }
    words.text
}

/// "EXAMPLE, Jordan" as people say it: "Jordan Example". Everything else keeps its words and loses surplus
/// white space.
pub fn natural_order(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((family, given)) = name.split_once(',') else {
        return name;
    };
    let (family, given) = (family.trim(), given.trim());
    if family.is_empty() || given.is_empty() || given.contains(',') || is_suffix(given) {
        return name;
    }
    let shouted = family.chars().filter(|letter| letter.is_alphabetic()).count() > 1
        && !family.chars().any(char::is_lowercase)
        && given.chars().any(char::is_lowercase);
    if shouted { format!("{given} {}", capitalised(family)) } else { format!("{given} {family}") }
}

/// A first and a last name as one; a first name that holds both ("EXAMPLE, Jordan") is put in order.
pub fn full_name(first: &str, last: &str) -> String {
    match (first.trim(), last.trim()) {
        (only, "") | ("", only) => natural_order(only),
        (first, last) => natural_order(&format!("{first} {last}").replace(',', " ")),
    }
}

/// Words joined by one space each, none at the ends.
#[derive(Default)]
struct Words {
    text: String,
    pending: bool,
}

impl Words {
    fn push(&mut self, letter: char) {
        if std::mem::take(&mut self.pending) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push(letter);
    }

    fn push_str(&mut self, letters: &str) {
        letters.chars().for_each(|letter| self.push(letter));
    }

    fn end_word(&mut self) {
        self.pending = true;
    }
}

/// Marks that only colour a letter. The vowel signs of Indic scripts and the like are letters in their own
/// right and stay.
fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{652}'
        | '\u{670}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// What vanishes without ending a word: apostrophes and everything without width.
fn is_silent(letter: char) -> bool {
    matches!(letter,
        '\'' | '`' | '´' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BB}'..='\u{2BD}' | '\u{AD}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn is_emoji(letter: char) -> bool {
    matches!(letter,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{20E3}' | '\u{200D}' | '\u{FE0F}'
        | '\u{E0020}'..='\u{E007F}')
}

/// Latin letters that no normalisation takes apart.
fn latin_twin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ı' => "i",
        'ĸ' => "k",
        'ς' => "σ",
        _ => return None,
    })
}

/// What follows a comma without being a first name.
fn is_suffix(text: &str) -> bool {
    const SUFFIXES: [&str; 19] = [
        "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "msc", "bsc", "ma", "esq", "cpa", "cfa", "pmp",
        "dr", "inc", "llc", "ltd",
    ];
    let bare: String = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    SUFFIXES.iter().any(|suffix| bare.eq_ignore_ascii_case(suffix))
}

/// "O'BRIEN-SMITH" as "O'Brien-Smith".
fn capitalised(shouted: &str) -> String {
    let mut text = String::with_capacity(shouted.len());
    let mut inside = false;
    for letter in shouted.chars() {
        if inside {
            text.extend(letter.to_lowercase());
        } else {
            text.push(letter);
        }
        inside = letter.is_alphabetic();
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_and_punctuation_do_not_tell_names_apart() {
        for (left, right) in [
            ("Łukasz  Nowak", "lukasz nowak"),
            ("Seán O’Brien", "SEAN O'BRIEN"),
            ("Jürgen Groß", "jurgen gross"),
            ("Søren Ærø", "soren aero"),
            ("Zoe\u{308} Müller", "Zoë Muller"),
            ("Smith-Jones, Anna", "smith jones anna"),
            ("ＡＮＮＡ", "anna"),
        ] {
            assert_eq!(name_key(left), name_key(right), "{left}");
        }
    }

    #[test]
    fn scripts_stay_apart_in_the_key() {
        assert_ne!(name_key("Анна"), name_key("Anna"));
        assert_ne!(name_key("Раtriсiа"), name_key("Patricia")); // Cyrillic look-alikes inside
        assert_ne!(name_key("किरण"), name_key("करण"));
        assert_ne!(name_key("が"), name_key("か"));
        assert_eq!(name_key("김민준"), "김민준");
    }

    #[test]
    fn searching_is_generous() {
        for (typed, folded) in [
            ("Łukasz", "lukasz"),
            ("Straße", "strasse"),
            ("Дмитрий", "dmitrii"),
            ("Patricia 🎉 Prospect!", "patricia prospect"),
            ("  Seán O’Brien ", "sean obrien"),
            ("Café-Azul", "cafe azul"),
            ("北京", "bei jing"),
            ("👩‍💻", ""),
        ] {
            assert_eq!(fold(typed), folded, "{typed}");
        }
    }

    #[test]
    fn family_name_first_is_turned() {
        for (written, said) in [
            ("EXAMPLE, Jordan", "Jordan Example"),
            ("O'BRIEN-SMITH, Seán", "Seán O'Brien-Smith"),
            ("van Dyke, Anna", "Anna van Dyke"),
            ("Jordan  Example", "Jordan Example"),
            ("Jordan Example, Ph.D.", "Jordan Example, Ph.D."),
            (",", ","),
        ] {
            assert_eq!(natural_order(written), said, "{written}");
        }
        assert_eq!(full_name("EXAMPLE, Jordan", ""), "Jordan Example");
        assert_eq!(full_name("Jordan", "Example"), "Jordan Example");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in any::<String>()) {
            let key = name_key(&name);
            prop_assert_eq!(name_key(&key), key);
            let folded = fold(&name);
            let plain = |letter: char| matches!(letter, ' ' | '0'..='9' | 'a'..='z');
            prop_assert!(folded.chars().all(plain));
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
            prop_assert_eq!(fold(&folded), folded);
            let _ = full_name(&name, &natural_order(&name));
        }
    }
}
