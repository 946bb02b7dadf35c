-- The fifth format: how a roadmap is made, initiatives of one's own, and roadmaps kept under a name. Released: never edit this file,
-- add the next number instead.

-- What the choice of initiatives aims at, how much change people bear, where the waves end; one per pack.
create table roadmap_settings (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack)
) strict, without rowid;

-- Initiatives that people added to those of a pack.
create table own_initiatives (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Decisions about a roadmap, kept under a name.
create table scenarios (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;
