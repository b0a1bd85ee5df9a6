//! Names as people shorten them.

use super::general::{CHANNELS, PURPOSES};
use crate::vocabulary::MONTHS;

/// "Quarry Insurance S.p.A." as people say it: "quarry insurance". Folded, as is what it is given. Only of several
/// words: what is left of the others is found as a part of the name, and may be a word of anybody's.
pub(super) fn without_legal_form(folded: &str) -> Option<&str> {
    const FORMS: &[&str] = &[
        "s p a", "spa", "s r l", "srl", "a s", "a b", "ab", "ag", "gmbh", "kg", "se", "ltd", "limited",
        "llc", "inc", "plc", "corp", "co", "s a", "sa", "sas", "s a s", "sarl", "b v", "bv", "n v", "nv",
        "oy", "aps", "s r o", "sro", "sp z o o", "pty", "s l", "sl", "lda", "kft",
    ];
    let short = FORMS.iter().find_map(|form| folded.strip_suffix(form)?.strip_suffix(' '))?;
    short.contains(' ').then_some(short)
}

/// "Customer Stories Q3 2026" as people say it: "customer stories q3", "customer stories". Folded, as is what it is
/// given. Only of several words, and none that mean something whatever the workspace: "brand campaign".
pub(super) fn without_its_time(folded: &str) -> Vec<String> {
    const SEASONS: &[&str] = &["spring", "summer", "autumn", "fall", "winter"];
    let is_time = |word: &str| {
        let number = word.trim_start_matches(['q', 'h', 'v', 'k', 'w']);
        MONTHS.contains(&word) || SEASONS.contains(&word) || number.parse::<u16>().is_ok()
    };
    let general = |name: &str| {
        let channel = CHANNELS.iter().any(|(_, words)| words.contains(&name));
        channel || PURPOSES.iter().any(|(_, words)| words.contains(&name))
    };
    let mut shorter = Vec::new();
    let mut words: Vec<&str> = folded.split(' ').collect();
    while words.last().is_some_and(|word| is_time(word)) {
        words.pop();
        shorter.push(words.clone());
    }
    if words.first().is_some_and(|word| SEASONS.contains(word)) {
        shorter.push(words[1..].to_vec());
    }
    shorter.retain(|words| words.len() > 1 && !words.iter().all(|word| is_time(word)));
    let names = shorter.into_iter().map(|words| words.join(" "));
    names.filter(|name| !general(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::fold;

    #[test]
    fn a_legal_form_need_not_be_said() {
        for (name, short) in [
            ("Quarry Insurance S.p.A.", Some("quarry insurance")),
            ("Birch Finance a.s.", Some("birch finance")),
            ("Oak & Sons GmbH", Some("oak sons")),
            ("Insurance GmbH", None), // a word of anybody's
            ("Quarry Insurance", None),
            ("Big Tobacco", None), // "co" is a part of a word
        ] {
            assert_eq!(without_legal_form(&fold(name)), short, "{name}");
        }
    }

    #[test]
    fn when_a_campaign_ran_need_not_be_said() {
        for (name, short) in [
            ("Customer Stories Q3 2026", &["customer stories q3", "customer stories"][..]),
            ("Autumn Benchmark Report 2025", &["autumn benchmark report", "benchmark report"]),
            ("Spring Launch 2026", &["spring launch"]), // not every launch
            ("Spring 2026", &[]),
            ("Brand Campaign 2026", &[]), // brand marketing
            ("Fintech Newsletter", &[]),
        ] {
            assert_eq!(without_its_time(&fold(name)), short, "{name}");
        }
    }
}
