"""Days as payers write them, and the periods a sentence gives: from, through.

The one thing to know: only days from which or until which something holds are periods. Days of publication, review,
approval or printing are recognised so that they are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {name: n for n, names in enumerate(
    ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
     "september sep sept", "october oct", "november nov", "december dec"), 1) for name in names.split()}  # fmt: skip
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY = re.compile(
    rf"(?:(?<![\d/$.-])|(?<=\d{{4}}-)|(?<=/\d\d-))(?:(?P<y1>\d{{4}})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})"
    rf"|(?P<m2>\d{{1,2}})[/.-](?P<d2>\d{{1,2}})[/.-](?P<y2>\d{{4}}|\d{{2}})"
    rf"|(?P<n3>{_NAMES})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y3>\d{{4}})"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?[-\s]+(?:of\s+)?(?P<n4>{_NAMES})\.?,?[-\s]+(?P<y4>\d{{4}}|\d{{2}})"
    rf"|(?P<n6>{_NAMES})\.?\s+(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/])(?!\s*,?\s+\d{{4}})"
    rf"|(?P<n5>{_NAMES})\.?,?\s+(?P<y5>\d{{4}})"
    rf"|(?P<y7>(?:19|20)\d{{2}})(?P<m7>0[1-9]|1[0-2])(?P<d7>[0-3]\d))(?![\d]|/\d)",
    re.IGNORECASE,
)
FROM = re.compile(
    r"(?:>=|≥|=>|effective|eff\b\.?|in effect|in force|beginning|begins?|began|starting|starts?|started|commenc\w+|since|from|as of|"
    r"on (?:and|or) after|on/after|on or following|forward from|takes? effect|took effect|valid from|service dates?|applies (?:from|to)|first day|retroactive(?:ly)? to|"
    r"going live|live|valid|after|(?:correct|right|actual|corrected|revised|new) (?:effective |first |start |starting )?(?:date|day)|(?:de|re|in)?activated|added|removed|deleted|opened|closed|implemented|launched|no (?:earlier|sooner) than|dates? of service|with effect|new as of|no longer .{0,40}? (?:on|as of)|\bon\b)"
    r"(?:\s|:|=|\(|for|on|and|or|after|from|as|of|dates?|day|services?|claims?|date|the|with|provided|rendered|furnished|performed|beginning|starting|is|was|will be|effective|in|to|eff|(?:first|second|third|fourth|1st|2nd|3rd|4th) quarter(?: of \d{4})?|q[1-4](?: \d{4})?|,)*$",
    re.IGNORECASE,
)
TO = re.compile(
    r"(?:through|thru|until|till|to|ending|ends?|ended|expir\w+|terminat\w+|up to|last day|before|prior to|earlier than|valid to|through and including|-|–|discontinued|end-dated|not after|no later than|sunset\w*|by)"
    r"(?:\s|:|=|\(|and including|including|for|on|of|dates?|day|services?|claims?|date|the|is|was|will be|in|as|,)*$",
    re.IGNORECASE,
)
NOT_A_PERIOD = re.compile(
    r"(?:publish\w*|post(?:ed|ing)|issued?|drafted|executed|countersigned|concluded|entered into|(?<!end-)dated|revis\w+|review\w*|updated?|approv(?:ed|al)|print\w*|version(?: of)?|adopt(?:ed|ion)|created|"
    r"received|last|next|supersedes?|replac\w+|sent|signed|amended|annual|written|prepared|accessed|as filed|filed|run date|generated|downloaded|release\w*|"
    r"committee|meeting|presented|notified|notice of|letter of|memo of|born|webinar|claim (?:of|dated|from)|deadline|due|respond by|comments? (?:by|until)|extracted|retrieved|current as of|as of the date)"
    r"(?:\s|:|=|\(|date|on|of|the|by|at|manual|policy|dated|,|to|in|committee|version|\d{4}-\d+)*$|\b(?:signed|executed|drafted|ratified|mailed|posted|sent|approved|adopted)\s+(?:by|for|to)\s+[\w ,.'’&-]{1,45}?\s+on\s*$",
    re.IGNORECASE,
)
BORROWED = re.compile(
    r"(?:medicare|federal|physician|CMS|RBRVS|national|consumer price)\b[^.;]{0,40}\b(?:schedule|rates?|RVUs?|values?|index|allowances?|file)\s+(?:that (?:is|was|are|were) |as )?(?:in effect|in force|effective|published|of|as of|dated|for)(?:\s+(?:on|as of|at|for))?\s*$",
    re.IGNORECASE,
)
NOT_BEFORE = re.compile(r"(?:not|no|never)\s+(?:before|until|earlier than|prior to|sooner than)\s*$", re.IGNORECASE)
LAST_DAY = re.compile(r"\b(last|first)\s+(?:day|date)\b[^.;]{0,60}?\b(?:is|was|will be)\s*$", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween(?:\s+(?:the|dates?|of|service|services))*\s*$", re.IGNORECASE)
BEHIND = re.compile(r"(?<!or )(?<!and )(?<!on )(?<!/)\bafter\s*$", re.IGNORECASE)
MARKED_BEFORE = re.compile(r"before|prior to|earlier than", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    start: str | None = None
    end: str | None = None

    def __bool__(self) -> bool:
        return bool(self.start or self.end)


NEVER = Period()


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in text. `whole`: day, month and year were written."""

    day: date
    start: int
    end: int
    whole: bool = True


