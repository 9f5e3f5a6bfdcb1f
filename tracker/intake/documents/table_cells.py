"""The entries of a row: statuses, amounts, days and marks, by the role of their column and the document's own legend.

The one thing to know: nothing is decided here. A row gathers what its entries say; `tables` weighs it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents import columns as col
from tracker.intake.documents.cell_forms import (
    AMOUNT,
    APART,
    DEPENDS,
    MODIFIERS,
    SOME_CODES,
    TICK,
    amount_of,
    frees,
    product_named,
    ticked,
)
from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.dates import one_day, period
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.legend import Legend
from tracker.intake.documents.model import Place, Row
from tracker.intake.documents.row_says import RowSays, Scope
from tracker.intake.documents.statements import BUNDLED, COVERED, NOT_COVERED, Says, read
from tracker.intake.documents.table_shape import Shape
from tracker.intake.documents.text import flat

MARK = re.compile(r"\^(\w{1,2})|([*†‡§]{1,3})|[\[(](\d{1,2}|[a-z])[\])]\s*$")


class CellReader:
    """Reads the entries of one row into what the row says, by the role of their column and the document's legend."""

    def __init__(self, legend: Legend) -> None:
        self.legend = legend
        self.marks: set[str] = set()  # footnote marks met so far

    def fills(self, row: Row, shape: Shape, target: RowSays) -> None:
        """The colour behind the code, where the legend explains it; words in the row go before it."""
        behind = [row.fills[n] for n in shape.code_columns if n < len(row.fills) and row.fills[n]] or [
            f for f in row.fills if f
        ][:1]
        for name in dict.fromkeys([*behind, *(["any colour"] if behind else [])]):
            status = self.legend.meaning(name, "", row.place, "status")
            auth = self.legend.meaning(name, "", row.place, "auth")
            if status and target.weak is None and target.status is None:
                target.weak = replace(status.says, reason=status.line)
            if auth and target.auth == "unknown":
                target.auth, target.auth_reason = auth.says.auth, auth.line

    def unknown(
        self,
        numbers: list[int],
        cells: list[str],
        header: list[str],
        common: RowSays,
        groups: dict[str, RowSays],
        place: Place,
    ) -> None:
        """Columns without a known header: words that state something are taken, each for its own column."""
        stated = []
        for n in numbers:
            text = flat(cells[n])
            if re.fullmatch(r"(?i)none|n/?a|no|yes|[-–—.]+", text):
                continue  # an answer to a question nobody knows
            if not text or AMOUNT.match(text):
                if not header[n] and AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text) and common.amount is None:
                    common.amount = amount_of(text)
                elif (
                    not header[n] and AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text) and common.facility is None
                ):
                    common.facility = amount_of(text)
                continue
            if one_day(text) and len(text) < 14:
                if common.start is None and not header[n]:
                    common.start = one_day(text)
                elif common.end is None and not header[n]:
                    common.end = one_day(text)
                continue
            entry = self.legend.meaning(text, header[n], place, "status")
            says = (
                entry.says
                if entry
                else read_cell(text)
                if len(text) > 3
                else read_cell(text)
                if text.casefold() in {"nc", "br"}
                else Says()
            )
            if says.status or says.undecided or says.auth != "unknown" or says.restricts:
                stated.append((n, replace(says, reason=f"{text} ({entry.line})" if entry else text)))
            self.notes(cells[n], common, place)
        if len(stated) > 1 and all(header[n] and s.status for n, s in stated) and not groups:
            for n, says in stated:
                groups[header[n]] = RowSays(
                    status=says,
                    product=header[n],
                    auth=says.auth,
                    auth_reason=says.reason,
                    conditions=[*says.conditions],
                )
            return
        if len({s.status for _, s in stated if s.status}) > 1 and not any(header[n] for n, _ in stated):
            common.status = Says(undecided=True, reason=" · ".join(s.reason for _, s in stated))
            return  # columns that no heading explains and that say different things
        for _, says in stated:
            if says.status or says.undecided:
                common.status = common.status or says
            if says.auth != "unknown":
                common.auth, common.auth_reason = says.auth, says.reason
            common.conditions += says.conditions

    def beside_code(self, cell: str, target: RowSays, place: Place) -> None:
        """Entries of the legend in the cell of the code itself, where two columns have run together: `97552 NC`."""
        for token in re.sub(r"(?:[A-Z]\d{4}|\d{5})", " ", cell).split():
            status, auth = (self.legend.meaning(token, "", place, k) for k in ("status", "auth"))
            if status and target.weak is None and len(token) < 5 and re.search(r"[A-Z]", token):
                target.weak = replace(status.says, reason=status.line)
            if auth and target.auth == "unknown" and len(token) < 5 and re.search(r"[A-Z]", token):
                target.auth, target.auth_reason = auth.says.auth, auth.line

    def notes(self, cell: str, target: RowSays, place: Place) -> None:
        """Footnotes hung on this cell."""
        for m in MARK.finditer(cell):
            mark = next(g for g in m.groups() if g)
            self.marks.add(mark)
            entry = (
                self.legend.note(mark, place)
                or self.legend.meaning(mark, "", place, "status")
                or self.legend.meaning(mark, "", place, "auth")
            )
            if entry is None:
                continue
            says = entry.says
            if entry.moves:
                target.moved = replace(says, reason=entry.line)
                continue
            if says.restricts or (says.conditions and not says.status):
                target.conditions.append(entry.line)
            if says.status or says.undecided:
                target.weak = target.weak or replace(says, reason=entry.line)
            if says.auth != "unknown" and target.auth == "unknown":
                target.auth, target.auth_reason = says.auth, entry.line
            target.start = target.start or says.period.start
            target.end = target.end or says.period.end

    def cell(self, cell: str, header: str, role: str, target: RowSays, place: Place, scope: Scope) -> None:
        text = flat(cell)
        self.notes(cell, target, place)
        bare = text if self.legend.knows(text) else MARK.sub("", text).strip()
        if role in {"rate", "facility_rate"}:
            self._rate(bare, header, role, target, place)
        elif role == "status":
            self._status(bare, header, target, place, scope, target.product is not None or bool(col.product(header)))
        elif role == "auth":
            self._auth(bare, header, target, place)
        elif role == "choice":
            target.choose(bare, header)
        elif role == "period":
            when = period(bare)
            when = when if when else period(f"from {bare}")
            target.start, target.end = target.start or when.start, target.end or when.end
        elif role == "from":
            target.start = target.start or one_day(bare)
        elif role == "to":
            target.end = target.end or one_day(bare)
        elif role == "provider" or (role == "modifier" and MODIFIERS.fullmatch(bare)):
            target.modifiers = f"{target.modifiers} {bare}".strip()
        elif role == "product" and bare:
            target.product = product_named(bare) or target.product
        elif role == "limit":
            self._limit(bare, header, target, place)

    def _nothing(self, text: str, header: str, target: RowSays, place: Place) -> None:
        """What the legend says of an amount of nothing, or of none at all, in this very column."""
        entry = self.legend.meaning("0.00" if text else "", header, place, "status")
        if entry and (text or entry.column) and target.worded is None:
            target.worded = replace(entry.says, reason=entry.line)

    def _rate(self, text: str, header: str, role: str, target: RowSays, place: Place) -> None:
        amount = amount_of(text) if text else 0.0
        if not amount and amount is not None:
            self._nothing(text, header, target, place)
        if not text:
            return
        if amount is not None:
            when = period(header)
            target.start = target.start or when.start
            if role == "rate" and target.amount is None:
                target.amount = amount
            elif role == "facility_rate" and target.facility is None:
                target.facility = amount
            target.reasons.append(f"{header}: {text}")
            return
        entry = self.legend.meaning(text, header, place, "status")
        says = entry.says if entry else read_cell(text)
        if (says.status or says.undecided) and target.worded is None:
            target.worded = replace(says, reason=entry.line if entry else f"{header}: {text}")

    def _status(
        self, text: str, header: str, target: RowSays, place: Place, scope: Scope, shape_product: bool = False
    ) -> None:
        if AMOUNT.match(text) and re.search(r"\$|\.\d\d\b", text):
            self._rate(text, header, "rate", target, place)
            return
        entry = (
            self.legend.meaning(text, header, place, "status")
            if text
            else self.legend.meaning("", header, place, "status")
        )
        if entry is not None:
            says = replace(entry.says, reason=entry.line)
        elif text:
            question = col.asks(header)
            if not question and shape_product and not re.search(r"(?i)status|indicator", header):
                question = scope.asks
            bare = re.fullmatch(r"(?i)y|n|yes|no|x|[✓✔●✗✘]", text)
            if bare and not question and shape_product:
                return  # yes to what? neither the heading nor the title asks anything
            says = ticked(text, header) or read_cell(text, question if question in {"covered", "auth"} else "status")
            if question == "auth" and says.auth == "unknown" and not bare:
                says = read_cell(text)
            if (
                not (says.status or says.undecided or says.restricts or says.auth != "unknown")
                and question == "medicare"
            ):
                says = read_cell(text, "medicare")
            target.unclear = target.unclear or bool(DEPENDS.search(text) and says.auth == "unknown" and not says.status)
            if bare and says.status == NOT_COVERED and APART.search(header):
                says = replace(says, status=BUNDLED)  # "Separately payable? No"
            says = replace(says, reason=f"{header}: {text}" if header else text)
        else:
            return
        if says.auth != "unknown" and target.auth == "unknown":
            target.auth, target.auth_reason = says.auth, says.reason
        elif target.auth == "unknown" and text:
            other = self.legend.meaning(text, header, place, "auth")
            if other:
                target.auth, target.auth_reason = other.says.auth, other.line
        target.conditions += says.conditions if says.status != COVERED else ()
        if says.period:
            target.start, target.end = target.start or says.period.start, target.end or says.period.end
        target.amount = target.amount if target.amount is not None else says.rate
        if says.status or says.undecided:
            target.status = says if target.status is None else target.status
        if says.product and not target.product:
            target.product = says.product

    def _auth(self, text: str, header: str, target: RowSays, place: Place) -> None:
        text = "" if re.fullmatch(r"[-–—.]*", text) else text
        entry = self.legend.meaning(text, header, place, "auth")
        stated = self.legend.meaning(text, header, place, "status") if text else None
        if stated is not None and stated.column and target.weak is None:
            target.weak = replace(stated.says, reason=stated.line)  # "X under this column: covered once we approve"
        if entry is not None:
            target.auth, target.auth_reason = entry.says.auth, entry.line
        elif text:
            says = ticked(text, header) or read_cell(text, "auth")
            if says.auth != "unknown" and not (says.auth == "no" and TICK.fullmatch(text) is None and frees(header)):
                target.auth, target.auth_reason = says.auth, f"{header}: {text}"

    def _limit(self, text: str, header: str, target: RowSays, place: Place) -> None:
        if not text or re.fullmatch(r"(?i)[-–—.]*|none|n/?a|no limit|0", text):
            return
        if SOME_CODES.match(text) and (some := [c for f in find_codes(text) for c in f.codes]):
            says = read(re.sub(SOME_CODES, "", text))
            target.only.update({c: replace(says, reason=f"{header}: {text}") for c in some})
            return
        entry = self.legend.meaning(text, header, place, "status") if len(text) < 12 else None
        says = entry.says if entry else read(text)
        asked = self.legend.meaning(text, header, place, "auth") if len(text) < 12 else None
        if asked and target.auth == "unknown":
            target.auth, target.auth_reason = asked.says.auth, asked.line
        if (
            entry is None
            and not (says.status or says.undecided)
            and re.search(r"(?i)reason|remark|comment|note|rationale", header)
        ):
            says = read_cell(text) if len(text) > 3 or text.casefold() in {"nc", "br", "incl"} else says
        if says.auth != "unknown" and target.auth == "unknown":
            target.auth, target.auth_reason = says.auth, f"{header}: {text}"
        if says.period:
            target.start, target.end = target.start or says.period.start, target.end or says.period.end
        if (says.status or says.undecided) and target.weak is None:
            target.weak = replace(says, reason=entry.line if entry else f"{header}: {text}")
        numeric = re.fullmatch(r"\d{1,3}", text) and re.search(r"(?i)limit|max|units", header)
        if says.conditions or says.restricts or numeric:
            target.conditions.append(f"{header}: {text}")
