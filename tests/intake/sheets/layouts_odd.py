"""Known truths in odder shapes: question grids, numbered groups, amounts by reason, nested headings, blocks with a head of
their own, dates in three columns, codes of a legend, printed pages, decisions before and after an appeal.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.sheets.layouts import Layout, Truth
from tests.intake.sheets.layouts_mixed import HEADS, MONTHS, WORDS
from tests.intake.sheets.layouts_wide import claims_of, distinct, facts_of, kept

EN = HEADS["en"]
SAID = WORDS["en"]


def head(rng: random.Random, role: str) -> str:
    return rng.choice(EN[role])


def said(rng: random.Random, t: Truth) -> str:
    return rng.choice(SAID[t.outcome])


def day(t: Truth) -> str:
    return f"{t.day[1]}/{t.day[2]}/{t.day[0]}"


def grids(rng: random.Random) -> Layout:
    """A form with one grid for the outcome and one for the reason, a column for each code in both."""
    claims = claims_of(rng, 30)
    codes = sorted({t.code for g in claims for t in g})
    one = rng.choice(
        [
            "What happened?",
            "Outcome",
            "How did the plan decide?",
            "Result for each code",
            "What did the payer do with each code?",
        ]
    )
    two = rng.choice(["Why?", "Denial reason", "Reason code given", "Which denial code did you get?"])
    form = rng.choice(["{q} [{c}]", "{q} - {c}", "{c} - {q}", "{q} >> {c}", "{q}: {c}", "{q} ({c})"])
    rows = [
        [
            "Timestamp",
            head(rng, "payer"),
            head(rng, "date"),
            *(form.format(q=one, c=c) for c in codes),
            *(form.format(q=two, c=c) for c in codes),
        ]
    ]
    words = {o: rng.choice(w) for o, w in SAID.items()}
    for n, group in enumerate(claims):
        mine = {t.code: t for t in group}
        cells = [words[mine[c].outcome] if c in mine else "" for c in codes]
        why = [" ".join(mine[c].reasons) if c in mine else "" for c in codes]
        rows.append([f"11/{1 + n % 20}/2026 10:{n:02d}:00", group[0].payer, day(group[0]), *cells, *why])
    return kept(Layout(rows), [t for g in claims for t in g], private=False)


def numbered(rng: random.Random) -> Layout:
    """Up to three services of a claim side by side, their headers numbered in one of many ways."""
    claims = claims_of(rng, 30)
    names = [
        rng.choice(["CPT", "Code", "Procedure", "HCPCS"]),
        rng.choice(["Outcome", "Status", "Result"]),
        rng.choice(["Reason", "Denial Code", "CARC"]),
    ]
    form = rng.choice(
        [
            "{h} {n}",
            "{h}{n}",
            "{h}_{n}",
            "{h} #{n}",
            "Service {n} {h}",
            "Line {n} - {h}",
            "svc_{n}_{h}",
            "{h} ({n})",
            "{h}.{n}",
            "{n}. {h}",
            "Svc{n} {h}",
            "{o} {h}",
        ]
    )
    order = ["1st", "2nd", "3rd"]
    start = 0 if form == "{h}.{n}" else 1
    rows = [[head(rng, "claim"), head(rng, "patient"), head(rng, "payer"), head(rng, "date")]]
    for n in range(3):
        rows[0] += [h if form == "{h}.{n}" and n == 0 else form.format(h=h, n=n + start, o=order[n]) for h in names]
    for group in claims:
        cells = [x for t in group for x in (t.code, said(rng, t), " ".join(t.reasons))]
        rows.append([group[0].claim, group[0].patient, group[0].payer, day(group[0]), *cells, *[""] * (9 - len(cells))])
    return kept(Layout(rows), [t for g in claims for t in g])


def amounts_by_reason(rng: random.Random) -> Layout:
    """Up to three adjustments side by side, with or without a group of their own; outcome by amounts."""
    facts = [t for t in facts_of(rng, 36) if t.outcome in ("denied", "paid")]
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r] if t.outcome == "denied" else ["CO-45", "PR-2"]
    how = rng.choice(["three", "pair", "grouped"])
    num = rng.choice(["{h} {n}", "{h}{n}", "{h}_{n}", "Adj {n} {h}", "CAS{n} {h}"])
    names = {"three": ["Group", "Reason", "Amount"], "pair": ["Adj Code", "Adj Amt"], "grouped": ["Code", "Amt"]}[how]
    groups = ["CO", "PR", "OA", "PI"]
    rows = [[head(rng, "claim"), head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Charge", head(rng, "paid")]]
    rows[0] += (
        [f"{g} {h}" for g in groups for h in names]
        if how == "grouped"
        else [num.format(h=h, n=n) for n in (1, 2, 3) for h in names]
    )
    if how == "grouped":
        facts = [t for t in facts if len({r[:2] for r in t.reasons}) == len(t.reasons)]
    for t in facts:
        pairs = [r.split("-") for r in t.reasons]
        if how == "grouped":
            mine = dict(pairs)
            cells = [x for g in groups for x in ((mine[g], "30.00") if g in mine else ("", ""))]
        else:
            cells = [x for g, r in pairs for x in ([g, r, "30.00"] if how == "three" else [f"{g}{r}", "30.00"])]
            cells += [""] * (3 * len(names) - len(cells))
        rows.append([t.claim, t.payer, day(t), t.code, "118.00", "0.00" if t.outcome == "denied" else "58.00", *cells])
    return kept(Layout(rows), facts)


def nested(rng: random.Random) -> Layout:
    """Two levels of headings: payer and month, payer and code, month and payer, state and payer."""
    facts = facts_of(rng, 36)
    outer, inner = rng.choice([("payer", "month"), ("payer", "code"), ("month", "payer"), ("code", "payer")])
    keys: dict[str, Callable[[Truth], str]] = {
        "payer": lambda t: t.payer,
        "code": lambda t: t.code,
        "month": lambda t: f"{MONTHS['en'][t.day[1] - 1]} {t.day[0]}",
    }
    facts.sort(key=lambda t: (keys[outer](t), keys[inner](t)))
    roles = [r for r in ("claim", "patient", "payer", "date", "code", "outcome", "reason") if r not in (outer, inner)]
    roles = [r for r in roles if r != "date" or "month" not in (outer, inner)]
    rng.shuffle(roles)
    cells: dict[str, Callable[[Truth], str]] = {"claim": lambda t: t.claim, "patient": lambda t: t.patient, "payer": lambda t: t.payer, "date": day,
                                                "code": lambda t: t.code, "outcome": lambda t: said(rng, t), "reason": lambda t: " ".join(t.reasons)}  # fmt: skip
    indent = rng.choice(["", "   ", "- "])
    pad = [""] * (len(roles) - 1)
    rows = [[head(rng, r) for r in roles]]
    above: tuple[str, str] = ("", "")
    for t in facts:
        here = (keys[outer](t), keys[inner](t))
        if here[0] != above[0]:
            rows.append([here[0], *pad])
        if here != above:
            rows.append([indent + here[1], *pad])
        above = here
        rows.append([cells[r](t) for r in roles])
    return kept(Layout(rows), facts)


def blocks(rng: random.Random) -> Layout:
    """A head of label and value cells above each table: payer, month, state, or the code."""
    facts = facts_of(rng, 32)
    by = rng.choice(["payer", "month", "code"])
    keys: dict[str, Callable[[Truth], str]] = {
        "payer": lambda t: t.payer,
        "code": lambda t: t.code,
        "month": lambda t: f"{MONTHS['en'][t.day[1] - 1]} {t.day[0]}",
    }
    labels = {
        "payer": ["Payer:", "Insurance", "Carrier"],
        "code": ["CPT:", "Code", "Service code:"],
        "month": ["Month:", "Service month", "Month of service:"],
    }[by]
    label = rng.choice(labels)
    roles = [
        r
        for r in ("claim", "payer", "date", "code", "outcome", "reason")
        if r != by and not (by == "month" and r == "date")
    ]
    rng.shuffle(roles)
    heads = [head(rng, r) for r in roles]
    cells: dict[str, Callable[[Truth], str]] = {"claim": lambda t: t.claim, "payer": lambda t: t.payer, "date": day, "code": lambda t: t.code,
                                                "outcome": lambda t: said(rng, t), "reason": lambda t: " ".join(t.reasons)}  # fmt: skip
    rows: list[list[str]] = []
    order: dict[str, list[Truth]] = {}
    for t in sorted(facts, key=keys[by]):
        order.setdefault(keys[by](t), []).append(t)
    more = rng.random() < 0.5
    for name, group in order.items():
        rows.append([label, name, *[""] * (len(roles) - 2)])
        rows += [["Lines", str(len(group)), *[""] * (len(roles) - 2)]] * more
        rows += [heads, *([cells[r](t) for r in roles] for t in group), [""] * len(roles)]
    return kept(Layout(rows), facts)


def split_dates(rng: random.Random) -> Layout:
    """Month, day and year in columns of their own, or the year in the title only."""
    facts = facts_of(rng, 30)
    how = rng.choice(["three", "two", "title"])
    if how == "title":
        for t in facts:
            t.day = (2026, t.day[1], t.day[2])
    name = rng.choice(
        [lambda m: str(m), lambda m: MONTHS["en"][m - 1], lambda m: MONTHS["en"][m - 1][:3], lambda m: f"{m:02d}"]
    )
    heads = {
        "three": ["Month", "Day", "Year"],
        "two": ["Svc Month", "Svc Year"],
        "title": [rng.choice(["Date", "DOS"])],
    }[how]
    short = rng.choice(
        [
            lambda m, d: f"{m}/{d}",
            lambda m, d: f"{MONTHS['en'][m - 1][:3]} {d}",
            lambda m, d: f"{d}-{MONTHS['en'][m - 1][:3]}",
        ]
    )
    rows = [[rng.choice(["Denials 2026", "2026 caregiver training log", "CGT claims - CY 2026"]), *[""] * 5]] * (
        how == "title"
    )
    rows.append(
        [head(rng, "claim"), *heads, head(rng, "payer"), head(rng, "code"), head(rng, "outcome"), head(rng, "reason")]
    )
    for t in facts:
        y, m, d = t.day
        cells = {"three": [name(m), str(d), str(y)], "two": [name(m), str(y)], "title": [short(m, d)]}[how]
        rows.append([t.claim, *cells, t.payer, t.code, said(rng, t), " ".join(t.reasons)])
    return kept(Layout(rows), facts)


def legend(rng: random.Random) -> Layout:
    """Numbers or letters for outcomes, explained beside, below or on another sheet."""
    facts = facts_of(rng, 30)
    order = ["denied", "paid", "partly_paid", "pending"]
    rng.shuffle(order)
    signs = dict(
        zip(
            order,
            rng.choice([["1", "2", "3", "4"], ["A", "B", "C", "D"], ["R", "G", "Y", "B"], ["0", "1", "2", "9"]]),
            strict=True,
        )
    )
    words = {o: rng.choice(SAID[o]) for o in order}
    table = [
        [
            head(rng, "claim"),
            head(rng, "payer"),
            head(rng, "date"),
            head(rng, "code"),
            head(rng, "outcome"),
            head(rng, "reason"),
        ]
    ]
    table += [[t.claim, t.payer, day(t), t.code, signs[t.outcome], " ".join(t.reasons)] for t in facts]
    key = [[signs[o], words[o]] for o in sorted(order)]
    where = rng.choice(["sheet", "below", "above"])
    layout = Layout()
    if where == "sheet":
        layout.sheets = [("Lines", table), (rng.choice(["Codes", "Legend", "Key"]), [["Status", "Meaning"], *key])]
    elif where == "below":
        layout.rows = [*table, [""] * 6, *([f"{s} = {w}", *[""] * 5] for s, w in key)]
    else:
        layout.rows = [
            [rng.choice(["Key: ", "Status codes: ", ""]) + ", ".join(f"{s} = {w}" for s, w in key), *[""] * 5],
            [""] * 6,
            *table,
        ]
    return kept(layout, facts)


def appealed(rng: random.Random) -> Layout:
    """The first decision and what came later, both in words."""
    facts = facts_of(rng, 30)
    first = rng.choice(
        ["Initial Decision", "Original outcome", "First response", "Initial status", "1st determination"]
    )
    later = rng.choice(
        [
            "Current Status",
            "Final outcome",
            "Appeal Result",
            "Status after appeal",
            "Latest status",
            "Final Determination",
        ]
    )
    rows = [
        [
            head(rng, "claim"),
            head(rng, "payer"),
            head(rng, "date"),
            head(rng, "code"),
            first,
            head(rng, "reason"),
            later,
        ]
    ]
    if rng.random() < 0.5:
        rows[0][4], rows[0][6] = later, first
    for t in facts:
        now = (
            rng.choice(["Paid", "Overturned", "Upheld", "Denied", "Closed"])
            if t.outcome in ("denied", "partly_paid")
            else ""
        )
        cells = [t.claim, t.payer, day(t), t.code, said(rng, t), " ".join(t.reasons), now]
        if rows[0][4] == later:
            cells[4], cells[6] = cells[6], cells[4]
        rows.append(cells)
    return kept(Layout(rows), facts)


def printed(rng: random.Random) -> Layout:
    """Pages of a report: title, page, header and rule again on each; totals at the end of each payer."""
    facts = facts_of(rng, 40)
    facts.sort(key=lambda t: t.payer)
    roles = ["claim", "patient", "date", "code", "outcome", "reason"]
    heads = [head(rng, r) for r in roles]
    rule = rng.choice(["-" * 10, "=" * 12, ""])
    rows: list[list[str]] = []
    above = ""

    def page(number: int, payer: str) -> None:
        rows.append(["Sunrise Rehab - claim lines", "", "", "", "", f"Page {number}"])
        rows.append(["Run 11/20/2026 08:15", *[""] * 5])
        rows.append([f"Payer: {payer}", *[""] * 5])
        rows.append(list(heads))
        if rule:
            rows.append([rule] * 6)

    for n, t in enumerate(facts):
        if n % 12 == 0 or t.payer != above:
            if above and t.payer != above:
                rows.append([f"Total {above}", "", "", "", "", str(n)])
            page(n // 12 + 1, t.payer)
        above = t.payer
        rows.append([t.claim, t.patient, day(t), t.code, said(rng, t), " ".join(t.reasons)])
    return kept(Layout(rows), facts)


def by_payer_columns(rng: random.Random) -> Layout:
    """A row for each visit, a column for each payer, the outcome in the cell of the payer billed."""
    facts = facts_of(rng, 26)
    payers = sorted({t.payer for t in facts})
    facts = distinct(facts, "claim")
    word = {o: rng.choice(w) for o, w in SAID.items()}
    rows = [[head(rng, "claim"), head(rng, "date"), head(rng, "code"), *payers]]
    for t in facts:
        rows.append(
            [
                t.claim,
                day(t),
                t.code,
                *(" ".join([word[t.outcome], *t.reasons]) if p == t.payer else "" for p in payers),
            ]
        )
    return kept(Layout(rows), facts)


def messages(rng: random.Random) -> Layout:
    """The whole report in one cell, in words or as labels and values."""
    facts = [t for t in facts_of(rng, 16) if t.outcome != "pending"]
    words = {
        "denied": ["denied", "refused", "would not pay"],
        "paid": ["paid", "approved"],
        "partly_paid": ["partly paid", "partially paid"],
    }
    forms = [
        "{p} {o} {c} for {d}{r}", "{c} {o} by {p} on {d}{r}", "{c}, DOS {d}, {p}, {o}{r}", "Hello, {p} {o} our {c} x 2, date of service {d}{r}. Thank you",
        "{d}: {p} {o} {c}{r}", "We billed {c} to {p} for {d} and it was {o}{r}", "Payer: {p}; CPT: {c}; DOS: {d}; Outcome: {o}; Reason: {q}",
    ]  # fmt: skip
    at = rng.choice([0, 1])
    rows = [["Message", "From"] if at == 0 else ["Received", "Text"]]
    for t in facts:
        said = rng.choice(words[t.outcome] if t.outcome != "denied" else words["denied"][:2])
        q = " ".join(t.reasons)
        text = rng.choice(forms).format(
            p=t.payer.replace(",", ""), o=said, c=t.code, d=day(t), r=f", {q}" if q else "", q=q or "none"
        )
        t.payer = t.payer.replace(",", "")
        rows.append([text, t.patient] if at == 0 else ["2026-11-02 09:15", text])
    return kept(Layout(rows), facts)


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (grids, numbered, amounts_by_reason, nested, blocks, split_dates, legend, appealed, printed, by_payer_columns, messages)
}  # fmt: skip
