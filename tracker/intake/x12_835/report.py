"""A batch as plain data: the control figures and the lines under the names that scripts and comparisons use.

The one thing to know: amounts are text with two decimals or more, as read; a float would change them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tracker.intake.model import Batch, Line, Totals835


def _money(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.01")) if value == round(value, 2) else value.normalize(), "f")


def line_json(line: Line) -> dict[str, Any]:
    """One line. Keys as in a spreadsheet reading, and what only a remittance tells."""
    return {
        "row": line.row,
        "code": line.code,
        "payer_as_written": line.payer_as_written,
        "service_month": line.month,
        "outcome": line.outcome.value,
        "modifiers": list(line.modifiers),
        "units": line.units,
        "state": line.state,
        "reasons": list(line.reasons),
        "payer_identifier": line.payer_identifier,
        "place_of_service": line.place_of_service,
        "claim_status": line.claim_status,
        "primary": line.primary,
        "flags": list(line.flags),
    }


def as_json(batch: Batch) -> dict[str, Any]:
    """The batch of one remittance; `unread` lists `{"segment": n, "reason": words}`."""
    totals = batch.totals or Totals835()
    return {
        "claims": totals.claims,
        "service_lines": totals.service_lines,
        "cas_triplets": totals.cas_triplets,
        "charge_total": _money(totals.charge_total),
        "paid_total": _money(totals.paid_total),
        "adjustment_total": _money(totals.adjustment_total),
        "provider_adjustments": totals.provider_adjustments,
        "unread": [{"segment": number, "reason": reason} for number, reason in totals.unread],
        "complete": batch.complete,
        "lines": [line_json(line) for line in batch.lines],
        "problems": [
            {"row": p.row, "column": p.column, "rule": p.rule, "message": p.message, "advice": p.advice}
            for p in batch.problems
        ],
        "set_aside": [{"row": s.row, "kind": s.kind, "reason": s.reason} for s in batch.set_aside],
        "notes": list(batch.notes),
    }
