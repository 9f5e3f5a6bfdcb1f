-- What tells which reversal belongs to which adjudication, whatever order files come in.

-- Keyed, 8 bytes: 4 of what was paid, 4 of what was paid, charged and adjusted. No amount can be read from it.
alter table claim_lines add column money_key blob;

-- Claims taken back as a whole, without service lines: they reach every line of the claim, also of other imports.
create table claim_reversals (
  import_id integer not null references imports,
  claim_key blob not null,
  primary key (import_id, claim_key)
) strict, without rowid;
create index claim_reversals_by_claim on claim_reversals (claim_key);
