//! What went wrong at Microsoft, sorted by what can be done about it.

use std::{fmt, time::Duration};

use serde::Deserialize;

/// A call that failed for good, or for longer than we wait. Shown, it is a sentence with the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub kind: Kind,
    /// Microsoft's own word (`ConversationNotFound`, `invalid_client`), or ours where it said nothing: `http_502`,
    /// `timeout`, `unreachable`, `foreign_address`.
    pub code: String,
    /// It may have been carried out nevertheless: the answer was lost.
    pub doubt: bool,
}

/// What can be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// We said too much, or Teams is busy: again after this time.
    Busy { after: Duration },
    /// Our token, our secret or our certificate is not taken.
    Auth,
    /// The conversation is not there, or not for us.
    Gone,
    /// Something in a conversation is not there: a message, somebody.
    Missing,
    /// Teams does not take the message: too large, or a card that it cannot show.
    Unfit,
    /// A fault of ours.
    Refused,
    /// No answer, half of one, or Microsoft's own failure.
    Unreachable,
}

/// Microsoft's words for a conversation that is over, and not only something in it:
/// <https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis>
const OVER: [&str; 2] = ["ConversationNotFound", "BotNotInConversationRoster"];

/// Where a limit was hit and no `Retry-After` came along.
const UNTOLD: Duration = Duration::from_secs(1);

/// How the connector says what went wrong.
#[derive(Deserialize)]
struct Said {
    error: SaidError,
}

#[derive(Deserialize)]
struct SaidError {
    code: String,
}

impl Trouble {
    pub(super) fn new(kind: Kind, code: impl Into<String>) -> Self {
        Self { kind, code: code.into(), doubt: false }
    }

    /// What a status of the connector means; which of them pass is told at
    /// <https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#handle-http-429-responses>.
    pub(super) fn said(status: u16, after: Option<Duration>, body: &[u8]) -> Self {
        let code = serde_json::from_slice(body)
            .map_or_else(|_| format!("http_{status}"), |said: Said| said.error.code);
        let kind = match status {
            401 => Kind::Auth,
            404 if !OVER.contains(&code.as_str()) => Kind::Missing,
            403 | 404 => Kind::Gone,
            400 | 413 => Kind::Unfit,
            412 | 429 | 502 | 503 | 504 => Kind::Busy { after: after.unwrap_or(UNTOLD) },
            500.. => Kind::Unreachable,
            _ => Kind::Refused,
        };
        Self::new(kind, code)
    }

    /// Microsoft did not give us a token. `code` is its word for it.
    pub(in crate::chat::teams) fn denied(status: u16, code: &str) -> Self {
        Self::new(if status == 429 || status >= 500 { Kind::Unreachable } else { Kind::Auth }, code)
    }

    pub(in crate::chat::teams) fn unreachable(error: reqwest::Error) -> Self {
        let code = if error.is_timeout() { "timeout" } else { "unreachable" };
        Self::new(Kind::Unreachable, code)
    }

    /// Whether it may pass by itself.
    pub(super) fn passes(&self) -> bool {
        matches!(self.kind, Kind::Busy { .. } | Kind::Unreachable)
    }
}

impl std::error::Error for Trouble {}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = &self.code;
        match self.kind {
            Kind::Busy { after } => {
                write!(
                    out,
                    "Teams asks us to slow down ({code}): try again in {} seconds",
                    after.as_secs().max(1)
                )
            }
            Kind::Auth => write!(
                out,
                "Microsoft does not accept our sign-in ({code}): check the bot's id, its tenant, and that its secret or \
                 certificate has not run out"
            ),
            Kind::Gone => write!(
                out,
                "Mandorla is not in that conversation ({code}): add the app to it, then ask again"
            ),
            Kind::Missing => write!(out, "Teams does not find it there any more ({code}): ask again"),
            Kind::Refused if code == "foreign_address" => {
                write!(out, "the address is none of Microsoft's: nothing was sent there")
            }
            Kind::Unfit | Kind::Refused => {
                write!(
                    out,
                    "Teams refused what we sent ({code}): look into our log, and tell whoever runs Mandorla"
                )
            }
            Kind::Unreachable => write!(out, "Teams could not be reached ({code}): try again in a minute"),
        }
    }
}
