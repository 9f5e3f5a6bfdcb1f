"""Files that come to their place whole.

The one thing to know: `move_in` leaves alone what stands there already, `put` and `making` take its place. What is
being written has a name of its own, so that two writers never share it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def making(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to: moved to `path` afterwards, or taken away when writing fails."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        yield fresh
        fresh.replace(path)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def put(path: Path, data: bytes) -> None:
    """The data at its place, whole or not at all; of two who write at once the later one's stands. Raises `OSError`."""
    with making(path) as fresh:
        fresh.write_bytes(data)


def move_in(fresh: Path, path: Path) -> None:
    """The file at its place, unless somebody else made one there meanwhile; theirs is then as good as ours. The caller
    takes `fresh` away, which is left behind where the file system has links."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            fresh.rename(path)
