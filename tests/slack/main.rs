//! What we say to Slack and how Slack reaches us, against a Slack that lives in this process: it checks what it gets,
//! and fails in all the ways the real one does.

#[path = "../support/binary.rs"]
mod binary;
#[path = "../../src/chat/slack/render/tests/rules.rs"]
mod rules;
mod stand_in;
#[path = "../support/mod.rs"]
mod support;

mod checkup;
mod door;
mod emulate;
mod files;
mod marks;
mod messages;
mod oauth;
mod people;
mod quiet;
mod socket;
mod trying;
mod views;
