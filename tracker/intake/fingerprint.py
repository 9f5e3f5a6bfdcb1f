"""Keyed one-way fingerprints: the same claim is recognised again, nobody is identified.

HMAC-SHA-256 with a secret of the installation, cut to 128 bits. Without the secret a fingerprint cannot be tried
against a list of claim numbers; the secret lives outside the store (`Settings.secret_file`), so a stolen store alone
tells nothing. The one thing to know: a different `purpose` gives a different fingerprint for the same text.
"""

from __future__ import annotations

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
    text = "\x1f".join([purpose, *[" ".join(p.split()).casefold() for p in parts]])
    digest = _started(key).copy()
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:LENGTH]


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
