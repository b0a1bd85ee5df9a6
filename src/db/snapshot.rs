//! Reading a workspace into memory, and keeping what is in memory up with the database.
//!
//! Before each answer one cheap statement asks whether anything has changed. If so, the newer rows are read in one
//! transaction, so that they fit together while an import commits, and are then applied to the snapshot; nobody has
//! to hold a lock on it while the database is asked.

use super::{Db, DbError, Result, Statement, Tx, sql, touch_log, workspaces};
use crate::{
    figures::Loose,
    snapshot::{
        Account, Colleague, Content, Delta, Import, Mark, MarketState, Person, Row, Snapshot, Subject,
    },
};

/// Reads a whole workspace.
pub async fn load(db: &Db, workspace: i64) -> Result<Snapshot> {
    let mut tx = db.begin_reading().await?;
    let (revision, settings) = workspaces::settings(&mut tx, workspace).await?;
    let mut snapshot = Snapshot::empty(settings);
    let mark = snapshot.mark();
    // A touch is taken in under the spelling of its campaign that came first.
    campaigns(&mut tx, &mark, |row| snapshot.take(row)).await?;
    // Then what needs the most room while it is put in order.
    let room = touch_log::count(&mut tx, workspace).await?;
    let touches = touches_since(&mut tx, &mark, room).await?;
    snapshot.take_touches(touches);
    rows_since(&mut tx, &mark, Newer::EVERYTHING, |row| snapshot.take(row)).await?;
    snapshot.take_touches(Loose::default());
    snapshot.refresh_target();
    snapshot.shrink();
    snapshot.revision = revision;
    Ok(snapshot)
}

/// What has happened since a snapshot was taken; nothing, usually.
pub async fn catch_up(db: &Db, mark: Mark) -> Result<Option<Delta>> {
    if workspaces::revision(db, mark.workspace).await? == mark.revision {
        return Ok(None);
    }
    let mut tx = db.begin_reading().await?;
    let (revision, workspace) = workspaces::settings(&mut tx, mark.workspace).await?;
    let newer = Newer::than(&mut tx, &mark).await?;
    let mut rows = Vec::new();
    rows_since(&mut tx, &mark, newer, |row| rows.push(row)).await?;
    let touches = if newer.touches { touches_since(&mut tx, &mark, 0).await? } else { Loose::default() };
    Ok(Some(Delta { from: mark, revision, workspace, rows, touches }))
}

/// Which tables hold something newer than a mark.
#[derive(Clone, Copy, sqlx::FromRow)]
struct Newer {
    colleagues: bool,
    accounts: bool,
    people: bool,
    campaigns: bool,
    content: bool,
    sources: bool,
    imports: bool,
    touches: bool,
}

impl Newer {
    const EVERYTHING: Self = Self {
        colleagues: true,
        accounts: true,
        people: true,
        campaigns: true,
        content: true,
        sources: true,
        imports: true,
        touches: true,
    };

    /// One statement that mostly saves seven.
    async fn than(tx: &mut Tx, mark: &Mark) -> Result<Self> {
        let text = "select
            exists (select 1 from colleagues where workspace_id = $1 and revision > $2) as colleagues,
            exists (select 1 from accounts where workspace_id = $1 and revision > $2) as accounts,
            exists (select 1 from people where workspace_id = $1 and revision > $2) as people,
            exists (select 1 from campaigns where workspace_id = $1 and revision > $2) as campaigns,
            exists (select 1 from content where workspace_id = $1 and revision > $2) as content,
            exists (select 1 from sources where workspace_id = $1 and id >= $3) as sources,
            exists (select 1 from imports where workspace_id = $1 and id > $4) as imports,
            exists (select 1 from touch_log where workspace_id = $1 and revision > $2) as touches";
        let statement = sql(text).bind(mark.workspace).bind(mark.revision);
        statement.bind(mark.sources as i64).bind(mark.import).one(tx).await
    }
}

