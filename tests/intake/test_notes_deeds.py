"""What is done to people and what only people do gives their names away; the same words about payers do not."""

from __future__ import annotations

import pytest

from tracker.intake.notes import find
from tracker.intake.notes.coined import is_coined

NAMED = [
    ("Min-jun came with an interpreter, denied", "Min-jun"),
    ("belle-mère Clotilde formée, refus", "Clotilde"),
    ("she moved, now 410 Rte 17K, out of state plan", "410 Rte 17K"),
    ("told Villanueva it was denied, signed abn", "Villanueva"),
    ("emailed bo the form", "bo"),
    ("emailed ivo the form", "ivo"),
    ("texted Faith about the copay", "Faith"),
    ("will no showed, billed by mistake", "will"),
    ("hope cancelled twice, no charge", "hope"),
    ("talked to dawn the niece, plan ended", "dawn"),
    ("rescheduled sung-min w/ both parents", "sung-min"),
    ("lvm for renata re balance", "renata"),
    ("spoke w/ Huynh today, wants to know why", "Huynh"),
    ("trained jolanta and her husband on transfers", "jolanta"),
    ("Hunter and his grandma, medicaid denied", "Hunter"),
    ("Radoslav and Bronislava (parents) came", "Bronislava"),
    ("group 97552 - mark d, rose v and others", "rose v"),
    ("Banks - 97551 denied, Rivers - paid, Woods - pending", "Rivers"),
    ("pt initials TB, denied", "TB"),
    ("hablé con nando el hermano, no paga", "nando"),
    ("for Brooks, resubmit with GP", "Brooks"),
    ("address on file 18 rue Lamartine, out of region", "18 rue Lamartine"),
    ('"Duke" as he likes to be called, denied', "Duke"),
]
FRAMES = [  # what a billing office writes of a member
    "{} denied again",
    "appeal for {} sent",
    "auth for {} expired",
    "the {} claim was denied",
    "97550 {} denied",
    "saw {} w/ mom, billed 97550",
    "check {} coverage",
    "training for {} denied",
    "rebill {}",
    "same issue as {}",
    "told {} it is denied",
    "{} and caregiver attended, denied",
    "{} 2 units denied",
    "refund due to {}",
]
NAMES = ["Castaneda", "castaneda", "denise", "Wuyts", "tevfik"]
THINGS = [
    "dysarthria",
    "Gastrostomy",
    "gaitbelt",
    "telepractice",
    "modifer",
    "paitent",
    "Contracture",
    "takebacks",
    "Aetna",
    "trng",
]
NOBODY = [
    "Crystal Run denied, they are delegated",
    "Ogdenton office CO-16, Kingston ok",
    "hija y esposo entrenados, denegado",
    "told paitent it is not covered",
    "emailed them the form",
    "told payer it was in error",
    "spoke with Dana, policy call only, no claim",
    "called Availity, system down",
    "waiting on Optum, no answer",
    "heard back from Dana at Cigna, not on fee schedule",
    "our Paris TX clinic is paid",
    "Carol Stream IL office, same denial",
    "plan b is to appeal, part b denied",
    "97550 - paid, 97551 - denied, 97552 - pending",
    "April - paid, May - denied, June - pending",
    "Aetna - paid, Cigna - denied, Humana - pending",
    "refus: formation de l'aidant non couverte",
    "el plan dice que no cubre el entrenamiento",
    "Frank discussion with the plan, its an error",
    "Passy Muir valve training with mom, denied",
    "mom wants to appeal, she owes nothing",
]


@pytest.mark.parametrize(("note", "name"), NAMED)
def test_a_deed_gives_a_name_away(note: str, name: str) -> None:
    start = note.index(name)
    assert any(a < start + len(name) and start < b for a, b, _ in find(note)), find(note)


@pytest.mark.parametrize("note", NOBODY)
def test_the_same_words_without_a_person(note: str) -> None:
    assert find(note) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_name_fills_the_hole(frame: str, name: str) -> None:
    at = frame.index("{}")
    assert any(a < at + len(name) and at < b for a, b, _ in find(frame.format(name)))


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_thing_fills_it_too(frame: str, thing: str) -> None:
    assert find(frame.format(thing)) == []


def test_coined_words_are_told_from_names() -> None:
    for word in ("denail", "authoriztion", "laminectomy", "clawback", "noncovered", "caregivr"):
        assert is_coined(word), word
    for name in ("tevfik", "wuyts", "oyelowo", "nkechi", "thibault", "petrov"):
        assert not is_coined(name), name


def test_an_endless_word_is_no_name() -> None:
    assert is_coined("ab" * 40_000)
    assert isinstance(find("told " + "ab" * 40_000 + " denied again"), list)
