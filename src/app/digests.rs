//! A digest on demand, and by the clock.

use std::sync::Arc;

use super::{App, now, platforms::Platforms};
use crate::{
    ask::{Ask, Who},
    bot::{Wanted, wanted},
    card::Audience,
    chat::Reply,
    db::{DbError, workspaces},
    digest::{
        compose::{Request, compose},
        delivery::{Clock, Compose, Now, Patience},
    },
    questions::{Answer, SUBSCRIBE, Status},
};

impl App {
    /// The digest, if that is what was asked for and the bot has nothing against it.
    pub(super) async fn digest(
        &self,
        workspace: i64,
        ask: &Ask,
        answer: &Answer,
    ) -> Result<Option<Reply>, DbError> {
        if answer.question != SUBSCRIBE || answer.status != Status::Answered {
            return Ok(None);
        }
        let (_, settings) = workspaces::settings(&self.db, workspace).await?;
        let zone = &settings.time_zone;
        let Some(wanted) = wanted(ask, zone) else { return Ok(None) };
        let owner_email = match &ask.who {
            Who::Colleague(email) => email,
            Who::Operator | Who::Unknown => "",
        };
        let date = ask.at.to_zoned(zone.clone()).date();
        let Wanted { filters, sections, everybody } = &wanted;
        let request = Request { filters, sections: *sections, owner_email, date, zone, late: None };
        let digest = compose(&self.bots.of(workspace), ask.at, &request).await?;
        let mut first = digest.first;
        if !everybody {
            first.audience = Audience::Asker;
        }
        Ok(Some(Reply { thread: digest.thread, answered: true, ..first.into() }))
    }

    /// Delivers what is due, as one of perhaps many replicas.
    pub fn clock(&self, platforms: Platforms, replica: &str) -> Clock<Platforms, impl Compose, impl Now> {
        Clock::new(self.db.clone(), platforms, Arc::clone(&self.bots), replica, now, Patience::default())
    }
}
