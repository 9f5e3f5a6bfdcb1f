-- Migration two: summaries at several grains, so that a page's question reads thousands of rows, not hundreds of
-- thousands. All are kept by `cells.tally` in the transaction that changes lines and can be made anew from the lines.
--   basis: `complete` (primary lines of files that hold paid and denied lines: a denominator), `reports`, or `secondary`
--   (decided after another payer; never in a share). review: `accepted` or `pending`. payer_id '': name not settled yet.
--   practice_id 0: practice not known. line_of_business: as written, else the usual one of the payer.

drop table practice_cells;
drop table practice_months;

create table payer_months (
  payer_id text not null, month text not null, basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null,
  primary key (payer_id, month, basis, review)
) strict, without rowid;

create table state_months (
  state text not null, month text not null, basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null,
  primary key (state, month, basis, review)
) strict, without rowid;

create table code_months (
  line_of_business text not null, code text not null, month text not null, basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null,
  primary key (line_of_business, code, month, basis, review)
) strict, without rowid;

create table payer_codes (
  payer_id text not null, state text not null, line_of_business text not null, code text not null,
  basis text not null, review text not null,
  lines integer not null, paid integer not null, partly_paid integer not null, denied integer not null,
  pending integer not null, coverage_denied integer not null, billing_denied integer not null,
  coverage_units integer not null,
  primary key (payer_id, state, line_of_business, code, basis, review)
) strict, without rowid;

create table practice_cells (
  payer_id text not null, state text not null, line_of_business text not null, code text not null,
  month text not null, basis text not null, review text not null, practice_id integer not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (payer_id, state, line_of_business, code, month, basis, review, practice_id)
) strict, without rowid;

create table practice_payers (
  payer_id text not null, code text not null, basis text not null, review text not null, practice_id integer not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (payer_id, code, basis, review, practice_id)
) strict, without rowid;

create table practice_places (
  state text not null, code text not null, basis text not null, review text not null, practice_id integer not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (state, code, basis, review, practice_id)
) strict, without rowid;

create table practice_months (
  month text not null, basis text not null, review text not null, practice_id integer not null,
  lines integer not null, denied integer not null, coverage_denied integer not null,
  primary key (month, basis, review, practice_id)
) strict, without rowid;

create table reason_payers (
  payer_id text not null, basis text not null, review text not null, reason text not null, denial_class text not null,
  lines integer not null,
  primary key (payer_id, basis, review, reason, denial_class)
) strict, without rowid;

create table reason_months (
  month text not null, basis text not null, review text not null, reason text not null, denial_class text not null,
  lines integer not null,
  primary key (month, basis, review, reason, denial_class)
) strict, without rowid;

create index pending_reviews on reviews (import_id) where verdict = 'pending' and withdrawn_revision is null;
create index cells_by_state on cells (state, month);

-- Rows that a withdrawal emptied, found without reading the rest.
create index empty_cells on cells (lines) where lines = 0;
create index empty_payer_months on payer_months (lines) where lines = 0;
create index empty_state_months on state_months (lines) where lines = 0;
create index empty_code_months on code_months (lines) where lines = 0;
create index empty_payer_codes on payer_codes (lines) where lines = 0;
create index empty_practice_cells on practice_cells (lines) where lines = 0;
create index empty_practice_payers on practice_payers (lines) where lines = 0;
create index empty_practice_places on practice_places (lines) where lines = 0;
create index empty_practice_months on practice_months (lines) where lines = 0;
create index empty_reason_cells on reason_cells (lines) where lines = 0;
create index empty_reason_payers on reason_payers (lines) where lines = 0;
create index empty_reason_months on reason_months (lines) where lines = 0;
