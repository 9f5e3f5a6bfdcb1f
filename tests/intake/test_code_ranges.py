"""Codes in few letters: every way of writing them, as a table; and whatever is written, never a code that is not tracked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import reference
from tracker.errors import Rejected
from tracker.intake import code_ranges

ALL = tuple(reference.codes())
READS = [
    ("97550", "97550"),
    ("97550-97552", "97550 97551 97552"),
    ("97550–97552", "97550 97551 97552"),
    ("97550 to 97552", "97550 97551 97552"),
    ("97550 through 97552", "97550 97551 97552"),
    ("97550-2", "97550 97551 97552"),
    ("97550-52", "97550 97551 97552"),
    ("97550/1/2", "97550 97551 97552"),
    ("97550/97552", "97550 97552"),
    ("96202, 96203", "96202 96203"),
    ("96202;96203", "96202 96203"),
    ("96202 96203", "96202 96203"),
    ("g0541-3", "G0541 G0542 G0543"),
    ("G0539-G0543", "G0539 G0540 G0541 G0542 G0543"),
    ("97000-97999", "97550 97551 97552"),
    ("97552, 97550", "97550 97552"),
    ("97550, 97550", "97550"),
    ("", ""),
    (" , ; ", ""),
]
REFUSED = [
    "97110",
    "97550, 97110",
    "97110-97112",
    "G0541-97552",
    "97552-97550",
    "code",
    "9755",
    "97550-",
    "-97552",
    "99",
]


@pytest.mark.parametrize(("written", "meant"), READS)
def test_codes_are_read_in_the_order_of_the_registry(written: str, meant: str) -> None:
    assert code_ranges.read([written]) == tuple(meant.split())


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_not_tracked_is_named_and_never_dropped(written: str) -> None:
    with pytest.raises(Rejected) as found:
        code_ranges.read([written])
    assert found.value.next_step


def test_all_means_all_and_several_texts_add_up() -> None:
    assert code_ranges.read(["all"]) == ALL
    assert code_ranges.read(["96203", "96202"]) == ("96202", "96203")


def test_every_family_that_is_offered_reads_as_its_codes() -> None:
    families = code_ranges.families()
    assert families["97550-97552"] == ("97550", "97551", "97552")
    for words, codes in families.items():
        assert code_ranges.read([words]) == codes


@given(st.lists(st.text(alphabet="0123456789GgAL/-–,; tofhru", max_size=20), max_size=4))
def test_whatever_is_written_gives_tracked_codes_or_a_reason(texts: list[str]) -> None:
    try:
        found = code_ranges.read(texts)
    except Rejected as reason:
        assert reason.what and reason.next_step
    else:
        assert set(found) <= set(ALL) and len(found) == len(set(found))


@given(st.sets(st.sampled_from(ALL), min_size=1))
def test_codes_in_few_letters_read_back_as_themselves(codes: set[str]) -> None:
    assert set(code_ranges.read([code_ranges.words(codes)])) == codes


def test_a_whole_run_is_said_as_one() -> None:
    assert code_ranges.words(["97552", "97550", "97551", "96202"]) == "96202, 97550-97552"
