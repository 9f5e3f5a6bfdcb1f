-- The first schema. Read top to bottom: facts of reference, ledger one (what payers say), ledger two (what members
-- meet), people and their doings, summaries. Ledger rows carry added_revision and withdrawn_revision and are never
-- overwritten: a change withdraws the old row and adds a new one, so every past state can be asked for.

create table meta (key text primary key, value text not null) strict;

create table revisions (
  revision integer primary key,
  at text not null,
  who text not null,
  action text not null
) strict;

-- Tamper-evident: each row's hash covers the row and the hash before it.
create table audit (
  audit_id integer primary key,
  revision integer,
  at text not null,
  who text not null,
  action text not null,
  object text not null default '',
  detail text not null default '',
  hash text not null
) strict;

-- ---------------------------------------------------------------- reference

create table payers (
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

create table payer_states (
  payer_id text not null references payers,
  state text not null,
  primary key (payer_id, state)
) strict, without rowid;

create table payer_aliases (
  payer_id text not null references payers,
  alias text not null,
  origin text not null default 'reference' check (origin in ('reference','entered')),
  primary key (payer_id, alias)
) strict, without rowid;

create table payer_identifiers (
  payer_id text not null references payers,
  scheme text not null,
  value text not null,
  state text not null default '',
  primary key (payer_id, scheme, value, state)
) strict, without rowid;
create index payer_identifiers_by_value on payer_identifiers (scheme, value);

create table codes (
  code text primary key,
  label text not null,
  short_label text not null,
  family text not null,
  first_day text not null,
  add_on_to text references codes,
  medicare_daily_units integer,
  position integer not null
) strict;

create table reasons (
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

create table medicare_rates (
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

-- Medicaid claims seen in public spending files: signals that somebody was paid, never a decision.
create table claims_signals (
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

-- ---------------------------------------------------------------- ledger one: what payers say

create table sources (
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

-- Uploaded documents, kept once by SHA-256 in the evidence folder beside the store.
create table evidence (
  sha256 text primary key,
  media_type text not null,
  bytes integer not null,
  pages integer,
  added_by text not null,
  added_at text not null,
  added_revision integer not null
) strict;

create table coverage_decisions (
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
create index decisions_by_payer on coverage_decisions (payer_id, code, withdrawn_revision);
create unique index decisions_by_reference on coverage_decisions (reference_key) where withdrawn_revision is null;

create table decision_sources (
  decision_id integer not null references coverage_decisions,
  source_id text not null references sources,
  quotation text not null default '',
  place text not null default '',
  sha256 text references evidence,
  primary key (decision_id, source_id, place)
) strict, without rowid;

-- Somebody looked on this day. A silent decision is also a check; this says what was found and keeps "last checked"
-- apart from "last changed".
create table policy_checks (
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
create index checks_by_payer on policy_checks (payer_id, checked_on);

-- A recorded departure from a source: what it says, what we hold, why; `guard` is the text that should be in the source
-- as long as the departure is needed.
create table corrections (
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

create table rejected_proposals (
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

-- Who is on it: one open claim per payer, line of business and state at the research desk.
create table desk_claims (
  payer_id text not null references payers,
  line_of_business text not null,
  state text not null default '',
  who text not null,
  at text not null,
  primary key (payer_id, line_of_business, state)
) strict, without rowid;

-- ---------------------------------------------------------------- ledger two: what members meet

create table practices (
  practice_id integer primary key,
  fingerprint blob not null unique
) strict;

-- Payer names as members write them, once per spelling, state, line of business and identifier.
create table payer_names (
  name_id integer primary key,
  written text not null,
  normal text not null,
  state text not null default '',
  line_of_business text not null default '',
  identifier text not null default '',
  unique (normal, state, line_of_business, identifier)
) strict;

create table name_decisions (
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
create unique index one_current_name_decision on name_decisions (name_id) where withdrawn_revision is null;

create table imports (
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
create unique index one_current_import_per_file on imports (file_key) where withdrawn_revision is null;

-- Fate of an import: pending until somebody reviews it. Current row: withdrawn_revision is null.
create table reviews (
  review_id integer primary key,
  import_id integer not null references imports,
  verdict text not null check (verdict in ('pending','accepted','returned')),
  reason text not null default '',
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
create unique index one_current_review on reviews (import_id) where withdrawn_revision is null;

-- The rows that were not kept. The value itself is never stored.
create table import_problems (
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

create table claim_lines (
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
create index lines_by_import on claim_lines (import_id);
create index lines_by_name on claim_lines (name_id);
create index lines_by_key on claim_lines (line_key) where line_key is not null;
create index lines_by_claim on claim_lines (claim_key) where claim_key is not null;

create table line_reasons (
  line_id integer not null references claim_lines,
  position integer not null,
  group_code text,
  kind text not null check (kind in ('CARC','RARC')),
  code text not null,
  primary key (line_id, position)
) strict, without rowid;

create table appeals (
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
create index appeals_by_line on appeals (line_id);

-- How a person said that a layout's columns are to be read. Header texts and roles only.
create table layout_mappings (
  layout_mapping_id integer primary key,
  layout text not null,
  mapping text not null,
  who text not null,
  at text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;
create unique index one_current_mapping on layout_mappings (layout) where withdrawn_revision is null;

-- A note with a report: screened before it comes here, deleted when the report is reviewed.
create table report_notes (
  import_id integer primary key references imports,
  note text not null
) strict;

-- ---------------------------------------------------------------- people and their doings

create table people (
  person_key text primary key,
  name text not null,
  email text not null default '',
  role text check (role in ('member','specialist','advocate','administrator')),
  active integer not null default 1 check (active in (0,1)),
  added_at text not null,
  last_seen text
) strict;

create table campaigns (
  campaign_id integer primary key,
  name text not null,
  sent_on text not null,
  payer_id text references payers,
  note text not null default '',
  who text not null,
  added_revision integer not null,
  withdrawn_revision integer
) strict;

create table engagements (
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

-- What left the building, so that two exports cannot be subtracted to reveal a hidden number.
create table export_log (
  export_id integer primary key,
  at text not null,
  who text not null,
  revision integer not null,
  measure text not null,
  filters text not null,
  cells text not null
) strict;

-- ---------------------------------------------------------------- summaries, kept in the transaction that changes lines
-- basis: `complete` (primary lines of files that hold paid and denied lines: a denominator), `reports`, or `secondary`
-- (decided after another payer; never in a share). line_of_business: as written, else the usual one of the payer.
-- review: `accepted` or `pending`. payer_id '' means the name is not resolved yet.

create table cells (
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

create table practice_cells (
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

create table practice_months (
  practice_id integer not null,
  month text not null,
  review text not null,
  lines integer not null,
  primary key (practice_id, month, review)
) strict, without rowid;

create table reason_cells (
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

-- ---------------------------------------------------------------- views in readers' words

create view current_names as
  select n.name_id, n.written, n.state, n.line_of_business, d.payer_id, d.how, d.why
  from payer_names n left join name_decisions d on d.name_id = n.name_id and d.withdrawn_revision is null;

create view denial_reports as
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

create view current_coverage as
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
