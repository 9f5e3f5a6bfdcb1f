"""Containers are opened within bounds; what cannot be opened is told, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.intake.made_835 import Clp, claims
from tracker.errors import Rejected
from tracker.intake import archive, x12_835
from tracker.intake.archive import Limits, expand

ONE, TWO = claims(Clp(number="A1")), claims(Clp(number="B2"))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return out.getvalue()


def held(path: Path, **kwargs: object) -> dict[str, bytes]:
    """Everything in it, read at once."""
    return {
        name: item.read_bytes() if isinstance(item, Path) else item.read()
        for name, item in expand(path, **kwargs)  # type: ignore[arg-type]
    }


CONTAINERS = [
    (ONE, [ONE], "a plain file"),
    (zipped({"a.835": ONE, "b.835": TWO}), [ONE, TWO], "a zip"),
    (gzip.compress(ONE), [ONE], "a gz"),
    (gzip.compress(ONE) + gzip.compress(TWO), [ONE + TWO], "two gz in one, which is one file"),
    (tarred({"a": ONE, "b": TWO}), [ONE, TWO], "a tar"),
    (gzip.compress(tarred({"a": ONE, "b": TWO})), [ONE, TWO], "a packed tar: gz of many files"),
    (zipped({"in.zip": zipped({"a": ONE}), "b.gz": gzip.compress(TWO)}), [ONE, TWO], "containers in a zip"),
    (zipped({"__MACOSX/._a": b"x", "a": ONE, ".DS_Store": b"y", "empty": b""}), [ONE], "clutter left out"),
]


@pytest.mark.parametrize(("data", "expected", "why"), CONTAINERS)
def test_containers_are_opened(data: bytes, expected: list[bytes], why: str, tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_bytes(data)
    assert list(held(file).values()) == expected, why


def test_a_folder_mixed_with_junk(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "two.835").write_bytes(TWO)
    (tmp_path / "one.835").write_bytes(ONE)
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not really a zip")
    (tmp_path / ".DS_Store").write_bytes(b"clutter")
    told: list[str] = []
    got = held(tmp_path, on_problem=lambda name, problem: told.append(f"{name}: {problem}"))
    assert sorted(got.values()) == sorted([ONE, TWO])
    assert told == ["file 1: The zip file is damaged or cut short. Pack the files again."]
    with pytest.raises(Rejected, match="damaged"):
        held(tmp_path)


def test_names_inside_a_container_never_leave(tmp_path: Path) -> None:
    file = tmp_path / "sent.zip"
    file.write_bytes(zipped({"Familyname_Given_1950-01-02.835": ONE, "second.835": TWO}))
    assert list(held(file)) == ["file 1, part 1", "file 1, part 2"]


def test_an_office_document_is_handed_on_whole(tmp_path: Path) -> None:
    book = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    file = tmp_path / "book.xlsx"
    file.write_bytes(book)
    assert list(expand(file)) == [("file 1", file)]
    outer = tmp_path / "outer.zip"
    outer.write_bytes(zipped({"book.xlsx": book}))
    assert held(outer) == {"file 1, part 1": book}


def test_a_damaged_office_document_is_left_to_its_reader(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(zipped({"[Content_Types].xml": b"<Types/>" * 50, "xl/workbook.xml": b"<w/>"})[:-60])
    assert list(expand(file)) == [("file 1", file)]


def test_streams_can_be_peeked_at_and_read_by_the_remittance_reader(tmp_path: Path) -> None:
    file = tmp_path / "sent.zip"
    file.write_bytes(zipped({"a": ONE, "b": TWO}))
    keys = set()
    for _, stream in expand(file):
        assert x12_835.looks_like(stream.peek(archive.PEEK))  # type: ignore[union-attr]
        keys.add(x12_835.read(stream, key=b"k" * 32).lines[0].claim_key)
    assert len(keys) == 2


BOMBS = [
    (zipped({"a": b"0" * 3_000_000}), Limits(file_bytes=1_000_000), "one large file"),
    (zipped({str(n): b"0" * 400_000 for n in range(9)}), Limits(total_bytes=1_000_000), "many that sum up"),
    (zipped({"a": b"0" * 3_000_000}), Limits(ratio=50, ratio_from=100_000), "packed too well"),
    (gzip.compress(b"0" * 3_000_000), Limits(file_bytes=1_000_000), "a gz"),
    (gzip.compress(gzip.compress(b"0" * 3_000_000)), Limits(file_bytes=1_000_000), "a gz in a gz"),
    (zipped({str(n): b"x" for n in range(30)}), Limits(files=20), "too many files"),
    (zipped({"a": zipped({"a": zipped({"a": ONE})})}), Limits(depth=2), "too deep"),
    (tarred({str(n): b"x" for n in range(30)}), Limits(files=20), "too many files in a tar"),
]


@pytest.mark.parametrize(("data", "limits", "why"), BOMBS)
def test_bombs_are_stopped(data: bytes, limits: Limits, why: str, tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_bytes(data)
    with pytest.raises(Rejected):
        held(file, limits=limits)


DAMAGED = [
    (gzip.compress(ONE * 50)[:-40], "a gz cut short"),
    (b"\x1f\x8b" + b"junk" * 40, "a gz that is none"),
    (zipped({"a": ONE})[:-30], "a zip cut short"),
    (tarred({"a": ONE * 50})[:3000], "a tar cut short"),
]


@pytest.mark.parametrize(("data", "why"), DAMAGED)
def test_damaged_containers_are_told(data: bytes, why: str, tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_bytes(data)
    with pytest.raises(Rejected):
        held(file)


def test_a_bound_of_the_whole_sending_ends_it(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_bytes(b"x")
    told: list[str] = []
    got = held(tmp_path, limits=Limits(files=3), on_problem=lambda name, problem: told.append(str(problem)))
    assert len(got) == 3
    assert len(told) == 1


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="no such"):
        list(expand(tmp_path / "absent"))
