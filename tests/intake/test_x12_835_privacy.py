"""Nothing that could tell whose claim it is leaves the reader. Proved value by value, place by place.

The payer's name and identifier, the clinic's state and the coded facts of a line may leave (see docs/privacy.md).
Control totals are shown to the sender and never stored; they are sums of amounts and are left out of the comparison.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.intake.made_835 import Clp, Pay, Segment, Svc, segments, written
from tracker import reference
from tracker.errors import Rejected
from tracker.intake import x12_835
from tracker.intake.model import Batch

KEY = b"k" * 32
PEOPLE: list[Segment] = [
    ["NM1", "IL", "1", "SUBSCRIBERFAMILY", "SUBSCRIBERGIVEN", "Q", "", "JR", "MI", "SUBSCRIBERID44"],
    ["NM1", "82", "1", "RENDERINGFAMILY", "RENDERINGGIVEN", "", "", "", "XX", "1777777771"],
    ["PER", "CX", "CONTACTNAME", "TE", "8005551234", "EM", "person@example.org"],
    ["REF", "EA", "RECORDNUMBER99"],
    ["REF", "1L", "GROUPNUMBER88"],
    ["AMT", "AU", "431.07"],
    ["DTM", "050", "20250402"],
]
GIVEN = Pay(
    claims=(
        Clp(
            (Svc(cas=("CO-45 20.00",), modifiers=("GP",), control="LINECONTROL1"),),
            number="CLAIMNUMBER55",
            day="20250309",
        ),
        Clp((Svc(code="97551", paid="0", charge="51.43", cas=("PR-204 51.43",), remarks=("N130",)),), number="CLAIM66"),
    ),
    extra=tuple(PEOPLE),
    plb=(("WO:PLBREFERENCE7", "1.00"),),
)


def said(batch: Batch) -> str:
    """All that a batch holds or shows, but for the control totals and the month of payment (a month, never a day)."""
    shown = x12_835.as_json(batch)
    for name in ("charge_total", "paid_total", "adjustment_total"):
        del shown[name]
    totals = batch.totals
    assert totals is not None
    assert batch.remitted == "" or re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", batch.remitted)
    return repr(replace(batch, totals=None, sha256="", remitted="")) + repr(totals.unread) + json.dumps(shown)


def private_values(parts: list[Segment], component: str = ":") -> Iterator[str]:
    """Every name, id, address, date and number of the input: each element, and each part of one."""
    for values in parts:
        payer = values[0] == "N1" and values[1] == "PR"
        for place, value in enumerate(values[1:], 1):
            if payer and place in (2, 4):
                continue
            if values[0] == "REF" and values[1] in ("2U", "NF"):
                continue
            yield from {value, *value.split(component), *value.split()}


def allowed(parts: list[Segment]) -> set[str]:
    """What may leave: payer, coded facts, and words that the report itself uses."""
    payer = {word for s in parts if s[:2] == ["N1", "PR"] for word in (*s[2:], *s[2].split())}
    svc = {part for s in parts if s[0] == "SVC" for value in (s[1], *s[6:7]) for part in value.split(":")}
    reasons = {value for s in parts if s[0] in ("CAS", "LQ", "MOA", "MIA") for value in s[1:]}
    return payer | svc | reasons


def leaks(batch: Batch, parts: list[Segment], component: str = ":") -> set[str]:
    text = said(batch).upper()
    free = {value.upper() for value in allowed(parts)} | PROGRAM_WORDS
    payer = " ".join(value for s in parts if s[:2] == ["N1", "PR"] for value in s[2:]).upper()
    found = set()
    for value in private_values(parts, component):
        value = value.strip().upper()
        if len(value) < 4 or value in free or value in payer:
            continue
        if re.search(rf"(?<![A-Z0-9]){re.escape(value)}(?![A-Z0-9])", text):
            found.add(value)
    return found


def test_no_value_of_the_input_is_in_the_batch() -> None:
    parts = segments(GIVEN)
    batch = x12_835.read(io.BytesIO(written(parts)), key=KEY, today=date(2026, 1, 15))
    assert len(batch.lines) == 2
    assert leaks(batch, parts) == set()


def test_the_search_would_find_a_leak() -> None:
    parts = segments(GIVEN)
    batch = x12_835.read(io.BytesIO(written(parts)), key=KEY)
    for value in ("PATIENTFAMILY", "CLAIM66", "20250310", "1999999984"):
        assert value in leaks(replace(batch, notes=(f"seen: {value}",)), parts)


CANARIES = ("ZQXJWKVU", "48151623", "4815-16-23")


@pytest.mark.parametrize("canary", CANARIES)
def test_no_place_of_a_remittance_lets_a_value_through(canary: str) -> None:
    """The canary is put in every element in turn; only the payer's name and identifier may show it."""
    whole = segments(GIVEN)
    shown = set()
    for row, values in enumerate(whole):
        for place in range(1, len(values) + 1):
            parts = [list(s) for s in whole]
            if place < len(values):
                parts[row][place] = canary
            else:
                parts[row].append(canary)
            try:
                batch = x12_835.read(io.BytesIO(written(parts)), key=KEY, today=date(2026, 1, 15))
            except Rejected as problem:
                assert canary not in str(problem)
                continue
            if canary in said(batch):
                shown.add((values[0], values[1], place))
    assert shown <= {("N1", "PR", 2), ("N1", "PR", 4), ("N1", "PE", 1)}, "N1*PE*...: a payee that is called PR"


