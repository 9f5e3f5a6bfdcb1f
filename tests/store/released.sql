-- Rows for a store of any released schema, by the migration that made their table or column. Never edited: a later
-- migration adds a section. `test_upgrades.py` makes a store of each released schema, puts in the sections up to it, and
-- brings it up to today. Every table has rows; ledgers have withdrawn and current ones, names settled and not, reviews of all verdicts.

-- section m001_first
insert into meta values ('reference_version', 'an older one');
insert into codes values ('97550', 'Own label', 'Own label', 'caregiver_training', '2024-01-01', null, 1, 0);
insert into codes values ('97551', 'Own label 2', 'Own label 2', 'caregiver_training', '2024-01-01', '97550', null, 1);
insert into payers values ('own-plan', 'Own Plan', 'Own Parent', 'commercial', 'commercial', 'CA', 'https://plan.example.org', 'entered', 'by hand', 'entered');
insert into payers values ('own-delegate', 'Own Delegate', 'Own Parent', 'um_delegate', '', 'CA', '', 'entered', '', 'entered');
insert into payers values ('aetna', 'An older name', 'CVS Health', 'commercial', 'commercial', 'US', '', 'general_knowledge', '', 'reference');
insert into payer_states values ('own-plan', 'CA');
insert into payer_aliases values ('own-plan', 'OWNP', 'entered');
insert into payer_identifiers values ('own-plan', 'payer', '00099', '');
insert into reasons values ('CARC', '96', 'Own words', 'coverage', 1, 'coverage', '', 'own');
insert into reasons values ('CARC', '16', 'Own words', 'billing', 1, 'billing', '', 'own');
insert into medicare_rates values ('97550', '2024-01-01', '2024-12-31', 'national', '52.00', '50.00', '33.29', 'a rule');
insert into claims_signals values (1, 'own-plan', 'CA', '97550', 'paid in 2024', 'a signal, no decision', 'A file', 'A publisher', 'https://file.example.org', '2025-01-01', 'weak');
insert into sources values ('own-source', 'Own Plan', 'A policy', 'https://plan.example.org/policy', '2025-01-01', '2025-02-01', 'entered', 4, null);
insert into sources values ('old-source', 'Own Plan', 'An old policy', '', '2024-01-01', '2024-02-01', 'entered', 4, 5);
insert into evidence values ('0000000000000000000000000000000000000000000000000000000000000001', 'application/pdf', 1234, 5, 'ada', '2025-02-01T09:00:00Z', 4);
insert into coverage_decisions values (901, 'own-plan', 'commercial', 'CA', '97550', 'not_covered', '', '', 'unknown', '2024-01-01', '2024-12-31', 'secondary', null, 'ada', '2025-02-01T09:00:00Z', 'ben', '2025-02-02T09:00:00Z', null, 'entered', null, 4, null, null);
insert into coverage_decisions values (902, 'own-plan', 'commercial', 'CA', '97550', 'covered_with_conditions', 'scope', 'with a plan of care', 'yes', '2025-01-01', null, 'primary', 'own-delegate', 'ada', '2025-02-01T09:00:00Z', null, null, 901, 'entered', null, 4, null, null);
insert into coverage_decisions values (903, 'own-plan', 'commercial', '', '97551', 'silent', '', '', 'unknown', null, null, 'weak', null, 'ada', '2025-02-01T09:00:00Z', null, null, null, 'entered', null, 4, 5, 'a slip');
insert into decision_sources values (901, 'old-source', 'not paid', 'page 2', null);
insert into decision_sources values (902, 'own-source', 'paid with a plan', 'page 3', '0000000000000000000000000000000000000000000000000000000000000001');
insert into policy_checks values (901, 'own-plan', 'commercial', 'CA', '97550', '2025-02-01', 'changed', 'own-source', null, '', 'ada', 'entered', 4, null);
insert into policy_checks values (902, 'own-plan', 'commercial', '', null, '2025-03-01', 'nothing', null, null, 'looked in vain', 'ada', 'entered', 4, 5);
insert into corrections values (1, 'decision', '902', 'covered', 'with conditions', 'the annex says so', 'covered', 'open', 'ada', '2025-02-01T09:00:00Z', 4, null);
insert into rejected_proposals values ('0000000000000000000000000000000000000000000000000000000000000001', '97551', 'page 4', 'covered', 'ada', '2025-02-01T09:00:00Z', 'another code', 4);
insert into desk_claims values ('own-plan', 'commercial', 'CA', 'ada', '2025-02-01T09:00:00Z');
insert into practices values (1, x'00112233445566778899aabbccddeeff');
insert into practices values (2, x'ffeeddccbbaa99887766554433221100');
insert into payer_names values (1, 'OWN PLAN', 'own plan', 'CA', '', '');
insert into payer_names values (2, 'Odd plan', 'odd plan', 'CA', '', '');
insert into payer_names values (3, 'Own Plan of old', 'own plan of old', 'CA', 'commercial', '00099');
insert into name_decisions values (1, 1, 'own-plan', 'rule', 'the registry''s own name', 'cleo', '2025-03-01T09:00:00Z', 2, null);
insert into name_decisions values (2, 3, 'aetna', 'person', 'a slip', 'ben', '2025-03-01T09:00:00Z', 2, 3);
insert into name_decisions values (3, 3, 'own-plan', 'person', 'asked them', 'ben', '2025-03-02T09:00:00Z', 3, null);
insert into imports (import_id, receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, added_revision, withdrawn_revision, withdrawn_by) values (1, 'K7M4-PX2D', 'x12_835', x'0102030405060708090a0b0c0d0e0f10', null, 1, 6, 5, 1, 0, 0, 'cleo', '2025-03-01T09:00:00Z', 2, null, null);
insert into imports (import_id, receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, added_revision, withdrawn_revision, withdrawn_by) values (2, 'B3N8-QW5R', 'spreadsheet', x'0102030405060708090a0b0c0d0e0f11', 'a layout', 0, 2, 2, 0, 0, 0, 'dan', '2025-03-02T09:00:00Z', 3, null, null);
insert into imports (import_id, receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, added_revision, withdrawn_revision, withdrawn_by) values (3, 'C4P9-RX6S', 'form', null, null, null, 1, 1, 0, 0, 0, 'cleo', '2025-03-02T10:00:00Z', 3, null, null);
insert into imports (import_id, receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, added_revision, withdrawn_revision, withdrawn_by) values (4, 'D5Q2-SY7T', 'spreadsheet', x'0102030405060708090a0b0c0d0e0f12', null, 0, 1, 1, 0, 0, 0, 'dan', '2025-03-02T11:00:00Z', 3, 5, 'dan');
insert into imports (import_id, receipt, kind, file_key, layout, complete, rows, lines, problems, ignored, repeats, submitted_by, submitted_at, added_revision, withdrawn_revision, withdrawn_by) values (5, 'E6R3-TZ8U', 'spreadsheet', x'0102030405060708090a0b0c0d0e0f13', null, 0, 1, 1, 0, 0, 0, 'dan', '2025-03-02T12:00:00Z', 3, null, null);
insert into reviews (review_id, import_id, verdict, reason, who, at, added_revision, withdrawn_revision) values
  (1, 1, 'pending', '', 'cleo', '2025-03-01T09:00:00Z', 2, 3), (2, 1, 'accepted', '', 'ben', '2025-03-02T09:00:00Z', 3, null),
  (3, 2, 'accepted', '', 'dan', '2025-03-02T09:00:00Z', 3, null), (4, 3, 'pending', '', 'cleo', '2025-03-02T10:00:00Z', 3, null),
  (5, 4, 'accepted', '', 'dan', '2025-03-02T11:00:00Z', 3, null), (6, 5, 'returned', 'months are missing', 'ben', '2025-03-03T09:00:00Z', 3, null);
