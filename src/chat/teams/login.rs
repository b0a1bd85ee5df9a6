//! Our own token: what Microsoft's connector wants to see before it takes a message from us. Asked for with the bot's
//! secret or certificate at its own tenant, and kept until shortly before its end.
//! <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#bot-to-connector>

use std::{sync::Arc, time::Duration};

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use ring::{digest, rand::SecureRandom};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::{sync::Mutex, time::Instant};

use super::{connector::Trouble, token::provider};

/// `{tenant}` is the bot's own: since 31 July 2025 no bot belongs to all of them.
pub const TOKEN_URL: &str = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token";
const SCOPE: &str = "https://api.botframework.com/.default";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Tokens live for an hour or a day; one with less than this left is not used any more.
const SPARE: Duration = Duration::from_secs(300);
/// Seconds for which an assertion of ours holds.
const ASSERTED: i64 = 600;

/// What tells the time to whoever has no other way to know it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// How the bot proves that it is the bot.
pub enum Credential {
    Secret(SecretString),
    Certificate(Box<Certificate>),
}

/// A certificate of the bot's registration, with its key.
pub struct Certificate {
    key: EncodingKey,
    /// SHA-256 of the certificate, in base64 for addresses.
    thumbprint: String,
}

impl Certificate {
    /// Reads a private RSA key and a certificate from PEM; both may stand in one file.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn from_pem(pem: &str) -> Result<Self, &'static str> {
        let key =
            PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| "there is no private key in it")?;
        let certificate =
            CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| "there is no certificate in it")?;
        let digest = digest::digest(&digest::SHA256, &certificate);
        Ok(Self {
            key: EncodingKey::from_rsa_der(key.secret_der()),
            thumbprint: BASE64URL_NOPAD.encode(digest.as_ref()),
        })
    }
}

/// Keeps the token. Cheap to clone.
#[derive(Clone)]
pub struct Login(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    url: String,
    app_id: String,
    credential: Credential,
    clock: Clock,
    held: Mutex<Option<Held>>,
}

struct Held {
    token: SecretString,
    until: Instant,
}

#[derive(Deserialize)]
struct Issued {
    access_token: SecretString,
    /// Seconds; a number, or one in quotes.
    expires_in: serde_json::Value,
}

#[derive(Deserialize)]
struct Denied {
    error: String,
}

impl Login {
    /// `http` must have time-outs. `url` may hold `{tenant}`.
    pub fn new(
        http: reqwest::Client,
        url: &str,
        tenant: &str,
        app_id: &str,
        credential: Credential,
        clock: Clock,
    ) -> Self {
        provider::install();
        let url = url.replace("{tenant}", tenant);
        Self(Arc::new(Inner {
            http,
            url,
            app_id: app_id.to_owned(),
            credential,
            clock,
            held: Mutex::default(),
        }))
    }

    /// The token that holds now. Whoever comes while it is asked for waits for it.
    ///
    /// # Errors
    /// When Microsoft denies it or does not answer; it says what to look at.
    pub async fn token(&self) -> Result<SecretString, Trouble> {
        let mut held = self.0.held.lock().await;
        if let Some(held) = held.as_ref().filter(|held| held.until > Instant::now()) {
            return Ok(held.token.clone());
        }
        let issued = self.ask().await?;
        let lives = match &issued.expires_in {
            serde_json::Value::String(text) => text.parse().unwrap_or(0),
            number => number.as_u64().unwrap_or(0),
        };
        let until = Instant::now() + Duration::from_secs(lives).saturating_sub(SPARE);
        *held = Some(Held { token: issued.access_token.clone(), until });
        Ok(issued.access_token)
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    /// The connector did not take this token: the next one is asked for anew, unless somebody has done so.
    pub async fn forget(&self, spent: &SecretString) {
        let mut held = self.0.held.lock().await;
        held.take_if(|held| held.token.expose_secret() == spent.expose_secret());
    }

    async fn ask(&self) -> Result<Issued, Trouble> {
        let assertion;
        let mut form =
            vec![("grant_type", "client_credentials"), ("client_id", &self.0.app_id), ("scope", SCOPE)];
        match &self.0.credential {
            Credential::Secret(secret) => form.push(("client_secret", secret.expose_secret())),
            Credential::Certificate(certificate) => {
                assertion = self.assertion(certificate)?;
                form.extend([("client_assertion_type", ASSERTION), ("client_assertion", &assertion)]);
            }
        }
        let answer = self.0.http.post(&self.0.url).form(&form).send().await.map_err(Trouble::unreachable)?;
        let status = answer.status();
        if status.is_success() {
            return answer.json().await.map_err(Trouble::unreachable);
        }
        let denied =
            answer.json().await.map_or_else(|_| status.as_str().to_owned(), |denied: Denied| denied.error);
        Err(Trouble::denied(status.as_u16(), &denied))
    }

    /// A thumbprint by SHA-256 goes with a signature by PS256:
    /// <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>
    fn assertion(&self, certificate: &Certificate) -> Result<String, Trouble> {
        let now = self.now().as_second();
        let mut id = [0; 16];
        ring::rand::SystemRandom::new().fill(&mut id).map_err(|_| Trouble::denied(0, "no_random_numbers"))?;
        let header =
            Header { x5t_s256: Some(certificate.thumbprint.clone()), ..Header::new(Algorithm::PS256) };
        let claims = json!({
            "aud": self.0.url,
            "iss": self.0.app_id,
            "sub": self.0.app_id,
            "jti": BASE64URL_NOPAD.encode(&id),
            "nbf": now,
            "iat": now,
            "exp": now + ASSERTED,
        });
        encode(&header, &claims, &certificate.key).map_err(|_| Trouble::denied(0, "unusable_certificate"))
    }
}
