"""Known truths as extracts and work lists of billing offices: numeric keys with sheets that name them, headings by reason,
claims' status beside lines' amounts, journals of adjustments, aging by balance, Medicare's own screens.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.sheets.layouts import Layout, Truth
from tests.intake.sheets.layouts_billing import decided, paid
from tests.intake.sheets.layouts_odd import day, head, said
from tests.intake.sheets.layouts_wide import claims_of, facts_of, kept

MEANS = {"denied": ["Denied"], "paid": ["Paid"], "partly_paid": ["Partially Paid"], "pending": ["In Process", "Submitted"]}  # fmt: skip


def numeric_keys(rng: random.Random) -> Layout:
    """A sheet of lines that holds keys of payers, statuses and reasons, and a sheet for each that names them."""
    facts = facts_of(rng, 34)
    for t in facts:
        t.reasons = [r for r in t.reasons if r != "CO-45"][:2]
    payers = {p: 1000 + 17 * n for n, p in enumerate(sorted({t.payer for t in facts}))}
    states = {o: n for n, o in enumerate(sorted({t.outcome for t in facts}), 3)}
    whys = {r: 2001 + 3 * n for n, r in enumerate(sorted({r for t in facts for r in t.reasons}))}
    payer = rng.choice(["PAYOR_ID", "CUR_PAYOR_ID", "Payer ID", "PayerKey", "ORIG_PAYOR_ID"])
    status = rng.choice(["CLAIM_STATUS_C", "Status ID", "StatusKey", "LINE_STATUS_C"])
    why = rng.choice([("REMIT_CODE_ID", "REMIT_CODE_TWO_ID"), ("Reason ID", "Reason ID 2"), ("Reason Code ID", "Second Reason Code ID")])  # fmt: skip
    rows = [["TX_ID", "Account ID", head(rng, "date"), head(rng, "code"), payer, status, *why]]
    for n, t in enumerate(facts):
        keys = [str(whys[r]) for r in t.reasons] + ["", ""]
        rows.append([str(880_000 + 7 * n), t.claim, day(t), t.code, str(payers[t.payer]), str(states[t.outcome]), *keys[:2]])  # fmt: skip
    bare = {h: h.replace("CUR_", "").replace("ORIG_", "") for h in (payer, status, why[0])}
    sheets = [("lines", rows)]
    sheets.append(("payers", [[bare[payer], rng.choice(["PAYOR_NAME", "Payer Name", "Name"])], *([str(k), p] for p, k in payers.items())]))  # fmt: skip
    sheets.append(("statuses", [[bare[status], rng.choice(["NAME", "Description", "Title"]), "Abbr"], *([str(k), rng.choice(MEANS[o]), o[:2]] for o, k in states.items())]))  # fmt: skip
    sheets.append(("reasons", [[bare[why[0]], rng.choice(["REMIT_CODE_NAME", "Name", "Display"])], *([str(k), r] for r, k in whys.items())]))  # fmt: skip
    layout = kept(Layout(sheets=sheets), facts if len(states) > 1 and len(payers) > 1 and len(whys) > 1 else [])
    layout.private = [t.claim for t in facts]
    return layout


def by_reason_heading(rng: random.Random) -> Layout:
    """Denials in groups by payer, below it by reason, whose code stands in the heading only; totals below each."""
    facts = [t for t in facts_of(rng, 50) if t.outcome == "denied"]
    for t in facts:
        t.reasons = [r for r in t.reasons if r != "CO-45"][:1]
    facts.sort(key=lambda t: (t.payer, t.reasons))
    form = rng.choice(["{r} - not paid for this reason", "Reason: {r}", "Denial code {r}", "{r}", "{r}: see the remittance"])  # fmt: skip
    rows = [["Denials by payer and reason"], ["Posted 01/01/2025 to 11/20/2026"], []]
    rows.append([head(rng, "claim"), head(rng, "patient"), head(rng, "date"), head(rng, "code"), "Charge"])
    above = ("", "")
    indent = [""] * rng.randint(0, 1)
    for n, t in enumerate(facts):
        if t.payer != above[0]:
            rows.append([rng.choice(["Payer: {p}", "{p}"]).format(p=t.payer) if n else f"Payer: {t.payer}"])
            above = (t.payer, "")
        if t.reasons[0] != above[1]:
            rows.append([*indent, form.format(r=t.reasons[0])])
            above = (t.payer, t.reasons[0])
        rows.append([t.claim, t.patient, day(t), t.code, "112.00"])
        if n + 1 == len(facts) or facts[n + 1].payer != t.payer or facts[n + 1].reasons != t.reasons:
            rows.append(["", "Reason total", "", "", "224.00"])
    return kept(Layout(rows), facts)


def claims_status(rng: random.Random) -> Layout:
    """Lines with their own amounts and reasons beside the amount and the status of their claim."""
    claims = [[t for t in g if t.outcome != "pending"] for g in claims_of(rng, 44)]
    claims = [g for g in claims if g]
    for t in (t for g in claims for t in g):
        t.reasons = [r for r in t.reasons if r.startswith(("CO-", "PR-", "PI-", "OA-")) and r != "CO-45"]
        t.reasons = {"denied": t.reasons, "paid": ["CO-45"], "partly_paid": ["CO-45", *t.reasons]}[t.outcome]
    rows = [[head(rng, "claim"), "Claim Total", "Claim Paid", "Claim Status", head(rng, "payer"), head(rng, "date"), head(rng, "code"),
             "Line Amount", rng.choice(["Line Paid", "Line Pmt"]), "Line Reason 1", "Line Reason 2"]]  # fmt: skip
    mixed = 0
    for group in claims:
        status = "Denied" if all(t.outcome == "denied" for t in group) else "Paid"
        mixed += status == "Paid" and any(t.outcome == "denied" for t in group)
        for t in group:
            rows.append([t.claim, "500.00", "0.00" if status == "Denied" else "94.30", status, t.payer, day(t), t.code, "112.00", "0.00" if t.outcome == "denied" else "41.80", *[*t.reasons, "", ""][:2]])  # fmt: skip
    return kept(Layout(rows), [t for g in claims for t in g] if mixed else [])


def adjustments(rng: random.Random) -> Layout:
    """A journal of what was written off, denied or moved to the patient, in the order in which it was posted."""
    facts = [t for t in decided(rng, 34) if t.outcome != "partly_paid"]
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r]
    words = rng.choice([("Contractual adjustment", "Denial posted", "Transfer to patient"), ("CADJ", "DENY", "XFER"), ("Write-off: contract", "Denied", "Deductible/coins")])  # fmt: skip
    rows = [["Journal Date", "Batch", head(rng, "claim"), head(rng, "date"), head(rng, "code"), head(rng, "payer"), rng.choice(["Trans Desc", "Type", "Entry"]), "Adj Code", "Amount"]]  # fmt: skip
    entries = [(t, r) for t in facts for r in t.reasons]
    rng.shuffle(entries)
    for t, r in entries:
        kind = words[0] if r == "CO-45" else words[2] if t.outcome == "paid" else words[1]
        rows.append([f"11/{rng.randint(1, 20)}/2026", f"B{rng.randint(100, 999)}", t.claim, day(t), t.code, t.payer, kind, r, "12.60"])  # fmt: skip
    kinds = {o.outcome for o in facts}
    return kept(Layout(rows), facts if len(kinds) > 1 else [])


def aging(rng: random.Random) -> Layout:
    """Open balances by age, with what the payer last answered; no answer means that the line waits."""
    facts = [t for t in facts_of(rng, 40) if t.outcome in ("denied", "pending")]
    facts.sort(key=lambda t: t.payer)
    form = rng.choice(["{a}-{b}", "{a} to {b} days", "{a} - {b}"])
    buckets = [form.format(a=30 * n + (n > 0), b=30 * n + 30) for n in range(4)] + [rng.choice(["121+", "> 120", "Over 120"])]  # fmt: skip
    rows = [[head(rng, "payer"), head(rng, "claim"), head(rng, "date"), head(rng, "code"), *buckets, "Balance", rng.choice(["Last Response", "Payer Response", "Last Payer Answer"])]]  # fmt: skip
    silent = False
    for t in facts:
        answer = "Denied " + " ".join(t.reasons) if t.outcome == "denied" else rng.choice(["", "", "Claim in process"])
        silent = silent or not answer
        cells = ["0.00"] * 5
        cells[rng.randrange(5)] = "112.00"
        rows.append([t.payer, t.claim, day(t), t.code, *cells, "112.00", answer])
    return kept(Layout(rows), facts if sum(t.outcome == "denied" for t in facts) > 2 * silent * 4 else [])


def located(rng: random.Random) -> Layout:
    """A print of Medicare's claim system: status and location in one word, its contractor in the title."""
    facts = [t for t in facts_of(rng, 36) if t.outcome != "partly_paid"]
    places = {"denied": ["D B9997", "R B9997"], "paid": ["P B9997"], "pending": ["S B0100", "S B9996"]}
    lines = ["CLAIM SUMMARY INQUIRY    NPI 1999999984    MAC PALMETTO GBA", "RUN 11202026", ""]
    lines.append("HIC          S/LOC    TOB  HCPC   UNITS  SVC DATE   TOT CHRG    PROV REIMB  ANSI")
    for t in facts:
        t.payer = "PALMETTO GBA"
        t.reasons = [r for r in t.reasons if "-" in r and r != "CO-45"][:1] if t.outcome == "denied" else ["CO-45"] if t.outcome == "paid" else []  # fmt: skip
        why = t.reasons[0].replace("-", " ") if t.reasons else ""
        amount = paid(rng, t).replace(",", "") if t.outcome == "paid" else "0.00"
        lines.append(f"{t.claim:<13}{rng.choice(places[t.outcome]):<9}{'741':<5}{t.code:<7}{t.units:>4}   {t.day[1]:02d}{t.day[2]:02d}{t.day[0] % 100}   {'112.00':>10}  {amount:>12}  {why}".rstrip())  # fmt: skip
    return kept(Layout(text="\n".join(lines) + "\n"), facts, private=False)


def contradicted(rng: random.Random) -> Layout:
    """A status that its own amounts contradict: such lines are asked about."""
    facts = [t for t in facts_of(rng, 30) if t.outcome in ("denied", "paid")]
    rows = [[head(rng, "claim"), head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Charge", head(rng, "paid"), head(rng, "outcome"), head(rng, "reason")]]  # fmt: skip
    odd: list[Truth] = []
    for t in facts:
        wrong = t.outcome == "denied" and len(odd) < 2 and rng.random() < 0.4
        odd += [t] if wrong else []
        word = "Paid" if wrong else said(rng, t)
        rows.append([t.claim, t.payer, day(t), t.code, "112.00", "41.80" if t.outcome == "paid" else "0.00", word, " ".join(t.reasons)])  # fmt: skip
    layout = kept(Layout(rows), [t for t in facts if t not in odd])
    layout.private = [t.claim for t in facts]
    layout.problems = [n for n, row in enumerate(rows[1:], 2) if row[0] in {t.claim for t in odd}]
    return layout


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (numeric_keys, by_reason_heading, claims_status, adjustments, aging, located, contradicted)
}
