//! Everything as the five files say it: names in place of numbers, an empty text in place of nothing, in an order that
//! depends on nothing but the rows. Rows are handed over as they come; the databases sort on disk what is large.

use super::{DbError, Result, Tx, sql};

/// A row of `team.csv`.
#[derive(Debug, sqlx::FromRow)]
pub struct Colleague {
    pub email: String,
    pub name: String,
    pub side: String,
    pub role: String,
    pub manager: String,
}

/// A row of `accounts.csv`.
#[derive(Debug, sqlx::FromRow)]
pub struct Account {
    pub id: i64,
    pub domain: String,
    pub name: String,
    pub industry: String,
    pub country: String,
    pub tier: String,
    pub kind: String,
    pub target: bool,
    pub seller: String,
    pub marketer: String,
    pub market: String,
}

/// A row of `people.csv`, and the employer beside it.
#[derive(Debug, sqlx::FromRow)]
pub struct Person {
    pub id: i64,
    pub email: String,
    pub linkedin: String,
    pub name: String,
    pub company_domain: String,
    pub title: String,
    /// `DOMAIN ROLE` for each buying group, joined by `;`, in no order.
    pub seats: String,
    pub market: String,
    pub company: String,
    pub country: String,
}

/// A row of `touches.csv`, with the numbers that filters look at.
#[derive(Debug, sqlx::FromRow)]
pub struct Touch {
    pub person_id: i64,
    pub campaign_id: Option<i64>,
    /// Microseconds since 1970.
    pub at: i64,
    pub source: String,
    pub source_id: String,
    pub side: String,
    pub channel: String,
    pub evidence: String,
    pub email: String,
    pub linkedin: String,
    pub name: String,
    pub company_domain: String,
    pub colleague: String,
    pub campaign: String,
    pub purpose: String,
    pub content: String,
    pub outcome: String,
}

/// A row of `content.csv`.
#[derive(Debug, sqlx::FromRow)]
pub struct Content {
    pub title: String,
    pub kind: String,
    pub url: String,
    pub campaign: String,
    pub published: String,
    pub retired: String,
}

/// What `people.csv` has no place for.
#[derive(Debug, sqlx::FromRow)]
pub struct Unsaid {
    /// Seats in the buying groups of accounts without a domain.
    pub seats: i64,
    /// People whose employer has no domain.
    pub employers: i64,
    /// Second addresses and profiles.
    pub keys: i64,
}

/// The team, by e-mail address.
pub async fn team<E: From<DbError>>(
    tx: &mut Tx,
    workspace: i64,
    take: impl FnMut(Colleague) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let text = format!(
        "select {email}, {name}, c.side, c.role, {manager}
         from colleagues c left join colleagues m on m.workspace_id = $1 and m.id = c.manager_id
         where c.workspace_id = $1
         order by email",
        email = column(tx, "c.email", "email"),
        name = column(tx, "c.name", "name"),
        manager = column(tx, "m.email", "manager"),
    );
    sql(text).bind(workspace).each(tx, take).await
}

/// The accounts, by domain, then by name. `at`: the instant (microseconds) whose market states count.
pub async fn accounts<E: From<DbError>>(
    tx: &mut Tx,
    workspace: i64,
    at: i64,
    take: impl FnMut(Account) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let text = format!(
        "select a.id, {domain}, {name}, coalesce(a.industry, '') as industry, coalesce(a.country, '') as country,
                coalesce(a.tier, '') as tier, a.kind, a.target, coalesce(s.email, '') as seller,
                coalesce(m.email, '') as marketer, {market}
         from accounts a
              left join colleagues s on s.workspace_id = $1 and s.id = a.seller_id
              left join colleagues m on m.workspace_id = $1 and m.id = a.marketer_id
         where a.workspace_id = $1
         order by domain, name",
        domain = column(tx, "a.domain", "domain"),
        name = column(tx, "a.name", "name"),
        market = market("account_id", "a.id"),
    );
    sql(text).bind(workspace).bind(at).each(tx, take).await
}

/// The people, by e-mail address, profile and name. `at`: the instant (microseconds) whose market states count.
pub async fn people<E: From<DbError>>(
    tx: &mut Tx,
    workspace: i64,
    at: i64,
    take: impl FnMut(Person) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let text = format!(
        "select p.id, {email}, {linkedin}, {name}, {company_domain}, {title},
                coalesce((select string_agg(g.domain || ' ' || coalesce(b.role, ''), ';')
                          from buying_group_members b
                               join accounts g on g.workspace_id = $1 and g.id = b.account_id
                          where b.workspace_id = $1 and b.person_id = p.id), '') as seats,
                {market}, coalesce(a.name, '') as company, coalesce(a.country, '') as country
         from people p left join accounts a on a.workspace_id = $1 and a.id = p.employer_id
         where p.workspace_id = $1
         order by email, linkedin, name, company_domain, title, p.id",
        email = column(tx, "p.email", "email"),
        linkedin = column(tx, "p.linkedin", "linkedin"),
        name = column(tx, "p.name", "name"),
        company_domain = column(tx, "a.domain", "company_domain"),
        title = column(tx, "p.title", "title"),
        market = market("person_id", "p.id"),
    );
    sql(text).bind(workspace).bind(at).each(tx, take).await
}

