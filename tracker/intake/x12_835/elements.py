"""Single values of a remittance: amounts, days, procedures, reasons. Each function is total: bad input gives None.

The one thing a newcomer gets wrong: these return only what may be kept. A procedure's description, an id beside a
reason or the day itself never leave this package.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

ZERO = Decimal(0)
MOST_REMEMBERED = 20_000
_LIMIT = Decimal(10) ** 12
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?\Z")  # thousands; a decimal comma is not guessed at
_ISO = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})\Z")
_REASON = re.compile(r"(?:\d{1,3}|[ABDPWY]\d{1,2})\Z")
_REMARK = re.compile(r"(?:MA|M|N)\d{1,3}\Z")
_MODIFIER = re.compile(r"[A-Z0-9]{2}\Z")
_CODE = re.compile(r"[A-Z0-9]{5}\Z")
_PLACE = re.compile(r"\d{2}\Z")
_QUALIFIED = re.compile(r"(?:HC|HP|AD|ER|IV|WK|ID|NU|N4|UI|ZZ)[^A-Z0-9\s]")
GROUPS = frozenset({"CO", "PR", "OA", "PI", "CR"})


def amount(text: str) -> Decimal | None:
    """The amount, None where the text is none (empty, words, absurdly large). Never a float."""
    try:
        value = Decimal(text)
        if value < _LIMIT:  # a comparison with NaN raises
            return value if value > -_LIMIT else None
        return None
    except ArithmeticError:  # not a number at all, or one that cannot be compared
        pass
    plain = text.strip().removeprefix("$")
    return amount(plain.replace(",", "")) if plain != text or _GROUPED.match(plain) else None


def units(text: str) -> Decimal | None:
    """Units of service, None where they are not given."""
    return amount(text) if text.strip() else None


def whole(value: Decimal | None) -> int | None:
    """Whole positive units; half units (minutes, say) are nothing that can be compared with a limit."""
    if value is None or value <= 0 or value != value.to_integral_value() or value > 9999:
        return None
    return int(value)


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """`20250401`, `250401`, `2025-04-01` or the first day of `20250401-20250430`."""
    text = text.strip()
    digits = _ISO.sub(r"\1\2\3", text).split("-")[0]
    if len(digits) == 6:
        digits = "20" + digits
    if len(digits) != 8 or not digits.isdecimal() or not digits.isascii():
        return None
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def is_composite(text: str) -> bool:
    """Whether it is a qualifier and something after it, also where that is no procedure (a drug code, say)."""
    return _QUALIFIED.match(text.strip().upper()) is not None


def procedure(composite: str, component: str) -> tuple[str, tuple[str, ...]]:
    """(code, modifiers) of `HC:97550:GP:95`, whatever sign parts it really; ('', ()) where there is none."""
    text = composite.strip().upper()
    if component not in text and _QUALIFIED.match(text):
        component = text[2]
    parts = [part.strip() for part in text.split(component)]
    code, rest = (parts[0], parts[1:]) if len(parts[0]) == 5 else (parts[1] if len(parts) > 1 else "", parts[2:])
    if not _CODE.match(code):
        return "", ()
    return code, tuple(part for part in rest[:4] if _MODIFIER.match(part))


class Procedures(dict[str, tuple[str, tuple[str, ...]]]):
    """`procedures[composite]`: `procedure` of it, remembered, since few differ."""

    def __init__(self, component: str) -> None:
        super().__init__()
        self.component = component

    def __missing__(self, composite: str) -> tuple[str, tuple[str, ...]]:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        return self.setdefault(composite, procedure(composite, self.component))


@lru_cache(maxsize=4096)
def reason(group: str, code: str) -> str | None:
    """`CO-96`, or `96` where the group is none of the five; None where the code is no adjustment reason."""
    code = code.strip().upper().lstrip("0")
    if not _REASON.match(code):
        return None
    group = group.strip().upper()
    return f"{group}-{code}" if group in GROUPS else code


@lru_cache(maxsize=4096)
def remark(code: str) -> str | None:
    """`N130`; None where the code is no remark."""
    code = code.strip().upper()
    return code if _REMARK.match(code) else None


def place(text: str) -> str | None:
    """Two digits of a place of service (for institutions: the first two of the bill type)."""
    text = text.strip()
    return text if _PLACE.match(text) else None
