-- The shared account database of both teams. One text for SQLite and PostgreSQL.
--
-- Every key and every index begins with workspace_id, so that a distributed PostgreSQL can shard by it.
-- Ids are small numbers counted up within their workspace, which lets the program keep its columns in memory
-- by number. Instants are microseconds since 1970-01-01T00:00:00Z; dates are text (YYYY-MM-DD).
-- `revision` is the workspace's revision at which a row last changed: whoever keeps a copy asks for the newer rows.

create table workspaces (
    id              bigint  not null primary key,
    name            text    not null unique,
    time_zone       text    not null,                       -- an IANA name
    revision        bigint  not null default 0,             -- raised by everything that writes
    priming_days    bigint  not null default 90 check (priming_days between 1 and 3650),
    covered_at      bigint  not null default 3 check (covered_at between 1 and 1000),
    required_roles  text    not null default 'champion;economic buyer;technical evaluator'
);

create table colleagues (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null check (id between 0 and 65534),
    email         text    not null,
    name          text    not null,
    side          text    not null check (side in ('marketing', 'sales')),
    role          text    not null check (role in ('admin', 'leader', 'member')),
    manager_id    bigint,
    revision      bigint  not null,
    primary key (workspace_id, id),
    unique (workspace_id, email),
    foreign key (workspace_id, manager_id) references colleagues (workspace_id, id) deferrable initially deferred
);

create table accounts (
    workspace_id  bigint   not null references workspaces (id),
    id            bigint   not null check (id between 0 and 4294967294),
    account_key   text     not null,                        -- the domain, or = and the folded name where there is none
    name          text     not null,
    domain        text,
    industry      text,
    country       text,
    tier          text,
    kind          text     not null default 'client' check (kind in ('client', 'agency', 'partner')),
    target        boolean  not null default false,
    seller_id     bigint,
    marketer_id   bigint,
    revision      bigint   not null,
    primary key (workspace_id, id),
    unique (workspace_id, account_key),
    foreign key (workspace_id, seller_id) references colleagues (workspace_id, id),
    foreign key (workspace_id, marketer_id) references colleagues (workspace_id, id)
);
create index accounts_by_revision on accounts (workspace_id, revision);

create table people (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null check (id between 0 and 4294967294),
    name          text    not null,
    name_key      text    not null,                         -- identity::name_key of the name
    email         text,
    linkedin      text,
    title         text,
    employer_id   bigint,
    revision      bigint  not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, employer_id) references accounts (workspace_id, id)
);
create index people_by_name on people (workspace_id, name_key);
create index people_by_revision on people (workspace_id, revision);

-- What a source may call a person by; at most one person answers to each.
create table person_keys (
    workspace_id  bigint  not null references workspaces (id),
    kind          text    not null,                         -- email, linkedin, or a source's name for its own ids
    person_key    text    not null,
    person_id     bigint  not null,
    primary key (workspace_id, kind, person_key),
    foreign key (workspace_id, person_id) references people (workspace_id, id)
);
create index person_keys_by_person on person_keys (workspace_id, person_id);

create table buying_group_members (
    workspace_id  bigint  not null references workspaces (id),
    account_id    bigint  not null,                         -- whose purchase it is
    person_id     bigint  not null,
    role          text,
    primary key (workspace_id, account_id, person_id),
    foreign key (workspace_id, account_id) references accounts (workspace_id, id),
    foreign key (workspace_id, person_id) references people (workspace_id, id)
);
create index buying_group_members_by_person on buying_group_members (workspace_id, person_id);

-- The history of who was in market. A row holds from `since` until the next one of its subject.
create table market_states (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null,
    account_id    bigint,
    person_id     bigint,
    state         text    not null check (state in ('in', 'out')),
    since         bigint  not null default 0,               -- 0: came without a date, has always held
    said_by       text    not null,                         -- a colleague's e-mail, or the source
    primary key (workspace_id, id),
    unique (workspace_id, account_id, since),
    unique (workspace_id, person_id, since),
    foreign key (workspace_id, account_id) references accounts (workspace_id, id),
    foreign key (workspace_id, person_id) references people (workspace_id, id),
    check ((account_id is null) <> (person_id is null))
);

