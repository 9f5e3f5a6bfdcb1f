"""Known truths in layouts that are no flat table: matrices, blocks, cards, ledgers, bands, several lines in one cell.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`; each function gives rows and lines.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.sheets.layouts import HEADERS, Layout, Truth, date_style, truths

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SAID = {"denied": "denied", "paid": "paid", "partly_paid": "partly paid", "pending": "pending"}
SHORT = {"denied": "D", "paid": "P", "partly_paid": "PP", "pending": "W"}
KEYS = [
    "Key: D = denied, P = paid, PP = paid in part, W = waiting",
    "D: denied; P: paid in full; PP: partly paid; W: still pending",
    "Legend - D = not paid, P = paid, PP = partial payment, W = in process",
]


def head(rng: random.Random, role: str) -> str:
    return rng.choice(HEADERS[role])


def facts_of(rng: random.Random, count: int, **fixed: object) -> list[Truth]:
    found = truths(rng, count)
    for n, t in enumerate(found):
        t.modifiers, t.units = (), 1
        t.claim = f"C{7_000_000 + 37 * n + rng.randint(0, 30)}"
        for name, value in fixed.items():
            setattr(t, name, value)
    return found


def kept(layout: Layout, facts: list[Truth], private: bool = True) -> Layout:
    layout.lines = facts
    if private:
        layout.private = [t.claim for t in facts] + [t.patient for t in facts]
    return layout


def distinct(facts: list[Truth], *names: str) -> list[Truth]:
    return list({tuple(getattr(t, n) for n in names): t for t in facts}.values())


def by_month(rng: random.Random) -> Layout:
    """One row for each payer and code, one column for each month."""
    year = rng.choice([2025, 2026])
    facts = facts_of(rng, 30)
    for t in facts:
        t.day = (year, t.day[1], 0)
    facts = distinct(facts, "payer", "code", "day")
    label = rng.choice([lambda m: f"{MONTHS[m - 1]} {year}", lambda m: f"{m:02d}/{year}", lambda m: f"{MONTHS[m - 1]}-{year % 100}", lambda m: MONTHS[m - 1]])  # fmt: skip
    months = sorted({t.day[1] for t in facts})
    word = rng.choice([SAID, SHORT])
    rows = [[f"Results of {year}", *[""] * len(months), ""], [rng.choice(KEYS), *[""] * len(months), ""]]
    rows.append([head(rng, "payer"), head(rng, "code"), *map(label, months)])
    for payer, code in dict.fromkeys((t.payer, t.code) for t in facts):
        cells = {t.day[1]: " ".join([word[t.outcome], *t.reasons]) for t in facts if (t.payer, t.code) == (payer, code)}
        rows.append([payer, code, *(cells.get(m, "") for m in months)])
    return kept(Layout(rows), facts, private=False)


def by_code(rng: random.Random) -> Layout:
    """A group of columns for each code: in the upper header row, or in the header of each column."""
    facts = facts_of(rng, 30)
    codes = rng.sample(sorted({t.code for t in facts}), 3)
    facts = distinct([t for t in facts if t.code in codes], "claim", "code")
    names = ["units", rng.choice(["result", "status", "outcome"]), rng.choice(["reason", "denial code", "CARC"])]
    date_of = date_style(rng)
    rows = []
    shared = [head(rng, "claim"), head(rng, "payer"), head(rng, "date")]
    if rng.random() < 0.5:
        rows.append(["", "", "", *(c if n == 0 else "" for c in codes for n in range(3))])
        rows.append([*shared, *names * 3])
    else:
        form = rng.choice(["{c} {n}", "{n} {c}", "{c}_{n}", "{n} ({c})"])
        rows.append([*shared, *(form.format(c=c, n=n) for c in codes for n in names)])
    for t in facts:
        cells = ["1", SAID[t.outcome], " ".join(t.reasons)]
        rows.append(
            [t.claim, t.payer, date_of(*t.day), *(x for c in codes for x in (cells if c == t.code else ["", "", ""]))]
        )
    return kept(Layout(rows), facts)


def by_reason(rng: random.Random) -> Layout:
    """One amount column for each adjustment reason, no outcome in words."""
    facts = [t for t in facts_of(rng, 40) if t.outcome in ("denied", "paid")]
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r] if t.outcome == "denied" else ["CO-45"]
    columns = sorted({r for t in facts for r in t.reasons})
    rng.shuffle(columns)
    style = rng.choice(
        [lambda r: r.replace("-", ""), lambda r: r, lambda r: r.replace("-", " "), lambda r: r.replace("-", "_")]
    )
    zero = rng.choice(["", "0.00", "0", "-"])
    rows = [[head(rng, "claim"), head(rng, "payer"), "DOS", "CPT", "Billed", "Paid", *map(style, columns)]]
    for t in facts:
        paid = "0.00" if t.outcome == "denied" else "41.80"
        rows.append([t.claim, t.payer, f"{t.day[1]}/{t.day[2]}/{t.day[0]}", t.code, "110.00", paid, *("34.10" if r in t.reasons else zero for r in columns)])  # fmt: skip
    return kept(Layout(rows), facts)


def claims_of(rng: random.Random, count: int) -> list[list[Truth]]:
    """Lines in claims of one to three different codes, one patient, payer and day each."""
    left, claims = facts_of(rng, count), []
    while left:
        size = rng.choice([1, 2, 3])
        group, left = distinct(left[:size], "code"), left[size:]
        for t in group:
            t.payer, t.day, t.claim, t.patient = group[0].payer, group[0].day, group[0].claim, group[0].patient
        claims.append(group)
    return claims


def in_one_cell(rng: random.Random) -> Layout:
    """Every line of a claim in one cell, each with its own outcome."""
    claims = claims_of(rng, 30)
    mark = rng.choice(["\n", "; ", " | "])
    form = rng.choice(["{c} - {o} {r}", "{c}: {o} {r}", "{c} x1 {o} {r}", "{c} ({o} {r})"])
    date_of = date_style(rng)
    rows = [[head(rng, "claim"), head(rng, "patient"), head(rng, "payer"), head(rng, "date"), rng.choice(["Lines", "Services", "Procedures", "Claim lines"])]]  # fmt: skip
    for group in claims:
        parts = [form.format(c=t.code, o=SAID[t.outcome], r=" ".join(t.reasons)).replace(" )", ")") for t in group]
        rows.append([group[0].claim, group[0].patient, group[0].payer, date_of(*group[0].day), mark.join(parts)])
    return kept(Layout(rows), [t for group in claims for t in group])


def _short(t: Truth) -> str:
    """A patient as a board on the wall names one: two letters."""
    return t.patient.split(",")[0][:1] + t.patient[-1:]


def by_hand(rng: random.Random) -> Layout:
    """Ditto marks, signs of a key, crosses in columns, month bands with the day only."""
    facts = facts_of(rng, 30)
    year = rng.choice([2025, 2026])
    for t in facts:
        t.day = (year, t.day[1], t.day[2])
    # Two lines that the board itself cannot tell apart are one, decided again: the reader is right to say so.
    facts = list({(_short(t), t.day, t.payer, t.code): t for t in facts}.values())
    facts.sort(key=lambda t: (t.day[1], t.payer))
    bands, crosses = rng.random() < 0.5, rng.random() < 0.5
    signs = rng.choice([SHORT, {"denied": "red", "paid": "green", "partly_paid": "orange", "pending": "yellow"}])
    columns = ["Paid", "Denied", "Part", "Waiting"]
    outcomes = ["paid", "denied", "partly_paid", "pending"]
    rows = [["Caregiver training board", *[""] * 8]]
    if not crosses:
        rows.append([", ".join(f"{sign} = {SAID[o]}" for o, sign in signs.items()), *[""] * 8])
    rows.append(
        ["Pt", "Day" if bands else "DOS", head(rng, "payer"), "Code", *(columns if crosses else ["Result"]), "Why"]
    )
    above, ditto, cross = ("", 0), rng.choice(['"', "''", "ditto", "〃"]), rng.choice(["x", "X", "✓", "TRUE"])
    for t in facts:
        if bands and above[1] != t.day[1]:
            rows.append(
                [
                    rng.choice([f"{MONTHS[t.day[1] - 1].upper()} {year}", f"--- {MONTHS[t.day[1] - 1]} {year} ---"]),
                    *[""] * 5,
                ]
            )
            above = ("", t.day[1])
        payer = ditto if above[0] == t.payer and rng.random() < 0.7 else t.payer
        above = (t.payer, t.day[1])
        told = [cross if t.outcome == o else "" for o in outcomes] if crosses else [signs[t.outcome]]
        day = str(t.day[2]) if bands else f"{t.day[1]}/{t.day[2]}/{year}"
        rows.append([_short(t), day, payer, t.code, *told, " ".join(t.reasons)])
    return kept(Layout(rows), facts, private=False)


def cards(rng: random.Random) -> Layout:
    """A block of label and value rows for each line; or all of it in the message of a form."""
    facts = facts_of(rng, 12)
    labels = [head(rng, r) for r in ("patient", "payer", "date", "code", "outcome", "reason")]
    date_of = date_style(rng)
    values = [[t.patient, t.payer, date_of(*t.day), t.code, SAID[t.outcome], ", ".join(t.reasons)] for t in facts]
    how = rng.choice(["cells", "colon", "message"])
    if how == "message":
        rows = [["Sent", "Subject", "Message"]]
        rows += [
            ["2026-11-03", "New report", "\n".join(f"{a}: {b}" for a, b in zip(labels, v, strict=True))] for v in values
        ]
        return kept(Layout(rows), facts)
    rows = []
    for v in values:
        pairs = list(zip(labels, v, strict=True))
        rows += [[a, b] if how == "cells" else [f"{a}: {b}", ""] for a, b in pairs if b] + [["", ""]]
    return kept(Layout(rows), facts)


def ledger(rng: random.Random) -> Layout:
    """Charges, and after each its payments, denials and adjustments."""
    facts = [t for t in facts_of(rng, 30) if t.outcome != "partly_paid"]
    types = rng.choice([("Charge", "Ins Payment", "Ins Denial", "Contractual Adj"), ("CHG", "PMT", "DENY", "ADJ"), ("Charge", "Payment - insurance", "Denial", "Write-off")])  # fmt: skip
    rows = [[rng.choice(["Chg ID", "Charge #", "Ticket"]), "Post Date", "Service Date", rng.choice(["Trans Type", "Type", "Entry"]), "CPT", head(rng, "payer"), "Amount", "Reason Codes", "Patient"]]  # fmt: skip
    for t in facts:
        day = f"{t.day[1]}/{t.day[2]}/{t.day[0]}"
        shared = [t.code, t.payer]
        rows.append([t.claim, day, day, types[0], *shared, "110.00", "", t.patient])
        if t.outcome == "denied":
            rows.append([t.claim, "11/2/2026", day, types[2], *shared, "0.00", " ".join(t.reasons), t.patient])
        elif t.outcome == "paid":
            rows.append([t.claim, "11/2/2026", day, types[1], *shared, "-41.80", "", t.patient])
            rows.append([t.claim, "11/2/2026", day, types[3], *shared, "-68.20", "CO-45", t.patient])
            t.reasons = ["CO-45"]
        else:
            t.reasons = []
    return kept(Layout(rows), facts)


def sections(rng: random.Random) -> Layout:
    """Headings carry the payer or the outcome, pages break in between, totals close the groups."""
    facts = facts_of(rng, 36)
    by = rng.choice(["payer", "outcome"])
    words = {"denied": "DENIED", "paid": "PAID", "partly_paid": "PARTLY PAID", "pending": "STILL WAITING"}
    facts.sort(key=lambda t: getattr(t, by))
    names = ["date", "code", "reason", *([] if by == "payer" else ["payer"]), *([] if by == "outcome" else ["outcome"])]
    heads = [head(rng, "patient"), *(head(rng, n) for n in names)]
    date_of = date_style(rng)
    cell = {"date": lambda t: date_of(*t.day), "code": lambda t: t.code, "reason": lambda t: " ".join(t.reasons),
            "payer": lambda t: t.payer, "outcome": lambda t: SAID[t.outcome]}  # fmt: skip
    rest = [""] * len(names)
    rows, above = [["Lines by group", *rest], heads], ""
    form = rng.choice(["{}", "*** {} ***", "{}:", "  {}"] + (["Payer: {}", "Insurance - {}"] if by == "payer" else []))
    for n, t in enumerate(facts):
        group = t.payer if by == "payer" else words[t.outcome]
        if group != above:
            rows += [[f"Total for {above}", *rest]] * bool(above and rng.random() < 0.7) + [[form.format(group), *rest]]
            above = group
        elif n % 11 == 10:
            rows += [[f"Page {n // 11 + 1}", *rest], list(heads)]
            rows += [[f"{group} (continued)", *rest]] * (by == "payer")
        rows.append([t.patient, *(cell[k](t) for k in names)])
    return kept(Layout(rows), facts)


def two_rows(rng: random.Random) -> Layout:
    """Each record in two rows: the visit, and below it the payer's decision."""
    facts = facts_of(rng, 20)
    rows = [
        ["Patient", head(rng, "date"), "CPT", "Units", "Charge"],
        ["", head(rng, "payer"), head(rng, "outcome"), "Denial Code", "Remark"],
    ]
    for t in facts:
        remark = " ".join(r for r in t.reasons if "-" not in r)
        rows.append([t.patient, f"{t.day[1]}/{t.day[2]}/{t.day[0]}", t.code, "1", "110.00"])
        rows.append(["", t.payer, SAID[t.outcome], " ".join(r for r in t.reasons if "-" in r), remark])
    return kept(Layout(rows), facts)