async fn touches_since(tx: &mut Tx, mark: &Mark, room: usize) -> Result<Loose> {
    let mut touches = Loose::with_capacity(room);
    touch_log::since(tx, mark.workspace, mark.revision, |logged| {
        touches.push(logged.person, logged.id, logged.touch()?);
        Ok(())
    })
    .await?;
    Ok(touches)
}

/// Reads every row newer than a mark, in the order that [`Row`] asks for.
async fn rows_since(tx: &mut Tx, mark: &Mark, newer: Newer, mut take: impl FnMut(Row)) -> Result<()> {
    if newer.colleagues {
        colleagues(tx, mark, &mut take).await?;
    }
    if newer.accounts {
        accounts(tx, mark, &mut take).await?;
    }
    if newer.people {
        people(tx, mark, &mut take).await?;
    }
    if newer.accounts || newer.people {
        members(tx, mark, &mut take).await?;
        markets(tx, mark, ("account_id", "accounts"), Subject::Account, &mut take).await?;
        markets(tx, mark, ("person_id", "people"), Subject::Person, &mut take).await?;
    }
    if newer.campaigns {
        campaigns(tx, mark, &mut take).await?;
    }
    if newer.content {
        content(tx, mark, &mut take).await?;
    }
    if newer.sources {
        sources(tx, mark, &mut take).await?;
    }
    if newer.imports {
        imports(tx, mark, &mut take).await?;
    }
    Ok(())
}

async fn colleagues(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, email, name, side, role, manager_id from colleagues
                where workspace_id = $1";
    type Columns = (i64, String, String, String, String, Option<i64>);
    newer(text, mark)
        .each(tx, |row: Columns| {
            let (id, email, name, side, role, manager) = row;
            let manager = manager.map(|manager| manager as u16);
            take(Row::Colleague(
                id as u16,
                Colleague { email, name, side: word(&side)?, role: word(&role)?, manager },
            ));
            Ok(())
        })
        .await
}

async fn accounts(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, name, domain, industry, country, tier, kind, target, seller_id, marketer_id
                from accounts where workspace_id = $1";
    type Text = Option<String>;
    type Columns = (i64, String, Text, Text, Text, Text, String, bool, Option<i64>, Option<i64>);
    let each = |row: Columns| {
        let (id, name, domain, industry, country, tier, kind, target, seller, marketer) = row;
        let account = Account {
            name,
            domain,
            industry,
            country,
            tier,
            kind: word(&kind)?,
            target,
            seller: seller.map(|seller| seller as u16),
            marketer: marketer.map(|marketer| marketer as u16),
            market: Vec::new(),
            members: Vec::new(),
        };
        take(Row::Account(id as u32, Box::new(account)));
        Ok(())
    };
    newer(text, mark).each(tx, each).await
}

async fn people(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, name, email, linkedin, title, employer_id from people
                where workspace_id = $1";
    type Columns = (i64, String, Option<String>, Option<String>, Option<String>, Option<i64>);
    let each = |row: Columns| {
        let (number, name, email, linkedin, title, employer) = row;
        let employer = employer.map(|employer| employer as u32);
        take(Row::Person(Box::new(Person { number: number as u32, name, email, linkedin, title, employer })));
        Ok(())
    };
    newer(text, mark).each(tx, each).await
}

/// The buying groups of everybody who changed and of every account that changed.
async fn members(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let columns = "m.account_id, m.person_id, m.role";
    let table = "buying_group_members";
    let statement = match mark.revision {
        ..0 => sql(format!("select {columns} from {table} m where m.workspace_id = $1 order by 1, 2"))
            .bind(mark.workspace),
        since => {
            let accounts = changed(columns, table, "account_id", "accounts");
            let people = changed(columns, table, "person_id", "people");
            sql(format!("{accounts} union {people} order by 1, 2")).bind(mark.workspace).bind(since)
        }
    };
    let each = |(account, person, role): (i64, i64, Option<String>)| {
        take(Row::Member { account: account as u32, person: person as u32, role });
        Ok(())
    };
    statement.each(tx, each).await
}

