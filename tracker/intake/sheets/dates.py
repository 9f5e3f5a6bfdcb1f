"""Dates of service in every spelling, kept as months.

The one thing a newcomer gets wrong: `03/04/2025` alone says nothing about its order. `read` gives both readings; the
column decides (`day_first`), and where nothing in it decides, the United States order holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from tracker.intake.sheets.clean import NOTHING, simple

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9, "setiembre": 9, "octubre": 10,
    "noviembre": 11, "diciembre": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12,
    "janvier": 1, "fevrier": 2, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "août": 8, "septembre": 9, "octobre": 10,
    "novembre": 11, "decembre": 12, "décembre": 12, "janv": 1, "fev": 2, "fév": 2, "fevr": 2, "févr": 2, "avr": 4, "juil": 7, "déc": 12, "aoû": 8,
    "januar": 1, "jänner": 1, "februar": 2, "märz": 3, "maerz": 3, "mär": 3, "juni": 6, "juli": 7, "oktober": 10, "dezember": 12, "mrz": 3, "okt": 10, "dez": 12,
    "janeiro": 1, "fevereiro": 2, "março": 3, "marco": 3, "maio": 5, "junho": 6, "julho": 7, "setembro": 9, "outubro": 10, "novembro": 11, "dezembro": 12,
    "set": 9, "out": 10,
}  # fmt: skip
_NAME = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_YEAR = r"(?P<year>'?(?:19|20)?\d\d)"
_HOUR = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m?\.?(?![a-z]))?|\d{1,2}\s*[ap]\.?m\.?)"
_TIME = re.compile(
    rf"[\s,;T]+(?:at\s+|from\s+|@\s*|-\s*)?{_HOUR}\s*(?:(?:-|to|until|till)\s*{_HOUR}\s*)?(?:z|utc|gmt)?(?:[+-]\d{{2}}:?\d{{2}})?(?:\s*\(?[a-z]{{2,4}}t?\)?)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r":|\d\s?[ap]m\b")
_WEEKDAY = re.compile(r"^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\.?,?\s+")
_SEASON = re.compile(
    r"\b(spring|summer|autumn|fall|winter|season|quarter|q\s*[1-4]|[1-4]q|(?:1st|2nd|3rd|4th|first|second|third|fourth) (?:quarter|half)|h[12]|early|mid|late|end of|beginning)\b"
)
_NUMERIC = re.compile(r"^(\d{1,2})([/.\-\s])\s?(\d{1,2})\2\s?(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s?[/.\-]\s?(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})\s?[-/.]?\s?(\d{1,2})$")
_PAPER = re.compile(r"^(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)$")  # a paper remittance: `0302 030226`, from and through
_NO_YEAR = re.compile(r"^(\d{1,2})[/\-](\d{1,2})$")
_NAMED = [
    re.compile(
        r"^(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-./]*(?:of\s+|de\s+)?"
        + _NAME
        + r"[\s\-,./]*(?:de\s+|del\s+)?"
        + _YEAR
        + "$"
    ),
    re.compile("^" + _NAME + r"[\s\-./]*(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s,\-./]+" + _YEAR + "$"),
    re.compile(r"^(?P<year>\d{4})[\s\-,./]*" + _NAME + r"[\s\-,./]*(?P<day>\d{1,2})(?:st|nd|rd|th)?$"),
    re.compile("^" + _NAME + r"[\s\-,./]*(?:of\s+|de\s+|del\s+)?(?P<year>'?(?:20)\d\d|'?\d\d)$"),
    re.compile(r"^(?P<year>20\d\d)[\s\-,./]*" + _NAME + "$"),
]
_NAMED_NO_YEAR = re.compile(
    r"^(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?[\s\-]*)?" + _NAME + r"(?:[\s\-]*(?P<after>\d{1,2})(?:st|nd|rd|th)?)?$"
)
_RANGE = re.compile(
    r"\s+(?:-|to|thru|through|until|till|al|and|&)\s+|\s*(?:\bthru\b|\bthrough\b|\bto\b|~|\.\.+|→)\s*|(?<=\d{4})\s*-\s*(?=\d{1,2}[/.])|(?<=\d{4})\s*-\s*(?=(?:19|20)\d{6}$)"
)
EPOCH = date(1899, 12, 30)


class Found(NamedTuple):
    """Two readings as (year, month), equal where the order does not matter; `why` says what is wrong where neither
    holds. vote: +1 where only a day-first reading makes sense, -1 where only a month-first one does. day_us and day_eu
    serve to recognise repeats and are never kept."""

    us: tuple[int, int] | None = None
    eu: tuple[int, int] | None = None
    vote: int = 0
    why: str = ""
    day_us: int = 0
    day_eu: int = 0


BLANK = Found(why="blank")
BAD = Found(why="not_a_date")
SEASON = Found(why="season")
NO_YEAR = Found(why="no_year")
SEVERAL = Found(why="several")


def _both(year: int, month: int, day: int = 0) -> Found:
    if not 1 <= month <= 12 or not exists(year, month, day):
        return BAD
    return Found((year, month), (year, month), day_us=day, day_eu=day)


def exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day or 1)
    except ValueError:
        return False
    return True


def _full_year(text: str) -> int:
    number = int(text.lstrip("'"))
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


@lru_cache(maxsize=100_000)
def read(value: str, year: int | None = None, *, days: bool = False) -> Found:
    """Both readings of one cell. `year`: that of the heading or sheet, for dates written without one. `days`: the number
    behind the name of a month is a day (`Mar 12`), as `days_named` says of the column."""
    text = simple(value)
    if days and (named := _NAMED_DAY.match(text)):
        return _both(year, _MONTHS[named["name"]], int(named["day"])) if year else NO_YEAR
    if text in NOTHING:
        return (
            BLANK if not text.startswith(("#", "?")) and text not in ("", "-") else BLANK if text in ("", "-") else BAD
        )
    text = text.replace("a.m.", "am").replace("p.m.", "pm")
    text = re.sub(r"\s+(?:gmt|utc)[+-]\d{4}.*$", "", text)
    stripped = _TIME.sub("", text).strip(" ,.()[]*~") if _CLOCK.search(text) else text.strip(" ,()[]*~").rstrip(".")
    stripped = _WEEKDAY.sub("", stripped)
    stripped = re.sub(
        r"^(?:dos|date|on|about|approx\.?|ca\.?|circa|around|month of|week of|w/o)[:\s]+", "", stripped
    ).strip()
    return _whole(stripped, year) or _several(stripped, year) or (SEASON if _SEASON.search(stripped) else BAD)


def _whole(text: str, year: int | None) -> Found | None:
    if found := _NUMERIC.match(text):
        return _numeric(int(found[1]), int(found[3]), _full_year(found[4]))
    if found := _ISO.match(text):
        return _both(int(found[1]), int(found[2]), int(found[3]))
    if found := _PAPER.match(text):
        begin, end = (int(found[1]), int(found[2])), (int(found[3]), int(found[4]))
        same = _both(_full_year(found[5]), *begin)
        return SEVERAL if begin[0] != end[0] and not same.why else same
    if text.isdecimal():
        return _digits(text)
    if re.fullmatch(r"\d{5}\.\d+", text):
        return _digits(text.split(".")[0])
    if (found := _MONTH_YEAR.match(text)) and 1990 < int(found[2]) < 2100:
        return _both(int(found[2]), int(found[1]))
    if (found := _YEAR_MONTH.match(text)) and 1990 < int(found[1]) < 2100:
        return _both(int(found[1]), int(found[2]))
    for pattern in _NAMED:
        if found := pattern.match(text):
            parts = found.groupdict()
            return _both(_full_year(parts["year"]), _MONTHS[parts["name"]], int(parts.get("day") or 0))
    return _yearless(text, year)


def _yearless(text: str, year: int | None) -> Found | None:
    if found := _NO_YEAR.match(text):
        return _numeric(int(found[1]), int(found[2]), year) if year else NO_YEAR
    if found := _NAMED_NO_YEAR.match(text):
        day = int(found["before"] or found["after"] or 0)
        return _both(year, _MONTHS[found["name"]], day) if year else NO_YEAR
    return None


def _numeric(first: int, second: int, year: int) -> Found:
    us = (year, first) if 1 <= first <= 12 and exists(year, first, second) and second else None
    eu = (year, second) if 1 <= second <= 12 and exists(year, second, first) and first else None
    vote = 1 if 12 < first <= 31 and 1 <= second <= 12 else -1 if 12 < second <= 31 and 1 <= first <= 12 else 0
    if us is None and eu is None:
        return Found(vote=vote, why="not_a_date")
    return Found(us, eu, vote, day_us=second, day_eu=first)


def _digits(text: str) -> Found | None:
    """Compact dates and the serial numbers of spreadsheets."""
    if len(text) == 8:
        if text[:2] in ("19", "20"):
            return _both(int(text[:4]), int(text[4:6]), int(text[6:]))
        return _numeric(int(text[:2]), int(text[2:4]), int(text[4:])) if text[4:6] in ("19", "20") else BAD
    if len(text) == 6 and text[:2] == "20" and 1 <= int(text[4:]) <= 12:
        return _both(int(text[:4]), int(text[4:]))
    if len(text) == 6:
        return _numeric(int(text[:2]), int(text[2:4]), _full_year(text[4:]))
    if len(text) == 5 and 36_000 < int(text) < 60_000:
        day = EPOCH + timedelta(days=int(text))
        return _both(day.year, day.month, day.day)
    if len(text) == 14 and text[:2] == "20":
        return _digits(text[:8])
    return BAD


def _several(text: str, year: int | None) -> Found | None:
    """A range begins with its first date; a list is taken when all its dates share a month."""
    short = re.match(r"^(\d{1,2}/\d{1,2})\s*-\s*\d{1,2}/\d{1,2}(/(?:\d{4}|\d{2}))$", text)
    if short:
        return _whole(short[1] + short[2], year)
    days = re.match(r"^(\d{1,2}/\d{1,2})-\d{1,2}(/(?:\d{4}|\d{2}))$", text) or re.match(
        r"^([a-z]+\.? \d{1,2})\s*-\s*\d{1,2}(,? \d{4})$", text
    )
    if days:
        return _whole(days[1] + days[2], year)
    names = re.match(
        "^"
        + _NAME.replace("?P<name>", "?P<one>")
        + r"\s*(?:-|/|to|thru|through|and|&)\s*"
        + _NAME
        + r"[\s,\-/]*(?P<year>'?(?:20)?\d\d)$",
        text,
    )
    if names:
        start, end = _MONTHS[names["one"]], _MONTHS[names["name"]]
        return _both(_full_year(names["year"]) - (start > end), start)
    parts = [p.strip() for p in _RANGE.split(text) if p and p.strip()]
    if len(parts) == 1 and text.count("-") in (1, 3):
        half = len(text) // 2
        parts = (
            [text[:half].strip(" -"), text[half + 1 :].strip(" -")]
            if text[half : half + 1] == "-" or "-" in text[half - 1 : half + 2]
            else parts
        )
    if len(parts) == 2 and (second := _whole(parts[1], year)) and not second.why:
        default = second.us or second.eu
        return _whole(parts[0], default[0] if default else year)
    listed = [_whole(p.strip(), year) for p in re.split(r"[,;&\n]|\band\b|\s/\s|\s+", text) if p.strip()]
    if len(listed) > 1 and all(f is not None and not f.why for f in listed):
        return listed[0] if len({f.us for f in listed if f}) == 1 else SEVERAL
    return None


_NAMED_DAY = re.compile("^" + _NAME + r"[\s\-]*(?P<day>\d{1,2})(?:st|nd|rd|th)?$")
_YEARS = range(23, 28)  # as two digits behind a month: years in which the codes of the tracker are billed


def days_named(values: Iterable[str]) -> bool:
    """Whether `Mar 12` in this column is a day of March: some number in it is no year of these days."""
    named = [m for m in (_NAMED_DAY.match(simple(v)) for v in values) if m]
    return any(int(m["day"]) not in _YEARS for m in named)


def day_first(values: Iterable[str]) -> tuple[bool, bool]:
    """(day first?, undecided?) for a column: what its telling dates say; US order where none tells."""
    votes = [read(v).vote for v in values]
    europe, america = sum(v > 0 for v in votes), sum(v < 0 for v in votes)
    return europe > america, bool(europe and america)


def order_by_month(values: Iterable[str], month: tuple[int, int]) -> bool | None:
    """Whether day-first readings fall into a known month and the others do not; None where that tells nothing."""
    found = [f for f in map(read, values) if f.us and f.eu and f.us != f.eu]
    europe, america = sum(f.eu == month for f in found), sum(f.us == month for f in found)
    return europe > america if europe != america else None


_ORDER = re.compile(
    r"\b(?:(d{1,2})\W?(?:m{1,3})\W?y{2,4}|(m{1,2})\W?d{1,2}\W?y{2,4})\b|\b(?:(day)|(month))[ /\-.]{1,3}(?:month|day)\b"
)


def order_said(header: str) -> bool | None:
    """Whether a header says that the day comes first (`DOS (dd/mm/yyyy)`), None where it says nothing."""
    found = _ORDER.search(simple(header))
    return bool(found[1] or found[3]) if found else None


def month_of(found: Found, eu: bool) -> tuple[int, int] | None:
    """The month under the order of the column; the other reading where the column's order makes no date."""
    return (found.eu if eu else found.us) or (
        found.us if eu and found.vote < 0 else found.eu if not eu and found.vote > 0 else None
    )


