//! What went wrong at Slack, sorted by what can be done about it.

use std::{fmt, time::Duration};

/// A call that failed for good, or for longer than we wait. Shown, it is a sentence with the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub kind: Kind,
    /// Slack's own word (`channel_not_found`), or ours where it said nothing: `http_502`, `timeout`, `unreachable`,
    /// `half_answer`.
    pub code: String,
}

/// What can be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// We said too much: again after this time.
    Busy { after: Duration },
    /// The token, or whom it belongs to, is not let in.
    Auth,
    /// The app has not been given this scope.
    Missing(String),
    /// The channel, the user or the file is not there, or not for us.
    NotThere,
    /// Too late: a trigger or a response address lives for a short time and a few uses.
    Expired,
    /// A fault of ours.
    Refused,
    /// No answer, half of one, or Slack's own failure.
    Unreachable,
}

impl Trouble {
    pub(super) fn new(kind: Kind, code: impl Into<String>) -> Self {
        Self { kind, code: code.into() }
    }

    /// What Slack's word means. `needed` is the scope that it names beside `missing_scope`.
    pub(super) fn said(code: &str, needed: Option<&str>) -> Self {
        Self::new(kind(code, needed), code)
    }

    /// Whether it may pass by itself.
    pub fn passes(&self) -> bool {
        matches!(self.kind, Kind::Busy { .. } | Kind::Unreachable)
    }
}

/// Where a limit was hit and no `Retry-After` came along.
pub(super) const UNTOLD: Duration = Duration::from_secs(1);

/// The words are listed with each method, as at <https://docs.slack.dev/reference/methods/chat.postMessage>.
fn kind(code: &str, needed: Option<&str>) -> Kind {
    match code {
        "ratelimited" | "rate_limited" | "accesslimited" => Kind::Busy { after: UNTOLD },
        "missing_scope" => Kind::Missing(needed.unwrap_or("a scope that Slack does not name").to_owned()),
        "invalid_auth"
        | "not_authed"
        | "account_inactive"
        | "token_revoked"
        | "token_expired"
        | "not_allowed_token_type"
        | "no_permission"
        | "org_login_required"
        | "ekm_access_denied"
        | "invalid_refresh_token"
        | "bad_client_secret"
        | "invalid_client_id"
        | "app_not_installed"
        | "team_access_not_granted" => Kind::Auth,
        "channel_not_found"
        | "not_in_channel"
        | "is_archived"
        | "user_not_found"
        | "users_not_found"
        | "user_not_visible"
        | "user_disabled"
        | "user_not_in_channel"
        | "cannot_dm_bot"
        | "thread_not_found"
        | "file_not_found"
        | "file_deleted"
        | "view_not_found" => Kind::NotThere,
        _ if code.starts_with("restricted_action") => Kind::NotThere,
        "expired_trigger_id"
        | "exchanged_trigger_id"
        | "invalid_trigger_id"
        | "expired_url"
        | "used_url"
        | "invalid_code"
        | "code_already_used"
        | "code_expired" => Kind::Expired,
        "internal_error"
        | "fatal_error"
        | "service_unavailable"
        | "request_timeout"
        | "team_added_to_org" => Kind::Unreachable,
        _ => Kind::Refused,
    }
}

impl std::error::Error for Trouble {}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = &self.code;
        match &self.kind {
            Kind::Busy { after } => {
                write!(out, "Slack asks us to slow down: try again in {} seconds", after.as_secs().max(1))
            }
            Kind::Auth => not_let_in(code, out),
            Kind::Missing(scope) => write!(
                out,
                "the app lacks the scope {scope}: add it in the app's settings and install the app again"
            ),
            Kind::NotThere => not_there(code, out),
            Kind::Expired => write!(out, "Slack waited too long for us ({code}): ask again"),
            Kind::Refused => refused(code, out),
            Kind::Unreachable => {
                write!(
                    out,
                    "Slack could not be reached ({code}): try again in a minute, or see status.slack.com"
                )
            }
        }
    }
}

fn not_let_in(code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match code {
        "not_allowed_token_type" => {
            write!(out, "Slack wants another kind of token here: xoxb- for the bot, xapp- for Socket Mode")
        }
        "bad_client_secret" | "invalid_client_id" => {
            write!(
                out,
                "Slack does not know our client id and secret ({code}): check both in the app's settings"
            )
        }
        _ => {
            write!(out, "Slack does not accept our token ({code}): install the app again, or check the token")
        }
    }
}

fn not_there(code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match code {
        "not_in_channel" | "channel_not_found" => {
            write!(out, "Mandorla is not in that channel: type /invite @mandorla there, then ask again")
        }
        "is_archived" => write!(out, "the channel is archived: unarchive it, or choose another one"),
        _ if code.starts_with("restricted_action") => {
            write!(out, "the channel does not let apps post ({code}): ask its admin, or choose another one")
        }
        _ => write!(out, "Slack does not find it ({code}): check that it is still there"),
    }
}

fn refused(code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    match code {
        "enterprise_install" => write!(
            out,
            "the app was installed for a whole organisation: install it again and choose a single workspace"
        ),
        "foreign_address" => write!(out, "the address is none of Slack's: nothing was sent there"),
        _ => write!(
            out,
            "Slack refused what we sent ({code}): look into our log, and tell whoever runs Mandorla"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_names_the_next_step() {
        let said = |code: &str| Trouble::said(code, Some("chat:write")).to_string();
        assert!(said("missing_scope").contains("the scope chat:write"));
        assert!(said("not_in_channel").contains("/invite @mandorla"));
        assert!(said("channel_not_found").contains("/invite @mandorla"));
        assert!(said("token_revoked").contains("install the app again"));
        assert!(said("is_archived").contains("unarchive"));
        assert!(said("expired_trigger_id").contains("ask again"));
        assert!(said("internal_error").contains("try again"));
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for code in ["ratelimited", "internal_error", "service_unavailable"] {
            assert!(Trouble::said(code, None).passes(), "{code}");
        }
        for code in ["invalid_auth", "msg_too_long", "invalid_blocks", "not_in_channel", "used_url"] {
            assert!(!Trouble::said(code, None).passes(), "{code}");
        }
    }
}
