"""The summaries equal a recount of the lines, after whatever happens; an old revision answers the same for ever."""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlite_utils import Database

from tests.store.making import a_line, add, key
from tracker.store import cells, denied, imports, live, names, questions, queue, reach
from tracker.store import lines as claim_lines
from tracker.store.connection import audit_breaks, reading, revision, writing

NAMES = 4
VERDICTS = ["accepted", "pending", "returned"]

SOME_FILTERS = [
    questions.EVERYTHING,
    questions.Filters(basis=("complete",)),
    questions.Filters(basis=(), review=()),
    questions.Filters(states=("CA",), basis=("reports",), review=("pending",)),
    questions.Filters(payers=("aetna",), month_from="2025-02"),
    questions.Filters(month_from="2025-01", month_to="2025-01"),
    questions.Filters(payers=("aetna",)),
    questions.Filters(payers=("aetna", "medicare-ffs"), lines_of_business=("commercial",)),
    questions.Filters(payers=("",), lines_of_business=("",), basis=("secondary",)),
    questions.Filters(states=("CA",), month_from="2025-02", month_to="2025-02"),
    questions.Filters(states=("",), month_from="2025-02"),
    questions.Filters(states=("", "CA", "TX")),
    questions.Filters(lines_of_business=("commercial", "")),
    questions.Filters(parents=("CVS Health",)),
]
QUESTIONS = [
    questions.totals, questions.by_month, questions.by_payer, questions.by_state, questions.by_code,
    questions.by_line_of_business, questions.by_payer_code, questions.by_reason, questions.practices, questions.payers,
    questions.practices_by_month, questions.who_reports,
]  # fmt: skip


def met(rows: questions.Rows) -> dict[tuple[str, ...], list[int]]:
    """Gap inputs summed over months."""
    found: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        sums = found.setdefault(tuple(row[c] for c in reach.PLACE), [0] * 5)
        counts = ("paid", "coverage_denied", "billing_denied", "adjudicated", "coverage_units")
        sums[:] = [a + row[c] for a, c in zip(sums, counts, strict=True)]
    return found


some_lines = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.integers(0, NAMES - 1),
            "state": st.sampled_from(["CA", "TX", ""]),
            "line_of_business": st.sampled_from(["", "commercial"]),
            "code": st.sampled_from(["97550", "96202"]),
            "month": st.sampled_from(["2025-01", "2025-02"]),
            "outcome": st.sampled_from(["paid", "denied", "denied", "pending"]),
            "denial_class": st.sampled_from(["coverage", "billing", "unclassified"]),
            "primary_payer": st.booleans(),
            "practice": st.sampled_from([None, key("a"), key("b")]),
            "claim": st.integers(0, 5),
            "keyed": st.sampled_from([True, True, False]),
            "units": st.sampled_from([None, 1, 3]),
            "flags": st.sampled_from(["", "", "", "reversal", "correction"]),
        }
    ),
    min_size=1,
    max_size=6,
)


def recounted(db: Database, table: str, at: int) -> list[tuple[Any, ...]]:
    """The rows that the lines of a revision give, in the order of the summary's own columns."""
    columns = ", ".join(row[1] for row in db.execute(f"pragma table_info({table})"))
    rows = db.execute(f"select {columns} from ({cells.counted(table, at)})", {"revision": at})
    return sorted(rows.fetchall(), key=repr)


