-- Who there is: workspaces, people, their devices and sessions, and the epochs of this server.
-- Ids are UUIDs as 16 bytes, times are unix milliseconds. A migration that was released is never edited; add the next one.

create table workspace (
    id blob not null primary key check (length(id) = 16),
    name text not null,
    created_ms integer not null,
    -- The last sequence number given out in this workspace.
    head_seq integer not null default 0,
    -- The newest time stored in this workspace: the server's time never runs behind it.
    newest_ms integer not null default 0
) strict, without rowid;

create table user (
    id blob not null primary key check (length(id) = 16),
    email text not null collate nocase,
    name text not null,
    -- A PHC string of argon2id.
    password_hash text not null,
    created_ms integer not null
) strict, without rowid;

create unique index user_email on user (email);

create table member (
    workspace blob not null references workspace (id),
    user blob not null references user (id),
    role text not null check (role in ('owner', 'member')),
    primary key (workspace, user)
) strict, without rowid;

create index member_user on member (user);

create table device (
    id blob not null primary key check (length(id) = 16),
    workspace blob not null references workspace (id),
    user blob not null references user (id),
    label text not null,
    created_ms integer not null,
    last_seen_ms integer not null,
    revoked_ms integer,
    wipe_ordered_ms integer
) strict, without rowid;

create index device_workspace on device (workspace);

-- A session is kept when its device is revoked, so that the device's next request can be told why it ended.
create table session (
    token_hash blob not null primary key check (length(token_hash) = 32),
    device blob not null references device (id),
    created_ms integer not null,
    last_used_ms integer not null
) strict, without rowid;

create index session_device on session (device);

-- One row a server start: a cursor is (epoch, seq), and an epoch that is not here belongs to another history.
create table epoch (
    ordinal integer not null primary key,
    epoch integer not null unique,
    started_ms integer not null
) strict;

-- How far each workspace had come when an epoch ended, written at the next start.
create table epoch_end (
    workspace blob not null references workspace (id),
    ordinal integer not null references epoch (ordinal),
    last_seq integer not null,
    primary key (workspace, ordinal)
) strict, without rowid;
