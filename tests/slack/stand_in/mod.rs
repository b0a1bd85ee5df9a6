//! A Slack to test against, on a port of its own: the Web API, response addresses, uploads, and Socket Mode.
//!
//! It knows the methods that we use and what they take. A request that the real one would not understand is answered
//! with an error and fails the test in the end, whatever the test looks at.

mod answers;
mod faults;
mod kept;
mod methods;
mod sockets;

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::post,
};
use mandorla::chat::slack::api::{Patience, Waits, Web};
use secrecy::SecretString;
use serde_json::Value;
use tokio::{net::TcpListener, sync::Notify, task::JoinHandle};

pub use faults::Fault;
pub use sockets::{Connection, Manner, Sockets};

/// The tokens that it lets in.
pub const BOT: &str = "xoxb-stand-in-good";
pub const APP: &str = "xapp-stand-in-good";

/// A running stand-in. It ends with the test.
pub struct StandIn {
    pub base: String,
    pub sockets: Sockets,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

/// A request that came in.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method; `response_url` and `upload_url` stand for those addresses.
    pub method: String,
    pub token: Option<String>,
    /// JSON, or a form as an object of texts, or the bytes of a file as a text.
    pub arguments: Value,
}

struct Desk {
    base: String,
    socket_url: String,
    seen: Mutex<Vec<Seen>>,
    came: Notify,
    complaints: Mutex<Vec<String>>,
    /// Used up one by one, then the standing one.
    next: Mutex<HashMap<String, VecDeque<Fault>>>,
    always: Mutex<HashMap<String, Fault>>,
    /// Every message and every window is held to Slack's rules, whatever they say.
    strict: AtomicBool,
    /// What is so about a user or a channel, by its id.
    facts: Mutex<HashMap<String, Value>>,
}

impl StandIn {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let sockets = Sockets::start().await;
        let desk = Arc::new(Desk {
            base: base.clone(),
            socket_url: sockets.url.clone(),
            seen: Mutex::default(),
            came: Notify::new(),
            complaints: Mutex::default(),
            next: Mutex::default(),
            always: Mutex::default(),
            strict: AtomicBool::new(false),
            facts: Mutex::default(),
        });
        let app = Router::new()
            .route("/api/{method}", post(method))
            .route("/response/{id}", post(response))
            .route("/upload/{id}", post(upload))
            .with_state(desk.clone());
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { base, sockets, desk, server }
    }

    /// From now on it looks into what is said: what Slack would not draw is a complaint.
    pub fn read_closely(&self) {
        self.desk.strict.store(true, Ordering::SeqCst);
    }

    /// Our client, with little patience.
    pub fn web(&self) -> Web {
        self.patient(patience())
    }

    /// One that does not wait long for an answer that never comes.
    pub fn hasty(&self) -> Web {
        let soon = Duration::from_millis(700);
        self.patient(Patience { call: soon, upload: soon, ..patience() })
    }

    pub fn patient(&self, patience: Patience) -> Web {
        Web::patient(&format!("{}/api", self.base), patience)
    }

    /// Where the answer to a command goes.
    pub fn response_url(&self) -> String {
        format!("{}/response/T1", self.base)
    }

    /// What happens to the next call of a method; after several of them, in their order.
    pub fn next(&self, method: &str, fault: Fault) {
        self.desk.next.lock().unwrap().entry(method.to_owned()).or_default().push_back(fault);
    }

    /// What happens to all calls of a method.
    pub fn always(&self, method: &str, fault: Fault) {
        self.desk.always.lock().unwrap().insert(method.to_owned(), fault);
    }

    pub fn never_again(&self, method: &str) {
        self.desk.always.lock().unwrap().remove(method);
    }

    /// What `users.info` or `conversations.info` says of a user or a channel, beside or in place of the usual.
    pub fn know(&self, id: &str, facts: Value) {
        self.desk.facts.lock().unwrap().insert(id.to_owned(), facts);
    }

    /// Who is in a channel; otherwise we and whoever asks.
    pub fn inhabit(&self, channel: &str, users: &[&str]) {
        self.know(&format!("{channel} members"), serde_json::json!(users));
    }

    /// Everything that came in, in order.
    pub fn everything(&self) -> Vec<Seen> {
        self.desk.seen.lock().unwrap().clone()
    }

    /// What came in for a method, in order.
    pub fn seen(&self, method: &str) -> Vec<Seen> {
        self.desk.seen.lock().unwrap().iter().filter(|seen| seen.method == method).cloned().collect()
    }

    pub fn count(&self, method: &str) -> usize {
        self.seen(method).len()
    }

    /// The only call of a method.
    pub fn only(&self, method: &str) -> Seen {
        let mut seen = self.seen(method);
        assert_eq!(seen.len(), 1, "calls of {method}");
        seen.remove(0)
    }

    /// Waits until a method has been called so often.
    pub async fn called(&self, method: &str, times: usize) {
        let wait = async {
            loop {
                let came = self.desk.came.notified();
                if self.count(method) >= times {
                    return;
                }
                came.await;
            }
        };
        within(wait).await;
    }

    /// What it could not understand; a test that expects complaints takes them.
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut *self.desk.complaints.lock().unwrap())
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.server.abort();
        if !std::thread::panicking() {
            assert_eq!(self.complaints(), Vec::<String>::new(), "Slack would not understand");
        }
    }
}

