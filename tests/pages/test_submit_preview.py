"""The preview shows every field that would be kept, and no other."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from tests.intake.made_835 import Clp, Pay, Svc, remittance
from tracker.intake.model import Line
from tracker.people import LOCAL
from tracker.services import submit
from tracker.ui import preview_view

SHOWN_AS = {
    "row": "Row", "code": "Code", "month": "Month", "outcome": "Outcome", "payer_as_written": "Payer as written",
    "sheet": "Sheet", "modifiers": "Modifiers", "units": "Units", "state": "State", "line_of_business": "Line of business",
    "reasons": "Reasons", "payer_identifier": "Payer id", "place_of_service": "Place", "claim_status": "Claim status",
    "primary": "Payer's turn", "practice": "Fingerprints of", "claim_key": "Fingerprints of",
    "line_key": "Fingerprints of", "money_key": "Fingerprints of", "flags": "Noted",
    "appeals": "Appeals",
}  # fmt: skip


def test_every_kept_field_has_a_column() -> None:
    assert set(SHOWN_AS) == {f.name for f in fields(Line)}


def test_a_remittance_shows_all_that_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.835"
    line = Svc(paid="0", cas=("CO-96 100.00",), modifiers=("GP",), units="2")
    path.write_bytes(remittance(Pay(claims=(Clp((line,), status="2", filing="16", place="12"),))))
    shown = preview_view.lines_frame(submit.preview(path, LOCAL), 10).iloc[0].to_dict()
    assert set(shown) == set(SHOWN_AS.values()) - {"Sheet", "Appeals"}
    assert (shown["Payer id"], shown["Claim status"], shown["Payer's turn"]) == ("99901", "2", "later")
    assert (shown["Place"], shown["Fingerprints of"]) == ("12", "claim, line, practice")
    assert (shown["Units"], shown["Modifiers"], shown["Reasons"]) == ("2", "GP", "CO-96")
    assert shown["Noted"] == "units over limit"


def test_no_more_lines_are_drawn_than_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.835"
    path.write_bytes(remittance(Pay(claims=tuple(Clp(number=f"A{n}") for n in range(5)))))
    seen = submit.preview(path, LOCAL)
    assert len(preview_view.lines_frame(seen, 3)) == 3
    assert len(preview_view.lines_frame(seen, 99)) == 5
