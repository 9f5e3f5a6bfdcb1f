"""Choosing which column is meant: what is asked, and how the choice is named for the reader."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tracker.intake import sheets
from tracker.intake.model import Batch, Column
from tracker.ui import mapping


def _page() -> None:
    import streamlit as st

    from tracker.intake.model import Batch, Column
    from tracker.ui import mapping

    columns = (
        Column(1, "Insurance", "payer", 0.5, "", asked=True),
        Column(2, "Payer", "payer", 0.5, "", asked=True),
        Column(3, "DOS", "date", 1.0, ""),
    )
    chosen = mapping.questions(Batch("spreadsheet", columns=columns), "x")
    if chosen:
        st.session_state["chosen"] = chosen


def test_the_column_chosen_takes_the_role_and_the_other_none() -> None:
    page = AppTest.from_function(_page).run()
    assert page.radio[0].options == ["Insurance", "Payer"]
    assert page.button[0].disabled
    page.radio[0].set_value("Payer").run()
    page.button[0].click().run()
    assert page.session_state["chosen"] == {"Insurance": "ignore", "Payer": "payer"}


def test_a_choice_means_the_same_column_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Payer,When,Seen,Seen,CPT,Status\nAetna,3/1/2025,4/1/2025,5/1/2025,97550,Denied\n", "utf-8")
    batch = sheets.read(path, key=b"k" * 32)
    columns = {c.position: c for c in batch.columns}
    assert mapping.name_of(columns[2], batch) == "When"
    named = {mapping.name_of(columns[n], batch): role for n, role in ((2, "ignore"), (3, "ignore"), (4, "date"))}
    assert [x.month for x in sheets.read(path, key=b"k" * 32, overrides=named).lines] == ["2025-05"]


def test_a_column_without_a_header_is_named_by_its_number() -> None:
    column = Column(4, "column D", "", 0.0, "")
    assert mapping.name_of(column, Batch("spreadsheet", columns=(column,))) == "4"


def test_every_column_says_why_and_one_that_another_beats_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"Aetna,3/{n}/2025,97550,Paid,Denied\n" for n in range(1, 9))
    path.write_text("Payer,DOS,CPT,Claim Status,Line Status\n" + rows, "utf-8")
    told = {c.header: (c.role, c.why) for c in sheets.read(path, key=b"k" * 32).columns}
    assert told["DOS"] == ("date", "header words; 100% of the cells read as dates")
    assert told["Claim Status"] == ("", "“Line Status” fits better as the outcome")
    assert told["CPT"] == ("code", "header words; 100% of the cells read as procedure codes")
