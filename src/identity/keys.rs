//! A list says `MAILTO:Patricia.Prospect@Northwind.Example`, a CRM `patricia.prospect@northwind.example`, a
//! browser `https://uk.linkedin.com/in/Patricia-Prospect/?trk=x`: each key has one normal form, and every
//! function here is idempotent: the normal form normalises to itself.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::domains::{push_host, without_scheme};

/// The longest local part of an address, in bytes (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// Longer than any profile address seen; guards the key column.
const LONGEST_SLUG: usize = 200;

/// An e-mail address in its normal form: lower-case, the domain in ASCII. Plus-addresses are kept apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address as people paste it: `mailto:`, `Patricia <p@x.example>`, capitals, spaces around it.
    /// `None` for what is no address.
    pub fn parse(written: &str) -> Option<Self> {
        let bare = unwrap_address(written);
        let (local, host) = bare.rsplit_once('@')?;
        if !fits_before_at(local) {
            return None;
        }
        let mut address = String::with_capacity(bare.len());
        address.push_str(local);
        if local.is_ascii() {
            address.make_ascii_lowercase();
        } else {
            address = lower(local);
        }
        if address.len() > LONGEST_LOCAL {
            return None;
        }
        address.push('@');
        push_host(host, &mut address)?;
        Some(Self(address))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }

    /// The address as an owned string.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

impl AsRef<str> for Email {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A profile address as `linkedin.com/in/slug`. `None` for company pages, old `/pub/` addresses, Sales
/// Navigator's `/sales/lead/` ids, and anything that is not LinkedIn: none of them is a key of a person.
pub fn linkedin(written: &str) -> Option<String> {
    let address = without_scheme(written.trim());
    let address = address.split(['?', '#']).next()?;
    let (host, path) = address.split_once('/')?;
    let host = host.to_ascii_lowercase();
    if host != "linkedin.com" && !host.ends_with(".linkedin.com") {
        return None;
    }
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let mut step = steps.next()?;
    if step.eq_ignore_ascii_case("comm") || step.eq_ignore_ascii_case("mwlite") {
        step = steps.next()?; // addresses from notification mails and the mobile site
    }
    if !step.eq_ignore_ascii_case("in") {
        return None;
    }
    let slug = lower(&percent_decoded(steps.next()?)?);
    let odd =
        |letter: char| letter.is_whitespace() || letter.is_control() || "/?#%\\\"<>,;@".contains(letter);
    let fits = !slug.is_empty() && slug.len() <= LONGEST_SLUG && !slug.contains(odd);
    fits.then(|| format!("linkedin.com/in/{slug}"))
}

/// The address inside `mailto:…?subject=`, `Name <…>` and quotes.
fn unwrap_address(written: &str) -> &str {
    let mut bare = written.trim_matches(invisible);
    if let Some((_, rest)) = bare.rsplit_once('<') {
        bare = rest.split_once('>').map_or(rest, |(inside, _)| inside).trim();
    }
    match bare.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            let rest = &bare[7..];
            rest.split_once('?').map_or(rest, |(address, _)| address).trim()
        }
        _ => bare,
    }
}

/// White space, and the marks without width that come along when an address is copied from a web page.
fn invisible(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// What may stand before the `@` without quotes; letters of every script may (RFC 6531).
fn fits_before_at(local: &str) -> bool {
    let fits = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' | '+' => true,
        '!'..='~' => !"()<>[]{},;:\\\"@".contains(letter),
        _ => !letter.is_ascii() && !letter.is_control() && !invisible(letter),
    };
    let mut before = '.'; // so that a dot may not stand first, nor behind another
    for letter in local.chars() {
        if !fits(letter) || (letter == '.' && before == '.') {
            return false;
        }
        before = letter;
    }
    before != '.'
}

/// Lower-case and composed, so that two ways to write an accent are one.
fn lower(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// Decodes `%C3%A9`; `None` if what comes out is no UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', &[high, low, ref after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                bytes.push(u8::try_from(digit(high)? * 16 + digit(low)?).ok()?);
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::domain;

    #[test]
    fn one_address_however_it_was_pasted() {
        let written = [
            "Patricia.Prospect@Northwind.Example",
            " mailto:patricia.prospect@northwind.example?subject=Hello ",
            "Patricia Prospect <patricia.prospect@NORTHWIND.example>",
            "<patricia.prospect@northwind.example.>",
            "\u{200B}patricia.prospect@northwind.example\u{A0}",
        ];
        for address in written {
            let parsed = Email::parse(address).map(Email::into_string);
            assert_eq!(parsed.as_deref(), Some("patricia.prospect@northwind.example"), "{address}");
        }
    }

    #[test]
    fn plus_addresses_stay_apart_and_domains_become_ascii() {
        assert_eq!(Email::parse("p+news@x.example").unwrap().as_str(), "p+news@x.example");
        assert_eq!(Email::parse("p@Bücher.example").unwrap().domain(), "xn--bcher-kva.example");
    }

    #[test]
    fn what_is_no_address() {
        for written in [
            "",
            "@",
            "p@",
            "@x.example",
            "p@localhost",
            "p@127.0.0.1",
            "a b@x.example",
            "p@x..example",
            "n/a",
            ".p@x.example",
            "p@-x.example",
            "p@[::1]",
            "a@b@",
            "p;q@x.example",
            "p@x_y.example",
        ] {
            assert_eq!(Email::parse(written), None, "{written}");
        }
    }

    #[test]
    fn one_profile_however_it_was_copied() {
        for written in [
            "https://www.linkedin.com/in/Zo%C3%AB-Muller/",
            "http://uk.linkedin.com/in/zo%c3%ab-muller?trk=people#top",
            "linkedin.com/in/zoë-muller/en",
            "//m.linkedin.com/in/ZOE\u{308}-MULLER",
            "https://www.linkedin.com/comm/in/zoë-muller",
        ] {
            assert_eq!(linkedin(written).as_deref(), Some("linkedin.com/in/zoë-muller"), "{written}");
        }
    }

    #[test]
    fn what_is_no_profile() {
        for written in [
            "",
            "linkedin.com",
            "linkedin.com/in/",
            "https://linkedin.com/company/northwind",
            "in/patricia",
            "https://www.linkedin.com/pub/patricia/1/2/3",
            "https://www.linkedin.com/sales/lead/ACwAAA,NAME",
            "https://linkedin.com.evil.example/in/patricia",
            "https://notlinkedin.com/in/patricia",
            "linkedin.com/in/%FF",
        ] {
            assert_eq!(linkedin(written), None, "{written}");
        }
    }

    proptest! {
        #[test]
        fn normal_forms_stay(
            written in "\\PC*|[a-zA-Zé%@.<>:+/-]{0,30}|[a-zé]{1,5}@[a-zü.]{1,9}\\.[a-z]{2}",
        ) {
            if let Some(email) = Email::parse(&written) {
                prop_assert_eq!(Email::parse(email.as_str()), Some(email.clone()));
                prop_assert!(domain(email.domain()).is_some());
            }
            if let Some(name) = domain(&written) {
                prop_assert_eq!(domain(&name), Some(name));
            }
        }

        #[test]
        fn profiles_stay(slug in "\\PC{0,20}|(%[0-9A-F]{2}){1,6}|[A-Za-z%İß-]{1,12}") {
            if let Some(key) = linkedin(&format!("https://de.linkedin.com/in/{slug}")) {
                prop_assert_eq!(linkedin(&key), Some(key));
            }
        }

        #[test]
        fn nothing_panics(written in any::<String>()) {
            let _ = (Email::parse(&written), linkedin(&written));
        }
    }
}
