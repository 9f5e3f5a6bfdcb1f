"""What a document says about its own indicators, footnote marks and blanks: `NC = not payable`, `¹ Not covered.`

The one thing to know: a legend is the document's own and beats every general meaning. An entry counts only when its
meaning is a statement about payment or authorization; everything else that looks like `X: ...` is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.legend_forms import Entry
from tracker.intake.documents.legend_signs import one_kind
from tracker.intake.documents.model import Place


class Legend:
    """Looks an entry up: nearest place first, the column named in the legend preferred."""

    def __init__(self, found: list[Entry]) -> None:
        self.found = [replace(e, key=one_kind(e.key)) for e in found]
        self.places = {e.place for e in found if e.place.row is not None}

    def _near(self, place: Place, entry: Entry) -> tuple[int, int]:
        same_sheet = 0 if entry.place.sheet == place.sheet else 1
        pages = abs((entry.place.page or 0) - (place.page or 0))
        return (same_sheet, pages)

    def meaning(self, key: str, column: str, place: Place, kind: str) -> Entry | None:
        """`kind`: status or auth. None where the document does not explain this entry."""
        wanted = one_kind(key.strip().strip("“”\"'.").casefold())
        fitting = [
            e
            for e in self.found
            if not e.note
            and e.key == wanted
            and (e.says.auth != "unknown" if kind == "auth" else bool(e.says.status or e.says.undecided))
        ]
        if not fitting:
            return self._one_of(wanted, column, place, kind)
        head = re.sub(r"[_\s]+", " ", column).casefold()
        named = [e for e in fitting if e.column and _same_column(e.column, head)]
        exact = [e for e in named if _bare(e.column) == _bare(head)]
        free = [e for e in fitting if not e.column or not _is_other_column(e.column, head)]
        pool = exact or named or free
        return min(pool, key=lambda e: self._near(place, e)) if pool else None

    def _one_of(self, entry: str, column: str, place: Place, kind: str) -> Entry | None:
        """`(+) (!)` holds two signs of the legend; the first that speaks of this matter counts."""
        signs = re.split(r"[\s,/;]+", entry)
        if len(signs) < 2 or len(signs) > 4 or not all(self.knows(s) for s in signs):
            return None
        return next(filter(None, (self.meaning(s, column, place, kind) for s in signs)), None)

    def asks(self, header: str) -> str:
        """`status` or `auth` where lines of the legend name this column, else nothing."""
        head = re.sub(r"[_\s]+", " ", header).casefold().strip()
        mine = [e for e in self.found if head and e.column and _same_name(e.column.casefold(), head)]
        return "" if not mine else "status" if any(e.says.status for e in mine) else "auth"

    def knows(self, entry: str) -> bool:
        """Does any line of the legend explain this entry, or all the signs it is made of?"""
        wanted = one_kind(entry.strip().strip("“”\"'.").casefold())
        if any(e.key == wanted and not e.note for e in self.found if wanted):
            return True
        signs = re.split(r"[\s,/;]+", wanted)
        return 1 < len(signs) < 5 and all(any(e.key == s and not e.note for e in self.found if s) for s in signs)

    def note(self, mark: str, place: Place) -> Entry | None:
        """The footnote behind a mark: on the same page or sheet, else the next one below."""
        fitting = [e for e in self.found if e.note and e.key == mark and e.place.sheet == place.sheet]
        near = [e for e in fitting if 0 <= (e.place.page or 0) - (place.page or 0) <= 2] or fitting
        return min(near, key=lambda e: self._near(place, e)) if near else None


def _bare(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().casefold()


def _same_name(named: str, head: str) -> bool:
    """`Cat.` is the column that the legend calls `Categories`."""
    short, long = sorted((named.strip(" .:"), head.strip(" .:")), key=len)
    return short == long or (len(short) > 2 and " " not in short and long.startswith(short.removesuffix("s")))


def _same_column(named: str, head: str) -> bool:
    named = named.casefold()
    if head and _same_name(named, head):
        return True
    short = {"pa": r"\bpa\b|prior auth|authoriz|pre-?auth|preauth", "status": "status|stat", "auth": "auth"}
    return (
        named in head
        or (head in named and len(head) > 1)
        or bool(re.search(short.get(named, r"(?!x)x"), head))
        or bool(set(re.findall(r"\w{4,}", named)) & set(re.findall(r"\w{4,}", head)))
    )


def _is_other_column(named: str, head: str) -> bool:
    """The legend names a column, and this header is certainly another one."""
    return bool(head) and not _same_column(named, head) and len(named.split()) <= 3
