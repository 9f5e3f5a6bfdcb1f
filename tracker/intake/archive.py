"""A folder, a zip, a gz, a tar, or those in each other: file by file, as streams, within bounds. Nothing is unpacked.

The one thing a newcomer gets wrong: a workbook is a zip too. What opens as an office document is handed on whole; only
plain containers are opened. Names inside a container may be a patient's and never leave; a member is `file 3, part 2`.

Each stream is good until the next one is asked for. It can be peeked at (`stream.peek(65536)`), not rewound.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from tracker.errors import Rejected

Found = tuple[str, Path | BinaryIO]
Told = Callable[[str, Rejected], None]
PEEK = 1 << 16
OFFICE = ("[Content_Types].xml", "mimetype", "xl/workbook.xml", "word/document.xml", "ppt/presentation.xml")
CLUTTER = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
TAR_MARK = slice(257, 262)


@dataclass(frozen=True)
class Limits:
    """Against containers that are made to fill a disk: how much may come out, and how deep they may nest.

    ratio: expanded bytes for each packed byte, once more than `ratio_from` bytes have come out.
    """

    files: int = 5_000
    file_bytes: int = 2_000_000_000
    total_bytes: int = 8_000_000_000
    depth: int = 3
    ratio: int = 400
    ratio_from: int = 50_000_000


class _Opening:
    """One sending: what has come out so far over all its containers, and who is told of what cannot be opened."""

    def __init__(self, limits: Limits, on_problem: Told | None) -> None:
        self.limits, self.files, self.bytes, self._on_problem = limits, 0, 0, on_problem

    def tell(self, name: str, problem: Rejected) -> None:
        if self._on_problem is None:
            raise problem
        self._on_problem(name, problem)

    def file(self) -> None:
        self.files += 1
        if self.files > self.limits.files:
            raise _TooMuch(f"There are more than {self.limits.files} files in it.", "Send them in several parts.")

    def grow(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.limits.total_bytes:
            raise _TooMuch("Opened, these files are larger than can be taken at once.", "Send them in several parts.")


class _TooMuch(Rejected):
    """A bound of the whole sending: nothing further is opened."""


class _Bounded(io.RawIOBase):
    """A member's bytes, counted as they come; stops a container that swells beyond its bounds."""

    def __init__(self, inner: IO[bytes], opening: _Opening, packed: int) -> None:
        super().__init__()
        self._inner, self._opening, self._packed, self._done = inner, opening, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview | bytearray) -> int:  # type: ignore[override]
        try:
            block = self._inner.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, tarfile.TarError, OSError) as error:
            raise Rejected(
                "A packed file is damaged or cut short.", "Pack the files again, or send them unpacked."
            ) from error
        except RuntimeError as error:  # zipfile's way to ask for a password
            raise _locked() from error
        self._done += len(block)
        self._opening.grow(len(block))
        limits = self._opening.limits
        swollen = self._done > limits.ratio_from and self._done > limits.ratio * max(self._packed, 1)
        if self._done > limits.file_bytes or swollen:
            raise Rejected("A packed file is far larger opened than packed.", "Send the file itself, unpacked.")
        buffer[: len(block)] = block
        return len(block)


def _locked() -> Rejected:
    return Rejected("A packed file is locked with a password.", "Send the files without a password.")


def _clutter(path: str) -> bool:
    parts = [part.casefold() for part in PurePosixPath(path.replace("\\", "/")).parts]
    return not parts or parts[-1].startswith(("._", "~$")) or any(part in CLUTTER for part in parts)


def expand(path: str | Path, limits: Limits | None = None, on_problem: Told | None = None) -> Iterator[Found]:
    """Every file in `path` under a neutral name: a `Path` where it lies as it is, a stream where it was packed.

    on_problem: called with the name and the reason for each container or file that cannot be opened, and the rest
    goes on; without it, the first such reason is raised (`Rejected`).
    """
    start = Path(path)
    opening = _Opening(limits or Limits(), on_problem)
    if not start.exists():
        raise Rejected("There is no such file or folder.", "See that the path is right.")
    files = [start] if start.is_file() else sorted(f for f in start.rglob("*") if f.is_file() and not f.is_symlink())
    number = 0
    for file in files:
        if start.is_dir() and (_clutter(file.name) or file.name.startswith(".")):
            continue
        number += 1
        name = f"file {number}"
        try:
            yield from _of_path(file, name, opening)
        except Rejected as problem:
            opening.tell(name, problem)
            if isinstance(problem, _TooMuch):
                return


