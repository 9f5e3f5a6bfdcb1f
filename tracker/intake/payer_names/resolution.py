"""Which payer a written name means: one row of the registry, or a question with its candidates. Never a guess.

The one thing a newcomer would get wrong: nothing is taken because it looks alike; a slip of the hand makes a
suggestion at most. A row is taken only if its name or alias stands in the spelling word for word, every word left over
is one that says nothing about who pays (HMO, Medicare, Plan, the parent's brand, a state's Medicaid programme), and no
other row has as good a claim; initials and state companies need a second fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tracker.intake.payer_names.directory import Directory, Entry, Payer
from tracker.intake.payer_names.matching import (
    FITS,
    HINTS,
    PROGRAMMES,
    Asked,
    Found,
    alike,
    covering,
    is_programme,
    only_letters,
    programme_is_clear,
    says_nothing,
    touching,
)
from tracker.intake.payer_names.spelling import plain, read
from tracker.vocabulary import LineOfBusiness as Lob

DecisionKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    payer_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """payer_id: the row, or None when a person must say. suggestion: the one row that a person would confirm.

    is_payer: False when the row is a network, an administrator or a review delegate. how: `decided`, `identifier`,
    `name` or `asked`.
    """

    payer_id: str | None
    reason: str
    how: str
    candidates: tuple[Candidate, ...] = ()
    suggestion: str | None = None
    is_payer: bool = True


def decision_key(written: str, state: str | None, line_of_business: Lob | None) -> DecisionKey:
    """The key under which a person's decision is remembered; blank where state or line of business is not known."""
    return plain(written), (state or "").upper(), line_of_business.value if line_of_business else ""


def resolve(
    written: str,
    *,
    state: str | None = None,
    line_of_business: Lob | None = None,
    directory: Directory,
    decided: Mapping[DecisionKey, str] | None = None,
    identifier: str | None = None,
) -> Resolution:
    """The payer that a spelling means, by a remembered decision, its name, or the payer id that came with it."""
    if decided:
        found = decided.get(decision_key(written, state, line_of_business))
        if found is not None and found in directory.payers:
            return _taken(directory.payers[found], "A person decided so for this spelling.", "decided")
    key = (written, state, line_of_business, identifier)
    answer = directory.answers.get(key)
    if answer is None:
        if len(directory.answers) >= directory.MOST_ANSWERS:
            directory.answers.clear()
        answer = directory.answers[key] = _work_out(written, state, line_of_business, identifier, directory)
    return answer


def _work_out(written: str, state: str | None, lob: Lob | None, identifier: str | None, d: Directory) -> Resolution:
    spelling = read(written)
    if state and not spelling.state and spelling.words and all(w in PROGRAMMES for w in spelling.words):
        spelling = read(f"{written} of {state}")  # "BCBS" in a file that gives the state
    hint = next((HINTS[w] for w in spelling.words if w in HINTS), None)
    asked = Asked(spelling, plain(written), (state or "").upper() or None, lob, d, hint)
    by_name = _by_name(asked)
    ids = [identifier.strip().casefold()] if identifier else list(spelling.identifiers)
    return _with_identifier(by_name, [p for i in ids for p in d.identifiers.get(i, ())], blank=not spelling.words)


def _with_identifier(by_name: Resolution, holders: list[Payer], *, blank: bool) -> Resolution:
    """A payer id settles a question among its candidates; alone it is enough; against the name it is a question."""
    if len(holders) != 1:
        return by_name
    holder = holders[0]
    if by_name.payer_id == holder.payer_id:
        return by_name
    if by_name.payer_id:
        both = (*by_name.candidates, Candidate(holder.payer_id, holder.name, "has the payer id that was sent"))
        return Resolution(None, "The name and the payer id point to different payers.", "asked", both)
    if blank or any(c.payer_id == holder.payer_id for c in by_name.candidates):
        return _taken(holder, "The payer id that came with the name is this payer's.", "identifier")
    held = Candidate(holder.payer_id, holder.name, "has the payer id that was sent")
    return replace(by_name, candidates=(*by_name.candidates, held), suggestion=holder.payer_id)


def _by_name(asked: Asked) -> Resolution:
    found = covering(asked)
    if not found:
        known = touching(asked)
        if known:
            return _question(known, "No payer of the registry is written like this.")
        return _question(alike(asked), "No payer of the registry is written like this; a slip of the hand is possible.")
    if asked.given_state and asked.spelling.state and asked.given_state != asked.spelling.state:
        return _question(found, "The name holds another state than the file gives.")
    to_the_letter = asked.directory.exact.get(asked.plain, ())
    if len({w for w in asked.spelling.words if w.isupper()}) > 1 and not (asked.given_state or to_the_letter):
        return _question(found, "The name holds more than one state: say which.")
    here = [
        f for f in found if f.payer.operates_in(asked.given_state if f.payer in to_the_letter else asked.state)
    ]  # a name to the letter may hold what looks like another state
    if not here:
        return _question(found, f"No such payer is known in {asked.state}.")
    if is_programme(asked, here) and not programme_is_clear(asked, here):
        return _question(here, "This names a programme, not who pays: say the line of business or the plan.")
    return _narrow(asked, here)