create table campaigns (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null check (id between 0 and 4294967294),
    name          text    not null,
    revision      bigint  not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);
create index campaigns_by_revision on campaigns (workspace_id, revision);

create table content (
    workspace_id  bigint   not null references workspaces (id),
    id            bigint   not null check (id between 0 and 4294967294),
    title         text     not null,
    kind          text,
    url           text,
    campaign_id   bigint,
    published     text,
    retired       text,
    listed        boolean  not null,                        -- false: only ever named by a touch
    revision      bigint   not null,
    primary key (workspace_id, id),
    unique (workspace_id, title),
    foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id)
);
create index content_by_revision on content (workspace_id, revision);

create table sources (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null check (id between 0 and 65534),
    name          text    not null,
    primary key (workspace_id, id),
    unique (workspace_id, name)
);

-- What came from a source, and when: one row for each source that a file named.
create table imports (
    workspace_id  bigint  not null references workspaces (id),
    id            bigint  not null,
    source_id     bigint  not null,
    kind          text    not null check (kind in ('team', 'accounts', 'people', 'content', 'touches')),
    file          text    not null,
    at            bigint  not null,
    added         bigint  not null,
    updated       bigint  not null,
    unchanged     bigint  not null,
    rejected      bigint  not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, source_id) references sources (workspace_id, id)
);
create index imports_by_source on imports (workspace_id, source_id, at);

-- Kept by person: what happened with one person is one range of the primary key.
create table touches (
    workspace_id  bigint  not null references workspaces (id),
    person_id     bigint  not null,
    id            bigint  not null check (id between 0 and 4294967294),
    at            bigint  not null,
    side          text    not null check (side in ('marketing', 'sales')),
    channel       text    not null check (channel in ('ad', 'email', 'event', 'webinar', 'website', 'form', 'content',
                          'direct-mail', 'social', 'call', 'meeting', 'inmail', 'connection', 'message', 'other')),
    evidence      text    not null check (evidence in ('targeted', 'delivered', 'engaged')),
    colleague_id  bigint,
    campaign_id   bigint,
    purpose       text    check (purpose in ('brand', 'demand')),
    content_id    bigint,
    outcome       text    check (outcome in ('answered', 'declined', 'none')),
    source_id     bigint  not null,
    source_key    text    not null,                         -- the source's id, or # and a hash of the content
    primary key (workspace_id, person_id, id),
    unique (workspace_id, source_id, source_key),
    foreign key (workspace_id, person_id) references people (workspace_id, id),
    foreign key (workspace_id, colleague_id) references colleagues (workspace_id, id),
    foreign key (workspace_id, campaign_id) references campaigns (workspace_id, id),
    foreign key (workspace_id, content_id) references content (workspace_id, id),
    foreign key (workspace_id, source_id) references sources (workspace_id, id)
);

-- The same touches in the order they came, packed (db/touch_log.rs), written in the transaction that writes the
-- touches: what a process reads at its start and to catch up, without scanning the table.
create table touch_log (
    workspace_id  bigint  not null references workspaces (id),
    revision      bigint  not null,
    part          bigint  not null,
    next_id       bigint  not null,                         -- one more than the highest touch id so far
    packed        bytea   not null,
    primary key (workspace_id, revision, part)
);

-- Changes that were proposed and wait for a yes. Each is carried out at most once.
create table confirmations (
    workspace_id  bigint  not null references workspaces (id),
    code          text    not null,
    asker         text    not null,
    action        text    not null,                         -- JSON
    expires_at    bigint  not null,
    done_at       bigint,
    primary key (workspace_id, code)
);
