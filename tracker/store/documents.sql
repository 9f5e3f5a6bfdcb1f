-- A payer's document that was read: its hash, whose it is where somebody said so, and what was found.
create table document_scans (
  sha256 text primary key,
  payer_id text references payers,
  pages integer not null,
  mentions integer not null,
  silent integer not null check (silent in (0,1)),
  problem text not null default '',
  who text not null,
  at text not null,
  added_revision integer not null
) strict;
