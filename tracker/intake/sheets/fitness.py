"""How well the values of a column agree with a role, and which role they suggest by themselves.

The one thing to know: these figures are judgement, set on layouts of many kinds; change one only together with the
random layouts of `tests/intake/sheets`.
"""

from __future__ import annotations

from tracker.intake.sheets.profile import Profile


def is_private(role: str, seen: Profile) -> bool:
    if role in (
        "note",
        "date",
        "other_date",
        "stamp",
        "paid",
        "billed",
        "money",
        "allowed",
        "reason_text",
        "ignore",
        "seq",
        "date_to",
        "adj_amount",
        "payer_id",
    ):
        return False
    if role in ("code", "reason", "remark", "modifier", "state", "units", "group", "denied_flag", "paid_flag"):
        return seen.private > 0.4
    return seen.private > 0.3 or (
        seen.name > 0.6
        and seen.payer < 0.2
        and seen.distinct > 3
        and role in ("payer", "payer_other", "outcome", "place", "reason")
    )


def fit(role: str, p: Profile) -> float:
    """How well values agree with a role: above 1 where they confirm it, near 0 where they contradict it."""
    if not p.count:
        return 0.9
    fits = {
        "code": 1.2 if p.tracked > 0 and p.code > 0.3 else 1.0 if p.code > 0.5 else 0.55 if p.code > 0.1 else 0.1,
        "date": (0.15 + 0.9 * p.date * (0.25 + 0.75 * p.recent)) * (0.7 if p.timed > 0.8 else 1.0)
        if p.date > 0.2
        else 0.8 * p.yearless
        if p.yearless > 0.5
        else 0.15,
        "month": 1.0 if p.bare > 0.8 or p.date < 0.5 else 0.4,
        "day": 1.0 if p.bare > 0.9 and p.distinct <= 31 and p.cents == 0 else 0.2,
        "date_to": 0.3 + 0.8 * p.date,
        "other_date": 1.0,
        "reason": 0.55
        + 0.5 * max(p.reason, p.remark, p.bare)
        - 0.5 * p.cents
        - 0.4 * p.date
        - 0.8 * p.code
        - 0.3 * (p.flag if p.distinct <= 2 else 0),
        "remark": 0.15 + 0.9 * max(p.remark, p.reason, 0.5 * p.bare),
        "group": 0.1 + p.group if p.group > 0.3 else 0.2,
        "outcome": 0.25 + 0.85 * p.outcome - 0.3 * p.money,
        "denied_flag": 0.2 + 0.9 * max(p.flag, p.outcome) if p.distinct <= 12 else 0.2,
        "paid_flag": 0.2 + 0.9 * max(p.flag, p.outcome) if p.distinct <= 12 else 0.2,
        "paid": 0.1 + 0.95 * p.money if p.money > 0.5 else 0.1,
        "billed": 0.1 + 0.95 * p.money,
        "payer": 0.85
        + 0.25 * p.payer
        - 0.6 * p.name * (p.payer < 0.3)
        - 0.8 * max(p.money, p.date, p.code, p.flag, p.brief * (p.payer < 0.5))
        - 0.6 * p.private
        - 0.5 * p.outcome * (p.payer < 0.5),
        "payer_other": 0.95 - 0.9 * max(p.code, p.reason, p.money, p.date, p.outcome),
        "state": 0.15 + 0.9 * p.state if p.state > 0.3 else 0.15,
        "units": 0.15 + 0.9 * p.units - 0.4 * p.cents * (p.units < 0.5),
        "modifier": 0.15 + 0.95 * p.modifier if p.modifier > 0.2 else 0.15,
        "clp_status": 0.2 + 0.9 * p.bare,
        "patient": 0.3 if p.payer > 0.7 and p.name < 0.2 else 1.0,
        "adj_amount": 1.0 if p.money > 0.5 else 0.3,
        "member_id": 0.2 if p.date > 0.7 and p.recent > 0.6 else 1.0,
        "claim": 0.3 if p.payer > 0.8 and p.name < 0.2 and p.private < 0.1 else 1.0,
        "person_other": 0.4 if p.payer > 0.8 and p.name < 0.2 else 1.0,
        "seq": 0.4 if p.tracked > 0.5 else 1.0,
    }
    return fits.get(role, 1.0)


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
        "payer": 0.6 if p.payer > 0.7 and p.outcome < 0.7 * p.payer and max(p.state, p.code, p.flag) < 0.3 else 0.0,
        "date": 0.5 if p.date > 0.7 and p.recent > 0.7 and p.code < 0.5 else 0.0,
        "birth": 0.5 if p.date > 0.8 and p.recent < 0.3 else 0.0,
        "state": 0.55 if p.state > 0.85 and p.group < 0.8 else 0.0,
        "modifier": 0.5 if p.modifier > 0.8 and p.bare < 0.3 else 0.0,
        "group": 0.58 if p.group > 0.85 and p.distinct <= 5 else 0.0,
        "note": 0.4 if p.long > 0.4 else 0.0,
        "units": 0.3 if p.units > 0.95 and p.distinct <= 8 and p.bare > 0.9 else 0.0,
    }
    return {role: score for role, score in found.items() if score}


def rename(role: str, score: float, p: Profile, named: dict[str, float]) -> tuple[str, float]:
    """Roles that share their header words and are told apart by values."""
    if role in ("reason", "denied_flag") and "denied_flag" in named and p.flag > 0.7 and p.distinct <= 4:
        return "denied_flag", max(score, 0.8)
    if (
        role in ("outcome", "paid")
        and p.flag > 0.8
        and p.count
        and p.distinct <= 4
        and p.outcome < 0.3
        and p.cents < 0.2
        and p.bare < 0.5
        and ("paid_flag" in named or "paid" in named)
    ):
        return "paid_flag", max(score, 0.7)
    if (
        role in ("denied_flag", "reason")
        and p.count
        and p.money > 0.9
        and (p.cents > 0.3 or (p.distinct > 4 and p.flag < 0.9))
        and "denied_flag" in named
    ):
        return "denied_amount", 0.8
    if role in ("denied_flag", "paid_flag") and p.outcome > 0.6 and p.flag < 0.3:
        return "outcome", max(score, 0.7)
    if role == "reason_text" and p.reason > 0.1:
        return "reason", 0.6
    if role in ("remark", "reason_text") and p.count and max(p.remark, p.reason, p.bare) < 0.4 and p.distinct > 2:
        return "note", 0.6
    if role == "payer_id" and p.payer > 0.5 and p.bare < 0.3:
        return "payer", max(score, 0.8)
    if role == "outcome" and p.count and p.bare > 0.9 and p.outcome < 0.2:
        return "clp_status", 0.6
    if role == "reason" and p.count and p.remark > 0.9:
        return "remark", score
    if role in ("note", "ignore", "outcome") and p.count and p.reason > 0.5 and p.outcome < 0.6:
        return "reason", 0.7
    if role == "payer" and named.get("payer_other", 0) >= 1:
        return "payer_other", score
    if role == "payer" and p.count and p.bare + p.money > 0.9 and p.payer < 0.1:
        return "payer_id", 0.6
    return role, score
