"""What members meet: trend, reasons, payers and states, from complete remittances (T2) or from reports (T1).

The one thing to know: the two kinds are never added. `kind` says which one an answer stands on, and the tier travels in
every caption.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from tracker.measures import funnel as funnels
from tracker.measures import uncertainty
from tracker.measures.control import is_open, p_chart
from tracker.measures.disclosure import RULE, primary
from tracker.services.answers.hiding import ALONE, Alone
from tracker.services.answers.memory import ask
from tracker.settings import settings, today
from tracker.store import live, questions
from tracker.store.connection import reading
from tracker.store.questions import Filters
from tracker.vocabulary import DenialClass, ReasonCategory, Tier

KINDS = {"complete": Tier.T2, "reports": Tier.T1}
WHAT = {"coverage_denied": "denied for coverage reasons", "denied": "denied"}


def of_kind(filters: Filters, kind: str) -> Filters:
    """The filters for one kind of evidence only."""
    return Filters(**{**vars(filters), "basis": (kind,)})


def totals(filters: Filters, kind: str, revision: int | None = None) -> dict[str, int]:
    """All counts of one kind in one row (`questions.totals`)."""
    with reading(live.ensure(settings().store)) as db:
        return questions.totals(db, of_kind(filters, kind), revision)


def best_kind(filters: Filters, revision: int | None = None) -> str:
    """`complete` where there is any complete remittance under these filters, else `reports`."""
    return "complete" if totals(filters, "complete", revision)["adjudicated"] else "reports"


def trend(
    filters: Filters,
    kind: str,
    what: str = "coverage_denied",
    revision: int | None = None,
    hide: Alone = ALONE,
    on: date | None = None,
) -> pd.DataFrame:
    """The frame of `figures.trend`: a row a month with share, interval, hidden, open, and control limits (Laney p').

    on: the day to judge by which months are still open (default: today)."""
    with reading(live.ensure(settings().store)) as db:
        rows = questions.by_month(db, of_kind(filters, kind), revision)
    frame = _shares(pd.DataFrame(rows), what, "month", hide)
    frame["open"] = [is_open(m, on or today()) for m in frame.get("month", [])]
    if len(frame):
        chart = p_chart(frame[["month", "numerator", "denominator"]], frame.loc[frame["open"], "month"])
        frame = frame.merge(chart[["month", "centre", "lower", "upper", "signal"]], on="month")
    return frame


def by_payer(
    filters: Filters, kind: str, what: str = "coverage_denied", revision: int | None = None, hide: Alone = ALONE
) -> pd.DataFrame:
    """The frame of `figures.intervals`, settled payers with most lines first, hidden ones last."""
    with reading(live.ensure(settings().store)) as db:
        rows = [r for r in questions.by_payer(db, of_kind(filters, kind), revision) if r["payer_id"]]
    return _by_size(_shares(pd.DataFrame(rows), what, "payer_id", hide), "denominator", "payer_id")


def by_state(
    filters: Filters, kind: str, what: str = "coverage_denied", revision: int | None = None, hide: Alone = ALONE
) -> pd.DataFrame:
    """A row a state that is known: state, numerator, denominator, share, low, high, hidden."""
    with reading(live.ensure(settings().store)) as db:
        rows = [r for r in questions.by_state(db, of_kind(filters, kind), revision) if r["state"]]
    return _by_size(_shares(pd.DataFrame(rows), what, "state", hide), "denominator", "state")


def by_code(
    filters: Filters, kind: str, what: str = "coverage_denied", revision: int | None = None, hide: Alone = ALONE
) -> pd.DataFrame:
    """A row a code: code, numerator, denominator, share, low, high, hidden."""
    with reading(live.ensure(settings().store)) as db:
        return _shares(pd.DataFrame(questions.by_code(db, of_kind(filters, kind), revision)), what, "code", hide)


def _shares(frame: pd.DataFrame, what: str, key: str, hide: Alone) -> pd.DataFrame:
    """Counts with share and Wilson interval. `hidden`: the row may not leave the building, because it is small, rests on
    too few practices, or would give another hidden one back beside the total; `why` says which."""
    if frame.empty:
        columns = ["month", "payer_id", "payer", "state", "code", "numerator", "denominator", "share", "low", "high",
                   "practices", "largest", "hidden", "why"]  # fmt: skip
        return pd.DataFrame(columns=columns)
    frame = frame[frame["adjudicated"] > 0].rename(columns={"adjudicated": "denominator", what: "numerator"})
    frame = uncertainty.with_intervals(frame.reset_index(drop=True))
    counts = frame[[key, "numerator", "denominator", "practices", "largest"]]
    found = hide.shares(counts, key, what)
    return frame.assign(hidden=list(found["hidden"]), why=list(found["why"]))


def funnel(
    filters: Filters, kind: str, what: str = "coverage_denied", revision: int | None = None, hide: Alone = ALONE
) -> tuple[pd.DataFrame, pd.DataFrame, float, float] | None:
    """Payers against chance: the frame and the curve of `figures.funnel`, the pooled share, phi. None below 3 payers."""
    rows = (
        ask(by_payer, filters, kind, what, revision) if hide is ALONE else by_payer(filters, kind, what, revision, hide)
    )
    if len(rows) < 3:
        return None
    found = funnels.funnel(rows[["payer_id", "payer", "numerator", "denominator", "hidden"]])
    curve = found.curve()
    return found.frame, curve, found.pooled, found.phi


def reasons(filters: Filters, kind: str, revision: int | None = None, hide: Alone = ALONE) -> pd.DataFrame:
    """The frame of `figures.reasons`: denied lines by category of the first reason, coverage apart from billing."""
    with reading(live.ensure(settings().store)) as db:
        rows = questions.by_reason(db, of_kind(filters, kind), revision)
    frame = pd.DataFrame(rows, columns=["reason", "denial_class", "category", "label", "lines"])
    frame["category"] = frame["category"].fillna(str(ReasonCategory.OTHER))
    frame["denial_class"] = frame["denial_class"].fillna(str(DenialClass.UNCLASSIFIED))
    grouped = frame.groupby(["category", "denial_class"], as_index=False)["lines"].sum()
    grouped["words"] = [ReasonCategory(c).words for c in grouped["category"]]
    grouped["hidden"] = _few(filters, kind, revision) or hide.counts(grouped, ["category", "denial_class"])
    return _by_size(grouped, "lines", "words")


def reason_codes(filters: Filters, kind: str, revision: int | None = None, hide: Alone = ALONE) -> pd.DataFrame:
    """Denied lines by first reason code with our label: reason, label, category words, whose doing, lines, hidden."""
    with reading(live.ensure(settings().store)) as db:
        frame = pd.DataFrame(questions.by_reason(db, of_kind(filters, kind), revision))
    if frame.empty:
        return pd.DataFrame(columns=["reason", "label", "category", "denial_class", "lines", "hidden"])
    frame["hidden"] = _few(filters, kind, revision) or hide.counts(frame, ["reason", "denial_class"])
    return _by_size(frame, "lines", "reason")


def _by_size(frame: pd.DataFrame, size: str, name: str) -> pd.DataFrame:
    """Largest first; hidden rows after them by name, since their place would say how large they are."""
    ordered = frame.sort_values(name).sort_values(size, ascending=False, kind="stable")
    unseen = ordered["hidden"].astype(bool)
    return pd.concat([ordered[~unseen], ordered[unseen].sort_values(name)], ignore_index=True)


def _few(filters: Filters, kind: str, revision: int | None) -> bool:
    """Whether too few practices stand behind these lines, or one for more than half: the reasons do not say whose they
    are, so all of them are hidden together."""
    sums = totals(filters, kind, revision)
    return bool(primary(sums["lines"], sums["practices"], sums["largest"]))


def worth_a_look(filters: Filters, kind: str, revision: int | None = None) -> pd.DataFrame:
    """Payers that give a reason more often than the other payers do (reporting odds ratio), strongest first: payer,
    category, words, lines, ratio, low, high. A hint where to look, never a finding; small pairs are left out."""
    with reading(live.ensure(settings().store)) as db:
        rows = questions.by_reason(db, of_kind(filters, kind), revision, payer=True)
    frame = pd.DataFrame(rows, columns=["payer_id", "payer", "category", "lines"])
    frame = frame[frame["payer_id"].astype(bool)]
    frame["category"] = frame["category"].fillna(str(ReasonCategory.OTHER))
    if _few(filters, kind, revision):
        frame = frame.head(0)
    found = uncertainty.reporting_odds(frame)
    found = found[found["worth_a_look"].astype(bool) & (found["lines"] > RULE.smallest)]
    names = dict(zip(frame["payer_id"], frame["payer"], strict=True))
    found = found.assign(
        payer=[names[i] for i in found["payer_id"]], words=[ReasonCategory(c).words for c in found["category"]]
    )
    columns = ["payer_id", "payer", "category", "words", "lines", "ratio", "low", "high"]
    return found.sort_values("low", ascending=False, ignore_index=True)[columns]
