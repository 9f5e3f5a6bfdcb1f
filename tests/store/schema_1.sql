-- A store of the first schema with a few rows, as text. Never edit: stores like it exist.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'payer-tracker','m001_first','2026-11-25T00:00:00Z');
CREATE TABLE appeals (
  appeal_id integer primary key,
  line_id integer not null references claim_lines,
  level integer not null check (level between 1 and 5),
  filed_month text not null,
  outcome text not null check (outcome in ('open','overturned','partly','upheld','withdrawn')),
  decided_month text,
  how text not null check (how in ('form','spreadsheet','remittance')),
  who text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE audit (
  audit_id integer primary key,
  revision integer,
  at text not null,
  who text not null,
  action text not null,
  object text not null default '',
  detail text not null default '',
  hash text not null
) strict;
INSERT INTO "audit" VALUES(1,2,'2026-11-24T09:00:00Z','ada','import','K7M4-PX2D','x12_835: 4 lines, 4 counted, 0 problems','2089660d42942a3ed49ea12ee42f8b0f139d24ed0a840096e6f9a8a58b306ab3');
INSERT INTO "audit" VALUES(2,2,'2026-11-24T09:00:00Z','ada','import','','','794062261f6222a6de211447936eca10327010a496641084fc67c392bde5cecb');
INSERT INTO "audit" VALUES(3,3,'2026-11-24T10:00:00Z','ben','review','K7M4-PX2D','accepted','35cc1e215b8e79b328bbc8afebb3b962da8f9a56a36b75760aefd9d237165170');
INSERT INTO "audit" VALUES(4,3,'2026-11-24T10:00:00Z','ben','review: accepted','','','0e8b9417d5b2ca840496d675e1512d03869a5ed215622995dd0325d29ec28879');
CREATE TABLE campaigns (
  campaign_id integer primary key,
  name text not null,
  sent_on text not null,
  payer_id text references payers,
  note text not null default '',
  who text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE cells (
  payer_id text not null,
  state text not null,
  line_of_business text not null,
  code text not null,
  month text not null,
  basis text not null,
  review text not null,
  lines integer not null,
  paid integer not null,
  partly_paid integer not null,
  denied integer not null,
  pending integer not null,
  coverage_denied integer not null,
  billing_denied integer not null,
  coverage_units integer not null,
  primary key (payer_id, state, line_of_business, code, month, basis, review)
) strict, without rowid;
INSERT INTO "cells" VALUES('','CA','','97550','2025-04','secondary','accepted',1,0,0,1,0,1,0,2);
INSERT INTO "cells" VALUES('aetna','CA','commercial','97550','2025-03','complete','accepted',2,1,0,1,0,1,0,2);
INSERT INTO "cells" VALUES('aetna','CA','commercial','97550','2025-04','complete','accepted',1,0,0,1,0,0,1,0);
CREATE TABLE claim_lines (
  line_id integer primary key,
  import_id integer not null references imports,
  row integer not null,
  name_id integer not null references payer_names,
  state text not null default '',
  line_of_business text not null default '',
  code text not null references codes,
  month text not null check (month glob '[12][0-9][0-9][0-9]-[01][0-9]'),
  outcome text not null check (outcome in ('paid','partly_paid','denied','pending')),
  denial_class text check (denial_class in ('coverage','billing','unclassified')),
  first_reason text,
  units integer,
  modifiers text not null default '',
  place_of_service text,
  claim_status text,
  primary_payer integer not null default 1 check (primary_payer in (0,1)),
  practice_id integer references practices,
  claim_key blob,
  line_key blob,
  flags text not null default '',
  added_revision integer not null,
  withdrawn_revision integer,
  withdrawn_why text check (withdrawn_why in ('reversed','duplicate','corrected','returned')),
  check ((denial_class is null) = (outcome in ('paid','pending')))
) strict;
INSERT INTO "claim_lines" VALUES(1,1,1,1,'CA','','97550','2025-03','denied','coverage','96',2,'GO','11','1',1,1,NULL,NULL,'',2,NULL,NULL);
INSERT INTO "claim_lines" VALUES(2,1,2,1,'CA','','97550','2025-03','paid',NULL,NULL,2,'GO','11','1',1,1,NULL,NULL,'',2,NULL,NULL);
INSERT INTO "claim_lines" VALUES(3,1,3,1,'CA','','97550','2025-04','denied','billing','16',2,'GO','11','1',1,1,NULL,NULL,'',2,NULL,NULL);
INSERT INTO "claim_lines" VALUES(4,1,4,2,'CA','','97550','2025-04','denied','coverage','97',2,'GO','11','1',0,1,NULL,NULL,'',2,NULL,NULL);
CREATE TABLE claims_signals (
  signal_id integer primary key,
  payer_id text not null references payers,
  state text not null,
  code text not null references codes,
  observed text not null,
  caution text not null,
  source_title text not null,
  source_publisher text not null,
  source_url text not null,
  published text not null default '',
  confidence text not null
) strict;
CREATE TABLE codes (
  code text primary key,
  label text not null,
  short_label text not null,
  family text not null,
  first_day text not null,
  add_on_to text references codes,
  medicare_daily_units integer,
  position integer not null
) strict;
INSERT INTO "codes" VALUES('97550','Own label','Own label','caregiver_training','2024-01-01',NULL,1,0);
CREATE TABLE corrections (
  correction_id integer primary key,
  object text not null,
  object_id text not null,
  source_says text not null,
  we_hold text not null,
  reason text not null,
  guard text not null default '',
  status text not null check (status in ('open','mended','dropped')),
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE coverage_decisions (
  decision_id integer primary key,
  payer_id text not null references payers,
  line_of_business text not null check (line_of_business in ('medicare_ffs','medicare_advantage','medicaid_ffs',
    'medicaid_managed_care','chip','commercial','marketplace','self_funded','fehb','tricare','va','workers_comp',
    'auto_liability','other')),
  state text not null default '',
  code text not null references codes,
  status text not null check (status in ('covered','covered_with_conditions','not_covered','bundled','silent')),
  scope text not null default '',
  conditions text not null default '',
  prior_auth text not null default 'unknown' check (prior_auth in ('yes','no','unknown')),
  effective_from text,
  effective_to text,
  confidence text not null check (confidence in ('primary','secondary','weak')),
  delegate_id text references payers,
  recorded_by text not null,
  recorded_at text not null,
  checked_by text,
  checked_at text,
  supersedes integer references coverage_decisions,
  origin text not null default 'entered' check (origin in ('reference','entered')),
  reference_key text,
  added_revision integer not null,
  withdrawn_revision integer,
  withdrawn_why text,
  check (checked_by is null or checked_by <> recorded_by),
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
) strict;
CREATE TABLE decision_sources (
  decision_id integer not null references coverage_decisions,
  source_id text not null references sources,
  quotation text not null default '',
  place text not null default '',
  sha256 text references evidence,
  primary key (decision_id, source_id, place)
) strict, without rowid;
CREATE TABLE desk_claims (
  payer_id text not null references payers,
  line_of_business text not null,
  state text not null default '',
  who text not null,
  at text not null,
  primary key (payer_id, line_of_business, state)
) strict, without rowid;
CREATE TABLE engagements (
  engagement_id integer primary key,
  payer_id text not null references payers,
  happened_on text not null,
  kind text not null check (kind in ('meeting','letter','call','e-mail','other')),
  ask text not null,
  snapshot text not null default '',
  answer text not null default '',
  reply text check (reply in ('agrees_and_corrected','error_reprocessing','policy_differs','disputes','no_reply')),
  reply_on text,
  next_step text not null default '',
  due_on text,
  owner text not null default '',
  supersedes integer references engagements,
  who text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE evidence (
  sha256 text primary key,
  media_type text not null,
  bytes integer not null,
  pages integer,
  added_by text not null,
  added_at text not null,
  added_revision integer not null
) strict;
CREATE TABLE export_log (
  export_id integer primary key,
  at text not null,
  who text not null,
  revision integer not null,
  measure text not null,
  filters text not null,
  cells text not null
) strict;
CREATE TABLE import_problems (
  import_id integer not null references imports,
  position integer not null,
  sheet text,
  row integer,
  "column" text,
  rule text not null,
  message text not null,
  advice text not null,
  primary key (import_id, position)
) strict, without rowid;
CREATE TABLE imports (
  import_id integer primary key,
  receipt text not null unique,
  kind text not null check (kind in ('spreadsheet','x12_835','form')),
  file_key blob,
  layout text,
  complete integer check (complete in (0,1)),
  rows integer not null,
  lines integer not null,
  problems integer not null,
  ignored integer not null,
  repeats integer not null,
  submitted_by text not null,
  submitted_at text not null,
  added_revision integer not null,
  withdrawn_revision integer,
  withdrawn_by text
) strict;
INSERT INTO "imports" VALUES(1,'K7M4-PX2D','x12_835',X'0102030405060708090A0B0C0D0E0F10',NULL,1,4,4,0,0,0,'ada','2026-11-24T09:00:00Z',2,NULL,NULL);
CREATE TABLE layout_mappings (
  layout_mapping_id integer primary key,
  layout text not null,
  mapping text not null,
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE line_reasons (
  line_id integer not null references claim_lines,
  position integer not null,
  group_code text,
  kind text not null check (kind in ('CARC','RARC')),
  code text not null,
  primary key (line_id, position)
) strict, without rowid;
INSERT INTO "line_reasons" VALUES(1,0,'CO','CARC','96');
INSERT INTO "line_reasons" VALUES(3,0,'CO','CARC','16');
INSERT INTO "line_reasons" VALUES(4,0,'CO','CARC','97');
CREATE TABLE medicare_rates (
  code text not null references codes,
  effective_from text not null,
  effective_to text not null,
  participant text not null,
  nonfacility_usd text not null,
  facility_usd text not null,
  conversion_factor text not null,
  source text not null,
  primary key (code, effective_from, participant)
) strict, without rowid;
CREATE TABLE meta (key text primary key, value text not null) strict;
INSERT INTO "meta" VALUES('reference_version','an older one');
CREATE TABLE name_decisions (
  name_decision_id integer primary key,
  name_id integer not null references payer_names,
  payer_id text references payers,
  how text not null check (how in ('rule','person')),
  why text not null,
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
INSERT INTO "name_decisions" VALUES(1,1,'aetna','rule','the registry''s own name','ada','2026-11-24T09:00:00Z',2,NULL);
CREATE TABLE payer_aliases (
  payer_id text not null references payers,
  alias text not null,
  origin text not null default 'reference' check (origin in ('reference','entered')),
  primary key (payer_id, alias)
) strict, without rowid;
CREATE TABLE payer_identifiers (
  payer_id text not null references payers,
  scheme text not null,
  value text not null,
  state text not null default '',
  primary key (payer_id, scheme, value, state)
) strict, without rowid;
CREATE TABLE payer_names (
  name_id integer primary key,
  written text not null,
  normal text not null,
  state text not null default '',
  line_of_business text not null default '',
  identifier text not null default '',
  unique (normal, state, line_of_business, identifier)
) strict;
INSERT INTO "payer_names" VALUES(1,'AETNA','aetna','CA','','');
INSERT INTO "payer_names" VALUES(2,'Odd plan','odd plan','CA','','');
CREATE TABLE payer_states (
  payer_id text not null references payers,
  state text not null,
  primary key (payer_id, state)
) strict, without rowid;
CREATE TABLE payers (
  payer_id text primary key,
  name text not null,
  parent text not null,
  payer_type text not null check (payer_type in ('commercial','marketplace','medicaid_ffs','medicaid_mco','medicare_ffs',
    'medicare_advantage','federal_program','tpa','network','um_delegate')),
  usual_line_of_business text not null default '',
  states text not null,
  source_url text not null default '',
  basis text not null check (basis in ('sourced','general_knowledge','entered')),
  notes text not null default '',
  origin text not null default 'reference' check (origin in ('reference','entered'))
) strict;
INSERT INTO "payers" VALUES('aetna','Aetna','CVS Health','commercial','commercial','US','','general_knowledge','','reference');
CREATE TABLE people (
  person_key text primary key,
  name text not null,
  email text not null default '',
  role text check (role in ('member','specialist','advocate','administrator')),
  active integer not null default 1 check (active in (0,1)),
  added_at text not null,
  last_seen text
) strict;
INSERT INTO "people" VALUES('ada','Ada','','member',1,'2026-11-24T08:00:00Z',NULL);
CREATE TABLE policy_checks (
  check_id integer primary key,
  payer_id text not null references payers,
  line_of_business text not null,
  state text not null default '',
  code text references codes,
  checked_on text not null,
  found text not null check (found in ('changed','unchanged','nothing')),
  source_id text references sources,
  sha256 text references evidence,
  note text not null default '',
  who text not null,
  origin text not null default 'entered' check (origin in ('reference','entered')),
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE TABLE practice_cells (
  payer_id text not null,
  state text not null,
  line_of_business text not null,
  code text not null,
  basis text not null,
  review text not null,
  practice_id integer not null,
  lines integer not null,
  denied integer not null,
  coverage_denied integer not null,
  primary key (payer_id, state, line_of_business, code, basis, review, practice_id)
) strict, without rowid;
CREATE TABLE practice_months (
  practice_id integer not null,
  month text not null,
  review text not null,
  lines integer not null,
  primary key (practice_id, month, review)
) strict, without rowid;
CREATE TABLE practices (
  practice_id integer primary key,
  fingerprint blob not null unique
) strict;
INSERT INTO "practices" VALUES(1,X'00112233445566778899AABBCCDDEEFF');
CREATE TABLE reason_cells (
  payer_id text not null,
  state text not null,
  line_of_business text not null,
  code text not null,
  month text not null,
  basis text not null,
  review text not null,
  reason text not null,
  denial_class text not null,
  lines integer not null,
  primary key (payer_id, state, line_of_business, code, month, basis, review, reason, denial_class)
) strict, without rowid;
CREATE TABLE reasons (
  kind text not null check (kind in ('GROUP','CARC','RARC')),
  code text not null,
  label text not null,
  category text not null,
  denial integer not null check (denial in (0,1)),
  denial_class text check (denial_class in ('coverage','billing','unclassified')),
  notes text not null default '',
  basis text not null,
  primary key (kind, code)
) strict, without rowid;
CREATE TABLE rejected_proposals (
  sha256 text not null,
  code text not null,
  place text not null,
  status text not null default '',
  who text not null,
  at text not null,
  reason text not null default '',
  added_revision integer not null,
  primary key (sha256, code, place, status)
) strict, without rowid;
CREATE TABLE report_notes (
  import_id integer primary key references imports,
  note text not null
) strict;
CREATE TABLE reviews (
  review_id integer primary key,
  import_id integer not null references imports,
  verdict text not null check (verdict in ('pending','accepted','returned')),
  reason text not null default '',
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
INSERT INTO "reviews" VALUES(1,1,'pending','','ada','2026-11-24T09:00:00Z',2,3);
INSERT INTO "reviews" VALUES(2,1,'accepted','','ben','2026-11-24T10:00:00Z',3,NULL);
CREATE TABLE revisions (
  revision integer primary key,
  at text not null,
  who text not null,
  action text not null
) strict;
INSERT INTO "revisions" VALUES(1,'2026-11-23T00:00:00Z','reference','build from reference');
INSERT INTO "revisions" VALUES(2,'2026-11-24T09:00:00Z','ada','import');
INSERT INTO "revisions" VALUES(3,'2026-11-24T10:00:00Z','ben','review: accepted');
CREATE TABLE sources (
  source_id text primary key,
  publisher text not null,
  title text not null,
  url text not null default '',
  published text not null default '',
  accessed text not null default '',
  origin text not null default 'entered' check (origin in ('reference','entered')),
  added_revision integer not null,
  withdrawn_revision integer
) strict;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX payer_identifiers_by_value on payer_identifiers (scheme, value);
CREATE INDEX decisions_by_payer on coverage_decisions (payer_id, code, withdrawn_revision);
CREATE UNIQUE INDEX decisions_by_reference on coverage_decisions (reference_key) where withdrawn_revision is null;
CREATE INDEX checks_by_payer on policy_checks (payer_id, checked_on);
CREATE UNIQUE INDEX one_current_name_decision on name_decisions (name_id) where withdrawn_revision is null;
CREATE UNIQUE INDEX one_current_import_per_file on imports (file_key) where withdrawn_revision is null;
CREATE UNIQUE INDEX one_current_review on reviews (import_id) where withdrawn_revision is null;
CREATE INDEX lines_by_import on claim_lines (import_id);
CREATE INDEX lines_by_name on claim_lines (name_id);
CREATE INDEX lines_by_key on claim_lines (line_key) where line_key is not null;
CREATE INDEX lines_by_claim on claim_lines (claim_key) where claim_key is not null;
CREATE INDEX appeals_by_line on appeals (line_id);
CREATE UNIQUE INDEX one_current_mapping on layout_mappings (layout) where withdrawn_revision is null;
CREATE VIEW current_names as
  select n.name_id, n.written, n.state, n.line_of_business, d.payer_id, d.how, d.why
  from payer_names n left join name_decisions d on d.name_id = n.name_id and d.withdrawn_revision is null;
CREATE VIEW denial_reports as
  select l.line_id, coalesce(p.name, n.written) as payer, p.parent, l.state, l.line_of_business, l.code, c.label as code_label,
    l.month, l.outcome, l.denial_class, l.first_reason,
    (select group_concat(coalesce(r.group_code || '-', '') || r.code, ' ') from line_reasons r where r.line_id = l.line_id) as reasons,
    l.units, l.modifiers, l.place_of_service, l.primary_payer, i.kind as came_as, i.complete as file_has_paid_lines_too,
    v.verdict as review, date(i.submitted_at) as received_on
  from claim_lines l
  join imports i on i.import_id = l.import_id and i.withdrawn_revision is null
  join codes c on c.code = l.code
  join payer_names n on n.name_id = l.name_id
  left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  left join payers p on p.payer_id = d.payer_id
  left join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null
  where l.withdrawn_revision is null;
CREATE VIEW current_coverage as
  select d.decision_id, p.name as payer, p.parent, p.payer_id, d.line_of_business, nullif(d.state, '') as state, d.code, c.label as code_label,
    d.status, d.scope, d.conditions, d.prior_auth, d.effective_from, d.effective_to, d.confidence, d.recorded_by, d.checked_by,
    case when d.checked_by is null then 'no' else 'yes' end as second_person_checked,
    (select max(k.checked_on) from policy_checks k where k.payer_id = d.payer_id and k.withdrawn_revision is null
      and k.line_of_business = d.line_of_business and k.state in ('', d.state) and (k.code is null or k.code = d.code)) as last_checked,
    date(d.recorded_at) as last_changed,
    (select group_concat(s.publisher || ': ' || s.title || case s.url when '' then '' else ' <' || s.url || '>' end, '; ')
      from decision_sources ds join sources s on s.source_id = ds.source_id where ds.decision_id = d.decision_id) as sources
  from coverage_decisions d
  join payers p on p.payer_id = d.payer_id
  join codes c on c.code = d.code
  where d.withdrawn_revision is null
    and coalesce(d.effective_from, '0000') <= date('now') and coalesce(d.effective_to, '9999') >= date('now');
CREATE VIEW coverage_gaps as
  with says as (
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
      else 'not_checked'
    end as gap,
    j.coverage_denials, j.billing_denials, j.denials_before_effective_date, j.paid_lines, j.adjudicated_lines, j.effective_from
  from joined j join payers p on p.payer_id = j.payer_id;
COMMIT;
