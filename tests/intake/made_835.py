"""Remittances made by code, for tests. Every name, id and amount is invented here.

The one thing to know: `segments` gives a list of element lists, so that a test can break any of them before `written`
joins them with the delimiters of its choice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Segment = list[str]


@dataclass
class Svc:
    """A service line. cas: `CO-45 20.00` or, several in one segment, `PR-1 5.00 2 3.00`."""

    code: str = "97550"
    charge: str = "100.00"
    paid: str = "80.00"
    cas: tuple[str, ...] = ()
    units: str = "1"
    billed_units: str = ""
    submitted: str = ""
    modifiers: tuple[str, ...] = ()
    day: str = "20250310"
    remarks: tuple[str, ...] = ()
    control: str = ""


@dataclass
class Clp:
    """A claim. Its amounts are the sums of its lines where they are not given."""

    lines: tuple[Svc, ...] = (Svc(),)
    number: str = "ACCT-1"
    status: str = "1"
    charge: str = ""
    paid: str = ""
    cas: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    filing: str = "12"
    payer_number: str = "ICN0000001"
    place: str = "11"
    day: str = ""
    patient: str = "PATIENTFAMILY"


@dataclass
class Pay:
    """A transaction: one payment of one payer to one payee."""

    claims: tuple[Clp, ...] = (Clp(),)
    payer: str = "PRAIRIE MUTUAL"
    payer_id: str = "99901"
    payee_id: str = "1999999984"
    state: str = "OH"
    payment: str | None = None
    paid_on: str = "20250401"
    plb: tuple[tuple[str, str], ...] = ()
    lx: bool = True
    extra: tuple[Segment, ...] = field(default_factory=tuple)


def _cas(text: str) -> Segment:
    head, *rest = text.split()
    group, reason = head.split("-")
    out = ["CAS", group, reason]
    for place, value in enumerate(rest):  # amount, then reason and amount in turns, each with an empty quantity between
        out += ["", value] if place and place % 2 == 1 else [value]
    return out


def _line(line: Svc) -> list[Segment]:
    def composite(code: str) -> str:
        return ":".join(["HC", code, *line.modifiers])

    submitted = composite(line.submitted) if line.submitted else ""
    svc = ["SVC", composite(line.code), line.charge, line.paid, "", line.units, submitted, line.billed_units]
    while svc[-1] == "":
        svc.pop()
    out = [svc]
    if line.day:
        out.append(["DTM", "472", line.day])
    out += [_cas(text) for text in line.cas]
    if line.control:
        out.append(["REF", "6R", line.control])
    return out + [["LQ", "HE", code] for code in line.remarks]


def _claim(claim: Clp) -> list[Segment]:
    charge = claim.charge or str(sum((Decimal(x.charge) for x in claim.lines), Decimal(0)))
    paid = claim.paid or str(sum((Decimal(x.paid) for x in claim.lines), Decimal(0)))
    head = ["CLP", claim.number, claim.status, charge, paid, "", claim.filing, claim.payer_number, claim.place, "1"]
    out = [head, *[_cas(text) for text in claim.cas]]
    out.append(["NM1", "QC", "1", claim.patient, "PATIENTGIVEN", "", "", "", "MI", "MEMBER778899"])
    if claim.remarks:
        out.append(["MOA", "", "", *claim.remarks])
    if claim.day:
        out.append(["DTM", "232", claim.day])
    return out + [segment for line in claim.lines for segment in _line(line)]


def transaction(pay: Pay, number: int = 1) -> list[Segment]:
    """The segments from ST to SE."""
    claims = [segment for claim in pay.claims for segment in _claim(claim)]
    paid = sum((Decimal(s[4] or "0") for s in claims if s[0] == "CLP"), Decimal(0))
    out_of = sum((Decimal(value) for _, value in pay.plb), Decimal(0))
    payment = str(paid - out_of) if pay.payment is None else pay.payment
    head: list[Segment] = [
        ["ST", "835", f"{number:04d}"],
        ["BPR", "I", payment, "C", "ACH", "CCP", "01", "071000013", "DA", "556677", *[""] * 6, pay.paid_on],
        ["TRN", "1", "TRACE4455", "1512345678"],
        ["N1", "PR", pay.payer, "XV", pay.payer_id] if pay.payer_id else ["N1", "PR", pay.payer],
        ["N3", "12 PAYER STREET"],
        ["N4", "PAYERTOWN", "NY", "10001"],
        ["N1", "PE", "CLINIC OF EXAMPLES", "XX", pay.payee_id],
        ["N3", "34 CLINIC STREET"],
        ["N4", "CLINICTOWN", pay.state, "450010000"],
        *([["LX", "1"]] if pay.lx else []),
    ]
    tail: list[Segment] = [["PLB", pay.payee_id, "20251231", kind, value] for kind, value in pay.plb]
    body = [*head, *claims, *pay.extra, *tail]
    return [*body, ["SE", str(len(body) + 1), f"{number:04d}"]]


def segments(*pays: Pay, version: str = "005010X221A1") -> list[Segment]:
    """A whole interchange."""
    isa = [
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        "ZZ",
        "SENDER".ljust(15),
        "ZZ",
        "RECEIVER".ljust(15),
        "250401",
        "0900",
    ]
    out: list[Segment] = [
        [*isa, "^", version[:5], "000000007", "0", "P", ":"],
        ["GS", "HP", "SENDER", "RECEIVER", "20250401", "0900", "7", "X", version],
    ]
    for number, pay in enumerate(pays or (Pay(),), 1):
        out += transaction(pay, number)
    return [*out, ["GE", str(len(pays) or 1), "7"], ["IEA", "1", "000000007"]]


def written(
    parts: list[Segment], element: str = "*", component: str = ":", terminator: str = "~", after: str = ""
) -> bytes:
    """The bytes of the segments under these delimiters; `after` follows each terminator."""
    text = "".join(element.join(s).replace(":", component) + terminator + after for s in parts)
    return text.encode("utf-8")


def remittance(*pays: Pay) -> bytes:
    """A whole valid file."""
    return written(segments(*pays))


def claims(*given: Clp) -> bytes:
    """A whole valid file of one payment with these claims."""
    return remittance(Pay(claims=given))
