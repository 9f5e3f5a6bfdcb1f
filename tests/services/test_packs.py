"""A pack: what is in it, that it carries its caveats, that nothing hidden is in it, and that it is logged."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from pptx import Presentation

from tracker.errors import NotAllowed, Rejected
from tracker.exports import images
from tracker.exports.pack import make_deck
from tracker.measures.claims import Verdict
from tracker.people import LOCAL, Person
from tracker.services import demo, engage, packs, release, say
from tracker.services.answers import denials
from tracker.services.packs import many, one, shared
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
def use(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy for each test: what leaves in one narrows what may leave in the next."""
    own = tmp_path / "demo.sqlite"
    with closing(sqlite3.connect(store)) as made, closing(sqlite3.connect(own)) as copy:
        made.backup(copy)
    monkeypatch.setenv("TRACKER_STORE", str(own))
    # Pictures have tests of their own; a pack must be whole without Chromium too.
    monkeypatch.setattr(images, "find_browser", lambda: None)
    return own


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


def test_what_a_pack_shows_is_logged_without_hidden_values(use: Path) -> None:
    payer_id = busiest()
    data = one.gather(payer_id, LOCAL)
    packs.make(payer_id, LOCAL)
    with reading(use) as db:
        row = exports.listed(db, "pack")[0]
        logged = exports.cells(db, release.ADJUDICATED)
        assert exports.of_payer(db, payer_id)[0]["revision"] == row["revision"] == int(data.snapshot)
    assert json.loads(row["filters"]) == {"payer": payer_id}
    own = {c["region"]["month"][0]: c["value"] for c in logged
           if c["region"].get("payer_id") == [payer_id] and len(c["region"].get("month", [])) == 1 and "part" not in c["region"]
           and "code" not in c["region"]}  # fmt: skip
    months = data.trend.frame if data.trend else pd.DataFrame()
    shown = months[~months["hidden"].astype(bool)]
    assert len(shown) and all(own[m.month] == m.denominator for m in shown.itertuples())
    assert set(own) >= set(months["month"])


def test_the_same_pack_again_shows_the_same_numbers(use: Path) -> None:
    first, second = (one.gather(busiest(), LOCAL) for _ in range(2))
    for name in ("trend", "reasons", "against", "gaps", "departures"):
        a, b = getattr(first, name), getattr(second, name)
        assert (a is None) == (b is None)
        if a is not None:
            pd.testing.assert_frame_equal(a.frame, b.frame)


def test_the_share_of_all_lines_counts_the_months_that_are_hidden_too(use: Path) -> None:
    """Months without a denial may be shown, months with a few may not: the sum of those shown would flatter the payer."""
    kind, told = "complete", 0
    for payer in denials.by_payer(Filters(), kind)["payer_id"].head(12):
        only = Filters(payers=(payer,))
        total = shared.whole(LOCAL, only, kind)
        months = release.shares(LOCAL, denials.trend, only, kind, "coverage_denied")
        counted = denials.totals(only, kind)
        if total.empty:
            continue
        share, words = shared.overall(total, months) or (None, "")
        assert share == pytest.approx(counted["coverage_denied"] / counted["adjudicated"])
        assert f"of {counted['adjudicated']:,} lines" in words
        told += int(months["hidden"].any())
    assert told, "no payer with a hidden month was among them"
    assert shared.overall(shared.whole(LOCAL, Filters(), kind), pd.DataFrame()) is None


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


def told(content: bytes) -> str:
    """All words of a pack: deck, brief, tables and README."""
    files, words = opened(content), []
    for name, body in files.items():
        if name.endswith((".csv", ".txt")):
            words.append(body.decode("utf-8-sig"))
        elif name.endswith(".pdf"):
            file = pypdfium2.PdfDocument(body)
            words += [file[i].get_textpage().get_text_range() for i in range(len(file))]
    return "\n".join(words)


@pytest.mark.parametrize("scope", [{"state": "ca"}, {"parent": "centene"}])
def test_a_compare_pack_holds_what_a_payer_pack_does_for_all_of_them(use: Path, scope: dict[str, str]) -> None:
    name, content = packs.compare(LOCAL, **scope)
    assert re.fullmatch(r"compare-pack_[a-z]+_r\d+\.zip", name)
    files = opened(content)
    assert {".pptx", ".pdf", ".xlsx", ".csv", ".txt"} <= {Path(f).suffix for f in files}
    for part in ("coverage", "payers", "trend", "reasons", "gaps", "departures"):
        assert any(f"/{part}_" in f for f in files), part
    deck = Presentation(io.BytesIO(next(c for f, c in files.items() if f.endswith(".pptx"))))
    assert sum(s.has_chart for slide in deck.slides for s in slide.shapes) >= 3
    for slide in deck.slides:
        assert "snapshot" in " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "no joint refusal" in " ".join(told(content).split())


