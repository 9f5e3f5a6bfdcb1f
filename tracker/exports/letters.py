"""Letters a member sends: asking a payer to reconsider a denial, or to write a policy. As Word file and as plain text.

The one thing to know: nothing about a patient is ever typed into this program. Where such a detail belongs the letter
has a blank in square brackets, to be filled in on the member's own computer.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Literal

from docx import Document
from docx.shared import Inches, Pt

BLANKS = ("[patient's name]", "[member number]", "[claim number]", "[date of service]")
SENDER = ("[your name and credentials]", "[practice name]", "[address]", "[telephone]")
Kind = Literal["reconsideration", "policy"]


@dataclass(frozen=True)
class Letter:
    """What a letter is filled with; every field is public knowledge.

    reason: the denial in our own words with its code (`not a covered benefit, CARC 96`); blank for a policy letter.
    policy: what the payer itself says, one sentence (in a reconsideration only where that is that it covers);
    policy_source: where. medicare: Medicare's position, one sentence;
    medicare_source: where. note: what stands above everything (a demonstration says so). facts: where these facts were
    taken from, for the sender. Blank sentences are left out, never filled with something weaker.
    """

    kind: Kind
    payer: str
    code: str
    label: str
    day: date
    reason: str = ""
    policy: str = ""
    policy_source: str = ""
    medicare: str = ""
    medicare_source: str = ""
    note: str = ""
    facts: str = ""


def subject(letter: Letter) -> str:
    if letter.kind == "policy":
        return f"Request for a written coverage policy: {letter.code} ({letter.label})"
    return f"Request for reconsideration of a denied claim: {letter.code} ({letter.label})"


def paragraphs(letter: Letter) -> list[str]:
    """The body of the letter, one string a paragraph."""
    body = _reconsideration(letter) if letter.kind == "reconsideration" else _policy(letter)
    return [p for p in body if p]


def _reconsideration(letter: Letter) -> list[str]:
    name, member, claim, day = BLANKS
    because = f" The reason given was: {letter.reason}." if letter.reason else ""
    policy_ask = "Please process the claim again under this policy." if letter.policy else ""
    return [
        f"Patient: {name}. Member number: {member}. Claim: {claim}. Date of service: {day}.",
        f"I ask {letter.payer} to reconsider the denial of {letter.code}, {_lowered(letter.label)}.{because}",
        _cited("Your own policy says", letter.policy, letter.policy_source),
        policy_ask,
        _cited("Medicare's position is", letter.medicare, letter.medicare_source),
        "The service trained the caregiver to carry out the patient's plan of care when no clinician is present. The "
        "plan of care, the consent to train the caregiver and the record of the session are enclosed: "
        "[list the enclosures].",
        "If you uphold the denial, please name the policy, edit or contract term it rests on, and the date that took "
        "effect, so that it can be appealed at the next level.",
    ]


def _policy(letter: Letter) -> list[str]:
    return [
        f"I treat members of {letter.payer} and ask you to publish what you cover for {letter.code}, "
        f"{_lowered(letter.label)}.",
        _cited("What we found is", letter.policy, letter.policy_source)
        or f"We found nothing in writing from {letter.payer} about this code.",
        _cited("Medicare's position is", letter.medicare, letter.medicare_source),
        "A policy should say whether the code is covered, for which lines of business and from which day, whether "
        "prior authorisation is needed, who may provide it, and whether it may be provided by telehealth.",
        "Until there is one, please tell us in writing how such claims are decided.",
    ]


def _cited(beginning: str, said: str, source: str) -> str:
    if not said:
        return ""
    return f"{beginning}: {said.rstrip('.')}{f' ({source})' if source else ''}."


def _lowered(label: str) -> str:
    """A label in the middle of a sentence."""
    return label[:1].lower() + label[1:]


def _around(letter: Letter) -> tuple[list[str], list[str]]:
    """The lines before and after the body."""
    day = f"{letter.day.day} {letter.day:%B %Y}"
    before = [*SENDER, "", day, "", letter.payer, "[department and address]", ""]
    after = ["Sincerely,", "", "[signature]"]
    if letter.facts:
        after += ["", f"[Take this line out before sending. Facts from: {letter.facts}]"]
    return [letter.note, "", *before] if letter.note else before, after


def as_text(letter: Letter) -> str:
    """The letter as plain text."""
    before, after = _around(letter)
    return "\n".join([*before, subject(letter), "", "\n\n".join(paragraphs(letter)), "", *after]) + "\n"


def as_docx(letter: Letter) -> bytes:
    """The letter as a Word file of one page, ready to be filled in."""
    file = Document()
    page = file.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(1)
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.paragraph_format.space_after = Pt(0)
    before, after = _around(letter)
    for line in before:
        file.add_paragraph(line)
    heading = file.add_paragraph()
    heading.add_run(subject(letter)).bold = True
    heading.paragraph_format.space_after = Pt(11)
    for text in paragraphs(letter):
        file.add_paragraph(text).paragraph_format.space_after = Pt(9)
    for line in after:
        file.add_paragraph(line)
    file.core_properties.title, file.core_properties.author = subject(letter)[:255], ""  # the longest it takes
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()
