-- Lines by the day on which they arrived: what a campaign brought is counted without reading the lines.
create table arrivals (
  day text not null, payer_id text not null, basis text not null, review text not null,
  lines integer not null,
  primary key (day, payer_id, basis, review)
) strict, without rowid;
create index empty_arrivals on arrivals (lines) where lines = 0;

insert into arrivals
  select substr(i.submitted_at, 1, 10), coalesce(d.payer_id, ''),
    case when l.primary_payer = 0 then 'secondary' when i.complete = 1 then 'complete' else 'reports' end, v.verdict, count(*)
  from imports i
  join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null
  join claim_lines l on l.import_id = i.import_id and l.withdrawn_revision is null
  left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  where i.withdrawn_revision is null and v.verdict in ('accepted', 'pending')
  group by 1, 2, 3, 4;

-- Practices kept for two dimensions together: `margins` of a pair have the pair's name as dimension and both values with
-- a blank between them. First months of practices at each payer.
create table payer_firsts (
  payer_id text not null, review text not null, practice_id integer not null, basis text not null, month text not null,
  primary key (payer_id, review, practice_id, basis)
) strict, without rowid;
insert into payer_firsts
  select payer_id, review, practice_id, basis, min(month) from practice_cells group by 1, 2, 3, 4;

insert into practice_margins
  select 'payer months', payer_id || ' ' || month, review, practice_id, basis, sum(lines), sum(denied), sum(coverage_denied)
  from practice_cells group by 2, 3, 4, 5;
insert into practice_margins
  select 'state months', state || ' ' || month, review, practice_id, basis, sum(lines), sum(denied), sum(coverage_denied)
  from practice_cells group by 2, 3, 4, 5;
insert into practice_margins
  select 'business payers', line_of_business || ' ' || payer_id, review, practice_id, basis, sum(lines), sum(denied), sum(coverage_denied)
  from practice_cells group by 2, 3, 4, 5;

create temp table counted as
  select 'payer months' as dimension, payer_id || ' ' || month as value, * from cells
  union all select 'state months', state || ' ' || month, * from cells
  union all select 'business payers', line_of_business || ' ' || payer_id, * from cells;
create temp table reached as
  select dimension, value, review, basis, practice_id, lines from practice_margins
  where dimension in ('payer months', 'state months', 'business payers');
insert into temp.counted select dimension, value, payer_id, state, line_of_business, code, month, 'primary', review,
  lines, paid, partly_paid, denied, pending, coverage_denied, billing_denied, coverage_units
  from temp.counted where basis in ('complete', 'reports');
insert into temp.reached select dimension, value, review, 'primary', practice_id, sum(lines)
  from temp.reached where basis in ('complete', 'reports') group by dimension, value, review, practice_id;
insert into margins
  select c.*, r.practices, r.largest from (
    select dimension, value, basis, review, sum(lines), sum(paid), sum(partly_paid), sum(denied), sum(pending),
      sum(coverage_denied), sum(billing_denied), sum(coverage_units)
    from temp.counted group by dimension, value, basis, review) c
  join (select dimension, value, basis, review, count(*) as practices, max(lines) as largest
    from temp.reached group by dimension, value, basis, review) r using (dimension, value, basis, review);
drop table temp.counted;
drop table temp.reached;
