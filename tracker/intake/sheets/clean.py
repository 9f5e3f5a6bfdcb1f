"""Text as people and programs leave it, made plain: mark-up, entities, look-alike spaces, invisible characters.

The one thing to know: the answers are remembered, so these may be thorough; do not ask them about every claim number.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_TAG = re.compile(
    r"<(script|style)\b.*?</\1\s*>|<br\s*/?>|</p>|</li>|</div>|<[a-zA-Z/!][^<>]{0,300}>", re.IGNORECASE | re.DOTALL
)
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]"
)
_LINK = re.compile(r"""^'?=\s*HYPERLINK\(\s*"[^"]*"\s*[,;]\s*"([^"]*)"\s*\)$""", re.IGNORECASE)
_QUOTED = re.compile(r'^="([^"]*)"$')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
NOTHING = frozenset(
    ["", "-", "--", "---", ".", "?", "??", "???", "n/a", "na", "n a", "none", "null", "nan", "nat", "nil", "#n/a", "n.a.", "blank", "tbd", "unknown",
     "unk", "not sure", "don't know", "dont know", "idk", "not known", "not available", "not applicable", "missing", "not provided", "not given",
     "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "no answer", "n/d", "<na>", "(blank)", "(none)", "(null)", "\\n", "x x", "see eob", "see notes"]
)  # fmt: skip

LONGEST = 4_000  # characters of a cell that are read: no fact of a line stands behind them
TICKS = frozenset("✓✔☑☒√✗✘×")


@lru_cache(maxsize=1 << 16)
def plain(value: str) -> str:
    """One line of readable text: no mark-up, no invisible characters, single spaces."""
    text = value[:LONGEST].strip()
    if not text:
        return ""
    if text[0] in "='" and (found := _LINK.match(text) or _QUOTED.match(text)):
        text = found.group(1)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    elif not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


@lru_cache(maxsize=1 << 16)
def simple(value: str) -> str:
    """`plain` in lower case with plain dashes and quotes, for comparing with word lists."""
    return plain(value).translate(_DASHES).replace("’", "'").replace("‘", "'").casefold()


@lru_cache(maxsize=1 << 16)
def is_nothing(value: str) -> bool:
    """Blank, or one of the ways in which people write that there is nothing."""
    text = simple(value)
    return text in NOTHING or not any(c.isalnum() or c in TICKS for c in text)
