"""The invented claim lines of one practice in one month. Pure; the same random state gives the same lines.

The one thing to know: outcome, class and first reason come from the program's own rules (`intake.outcome`), so that
the demonstration cannot drift away from what an imported file would give.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tracker import reference
from tracker.intake import outcome as rules
from tracker.intake import payer_names
from tracker.services.demo.world import BILLING, Habit, Practice, key_of
from tracker.store.imports import NewLine
from tracker.vocabulary import Outcome

CODE_WEIGHTS = {"97550": 40, "97551": 22, "97552": 8, "96202": 7, "96203": 3, "G0539": 7, "G0540": 4, "G0541": 5,
                "G0542": 2, "G0543": 2}  # fmt: skip
GROUP_PENALTY = {"97552": 0.12, "96202": 0.08, "96203": 0.1, "G0543": 0.15}
ODD_NAMES = ("Blue Cross", "BCBS", "United", "Medicaid HMO", "Health Plan of the Region", "Anthem BCBS", "Molina",
             "Self pay / unknown plan")  # fmt: skip

NameKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class Draft:
    """A line before its name has an id."""

    name: NameKey
    written: str
    line: NewLine


_plain = cache(payer_names.plain)


@cache
def _codes_in(month: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    known = [c for c in reference.codes().values() if c.first_month <= month]
    return tuple(c.code for c in known), tuple(CODE_WEIGHTS.get(c.code, 2) for c in known)


@cache
def _reason(flat: str) -> tuple[tuple[str | None, str, str], str, str]:
    """(group, kind, code), class of the denial, kind and code that the reason mix counts (as `submit` keeps them)."""
    first = rules.first_denial([flat])
    denied = rules.denial_class(Outcome.DENIED, [flat])
    assert first is not None and denied is not None
    return rules.parse(flat), str(denied), f"{first.kind} {first.code}"


@cache
def _mix(reasons: tuple[tuple[str, int], ...], billing: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The payer's own reasons, and `billing` percent of ordinary billing denials."""
    own = sum(w for _, w in reasons)
    parts = [(r, w / own * (100 - billing)) for r, w in reasons]
    total = sum(BILLING.values())
    parts += [(r, w / total * billing) for r, w in BILLING.items()]
    return tuple(r for r, _ in parts), tuple(w for _, w in parts)


@cache
def share_denied(habit: Habit, state: str, code: str, month: str) -> float:
    """The invented probability of a denial."""
    style = habit.after if habit.turn and month >= habit.turn else habit.style
    share = style.denied + GROUP_PENALTY.get(code, 0) + dict(habit.tilt).get(state, 0)
    if month in habit.spike:
        share += 0.3
    return min(max(share, 0.01), 0.97)


def of_month(rng: random.Random, practice: Practice, month: str, count: int, *, newest: bool) -> list[Draft]:
    """`count` lines; denials only for practices that send reports instead of whole remittance files."""
    whole = practice.channel == "x12_835"
    codes, weights = _codes_in(month)
    drafts = []
    for n in range(count):
        habit = rng.choices(practice.payers, cum_weights=practice.weights)[0]
        code = rng.choices(codes, weights)[0]
        found = _outcome(rng, habit, practice.state, code, month, whole=whole, newest=newest)
        drafts.append(_draft(rng, practice, habit, code, month, n, found))
    return drafts


def _outcome(
    rng: random.Random, habit: Habit, state: str, code: str, month: str, *, whole: bool, newest: bool
) -> Outcome:
    if not whole and rng.random() < 0.95:
        return Outcome.DENIED
    drawn = rng.random()
    if drawn < share_denied(habit, state, code, month):
        return Outcome.DENIED
    if newest and drawn > 0.9:
        return Outcome.PENDING
    return Outcome.PARTLY_PAID if drawn > 0.97 else Outcome.PAID


def _draft(
    rng: random.Random, practice: Practice, habit: Habit, code: str, month: str, n: int, found: Outcome
) -> Draft:
    style = habit.after if habit.turn and month >= habit.turn else habit.style
    reasons: tuple[tuple[str | None, str, str], ...] = (("CO", "CARC", "45"),)
    denial_class = first = None
    if found in (Outcome.DENIED, Outcome.PARTLY_PAID):
        flats, weights = _mix(style.reasons, 60 if style.denied < 0.1 else 18)
        own, denial_class, first = _reason(rng.choices(flats, weights)[0])
        reasons = (own,) if found is Outcome.DENIED else (*reasons, own)
    primary = rng.random() > 0.03
    whole = practice.channel == "x12_835"
    odd = rng.random() < 0.012
    written = rng.choice(ODD_NAMES) if odd else habit.name
    lob = habit.line_of_business if whole or rng.random() < 0.5 else ""
    claim = key_of("claim", practice.number, month, n // 2) if whole else None
    return Draft(
        (_plain(written), practice.state, lob, ""),
        written,
        NewLine(
            row=n + 1, name_id=0, state=practice.state, line_of_business=lob, code=code, month=month,
            outcome=str(found), denial_class=denial_class, first_reason=first, units=rng.choice((1, 1, 1, 2)),
            modifiers=rng.choice(("GO", "GP", "GN", "")), place_of_service=rng.choice(("11", "11", "12", "02")),
            claim_status=("1" if primary else "2") if whole else None, primary_payer=primary,
            practice=practice.fingerprint, claim_key=claim,
            line_key=key_of("line", practice.number, month, n) if whole else None, flags="", reasons=reasons,
        ),
    )  # fmt: skip


@cache
def by_name(habits: tuple[Habit, ...]) -> Mapping[str, str]:
    """Plain spelling of a payer's very name -> payer. The odd spellings are missing: a person has to settle those."""
    return {_plain(h.name): h.payer_id for h in habits}
