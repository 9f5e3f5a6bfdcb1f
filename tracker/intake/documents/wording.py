"""Talk of the topic where no code stands, sentence by sentence.

The one thing to know: a table of contents is no talk of the topic, and a sentence that names a code is a mention.
"""

from __future__ import annotations

import itertools
import re

from tracker.intake.documents.codes import find_codes
from tracker.intake.documents.model import Place, Wording
from tracker.intake.documents.text import sentences
from tracker.intake.documents.topic import is_topic, may_hold_topic

CONTENTS = re.compile(
    r"(?i)\W*(?:in|inside|also in) this (?:chapter|issue|section|manual|edition|newsletter)\b|\W*(?:table of )?contents\b"
)


def wording_of(text: str, place: Place) -> list[Wording]:
    """Sentences of a text that speak of the topic and name no code; one may need the sentence behind it."""
    if not may_hold_topic(text):
        return []
    found: list[Wording] = []
    told = sentences(text)
    for sentence, behind in itertools.zip_longest(told, told[1:], fillvalue=""):
        if find_codes(sentence) or CONTENTS.match(sentence):
            continue
        if is_topic(sentence):
            found.append(Wording(place, sentence[:500]))
        elif len(behind) < 120 and not is_topic(behind) and is_topic(f"{sentence} {behind}"):
            found.append(Wording(place, f"{sentence} {behind}"[:500]))
    return found
