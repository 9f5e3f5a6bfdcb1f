"""The page for legislators: one page whatever the number of payers, with what its numbers stand on."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from tests.figures.demo import LONG, matrix
from tracker.exports.pack import Ask
from tracker.exports.pack.fact_sheet import FactSheet, make_fact_sheet
from tracker.figures.style import Caption
from tracker.vocabulary import Tier


def sheet(payers: int, **more: object) -> FactSheet:
    frame = matrix(payers)
    frame = frame[frame["code"] == "97550"].assign(since="2025-03-01")
    caption = Caption(
        f"What {payers} payers say about 97550", "all lines of business, 25 Nov 2026", "payers' own documents",
        f"{payers} payers", Tier.T2, "812", "CC BY 4.0",
    )  # fmt: skip
    facts = {
        "state": "Example State",
        "ask": Ask("Families wait while payers decide whether training them is care", (("12", "payers cover it in "
                   "writing"), ("38%", "of 1,200 lines denied (95% CI 35-41)"), ("9", "payers say nothing"))),
        "payers": frame, "caption": caption, "drawn": date(2026, 11, 25),
        "sentences": ("38% of 1,200 lines denied in Oct 2026.",), "hidden": "Counts of 1 to 10 lines are hidden.",
    }  # fmt: skip
    return FactSheet(**{**facts, **more})


def words(made: FactSheet) -> list[str]:
    file = pypdfium2.PdfDocument(make_fact_sheet(made))
    return [" ".join(file[i].get_textpage().get_text_range().split()) for i in range(len(file))]


@pytest.mark.parametrize("payers", [0, 1, 14, 60, 400])
def test_it_is_one_page_with_snapshot_tier_n_and_source(payers: int) -> None:
    pages = words(sheet(payers))
    assert len(pages) == 1
    for part in ("snapshot 812", f"n = {payers} payers", "T2: denial rate among reporting practices",
                 "Source: payers' own documents", "no joint refusal", "Counts of 1 to 10 lines are hidden."):  # fmt: skip
        assert part in pages[0]


def test_every_payer_is_listed_or_counted() -> None:
    made = sheet(400)
    seen = made.payers[made.payers["state_of_knowledge"] != "not_checked"]
    said = words(made)[0]
    listed = sum(f"{p.split(' ')[0]} Health Plan {p.split(' ')[-1]}" in said for p in seen["payer"] if "Plan" in p)
    left = int(said.split(" more payers are in the tracker")[0].split()[-1])
    assert abs(len(seen) - left - listed) <= 2
    assert f"Nobody has looked at {400 - len(seen)} of 400 payers yet." in said


def test_long_names_and_sentences_stay_on_the_page() -> None:
    made = sheet(30, state=LONG, ask=Ask(LONG * 3, ((LONG, LONG),) * 3), sentences=(LONG * 4,) * 5)
    assert len(words(made)) == 1
    assert make_fact_sheet(made) == make_fact_sheet(made)
