//! Changes are proposed first and carried out once, after a yes of whoever asked.

use serde_json::json;

use super::{Bot, name_of, plain, refused::NOT_HERE};
use crate::{
    ask::{Ask, Place},
    card::Tone,
    db::{self, DbError, actions, chats::members, confirmations, confirmations::Taken},
    questions::{Action, Answer, Change, Status},
};

/// How long a proposed change waits for its yes.
const PATIENCE: jiff::SignedDuration = jiff::SignedDuration::from_mins(30);

impl Bot {
    pub(super) async fn propose(&self, ask: &Ask, proposal: &Action) -> Result<String, DbError> {
        let action = serde_json::to_string(proposal).expect("an action is plain data");
        let expires = (ask.at + PATIENCE).as_microsecond();
        confirmations::propose(&self.db, self.workspace, &name_of(&ask.who), &action, expires).await
    }

    /// "Confirm 7F3KQ2": carries out what was proposed, once. "Cancel 7F3KQ2" takes it back.
    pub(super) async fn confirmation(&self, ask: &Ask) -> Result<Option<Answer>, DbError> {
        let mut words = ask.text.split_whitespace().map(|word| word.trim_matches(['/', '.', '!']));
        let verb = words.next().map(str::to_lowercase).unwrap_or_default();
        let confirms = match verb.as_str() {
            "confirm" | "yes" => true,
            "cancel" | "no" => false,
            _ => return Ok(None),
        };
        let (Some(code), None) = (words.next(), words.next()) else { return Ok(None) };
        // "Yes please" and "no problem" are no codes, but a mistyped code deserves to hear so.
        if !confirmations::is_code(code) && !matches!(verb.as_str(), "confirm" | "cancel") {
            return Ok(None);
        }
        if matches!(ask.place, Place::Shared { .. }) {
            return Ok(Some(Answer::other("none", Status::Forbidden, plain(NOT_HERE, Tone::Caution))));
        }
        let code = code.to_uppercase();
        let mut tx = self.db.begin_within(db::ASKERS_PATIENCE).await?;
        let now = ask.at.as_microsecond();
        let taken = confirmations::take(&mut tx, self.workspace, &code, &name_of(&ask.who), now).await?;
        let refused =
            |text: &str| Ok(Some(Answer::other("none", Status::NotFound, plain(text, Tone::Caution))));
        let action: Action = match taken {
            // What was to be changed names people, and errors are logged: it is not repeated.
            Taken::Go(json) => {
                serde_json::from_str(&json).map_err(|_| DbError::Unreadable("a change".to_owned()))?
            }
            Taken::Done => return refused("That has been answered already; nothing was changed again."),
            Taken::Expired => {
                return refused("That offer has expired after 30 minutes; nothing was changed. Ask again.");
            }
            Taken::NotYours => return refused("Only whoever asked may confirm this; nothing was changed."),
            Taken::Unknown => {
                return refused("There is nothing to confirm under this code; nothing was changed.");
            }
        };
        let data = json!({ "action": action.change.question(), "changes": action.changes });
        let mut answer = if confirms {
            let instead = self.carry_out(&mut tx, &action.change).await?;
            let (said, tone) = match &instead {
                Some(said) => (said, Tone::Neutral),
                None => (&action.done, Tone::Good),
            };
            Answer::other(action.change.question(), Status::Done, plain(said, tone))
        } else {
            Answer::other(
                action.change.question(),
                Status::Done,
                plain("Cancelled; nothing was changed.", Tone::Neutral),
            )
        };
        tx.commit().await?;
        answer.data = data;
        Ok(Some(answer))
    }

    /// Writes a change. What is to be said in place of what was promised, if it had become needless.
    async fn carry_out(&self, tx: &mut db::Tx, change: &Change) -> Result<Option<String>, DbError> {
        let workspace = self.workspace;
        match change {
            Change::LogTouch { person, side, channel, evidence, at, colleague, outcome } => {
                let touch = actions::NewTouch {
                    person: *person,
                    at: *at,
                    side: *side,
                    channel: *channel,
                    evidence: *evidence,
                    colleague: *colleague,
                    campaign: None,
                    purpose: None,
                    content: None,
                    outcome: *outcome,
                };
                actions::log_touch(tx, workspace, &touch).await?;
            }
            Change::SetMarket { account, person, state, since, said_by } => {
                let subject = match (account, person) {
                    (Some(account), _) => crate::snapshot::Subject::Account(*account),
                    (None, person) => crate::snapshot::Subject::Person(person.expect("one of the two")),
                };
                actions::set_market(tx, workspace, subject, *state, *since, said_by).await?;
            }
            Change::SetTarget { account, target } => {
                actions::set_target(tx, workspace, *account, *target).await?
            }
            Change::AddMember { account, person } => {
                actions::add_member(tx, workspace, *account, *person, None).await?;
            }
            Change::RemoveMember { person, accounts } => {
                for account in accounts {
                    actions::remove_member(tx, workspace, *account, *person).await?;
                }
            }
            Change::Link { platform, team, user, email } => {
                let user = members::User { platform, team, user };
                members::link(tx, workspace, user, email).await?;
            }
            Change::Subscribe { .. } | Change::Digest { .. } => return self.arrange(tx, change).await,
        }
        Ok(None)
    }
}
