//! The companies of the market.

use super::{Change, Result, bulk, numbers as numbers_of};

/// A company, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Account {
    pub id: i64,
    /// The domain, or `=` and the folded name where there is none.
    pub account_key: String,
    pub name: String,
    pub domain: Option<String>,
    pub industry: Option<String>,
    pub country: Option<String>,
    pub tier: Option<String>,
    pub kind: String,
    pub target: bool,
    pub seller_id: Option<i64>,
    pub marketer_id: Option<i64>,
}

/// The number of the workspace's next account.
pub async fn next_id(change: &mut Change) -> Result<i64> {
    change.next_id("accounts").await
}

/// Those of the keys that are an account's, with its number.
pub async fn numbers(change: &mut Change, keys: &[&str]) -> Result<Vec<(String, i64)>> {
    numbers_of(change, "accounts t where t.workspace_id = $1", ("account_key", "id"), keys).await
}

/// The accounts that have one of the keys.
pub async fn by_key(change: &mut Change, keys: &[&str]) -> Result<Vec<Account>> {
    bulk(
        "with k (account_key) as ({rows})
         select a.id, a.account_key, a.name, a.domain, a.industry, a.country, a.tier, a.kind, a.target, a.seller_id,
                a.marketer_id
         from k cross join accounts a where a.workspace_id = $1 and a.account_key = k.account_key",
    )
    .bind(change.workspace)
    .text(keys.iter().copied())
    .all(&mut change.tx)
    .await
}

/// Adds accounts of which only the domain is known, outside the target market.
pub async fn add_domains(change: &mut Change, domains: &[(i64, &str)]) -> Result<()> {
    bulk(
        "with r (id, domain) as ({rows})
         insert into accounts (workspace_id, id, account_key, name, domain, revision)
         select $1, id, domain, domain, domain, $2 from r",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(domains.iter().map(|(id, _)| *id))
    .text(domains.iter().map(|(_, domain)| *domain))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}

/// Adds accounts, or gives those that are there other values.
pub async fn put(change: &mut Change, accounts: &[&Account]) -> Result<()> {
    let rows = || accounts.iter();
    bulk(
        "with r (id, account_key, name, domain, industry, country, tier, kind, target, seller_id, marketer_id)
           as ({rows})
         insert into accounts (workspace_id, id, account_key, name, domain, industry, country, tier, kind, target,
                               seller_id, marketer_id, revision)
         select $1, id, account_key, name, domain, industry, country, tier, kind, target, seller_id, marketer_id, $2
         from r where true
         on conflict (workspace_id, id) do update set account_key = excluded.account_key, name = excluded.name,
            domain = excluded.domain, industry = excluded.industry, country = excluded.country, tier = excluded.tier,
            kind = excluded.kind, target = excluded.target, seller_id = excluded.seller_id,
            marketer_id = excluded.marketer_id, revision = excluded.revision",
    )
    .bind(change.workspace)
    .bind(change.revision)
    .whole(rows().map(|account| account.id))
    .text(rows().map(|account| account.account_key.as_str()))
    .text(rows().map(|account| account.name.as_str()))
    .text(rows().map(|account| account.domain.as_deref()))
    .text(rows().map(|account| account.industry.as_deref()))
    .text(rows().map(|account| account.country.as_deref()))
    .text(rows().map(|account| account.tier.as_deref()))
    .text(rows().map(|account| account.kind.as_str()))
    .flag(rows().map(|account| account.target))
    .whole(rows().map(|account| account.seller_id))
    .whole(rows().map(|account| account.marketer_id))
    .exec(&mut change.tx)
    .await?;
    Ok(())
}
