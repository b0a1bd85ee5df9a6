//! A stand-in for Microsoft: it names keys, gives tokens, and takes what we say; it answers by a script where there is
//! one.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use mandorla::{
    chat::teams::{
        connector::{Connector, Hosts, Patience, client},
        door::Door,
        http::router,
        login::{Clock, Credential, Login},
        token::{Keys, Verifier},
    },
    config::{Proof, TeamsSettings},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
use serde_json::{Value as Json, json};

use crate::house::House;

pub const APP: &str = "11111111-1111-1111-1111-111111111111";
pub const NOW: &str = "2026-11-20T12:00:00Z";

/// Something that was asked of Microsoft.
#[derive(Clone, Debug)]
pub struct Heard {
    pub method: String,
    pub path: String,
    pub query: String,
    pub token: String,
    pub body: String,
}

impl Heard {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The words of the card that it carries.
    /// Percent signs, which stay with their numbers there, stand as they are typed.
    pub fn words(&self) -> String {
        self.json()["attachments"][0]["content"].to_string().replace('\u{a0}', " ")
    }
}

/// What the script says next: a status and its `Retry-After`; 0 hangs.
pub type Next = (u16, Option<u64>);

#[derive(Clone)]
pub struct Microsoft(Arc<Inner>);

struct Inner {
    url: String,
    heard: Mutex<Vec<Heard>>,
    /// For calls of the connector.
    script: Mutex<VecDeque<Next>>,
    jwks: Mutex<Json>,
    /// Whether the keys can be had.
    down: Mutex<bool>,
    members: Mutex<Vec<Json>>,
    tokens: Mutex<u32>,
    /// Seconds for which a token lives.
    lives: Mutex<u32>,
    /// The word for what the script refuses.
    code: Mutex<&'static str>,
}

impl Microsoft {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let all = Self(Arc::new(Inner {
            url,
            heard: Mutex::default(),
            script: Mutex::default(),
            jwks: Mutex::new(serde_json::from_str(include_str!("keys/jwks.json")).unwrap()),
            down: Mutex::default(),
            members: Mutex::new(vec![member("dana", "user"), member("sam", "user")]),
            tokens: Mutex::default(),
            lives: Mutex::new(3_600),
            code: Mutex::new("Scripted"),
        }));
        let app = Router::new().fallback(answer).with_state(all.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        all
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn keys(&self) -> Keys {
        Keys::new(reqwest::Client::new(), &format!("{}openid", self.0.url))
    }

    /// What was heard at paths that begin like this, since the last time.
    pub fn heard(&self, path: &str) -> Vec<Heard> {
        let mut heard = self.0.heard.lock().unwrap();
        let (these, others) = heard.drain(..).partition(|one: &Heard| one.path.starts_with(path));
        *heard = others;
        these
    }

    pub fn script(&self, next: &[Next]) {
        self.0.script.lock().unwrap().extend(next);
    }

    pub fn set_keys(&self, change: impl FnOnce(&mut Json)) {
        change(&mut self.0.jwks.lock().unwrap());
    }

    /// Takes a key away; gives it back later.
    pub fn take_key(&self, at: usize) -> Json {
        self.0.jwks.lock().unwrap()["keys"].as_array_mut().unwrap().remove(at)
    }

    pub fn set_down(&self, down: bool) {
        *self.0.down.lock().unwrap() = down;
    }

    pub fn set_lives(&self, seconds: u32) {
        *self.0.lives.lock().unwrap() = seconds;
    }

    pub fn set_code(&self, code: &'static str) {
        *self.0.code.lock().unwrap() = code;
    }

    pub fn set_members(&self, members: Vec<Json>) {
        *self.0.members.lock().unwrap() = members;
    }

    pub fn settings(&self) -> TeamsSettings {
        let host = self.0.url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        TeamsSettings {
            token_url: format!("{}token", self.0.url),
            openid_url: format!("{}openid", self.0.url),
            service_hosts: vec![host],
            ..settings("tenant")
        }
    }

    pub fn login(&self, credential: Credential) -> Login {
        let clock: Clock = Arc::new(now);
        Login::new(client(&quick()).unwrap(), &self.settings().token_url, "tenant", APP, credential, clock)
    }

    pub fn connector(&self, patience: Patience) -> Connector {
        let login = self.login(Credential::Secret("s3cret".into()));
        let hosts = Hosts::new(&self.settings().service_hosts);
        Connector::new(client(&patience).unwrap(), login, hosts, patience)
    }
}

/// The settings of the bot, at Microsoft's own addresses.
pub fn settings(tenant: &str) -> TeamsSettings {
    TeamsSettings {
        app_id: APP.to_owned(),
        tenant: tenant.to_owned(),
        proof: Proof::Secret("s3cret".into()),
        tenants: Vec::new(),
        channels: Vec::new(),
        targeted: false,
        token_url: String::new(),
        openid_url: String::new(),
        service_hosts: Vec::new(),
        public_url: None,
    }
}

/// A bot with everything around it.
pub struct Bot {
    pub microsoft: Microsoft,
    pub house: House,
    pub door: Door<House>,
    pub app: Router,
}

impl Bot {
    pub async fn start(change: impl FnOnce(&mut TeamsSettings)) -> Self {
        let microsoft = Microsoft::start().await;
        let house = House::at(now());
        let mut settings = microsoft.settings();
        change(&mut settings);
        Self::with(microsoft, house, settings)
    }

