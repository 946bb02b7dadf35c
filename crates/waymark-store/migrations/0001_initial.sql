-- The first format of a Waymark document. Released: never edit this file, add the next number instead.
--
-- Every record is read and written whole, and its fields are described and checked by waymark-core, so a table holds the record's
-- JSON in `body`. What the document itself must hold together is lifted out of the body into generated columns (which therefore
-- cannot disagree with it) and guarded there: unique codes, one vote per participant and question, votes with a participant.
-- `position` is the order in which people see the records of a table.

-- The engagement and the one record about the client and the work.
create table engagement (
  only integer primary key check (only = 1),
  uid text not null,
  profile text not null check (json_valid(profile))
) strict;

-- The assessment packs in use with their whole text; the first is the default. `hash` is the pack's own statement,
-- `text_hash` the SHA-256 of `text` as stored, so that damage to the text is noticed.
create table packs (
  id text primary key not null,
  version text not null,
  hash text not null,
  text text not null,
  text_hash text not null,
  position integer not null
) strict;

-- People in the workshop, or anonymous slots.
create table participants (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Business goals.
create table goals (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Use cases of data.
create table use_cases (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Groups of people, or applications, that use data.
create table personas (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Sources of data.
create table sources (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Regulations that apply.
create table regulations (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Governance constraints.
create table constraints (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- The platform that exists.
create table platform (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Roles of the team with head counts and skills.
create table skills (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Sections of the workshop.
create table agenda (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- One participant's choice on one question.
create table votes (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  question text not null generated always as (body ->> '$.question') virtual,
  participant text not null generated always as (body ->> '$.participant') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, question, participant),
  foreign key (participant) references participants (uid) deferrable initially deferred
) strict, without rowid;

-- What was settled or noted on one question.
create table answers (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  question text not null generated always as (body ->> '$.question') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, question)
) strict, without rowid;

-- What supports an answer.
create table evidence (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- What was noted in the room.
create table captures (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Targets set by hand.
create table targets (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  question text not null generated always as (body ->> '$.question') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, question)
) strict, without rowid;

-- The client's verdict on a component or a finding.
create table verdicts (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  subject text not null generated always as (body ->> '$.subject') virtual,
  subject_id text not null generated always as (body ->> '$.subject_id') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, subject, subject_id)
) strict, without rowid;

-- Findings that people added.
create table findings (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- What people decided about initiatives.
create table initiatives (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  initiative text not null generated always as (body ->> '$.initiative') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, initiative)
) strict, without rowid;

-- The roadmap that the client accepted, one per pack.
create table accepted_plans (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack)
) strict, without rowid;

-- Looks at AWS accounts.
create table scans (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Frozen scorecards.
create table baselines (
  uid text primary key not null,
  code text not null unique generated always as (body ->> '$.code') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid)
) strict, without rowid;

-- Files kept in the document, by the SHA-256 of their bytes.
create table blobs (
  hash text primary key not null,
  bytes blob not null,
  name text not null,
  media_type text not null
) strict;

-- The history: one change per command, in the order of `number`. An undo names in `undoes` the change it takes back,
-- a redo the undo it takes back. Two documents that share change ids are copies of one engagement.
create table change (
  number integer primary key,
  id text not null unique,
  parent text references change (id),
  at integer not null,
  by text not null,
  command text not null,
  undoes text references change (id)
) strict;

-- What a change did to each row, in order: its body and position before and after; null where there was no row.
-- `after` of a pack leaves its text out, since the pack or the next change's `before` holds it.
create table change_row (
  change integer not null references change (number),
  seq integer not null,
  table_name text not null,
  uid text not null,
  position_before integer,
  before text check (before is null or json_valid(before)),
  position_after integer,
  after text check (after is null or json_valid(after)),
  primary key (change, seq)
) strict, without rowid;

create index change_row_by_record on change_row (table_name, uid, change, seq);

-- The highest number ever used behind a prefix, so that no code is used twice.
create table code_counter (
  prefix text primary key not null,
  last integer not null
) strict, without rowid;

-- Private to this document and outside its history, such as the view that was open last.
create table setting (
  name text primary key not null,
  value text not null
) strict, without rowid;
