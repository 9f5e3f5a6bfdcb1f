"""From a document to the ledger: proposals, accept with evidence, reject once for all, silence, version against version."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tracker.errors import NotAllowed, Rejected
from tracker.people import LOCAL, Person
from tracker.services import documents
from tracker.services.documents import Citing
from tracker.settings import settings
from tracker.store import decisions, scans
from tracker.store.connection import reading
from tracker.vocabulary import LineOfBusiness, Role

CITING = Citing("uhc", "commercial", "", "UnitedHealthcare", "A made policy", "https://payer.example/policy")
PAYS = "Effective July 1, 2025, the plan covers 97550 and 97551 when a therapy plan of care is on file."
REFUSES = "CPT 97552 is not covered."


def docx(folder: Path, *paragraphs: str) -> Path:
    path = folder / "made.docx"
    made = Document()
    for words in paragraphs:
        made.add_paragraph(words)
    made.save(str(path))
    return path


def test_an_accepted_proposal_is_an_unchecked_decision_with_its_evidence(tmp_path: Path) -> None:
    path = docx(tmp_path, PAYS, REFUSES)
    found = documents.read(path, LOCAL)
    taken = [p.mention for p in found.proposals if p.decided]
    assert {(m.code, m.status) for m in taken} >= {("97552", "not_covered")}
    documents.accept(taken, CITING, path.read_bytes(), LOCAL)
    with reading(settings().store) as db:
        held = {d["code"]: d for d in decisions.known(db, payer_id="uhc")}
        cited = decisions.cited(db)
    assert held["97552"]["status"] == "not_covered" and held["97552"]["checked_by"] is None
    assert held["97550"]["effective_from"] == "2025-07-01"
    assert {c["sha256"] for c in cited if c["payer_id"] == "uhc"} == {found.scan.sha256}
    assert all(p.state == "accepted" for p in documents.read(path, LOCAL).proposals if p.decided)


def test_a_rejected_proposal_is_not_offered_again(tmp_path: Path) -> None:
    path = docx(tmp_path, REFUSES)
    found = documents.read(path, LOCAL)
    documents.reject(found, [p.mention for p in found.proposals], LOCAL, "about another plan")
    assert {p.state for p in documents.read(path, LOCAL).proposals} == {"rejected"}


def test_what_is_undecided_cannot_be_recorded_until_a_person_says(tmp_path: Path) -> None:
    path = docx(tmp_path, "See also 97550.")
    found = documents.read(path, LOCAL)
    undecided = [p.mention for p in found.proposals if not p.decided]
    assert undecided
    with pytest.raises(Rejected):
        documents.accept(undecided, CITING, path.read_bytes(), LOCAL)
    documents.accept(
        [documents.corrected(undecided[0], "covered", "unknown", "2025-01-01", None)], CITING, path.read_bytes(), LOCAL
    )


def test_silence_is_recorded_only_of_what_was_read_to_its_end_without_a_find(tmp_path: Path) -> None:
    silent = documents.read(docx(tmp_path, "Parking is free for members."), LOCAL)
    documents.record_silence(silent, CITING, LineOfBusiness.COMMERCIAL, LOCAL)
    with reading(settings().store) as db:
        check = decisions.checks(db)[0]
        assert (check["payer_id"], check["found"]) == ("uhc", "nothing")
        assert silent.scan.sha256 in scans.known(db)
    with pytest.raises(Rejected):
        documents.record_silence(documents.read(docx(tmp_path, PAYS), LOCAL), CITING, LineOfBusiness.COMMERCIAL, LOCAL)


def test_only_the_desk_reads_documents(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        documents.read(docx(tmp_path, PAYS), Person("m", "m", Role.MEMBER))


@pytest.mark.parametrize(
    ("words", "payer_type", "business"),
    [
        ("Medicare Advantage", "commercial", LineOfBusiness.MEDICARE_ADVANTAGE),
        ("Medicaid plan", "commercial", LineOfBusiness.MEDICAID_MANAGED_CARE),
        ("Exchange products", "commercial", LineOfBusiness.MARKETPLACE),
        (None, "medicaid_ffs", LineOfBusiness.MEDICAID_FFS),
        (None, "commercial", LineOfBusiness.COMMERCIAL),
        ("other", "commercial", LineOfBusiness.COMMERCIAL),
    ],
)
def test_the_line_of_business_is_the_one_named_else_the_usual(
    words: str | None, payer_type: str, business: LineOfBusiness
) -> None:
    assert documents.line_of_business(words, payer_type) is business


@pytest.mark.parametrize(
    ("words", "businesses"),
    [
        ("medicare_advantage", [LineOfBusiness.MEDICARE_ADVANTAGE]),
        ("marketplace, commercial", [LineOfBusiness.MARKETPLACE, LineOfBusiness.COMMERCIAL]),
        ("commercial: HMO", [LineOfBusiness.COMMERCIAL]),
        (None, [LineOfBusiness.MEDICAID_FFS]),
    ],
)
def test_a_statement_on_two_products_is_recorded_for_both(words: str | None, businesses: list[LineOfBusiness]) -> None:
    assert list(documents.lines_of_business(words, "medicaid_ffs")) == businesses


def test_codes_of_a_range_are_one_statement_and_a_disputed_one_is_not_ready(tmp_path: Path) -> None:
    found = documents.read(docx(tmp_path, "97550 through 97552 are covered.", "Later: 97552 is not covered."), LOCAL)
    by_codes = {s.codes: s for s in documents.statements(found)}
    assert (
        by_codes[("97550", "97551")].ready if ("97550", "97551") in by_codes else by_codes[("97550", "97551", "97552")]
    )
    assert not any(s.ready for codes, s in by_codes.items() if codes == ("97552",))


def test_accepting_one_product_leaves_the_other_open(tmp_path: Path) -> None:
    path = docx(tmp_path, "For Medicaid members, G0541 is covered. For commercial members, G0541 is not covered.")
    found = documents.read(path, LOCAL)
    first, second = (p.mention for p in found.proposals)
    documents.accept([first], CITING, path.read_bytes(), LOCAL)
    left = documents.statements(documents.settled(found.scan, LOCAL))
    assert [s.first.line_of_business for s in left] == [second.line_of_business]


def piped(folder: Path, *rows: str) -> Path:
    path = folder / "grid.txt"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_rows_and_products_that_say_the_same_for_one_reason_are_one_statement_with_all_their_rows(
    tmp_path: Path,
) -> None:
    path = piped(tmp_path, "Code|Medicaid|Commercial", "97550|Covered|Not covered", "97551|Covered|Not covered", "97552|Not covered|Not covered")  # fmt: skip
    told = {(s.codes, s.products, s.first.status) for s in documents.statements(documents.read(path, LOCAL))}
    assert (("97550", "97551"), ("medicaid_ffs",), "covered") in told
    assert (("97550", "97551", "97552"), ("commercial",), "not_covered") in told
    (covered,) = (s for s in documents.statements(documents.read(path, LOCAL)) if s.first.status == "covered")
    near = documents.rows(path.read_bytes(), covered.first.place, LOCAL, covered.rows)
    assert [n for n, it, _ in near if it] == [2, 3]


@pytest.mark.parametrize(
    ("passage", "codes", "marked"),
    [
        ("CPT 97550-97552 are denied.", ["97551"], ["97550-97552"]),
        ("97550 and 97552 are denied.", ["97552"], ["97552"]),
        ("G0541 through G0543, 97550", ["G0542", "97550"], ["G0541 through G0543", "97550"]),
        ("97110 is paid.", ["97550"], []),
    ],
)
def test_a_code_is_marked_where_a_range_names_it(passage: str, codes: list[str], marked: list[str]) -> None:
    assert [passage[a:b] for a, b in documents.naming(passage, codes)] == marked
