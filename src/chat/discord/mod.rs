//! Discord: how a card looks there. Its doors are still to come.

pub mod render;
