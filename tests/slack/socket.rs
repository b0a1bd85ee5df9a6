//! Socket Mode: every envelope is stored, then acknowledged, whatever happens to the connections.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use mandorla::chat::slack::{
    api::{Patience, Waits},
    socket::{Kind, Receive, Socket},
};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::stand_in::{APP, Fault, Manner, StandIn, patience, within};

/// Stores what comes, and answers as it is told.
#[derive(Clone)]
struct Store {
    came: mpsc::UnboundedSender<(Kind, Value)>,
    answers: Arc<Mutex<VecDeque<Says>>>,
}

enum Says {
    Back(Value),
    Broken,
    Stuck,
}

impl Receive for Store {
    async fn envelope(&self, kind: Kind, payload: Value) -> Result<Option<Value>, ()> {
        let says = self.answers.lock().unwrap().pop_front();
        self.came.send((kind, payload)).unwrap();
        match says {
            None => Ok(None),
            Some(Says::Back(answer)) => Ok(Some(answer)),
            Some(Says::Broken) => Err(()),
            Some(Says::Stuck) => std::future::pending().await,
        }
    }
}

impl Store {
    fn new() -> (Self, mpsc::UnboundedReceiver<(Kind, Value)>) {
        let (came, comes) = mpsc::unbounded_channel();
        (Self { came, answers: Arc::default() }, comes)
    }

    fn next(&self, says: Says) {
        self.answers.lock().unwrap().push_back(says);
    }
}

async fn start(slack: &StandIn, connections: u32, store: &Store) -> Socket {
    Socket::start(&slack.web(), APP.into(), connections, store.clone()).await
}

async fn connected(socket: &Socket, connections: usize) {
    let mut alive = socket.alive();
    within(alive.wait_for(|alive| *alive == connections)).await.unwrap();
}

fn envelope(kind: &str, id: &str) -> Value {
    json!({
        "type": kind, "envelope_id": id, "accepts_response_payload": kind != "events_api",
        "payload": { "is": id }, "retry_attempt": 0, "retry_reason": "",
    })
}

fn acknowledged(id: &str) -> Option<Value> {
    Some(json!({ "envelope_id": id }))
}

#[tokio::test]
async fn envelopes_of_each_kind_are_stored_and_acknowledged() {
    let slack = StandIn::start().await;
    let (store, mut comes) = Store::new();
    let socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    connected(&socket, 1).await;
    assert!(socket.connected());
    for (name, kind) in [
        ("slash_commands", Kind::SlashCommands),
        ("interactive", Kind::Interactive),
        ("events_api", Kind::EventsApi),
    ] {
        connection.say(&envelope(name, name));
        assert_eq!(within(comes.recv()).await, Some((kind, json!({ "is": name }))));
        assert_eq!(connection.heard().await, acknowledged(name));
    }
    socket.stop().await;
}

#[tokio::test]
async fn an_answer_goes_along_where_slack_takes_one() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    let options = json!({ "options": [] });
    store.next(Says::Back(options.clone()));
    connection.say(&envelope("interactive", "e-1"));
    assert_eq!(connection.heard().await, Some(json!({ "envelope_id": "e-1", "payload": options })));
    store.next(Says::Back(options));
    connection.say(&envelope("events_api", "e-2"));
    assert_eq!(connection.heard().await, acknowledged("e-2"));
}

#[tokio::test]
async fn what_could_not_be_stored_is_not_acknowledged() {
    let slack = StandIn::start().await;
    let (store, mut comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    for says in [Says::Broken, Says::Stuck] {
        store.next(says);
        connection.say(&envelope("slash_commands", "lost"));
        within(comes.recv()).await.unwrap();
    }
    connection.say(&envelope("slash_commands", "kept"));
    assert_eq!(connection.heard().await, acknowledged("kept"), "and nothing before it");
}

#[tokio::test]
async fn what_is_not_known_is_acknowledged_and_left_alone() {
    let slack = StandIn::start().await;
    let (store, mut comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    connection.say(&envelope("toaster", "e-1"));
    assert_eq!(connection.heard().await, acknowledged("e-1"));
    connection.say_text("not even JSON");
    connection.say(&json!({ "type": "news without an envelope" }));
    connection.say(&envelope("events_api", "e-2"));
    assert_eq!(connection.heard().await, acknowledged("e-2"));
    assert_eq!(within(comes.recv()).await.unwrap().1, json!({ "is": "e-2" }), "the first that is stored");
}

/// Whether an envelope gets through.
async fn works(connection: &mut crate::stand_in::Connection) {
    connection.say(&envelope("events_api", "again"));
    assert_eq!(connection.heard().await, acknowledged("again"));
}

#[tokio::test]
async fn a_connection_that_ends_is_replaced() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    for reason in ["warning", "refresh_requested", "link_disabled"] {
        connection.disconnect(reason);
        assert_eq!(connection.heard().await, None, "we hang up too");
        connection = slack.sockets.next().await;
        works(&mut connection).await;
    }
    connection.close();
    connection = slack.sockets.next().await;
    works(&mut connection).await;
    connection.cut();
    connection = slack.sockets.next().await;
    works(&mut connection).await;
}

#[tokio::test]
async fn a_connection_that_falls_silent_is_replaced() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    slack.sockets.next().await.sleep();
    works(&mut slack.sockets.next().await).await;
}

