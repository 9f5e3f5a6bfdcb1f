"""Meeting packs: gathers what is known of one payer, hides what may not leave, and hands it to `exports.pack`.

The one thing to know: only numbers that went through disclosure control are put in; the export is logged, so that a
later one can be checked against it.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from tracker import reference
from tracker import settings as configuration
from tracker.errors import Rejected
from tracker.exports.pack import Ask, Brand, Evidence, Exchange, PackData, Part, make_bundle
from tracker.figures import against_others, reasons, trend
from tracker.figures.axes import masked
from tracker.figures.style import Caption
from tracker.measures import disclosure
from tracker.people import Person, require
from tracker.services import engage, say
from tracker.services.answers import coverage, denials, gaps
from tracker.services.answers.words import LEDGER, LICENCE, LINES, SYNTHETIC
from tracker.settings import ROOT, settings
from tracker.store import exports as log
from tracker.store import live, payers
from tracker.store.connection import reading, revision, writing
from tracker.store.questions import Filters
from tracker.vocabulary import Derived, Gap, Status

HIDDEN = (
    "Counts of 1 to 10 lines, cells that rest on fewer than 3 practices or on one practice for more than half, and numbers "
    "from which these could be worked out are hidden and say so."
)
DEFINITIONS = {
    "Denied": "adjudicated, paid nothing, with at least one denial reason (contractual write-offs and cost share are none)",
    "Coverage denial": "a denial whose first reason is the payer's choice: benefit, bundling, authorisation, provider type, "
    "medical necessity, place of service",
    "Billing denial": "a denial that is the practice's to mend: coding, units, timely filing, duplicate, eligibility",
    "T2": "denied / adjudicated lines of complete remittance files, paid lines included",
}


def make(payer_id: str, person: Person | None) -> tuple[str, bytes]:
    """File name and bytes of the pack of one payer, and a row in the export log. Raises `Rejected`, `NotAllowed`."""
    person = require(person, "export")
    store = live.ensure(settings().store)
    data, cells = gather(payer_id, person)
    content = make_bundle(data)
    with writing(store, person.key, "export pack") as change:
        log.add(change, change.revision - 1, "pack", json.dumps({"payer": payer_id}), json.dumps(cells))
    return f"pack_{payer_id}_r{data.snapshot}.zip", content


def gather(payer_id: str, person: Person | None) -> tuple[PackData, list[dict[str, Any]]]:
    """The data of a pack, and the released cells for the export log."""
    require(person, "export")
    store = live.ensure(settings().store)
    with reading(store) as db:
        payer, snapshot = payers.one(db, payer_id), revision(db)
        notice = live.notice(db)
    if payer is None:
        raise Rejected(f"There is no payer {payer_id!r} in the registry.", "Give its id, as on the page Payer.")
    only, today = Filters(payers=(payer_id,)), configuration.today()
    facts: dict[str, Any] = {
        "source": LINES, "snapshot": f"r{snapshot}, {today.isoformat()}", "licence": LICENCE,
        "note": SYNTHETIC if notice else "",
    }  # fmt: skip
    name = str(payer["name"])
    kind = denials.best_kind(only)
    months = masked(denials.trend(only, kind))
    mix = _lines_released(denials.reasons(only, kind))
    against = _against(payer_id, kind)
    grid = coverage.matrix(only, today)
    table = gaps.table(only, today)
    tier = denials.KINDS[kind]
    n = f"{int(months['denominator'].fillna(0).sum()):,} adjudicated lines shown" if len(months) else "no line"
    data = PackData(
        payer=name,
        scope=f"All lines of business, as of {today:%-d %B %Y}",
        ask=_ask(name, grid, table, months),
        snapshot=str(snapshot),
        drawn=today,
        coverage=Part(
            _coverage(only, grid),
            Caption(_covers(name, grid), f"as of {today:%-d %B %Y}", **{**facts, "source": LEDGER}, n=f"{len(grid)} codes"),
        ),
        trend=Part(months, Caption(trend.finding(months, "denied for coverage reasons"), tier.words, **facts, n=n, tier=tier))
        if len(months) else None,
        reasons=Part(mix, Caption(reasons.finding(mix), f"{tier.words}; by first denial reason", **facts, n=n, tier=tier))
        if len(mix) else None,
        against=Part(against, Caption(against_others.finding(against, name), tier.words, **facts, n=n, tier=tier))
        if len(against) else None,
        evidence=_evidence(only),
        exchanges=tuple(_exchange(e, today) for e in engage.listed(person, payer_id)),
        sentences=tuple(a.say() for a in say.supported(payer_id, person)),
        hidden=HIDDEN,
        definitions=DEFINITIONS,
        brand=brand(),
    )  # fmt: skip
    cells = [{"month": r.month, "value": None if r.hidden else int(r.numerator)} for r in months.itertuples()]
    return data, cells


def brand(folder: Path = ROOT / ".streamlit") -> Brand:
    """Name, colour, logo and statement from `branding.toml` in `.streamlit`; the house's own where there is none."""
    file = folder / "branding.toml"
    if not file.exists():
        return Brand()
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise Rejected("branding.toml cannot be read.", "Mend it; docs/administration.md shows its form.") from error
    logo = folder / str(found.get("logo", ""))
    return Brand(
        name=str(found.get("name", "")),
        colour=str(found.get("colour", Brand.colour)),
        logo=logo.read_bytes() if found.get("logo") and logo.is_file() else None,
        antitrust=str(found.get("antitrust", Brand.antitrust)),
    )


