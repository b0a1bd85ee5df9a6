//! The checks, in order; the first that fails is the verdict. They are Microsoft's own, and where its validators
//! differ among themselves the stricter one's: RS256 alone, an end that must be named, and endorsements that must be
//! there.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Validation, dangerous::insecure_decode_claims, decode, decode_header};
use serde::Deserialize;

use super::{
    keys::{Keys, NoKey},
    provider,
};

const ISSUER: &str = "https://api.botframework.com";
/// Seconds by which clocks may differ:
/// <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-4-verify-the-jwt-token>
const SKEW: f64 = 300.0;

/// Knows whose tokens are for us.
#[derive(Clone)]
pub struct Verifier {
    keys: Keys,
    app_id: String,
}

/// Why a request is not taken for Microsoft's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no bearer token")]
    Missing,
    #[error("the token cannot be read, or lacks what every token has")]
    Unreadable,
    #[error("the token is not signed with RS256")]
    Algorithm,
    #[error("the token is from somebody else than Microsoft's connector")]
    Issuer,
    #[error("the token is for another bot: compare teams.app_id with its registration")]
    Audience,
    #[error("the token is another bot's, which wants to use us as a skill")]
    Skill,
    #[error("the token is over, or our clock is wrong")]
    Expired,
    #[error("the token has not begun, or our clock is wrong")]
    Early,
    #[error("the token's key is none of Microsoft's")]
    Key,
    #[error("Microsoft's keys could not be read: is teams.openid_url reachable?")]
    NoKeys,
    #[error("the signature is wrong")]
    Signature,
    #[error("the token is for another service address than the message names")]
    Service,
    #[error("the token's key may not speak for this channel")]
    Channel,
}

/// What a token that was checked allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    service_url: Option<String>,
    endorsements: Vec<String>,
}

/// A list of issuers or audiences is nothing that Microsoft sends, and refused.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: f64,
    nbf: Option<f64>,
    /// In lower case, unlike in the activity.
    serviceurl: Option<String>,
    /// Tokens of bots have a version, and name the bot; those of the connector do not.
    ver: Option<String>,
    appid: Option<String>,
    azp: Option<String>,
}

impl Verifier {
    /// `app_id` is the bot's own: no other audience is ours.
    pub fn new(keys: Keys, app_id: &str) -> Self {
        provider::install();
        Self { keys, app_id: app_id.to_owned() }
    }

    /// Checks the header `Authorization`, without looking at what came with it.
    ///
    /// # Errors
    /// [`Refused`] says why it may not be from Microsoft.
    pub async fn verify(&self, authorization: Option<&str>, now: Timestamp) -> Result<Proof, Refused> {
        let token = authorization.and_then(bearer).ok_or(Refused::Missing)?;
        let header = decode_header(token).map_err(|_| Refused::Unreadable)?;
        if header.alg != Algorithm::RS256 {
            return Err(Refused::Algorithm);
        }
        // Before anybody is asked for a key on a stranger's word.
        let claims: Claims = insecure_decode_claims(token).map_err(|_| Refused::Unreadable)?;
        self.check(&claims, now)?;
        let key = self.keys.key(&header.kid.ok_or(Refused::Key)?, now).await.map_err(|why| match why {
            NoKey::Unknown => Refused::Key,
            NoKey::Untold => Refused::NoKeys,
        })?;
        let signed =
            decode::<Claims>(token, &key.key, &signature_alone()).map_err(|_| Refused::Signature)?.claims;
        Ok(Proof { service_url: signed.serviceurl, endorsements: key.endorsements.clone() })
    }

    fn check(&self, claims: &Claims, now: Timestamp) -> Result<(), Refused> {
        let now = now.as_second() as f64;
        if claims.iss != ISSUER {
            return Err(Refused::Issuer);
        }
        if claims.aud != self.app_id {
            return Err(Refused::Audience);
        }
        if claims.app().is_some_and(|app| app != self.app_id) {
            return Err(Refused::Skill);
        }
        if now >= claims.exp + SKEW {
            return Err(Refused::Expired);
        }
        if claims.nbf.is_some_and(|begin| begin > now + SKEW) {
            return Err(Refused::Early);
        }
        Ok(())
    }
}

impl Claims {
    /// The bot that a token of a bot names: <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>
    fn app(&self) -> Option<&str> {
        match self.ver.as_deref()? {
            "2.0" => self.azp.as_deref(),
            _ => self.appid.as_deref(),
        }
    }
}

impl Proof {
    /// Whether the token allows what came with it to be said on a channel, and answered at a service address.
    ///
    /// # Errors
    /// [`Refused::Channel`] or [`Refused::Service`].
    pub fn allows(&self, channel: &str, service_url: &str) -> Result<(), Refused> {
        if service_url.is_empty() || self.service_url.as_deref() != Some(service_url) {
            return Err(Refused::Service);
        }
        if !self.endorsements.iter().any(|endorsed| endorsed == channel) {
            return Err(Refused::Channel);
        }
        Ok(())
    }
}

/// `Bearer`, one space, the token: as Microsoft writes it, and nothing else.
fn bearer(authorization: &str) -> Option<&str> {
    let token = authorization.strip_prefix("Bearer ")?;
    (!token.is_empty() && !token.contains(' ')).then_some(token)
}

/// The claims are checked by us, against the time that we are told.
fn signature_alone() -> Validation {
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_required_spec_claims(&["exp", "iss", "aud"]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
