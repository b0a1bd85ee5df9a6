//! What is done with digests that are there: list, pause, resume, stop; and the digest once, now or as a preview.

use super::{Trouble, Typed, split::Split};

const NOW: &[&str] = &["now", "send now", "post now", "run now", "send it now", "post it now", "right now"];
const PREVIEW: &[&str] = &["preview", "show", "show me", "show preview", "show a preview", "test"];
const LIST: &[&str] = &[
    "list",
    "ls",
    "list all",
    "show all",
    "subscriptions",
    "list digests",
    "list subscriptions",
    "show list",
];
const HELP: &[&str] = &["", "help", "?", "usage", "help me", "how", "digest"];
const PAUSE: &[&str] = &["pause", "mute", "suspend"];
const RESUME: &[&str] = &["resume", "unpause", "continue", "unmute", "restart"];
const STOP: &[&str] = &["stop", "unsubscribe", "cancel", "remove", "delete"];
/// What is done with one digest.
const NUMBERED: &[Verbs] = &[(PAUSE, Typed::Pause), (RESUME, Typed::Resume), (STOP, Typed::Stop)];
type Verbs = (&'static [&'static str], fn(Option<u32>) -> Typed);

/// What may stand around the number of a digest.
const AROUND: &[&str] =
    &["the", "this", "it", "digest", "please", "number", "no", "nr", "my", "our", "from", "to"];

/// What was typed as one of these; `None` if it begins and ends like none of them.
pub fn read(split: &Split) -> Option<Result<Typed, Trouble>> {
    let words = split.words();
    let words = words.as_slice();
    let whole = words.join(" ");
    if HELP.contains(&whole.as_str()) {
        return Some(Ok(Typed::Help));
    }
    if LIST.contains(&whole.as_str()) {
        return Some(Ok(Typed::List));
    }
    let first = *words.first()?;
    for (verbs, typed) in NUMBERED {
        if verbs.contains(&first) {
            return Some(number(&words[1..], verbs[0]).map(typed));
        }
    }
    if let Some(rest) = without(words, PREVIEW) {
        let (sections, rest) = split.sections(&rest);
        return Some(Ok(Typed::Preview { filters: split.typed(&rest), sections }));
    }
    let (sections, rest) = split.sections(&without(words, NOW)?);
    Some(Ok(Typed::Now { filters: split.typed(&rest), sections }))
}

/// The words besides one of these phrases at the beginning, or its one word at the end.
fn without(words: &[&str], phrases: &[&str]) -> Option<Vec<usize>> {
    let begins = |phrase: &&&str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.starts_with(&phrase)
    };
    if let Some(longest) = phrases.iter().filter(begins).max_by_key(|phrase| phrase.len()) {
        return Some((longest.split(' ').count()..words.len()).collect());
    }
    let (last, before) = words.split_last()?;
    (*last == phrases[0]).then(|| (0..before.len()).collect())
}

/// The number of a digest, if one is named.
fn number(words: &[&str], verb: &str) -> Result<Option<u32>, Trouble> {
    let mut named = words.iter().filter(|word| !AROUND.contains(word));
    let Some(number) = named.next() else { return Ok(None) };
    match number.trim_start_matches('#').parse() {
        Ok(number) if number > 0 && named.next().is_none() => Ok(Some(number)),
        _ => {
            let what = format!("After “{verb}” comes the number of one digest, as “list” shows it.");
            Err(Trouble::whole(what, format!("{verb} 1")))
        }
    }
}
