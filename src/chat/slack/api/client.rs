//! One request to Slack and its answer, read to the end or given up.
//!
//! Not through slack-morphism's own connector: that one drops the headers we need (`Date`, `X-OAuth-Scopes`), has no
//! time-outs, takes an empty answer for a good one, and puts whole answers into its errors and whole addresses, with the
//! secrets of an installation in them, into its log.

use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    HeaderMap, Request, StatusCode,
    body::Bytes,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::timeout;
use url::{Url, form_urlencoded};

use super::{Kind, Patience, Trouble, Web, error::UNTOLD};

pub(super) type Https = HttpsConnector<HttpConnector>;
pub(super) type Http = Client<Https, Full<Bytes>>;

/// The largest answer that is read, in bytes.
const LONGEST: usize = 4 * 1024 * 1024;
/// An unused connection is closed after this, before anybody on the way forgets it.
const IDLE: Duration = Duration::from_secs(50);

/// HTTPS with roots of our own, or HTTP where a stand-in speaks it.
pub(super) fn https(patience: &Patience) -> Https {
    let mut tcp = HttpConnector::new();
    tcp.set_connect_timeout(Some(patience.connect));
    tcp.set_nodelay(true);
    tcp.enforce_http(false);
    let builder = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http();
    builder.enable_http1().enable_http2().wrap_connector(tcp)
}

/// With a pool that notices when the other side is gone.
pub(super) fn http(https: Https, patience: &Patience) -> Http {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .http2_keep_alive_interval(patience.call)
        .http2_keep_alive_timeout(patience.connect)
        .build(https)
}

/// Something to ask of Slack.
pub(super) struct Call<'a> {
    /// Slack's name of the method, or ours of what stands in for one: for limits and logs.
    pub method: &'static str,
    /// Elsewhere than at the base address.
    pub url: Option<Url>,
    pub token: Option<&'a SecretString>,
    pub content_type: &'static str,
    pub body: Bytes,
    /// How often it may be done when the answer is lost: as often as it takes where nobody would see it, twice where
    /// that is better than never, once where somebody looks before it is done again.
    pub doubles: Doubles,
    /// How long it may take.
    pub time: Duration,
}

/// How often somebody may see the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubles {
    Unseen,
    Once,
    Never,
}

impl<'a> Call<'a> {
    /// Arguments as a form: every method takes it.
    pub(super) fn form(web: &Web, method: &'static str, arguments: &[(&str, &str)]) -> Self {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish();
        Self::new(web, method, "application/x-www-form-urlencoded", body.into())
    }

    /// Arguments as JSON, for those methods that have blocks or views among them.
    pub(super) fn json(web: &Web, method: &'static str, arguments: &Value) -> Self {
        Self::written(web, method, arguments.to_string().into())
    }

    /// The same where they are JSON already.
    pub(super) fn written(web: &Web, method: &'static str, arguments: Bytes) -> Self {
        Self::new(web, method, "application/json; charset=utf-8", arguments)
    }

    pub(super) fn bytes(web: &Web, name: &'static str, bytes: Vec<u8>) -> Self {
        let call = Self::new(web, name, "application/octet-stream", bytes.into());
        Self { time: web.0.patience.upload, ..call }
    }

    fn new(web: &Web, method: &'static str, content_type: &'static str, body: Bytes) -> Self {
        let time = web.0.patience.call;
        Self { method, url: None, token: None, content_type, body, doubles: Doubles::Unseen, time }
    }

    pub(super) fn by(self, token: &'a SecretString) -> Self {
        Self { token: Some(token), ..self }
    }

    pub(super) fn at(self, url: Url) -> Self {
        Self { url: Some(url), ..self }
    }

    /// To be seen at most twice: see [`Web::call`].
    pub(super) fn seen(self) -> Self {
        Self { doubles: Doubles::Once, ..self }
    }

    /// Never to be seen twice.
    pub(super) fn single(self) -> Self {
        Self { doubles: Doubles::Never, ..self }
    }

    fn request(&self, web: &Web) -> Option<Request<Full<Bytes>>> {
        let url =
            self.url.as_ref().map_or_else(|| format!("{}/{}", web.0.api_url, self.method), Url::to_string);
        let mut request = Request::post(url).header(CONTENT_TYPE, self.content_type);
        if let Some(token) = self.token {
            let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret())).ok()?;
            bearer.set_sensitive(true);
            request = request.header(AUTHORIZATION, bearer);
        }
        request.body(Full::new(self.body.clone())).ok()
    }
}

/// What Slack answered to a call that it carried out.
pub(super) struct Answer {
    pub headers: HeaderMap,
    /// Null where the answer is a bare "ok".
    pub json: Value,
}

impl Answer {
    /// Where the next page begins, if there is one (<https://docs.slack.dev/apis/web-api/pagination>).
    pub fn cursor(&self) -> Option<&str> {
        self.json["response_metadata"]["next_cursor"].as_str().filter(|cursor| !cursor.is_empty())
    }
}

