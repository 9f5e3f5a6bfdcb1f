"""What stands above a row (`Scope`), what the row itself says (`RowSays`), and how a product's columns join the common ones.

The one thing to know: nothing is decided here; `tables` weighs what was gathered.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tracker.intake.documents.cell_forms import TICK
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.statements import COVERED, Says


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands above a table or list: its kind, date, product and the words this rests on."""

    status: str | None = None
    auth: str = "unknown"
    start: str | None = None
    end: str | None = None
    product: str | None = None
    conditions: tuple[str, ...] = ()
    reason: str = ""
    about_auth: bool = False
    by_document: bool = True
    auth_reason: str = ""
    asks: str = ""  # what a bare yes or no under the name of a product answers: `auth`, `covered`


@dataclass(slots=True)
class RowSays:
    """What the columns of one row (for one product) gave."""

    status: Says | None = None
    weak: Says | None = None  # from a remark
    auth: str = "unknown"
    auth_reason: str = ""
    amount: float | None = None
    facility: float | None = None
    moved: Says | None = None  # what a footnote says that moves the code to another class from a day on
    worded: Says | None = None  # NC, INCL, BR in a column of amounts
    start: str | None = None
    end: str | None = None
    conditions: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    modifiers: str = ""
    product: str | None = None
    unclear: bool = False  # an entry on coverage or authorization that says "it depends"
    only: dict[str, Says] = field(default_factory=dict)  # what a remark says of some codes of a range
    blank: bool = True  # no entry of its own: the kind of list says nothing about it

    def of(self, code: str) -> RowSays:
        """The row for one code of a range, where a remark says something of this code alone."""
        says = self.only.get(code)
        if says is None:
            return self
        told = says if says.status or says.undecided else self.status
        auth = says.auth if says.auth != "unknown" else self.auth
        return replace(self, status=told, auth=auth, auth_reason=says.reason if auth == says.auth else self.auth_reason)

    def choose(self, entry: str, header: str) -> None:
        """A tick under one of several headings that state: it says what its heading says."""
        if not TICK.fullmatch(entry):
            return
        says = replace(read_cell(header), reason=header)
        self.status = self.status or says
        if says.auth != "unknown":
            self.auth, self.auth_reason = says.auth, header
        self.conditions += says.conditions if says.status != COVERED else ()


def merge(common: RowSays, group: RowSays) -> RowSays:
    merged = replace(group)
    merged.status = group.status or group.worded or common.status
    merged.weak = group.weak or common.weak
    merged.moved = group.moved or common.moved
    merged.only = {**common.only, **group.only}
    merged.auth = group.auth if group.auth != "unknown" else common.auth
    merged.auth_reason = group.auth_reason or common.auth_reason
    merged.amount = group.amount if group.amount is not None else common.amount
    merged.facility = group.facility if group.facility is not None else common.facility
    merged.worded = group.worded or common.worded
    merged.start, merged.end = group.start or common.start, group.end or common.end
    merged.conditions = [*group.conditions, *common.conditions]
    merged.reasons = [*group.reasons, *common.reasons]
    merged.modifiers = f"{common.modifiers} {group.modifiers}".strip()
    return merged
