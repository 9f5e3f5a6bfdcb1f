"""Writes a known truth in a random layout: what clinics, billing programs and survey tools do to the same few facts.

The one thing to know: everything here is made up by `random.Random(seed)`, so a failing seed can be run again.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter

PAYERS = ["Aetna", "Cigna Healthcare", "UnitedHealthcare", "Humana Gold Plus", "BCBS of Texas", "Molina Healthcare", "Medicare Part B",
          "Superior HealthPlan", "Blue Cross Blue Shield, Federal", "TRICARE East", "Medi-Cal", "Ambetter (Centene)", "UMR", "Oscar", "Priority Health"]  # fmt: skip
STATES = {
    "TX": "Texas",
    "OH": "Ohio",
    "NM": "New Mexico",
    "WA": "Washington",
    "NC": "North Carolina",
    "CO": "Colorado",
    "PR": "Puerto Rico",
}
CODES = ["97550", "97551", "97552", "96202", "96203", "G0539", "G0540", "G0541", "G0542", "G0543"]
UNTRACKED = ["97110", "97530", "92507", "97140", "97112"]
REASONS = [
    ["CO-96", "N130"],
    ["CO-97"],
    ["PR-204", "N130"],
    ["CO-197"],
    ["CO-50", "N115"],
    ["CO-16", "M127"],
    ["PI-272"],
    ["CO-B7"],
    ["OA-22"],
    ["CO-45", "CO-96"],
    ["CO-4", "N519"],
]
FIRST = ["Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Gus", "Hedy", "Ines", "Jonas"]
LAST = ["Quandt", "Rademaker", "Sorrel", "Tindall", "Umland", "Vreeland", "Wexler", "Yardley", "Zeller", "Abel"]
HEADERS = {
    "payer": ["Payer", "Insurance", "Ins Co", "Carrier", "payer_name", "PAYOR_NAME", "Insurance Company", "Plan Name", "Primary Insurance", "Health plan", "Funder", "insurer"],
    "state": ["State", "ST", "Provider State", "clinic_state", "Service State"],
    "date": ["DOS", "Date of Service", "Service Date", "SVC_DT", "From", "dos_from", "Visit Date", "serviceDate", "Date", "Tx Date", "Svc Date"],
    "code": ["CPT", "CPT/HCPCS", "Procedure Code", "proc_cd", "Code", "Service Code", "HCPCS", "CPT Code(s)", "Billing Code", "Proc"],
    "modifier": ["Mod", "Modifiers", "MODS", "Modifier(s)"],
    "units": ["Units", "Qty", "# Units", "units_billed", "UOS", "Quantity"],
    "outcome": ["Outcome", "Status", "Claim Status", "Result", "Decision", "line_status", "Disposition", "What happened", "Determination"],
    "reason": ["Reason", "Denial Code", "CARC", "Denial Reason", "reason_codes", "EOB Codes", "Adj Codes", "Why denied", "Remit codes"],
    "group": ["Group", "Grp Cd", "adj_group", "Group Code", "CAS Group"],
    "remark": ["Remark", "RARC", "Remark Codes", "rmk_cd"],
    "paid": ["Paid", "Paid Amt", "Ins Paid", "insurance_payment", "Payment", "Amount Paid"],
    "billed": ["Billed", "Charge", "Charges", "billed_amount", "Fee"],
    "patient": ["Patient", "Client Name", "Pt", "member_name", "Who", "Name", "Ref", "Acct Holder"],
    "claim": ["Claim ID", "Claim #", "ICN", "claim_number", "Ref No", "TCN"],
    "dob": ["DOB", "Birth Date", "Bday"],
    "posted": ["Date Posted", "Denial Date", "EOB date", "Check Date"],
    "note": ["Notes", "Comments", "Follow up", "Message"],
}  # fmt: skip
WORDS = {
    "denied": ["Denied", "DENIED", "denied", "Not paid", "Refused", "Denial", "No pay", "Denied - appealed"],
    "paid": ["Paid", "PAID", "paid in full", "Approved", "pd"],
    "partly_paid": ["Partially Paid", "Partial", "part paid", "Paid in part", "Short paid"],
    "pending": ["Pending", "In process", "pended", "Waiting on payer", "Submitted"],
}


@dataclass
class Truth:
    """One line as it is, and where it will stand."""

    payer: str
    state: str
    day: tuple[int, int, int]
    code: str
    modifiers: tuple[str, ...]
    units: int
    outcome: str
    reasons: list[str]
    patient: str
    claim: str
    row: int = 0


@dataclass
class Layout:
    """A grid, and what a careful person would get out of it."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[Truth] = field(default_factory=list)
    problems: list[int] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    sheets: list[tuple[str, list[list[str]]]] = field(default_factory=list)  # instead of rows: a sheet each
    text: str = ""  # instead of rows: a print-out


