-- Lines found by their keys: a line's own, and its claim's. Keys are keyed fingerprints and lie anywhere in an index, so
-- that an import into a large one touches a page for nearly every line. New ones go to the small table (`fresh_keys`)
-- and are filed in order when they are many (`store/keys.py`). The first 8 bytes of a key; the whole is in `claim_lines`.

create table filed_keys (
  key blob not null,
  line_id integer not null,
  primary key (key, line_id)
) strict, without rowid;

create table fresh_keys (
  key blob not null,
  line_id integer not null,
  primary key (key, line_id)
) strict, without rowid;

insert or ignore into filed_keys
  select substr(line_key, 1, 8), line_id from claim_lines where line_key is not null
  union all select substr(claim_key, 1, 8), line_id from claim_lines where claim_key is not null
  order by 1, 2;

drop index lines_by_key;
drop index lines_by_claim;
