"""What the title above a group of columns (or the only header of one) says about all lines in them.

The one thing to know: a title is a period, a payer or a code; anything else ("Appeal", "Primary") is no title for us.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.intake.sheets import codes, header, identity, periods
from tracker.intake.sheets.clean import is_nothing, plain
from tracker.intake.sheets.periods import Period

_ORDER = frozenset(
    "primary secondary tertiary payer payor insurance ins plan first second initial other self pay".split()
)


NONE = Period()


@dataclass(frozen=True)
class Title:
    """kind: `period`, `payer` or `code`."""

    kind: str
    period: Period = NONE
    payer: str = ""
    code: str = ""


@lru_cache(maxsize=2_000)
def read(text: str) -> Title | None:
    """The title's meaning, None where it has none for us."""
    text = plain(text)
    if not text or len(text) > 60:
        return None
    if period := periods.read(text):
        return Title("period", period)
    kind, value = header.choice(text)
    if kind == "code":
        return Title("code", code=value)
    if codes.read(text).other or (header.roles(text) and not identity.is_payer(text)):
        return None
    words = set(re.findall(r"[a-z]+", text.casefold()))
    return Title("payer", payer=text) if identity.names_payer(text) and words - _ORDER else None


_LABELLED = re.compile(r"^([A-Za-z][A-Za-z#/. ]{1,30}?)\s*[:=]\s*(\S.*)$")


def labelled(row: Sequence[str]) -> list[str] | None:
    """Cells of a row each of which holds a label and its value (`Payer: Aetna | Check date: 3/4/2026`) and that say
    what the rows below share; none of them where they say other things. None where a cell is something else."""
    filled = [plain(c) for c in row if not is_nothing(c)]
    if len(filled) > 2 and len(filled) % 2 == 0 and all(c.endswith(":") for c in filled[::2]):
        filled = [f"{label} {said}" for label, said in zip(filled[::2], filled[1::2], strict=True)]
    read = [_LABELLED.match(c) for c in filled]
    if len(filled) < 2 or not all(read):
        return None
    told = [(header.best(m[1].strip())[0], m[0]) for m in read if m]
    return [text for role, text in told if role in ("payer", "state", "month", "date", "code")]


def pair(row: Sequence[str]) -> tuple[str, str] | None:
    """Label and value of a row that holds nothing else (`Payer: | Aetna`): a heading for the rows below it."""
    filled = [plain(c) for c in row if not is_nothing(c)]
    if len(filled) != 2 or header.best(filled[0].rstrip(": "))[0] not in ("payer", "state", "month", "date", "code"):
        return None
    return filled[0].rstrip(": "), filled[1]
