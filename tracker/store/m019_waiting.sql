-- What waits for a verdict, and how unusual its size is: Review counts, lists and filters it, and finds what came suddenly,
-- without reading all that was ever sent. Kept by triggers, as `senders` is: imports begin, grow and end in several places.
create table waiting (
  import_id integer primary key references imports,
  submitted_by text not null,
  times real -- its lines against the mean of all else that stands of its sender; null where nothing else does
) strict;
create index waiting_by_sender on waiting (submitted_by);
create index waiting_by_times on waiting (times) where times is not null;

-- A sender's other batches change with every one sent or withdrawn. Touching a row of `senders` works it out anew.
create trigger waiting_is_weighed after update of batches, lines on senders begin
  update waiting set times = (
    select case when new.batches > 1 then
      iif(new.lines > i.lines, i.lines * (new.batches - 1.0) / (new.lines - i.lines), iif(i.lines > 0, 9e999, 0.0)) end
    from imports i where i.import_id = waiting.import_id)
  where submitted_by = new.submitted_by;
end;
create trigger batch_waits after insert on reviews
when new.verdict = 'pending' and new.withdrawn_revision is null begin
  insert into waiting select import_id, submitted_by, null from imports
    where import_id = new.import_id and withdrawn_revision is null;
  update senders set lines = lines where submitted_by = (select submitted_by from imports where import_id = new.import_id);
end;
create trigger batch_waits_no_more after update of withdrawn_revision on reviews
when old.verdict = 'pending' and new.withdrawn_revision is not null begin
  delete from waiting where import_id = old.import_id;
end;
create trigger batch_is_withdrawn after update of withdrawn_revision on imports when new.withdrawn_revision is not null begin
  delete from waiting where import_id = old.import_id;
end;
create trigger batch_is_gone after delete on imports begin
  delete from waiting where import_id = old.import_id;
end;
create trigger batch_changes_hands after update of submitted_by on imports begin
  update waiting set submitted_by = new.submitted_by where import_id = new.import_id;
  update senders set lines = lines where submitted_by = new.submitted_by;
end;

insert into waiting
  select import_id, submitted_by, null from reviews v join imports i using (import_id)
  where v.verdict = 'pending' and v.withdrawn_revision is null and i.withdrawn_revision is null order by 1;
update senders set lines = lines where submitted_by in (select submitted_by from waiting);

drop index pending_reviews;

-- What makes lines the same line told twice (`imports.twins`) stands in the index itself: no line is read for it.
drop index lines_by_name;
create index lines_by_name on claim_lines
  (name_id, month, code, state, outcome, modifiers, units, first_reason, withdrawn_revision, import_id);
create index names_of_payer on name_decisions (payer_id, name_id) where withdrawn_revision is null;
