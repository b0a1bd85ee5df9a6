//! The tables themselves, on both databases: what they refuse, and that everything is kept by workspace.

mod support;

use mandorla::db::{Db, sql};
use support::{company, databases};

/// Keys that do not begin with `workspace_id`, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("workspaces", "it is the table that says which workspaces there are"),
    ("installations", "asked for before anybody knows whose account database is meant"),
];

#[tokio::test]
async fn every_key_and_every_index_begins_with_the_workspace() {
    for scratch in databases().await {
        let indexes = indexes(&scratch.db).await;
        assert!(indexes.len() > 40, "{} indexes", indexes.len());
        let ours = |table: &str| EXCEPTIONS.iter().all(|(exception, _)| *exception != table);
        let wrong: Vec<_> =
            indexes.iter().filter(|(table, _, first)| ours(table) && first != "workspace_id").collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for (exception, why) in EXCEPTIONS {
            assert!(indexes.iter().any(|(table, ..)| table == exception), "{exception} is gone: {why}");
        }
        scratch.end().await;
    }
}

/// Table, index and the index's first column; primary and unique keys are indexes too.
async fn indexes(db: &Db) -> Vec<(String, String, String)> {
    let text = match db {
        Db::Sqlite { .. } => {
            "select t.name, i.name, c.name from sqlite_schema t
             join pragma_index_list(t.name) i join pragma_index_info(i.name) c on c.seqno = 0
             where t.type = 'table' and t.name not like '\\_sqlx%' escape '\\' and t.name not like 'sqlite%'
             union all
             select t.name, 'primary key', c.name from sqlite_schema t join pragma_table_info(t.name) c on c.pk = 1
             where t.type = 'table' and t.name not like '\\_sqlx%' escape '\\' and t.name not like 'sqlite%'"
        }
        Db::Postgres(_) => {
            "select t.relname::text, i.relname::text, a.attname::text from pg_index x
             join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
             join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
             join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
             where t.relname not like '\\_sqlx%'"
        }
    };
    sql(text).all(db).await.expect("the catalogue can be read")
}

#[tokio::test]
async fn rows_that_mean_nothing_are_refused() {
    for scratch in databases().await {
        company(&scratch.db).await;
        for statement in [
            "update workspaces set covered_at = 0",
            "update workspaces set priming_days = 0",
            "update workspaces set time_zone = null",
            "update colleagues set side = 'both'",
            "update colleagues set role = 'king'",
            "update colleagues set manager_id = 999",
            "update colleagues set id = 65535 where id = 0",
            "update accounts set seller_id = 999",
            "update accounts set name = null",
            "update accounts set account_key = 'same'",
            "update people set employer_id = 999",
            "update people set id = -1 where id = 0",
            "update person_keys set person_id = 999",
            "update buying_group_members set account_id = 999",
            "update market_states set state = 'perhaps'",
            "update market_states set account_id = null",
            "update market_states set person_id = 0 where account_id is not null",
            "update campaigns set name = 'same'",
            "update content set campaign_id = 999",
            "update sources set name = 'same'",
            "update imports set kind = 'gossip'",
            "update touches set side = 'neither'",
            "update touches set channel = 'pigeon'",
            "update touches set evidence = 'rumoured'",
            "update touches set purpose = 'fun'",
            "update touches set outcome = 'maybe'",
            "update touches set colleague_id = 999",
            "update touches set source_id = 999",
            "update touches set source_key = 'same', source_id = 0",
            "delete from workspaces",
            "delete from people",
        ] {
            assert!(sql(statement).exec(&scratch.db).await.is_err(), "{statement} was taken");
        }
        scratch.end().await;
    }
}
