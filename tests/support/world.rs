//! Writes a small company at random, as the importers would.

use mandorla::{
    db::{Db, Tx, sql, touch_log, touch_log::Logged, workspaces},
    figures::Kind,
    vocabulary::{Channel, Evidence, Outcome, Purpose, Side},
};
use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

const FIRST: [&str; 8] = ["Anna", "José", "Łukasz", "Patricia", "Colin", "Zoë", "Dmitri", "Grace"];
const LAST: [&str; 6] = ["Prospect", "Cold", "Müller", "O'Brien", "Nowak", "Hill"];
const ROLES: [Option<&str>; 4] = [None, Some("champion"), Some("economic buyer"), Some("user")];
pub const DAY: i64 = 86_400_000_000;
/// 2026-06-01T00:00:00Z.
pub const BEGIN: i64 = 1_780_272_000_000_000;

/// What has been written so far.
pub struct World {
    pub random: ChaCha8Rng,
    pub workspace: i64,
    pub people: u32,
    pub accounts: u32,
    pub colleagues: u16,
    pub sources: u16,
    pub imports: i64,
}

impl World {
    pub async fn new(db: &Db, seed: u64) -> Self {
        let workspace = workspaces::ensure(db, "test", "Europe/London").await.expect("a workspace");
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            workspace,
            people: 0,
            accounts: 0,
            colleagues: 0,
            sources: 0,
            imports: 0,
        }
    }

    pub fn instant(&mut self) -> i64 {
        BEGIN + self.random.random_range(0..120 * DAY)
    }

    pub fn person(&mut self) -> u32 {
        self.random.random_range(0..self.people)
    }

    pub fn account(&mut self) -> u32 {
        self.random.random_range(0..self.accounts)
    }

    pub fn role(&mut self) -> Option<&'static str> {
        *ROLES.choose(&mut self.random).expect("roles")
    }

    fn name(&mut self) -> String {
        let random = &mut self.random;
        format!("{} {}", FIRST.choose(random).expect("names"), LAST.choose(random).expect("names"))
    }

    /// A colleague, new or changed.
    pub async fn write_colleague(&mut self, tx: &mut Tx, revision: i64) {
        let id = self.random.random_range(0..=self.colleagues);
        let manager = (id > 0 && self.random.random()).then(|| self.random.random_range(0..i64::from(id)));
        sql("insert into colleagues (workspace_id, id, email, name, side, role, manager_id, revision)
             values ($1, $2, $3, $4, $5, 'member', $6, $7) on conflict (workspace_id, id) do update
             set name = excluded.name, side = excluded.side, manager_id = excluded.manager_id,
                 revision = excluded.revision")
        .bind(self.workspace)
        .bind(i64::from(id))
        .bind(format!("c{id}@mandor.example"))
        .bind(self.name())
        .bind(if self.random.random() { "sales" } else { "marketing" })
        .bind(manager)
        .bind(revision)
        .exec(tx)
        .await
        .expect("a colleague");
        self.colleagues = self.colleagues.max(id + 1);
    }

    /// An account, new or changed.
    pub async fn write_account(&mut self, tx: &mut Tx, revision: i64) {
        let id = self.random.random_range(0..=self.accounts);
        let seller = (self.colleagues > 0).then(|| i64::from(self.random.random_range(0..self.colleagues)));
        sql("insert into accounts (workspace_id, id, account_key, name, industry, target, seller_id, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace_id, id) do update
             set name = excluded.name, target = excluded.target, seller_id = excluded.seller_id,
                 revision = excluded.revision")
        .bind(self.workspace)
        .bind(i64::from(id))
        .bind(format!("a{id}.example"))
        .bind(format!("{} {}", self.name(), self.random.random_range(0..9)))
        .bind(Some("Fintech"))
        .bind(self.random.random::<bool>())
        .bind(seller)
        .bind(revision)
        .exec(tx)
        .await
        .expect("an account");
        self.accounts = self.accounts.max(id + 1);
    }

    /// A person, new or changed.
    pub async fn write_person(&mut self, tx: &mut Tx, revision: i64) {
        let id = self.random.random_range(0..=self.people);
        let name = self.name();
        let employer = (self.accounts > 0 && self.random.random_bool(0.8)).then(|| i64::from(self.account()));
        sql("insert into people (workspace_id, id, name, name_key, email, title, employer_id, revision)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (workspace_id, id) do update
             set name = excluded.name, title = excluded.title, employer_id = excluded.employer_id,
                 revision = excluded.revision")
        .bind(self.workspace)
        .bind(i64::from(id))
        .bind(name.clone())
        .bind(mandorla::identity::name_key(&name))
        .bind(Some(format!("p{id}@a.example")))
        .bind(self.random.random::<bool>().then_some("CTO"))
        .bind(employer)
        .bind(revision)
        .exec(&mut *tx)
        .await
        .expect("a person");
        if id == self.people {
            sql("insert into person_keys (workspace_id, kind, person_key, person_id) values ($1, 'email', $2, $3)")
                .bind(self.workspace)
                .bind(format!("p{id}@a.example"))
                .bind(i64::from(id))
                .exec(tx)
                .await
                .expect("a key");
            self.people += 1;
        }
    }

    /// A campaign and a piece of content.
    pub async fn write_material(&mut self, tx: &mut Tx, revision: i64) {
        let id = self.random.random_range(0..5_i64);
        sql(
            "insert into campaigns (workspace_id, id, name, revision) values ($1, $2, $3, $4)
             on conflict (workspace_id, id) do update set name = excluded.name, revision = excluded.revision",
        )
        .bind(self.workspace)
        .bind(id)
        .bind(format!("Campaign {id} {revision}"))
        .bind(revision)
        .exec(&mut *tx)
        .await
        .expect("a campaign");
        sql("insert into content (workspace_id, id, title, campaign_id, published, listed, revision)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (workspace_id, id) do update
             set title = excluded.title, listed = excluded.listed, revision = excluded.revision")
        .bind(self.workspace)
        .bind(id)
        .bind(format!("Content {id} {revision}"))
        .bind(Some(id))
        .bind(Some("2026-07-01"))
        .bind(self.random.random::<bool>())
        .bind(revision)
        .exec(tx)
        .await
        .expect("content");
    }

    /// A source, new or not, and the record of an import from it.
    pub async fn write_import(&mut self, tx: &mut Tx) {
        if self.sources == 0 || (self.sources < 4 && self.random.random_bool(0.2)) {
            let text = "select coalesce(max(id) + 1, 0) from sources where workspace_id = $1";
            let (id,): (i64,) = sql(text).bind(self.workspace).one(&mut *tx).await.expect("a number");
            sql("insert into sources (workspace_id, id, name) values ($1, $2, $3)")
                .bind(self.workspace)
                .bind(id)
                .bind(format!("Source {id}"))
                .exec(&mut *tx)
                .await
                .expect("a source");
            self.sources = id as u16 + 1;
        }
        sql("insert into imports (workspace_id, id, source_id, kind, file, at, added, updated, unchanged, rejected)
             values ($1, $2, $3, 'touches', 'x.csv', $4, 1, 2, 3, 4)")
        .bind(self.workspace)
        .bind(self.imports)
        .bind(i64::from(self.random.random_range(0..self.sources)))
        .bind(BEGIN + self.imports)
        .exec(tx)
        .await
        .expect("an import");
        self.imports += 1;
    }

    /// Touches, some of them new versions of old ones; the log in as many parts as `parts`.
    pub async fn write_touches(&mut self, tx: &mut Tx, revision: i64, count: usize) {
        let mut log = Vec::new();
        for _ in 0..count {
            let next = touch_log::next_id(tx, self.workspace).await.expect("a number");
            let next = next + log.iter().filter(|touch: &&Logged| touch.id >= next).count() as u32;
            let old = (next > 0 && self.random.random_bool(0.3)).then(|| self.random.random_range(0..next));
            let touch = self.touch(old.unwrap_or(next));
            write_touch(tx, self.workspace, &touch).await;
            log.push(touch);
        }
        let first = touch_log::next_id(tx, self.workspace).await.expect("a number");
        let next = log.iter().map(|touch| touch.id + 1).max().unwrap_or(0).max(first);
        let half = log.len() / 2;
        for part in [&log[..half], &log[half..]] {
            touch_log::append(tx, self.workspace, revision, next, part).await.expect("the log takes them");
        }
    }

    pub fn touch(&mut self, id: u32) -> Logged {
        let random = &mut self.random;
        let side = *Side::ALL.choose(random).expect("sides");
        let evidence = *Evidence::ALL.choose(random).expect("evidence");
        let purpose = (side == Side::Marketing).then(|| *Purpose::ALL.choose(random).expect("purposes"));
        let outcome = random.random::<bool>().then(|| *Outcome::ALL.choose(random).expect("outcomes"));
        Logged {
            person: random.random_range(0..self.people),
            id,
            at: BEGIN + random.random_range(0..120 * DAY),
            campaign: None,
            content: None,
            colleague: None,
            source: random.random_range(0..self.sources),
            kind: Kind::new(side, evidence, purpose, outcome).byte(),
            channel: *Channel::ALL.choose(random).expect("channels") as u8,
        }
    }
}

/// Writes a touch into the table, in place of the one of the same number.
pub async fn write_touch(tx: &mut Tx, workspace: i64, touch: &Logged) {
    sql("delete from touches where workspace_id = $1 and id = $2")
        .bind(workspace)
        .bind(i64::from(touch.id))
        .exec(&mut *tx)
        .await
        .expect("the old version goes");
    let kind = Kind::from_byte(touch.kind);
    sql("insert into touches (workspace_id, person_id, id, at, side, channel, evidence, purpose, outcome,
             source_id, source_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
    .bind(workspace)
    .bind(i64::from(touch.person))
    .bind(i64::from(touch.id))
    .bind(touch.at)
    .bind(kind.side().as_str())
    .bind(Channel::ALL[usize::from(touch.channel)].as_str())
    .bind(kind.evidence().as_str())
    .bind(kind.purpose().map(Purpose::as_str))
    .bind(kind.outcome().map(Outcome::as_str))
    .bind(i64::from(touch.source))
    .bind(touch.id.to_string())
    .exec(tx)
    .await
    .expect("a touch");
}
