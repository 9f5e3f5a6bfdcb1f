"""Troubles do not come alone: any mix of delimiters, lost frames, junk and encodings reads the same."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.made_835 import Clp, Pay, Segment, Svc, segments, written
from tracker.intake import x12_835
from tracker.intake.model import Batch

PAYS = (
    Pay(
        claims=(
            Clp((Svc(cas=("CO-45 15.00", "PR-3 5.00"), modifiers=("GP",)), Svc(code="97110", cas=("CO-45 20.00",)))),
            Clp((Svc(paid="0", cas=("CO-45 40.00 96 60.00",), remarks=("N130",)),), number="B-2", remarks=("MA01",)),
        ),
        plb=(("WO:R1", "10.00"),),
    ),
    Pay(
        claims=(
            Clp((Svc(code="97552", paid="0"),), number="C-3", status="4", cas=("PR-204 100.00",), day="20250301"),
            Clp((Svc(charge="-100.00", paid="-80.00", cas=("CO-45 -20.00",)),), number="D-4", status="22"),
        ),
        payer="SECOND MUTUAL",
        payer_id="88802",
        state="TX",
    ),
)

ELEMENTS = ["*", "|", "+", "^", "\x1d", ";"]
COMPONENTS = [":", ">", "<", "\\", "\x1f"]
TERMINATORS = ["~", "'", "!", "\n", "\r\n", "\r", "\x1c"]
AFTER = ["", "\n", "\r\n", "  ", "\n\t"]
BEFORE = [
    b"",
    b"\xef\xbb\xbf",
    b"\r\n\r\n",
    b"Remittance of today, as discussed.\r\n\r\n",
    b"\x00\x00",
    b"-" * 5000 + b"\n",
]
BEHIND = [b"", b"\n", b"\r\n\x1a", b"   \n  "]
ENCODINGS = ["latin-1", "utf-16", "utf-16-le"]
FRAMES = [
    (),
    ("IEA",),
    ("GE", "IEA"),
    ("SE",),
    ("SE", "GE", "IEA"),
    ("GS", "GE"),
    ("ISA", "IEA"),
    ("ISA", "GS", "GE", "IEA"),
]


def read(data: bytes) -> Batch:
    return x12_835.read(io.BytesIO(data), key=b"k" * 32, today=date(2026, 1, 15))


def gist(batch: Batch) -> tuple[object, ...]:
    """Everything but the numbers of segments, which move with lost frames."""
    assert batch.totals is not None
    return tuple(replace(line, row=0) for line in batch.lines), replace(batch.totals, unread=())


PLAIN = gist(read(written(segments(*PAYS))))


def isa_of(parts: list[Segment], width: int) -> list[Segment]:
    if parts[0][0] != "ISA":
        return parts
    head = [value.strip().ljust(width) if n in (2, 4, 6, 8) else value for n, value in enumerate(parts[0])]
    return [head, *parts[1:]]


@settings(max_examples=400, deadline=None)
@given(
    element=st.sampled_from(ELEMENTS),
    component=st.sampled_from(COMPONENTS),
    terminator=st.sampled_from(TERMINATORS),
    after=st.sampled_from(AFTER),
    before=st.sampled_from(BEFORE),
    behind=st.sampled_from(BEHIND),
    encoding=st.sampled_from(ENCODINGS),
    lost=st.sampled_from(FRAMES),
    width=st.sampled_from([1, 10, 15, 40]),
    twice=st.booleans(),
)
def test_any_shape_gives_the_same_reading(
    element: str, component: str, terminator: str, after: str, before: bytes, behind: bytes, encoding: str,
    lost: tuple[str, ...], width: int, twice: bool,
) -> None:  # fmt: skip
    parts = isa_of([s for s in segments(*PAYS) if s[0] not in lost], width)
    data = written(parts, element, component, terminator, after)
    if twice and "ISA" not in lost:  # a second interchange under the usual delimiters; the same claims, counted once
        data += written(segments(*PAYS))
    whole = before + data + behind
    if encoding != "latin-1" and before not in (b"\xef\xbb\xbf", b"\x00\x00"):
        whole = whole.decode("latin-1").encode(encoding)
    batch = read(whole)
    lines, totals = gist(batch)
    if twice and "ISA" not in lost:
        assert batch.totals is not None
        assert batch.totals.claims == 8
        assert lines == PLAIN[0]
    else:
        assert (lines, totals) == PLAIN
    assert x12_835.looks_like(whole[:65536])
