-- Digests: who gets one where and when, and what became of each.

create table subscriptions (
    workspace_id  bigint   not null references workspaces (id),
    id            bigint   not null,                        -- counted up within the workspace; what people type
    platform      text     not null check (platform in ('slack', 'teams', 'discord')),
    team          text     not null,                        -- the platform's workspace, tenant or server
    channel       text     not null,                        -- its id: names change
    schedule      text     not null,                        -- digest::schedule's own words, with the zone
    filters       text     not null default '',             -- as in chat: team Dana Frost in Fintech
    sections      text     not null default '',             -- digest::sections' names; empty: all of them
    quiet         boolean  not null,                        -- say nothing when there is nothing to say
    owner         text     not null,                        -- the platform's id of whoever is told when it fails
    owner_email   text     not null,                        -- which colleague that is
    paused        boolean  not null default false,
    stopped_at    bigint,
    created_at    bigint   not null,
    active_since  bigint   not null,                        -- subscribed or resumed: what was due before is not posted
    next_at       bigint   not null,                        -- the next occurrence: instant …
    next_slot     text     not null,                        -- … and its local date and time
    primary key (workspace_id, id)
);
-- One of a kind in a channel, as long as it stands.
create unique index subscriptions_standing on subscriptions (workspace_id, platform, team, channel, filters, sections) where stopped_at is null;
create index subscriptions_due on subscriptions (workspace_id, next_at) where stopped_at is null and not paused;

-- One digest that was due, claimed by one replica at a time.
create table occurrences (
    workspace_id     bigint  not null references workspaces (id),
    subscription_id  bigint  not null,
    slot             text    not null,                      -- the local date and time: unique however clocks jump
    due_at           bigint  not null,
    state            text    not null check (state in ('open', 'sent', 'empty', 'skipped', 'failed')),
    lease_owner      text,
    lease_until      bigint  not null default 0,
    try_at           bigint  not null,                      -- not before
    tries            bigint  not null default 0,
    posting          boolean not null default false,        -- it may stand in the channel already: look before posting
    message          text,                                  -- the platform's id of the post
    thread_done      bigint  not null default 0,            -- posts of its thread that stand
    owed             boolean not null default false,        -- the owner has to be told what became of it …
    told             boolean not null default false,        -- … and has been
    done             boolean not null default false,        -- nothing is left to do
    primary key (workspace_id, subscription_id, slot),
    foreign key (workspace_id, subscription_id) references subscriptions (workspace_id, id)
);
create index occurrences_left on occurrences (workspace_id, try_at) where not done;

-- What really happened, each time.
create table attempts (
    workspace_id     bigint  not null references workspaces (id),
    subscription_id  bigint  not null,
    slot             text    not null,
    number           bigint  not null,
    at               bigint  not null,
    replica          text    not null,
    outcome          text    not null,                      -- sent, found, empty, retry, gone, refused, late, unknown, skipped
    detail           text    not null,
    primary key (workspace_id, subscription_id, slot, number),
    foreign key (workspace_id, subscription_id, slot) references occurrences (workspace_id, subscription_id, slot)
);
