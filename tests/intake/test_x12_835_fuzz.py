"""Damage of every kind: no crash, no hang, no silent zero. And two outside readers, where they are installed, agree."""

from __future__ import annotations

import importlib.util
import io
import random
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.made_835 import Clp, Pay, Segment, Svc, remittance, segments, written
from tracker.errors import Rejected
from tracker.intake import x12_835
from tracker.intake.model import Batch, Totals835

TODAY = date(2026, 1, 15)
money = st.integers(0, 99_999).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
signed = st.integers(-9_999, 99_999).map(lambda cents: str(Decimal(cents) / 100))
adjustment = st.builds(
    lambda group, pairs: " ".join([f"{group}-{pairs[0][0]} {pairs[0][1]}", *(f"{c} {m}" for c, m in pairs[1:])]),
    st.sampled_from(["CO", "PR", "OA", "PI", "CR"]),
    st.lists(st.tuples(st.sampled_from(["45", "96", "1", "204", "97", "A1"]), signed), min_size=1, max_size=6),
)
services = st.builds(
    Svc,
    code=st.sampled_from(["97550", "97551", "97110", "G0541", "D0120"]),
    charge=money,
    paid=money,
    cas=st.lists(adjustment, max_size=3).map(tuple),
    units=st.sampled_from(["", "0", "1", "2", "1.5"]),
    day=st.sampled_from(["20250310", "20250309", ""]),
    remarks=st.lists(st.sampled_from(["N130", "MA01", "M80"]), max_size=2).map(tuple),
)
claim_of = st.builds(
    Clp,
    lines=st.lists(services, max_size=3).map(tuple),
    number=st.sampled_from(["A1", "B2", "C3", "0", ""]),
    status=st.sampled_from(["1", "2", "4", "19", "22", "25", "", "99"]),
    charge=signed,
    paid=signed,
    cas=st.lists(adjustment, max_size=2).map(tuple),
)
payments = st.lists(st.builds(Pay, claims=st.lists(claim_of, max_size=4).map(tuple)), min_size=1, max_size=3)
DELIMITERS = [("*", ":", "~", ""), ("|", "^", "~", "\n"), ("*", ">", "\n", ""), ("+", ":", "'", "\r\n")]


def read(data: bytes) -> Batch:
    batch = x12_835.read(io.BytesIO(data), key=b"k" * 32, today=TODAY)
    assert batch.rows == len(batch.lines) + len(batch.problems) + len(batch.set_aside)
    return batch


def totals_of(parts: list[Segment]) -> tuple[object, ...]:
    """The same figures, counted from the segments the plain way."""
    cas = [s[n : n + 2] for s in parts if s[0] == "CAS" for n in range(2, len(s) - 1, 3)]
    return (
        sum(s[0] == "CLP" for s in parts),
        sum(s[0] == "SVC" for s in parts),
        len(cas),
        sum((Decimal(s[3]) for s in parts if s[0] == "CLP"), Decimal(0)),
        sum((Decimal(s[4]) for s in parts if s[0] == "CLP"), Decimal(0)),
        sum((Decimal(amount) for _, amount in cas), Decimal(0)),
    )


def figures(totals: Totals835 | None) -> tuple[object, ...]:
    assert totals is not None
    t = totals
    return t.claims, t.service_lines, t.cas_triplets, t.charge_total, t.paid_total, t.adjustment_total


@settings(max_examples=150, deadline=None)
@given(pays=payments, delimiters=st.sampled_from(DELIMITERS))
def test_every_figure_is_as_counted_the_plain_way(pays: list[Pay], delimiters: tuple[str, str, str, str]) -> None:
    parts = segments(*pays)
    batch = read(written(parts, *delimiters))
    assert figures(batch.totals) == totals_of(parts)
    assert batch.totals is not None
    assert batch.totals.unread == ()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    x12_835.looks_like(data)
    try:
        read(data)
    except Rejected as problem:
        assert problem.next_step


