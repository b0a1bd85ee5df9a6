//! What a confirmed action writes. Each function raises the workspace's revision, so that every snapshot sees it at
//! its next look.

use super::{Result, Tx, confirmations::random_text, sql, touch_log, touch_log::Logged, workspaces};
use crate::{
    figures::Kind,
    snapshot::{OURSELVES, Subject},
    vocabulary::{Channel, Evidence, Market, Outcome, Purpose, Side},
};

/// Letters of a logged touch's key: no number, or an exported touch that is imported again could meet another's.
const KEY: usize = 12;

/// A touch that somebody logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTouch {
    pub person: u32,
    /// Microseconds since 1970.
    pub at: i64,
    pub side: Side,
    pub channel: Channel,
    pub evidence: Evidence,
    pub colleague: Option<u16>,
    pub campaign: Option<u32>,
    pub purpose: Option<Purpose>,
    pub content: Option<u32>,
    pub outcome: Option<Outcome>,
}

/// Writes a touch down; gives its number.
pub async fn log_touch(tx: &mut Tx, workspace: i64, touch: &NewTouch) -> Result<u32> {
    let revision = workspaces::bump(tx, workspace).await?;
    let source = ourselves(tx, workspace).await?;
    let id = touch_log::next_id(tx, workspace).await?;
    let text = "insert into touches (workspace_id, person_id, id, at, side, channel, evidence, colleague_id,
                    campaign_id, purpose, content_id, outcome, source_id, source_key)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    sql(text)
        .bind(workspace)
        .bind(i64::from(touch.person))
        .bind(i64::from(id))
        .bind(touch.at)
        .bind(touch.side.as_str())
        .bind(touch.channel.as_str())
        .bind(touch.evidence.as_str())
        .bind(touch.colleague.map(i64::from))
        .bind(touch.campaign.map(i64::from))
        .bind(touch.purpose.map(Purpose::as_str))
        .bind(touch.content.map(i64::from))
        .bind(touch.outcome.map(Outcome::as_str))
        .bind(i64::from(source))
        .bind(random_text(KEY))
        .exec(&mut *tx)
        .await?;
    let logged = Logged {
        person: touch.person,
        id,
        at: touch.at,
        campaign: touch.campaign,
        content: touch.content,
        colleague: touch.colleague,
        source,
        kind: Kind::new(touch.side, touch.evidence, touch.purpose, touch.outcome).byte(),
        channel: touch.channel as u8,
    };
    touch_log::append(tx, workspace, revision, id + 1, &[logged]).await?;
    Ok(id)
}

/// The number of our own source, made on first use.
async fn ourselves(tx: &mut Tx, workspace: i64) -> Result<u16> {
    let text = "insert into sources (workspace_id, id, name)
                select $1, coalesce(max(id) + 1, 0), $2 from sources where workspace_id = $1
                on conflict (workspace_id, name) do nothing";
    sql(text).bind(workspace).bind(OURSELVES).exec(&mut *tx).await?;
    let text = "select id from sources where workspace_id = $1 and name = $2";
    let (id,): (i64,) = sql(text).bind(workspace).bind(OURSELVES).one(tx).await?;
    Ok(id as u16)
}

/// Says whether an account or a person is in market, from `since` on (microseconds; 0 = always). What was said for
/// the same instant is replaced. `said_by`: a colleague's e-mail, or the source.
pub async fn set_market(
    tx: &mut Tx,
    workspace: i64,
    subject: Subject,
    state: Market,
    since: i64,
    said_by: &str,
) -> Result<()> {
    let revision = workspaces::bump(tx, workspace).await?;
    let (column, table, number) = match subject {
        Subject::Account(number) => ("account_id", "accounts", number),
        Subject::Person(number) => ("person_id", "people", number),
    };
    let text = format!(
        "insert into market_states (workspace_id, id, {column}, state, since, said_by)
         select $1, coalesce(max(id) + 1, 0), $2, $3, $4, $5 from market_states where workspace_id = $1
         on conflict (workspace_id, {column}, since) do update
         set state = excluded.state, said_by = excluded.said_by"
    );
    sql(text)
        .bind(workspace)
        .bind(i64::from(number))
        .bind(state.as_str())
        .bind(since)
        .bind(said_by.to_owned())
        .exec(&mut *tx)
        .await?;
    raise(tx, workspace, table, number, revision).await
}

/// Takes an account into the target market or out of it.
pub async fn set_target(tx: &mut Tx, workspace: i64, account: u32, target: bool) -> Result<()> {
    let revision = workspaces::bump(tx, workspace).await?;
    sql("update accounts set target = $3, revision = $4 where workspace_id = $1 and id = $2")
        .bind(workspace)
        .bind(i64::from(account))
        .bind(target)
        .bind(revision)
        .exec(tx)
        .await?;
    Ok(())
}

/// Adds a person to an account's buying group, or changes their role in it.
pub async fn add_member(
    tx: &mut Tx,
    workspace: i64,
    account: u32,
    person: u32,
    role: Option<&str>,
) -> Result<()> {
    let revision = workspaces::bump(tx, workspace).await?;
    sql(
        "insert into buying_group_members (workspace_id, account_id, person_id, role) values ($1, $2, $3, $4)
         on conflict (workspace_id, account_id, person_id) do update set role = excluded.role",
    )
    .bind(workspace)
    .bind(i64::from(account))
    .bind(i64::from(person))
    .bind(role.map(str::to_owned))
    .exec(&mut *tx)
    .await?;
    raise(tx, workspace, "people", person, revision).await
}

/// Takes a person out of an account's buying group.
pub async fn remove_member(tx: &mut Tx, workspace: i64, account: u32, person: u32) -> Result<()> {
    let revision = workspaces::bump(tx, workspace).await?;
    sql("delete from buying_group_members where workspace_id = $1 and account_id = $2 and person_id = $3")
        .bind(workspace)
        .bind(i64::from(account))
        .bind(i64::from(person))
        .exec(&mut *tx)
        .await?;
    raise(tx, workspace, "people", person, revision).await
}

/// Raises the revision of a row whose belongings have changed.
async fn raise(tx: &mut Tx, workspace: i64, table: &'static str, number: u32, revision: i64) -> Result<()> {
    sql(format!("update {table} set revision = $3 where workspace_id = $1 and id = $2"))
        .bind(workspace)
        .bind(i64::from(number))
        .bind(revision)
        .exec(tx)
        .await?;
    Ok(())
}