/// A call that was not carried out, as far as we know.
pub(super) struct Failure {
    pub trouble: Trouble,
    /// Whether Slack may have carried it out all the same.
    pub maybe: bool,
    /// What Slack's complaint is about: places in what we sent, never words of it.
    pub places: String,
}

impl Failure {
    fn new(trouble: Trouble, maybe: bool) -> Self {
        Self { trouble, maybe, places: String::new() }
    }

    /// Slack did not answer in full.
    fn lost(code: &str) -> Self {
        Self::new(Trouble::new(Kind::Unreachable, code), true)
    }
}

impl Web {
    /// One try.
    pub(super) async fn once(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let malformed = || Failure::new(Trouble::new(Kind::Refused, "malformed_request"), false);
        let request = call.request(self).ok_or_else(malformed)?;
        let (status, headers, body) = timeout(call.time, self.exchange_bytes(request))
            .await
            .map_err(|_| Failure::lost("timeout"))??;
        read(status, headers, &body, call.url.is_some())
    }

    /// The headers of an answer, whatever it says; one try.
    pub(super) async fn heads(&self, call: Call<'_>) -> Result<HeaderMap, Trouble> {
        let request = call.request(self).ok_or_else(|| Trouble::new(Kind::Refused, "malformed_request"))?;
        let answer = timeout(call.time, self.exchange_bytes(request)).await;
        let (_, headers, _) =
            answer.map_err(|_| Failure::lost("timeout")).flatten().map_err(|failure| failure.trouble)?;
        Ok(headers)
    }

    async fn exchange_bytes(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, HeaderMap, Bytes), Failure> {
        let answer = self.0.http.request(request).await.map_err(|error| match error.is_connect() {
            true => Failure::new(Trouble::new(Kind::Unreachable, "unreachable"), false),
            false => Failure::lost("half_answer"),
        })?;
        let (head, body) = answer.into_parts();
        let body = Limited::new(body, LONGEST).collect().await.map_err(|_| Failure::lost("half_answer"))?;
        Ok((head.status, head.headers, body.to_bytes()))
    }
}

/// A method answers with JSON that says `ok`; an address (`plain`) may as well answer with any text.
fn read(status: StatusCode, headers: HeaderMap, body: &[u8], plain: bool) -> Result<Answer, Failure> {
    if status == StatusCode::TOO_MANY_REQUESTS {
        return Err(Failure::new(
            Trouble::new(Kind::Busy { after: retry_after(&headers) }, "ratelimited"),
            false,
        ));
    }
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = json["error"].as_str().or_else(|| bare_word(body).filter(|_| !status.is_success()));
    match (json["ok"].as_bool(), error) {
        (Some(true), _) if status.is_success() => Ok(Answer { headers, json }),
        (None, None) if status.is_success() && plain => Ok(Answer { headers, json: Value::Null }),
        (_, Some(code)) => Err(said(code, &json)),
        _ if status.is_success() => Err(Failure::lost("half_answer")),
        _ => Err(by_status(status, plain)),
    }
}

/// `ok: false` with a reason. Slack's own failures may have happened half-way:
/// <https://docs.slack.dev/reference/methods/chat.postMessage#errors>, `fatal_error`.
fn said(code: &str, json: &Value) -> Failure {
    let trouble = Trouble::said(code, json["needed"].as_str());
    let maybe = trouble.kind == Kind::Unreachable;
    Failure { places: places(json), ..Failure::new(trouble, maybe) }
}

/// An address that is gone has expired; a method that is not there is a wrong base address.
fn by_status(status: StatusCode, plain: bool) -> Failure {
    let code = format!("http_{}", status.as_u16());
    match status {
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE if plain => {
            Failure::new(Trouble::new(Kind::Expired, code), false)
        }
        _ if status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT => {
            Failure::new(Trouble::new(Kind::Refused, code), false)
        }
        _ => Failure::lost(&code),
    }
}

fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    seconds.map_or(UNTOLD, Duration::from_secs)
}

/// A response address complains in a bare word: `expired_url`.
fn bare_word(body: &[u8]) -> Option<&str> {
    let word = std::str::from_utf8(body).ok()?.trim();
    let plain = |char: char| char.is_ascii_lowercase() || char == '_';
    (!word.is_empty() && word.len() <= 60 && word.chars().all(plain)).then_some(word)
}

/// The JSON pointers in `response_metadata.messages`, at most 200 characters.
fn places(json: &Value) -> String {
    let messages = json["response_metadata"]["messages"].as_array().into_iter().flatten();
    let pointers = messages.filter_map(|message| {
        let (_, pointer) = message.as_str()?.split_once("json-pointer:")?;
        pointer.split([']', ' ']).next()
    });
    pointers.collect::<Vec<_>>().join(" ").chars().take(200).collect()
}
