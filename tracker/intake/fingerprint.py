"""Keyed one-way fingerprints: the same claim is recognised again, nobody is identified.

HMAC-SHA-256 with a secret of the installation, cut to 128 bits. Without the secret a fingerprint cannot be tried
against a list of claim numbers; the secret lives outside the store (`Settings.secret_file`), so a stolen store alone
tells nothing. The one thing to know: a different `purpose` gives a different fingerprint for the same text.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from tracker.errors import StoreProblem, of_file
from tracker.files import move_in

LENGTH = 32  # hexadecimal digits, 128 bits


@lru_cache(maxsize=4)
def _started(key: bytes) -> hmac.HMAC:
    """The keyed beginning of every fingerprint, copied for each: a file needs a hundred thousand."""
    return hmac.new(key, digestmod="sha256")


def make(key: bytes, purpose: str, *parts: str) -> str:
    """32 hexadecimal digits for the parts (case and surrounding white space do not matter) under `purpose`."""
    return finish(begin(key, purpose), *map(plain, parts))


def begin(key: bytes, purpose: str, *parts: str) -> hmac.HMAC:
    """What many fingerprints have in common, such as the claim of its lines. Parts as `plain` gives them."""
    state = _started(key).copy()
    state.update("\x1f".join([purpose, *parts]).encode("utf-8", "surrogatepass"))
    return state


def finish(common: hmac.HMAC, *parts: str) -> str:
    """The fingerprint of what was begun and these parts."""
    state = common.copy()
    if parts:
        state.update(("\x1f" + "\x1f".join(parts)).encode("utf-8", "surrogatepass"))
    return state.hexdigest()[:LENGTH]


def plain(text: str) -> str:
    """Without case and white space around."""
    return " ".join(text.split()).casefold()


def short(key: bytes, text: str) -> str:
    """8 hexadecimal digits: enough to tell the few amounts of one line apart, far too little to look up."""
    return hashlib.blake2b(text.encode(), key=key[:64], digest_size=4).hexdigest()


def load_or_make_key(file: Path) -> bytes:
    """The installation's 32-byte secret, made on first use with owner-only rights.

    Raises `StoreProblem` when the file cannot be read, made, or does not hold a secret.
    """
    try:
        if not file.exists():
            _make(file)
        key = bytes.fromhex(file.read_text("ascii").strip())
    except OSError as error:
        raise of_file(error, f"the fingerprint key {file.name}") from error
    except ValueError as error:
        raise StoreProblem(
            "The fingerprint secret is damaged.", f"Restore {file.name} from the copy you keep (scripts/secret.py)."
        ) from error
    if len(key) != 32:
        raise StoreProblem(
            "The fingerprint secret is damaged.", f"Restore {file.name} from the copy you keep (scripts/secret.py)."
        )
    return key


def _make(file: Path) -> None:
    """A new key at its place, whole or not at all: a process may die, or another one make the key meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        move_in(fresh, file)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