def truths(rng: random.Random, count: int) -> list[Truth]:
    payers, states = rng.sample(PAYERS, 4), rng.sample(sorted(STATES), 2)
    found = []
    for n in range(count):
        outcome = rng.choice(["denied", "denied", "denied", "paid", "partly_paid", "pending"])
        reasons = list(rng.choice(REASONS)) if outcome in ("denied", "partly_paid") else []
        code = rng.choice(CODES)
        day = (rng.choice([2025, 2026]), rng.randint(1, 10), rng.randint(1, 28))
        modifiers = tuple(rng.choice([(), ("GP",), ("GO",), ("GN", "KX"), ("GP", "95")]))
        found.append(Truth(rng.choice(payers), rng.choice(states), day, code, modifiers, rng.randint(1, 4), outcome, reasons,
                           f"{rng.choice(LAST)}, {rng.choice(FIRST)}", f"{7310000000 + n * 7919 + rng.randint(0, 7000)}"))  # fmt: skip
    # The same person, date (some layouts write only its month) and code told twice is a repeat or an update by the
    # rules: such truths are drawn once.
    return list({(t.patient, t.day[:2], t.code): t for t in found}.values())


def date_style(rng: random.Random):  # type: ignore[no-untyped-def]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return rng.choice([
        lambda y, m, d: f"{m}/{d}/{y}", lambda y, m, d: f"{m:02d}/{d:02d}/{y}", lambda y, m, d: f"{y}-{m:02d}-{d:02d}",
        lambda y, m, d: f"{y}{m:02d}{d:02d}", lambda y, m, d: f"{d}-{months[m - 1]}-{y}", lambda y, m, d: f"{months[m - 1]} {d}, {y}",
        lambda y, m, d: f"{y}-{m:02d}-{d:02d} 00:00:00", lambda y, m, d: f"{m}/{d}/{y % 100}", lambda y, m, d: f"{y}/{m:02d}/{d:02d}",
        lambda y, m, d: f"{months[m - 1]} {y}", lambda y, m, d: f"{m}/{y}", lambda y, m, d: f"{m:02d}-{d:02d}-{y}",
        lambda y, m, d: f"{m}/{d}/{y} - {m}/{d}/{y}",
    ])  # fmt: skip


def code_style(rng: random.Random, with_modifiers: bool):  # type: ignore[no-untyped-def]
    base = rng.choice(
        [
            lambda c: c,
            lambda c: c.lower(),
            lambda c: f"CPT {c}",
            lambda c: f" {c} ",
            lambda c: f"{c}.0" if c.isdigit() else c,
        ]
    )
    if not with_modifiers:
        return lambda t: base(t.code)
    mark = rng.choice(["-", " ", ":", " - "])
    inner = rng.choice([",", " ", "-", ":"])
    return lambda t: base(t.code).strip().removesuffix(".0") + (mark + inner.join(t.modifiers) if t.modifiers else "")


def reason_style(rng: random.Random):  # type: ignore[no-untyped-def]
    mark, pair = rng.choice([" ", ", ", "; ", "/", " | "]), rng.choice(["-", " ", "", "/"])
    if pair == "/" and mark == "/":
        mark = " "
    amounts = rng.random() < 0.2
    return lambda t: mark.join(r.replace("-", pair) + (":22.00" if amounts and "-" in r else "") for r in t.reasons)