/// The market histories of the accounts, or of the people, that changed.
async fn markets(
    tx: &mut Tx,
    mark: &Mark,
    (column, owner): (&str, &str),
    subject: fn(u32) -> Subject,
    mut take: impl FnMut(Row),
) -> Result<()> {
    let columns = format!("m.{column}, m.since, m.state, m.said_by");
    let table = "market_states";
    let statement = match mark.revision {
        ..0 => sql(format!(
            "select {columns} from {table} m where m.workspace_id = $1 and m.{column} is not null order by 1, 2"
        ))
        .bind(mark.workspace),
        since => sql(format!("{} order by 1, 2", changed(&columns, table, column, owner)))
            .bind(mark.workspace)
            .bind(since),
    };
    let each = |(number, since, state, said_by): (i64, i64, String, String)| {
        take(Row::Market(subject(number as u32), MarketState { since, state: word(&state)?, said_by }));
        Ok(())
    };
    statement.each(tx, each).await
}

/// Those rows of a table whose account or person has changed since revision `$2`. The `cross join` has SQLite begin
/// with the few that changed; it would go through the whole table for the sake of its order.
fn changed(columns: &str, table: &str, column: &str, owner: &str) -> String {
    format!(
        "select {columns} from {owner} o cross join {table} m
         where o.workspace_id = $1 and o.revision > $2 and m.workspace_id = $1 and m.{column} = o.id"
    )
}

/// The rows of a selection that are newer than a mark, or simply all of them.
fn newer(selection: &str, mark: &Mark) -> Statement {
    match mark.revision {
        ..0 => sql(format!("{selection} order by id")).bind(mark.workspace),
        since => sql(format!("{selection} and revision > $2 order by id")).bind(mark.workspace).bind(since),
    }
}

async fn campaigns(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, name from campaigns where workspace_id = $1";
    newer(text, mark)
        .each(tx, |(id, name): (i64, String)| {
            take(Row::Campaign(id as u32, name));
            Ok(())
        })
        .await
}

async fn content(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, title, kind, url, campaign_id, published, retired, listed from content
                where workspace_id = $1";
    type Text = Option<String>;
    type Columns = (i64, String, Text, Text, Option<i64>, Text, Text, bool);
    newer(text, mark)
        .each(tx, |row: Columns| {
            let (id, title, kind, url, campaign, published, retired, listed) = row;
            let date = |date: Option<String>| date.map(|date| word(&date)).transpose();
            let campaign = campaign.map(|campaign| campaign as u32);
            let (published, retired) = (date(published)?, date(retired)?);
            let content = Content { title, kind, url, campaign, published, retired, listed };
            take(Row::Content(id as u32, Box::new(content)));
            Ok(())
        })
        .await
}

/// Sources are only ever added, and so are imports: a number says how far we are.
async fn sources(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, name from sources where workspace_id = $1 and id >= $2 order by id";
    let each = |(id, name): (i64, String)| {
        take(Row::Source(id as u16, name));
        Ok(())
    };
    sql(text).bind(mark.workspace).bind(mark.sources as i64).each(tx, each).await
}

async fn imports(tx: &mut Tx, mark: &Mark, mut take: impl FnMut(Row)) -> Result<()> {
    let text = "select id, source_id, kind, at, added + updated + unchanged, rejected from imports
                where workspace_id = $1 and id > $2 order by id";
    let each = |(id, source, kind, at, rows, rejected): (i64, i64, String, i64, i64, i64)| {
        let import = Import { at, kind, rows: rows as u64, rejected: rejected as u64 };
        take(Row::Import { id, source: source as u16, import });
        Ok(())
    };
    sql(text).bind(mark.workspace).bind(mark.import).each(tx, each).await
}

/// A word of a closed list, or a date.
fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| DbError::Unreadable(text.to_owned()))
}
