//! Changes that wait for a yes, each carried out at most once, whoever says yes and however often.

use rand::seq::IndexedRandom;

use super::{ASKERS_PATIENCE, Db, Result, Tx, sql};

/// Letters and digits that nobody takes for one another, and that make no words.
const ALPHABET: &[u8] = b"23456789BCDFGHJKMNPQRSTVWXZ";
/// 27⁶ codes: 387 million.
const LENGTH: usize = 6;
/// How long after its end a proposal is kept, to say "expired" or "done" instead of "unknown" (microseconds).
const KEPT: i64 = 30 * 86_400_000_000;

/// Whether a word can be a code at all: "yes please" answers something else.
pub fn is_code(word: &str) -> bool {
    word.len() == LENGTH && word.bytes().all(|letter| ALPHABET.contains(&letter.to_ascii_uppercase()))
}

/// What became of a yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Carry it out, in the same transaction: the action as JSON.
    Go(String),
    /// It has been carried out already.
    Done,
    /// It came too late.
    Expired,
    /// There is no such code.
    Unknown,
    /// Somebody else proposed it.
    NotYours,
}

/// Writes down what somebody wants to change; gives the code to confirm it with. `expires_at` in microseconds. Where an
/// import has the database for longer than [`ASKERS_PATIENCE`], it is busy.
pub async fn propose(db: &Db, workspace: i64, asker: &str, action: &str, expires_at: i64) -> Result<String> {
    let mut tx = db.begin_within(ASKERS_PATIENCE).await?;
    sql("delete from confirmations where workspace_id = $1 and expires_at < $2")
        .bind(workspace)
        .bind(expires_at - KEPT)
        .exec(&mut tx)
        .await?;
    loop {
        let code = random_text(LENGTH);
        let text = "insert into confirmations (workspace_id, code, asker, action, expires_at)
                    values ($1, $2, $3, $4, $5) on conflict do nothing";
        let written = sql(text)
            .bind(workspace)
            .bind(code.clone())
            .bind(asker.to_owned())
            .bind(action.to_owned())
            .bind(expires_at)
            .exec(&mut tx)
            .await?;
        if written == 1 {
            tx.commit().await?;
            return Ok(code);
        }
    }
}

/// Takes a proposal, before anything else in its transaction. Of several who try at once one may go.
pub async fn take(tx: &mut Tx, workspace: i64, code: &str, asker: &str, now: i64) -> Result<Taken> {
    let code = code.trim().to_ascii_uppercase();
    let text = "update confirmations set done_at = $4
                where workspace_id = $1 and code = $2 and asker = $3 and done_at is null and expires_at > $4
                returning action";
    let taken: Option<(String,)> =
        sql(text).bind(workspace).bind(code.clone()).bind(asker.to_owned()).bind(now).maybe(&mut *tx).await?;
    if let Some((action,)) = taken {
        return Ok(Taken::Go(action));
    }
    let text = "select asker, done_at from confirmations where workspace_id = $1 and code = $2";
    let there: Option<(String, Option<i64>)> = sql(text).bind(workspace).bind(code).maybe(tx).await?;
    Ok(match there {
        None => Taken::Unknown,
        Some((whose, _)) if whose != asker => Taken::NotYours,
        Some((_, Some(_))) => Taken::Done,
        Some((_, None)) => Taken::Expired,
    })
}

/// Random letters and digits, easy to tell apart.
pub(super) fn random_text(length: usize) -> String {
    let mut random = rand::rng();
    let letters = (0..length).map(|_| *ALPHABET.choose(&mut random).expect("an alphabet has letters"));
    letters.map(char::from).collect()
}