def test_no_part_of_a_composite_lets_a_value_through() -> None:
    whole = segments(GIVEN)
    svc = next(n for n, s in enumerate(whole) if s[0] == "SVC")
    for place in range(9):
        parts = [list(s) for s in whole]
        composite = ["HC", "97550", "GP", "95", "KX", "59", "", ""]
        composite[place : place + 1] = ["ZQXJWKVU"]
        parts[svc][1] = ":".join(composite)
        batch = x12_835.read(io.BytesIO(written(parts)), key=KEY)
        assert "ZQXJWKVU" not in said(batch)


def test_another_key_gives_other_fingerprints_and_the_same_facts() -> None:
    data = written(segments(GIVEN))
    one, two = (x12_835.read(io.BytesIO(data), key=key) for key in (b"1" * 32, b"2" * 32))
    for a, b in zip(one.lines, two.lines, strict=True):
        assert {a.claim_key, a.line_key, a.practice}.isdisjoint({b.claim_key, b.line_key, b.practice})
        without = {"claim_key": None, "line_key": None, "practice": None, "money_key": None}
        assert a.money_key != b.money_key
        assert replace(a, **without) == replace(b, **without)


def test_the_samples_leave_nothing_behind(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their codes are made tracked ones, so that all their lines are kept."""
    for file in sorted((samples / "835").iterdir()):
        if file.suffix not in (".835", ".edi", ".txt", ".dat"):
            continue
        text = file.read_bytes().decode("latin-1")
        element = next(sign for sign in ("|", "+", "*") if f"CLP{sign}" in text)
        parts = [s.strip().split(element) for s in text.split("~") if s.strip()]
        composites = [s[1] for s in parts if s[0] == "SVC" and len(s) > 1]
        codes = {part for c in composites for part in re.split(r"[:>^|]", c) if re.fullmatch(r"[A-Z0-9]{5}", part)}
        known = reference.codes()["G0541"]
        everything = {code: replace(known, code=code) for code in codes}
        with monkeypatch.context() as patch:
            patch.setattr(reference, "codes", lambda known=everything: known)
            batch = x12_835.read(file, key=KEY)
        assert leaks(batch, parts) - codes == set(), file.name


PROGRAM_WORDS = {
    "PAYER", "PAYMENT", "CLAIM", "CLAIMS", "LINE", "SERVICE", "REMITTANCE", "PROVIDER", "SEGMENT", "ADJUSTMENT", "CODE",
    "2025", "2026", "TEST", "NAME", "COUNT", "NUMBER", "NUMBERS", "DATE", "OTHER", "HEADER", "SUM",
}  # fmt: skip
