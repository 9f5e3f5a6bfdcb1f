"""What was read from a file or told by form is found again by its reason: a code with our label and category."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tracker.intake.form import Form
from tracker.people import LOCAL
from tracker.services import report, submit
from tracker.services.answers import denials
from tracker.services.demo import lines as demo_lines
from tracker.settings import settings
from tracker.store import questions
from tracker.store.atoms import denied
from tracker.store.connection import reading


def by_reason() -> pd.DataFrame:
    with reading(settings().store) as db:
        return pd.DataFrame(questions.by_reason(db))


def test_a_file_s_reasons_have_label_and_category(own_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "Payer,State,Date of Service,CPT,Status,Reason\n"
        "Aetna,CA,2025-03-01,97550,Denied,CO-96\nAetna,CA,2025-04-01,97550,Denied,CO-97\nAetna,CA,2025-05-01,97551,Denied,PR-204\n"
    )
    submit.accept(submit.preview(file, LOCAL), LOCAL)
    found = by_reason().set_index("reason")
    assert set(found.index) == {"96", "97", "204"}
    assert found["label"].notna().all()
    assert found["category"].to_dict() == {"96": "not_covered_benefit", "97": "bundled", "204": "not_covered_benefit"}
    with reading(settings().store) as db:
        assert {r["category"] for r in denied(db, ("code",))} == {"not_covered_benefit", "bundled"}
    shown = denials.reasons(questions.EVERYTHING, "reports")
    assert set(shown["category"]) == {"not_covered_benefit", "bundled"}


def test_form_and_demonstration_keep_a_reason_alike(own_store: Path) -> None:
    report.send(Form(payer_id="aetna", state="CA", code="97550", month="2025-03", outcome="denied", units=1,
                     payer_said="not_covered"), "t", LOCAL)  # fmt: skip
    with reading(settings().store) as db:
        told = db.execute("select first_reason from claim_lines").fetchone()[0]
    assert told == demo_lines._reason("CO-96")[2]
    assert by_reason()["category"].tolist() == ["not_covered_benefit"]
