"""Packs & letters: a link leads to everything chosen, whoever opens it; members see letters only."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_every_page import run
from tracker.exports import images
from tracker.people import Person
from tracker.ui import access
from tracker.vocabulary import Role


@pytest.fixture
def use(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    monkeypatch.setattr(images, "find_browser", lambda: None)


def words(at: AppTest) -> str:
    return " ".join([*(m.value for m in at.markdown), *(t.value for t in at.text), *(c.value for c in at.caption)])


@pytest.mark.usefixtures("use")
@pytest.mark.parametrize("payer", ["aetna", "Aetna"])
@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADVOCATE])
def test_a_link_leads_to_the_letter_filled_in(role: Role, payer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: Person("x", "X", role))
    at = run("packs", make="letter", payer=payer, code="97550", reason="CO-96")
    said = words(at)
    assert "I ask Aetna to reconsider the denial of 97550" in said
    assert "CARC 96" in said and "[patient's name]" in said
    assert [b.proto.label for b in at.get("download_button")] == ["Word file", "Plain text"]
    assert at.query_params["payer"] in ("aetna", ["aetna"])
    assert not at.text_input and not at.text_area, "there is no field for anything about a patient"


@pytest.mark.usefixtures("use")
def test_members_are_offered_letters_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "who", lambda: Person("x", "X", Role.MEMBER))
    at = run("packs", make="compare", state="CA")
    assert at.title[0].value == "Letters"
    assert not at.button


@pytest.mark.usefixtures("use")
@pytest.mark.parametrize(
    ("query", "button", "file"),
    [
        ({"make": "pack", "payer": "aetna"}, "Make the pack", "pack_aetna_r"),
        ({"make": "compare", "state": "CA"}, "Make the compare pack", "compare-pack_california_r"),
        ({"make": "compare", "parent": "Medica"}, "Make the compare pack", "compare-pack_medica_r"),
        ({"make": "facts", "state": "CA", "code": "97551"}, "Make the fact sheet", "fact-sheet_california_97551_r"),
    ],
)
def test_a_click_makes_the_file_and_says_what_is_left_out_without_chromium(
    query: dict[str, str], button: str, file: str
) -> None:
    at = run("packs", **query)
    assert not at.get("download_button"), "nothing is made, and nothing logged, because a page was drawn"
    next(b for b in at.button if b.label == button).click().run()
    assert not at.exception
    assert file in at.get("download_button")[0].proto.label
    assert ("Install Chromium" in words(at)) == (query["make"] != "facts")


@pytest.mark.usefixtures("use")
def test_what_is_due_is_counted() -> None:
    at = run("packs", make="due")
    assert "follow-ups are due" in words(at)
    assert len(at.dataframe) >= 1


@pytest.mark.usefixtures("use")
def test_without_chromium_tables_can_be_taken_and_pictures_say_what_to_install() -> None:
    at = run("denials")
    buttons = {b.proto.label: b.proto.disabled for b in at.get("download_button") if b.proto.id.find("take-") >= 0}
    assert buttons["PNG"] and buttons["SVG"]
    assert not buttons["CSV"] and not buttons["XLSX"]
    assert "Install Chromium" in words(at)
