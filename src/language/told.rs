//! Sentences that are no questions: what somebody tells of themselves, and what they ask to be done.

use super::tokens::Token;

/// Words before what counts.
const OPENINGS: &[&str] = &[
    "hey",
    "hi",
    "hello",
    "fyi",
    "ok",
    "okay",
    "so",
    "well",
    "please",
    "pls",
    "bot",
    "also",
    "btw",
    "and",
    "good",
    "morning",
    "afternoon",
    "evening",
    "mandorla",
];

/// Whether a word only leads to what is said.
pub(super) fn is_opening(token: &Token) -> bool {
    OPENINGS.contains(&token.word.as_str())
}

/// "I called Colin Cold", "just got off the phone with Colin", "had a call with Colin".
pub(super) fn told(tokens: &[Token]) -> bool {
    const BETWEEN: &[&str] = &[
        "just",
        "have",
        "today",
        "yesterday",
        "this",
        "morning",
        "finally",
        "already",
        "quickly",
        "now",
        "earlier",
    ];
    const DID: &[&str] = &[
        "called",
        "phoned",
        "rang",
        "dialled",
        "dialed",
        "met",
        "spoke",
        "spoken",
        "talked",
        "emailed",
        "mailed",
        "messaged",
        "pinged",
        "texted",
        "inmailed",
        "had",
        "left",
        "got",
        "sent",
        "held",
        "did",
        "caught",
        "visited",
        "contacted",
        "reached",
        "pitched",
        "demoed",
        "connected",
        "chatted",
        "followed",
        "wrote",
        "hung",
    ];
    // Of these, "contacted Colin" and "reached Colin" are how people ask in short.
    const SHORT: &[&str] = &["contacted", "reached", "did", "got", "followed", "connected", "pitched"];
    let mut words =
        tokens.iter().map(|token| token.word.as_str()).skip_while(|word| OPENINGS.contains(word)).peekable();
    let mut said_who = false;
    while let Some(word) = words.next_if(|word| matches!(*word, "i" | "we") || BETWEEN.contains(word)) {
        said_who |= matches!(word, "i" | "we" | "just");
    }
    // "Ravi and I met today"
    let together = tokens
        .windows(3)
        .any(|three| three[0].word == "and" && three[1].word == "i" && DID.contains(&three[2].word.as_str()));
    (together || words.next().is_some_and(|word| DID.contains(&word) && (said_who || !SHORT.contains(&word))))
        && !tokens.iter().any(|token| matches!(token.word.as_str(), "never" | "nobody" | "neither"))
}

/// "We called Northwind": who did it is said, and it is a touch that is told.
pub(super) fn tells_of_oneself(tokens: &[Token]) -> bool {
    let first = tokens.iter().find(|token| !is_opening(token));
    first.is_some_and(|token| matches!(token.word.as_str(), "i" | "we")) && told(tokens)
}

/// "Could you show …", "please list …": whom it is for is courtesy.
pub(super) fn is_request(tokens: &[Token]) -> bool {
    const REQUESTS: &[&str] = &[
        "can",
        "could",
        "would",
        "will",
        "show",
        "list",
        "give",
        "get",
        "find",
        "pull",
        "check",
        "look",
        "tell",
        "fetch",
        "bring",
        "display",
        "export",
        "lookup",
        "log",
        "record",
        "add",
        "note",
        "download",
        "break",
        "rank",
        "compare",
        "plot",
        "chart",
        "sort",
        "split",
        "provide",
        "summarise",
        "summarize",
        "name",
        "pass",
    ];
    tokens
        .iter()
        .map(|token| token.word.as_str())
        .find(|word| !OPENINGS.contains(word))
        .is_some_and(|word| REQUESTS.contains(&word))
}

/// Whether a text begins with the word at `at`, but for greetings.
pub(super) fn opens(tokens: &[Token], at: usize) -> bool {
    tokens[..at].iter().all(is_opening)
}

/// Whether a text begins as questions do; "could you add …" is none.
pub(super) fn is_question(tokens: &[Token]) -> bool {
    const OPENINGS: &[&str] = &[
        "is", "are", "was", "were", "has", "have", "had", "did", "does", "who", "whom", "whose", "what",
        "which", "how", "when", "why", "where", "should",
    ];
    tokens
        .iter()
        .find(|token| !is_opening(token))
        .is_some_and(|token| OPENINGS.contains(&token.word.as_str()))
}

/// Whether a class of words orders a change.
pub(super) fn is_action(class: &str) -> bool {
    matches!(class, "log" | "mark" | "add" | "remove" | "take" | "move" | "drop")
}
