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
from functools import lru_cache
from pathlib import Path

from tracker.errors import StoreProblem

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
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_hex(32))
        key = bytes.fromhex(file.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise StoreProblem(
            "The fingerprint secret cannot be read or made.",
            f"See that {file.name} beside the store is readable for its owner, or restore it from a backup.",
        ) from error
    if len(key) != 32:
        raise StoreProblem("The fingerprint secret is damaged.", f"Restore {file.name} from a backup.")
    return key
