"""What captions on pages and in packs say of sources, licence and the demonstration, in one wording."""

LICENCE = "CC BY 4.0, payer-tracker"
LEDGER = "coverage ledger: payers' documents, each decision with its source"
LINES = "members' remittances and reports, no patient data kept"
SYNTHETIC = "Synthetic demonstration: everything but the payers' names is invented."
