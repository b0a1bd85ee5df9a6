//! Where Mandorla lives in chats: who let it in, who is who there, what lies there already, and what was taken up.
//!
//! A platform goes by its name in lower case: slack, teams, discord. Tokens come and go sealed; nothing here can read
//! them.

pub mod handled;
pub mod installations;
pub mod members;
pub mod once;
pub mod uploads;
