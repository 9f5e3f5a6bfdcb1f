"""A ZIP as its members: each is unpacked to a place of its own, read, and forgotten. Bombs are told by their sizes."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tracker.errors import Rejected
from tracker.intake.documents.limits import Limits


def members(path: Path, limits: Limits) -> Iterator[tuple[str, Path]]:
    """(name inside the archive, unpacked file). The unpacked file lives until the next one is asked for."""
    with zipfile.ZipFile(path) as archive:
        infos = [i for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename)]
        if any(i.flag_bits & 1 for i in infos):
            raise Rejected(
                "The archive is protected (encrypted): it opens only with a password.", "Ask for a copy without one."
            )
        if not infos:
            raise Rejected("The archive is empty: it contains no files.", "Check that it is the right file.")
        total = sum(i.file_size for i in infos)
        if len(infos) > limits.members or total > limits.unpacked_bytes:
            raise Rejected(
                f"The archive holds {len(infos):,} files of {total / 1e6:,.0f} MB in all, more than is read at once.",
                "Unpack it and drop the files that matter.",
            )
        with tempfile.TemporaryDirectory(prefix="scan-") as folder:
            for n, info in enumerate(infos):
                target = Path(folder) / f"{n}{PurePosixPath(info.filename).suffix[:10]}"
                with archive.open(info) as source, target.open("wb") as sink:
                    left = info.file_size + 1
                    while left > 0 and (block := source.read(min(1 << 20, left))):
                        sink.write(block)
                        left -= len(block)
                yield info.filename, target
                target.unlink(missing_ok=True)


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")
