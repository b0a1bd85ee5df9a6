//! Expressions with a meaning of their own: "in market", "target accounts", "brand against demand".

use super::units::{By, Meaning, Value};
use crate::vocabulary::Market;

/// What some neighbouring words mean together, whatever the workspace.
pub(super) fn fixed(words: &[&str]) -> Option<Meaning> {
    match words {
        ["entered" | "entering" | "into", "market"]
        | ["entered" | "entering" | "into", "the", "market"]
        | ["in", "market"]
        | ["in", "the", "market"]
        | ["back", "in", "market"]
        | ["in", "market", "few" | "minority"]
        | ["within", "market"] => Some(Meaning::Value(Value::Market(Market::In))),
        ["out", "of", "market"]
        | ["left" | "leaving", "market"]
        | ["left" | "leaving", "the", "market"]
        | ["out", "of", "the", "market"]
        | ["not", "in", "market"]
        | ["not", "in", "the", "market"]
        | ["no", "longer", "in", "market"]
        | ["off", "market"]
        | ["not", "currently", "in", "market"] => Some(Meaning::Value(Value::Market(Market::Out))),
        // The rule of 95 and 5 by its numbers.
        ["95", "out", "of", "market"]
        | ["the", "5", "percent" | "pct"]
        | ["out", "of", "market", "95"]
        | ["95", "who" | "that", "are", "out", "of", "market"]
        | ["5", "who" | "that", "are", "in", "market"] => Some(Meaning::Word("focus")),
        // Published by LinkedIn, of the overlap.
        ["linkedin", "benchmark" | "study" | "figure" | "number" | "average"]
        | ["linkedin", "16"]
        | ["linkedin", "16", "benchmark"]
        | ["linkedin", "16", "percent" | "pct"]
        | ["linkedin", "16", "percent" | "pct", "benchmark"]
        | ["16", "percent" | "pct", "benchmark"]
        | ["the", "16", "percent" | "pct"] => Some(Meaning::Word("measure")),
        ["the", "market", "we", "target"] | ["in", "the", "market", "we", "target"] => {
            Some(Meaning::Value(Value::Target))
        }
        ["inside" | "within", rest @ ..] if is_target(rest) => Some(Meaning::Value(Value::Target)),
        ["marketing" | "mktg", "channel" | "channels"] => Some(Meaning::By(By::Channel, false)),
        ["target", "market" | "mkt"]
        | ["target", "accounts"]
        | ["target", "account"]
        | ["target", "companies"]
        | ["target", "list"]
        | ["a", "target"]
        | [
            "target",
            "people" | "contacts" | "persons" | "personas" | "folks" | "prospects" | "buyers"
            | "stakeholders",
        ]
        | ["target", "account", "list"] => Some(Meaning::Value(Value::Target)),
        ["outside", rest @ ..]
        | ["out", "of", rest @ ..]
        | ["not", "in", rest @ ..]
        | ["not", "on", rest @ ..]
        | ["beyond", rest @ ..]
        | ["not", "part", "of", rest @ ..]
            if is_target(rest) =>
        {
            Some(Meaning::Word("outside"))
        }
        ["non" | "off" | "not", rest @ ..] if is_target(rest) => Some(Meaning::Word("outside")),
        ["brand", "demand"] | ["brand", "against" | "and" | "vs" | "versus" | "or" | "with", "demand"] => {
            Some(Meaning::By(By::Purpose, false))
        }
        ["account", "executive" | "executives"]
        | ["account", "manager" | "managers"]
        | ["sales", "rep" | "person"] => Some(Meaning::By(By::Seller, false)),
        _ => None,
    }
}

/// "The target market", "our target list".
fn is_target(words: &[&str]) -> bool {
    let words = match words {
        ["of", rest @ ..] => rest,
        words => words,
    };
    let words = match words {
        ["the" | "our" | "a" | "one", rest @ ..] => rest,
        words => words,
    };
    matches!(
        words,
        ["target" | "targets"]
            | [
                "target",
                "people" | "company" | "market" | "mkt" | "list" | "accounts" | "account" | "companies"
            ]
            | ["target", "account", "list"]
    )
}
