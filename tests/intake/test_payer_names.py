"""Names are taken only when one payer can be meant; everything else is a question with its candidates."""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.payer_names import Directory, Resolution, build, decision_key, plain, resolve, shipped
from tracker.intake.payer_names.spelling import read
from tracker.vocabulary import LineOfBusiness as Lob


def row(payer_id: str, name: str, kind: str, states: str = "US", aliases: str = "", parent: str = "") -> dict[str, str]:
    return {
        "payer_id": payer_id,
        "name": name,
        "parent": parent or name,
        "payer_type": kind,
        "states": states,
        "aliases": aliases,
        "ids": "edi:55501" if payer_id == "acme" else "",
    }


ROWS = [
    row("acme", "Acme Healthcare", "commercial", aliases="Acme|AHC", parent="Acme Group"),
    row("acme-ut", "Acme Healthcare of Utah, Inc.", "commercial", "UT", "Acme|AHC", "Acme Group"),
    row("acme-kids", "Acme Healthcare Community Plan", "medicaid_mco", "OH,UT", "Acme Community", "Acme Group"),
    row("birch", "Birch Health Plan", "commercial", "VT", "Birch|BHP"),
    row("bear", "Bear Health Plan", "commercial", "ME", "BHP"),
    row("blue-ut", "Peak Blue Cross Blue Shield of Utah", "commercial", "UT", "Peak|PBC"),
    row("blue-oh-1", "Alpha Blue Cross", "commercial", "OH"),
    row("blue-oh-2", "Omega Blue Shield", "commercial", "OH"),
    row("medicaid-oh", "Ohio Medicaid", "medicaid_ffs", "OH", "Buckeye Cares"),
    row("medicare", "Original Medicare (CMS)", "medicare_ffs", aliases="Medicare|Medicare Part B"),
    row("rent", "Rental Net", "network", aliases="RentNet"),
]


@pytest.fixture
def directory() -> Directory:
    return build(ROWS)


TAKEN = [
    ("Acme Healthcare", None, None, "acme"),
    ("ACME HEALTH CARE, INC.", None, None, "acme"),
    ("acme   healthcare  ppo", None, None, "acme"),
    ("Acme Healthcare (HMO)", None, None, "acme"),
    ("Acme Healthcare 0012345", None, None, "acme"),
    ("Acme Healthcare of Ohio", None, None, "acme"),
    ("Acme", None, Lob.COMMERCIAL, "acme"),
    ("AHC", "NY", Lob.COMMERCIAL, "acme"),
    ("AHC (55501)", None, None, "acme"),
    ("Acme Healthcare of Utah, Inc.", "UT", Lob.COMMERCIAL, "acme-ut"),
    ("Acme Healthcare", "OH", Lob.MEDICAID_MANAGED_CARE, "acme-kids"),
    ("Acme Community", None, None, "acme-kids"),
    ("Widgets Inc dba Birch Health Plan", None, None, "birch"),
    ("Birch Health Plan, formerly Twig Mutual", None, None, "birch"),
    ("BHP", "VT", None, "birch"),
    ("BHP", "ME", None, "bear"),
    ("Blue Cross and Blue Shield of Utah", None, None, "blue-ut"),
    ("Blue Cross & Blue Shield of UT", None, None, "blue-ut"),
    ("BC/BS of Utah", "UT", None, "blue-ut"),
    ("BCBS", "UT", None, "blue-ut"),
    ("BCBSUT", "UT", None, "blue-ut"),
    ("Peak BCBS", None, None, "blue-ut"),
    ("Ohio Medicaid", None, None, "medicaid-oh"),
    ("Medicaid - OH", None, Lob.MEDICAID_FFS, "medicaid-oh"),
    ("Medicaid", "OH", Lob.MEDICAID_FFS, "medicaid-oh"),
    ("Buckeye Cares", "OH", None, "medicaid-oh"),
    ("Medicare", None, Lob.MEDICARE_FFS, "medicare"),
    ("BIRCH HEALTH PLAN PO BOX 981106 EL PASO TX", None, None, "birch"),
    ("Birch Health Plan, Attn: Claims", None, None, "birch"),
    ("BIRCH 2NDRY", None, None, "birch"),
    ("Birch Secondary PPO", None, None, "birch"),
    ("Acme Community (Acme)", None, None, "acme-kids"),
    ("ACME COMMUNITY UT ACME", None, None, "acme-kids"),
    ("Acme Community Buckeye Cares", None, None, "acme-kids"),
    ("BIRCH VT HEALTH PLAN", None, None, "birch"),
]
ASKED = [
    ("AHC", None, None, "initials alone"),
    ("AHC", "UT", None, "initials of several rows, line not known"),
    ("BHP", None, None, "initials of two"),
    ("Acme Healthcare Medicaid", None, None, "the family has a Medicaid plan"),
    ("Acme Healthcare of Utah, Inc.", None, None, "brand or state company"),
    ("Acme Zebra Network Rental", None, None, "words that are not understood"),
    ("Zebra Acme Healthcare", None, None, "words that are not understood"),
    ("Acme Healthcare / Birch Health Plan", None, None, "two payers"),
    ("Acmee Healthcare", None, None, "never fuzzy"),
    ("Acme Healthcare of Utah", None, None, "the brand has a company of its own there"),
    ("Birch Health Plan TX VT", None, None, "two states"),
    ("Birch Health Plan Buckeye Cares", None, None, "another's programme"),
    ("Birch Health Plan", "TX", None, "not there"),
    ("Birch Health Plan of Vermont", "TX", None, "two states"),
    ("BCBS of Utah", None, None, "initials alone"),
    ("Blue Cross of Ohio", None, None, "two licensees"),
    ("Blue Cross Blue Shield", None, None, "which state?"),
    ("Blue Cross PPO", None, None, "which state?"),
    ("Medicaid OH", None, None, "the agency or a plan?"),
    ("Buckeye Cares", None, None, "a programme's brand"),
    ("Medicare", None, None, "Original or Advantage?"),
    ("Self pay", None, None, "no payer"),
    ("", None, None, "blank"),
    ("-- ??", None, None, "nothing in it"),
]


