//! The other end of Socket Mode: says hello, sends what a test tells it to, and hands over what comes back.

use std::{collections::VecDeque, sync::Arc, sync::Mutex as Lock};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Mutex, mpsc},
    task::JoinHandle,
};
use tokio_tungstenite::{WebSocketStream, accept_async, tungstenite::Message};

use super::within;

/// How the next connection is received; without a word, with a hello.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// TCP, and nothing further, for ever.
    Mute,
    /// A WebSocket that is closed at once.
    Closed,
}

pub struct Sockets {
    pub url: String,
    manners: Arc<Lock<VecDeque<Manner>>>,
    connections: Mutex<mpsc::UnboundedReceiver<Connection>>,
    server: JoinHandle<()>,
}

/// A connection as Slack sees it.
pub struct Connection {
    orders: mpsc::UnboundedSender<Order>,
    heard: mpsc::UnboundedReceiver<Value>,
}

enum Order {
    Say(String),
    Close,
    /// No farewell.
    Cut,
    /// Neither reads nor writes any more.
    Sleep,
}

impl Sockets {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("ws://{}/link/?ticket=T-1", listener.local_addr().unwrap());
        let manners: Arc<Lock<VecDeque<Manner>>> = Arc::default();
        let (sender, receiver) = mpsc::unbounded_channel();
        let server = tokio::spawn(serve(listener, manners.clone(), sender));
        Self { url, manners, connections: Mutex::new(receiver), server }
    }

    pub fn receive_next(&self, manner: Manner) {
        self.manners.lock().unwrap().push_back(manner);
    }

    /// The next connection that has been greeted.
    pub async fn next(&self) -> Connection {
        within(async { self.connections.lock().await.recv().await.unwrap() }).await
    }
}

impl Drop for Sockets {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Connection {
    pub fn say(&self, message: &Value) {
        self.say_text(&message.to_string());
    }

    pub fn say_text(&self, text: &str) {
        let _ = self.orders.send(Order::Say(text.to_owned()));
    }

    pub fn disconnect(&self, reason: &str) {
        self.say(&json!({ "type": "disconnect", "reason": reason, "debug_info": { "host": "h" } }));
    }

    pub fn close(&self) {
        let _ = self.orders.send(Order::Close);
    }

    pub fn cut(&self) {
        let _ = self.orders.send(Order::Cut);
    }

    pub fn sleep(&self) {
        let _ = self.orders.send(Order::Sleep);
    }

    /// The next thing that comes back; `None` when the connection has ended.
    pub async fn heard(&mut self) -> Option<Value> {
        within(self.heard.recv()).await
    }
}

async fn serve(
    listener: TcpListener,
    manners: Arc<Lock<VecDeque<Manner>>>,
    connections: mpsc::UnboundedSender<Connection>,
) {
    let mut mute = Vec::new();
    while let Ok((stream, _)) = listener.accept().await {
        let manner = manners.lock().unwrap().pop_front();
        match manner {
            Some(Manner::Mute) => mute.push(stream),
            Some(Manner::Closed) => {
                tokio::spawn(async move {
                    if let Ok(mut socket) = accept_async(stream).await {
                        let _ = socket.close(None).await;
                    }
                });
            }
            None => drop(tokio::spawn(greet(stream, connections.clone()))),
        }
    }
}

async fn greet(stream: TcpStream, connections: mpsc::UnboundedSender<Connection>) {
    let Ok(mut socket) = accept_async(stream).await else { return };
    let hello = json!({ "type": "hello", "num_connections": 1, "connection_info": { "app_id": "A123" } });
    if socket.send(Message::text(hello.to_string())).await.is_err() {
        return;
    }
    let (orders, mut ordered) = mpsc::unbounded_channel();
    let (tell, heard) = mpsc::unbounded_channel();
    if connections.send(Connection { orders, heard }).is_ok() {
        talk(&mut socket, &mut ordered, tell).await;
    }
}

async fn talk(
    socket: &mut WebSocketStream<TcpStream>,
    ordered: &mut mpsc::UnboundedReceiver<Order>,
    tell: mpsc::UnboundedSender<Value>,
) {
    loop {
        tokio::select! {
            order = ordered.recv() => match order {
                Some(Order::Say(text)) => drop(socket.send(Message::text(text)).await),
                Some(Order::Close) => drop(socket.close(None).await),
                Some(Order::Sleep) => std::future::pending().await,
                Some(Order::Cut) | None => return,
            },
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => drop(tell.send(serde_json::from_str(&text).unwrap())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return,
            },
        }
    }
}
