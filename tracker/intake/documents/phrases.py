"""The reviewed phrase files as compiled patterns: how payers word a status, an authorization, a list title, a column.

The one thing to know: in these files a space means any white space and a phrase is bound to whole words; the rest is an
ordinary regular expression. Change the CSV, not this module, to teach the scanner a new wording.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.reference import rows

PATTERN_FILES = {
    "status": "scan_status_phrases",
    "authorization": "scan_authorization_phrases",
    "list": "scan_list_kinds",
    "column": "scan_columns",
    "topic": "scan_topic",
    "context": "scan_code_context",
}


def flexible(phrase: str) -> str:
    """A phrase of the files as a regular expression, bound to whole words, with free white space."""
    start = r"(?<!\w)" if re.match(r"[\w(]", phrase) and not phrase.startswith("(?<") else ""
    end = "" if phrase.endswith((" ", ")")) and phrase.rstrip(")").endswith("?:") else r"(?!\w)"
    if phrase.endswith(" ") or re.search(
        r"\(\?=\[[^()]*\)$", phrase
    ):  # a look ahead at a code ends on its first letter
        end = ""
    body = phrase.replace("n't", r"\w*n['’]t").replace("'s", "['’]s").replace(" ?", r"\s*").replace(" ", r"\s+")
    return f"{start}(?:{body}){end}"


@cache
def patterns(file: str, role: str, *, flags: int = re.IGNORECASE) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(value, pattern) of one role of one phrase file, in the order of the file."""
    found = [r for r in rows(PATTERN_FILES[file]) if r["role"] == role]
    return tuple((r.get("value") or "", re.compile(flexible(r["phrase"]), flags)) for r in found)


@cache
def one(file: str, role: str) -> re.Pattern[str]:
    """All phrases of one role as a single pattern."""
    return re.compile("|".join(p.pattern for _, p in patterns(file, role)), re.IGNORECASE)


@cache
def indicators(kind: str) -> dict[str, str]:
    """What a bare entry of a column means where the document has no legend of its own."""
    return {r["indicator"].casefold(): r["meaning"] for r in rows("scan_indicators") if r["role"] == kind}


@cache
def products() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(line of business, pattern), the more particular first."""
    found = rows("scan_products")
    return tuple((r["line_of_business"], re.compile(flexible(r["phrase"]), re.IGNORECASE)) for r in found)
