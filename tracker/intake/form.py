"""A report made by hand: one line of a tracked code, judged as a row of a file is judged.

The one thing to know: nothing about a patient is asked for. A month, never a day; closed lists, never a story; the one
free text (`note`) is looked at by `tracker.intake.notes` before anybody may keep it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker import reference
from tracker.intake import notes, outcome
from tracker.intake.model import Line
from tracker.vocabulary import STATES, AppealOutcome, LineOfBusiness, NextStep, Outcome

IN_WORDS = "reason_in_words"  # flag: the code was not given, it is what the words usually mean
LONGEST_NOTE, LONGEST_NAME = 600, 120
DENIED = (Outcome.DENIED, Outcome.PARTLY_PAID)
MODIFIER = re.compile(r"[A-Z0-9]{2}")
LEVELS = range(1, 6)


@dataclass(frozen=True)
class Form:
    """What a member answered; '' or None where nothing was.

    base_billed: for an add-on, whether its base code stood on the claim. payer_id: chosen from the registry; else
    `payer_as_written`."""

    payer_id: str = ""
    payer_as_written: str = ""
    state: str = ""
    line_of_business: str = ""
    code: str = ""
    month: str = ""
    outcome: str = ""
    units: int | None = None
    modifiers: tuple[str, ...] = ()
    base_billed: bool | None = None
    payer_said: str = ""
    reasons: tuple[str, ...] = ()
    next_step: str = ""
    appeal_level: int | None = None
    appeal_month: str = ""
    appeal_outcome: str = ""
    appeal_decided: str = ""
    note: str = ""

    @property
    def denied(self) -> bool:
        return self.outcome in DENIED


@dataclass(frozen=True)
class Mend:
    """What must be mended in one field: what is wrong and what to do."""

    field: str
    message: str
    advice: str


def problems(form: Form, today: date) -> list[Mend]:
    """All that keeps the form from being sent, in the order of its fields."""
    now = today.strftime("%Y-%m")
    found = [*_payer(form), *_service(form, now)]
    if form.outcome not in set(Outcome):
        found.append(Mend("outcome", "There is no outcome.", "Say how the claim line ended."))
    if form.denied:
        found += [*_reasons(form), *_appeal(form, now)]
    return [*found, *_note(form)]


def _payer(form: Form) -> list[Mend]:
    found = []
    if not form.payer_id and not form.payer_as_written.strip():
        found.append(Mend("payer", "There is no payer.", "Type a few letters of its name and choose it."))
    elif not form.payer_id and (len(form.payer_as_written) > LONGEST_NAME or notes.find(form.payer_as_written)):
        found.append(
            Mend("payer", "This does not read as a payer's name.", "Write the name on the card, nothing else.")
        )
    if form.state and form.state not in STATES:
        found.append(Mend("state", "This state is not known.", "Choose a state."))
    if form.line_of_business and form.line_of_business not in set(LineOfBusiness):
        found.append(Mend("line_of_business", "This line of business is not known.", "Choose one, or leave it open."))
    return found


def _service(form: Form, now: str) -> list[Mend]:
    known = reference.codes().get(form.code)
    found = [] if known else [Mend("code", "There is no code.", "Choose the code that was billed.")]
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", form.month):
        found.append(Mend("month", "There is no month.", "Choose the month of service."))
    elif form.month > now:
        found.append(Mend("month", "This month has not begun yet.", "Choose the month of service."))
    elif known and form.month < known.first_month:
        found.append(
            Mend(
                "month",
                f"{form.code} did not exist before {known.first_month}.",
                "Choose a later month or another code.",
            )
        )
    if form.units is not None and not 1 <= form.units <= 99:
        found.append(Mend("units", "The units cannot be right.", "Give the units billed on that day, 1 to 99."))
    if any(not MODIFIER.fullmatch(m) for m in form.modifiers) or len(form.modifiers) > 4:
        found.append(Mend("modifiers", "A modifier has two signs, and a line up to four.", "For example GO or 95."))
    return found


def _reasons(form: Form) -> list[Mend]:
    found = []
    if not form.payer_said and not form.reasons:
        found.append(Mend("payer_said", "There is no reason.", "Say what the payer said, or give the codes."))
    if form.payer_said and form.payer_said not in reference.sayings():
        found.append(Mend("payer_said", "This answer is not on the list.", "Choose the nearest one."))
    try:
        for reason in form.reasons:
            outcome.parse(reason)
    except ValueError:
        found.append(
            Mend("reasons", "A reason code cannot be read.", "Write it as on the remittance, such as CO-96 or N130.")
        )
    if form.next_step and form.next_step not in set(NextStep):
        found.append(Mend("next_step", "This answer is not on the list.", "Choose the nearest one."))
    return found


def _appeal(form: Form, now: str) -> list[Mend]:
    if form.appeal_level is None:
        return []
    if form.appeal_level not in LEVELS or form.appeal_outcome not in set(AppealOutcome):
        return [Mend("appeal", "The appeal is not told whole.", "Choose its level and where it stands.")]
    if not form.month <= form.appeal_month <= now:
        return [Mend("appeal_month", "The appeal was filed after the service and not in the future.", "See the month.")]
    decided = form.appeal_outcome != AppealOutcome.OPEN
    if decided and not form.appeal_month <= form.appeal_decided <= now:
        return [Mend("appeal_decided", "The answer came after the appeal and not in the future.", "See the month.")]
    return []


def _note(form: Form) -> list[Mend]:
    if len(form.note) > LONGEST_NOTE:
        return [Mend("note", f"The note is longer than {LONGEST_NOTE} signs.", "Shorten it.")]
    kinds = dict.fromkeys(kind for _, _, kind in notes.find(form.note))
    return [
        Mend("note", f"Something in the note {notes.explain(kind)}.", "Mend the note; it is not kept before.")
        for kind in kinds
    ]


def line(form: Form, payer_as_written: str) -> Line:
    """The claim line that a sound form tells of."""
    known = reference.codes()[form.code]
    flags = []
    if form.units and known.daily_units and form.units > known.daily_units:
        flags.append("units_over_limit")
    if known.add_on_to and form.base_billed is False:
        flags.append("add_on_without_base")
    reasons = form.reasons if form.denied else ()
    if form.denied and not reasons and form.payer_said:
        reasons = reference.sayings()[form.payer_said].reasons[:1]
        flags.append(IN_WORDS)
    return Line(
        row=1,
        code=form.code,
        month=form.month,
        outcome=Outcome(form.outcome),
        payer_as_written=payer_as_written,
        modifiers=form.modifiers,
        units=form.units,
        state=form.state or None,
        line_of_business=LineOfBusiness(form.line_of_business) if form.line_of_business else None,
        reasons=tuple(r.upper() for r in reasons),
        flags=tuple(flags),
    )
