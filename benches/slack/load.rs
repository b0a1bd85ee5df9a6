//! Commands as Slack sends them, signed, over connections that are kept alive.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use http_body_util::{BodyExt, Full};
use hyper::{
    Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use mandorla::{app::now, chat::slack::Verifier};
use tokio::{net::TcpStream, sync::Mutex as Turn, task::JoinSet};

use super::{Fallible, SIGNING};

/// Slack keeps about so many open to a busy app.
const CONNECTIONS: usize = 32;
/// How long all answers of a row may take.
const LONGEST: Duration = Duration::from_secs(120);

pub struct Sending {
    pub path: &'static str,
    pub command: &'static str,
    pub text: String,
    pub user: String,
}

type Connection = Arc<Turn<SendRequest<Full<Bytes>>>>;

pub struct Load {
    server: Vec<Connection>,
    slack: Connection,
    slack_address: String,
}

impl Load {
    pub async fn open(server: &str, slack: &str) -> Fallible<Self> {
        let mut connections = Vec::new();
        for _ in 0..CONNECTIONS {
            connections.push(connect(server).await?);
        }
        Ok(Self { server: connections, slack: connect(slack).await?, slack_address: slack.to_owned() })
    }

    /// Sends all of them, and waits until all have been answered. Gives how long that took.
    pub async fn send(&self, sendings: Vec<Sending>) -> Fallible<Duration> {
        let count = sendings.len();
        let answered = sendings.first().is_some_and(|sending| sending.path.starts_with("/slack/"));
        let before = self.answers().await?;
        let requests: VecDeque<_> = sendings.iter().map(|one| self.request(one)).collect::<Result<_, _>>()?;
        let requests = Arc::new(Mutex::new(requests));
        let begun = Instant::now();
        let mut workers = JoinSet::new();
        for connection in &self.server {
            workers.spawn(work(connection.clone(), requests.clone()));
        }
        while let Some(worked) = workers.join_next().await {
            worked?.map_err(|error| error.to_string())?;
        }
        while answered && self.answers().await? < before + count {
            if begun.elapsed() > LONGEST {
                return Err(format!("{} of {count} were answered", self.answers().await? - before).into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(begun.elapsed())
    }

    fn request(&self, sending: &Sending) -> Fallible<Request<Full<Bytes>>> {
        // As Slack's own: later ones are greater.
        let trigger = format!("{}.738474920.{:x}", now().as_microsecond(), rand::random::<u128>());
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("team_id", "T1"),
                ("channel_id", "C1"),
                ("user_id", &sending.user),
                ("command", sending.command),
                ("text", &sending.text),
                ("response_url", &format!("{}/response", self.slack_address)),
                ("trigger_id", &trigger),
            ])
            .finish();
        let at = now().as_second().to_string();
        let signature = Verifier::new(&SIGNING.into()).sign(&at, body.as_bytes());
        Ok(Request::post(sending.path)
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-slack-request-timestamp", at)
            .header("x-slack-signature", signature)
            .body(Full::new(body.into()))?)
    }

    async fn answers(&self) -> Fallible<usize> {
        let request = Request::get("/answers").header("host", "localhost").body(Full::default())?;
        let (_, body) = exchange(&self.slack, request).await?;
        Ok(std::str::from_utf8(&body)?.parse()?)
    }
}

async fn connect(address: &str) -> Fallible<Connection> {
    let stream = TcpStream::connect(address.trim_start_matches("http://")).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(Arc::new(Turn::new(sender)))
}

async fn work(
    connection: Connection,
    requests: Arc<Mutex<VecDeque<Request<Full<Bytes>>>>>,
) -> Result<(), String> {
    let next = || requests.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    while let Some(request) = next() {
        let (status, body) = exchange(&connection, request).await.map_err(|error| error.to_string())?;
        if status != StatusCode::OK {
            return Err(format!("{status}: {}", String::from_utf8_lossy(&body)));
        }
    }
    Ok(())
}

async fn exchange(
    connection: &Connection,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), hyper::Error> {
    let mut connection = connection.lock().await;
    connection.ready().await?;
    let (head, body) = connection.send_request(request).await?.into_parts();
    Ok((head.status, body.collect().await?.to_bytes()))
}
