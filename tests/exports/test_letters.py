"""Letters: whole text, the same words in Word, blanks where a patient's details belong, nothing weaker filled in."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from tracker.exports.letters import BLANKS, SENDER, Letter, as_docx, as_text, paragraphs, subject

LETTER = Letter(
    kind="reconsideration",
    payer="Birch Mutual & Sons",
    code="97550",
    label="Caregiver training, functional skills: first 30 min",
    day=date(2026, 11, 5),
    reason="not a covered benefit, CARC 96",
    policy="covered when a plan of care names the caregiver.",
    policy_source="Birch Mutual, Medical policy 7, looked at 14 October 2026",
    medicare="pays it separately under a plan of care",
    medicare_source="example file, 2026",
)


def test_reconsideration_whole() -> None:
    text = as_text(LETTER)
    assert text.startswith("[your name and credentials]\n[practice name]\n[address]\n[telephone]\n\n5 November 2026\n")
    assert paragraphs(LETTER)[:5] == [
        "Patient: [patient's name]. Member number: [member number]. Claim: [claim number]. "
        "Date of service: [date of service].",
        "I ask Birch Mutual & Sons to reconsider the denial of 97550, caregiver training, functional skills: first 30 "
        "min. The reason given was: not a covered benefit, CARC 96.",
        "Your own policy says: covered when a plan of care names the caregiver (Birch Mutual, Medical policy 7, looked "
        "at 14 October 2026).",
        "Please process the claim again under this policy.",
        "Medicare's position is: pays it separately under a plan of care (example file, 2026).",
    ]
    assert all(blank in text for blank in (*BLANKS, *SENDER))


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(LETTER, policy="", policy_source="", medicare="", reason="")
    said = as_text(bare)
    for absent in ("policy says", "under this policy", "Medicare", "reason given", "()"):
        assert absent not in said


def test_policy_letter_says_that_nothing_was_found() -> None:
    letter = replace(LETTER, kind="policy", policy="", policy_source="")
    assert subject(letter).startswith("Request for a written coverage policy: 97550")
    said = as_text(letter)
    assert "We found nothing in writing from Birch Mutual & Sons about this code." in said
    assert not any(blank in said for blank in BLANKS)


def test_a_very_long_payer_and_label_still_make_a_file() -> None:
    assert as_docx(replace(LETTER, payer="x" * 400, label="y " * 300)).startswith(b"PK")


@pytest.mark.parametrize("kind", ["reconsideration", "policy"])
def test_the_word_file_has_the_same_words(kind: str) -> None:
    letter = replace(LETTER, kind=kind)
    said = [p.text for p in Document(io.BytesIO(as_docx(letter))).paragraphs if p.text]
    assert said == [line for line in as_text(letter).split("\n") if line]
