//! The chats: each turns what people say into an `Ask`, and a `Card` into what its platform shows.
pub mod console;
pub mod text;
