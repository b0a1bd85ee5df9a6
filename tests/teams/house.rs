//! A house of cardboard: it knows a handful of questions, and remembers all it is told.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use mandorla::{
    ask::{Ask, Place, Who},
    bot::Found,
    card::{Action, ActionKind, Audience, Card, Tone},
    chat::{
        Csv, Member, Reply,
        teams::{self, Change, Conversation, Kind},
    },
};

#[derive(Clone, Default)]
pub struct House(Arc<Inner>);

#[derive(Default)]
struct Inner {
    now: Mutex<Option<Timestamp>>,
    asked: Mutex<Vec<Ask>>,
    first: Mutex<HashSet<String>>,
    confirmed: Mutex<u32>,
    members: Mutex<HashMap<String, Member>>,
    conversations: Mutex<HashMap<String, Conversation>>,
    changes: Mutex<Vec<Change>>,
}

impl House {
    pub fn at(now: Timestamp) -> Self {
        let house = Self::default();
        *house.0.now.lock().unwrap() = Some(now);
        house
    }

    pub fn pass(&self, time: jiff::SignedDuration) {
        let mut now = self.0.now.lock().unwrap();
        *now = now.map(|now| now + time);
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<Ask> {
        std::mem::take(&mut self.0.asked.lock().unwrap())
    }

    pub fn changes(&self) -> Vec<Change> {
        std::mem::take(&mut self.0.changes.lock().unwrap())
    }

    pub fn kept(&self, id: &str) -> Option<Conversation> {
        self.0.conversations.lock().unwrap().get(id).cloned()
    }
}

fn card(title: &str, audience: Audience) -> Card {
    Card { title: vec![title.into()], tone: Tone::Neutral, blocks: vec![], actions: vec![], audience }
}

fn action(label: &str, text: &str, kind: ActionKind) -> Action {
    Action { label: label.to_owned(), text: text.to_owned(), kind }
}

fn answered(title: &str, audience: Audience) -> Reply {
    Reply { answered: true, ..card(title, audience).into() }
}

impl teams::House for House {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "when it serves, the counterpart reads a clock too")]
        self.0.now.lock().unwrap().unwrap_or_else(Timestamp::now)
    }

    async fn answer(&self, _: i64, ask: Ask) -> Reply {
        self.0.asked.lock().unwrap().push(ask.clone());
        let shared = matches!(ask.place, Place::Shared { .. });
        match ask.text.as_str() {
            "what is our overlap?" => {
                let mut reply = answered("Overlap is 16 %", Audience::Everyone);
                reply.card.actions = vec![action("By seller", "overlap by seller", ActionKind::Ask)];
                reply
            }
            "slow" => {
                tokio::time::sleep(Duration::from_secs(6)).await;
                answered("Late, but here", Audience::Everyone)
            }
            "export warm" => Reply {
                thread: Vec::new(),
                csv: Some(Csv { name: "warm.csv".to_owned(), bytes: b"name\r\nPatricia\r\n".to_vec() }),
                ..answered("1 person is warm", Audience::Asker)
            },
            "log a call with Patricia Prospect" => {
                let mut offer = card("Log a call with Patricia Prospect?", Audience::Asker);
                offer.actions = vec![
                    action("Confirm", "confirm 7F3KQ2", ActionKind::Confirm),
                    action("Cancel", "cancel 7F3KQ2", ActionKind::Cancel),
                ];
                offer.into()
            }
            "confirm 7F3KQ2" => {
                let mut times = self.0.confirmed.lock().unwrap();
                *times += 1;
                let said = if *times == 1 { "Logged" } else { "That has been answered already" };
                Reply { done: *times == 1, ..card(said, Audience::Asker).into() }
            }
            text if text.starts_with("has marketing reached") => match (ask.who, shared) {
                (Who::Colleague(_), false) => {
                    answered("Yes, marketing reached Patricia Prospect on 3 November", Audience::Asker)
                }
                _ => card("I only speak about single people to colleagues", Audience::Asker).into(),
            },
            _ => card("I did not understand that", Audience::Everyone).into(),
        }
    }

    async fn openings(&self, _: i64, _: Who, _: Place) -> Vec<String> {
        vec!["what is our overlap?".to_owned()]
    }

    async fn search(&self, _: i64, ask: Ask) -> Vec<Found> {
        let found = Found {
            name: "Patricia Prospect".to_owned(),
            about: "CFO at Northwind".to_owned(),
            ask: "has marketing reached Patricia Prospect?".to_owned(),
        };
        if "patricia prospect".starts_with(&ask.text.to_lowercase()) { vec![found] } else { vec![] }
    }

    async fn first(&self, _: i64, key: String) -> Result<bool, Card> {
        Ok(self.0.first.lock().unwrap().insert(key))
    }

    async fn forget(&self, _: i64, key: String) -> Result<(), Card> {
        self.0.first.lock().unwrap().remove(&key);
        Ok(())
    }

    /// Colleagues have addresses at example.com.
    async fn colleague(&self, _: i64, addresses: &[String]) -> Result<Option<String>, Card> {
        Ok(addresses.iter().find(|address| address.ends_with("@example.com")).cloned())
    }

    async fn workspace(&self, _: &str) -> Result<Option<i64>, Card> {
        Ok(Some(1))
    }

    async fn member(&self, _: i64, _: &str, user: &str) -> Result<Option<Member>, Card> {
        Ok(self.0.members.lock().unwrap().get(user).cloned())
    }

    async fn remember_member(&self, _: i64, _: &str, user: &str, member: &Member) -> Result<(), Card> {
        self.0.members.lock().unwrap().insert(user.to_owned(), member.clone());
        Ok(())
    }

    async fn keep_conversation(&self, _: i64, conversation: &Conversation) -> Result<(), Card> {
        self.0.conversations.lock().unwrap().insert(conversation.id.clone(), conversation.clone());
        Ok(())
    }

    async fn conversation(&self, _: i64, _: &str, id: &str) -> Result<Option<Conversation>, Card> {
        Ok(self.kept(id))
    }

    async fn personal(&self, _: i64, _: &str, user: &str) -> Result<Option<Conversation>, Card> {
        let all = self.0.conversations.lock().unwrap();
        let theirs = |one: &&Conversation| one.kind == Kind::Personal && one.user.as_deref() == Some(user);
        Ok(all.values().find(theirs).cloned())
    }

    async fn met(&self, _: i64, tenant: &str) -> Result<Option<Conversation>, Card> {
        let all = self.0.conversations.lock().unwrap();
        Ok(all.values().find(|one| one.tenant == tenant).cloned())
    }

    async fn changed(&self, _: i64, _: &str, change: &Change) -> Result<(), Card> {
        if let Change::Ended { id, .. } = change {
            self.0.conversations.lock().unwrap().remove(id);
        }
        self.0.changes.lock().unwrap().push(change.clone());
        Ok(())
    }
}
