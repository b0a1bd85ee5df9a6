//! The team. A manager may stand in a later row, so the rows wait for the end of the file: a team is small.

use std::collections::{HashMap, HashSet};

use super::{
    file::{Taking, Verdict},
    sources::Sources,
};
use crate::{
    db::{
        self, Change, Outcome,
        team::{self, Colleague},
    },
    identity::Email,
    intake::{Cells, Reject, Said, rows::TeamRow},
    vocabulary::{Role, Side},
};

/// A row, on its own.
pub(super) struct Row {
    email: Email,
    name: String,
    side: Side,
    role: Said<Role>,
    manager: Said<Email>,
}

pub(super) struct Team {
    rows: Vec<Row>,
}

impl Taking for Team {
    type Row = Row;

    fn read(cells: &Cells<'_>) -> Result<Row, Reject> {
        let row = TeamRow::read(cells)?;
        let name = row.name.into_owned();
        Ok(Row { email: row.email, name, side: row.side, role: row.role, manager: row.manager })
    }

    fn shown(row: &Row) -> Vec<String> {
        vec![
            row.email.to_string(),
            row.name.clone(),
            row.side.to_string(),
            row.role.value().map_or("", Role::as_str).to_owned(),
            row.manager.as_value().map(Email::to_string).unwrap_or_default(),
        ]
    }

    async fn begin(_change: &mut Change, _now: i64) -> db::Result<Self> {
        Ok(Self { rows: Vec::new() })
    }

    async fn take(
        &mut self,
        _change: &mut Change,
        _sources: &mut Sources,
        rows: Vec<Row>,
    ) -> db::Result<Vec<Verdict>> {
        let verdict = |row| {
            if self.rows.len() == team::MOST {
                return Verdict::Rejected(format!(
                    "a team has at most {} colleagues; is this another file?",
                    team::MOST
                ));
            }
            self.rows.push(row);
            Verdict::Later
        };
        Ok(rows.into_iter().map(verdict).collect())
    }

    async fn finish(self, change: &mut Change) -> db::Result<Vec<Verdict>> {
        let stored = team::all(change).await?;
        let known: HashSet<&str> = stored.iter().map(|colleague| colleague.email.as_str()).collect();
        let unknown = managers_missing(&self.rows, &known);
        let mut numbers: HashMap<String, i64> =
            stored.iter().map(|colleague| (colleague.email.clone(), colleague.id)).collect();
        for (row, _) in self.rows.iter().zip(&unknown).filter(|(_, unknown)| !**unknown) {
            let next = numbers.len() as i64;
            numbers.entry(row.email.to_string()).or_insert(next);
        }
        let mut team: HashMap<i64, Colleague> =
            stored.into_iter().map(|colleague| (colleague.id, colleague)).collect();
        let mut changed = HashSet::new();
        let mut verdicts = Vec::with_capacity(self.rows.len());
        for (row, unknown) in self.rows.into_iter().zip(unknown) {
            if unknown {
                let manager = row.manager.as_value().map(Email::to_string).unwrap_or_default();
                verdicts.push(Verdict::Rejected(format!(
                    "the manager {manager} is neither in the team nor in this file; add a row for them, or correct the address"
                )));
                continue;
            }
            let id = numbers[row.email.as_str()];
            let before = team.get(&id);
            let after = described(row, id, before, &numbers);
            let outcome = match before {
                None => Outcome::New,
                Some(before) if *before == after => Outcome::Unchanged,
                Some(_) => Outcome::Updated,
            };
            if outcome != Outcome::Unchanged {
                changed.insert(id);
                team.insert(id, after);
            }
            verdicts.push(Verdict::Taken(outcome, None));
        }
        let mut changed: Vec<&Colleague> = changed.iter().map(|id| &team[id]).collect();
        changed.sort_unstable_by_key(|colleague| colleague.id);
        team::put(change, &changed).await?;
        Ok(verdicts)
    }
}

/// A colleague as a row describes them. What it leaves out stays.
fn described(row: Row, id: i64, before: Option<&Colleague>, numbers: &HashMap<String, i64>) -> Colleague {
    let role = row.role.value().map(|role| role.as_str().to_owned());
    Colleague {
        id,
        email: row.email.into_string(),
        name: row.name,
        side: row.side.as_str().to_owned(),
        role: role.or_else(|| Some(before?.role.clone())).unwrap_or_else(|| Role::Member.as_str().to_owned()),
        manager_id: match row.manager {
            Said::Nothing => before.and_then(|before| before.manager_id),
            Said::Empty => None,
            Said::Value(manager) => numbers.get(manager.as_str()).copied(),
        },
    }
}

/// Which rows name a manager who is nowhere: neither stored nor in a row that can be taken.
fn managers_missing(rows: &[Row], stored: &HashSet<&str>) -> Vec<bool> {
    let mut missing = vec![false; rows.len()];
    loop {
        let sound = rows.iter().zip(&missing).filter(|(_, missing)| !**missing);
        let sound: HashSet<&str> = sound.map(|(row, _)| row.email.as_str()).collect();
        let is_missing = |row: &Row| {
            row.manager.as_value().is_some_and(|manager| {
                !stored.contains(manager.as_str()) && !sound.contains(manager.as_str())
            })
        };
        let now: Vec<bool> = rows.iter().map(is_missing).collect();
        if now == missing {
            return missing;
        }
        missing = now;
    }
}
