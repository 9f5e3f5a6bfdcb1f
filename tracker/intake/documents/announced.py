"""Lists in running text: what a sentence announces for the entries below it, and which lines are such entries.

The one thing to know: an introduction reaches over what stands right below it and no further; a colon that announces
nothing ends the one before.
"""

from __future__ import annotations

import re

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.entry import read_cell
from tracker.intake.documents.lists import Kind, kind_of
from tracker.intake.documents.model import Block
from tracker.intake.documents.row_says import Scope
from tracker.intake.documents.section import codes_in
from tracker.intake.documents.statements import BUNDLED, CONDITIONS, COVERED, NOT_COVERED, Says, read
from tracker.intake.documents.text import sentences

INTRODUCES = re.compile(
    r"(?i)\b(?:following|below|listed|these (?:codes|services|items)|this list|the list|table|a (?:line|code|service|claim) (?:with|on|in)|codes? (?:on|in) (?:this|the)|such as|including)\b"
)
TITLED = re.compile(
    r"(?i)^(?:list of |the )?(?:[\w-]+ ){0,3}?(?:services|codes|procedures|items)\b(?:(?!\b(?:is|are|may|must|will)\b).){0,90}\.$"
)


def introduced(block: Block, text: str, about_auth: bool, year: int | None) -> Scope | None:
    """The scope a sentence announces for the items or rows below it; None where it leaves things as they are."""
    if block.kind == "item":
        return None
    told = sentences(text)
    first, last = (told[0], told[-1]) if told else ("", "")
    if codes_in(last) and not last.endswith(":"):
        return None
    if first != last and TITLED.match(first) and (kind := kind_of(first.rstrip("."), about_auth)):
        return Scope(kind.status, kind.auth, reason=first, about_auth=about_auth)
    if last.endswith(":") or (INTRODUCES.search(text) and not codes_in(text)):
        says = read(last if last.endswith(":") else text, year)
        kind = kind_of(last.rstrip(":"), about_auth) if last.endswith(":") else Kind()
        status = says.status or (kind.status if not says.undecided else None)
        auth = says.auth if says.auth != "unknown" else kind.auth
        if status or auth != "unknown" or says.period.start:
            when = says.period
            return Scope(
                status, auth, when.start, when.end, says.product, says.conditions, last, about_auth, not when.start
            )
    return Scope() if last.endswith(":") else None


def is_bare(block: Block, text: str) -> bool:
    """An entry of a list: an item, or a short line that is no sentence."""
    if not find_codes(text):
        return False
    if block.kind == "item":
        return True
    stated = re.search(r"[a-z][.!?]\s*$", text) or (text.rstrip().endswith(".") and len(text.split()) > 5)
    return (len(text) < 160 and not stated) or (
        bool(re.match(r"\W*(?:[A-Z]\d{4}|\d{5})", text)) and len(text) < 200 and len(sentences(text)) == 1
    )


def spelt_out(text: str) -> str:
    """`97550 - NC`: an indicator beside the code as the words it stands for."""
    short = re.fullmatch(r"(\W*(?:[A-Z]\d{4}|\d{5})[^A-Za-z]*?\s*[-:=]\s*)([A-Z][A-Za-z/.]{1,4})\W*", text)
    meaning = read_cell(short.group(2)) if short else Says()
    words = {NOT_COVERED: "not covered", BUNDLED: "bundled", COVERED: "covered", CONDITIONS: "by report"}
    return f"{short.group(1)}{words[meaning.status]} ({short.group(2)})" if short and meaning.status else text