def _of_path(file: Path, name: str, opening: _Opening) -> Iterator[Found]:
    try:
        with file.open("rb") as stream:
            first = stream.read(512)
            stream.seek(0)
            opened = _members(stream, first, name, opening, 1, file.stat().st_size)
            if opened is not None:
                yield from opened
                return
    except OSError as error:
        raise Rejected("A file cannot be read.", "See that it is still there and readable.") from error
    opening.file()
    yield name, file


def _members(
    stream: BinaryIO, first: bytes, name: str, opening: _Opening, depth: int, size: int
) -> Iterator[Found] | None:
    """The members of a container, None where it is none, or is an office document."""
    if first[:4] in ZIP_MARKS:
        return None if _is_office(stream, first) else _zip(stream, name, opening, depth)
    if first[:2] == b"\x1f\x8b":
        return _gz(stream, name, opening, depth, size)
    if first[TAR_MARK] == b"ustar":
        return _tar(stream, name, opening, depth, size)
    return None


def _is_office(stream: BinaryIO, first: bytes) -> bool:
    """A workbook or document, also a damaged one: its reader says more about it than can be said here."""
    try:
        with zipfile.ZipFile(stream) as packed:
            return any(mark in packed.NameToInfo for mark in OFFICE)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return any(mark.encode() in first for mark in OFFICE) or b"xl/" in first
    finally:
        stream.seek(0)


def _too_deep(depth: int, opening: _Opening) -> None:
    if depth > opening.limits.depth:
        raise Rejected("Containers are packed in containers too deeply.", "Unpack them and send the files.")


def _zip(stream: BinaryIO, name: str, opening: _Opening, depth: int) -> Iterator[Found]:
    _too_deep(depth, opening)
    try:
        packed = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Rejected("The zip file is damaged or cut short.", "Pack the files again.") from error
    with packed:
        wanted = [i for i in packed.infolist() if not i.is_dir() and i.file_size and not _clutter(i.filename)]
        for part, info in enumerate(wanted, 1):
            member_name = f"{name}, part {part}"
            try:
                with _open_member(packed, info) as member:
                    yield from _inner(member, member_name, opening, depth, info.compress_size)
            except _TooMuch:
                raise
            except Rejected as problem:
                opening.tell(member_name, problem)


def _open_member(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    if info.flag_bits & 0x1:
        raise _locked()
    try:
        return packed.open(info)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise Rejected("A packed file cannot be opened.", "Pack the files again as a plain zip.") from error


def _gz(stream: BinaryIO, name: str, opening: _Opening, depth: int, size: int) -> Iterator[Found]:
    _too_deep(depth, opening)
    with gzip.GzipFile(fileobj=stream) as member:
        yield from _inner(cast(IO[bytes], member), name, opening, depth, size)


def _tar(stream: BinaryIO, name: str, opening: _Opening, depth: int, size: int) -> Iterator[Found]:
    _too_deep(depth, opening)
    part = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as packed:
            for info in packed:
                if not info.isreg() or info.size == 0 or _clutter(info.name):
                    continue
                part += 1
                member = packed.extractfile(info)
                assert member is not None
                yield from _inner(member, f"{name}, part {part}", opening, depth, max(size, info.size))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Rejected("The tar file is damaged or cut short.", "Pack the files again.") from error


def _inner(member: IO[bytes], name: str, opening: _Opening, depth: int, packed: int) -> Iterator[Found]:
    """A member: opened further where it is a container itself, else handed on."""
    stream = cast(BinaryIO, io.BufferedReader(_Bounded(member, opening, packed), PEEK))
    first = cast(io.BufferedReader, stream).peek(512)[:512]
    if first[:4] in ZIP_MARKS:
        # a zip is read from its end
        stream = cast(BinaryIO, io.BufferedReader(io.BytesIO(stream.read()), PEEK))
    opened = _members(stream, first, name, opening, depth + 1, packed)
    if opened is None:
        opening.file()
        yield name, stream
    else:
        yield from opened
