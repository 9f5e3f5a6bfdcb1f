"""What of a spelling is somebody's name, and what says nothing about who pays (HMO, Medicare, Plan).

The one thing a newcomer would get wrong: a row covers a spelling only if every word that its names leave over says
nothing. One word that is not understood makes a question of it, however much of the rest fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.payer_names.directory import BLUE, Directory, Entry, Payer
from tracker.intake.payer_names.spelling import Spelling, words_of
from tracker.vocabulary import LineOfBusiness as Lob
from tracker.vocabulary import PayerType as Type

HINTS = {
    "medicare": Type.MEDICARE_ADVANTAGE, "senior": Type.MEDICARE_ADVANTAGE, "seniors": Type.MEDICARE_ADVANTAGE,
    "dual": Type.MEDICARE_ADVANTAGE, "duals": Type.MEDICARE_ADVANTAGE, "dsnp": Type.MEDICARE_ADVANTAGE,
    "snp": Type.MEDICARE_ADVANTAGE, "medicaid": Type.MEDICAID_MCO, "chip": Type.MEDICAID_MCO,
    "exchange": Type.MARKETPLACE, "marketplace": Type.MARKETPLACE, "ifp": Type.MARKETPLACE,
}  # fmt: skip
_SAYS_NOTHING = BLUE | set(HINTS) | words_of(
    "health healthcare care plan insurance benefit group network medical product products program company"
    " ppo hmo epo pos hdhp hsa hra pffs snp dsnp csnp dual duals indemnity open access choice choices plus select"
    " managed standard premier preferred classic basic core value essential complete gold silver bronze platinum i ii"
    " iii ffs commercial individual family families large small employer employers on off advantage supplement medigap"
    " part b c kids child children childrens student students retiree retirees contracted noncontracted non par"
    " nonpar participating out area claims only replacement for life pace"
)  # fmt: skip
PROGRAMMES = BLUE | {
    "medicare",
    "medicaid",
    "tricare",
    "va",
    "ccn",
    "workerscomp",
    "part",
    "b",
    "original",
    "traditional",
}
FITS = {
    Lob.MEDICARE_FFS: {Type.MEDICARE_FFS}, Lob.MEDICARE_ADVANTAGE: {Type.MEDICARE_ADVANTAGE},
    Lob.MEDICAID_FFS: {Type.MEDICAID_FFS}, Lob.MEDICAID_MANAGED_CARE: {Type.MEDICAID_MCO},
    Lob.CHIP: {Type.MEDICAID_FFS, Type.MEDICAID_MCO}, Lob.COMMERCIAL: {Type.COMMERCIAL},
    Lob.MARKETPLACE: {Type.MARKETPLACE}, Lob.SELF_FUNDED: {Type.COMMERCIAL, Type.TPA},
    Lob.FEHB: {Type.FEDERAL_PROGRAM}, Lob.TRICARE: {Type.FEDERAL_PROGRAM}, Lob.VA: {Type.FEDERAL_PROGRAM},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A row that the spelling may mean. used: words of the spelling that its name uses, Blue and states not counted.

    exact: the name is the whole spelling.
    """

    entry: Entry
    used: int
    exact: bool

    @property
    def payer(self) -> Payer:
        return self.entry.payer

    @property
    def claim(self) -> tuple[int, int]:
        return self.used, self.entry.rank


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts a question is decided on. state: of the file or else of the spelling."""

    spelling: Spelling
    plain: str
    given_state: str | None
    lob: Lob | None
    directory: Directory
    hint: Type | None

    @property
    def state(self) -> str | None:
        return self.given_state or self.spelling.state


def _windows(asked: Asked) -> Iterator[tuple[int, int, dict[str, Entry]]]:
    words, directory = asked.spelling.words, asked.directory
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + directory.longest) + 1):
            entries = directory.entries.get("".join(words[start:end]))
            if entries:
                yield start, end, entries


def covering(asked: Asked) -> list[Found]:
    """The rows whose names stand in the spelling, with nothing telling left over."""
    words = asked.spelling.words
    covered: dict[str, set[int]] = {}
    best: dict[str, tuple[int, int, Entry]] = {}
    for start, end, entries in _windows(asked):
        for payer_id, entry in entries.items():
            covered.setdefault(payer_id, set()).update(range(start, end))
            claim = (end - start, entry.rank, entry)
            if payer_id not in best or claim[:2] > best[payer_id][:2]:
                best[payer_id] = claim
    found = []
    for payer_id, places in covered.items():
        left = {words[at] for at in range(len(words)) if at not in places}
        blue_fits = payer_id in asked.directory.blue or not left & BLUE
        if blue_fits and all(says_nothing(word) for word in left):
            used = sum(words[at] not in BLUE and not words[at].isupper() for at in places)
            found.append(Found(best[payer_id][2], used, exact=best[payer_id][0] == len(words)))
    return found


def says_nothing(word: str) -> bool:
    return word in _SAYS_NOTHING or word.isupper()


def touching(asked: Asked) -> list[Found]:
    """Rows whose names stand somewhere in a spelling that says more: worth showing to the person who is asked."""
    words = asked.spelling.words
    found: dict[str, Found] = {}
    for start, end, entries in _windows(asked):
        if not all(says_nothing(w) for w in words[start:end]):
            for payer_id, entry in entries.items():
                if entry.payer.operates_in(asked.state):
                    found.setdefault(payer_id, Found(entry, end - start, exact=False))
    return list(found.values())


def is_programme(asked: Asked, here: list[Found]) -> bool:
    """`Medicare`, `Blue Cross PPO`, `OH Medicaid`, or the brand of a state's Medicaid that is not the agency's name."""
    words = set(asked.spelling.words)
    if words & PROGRAMMES and all(w in PROGRAMMES or says_nothing(w) for w in words):
        return True
    return all(f.payer.type is Type.MEDICAID_FFS and f.entry.rank < 3 for f in here) and not asked.given_state


def programme_is_clear(asked: Asked, here: list[Found]) -> bool:
    """Medicaid of a state with the line of business; Blue Cross of a state; a row's own name to the letter."""
    if BLUE & set(asked.spelling.words):
        return asked.state is not None
    if asked.plain in asked.directory.exact:
        return True
    return any(asked.lob and f.payer.type in FITS.get(asked.lob, ()) for f in here)


def only_letters(asked: Asked, one: Found) -> bool:
    if one.entry.initials:
        return True
    telling = [w for w in asked.spelling.words if not says_nothing(w)]
    return asked.spelling.letters and not telling
