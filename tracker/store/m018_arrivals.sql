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
