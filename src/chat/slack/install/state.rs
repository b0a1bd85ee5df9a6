//! That whoever comes back from Slack is who went there: a state that is random, kept in the browser, and good once.
//! Otherwise somebody could make another person finish an installation that they began themselves.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::{HeaderMap, header};
use data_encoding::BASE64URL_NOPAD;
use ring::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};

const COOKIE: &str = "mandorla_slack_state";
/// How long somebody may think in Slack, in seconds; the code that comes back lives as long:
/// <https://docs.slack.dev/authentication/installing-with-oauth>
const PATIENCE: u32 = 600;
/// States that are remembered as spent. The cookie is taken back as well, and Slack takes a code once.
const REMEMBERED: usize = 10_000;

/// A new state: 256 random bits.
///
/// # Panics
/// When the operating system gives no random numbers.
pub(super) fn fresh() -> String {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).expect("the operating system gives random numbers");
    BASE64URL_NOPAD.encode(&bytes)
}

/// The cookie that keeps a state. Lax, because Slack's page is another site's. It names no path: browsers take the folder
/// in which it was set, as they see it; somebody in between may put all of ours below another.
pub(super) fn cookie(state: &str, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{COOKIE}={state}; Max-Age={PATIENCE}; HttpOnly; SameSite=Lax{secure}")
}

/// The cookie that takes it back.
pub(super) fn over(https: bool) -> String {
    cookie("", https).replace(&format!("Max-Age={PATIENCE}"), "Max-Age=0")
}

/// The state that a browser has kept.
pub(super) fn kept(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, value)| *name == COOKIE && !value.is_empty()).map(|(_, value)| value.to_owned())
}

/// Whether two states are one, in a time that tells nothing about where they differ: both are signed with a key of the
/// moment, and the signatures compared.
pub(super) fn same(one: &str, other: &str) -> bool {
    let Ok(key) = hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new()) else { return false };
    hmac::verify(&key, other.as_bytes(), hmac::sign(&key, one.as_bytes()).as_ref()).is_ok()
}

/// The states that have been used, of late.
#[derive(Clone, Default)]
pub(super) struct Spent(Arc<Mutex<VecDeque<String>>>);

impl Spent {
    /// Whether this state comes for the first time; from now on it does not.
    pub(super) fn first(&self, state: &str) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.iter().any(|known| known == state) {
            return false;
        }
        if spent.len() == REMEMBERED {
            spent.pop_front();
        }
        spent.push_back(state.to_owned());
        true
    }
}
