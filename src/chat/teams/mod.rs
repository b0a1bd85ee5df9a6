//! Microsoft Teams: answers as Adaptive Cards, and the package that an admin uploads to have the bot there.

mod icons;
pub mod manifest;
pub mod render;
