//! Whether a request is from Slack: an HMAC of its raw body and its time, keyed with the app's signing secret.
//! <https://docs.slack.dev/authentication/verifying-requests-from-slack>

use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};

pub const SIGNATURE: &str = "x-slack-signature";
pub const TIMESTAMP: &str = "x-slack-request-timestamp";

/// Older requests may have been recorded by somebody and played again.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Why a request is not taken for Slack's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    #[error("the request has no signature, or none that can be read")]
    Missing,
    #[error("the request's time is more than five minutes from ours: it is a replay, or our clock is wrong")]
    Old,
    #[error("the signature is not that of our signing secret")]
    Wrong,
}

/// Knows our signing secret.
#[derive(Clone)]
pub struct Verifier(hmac::Key);

impl Verifier {
    pub fn new(secret: &SecretString) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes()))
    }

    /// Checks a request by its two headers and its body, byte for byte as it came. Takes the same time whatever the
    /// signature.
    ///
    /// # Errors
    /// `Forged` says why it may not be from Slack.
    pub fn verify(
        &self,
        signature: Option<&str>,
        timestamp: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<(), Forged> {
        let (Some(signature), Some(timestamp)) = (signature, timestamp) else { return Err(Forged::Missing) };
        let said = signature.strip_prefix("v0=").and_then(bytes).ok_or(Forged::Missing)?;
        let at =
            timestamp.parse().ok().and_then(|at| Timestamp::from_second(at).ok()).ok_or(Forged::Missing)?;
        hmac::verify(&self.0, &signed(timestamp, body), &said).map_err(|_| Forged::Wrong)?;
        if now.duration_since(at).abs() > WINDOW { Err(Forged::Old) } else { Ok(()) }
    }

    /// The signature that Slack would send; for tests and benches.
    pub fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        let tag = hmac::sign(&self.0, &signed(timestamp, body));
        tag.as_ref().iter().fold("v0=".to_owned(), |text, byte| format!("{text}{byte:02x}"))
    }
}

fn signed(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [b"v0:", timestamp.as_bytes(), b":", body].concat()
}

/// The bytes of a SHA-256 in hexadecimal.
fn bytes(hex: &str) -> Option<[u8; 32]> {
    let hex: &[u8; 64] = hex.as_bytes().try_into().ok()?;
    let mut out = [0; 32];
    for (byte, pair) in out.iter_mut().zip(hex.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = (digit(0)? * 16 + digit(1)?) as u8;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Slack's document.
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const AT: &str = "1531420618";
    const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNED: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    fn check(signature: Option<&str>, timestamp: Option<&str>, body: &str, later: i64) -> Result<(), Forged> {
        let now = Timestamp::from_second(AT.parse::<i64>().unwrap() + later).unwrap();
        Verifier::new(&SECRET.into()).verify(signature, timestamp, body.as_bytes(), now)
    }

    #[test]
    fn the_documents_own_example_is_right() {
        assert_eq!(check(Some(SIGNED), Some(AT), BODY, 1), Ok(()));
        assert_eq!(Verifier::new(&SECRET.into()).sign(AT, BODY.as_bytes()), SIGNED);
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(check(None, Some(AT), BODY, 0), Err(Forged::Missing));
        assert_eq!(check(Some(SIGNED), None, BODY, 0), Err(Forged::Missing));
        assert_eq!(check(Some(&SIGNED[3..]), Some(AT), BODY, 0), Err(Forged::Missing));
        assert_eq!(check(Some("v0=zz"), Some(AT), BODY, 0), Err(Forged::Missing));
        assert_eq!(check(Some(SIGNED), Some("yesterday"), BODY, 0), Err(Forged::Missing));
        assert_eq!(check(Some(SIGNED), Some(AT), &BODY[1..], 0), Err(Forged::Wrong));
        assert_eq!(check(Some(SIGNED), Some("1531420619"), BODY, 0), Err(Forged::Wrong));
        let changed = SIGNED.replace("b503", "b504");
        assert_eq!(check(Some(&changed), Some(AT), BODY, 0), Err(Forged::Wrong));
    }

    #[test]
    fn the_past_and_the_future_are_refused_alike() {
        for (later, verdict) in
            [(300, Ok(())), (301, Err(Forged::Old)), (-300, Ok(())), (-301, Err(Forged::Old))]
        {
            assert_eq!(check(Some(SIGNED), Some(AT), BODY, later), verdict, "{later}");
        }
    }
}
