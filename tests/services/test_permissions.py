"""The one permission table, walked: every verb of the services and every page, with every role and without one.

A verb or page that is not in the tables below fails the test: whoever adds one says here who may.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from tracker import pages, people, services
from tracker.errors import NotAllowed
from tracker.pages import menu
from tracker.people import PERMISSIONS, Person
from tracker.vocabulary import Role

# Verb -> action of the permission table.
VERBS = {
    "audit.choices": "administer",
    "audit.export": "administer",
    "audit.listed": "administer",
    "audit.saw": "see_unsuppressed",
    "audit.took": "export",
    "audit.verify": "administer",
    "audit.standing": "administer",
    "backups.state": "administer",
    "backups.put_back": "administer",
    "backups.take": "administer",
    "branding.save": "administer",
    "correct.close": "decide",
    "correct.complaints": "decide",
    "correct.listed": "see_published",
    "correct.look": "decide",
    "correct.record": "decide",
    "correct.watched": "decide",
    "decide.check": "decide",
    "decide.cite": "decide",
    "decide.check_many": "decide",
    "decide.last_source": "decide",
    "decide.looked": "decide",
    "decide.record": "decide",
    "decide.record_many": "decide",
    "decide.sources_of": "see_published",
    "decide.unchecked": "decide",
    "decide.withdraw": "decide",
    "decide.withdraw_many": "decide",
    "decision_files.accept": "decide",
    "decision_files.preview": "decide",
    "desk.claim": "decide",
    "desk.done_today": "decide",
    "desk.found_nothing": "decide",
    "desk.queue": "decide",
    "desk.release": "decide",
    "desk.still_stands": "decide",
    "documents.accept": "decide",
    "documents.picture": "decide",
    "documents.read": "decide",
    "documents.record_silence": "decide",
    "documents.reject": "decide",
    "documents.remember": "decide",
    "documents.rows": "decide",
    "documents.settled": "decide",
    "document_folder.news": "decide",
    "document_folder.remember_all": "decide",
    "document_folder.since_last": "decide",
    "document_folder.unread": "decide",
    "engage.campaign": "engage",
    "engage.campaigns": "see_published",
    "engage.due": "engage",
    "engage.listed": "engage",
    "engage.log": "engage",
    "engage.reply": "engage",
    "engage.shown_before": "engage",
    "evidence.fetch": "see_published",
    "evidence.inspect": "decide",
    "evidence.keep": "decide",
    "evidence.named": "see_published",
    "evidence.words": "see_published",
    "letters.places": "see_published",
    "letters.write": "see_published",
    "packs.compare": "export",
    "packs.fact_sheet": "export",
    "packs.make": "export",
    "packs.many.gather": "export",
    "packs.one.gather": "export",
    "packs.ledgers.gap_parts": "export",
    "packs.ledgers.gap_table": "export",
    "packs.shared.reasons": "export",
    "packs.shared.whole": "export",
    "packs.sheet.gather": "export",
    "people.by_email": "administer",
    "people.change_role": "administer",
    "people.invite": "administer",
    "people.invited": "administer",
    "people.listed": "administer",
    "people.uninvite": "administer",
    "publish.files": "export",
    "publish.rows": "export",
    "release.appeal_steps": "export",
    "release.counts": "export",
    "release.funnel": "export",
    "release.gap_classes": "export",
    "release.gap_rows": "export",
    "release.shares": "export",
    "report.appeal": "report",
    "report.correct": "report",
    "report.mine": "see_own_reports",
    "report.open_ends": "see_own_reports",
    "report.own": "see_own_reports",
    "report.payers_for": "report",
    "report.possible_payers": "report",
    "report.send": "report",
    "report.status": "see_own_reports",
    "report.tell": "report",
    "review.correct_line": "review",
    "review.give": "review",
    "review.lines_of": "review",
    "review.mark_duplicate": "review",
    "review.open_names": "review",
    "review.queue": "review",
    "review.settle_name": "review",
    "say.judge": "see_published",
    "secret.renew": "administer",
    "say.supported": "see_published",
    "submit.accept": "submit",
    "submit.own_files": "see_own_reports",
    "submit.preview": "submit",
    "templates.make": "report",
    "submit.receipts": "see_own_reports",
    "submit.withdraw": "submit",
}
# Functions that ask nobody, because they touch no store, or hand out what holds nothing of anybody's; and sign-in itself.
OPEN = {
    "backups.folder", "backups.listed",  # names of files on this machine
    "decide.source_id", "decide.source_of", "letters.place_words", "letters.read_reason", "documents.corrected", "documents.line_of_business", "documents.naming", "documents.lines_of_business", "documents.statements", "document_folder.silence_note",  # words to words
    "engage.answer_words", "engage.beside", "engage.latest", "engage.waits",  # entries at hand, put into words
    "evidence.path_of", "publish.notice", "publish.snapshot", "publish.write",
    "registry.decided", "registry.directory", "registry.resolve",  # the registry of payers, used by the verbs
    "people.arrive", "people.find", "people.key_of", "people.leave",  # sign-in: before anybody has a role
    "release.control",  # inside a look at the log of what left
    "report.as_form", "report.reason_words", "submit.new_line", "submit.screened",  # words to words
    "templates.lists", "templates.months",  # reference facts
    "submit.already_words", "submit.as_json", "spellings.key_of", "spellings.meanings", "spellings.read_as",
    "submit.corrected_copy", "submit.counted", "submit.error_json", "containers.expand",
    "secret.key", "secret.state", "submit.summary", "containers.together",  # a file of one's own, before anything is stored
}  # fmt: skip
# Steps of a verb that ask nobody, since the verb did: published coverage put into a pack's words.
STEPS = ("packs.branding.", "packs.shared.", "packs.ledgers.", "packs.many.scope")
# Page -> who has it in the menu; the router runs no other.
PAGES = {
    "administration": "administer",
    "audit": "administer",
    "changed": "see_published",
    "coverage": "see_published",
    "denials": "see_published",
    "desk": "decide",
    "documents": "decide",
    "gaps": "see_published",
    "methods": "see_published",
    "my_reports": "see_own_reports",
    "overview": "see_published",
    "packs": "see_published",
    "payer": "see_published",
    "record": "decide",
    "report": "report",
    "review": "review",
    "submit": "submit",
}
EVERYBODY: list[Person | None] = [
    *(Person(f"key-{role}", str(role), role) for role in Role),
    *(Person(f"off-{role}", str(role), role, active=False) for role in Role),
    Person("key-none", "No role", None),
    None,
]


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the services; `answers` and `demo` have no verbs, and nobody's data but counts."""
    for module_info in pkgutil.walk_packages(services.__path__, "tracker.services."):
        short = module_info.name.removeprefix("tracker.services.")
        if short.split(".")[0] in ("answers", "demo"):
            continue
        module = importlib.import_module(module_info.name)
        for name, found in inspect.getmembers(module, inspect.isfunction):
            # What takes an open write is a step of some verb, which asked before it opened one.
            if found.__module__ == module.__name__ and not name.startswith("_") and not takes_a_write(found):
                yield f"{short}.{name}", found


