"""One denial reported by hand: send, correct, withdraw, tell what came of it. The page and nothing else sits on it.

The one thing to know: the same draft sent twice is stored once (its token is fingerprinted like a file), and whoever
corrects a report writes a new line beside the old one; the receipt stays the same and the report waits for review anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tracker.errors import OutOfDate, Rejected
from tracker.intake import fingerprint, outcome, payer_names
from tracker.intake import form as forms_in
from tracker.intake.form import Form
from tracker.people import Person, may, require
from tracker.services import limits, registry, secret, submit
from tracker.settings import settings, today
from tracker.store import appeals, forms, imports, live, names, payers
from tracker.store import lines as claim_lines
from tracker.store.connection import Change, reading, writing
from tracker.vocabulary import AppealOutcome, LineOfBusiness, PayerType

ASK_AFTER_MONTHS = 2  # a denial without an end is asked about from then on
CHOSEN = "Chosen from the registry."


@dataclass(frozen=True)
class Receipt:
    """counted: whether the report counts by itself; told_by: the receipt of the sender's file that tells the same line."""

    receipt: str
    verdict: str
    counted: bool
    told_by: str


def payers_for(state: str, line_of_business: str, person: Person | None) -> list[str]:
    """Ids of the payers that operate in a state ('' any) and fit a line of business ('' any), by name.

    An administrator of self-funded plans is no payer in the ledger, but it is the name on the card."""
    require(person, "report")
    known = registry.directory(live.ensure(settings().store)).payers.values()
    wanted = payer_names.FITS.get(LineOfBusiness(line_of_business)) if line_of_business else None
    named = (p for p in known if p.is_payer or p.type is PayerType.TPA)
    fitting = (p for p in named if p.operates_in(state or None) and (not wanted or p.type in wanted))
    return [p.payer_id for p in sorted(fitting, key=lambda p: p.name.casefold())]


def possible_payers(form: Form, person: Person | None) -> list[tuple[str, str]]:
    """Payers (id, name) that a typed name may mean, given state and line of business; the only one where it is clear."""
    require(person, "report")
    found = payer_names.resolve(
        form.payer_as_written,
        state=form.state or None,
        line_of_business=LineOfBusiness(form.line_of_business) if form.line_of_business else None,
        directory=registry.directory(live.ensure(settings().store)),
    )
    return [(c.payer_id, c.name) for c in found.candidates]


def send(form: Form, token: str, person: Person | None) -> Receipt:
    """Store a report. token: of the draft, so that a second click changes nothing. Raises `Rejected` with all problems."""
    person = require(person, "report")
    _sound(form)
    store = live.ensure(settings().store)
    key = secret.key()
    file_key = fingerprint.make(key, "file", f"form {token}")
    with writing(store, person.key, "report") as change:
        earlier = imports.find_file(change.db, file_key)
        if earlier is None:
            limits.within(change, person)
            secret.note(change, key)
            _store(change, form, file_key, person)
        held = imports.find_file(change.db, file_key)
    return status(str((held or {})["receipt"]), person)


def _sound(form: Form) -> None:
    found = forms_in.problems(form, today())
    if found:
        raise Rejected(" ".join(p.message for p in found), " ".join(p.advice for p in found))


def _store(change: Change, form: Form, file_key: str, person: Person) -> None:
    name_id, written = _name(change, form)
    practice = forms.practice_of(change.db, person.key) or fingerprint.make(secret.key(), "practice", person.key)
    done = imports.add(
        change,
        kind="form",
        file_key=file_key,
        layout=None,
        complete=False,
        counts={"rows": 1, "problems": 0, "ignored": 0, "repeats": 0},
        lines=[submit.new_line(forms_in.line(form, written), name_id, practice)],
        problems=[],
        verdict="accepted" if may(person, "review") else "pending",
    )
    forms.answer(change, done.import_id, form.payer_said, form.next_step)
    if form.note.strip() and not may(person, "review"):  # who reviews has read it already
        imports.add_note(change, done.import_id, form.note.strip())
    line = forms.one(change.db, done.receipt)
    if line and form.denied and form.appeal_level:
        _appeal(
            change, int(line["line_id"]), form.appeal_level, form.appeal_month, form.appeal_outcome, form.appeal_decided
        )


