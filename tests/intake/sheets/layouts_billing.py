"""Known truths as billing programs and clearing houses write them: keys that look like codes, statuses in numbers, boxes of
report writers, print-outs of a terminal, account ledgers, checks with claims and lines, rejections among denials.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.sheets.layouts import CODES, UNTRACKED, Layout, Truth
from tests.intake.sheets.layouts_odd import day, head, said
from tests.intake.sheets.layouts_wide import claims_of, facts_of, kept

PAYMENTS = ["22.40", "41.80", "53.20", "1,204.10"]


def iso(t: Truth) -> str:
    return f"{t.day[0]}-{t.day[1]:02d}-{t.day[2]:02d}"


def decided(rng: random.Random, count: int) -> list[Truth]:
    """Lines as a remittance knows them: adjustments always, partly paid ones with both kinds."""
    facts = [t for t in facts_of(rng, count) if t.outcome != "pending"]
    for t in facts:
        denying = [r for r in t.reasons if r != "CO-45"]
        more = {"paid": rng.choice([["CO-45"], ["CO-45", "PR-2"], ["CO-45", "PR-1"]]), "partly_paid": ["CO-45", *denying], "denied": denying}  # fmt: skip
        t.reasons = more[t.outcome]
    return facts


def paid(rng: random.Random, t: Truth) -> str:
    return "0.00" if t.outcome == "denied" or "PR-1" in t.reasons else rng.choice(PAYMENTS)


def keys_like_codes(rng: random.Random) -> Layout:
    """Numbers of departments, plans and sites in the range of procedure codes, beside the codes."""
    facts = facts_of(rng, 30)
    pool = rng.sample([*CODES[:5], *UNTRACKED, "10442", "20110", "97553", "44020"], 6)
    names = rng.sample(
        [
            "Dept ID",
            "Cost Ctr",
            "Loc ID",
            "Svc Area",
            "Unit Nbr",
            "Dept",
            "Cost Center",
            "Bill Area",
            "Site No",
            "Entity",
        ],
        2,
    )
    rows = [[head(rng, "claim"), names[0], head(rng, "code"), head(rng, "payer"), names[1], head(rng, "date"), head(rng, "outcome"), head(rng, "reason")]]  # fmt: skip
    for t in facts:
        rows.append([t.claim, rng.choice(pool), t.code, t.payer, rng.choice(pool), day(t), said(rng, t), "|".join(t.reasons)])  # fmt: skip
    lost = rng.randrange(1, len(rows))
    rows[lost][2] = ""
    layout = kept(Layout(rows), [t for n, t in enumerate(facts, 1) if n != lost])
    layout.problems = [lost + 1]
    return layout


def status_numbers(rng: random.Random) -> Layout:
    """The claim status of a remittance in numbers, adjustments side by side, units as the payer counted them."""
    facts = decided(rng, 36)
    adjustments = max(len([r for r in t.reasons if "-" in r]) for t in facts) + rng.randint(0, 1)
    names = rng.choice([["Grp{n}", "Rsn{n}", "Amt{n}"], ["Adj Group {n}", "Adj Reason {n}", "Adj Amount {n}"], ["CAS_GRP_{n}", "CAS_RSN_{n}", "CAS_AMT_{n}"]])  # fmt: skip
    status = rng.choice(["Claim Status", "CLP02", "Clm Status", "Claim Status Code", "Status", "Claim Stat"])
    rows = [["Check No", "Check Date", head(rng, "payer"), status, "Patient Control #", head(rng, "date"), head(rng, "code"),
             rng.choice(["Paid Units", "Units", "Paid Qty"]), "Line Charge", "Line Paid"]]  # fmt: skip
    rows[0] += [h.format(n=n) for n in range(1, adjustments + 1) for h in names]
    rows[0].append(rng.choice(["Remarks", "RARC", "Remark Codes"]))
    for t in facts:
        pairs = [r.split("-") for r in t.reasons if "-" in r]
        cells = [x for pair in pairs for x in (*pair, "12.50")] + [""] * 3 * (adjustments - len(pairs))
        number = "4" if t.outcome == "denied" and rng.random() < 0.4 else "1"
        remarks = " ".join(r for r in t.reasons if "-" not in r)
        rows.append([f"EFT{rng.randint(10**6, 10**7)}", "11/2/2026", t.payer, number, t.claim, day(t), t.code, str(rng.randint(1, 4)), "112.00", paid(rng, t), *cells, remarks])  # fmt: skip
    return kept(Layout(rows), facts)


def report_boxes(rng: random.Random) -> Layout:
    """An export of a report writer: names of its boxes as headers, a table of its title, totals on every row."""
    facts = facts_of(rng, 24)
    n = rng.randint(1, 60)
    count = rng.choice(["Count: {n}", "Total: {n}", "{n} claims", "Subtotal {n}"])
    total = rng.choice(["$4,502.10", "Total: $4,502.10", "Grand Total 4502.10"])
    names = rng.choice(["Textbox{n}", "textbox{n}", "Text{n}"])
    rows = [[names.format(n=n), names.format(n=n + 1)], ["Denial detail by payer", "11/20/2026 4:02:11 PM"], []]
    rows.append(["PayerName", names.format(n=n + 5), "PatientName", "AcctNo", "FromDOS", "ProcCode", "ClaimStatus", "AdjReason", names.format(n=n + 9)])  # fmt: skip
    for t in facts:
        rows.append([t.payer, count.format(n=rng.randint(2, 15)), t.patient, t.claim, f"{day(t)} 12:00:00 AM", t.code, said(rng, t), " ".join(t.reasons), total])  # fmt: skip
    lost = rng.randrange(4, len(rows))
    rows[lost][4 if rng.random() < 0.5 else 0] = ""
    return kept(Layout(rows), [t for k, t in enumerate(facts, 4) if k != lost])


def terminal(rng: random.Random) -> Layout:
    """A print-out of fixed width whose pages repeat title, run line and header, with an unbroken ruler."""
    facts = decided(rng, 60)
    for t in facts:
        t.payer = t.payer.upper()[: rng.choice([20, 24])].strip()
        t.reasons = [r for r in t.reasons if "-" in r][:1] + [r for r in t.reasons if "-" not in r][:1]
        t.reasons = ["CO-45"] if t.outcome == "paid" else t.reasons
        if t.outcome == "partly_paid":
            t.reasons = ["CO-222"]
    if rng.random() < 0.5:
        letters = {"denied": "D", "paid": "P", "partly_paid": "S"}
        key = "STATUS: D=DENIED  P=PAID  S=SHORT PAID"
    else:
        letters = {"denied": "DENIED", "paid": "PAID", "partly_paid": "PARTIAL"}
        key = "SELECT: ALL PLANS"
    heads = [("ACCT NO", 11), ("PATIENT", 20), (rng.choice(["SVC DATE", "DOS", "FROM DT"]), 10), (rng.choice(["PROC", "CPT", "HCPCS"]), 7),
             (rng.choice(["PLAN", "CARRIER", "INSURANCE"]), 26), ("CHARGE", 9), ("PAID", 10), (rng.choice(["ST", "STAT", "STATUS"]), 9), ("RSN", 8), ("RMK", 6)]  # fmt: skip
    right = {5, 6}
    ruler = rng.choice(["-", "=", "_"]) * sum(w for _, w in heads)
    lines: list[str] = []
    for n, t in enumerate(facts):
        if n % 18 == 0:
            page = n // 18 + 1
            lines += [] if page == 1 else [""]
            lines += [f"RIVERBEND THERAPY   SPRINGFIELD        CHARGE REGISTER                 PAGE {page}", f"RUN 11/05/26  07:31   {key}", ""]  # fmt: skip
            lines.append("".join((h.rjust(w - 2) + "  ") if k in right else h.ljust(w) for k, (h, w) in enumerate(heads)).rstrip())  # fmt: skip
            lines.append(ruler)
        own = [r for r in t.reasons if "-" in r]
        cells = [t.claim[:9], t.patient.upper()[:18], f"{t.day[1]:02d}/{t.day[2]:02d}/{t.day[0] % 100}", t.code, t.payer, "112.00", paid(rng, t).replace(",", ""),
                 letters[t.outcome], own[0].replace("-", " ") if own else "", next((r for r in t.reasons if "-" not in r), "")]  # fmt: skip
        lines.append("".join((c.rjust(w - 2) + "  ") if k in right else c.ljust(w) for k, (c, (_, w)) in enumerate(zip(cells, heads, strict=True))).rstrip())  # fmt: skip
    return kept(Layout(text="\n".join(lines) + "\n"), facts)


def account(rng: random.Random) -> Layout:
    """An account ledger: types and descriptions, credits marked as such, amounts moved to the patient."""
    facts = decided(rng, 30)
    types = rng.choice([("CHG", "PMT", "DEN", "ADJ", "XFR"), ("Charge", "Payment", "Denial", "Adjustment", "Transfer"), ("C", "P", "DENY", "ADJ", "TRANSFER")])  # fmt: skip
    credit = rng.choice(["{a} CR", "{a}CR", "({a})", "-{a}", "{a}-"])
    rows = [["Entry No", "Posted", "Type", "Account", "Svc Date", head(rng, "code"), head(rng, "payer"), "Description", "Amount", head(rng, "reason")]]  # fmt: skip
    entry = 40_000
    for t in facts:
        shared = [t.claim, day(t), t.code, t.payer]
        own = [(types[0], "Charge", "112.00", "")]
        if t.outcome != "denied" and paid(rng, t) != "0.00":
            own.append((types[1], "Insurance payment", credit.format(a="41.80"), ""))
        for r in t.reasons:
            kind = 4 if r.startswith("PR-") and t.outcome == "paid" else 3 if r == "CO-45" else 2
            words = ["Denied by insurance", "Contract adjustment", "Transfer to patient"][kind - 2]
            own.append((types[kind], words, credit.format(a="12.60") if kind > 2 else "0.00", r))
        for kind_of, words, amount, why in own:
            entry += rng.randint(1, 4)
            rows.append([str(entry), "11/2/2026", kind_of, *shared, words, amount, why])
    return kept(Layout(rows), facts)


def checks(rng: random.Random) -> Layout:
    """Payments of a remittance viewer: a heading for the check, a row for each claim, below it its lines."""
    claims = [[t for t in g if t.outcome != "pending"] for g in claims_of(rng, 40)]
    claims = sorted((g for g in claims if g), key=lambda g: g[0].payer)
    header = ["Patient", "Claim #", rng.choice(["Claim status", "Status"]), head(rng, "date"), head(rng, "code"), "Billed", "Allowed", "Paid", rng.choice(["Adjustments", "CAS", "Adj codes"]), "Remarks"]  # fmt: skip
    label = rng.choice(["Payer: {p}", "Payer Name: {p}", "PAYER: {p}", "Carrier: {p}"])
    rows: list[list[str]] = []
    now = ""
    for n, group in enumerate(claims):
        if group[0].payer != now:
            now = group[0].payer
            if rows:
                rows += [["Check total", *[""] * 6, "86.67", "", ""], [""] * 10]
            rows.append([label.format(p=now), *[""] * 3, f"Payer ID: {rng.randint(10000, 99999)}", *[""] * 5])
            rows.append(
                [f"Check/EFT #: EFT{rng.randint(10**7, 10**8)}", *[""] * 3, "Check date: 2026-11-04", *[""] * 5]
            )
            rows.append(header)
        for t in group:
            t.reasons = [r for r in t.reasons if r != "CO-45"] or ["CO-45"]
            t.reasons = ["CO-45", *t.reasons] if t.outcome == "partly_paid" else t.reasons
        all_denied = all(t.outcome == "denied" for t in group)
        rows.append([group[0].patient, group[0].claim, "4 - Denied" if all_denied and n % 2 else "1 - Processed as Primary", "", "", "464.00", "", "45.40", "", ""])  # fmt: skip
        for t in group:
            adjustments = rng.choice(["\n", "; "]).join(f"{r} 59.80" for r in t.reasons if "-" in r)
            remarks = " ".join(r for r in t.reasons if "-" not in r)
            rows.append(["", "", "", iso(t), f"{t.code}:GP", "112.00", "53.20", paid(rng, t), adjustments, remarks])
    return kept(Layout(rows), [t for g in claims for t in g])


def rejected_apart(rng: random.Random) -> Layout:
    """A program that lists rejections of its clearing house among the payers' denials."""
    facts = [t for t in facts_of(rng, 34) if t.outcome != "pending"]
    words = {"denied": "Denied", "paid": "Paid", "partly_paid": "Partially paid", "pending": "Rejected"}
    for t in rng.sample(facts, 3):
        t.outcome, t.reasons = "pending", []
    rows = [[head(rng, "claim"), head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Fee", "Insurance Paid", head(rng, "outcome"), head(rng, "reason")]]  # fmt: skip
    for t in facts:
        amount = "41.80" if "paid" in t.outcome else "0.00"
        rows.append([t.claim, t.payer, day(t), t.code, "112.00", amount, words[t.outcome], " ".join(t.reasons)])
    told = sum(t.outcome == "denied" for t in facts) > 2
    return kept(Layout(rows), facts if told else [])


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (keys_like_codes, status_numbers, report_boxes, terminal, account, checks, rejected_apart)
}