insert into import_problems values (1, 0, 'Sheet1', 6, 'CPT', 'code', 'No code stands here.', 'Write the code.');
insert into claim_lines (line_id, import_id, row, name_id, state, line_of_business, code, month, outcome, denial_class, first_reason, units,
  modifiers, place_of_service, claim_status, primary_payer, practice_id, claim_key, line_key, flags, added_revision, withdrawn_revision, withdrawn_why) values
  (1, 1, 1, 1, 'CA', '', '97550', '2025-01', 'denied', 'coverage', '96', 2, 'GO', '11', '4', 1, 1, x'c1', x'a1', '', 2, null, null),
  (2, 1, 2, 1, 'CA', '', '97550', '2025-01', 'paid', null, null, 1, 'GO', '11', '1', 1, 1, x'c2', x'a2', '', 2, null, null),
  (3, 1, 3, 3, 'CA', 'commercial', '97551', '2025-02', 'denied', 'billing', '16', 1, '', '11', '4', 1, 1, x'c2', x'a3', 'units over limit', 2, null, null),
  (4, 1, 4, 2, 'CA', '', '97550', '2025-02', 'denied', 'coverage', '96', null, '', null, '4', 0, 1, null, null, '', 2, null, null),
  (5, 1, 5, 1, 'CA', '', '97550', '2025-02', 'paid', null, null, 1, '', '11', '22', 1, 1, x'c3', x'a4', '', 2, 3, 'reversed'),
  (6, 2, 1, 1, 'CA', '', '97550', '2025-02', 'denied', 'unclassified', null, 1, '', null, null, 1, 2, null, null, '', 3, null, null),
  (7, 2, 2, 1, 'CA', '', '97550', '2025-03', 'partly_paid', 'coverage', '96', 3, '', null, null, 1, 2, null, null, '', 3, null, null),
  (8, 3, 1, 2, '', 'medicare_advantage', '97550', '2025-03', 'pending', null, null, 1, '', null, null, 1, 1, null, null, '', 3, null, null),
  (9, 4, 1, 1, 'CA', '', '97550', '2025-03', 'denied', 'coverage', '96', 1, '', null, null, 1, 2, null, null, '', 3, null, null),
  (10, 5, 1, 1, 'CA', '', '97550', '2025-03', 'denied', 'coverage', '96', 1, '', null, null, 1, 2, null, null, '', 3, null, 'returned');
