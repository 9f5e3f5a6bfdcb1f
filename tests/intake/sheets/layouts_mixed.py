"""Known truths in layouts that combine habits freely: other languages, sheets for each month, payer or clinic, sections,
group titles above headers, columns to tick, amounts alone, sideways tables.

The one thing to know: as in `layouts`, everything is made by `random.Random(seed)`; what a habit makes impossible to
tell (partly paid from amounts alone) is taken out of the truth.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.intake.sheets.layouts import STATES, Layout, Truth
from tests.intake.sheets.layouts_wide import facts_of, kept

Cell = Callable[[Truth], str]
HEADS: dict[str, dict[str, list[str]]] = {
    "en": {
        "payer": ["Payer", "Insurance Co.", "Carrier Name", "Health Plan", "Billed Payer", "Ins. Company", "Payor", "Third-Party Payer", "Plan / Payer", "Insurance Provider", "Insurer Name", "Payer (primary)"],
        "date": ["DOS", "Svc Dt", "Date Of Service", "Service Date", "Date Seen", "Tx Date", "Visit Dt", "Date of Svc", "DOS From", "Serv. Date", "Session Date", "Appt Date", "Encounter Dt"],
        "code": ["CPT", "HCPCS/CPT", "Proc", "Procedure", "Billed CPT", "Service Code", "Code Billed", "CPT/HCPCS Code", "Px Code", "Svc Code", "Procedure Cd", "Charge Code", "CPT4"],
        "outcome": ["Outcome", "Line Status", "Status", "Result", "Adjudication", "Claim Outcome", "Disposition", "Payer Decision", "Payment Result", "What the plan did", "Determination", "Adj. Result"],
        "reason": ["Denial Code", "CARC", "Reason Code(s)", "Denial Rsn", "Adj Reason", "EOB Code", "Reason for Denial", "Why?", "ANSI Codes", "Remit Codes", "Rejection Reason", "Denial reason given"],
        "state": ["State", "St", "Clinic State", "Prov State", "Practice State", "Svc State"],
        "patient": ["Patient", "Client", "Pt Name", "Member", "Patient Name", "Consumer", "Student", "Family"],
        "claim": ["Claim #", "Claim No.", "ICN", "Claim Number", "Clm ID", "Acct #", "Invoice No", "Control #"],
        "units": ["Units", "Qty", "# of units", "Unit Ct", "Billed Units", "UOS"],
        "modifier": ["Mod", "Modifier(s)", "Mods", "CPT Mod", "Modifiers Used"],
        "billed": ["Billed", "Charge Amt", "Fee", "Total Charge", "Charged"],
        "paid": ["Paid", "Ins Paid", "Payment", "Paid Amt", "Amt Pd", "Payer Paid", "Reimbursed"],
        "place": ["Clinic", "Location", "Office", "Site"],
    },
    "es": {
        "payer": ["Aseguradora", "Seguro", "Plan de salud", "Compañía de seguros", "Pagador"], "date": ["Fecha de servicio", "Fecha", "Fecha del servicio"],
        "code": ["Código", "Código CPT", "Código de servicio", "Procedimiento", "Código del procedimiento"], "outcome": ["Resultado", "Estado", "Decisión", "Estatus", "Estado del reclamo"],
        "reason": ["Motivo", "Código de rechazo", "Razón", "Motivo de denegación", "Código de ajuste"], "patient": ["Paciente", "Nombre", "Cliente"], "claim": ["Número de reclamo", "Reclamo", "No. de factura"],
        "units": ["Unidades", "Cantidad"], "modifier": ["Modificador", "Modificadores"], "billed": ["Facturado", "Monto facturado", "Cargo"], "paid": ["Pagado", "Monto pagado", "Importe pagado"],
        "state": ["Estado (EE. UU.)"], "place": ["Clínica", "Ubicación"],
    },
    "fr": {
        "payer": ["Assureur", "Assurance", "Compagnie d'assurance", "Payeur", "Régime"], "date": ["Date de service", "Date du service", "Date de la séance", "Date"],
        "code": ["Code", "Code CPT", "Code de procédure", "Acte", "Code d'acte"], "outcome": ["Résultat", "Statut", "Décision", "Issue"],
        "reason": ["Motif", "Code de refus", "Motif du refus", "Raison"], "patient": ["Patient", "Nom du patient", "Nom"], "claim": ["N° de réclamation", "Numéro de dossier", "Facture n°"],
        "units": ["Unités", "Quantité", "Qté"], "modifier": ["Modificateur", "Modificateurs"], "billed": ["Facturé", "Montant facturé"], "paid": ["Payé", "Montant payé", "Remboursé"],
        "state": ["État (US)"], "place": ["Clinique", "Lieu"],
    },
    "de": {
        "payer": ["Kostenträger", "Versicherung", "Krankenkasse", "Kasse"], "date": ["Behandlungsdatum", "Leistungsdatum", "Datum", "Datum der Leistung"],
        "code": ["Leistungscode", "Code", "CPT-Code", "Ziffer", "Leistungsziffer"], "outcome": ["Ergebnis", "Status", "Entscheidung", "Bescheid"],
        "reason": ["Ablehnungsgrund", "Grund", "Ablehnungscode", "Begründung"], "patient": ["Patient", "Name", "Klient"], "claim": ["Rechnungsnr.", "Fallnummer", "Vorgangsnummer"],
        "units": ["Einheiten", "Anzahl", "Menge"], "modifier": ["Modifikator", "Zusatz"], "billed": ["Rechnungsbetrag", "Betrag", "In Rechnung gestellt"], "paid": ["Bezahlt", "Erstattet", "Gezahlt", "Zahlbetrag"],
        "state": ["Bundesstaat"], "place": ["Praxis", "Standort"],
    },
}  # fmt: skip
WORDS: dict[str, dict[str, list[str]]] = {
    "en": {"denied": ["Denied", "DENIED", "Not covered", "No payment", "Zero paid", "Disallowed", "Rejected by plan", "Declined", "Non-covered", "Denied in full", "Refused to pay"],
           "paid": ["Paid", "PAID IN FULL", "Approved & paid", "Reimbursed", "Pd in full", "Payment received", "Allowed", "Fully paid", "Covered"],
           "partly_paid": ["Partial", "Partially paid", "Paid in part", "Part pay", "Short-paid", "Reduced"],
           "pending": ["Pending", "In review", "Awaiting EOB", "No response yet", "Under review", "Submitted", "On hold", "Not yet processed"]},
    "es": {"denied": ["Denegado", "Rechazado", "No pagado", "Negado"], "paid": ["Pagado", "Aprobado", "Pagado completo"], "partly_paid": ["Pago parcial", "Parcial", "Pagado en parte", "Parcialmente pagado"],
           "pending": ["Pendiente", "En proceso", "En trámite", "En revisión"]},
    "fr": {"denied": ["Refusé", "Rejeté", "Non payé", "Non couvert"], "paid": ["Payé", "Remboursé", "Approuvé", "Payée"], "partly_paid": ["Partiel", "Payé en partie", "Partiellement payé", "Paiement partiel"],
           "pending": ["En attente", "En cours", "En traitement", "À l'étude"]},
    "de": {"denied": ["Abgelehnt", "Nicht bezahlt", "Verweigert"], "paid": ["Bezahlt", "Genehmigt", "Erstattet"], "partly_paid": ["Teilweise bezahlt", "Teilzahlung", "Zum Teil bezahlt"],
           "pending": ["Offen", "In Bearbeitung", "Ausstehend", "In Prüfung"]},
}  # fmt: skip
MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
}  # fmt: skip
TITLES = {"patient": "Patient Info", "claim": "Patient Info", "date": "Service", "code": "Service", "units": "Service", "modifier": "Service", "billed": "Service", "payer": "Insurance",
          "outcome": "Payer Response", "paid": "Payer Response", "reason": "Payer Response", "state": "Insurance", "tick": "Payer Response", "filler": "Other"}  # fmt: skip
TICKS = {
    "denied": ["Denied", "Not Paid", "Rejected"],
    "paid": ["Paid", "Paid in Full", "Approved"],
    "partly_paid": ["Partial", "Part Paid", "Paid in Part"],
    "pending": ["Pending", "Waiting", "In Process"],
}
OFFICES = ["Harborview", "Northgate", "Elm Street", "Lakeside"]


@dataclass
class Habits:
    """How one office writes."""

    language: str
    ended: str  # words, amounts, ticks, flag, letters
    apart: str  # what stands in headings or sheet names instead of a column: payer, month, state, outcome, code, ''
    sheets: bool
    date_of: Callable[[int, int, int], str]
    reason_of: Cell
    columns: list[tuple[str, str, Cell]] = field(default_factory=list)  # role, header, cell


def mixed(rng: random.Random) -> Layout:
    """One list of lines, everything about it chosen freely."""
    facts = facts_of(rng, rng.randint(16, 40))
    habits = _habits(rng)
    facts = _tellable(rng, facts, habits)
    _columns(rng, habits)
    layout = Layout(
        about={"language": habits.language, "ended": habits.ended, "apart": habits.apart, "sheets": str(habits.sheets)}
    )
    groups = _grouped(facts, habits)
    if habits.sheets:
        layout.sheets = [(name, _table(rng, habits, part, "")) for name, part in groups]
    elif habits.apart:
        layout.rows = _sections(rng, habits, groups)
    else:
        layout.rows = _table(rng, habits, facts, rng.choice(["", "", "turned"]))
    return kept(layout, facts)


def _habits(rng: random.Random) -> Habits:
    language = rng.choice(["en", "en", "en", "es", "fr", "de"])
    months = MONTHS[language]
    short = (
        ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"]
        if language == "fr"
        else [m[:3] for m in months]
    )
    marks = rng.choice([", ", "; ", " ", " / ", " + "])
    pair = rng.choice(["-", "-", " ", ""])
    dates: list[Callable[[int, int, int], str]] = [
        lambda y, m, d: f"{m}/{d}/{y}", lambda y, m, d: f"{y}-{m:02d}-{d:02d}", lambda y, m, d: f"{months[m - 1]} {d}, {y}", lambda y, m, d: f"{d}-{short[m - 1]}-{y % 100}",
        lambda y, m, d: f"{m:02d}.{d:02d}.{y}", lambda y, m, d: f"{y}{m:02d}{d:02d}", lambda y, m, d: f"{short[m - 1]} {y}", lambda y, m, d: f"{d} {months[m - 1]} {y}",
        lambda y, m, d: f"{m}-{d}-{y % 100}", lambda y, m, d: f"{y}/{m}/{d} 14:30", lambda y, m, d: f"{short[m - 1]}. {d}, {y}",
    ]  # fmt: skip
    if language in ("de", "fr", "es"):
        dates += [
            lambda y, m, d: f"{d:02d}.{m:02d}.{y}",
            lambda y, m, d: f"{d:02d}/{m:02d}/{y}",
            lambda y, m, d: f"{d}. {months[m - 1]} {y}",
        ]
    return Habits(
        language, rng.choice(["words", "words", "words", "amounts", "ticks", "flag", "letters"]) if language == "en" else rng.choice(["words", "words", "amounts"]),
        rng.choice(["", "", "payer", "month", "state", "outcome", "code", "office"]), rng.random() < 0.5, rng.choice(dates),
        lambda t: marks.join(r.replace("-", pair) for r in t.reasons),
    )  # fmt: skip


def _tellable(rng: random.Random, facts: list[Truth], habits: Habits) -> list[Truth]:
    if habits.apart == "outcome":
        habits.ended = "none"
        facts = [t for t in facts if t.outcome in ("denied", "paid", "partly_paid")]
    if habits.ended in ("amounts", "flag"):
        facts = [t for t in facts if t.outcome in ("denied", "paid")]
    if habits.apart == "code":
        codes = sorted({t.code for t in facts})[:3]
        facts = [t for t in facts if t.code in codes]
    if not habits.apart:
        habits.sheets = False
    # day-first dates must be told by their column
    if facts and habits.date_of(2025, 1, 25)[:2] == "25":
        facts[0].day = (facts[0].day[0], facts[0].day[1], 27)
    return facts


def _columns(rng: random.Random, habits: Habits) -> None:
    heads, words = HEADS[habits.language], WORDS[habits.language]
    style = rng.choice(
        [str, str, str, str.upper, str.lower, lambda h: h.replace(" ", "_"), lambda h: h.title().replace(" ", "")]
    )
    said = {o: rng.sample(w, min(2, len(w))) for o, w in words.items()}
    mark = rng.choice(["x", "X", "✓", "1", "Yes"])
    letter = rng.choice(
        [
            {"denied": "D", "paid": "P", "partly_paid": "PP", "pending": "W"},
            {"denied": "DN", "paid": "PD", "partly_paid": "PP", "pending": "PEND"},
        ]
    )
    money = (
        rng.choice([lambda x: f"{x:.2f}", lambda x: f"${x:,.2f}", lambda x: f"{x:,.2f} $"])
        if habits.language == "en"
        else rng.choice([lambda x: f"{x:.2f}", lambda x: f"{x:.2f}".replace(".", ",")])
    )
    cells: dict[str, Cell] = {
        "patient": lambda t: t.patient, "claim": lambda t: t.claim, "date": lambda t: habits.date_of(*t.day), "code": lambda t: t.code, "payer": lambda t: t.payer,
        "reason": habits.reason_of, "units": lambda t: str(t.units), "state": lambda t: t.state,
    }  # fmt: skip
    if habits.ended == "words":
        cells["outcome"] = lambda t: rng.choice(said[t.outcome])
    if habits.ended == "letters":
        cells["outcome"] = lambda t: letter[t.outcome]
    if habits.ended == "amounts" or rng.random() < 0.3:
        cells["billed"] = lambda t: money(118.0)
        cells["paid"] = lambda t: {
            "denied": money(0.0),
            "paid": money(74.5),
            "partly_paid": money(31.25),
            "pending": "",
        }[t.outcome]
    if habits.ended == "none":
        cells.pop("paid", None)
    for gone in {"payer": ["payer"], "month": [], "state": ["state"], "code": ["code"]}.get(habits.apart, []):
        cells.pop(gone)
    if habits.apart == "month":
        habits.date_of = (
            rng.choice([lambda y, m, d: f"{m}/{d}", lambda y, m, d: str(d)])
            if habits.language == "en"
            else habits.date_of
        )
        cells["date"] = lambda t: habits.date_of(*t.day)
        if rng.random() < 0.4:
            cells.pop("date")
    for name in ("units", "state", "patient"):
        if rng.random() < 0.4:
            cells.pop(name, None)
    columns = [(role, style(rng.choice(heads[role])), cell) for role, cell in cells.items()]
    rng.shuffle(columns)
    if habits.apart == "month" and "date" in cells and habits.date_of(2025, 3, 9) == "9":
        columns = [(r, style("Day") if r == "date" else h, c) for r, h, c in columns]
    if habits.ended == "ticks":
        columns += [("tick", style(rng.choice(TICKS[o])), lambda t, o=o: mark if t.outcome == o else "") for o in TICKS]
    if habits.ended == "flag":
        name, yes = rng.choice(
            [
                ("Denied?", "denied"),
                ("Paid? (Y/N)", "paid"),
                ("Was it paid", "paid"),
                ("Denial Y/N", "denied"),
                ("Covered?", "paid"),
            ]
        )
        y, n = rng.choice([("Y", "N"), ("Yes", "No"), ("TRUE", "FALSE")])
        columns.append(("outcome", style(name), lambda t: y if t.outcome == yes else n))
    habits.columns = columns


def _grouped(facts: list[Truth], habits: Habits) -> list[tuple[str, list[Truth]]]:
    months = MONTHS[habits.language]
    said = {"denied": "Denied", "paid": "Paid", "partly_paid": "Partially paid"}
    keys: dict[str, Cell] = {
        "payer": lambda t: t.payer, "month": lambda t: f"{months[t.day[1] - 1]} {t.day[0]}", "state": lambda t: STATES[t.state], "outcome": lambda t: said.get(t.outcome, t.outcome),
        "code": lambda t: t.code, "office": lambda t: OFFICES[int(t.claim[-1]) % 4],
    }  # fmt: skip
    if not habits.apart:
        return [("", facts)]
    key = keys[habits.apart]
    order: dict[str, list[Truth]] = {}
    for t in sorted(facts, key=key):
        order.setdefault(key(t), []).append(t)
    return list(order.items())


def _table(rng: random.Random, habits: Habits, facts: list[Truth], form: str) -> list[list[str]]:
    heads = [h for _, h, _ in habits.columns]
    body = [[cell(t) for _, _, cell in habits.columns] for t in facts]
    if form == "turned":
        return [[h, *(r[n] for r in body)] for n, h in enumerate(heads)]
    rows = [
        [text]
        for text in rng.sample(
            ["Caregiver training lines", "Prepared 11/20/2026", "Billing report", "Filters: all therapists, all sites"],
            rng.randint(0, 2),
        )
    ]
    rows += [[]] * (rng.random() < 0.4 and bool(rows))
    if rng.random() < 0.25 and habits.language == "en":
        order = sorted(range(len(heads)), key=lambda n: TITLES.get(habits.columns[n][0], ""))
        heads, body = [heads[n] for n in order], [[r[n] for n in order] for r in body]
        titles = [TITLES.get(habits.columns[n][0], "") for n in order]
        rows.append([t if n == 0 or titles[n - 1] != t else "" for n, t in enumerate(titles)])
    rows.append(heads)
    rows += body
    if rng.random() < 0.4:
        rows.append([rng.choice(["Total", "TOTAL:", f"{len(facts)} lines"])])
    if rng.random() < 0.3:
        rows += [[], [rng.choice(["End of report", "* = resubmitted", "Questions? Ask the billing office."])]]
    return [r + [""] * (len(heads) - len(r)) for r in rows]


def _sections(rng: random.Random, habits: Habits, groups: list[tuple[str, list[Truth]]]) -> list[list[str]]:
    heads = [h for _, h, _ in habits.columns]
    width = len(heads)
    again, gap, totals = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.4
    label = {
        "payer": "Payer",
        "month": "Month",
        "state": "State",
        "outcome": "Status",
        "code": "Code",
        "office": "Clinic",
    }[habits.apart]
    form = rng.choice(["{}", "{}", "=== {} ===", f"{label}: {{}}", "{} ({n})", "{}:"])
    rows: list[list[str]] = [["Caregiver training"]] * (rng.random() < 0.5)
    if not again:
        rows.append(heads)
    for name, facts in groups:
        rows.append([form.format(name, n=len(facts))])
        rows += [heads] * again
        rows += [[cell(t) for _, _, cell in habits.columns] for t in facts]
        rows += [[rng.choice([f"Subtotal {name}", "Subtotal", f"{name} total"])]] * totals
        rows += [[]] * gap
    return [r + [""] * (width - len(r)) for r in rows]


KINDS: dict[str, Callable[[random.Random], Layout]] = {"mixed": mixed}
