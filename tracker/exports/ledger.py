"""The whole ledger as a file: every decision with its citations, the correction log beside it; and the empty template.

The one thing to know: a decision that rests on several sources is one row for each, so that every row can be checked
against one document; `decision_id` says which rows belong together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter

from tracker.exports.tables import Column, Table, csv_bytes, xlsx_bytes
from tracker.figures.style import Caption
from tracker.vocabulary import Confidence, LineOfBusiness, PriorAuth, Status

COLUMNS = tuple(
    Column(name, words)
    for name, words in (
        ("decision_id", "decision_id"), ("payer_id", "payer_id"), ("payer", "payer_name"), ("parent", "parent"),
        ("payer_type", "payer_type"), ("line_of_business", "line_of_business"), ("state", "state"), ("code", "code"),
        ("status", "status"), ("scope", "scope"), ("conditions", "conditions"), ("prior_auth", "prior_auth"),
        ("effective_from", "effective_from"), ("effective_to", "effective_to"), ("confidence", "confidence"),
        ("last_changed", "last_changed"), ("last_checked", "last_checked"), ("checked", "checked_by_second_person"),
        ("publisher", "source_publisher"), ("title", "source_title"), ("url", "source_url"),
        ("published", "source_published"), ("accessed", "source_accessed"), ("quotation", "evidence"),
        ("place", "place"), ("sha256", "document_sha256"),
    )
)  # fmt: skip
CORRECTIONS = tuple(
    Column(name, name) for name in ("at", "about", "source_says", "we_hold", "reason", "status")
)  # fmt: skip
TEMPLATE_LISTS = {
    "line_of_business": LineOfBusiness, "status": Status, "prior_auth": PriorAuth, "confidence": Confidence,
}  # fmt: skip


def table(rows: Sequence[Mapping[str, Any]], caption: Caption) -> Table:
    """The ledger as a table to write: one row a decision and source."""
    return Table(pd.DataFrame(list(rows), columns=[c.name for c in COLUMNS]), COLUMNS, caption)


def corrections(rows: Sequence[Mapping[str, Any]], caption: Caption) -> Table:
    """The correction log as a table to write, without the names of those who keep it."""
    return Table(pd.DataFrame(list(rows), columns=[c.name for c in CORRECTIONS]), CORRECTIONS, caption)


def as_csv(rows: Sequence[Mapping[str, Any]], caption: Caption) -> bytes:
    """The whole ledger as CSV, its caption as `# ` lines before it."""
    return csv_bytes(table(rows, caption))


def as_xlsx(
    rows: Sequence[Mapping[str, Any]], log: Sequence[Mapping[str, Any]], caption: Caption, made: datetime
) -> bytes:
    """The whole ledger and the correction log as a workbook."""
    about = Caption("Where we depart from a source, and why", source=caption.source, snapshot=caption.snapshot)
    return xlsx_bytes([table(rows, caption), corrections(log, about)], made, ["Decisions", "Corrections"])


def template_csv(header: Sequence[str] = ()) -> bytes:
    """The header line to fill in."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(header)
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(header: Sequence[str] = (), codes: Sequence[str] = ()) -> bytes:
    """A workbook to fill in: the header, lists to choose from where a column has a closed one, dates as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Decisions")
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet.set_column(0, len(header), 18, text)
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 0)
        lists = {**{k: [str(m) for m in kind] for k, kind in TEMPLATE_LISTS.items()}, "code": list(codes)}
        for at, name in enumerate(header):
            if lists.get(name):
                sheet.data_validation(1, at, 5000, at, {"validate": "list", "source": lists[name]})
    return out.getvalue()
