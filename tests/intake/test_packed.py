"""A long list of lines reads like a tuple and takes little memory."""

from __future__ import annotations

import tracemalloc
from dataclasses import astuple

from tracker.intake.model import Line
from tracker.intake.packed import FIELDS, PAGE, SMALL, Packed, values_of
from tracker.vocabulary import LineOfBusiness, Outcome


def a_line(n: int) -> Line:
    return Line(
        n, "97550", "2025-03", Outcome.DENIED, "Prairie Mutual", None, ("GP", "95"), 2, "OH", LineOfBusiness.COMMERCIAL,
        ("CO-96", "N130"), "99901", "11", "4", False, f"{n:032x}", f"{n * 7:032x}", f"{n * 9:032x}", ("duplicate",), f"{n:016x}",
    )  # fmt: skip


def test_it_reads_like_a_tuple() -> None:
    lines = tuple(a_line(n) for n in range(2 * PAGE + 7))
    packed = Packed(lines)
    assert len(packed) == len(lines)
    assert tuple(packed) == lines
    assert packed == lines
    assert packed[0] == lines[0] and packed[-1] == lines[-1] and packed[PAGE] == lines[PAGE]
    assert packed[PAGE - 2 : PAGE + 2] == lines[PAGE - 2 : PAGE + 2]
    assert packed[:0] == ()


def test_values_keep_the_order_of_the_fields() -> None:
    assert values_of(a_line(3)) == astuple(a_line(3))
    assert Line(*values_of(a_line(3))) == a_line(3)
    assert len(FIELDS) == len(values_of(a_line(3)))


def test_short_lists_are_handed_on_as_tuples() -> None:
    assert isinstance(Packed(a_line(n) for n in range(3)).handed_on(), tuple)
    assert isinstance(Packed(a_line(n) for n in range(SMALL + 1)).handed_on(), Packed)


def test_it_takes_a_tenth_of_the_memory() -> None:
    tracemalloc.start()
    packed = Packed(a_line(n) for n in range(20 * PAGE))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / len(packed) < 120  # bytes a line; as objects about a thousand
