"""Documents kept beside the store: once each by SHA-256, cited with page or cell, several for one decision."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.intake.test_evidence_file import pdf, xlsx
from tests.services.test_decide import COLLEAGUE, held, row_of
from tracker.errors import NotAllowed, OutOfDate, Rejected, StoreProblem
from tracker.people import LOCAL, Person
from tracker.services import decide, evidence, publish
from tracker.settings import settings
from tracker.store import decisions, live, sources
from tracker.store import evidence as register
from tracker.store.connection import reading
from tracker.vocabulary import Role

POLICY, SECOND = pdf("Caregiver training is paid.", "No authorization is needed."), xlsx("97550: covered")
SHA = hashlib.sha256(POLICY).hexdigest()


def files() -> list[Path]:
    return sorted(p for p in settings().evidence_dir.rglob("*") if p.is_file())


def test_the_same_document_is_kept_once_however_often_it_is_cited() -> None:
    decide.record_many([row_of(place="page 2"), row_of(code="97551", place="page 2")], "uhc", LOCAL, document=POLICY)
    decide.record_many([row_of(code="96202", place="page 1")], "uhc", LOCAL, document=POLICY)
    assert [f.name for f in files()] == [f"{SHA}.pdf"]
    assert files()[0].parent.name == SHA[:2]
    with reading(settings().store) as db:
        (row,) = db.query("select * from evidence")
        cited = {(c["code"], c["place"], c["sha256"]) for c in decisions.cited(db) if c["payer_id"] == "uhc"}
    assert (row["sha256"], row["media_type"], row["bytes"], row["pages"]) == (SHA, "application/pdf", len(POLICY), 2)
    assert cited == {("97550", "page 2", SHA), ("97551", "page 2", SHA), ("96202", "page 1", SHA)}


def test_a_document_is_handed_out_as_it_came_and_by_a_name_that_tells_nothing() -> None:
    decide.record_many([row_of()], "uhc", LOCAL, document=POLICY)
    member = Person("m", "m", Role.MEMBER)
    assert evidence.fetch(SHA, member) == (POLICY, "application/pdf")
    assert evidence.named(SHA, member) == (f"evidence-{SHA[:12]}.pdf", "application/pdf")
    assert "No authorization is needed." in evidence.words(SHA, member)


def test_a_decision_rests_on_several_sources_each_with_its_document_and_place() -> None:
    (first,) = decide.record_many([row_of(place="page 1", evidence="paid")], "uhc", LOCAL, document=POLICY)
    checked = decide.check(first, COLLEAGUE)
    other = row_of(source_title="Fee schedule", source_url="", place="B7", evidence="listed as covered")
    (number,) = decide.cite([checked], other, COLLEAGUE, document=SECOND)
    with reading(settings().store) as db:
        cited = [c for c in sources.citations(db, "uhc") if c["decision_id"] == number]
    assert [(c["title"], c["place"], c["quotation"], c["sha256"]) for c in cited] == [
        ("A policy", "page 1", "paid", SHA),
        ("Fee schedule", "B7", "listed as covered", hashlib.sha256(SECOND).hexdigest()),
    ]
    assert len(files()) == 2
    rows = [r for r in publish.rows(LOCAL) if r["payer_id"] == "uhc"]
    assert [(r["title"], r["sha256"]) for r in rows] == [(c["title"], c["sha256"]) for c in cited]


def test_whoever_adds_a_source_answers_for_it_and_a_colleague_checks_anew() -> None:
    checked = decide.check(decide.record(row_of(), "uhc", LOCAL), COLLEAGUE)
    (number,) = decide.cite([checked], row_of(source_title="Another"), COLLEAGUE)
    (now,) = held()
    assert (now["recorded_by"], now["checked_by"], now["last_checked"]) == ("colleague", None, "2026-11-01")
    with pytest.raises(NotAllowed):
        decide.check(number, COLLEAGUE)
    with pytest.raises(OutOfDate):
        decide.cite([checked], row_of(source_title="Late"), LOCAL)
    decide.check(number, LOCAL)


def test_another_edition_is_a_source_of_its_own_and_still_the_same_voice() -> None:
    decide.record(row_of(source_published="2025-01-01"), "uhc", LOCAL)
    decide.record(row_of(source_published="2026-01-01", status="covered"), "uhc", LOCAL)
    (now,) = held()
    assert (now["status"], now["published"]) == ("covered", "2026-01-01")
    decide.record(row_of(source_published="2025-01-01", code="97551"), "uhc", LOCAL)
    assert [s["published"] for s in decide.sources_of("uhc", LOCAL)].count("2025-01-01") == 1
    assert len(decide.sources_of("uhc", LOCAL)) == 2


def test_a_correction_keeps_the_document_and_the_other_sources() -> None:
    (number,) = decide.record_many([row_of(place="page 1")], "uhc", LOCAL, document=POLICY)
    (number,) = decide.cite([number], row_of(source_title="Fee schedule", place="B7"), LOCAL)
    meant = row_of(status="bundled", source_title="A policy, as corrected")
    decide.record_many([meant], "uhc", LOCAL, instead_of={("CA", "97550"): number})
    (now,) = held()
    with reading(settings().store) as db:
        cited = {
            c["title"]: c["sha256"] for c in sources.citations(db, "uhc") if c["decision_id"] == now["decision_id"]
        }
    assert now["status"] == "bundled" and cited == {"A policy, as corrected": SHA, "Fee schedule": None}


def test_a_place_that_the_document_does_not_have_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(Rejected, match="no page 9"):
        decide.record_many([row_of(place="page 9")], "uhc", LOCAL, document=POLICY)
    assert files() == [] and held() == []


def test_what_is_no_document_or_too_large_is_refused_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Rejected, match="kind"):
        decide.record_many([row_of()], "uhc", LOCAL, document=b"MZ\x90\x00\x03\x00\x00")
    monkeypatch.setenv("TRACKER_UPLOAD_MB", "1")
    with pytest.raises(Rejected, match="limit is 1 MB"):
        decide.record_many([row_of()], "uhc", LOCAL, document=b"a" * (2**20 + 1))
    assert files() == [] and held() == []


def test_the_limit_of_a_document_is_a_policy_not_an_archive() -> None:
    with pytest.raises(Rejected, match=f"limit is {evidence.MOST_MEGABYTES} MB"):
        evidence.inspect(b"a" * (evidence.MOST_MEGABYTES * 2**20 + 1), LOCAL)


def test_a_decision_that_is_refused_keeps_its_document_out_of_the_register() -> None:
    """The file may lie there: nobody cites it, and the next one to bring it finds it."""
    with pytest.raises(Rejected):
        decide.record_many([row_of(source_title="")], "uhc", LOCAL, document=POLICY)
    with reading(live.ensure(settings().store)) as db:
        assert register.find(db, SHA) is None


def test_a_document_that_was_changed_or_lost_is_said_and_never_handed_out() -> None:
    decide.record_many([row_of()], "uhc", LOCAL, document=POLICY)
    files()[0].write_bytes(POLICY + b"%")
    with pytest.raises(StoreProblem, match="changed"):
        evidence.fetch(SHA, LOCAL)
    files()[0].unlink()
    with pytest.raises(StoreProblem, match="missing"):
        evidence.fetch(SHA, LOCAL)
    with pytest.raises(Rejected, match="never kept"):
        evidence.fetch("0" * 64, LOCAL)
    decide.record_many([row_of(code="97551")], "uhc", LOCAL, document=POLICY)  # whoever has it brings it back
    assert evidence.fetch(SHA, LOCAL)[0] == POLICY


def test_documents_are_for_this_program_alone() -> None:
    decide.record_many([row_of()], "uhc", LOCAL, document=POLICY)
    assert files()[0].stat().st_mode & 0o077 == 0
    with pytest.raises(NotAllowed):
        evidence.keep(POLICY, Person("m", "m", Role.MEMBER))
