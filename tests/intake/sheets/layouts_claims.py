"""Known truths as claims are told in work queues and remittance prints: notes below lines, codes parted by outcome, first and
final decisions, two insurers, payments headed by pairs of cells, paper remittances.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.sheets.layouts import Layout, Truth
from tests.intake.sheets.layouts_billing import decided, paid
from tests.intake.sheets.layouts_odd import day, head
from tests.intake.sheets.layouts_wide import claims_of, facts_of, kept


def notes(rng: random.Random) -> Layout:
    """Open balances with a row below some of them for what the payer said."""
    facts = [t for t in facts_of(rng, 40) if t.outcome in ("denied", "pending")]
    rows = [["Insurance aging detail with notes"], []] if rng.random() < 0.5 else []
    rows.append([head(rng, "claim"), head(rng, "patient"), head(rng, "date"), head(rng, "code"), head(rng, "payer"), "0-30", "31-60", "61-90", "91+"])  # fmt: skip
    form = rng.choice(["Note: {d} Denied {r} - {w}", "{d} - denied {r}, {w}", "Last response: denied {r} ({w})", "Comment - {d} DENIED {r} {w}"])  # fmt: skip
    at = rng.choice([0, 1])
    for t in facts:
        rows.append([t.claim, t.patient, day(t), t.code, t.payer, "112.00", "0.00", "0.00", "0.00"])
        if t.outcome == "denied":
            word = rng.choice(["called again", "sent records", "waiting for the supervisor"])
            said = form.format(d=f"10/{rng.randint(1, 28)}/2026", r=" ".join(t.reasons), w=word)
            rows.append([*[""] * at, said])
    few = sum(t.outcome == "denied" for t in facts) < 4
    return kept(Layout(rows), [] if few or facts[0].outcome != "denied" else facts)


def parted(rng: random.Random) -> Layout:
    """A row for each claim, its codes in columns by how they ended."""
    noun = rng.choice(["Procedures", "CPTs", "Codes", "CPT codes", "Services"])
    form = rng.choice(["{o} {n}", "{n} {o}", "{n} - {o}"])
    ends = ["paid", "denied", "pending"]
    claims = [[t for t in g if t.outcome in ends] for g in claims_of(rng, 44)]
    rows = [[head(rng, "claim"), head(rng, "patient"), head(rng, "date"), head(rng, "payer"),
             *(form.format(o=o.title(), n=noun) for o in ends), "Denial reasons", "Balance"]]  # fmt: skip
    mark = rng.choice([", ", "; ", " "])
    for group in (g for g in claims if g):
        why = next((t.reasons for t in group if t.outcome == "denied"), [])
        for t in group:
            t.reasons = list(why) if t.outcome == "denied" else []
        group[:] = [t for t in group if t.outcome != "pending" or not why]
        cells = [mark.join(t.code for t in group if t.outcome == o) for o in ends]
        rows.append([group[0].claim, group[0].patient, day(group[0]), group[0].payer, *cells, " ".join(why), "10.00"])
    facts = [t for g in claims for t in g]
    return kept(Layout(rows), facts if {"paid", "denied"} <= {t.outcome for t in facts} else [])


def first_and_last(rng: random.Random) -> Layout:
    """Flags and reasons of the first decision beside those at last: what was paid on appeal was denied at first."""
    facts = [t for t in facts_of(rng, 40) if t.outcome in ("denied", "paid")]
    one = rng.choice(["Initial", "Original", "First"])
    two = rng.choice(["Final", "Current", "Latest"])
    what = rng.choice(["Denial Flag", "Denied Y/N", "Denial Ind"])
    yes, no = rng.choice([("1", "0"), ("Y", "N"), ("Yes", "No")])
    rows = [[head(rng, "claim"), head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Billed", f"{one} {what}", f"{one} CARC",
             f"{two} {what}", f"{two} CARC", f"{two} Paid Amt"]]  # fmt: skip
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r and r != "CO-45"][:1]
        won = t.outcome == "denied" and rng.random() < 0.4
        why = t.reasons[0] if t.reasons else ""
        last = t.outcome == "denied" and not won
        rows.append([t.claim, t.payer, day(t), t.code, "112.00", yes if t.outcome == "denied" else no, why, yes if last else no, why if last else "", "0.00" if last else "41.80"])  # fmt: skip
    return kept(Layout(rows), facts)


def two_insurers(rng: random.Random) -> Layout:
    """What two insurers paid and why not, side by side: the first one's answer counts."""
    facts = [t for t in facts_of(rng, 36) if t.outcome in ("denied", "paid")]
    name = rng.choice(["Ins {n}", "Insurance {n}", "Payer {n}", "Ins{n}"])
    first, second = name.format(n=1), name.format(n=2)
    why = rng.choice(["Denial", "Denial Code", "Denial Reason"])
    rows = [["Acct", "Patient", head(rng, "date"), head(rng, "code"), "Charge", first, f"{first} Paid", f"{first} Adj", f"{first} {why}",
             second, f"{second} Paid", f"{second} {why}", "Pt Paid", "Balance"]]  # fmt: skip
    for t in facts:
        both = rng.random() < 0.4
        more = [rng.choice(["Medigap of Ohio", "AARP"]), rng.choice(["7.10", "0.00"]), rng.choice(["", "OA-23"])] if both else ["", "", ""]  # fmt: skip
        gone = t.outcome == "denied"
        rows.append([t.claim, t.patient, day(t), t.code, "112.00", t.payer, "0.00" if gone else "41.80", "" if gone else "59.60", " ".join(t.reasons), *more, rng.choice(["0.00", "20.00"]), "0.00"])  # fmt: skip
    return kept(Layout(rows), facts)


