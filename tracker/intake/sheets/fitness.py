"""How well the values of a column agree with a role, and which role they suggest by themselves.

The one thing to know: these figures are judgement, set on layouts of many kinds; change one only together with the
random layouts of `tests/intake/sheets`.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.intake.sheets.profile import Profile

NEVER_PRIVATE = frozenset(
    "note date other_date stamp paid billed money allowed reason_text ignore seq date_to adj_amount payer_id".split()
)
SHORT_CODES = frozenset("code reason remark modifier state units group denied_flag paid_flag".split())
MAY_NAME = frozenset(("payer", "payer_other", "outcome", "place", "reason"))


def is_private(role: str, seen: Profile) -> bool:
    """Whether the cells identify people, whatever the header says."""
    if role in NEVER_PRIVATE:
        return False
    if role in SHORT_CODES:
        return seen.private > 0.4
    return seen.private > 0.3 or (role in MAY_NAME and seen.name > 0.6 and seen.payer < 0.2 and seen.distinct > 3)


def fit(role: str, p: Profile) -> float:
    """How well values agree with a role: above 1 where they confirm it, near 0 where they contradict it."""
    if not p.count:
        return 0.9
    return FITS[role](p) if role in FITS else 1.0


def _code(p: Profile) -> float:
    if p.tracked > 0 and p.code > 0.3:
        return 1.2
    return 1.0 if p.code > 0.5 else 0.55 if p.code > 0.1 else 0.1


def _date(p: Profile) -> float:
    if p.date > 0.2:
        return (0.15 + 0.9 * p.date * (0.25 + 0.75 * p.recent)) * (0.7 if p.timed > 0.8 else 1.0)
    return 0.8 * p.yearless if p.yearless > 0.5 else 0.15


def _reason(p: Profile) -> float:
    ticked = p.flag if p.distinct <= 2 else 0
    told = max(p.reason, p.remark, p.bare)
    return 0.55 + 0.5 * told - 0.5 * p.cents - 0.4 * p.date - 0.8 * p.code - 0.3 * ticked


def _payer(p: Profile) -> float:
    unknown = p.payer < 0.5
    other = max(p.money, p.date, p.code, p.flag, p.reason, p.state * (p.distinct < 12), p.brief * unknown)
    names = 0.6 * p.name * (p.payer < 0.3)
    return 0.85 + 0.25 * p.payer - names - 0.8 * other - 0.6 * p.private - 0.5 * p.outcome * unknown


def _coded(p: Profile) -> bool:
    """Procedure codes, which read as whole amounts too."""
    return p.code > 0.8 and p.tracked > 0 and p.cents == 0


def _flag(p: Profile) -> float:
    return 0.2 + 0.9 * max(p.flag, p.outcome) if p.distinct <= 12 else 0.2


def _names_payers(p: Profile) -> bool:
    """Payers under a header of people (`Account Name`): mostly known names, which a short list may hold beside others."""
    return p.payer > 0.7 and (p.name < 0.2 or (p.named > 0.7 and p.name < 0.4 and p.private < 0.1))


FITS: dict[str, Callable[[Profile], float]] = {
    "code": _code,
    "date": _date,
    "month": lambda p: 1.0 if p.bare > 0.8 or p.date < 0.5 else 0.4,
    "day": lambda p: 1.0 if p.bare > 0.9 and p.distinct <= 31 and p.cents == 0 else 0.2,
    "date_to": lambda p: 0.3 + 0.8 * p.date,
    "reason": _reason,
    "remark": lambda p: 0.15 + 0.9 * max(p.remark, p.reason, 0.5 * p.bare),
    "group": lambda p: 0.1 + p.group if p.group > 0.3 else 0.2,
    "outcome": lambda p: 0.25 + 0.85 * p.outcome - 0.3 * p.money,
    "denied_flag": _flag,
    "paid_flag": _flag,
    "paid": lambda p: 0.1 + 0.95 * p.money - 0.95 * _coded(p) if p.money > 0.5 else 0.1,
    "billed": lambda p: 0.1 + 0.95 * p.money - 0.95 * _coded(p),
    "payer": _payer,
    "payer_other": lambda p: 0.95 - 0.9 * max(p.code, p.reason, p.money, p.date, p.outcome),
    "state": lambda p: 0.15 + 0.9 * p.state if p.state > 0.3 else 0.15,
    "units": lambda p: 0.15 + 0.9 * p.units - 0.4 * p.cents * (p.units < 0.5),
    "modifier": lambda p: 0.15 + 0.95 * p.modifier if p.modifier > 0.2 else 0.15,
    "clp_status": lambda p: 0.2 + 0.9 * p.bare,
    "patient": lambda p: 0.3 if _names_payers(p) else 1.0,
    "adj_amount": lambda p: 1.0 if p.money > 0.5 else 0.3,
    "member_id": lambda p: 0.2 if (p.date > 0.7 and p.recent > 0.6) or (p.payer > 0.9 and _names_payers(p)) else 1.0,
    "claim": lambda p: 0.3 if p.payer > 0.8 and p.name < 0.2 and p.private < 0.1 else 1.0,
    "person_other": lambda p: 0.3 if (p.payer > 0.6 and p.name < 0.2) or _names_payers(p) else 1.0,
    "seq": lambda p: 0.3 if p.tracked > 0.3 else 1.0,
    "ignore": lambda p: 0.3 if p.tracked > 0.3 else 1.0,
}


def by_values(p: Profile) -> dict[str, float]:
    """Roles that the values alone suggest."""
    if not p.count:
        return {}
    if p.private > 0.3 or (p.name > 0.6 and p.payer < 0.3):
        return {"patient": 0.7}
    found = {
        "code": 0.7 if p.code > 0.6 and p.tracked > 0.02 else 0.0,
        "reason": 0.65 if p.reason > 0.3 else 0.0,
        "remark": 0.66 if p.remark > 0.6 else 0.0,
        "outcome": (0.6 if p.distinct > 1 else 0.3)
        if p.outcome > 0.7 and p.distinct <= 25 and p.payer < 0.4 and p.flag < 0.5
        else 0.0,
        "payer": 0.6
        if p.payer > 0.7
        and p.named > 0.2 > p.product
        and p.outcome < 0.7 * p.payer
        and max(p.state, p.code, p.flag) < 0.3
        else 0.0,
        "date": 0.5 if p.date > 0.7 and p.recent > 0.7 and p.code < 0.5 else 0.0,
        "birth": 0.5 if p.date > 0.8 and p.recent < 0.3 and not p.yearless else 0.0,
        "state": 0.55 if p.state > 0.85 and p.group < 0.8 else 0.0,
        "modifier": 0.5 if p.modifier > 0.8 and p.bare < 0.3 > p.cents else 0.0,
        "group": 0.58 if p.group > 0.85 and p.distinct <= 5 else 0.0,
        "note": 0.4 if p.long > 0.4 else 0.0,
        "units": 0.3
        if p.units > 0.95 and p.distinct <= 8 and (p.bare > 0.9 or p.bare == p.reason == p.modifier == 0)
        else 0.0,
    }
    return {role: score for role, score in found.items() if score}
