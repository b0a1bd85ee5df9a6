//! Whether a request comes from Microsoft: its token, the keys that Microsoft signs with, and what both are bound to.
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot>

mod keys;
pub(super) mod provider;
mod verify;

pub use keys::{Keys, OPENID_URL};
pub use verify::{Proof, Refused, Verifier};
