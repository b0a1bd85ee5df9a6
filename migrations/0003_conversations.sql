-- Conversations in which we may speak without being asked: where digests go, and answers about single people.
-- One row for each chat, group or channel that let us in, whatever the platform; a thread belongs to its channel.
create table conversations (
    workspace_id    bigint  not null references workspaces (id),
    platform        text    not null check (platform in ('slack', 'teams', 'discord')),
    team            text    not null,                       -- as in installations: a tenant in Teams
    conversation    text    not null,                       -- the platform's id; names change, ids do not
    kind            text    not null check (kind in ('personal', 'group', 'channel')),
    name            text,                                   -- as the platform last said
    container       text,                                   -- what a channel belongs to, by its id: a team in Teams
    container_name  text,
    service_url     text,                                   -- where the platform takes messages for it, if it says so
    bot             text,                                   -- our own id there
    chat_user       text,                                   -- of a personal one: with whom, as in chat_members
    kept_at         bigint  not null,
    ended           text,                                   -- why nothing can be said there; null while it can
    primary key (workspace_id, platform, team, conversation)
);
create index conversations_by_user on conversations (workspace_id, platform, team, chat_user);
create index conversations_by_container on conversations (workspace_id, platform, team, container);
