-- The second format: answers to the questions of custom lenses. Released: never edit this file, add the next number instead.

-- What was chosen on one question of a lens. Question ids are unique in their pillar only.
create table lens_answers (
  uid text primary key not null,
  pack text not null generated always as (body ->> '$.pack') virtual,
  pillar text not null generated always as (body ->> '$.pillar') virtual,
  question text not null generated always as (body ->> '$.question') virtual,
  position integer not null,
  body text not null check (json_valid(body) and body ->> '$.uid' is uid),
  unique (pack, pillar, question)
) strict, without rowid;
