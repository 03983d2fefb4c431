-- A device that has never synced has told nothing: none is not nought. What was noted so far is told again with the next request.
alter table device drop column waiting;
alter table device add column waiting integer;
