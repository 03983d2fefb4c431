-- The calendar a person is subscribed to from outside: text that one of their devices made, at an address that only they were told.
-- The server has the hash of the secret in the address, and does not know what the text says.
create table feed (
    workspace blob not null,
    user blob not null,
    token_hash blob not null unique check (length(token_hash) = 32),
    -- The device's word for how much the text tells; all devices of the person go by it.
    detail text not null,
    made_ms integer not null,
    -- Null until a device has uploaded it, and again once a client of the workspace was erased or it is to tell something else.
    calendar text,
    -- The device's word for what the text says, by which others know that theirs is the same.
    tag text,
    uploaded_ms integer,
    primary key (workspace, user),
    foreign key (workspace, user) references member (workspace, user) on delete cascade,
    check ((calendar is null) = (tag is null) and (calendar is null) = (uploaded_ms is null))
) strict;
