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
from tests.intake.sheets.layouts_wide import claims_of, facts_of, kept


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


def child_sheets(rng: random.Random) -> Layout:
    """A form tool's workbook: entries on one sheet, their repeated group on another, tied by the entry's index or key."""
    claims = claims_of(rng, 30)
    child, parent = rng.choice([("_parent_index", "_index"), ("PARENT_KEY", "KEY"), ("parent_rowid", "rowid")])
    name = {"denied": "denied_all", "paid": "paid_all", "partly_paid": "partly_paid", "pending": "waiting"}
    keys = [str(n) if "index" in child else f"uuid:{rng.getrandbits(48):012x}" for n in range(1, len(claims) + 1)]
    entries = [["start", "practice_name", "payer", "consent", parent, "_submission_time"]]
    lines = [["code", "month", "outcome", "carc", "pt_initials", child, "_submission_time"]]
    for key, group in zip(keys, claims, strict=True):
        entries.append(["2026-10-08T09:40:00", "Practice", group[0].payer, "yes", key, "2026-10-08 09:40:00"])
        for t in group:
            lines.append([t.code.lower(), iso(t), name[t.outcome], " ".join(t.reasons), t.patient[:1] + t.patient.split()[-1][:1], key, "2026-10-08 09:40:00"])  # fmt: skip
    return kept(Layout(sheets=[("denials", entries), ("lines", lines)]), [t for g in claims for t in g], private=False)


def parent_rows(rng: random.Random) -> Layout:
    """A sheet of projects: a parent row for each payer with the sums of its children, which only count themselves."""
    facts = sorted(facts_of(rng, 30), key=lambda t: t.payer)
    label = rng.choice(["Line {n}", "Item {n}", "{n}", "#{n}", "Claim {n}"])
    rows = [[rng.choice(["Item", "Task", "Primary", "Primary Column", "Task Name"]), "Code", "Units", "DOS", "Decision", "Reason", "Billed", "Paid", "% Complete"]]  # fmt: skip
    for payer in dict.fromkeys(t.payer for t in facts):
        mine = [t for t in facts if t.payer == payer]
        rows.append([payer, "", str(len(mine)), "", "", "", f"{112 * len(mine)}.00", "209.00", "0.5"])
        for n, t in enumerate(mine, 1):
            amount = "41.80" if t.outcome in ("paid", "partly_paid") else "0" if t.outcome == "denied" else ""
            rows.append([label.format(n=n), t.code, str(t.units), day(t), said(rng, t), " ".join(t.reasons), "112.00", amount, ""])  # fmt: skip
    return kept(Layout(rows), facts if len({t.payer for t in facts}) > 1 else [], private=False)


def stacked_cards(rng: random.Random) -> Layout:
    """Cards side by side in blocks, one block below the other, with the labels down the side of each."""
    facts = facts_of(rng, 24)
    roles = ["payer", "date", "code", "outcome", "reason"]
    rng.shuffle(roles)
    names = {r: head(rng, r) for r in roles}
    across = rng.choice([6, 8, 12])
    rows: list[list[str]] = [["Caregiver training denials", *[""] * across], [""] * (across + 1)]
    for start in range(0, len(facts), across):
        block = facts[start : start + across]
        cell: dict[str, Callable[[Truth], str]] = {"payer": lambda t: t.payer, "date": day, "code": lambda t: t.code, "outcome": lambda t: said(rng, t), "reason": lambda t: " ".join(t.reasons)}  # fmt: skip
        pad = [""] * (across - len(block))
        rows.append(["Claim line", *(f"#{start + n + 1}" for n in range(len(block))), *pad])
        rows += [[names[r], *(cell[r](t) for t in block), *pad] for r in roles]
        rows.append([""] * (across + 1))
    return kept(Layout(rows), facts, private=False)