def _name(change: Change, form: Form) -> tuple[int, str]:
    """The id of the payer's name and its spelling. A payer chosen from the registry is settled by the choice; its id
    keeps it apart from the same spelling in files, which may mean somebody else."""
    if not form.payer_id:
        written = form.payer_as_written.strip()
        key = (payer_names.plain(written), form.state, form.line_of_business, "")
        name_id = names.ensure(change.db, {key: written})[key]
        meaning = registry.resolve(key, written, registry.directory(settings().store), registry.decided(change.db))
        if meaning.payer_id and name_id not in names.current(change.db, {name_id}):
            names.decide(change, name_id, meaning.payer_id, how="rule", why=meaning.reason)
        return name_id, written
    payer = payers.one(change.db, form.payer_id)
    if payer is None:
        raise OutOfDate("This payer is not in the registry any more.", "Reload the page and choose again.")
    written = str(payer["name"])
    key = (payer_names.plain(written), form.state, form.line_of_business, f"registry:{form.payer_id}")
    name_id = names.ensure(change.db, {key: written})[key]
    if name_id not in names.current(change.db, {name_id}):
        names.decide(change, name_id, form.payer_id, how="rule", why=CHOSEN)
    return name_id, written


def _appeal(change: Change, line_id: int, level: int, filed: str, ended: str, decided: str) -> None:
    number = appeals.file(change, line_id, filed, level=level)
    if ended != AppealOutcome.OPEN:
        appeals.settle(change, number, ended, decided)


def status(receipt: str, person: Person | None) -> Receipt:
    """How a report of one's own stands."""
    held = own(receipt, person)
    counts = held["verdict"] == "accepted" and not held["withdrawn"] and not held["told_by"]
    return Receipt(receipt, str(held["verdict"]), counts, str(held["told_by"] or ""))


def own(receipt: str, person: Person | None) -> dict[str, Any]:
    """A report the person sent, or any for whoever reviews. Raises `Rejected` for one that is not theirs or not there:
    the two are told alike, so that receipts cannot be tried out."""
    person = require(person, "see_own_reports")
    with reading(live.ensure(settings().store)) as db:
        held = forms.one(db, receipt)
    if held is None or (held["submitted_by"] != person.key and not may(person, "review")):
        raise Rejected(f"There is no report {receipt} of yours.", "See the receipt under My reports.")
    return held


def as_form(held: dict[str, Any]) -> Form:
    """A stored report as the form that would send it."""
    in_words = forms_in.IN_WORDS in str(held["flags"]).split()
    return Form(
        payer_id=held["payer_id"] or "",
        payer_as_written="" if held["payer_id"] else held["payer"],
        state=held["state"],
        line_of_business=held["line_of_business"],
        code=held["code"],
        month=held["month"],
        outcome=held["outcome"],
        units=held["units"],
        modifiers=tuple(held["modifiers"].split()),
        base_billed=False if "add_on_without_base" in held["flags"] else None,
        payer_said=held["payer_said"],
        reasons=() if in_words else tuple((held["reasons"] or "").split()),
        next_step=held["next_step"],
    )