def _make(match: re.Match[str], year: int | None) -> tuple[date, bool] | None:
    g = match.groupdict()
    for n in "1234567":
        y, m, d, name = g.get(f"y{n}"), g.get(f"m{n}"), g.get(f"d{n}"), g.get(f"n{n}")
        if not (y or m or d or name):
            continue
        month = MONTHS[name.casefold()] if name else int(m or 0)
        years = int(y) if y else (year or 0)
        years += 2000 if y and len(y) == 2 else 0
        whole = bool(d and y)
        try:
            return date(years, month, int(d) if d else 1), whole
        except ValueError:
            return None
    return None


def _year_behind(text: str, match: re.Match[str]) -> int | None:
    """`January 1 through December 31, 2026`: the first day has the year of the second."""
    if not match.group("n6"):
        return None
    behind = re.match(
        rf"\W*(?:through|thru|to|until|-|–)\W*(?:{_NAMES})\.?\s+\d{{1,2}}\s*,?\s+(\d{{4}})", text[match.end() :], re.I
    )
    return int(behind.group(1)) if behind else None


def days(text: str, year: int | None = None) -> list[Day]:
    """All days in the text, in order. `year` completes days written without one."""
    found: list[Day] = []
    if not re.search(r"\d", text):
        return found
    for match in DAY.finditer(text):
        if match.group("n5") and match.group("n5").casefold() == "may" and match.group("n5")[0] == "m":
            continue
        made = _make(match, year or _year_behind(text, match))
        if made and 1990 <= made[0].year <= 2100:
            found.append(Day(made[0], match.start(), match.end(), made[1]))
    return found


def one_day(text: str) -> str | None:
    """The day a table cell gives, as ISO text. Days that stand for "no end" give None."""
    text = text.strip()
    if re.match(r"(?:9999|2999|12/31/(?:9999|2999|2099|99)\b|99991231|12/31/4000)", text):
        return None
    found = days(text)
    return found[0].day.isoformat() if found and found[0].day.year < 2099 else None


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _first(day: date, before: str) -> date:
    """`After June 30` begins on the first of July; `after July 1` is used for July 1 as well."""
    next_day = day + timedelta(days=1)
    return next_day if BEHIND.search(before) and next_day.day == 1 else day


def period(text: str, year: int | None = None) -> Period:
    """The period a clause gives. The last "from" and the first "to" win where several stand."""
    start = end = None
    found = days(text, year)
    for n, day in enumerate(found):
        before = text[found[n - 1].end if n else 0 : day.start][-70:]
        after = text[day.end : day.end + 30]
        if NOT_A_PERIOD.search(before) or BORROWED.search(before):
            continue
        following = found[n + 1] if n + 1 < len(found) else None
        if named := LAST_DAY.search(before):
            start, end = (
                (start or day.day.isoformat(), end)
                if named.group(1).casefold() == "first"
                else (start, day.day.isoformat())
            )
            continue
        if NOT_BEFORE.search(before):
            start = start or day.day.isoformat()
            continue
        if following and BETWEEN.search(before) and re.fullmatch(r"\W*and\W*", text[day.end : following.start], re.I):
            return Period(day.day.isoformat(), following.day.isoformat())
        to = TO.search(before)
        if to and (start or not re.match(r"(?:to|-|–|by)\b|-", to.group())):
            last = day.day
            if re.fullmatch(r"[A-Za-z.]+,?\s+\d{4}", text[day.start : day.end]):
                last = month_end(day.day)
            if MARKED_BEFORE.match(to.group()):
                last = day.day - timedelta(days=1)
            end = end or last.isoformat()
        elif (
            (
                n + 1 < len(found)
                and re.fullmatch(
                    r"\W*(?:through|thru|to|until)\W*|\s*[-–]\s*", text[day.end : found[n + 1].start], re.I
                )
            )
            or FROM.search(before)
            or re.match(
                r"\s*(?:forward|and (?:after|later|thereafter|forward)|or (?:after|later)|onwards?|\(?effective)",
                after,
                re.I,
            )
        ):
            start = start or _first(day.day, before).isoformat()
    return Period(start, end if not (end and end >= "2099") else None)
