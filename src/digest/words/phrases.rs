//! What is said around a schedule: that a digest is wanted, that it may be silent, and words without a meaning here.

/// To say nothing when there is nothing to say.
pub const QUIET: &[&str] = &[
    "unless empty",
    "unless it's empty",
    "unless it is empty",
    "unless nothing",
    "unless nothing to say",
    "unless there's nothing to say",
    "unless there is nothing to say",
    "if not empty",
    "only if not empty",
    "only if there's something to say",
    "only if there is something to say",
    "only when there is something to say",
    "only if there is something",
    "when not empty",
    "skip empty",
    "skip if empty",
    "skip when empty",
    "skip it when empty",
    "quiet",
    "quietly",
    "quiet if empty",
    "quiet when empty",
    "silent",
    "silent if empty",
    "silent when empty",
];

/// A digest is asked for; the defaults will do.
pub const VERBS: &[&str] = &[
    "subscribe",
    "subscribe us",
    "subscribe me",
    "subscribe to",
    "subscribe us to",
    "subscribe this channel",
    "subscribe this channel to",
    "subscribe here",
    "send",
    "send us",
    "send me",
    "post",
    "post it",
    "send it",
    "set up",
    "schedule",
    "start",
    "start a",
    "we want",
    "i want",
    "add",
];

/// What people say besides.
pub const FILLERS: &[&str] = &[
    "please",
    "digest",
    "a digest",
    "the digest",
    "an alignment digest",
    "the alignment digest",
    "alignment digest",
    "alignment",
    "in this channel",
    "to this channel",
    "into this channel",
    "this channel",
    "here",
    "in here",
    "or its last day",
    "a",
    "in the morning",
    "morning",
    "mornings",
    "with",
];

/// Words that join parts, and say nothing themselves where a part follows.
pub const JOINING: &[&str] = &["on", "every", "each", "and", "the", "then", "of", "a", "-"];
