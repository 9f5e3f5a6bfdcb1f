"""The association's name, colour, logo and statement, as packs and briefs carry them: written by an administrator.

The one thing to know: they lie in `.streamlit/branding.toml` beside the logo, not in the store, so that a restored backup
does not bring an old logo back. `packs.brand` reads them.
"""

from __future__ import annotations

import json
from pathlib import Path

from tracker.errors import Rejected, StoreProblem
from tracker.files import put
from tracker.people import Person, require
from tracker.services.packs.branding import brand, usable
from tracker.settings import ROOT, settings
from tracker.store import live
from tracker.store.connection import noting

FOLDER = ROOT / ".streamlit"
LOGO = "logo.png"
LOGO_BYTES = 2_000_000
LONGEST = 4_000


def save(
    name: str, colour: str, antitrust: str, logo: bytes | None, person: Person | None, *, folder: Path = FOLDER
) -> None:
    """Write them down; `logo` None keeps the one there is. Raises `Rejected` for what no pack could carry."""
    person = require(person, "administer")
    usable(colour)
    if len(name) > 200 or len(antitrust) > LONGEST:
        raise Rejected(
            "The name or the statement is too long for a slide.", f"Keep within 200 and {LONGEST:,} letters."
        )
    if logo is not None and (not logo.startswith(b"\x89PNG\r\n\x1a\n") or len(logo) > LOGO_BYTES):
        raise Rejected("The logo is not a PNG of at most 2 MB.", "Save it as PNG, about 600 pixels wide.")
    second = brand(folder).second  # has no field on the page: what was written by hand stays
    said = {"name": name.strip(), "colour": colour, "second": second, "antitrust": antitrust.strip()}
    if logo is not None or (folder / LOGO).exists():
        said["logo"] = LOGO
    with noting(live.ensure(settings().home), person.key) as change:
        change.audit("change branding", "", "with a new logo" if logo is not None else "")
        _write(folder, said, logo)


def _write(folder: Path, said: dict[str, str], logo: bytes | None) -> None:
    # A JSON text is a TOML text as well, but for two things: escaped surrogates, and a bare DEL.
    texts = {key: json.dumps(value, ensure_ascii=False).replace("\x7f", "") for key, value in said.items() if value}
    text = "".join(f"{key} = {value}\n" for key, value in texts.items())
    try:
        folder.mkdir(exist_ok=True)
        if logo is not None:
            put(folder / LOGO, logo)
        put(folder / "branding.toml", text.encode())
    except OSError as error:
        raise StoreProblem(
            "The branding cannot be written here.", "Write .streamlit/branding.toml by hand (docs/administration.md)."
        ) from error
