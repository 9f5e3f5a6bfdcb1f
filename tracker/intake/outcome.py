"""The house definition of paid, partly paid and denied, from amounts and reasons. Spec: `tests/spec/test_outcome.py`.

The one thing a newcomer gets wrong: a line is not denied because CO-45 took the rest of the charge, nor because the
deductible took all of it. Only a reason that is a denial makes a denial, and only when nothing was paid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from tracker import reference
from tracker.reference import Reason
from tracker.vocabulary import DenialClass, Outcome, ReasonCategory

# Claim status codes of a remittance (CLP02).
FIRST_PAYER = frozenset({"1", "4", "19"})  # only these enter rates
LATER_PAYER = frozenset({"2", "3", "20", "21"})
WAITING = frozenset({"5", "10", "13", "15", "16", "17", "27"})  # 4010 only: received or suspended, not decided
REVERSAL = "22"
NOT_ADJUDICATED = {
    "23": "not this payer's claim, passed on to another",
    "25": "predetermination, not a claim",
}
STATUSES = FIRST_PAYER | LATER_PAYER | WAITING | {REVERSAL} | frozenset(NOT_ADJUDICATED)

T = TypeVar("T")
_FLAT = re.compile(r"^(?:(CO|PR|OA|PI|CR)-)?([A-Z]{0,2}\d{1,3})$")


def parse(flat: str) -> tuple[str | None, str, str]:
    """`CO-96` -> (`CO`, `CARC`, `96`); `N130` -> (None, `RARC`, `N130`). Raises `ValueError` on anything else."""
    found = _FLAT.match(flat.strip().upper())
    if not found:
        raise ValueError("not a reason code")
    group, code = found.groups()
    return group, kind_of(code), code


def kind_of(code: str) -> str:
    """`CARC` or `RARC` by shape: remarks are M, MA or N and a number; everything else is an adjustment reason."""
    return "RARC" if re.fullmatch(r"(?:MA|M|N)\d{1,3}", code) else "CARC"


@lru_cache(maxsize=4096)
def lookup(flat: str) -> Reason:
    """The reason; an unknown CARC counts as a denial of category `other`, an unknown RARC only informs."""
    _, kind, code = parse(flat)
    known = reference.reasons().get((kind, code))
    return known or Reason(kind, code, f"{kind} {code}", ReasonCategory.OTHER, denial=kind == "CARC")


def denial_reasons(flats: Iterable[str]) -> list[Reason]:
    """The reasons that make a denial, in order. Remarks count only where no adjustment reason is given at all."""
    found = [lookup(f) for f in flats]
    adjustments = [r for r in found if r.kind == "CARC"]
    return [r for r in (adjustments or found) if r.denial]


def from_amounts(paid: Decimal, flats: Iterable[str], *, units_paid: Decimal | None = None,
                 units_billed: Decimal | None = None) -> Outcome:  # fmt: skip
    """Outcome of an adjudicated line: denied (paid 0 and a denial reason), partly paid (paid and a denial reason on
    some units or part of the amount), paid (the rest, also 0 to the deductible)."""
    fewer = units_paid is not None and units_billed is not None and 0 < units_paid < units_billed
    return _judged(paid == 0, fewer, tuple(flats))


@lru_cache(maxsize=4096)
def _judged(nothing_paid: bool, fewer: bool, flats: tuple[str, ...]) -> Outcome:
    """The rule itself, remembered, since few combinations of reasons occur."""
    denying = bool(denial_reasons(flats))
    if nothing_paid:
        return Outcome.DENIED if denying else Outcome.PAID
    return Outcome.PARTLY_PAID if denying or fewer else Outcome.PAID


def applicable(own: Sequence[T], of_claim: Sequence[T], *, unpaid: bool) -> Sequence[T]:
    """The adjustments that speak for a line: its own; those of its claim where it has none and something is unpaid.

    A line paid in full has nothing to explain, whatever stands above it."""
    if own or not unpaid:
        return own
    return of_claim


def of_remittance(status: str, paid: Decimal, flats: Iterable[str], *, units_paid: Decimal | None = None,
                  units_billed: Decimal | None = None) -> Outcome:  # fmt: skip
    """Outcome of a remittance line from its claim status (CLP02), amount paid and applicable reasons.

    A reversal has the outcome of what it takes back. Status 4 without any reason is a denial: the payer says so; with
    only a contractual or cost-share reason it is none, as for every other status."""
    flats = tuple(flats)
    if status in WAITING:
        return Outcome.PENDING
    if status == "4" and paid == 0 and not any(lookup(f).kind == "CARC" for f in flats):
        return Outcome.DENIED
    return from_amounts(abs(paid), flats, units_paid=units_paid, units_billed=units_billed)


def only_repeats(paid: Decimal, flats: Iterable[str]) -> bool:
    """Whether nothing was paid because the same line had been decided before (18, B13): it tells nothing new."""
    return paid == 0 and _all_repeats(tuple(flats))


@lru_cache(maxsize=4096)
def _all_repeats(flats: tuple[str, ...]) -> bool:
    adjustments = [r for r in map(lookup, flats) if r.kind == "CARC"]
    return bool(adjustments) and all(r.category is ReasonCategory.DUPLICATE and not r.denial for r in adjustments)


def first_denial(flats: Iterable[str]) -> Reason | None:
    """The first denial reason: what the reason mix counts.

    A telling remark refines a reason that says nothing itself (16, A1, 252): the CARC stays first, its category
    comes from the remark.
    """
    flats = list(flats)
    denying = denial_reasons(flats)
    if not denying:
        return None
    first = denying[0]
    if first.code in {"16", "A1", "252"} and first.kind == "CARC":
        for remark in (lookup(f) for f in flats):
            if remark.kind == "RARC" and remark.denial and remark.category is not ReasonCategory.OTHER:
                return Reason(first.kind, first.code, first.label, remark.category, denial=True)
    return first


def denial_class(outcome: Outcome, flats: Iterable[str], flags: Iterable[str] = ()) -> DenialClass | None:
    """Coverage, billing or unclassified for a denied or partly paid line; None for the rest.

    A line over the unit limit or an add-on without its base is a billing matter whatever the payer wrote."""
    if outcome not in (Outcome.DENIED, Outcome.PARTLY_PAID):
        return None
    if {"units_over_limit", "add_on_without_base"} & set(flags):
        return DenialClass.BILLING
    first = first_denial(flats)
    return first.category.denial_class if first else DenialClass.UNCLASSIFIED