def header_style(rng: random.Random):  # type: ignore[no-untyped-def]
    return rng.choice(
        [str, str, str.upper, lambda h: h.replace(" ", "_").lower(), lambda h: h + " ", lambda h: h.replace(" ", "\n")]
    )


def amounts(rng: random.Random, truth: Truth, money) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    billed = 110.0 * truth.units
    paid = {"denied": 0.0, "paid": billed * 0.6, "partly_paid": billed * 0.2}.get(truth.outcome)
    return money(billed), "" if paid is None else money(paid)


def table(rng: random.Random) -> Layout:
    """A flat table with everything about it chosen at random."""
    facts = truths(rng, rng.randint(12, 40))
    layout = Layout()
    style, date_of, reason_of = header_style(rng), date_style(rng), reason_style(rng)
    split_modifiers = rng.random() < 0.6
    code_of = code_style(rng, not split_modifiers)
    split_reasons = rng.random() < 0.4
    by = rng.choice(["words", "words", "amounts", "both", "flag"])
    money = rng.choice([lambda x: f"{x:.2f}", lambda x: f"${x:,.2f}", lambda x: f"{x:g}"])
    payer_from = rng.choice(["column", "column", "column", "headings", "blank below"])
    columns: dict[str, object] = {
        "patient": lambda t: t.patient, "claim": lambda t: t.claim, "date": lambda t: date_of(*t.day), "code": code_of,
        "units": lambda t: str(t.units),
    }  # fmt: skip
    if payer_from != "headings":
        columns["payer"] = lambda t: t.payer
    state_from = rng.choice(["column", "column", "title", "none"])
    if state_from == "column":
        full = rng.random() < 0.4
        columns["state"] = lambda t: STATES[t.state] if full else t.state
    elif state_from == "title":
        for t in facts:
            t.state = facts[0].state
    if split_modifiers:
        inner = rng.choice([" ", ",", "-", "|"])
        columns["modifier"] = lambda t: inner.join(t.modifiers)
    if by in ("words", "both"):
        words = {k: rng.sample(v, 2) for k, v in WORDS.items()}
        columns["outcome"] = lambda t: rng.choice(words[t.outcome])
    if by == "flag":
        facts = [t for t in facts if t.outcome in ("denied", "paid")]
        yes, no = rng.choice([("Y", "N"), ("Yes", "No"), ("TRUE", "FALSE"), ("1", "0")])
        columns["denied_flag"] = lambda t: yes if t.outcome == "denied" else no
    if by in ("amounts", "both"):
        facts = [t for t in facts if t.outcome != "partly_paid"] if by == "amounts" else facts
        columns["billed"] = lambda t: amounts(rng, t, money)[0]
        columns["paid"] = lambda t: amounts(rng, t, money)[1]
    if split_reasons:
        columns["group"] = lambda t: next((r.split("-")[0] for r in reversed(t.reasons) if "-" in r), "")
        columns["reason"] = lambda t: next((r.split("-")[1] for r in reversed(t.reasons) if "-" in r), "")
        columns["remark"] = lambda t: next((r for r in t.reasons if "-" not in r), "")
        for t in facts:
            t.reasons = [r for r in t.reasons if r != "CO-45"]
    else:
        columns["reason"] = reason_of
    for extra in ("dob", "posted", "note"):
        if rng.random() < 0.4:
            columns[extra] = {
                "dob": lambda t: f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/{rng.randint(1940, 2018)}",
                "posted": lambda t: f"2026-11-{rng.randint(1, 20):02d}",
                "note": lambda t: rng.choice(
                    ["", "called plan, no answer", "appeal mailed", f"spoke with {t.patient}"]
                ),
            }[extra]
    names = list(columns)
    rng.shuffle(names)
    heads = [style("Denied (Y/N)" if n == "denied_flag" else rng.choice(HEADERS[n])) for n in names]
    if payer_from != "column":
        facts.sort(key=lambda t: t.payer)
    preamble(rng, layout, facts[0].state if state_from == "title" else None, len(names))
    layout.rows.append(heads)
    blank_below = ""
    for t in facts:
        noise(rng, layout, names, columns, heads, t)
        if payer_from == "headings" and t.payer != blank_below:
            layout.rows.append([rng.choice(["", "Payer: "]) + t.payer] + [""] * (len(names) - 1))
        row = [str(columns[n](t)) for n in names]  # type: ignore[operator]
        if payer_from == "blank below" and t.payer == blank_below and len(facts) > 20:
            row[names.index("payer")] = ""
        blank_below = t.payer
        layout.rows.append(row)
        t.row = len(layout.rows)
        layout.lines.append(t)
    layout.private = [t.claim for t in facts] + [t.patient for t in facts]
    layout.about = {"by": by, "payer_from": payer_from, "state_from": state_from, "split_reasons": str(split_reasons)}
    return layout


