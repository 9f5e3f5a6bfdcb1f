"""What holds several files to send: its members one by one, and what was read of them put together again.

The one thing to know: a member that cannot be opened comes as its error, in its place, so that one bad file among many
never stops the others and is never passed over in silence.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from tracker.errors import Rejected, TrackerError
from tracker.intake import archive, x12_835

HEAD = 65_536  # bytes, enough to know a remittance by


def expand(path: Path) -> Iterator[tuple[str, Path | TrackerError]]:
    """The files to read in a file, zip, gz or tar, with a name for the person who sent it.

    A packed member is spooled to a temporary file that is gone when the next is asked for; what cannot be opened comes
    as the error instead. A file that holds one table only is handed on as it is.
    """
    if not path.is_file():
        yield path.name, Rejected("There is no such file or folder.", "See that the path is right.")
        return
    if not _holds_many(path):
        yield path.name, path
        return
    refused: list[tuple[str, TrackerError]] = []
    for name, found in archive.expand(path, on_problem=lambda n, problem: refused.append((n, problem))):
        label = name.replace("file 1", path.name, 1)
        if isinstance(found, Path):
            yield label, found
            continue
        with tempfile.TemporaryDirectory() as folder:
            member = Path(folder) / "member"
            try:
                with member.open("wb") as out:
                    shutil.copyfileobj(found, out, 1 << 20)
            except Rejected as problem:
                refused.append((name, problem))
                continue
            yield label, member
    yield from ((name.replace("file 1", path.name, 1), problem) for name, problem in refused)


def _holds_many(path: Path) -> bool:
    """Whether a container must be opened member by member: it holds several files, or a remittance."""
    for count, (_, found) in enumerate(archive.expand(path, on_problem=lambda name, problem: None)):
        if isinstance(found, Path):
            return False
        if count or x12_835.looks_like(cast(io.BufferedReader, found).peek(HEAD)[:HEAD]):
            return True
    return False


def together(members: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The members of one container as one: lists joined, figures added, each line and problem with its `member`."""
    read = [(label, m) for label, m in members if not m.get("error")]
    if not read:
        first = members[0][1]["error"] if members else "The container is empty."
        words = f"Nothing in this container could be read: none of its {len(members)} files is a table or a remittance."
        return {"error": f"{words} The first: {first}", "lines": [], "problems": []}
    whole: dict[str, Any] = {"error": None, "members": [label for label, _ in members]}
    for label, one in read:
        for name, value in one.items():
            if isinstance(value, list):
                marked = [{**v, "member": label} if isinstance(v, dict) else v for v in value]
                whole[name] = [*whole.get(name, []), *marked]
            elif isinstance(value, int) and not isinstance(value, bool):
                whole[name] = whole.get(name, 0) + value
            elif name.endswith("_total"):
                whole[name] = str(Decimal(str(whole.get(name, 0))) + Decimal(str(value)))
    whole["unreadable_members"] = [{"member": label, "error": m["error"]} for label, m in members if m.get("error")]
    return whole
