//! The keys that Microsoft signs with, and for which channels each of them may speak. They are read once a day, and
//! once more when a token names a key that we have not seen: Microsoft changes them without notice.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value as Json;
use tokio::sync::Mutex;

/// Where Microsoft names them:
/// <https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#step-2-get-the-openid-metadata-document>
pub const OPENID_URL: &str = "https://login.botframework.com/v1/.well-known/openidconfiguration";

/// For so long the keys that we have are taken to be all there are.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// A key that we have not seen is looked for so often at most: anybody can name one.
const HOURLY: SignedDuration = SignedDuration::from_hours(1);
/// How long Microsoft may take to name them: Teams waits five seconds for the answer to a press, and that comes after.
const WAITS: Duration = Duration::from_secs(2);
/// After a failure we leave Microsoft alone for so long.
const BREATHER: SignedDuration = SignedDuration::from_secs(30);

/// A key.
pub struct Key {
    id: String,
    pub(super) key: DecodingKey,
    /// The channels for which it may speak.
    pub(super) endorsements: Vec<String>,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoKey {
    /// Microsoft has none of that name.
    Unknown,
    /// We have never been told any.
    Untold,
}

/// Cheap to clone; clones share what they know.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    url: String,
    known: RwLock<Known>,
    /// Whoever reads them anew; everybody else waits for that and looks again.
    turn: Mutex<()>,
}

#[derive(Clone, Default)]
struct Known {
    keys: Vec<Arc<Key>>,
    read: Option<Timestamp>,
    failed: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Metadata {
    jwks_uri: String,
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<Json>,
}

/// The crates' own types for this drop the endorsements.
#[derive(Deserialize)]
struct Jwk {
    kid: String,
    n: String,
    e: String,
    #[serde(default)]
    endorsements: Vec<String>,
}

impl Keys {
    /// `http` must have time-outs.
    pub fn new(http: reqwest::Client, url: &str) -> Self {
        let (known, turn) = (RwLock::default(), Mutex::default());
        Self(Arc::new(Inner { http, url: url.to_owned(), known, turn }))
    }

    /// The key of that name, read anew where it may be out of date. When Microsoft does not answer, the keys that we
    /// have go on.
    pub(super) async fn key(&self, id: &str, now: Timestamp) -> Result<Arc<Key>, NoKey> {
        let known = self.known();
        if !known.wanting(id, now) {
            return known.find(id);
        }
        let _turn = self.0.turn.lock().await;
        if self.known().wanting(id, now) {
            self.refresh(now).await;
        }
        self.known().find(id)
    }

    async fn refresh(&self, now: Timestamp) {
        let read = match tokio::time::timeout(WAITS, self.read()).await {
            Ok(read) => read.map_err(|why| why.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        };
        let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(keys) => *known = Known { keys, read: Some(now), failed: None },
            Err(why) => {
                tracing::warn!(%why, "Microsoft's keys could not be read; those that we have go on");
                known.failed = Some(now);
            }
        }
    }

    /// How many keys Microsoft names now; for whoever wonders whether it can be reached.
    ///
    /// # Errors
    /// When it does not answer, or not as it should.
    pub async fn count(&self) -> Result<usize, reqwest::Error> {
        Ok(self.read().await?.len())
    }

    async fn read(&self) -> Result<Vec<Arc<Key>>, reqwest::Error> {
        let metadata: Metadata = self.json(&self.0.url).await?;
        let jwks: Jwks = self.json(&metadata.jwks_uri).await?;
        Ok(jwks.keys.into_iter().filter_map(key).map(Arc::new).collect())
    }

    async fn json<T: for<'a> Deserialize<'a>>(&self, url: &str) -> Result<T, reqwest::Error> {
        self.0.http.get(url).send().await?.error_for_status()?.json().await
    }

    fn known(&self) -> Known {
        self.0.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Known {
    /// Whether Microsoft is to be asked before an answer is given.
    fn wanting(&self, id: &str, now: Timestamp) -> bool {
        let since = |at: Timestamp| now.duration_since(at);
        if self.failed.is_some_and(|failed| since(failed) < BREATHER) {
            return false;
        }
        match self.read {
            None => true,
            Some(read) => since(read) >= DAILY || (self.find(id).is_err() && since(read) >= HOURLY),
        }
    }

    fn find(&self, id: &str) -> Result<Arc<Key>, NoKey> {
        let found = self.keys.iter().find(|key| key.id == id).cloned();
        found.ok_or(if self.read.is_none() { NoKey::Untold } else { NoKey::Unknown })
    }
}

/// A key that we can use: others stand beside them.
fn key(json: Json) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(json).ok()?;
    let key = DecodingKey::from_rsa_components(&jwk.n, &jwk.e).ok()?;
    Some(Key { id: jwk.kid, key, endorsements: jwk.endorsements })
}
