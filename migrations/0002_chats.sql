-- Where Mandorla lives in chats: who let it in, who is who there, and what has been handled.

-- A Slack workspace, a Teams tenant or a Discord server that has let us in. Asked for before anybody knows whose
-- account database is meant, so like `workspaces` it is small and kept whole on every shard.
create table installations (
    platform      text    not null check (platform in ('slack', 'teams', 'discord')),
    team          text    not null,                         -- the platform's id for it
    workspace_id  bigint  not null references workspaces (id),
    name          text    not null,
    bot_user      text    not null,                         -- our own user there
    installer     text,                                     -- the platform's id of whoever let us in
    scopes        text    not null,                         -- as the platform names them, joined by commas
    tokens        text    not null,                         -- JSON, sealed (seal.rs)
    installed_at  bigint  not null,
    ended         text,                                     -- why it is over; null while it holds
    primary key (platform, team)
);

-- Chat users: which colleague somebody is.
create table chat_members (
    workspace_id  bigint   not null references workspaces (id),
    platform      text     not null check (platform in ('slack', 'teams', 'discord')),
    team          text     not null,
    chat_user     text     not null,                        -- the platform's id
    email         text,                                     -- verified by the platform, or linked by an admin
    linked        boolean  not null,                        -- by an admin: the platform's word does not change it
    outsider      boolean  not null,                        -- a guest, a bot, or somebody of another company
    checked_at    bigint   not null,                        -- when the platform was last asked
    primary key (workspace_id, platform, team, chat_user)
);

-- What came in and was taken up, so that neither a retry nor a second replica takes it up again.
create table handled (
    workspace_id  bigint  not null references workspaces (id),
    event_key     text    not null,                         -- the platform's name and its id of the event
    at            bigint  not null,
    primary key (workspace_id, event_key)
);
create index handled_by_time on handled (workspace_id, at);

-- Pictures that lie at a platform already, by what is in them.
create table uploads (
    workspace_id  bigint  not null references workspaces (id),
    platform      text    not null check (platform in ('slack', 'teams', 'discord')),
    team          text    not null,
    content       text    not null,                         -- a hash of what was uploaded
    file          text    not null,                         -- the platform's id of it
    at            bigint  not null,
    primary key (workspace_id, platform, team, content)
);
