//! Watches over the connections: when none has been alive for a while, all are thrown away, Slack is asked what is
//! wrong until it lets us in again, and new ones are made.

use std::time::Duration;

use tokio::{sync::watch, time::sleep};

use super::{Desk, Receive};
use crate::chat::slack::api::{Kind, Trouble};

/// Keeps the connections until `stop` says so, or nobody is left to say it.
pub(super) async fn over(desk: Desk, receive: impl Receive, mut stop: watch::Receiver<bool>) {
    loop {
        let manager = desk.open(receive.clone()).await;
        let stopped = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => true,
            () = failed(&desk) => false,
        };
        manager.shutdown().await;
        drop(manager);
        desk.alive.send_replace(0);
        if stopped {
            return;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = let_in(&desk) => {}
        }
    }
}

/// Waits until there has been no connection for too long, or too few of them for very long.
async fn failed(desk: &Desk) {
    let (waits, wanted) = (desk.waits(), desk.connections as usize);
    let mut alive = desk.alive.subscribe();
    let mut ever = false;
    loop {
        let now = *alive.borrow_and_update();
        if now > 0 && !ever {
            tracing::info!("connected to Slack");
        }
        ever |= now > 0;
        let patience = match now {
            0 => waits.dark,
            _ if now < wanted => waits.dim,
            _ => Duration::MAX,
        };
        tokio::select! {
            () = sleep(patience) => return,
            _ = alive.changed() => {}
        }
    }
}

/// Asks Slack until it would let us in; what it has against it is told once, and again when it changes.
async fn let_in(desk: &Desk) {
    let mut told = None;
    let mut wait = desk.waits().replace;
    while let Err(trouble) = desk.web.open_connection(&desk.app_token).await {
        if told.as_ref() != Some(&trouble.code) {
            tracing::error!(code = trouble.code, "Slack cannot reach us. {}", advice(&trouble));
            told = Some(trouble.code.clone());
        }
        wait = match trouble.kind {
            Kind::Busy { after } => after,
            Kind::Unreachable => (wait * 2).min(desk.waits().refused),
            _ => desk.waits().refused,
        };
        sleep(wait).await;
    }
}

/// What to do about it.
fn advice(trouble: &Trouble) -> String {
    match trouble.kind {
        Kind::Auth | Kind::Missing(_) | Kind::Refused => {
            "Socket Mode needs an app-level token that starts with xapp- and has the scope connections:write. \
             Make one under Basic Information in the app's settings, turn Socket Mode on, and start again"
                .to_owned()
        }
        _ => trouble.to_string(),
    }
}
