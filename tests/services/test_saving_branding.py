"""Branding as an administrator saves it is what the next pack carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.errors import Rejected
from tracker.exports.pack import Brand
from tracker.people import LOCAL
from tracker.services import audit, branding, packs

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
AWKWARD = 'An "association" of\nfriends \\ Ärzte 🦉 = [x] # \t{}'


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    branding.save(AWKWARD, "#123AbC", "No prices.\n" + AWKWARD, PNG, LOCAL, folder=tmp_path)
    now = packs.brand(tmp_path)
    assert (now.name, now.colour, now.antitrust, now.logo) == (AWKWARD, "#123AbC", "No prices.\n" + AWKWARD, PNG)
    branding.save("Another", "#000000", "", None, LOCAL, folder=tmp_path)
    now = packs.brand(tmp_path)
    assert (now.name, now.logo) == ("Another", PNG), "the logo stays where no other is given"
    assert now.antitrust == Brand.antitrust, "an empty statement gives the house's own back"
    assert [r["action"] for r in audit.listed(LOCAL)].count("change branding") == 2


@pytest.mark.parametrize(
    ("name", "colour", "logo"),
    [("A", "blue", None), ("A", "#12345", None), ("A" * 201, "#123456", None), ("A", "#123456", b"<svg onload=x>"),
     ("A", "#123456", PNG + b"\0" * branding.LOGO_BYTES)],
)  # fmt: skip
def test_what_no_pack_could_carry_is_refused(tmp_path: Path, name: str, colour: str, logo: bytes | None) -> None:
    with pytest.raises(Rejected):
        branding.save(name, colour, "", logo, LOCAL, folder=tmp_path)
    assert list(tmp_path.glob("*.toml")) == []
    assert audit.listed(LOCAL) == []