insert into line_reasons values (1, 0, 'CO', 'CARC', '96');
insert into line_reasons values (1, 1, null, 'RARC', 'N130');
insert into line_reasons values (3, 0, 'CO', 'CARC', '16');
insert into line_reasons values (4, 0, 'OA', 'CARC', '96');
insert into line_reasons values (7, 0, 'CO', 'CARC', '96');
insert into line_reasons values (9, 0, 'CO', 'CARC', '96');
insert into appeals (appeal_id, line_id, level, filed_month, outcome, decided_month, how, who, added_revision, withdrawn_revision) values
  (1, 1, 1, '2025-02', 'open', null, 'form', 'cleo', 3, 5), (2, 1, 1, '2025-02', 'overturned', '2025-03', 'form', 'cleo', 5, null);
insert into layout_mappings values (1, 'a layout', '{"CPT": "code"}', 'dan', '2025-03-02T09:00:00Z', 3, null);
insert into report_notes values (3, 'The office called twice.');
insert into people (person_key, name, email, role, active, added_at, last_seen) values
  ('iss|ada', 'Ada', 'ada@example.org', 'specialist', 1, '2025-01-01T08:00:00Z', '2025-03-01T08:00:00Z'),
  ('iss|cleo', 'Cleo', 'cleo@example.org', 'member', 1, '2025-01-01T08:00:00Z', null), ('iss|eve', 'Eve', 'eve@example.org', null, 0, '2025-01-01T08:00:00Z', null);
