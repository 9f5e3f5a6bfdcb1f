"""The story of a line does not depend on how its events are spread over files, nor in which order these arrive."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product
from pathlib import Path

import pytest

from tests.intake.made_835 import Clp, Svc, claims
from tests.spec.test_remittance_lines import (
    CORRECTED,
    DENIED_AGAIN,
    DENIED_LINE,
    ORIGINAL,
    OTHER,
    PAID_BACK,
    PAID_FIRST,
    SENT_TWICE,
    TAKEN_BACK,
    THEN_DENIED,
    UNEVEN_BACK,
    WHOLE_BACK,
)
from tracker.people import LOCAL
from tracker.services import submit
from tracker.settings import settings
from tracker.store import questions
from tracker.store.connection import reading

LATER = Clp((DENIED_LINE,), number="A-77", status="2")
PLAN = Clp((DENIED_LINE,), number="A-77", status="25")
CHANGED = Clp((Svc(code="97530", submitted="97550", paid="0", cas=("CO-97 100.00",)),), number="A-77", status="4")

STORIES = [
    # what happened, (denied, paid) lines that count in the end, why
    ((ORIGINAL,), (1, 0), "a denial"),
    ((ORIGINAL, TAKEN_BACK), (0, 0), "taken back: as if it had never been"),
    ((ORIGINAL, WHOLE_BACK), (0, 0), "the claim taken back as a whole, without service lines"),
    ((PAID_FIRST, UNEVEN_BACK), (0, 0), "a reversal that does not repeat the reasons"),
    ((ORIGINAL, TAKEN_BACK, CORRECTED), (1, 0), "denied at its first adjudication, then paid"),
    ((PAID_FIRST, PAID_BACK, THEN_DENIED), (0, 1), "paid at first, then denied"),
    ((ORIGINAL, TAKEN_BACK, DENIED_AGAIN), (1, 0), "denied twice for two reasons: one denial"),
    ((ORIGINAL, TAKEN_BACK, CORRECTED, PAID_BACK), (0, 0), "all of it taken back in the end"),
    ((ORIGINAL, SENT_TWICE), (1, 0), "turned away as a duplicate: the denial stands"),
    ((ORIGINAL, OTHER), (1, 1), "two claims"),
    ((TAKEN_BACK, OTHER), (0, 1), "takes back what was never sent"),
    ((ORIGINAL, PLAN), (1, 0), "a predetermination is no claim"),
    ((CHANGED,), (1, 0), "the code as submitted counts where the payer changed it"),
]


def spread(events: tuple[Clp, ...]) -> Iterator[tuple[tuple[Clp, ...], ...]]:
    """Every way to deliver the events: all in one file in any order, or in several files that arrive in any order."""
    numbers = range(len(events))
    for order in permutations(numbers):
        yield (tuple(events[n] for n in order),)
    for places in product(numbers, repeat=len(events)):  # the file of each event
        files = tuple(tuple(e for e, at in zip(events, places, strict=True) if at == file) for file in numbers)
        if sum(map(bool, files)) > 1:
            yield tuple(f for f in files if f)


def counted(folder: Path, files: tuple[tuple[Clp, ...], ...]) -> tuple[int, int]:
    """(denied, paid) after these files were sent to an empty store; they are withdrawn again."""
    receipts = []
    for n, events in enumerate(files):
        path = folder / f"{n}.835"
        path.write_bytes(claims(*events))
        seen = submit.preview(path, LOCAL)
        if seen.batch.keeps:
            receipts.append(submit.accept(seen, LOCAL).receipt)
    with reading(settings().store) as db:
        total = questions.totals(db)
    for receipt in receipts:
        submit.withdraw(receipt, LOCAL)
    with reading(settings().store) as db:
        assert questions.totals(db)["lines"] == 0
    return total["denied"], total["paid"]


@pytest.mark.parametrize(("events", "expected", "why"), STORIES, ids=[why for _, _, why in STORIES])
def test_any_order_and_any_files(events: tuple[Clp, ...], expected: tuple[int, int], why: str, tmp_path: Path) -> None:
    ways = list(spread(events))
    for files in ways if len(ways) <= 40 else ways[:: len(ways) // 32]:
        assert counted(tmp_path, files) == expected, (why, [[c.status for c in f] for f in files])


def test_a_later_payer_is_another_story(tmp_path: Path) -> None:
    """Kept apart: neither a second denial among primary lines nor a repeat of the first."""
    path = tmp_path / "both.835"
    path.write_bytes(claims(ORIGINAL, LATER))
    done = submit.accept(submit.preview(path, LOCAL), LOCAL)
    assert (done.counted, done.known_already) == (2, 0)
    with reading(settings().store) as db:
        bases = {r[0]: r[1] for r in db.execute("select basis, sum(lines) from cells group by 1")}
    assert bases == {"complete": 1, "secondary": 1}
