-- What devices sync: the log of changes, the registers as they are now, and what they share.
--
-- Decided by counting bytes and time for 10,000 edits over 500 records:
-- - What repeats (names, writers, devices, batches, clients) is a `symbol`, stored once per workspace; rows hold its small number.
-- - A place is (book << 40 | seq), one integer: the log is one B-tree in which each workspace's lines stand together, without a
--   second key, and news is a range of places.
-- - A register's only head is nearly always the line at its place: then the register holds no value and no head of its own.
-- - `back` chains the lines of a register, one or two bytes each, where an index for reading history would cost twelve.

-- A workspace that has been written to.
create table book (
    no integer primary key,
    workspace blob not null unique references workspace (id),
    -- 256 little-endian 64-bit sums.
    digest blob not null
) strict;

-- A byte that says what it is, then its bytes: n name, w writer (8 bytes), i device or batch (16), c client (16).
create table symbol (
    id integer primary key,
    book integer not null references book (no),
    word blob not null,
    unique (book, word)
) strict;

create table record (
    id integer primary key,
    client integer not null references symbol (id),
    record blob not null check (length(record) = 16),
    kind integer not null references symbol (id),
    unique (client, record, kind)
) strict;

-- The log. Never updated but by an erasure.
create table change (
    place integer primary key,
    writer integer not null,
    counter integer not null,
    record integer not null,
    field integer not null,
    -- The exact JSON its author sent.
    value blob not null,
    -- Pairs of varints: a writer's symbol and a counter.
    replaces blob,
    -- Given by the server, unix ms.
    time_ms integer not null,
    -- What the author claimed minus what was given; null if the same.
    claim_ms integer,
    device integer not null,
    action integer,
    batch integer,
    -- 1 if another change had named it before it arrived.
    replaced integer,
    -- Of field, value and what it replaces: tells a repeat from a reused id.
    hash integer not null,
    -- How many sequence numbers back the line before of the same register is; null at the first.
    back integer
) strict;

create unique index change_id on change (writer, counter);

create table register (
    record integer not null,
    field integer not null,
    -- Of its last change; null while it only remembers an offer.
    place integer,
    -- JSON of heads, offers and their marks; null when its only head is the line at its place.
    extra text,
    primary key (record, field)
) strict, without rowid;

create index register_place on register (place, record, field);

-- Ids that were named by a change before they arrived.
create table named (
    writer integer not null,
    counter integer not null,
    primary key (writer, counter)
) strict, without rowid;

-- Clients whose values were erased. Their ids stay.
create table erased (
    client integer not null primary key references symbol (id),
    erased_ms integer not null
) strict;