insert into campaigns values (1, 'Letters of spring', '2025-03-01', 'own-plan', '', 'ada', 4, null);
insert into engagements (engagement_id, payer_id, happened_on, kind, ask, snapshot, answer, reply, reply_on, next_step, due_on, owner, supersedes, who,
  added_revision, withdrawn_revision) values
  (1, 'own-plan', '2025-03-05', 'letter', 'Pay the code.', '4', '', null, null, 'call them', '2025-04-01', 'ada', null, 'ada', 4, 5),
  (2, 'own-plan', '2025-03-05', 'letter', 'Pay the code.', '4', 'They will.', 'agrees_and_corrected', '2025-03-20', '', null, 'ada', 1, 'ada', 5, null);
insert into export_log values (1, '2025-03-06T09:00:00Z', 'ada', 5, 'denied', '{}', '[]');
insert into revisions values (1, '2025-01-01T00:00:00Z', 'reference', 'build from reference'), (2, '2025-03-01T09:00:00Z', 'cleo', 'import'),
  (3, '2025-03-02T09:00:00Z', 'ben', 'review'), (4, '2025-03-05T09:00:00Z', 'ada', 'decide'), (5, '2025-03-06T09:00:00Z', 'ada', 'withdraw');
insert into audit values (1, 2, '2025-03-01T09:00:00Z', 'cleo', 'import', 'K7M4-PX2D', '5 lines', 'aed06050b15b2813522b6d7bd245629ad86b3d702965e8ba8d8ef1d5538b0250');
insert into audit values (2, 2, '2025-03-01T09:00:00Z', 'cleo', 'import', '', '', 'dd03712d911d486750865c8c98beafb11c96476137876d6cfb2d86336006ae21');
insert into audit values (3, 3, '2025-03-02T09:00:00Z', 'ben', 'review', '', '', '855db224e7cf7a98dcd4276f7330bc22aeeafd7035d068756e8a8eb362c097ee');
insert into audit values (4, 4, '2025-03-05T09:00:00Z', 'ada', 'decide', '', '', 'cad6b5e24b6df4cf8d3e438dd6396c10097d5a99ced411f1c8dccd00a96a4578');
insert into audit values (5, null, '2025-03-05T10:00:00Z', 'ada', 'saw', 'small numbers', '', '273f713e1fd0df977dafa7fa180cc0f60989e32665007498d9b5bcabaf34045b');
insert into audit values (6, 5, '2025-03-06T09:00:00Z', 'ada', 'withdraw', '', '', 'fe8ebfa1f575711cedbe87c5a64a61cba6a145026002bd43b5baf51d64f4defc');

-- section m001_first until m002_summaries: summaries as they were, made anew on the way
insert into cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97550', 'complete', 'accepted', 1, 2, 1, 1);
insert into practice_months values (1, '2025-01', 'accepted', 2);
insert into reason_cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', '96', 'coverage', 1);

