//! Who is who: the keys a person or a company is known by, and the names people type. Pure; no I/O.
//!
//! Two rows are the same person when a *key* says so (e-mail, LinkedIn address), never because two names look
//! alike. [`name_key`] is careful and keeps scripts apart; [`fold`] is generous and only for searching.

pub mod countries;
mod domains;
mod keys;
mod names;

pub use domains::{domain, free_mail, registrable};
pub use keys::{Email, linkedin};
pub use names::{fold, full_name, name_key, natural_order};
