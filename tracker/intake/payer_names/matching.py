"""What of a spelling is somebody's name, and what says nothing about who pays (HMO, Medicare, Plan).

The one thing a newcomer would get wrong: a row covers a spelling only if every word that its names leave over says
nothing. One word that is not understood makes a question of it, however much of the rest fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.payer_names.directory import BLUE, SHORTEST, Directory, Entry, Payer, lacking_one
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
    " primary secondary tertiary prim sec 2nd 2ndry 1st oap oapin qpos navigate navigator charter nexus freedom liberty"
    " option options focus direct pdp mapd hmopos lppo rppo mco mltc phsp contract coop hc hp ffm aca metal"
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
    where: range = range(0)  # the places of its longest name
    helped: bool = False  # words left over are explained by its family or its state's programme

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
    words, windows = asked.spelling.words, list(_windows(asked))
    covered: dict[str, set[int]] = {}
    best: dict[str, tuple[int, int, Entry, range]] = {}
    for start, end, entries in windows:
        for payer_id, entry in entries.items():
            covered.setdefault(payer_id, set()).update(range(start, end))
            claim = (end - start, entry.rank, entry, range(start, end))
            if payer_id not in best or claim[:2] > best[payer_id][:2]:
                best[payer_id] = claim
    found = []
    for payer_id, places in covered.items():
        left = {at for at in range(len(words)) if at not in places and not says_nothing(words[at])}
        blue = {words[at] for at in range(len(words)) if at not in places} & BLUE
        if blue and payer_id not in asked.directory.blue:
            continue
        if left and not left <= _beside(best[payer_id][2].payer, best[payer_id][3], windows):
            continue
        used = sum(words[at] not in BLUE and not words[at].isupper() for at in places)
        width, _, entry, where = best[payer_id]
        found.append(Found(entry, used, exact=width == len(words), where=where, helped=bool(left)))
    return _most_specific(found, windows)


def _beside(payer: Payer, own: range, windows: list[tuple[int, int, dict[str, Entry]]]) -> set[int]:
    """Places that say nothing beside a name: the payer's own family, and for a Medicaid plan its state's programme."""
    places: set[int] = set()
    for start, end, entries in windows:
        if start < own.stop and own.start < end:
            continue
        for entry in entries.values():
            other = entry.payer
            family = other.parent == payer.parent and entry.rank >= 2
            programme = (
                payer.type is Type.MEDICAID_MCO
                and other.type is Type.MEDICAID_FFS
                and (not payer.states or bool(other.states & payer.states))
            )
            if family or programme:
                places.update(range(start, end))
    return places


def _most_specific(found: list[Found], windows: list[tuple[int, int, dict[str, Entry]]]) -> list[Found]:
    """`UMR/UHC`, `Careplus (Humana)`: of two names of one family in a spelling the one that fewer rows bear."""
    whole = {f.payer.parent for f in found if not f.helped}
    found = [f for f in found if not f.helped or f.payer.parent not in whole]
    bearers = {range(a, b): [e.payer.parent for e in entries.values()] for a, b, entries in windows}

    def outdone(one: Found) -> bool:
        is_parent = one.payer.name == one.payer.parent
        mine = len(found) + 99 if is_parent else bearers[one.where].count(one.payer.parent)
        return any(
            other.payer.parent == one.payer.parent
            and not set(other.where) & set(one.where)
            and bearers[other.where].count(one.payer.parent) < mine
            for other in found
        )

    return [f for f in found if not outdone(f)]


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


def alike(asked: Asked) -> list[Found]:
    """Rows whose names differ from words of the spelling by a slip of the hand: shown to the person, never taken."""
    words, directory = asked.spelling.words, asked.directory
    found: dict[str, Found] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + directory.longest) + 1):
            joined = "".join(words[start:end])
            if len(joined) < SHORTEST or all(says_nothing(w) for w in words[start:end]):
                continue
            for key in {k for form in lacking_one(joined) for k in directory.misspelt.get(form, ())}:
                for payer_id, entry in directory.entries[key].items():
                    one = Found(entry, end - start, exact=False)
                    if entry.payer.operates_in(asked.state) and one.claim > _claim(found.get(payer_id)):
                        found[payer_id] = one
    return list(found.values())


def _claim(found: Found | None) -> tuple[int, int]:
    return found.claim if found else (0, 0)


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
