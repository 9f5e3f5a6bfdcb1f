"""From what the entry form says to what is recorded. No widgets: everything here can be tried without a page.

The one thing to know: an entry is judged exactly as a row of a file is, so that both ways take the same and say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.errors import Rejected
from tracker.intake import code_ranges, decision_file
from tracker.intake.decision_file import DecisionRow
from tracker.services import decide, desk
from tracker.ui import access, data
from tracker.vocabulary import Status

UNCHANGED = "unchanged"
FINDINGS = {
    **{str(s): s.words for s in Status if s is not Status.SILENT},
    str(Status.SILENT): "looked, nothing found",
    UNCHANGED: "looked, unchanged",
}
TAKES_OVER = "ends where this begins"
BESIDE = "stays beside it"
Values = dict[str, Any]


@dataclass(frozen=True)
class Start:
    """What the form begins with: a payer's presets, a source, and the decisions that are being corrected."""

    payer_id: str
    payer: dict[str, Any]
    source: dict[str, Any]
    editing: tuple[dict[str, Any], ...] = ()

    @property
    def first(self) -> dict[str, Any]:
        return self.editing[0] if self.editing else {}


def save(start: Start, values: Mapping[str, Any]) -> str:
    """Record what the form says; the sentence for the page. Raises `TrackerError` with every problem."""
    codes = code_ranges.read(values["codes"])
    if not codes or not values["finding"] or not values["business"]:
        raise Rejected("Line of business, codes and a finding are needed.", "Choose them, then save again.")
    name, states = str(start.payer["name"]), values["states"] or [""]
    what = f"{name}: {', '.join(codes)}"
    if values["finding"] == UNCHANGED:
        for state in states:
            decide.looked(
                start.payer_id, values["business"], state, codes, "unchanged", access.who(),
                checked_on=values["checked_on"], note=values["evidence"],
            )  # fmt: skip
        return f"{what} looked at on {values['checked_on']}: unchanged."
    rows = rows_of(start, values, codes, states)
    numbers = decide.record_many(
        rows, start.payer_id, access.who(),
        document=values["document"].getvalue() if values["document"] else None,
        takes_over=values["stands"] == TAKES_OVER,
        instead_of={(d["state"], d["code"]): d["decision_id"] for d in start.editing},
    )  # fmt: skip
    many = f"{len(numbers)} decisions" if len(numbers) > 1 else "1 decision"
    return f"{what}: {FINDINGS[values['finding']]}. {many} recorded, to be checked by a colleague."


def rows_of(start: Start, values: Mapping[str, Any], codes: tuple[str, ...], states: list[str]) -> list[DecisionRow]:
    """A row a state and code, judged as a file's rows are. Raises `Rejected` with all problems at once."""
    text = {k: str(v or "") for k, v in values.items() if k in decision_file.TEMPLATE}
    text |= {"payer": start.payer_id, "line_of_business": values["business"], "status": values["finding"]}
    if values["finding"] == Status.SILENT and not text["source_title"]:
        text["source_title"] = desk.SEARCHED
    rows: list[DecisionRow] = []
    problems: dict[str | None, str] = {}
    for state in states:
        for code in codes:
            row, found = decision_file.entry({**text, "state": state, "code": code}, today=data.today())
            problems |= {p.column: f"{p.message} {p.advice}" for p in found}
            rows += [row] if row else []
    if problems:
        raise Rejected("Not saved.", " ".join(problems.values()))
    return rows