WHOLE = remittance(
    Pay(
        claims=(
            Clp((Svc(cas=("CO-45 20.00",)), Svc(code="97110", cas=("CO-45 20.00",)))),
            Clp(number="B2", status="22"),
        )
    ),
    Pay(claims=(Clp((Svc(paid="0", cas=("CO-96 100.00",), remarks=("N130",)),), number="C3", remarks=("MA01",)),)),
)


def damaged(rng: random.Random) -> bytes:
    """The whole file with a few bytes changed, taken out, put in, doubled or cut."""
    data = bytearray(WHOLE)
    for _ in range(rng.randrange(1, 8)):
        at = rng.randrange(len(data) or 1)
        kind = rng.randrange(6)
        if kind == 0:
            data[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            del data[at : at + rng.randrange(1, 40)]
        elif kind == 2:
            data[at:at] = rng.choice([b"~", b"*", b":", b"\n", b"ISA*", b"\x00", b"CLP*", b"~~~", b"9" * 40, b"E99999"])
        elif kind == 3:
            data[at:at] = data[at : at + rng.randrange(200)]
        elif kind == 4:
            data[at:] = data[at:][: rng.randrange(len(data))]
        else:
            data = data[at:] + data[:at]
    return bytes(data)


def test_damage_never_crashes_hangs_or_gives_a_silent_zero() -> None:
    rng = random.Random(835)
    slowest = 0.0
    for _ in range(1500):
        data = damaged(rng)
        started = time.perf_counter()
        try:
            batch = read(data)
        except Rejected:
            continue
        finally:
            slowest = max(slowest, time.perf_counter() - started)
        assert batch.totals is not None
        nothing = not batch.totals.claims and not batch.totals.service_lines
        said = batch.totals.unread or batch.notes
        assert said or not nothing, data
    assert slowest < 2


LONG = [
    (WHOLE[:106] + b"x" * 3_000_000, "no terminator for megabytes"),
    (WHOLE[:300] + b"*" * 2_000_000, "two million elements"),
    (WHOLE[:300] + b"~" * 2_000_000, "two million empty segments"),
    (WHOLE[:106] + b"\nCLP*" * 300_000, "line ends without terminators"),
    (b"ISA*00*" * 200_000, "headers only"),
    (b"ISA" * 500_000, "almost headers"),
    (WHOLE[:300] + b"~CAS*CO" + b"*45*1*" * 300_000, "one endless adjustment"),
    (b"ST*835*1~" + b"CLP*A*1*1*1~" + b"CAS*CO*45*1~" * 200_000, "adjustments without an end"),
]


@pytest.mark.parametrize(("data", "why"), LONG, ids=[why for _, why in LONG])
def test_nothing_takes_for_ever(data: bytes, why: str) -> None:
    started = time.perf_counter()
    try:
        batch = read(data)
    except Rejected:
        pass
    else:
        assert batch.totals is not None
        assert len(batch.totals.unread) <= 1001
        assert len(batch.notes) < 30
    assert time.perf_counter() - started < 10, why


# --- outside readers --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(importlib.util.find_spec("oxedi") is None, reason="oxedi is not installed")
@settings(max_examples=40, deadline=None)
@given(pays=payments)
def test_oxedi_counts_the_same(pays: list[Pay]) -> None:
    import oxedi

    data = remittance(*pays)
    tables = oxedi.parse(data).tables
    theirs = tuple(len(tables[name]) for name in ("claims", "services", "adjustments"))
    assert figures(read(data).totals)[:3] == theirs


@pytest.mark.skipif(importlib.util.find_spec("pyx12") is None, reason="pyx12 is not installed")
def test_pyx12_sees_the_same_segments(tmp_path: Path) -> None:
    from pyx12.x12file import X12Reader

    file = tmp_path / "made.835"
    file.write_bytes(WHOLE)
    tags = [segment.get_seg_id() for segment in X12Reader(str(file))]
    batch = read(WHOLE)
    assert batch.totals is not None
    assert (tags.count("CLP"), tags.count("SVC")) == (batch.totals.claims, batch.totals.service_lines)
    assert tags[batch.lines[0].row - 1] == "SVC"
