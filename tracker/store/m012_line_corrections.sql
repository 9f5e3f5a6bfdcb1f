-- A reviewer's correction of one line: the old line is withdrawn, the new one counts, and this says why.
create table line_corrections (
  line_correction_id integer primary key,
  line_id integer not null references claim_lines,
  corrected_line_id integer not null references claim_lines,
  before text not null,
  after text not null,
  reason text not null,
  who text not null,
  at text not null,
  added_revision integer not null
) strict;