DECORATIONS = [
    "{} PO BOX 981106 EL PASO TX", "{} P.O. Box 30555", "{} - 87726", "{} PPO", "{} HMO POS", "{} SECONDARY",
    "{} (2ndry)", "{}, Attn: Claims", "{} Open Access Plus", "{} / PRIMARY", "* {}", "{} OAP", "{}.", "{} Retiree Group",
]  # fmt: skip


@pytest.mark.parametrize(("written", "state", "lob", "payer_id"), TAKEN)
def test_taken(directory: Directory, written: str, state: str | None, lob: Lob | None, payer_id: str) -> None:
    found = resolve(written, state=state, line_of_business=lob, directory=directory)
    assert found.payer_id == payer_id, found


@pytest.mark.parametrize(("written", "state", "lob", "why"), ASKED)
def test_asked(directory: Directory, written: str, state: str | None, lob: Lob | None, why: str) -> None:
    found = resolve(written, state=state, line_of_business=lob, directory=directory)
    assert (found.payer_id, found.how) == (None, "asked"), why
    assert found.reason


def test_a_question_shows_its_candidates_and_the_likely_one(directory: Directory) -> None:
    two = resolve("BHP", directory=directory)
    assert {c.payer_id for c in two.candidates} == {"birch", "bear"}
    assert two.suggestion is None
    assert resolve("BCBS of Utah", directory=directory).suggestion == "blue-ut"
    assert resolve("Birch Health Plan Zebra", directory=directory).suggestion == "birch"


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [("Brich Health Plan", "birch"), ("BIRHC", "birch"), ("Rental Nett", "rent"), ("Zebra Mutual", None)],
)
def test_a_slip_of_the_hand_is_suggested_and_never_taken(
    directory: Directory, written: str, suggestion: str | None
) -> None:
    found = resolve(written, directory=directory)
    assert found.payer_id is None
    assert found.suggestion == suggestion


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(shipped().payers)), st.sampled_from(DECORATIONS), st.booleans())
def test_decorations_never_turn_a_name_into_another(payer_id: str, decoration: str, loud: bool) -> None:
    """A registered name with what offices write around it is its row, the brand above it, what it was bare, or a question;
    only where the decoration completes the registered name of another ("Mercy Care" and HMO) it is that other."""
    directory = shipped()
    payer = directory.payers[payer_id]
    written = decoration.format(payer.name.upper() if loud else payer.name)
    bare, found = (resolve(w, directory=directory).payer_id for w in (payer.name, written))
    if found in (None, bare, payer_id) or directory.payers[found].contains(payer):
        return
    completed = "".join(read(directory.payers[found].name).words)
    assert completed in "".join(read(written).words) and completed not in "".join(read(payer.name).words)


def test_a_network_is_marked_as_no_payer(directory: Directory) -> None:
    found = resolve("RentNet", directory=directory)
    assert (found.payer_id, found.is_payer) == ("rent", False)
    assert "not a payer" in found.reason