def reached(db: Database, at: int) -> dict[str, dict[tuple[Any, ...], list[int]]]:
    """Margins, places and first months as plain Python counts them from the lines of a revision."""
    held: dict[str, dict[tuple[Any, ...], dict[int, list[int]]]] = {"margins": {}, "places": {}}
    firsts: dict[tuple[Any, ...], list[int]] = {}
    payer_firsts: dict[tuple[Any, ...], list[int]] = {}
    finest = {**cells.PRACTICE_SUMMARIES, **cells.LINE_SUMMARIES}["practice_cells"]
    values = ", ".join(f"sum({v}) as {c}" for c, v in cells._VALUE.items())
    gathered = cells._gathered(True, "true")
    for row in db.query(
        f"select {', '.join(finest)}, basis, review, {values} from ({gathered}) group by {', '.join(finest)}, basis, review",
        {"revision": at},
    ):
        counts, practice = [row[c] for c in cells.COUNTS], row["practice_id"]
        for basis in {row["basis"], reach.PRIMARY if row["basis"] != "secondary" else row["basis"]}:
            keys = [(d, row[d], basis, row["review"]) for d in reach.DIMENSIONS]
            keys += [(p, f"{row[a]} {row[b]}", basis, row["review"]) for p, (a, b) in reach.PAIRS.items()]
            for table, found in (
                ("margins", [(reach.EVERYTHING, "", basis, row["review"]), *keys]),
                ("places", [(*(row[c] for c in reach.PLACE), basis, row["review"])]),
            ):
                for place in found:
                    mine = held[table].setdefault(place, {}).setdefault(practice, [0] * len(counts))
                    mine[:] = [a + b for a, b in zip(mine, counts, strict=True)]
        first = (row["review"], practice, row["basis"])
        firsts[first] = min(firsts.get(first, [row["month"]]), [row["month"]])
        of_payer = (row["payer_id"], *first)
        payer_firsts[of_payer] = min(payer_firsts.get(of_payer, [row["month"]]), [row["month"]])
    summed = {
        table: {
            key: [*map(sum, zip(*by.values(), strict=True)), len(by), max(n[0] for n in by.values())]
            for key, by in rows.items()
        }
        for table, rows in held.items()
    }
    return {**summed, "practice_firsts": firsts, "payer_firsts": payer_firsts}


def odd_by_lines(db: Database, sudden: int, mostly: int) -> dict[int, int]:
    """How many reasons each waiting batch has for a second look, from the lines themselves and not from summaries."""
    live_lines = """select l.*, d.payer_id, v.verdict from claim_lines l
      join imports i on i.import_id = l.import_id and i.withdrawn_revision is null
      join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict <> 'returned'
      left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
      where l.withdrawn_revision is null"""
    lines = list(db.query(live_lines))
    sent = db.execute(
        """select i.import_id, i.submitted_by, i.lines, v.verdict from imports i
        join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null where i.withdrawn_revision is null"""
    ).fetchall()
    found: dict[int, int] = {}
    for import_id, who, held, verdict in sent:
        if verdict != "pending":
            continue
        others = [n for i, w, n, _ in sent if w == who and i != import_id]
        denied = Counter(r["first_reason"] for r in lines if r["outcome"] == "denied" and r["first_reason"])
        mine = [r for r in lines if r["import_id"] == import_id]
        new = {
            reason
            for reason, n in Counter(r["first_reason"] for r in mine if r["outcome"] == "denied").items()
            if reason and n >= denied[reason]
        }
        pairs = Counter((r["payer_id"], r["practice_id"]) for r in mine if r["payer_id"] and r["practice_id"])
        one = [
            pair
            for pair, n in pairs.items()
            if n >= mostly and _more_than_half([r["practice_id"] for r in lines if r["payer_id"] == pair[0]], pair[1])
        ]
        told = bool(others and held > sudden * sum(others) / len(others)) + bool(new) + bool(one)
        if told:
            found[import_id] = told
    return found


def _more_than_half(practices: list[int | None], practice: int | None) -> bool:
    return practices.count(practice) * 2 > len(practices) > practices.count(practice)


def alike_by_lines(db: Database) -> dict[str, Counter[str]]:
    """For each import that stands: how many of its lines each other one tells too, from the lines themselves."""
    told: dict[str, Counter[tuple[Any, ...]]] = {}
    for receipt, *line in db.execute(
        """select i.receipt, d.payer_id, l.state, l.code, l.modifiers, l.units, l.month, l.outcome, l.first_reason
        from claim_lines l join imports i on i.import_id = l.import_id and i.withdrawn_revision is null
        join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null and d.payer_id is not null
        where l.withdrawn_revision is null"""
    ):
        told.setdefault(receipt, Counter())[tuple(line)] += 1
    return {
        one: Counter({other: (lines & held).total() for other, held in told.items() if other != one and lines & held})
        for one, lines in told.items()
    }


