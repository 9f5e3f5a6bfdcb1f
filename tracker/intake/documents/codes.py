"""Finding tracked codes in text: single, in ranges, lists and series, glued, broken over lines, with marks behind them.

The one thing to know: five digits are a code only by their surroundings. A telephone, a ZIP+4, an amount, a house or
record number that happens to hold the digits is none, and is told apart here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.intake.documents.decoys import DASH, SHAPE, Span, blocked_spans, is_decoy
from tracker.reference import codes as tracked_codes

SUPERSCRIPTS = str.maketrans({c: f"^{d}" for c, d in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)})
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
KNOWN_MODIFIERS = {"22", "23", "24", "25", "26", "27", "32", "33", "47", *map(str, range(50, 60)), "62", "63", "66",
                   *map(str, range(73, 83)), *map(str, range(90, 100))}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Codes named by one stretch of text (`97550-97552` names three). `modifiers` as written behind a single code."""

    codes: tuple[str, ...]
    start: int
    end: int
    modifiers: str = ""


def tidy(text: str) -> str:
    """Text with one kind of dash and blank, footnote digits as `^1`, and no invisible characters."""
    text = text.translate(SUPERSCRIPTS)
    text = INVISIBLE.sub("", text)
    text = re.sub(DASH, "-", text).replace("\u2044", "/").replace("\u2215", "/")
    return re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000\t\f\v]", " ", text)


@cache
def _tracked() -> tuple[str, ...]:
    return tuple(tracked_codes())


@cache
def quick() -> re.Pattern[str]:
    """A cheap test that lets pass everything that could name a tracked code; used to skip pages and rows."""
    stems = sorted({c[:3] for c in _tracked()})
    letters = sorted({c[0] for c in _tracked() if c[0].isalpha()})
    glued = "|".join(re.escape(s) for s in stems)
    spaced = "|".join(f"{x}[ -]0?" for x in letters)
    ranges = rf"\d{{5}}\s*(?:{DASH}|to\b|thr|through)|[A-Z]\d{{4}}\s*(?:{DASH}|to\b|thr|through)"
    return re.compile(
        rf"{glued}|\d\d?0{{2,4}}['’]?s?[- ]?(?:series|s\b|codes)|\d[xX]{{2,4}}\b|{ranges}"
        + (f"|{spaced}" if letters else "")
    )


@cache
def _single() -> re.Pattern[str]:
    """A tracked code, whole, or broken once at the end of a line."""
    alternatives = []
    for code in _tracked():
        chars = list(code)
        broken = [rf"{code[:i]}-?[ ]*\n[ ]*{code[i:]}" for i in range(2, len(code))]
        spaced = [f"{code[0]} {code[1:]}"] if chars[0].isalpha() else []
        alternatives += [code, *spaced, *broken]
    return re.compile("|".join(alternatives))


RANGE = re.compile(
    rf"(?<![\w$.])({SHAPE})(?:\s?\^\w{{1,2}}|\*+|†|‡)?\s*(?:-\s*|\s(?:to|through|thru|thro|until)\s+|\s*-{{2}}\s*)"
    rf"(?:(?:cpt|hcpcs|codes?)\s+)?({SHAPE}|(?<=-)\d{{1,4}})(?![\w]|\.\d|,\d{{3}}|-\d)",
    re.IGNORECASE,
)
SERIES = re.compile(
    r"(?<![\w$.-])(?:(\d{2,5}|[A-Z]\d{2,4})['’]?s?[- ](?:series|family of codes|block)\b|(\d{2,4}|[A-Z]\d{1,3})([xX*#_]{1,3})(?![\w*]))"
)
SHORTHAND = re.compile(r"(?:\s*[/&,;]\s*-|\s*/\s*|\s*,?\s+and\s+-)(\d{1,4})(?![\w.])")


def _glue_allowed(text: str, start: int, end: int, code: str) -> bool:
    """May letters or digits touch the code? `codes97550and97551` and `97550GP` yes, `AG05410` and `4197551` no."""
    before, after = text[:start], text[end:]
    head = re.search(r"[A-Za-z0-9_]+$", before)
    if head:
        word = head.group()
        glued_code = len(word) % 5 == 0 and all(word[n : n + 5] in _tracked() for n in range(0, len(word), 5))
        word_ok = word.casefold() in {
            "cpt",
            "hcpcs",
            "code",
            "codes",
            "and",
            "or",
            "to",
            "through",
            "with",
            "procedure",
        }
        tail_ok = bool(re.search(r"(?:[a-z]{3,}|and|or|to)$", word)) and not re.search(r"\d", word)
        chained = bool(re.search(rf"{SHAPE}(?:and|or|to|through)$", word))
        if not (glued_code or word_ok or (tail_ok and code[0].isdigit()) or chained):
            return False
    tail = re.match(r"[A-Za-z0-9_]+", after)
    if not tail:
        return True
    word = tail.group()
    if re.match(r"(?:and|or|to|through|is|are|was|were|will|may|with)[a-z0-9]*$", word) and code[-1].isdigit():
        return True
    if re.fullmatch(rf"(?:{SHAPE})+", word) and not (head and not re.fullmatch(rf"(?:{SHAPE})+", head.group())):
        return True
    return (bool(re.fullmatch(r"[A-Z][A-Z0-9]|[a-z]", word)) and code[0].isdigit()) or bool(
        re.fullmatch(r"[A-Z]{2}", word)
    )