    fn with(microsoft: Microsoft, house: House, settings: TeamsSettings) -> Self {
        let verifier = Verifier::new(microsoft.keys(), APP);
        let door = Door::new(house.clone(), microsoft.connector(quick()), settings);
        Self { app: router(door.clone(), verifier), door, microsoft, house }
    }

    /// Another process in the same house.
    pub fn another(&self) -> Self {
        Self::with(self.microsoft.clone(), self.house.clone(), self.door.settings().clone())
    }

    /// An activity of `activities/`, as this stand-in would send it.
    pub fn activity(&self, name: &str) -> Json {
        let path = format!("{}/tests/teams/activities/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap().replace("SERVICE", self.microsoft.url());
        serde_json::from_str(&text).unwrap()
    }

    /// Posts an activity with a good token; gives the acknowledgement.
    pub async fn post(&self, activity: &Json) -> (StatusCode, Json) {
        let token = mint(json!({ "serviceurl": self.microsoft.url() }));
        self.post_with(activity, Some(&format!("Bearer {token}"))).await
    }

    pub async fn post_with(&self, activity: &Json, authorization: Option<&str>) -> (StatusCode, Json) {
        use tower::ServiceExt as _;
        let mut request =
            axum::http::Request::post("/api/messages").header("content-type", "application/json");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let request = request.body(axum::body::Body::from(activity.to_string())).unwrap();
        let answer = self.app.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Json::Null))
    }

    /// Posts an activity of `activities/`, waits until everything has been said, and gives the acknowledgement and what
    /// was said.
    pub async fn tell(&self, name: &str) -> (StatusCode, Json, Vec<Heard>) {
        let (status, answer) = self.post(&self.activity(name)).await;
        self.door.finish().await;
        (status, answer, self.said())
    }

    /// What was said since the last time: messages alone.
    pub fn said(&self) -> Vec<Heard> {
        self.microsoft.heard("/").into_iter().filter(|one| one.path.contains("/activities")).collect()
    }
}

pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub fn quick() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        call: Duration::from_secs(5),
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        ..Patience::default()
    }
}

pub fn member(name: &str, role: &str) -> Json {
    json!({
        "id": format!("29:{name}"),
        "name": name,
        "email": format!("{name}@example.com"),
        "userPrincipalName": format!("{name}@example.onmicrosoft.com"),
        "tenantId": "tenant",
        "userRole": role,
        "aadObjectId": format!("{}-object", &name[..1]),
    })
}

pub fn private_key(name: &str) -> EncodingKey {
    let path = format!("{}/tests/teams/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"));
    EncodingKey::from_rsa_der(PrivateKeyDer::from_pem_file(path).unwrap().secret_der())
}

/// A token as Microsoft would sign it, with claims changed; those that are null are left out.
pub fn mint(change: Json) -> String {
    mint_by("one", "one", change)
}

pub fn mint_by(key: &str, kid: &str, change: Json) -> String {
    let at = now().as_second();
    let mut claims =
        json!({ "iss": "https://api.botframework.com", "aud": APP, "nbf": at - 5, "exp": at + 3600 });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::RS256) };
    encode(&header, &claims, &private_key(key)).unwrap()
}

async fn answer(State(all): State<Microsoft>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let heard = Heard {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        token: parts.headers.get("authorization").map_or(String::new(), |value| text(value.as_bytes())),
        body: text(&body),
    };
    all.0.heard.lock().unwrap().push(heard.clone());
    let down = *all.0.down.lock().unwrap();
    match heard.path.as_str() {
        "/openid" | "/keys" if down => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "/openid" => said(
            &json!({ "issuer": "https://api.botframework.com", "jwks_uri": format!("{}keys", all.0.url) }),
        ),
        "/keys" => said(&all.0.jwks.lock().unwrap().clone()),
        "/token" => {
            let mut tokens = all.0.tokens.lock().unwrap();
            *tokens += 1;
            let lives = *all.0.lives.lock().unwrap();
            said(
                &json!({ "token_type": "Bearer", "expires_in": lives, "access_token": format!("token-{tokens}") }),
            )
        }
        "/upload" => StatusCode::CREATED.into_response(),
        _ => connector(&all, &heard).await,
    }
}

async fn connector(all: &Microsoft, heard: &Heard) -> Response {
    let next = all.0.script.lock().unwrap().pop_front().unwrap_or((200, None));
    match next {
        (0, _) => std::future::pending().await,
        (200, _) => {}
        (status, after) => {
            let body =
                json!({ "error": { "code": *all.0.code.lock().unwrap(), "message": "as the script says" } })
                    .to_string();
            let mut answer = (StatusCode::from_u16(status).unwrap(), body).into_response();
            if let Some(after) = after {
                answer.headers_mut().insert("retry-after", after.into());
            }
            return answer;
        }
    }
    let members = all.0.members.lock().unwrap().clone();
    if heard.path == "/v3/conversations" {
        return said(&json!({ "id": "a:made" }));
    }
    if heard.path.ends_with("/pagedmembers") {
        return said(&json!({ "members": members }));
    }
    match heard.path.split_once("/members/") {
        Some((_, user)) => match members.iter().find(|member| member["id"] == user) {
            Some(member) => said(member),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        None => said(&json!({ "id": "sent-1" })),
    }
}

fn said(json: &Json) -> Response {
    ([("content-type", "application/json")], json.to_string()).into_response()
}
