"""Procedure codes in every spelling, with the modifiers and units that stand in the same cell.

The one thing a newcomer gets wrong: `97550-59` is a code and a modifier, `97550-97552` is a range (asked about), and
`97,550` is one code that a spreadsheet program has dressed as a number.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from tracker import reference
from tracker.intake.sheets.clean import NOTHING, simple

MODIFIERS = frozenset(
    "22 23 24 25 26 27 32 33 47 50 51 52 53 54 55 56 57 58 59 62 63 66 73 74 76 77 78 79 80 81 82 90 91 92 93 95 96 97 99 "
    "GP GO GN KX GT GQ G0 GA GX GY GZ GC GE GH GK CO CQ CR CS XE XS XP XU AF AG AH AJ AM AT EP ET FQ FR FS FX FY FP "
    "HA HB HC HD HE HF HG HH HI HJ HK HL HM HN HO HP HQ HR HS HT HU HV HW HX HY HZ KF KH KI KJ LT RT NU PO PN PT "
    "Q0 Q1 Q5 Q6 QW SA SC SE SL SS SY TA TC TD TE TF TG TH TJ TL TM TN TR TS TU TV TW U1 U2 U3 U4 U5 U6 U7 U8 U9 UA UB UC UD UK UN UP UQ UR US V1 V2 V3 V4 V5 V6 V7 V8 V9 1P 2P 3P 8P".split()
)
_CODE = re.compile(
    r"(?<![^\W_])(?:([A-Z])[ \-.]?(\d{4})|(\d{5})|(\d{4}[FTUM]))(?!\d)(?=$|[^A-Z]|[A-Z][A-Z0-9](?:[A-Z0-9]{2}){0,3}(?![A-Z0-9])|CPT)"
)
_AFTER = re.compile(
    r"[\s:,\-/^*|.+&(\[;#~)\]]*(?:W/|(?:WITH|W)\s)?\s*(?:MODIFIERS?|MODS?)?[\s:.]*([A-Z][A-Z0-9](?:[A-Z0-9]{2}){0,3}|[A-Z0-9]{2}(?:[A-Z][A-Z0-9]){0,3})(?![A-Z0-9]|(?<=\d)\.)[)\]]?"
)
_UNITS_AFTER = re.compile(
    r"^\s*[(\[]\s*([1-9]|[12]\d)\s*[)\]]|^[\s,:;\-(\[/*]*(?:(?:X|×|\*)\s*(\d{1,2})(?!\d)|(\d{1,2})\s*(?:UNITS?|U)\b|(?:UNITS?|QTY)\s*[:=]?\s*(\d{1,2})(?!\d))"
)
_UNITS_BEFORE = re.compile(r"(?:^|[\s,;(+&/])(\d{1,2})\s*(?:X|×|\*|UNITS? (?:OF )?)\s*(?:CPT\s*)?$")
_OF_MODIFIERS = frozenset("MOD MODS MODIFIER MODIFIERS AND".split())
_RANGE = re.compile(r"^\s*(?:-|TO|THRU|THROUGH|UNTIL|\.\.+|…)\s*$")
_SHORT = re.compile(r"^\s*[/&+]\s*(\d{2})(?!\d)")
_LOOKALIKE = str.maketrans("OILSQ", "01150")


class Item(NamedTuple):
    code: str
    modifiers: tuple[str, ...] = ()
    units: int | None = None


class Codes(NamedTuple):
    """items: tracked codes in order. other: codes of other families were there too. why: '' or `blank`, `range`,
    `look_alike`, `not_a_code`."""

    items: tuple[Item, ...] = ()
    other: bool = False
    why: str = ""


BLANK = Codes(why="blank")


@cache
def tracked() -> frozenset[str]:
    return frozenset(reference.codes())


@lru_cache(maxsize=200_000)
def read(value: str) -> Codes:
    """Everything one cell says about procedure codes."""
    text = simple(value).upper()
    if text.casefold() in NOTHING:
        return Codes(why="blank")
    text = re.sub(r"(?<![\d,])(\d{2}),(\d{3})(?![\d,])", r"\1\2", text)
    text = re.sub(r"(?<!\d)(\d{5})\.0+(?!\d)", r"\1", text)
    text = re.sub(r"^(\d{2}) (\d{3})$", r"\1\2", text)
    text = re.sub(
        r"\b(?:CPT|HCPCS|PROC(?:EDURE)?|CODES?)\s*(?:4|II)?[\s:#.\-]*(?=[A-Z]?\d{4})|\bH[CP]:(?=[A-Z\d])", " ", text
    )
    text = re.sub(r"(?<=\d)CPT\b", "", text)
    found = list(_CODE.finditer(text))
    if not found:
        return _none(text)
    return _collect(text, found)


def _none(text: str) -> Codes:
    for word in re.findall(r"[A-Z0-9]{5}", text):
        fixed = word[0] + word[1:].translate(_LOOKALIKE) if word[0] == "G" else word.translate(_LOOKALIKE)
        if fixed in tracked():
            return Codes(why="look_alike")
    return Codes(why="not_a_code")


def _collect(text: str, found: list[re.Match[str]]) -> Codes:
    items: list[Item] = []
    other = False
    for n, match in enumerate(found):
        code = (match[1] + match[2]) if match[1] else match[3] or match[4]
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        tail = text[match.end() : end]
        if n + 1 < len(found) and _RANGE.match(tail) and code != found[n + 1][0]:
            return Codes(why="range")
        modifiers, rest = _modifiers(tail)
        modifiers = modifiers or _bracketed(tail)
        if not modifiers and (said := _UNITS_AFTER.match(rest)):
            modifiers, _ = _modifiers(rest[said.end() :])  # `97550 x2 GP KX`
        units = _units(rest, text[: match.start()])
        if code in tracked():
            items.append(Item(code, modifiers, units))
            shorthand = _SHORT.match(tail)
            if shorthand and code[:-2] + shorthand[1] in tracked() and shorthand[1] not in modifiers[1:]:
                items[-1] = Item(code, tuple(m for m in modifiers if m != shorthand[1]), units)
                items.append(Item(code[:-2] + shorthand[1]))
        else:
            other = True
    return Codes(_unique(items), other)


def _unique(items: list[Item]) -> tuple[Item, ...]:
    seen: dict[tuple[str, tuple[str, ...]], Item] = {}
    for item in items:
        seen.setdefault((item.code, item.modifiers), item)
    return tuple(seen.values())


def _modifiers(tail: str) -> tuple[tuple[str, ...], str]:
    modifiers: list[str] = []
    while match := _AFTER.match(tail):
        pairs = [match[1][i : i + 2] for i in range(0, len(match[1]), 2)]
        if not all(p in MODIFIERS for p in pairs) or (
            pairs[0].isdigit() and re.match(r"\s*(?:(?:UNITS?|MIN|HOURS?)\b|X\b(?!\s*\d))", tail[match.end() :])
        ):
            break
        modifiers += pairs
        tail = tail[match.end() :]
    return tuple(dict.fromkeys(modifiers)), tail


_BRACKETS = re.compile(r"[(\[]([A-Z0-9]{2}(?:[\s,/:\-]+[A-Z0-9]{2})*)[)\]]")


def _bracketed(tail: str) -> tuple[str, ...]:
    """Modifiers in brackets behind the description: `97550 - caregiver training [GO, 95]`."""
    for found in _BRACKETS.finditer(tail):
        parts = re.findall(r"[A-Z0-9]{2}", found[1])
        if all(p in MODIFIERS for p in parts) and not all(p.isdigit() for p in parts):
            return tuple(dict.fromkeys(parts))
    return ()


def _units(rest: str, before: str) -> int | None:
    if match := _UNITS_AFTER.match(rest):
        return int(match[1] or match[2] or match[3] or match[4])
    if match := _UNITS_BEFORE.search(before):
        return int(match[1])
    return None


@lru_cache(maxsize=50_000)
def read_modifiers(value: str) -> tuple[str, ...]:
    """The modifiers of a modifier cell, in order."""
    text = re.sub(r"\.0+$", "", simple(value).upper())
    if text.casefold() in NOTHING:
        return ()
    out: list[str] = []
    for word in re.findall(r"[A-Z0-9]+", text):
        pairs = [word[i : i + 2] for i in range(0, len(word), 2)]
        if len(word) % 2 == 0 and all(p in MODIFIERS for p in pairs):
            out += pairs
    return tuple(dict.fromkeys(out))


@lru_cache(maxsize=50_000)
def only_modifiers(value: str) -> bool:
    """Whether a cell holds modifiers and no other word."""
    found = read_modifiers(value)
    words = re.findall(r"[A-Z0-9]+", re.sub(r"\.0+$", "", simple(value).upper()))
    return bool(found) and not any(len(w) % 2 or w[:2] not in MODIFIERS for w in words if w not in _OF_MODIFIERS)
