//! Digests arrive once, at the right local hour, or somebody is told why not: on both databases, with a chat that
//! fails in every way.

#[path = "../support/mod.rs"]
mod support;

mod days;
mod failures;
mod replicas;
mod seeds;
mod stand_in;
mod subscriptions;
mod world;
