//! Who is in market: states that hold from an instant until the next one of the same account or person.

use super::{Change, Result, bulk};
use crate::vocabulary::Market;

/// Whose states are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Account,
    Person,
}

impl Subject {
    const fn column(self) -> &'static str {
        match self {
            Self::Account => "account_id",
            Self::Person => "person_id",
        }
    }
}

/// What is known of one account or person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Known {
    pub id: i64,
    /// The state in force.
    pub now: Option<String>,
    /// The state that came without a date.
    pub undated: Option<String>,
}

/// The states in force at an instant (microseconds), and the undated ones, of those who have any.
pub async fn of(change: &mut Change, subject: Subject, ids: &[i64], at: i64) -> Result<Vec<Known>> {
    let column = subject.column();
    bulk(format!(
        "with k (id) as ({{rows}})
         select k.id,
                (select m.state from market_states m
                 where m.workspace_id = $1 and m.{column} = k.id and m.since <= $2
                 order by m.since desc limit 1) as now,
                (select m.state from market_states m
                 where m.workspace_id = $1 and m.{column} = k.id and m.since = 0) as undated
         from k"
    ))
    .bind(change.workspace)
    .bind(at)
    .whole(ids.iter().copied())
    .all(&mut change.tx)
    .await
}

/// Sets undated states, in place of older undated ones.
pub async fn set(
    change: &mut Change,
    subject: Subject,
    states: &[(i64, Market)],
    said_by: &str,
) -> Result<()> {
    let column = subject.column();
    let first = change.next_id("market_states").await?;
    bulk(format!(
        "with r (id, subject_id, state, said_by) as ({{rows}})
         insert into market_states (workspace_id, id, {column}, state, since, said_by)
         select $1, id, subject_id, state, 0, said_by from r where true
         on conflict (workspace_id, {column}, since) do update set state = excluded.state, said_by = excluded.said_by"
    ))
    .bind(change.workspace)
    .whole((first..).take(states.len()))
    .whole(states.iter().map(|(id, _)| *id))
    .text(states.iter().map(|(_, state)| state.as_str()))
    .text(states.iter().map(|_| said_by))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