def takes_a_write(function: Callable[..., Any]) -> bool:
    return any(str(p.annotation).endswith("Change") for p in inspect.signature(function).parameters.values())


def asks_who(function: Callable[..., Any]) -> bool:
    return "person" in inspect.signature(function).parameters


def named(person: Person | None) -> str:
    return "nobody" if person is None else person.key


def test_every_verb_is_in_the_table() -> None:
    found = dict(functions())
    assert {name for name, function in found.items() if asks_who(function)} == set(VERBS)
    free = {name for name, function in found.items() if not asks_who(function)}
    assert {name for name in free if not name.startswith(STEPS)} == OPEN
    assert set(VERBS.values()) | set(PAGES.values()) == set(PERMISSIONS)


def call(function: Callable[..., Any], person: Person | None) -> None:
    """The verb with things that are nothing: whoever is let in finds that out, and whoever is not never gets so far."""
    wanted = inspect.signature(function).parameters.values()
    given = {p.name: MagicMock() for p in wanted if p.default is p.empty and p.name != "person"}
    done = function(**given, person=person)
    if inspect.isgenerator(done):
        next(done, None)


@pytest.mark.parametrize("person", EVERYBODY, ids=named)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_is_for_those_of_the_table_and_for_nobody_else(
    verb: str, person: Person | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a path that is nothing may become a file
    function = dict(functions())[verb]
    if people.may(person, VERBS[verb]):
        try:
            call(function, person)
        except Exception as found:
            # It was let in, and stumbled over being given nothing.
            assert not isinstance(found, NotAllowed)
    else:
        with pytest.raises(NotAllowed):
            call(function, person)


def test_nobody_without_a_role_may_do_anything() -> None:
    for action in PERMISSIONS:
        assert not any(people.may(p, action) for p in EVERYBODY if p is None or p.role is None or not p.active)
    with pytest.raises(KeyError):
        people.may(EVERYBODY[0], "an action that is not in the table")


def test_every_page_is_in_the_table() -> None:
    found = {m.name for m in pkgutil.iter_modules(pages.__path__)} - {"menu"}
    assert found == set(PAGES)


@pytest.mark.parametrize("person", [p for p in EVERYBODY if p and p.active and p.role], ids=named)
def test_the_router_runs_the_pages_of_the_table_only(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        menu.st,
        "Page",
        lambda page, **words: SimpleNamespace(
            page=page, url_path="", **{k: v for k, v in words.items() if k != "url_path"}
        ),
    )
    offered = {p.page.__module__.rsplit(".", 1)[1] for part in menu.pages(person).values() for p in part}
    assert offered == {page for page, action in PAGES.items() if people.may(person, action)}


CLOSED = [
    (page, person)
    for page, action in PAGES.items()
    for person in EVERYBODY
    if PERMISSIONS[action] != people.EVERYONE and not people.may(person, action)
]


@pytest.mark.parametrize(("page", "person"), CLOSED, ids=lambda v: v if isinstance(v, str) else named(v))
def test_a_page_run_past_the_router_refuses_by_itself(
    page: str, person: Person | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module(f"tracker.pages.{page}")
    monkeypatch.setattr(module.access, "who", lambda: person)
    with pytest.raises(NotAllowed):
        module.page()


def test_a_page_that_not_everybody_has_says_so_at_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        menu.st, "Page", lambda page, **words: SimpleNamespace(**{"url_path": "", "visibility": "", **words})
    )
    closed = {page.replace("_", "-") for page, action in PAGES.items() if PERMISSIONS[action] != people.EVERYONE}
    assert set(menu.OF_A_ROLE) == closed
    for person in (p for p in EVERYBODY if p and p.active and p.role):
        sections = menu.refusing(menu.pages(person))
        hidden = {p.url_path for part in sections.values() for p in part if p.visibility == "hidden"}
        assert hidden == {page for page in closed if not people.may(person, PAGES[page])}


@pytest.mark.parametrize("person", [p for p in EVERYBODY if p is None or not p.active or p.role is None], ids=named)
def test_no_page_begins_without_a_role(person: Person | None) -> None:
    from tracker.ui import frame

    with pytest.raises(NotAllowed):
        frame.begin(person)
