//! The people of the market: what they are known by, and whose buying groups they sit in.

use super::{Change, On, Result, bulk, numbers, sql};

/// A person, as the table has them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub name_key: String,
    pub email: Option<String>,
    pub linkedin: Option<String>,
    pub title: Option<String>,
    pub employer_id: Option<i64>,
}

/// A seat in a buying group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct Seat {
    pub person_id: i64,
    pub account_id: i64,
    pub role: Option<String>,
}

const COLUMNS: &str = "p.id, p.name, p.name_key, p.email, p.linkedin, p.title, p.employer_id";

/// Whoever answers to a key: `kind` is `email`, `linkedin` or a source's name for its own ids.
pub async fn by_key(on: impl Into<On<'_>>, workspace: i64, kind: &str, key: &str) -> Result<Option<u32>> {
    let text = "select person_id from person_keys where workspace_id = $1 and kind = $2 and person_key = $3";
    let row: Option<(i64,)> =
        sql(text).bind(workspace).bind(kind.to_owned()).bind(key.to_owned()).maybe(on).await?;
    Ok(row.map(|(person,)| person as u32))
}

/// The number of the workspace's next person.
pub async fn next_id(change: &mut Change) -> Result<i64> {
    change.next_id("people").await
}

/// Those of the keys of a kind that somebody answers to, with their number.
pub async fn by_keys(change: &mut Change, kind: &'static str, keys: &[&str]) -> Result<Vec<(String, i64)>> {
    let from = format!("person_keys t where t.workspace_id = $1 and t.kind = '{kind}'");
    numbers(change, &from, ("person_key", "person_id"), keys).await
}

/// Everybody with one of the names who works for the account beside it, or for none where there is none.
pub async fn by_name(change: &mut Change, names: &[(&str, Option<i64>)]) -> Result<Vec<Person>> {
    let employed = names.iter().filter_map(|(name, employer)| Some((*name, (*employer)?)));
    let text = format!(
        "with k (name_key, employer_id) as ({{rows}})
         select {COLUMNS} from k cross join people p where p.workspace_id = $1 and p.name_key = k.name_key and p.employer_id = k.employer_id"
    );
    let statement = bulk(text).bind(change.workspace).text(employed.clone().map(|(name, _)| name));
    let mut people: Vec<Person> =
        statement.whole(employed.map(|(_, employer)| employer)).all(&mut change.tx).await?;

    let alone = names.iter().filter(|(_, employer)| employer.is_none()).map(|(name, _)| *name);
    let text = format!(
        "with k (name_key) as ({{rows}})
         select {COLUMNS} from k cross join people p where p.workspace_id = $1 and p.name_key = k.name_key and p.employer_id is null"
    );
    people.append(&mut bulk(text).bind(change.workspace).text(alone).all(&mut change.tx).await?);
    Ok(people)
}

/// People by number.
pub async fn by_id(change: &mut Change, ids: &[i64]) -> Result<Vec<Person>> {
    let text = format!(
        "with k (id) as ({{rows}}) select {COLUMNS} from k cross join people p where p.workspace_id = $1 and p.id = k.id"
    );
    bulk(text).bind(change.workspace).whole(ids.iter().copied()).all(&mut change.tx).await
}

/// Adds people, or gives those that are there other values.
pub async fn put(change: &mut Change, people: &[&Person]) -> Result<()> {
    let rows = || people.iter();
    bulk(
        "with r (id, name, name_key, email, linkedin, title, employer_id) as ({rows})
         insert into people (workspace_id, id, name, name_key, email, linkedin, title, employer_id, revision)
         select $1, id, name, name_key, email, linkedin, title, employer_id, $2 from r where true
         on conflict (workspace_id, id) do update set name = excluded.name, name_key = excluded.name_key,
            email = excluded.email, linkedin = excluded.linkedin, title = excluded.title,
            employer_id = excluded.employer_id, revision = excluded.revision",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(rows().map(|person| person.id))
    .text(rows().map(|person| person.name.as_str()))
    .text(rows().map(|person| person.name_key.as_str()))
    .text(rows().map(|person| person.email.as_deref()))
    .text(rows().map(|person| person.linkedin.as_deref()))
    .text(rows().map(|person| person.title.as_deref()))
    .whole(rows().map(|person| person.employer_id))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}

/// Lets people answer to keys (kind, key, person) that nobody answers to yet.
pub async fn add_keys(change: &mut Change, keys: &[(&str, &str, i64)]) -> Result<()> {
    bulk(
        "with r (kind, person_key, person_id) as ({rows})
         insert into person_keys (workspace_id, kind, person_key, person_id)
         select $1, kind, person_key, person_id from r",
    )
    .bind(change.workspace)
    .text(keys.iter().map(|(kind, ..)| *kind))
    .text(keys.iter().map(|(_, key, _)| *key))
    .whole(keys.iter().map(|(.., person)| *person))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}

/// The seats of people in buying groups.
pub async fn seats(change: &mut Change, people: &[i64]) -> Result<Vec<Seat>> {
    bulk(
        "with k (person_id) as ({rows})
         select m.person_id, m.account_id, m.role from k cross join buying_group_members m where m.workspace_id = $1 and m.person_id = k.person_id",
    )
    .bind(change.workspace)
    .whole(people.iter().copied())
    .all(&mut change.tx)
    .await
}

/// Takes all their seats away from people, then gives these out.
pub async fn set_seats(change: &mut Change, people: &[i64], seats: &[Seat]) -> Result<()> {
    // Most people of an import are new and had none, and PostgreSQL would read the whole table for them.
    bulk(
        "with k (person_id) as ({rows})
         delete from buying_group_members where workspace_id = $1 and person_id in (select person_id from k)",
    )
    .bind(change.workspace)
    .whole(people.iter().copied())
    .exec(&mut change.tx)
    .await?;
    bulk(
        "with r (person_id, account_id, role) as ({rows})
         insert into buying_group_members (workspace_id, account_id, person_id, role)
         select $1, account_id, person_id, role from r",
    )
    .bind(change.workspace)
    .whole(seats.iter().map(|seat| seat.person_id))
    .whole(seats.iter().map(|seat| seat.account_id))
    .text(seats.iter().map(|seat| seat.role.as_deref()))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
