-- As views_gaps.sql made it, and what is announced: a decision that begins later is no "nobody has checked".
drop view coverage_gaps;

create view coverage_gaps as
  with coming as (
    select distinct payer_id, line_of_business, state, code from coverage_decisions
    where withdrawn_revision is null and effective_from > date('now')
  ),
  says as (
    select payer_id, line_of_business, coalesce(state, '') as state, code,
      max(status in ('covered','covered_with_conditions')) as covers,
      max(status = 'not_covered') as excludes,
      max(status = 'bundled') as bundles,
      max(status = 'silent') as silent,
      count(distinct case when status = 'silent' then null when status in ('covered','covered_with_conditions') then 'covers' else status end) as voices,
      min(effective_from) as effective_from
    from current_coverage group by 1, 2, 3, 4
  ),
  meets as (
    select payer_id, line_of_business, state, code, month, sum(paid + partly_paid) as paid, sum(coverage_denied) as coverage_denied,
      sum(billing_denied) as billing_denied, sum(lines - pending) as adjudicated
    from cells where review = 'accepted' and payer_id <> '' group by 1, 2, 3, 4, 5
  ),
  places as (
    select payer_id, line_of_business, state, code from says
    union select payer_id, line_of_business, state, code from meets
    union select payer_id, line_of_business, state, code from coming
  ),
  -- A decision for the very state wins over one that holds everywhere.
  chosen as (
    select q.payer_id, q.line_of_business, q.state, q.code,
      coalesce(s.covers, e.covers) as covers, coalesce(s.excludes, e.excludes) as excludes, coalesce(s.bundles, e.bundles) as bundles,
      coalesce(s.silent, e.silent) as silent, coalesce(s.voices, e.voices) as voices,
      coalesce(s.effective_from, e.effective_from) as effective_from
    from places q
    left join says s on s.payer_id = q.payer_id and s.line_of_business = q.line_of_business and s.state = q.state and s.code = q.code
    left join says e on s.payer_id is null and e.payer_id = q.payer_id and e.line_of_business = q.line_of_business and e.state = '' and e.code = q.code
  ),
  joined as (
    select c.*, coalesce(sum(m.paid), 0) as paid_lines,
      coalesce(sum(case when c.covers and m.month < substr(coalesce(c.effective_from, ''), 1, 7) then 0 else m.coverage_denied end), 0) as coverage_denials,
      coalesce(sum(case when c.covers and m.month < substr(coalesce(c.effective_from, ''), 1, 7) then m.coverage_denied else 0 end), 0) as denials_before_effective_date,
      coalesce(sum(m.billing_denied), 0) as billing_denials, coalesce(sum(m.adjudicated), 0) as adjudicated_lines
    from chosen c left join meets m on m.payer_id = c.payer_id and m.line_of_business = c.line_of_business and m.state = c.state and m.code = c.code
    group by c.payer_id, c.line_of_business, c.state, c.code
  )
  select p.name as payer, p.parent, j.payer_id, j.line_of_business, nullif(j.state, '') as state, j.code,
    case
      when j.voices > 1 then 'conflicting'
      when j.covers and j.coverage_denials > 0 then 'covered_but_denied'
      when j.covers then 'no_gap'
      when j.excludes then 'not_covered'
      when j.bundles then 'bundled'
      when j.silent and j.coverage_denials > 0 then 'silent_denied'
      when j.silent and j.paid_lines > 0 then 'silent_paid'
      when j.silent then 'silent_quiet'
      when exists (select 1 from coming a where a.payer_id = j.payer_id and a.line_of_business = j.line_of_business
        and a.state in ('', j.state) and a.code = j.code) then 'announced'
      else 'not_checked'
    end as gap,
    j.coverage_denials, j.billing_denials, j.denials_before_effective_date, j.paid_lines, j.adjudicated_lines, j.effective_from
  from joined j join payers p on p.payer_id = j.payer_id;