def record_types(rng: random.Random) -> Layout:
    """The first cell says what a row is; each type has its own header."""
    facts = [t for t in facts_of(rng, 20) if t.outcome in ("denied", "paid")]
    kinds = rng.choice([("CLM", "SVC", "ADJ"), ("H", "D", "A"), ("Claim", "Line", "Adjustment")])
    mark = rng.choice(["", "#"])
    rows = [[mark + kinds[0], "Claim Number", "Payer", "Patient Name", "", ""], [mark + kinds[1], "Claim Number", "Service Date", "Procedure Code", "Charge", "Paid"],
            [mark + kinds[2], "Claim Number", "Group Code", "Reason Code", "", ""]]  # fmt: skip
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r] if t.outcome == "denied" else ["CO-45"]
        rows.append([kinds[0], t.claim, t.payer, t.patient, "", ""])
        day = f"{t.day[0]}-{t.day[1]:02d}-{t.day[2]:02d}"
        rows.append([kinds[1], t.claim, day, t.code, "110.00", "0.00" if t.outcome == "denied" else "41.80"])
        rows += [[kinds[2], t.claim, *r.split("-"), "", ""] for r in t.reasons]
    return kept(Layout(rows), facts)


def work_list(rng: random.Random) -> Layout:
    """Denials only: the one status is how far the work is, and several dates stand beside the date of service."""
    facts = [t for t in facts_of(rng, 50) if t.outcome == "denied"]
    rows = [[rng.choice(["Status", "Work Status", "Queue status"]), head(rng, "claim"), "Patient", head(rng, "payer"), "Plan Type", "Admit Date", "Service Date",
             "Denial Date", "Due Date", "CPT", "Denied Amount", "Denial Group", "Denial Code", "Remark Code"]]  # fmt: skip
    for t in facts:
        pair = next(r for r in reversed(t.reasons) if "-" in r).split("-")
        remark = [r for r in t.reasons if "-" not in r]
        t.reasons = ["-".join(pair), *remark]
        day = f"{t.day[1]:02d}/{t.day[2]:02d}/{t.day[0]}"
        rows.append([rng.choice(["New", "In Progress", "Appealed", "On Hold"]), t.claim, t.patient, t.payer, rng.choice(["PPO", "HMO"]), f"01/01/{t.day[0]}", day,
                     "11/10/2026", "12/24/2026", t.code, "110.00", *pair, *(remark or [""])])  # fmt: skip
    return kept(Layout(rows), facts)


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (by_month, by_code, by_reason, in_one_cell, by_hand, cards, ledger, sections, two_rows, record_types, work_list)
}  # fmt: skip
