-- What a form tells beside its line, from closed lists only: what the payer said, what happened next. The latest is the
-- current row; earlier ones stay.
create table form_answers (
  form_answer_id integer primary key,
  import_id integer not null references imports,
  payer_said text not null default '',
  next_step text not null default '' check (next_step in ('','nothing_yet','sent_again','appealed','patient_pays',
    'written_off','care_stopped','paid_later')),
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
create unique index one_current_form_answer on form_answers (import_id) where withdrawn_revision is null;

-- A form and a file that tell of the same line: the file's line counts, the form's is set aside as long as the match stands.
create table form_matches (
  form_match_id integer primary key,
  form_line_id integer not null references claim_lines,
  line_id integer not null references claim_lines,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
create unique index one_match_per_form on form_matches (form_line_id) where withdrawn_revision is null;
create unique index one_form_per_line on form_matches (line_id) where withdrawn_revision is null;

-- A batch that repeats another one as a whole is returned with the receipt of the one that counts.
alter table reviews add column duplicate_of text not null default '';