def test_a_decision_wins_for_its_spelling_state_and_line_only(directory: Directory) -> None:
    decided = {decision_key("A.H.C.", "UT", Lob.COMMERCIAL): "acme-ut", decision_key("BHP", None, None): "gone"}

    def ask(written: str, state: str | None, lob: Lob | None) -> Resolution:
        return resolve(written, state=state, line_of_business=lob, directory=directory, decided=decided)

    assert ask("ahc", "ut", Lob.COMMERCIAL).payer_id == "acme-ut"
    assert ask("ahc", "ut", Lob.COMMERCIAL).how == "decided"
    assert ask("ahc", "OH", Lob.COMMERCIAL).payer_id == "acme"
    assert ask("ahc", None, None).payer_id is None
    assert ask("BHP", None, None).payer_id is None  # decided for a row that the registry no longer has


def test_a_payer_id_settles_or_contradicts(directory: Directory) -> None:
    assert resolve("AHC", directory=directory, identifier="55501").how == "identifier"
    assert resolve("", directory=directory, identifier=" 55501 ").payer_id == "acme"
    against = resolve("Birch Health Plan", directory=directory, identifier="55501")
    assert against.payer_id is None
    assert {c.payer_id for c in against.candidates} == {"acme", "birch"}
    unknown = resolve("Zebra", directory=directory, identifier="55501")
    assert (unknown.payer_id, unknown.suggestion) == (None, "acme")
    assert resolve("Birch Health Plan", directory=directory, identifier="99999").payer_id == "birch"


@given(st.text(max_size=60), st.sampled_from([None, "OH", "UT", "zz"]), st.sampled_from([None, *Lob]))
def test_any_text_gives_an_answer(written: str, state: str | None, lob: Lob | None) -> None:
    found = resolve(written, state=state, line_of_business=lob, directory=shipped())
    assert found.reason
    assert (found.payer_id is None) == (found.how == "asked")
    assert plain(plain(written)) == plain(written)


def test_every_registered_name_is_itself_its_brand_or_a_question() -> None:
    directory = shipped()
    for payer in directory.payers.values():
        found = resolve(payer.name, directory=directory)
        if found.payer_id is None:
            assert payer.payer_id in {c.payer_id for c in found.candidates}, payer
        elif found.payer_id != payer.payer_id:
            assert directory.payers[found.payer_id].contains(payer), (payer, found)


def test_the_shipped_registry_by_state_and_line() -> None:
    cases = [
        ("Molina", "TX", Lob.MARKETPLACE, "molina-tx"),
        ("Molina", "TX", Lob.MEDICAID_MANAGED_CARE, "molina"),
        ("Molina", "TX", None, None),
        ("UHC", None, None, None),
        ("Anthem BCBS", "GA", None, "anthem-ga"),
        ("Anthem BCBS", None, None, None),
        ("UnitedHealthcare", "OH", Lob.MEDICAID_MANAGED_CARE, "uhc-community-plan"),
        ("Blue Cross Blue Shield of Pennsylvania", None, None, None),
        ("eviCore", None, None, "evicore"),
        ("MercyCare", None, None, None),
        ("Mercy Care", "AZ", None, "mercy-care-az"),
        ("UnitedHealthcare Dual Complete", None, None, None),
        ("Select Health", None, None, "select-health"),
    ]
    for written, state, lob, payer_id in cases:
        found = resolve(written, state=state, line_of_business=lob, directory=shipped())
        assert found.payer_id == payer_id, (written, state, lob, found)


def test_the_same_name_again_costs_next_to_nothing(directory: Directory) -> None:
    resolve("Acme Healthcare", state="OH", directory=directory)
    start = time.perf_counter()
    for _ in range(1000):
        resolve("Acme Healthcare", state="OH", directory=directory)
    assert (time.perf_counter() - start) / 1000 < 50e-6


def test_spellings_seen_in_hospital_files(samples: Path) -> None:
    """No wrong answer, and most of what is clear is answered; what is marked for review is mostly asked about."""
    with (samples / "payer_names" / "spellings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    count: Counter[str] = Counter()
    for r in rows:
        found = resolve(r["spelling"], directory=shipped()).payer_id
        clear = r["needs_review"] == "no"
        count[f"{clear} {'asked' if found is None else 'right' if found == r['suggested_slug'] else 'other'}"] += 1
    assert count["True other"] == 0
    assert count["True right"] >= 0.65 * sum(r["needs_review"] == "no" for r in rows)
    assert count["False asked"] >= 0.90 * sum(r["needs_review"] == "yes" for r in rows)
