"""How a payer's name is read: one plain form for remembering decisions, one list of words for comparing.

The one thing to know: both the registry and what members write go through the same `read`, so a rule here only has to
make two spellings of one thing equal; it never has to know which of the two is the official one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tracker.vocabulary import STATES


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEGAL = words_of("inc incorporated llc llp lp ltd limited corp corporation company companies plc the pc")
_CONNECTIVES = words_of("of and by from a an in")
_SAME = {
    "plans": "plan", "benefits": "benefit", "services": "service", "systems": "system", "solutions": "solution",
    "hlth": "health", "hlthcare": "healthcare", "ins": "insurance", "insur": "insurance", "assoc": "association",
    "mcr": "medicare", "mcare": "medicare", "mcd": "medicaid", "mcaid": "medicaid", "mdcd": "medicaid",
    "comm": "commercial", "coml": "commercial", "govt": "government", "natl": "national", "univ": "university",
    "ctr": "center", "centre": "center", "hosp": "hospital", "wc": "workerscomp", "employees": "employee",
}  # fmt: skip
_PHRASES = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\bmedi cal\b", "medicaid california"),
        (r"\bmed(?:icare)? adv(?:antage)?\b|\bmcr adv(?:antage)?\b|\bmapd\b", "medicare advantage"),
        (r"\bworkers? comp(?:ensation)?\b|\bwork comp\b", "workerscomp"),
        (r"\bblue ?cross (?:and )?blue ?shield\b|\bblue ?cross blue ?shld\b|\bbcbs\b|\bbc bs\b|\bb c b s\b", "bcbs"),
        (r"\bblue ?cross\b", "bluecross"),
        (r"\bblue ?shield\b", "blueshield"),
    )
]
_BLUE_LETTERS = re.compile(r"\bbcbs[a-z]{0,2}\b|\bbc ?bs\b|\bbc\b|\bbs\b|\bbc[a-z]{2}\b")
_GLUED_BLUE = re.compile(r"\bbcbs([a-z]{2})\b")
_TRADE_NAME = re.compile(r"\bd ?/? ?b ?/? ?a\b|\bdoing business as\b", re.I)
_FORMER_NAME = re.compile(r"[ ,(]*\b(?:and )?(?:f ?/? ?k ?/? ?a|formerly)\b.*", re.I)
_ADDRESS = re.compile(
    r"[\s,/(-]+(?:p\.?\s?o\.?\s?(?:box|bx)|attn:?|attention:)\s.*$", re.I
)  # the claims office, not the payer
_STATE_NAMES = {name.casefold(): code.lower() for code, name in STATES.items()}
_STATE_NAME = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _STATE_NAMES), key=len, reverse=True)) + r")\b")
_STATE_CODES = frozenset(code.lower() for code in STATES)
_WORDS_TOO = words_of("al co de hi id in la ma me oh ok or pa")  # also words, initials or name parts
_AT_THE_END = _WORDS_TOO - words_of("co id ma")  # in capitals and last they are states; MA is also Medicare Advantage
_INSIDE = _STATE_CODES - _WORDS_TOO - words_of("ms pr va")  # states wherever they stand behind the first word
_PROGRAMS = frozenset({"medicaid", "medicare", "bcbs", "bluecross", "blueshield"})
_NUMBER = re.compile(r"[a-z]{0,2}[0-9]{3,}[a-z]{0,2}")


@dataclass(frozen=True, slots=True)
class Spelling:
    """words: what is compared; a state is its code in capitals. state: the one state named, if exactly one.

    letters: the Blue in it was written as initials (BC, BCBS). identifiers: payer ids found among the words.
    """

    words: tuple[str, ...]
    state: str | None
    letters: bool
    identifiers: tuple[str, ...]

    @property
    def key(self) -> str:
        return "".join(self.words)


@lru_cache(maxsize=20_000)
def plain(written: str) -> str:
    """Case, accents and punctuation taken away, nothing else: the key under which a decision is remembered."""
    text = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode().casefold()
    text = text.replace("&", " and ").replace("'", "").replace("`", "")
    return re.sub(r"(?<=\b[a-z]) (?=[a-z]\b)", "", re.sub(r"[^a-z0-9]+", " ", text).strip())


@lru_cache(maxsize=20_000)
def read(written: str) -> Spelling:
    """The words of a name. `X dba Y` is read as Y, `Y formerly X` as Y."""
    written = _ADDRESS.sub("", written) or written
    written = _FORMER_NAME.sub("", _TRADE_NAME.split(written)[-1]) or written
    ends_in_capitals = bool(re.search(r"(?:^|[^A-Za-z])[A-Z]{2}[)\s]*$", written))
    text = plain(written)
    letters = bool(_BLUE_LETTERS.search(text))
    text = _GLUED_BLUE.sub(lambda m: f"bcbs {m[1]}" if m[1] in _STATE_CODES else m[0], text)
    for pattern, same in _PHRASES:
        text = pattern.sub(same, text)
    text = _STATE_NAME.sub(lambda m: _STATE_NAMES[m[0]].upper(), text)
    words = _with_state_codes([_SAME.get(w, w) for w in text.split()], ends_in_capitals)
    identifiers = tuple(w for w in words if len(w) > 3 and _NUMBER.fullmatch(w))
    kept = tuple(w for w in words if w not in _LEGAL and w not in _CONNECTIVES and w not in identifiers)
    states = {w for w in kept if w.isupper()}
    return Spelling(kept, states.pop() if len(states) == 1 else None, letters, identifiers)


def _with_state_codes(words: list[str], ends_in_capitals: bool) -> list[str]:
    """State codes in capitals where they must be states: after `of`, beside a programme, behind a name, or last and not
    a word too."""
    blue = {"bc": "bluecross", "bs": "blueshield"}
    words = [blue.get(w, w) for w in words]
    found = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        last = bool(before) and not after
        sure = before == "of" or before in _PROGRAMS or (after in _PROGRAMS and at == 0)
        behind = bool(before) and word in _INSIDE
        at_end = last and (word not in _WORDS_TOO or (ends_in_capitals and word in _AT_THE_END))
        is_state = word in _STATE_CODES and (sure or behind or at_end)
        if word == "co" and last and not sure:
            continue  # "Company"
        found.append(word.upper() if is_state else word)
    return found
