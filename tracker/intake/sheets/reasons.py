"""Reason and remark codes as numbers, pairs, lists and prose, made flat: `CO-96`, `96`, `N130`.

The one thing a newcomer gets wrong: a bare number is a reason only where the cell is a list of codes or says so;
amounts (`CO-45:57.92`), counts and telephone numbers stand in the same cells.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.intake.sheets.clean import NOTHING, simple

GROUP_WORDS = {
    "CO": ("contractual obligation", "contractual", "contract"),
    "PR": ("patient responsibility", "patient resp", "patient"),
    "PI": ("payor initiated", "payer initiated", "payer-initiated", "payor-initiated"),
    "OA": ("other adjustment", "other adj", "other"),
    "CR": ("correction and reversal", "corrections and reversal", "correction", "reversal"),
}
_CARC = r"(?:[ABDPWY]\d{1,2}|\d{1,3})"
_AMOUNT = re.compile(
    r"(?<=[A-Z0-9)])\s*[:=*@(\s-]\s*-?\(?\$?\s?-?\d[\d,]*\.\d{2}\b\)?|\$\s?-?\(?\d[\d,]*(?:\.\d{1,2})?\)?|(?<![\dA-Z])-?\d[\d,]*\.\d{2}\b"
)
_TOKEN = re.compile(
    rf"(?<![A-Z0-9])(?:(?P<group>CO|PR|OA|PI|CR)(?:\s*\([A-Z ]{{4,40}}\))?[\s\-:/*_.#,;]*(?:(?:CARC|(?:REASON|RSN)(?:\s+CODE)?)[\s\-:/#.]*)?(?P<paired>{_CARC})(?:\.0+)?(?![A-Z0-9])"
    r"|(?P<remark>MA|M|N)[\s\-]?0*(?P<number>\d{1,3})(?:\.0+)?(?![A-Z0-9])"
    rf"|(?P<bare>{_CARC})(?:\.0+)?(?![A-Z0-9]|\.\d))"
)
_BEHIND = rf"({_CARC})[\s\-/]*\(?(CO|PR|OA|PI|CR)\)?"  # the group behind its reason: `96 (CO)`, `45-CO`
_TURNED = re.compile(
    rf"{_BEHIND}(?:(?:[\s,;|/+&]|\b(?:W(?:ITH|/)?|AND|PLUS|REMARKS?|RMK|RARCS?|CODES?)\b)+(?:{_BEHIND}|(?:MA|M|N)\d{{1,3}}))*"
)
_FILLER = re.compile(
    r"\b(?:CARCS?|RARCS?|REASONS?|REMARKS?|CODES?|DENIALS?|DENIED|CLAIM|ADJ(?:USTMENT)?S?|GROUP|AND|WITH|ALSO|RC|RMK|EOB|ANSI|NO)\b|[\s,;:/|+&.(){}\[\]\-#*_'\"=]"
)
_SAID = re.compile(r"(?:CARC|REASON|CODE|DENIAL|ADJ|RC|ANSI|EOB)S?(?:\s*(?:CODE|REASON|NO|NUMBER))?[\s:#.\-]*$")
LARGEST = 320


_FIELDS = re.compile(
    rf"['\"]?(?:CLAIM_?ADJUSTMENT_?)?GROUP(?:[_ ]?CODE)?['\"]?\s*[:=]\s*['\"]?(CO|PR|OA|PI|CR)['\"]?[,;\s]+['\"]?(?:CLAIM_?ADJUSTMENT_?)?(?:REASON|CARC|CODE)(?:[_ ]?CODE)?['\"]?\s*[:=]\s*['\"]?({_CARC})\b['\"]?"
)
_FIELD = re.compile(r"['\"](?:AMOUNT|AMT|QUANTITY|QTY|UNITS)['\"]\s*[:=]\s*['\"]?-?[\d.]+['\"]?")


_SEGMENT = re.compile(rf"(?:\bCAS([*|^]))?\b(CO|PR|OA|PI|CR)([*|^])({_CARC}\3-?[\d.]*(?:\3[^~\s,;]*)?)")


def _flat(text: str) -> str:
    """`[{"group": "CO", "reason": "272", "amount": 42.5}]`, as programs exchange it, becomes `CO-272`; so do the
    segments of a remittance (`CAS*CO*45*45.9**96*39.1`), where reason, amount and quantity follow one another."""
    if "*" in text or "|" in text or "^" in text:
        text = _SEGMENT.sub(_of_segment, text)
    if "{" not in text:
        return text
    return _FIELDS.sub(r" \1-\2 ", _FIELD.sub(" ", text))


def _of_segment(found: re.Match[str]) -> str:
    parts = found[4].split(found[3])
    told = [p for p in parts[::3] if re.fullmatch(_CARC, p)]
    amounts = [p for p in parts[1::3] if not re.fullmatch(r"-?\d*\.?\d*", p)]
    if amounts or (not found[1] and len(parts) < 2):
        return found[0]
    return " " + " ".join(f"{found[2]}-{p}" for p in told) + " "


@lru_cache(maxsize=10_000)
def in_fields(value: str) -> bool:
    """Whether adjustments stand in the cell as programs exchange them, each with its group and reason by name."""
    return "{" in value and bool(_FIELDS.search(value.upper()))


def _tidy(carc: str) -> str:
    if carc.isdecimal():
        return str(int(carc))
    return carc[0] + str(int(carc[1:]))


def _plausible(carc: str) -> bool:
    return 1 <= int(carc) <= LARGEST if carc.isdecimal() else True


@lru_cache(maxsize=100_000)
def read(value: str, remarks_only: bool = False) -> tuple[str, ...]:
    """The flat reasons of one cell, in order, each once."""
    text = simple(value)
    if text in NOTHING:
        return ()
    text = _flat(text.upper())
    for group, words in GROUP_WORDS.items():
        for word in words[:1]:
            text = re.sub(rf"\b{word.upper()}S?\b(?=[\s:\-]*{_CARC}\b)", group, text)
    text = re.sub(r"(?<=\d)\.0(?!\d)", "", _AMOUNT.sub(" ", text))
    if _TURNED.fullmatch(text):
        text = re.sub(_BEHIND, r"\2-\1", text)
    tokens = list(_TOKEN.finditer(text))
    listed = not _FILLER.sub("", _TOKEN.sub("", text))
    out: list[str] = []
    last: str | None = None
    for token in tokens:
        if token["paired"]:
            last = token["group"]
            out.append(f"{last}-{_tidy(token['paired'])}" if _plausible(token["paired"]) else "")
        elif token["remark"]:
            padded = 2 if token["remark"] == "MA" else 1  # MA01, but M1 and N1
            out.append(f"{token['remark']}{int(token['number']):0{padded}d}")
        elif remarks_only or not _plausible(token["bare"]):
            continue
        elif listed or _SAID.search(text[: token.start()]) or _leads(text, token) or _in_brackets(text, token):
            carried = last if listed and last and re.search(r"[,/&+]\s*$", text[: token.start()]) else None
            out.append(f"{carried}-{_tidy(token['bare'])}" if carried else _tidy(token["bare"]))
    return tuple(dict.fromkeys(filter(None, out)))


@lru_cache(maxsize=10_000)
def only(value: str) -> bool:
    """Whether a cell holds reasons and nothing else, so that it can be no heading."""
    text = _AMOUNT.sub(" ", _flat(simple(value).upper()))
    return bool(read(value)) and not re.search(r"[A-Z]{3}", _FILLER.sub(" ", _TOKEN.sub(" ", text)))


def _leads(text: str, token: re.Match[str]) -> bool:
    """A number that opens a cell and is followed by a separator and words: `96 - not covered`."""
    return not text[: token.start()].strip(" (#") and bool(re.match(r"\s*[-:.)=]\s*[A-Z]", text[token.end() :]))


def _in_brackets(text: str, token: re.Match[str]) -> bool:
    """A number alone in brackets after words: `bundled (97)`."""
    before, after = text[: token.start()].rstrip(), text[token.end() :].lstrip()
    return before.endswith("(") and after.startswith(")") and bool(re.search(r"[A-Z]{3}", before))


@lru_cache(maxsize=10_000)
def read_groups(value: str) -> tuple[str, ...]:
    """The group codes of a cell, from their letters or from words."""
    text = simple(value)
    if text in NOTHING:
        return ()
    letters = re.findall(r"(?<![A-Z0-9])(CO|PR|OA|PI|CR)(?![A-Z0-9])", text.upper())
    if letters:
        return tuple(letters)
    for group, words in GROUP_WORDS.items():
        if any(text.startswith(w) for w in words):
            return (group,)
    return ()


def join(groups: tuple[str, ...], flats: tuple[str, ...]) -> tuple[str, ...]:
    """Gives groups from another cell to reasons that have none: one for all, or one each in order."""
    bare = [f for f in flats if "-" not in f and not f.startswith(("M", "N"))]
    if not groups or not bare:
        return flats
    if len(groups) not in (1, len(bare)):
        return flats
    each = iter(groups if len(groups) == len(bare) and len(groups) > 1 else groups * len(bare))
    return tuple(f"{next(each)}-{f}" if f in bare else f for f in flats)
