-- Migration four: answers kept ready. How many practices stand behind a number, and how much the largest of them sent,
-- cannot be added up from parts; they are kept where pages ask for them, so that a page reads rows as many as it shows.
--   basis: besides `complete`, `reports` and `secondary` the rows of `margins` and `places` know `primary`, the first two
--   together. practices: distinct ones, all that are not known count as one. largest: lines of the biggest.

drop table practice_places;
drop table practice_months;
drop table practice_payers;
drop table practice_cells;
drop table payer_codes;

-- Counts by one dimension alone: `everything` (value ''), `month`, `payer_id`, `state`, `code`, `line_of_business`.
create table margins (
  dimension text not null, value text not null, basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null, practices integer not null, largest integer not null,
  primary key (dimension, value, basis, review)
) strict, without rowid;

create table practice_margins (
  dimension text not null, value text not null, review text not null, practice_id integer not null, basis text not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (dimension, value, review, practice_id, basis)
) strict, without rowid;

-- What gaps are made of.
create table places (
  payer_id text not null, state text not null, line_of_business text not null, code text not null,
  basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null, practices integer not null, largest integer not null,
  primary key (payer_id, line_of_business, code, state, basis, review)
) strict, without rowid;

-- Coverage denials of places by month, for telling those before a policy began from those after.
create table place_denials (
  payer_id text not null, line_of_business text not null, code text not null, month text not null, state text not null,
  basis text not null, review text not null,
  lines integer not null, units integer not null,
  primary key (payer_id, line_of_business, code, month, state, basis, review)
) strict, without rowid;

-- The finest: one practice's lines of a place lie together, so that its part of a place is read at once.
create table practice_cells (
  payer_id text not null, state text not null, line_of_business text not null, code text not null,
  practice_id integer not null, month text not null, basis text not null, review text not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (payer_id, state, line_of_business, code, practice_id, month, basis, review)
) strict, without rowid;

-- The first month of each practice: who is new.
create table practice_firsts (
  review text not null, practice_id integer not null, basis text not null, month text not null,
  primary key (review, practice_id, basis)
) strict, without rowid;

create index empty_margins on margins (lines) where lines = 0;
create index empty_practice_margins on practice_margins (lines) where lines = 0;
create index empty_places on places (lines) where lines = 0;
create index empty_place_denials on place_denials (lines) where lines = 0;
create index empty_practice_cells on practice_cells (lines) where lines = 0;

create index imports_by_revision on imports (added_revision);
