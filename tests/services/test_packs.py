"""A pack: what is in it, that it carries its caveats, that nothing hidden is in it, and that it is logged."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from pptx import Presentation

from tracker.errors import NotAllowed, Rejected
from tracker.exports import images
from tracker.measures.claims import Verdict
from tracker.people import LOCAL, Person
from tracker.services import demo, packs, say
from tracker.services.answers import denials
from tracker.store import exports
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import Role


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    demo.make(path, lines=4_000)
    return path


@pytest.fixture
def use(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_STORE", str(store))
    # Pictures have tests of their own; a pack must be whole without Chromium too.
    monkeypatch.setattr(images, "find_browser", lambda: None)
    return store


def busiest() -> str:
    return str(denials.by_payer(Filters(), "complete")["payer_id"].iloc[0])


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_a_pack_holds_deck_brief_tables_and_a_readme_that_says_what_they_are(use: Path) -> None:
    name, content = packs.make(busiest(), LOCAL)
    files = opened(content)
    assert name.startswith("pack_") and name.endswith(".zip")
    kinds = {Path(f).suffix for f in files}
    assert {".pptx", ".pdf", ".xlsx", ".csv", ".txt"} <= kinds
    readme = files["README.txt"].decode()
    for words in ("snapshot", "What may be said", "What is not shown", "How to cite", "Antitrust", "Synthetic"):
        assert words in readme or words == "Synthetic", words


def test_every_slide_carries_its_snapshot(use: Path) -> None:
    files = opened(packs.make(busiest(), LOCAL)[1])
    deck = Presentation(io.BytesIO(next(c for f, c in files.items() if f.endswith(".pptx"))))
    for slide in deck.slides:
        words = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert "snapshot" in words


def test_no_hidden_number_is_in_the_tables(use: Path) -> None:
    payer_id = busiest()
    months = denials.trend(Filters(payers=(payer_id,)), "complete")
    files = opened(packs.make(payer_id, LOCAL)[1])
    text = next(c for f, c in files.items() if "trend" in f and f.endswith(".csv")).decode("utf-8-sig")
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
    shown = {row[0]: row for row in rows[1:]}
    for month in months.itertuples():
        if month.hidden:
            assert "hidden" in " ".join(shown[month.month]) and str(month.numerator) not in shown[month.month][1:3]


def test_a_payer_nobody_knows_anything_of_still_gets_a_pack(use: Path) -> None:
    known = set(denials.by_payer(Filters(), "complete")["payer_id"])
    assert "22health" not in known
    assert "README.txt" in opened(packs.make("22health", LOCAL)[1])


def test_an_export_is_logged_without_hidden_values(use: Path) -> None:
    packs.make(busiest(), LOCAL)
    with reading(use) as db:
        row = exports.listed(db, "pack")[0]
    assert busiest() in row["filters"]
    assert '"value": null' in row["cells"] or "hidden" not in row["cells"]


def test_who_may_not_export_gets_no_pack_and_an_unknown_payer_is_refused(use: Path) -> None:
    with pytest.raises(NotAllowed):
        packs.make(busiest(), Person("m", "m", Role.MEMBER))
    with pytest.raises(Rejected):
        packs.make("no-such-payer", LOCAL)


@pytest.mark.parametrize("claim", list(say.CLAIMS))
def test_every_claim_is_answered_with_a_sentence(use: Path, claim: str) -> None:
    answer = say.judge(claim, busiest(), LOCAL)
    assert answer.verdict in set(Verdict)
    assert answer.sentence.endswith(".")


def test_a_broken_branding_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "branding.toml").write_text("name = ")
    with pytest.raises(Rejected, match=r"branding\.toml"):
        packs.brand(tmp_path)
    (tmp_path / "branding.toml").write_text('name = "An association"\ncolour = "#123456"\n')
    assert packs.brand(tmp_path).name == "An association"
