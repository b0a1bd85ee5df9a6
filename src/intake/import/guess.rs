//! A name for somebody of whom only a key is known: better than the key, and replaced by the first file that knows.

use crate::identity::Email;

/// `patricia.prospect@…` is "Patricia Prospect".
pub(super) fn name_of_email(email: &Email) -> String {
    let local = email.as_str().split('@').next().unwrap_or_default();
    readable(local.split('+').next().unwrap_or(local)).unwrap_or_else(|| email.as_str().to_owned())
}

/// `linkedin.com/in/patricia-prospect-1a2b3c` is "Patricia Prospect".
pub(super) fn name_of_profile(profile: &str) -> String {
    let slug = profile.rsplit('/').next().unwrap_or(profile);
    readable(slug).unwrap_or_else(|| slug.to_owned())
}

/// The words of a key that have no digits in them, each with a capital. `None` if nothing is left.
fn readable(key: &str) -> Option<String> {
    let words = key
        .split(['.', '-', '_', ' '])
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()));
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    };
    let name = words.map(capital).collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_names() {
        let name = |email: &str| name_of_email(&Email::parse(email).unwrap());
        assert_eq!(name("patricia.prospect@northwind.example"), "Patricia Prospect");
        assert_eq!(name("sean_obrien+news@northwind.example"), "Sean Obrien");
        assert_eq!(name("4711@northwind.example"), "4711@northwind.example");
        assert_eq!(name_of_profile("linkedin.com/in/patricia-prospect-1a2b3c"), "Patricia Prospect");
        assert_eq!(name_of_profile("linkedin.com/in/12345"), "12345");
    }
}