def preamble(rng: random.Random, layout: Layout, state: str | None, width: int) -> None:
    if state:
        layout.rows.append([f"Hilltop Therapy, Springfield, {state}"] + [""] * (width - 1))
    if rng.random() < 0.4:
        layout.rows.append(
            [rng.choice(["Claims report", "Caregiver training lines", "Report run 11/02/2026", "All therapists"])]
            + [""] * (width - 1)
        )
    if rng.random() < 0.2 and width > 3:
        layout.rows.append(["Run by", "billing office"] + [""] * (width - 2))
    if layout.rows and rng.random() < 0.5:
        layout.rows.append([""] * width)


def noise(
    rng: random.Random, layout: Layout, names: list[str], columns: dict[str, object], heads: list[str], t: Truth
) -> None:
    """Rows that are no lines: blank, headers printed again, codes that are not tracked, rows to mend."""
    chance = rng.random()
    if chance < 0.04:
        layout.rows.append([""] * len(names))
    elif chance < 0.06:
        layout.rows.append(list(heads))
    elif chance < 0.12:
        row = [str(columns[n](t)) for n in names]  # type: ignore[operator]
        row[names.index("code")] = rng.choice(UNTRACKED)
        layout.rows.append(row)
    elif chance < 0.18 and layout.lines:
        row = [str(columns[n](t)) for n in names]  # type: ignore[operator]
        row[names.index(rng.choice(["date", "code"]))] = ""
        if "claim" in names:
            row[names.index("claim")] = str(8_800_000_000 + len(layout.rows))
        layout.rows.append(row)
        layout.problems.append(len(layout.rows))


def save(rng: random.Random, layout: Layout, folder: Path) -> Path:
    """Puts the grid into a container."""
    if layout.text:
        path = folder / "print.txt"
        path.write_text(layout.text, "utf-8")
        return path
    kind = rng.choice(["csv", "tsv", "semicolon", "pipe", "xlsx", "html", "utf16", "cp1252"])
    layout.about["kind"] = kind
    if kind == "xlsx" or layout.sheets:
        path = folder / "file.xlsx"
        book = xlsxwriter.Workbook(str(path))
        for name, rows in layout.sheets or [("data", layout.rows)]:
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for m, cell in enumerate(row):
                    if cell:
                        sheet.write_string(n, m, cell)
        book.close()
        return path
    if kind == "html":
        body = "".join(
            "<tr>" + "".join(f"<td>{c.replace('&', '&amp;')}</td>" for c in row) + "</tr>" for row in layout.rows
        )
        path = folder / "file.xls"
        path.write_text(f"<html><body><table>{body}</table></body></html>", "utf-8")
        return path
    out = io.StringIO()
    mark = {"tsv": "\t", "semicolon": ";", "pipe": "|", "utf16": "\t"}.get(kind, ",")
    csv.writer(
        out,
        delimiter=mark,
        lineterminator=rng.choice(["\n", "\r\n"] + ["\r"] * (not any("\n" in c for r in layout.rows for c in r))),
    ).writerows(layout.rows)
    path = folder / "file.csv"
    encoding = {"utf16": "utf-16", "cp1252": "cp1252"}.get(kind, rng.choice(["utf-8", "utf-8-sig"]))
    path.write_bytes(out.getvalue().encode(encoding if encoding != "cp1252" or _fits(out.getvalue()) else "utf-8"))
    return path


def _fits(text: str) -> bool:
    """Whether the old code page has all its characters."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