#[tokio::test]
async fn one_connection_answers_while_the_other_is_renewed() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let socket = start(&slack, 2, &store).await;
    let (one, mut two) = (slack.sockets.next().await, slack.sockets.next().await);
    connected(&socket, 2).await;
    one.disconnect("refresh_requested");
    works(&mut two).await;
    works(&mut slack.sockets.next().await).await;
    connected(&socket, 2).await;
}

#[tokio::test]
async fn a_connection_that_is_never_finished_does_not_hold_us_up() {
    let slack = StandIn::start().await;
    slack.sockets.receive_next(Manner::Mute);
    let (store, _comes) = Store::new();
    let hasty = Waits { dark: Duration::from_millis(200), ..patience().socket };
    let web = slack.patient(Patience { socket: hasty, ..patience() });
    let socket = Socket::start(&web, APP.into(), 1, store).await;
    assert!(!socket.connected());
    works(&mut slack.sockets.next().await).await;
}

#[tokio::test]
async fn one_that_is_never_finished_beside_another_is_made_anew_in_the_end() {
    let slack = StandIn::start().await;
    slack.sockets.receive_next(Manner::Mute);
    let (store, _comes) = Store::new();
    let hasty = Waits { dim: Duration::from_millis(500), ..patience().socket };
    let web = slack.patient(Patience { socket: hasty, ..patience() });
    let socket = Socket::start(&web, APP.into(), 2, store).await;
    connected(&socket, 2).await;
}

#[tokio::test]
async fn a_connection_that_is_closed_at_once_is_tried_again() {
    let slack = StandIn::start().await;
    for _ in 0..3 {
        slack.sockets.receive_next(Manner::Closed);
    }
    let (store, _comes) = Store::new();
    let _socket = start(&slack, 1, &store).await;
    works(&mut slack.sockets.next().await).await;
}

#[tokio::test]
async fn slack_may_be_busy_broken_or_gone_for_a_while() {
    for fault in [Fault::Busy(0), Fault::Status(500), Fault::Hang, Fault::Half] {
        let slack = StandIn::start().await;
        slack.next("apps.connections.open", fault);
        let (store, _comes) = Store::new();
        let hasty = Waits { dark: Duration::from_millis(200), ..patience().socket };
        let web = slack.patient(Patience { socket: hasty, ..patience() });
        let _socket = Socket::start(&web, APP.into(), 1, store).await;
        works(&mut slack.sockets.next().await).await;
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_tried_until_it_is_taken() {
    for code in ["invalid_auth", "not_allowed_token_type"] {
        let slack = StandIn::start().await;
        slack.always("apps.connections.open", Fault::Error(code));
        let (store, _comes) = Store::new();
        let hasty = Waits { dark: Duration::from_millis(50), ..patience().socket };
        let web = slack.patient(Patience { socket: hasty, ..patience() });
        let socket = Socket::start(&web, APP.into(), 1, store).await;
        slack.called("apps.connections.open", 5).await;
        assert!(!socket.connected());
        slack.never_again("apps.connections.open");
        works(&mut slack.sockets.next().await).await;
    }
}

#[tokio::test]
async fn after_the_end_every_connection_is_closed() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let socket = start(&slack, 2, &store).await;
    let (mut one, mut two) = (slack.sockets.next().await, slack.sockets.next().await);
    let alive = socket.alive();
    socket.stop().await;
    assert_eq!((one.heard().await, two.heard().await), (None, None));
    assert_eq!(*alive.borrow(), 0);
}

#[tokio::test]
async fn dropped_it_ends_too() {
    let slack = StandIn::start().await;
    let (store, _comes) = Store::new();
    let socket = start(&slack, 1, &store).await;
    let mut connection = slack.sockets.next().await;
    drop(socket);
    assert_eq!(connection.heard().await, None);
}
