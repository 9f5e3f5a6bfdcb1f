"""What people write about an appeal, told apart: how it ended, and at which level it was.

The one thing to know: "denial overturned" is won and "denial upheld" lost, though both hold "denied"; what is only meant to
be appealed is no appeal yet.
"""

from __future__ import annotations

import re

from tracker.vocabulary import AppealOutcome

NONE = "none"  # the cell says that nobody appealed

_NOT_YET = re.compile(
    r"\b(?:not|never|no|didn'?t|did not|don'?t|won'?t|will not|wasn'?t|haven'?t|hasn'?t)\b.{0,12}\b(?:appeal\w*|filed|sent|submitted|pursu\w*|started)\b"
    r"|\b(?:to be|to|will|needs?(?: an| to)?|should|could|must|plan(?:s|ning)? to|going to|consider\w*|eligible (?:for|to)|can|ready to|draft\w*|prepar\w*|in prep\w*) (?:an? )?(?:re-?)?(?:appeal\w*|file\b|be filed|be sent|send)"
    r"|^(?:not started|not filed|unfiled|drafted|draft|preparing|considering|no appeal)$"
)
_LOST = re.compile(
    r"\b(?:not (?:overturned|approved|successful|granted|won|paid|reversed|favou?rable)|un-?favou?rabl\w*|un-?successful\w*|uphe?ld|uphold\w*|affirm\w*|sustain\w*|maintain\w*|lost|stands|fail\w*)\b"
)
_PARTLY = re.compile(r"\b(?:part|parts|partly|partial\w*|in part|some)\b")
_WON = re.compile(
    r"\b(?:over-?turn\w*|won|win|favou?rabl\w*|revers\w*|grant\w*|approv\w*|success\w*|in (?:our|provider'?s?) favou?r|paid|allowed|payment (?:issued|made|received))\b"
)
_GIVEN_UP = re.compile(r"\b(?:withdr[ae]wn?|withdrew|dropped|abandon\w*|given up|gave up|rescinded|not pursued)\b")
_OPEN = re.compile(
    r"\b(?:pend\w*|open|fil(?:ed|ing)|submitted|sent|mailed|faxed|uploaded|appeal\w*|initiated|started|requested|received|acknowledged|active|ongoing|await\w*|wait\w*|outstanding"
    r"|in[- ]?(?:process|progress|review)|under (?:review|appeal|consideration)|being reviewed|no (?:answer|response|decision|reply|word)(?: yet)?|not (?:yet )?decided|undecided|to be (?:decided|determined))\b"
)
_TURNED_DOWN = re.compile(r"\b(?:denied|deny|denial|adverse|reject\w*|declin\w*|refused|disallow\w*|turned down)\b")


def ended(text: str) -> str | None:
    """How an appeal ended (`AppealOutcome`), `none` where nobody appealed, None where the words are not understood."""
    low = text.casefold()
    if _NOT_YET.search(low):
        return NONE
    if _GIVEN_UP.search(low):
        return AppealOutcome.WITHDRAWN.value
    if _LOST.search(low):
        return None if _WON.search(_LOST.sub(" ", low)) else AppealOutcome.UPHELD.value
    if _WON.search(low):
        waits = re.search(r"\b(?:pend\w*|await\w*|wait\w*) (?:decision|determination|review|approval|reversal)", low)
        return (
            AppealOutcome.OPEN if waits else AppealOutcome.PARTLY if _PARTLY.search(low) else AppealOutcome.OVERTURNED
        ).value
    if _PARTLY.search(low):
        return AppealOutcome.PARTLY.value
    rest = re.sub(r"\bappeal\w*", " ", low)  # "appeal denied" was decided, "denied, appeal filed" was not
    if _TURNED_DOWN.search(low) and not _OPEN.search(rest):
        return AppealOutcome.UPHELD.value
    return AppealOutcome.OPEN.value if _OPEN.search(low) else None


_ORDINAL = {"first": 1, "1st": 1, "one": 1, "i": 1, "second": 2, "2nd": 2, "two": 2, "ii": 2, "third": 3, "3rd": 3, "three": 3,
            "iii": 3, "fourth": 4, "4th": 4, "four": 4, "iv": 4, "fifth": 5, "5th": 5, "five": 5, "v": 5}  # fmt: skip
_NUMBER = re.compile(
    r"\b(?:(?:level|lvl|tier|appeal|stage|l)[\s#:.-]*(\d|i{1,3}|iv|v|one|two|three|four|five)\b"
    r"|(\d|first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th))[\s-]*(?:level|lvl|tier|stage|appeal)\b)"
)
_NAMED = (
    (re.compile(r"\bredeterminations?\b"), 1),
    (re.compile(r"\b(?:qic)\b"), 2),
    (re.compile(r"\b(?:alj|administrative law judge)\b"), 3),
    (re.compile(r"\b(?:appeals council|medicare appeals council|dab)\b"), 4),
    (re.compile(r"\b(?:judicial review|(?:federal )?(?:district )?court)\b"), 5),
)
_RECONSIDERED = re.compile(r"\b(?:reconsiderations?|recons?)\b")


def level(text: str, *, after_redetermination: bool = False) -> int | None:
    """The level (1 to 5) that words name. A reconsideration is the second level where a redetermination comes before it,
    as in original Medicare, else the first."""
    low = text.casefold()
    if alone := re.fullmatch(r"\W*(?:l|level\s*)?([1-5])(?:\.0+)?\W*", low):
        return int(alone[1])
    if low.strip(" .#") in _ORDINAL:
        return _ORDINAL[low.strip(" .#")]
    if found := _NUMBER.search(low):
        said = (found[1] or found[2]).strip()
        number = int(said) if said.isdecimal() else _ORDINAL[said]
        return number if 1 <= number <= 5 else None
    for pattern, number in _NAMED:
        if pattern.search(low):
            return number
    return (2 if after_redetermination else 1) if _RECONSIDERED.search(low) else None
