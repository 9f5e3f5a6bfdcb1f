"""A batch, or the refusal of a file, as plain data for `--json`: what would be kept, and why the rest would not.

The one thing to know: there is nothing here that a `Batch` does not hold, so nothing private can appear.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from tracker.errors import TrackerError
from tracker.intake.model import Batch, Line, Problem
from tracker.intake.sheets.chosen import WITHHELD


def as_json(read: Batch | TrackerError) -> dict[str, Any]:
    """{"error", "lines", "problems", "ignored", "repeats", "columns", "questions", "notes"} for one file."""
    if isinstance(read, TrackerError):
        return {"error": str(read), "lines": [], "problems": []}
    more: dict[str, Any] = {}
    if read.appeal_problems:
        more["appeal_problems"] = [_problem(p) for p in read.appeal_problems]
    aside = [{"sheet": _sheet(a.sheet), "row": a.row, "reason": a.reason, "kind": a.kind} for a in read.set_aside]
    return {
        "error": None,
        "rows": read.rows,
        "lines": [_line(x) for x in read.lines],
        "problems": [_problem(p) for p in read.problems],
        **more,
        "ignored": dict(Counter(a["reason"] for a in aside if a["kind"] == "ignored")),
        "repeats": [{k: v for k, v in a.items() if k != "kind"} for a in aside if a["kind"] == "repeat"],
        "columns": [
            {"sheet": _sheet(c.sheet), "position": c.position, "header": c.header, "role": c.role, "confidence": c.confidence, "why": c.why} for c in read.columns
        ],
        "questions": list(read.questions),
        "notes": list(read.notes),
    }  # fmt: skip


def _sheet(name: str | None) -> str | None:
    """The name of a sheet, null where it is withheld because somebody may be named in it."""
    return None if name and name.endswith(WITHHELD) else name


def _problem(p: Problem) -> dict[str, Any]:
    return {"sheet": _sheet(p.sheet), "row": p.row, "column": p.column, "rule": p.rule, "message": p.message, "advice": p.advice, "value": p.value}  # fmt: skip


def _line(line: Line) -> dict[str, Any]:
    told = {"appeals": [asdict(a) for a in line.appeals]} if line.appeals else {}
    return told | {
        "sheet": _sheet(line.sheet),
        "row": line.row,
        "code": line.code,
        "modifiers": list(line.modifiers),
        "units": line.units,
        "payer_as_written": line.payer_as_written,
        "state": line.state,
        "service_month": line.month,
        "outcome": line.outcome.value,
        "reasons": list(line.reasons),
        "primary": line.primary,
        "flags": list(line.flags),
    }
