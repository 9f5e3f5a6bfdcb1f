"""Every page draws for every role: an empty store says the next step, a full one answers the page's question."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from tracker.pages import menu
from tracker.people import Person
from tracker.ui import access
from tracker.vocabulary import Role

PAGES = [
    "overview",
    "coverage",
    "denials",
    "gaps",
    "changed",
    "payer",
    "report",
    "my_reports",
    "submit",
    "packs",
    "methods",
]


def script(name: str) -> str:
    head = f"from tracker.ui import access, frame\nfrom tracker.pages import {name}\n"
    return f"{head}frame.begin(access.who())\n{name}.page()\n"


def run(name: str, **query: str) -> AppTest:
    at = AppTest.from_string(script(name), default_timeout=30)
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    return at


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_store_says_what_will_stand_there(name: str) -> None:
    at = run(name)
    assert len(at.title) == 1
    assert not at.error


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PAGES)
def test_a_full_store_is_shown_to_every_role(
    name: str, role: Role, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    monkeypatch.setattr(access, "who", lambda: Person("x", "X", role))
    at = run(name)
    assert not at.error
    assert any("invented" in str(h.proto.body) for h in at.get("html")), "a demonstration must say so on every page"


@pytest.mark.parametrize("name", ["review", "desk", "record", "documents"])
def test_the_pages_of_the_desk_are_for_those_who_decide(
    name: str, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    monkeypatch.setattr(access, "who", lambda: Person("x", "X", Role.SPECIALIST))
    assert not run(name).error
    monkeypatch.setattr(menu.st, "Page", lambda page, **words: SimpleNamespace(**{"url_path": "", **words}))
    for role in (Role.MEMBER, Role.ADVOCATE):
        assert name not in [p.url_path for pages in menu.pages(Person("x", "X", role)).values() for p in pages]


def test_overview_says_how_much_is_known_before_any_control() -> None:
    at = run("overview")
    assert "payers cover at least one caregiver-training code in writing" in at.markdown[0].value


def test_only_the_desk_is_offered_small_numbers(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    for role, offered in [(Role.MEMBER, False), (Role.ADVOCATE, False), (Role.SPECIALIST, True)]:
        monkeypatch.setattr(access, "who", lambda role=role: Person("x", "X", role))
        assert bool(run("denials").toggle) == offered


@pytest.mark.parametrize(
    ("name", "part"), [("denials", "appeals"), ("denials", "look"), ("gaps", "moved"), ("gaps", "open")]
)
def test_what_is_counted_only_when_opened_opens(
    name: str, part: str, full_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    at = AppTest.from_string(script(name), default_timeout=30)
    at.session_state[part] = True
    at.run()
    assert not at.exception, at.exception
    words = " ".join(m.value for m in [*at.markdown, *at.caption])
    assert any(
        w in words
        for w in {
            "appeals": ("overturned", "Too few", "No appeal"),
            "look": ("odds ratio",),
            "moved": ("opened", "No gap"),
            "open": ("billing denials",),
        }[part]
    )


def test_the_word_rate_is_never_said_of_reports(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    at = run("denials", kind="Reports")
    assert at.markdown[0].value.startswith('<p class="lead">Share of reported lines')
    assert " rate" not in at.markdown[0].value


def test_filters_come_from_the_link(full_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_STORE", str(full_store))
    at = run("coverage", code="97550")
    assert at.multiselect(key="code").value == ["97550"]
