from __future__ import annotations

import hmac
import stat
from pathlib import Path

import pytest

from tracker.errors import StoreProblem
from tracker.intake import fingerprint


def test_the_same_text_under_the_same_key_and_purpose_is_the_same() -> None:
    one = fingerprint.make(b"k" * 32, "claim", "AB 12", "x")
    assert one == fingerprint.make(b"k" * 32, "claim", " ab  12 ", "X")
    assert len(one) == fingerprint.LENGTH


def test_it_is_an_hmac_of_the_plain_parts() -> None:
    text = b"claim\x1fab 12\x1fx"
    assert fingerprint.make(b"k" * 32, "claim", "AB 12", "x") == hmac.new(b"k" * 32, text, "sha256").hexdigest()[:32]


@pytest.mark.parametrize(
    ("key", "purpose", "parts"),
    [(b"j" * 32, "claim", ("a", "b")), (b"k" * 32, "practice", ("a", "b")), (b"k" * 32, "claim", ("ab",))],
)
def test_another_key_purpose_or_split_is_another_fingerprint(key: bytes, purpose: str, parts: tuple[str, ...]) -> None:
    assert fingerprint.make(key, purpose, *parts) != fingerprint.make(b"k" * 32, "claim", "a", "b")


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "fingerprint.key"
    key = fingerprint.load_or_make_key(file)
    assert key == fingerprint.load_or_make_key(file)
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_damaged_secret_is_refused_with_words(tmp_path: Path) -> None:
    file = tmp_path / "fingerprint.key"
    file.write_text("zz")
    with pytest.raises(StoreProblem, match=r"[Rr]estore"):
        fingerprint.load_or_make_key(file)