def _narrow(asked: Asked, here: list[Found]) -> Resolution:
    """From the rows that fit the words to one, by line of business, claim and width; or a question."""
    fitting = [f for f in here if asked.lob and f.payer.type in FITS.get(asked.lob, ())]
    pool = fitting or here
    best = [f for f in pool if f.claim == max(f.claim for f in pool)]
    named = [f for f in best if f.exact and f.entry.rank == 3]
    if named and len(named) < len(best) and (asked.given_state or asked.lob):
        best = named  # named in full, and a second fact beside it
    one = _widest(best, named)
    if one is None:
        return _question(best, f"{len(best)} payers are written like this: say the state or line of business.")
    if asked.directory.is_holding(one.payer):
        return _licensee(asked, one)
    strangers = [f for f in pool if _stranger(f, one)]
    if strangers:
        return _question([one, *strangers], "Companies that have nothing to do with each other are written like this.")
    companies = _of_the_state(asked, one)
    if companies:
        return _question([*companies, one], "The family has a company of its own in the state: say which is meant.")
    rivals = _rivals(asked, one, here)
    if rivals:
        return _question([one, *rivals], "Several companies of this family fit: say the line of business or state.")
    if only_letters(asked, one) and not (asked.given_state and (asked.lob or len(best) == 1)):
        return _question([one], "Initials only, which others may share: confirm once, or say state and line.")
    return _taken(one.payer, _because(one), "name")


def _widest(best: list[Found], named: list[Found]) -> Found | None:
    """The only one, or the row that is the same company as all others seen wider (the brand above its state rows),
    unless one of the others was named in full."""
    if len(best) == 1:
        return best[0]
    for found in best:
        if all(found is other or found.payer.contains(other.payer) for other in best):
            return None if named and found not in named else found
    return None


def _of_the_state(asked: Asked, one: Found) -> list[Found]:
    """Companies of the same family and kind for just the state that the name holds, where the brand would be taken."""
    state = asked.spelling.state
    if not state or asked.given_state or asked.directory.is_holding(one.payer):
        return []
    family = asked.directory.family(one.payer)
    return [_related(p) for p in family if p.states == {state} and p is not one.payer and one.payer.contains(p)]


def _stranger(other: Found, one: Found) -> bool:
    """Another company whose name or alias is the whole spelling too (MercyCare of Wisconsin, Mercy Care of Arizona)."""
    as_good = other.exact and other.used == one.used and other.entry.rank >= 2
    return as_good and other.payer.parent != one.payer.parent


def _licensee(asked: Asked, holding: Found) -> Resolution:
    """The family's one Blue company in the state, when the state is known."""
    directory = asked.directory
    family = [
        _related(p)
        for p in directory.family(holding.payer)
        if p is not holding.payer and p.type is holding.payer.type and p.payer_id in directory.blue
    ]
    here = [f for f in family if asked.state and asked.state in f.payer.states]
    if len(here) == 1:
        return _taken(here[0].payer, f"The holder of the Blue licence of this family in {asked.state}.", "name")
    return _question(here or [holding, *family], "A Blue brand with a company in each state: say the state.")


def _related(payer: Payer) -> Found:
    return Found(Entry(payer, 0, payer.name), 0, exact=False)


def _rivals(asked: Asked, one: Found, here: list[Found]) -> list[Found]:
    """Rows of the same family that would be meant in another line of business, or the brand above a state's company."""
    if not one.payer.is_payer:
        return []
    wanted = FITS.get(asked.lob, set()) if asked.lob else {asked.hint} if asked.hint else set()
    if wanted and one.payer.type not in wanted:
        brand = "".join(w for w in asked.spelling.words if not says_nothing(w))
        family = asked.directory.family(one.payer)
        return [_related(p) for p in family if p.type in wanted and p.operates_in(asked.state) and _begins(p, brand)]
    if asked.given_state or asked.lob:
        return []
    others = [
        f
        for f in here
        if f.payer is not one.payer and f.payer.parent == one.payer.parent and not asked.directory.is_holding(f.payer)
    ]
    return [f for f in others if f.payer.contains(one.payer) or (one.entry.rank < 3 and _other_type(f, one))]


def _other_type(one: Found, other: Found) -> bool:
    return one.payer.type is not other.payer.type


def _begins(payer: Payer, brand: str) -> bool:
    return bool(brand) and read(payer.name).key.startswith(brand)


def _because(one: Found) -> str:
    return {3: "This is the payer's name.", 2: f"“{one.entry.text}” is known as a name of this payer."}.get(
        one.entry.rank, "The words that tell are this payer's; the others say nothing about who pays."
    )


def _taken(payer: Payer, reason: str, how: str) -> Resolution:
    if not payer.is_payer:
        reason += f" It is not a payer but a {payer.type.words.lower()}."
    return Resolution(
        payer.payer_id, reason, how, (Candidate(payer.payer_id, payer.name, reason),), payer.payer_id, payer.is_payer
    )


def _question(found: Iterable[Found], reason: str) -> Resolution:
    ordered = sorted(found, key=lambda f: (*(-part for part in f.claim), f.payer.payer_id))
    candidates = tuple(Candidate(f.payer.payer_id, f.payer.name, f"written “{f.entry.text}”") for f in ordered)
    return Resolution(None, reason, "asked", candidates, _likely(ordered))


def _likely(ordered: list[Found]) -> str | None:
    """The only candidate, the one whose name takes up more of the spelling than any other's, or the brand of a family
    whose companies have as good a claim."""
    if not ordered or (len(ordered) > 1 and min(f.used for f in ordered) == 0):
        return None
    first = [f for f in ordered if f.used == ordered[0].used]
    if len(first) == 1:
        return first[0].payer.payer_id
    brand = _widest(first, [])
    return brand.payer.payer_id if brand else None
