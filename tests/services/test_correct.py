"""Corrections: a departure with its reason and a guard that complains when the source no longer says so."""

from __future__ import annotations

import pytest

from tests.intake.test_evidence_file import pdf
from tests.services.test_decide import row_of
from tracker.errors import NotAllowed, OutOfDate, Rejected
from tracker.people import LOCAL, Person
from tracker.services import correct, decide
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


def about(title: str = "A policy", guard: str = "") -> NewCorrection:
    source = decide.source_id("The payer", title, "https://payer.example/policy")
    return NewCorrection("source", source, "from July 2025", "from June 2025", "its own letter says June", guard)


def test_a_guard_complains_once_the_newest_document_of_the_source_no_longer_says_so() -> None:
    decide.record_many([row_of()], "uhc", LOCAL, document=pdf("Paid from July 2025."))
    number = correct.record(about(guard="from  JULY 2025"), LOCAL)
    assert correct.complaints(LOCAL) == []
    decide.record_many([row_of(code="97551")], "uhc", LOCAL, document=pdf("Paid from June 2025."))
    (complaint,) = correct.complaints(LOCAL)
    assert complaint["correction_id"] == number and "from  JULY 2025" in complaint["guard_found"].words
    assert correct.listed(LOCAL)[0]["status"] == "open", "it never closes by itself"
    correct.close(number, "mended", LOCAL)
    assert correct.complaints(LOCAL) == []


def test_where_no_document_is_kept_the_guard_looks_at_the_passage() -> None:
    number = decide.record(row_of(evidence="paid from July 2025"), "uhc", LOCAL)
    correct.record(about(guard="from July 2025"), LOCAL)
    assert [r["guard_found"].holds for r in correct.watched(LOCAL)] == [True]
    decide.withdraw(number, "read wrongly", LOCAL)
    decide.record(row_of(code="97552", evidence="paid from June"), "uhc", LOCAL)
    assert [r["guard_found"].holds for r in correct.watched(LOCAL)] == [False]


@pytest.mark.parametrize(("kind", "words"), [("decision", "UnitedHealthcare"), ("payer", "UnitedHealthcare")])
def test_a_decision_or_a_registry_entry_may_be_departed_from_too(kind: str, words: str) -> None:
    number = decide.record(row_of(), "uhc", LOCAL)
    new = NewCorrection(kind, "uhc" if kind == "payer" else str(number), "one thing", "another", "a reason")
    correct.record(new, LOCAL)
    assert words in correct.listed(LOCAL)[0]["about"]
    assert correct.watched(LOCAL)[0]["guard_found"].holds is None


def test_only_the_desk_corrects() -> None:
    with pytest.raises(NotAllowed):
        correct.record(NEW, Person("m", "m", Role.MEMBER))