class Store(RuleBasedStateMachine):
    """Any order of sending, withdrawing, reviewing and resolving."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = live.ensure(Path(self.folder.name) / "payers.sqlite")
        self.files = 0
        self.receipts: list[str] = []
        self.pictures: dict[int, list[tuple[Any, ...]]] = {}
        with writing(self.path, "desk", "names") as change:
            ids = names.ensure(change.db, {(f"plan {n}", "", "", ""): f"Plan {n}" for n in range(NAMES)})
        self.names = sorted(ids.values())

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(
        drawn=some_lines,
        complete=st.sampled_from([True, False, None]),
        verdict=st.sampled_from(VERDICTS),
        who=st.sampled_from(["member", "member", "another"]),
    )
    def send(self, drawn: list[dict[str, Any]], complete: bool | None, verdict: str, who: str) -> None:
        self.files += 1
        lines = []
        for n, values in enumerate(drawn):
            name, claim, keyed = values.pop("name"), values.pop("claim"), values.pop("keyed")
            keys = {
                "claim_key": key("claim", claim),
                "line_key": key("line", claim, values["month"]) if keyed else None,
            }
            if values["outcome"] in ("paid", "pending"):
                values.pop("denial_class")
            lines.append(a_line(self.names[name], row=n, **keys, **values))
        with writing(self.path, who, "import") as change:
            self.receipts.append(add(change, lines, str(self.files), complete=complete, verdict=verdict).receipt)

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        receipt = data.draw(st.sampled_from(self.receipts))
        self.receipts.remove(receipt)
        with writing(self.path, "member", "withdraw") as change:
            imports.withdraw(change, receipt)

    @precondition(lambda self: self.receipts)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def review(self, data: st.DataObject, verdict: str) -> None:
        with writing(self.path, "desk", "review") as change:
            imports.review(change, data.draw(st.sampled_from(self.receipts)), verdict, "because")

    @rule(data=st.data(), state=st.sampled_from(["", "CA", "TX"]))
    def correct(self, data: st.DataObject, state: str) -> None:
        with writing(self.path, "desk", "correct line") as change:
            live_ones = "select line_id from claim_lines where withdrawn_revision is null order by 1"
            lines = [row[0] for row in change.db.execute(live_ones)]
            if lines and (line := claim_lines.one(change.db, data.draw(st.sampled_from(lines)))):
                claim_lines.correct(change, line["line_id"], {"state": state})

    @rule(name=st.integers(0, NAMES - 1), payer=st.sampled_from([None, "aetna", "medicare-ffs"]))
    def resolve(self, name: int, payer: str | None) -> None:
        with writing(self.path, "desk", "resolve") as change:
            names.decide(change, self.names[name], payer, how="person", why="asked")

    @invariant()
    def summaries_equal_a_recount(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            at = revision(db)
            for table in cells.SUMMARIES:
                kept = sorted(db.execute(f"select * from {table}").fetchall(), key=repr)
                assert kept == recounted(db, table, at), table
            self.pictures.setdefault(at, recounted(db, "cells", at))

    @invariant()
    def practices_and_largest_equal_a_recount(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            for table, expected in reached(db, revision(db)).items():
                width = len(next(iter(expected))) if expected else 0
                kept = {row[:width]: list(row[width:]) for row in db.execute(f"select * from {table}")}
                assert kept == expected, table

    @invariant()
    def what_is_kept_answers_as_what_is_counted_anew(self) -> None:
        """The quick way of every question and the slow one, as of the newest revision."""
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            at = revision(db)
            for chosen in SOME_FILTERS:
                for question in QUESTIONS:
                    assert question(db, chosen) == question(db, chosen, at), (question.__name__, chosen)
                for window in (("2025-01-01", "2099-01-01"), ("2025-01-01", "2025-01-02")):
                    brought = [questions.arrived_within(db, [window], chosen, r) for r in (None, at)]
                    assert brought[0] == brought[1], chosen
                assert met(questions.gap_inputs(db, chosen)) == met(questions.gap_inputs(db, chosen, at)), chosen
                kept, anew = questions.practices_by_place(db, chosen), questions.practices_by_place(db, chosen, at)
                assert sorted(map(repr, kept)) == sorted(map(repr, anew)), chosen
                told = [r for r in questions.gap_inputs(db, chosen) if r.get("practices") is not None]
                assert not told or sorted(map(repr, kept)) == sorted(repr({c: r[c] for c in kept[0]}) for r in told)

    @invariant()
    def what_is_odd_and_what_senders_sent_equal_a_recount(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db, patch.object(queue, "SUDDEN", 1), patch.object(queue, "MOSTLY_ONE", 1):
            assert {i: len(why) for i, why in queue.odd(db).items()} == odd_by_lines(db, sudden=1, mostly=1)
            kept = db.execute("select * from senders order by 1").fetchall()
            assert (
                kept
                == db.execute(
                    "select submitted_by, count(*), sum(lines) from imports where withdrawn_revision is null group by 1 order by 1"
                ).fetchall()
            )

    @invariant()
    def who_stands_behind_denials_equals_a_recount(self) -> None:
        """However few practices are looked at first, and however few are enough."""
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db, patch.object(denied, "LOOKED_AT", 1):
            places = sorted(
                {(r["payer_id"], r["line_of_business"], r["state"], r["code"]) for r in questions.gap_inputs(db)}
            )
            for since in ("", "2025-02"):
                asked = [(*place, since if n % 2 else "", "") for n, place in enumerate(places)]
                for until, enough in (("2025-01", 9), (denied.LAST, 9), (denied.LAST, 1)):
                    for chosen in (
                        questions.EVERYTHING,
                        questions.Filters(basis=("complete",), review=("accepted", "pending")),
                    ):
                        rows = questions.practices_denied(db, asked, chosen, until=until)
                        met = questions.company(db, asked, chosen, until=until, enough=enough)
                        assert met == denied._of_rows(rows, enough), (asked, until, enough)

    @invariant()
    def what_waits_equals_a_recount(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            standing = db.execute(
                "select import_id, submitted_by, lines, verdict from imports join reviews v using (import_id) "
                "where imports.withdrawn_revision is null and v.withdrawn_revision is null order by 1"
            ).fetchall()
            expected = []
            for import_id, who, lines, verdict in standing:
                others = [n for i, w, n, _ in standing if w == who and i != import_id]
                usual = sum(others) / len(others) if others else None
                times = None if usual is None else lines / usual if usual else math.inf if lines else 0.0
                if verdict == "pending":
                    expected.append((import_id, who, times))
            kept = db.execute("select * from waiting order by 1").fetchall()
            assert [row[:2] for row in kept] == [row[:2] for row in expected]
            for (*_, one), (*_, other) in zip(kept, expected, strict=True):
                assert one == other or (one and other and math.isclose(one, other)), (kept, expected)

    @invariant()
    def lines_told_twice_equal_a_recount(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            for receipt, others in alike_by_lines(db).items():
                found = {t["receipt"]: t["lines"] for t in imports.twins(db, receipt, share=0.0, least=1)}
                best = sorted(others.values(), reverse=True)[:3]
                assert sorted(found.values(), reverse=True) == best, (found, others)
                assert all(others[other] == lines for other, lines in found.items())

    @invariant()
    def every_older_revision_reads_as_it_did(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            for at, picture in self.pictures.items():
                assert recounted(db, "cells", at) == picture, at

    @invariant()
    def a_line_key_counts_once(self) -> None:
        if not hasattr(self, "path"):
            return
        with reading(self.path) as db:
            twice = db.execute(
                """select hex(l.line_key) from claim_lines l join imports i using (import_id)
                join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null
                where l.withdrawn_revision is null and i.withdrawn_revision is null and v.verdict <> 'returned'
                and l.line_key is not null group by 1 having count(*) > 1"""
            ).fetchall()
            assert twice == []
            assert audit_breaks(db) == []
            assert db.execute("pragma foreign_key_check").fetchall() == []

    @invariant()
    def the_parts_add_up(self) -> None:
        if not hasattr(self, "path"):
            return
        everything = questions.Filters(basis=(), review=())
        with reading(self.path) as db:
            total = questions.totals(db, everything)
            for question in (questions.by_payer, questions.by_month, questions.by_state, questions.by_code):
                rows = question(db, everything)
                for count in cells.COUNTS:
                    assert sum(r[count] for r in rows) == total[count]


TestStore = Store.TestCase
TestStore.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
