//! What is logged, and what never is.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use mandorla::chat::slack::{
    api::{Patience, Say, Waits},
    socket::{Kind, Receive, Socket},
};
use tracing_subscriber::fmt::MakeWriter;

use crate::{
    messages::say,
    stand_in::{Fault, StandIn, bot, patience},
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Everything that this thread logs at this level from now on, until the guard goes.
    fn begin(filter: &str) -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false);
        (log.clone(), tracing::subscriber::set_default(subscriber.with_writer(log).finish()))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn a_failure_is_one_line() {
    let slack = StandIn::start().await;
    let web = slack.web();
    for fault in
        [Fault::Error("msg_too_long"), Fault::Status(500), Fault::Busy(100), Fault::Error("not_in_channel")]
    {
        let slack = StandIn::start().await;
        slack.always("chat.postMessage", fault.clone());
        let (log, _guard) = Log::begin("mandorla=info");
        slack.web().post(&bot(), "C1", None, &say()).await;
        assert_eq!(log.text().lines().count(), 1, "{fault:?}: {}", log.text());
        assert!(log.text().contains("chat.postMessage"));
    }
    let (log, _guard) = Log::begin("mandorla=info");
    web.post(&bot(), "C1", None, &say()).await;
    assert_eq!(log.text(), "", "success is silent");
}

#[tokio::test]
async fn a_complaint_about_blocks_says_where() {
    let slack = StandIn::start().await;
    slack.always("chat.postMessage", Fault::InvalidBlocks);
    let (log, _guard) = Log::begin("mandorla=info");
    slack.web().post(&bot(), "C1", None, &Say { plain_blocks: None, ..say() }).await;
    assert!(log.text().contains("/blocks/0/text/text"), "{}", log.text());
}

#[tokio::test]
async fn no_token_no_secret_and_no_text_is_ever_logged() {
    let slack = StandIn::start().await;
    let web = slack.web();
    let (log, _guard) = Log::begin("trace");
    slack.next("chat.postMessage", Fault::Hang);
    slack.next("chat.postMessage", Fault::InvalidBlocks);
    slack.hasty().post(&bot(), "C1", None, &say()).await;
    web.respond(&slack.response_url(), &say()).await;
    web.auth_test(&"xoxb-wrong".into()).await.unwrap_err();
    let now = "2026-11-20T12:00:00Z".parse().unwrap();
    web.exchange("1.2", &"clientsecret".into(), "the-code", "https://we.example", now).await.unwrap();
    slack.next("oauth.v2.access", Fault::Error("invalid_refresh_token"));
    let trouble = web.refresh("1.2", &"clientsecret".into(), &"xoxe-1-old".into(), now).await.unwrap_err();
    let all = format!("{} {trouble} {trouble:?} {web:?}", log.text());
    assert!(all.contains("chat.postMessage") && all.lines().count() > 10, "{all}");
    for secret in ["xox", "clientsecret", "the-code", "Our overlap"] {
        assert!(!all.contains(secret), "{secret} in:\n{all}");
    }
}

#[tokio::test]
async fn a_refused_token_is_told_once_with_what_to_do() {
    let slack = StandIn::start().await;
    slack.always("apps.connections.open", Fault::Error("not_allowed_token_type"));
    let (log, _guard) = Log::begin("mandorla=info");
    let hasty = Waits { dark: Duration::from_millis(20), ..patience().socket };
    let web = slack.patient(Patience { socket: hasty, ..patience() });
    let _socket = Socket::start(&web, "xapp-wrong".into(), 1, Nobody).await;
    slack.called("apps.connections.open", 6).await;
    let text = log.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("connections:write") && !text.contains("xapp-wrong"), "{text}");
}

#[derive(Clone)]
struct Nobody;

impl Receive for Nobody {
    async fn envelope(&self, _: Kind, _: serde_json::Value) -> Result<Option<serde_json::Value>, ()> {
        Err(())
    }
}
