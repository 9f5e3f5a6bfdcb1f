"""How a line ended, from the words, flags, amounts and reasons of its row, by `tracker.intake.outcome`.

The one thing a newcomer gets wrong: a blank payment is not a payment of 0. Nothing posted and no reason means the
payer has not decided; 0 paid with a denial reason means denied.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from tracker.intake import outcome as rules
from tracker.intake.sheets import claim_status, outcome_words, values
from tracker.intake.sheets.clean import is_nothing
from tracker.intake.sheets.plan import Plan
from tracker.intake.sheets.slots import Slots
from tracker.vocabulary import Outcome

CLASH = "clash"  # the row says two things at once
SECONDARY = {"2", "3", "20", "21", "02", "03"}
PENDING_REASON = "133"  # payer says the service waits for further review


def under(heading: Outcome | None, slots: Slots, flats: tuple[str, ...]) -> Outcome | str | None:
    """What a heading says of its rows ("PARTLY PAID") goes before what their reasons make likely; `CLASH` where a
    denial reason stands under "paid". Amounts go before the heading."""
    if heading is None or slots.paid is not None or slots.outcome is not None:
        return None
    return CLASH if heading is Outcome.PAID and _denying(flats) else heading


def settle(row: Sequence[str], slots: Slots, plan: Plan, flats: tuple[str, ...], denials: bool) -> Outcome | str | None:
    """An `Outcome`, `front_end`, `void`, `reversal`, or None where the row does not tell."""
    paid = values.money(row[slots.paid]) if slots.paid is not None and slots.paid < len(row) else None
    said = _cell(row, slots.outcome)
    word = values.outcome(said) or outcome_words.refused_for(said) if said else None
    if word is None and paid is None and said:
        paid = values.money(said)  # one column for words and amounts
    coded = _by_status_code(_cell(row, plan.at("clp_status")))
    if coded == "reversal" or (paid is not None and paid < 0) or _reversed(flats):
        return "reversal"
    if isinstance(word, Outcome) and plan.of_claim and paid is not None and (paid or flats):
        return _by_amount(row, slots, plan, paid, flats, denials)
    if word:
        return CLASH if claim_status.against(said, paid, flats) else word
    if isinstance(coded, Outcome):
        return coded
    flagged = _by_flag(row, slots, plan, paid, flats)
    if flagged is not None:
        return flagged
    if said and paid is None and len(said.strip()) < 5 and not is_nothing(said):
        return None  # letters that nobody explained
    if slots.outcome is not None and is_nothing(said) and paid is None and "clp_status" not in plan.one:
        return Outcome.PENDING if plan.aged and not flats else None
    return _by_amount(row, slots, plan, paid, flats, denials)


def _by_flag(
    row: Sequence[str], slots: Slots, plan: Plan, paid: Decimal | None, flats: tuple[str, ...]
) -> Outcome | str | None:
    denied = values.flag(_cell(row, slots.denied_flag)) if slots.denied_flag is not None else None
    for at in (slots.denied_flag, slots.paid_flag):
        if at is not None and plan.profiles[at].flag > 0.4 and _cell(row, at).strip().casefold() == "p":
            # Beside Y and N; "pending" begins with the same letter, and has neither reason nor amount.
            return Outcome.PARTLY_PAID if at == slots.denied_flag or flats or paid else None
    for at in (slots.denied_flag, slots.paid_flag):
        worded = values.outcome(_cell(row, at)) if at is not None and values.flag(_cell(row, at)) is None else None
        if worded:
            return worded
    if denied is not None:
        if denied:
            return Outcome.PARTLY_PAID if paid else Outcome.DENIED
        return rules.from_amounts(paid, flats) if paid else Outcome.PAID
    got = values.flag(_cell(row, slots.paid_flag)) if slots.paid_flag is not None else None
    if got is not None:
        return Outcome.PAID if got else Outcome.DENIED
    return None


def _by_amount(
    row: Sequence[str], slots: Slots, plan: Plan, paid: Decimal | None, flats: tuple[str, ...], denials: bool
) -> Outcome | None:
    denying = _denying(flats)
    at = plan.at("denied_amount")
    refused = values.money(_cell(row, at)) if at is not None and not flats else None
    if refused:
        return Outcome.PARTLY_PAID if paid else Outcome.DENIED
    if _has(flats, PENDING_REASON) and not paid:
        return Outcome.PENDING
    if paid is None:
        if not denying and slots.paid is None and any(not is_nothing(_cell(row, at)) for at in plan.paid_dates):
            return Outcome.PAID
        if denying or (denials and slots.paid is None):
            return Outcome.DENIED
        if slots.paid is not None:
            blank = is_nothing(_cell(row, slots.paid))
            return Outcome.PENDING if blank and not flats else Outcome.PAID if flats else None
        return None
    if paid == 0 and not flats:
        shared = any(values.money(_cell(row, at)) or 0 for at in plan.shares)
        return Outcome.DENIED if denials else Outcome.PAID if shared else Outcome.PENDING
    allowed = _number(row, plan.at("units_paid"))
    billed = _number(row, slots.units)
    return rules.from_amounts(paid, flats, units_paid=allowed, units_billed=billed)


def _number(row: Sequence[str], at: int | None) -> Decimal | None:
    found = values.units(_cell(row, at)) if at is not None else None
    return Decimal(found) if found else None


def _by_status_code(cell: str) -> Outcome | str | None:
    code = cell.strip().removesuffix(".0")
    if code == "4":
        return Outcome.DENIED
    if code == "22" or "reversal" in code.casefold():
        return "reversal"
    return values.outcome(cell) if cell and not code.isdigit() and "processed as" not in cell.casefold() else None


def secondary(row: Sequence[str], plan: Plan, flats: tuple[str, ...]) -> bool:
    """A later payer's adjudication: said by the payer order, the claim status, or the earlier payer's part (OA-23)."""
    if not flats and "payer_order" not in plan.one and "clp_status" not in plan.one:
        return False
    order = _cell(row, plan.at("payer_order")).strip().casefold()
    if order.startswith(("sec", "ter", "2", "3", "s", "t")) and order not in ("self", "true"):
        return True
    status = _cell(row, plan.at("clp_status")).strip().casefold().removesuffix(".0")
    if status in SECONDARY or "secondary" in status or "tertiary" in status:
        return True
    return _has(flats, "23")


@lru_cache(maxsize=10_000)
def _has(flats: tuple[str, ...], code: str) -> bool:
    return any(f.rsplit("-", 1)[-1] == code for f in flats)


@lru_cache(maxsize=10_000)
def _reversed(flats: tuple[str, ...]) -> bool:
    return any(f.startswith("CR-") for f in flats)


@lru_cache(maxsize=10_000)
def _denying(flats: tuple[str, ...]) -> bool:
    return bool(rules.denial_reasons(flats))


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""
