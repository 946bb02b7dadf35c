-- The sixth format: what the report holds and how it looks, and points of the readiness check that people accept. An accepted plan also
-- tells the day on which it began and when each initiative ends, and evidence can be kept out of the report: fields of their records.
-- Released: never edit this file, add the next number instead.

-- Audience, detail, sections and brand of the report; one per pack.
create table report_settings (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack)
) strict, without rowid;

-- Points of the readiness check that may stay as they are, with the reason.
create table accepted_checks (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  "check" text not null generated always as (body ->> '$.check') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, "check")
) strict, without rowid;