def months_in(text: str) -> tuple[int, int] | None:
    """The only month named in a heading, title or sheet name, None where there is none or more than one."""
    low = simple(text)
    found = {(int(m["year"][-4:]) if len(m["year"].lstrip("'")) == 4 else 2000 + int(m["year"][-2:]), _MONTHS[m["name"]])
             for m in re.finditer(r"\b" + _NAME + r"[\s,\-/_]*(?P<year>'?20\d\d|'\d\d)\b", low)}  # fmt: skip
    found |= {(int(m[2]), int(m[1])) for m in re.finditer(r"(?<![\d/])(0?[1-9]|1[0-2])[/\-](20\d\d)\b", low)}
    found |= {(int(m[1]), int(m[2])) for m in re.finditer(r"\b(20\d\d)[-/_](0[1-9]|1[0-2])(?![\d/\-])", low)}
    return found.pop() if len(found) == 1 else None


def year_in(text: str) -> int | None:
    found = {int(y) for y in re.findall(r"(?<!\d)(20[2-3]\d)(?!\d)", text)}
    return found.pop() if len(found) == 1 else None


_DAY = re.compile(r"(?:the |(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?(\d{1,2})(?:\.0)?(?:st|nd|rd|th)?")


def day_number(text: str) -> int | None:
    """A day of a month alone in its cell: `11`, `11th`, `Tue 11`."""
    found = _DAY.fullmatch(simple(text).rstrip("."))
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def month_number(text: str) -> int | None:
    """A month alone in its cell (`3`, `March`), for tables that keep month and year apart."""
    low = simple(text).rstrip(".")
    if low in _MONTHS:
        return _MONTHS[low]
    return int(low) if low.isdecimal() and 1 <= int(low) <= 12 else None
