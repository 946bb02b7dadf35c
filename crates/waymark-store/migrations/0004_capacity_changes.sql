-- The fourth format: capacity that changes over time. Released: never edit this file, add the next number instead.

-- Other time for the roadmap than people and skills say, of one role or of every role.
create table capacity_changes (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;
