-- What pages of many lines ask often, found without reading many rows.

-- Lines that tell the same as others (`imports.twins`) differ by state and outcome too.
drop index lines_by_name;
create index lines_by_name on claim_lines (name_id, month, code, state, outcome, withdrawn_revision);

-- Which actions the audit knows: read off the index, one step each.
create index audit_by_action on audit (action);

-- How much each sender has sent that stands. Kept by triggers, since imports begin, grow and end in several places.
create table senders (
  submitted_by text primary key,
  batches integer not null,
  lines integer not null
) strict, without rowid;
insert into senders
  select submitted_by, count(*), sum(lines) from imports where withdrawn_revision is null group by submitted_by;

create trigger sender_sends after insert on imports when new.withdrawn_revision is null begin
  insert into senders values (new.submitted_by, 1, new.lines)
    on conflict do update set batches = batches + 1, lines = lines + new.lines;
end;
create trigger sender_changes after update of lines, withdrawn_revision, submitted_by on imports begin
  update senders set batches = batches - 1, lines = lines - old.lines
    where submitted_by = old.submitted_by and old.withdrawn_revision is null;
  insert into senders select new.submitted_by, 1, new.lines where new.withdrawn_revision is null
    on conflict do update set batches = batches + 1, lines = lines + excluded.lines;
  delete from senders where batches = 0;
end;
create trigger sender_is_gone after delete on imports when old.withdrawn_revision is null begin
  update senders set batches = batches - 1, lines = lines - old.lines where submitted_by = old.submitted_by;
  delete from senders where batches = 0;
end;