-- section m002_summaries until m004_margins: summaries as they were, made anew on the way
insert into cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into payer_months values ('own-plan', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into state_months values ('CA', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into code_months values ('commercial', '97550', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into payer_codes values ('own-plan', 'CA', 'commercial', '97550', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', 1, 2, 1, 1);
insert into practice_payers values ('own-plan', '97550', 'complete', 'accepted', 1, 2, 1, 1);
insert into practice_places values ('CA', '97550', 'complete', 'accepted', 1, 2, 1, 1);
insert into practice_months values ('2025-01', 'complete', 'accepted', 1, 2, 1, 1);
insert into reason_cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', '96', 'coverage', 1);
insert into reason_payers values ('own-plan', 'complete', 'accepted', '96', 'coverage', 1);
insert into reason_months values ('2025-01', 'complete', 'accepted', '96', 'coverage', 1);

-- section m003_document_scans
insert into document_scans values ('0000000000000000000000000000000000000000000000000000000000000001', 'own-plan', 5, 2, 0, '', 'ada', '2025-02-01T09:00:00Z', 4);

-- section m005_member
insert into form_answers values (1, 3, 'not a benefit', 'appealed', 'cleo', '2025-03-02T10:00:00Z', 3, null);
insert into form_matches values (1, 8, 2, 3, 5);
update reviews set duplicate_of = 'K7M4-PX2D' where review_id = 6;

-- section m006_signin
update audit_head set rows = 6, hash = 'fe8ebfa1f575711cedbe87c5a64a61cba6a145026002bd43b5baf51d64f4defc';
update people set signed_in_at = 1740000000, signed_out_at = 1730000000 where person_key = 'iss|cleo';
insert into invitations values ('new@example.org', 'advocate', 'ada', '2025-03-01T09:00:00Z', null, null);
insert into invitations values ('cleo@example.org', 'member', 'ada', '2025-01-01T07:00:00Z', 'iss|cleo', '2025-01-01T08:00:00Z');

-- section m008_replies
update engagements set topic = 'coverage', corrected_on = '2025-03-25', document = '0000000000000000000000000000000000000000000000000000000000000001' where engagement_id = 2;

-- section m011_remittance
update claim_lines set money_key = x'0011223344556677' where line_id in (1, 2);
insert into claim_reversals values (1, x'c3');

-- section m012_line_corrections
insert into line_corrections values (1, 10, 9, '{"month": "2025-02"}', '{"month": "2025-03"}', 'read again', 'ben', '2025-03-03T09:00:00Z', 3);

-- section m015_remitted
update imports set remitted = '2025-02' where import_id = 1;

-- section m017_keys
insert into filed_keys select substr(line_key, 1, 8), line_id from claim_lines where line_key is not null and line_id <= 2;
insert into fresh_keys select substr(claim_key, 1, 8), line_id from claim_lines where claim_key is not null and line_id > 2;
insert or ignore into filed_keys select substr(claim_key, 1, 8), line_id from claim_lines where claim_key is not null and line_id <= 2;
insert or ignore into fresh_keys select substr(line_key, 1, 8), line_id from claim_lines where line_key is not null and line_id > 2;

-- section m004_margins: summaries of the lines above, kept from then on
insert into code_months values ('', '97550', '2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1);
insert into code_months values ('commercial', '97550', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into code_months values ('commercial', '97550', '2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0);
insert into code_months values ('commercial', '97550', '2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0);
insert into code_months values ('commercial', '97551', '2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0);
insert into code_months values ('medicare_advantage', '97550', '2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0);
insert into state_months values ('', '2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0);
insert into state_months values ('CA', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into state_months values ('CA', '2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0);
insert into state_months values ('CA', '2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0);
insert into state_months values ('CA', '2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1);
insert into state_months values ('CA', '2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0);
insert into payer_months values ('', '2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1);
insert into payer_months values ('', '2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0);
insert into payer_months values ('own-plan', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into payer_months values ('own-plan', '2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0);
insert into payer_months values ('own-plan', '2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0);
insert into payer_months values ('own-plan', '2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0);
insert into cells values ('', '', 'medicare_advantage', '97550', '2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0);
insert into cells values ('', 'CA', '', '97550', '2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1);
insert into cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2);
insert into cells values ('own-plan', 'CA', 'commercial', '97550', '2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0);
insert into cells values ('own-plan', 'CA', 'commercial', '97550', '2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0);
insert into cells values ('own-plan', 'CA', 'commercial', '97551', '2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0);
insert into practice_cells values ('', '', 'medicare_advantage', '97550', 1, '2025-03', 'reports', 'pending', 1, 0, 0);
insert into practice_cells values ('', 'CA', '', '97550', 1, '2025-02', 'secondary', 'accepted', 1, 1, 1);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97550', 1, '2025-01', 'complete', 'accepted', 2, 1, 1);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97550', 2, '2025-02', 'reports', 'accepted', 1, 1, 0);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97550', 2, '2025-03', 'reports', 'accepted', 1, 0, 0);
insert into practice_cells values ('own-plan', 'CA', 'commercial', '97551', 1, '2025-02', 'complete', 'accepted', 1, 1, 0);
insert into reason_months values ('2025-01', 'complete', 'accepted', '96', 'coverage', 1);
insert into reason_months values ('2025-02', 'complete', 'accepted', '16', 'billing', 1);
insert into reason_months values ('2025-02', 'reports', 'accepted', '', 'unclassified', 1);
insert into reason_months values ('2025-02', 'secondary', 'accepted', '96', 'coverage', 1);
insert into reason_payers values ('', 'secondary', 'accepted', '96', 'coverage', 1);
insert into reason_payers values ('own-plan', 'complete', 'accepted', '16', 'billing', 1);
insert into reason_payers values ('own-plan', 'complete', 'accepted', '96', 'coverage', 1);
insert into reason_payers values ('own-plan', 'reports', 'accepted', '', 'unclassified', 1);
insert into reason_cells values ('', 'CA', '', '97550', '2025-02', 'secondary', 'accepted', '96', 'coverage', 1);
insert into reason_cells values ('own-plan', 'CA', 'commercial', '97550', '2025-01', 'complete', 'accepted', '96', 'coverage', 1);
insert into reason_cells values ('own-plan', 'CA', 'commercial', '97550', '2025-02', 'reports', 'accepted', '', 'unclassified', 1);
insert into reason_cells values ('own-plan', 'CA', 'commercial', '97551', '2025-02', 'complete', 'accepted', '16', 'billing', 1);
insert into place_denials values ('', '', '97550', '2025-02', 'CA', 'secondary', 'accepted', 1, 1);
insert into place_denials values ('own-plan', 'commercial', '97550', '2025-01', 'CA', 'complete', 'accepted', 1, 2);
insert into margins values ('code', '97550', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('code', '97550', 'primary', 'accepted', 4, 1, 1, 2, 0, 1, 0, 2, 2, 2);
insert into margins values ('code', '97550', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('code', '97550', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('code', '97550', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('code', '97550', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('code', '97551', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into margins values ('code', '97551', 'primary', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into margins values ('everything', '', 'complete', 'accepted', 3, 1, 0, 2, 0, 1, 1, 2, 1, 3);
insert into margins values ('everything', '', 'primary', 'accepted', 5, 1, 1, 3, 0, 1, 1, 2, 2, 3);
insert into margins values ('everything', '', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('everything', '', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('everything', '', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('everything', '', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('line_of_business', '', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('line_of_business', 'commercial', 'complete', 'accepted', 3, 1, 0, 2, 0, 1, 1, 2, 1, 3);
insert into margins values ('line_of_business', 'commercial', 'primary', 'accepted', 5, 1, 1, 3, 0, 1, 1, 2, 2, 3);
insert into margins values ('line_of_business', 'commercial', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('line_of_business', 'medicare_advantage', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('line_of_business', 'medicare_advantage', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('month', '2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('month', '2025-01', 'primary', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('month', '2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into margins values ('month', '2025-02', 'primary', 'accepted', 2, 0, 0, 2, 0, 0, 1, 0, 2, 1);
insert into margins values ('month', '2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0, 1, 1);
insert into margins values ('month', '2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('month', '2025-03', 'primary', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into margins values ('month', '2025-03', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('month', '2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into margins values ('month', '2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer_id', '', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer_id', '', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer_id', '', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('payer_id', 'own-plan', 'complete', 'accepted', 3, 1, 0, 2, 0, 1, 1, 2, 1, 3);
insert into margins values ('payer_id', 'own-plan', 'primary', 'accepted', 5, 1, 1, 3, 0, 1, 1, 2, 2, 3);
insert into margins values ('payer_id', 'own-plan', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('state', '', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('state', '', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('state', 'CA', 'complete', 'accepted', 3, 1, 0, 2, 0, 1, 1, 2, 1, 3);
insert into margins values ('state', 'CA', 'primary', 'accepted', 5, 1, 1, 3, 0, 1, 1, 2, 2, 3);
insert into margins values ('state', 'CA', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('state', 'CA', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into practice_margins values ('code', '97550', 'accepted', 1, 'complete', 2, 1, 1);
insert into practice_margins values ('code', '97550', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('code', '97550', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_margins values ('code', '97550', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('code', '97551', 'accepted', 1, 'complete', 1, 1, 0);
insert into practice_margins values ('everything', '', 'accepted', 1, 'complete', 3, 2, 1);
insert into practice_margins values ('everything', '', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('everything', '', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_margins values ('everything', '', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('line_of_business', '', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('line_of_business', 'commercial', 'accepted', 1, 'complete', 3, 2, 1);
insert into practice_margins values ('line_of_business', 'commercial', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_margins values ('line_of_business', 'medicare_advantage', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('month', '2025-01', 'accepted', 1, 'complete', 2, 1, 1);
insert into practice_margins values ('month', '2025-02', 'accepted', 1, 'complete', 1, 1, 0);
insert into practice_margins values ('month', '2025-02', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('month', '2025-02', 'accepted', 2, 'reports', 1, 1, 0);
insert into practice_margins values ('month', '2025-03', 'accepted', 2, 'reports', 1, 0, 0);
insert into practice_margins values ('month', '2025-03', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('payer_id', '', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('payer_id', '', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('payer_id', 'own-plan', 'accepted', 1, 'complete', 3, 2, 1);
insert into practice_margins values ('payer_id', 'own-plan', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_margins values ('state', '', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('state', 'CA', 'accepted', 1, 'complete', 3, 2, 1);
insert into practice_margins values ('state', 'CA', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('state', 'CA', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_firsts values ('accepted', 1, 'complete', '2025-01');
insert into practice_firsts values ('accepted', 1, 'secondary', '2025-02');
insert into practice_firsts values ('accepted', 2, 'reports', '2025-02');
insert into practice_firsts values ('pending', 1, 'reports', '2025-03');
insert into places values ('', '', 'medicare_advantage', '97550', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into places values ('', '', 'medicare_advantage', '97550', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into places values ('', 'CA', '', '97550', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into places values ('own-plan', 'CA', 'commercial', '97550', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into places values ('own-plan', 'CA', 'commercial', '97550', 'primary', 'accepted', 4, 1, 1, 2, 0, 1, 0, 2, 2, 2);
insert into places values ('own-plan', 'CA', 'commercial', '97550', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into places values ('own-plan', 'CA', 'commercial', '97551', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into places values ('own-plan', 'CA', 'commercial', '97551', 'primary', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);

-- section m018_pairs: summaries of the lines above, kept from then on
insert into arrivals values ('2025-03-01', '', 'secondary', 'accepted', 1);
insert into arrivals values ('2025-03-01', 'own-plan', 'complete', 'accepted', 3);
insert into arrivals values ('2025-03-02', '', 'reports', 'pending', 1);
insert into arrivals values ('2025-03-02', 'own-plan', 'reports', 'accepted', 2);
insert into margins values ('business payers', ' ', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('business payers', 'commercial own-plan', 'complete', 'accepted', 3, 1, 0, 2, 0, 1, 1, 2, 1, 3);
insert into margins values ('business payers', 'commercial own-plan', 'primary', 'accepted', 5, 1, 1, 3, 0, 1, 1, 2, 2, 3);
insert into margins values ('business payers', 'commercial own-plan', 'reports', 'accepted', 2, 0, 1, 1, 0, 0, 0, 0, 1, 2);
insert into margins values ('business payers', 'medicare_advantage ', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('business payers', 'medicare_advantage ', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer months', ' 2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('payer months', ' 2025-03', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer months', ' 2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('payer months', 'own-plan 2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('payer months', 'own-plan 2025-01', 'primary', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('payer months', 'own-plan 2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into margins values ('payer months', 'own-plan 2025-02', 'primary', 'accepted', 2, 0, 0, 2, 0, 0, 1, 0, 2, 1);
insert into margins values ('payer months', 'own-plan 2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0, 1, 1);
insert into margins values ('payer months', 'own-plan 2025-03', 'primary', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into margins values ('payer months', 'own-plan 2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into margins values ('state months', ' 2025-03', 'primary', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('state months', ' 2025-03', 'reports', 'pending', 1, 0, 0, 0, 1, 0, 0, 0, 1, 1);
insert into margins values ('state months', 'CA 2025-01', 'complete', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('state months', 'CA 2025-01', 'primary', 'accepted', 2, 1, 0, 1, 0, 1, 0, 2, 1, 2);
insert into margins values ('state months', 'CA 2025-02', 'complete', 'accepted', 1, 0, 0, 1, 0, 0, 1, 0, 1, 1);
insert into margins values ('state months', 'CA 2025-02', 'primary', 'accepted', 2, 0, 0, 2, 0, 0, 1, 0, 2, 1);
insert into margins values ('state months', 'CA 2025-02', 'reports', 'accepted', 1, 0, 0, 1, 0, 0, 0, 0, 1, 1);
insert into margins values ('state months', 'CA 2025-02', 'secondary', 'accepted', 1, 0, 0, 1, 0, 1, 0, 1, 1, 1);
insert into margins values ('state months', 'CA 2025-03', 'primary', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into margins values ('state months', 'CA 2025-03', 'reports', 'accepted', 1, 0, 1, 0, 0, 0, 0, 0, 1, 1);
insert into practice_margins values ('business payers', ' ', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('business payers', 'commercial own-plan', 'accepted', 1, 'complete', 3, 2, 1);
insert into practice_margins values ('business payers', 'commercial own-plan', 'accepted', 2, 'reports', 2, 1, 0);
insert into practice_margins values ('business payers', 'medicare_advantage ', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('payer months', ' 2025-02', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('payer months', ' 2025-03', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('payer months', 'own-plan 2025-01', 'accepted', 1, 'complete', 2, 1, 1);
insert into practice_margins values ('payer months', 'own-plan 2025-02', 'accepted', 1, 'complete', 1, 1, 0);
insert into practice_margins values ('payer months', 'own-plan 2025-02', 'accepted', 2, 'reports', 1, 1, 0);
insert into practice_margins values ('payer months', 'own-plan 2025-03', 'accepted', 2, 'reports', 1, 0, 0);
insert into practice_margins values ('state months', ' 2025-03', 'pending', 1, 'reports', 1, 0, 0);
insert into practice_margins values ('state months', 'CA 2025-01', 'accepted', 1, 'complete', 2, 1, 1);
insert into practice_margins values ('state months', 'CA 2025-02', 'accepted', 1, 'complete', 1, 1, 0);
insert into practice_margins values ('state months', 'CA 2025-02', 'accepted', 1, 'secondary', 1, 1, 1);
insert into practice_margins values ('state months', 'CA 2025-02', 'accepted', 2, 'reports', 1, 1, 0);
insert into practice_margins values ('state months', 'CA 2025-03', 'accepted', 2, 'reports', 1, 0, 0);
insert into payer_firsts values ('', 'accepted', 1, 'secondary', '2025-02');
insert into payer_firsts values ('', 'pending', 1, 'reports', '2025-03');
insert into payer_firsts values ('own-plan', 'accepted', 1, 'complete', '2025-01');
insert into payer_firsts values ('own-plan', 'accepted', 2, 'reports', '2025-02');
