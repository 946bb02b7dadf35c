-- The third format: what merges brought. Released: never edit this file, add the next number instead.

-- The changes of another copy that a merge brought, with those that the copy had from merges of its own. They count as contained as
-- long as the merge stands: when it is undone, the other copy can be merged again.
create table merged (
  change integer not null references change (number),
  id text not null,
  primary key (change, id)
) strict, without rowid;