def test_a_state_pack_counts_its_own_payers_and_no_talks_with_them(use: Path) -> None:
    data = many.gather(many.scope(state="CA"), LOCAL)
    here = set(data.coverage.frame["payer"])
    assert here and set(data.departures.frame["payer"] if data.departures else []) <= here
    assert {e.says.split(":")[0] for e in data.evidence} <= here
    assert data.exchanges == ()
    names = list(data.payers.frame["payer"]) if data.payers else []
    assert names == sorted(names, key=str.casefold), "payers stand by name, never by share"


def test_no_hidden_number_of_a_compare_pack_leaves(use: Path) -> None:
    only = Filters(parents=("Centene",))
    every = denials.by_payer(only, "complete").set_index("payer")
    data = many.gather(many.scope(parent="Centene"), LOCAL)
    hidden = data.payers.frame[data.payers.frame["hidden"].astype(bool)] if data.payers else pd.DataFrame()
    assert len(hidden) and hidden[["numerator", "denominator", "share", "low", "high"]].isna().all().all()
    text = next(c for f, c in opened(packs.compare(LOCAL, parent="Centene")[1]).items() if "/payers_" in f)
    rows = {r[0]: r for r in csv.reader(text.decode("utf-8-sig").splitlines()) if not r[0].startswith("#")}
    for name in hidden["payer"]:
        assert set(rows[name][1:]) == {"hidden (small number)"}
        assert str(every.loc[name, "denominator"]) not in rows[name]


@pytest.mark.parametrize(
    "wrong", [{}, {"state": "CA", "parent": "Centene"}, {"state": "Californ"}, {"parent": "No such company"}]
)
def test_a_compare_pack_is_for_one_state_or_one_parent(use: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        packs.compare(LOCAL, **wrong)


@pytest.mark.parametrize("state", ["CA", "MT", "GU", "DC"])
def test_a_fact_sheet_is_one_page_that_says_what_it_stands_on(use: Path, state: str) -> None:
    if state == "GU":
        with pytest.raises(Rejected, match="no state"):
            packs.fact_sheet(state, LOCAL)
        return
    name, content = packs.fact_sheet(state, LOCAL)
    assert name.startswith("fact-sheet_") and name.endswith(".pdf")
    file = pypdfium2.PdfDocument(content)
    said = " ".join(file[0].get_textpage().get_text_range().split())
    assert len(file) == 1
    for part in (
        "snapshot r",
        "Source: ",
        "n = ",
        "Synthetic demonstration",
        "no joint refusal",
    ):
        assert part in said, part


def test_below_complete_remittances_no_file_says_rate(use: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(denials, "best_kind", lambda *_: "reports")
    payer_id = str(denials.by_payer(Filters(), "reports")["payer_id"].iloc[0])
    for content in (packs.make(payer_id, LOCAL)[1], packs.compare(LOCAL, state="CA")[1]):
        said = " ".join(told(content).split()).replace("never a rate", "")
        assert "Share of reported lines denied for coverage reasons" in said
        assert not re.search(r"denial rate|\brates?\b", said)


def test_what_the_payer_replied_stands_beside_the_finding(use: Path) -> None:
    payer_id = busiest()
    entry = {"payer_id": payer_id, "happened_on": "2026-02-11", "kind": "letter", "ask": "Name the edit", "topic": "trend",
             "snapshot": "r9"}  # fmt: skip
    engage.log(entry, LOCAL)
    data = one.gather(payer_id, LOCAL)
    assert data.trend and data.trend.reply.startswith(
        "Raised on 2026-02-11 (shown: snapshot r9). The payer: no reply after"
    )
    deck = Presentation(io.BytesIO(make_deck(data)))
    beside = [
        s for slide in deck.slides if any(x.has_chart for x in slide.shapes) for s in slide.shapes if s.has_text_frame
    ]
    assert any("Raised on 2026-02-11" in s.text_frame.text for s in beside)
    assert ("2026-02", "letter") in [(e.month[:7], e.words) for e in data.trend.options["events"]]


def test_members_take_no_pack_away(use: Path) -> None:
    for take in (lambda p: packs.compare(p, state="CA"), lambda p: packs.fact_sheet("CA", p)):
        with pytest.raises(NotAllowed):
            take(Person("m", "m", Role.MEMBER))
