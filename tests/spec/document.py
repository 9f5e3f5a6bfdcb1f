"""Writes the specification from the tables that the tests run on. `scripts/write_spec.py` is its door.

The one thing a newcomer would get wrong: nothing is stated here. A sentence that is not a row of a table or a field of
a definition does not belong into the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.spec import ledger, tables, test_outcome
from tracker.measures import disclosure, gaps
from tracker.measures.definitions import definitions
from tracker.measures.digest import WORDS, Kind
from tracker.vocabulary import ReasonCategory, Status, Worded

HEAD = """# Specification

What the program counts, how, and what it may say. Generated from the tables that the tests run on: every row below is a
passing test. Regenerate with `python scripts/write_spec.py`; change rows in `tests/spec/`, and measures in
`tracker/reference/measures/`.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [list(head), ["---"] * len(head), *([_cell(v) for v in r] for r in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, Worded):
        return value.words
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(_cell(v) for v in value) or "–"
    return str(value).replace("|", "\\|")


def _says(decisions: Sequence[tables.Says]) -> str:
    return "; ".join(
        f"{d.state or 'everywhere'}: {d.status.words}"
        + (f", from {d.first}" if d.first else "")
        + (f" to {d.last}" if d.last else "")
        + (f" (looked at {d.checked})" if d.checked else " (never looked at)")
        for d in decisions
    )


def _met(lines: Sequence[tables.Met]) -> str:
    return "; ".join(f"{m.month}: {m.paid} paid, {m.coverage} coverage, {m.billing} billing" for m in lines)


def lines() -> str:
    """What a line's outcome and whose doing it is."""
    outcome = table(("paid", "reasons", "units paid", "units billed", "outcome", "why"), test_outcome.FROM_AMOUNTS)
    status = table(("claim status", "paid", "reasons", "outcome", "why"), test_outcome.BY_STATUS)
    first = table(("reasons of the line", "first denial reason", "category"), test_outcome.FIRST)
    categories = table(("reason category", "whose doing"), [(c, c.denial_class) for c in ReasonCategory])
    classes = table(("outcome", "reasons", "flags", "whose doing"), test_outcome.CLASSES)
    return "\n\n".join(
        ("## Paid, partly paid, denied", outcome, "### With the status of the claim", status,
         "### The first denial reason", first, "## Coverage denials and billing denials", categories, classes)
    )  # fmt: skip


def coverage() -> str:
    rows = [
        (c.rule, _says(c.decisions), c.state or "everywhere", c.on, c.knowledge, c.status, c.other, c.stale, c.coming)
        for c in tables.COVERAGE_STATES
    ]
    head = ("rule", "decisions", "asked about", "on", "state", "status", "other", "stale", "coming")
    return f"## What a payer says on a day\n\n{table(head, rows)}"


def keeping() -> str:
    """What a deed leaves standing, by both clocks; what of it is news."""
    rules = table(
        ("rule", "what is done, one deed after another", "what the ledger answers"),
        [(c.rule, [d.words() for d in c.deeds], [a.words() for a in c.answers]) for c in ledger.LEDGER],
    )
    news = table(
        ("rule", "what is done", "known at the beginning", "period", "news"),
        [
            (c.rule, [d.words() for d in c.deeds], f"the first {c.before} of it", f"after {c.since}, to {c.until}",
             [_news(*n) for n in c.news] or "none")
            for c in ledger.NEWS
        ],
    )  # fmt: skip
    return (
        "## Keeping the ledger: taking over, and two clocks\n\nA, B and C are documents of one payer on one code in one "
        f"line of business; each is looked at on 2026-11-01.\n\n{rules}\n\n## What is news\n\n{news}"
    )


def _news(kind: Kind, was: str, now: str) -> str:
    said = [Status(s).words for s in (was, now) if s]
    return f"{WORDS[kind].casefold()}: {', then '.join(said)}"


def disagreements() -> str:
    either = {True: "some", False: "none", None: "any"}
    rules = table(
        ("the payer", "coverage denials", "paid lines", "class"),
        [(r.says, either[r.denied], either[r.paid], r.gap) for r in gaps.SPECIFICATION],
    )
    cases = table(
        ("rule", "decisions", "lines", "class", "denials that count", "before the first day", "billing"),
        [(c.rule, _says(c.decisions), _met(c.lines), c.gap, c.denials, c.early, c.billing) for c in tables.GAPS],
    )
    return f"## Gaps\n\nThe first line that fits decides.\n\n{rules}\n\nCases, for Ohio as of 2025-07-01:\n\n{cases}"


def ladder() -> str:
    rows = [(c.tier.value, c.text, c.allowed) for c in tables.LADDER]
    return f"## What a number may be called\n\n{table(('tier', 'text', 'may stand'), rows)}"


def hiding() -> str:
    rows = [(c.rule, c.value, c.practices, c.largest, c.hidden) for c in tables.DISCLOSURE]
    method = (disclosure.__doc__ or "").split("\n\n", 1)[1].strip()
    head = ("rule", "lines", "practices", "largest practice", "hidden")
    return f"## Disclosure\n\n{table(head, rows)}\n\nMethod and its limits:\n\n{method}"


def published() -> str:
    rows = [(c.what, c.expected, c.source) for c in [*tables.WILSON, *tables.WORKED]]
    return f"## Checked against published values\n\n{table(('what', 'expected', 'source'), rows)}"


def measures() -> str:
    parts = ["## Measures"]
    for one in definitions().values():
        names = "; ".join(f"{tier}: {name}" for tier, name in one.names.items())
        fields = [("names", names), ("numerator", one.numerator), ("denominator", one.denominator), ("why", one.why),
                  ("limits", one.limits), ("source", one.source), ("author", one.author), ("checker", one.checker),
                  ("next review", one.next_review.isoformat())]  # fmt: skip
        parts.append(f"### {one.question}\n\n`{one.key}`\n\n{table(('', ''), fields)}")
    return "\n\n".join(parts)


def document() -> str:
    """The whole document."""
    return "\n\n".join(
        part.strip()
        for part in (HEAD, measures(), lines(), coverage(), keeping(), disagreements(), ladder(), hiding(), published())
    ) + "\n"  # fmt: skip
