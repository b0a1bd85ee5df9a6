//! Digests: who gets one where and when, which of them are due, and what became of each.
//!
//! A subscription is a row that says when it is due next. When that comes, `due` makes an occurrence of it, once for
//! all replicas; `claims` lends an occurrence to one replica at a time, and takes from nobody else what became of it.
//! Instants are microseconds since 1970.

mod claims;
mod due;
mod health;
mod owners;
mod subscriptions;

pub use claims::{
    Attempt, Claimed, Held, Key, Lease, Marked, Progress, State, attempts, claim, give_back, mark, renew,
    save,
};
pub use due::{Due, Next, Open, begin, begin_now, due, next_look, open};
pub use health::{Failed, Health, failed, health};
pub use owners::{has_left, heirs, inherit};
pub use subscriptions::{
    Last, New, Subscribed, Subscription, add, find, list, pause, resume, standing, stop, subscribe,
};