def by_check(rng: random.Random) -> Layout:
    """Payments not yet posted, each headed by a row of pairs: payer, check, amount."""
    facts = decided(rng, 40)
    facts.sort(key=lambda t: t.payer)
    header = [head(rng, "patient"), head(rng, "claim"), head(rng, "date"), head(rng, "code"), "Billed", "Paid", "Adj", "Why not posted"]  # fmt: skip
    rows: list[list[str]] = []
    now = ""
    for t in facts:
        if t.payer != now:
            now = t.payer
            rows += [[]] if rows else []
            rows.append([rng.choice(["Payer:", "Payor:", "Payer Name:"]), now, "", "Check #:", f"EFT{rng.randint(10**6, 10**7)}", "Amount:", "$1,204.11"])  # fmt: skip
            rows.append(header)
        rows.append([t.patient, t.claim, day(t), t.code, "112.00", paid(rng, t), ", ".join(t.reasons), rng.choice(["No matching charge", "Patient not found", ""])])  # fmt: skip
    return kept(Layout(rows), facts)


def paper(rng: random.Random) -> Layout:
    """A remittance as it is printed for paper: a line for the claim, below it its services, their adjustments and remarks."""
    claims = [[t for t in g if t.outcome in ("denied", "paid")] for g in claims_of(rng, 36)]
    claims = [g for g in claims if g]
    lines = ["MEDICARE REMITTANCE ADVICE".ljust(60) + "PAGE 1", "PALMETTO GBA", "CHECK/EFT # EFT99102233      DATE 11/04/2026", ""]  # fmt: skip
    lines.append("REND PROV   SERV DATE     POS NOS PROC   MODS       BILLED   ALLOWED   GRP/RC     AMT   PROV PD")
    lines.append("-" * 96)
    for group in claims:
        lines.append(
            f"NAME {group[0].patient.upper():<28} ACNT {group[0].claim:<10} ICN {rng.randint(10**9, 10**10)}  ASG Y"
        )
        for t in group:
            t.payer = "PALMETTO GBA"
            own = [r for r in t.reasons if "-" in r and r != "CO-45"] if t.outcome == "denied" else ["CO-45", *rng.choice([[], ["PR-2"]])]  # fmt: skip
            remarks = [r for r in t.reasons if "-" not in r] if t.outcome == "denied" else []
            t.reasons = [*own, *remarks]
            amount = "0.00" if t.outcome == "denied" else "41.80"
            when = f"{t.day[1]:02d}{t.day[2]:02d} {t.day[1]:02d}{t.day[2]:02d}{t.day[0] % 100}"
            lines.append(f"1999999984  {when}  11 {t.units:>4}  {t.code:<6} {'GP':<8} {'112.00':>9} {'52.40':>9}  {own[0]:<8} {'59.60':>7} {amount:>9}")  # fmt: skip
            under = " " * lines[-1].index(own[0], 60)
            lines += [f"{under}{r:<8} {'7.10':>7}" for r in own[1:]]
            lines += [f"            REM: {' '.join(remarks)}"] if remarks else []
        lines += [f"PT RESP   0.00{'':20}CLAIM TOTALS {'':8} {'168.00':>9} {'52.40':>9}           {'59.60':>7} {'41.80':>9}", ""]  # fmt: skip
    facts: list[Truth] = [t for g in claims for t in g]
    return kept(Layout(text="\n".join(lines) + "\n"), facts, private=False)


def patient_share(rng: random.Random) -> Layout:
    """Payments of nothing: for a denial code, to the deductible, or because nobody has answered yet."""
    facts = [t for t in facts_of(rng, 40) if t.outcome != "partly_paid"]
    share = rng.choice([["Deductible", "Coins", "Copay"], ["Ded Amt", "Coinsurance", "Co-Pay"], ["Pt Resp"], ["Patient Responsibility"]])  # fmt: skip
    rows = [[head(rng, "claim"), head(rng, "payer"), head(rng, "date"), head(rng, "code"), "Billed", *share, "Ins Paid", rng.choice(["Denial Code", "CARC"])]]  # fmt: skip
    for t in facts:
        owed = t.outcome == "paid" and rng.random() < 0.5
        amount = "" if t.outcome == "pending" else "0.00" if owed or t.outcome == "denied" else "41.80"
        cells = ["62.40" if owed else "0.00", *["0.00"] * (len(share) - 1)] if amount else [""] * len(share)
        rows.append([t.claim, t.payer, day(t), t.code, "112.00", *cells, amount, " ".join(t.reasons)])
    return kept(Layout(rows), facts)


def row_per_reason(rng: random.Random) -> Layout:
    """A row for each reason of a line, each with a number of its own."""
    facts = decided(rng, 34)
    for t in facts:
        t.reasons = [r for r in t.reasons if "-" in r]
    order = rng.choice(["Reason Seq", "Adj Seq", "Denial Sequence"])
    rows = [["Denial ID", head(rng, "payer"), "Claim Ref", head(rng, "patient"), head(rng, "date"), head(rng, "code"), "Billed", "Paid", order, "Group", "Reason", "Reason Amount"]]  # fmt: skip
    for t in facts:
        amount = paid(rng, t)
        for n, (group, reason) in enumerate((r.split("-") for r in t.reasons), 1):
            rows.append([str(500_000 + 13 * len(rows)), t.payer, t.claim, t.patient, day(t), t.code, "112.00", amount, str(n), group, reason, f"{10 + n}.20"])  # fmt: skip
    several = any(len(t.reasons) > 1 for t in facts)
    return kept(Layout(rows), facts if several else [])


KINDS: dict[str, Callable[[random.Random], Layout]] = {
    f.__name__: f for f in (notes, parted, first_and_last, two_insurers, by_check, paper, patient_share, row_per_reason)
}
