"""Corrections: a departure with its reason and a guard that complains when the source no longer says so."""

from __future__ import annotations

import pytest

from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.people import LOCAL, Person
from tracker.services import correct
from tracker.store.corrections import NewCorrection
from tracker.vocabulary import Role

NEW = NewCorrection(
    "source", "codingintel-cts", "bundled in 2023", "bundled until the end of 2023", "the year is meant"
)


def test_a_departure_is_on_the_public_log_until_it_is_closed_once() -> None:
    number = correct.record(NEW, LOCAL)
    row = correct.listed(Person("m", "m", Role.MEMBER))[0]
    assert (row["status"], row["we_hold"]) == ("open", NEW.we_hold)
    assert "who" not in row and "name" not in row
    correct.close(number, "mended", LOCAL)
    assert correct.listed(LOCAL)[0]["status"] == "mended"
    with pytest.raises(OutOfDate):
        correct.close(number, "mended", LOCAL)


@pytest.mark.parametrize("missing", ["source_says", "we_hold", "reason", "object_id"])
def test_what_is_missing_is_asked_for(missing: str) -> None:
    values = {**NEW.__dict__, missing: " " if missing != "object_id" else ""}
    with pytest.raises(Rejected):
        correct.record(NewCorrection(**values), LOCAL)


def test_a_guard_that_never_stood_in_the_source_is_refused() -> None:
    with pytest.raises(Rejected, match="guard"):
        correct.record(NewCorrection(**{**NEW.__dict__, "guard": "no such words anywhere"}), LOCAL)


def test_only_the_desk_corrects() -> None:
    with pytest.raises(NotAllowed):
        correct.record(NEW, Person("m", "m", Role.MEMBER))