/// How much of the people a file cannot say.
pub async fn unsaid(tx: &mut Tx, workspace: i64) -> Result<Unsaid> {
    let text = "select
        (select count(*) from buying_group_members b join accounts a on a.workspace_id = $1 and a.id = b.account_id
         where b.workspace_id = $1 and a.domain is null) as seats,
        (select count(*) from people p join accounts a on a.workspace_id = $1 and a.id = p.employer_id
         where p.workspace_id = $1 and a.domain is null) as employers,
        (select count(*) from person_keys k join people p on p.workspace_id = $1 and p.id = k.person_id
         where k.workspace_id = $1
           and (k.kind = 'email' and k.person_key is distinct from p.email
                or k.kind = 'linkedin' and k.person_key is distinct from p.linkedin)) as keys";
    sql(text).bind(workspace).one(tx).await
}

/// The touches, by instant, source and the source's id, then by everything else. A touch that came without an id has
/// none here either.
pub async fn touches<E: From<DbError>>(
    tx: &mut Tx,
    workspace: i64,
    take: impl FnMut(Touch) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    const ID: &str = "case when substr(t.source_key, 1, 2) = '##' then substr(t.source_key, 2)
                           when substr(t.source_key, 1, 1) = '#' then ''
                           else t.source_key end";
    let columns = [
        ("s.name", "source"),
        (ID, "source_id"),
        ("t.side", "side"),
        ("t.channel", "channel"),
        ("t.evidence", "evidence"),
        ("p.email", "email"),
        ("p.linkedin", "linkedin"),
        ("p.name", "name"),
        ("a.domain", "company_domain"),
        ("c.email", "colleague"),
        ("m.name", "campaign"),
        ("t.purpose", "purpose"),
        ("k.title", "content"),
        ("t.outcome", "outcome"),
    ];
    let selected = columns.map(|(value, name)| column(tx, value, name)).join(", ");
    let order = columns.map(|(_, name)| name).join(", ");
    // `cross join` has SQLite begin with the touches, whatever it knows of the tables' sizes.
    let text = format!(
        "select t.person_id, t.campaign_id, t.at, {selected}
         from touches t cross join people p cross join sources s
              left join accounts a on a.workspace_id = $1 and a.id = p.employer_id
              left join colleagues c on c.workspace_id = $1 and c.id = t.colleague_id
              left join campaigns m on m.workspace_id = $1 and m.id = t.campaign_id
              left join content k on k.workspace_id = $1 and k.id = t.content_id
         where t.workspace_id = $1 and p.workspace_id = $1 and p.id = t.person_id
           and s.workspace_id = $1 and s.id = t.source_id
         order by at, {order}"
    );
    sql(text).bind(workspace).each(tx, take).await
}

/// The pieces of content, by title; not those that only a touch has ever named.
pub async fn content<E: From<DbError>>(
    tx: &mut Tx,
    workspace: i64,
    take: impl FnMut(Content) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let text = format!(
        "select {title}, coalesce(c.kind, '') as kind, coalesce(c.url, '') as url,
                coalesce(m.name, '') as campaign, coalesce(c.published, '') as published,
                coalesce(c.retired, '') as retired
         from content c left join campaigns m on m.workspace_id = $1 and m.id = c.campaign_id
         where c.workspace_id = $1 and c.listed
         order by title",
        title = column(tx, "c.title", "title"),
    );
    sql(text).bind(workspace).each(tx, take).await
}

/// A column of text that sorts by its bytes, as SQLite does by itself and PostgreSQL if it is told to.
fn column(tx: &Tx, value: &str, name: &str) -> String {
    let collation = match tx {
        Tx::Sqlite(_) => "",
        Tx::Postgres(_) => " collate \"C\"",
    };
    format!("coalesce({value}, ''){collation} as {name}")
}

/// The market state in force at the instant `$2`; empty where nobody ever said one.
fn market(subject: &str, id: &str) -> String {
    format!(
        "coalesce((select s.state from market_states s
                   where s.workspace_id = $1 and s.{subject} = {id} and s.since <= $2
                   order by s.since desc limit 1), '') as market"
    )
}
