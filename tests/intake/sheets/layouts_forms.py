"""Known truths as forms, boards and grouped reports hand them over: month and year asked apart, facts packed into the name of
a card, the payer under a heading of accounts, groups that add up without a word, adjustments as programs exchange them.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from tests.intake.sheets.layouts import Layout, Truth
from tests.intake.sheets.layouts_billing import decided, iso
from tests.intake.sheets.layouts_mixed import MONTHS
from tests.intake.sheets.layouts_odd import day, head, said
from tests.intake.sheets.layouts_wide import facts_of, kept


def month_and_year(rng: random.Random) -> Layout:
    """The month of service in one question, its year in another, beside the day on which the form was sent."""
    facts = facts_of(rng, 30)
    numbered = rng.random() < 0.3
    month = rng.choice(
        ["Month of service", "Service Month", "Which month was the service?", "Month", "DOS month", "Mo. of svc"]
    )
    year = rng.choice(["Year of service", "Service Year", "And which year?", "Year", "DOS year", "Yr"])
    sent = rng.choice(["Time", "Timestamp", "Submitted", "Date Submitted", "Time Started"])
    number = iter(range(1, 20)) if rng.random() < 0.5 else None
    asked = [month, year, head(rng, "payer"), head(rng, "code"), head(rng, "outcome"), head(rng, "reason")]
    heads = [f"{next(number)}. {h}" if number else h for h in asked]
    short = rng.random() < 0.4
    rows = [[sent, *heads]]
    for n, t in enumerate(facts):
        name = MONTHS["en"][t.day[1] - 1]
        written = f"{t.day[1]:02d}" if numbered else name[:3] if short else name
        rows.append([f"2026-11-{1 + n % 20:02d} 09:{n:02d}:00", written, str(t.day[0]), t.payer, t.code, said(rng, t), "; ".join(t.reasons)])  # fmt: skip
    return kept(Layout(rows), facts, private=False)


def packed_names(rng: random.Random) -> Layout:
    """Cards whose name holds payer, code, units and date, with the outcome as the list they lie in."""
    facts = facts_of(rng, 30)
    sign = rng.choice([" | ", " / ", " - ", " // ", " · ", " • ", "|"])
    label = rng.choice(["", "DOS ", "dos: "])
    order = rng.sample(["payer", "code", "date", "units"], 4)
    whole = rng.random() < 0.5

    def part(t: Truth, name: str) -> str:
        when = (
            day(t)
            if whole and "/" not in sign
            else f"{t.day[1]:02d}.{t.day[0]}"
            if "/" in sign
            else f"{t.day[1]:02d}/{t.day[0]}"
        )
        when = iso(t) if "/" in sign and whole else when
        return {"payer": t.payer, "code": t.code, "date": label + when, "units": f"x{t.units}"}[name]

    rows = [["Card ID", "Card Name", "Labels", "List Name", "Board Name", "Archived"]]
    for n, t in enumerate(facts):
        rows.append([f"{n:04x}{t.claim.lower()}", sign.join(part(t, p) for p in order), ", ".join(t.reasons), said(rng, t), "Denials", "false"])  # fmt: skip
    return kept(Layout(rows), facts if sign.strip() not in "".join(t.payer for t in facts) else [], private=False)


def account_groups(rng: random.Random) -> Layout:
    """A report grouped by account: the payer once, under a heading of people; subtotals and counts below each group."""
    facts = sorted(facts_of(rng, 30), key=lambda t: t.payer)
    heading = rng.choice(["Account Name", "Account", "Acct Name"])
    rows = [[heading, "Case Number", "Contact Name", head(rng, "date"), head(rng, "code"), head(rng, "outcome"), head(rng, "reason")]]  # fmt: skip
    for n, t in enumerate(facts):
        first = n == 0 or facts[n - 1].payer != t.payer
        rows.append([t.payer if first else "", t.claim, t.patient, day(t), t.code, said(rng, t), " ".join(t.reasons)])
        if n + 1 == len(facts) or facts[n + 1].payer != t.payer:
            rows += [["Subtotal", *[""] * 6], ["", f"Count: {sum(f.payer == t.payer for f in facts)}", *[""] * 5]]
    return kept(Layout(rows), facts)


def summed_groups(rng: random.Random) -> Layout:
    """Groups with a title and the header again; below each a row from the first day to the last, with sums, no word."""
    facts = facts_of(rng, 32)
    heads = ["Name", head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Units", head(rng, "outcome"), head(rng, "reason"), "Paid"]  # fmt: skip
    rows = [["Caregiver training claims", *[""] * 7], [""] * 8]
    half = len(facts) // 2
    for title, group in (("To work", facts[:half]), ("Waiting for an answer", facts[half:])):
        rows += [[title, *[""] * 7], heads]
        for t in group:
            amount = "41.80" if t.outcome in ("paid", "partly_paid") else ""
            rows.append([t.patient, t.payer, iso(t), t.code, str(t.units), said(rng, t), " ".join(t.reasons), amount])
        days = sorted(iso(t) for t in group)
        rows += [["", "", f"{days[0]} - {days[-1]}", "", str(len(group)), "", "", "209.00"], [""] * 8]
    layout = kept(Layout(rows), facts)
    layout.private = [t.patient for t in facts]
    return layout


def exchanged(rng: random.Random) -> Layout:
    """The download of an interface: dotted names, carets in the procedure, adjustments as JSON."""
    facts = decided(rng, 30)
    names = rng.choice(
        [("group", "reason", "amount"), ("groupCode", "reasonCode", "amount"), ("group_code", "reason_code", "amt")]
    )
    rows = [["lineId", "payer.name", "member.ref", "serviceDate", "procedure", "units", "lineStatus", "adjustments", "receivedAt"]]  # fmt: skip
    for n, t in enumerate(facts):
        listed = [
            dict(zip(names, (*r.split("-"), round(rng.uniform(1, 99), 2)), strict=True)) for r in t.reasons if "-" in r
        ]
        t.reasons = [r for r in t.reasons if "-" in r]
        status = {"denied": "DENIED", "paid": "PAID", "partly_paid": "PARTIALLY_PAID", "pending": "PENDED"}[t.outcome]
        rows.append([f"{rng.getrandbits(32):08x}-{n:04x}", t.payer, t.claim, f"{iso(t)}T00:00:00Z", f"{t.code}^GP", str(t.units), status, json.dumps(listed), "2026-11-17T03:14:55Z"])  # fmt: skip
    return kept(Layout(rows), facts, private=False)


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (month_and_year, packed_names, account_groups, summed_groups, exchanged)
}