def grid_question(rng: random.Random) -> Layout:
    """A grid question with a row for each code and a column for each fact, told in the header in one line."""
    claims = claims_of(rng, 30)
    codes = sorted({t.code for g in claims for t in g})
    sign = rng.choice([" >> ", " - ", " | ", ": ", " → "])
    question = rng.choice(["What happened to each code on your last claim?", "For each code", "Your claim lines"])
    facts = [rng.choice(["Month of service", "DOS", "Service month"]), rng.choice(["Result", "Outcome", "What happened"]), rng.choice(["Codes on the EOB", "Denial code", "Reason codes"])]  # fmt: skip
    rows = [["Submission Date", "Which plan was billed?", *(sign.join((question, c, f)) for c in codes for f in facts)]]
    for n, group in enumerate(claims):
        mine = {t.code: t for t in group}
        told = ([f"{t.day[1]:02d}/{t.day[0]}", said(rng, t), " ".join(t.reasons)] if (t := mine.get(c)) else ["", "", ""] for c in codes)  # fmt: skip
        rows.append(
            [f"11/{1 + n % 20}/2026 10:{n:02d}:00", group[0].payer, *(cell for cells in told for cell in cells)]
        )
    return kept(Layout(rows), [t for g in claims for t in g] if len(codes) > 1 else [], private=False)


def raw_answers(rng: random.Random) -> Layout:
    """Numbers in place of answers under field names, with the data dictionary that explains both on another sheet."""
    facts = [t for t in facts_of(rng, 30) if len(t.reasons) < 2]
    ended = {"denied": "Denied", "paid": "Paid", "partly_paid": "Partly paid", "pending": "Not yet decided"}
    lists = {"payer": sorted({t.payer for t in facts}), "code": sorted({t.code for t in facts}), "outcome": list(ended), "reason": sorted({r for t in facts for r in t.reasons})}  # fmt: skip
    first = {r: rng.choice([0, 1, 10]) for r in lists}
    number = {r: {v: str(n) for n, v in enumerate(values, first[r])} for r, values in lists.items()}
    names = {"payer": "payer_pri", "code": "cts_code", "date": "dos", "outcome": "decision", "reason": "den_reason"}
    labels = {"payer": "Primary payer", "code": "Code billed", "date": "Date of service", "outcome": "What did the payer do?", "reason": "Reason on the remittance"}  # fmt: skip
    rows = [["record_id", *names.values(), "entry_complete"]]
    for n, t in enumerate(facts, 1):
        rows.append([str(n), number["payer"][t.payer], number["code"][t.code], iso(t), number["outcome"][t.outcome], number["reason"][t.reasons[0]] if t.reasons else "", "2"])  # fmt: skip
    book = [["Variable / Field Name", "Form Name", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels"], ["record_id", "rep", "text", "Record", ""]]  # fmt: skip
    for role, name in names.items():
        shown = ended if role == "outcome" else {}
        choices = " | ".join(f"{n}, {shown.get(v, v)}" for v, n in number.get(role, {}).items())
        book.append([name, "rep", "dropdown" if choices else "text", labels[role], choices])
    sheets = [("data", rows), ("DataDictionary", book)]
    rng.shuffle(sheets)
    clean = not any("|" in p or ";" in p for p in lists["payer"])
    return kept(Layout(sheets=sheets), facts if clean and lists["reason"] else [], private=False)


def told_in_cells(rng: random.Random) -> Layout:
    """A column for each code; each cell tells outcome, month and reasons in a few words."""
    claims = claims_of(rng, 34)
    codes = sorted({t.code for g in claims for t in g})
    sign = rng.choice([", ", " - ", " "])
    bracket = rng.random() < 0.4
    rows = [["Member clinic", "Plan", *(f"CPT {c}" if c.isdigit() else f"HCPCS {c}" for c in codes), "Remarks"]]

    def cell(t: Truth) -> str:
        when = rng.choice([f"{t.day[1]:02d}/{t.day[0]}", f"{MONTHS['en'][t.day[1] - 1][:3]} {t.day[0]}"])
        words = {"denied": "Denied", "paid": "paid", "partly_paid": "Partly paid", "pending": "waiting"}[t.outcome]
        why = " ".join(t.reasons)
        return f"{words} {when} ({why})" if bracket and why else sign.join(filter(None, (words, when, why)))

    for n, group in enumerate(claims, 1):
        mine = {t.code: t for t in group}
        rows.append([f"Clinic {n}", group[0].payer, *(cell(mine[c]) if c in mine else rng.choice(["", "-", "n/a"]) for c in codes), ""])  # fmt: skip
    return kept(Layout(rows), [t for g in claims for t in g] if len(codes) > 1 else [], private=False)


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f
    for f in (
        *(month_and_year, packed_names, account_groups, summed_groups, exchanged, child_sheets, parent_rows),
        *(stacked_cards, grid_question, raw_answers, told_in_cells),
    )
}
