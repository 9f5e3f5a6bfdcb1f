"""How a picture or table is named and cited once it has left the program.

The one thing to know: the revision of the store stands in every file name, so that two files of the same name hold the
same numbers, and a download kept by a browser is never mistaken for a newer one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from tracker.figures.style import Caption

LONGEST = 100
TITLE = "Payer coverage tracker"


def file_name(measure: str, filters: Mapping[str, str], revision: int | str, extension: str, size: str = "") -> str:
    """`denial-trend_aetna_97550_r812_slide.png`: measure, active filters in their order, revision, size."""
    parts = [_slug(measure), *(_slug(v) for v in filters.values() if v)]
    ending = "_".join(p for p in (f"r{_slug(str(revision))}", _slug(size)) if p)
    stem = "_".join(p for p in parts if p)[:LONGEST].strip("_-")
    return f"{stem}_{ending}.{_slug(extension)}"


def _slug(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def how_to_cite(caption: Caption, drawn: date, link: str = "", publisher: str = "") -> str:
    """One paragraph to paste under a picture or into a reference list."""
    who = f"{publisher}. {TITLE}" if publisher else TITLE
    snapshot = f", snapshot {caption.snapshot}" if caption.snapshot else ""
    day = f"{drawn.day} {drawn:%B %Y}"
    parts = [
        f"{who} ({drawn.year}). “{caption.title}.”",
        f"{caption.subtitle.rstrip('.')}." if caption.subtitle else "",
        f"n = {caption.n}." if caption.n else "",
        f"Tier {caption.tier} ({caption.among or caption.tier.words})." if caption.tier else "",
        f"Source: {caption.source.rstrip('.')}." if caption.source else "",
        f"Drawn {day}{snapshot}.",
        f"Licence: {caption.licence}." if caption.licence else "",
        link,
    ]
    return " ".join(p for p in parts if p)
