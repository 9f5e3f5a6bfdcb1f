"""One claim of a remittance becomes kept lines. Everything private is in `Claim` and `Draft`, which never leave.

The one thing a newcomer gets wrong: the claim is judged as a whole, at its end. Whether an add-on has its base, which
reasons of the claim apply to a line and which two segments are one billed line is known only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker import reference
from tracker.intake import fingerprint, outcome
from tracker.intake.model import Problem, SetAside
from tracker.intake.packed import Values
from tracker.intake.x12_835.elements import ZERO, whole
from tracker.vocabulary import LineOfBusiness

Adjustment = tuple[str, Decimal]  # (flat reason, amount)

# Claim filing codes that leave no doubt. Codes for Medicare, Medicaid and plan types say less than they seem to.
FILING = {
    "16": LineOfBusiness.MEDICARE_ADVANTAGE,
    "VA": LineOfBusiness.VA,
    "WC": LineOfBusiness.WORKERS_COMP,
    "AM": LineOfBusiness.AUTO_LIABILITY,
    "CH": LineOfBusiness.TRICARE,
}
OPEN, ANY = "0" * 8, "f" * 8  # second halves of a money key: not told, not needed
NOT_NAMED = "payer not named in the remittance"


@dataclass(slots=True)
class Party:
    """Who pays and who is paid, as the transaction names them. `payee_id` is fingerprinted, never kept."""

    payer: str = ""
    payer_id: str = ""
    payee_id: str = ""
    state: str | None = None
    practice: str | None = None
    plain: tuple[str, str] | None = None  # payer and payee as they go into fingerprints


@dataclass(slots=True)
class Draft:
    """A service line of a tracked code while its claim is being read."""

    row: int
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal
    paid: Decimal
    units_paid: Decimal | None
    units_billed: Decimal | None
    adjudicated_as: str
    day: date | None = None
    day_rank: int = 99
    control: str = ""
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Claim:
    """A claim while it is being read."""

    row: int
    number: str
    status: str
    charge: Decimal
    place: str | None
    filing: str
    party: Party
    patient: str = ""  # goes into the fingerprints and nowhere else
    day: date | None = None
    day_rank: int = 99
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def takes_back(self) -> bool:
        """A reversal by status, or by a negative charge where a payer does not use the status."""
        return self.status == "22" or self.charge < 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What a claim gave; its lines as values of their fields (see `packed`)."""

    lines: tuple[Values, ...] = ()
    problems: tuple[Problem, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def _merged(drafts: list[Draft]) -> tuple[list[Draft], list[SetAside]]:
    """A billed line that the payer split (same control number, code and day) is one line again."""
    kept: list[Draft] = []
    aside: list[SetAside] = []
    seen: dict[tuple[str, str, date | None], Draft] = {}
    for draft in drafts:
        key = (draft.control, draft.code, draft.day)
        first = seen.get(key) if draft.control else None
        if first is None:
            seen[key] = draft
            kept.append(draft)
            continue
        aside.append(SetAside(draft.row, "repeat", f"part of the line in segment {first.row}, which the payer split"))
        _add(first, draft)
    return kept, aside


def _add(first: Draft, part: Draft) -> None:
    if first.units_billed is None and part.units_billed is None:
        first.units_billed = (first.units_paid or ZERO) + (part.units_paid or ZERO)
    else:
        first.units_billed = max(first.units_billed or ZERO, part.units_billed or ZERO)
    first.units_paid = (first.units_paid or ZERO) + (part.units_paid or ZERO) * (part.paid != 0)
    first.charge += part.charge
    first.paid += part.paid
    first.adjustments += part.adjustments
    first.remarks += part.remarks


def _reasons(draft: Draft, claim: Claim) -> tuple[str, ...]:
    """The line's own reasons; the claim's where it gives none and something is unpaid. Adjustments of nothing are
    left out unless they are all there is."""
    chosen = outcome.applicable(draft.adjustments, claim.adjustments, unpaid=draft.charge != draft.paid)
    moving = [flat for flat, amount in chosen if amount != 0]
    flats = moving or ([flat for flat, _ in chosen] if draft.paid == 0 else [])
    remarks = draft.remarks or (claim.remarks if draft.charge != draft.paid else [])
    return tuple(dict.fromkeys([*flats, *remarks]))


def _units(draft: Draft) -> int | None:
    """Billed units: the original count where the payer changed it, else the paid count; one where neither is given."""
    if draft.units_billed is not None:
        return whole(draft.units_billed)
    return 1 if draft.units_paid is None else whole(draft.units_paid)


def _flags(
    draft: Draft, claim: Claim, reasons: tuple[str, ...], codes: set[str], used: Mapping[tuple[str, date | None], int]
) -> tuple[str, ...]:
    known = reference.codes()[draft.code]
    flags = []
    if claim.takes_back:
        flags.append("reversal")
    if known.daily_units is not None and used[draft.code, draft.day] > known.daily_units:
        flags.append("units_over_limit")
    if known.add_on_to and known.add_on_to not in codes:
        flags.append("add_on_without_base")
    if draft.day and draft.day < known.first_day:
        flags.append("before_first_day")
    if outcome.only_repeats(draft.paid, reasons):
        flags.append("duplicate")
    if draft.adjudicated_as != draft.code:
        flags.append("code_changed")
    return tuple(flags)


class Keys:
    """Fingerprints of claims, lines and practices under one secret. Nothing is remembered between claims."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._claim, self._line = fingerprint.begin(key, "claim"), fingerprint.begin(key, "line")

    def practice(self, payee_id: str) -> str | None:
        return fingerprint.make(self._key, "practice", payee_id) if payee_id else None

    def claim(self, identity: list[str], first_day: date | None) -> str:
        """Of payer, payee, claim number, patient and first day.

        The number alone is not enough: some practices give the patient's account number, so that visits of other days
        share it, and some files the same number to every claim.
        """
        return fingerprint.finish(self._claim, *identity, str(first_day).casefold())

    def line(self, identity: list[str], draft: Draft, nth: int, rank: str) -> str:
        """The day, the submitted code and its place among equals make the line; the modifiers may be corrected."""
        return fingerprint.finish(self._line, *identity, str(draft.day), draft.code.casefold(), str(nth), rank)

    def money(self, line_key: str, draft: Draft, *, takes_back: bool) -> str:
        """Half of what was paid, and where nothing was, half of charge and adjustments, which a reversal repeats with
        the sign turned. The second half of a reversal that leaves open why is `OPEN`.

        What pays something back is known by the amount alone, since payers do not always repeat the rest."""
        paid = fingerprint.short(self._key, f"{line_key} {_cents(draft.paid)}")
        if takes_back and (draft.paid or not draft.adjustments):
            return paid + OPEN
        if draft.paid:
            return paid + ANY
        rest = sorted([(flat, _cents(value)) for flat, value in draft.adjustments])
        return paid + fingerprint.short(self._key, f"{paid} {_cents(draft.charge)} {rest}")


def _cents(amount: Decimal) -> int:
    return int(abs(amount) * 100)


def identity(claim: Claim) -> list[str] | None:
    """What makes a claim the same claim in every file, None where it has no number."""
    if not claim.number.strip("0 "):
        return None
    party = claim.party
    if party.plain is None:
        party.plain = fingerprint.plain(party.payer_id or party.payer), fingerprint.plain(party.payee_id)
    return [*party.plain, fingerprint.plain(claim.number), fingerprint.plain(claim.patient)]


def _rank(claim: Claim, reasons: tuple[str, ...]) -> str:
    """`secondary` where an earlier payer has decided; a reversal tells so only by repeating reason 23."""
    if claim.takes_back:
        return "secondary" if any(flat.endswith("-23") for flat in reasons) else ""
    return "secondary" if claim.status in outcome.LATER_PAYER else ""


def kept_of(claim: Claim, keys: Keys, today: date) -> Kept:
    """The lines, problems and set-aside rows of a claim that holds tracked codes."""
    why_not = outcome.NOT_ADJUDICATED.get(claim.status)
    if why_not:
        return Kept(set_aside=tuple(SetAside(d.row, "ignored", why_not) for d in claim.drafts))
    for draft in claim.drafts:
        draft.day = draft.day or claim.day
    drafts, aside = _merged(claim.drafts)
    days = [d.day for d in drafts if d.day]
    known = identity(claim)
    claim_key = keys.claim(known, min(days) if days else None) if known else None
    used: dict[tuple[str, date | None], int] = {}
    for draft in drafts:
        same = (draft.code, draft.day)
        used[same] = used.get(same, 0) + (_units(draft) or 0)
    codes = {d.code for d in drafts}
    nth: dict[tuple[str, date | None], int] = {}
    lines, problems = [], []
    for draft in drafts:
        bad = _problem(draft, today)
        if bad:
            problems.append(bad)
            continue
        same = (draft.code, draft.day)
        nth[same] = nth.get(same, 0) + 1
        reasons = _reasons(draft, claim)
        line_key = keys.line(known, draft, nth[same], _rank(claim, reasons)) if known else None
        money_key = keys.money(line_key, draft, takes_back=claim.takes_back) if line_key else None
        lines.append(
            _line(draft, claim, reasons, _flags(draft, claim, reasons, codes, used), claim_key, line_key, money_key)
        )
    return Kept(tuple(lines), tuple(problems), tuple(aside))


def _line(draft: Draft, claim: Claim, reasons: tuple[str, ...], flags: tuple[str, ...], claim_key: str | None,
          line_key: str | None, money_key: str | None) -> Values:  # fmt: skip
    assert draft.day is not None
    party, status = claim.party, claim.status
    found = outcome.of_remittance(
        status, draft.paid, reasons, units_paid=draft.units_paid, units_billed=draft.units_billed
    )
    primary = status in outcome.FIRST_PAYER or claim.takes_back or status in outcome.WAITING
    # In the order of the fields of `Line`; a test holds the two together.
    return (
        draft.row, draft.code, month_of(draft.day), found, party.payer or party.payer_id or NOT_NAMED, None,
        draft.modifiers, _units(draft), party.state, FILING.get(claim.filing), reasons, party.payer_id or None,
        claim.place, status or None, primary, party.practice, claim_key, line_key, flags, money_key,
    )  # fmt: skip


def _problem(draft: Draft, today: date) -> Problem | None:
    if draft.day is None:
        return Problem(
            draft.row, "DTM", "no_service_month", "The service line has no date of service.",
            "Ask the payer or clearinghouse for the remittance with service dates; the line is not counted.",
        )  # fmt: skip
    if (draft.day.year, draft.day.month) > (today.year, today.month):
        return Problem(
            draft.row, "DTM", "future_month", "The date of service lies in the future.",
            "See whether the date is right in the remittance; the line is not counted.",
        )  # fmt: skip
    return None


_MONTHS: dict[tuple[int, int], str] = {}


def month_of(day: date) -> str:
    """`2025-04`, the same object for the same month, since files hold it a hundred thousand times."""
    key = (day.year, day.month)
    return _MONTHS.get(key) or _MONTHS.setdefault(key, day.strftime("%Y-%m"))
