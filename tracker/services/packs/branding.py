"""Whose packs these are: name, logo, colours and statement, from one settings file.

The one thing to know: a colour in which a title could not be read on white is refused, so that a broken choice is told
when it is made and not seen in the meeting.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tracker.errors import Rejected
from tracker.exports.pack import Brand
from tracker.figures.style import PRINT, contrast
from tracker.settings import ROOT

FILE = "branding.toml"
KNOWN = ("name", "colour", "second", "logo", "antitrust")
READABLE, SEEN = 4.5, 1.5  # least contrast with white: of words, of a bar beside another
MOST_BYTES = 2_000_000


def brand(folder: Path = ROOT / ".streamlit") -> Brand:
    """The brand in `branding.toml`; the house's own where there is none. Raises `Rejected` saying what to mend."""
    file = folder / FILE
    if not file.exists():
        return Brand()
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as error:
        raise Rejected(f"{FILE} cannot be read.", "Mend it; docs/administration.md shows its form.") from error
    unknown = sorted(set(found) - set(KNOWN))
    if unknown:
        raise Rejected(f"{FILE}: {', '.join(unknown)} unknown.", f"It may say {', '.join(KNOWN)}.")
    return Brand(
        name=str(found.get("name", "")),
        colour=_colour(found, "colour", Brand.colour, READABLE),
        second=_colour(found, "second", Brand.second, SEEN),
        logo=_logo(folder, str(found.get("logo", ""))),
        antitrust=str(found.get("antitrust", Brand.antitrust)),
    )


def _colour(found: dict[str, object], name: str, otherwise: str, least: float) -> str:
    return usable(str(found.get(name, otherwise)), name, least)


def usable(colour: str, name: str = "colour", least: float = READABLE) -> str:
    """The colour, where it can be used. Raises `Rejected`."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise Rejected(f"{FILE}: {name} is {colour!r}.", "Write it as #rrggbb.")
    if contrast(colour, PRINT.paper) < least:
        raise Rejected(f"{FILE}: {name} {colour} is too pale to be read on white.", "Choose a darker one.")
    return colour


def _logo(folder: Path, name: str) -> bytes | None:
    if not name:
        return None
    file = folder / name
    if not file.is_file() or file.stat().st_size > MOST_BYTES:
        raise Rejected(f"{FILE}: the logo {name!r} is not there, or larger than 2 MB.", f"Put it beside {FILE}.")
    content = file.read_bytes()
    if not content.startswith(b"\x89PNG"):
        raise Rejected(f"{FILE}: the logo {name!r} is no PNG.", "Save it as PNG.")
    return content