/// Waits that are over soon, and nothing to queue for.
pub fn patience() -> Patience {
    Patience {
        connect: Duration::from_secs(10),
        call: Duration::from_secs(10),
        upload: Duration::from_secs(10),
        notice: Duration::from_millis(2_500),
        picture: Duration::from_secs(5),
        processing: Duration::from_millis(5),
        tries: 4,
        first_wait: Duration::from_millis(1),
        longest_wait: Duration::from_millis(5),
        retry_after: Duration::from_secs(2),
        message: Duration::ZERO,
        burst: 1,
        socket: Waits {
            ping: 1,
            pings: 1,
            stagger: 0,
            reconnect: 1,
            replace: Duration::from_millis(5),
            lasted: Duration::from_secs(60),
            dark: Duration::from_secs(3),
            dim: Duration::from_secs(60),
            refused: Duration::from_millis(10),
            store: Duration::from_millis(300),
        },
    }
}

pub fn bot() -> SecretString {
    BOT.into()
}

/// What should happen happens within this, on a busy machine too.
pub async fn within<T>(happens: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), happens).await.expect("it happens at all")
}

async fn method(
    State(desk): State<Arc<Desk>>,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (arguments, complaint) = match methods::check(&method, &headers, &body) {
        Ok(arguments) => (arguments, None),
        Err(complaint) => (Value::Null, Some(complaint)),
    };
    desk.record(&method, &headers, arguments.clone());
    if let Some(complaint) = complaint {
        desk.complaints.lock().unwrap().push(format!("{method}: {complaint}"));
        return Fault::Error("invalid_arguments").answer().await;
    }
    match desk.fault(&method).await {
        Some(fault) => fault.answer().await,
        None if !methods::let_in(&method, &headers) => Fault::Error("invalid_auth").answer().await,
        None => {
            let id = arguments["user"].as_str().or(arguments["channel"].as_str()).unwrap_or_default();
            let id = match method.as_str() {
                "conversations.members" => format!("{id} members"),
                _ => id.to_owned(),
            };
            let facts = desk.facts.lock().unwrap().get(&id).cloned();
            answers::good(&method, &arguments, facts, &desk.base, &desk.socket_url)
        }
    }
}

async fn response(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    let arguments: Value = serde_json::from_slice(&body).unwrap_or_default();
    desk.record("response_url", &headers, arguments);
    if headers.contains_key("authorization") {
        desk.complaints.lock().unwrap().push("a token was sent to a response address".to_owned());
    }
    match desk.fault("response_url").await {
        Some(fault) => fault.answer().await,
        None => "ok".into_response(),
    }
}

async fn upload(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    desk.record("upload_url", &headers, String::from_utf8_lossy(&body).into());
    match desk.fault("upload_url").await {
        Some(fault) => fault.answer().await,
        None => format!("OK - {}", body.len()).into_response(),
    }
}

/// What Slack would not draw of a message or a window.
fn unreadable(arguments: &Value) -> Vec<String> {
    match (&arguments["blocks"], &arguments["view"]["blocks"]) {
        (blocks @ Value::Array(_), _) => crate::rules::complaints(blocks, true, false),
        (_, blocks @ Value::Array(_)) => crate::rules::complaints(blocks, false, false),
        _ => Vec::new(),
    }
}

impl Desk {
    fn record(&self, method: &str, headers: &HeaderMap, arguments: Value) {
        if self.strict.load(Ordering::SeqCst) {
            let found = unreadable(&arguments).into_iter().map(|found| format!("{method}: {found}"));
            self.complaints.lock().unwrap().extend(found);
            kept::keep(&arguments);
        }
        let seen = Seen { method: method.to_owned(), token: methods::token(headers), arguments };
        self.seen.lock().unwrap().push(seen);
        self.came.notify_waiters();
    }

    async fn fault(&self, method: &str) -> Option<Fault> {
        let next = self.next.lock().unwrap().get_mut(method).and_then(VecDeque::pop_front);
        let fault = next.or_else(|| self.always.lock().unwrap().get(method).cloned());
        if let Some(Fault::Late(time)) = fault {
            tokio::time::sleep(time).await;
            return None;
        }
        fault
    }
}
