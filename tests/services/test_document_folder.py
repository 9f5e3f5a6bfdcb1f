"""A folder each month: only new content is read, a version is known by its wording, silence is a check, pictures prevent it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from reportlab.pdfgen import canvas

from tracker.errors import Rejected
from tracker.people import LOCAL
from tracker.services import document_folder as folder
from tracker.services import documents
from tracker.services.documents import Citing
from tracker.settings import settings
from tracker.store import decisions, scans
from tracker.store.connection import reading

CITING = Citing("uhc", "commercial", "", "UnitedHealthcare", "A made policy", "https://payer.example/policy")
FRAME = (
    "Claims are sent on the current form within the filing limit of the agreement. Directories are checked every ninety days "
    "and practices confirm their address. Appeals are answered within the period that state law prescribes."
)
OTHER = "Parking is free for visitors of the clinic. The cafeteria opens at seven and closes at three on working days."


def made(path: Path, *paragraphs: str) -> Path:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return path


def test_a_new_version_tells_what_changed_for_the_codes_and_nothing_else(tmp_path: Path) -> None:
    old = made(tmp_path / "a.docx", FRAME, "CPT 97552 is not covered. CPT 97550 is covered.")
    far = made(tmp_path / "b.docx", OTHER, "CPT 97551 is not covered.")
    for path in (old, far):
        found = documents.read(path, LOCAL)
        documents.accept([p.mention for p in found.proposals], CITING, path.read_bytes(), LOCAL)
    new = made(
        tmp_path / "c.docx",
        "Edition of May.",
        FRAME,
        "The office moved.",
        "CPT 97552 is covered. CPT 97550 is covered.",
    )
    changed = folder.since_last(documents.read(new, LOCAL).scan, new.read_bytes(), "uhc", LOCAL)
    assert changed is not None
    assert [(c.code, c.fields[0][0]) for c in changed.changes] == [("97552", "status")]


def test_a_document_unlike_any_kept_one_is_compared_with_none(tmp_path: Path) -> None:
    old = made(tmp_path / "a.docx", FRAME, "CPT 97552 is not covered.")
    found = documents.read(old, LOCAL)
    documents.accept([p.mention for p in found.proposals], CITING, old.read_bytes(), LOCAL)
    new = made(tmp_path / "b.docx", OTHER, "CPT 97551 is covered.")
    assert folder.since_last(documents.read(new, LOCAL).scan, new.read_bytes(), "uhc", LOCAL) is None


def test_a_folder_given_again_reads_new_content_only_and_reports_what_it_changes(tmp_path: Path) -> None:
    first = made(tmp_path / "march.docx", FRAME, "97550 is not covered.")
    seen = folder.news([first], LOCAL)
    assert [(n.name, n.before) for n in seen] == [("march.docx", None)]
    folder.remember_all([n.scan for n in seen], LOCAL)
    copy = tmp_path / "march copy.docx"
    copy.write_bytes(first.read_bytes())
    assert folder.news([first, copy], LOCAL) == []
    april = made(tmp_path / "april.docx", FRAME, "97550 is covered from May 1, 2026.")
    (news,) = folder.news([april, copy, first], LOCAL)
    assert news.before in {"march.docx", "march copy.docx"}
    assert news.changed is not None
    assert [c.code for c in news.changed.changes] == ["97550"]


def test_a_folder_is_compared_with_the_kept_documents_of_its_payer_or_of_all(tmp_path: Path) -> None:
    old = made(tmp_path / "kept" / "old.docx", FRAME, "CPT 97552 is not covered. CPT 97550 is covered.")
    found = documents.read(old, LOCAL)
    documents.accept([p.mention for p in found.proposals], CITING, old.read_bytes(), LOCAL)
    new = made(tmp_path / "folder" / "new.docx", FRAME, "CPT 97552 is covered. CPT 97550 is covered.")
    (news,) = folder.news([new], LOCAL, payer_id="uhc")
    assert news.before == f"the kept document {found.scan.sha256[:12]} of UnitedHealthcare"
    assert news.changed is not None and [c.code for c in news.changed.changes] == ["97552"]
    (other,) = folder.news([new], LOCAL, payer_id="cigna")
    assert other.before is None and other.changed is None
    (anyone,) = folder.news([new], LOCAL)
    assert anyone.before == news.before and anyone.changed == news.changed


def test_silent_documents_of_a_payer_become_checks_with_hash_and_pages(tmp_path: Path) -> None:
    news = folder.news([made(tmp_path / "a.docx", OTHER), made(tmp_path / "b.docx", "97550 is covered.")], LOCAL)
    assert folder.remember_all([n.scan for n in news], LOCAL, "uhc") == 1
    silent = next(n.scan for n in news if n.scan.silent)
    with reading(settings().store) as db:
        check = decisions.checks(db)[0]
        assert {n.scan.sha256 for n in news} <= scans.known(db)
    assert (check["payer_id"], check["found"]) == ("uhc", "nothing")
    assert silent.sha256[:16] in check["note"] and "1 page" in check["note"]


def test_a_payer_nobody_knows_is_refused_and_nothing_is_remembered(tmp_path: Path) -> None:
    news = folder.news([made(tmp_path / "a.docx", OTHER)], LOCAL)
    with pytest.raises(Rejected):
        folder.remember_all([n.scan for n in news], LOCAL, "no-such-payer")
    with reading(settings().store) as db:
        assert not scans.known(db)


def test_a_page_that_is_a_picture_is_named_and_prevents_silence(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    Image.new("L", (800, 1000), 230).save(picture)
    path = tmp_path / "notice.pdf"
    sheet = canvas.Canvas(str(path))
    for n, line in enumerate(OTHER.split(". ") * 3):
        sheet.drawString(60, 760 - 20 * n, line)
    sheet.showPage()
    sheet.drawImage(str(picture), 20, 20, 560, 780)
    sheet.save()
    (news,) = folder.news([path], LOCAL)
    assert not news.scan.silent
    assert any("2" in w for w in news.scan.warnings)
    assert folder.remember_all([news.scan], LOCAL, "uhc") == 0
