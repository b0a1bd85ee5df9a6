//! Who reads in a conversation: colleagues alone, or guests and people of other companies too. Asked before an answer
//! about single people is shared there.

use std::time::Duration;

use moka::future::Cache;

use super::{
    Conversation,
    connector::{Connector, Trouble},
};

/// For so long a conversation is taken to be read by the same people.
const KEPT: Duration = Duration::from_secs(60);
const MOST: u64 = 100_000;
/// 10,000 members; nobody shares a person with more.
const PAGES: usize = 20;

#[derive(Clone)]
pub struct Places {
    connector: Connector,
    known: Cache<(String, String), Readers>,
}

/// Who reads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    Colleagues,
    /// Guests, people of another company, or more people than we look through.
    Strangers,
}

impl Places {
    pub fn new(connector: Connector) -> Self {
        Self { connector, known: Cache::builder().max_capacity(MOST).time_to_live(KEPT).build() }
    }

    /// Who reads there, as Teams says.
    ///
    /// # Errors
    /// When Teams does not say: we are not there any more.
    pub async fn readers(&self, at: &Conversation) -> Result<Readers, Trouble> {
        let key = (at.tenant.clone(), at.id.clone());
        if let Some(readers) = self.known.get(&key).await {
            return Ok(readers);
        }
        let readers = self.look(at).await?;
        self.known.insert(key, readers).await;
        Ok(readers)
    }

    async fn look(&self, at: &Conversation) -> Result<Readers, Trouble> {
        let mut next = None;
        for _ in 0..PAGES {
            let page = self.connector.members(&at.service_url, &at.id, next.as_deref()).await?;
            if page.members.iter().any(|member| member.outside(&at.tenant)) {
                return Ok(Readers::Strangers);
            }
            next = page.continuation_token.filter(|token| !token.is_empty());
            if next.is_none() {
                return Ok(Readers::Colleagues);
            }
        }
        Ok(Readers::Strangers)
    }

    /// Somebody came or went.
    pub async fn forget(&self, at: &Conversation) {
        self.known.invalidate(&(at.tenant.clone(), at.id.clone())).await;
    }
}
