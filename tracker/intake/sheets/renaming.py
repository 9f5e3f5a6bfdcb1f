"""Roles that share their header words and are told apart by the values: `Denied` may be ticked, an amount or an outcome.

The one thing to know: the first rule that fits counts, so their order is part of what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.intake.sheets.profile import Profile

Named = Mapping[str, float]  # role -> weight, by the words of the header


@dataclass(frozen=True)
class Rule:
    """roles: what the column was taken for; to: what it is when `when` holds. score: the new score, by default the one
    it had, but not less than at_least."""

    roles: tuple[str, ...]
    to: str
    when: Callable[[Profile, Named], bool]
    score: float | None = None
    at_least: float = 0.0


def rename(role: str, score: float, p: Profile, named: Named) -> tuple[str, float]:
    """The role by the first rule that fits, and its score; the role as it was where none does."""
    for rule in RULES:
        if role in rule.roles and rule.when(p, named):
            return rule.to, max(score, rule.at_least) if rule.score is None else rule.score
    return role, score


def _ticked_as_denied(p: Profile, named: Named) -> bool:
    return "denied_flag" in named and p.flag > 0.7 and p.distinct <= 4


def _ticked_as_paid(p: Profile, named: Named) -> bool:
    letters = p.flag > 0.5 and p.brief == 1  # Y, N and some P
    ticks = (p.flag > 0.8 or letters) and p.count > 0 and p.distinct <= 4
    return (
        ticks
        and p.outcome < (0.5 if letters else 0.3)
        and p.cents < 0.2
        and p.bare < 0.5
        and ("paid_flag" in named or "paid" in named)
    )


def _amounts_denied(p: Profile, named: Named) -> bool:
    amounts = p.count > 0 and p.money > 0.9 and (p.cents > 0.3 or (p.distinct > 4 and p.flag < 0.9))
    return amounts and "denied_flag" in named


def _prose(p: Profile, named: Named) -> bool:
    return p.count > 0 and max(p.remark, p.reason, p.bare) < 0.4 and p.distinct > 2


RULES = (
    Rule(("reason", "denied_flag"), "denied_flag", _ticked_as_denied, at_least=0.8),
    Rule(("outcome", "paid"), "paid_flag", _ticked_as_paid, at_least=0.7),
    Rule(("denied_flag", "reason"), "denied_amount", _amounts_denied, score=0.8),
    Rule(("denied_flag", "paid_flag"), "outcome", lambda p, _: p.outcome > 0.6 and p.flag < 0.3, at_least=0.7),
    Rule(("reason_text",), "reason", lambda p, _: p.reason > 0.1, score=0.6),
    Rule(("remark", "reason_text"), "note", _prose, score=0.6),
    Rule(("payer_id",), "payer", lambda p, _: p.payer > 0.5 and p.bare < 0.3, at_least=0.8),
    Rule(("outcome",), "clp_status", lambda p, _: p.count > 0 and p.bare > 0.9 and p.outcome < 0.2, score=0.6),
    Rule(("reason",), "remark", lambda p, _: p.count > 0 and p.remark > 0.9),
    Rule(("note", "ignore", "outcome"), "reason", lambda p, _: p.count > 0 and p.reason > 0.5 and p.outcome < 0.6, score=0.7),
    Rule(("payer",), "payer_other", lambda _, named: named.get("payer_other", 0) >= 1),
    Rule(("payer",), "payer_id", lambda p, _: p.count > 0 and p.bare + p.money > 0.9 and p.payer < 0.1, score=0.6),
)  # fmt: skip