def correct(receipt: str, form: Form, person: Person | None, why: str = "") -> Receipt:
    """Say a report anew: its sender, or whoever reviews (then with a reason, and accepted at once)."""
    person = require(person, "report")
    held = own(receipt, person)
    theirs = held["submitted_by"] != person.key
    if held["withdrawn"]:
        raise OutOfDate("This report was withdrawn.", "Send it as a new one.")
    if theirs and not why.strip():
        raise Rejected("A correction needs a reason.", "Say in a few words why the report is changed.")
    submit.screened(why)
    form = replace(form, note="", appeal_level=None)
    _sound(form)
    with writing(live.ensure(settings().store), person.key, "correct report") as change:
        now = forms.one(change.db, receipt)
        if now is None or now["line_id"] != held["line_id"]:
            raise OutOfDate("This report was changed by somebody else.", "Reload the page and look again.")
        name_id, written = _name(change, form)
        line = submit.new_line(forms_in.line(form, written), name_id, "")
        forms.part(change, now["import_id"], for_good=True)
        claim_lines.correct(change, int(now["line_id"]), _columns(line), line.reasons)
        forms.answer(change, now["import_id"], form.payer_said, form.next_step)
        verdict = "accepted" if may(person, "review") else "pending"
        imports.review(change, receipt, verdict, why.strip())
        change.audit("correct", receipt, f"line {now['line_id']}")
    return status(receipt, person)


def _columns(line: imports.NewLine) -> dict[str, Any]:
    """The columns of a line that a form tells."""
    told = ("name_id", "state", "line_of_business", "code", "month", "outcome", "denial_class", "first_reason", "units",
            "modifiers", "flags")  # fmt: skip
    return {c: getattr(line, c) for c in told}


def tell(receipt: str, next_step: str, person: Person | None) -> None:
    """What was done about a denial since."""
    held = own(receipt, person)
    form = replace(as_form(held), next_step=next_step)
    _sound(form)
    who = require(person, "report")
    with writing(live.ensure(settings().store), who.key, "tell what happened") as change:
        forms.answer(change, held["import_id"], held["payer_said"], next_step)


def appeal(receipt: str, person: Person | None, *, level: int, filed: str, ended: str, decided: str = "") -> None:
    """Record an appeal of a report's denial, or the answer to one that is open at this level."""
    held = own(receipt, person)
    who = require(person, "report")
    form = replace(as_form(held), appeal_level=level, appeal_month=filed, appeal_outcome=ended, appeal_decided=decided)
    _sound(form)
    if not form.denied:
        raise Rejected("Only a denial can be appealed.", "Correct the outcome of the report first.")
    with writing(live.ensure(settings().store), who.key, "appeal") as change:
        line_id = int((forms.one(change.db, receipt) or held)["line_id"])
        waiting = next((a for a in appeals.of_line(change.db, line_id) if a["level"] == level), None)
        if waiting is None:
            _appeal(change, line_id, level, filed, ended, decided)
        elif waiting["outcome"] == AppealOutcome.OPEN and ended != AppealOutcome.OPEN:
            appeals.settle(change, int(waiting["appeal_id"]), ended, decided)
        else:
            raise Rejected("This appeal is on record.", "Record the answer to an open one, or the next level.")


def mine(person: Person | None) -> list[dict[str, Any]]:
    """The person's own reports, newest first, each with its `appeals`."""
    person = require(person, "see_own_reports")
    with reading(live.ensure(settings().store)) as db:
        found = forms.of_person(db, person.key)
        for held in found:
            held["appeals"] = appeals.of_line(db, held["line_id"])
    return found


def open_ends(person: Person | None) -> list[dict[str, Any]]:
    """The person's denials from two months ago or earlier whose end is not known, oldest first."""
    year, month = divmod(today().year * 12 + today().month - 1 - ASK_AFTER_MONTHS, 12)
    until = f"{year}-{month + 1:02d}"
    ended = {"patient_pays", "written_off", "care_stopped", "paid_later"}
    return [
        r
        for r in reversed(mine(person))
        if r["outcome"] in forms_in.DENIED and not r["withdrawn"] and r["verdict"] != "returned" and r["month"] <= until
        and r["next_step"] not in ended and not any(a["outcome"] != AppealOutcome.OPEN for a in r["appeals"])
    ]  # fmt: skip


def reason_words(reasons: str) -> str:
    """`CO-96 N130` in words with the codes."""
    return "; ".join(f"{outcome.lookup(r).label} ({r})" for r in reasons.split())
