"""Finding codes: shapes that name them, surroundings that forbid them, and arbitrary text around a planted one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.documents.codes import find_codes, tidy
from tracker.intake.documents.model import Block, Place, Reading
from tracker.intake.documents.scanner import Scanner
from tracker.reference import codes

SKILLS = ("97550", "97551", "97552")
G_ALL = ("G0539", "G0540", "G0541", "G0542", "G0543")


def named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for f in find_codes(tidy(text)) for c in f.codes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97550", SKILLS[:1]),
        ("97550-97552", SKILLS),
        ("97550 – 97552", SKILLS),
        ("97550 through 97552", SKILLS),
        ("97550 to CPT 97552", SKILLS),
        ("97550/97551", SKILLS[:2]),
        ("97550, 97551 and 97552", SKILLS),
        ("97550/51/52", SKILLS),
        ("97550, -51, -52", SKILLS),
        ("97550-2", SKILLS),
        ("9755x", SKILLS),
        ("the 97550 series", SKILLS),
        ("97000 series", SKILLS),
        ("97110-97799", SKILLS),
        ("G0539 to G0543", G_ALL),
        ("G0539-G0543", G_ALL),
        ("G0539-43", G_ALL),
        ("G05xx", G_ALL),
        ("G 0541", ("G0541",)),
        ("97550¹", SKILLS[:1]),
        ("97550*", SKILLS[:1]),
        ("97550GP, 97551-GO", SKILLS[:2]),
        ("97550,97551,97552", SKILLS),
        ("9755097551", SKILLS[:2]),
        ("codes97550and97551are", SKILLS[:2]),
        ("CPT97550", SKILLS[:1]),
        ("9755-\n0", SKILLS[:1]),
        ("97550-\n97552", SKILLS),
        ("97550 OR 97551", SKILLS[:2]),
        ("CPT code number 97550", SKILLS[:1]),
        ("CPT #97550", SKILLS[:1]),
        ("excluded for every member: 97551, 97552", SKILLS[1:]),
    ],
)
def test_named(text: str, expected: tuple[str, ...]) -> None:
    assert named(text) == expected


DECOYS = [
    "(555) 975-5000",
    "800-975-5100",
    "555.269.6202",
    "Fern Hill 97550-1234",
    "Salem, OR 97550",
    "PO Box 12, Stone Field 97552",
    "97550 North Main St",
    "97550 Harbor Way",
    "Form 97552-A",
    "claim no. 4197551",
    "claim number 97551",
    "$97,550.00",
    "97551.00",
    "USD 97550",
    "97,552.00",
    "20-97551",
    "ticket 97550",
    "ID 96202-FW",
    "document 96202-PP-118",
    "AG05410",
    "GV-97551-25",
    "file_97550.pdf",
    "https://payer.example/policies/97550",
    "extension 97552",
    "97550 members",
    "numbers such as 97551-88",
    "ZIP codes 97000-97999",
    "96203A7B-97551",
]


@pytest.mark.parametrize("text", DECOYS)
def test_not_a_code(text: str) -> None:
    assert named(text) == ()


PROSE = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "Zs", "P")), max_size=200)
WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "plan",
            "pays",
            "when",
            "a",
            "therapist",
            "teaches",
            "skills",
            "at",
            "home",
            "and",
            "the",
            "chart",
            "shows",
            "it",
        ]
    ),
    max_size=12,
)


@given(WORDS, st.sampled_from(sorted(codes())), WORDS)
def test_a_code_planted_in_prose_is_found(before: list[str], code: str, after: list[str]) -> None:
    assert code in named(" ".join([*before, code, *after]) + ".")


@given(WORDS, st.sampled_from(DECOYS), WORDS)
def test_a_decoy_in_prose_is_never_a_code(before: list[str], decoy: str, after: list[str]) -> None:
    assert named(" ".join([*before, "see", decoy]) + ". " + " ".join(after).capitalize()) == ()


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["heading", "text", "item"]), st.text(max_size=160)), max_size=6))
def test_arbitrary_text_is_read_without_a_crash(parts: list[tuple[str, str]]) -> None:
    blocks = tuple(Block(kind, text, Place(line=n)) for n, (kind, text) in enumerate(parts, 1))
    found = Scanner(Reading(blocks, 1)).run()
    assert all(m.code in codes() for m in found.mentions)


@settings(deadline=None, max_examples=100)
@given(PROSE, st.sampled_from(sorted(codes())))
def test_arbitrary_prose_around_a_statement_never_turns_it_round(prose: str, code: str) -> None:
    parts = (
        Block("text", prose, Place(line=1)),
        Block("heading", "Coverage", Place(line=2), 2),
        Block("text", f"{code} is covered.", Place(line=3)),
    )
    found = [m for m in Scanner(Reading(parts, 1)).run().mentions if m.code == code and m.place.line == 3]
    assert found and all(m.status in {"covered", "covered_with_conditions"} for m in found)
