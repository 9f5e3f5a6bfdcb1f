"""What changed between two days: decisions that are new, changed or withdrawn; conflicts and stale ones that are new.

Two states of the ledger are compared, each as it was known on its day, so the digest of any two days can be made again
at any time and comes out the same. What a newcomer would get wrong: a decision that a second person checked, or
that ended because another took over, is a new row but no news; rows are therefore followed to the one they go back to.

Decision rows: those of `measures.coverage` and decision_id, payer, scope, conditions, prior_auth, confidence,
recorded_at, sources, url.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tracker.measures import coverage
from tracker.measures.coverage import Place, State
from tracker.vocabulary import Derived, Status

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What happened. The order is the order of the digest."""

    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    BEGAN = "began"
    CONFLICT = "conflict"
    STALE = "stale"


WORDS = {
    Kind.NEW: "New",
    Kind.CHANGED: "Changed",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.BEGAN: "Came into force",
    Kind.CONFLICT: "Sources now disagree",
    Kind.STALE: "Not looked at for too long",
}
_SAYS = ("status", "scope", "conditions", "prior_auth", "effective_from", "effective_to", "confidence")


@dataclass(frozen=True)
class Item:
    """One piece of news about one payer, line of business and state; `codes` that share it stand together.

    was, now: what the payer said and says (a `Status` value, '' where nothing). day: when it happened, the same
    whatever period is asked about. why: the reason of a withdrawal, what else changed, or the last look.
    """

    kind: Kind
    payer_id: str
    payer: str
    line_of_business: str
    state: str
    codes: tuple[str, ...]
    was: str
    now: str
    effective_from: str
    day: str
    why: str = ""
    sources: str = ""
    url: str = ""


def digest(
    before: Sequence[Row], after: Sequence[Row], since: date, until: date, roots: Mapping[int, int],
    withdrawn: Mapping[int, tuple[str, str]] | None = None, review_days: int = coverage.REVIEW_DAYS,
) -> list[Item]:  # fmt: skip
    """News between the ledger as known on `since` and as known on `until`, by kind, then payer.

    roots: of every decision the one it goes back to. withdrawn: reason and day, by decision."""
    news = [
        *_decisions(before, after, roots, withdrawn or {}, until),
        *_states(before, after, since, until, review_days),
    ]
    order = list(Kind)
    return sorted(_together(news), key=lambda i: (order.index(i.kind), i.payer.casefold(), i.state, i.codes))


def _decisions(
    before: Sequence[Row],
    after: Sequence[Row],
    roots: Mapping[int, int],
    withdrawn: Mapping[int, tuple[str, str]],
    until: date,
) -> Iterable[Item]:
    was, now = _by_root(before, roots), _by_root(after, roots)
    for root in sorted(was.keys() | now.keys()):
        old, new = was.get(root, []), now.get(root, [])
        if not old:
            yield _item(Kind.NEW, new[-1], "", str(new[-1]["status"]), str(new[-1]["recorded_at"])[:10])
        elif not new:
            gone = (withdrawn[d["decision_id"]] for d in reversed(old) if d["decision_id"] in withdrawn)
            why, day = next(gone, ("", until.isoformat()))
            yield _item(Kind.WITHDRAWN, old[-1], str(old[-1]["status"]), "", day, why)
        elif {_said(d) for d in old} != {_said(d) for d in new}:
            day = max(str(d["recorded_at"])[:10] for d in new)
            yield _item(Kind.CHANGED, new[-1], str(old[-1]["status"]), str(new[-1]["status"]), day, _differs(old, new))


def _by_root(rows: Sequence[Row], roots: Mapping[int, int]) -> dict[int, list[Row]]:
    """The live rows that go back to one decision, by first day: a predecessor that ended, then what took over."""
    out: dict[int, list[Row]] = {}
    for row in rows:
        out.setdefault(roots.get(row["decision_id"], row["decision_id"]), []).append(row)
    return {root: sorted(rows, key=lambda r: str(r["effective_from"] or "")) for root, rows in out.items()}


def _said(d: Row) -> tuple[Any, ...]:
    return tuple(d[n] or "" for n in _SAYS)


def _differs(old: Sequence[Row], new: Sequence[Row]) -> str:
    """What changed besides the status, in words."""
    names = {"effective_from": "first day", "effective_to": "last day", "prior_auth": "prior authorisation"}
    found = [names.get(n, n) for n in _SAYS if n != "status" and (old[-1][n] or "") != (new[-1][n] or "")]
    return ", ".join(found)


def _item(kind: Kind, d: Row, was: str, now: str, day: str, why: str = "") -> Item:
    return Item(
        kind, d["payer_id"], d["payer"], d["line_of_business"], d["state"] or "", (d["code"],), was, now,
        d["effective_from"] or "", day, why, d["sources"] or "", d["url"] or "",
    )  # fmt: skip


def _states(before: Sequence[Row], after: Sequence[Row], since: date, until: date, review_days: int) -> Iterable[Item]:
    """What follows from the calendar and from two voices: conflicts, stale ones, announcements that came true."""
    keys = sorted({(d["payer_id"], d["line_of_business"], d["state"] or "", d["code"]) for d in after})
    then: dict[Place, State] = dict(coverage.states_of(before, keys, since, since, review_days))
    by_key: dict[Place, list[Row]] = {}
    for d in after:
        by_key.setdefault((d["payer_id"], d["line_of_business"], d["state"] or "", d["code"]), []).append(d)
    for key, now in coverage.states_of(after, keys, until, until, review_days):
        was, rows, day = then[key], by_key[key], until.isoformat()
        d = rows[-1]
        if now.knowledge is Derived.CONFLICTING and was.knowledge is not Derived.CONFLICTING:
            yield _item(Kind.CONFLICT, d, str(now.other_status or ""), str(now.status or ""), _newest(rows, day))
        if now.stale and not was.stale and was.knowledge is not Derived.NOT_CHECKED:
            why = f"last looked at {now.last_checked or 'never'}"
            yield _item(Kind.STALE, d, "", str(now.status or ""), _stale_since(now, day, review_days), why)
        if was.next_from and since.isoformat() < was.next_from <= day and now.knowledge in set(Status):
            held = str(was.status) if was.knowledge is not Derived.ANNOUNCED else ""
            yield _item(Kind.BEGAN, d, held, str(now.knowledge), was.next_from)


def _newest(rows: Sequence[Row], until: str) -> str:
    """The day on which the last of the voices was recorded or came into force."""
    days = [max(str(d["recorded_at"])[:10], str(d["effective_from"] or "")) for d in rows]
    return max((d for d in days if d <= until), default=until)


def _stale_since(state: State, until: str, review_days: int) -> str:
    if not state.last_checked:
        return until
    return (date.fromisoformat(state.last_checked) + timedelta(days=review_days + 1)).isoformat()


def _together(news: Iterable[Item]) -> list[Item]:
    """Items that differ by code alone as one."""
    groups: dict[Item, list[str]] = {}
    for item in news:
        alike = Item(**{**vars(item), "codes": ()})
        groups.setdefault(alike, []).extend(item.codes)
    return [Item(**{**vars(item), "codes": tuple(sorted(set(codes)))}) for item, codes in groups.items()]


def counted(items: Sequence[Item]) -> dict[Kind, int]:
    """How many payer, business, place and code cells each kind of news touches."""
    return {kind: sum(len(i.codes) for i in items if i.kind is kind) for kind in Kind}