def _between(low: str, high: str) -> tuple[str, ...]:
    if len(high) < len(low):
        high = low[: len(low) - len(high)] + high
    low, high = low.upper(), high.upper()
    if low[0].isalpha() != high[0].isalpha() or (low[0].isalpha() and low[0] != high[0]) or not low < high:
        return ()
    return tuple(c for c in _tracked() if low <= c <= high and c[0].isalpha() == low[0].isalpha())


def _ranges(text: str, blocked: list[Span]) -> list[Found]:
    found = []
    for m in RANGE.finditer(text):
        low, high = m.group(1), m.group(2)
        short = len(high) < 5
        if short and (high in KNOWN_MODIFIERS or (len(high) == 4 and low[0].isdigit()) or "\n" in m.group()):
            continue
        if any(b.holds(m.start()) for b in blocked) or (
            (short and is_decoy(text, m.start(), m.start() + 5))
            or (low.upper() not in _tracked() and is_decoy(text[: m.start() + 5], m.start(), m.start() + 5))
        ):
            continue
        zipped = re.search(r"(?i)\bzip\b[\w\s:]*$", text[max(0, m.start() - 30) : m.start()])
        named = _between(low, high)
        if named and not zipped:
            found.append(Found(named, m.start(), m.end()))
    return found


def _series(text: str, blocked: list[Span]) -> list[Found]:
    found = []
    for m in SERIES.finditer(text):
        if any(b.holds(m.start()) for b in blocked):
            continue
        if m.group(1):
            stem = m.group(1)[:5]
            stem = stem if len(stem) < 5 else stem.rstrip("0") if stem.endswith("00") else stem[:4]
            wild = 5 - len(stem)
        else:
            stem, wild = m.group(2), len(m.group(3))
        named = tuple(c for c in _tracked() if c.startswith(stem) and len(stem) + wild == 5)
        if named:
            found.append(Found(named, m.start(), m.end()))
    return found


def _singles(text: str, blocked: list[Span], taken: list[Found]) -> list[Found]:
    found = []
    for m in _single().finditer(text):
        start, end = m.span()
        if any(t.start <= start < t.end for t in taken) or any(b.holds(start) for b in blocked):
            continue
        code = re.sub(r"[\s-]", "", m.group())
        if not _glue_allowed(text, start, end, code) or is_decoy(text, start, end):
            continue
        modifier = re.match(
            r"(?:\s?-\s?|\s)?((?:[A-Z][A-Z0-9]|\d[0-9A-Z])(?:[ ,/-]{1,2}(?:[A-Z][A-Z0-9]|\d{2})(?!\w))*)(?![\w])",
            text[end:],
        )
        names = [code]
        stop = end
        while short := SHORTHAND.match(text, stop):
            whole = code[: 5 - len(short.group(1))] + short.group(1)
            if whole not in _tracked():
                break
            names.append(whole)
            stop = short.end()
        glued = bool(modifier and not modifier.group(0).startswith(" ")) and len(names) == 1
        found.append(Found(tuple(names), start, stop, modifier.group(1) if glued and modifier else ""))
    return found


def find_codes(text: str) -> list[Found]:
    """Every stretch of tidied text that names tracked codes, in order."""
    if not quick().search(text):
        return []
    blocked = blocked_spans(text)
    wide = _ranges(text, blocked)
    wide += [s for s in _series(text, blocked) if not any(w.start <= s.start < w.end for w in wide)]
    return sorted(wide + _singles(text, blocked, wide), key=lambda f: f.start)


def other_codes(text: str) -> list[str]:
    """Codes of the same shapes that are not tracked: they tell that a sentence speaks of something else."""
    shape = re.compile(r"(?<![\w$.#-])(?:\d{5}|[A-HJ-V]\d{4})(?![\w]|\.\d|,\d|-\d{4})")
    return [m.group() for m in shape.finditer(text) if m.group() not in _tracked()]
