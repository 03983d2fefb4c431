-- How many changes a device still had to send when it was heard of last: what is known of it should it never come back.
alter table device add column waiting integer not null default 0;