def _lines_released(mix: pd.DataFrame) -> pd.DataFrame:
    """One hidden reason alone could be worked out from the total: a second one is hidden with it."""
    out = mix.copy()
    if int(out["hidden"].sum()) == 1 and len(out) > 1:
        least = out[~out["hidden"].astype(bool)]["lines"].idxmin()
        out.loc[least, "hidden"] = True
    return masked(out)


def _against(payer_id: str, kind: str) -> pd.DataFrame:
    """This payer beside all others, code by code; both hidden where either is."""
    mine = denials.by_code(Filters(payers=(payer_id,)), kind).set_index("code")
    every = denials.by_code(Filters(), kind).set_index("code")
    rows = []
    for code, known in reference.codes().items():
        if code not in mine.index:
            continue
        a, b = mine.loc[code], every.loc[code]
        others = (int(b["numerator"] - a["numerator"]), int(b["denominator"] - a["denominator"]))
        if others[1] == 0:
            continue
        small = any(disclosure.RULE.small(v) for v in (others[0], others[1] - others[0]))
        hidden = bool(a["hidden"]) or small
        for who, (num, den) in (("payer", (int(a["numerator"]), int(a["denominator"]))), ("others", others)):
            rows.append((f"{code} {known.short_label}", who, num, den, hidden))
    frame = pd.DataFrame(rows, columns=["group", "who", "numerator", "denominator", "hidden"])
    return masked(denials.uncertainty.with_intervals(frame)) if len(frame) else frame


def _coverage(only: Filters, grid: pd.DataFrame) -> pd.DataFrame:
    ledger = coverage.ledger(only)
    out = grid.assign(label=[reference.codes()[c].label for c in grid["code"]])
    by_code = ledger.groupby("code") if len(ledger) else None
    held = dict(iter(by_code)) if by_code is not None else {}
    out["since"] = [str(held[c]["effective_from"].min() or "") if c in held else "" for c in out["code"]]
    out["last_checked"] = [str(held[c]["last_checked"].max() or "") if c in held else "" for c in out["code"]]
    numbers = {s: n for n, s in enumerate(dict.fromkeys(ledger["sources"]) if len(ledger) else [], 1)}
    out["evidence"] = [
        ", ".join(str(numbers[s]) for s in dict.fromkeys(held[c]["sources"])) if c in held else "" for c in out["code"]
    ]
    return out[["payer_id", "payer", "parent", "code", "label", "state_of_knowledge", "status", "other_status", "stale", "announced", "since",
                "last_checked", "evidence"]]  # fmt: skip


def _evidence(only: Filters) -> tuple[Evidence, ...]:
    ledger = coverage.ledger(only)
    if ledger.empty:
        return ()
    found = []
    for number, (source, rows) in enumerate(ledger.groupby("sources", sort=False), 1):
        first = rows.iloc[0]
        publisher, _, title = str(source).partition(": ")
        codes = ", ".join(sorted(set(rows["code"])))
        says = f"{codes}: {Status(first['status']).words}. {first['evidence'] or ''}".strip()
        found.append(
            Evidence(number, publisher, title, says, str(first["url"] or ""), str(first["last_checked"] or ""))
        )
    return tuple(found)


def _covers(name: str, grid: pd.DataFrame) -> str:
    covering = int(grid["state_of_knowledge"].isin([str(Status.COVERED), str(Status.CONDITIONS)]).sum())
    unseen = int((grid["state_of_knowledge"] == Derived.NOT_CHECKED).sum())
    said = f"{name} says in writing that it covers {covering} of {len(grid)} codes"
    return f"{said}; nobody has looked at {unseen}" if unseen else said


def _ask(name: str, grid: pd.DataFrame, table: pd.DataFrame, months: pd.DataFrame) -> Ask:
    broken = int((table["gap"] == Gap.COVERED_BUT_DENIED).sum()) if len(table) else 0
    covering = bool(grid["state_of_knowledge"].isin([str(Status.COVERED), str(Status.CONDITIONS)]).any())
    if broken:
        sentence = f"We ask {name} to pay caregiver training as its own policy says"
    elif covering:
        sentence = f"We thank {name} for covering caregiver training and ask it to cover every code"
    elif grid["state_of_knowledge"].isin([str(Status.NOT_COVERED), str(Status.BUNDLED)]).any():
        sentence = f"We ask {name} to cover caregiver training as Medicare does"
    else:
        sentence = f"We ask {name} to say in writing what it covers"
    numbers: list[tuple[str, str]] = []
    closed = months[~months["open"].astype(bool) & months["share"].notna()] if len(months) else months
    if len(closed):
        last = closed.iloc[-1]
        said = f"of {int(last['denominator']):,} lines denied for coverage reasons in {last['month']}"
        numbers.append((f"{last['share']:.0%}", f"{said} (95% CI {last['low']:.0%}-{last['high']:.0%})"))
    if broken:
        numbers.append((f"{broken:,}", "payer, place and code pairs covered on paper and denied in practice"))
    return Ask(sentence, tuple(numbers))


def _exchange(e: dict[str, Any], today: date) -> Exchange:
    answer = e["answer"] or engage.REPLIES.get(e["reply"] or "", "")
    if not answer:
        answer = f"no reply after {(today - date.fromisoformat(e['happened_on'])).days} days"
    return Exchange(e["happened_on"], e["kind"], e["ask"], answer, e["next_step"])
