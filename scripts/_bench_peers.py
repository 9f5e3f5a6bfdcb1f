"""The same questions put to this store, to DuckDB, to pandas and to Datasette, in one run, with the answers compared.

DuckDB and pandas get a flat table with one row a counted line, as people make one. DuckDB's reader for SQLite files is an
extension that is fetched from outside, so the table is read with Python and loaded into a DuckDB file; reading and loading
are told apart from asking. Datasette answers by facets on the file itself, asked in this process without HTTP.
The one thing to know: ours also counts distinct practices, without which nothing may be shown; the others are asked to.
"""

from __future__ import annotations

import asyncio
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tracker.store import questions
from tracker.store.connection import reading
from tracker.store.questions import Filters

COLUMNS = ("payer_id", "state", "line_of_business", "code", "month", "practice_id", "outcome", "denial_class", "reason")
# Lines that count in a share: primary, accepted, of imports that stand.
FLAT = """
  select coalesce(d.payer_id, '') as payer_id, l.state,
    case when l.line_of_business <> '' then l.line_of_business else coalesce(p.usual_line_of_business, '') end
      as line_of_business, l.code, l.month, coalesce(l.practice_id, 0) as practice_id, l.outcome,
    coalesce(l.denial_class, '') as denial_class, coalesce(l.first_reason, '') as reason
  from claim_lines l
  join imports i on i.import_id = l.import_id and i.withdrawn_revision is null
  join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict = 'accepted'
  left join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  left join payers p on p.payer_id = d.payer_id
  where l.withdrawn_revision is null and l.primary_payer = 1"""
STATE, BUSINESS = Filters(states=("CA",)), Filters(lines_of_business=("commercial",))
ASKED: tuple[tuple[str, tuple[str, ...], Filters], ...] = (
    ("denials by month", ("month",), Filters()),
    ("by payer", ("payer_id",), Filters()),
    ("by state", ("state",), Filters()),
    ("reasons", ("reason", "denial_class"), Filters()),
    ("gap table", ("payer_id", "line_of_business", "state", "code"), Filters()),
    ("by month, one state", ("month",), STATE),
    ("by payer, one line of business", ("payer_id",), BUSINESS),
)
Answer = Callable[[tuple[str, ...], Filters], tuple[int, int]]  # rows of the answer, denied lines in it


def chunks(store: Path, rows: int = 500_000) -> Iterator[pd.DataFrame]:
    with reading(store) as db:
        cursor = db.execute(FLAT)
        while found := cursor.fetchmany(rows):
            yield pd.DataFrame(found, columns=list(COLUMNS))


def ours(store: Path) -> Answer:
    one = {"month": questions.by_month, "payer_id": questions.by_payer, "state": questions.by_state}

    def answer(by: tuple[str, ...], filters: Filters) -> tuple[int, int]:
        with reading(store) as db:
            if by[0] == "reason":
                rows = questions.by_reason(db, filters)
                return len(rows), sum(r["lines"] for r in rows)
            if len(by) > 1:
                places = questions.gap_inputs(db, filters)
                questions.practices_by_place(db, filters)
                keys = {tuple(r[c] for c in by) for r in places}
                return len(keys), sum(r["coverage_denied"] for r in places)
            rows = one[by[0]](db, filters)
            return len(rows), sum(r["denied"] for r in rows)

    return answer


def of_pandas(frame: pd.DataFrame) -> Answer:
    """The usual way: everything in memory, filter, group."""

    def answer(by: tuple[str, ...], filters: Filters) -> tuple[int, int]:
        found = frame
        for column, values in (("state", filters.states), ("line_of_business", filters.lines_of_business)):
            if values:
                found = found[found[column].isin(values)]
        denied = found["outcome"] == "denied"
        if by[0] == "reason":
            counted = found[denied].groupby(list(by)).size()
            return len(counted), int(counted.sum())
        if len(by) > 1:
            found, denied = found[found["payer_id"] != ""], denied[found["payer_id"] != ""]
            denied = denied & (found["denial_class"] == "coverage")
        groups = found.assign(denied=denied).groupby(list(by))
        counts = groups.agg(lines=("denied", "size"), denied=("denied", "sum"), practices=("practice_id", "nunique"))
        return len(counts), int(counts["denied"].sum())

    return answer


def of_duckdb(connection: Any) -> Answer:
    def answer(by: tuple[str, ...], filters: Filters) -> tuple[int, int]:
        parts = [f"{c} = '{v[0]}'" for c, v in (("state", filters.states),
                 ("line_of_business", filters.lines_of_business)) if v]  # fmt: skip
        denied = "count(*) filter (where outcome = 'denied')"
        if by[0] == "reason":
            parts.append("outcome = 'denied'")
        elif len(by) > 1:
            parts.append("payer_id <> ''")
            denied = "count(*) filter (where outcome = 'denied' and denial_class = 'coverage')"
        where, key = f"where {' and '.join(parts)}" if parts else "", ", ".join(by)
        people = "" if by[0] == "reason" else ", count(distinct practice_id)"
        sql = f"select {denied}, count(*) {people}, {key} from lines {where} group by {key}"  # noqa: S608 - fixed words
        rows = connection.execute(sql).fetchall()
        return len(rows), sum(r[0] for r in rows)

    return answer


FACETS = {"denials by month": "month", "by payer": "payer", "by state": "state", "reasons": "first_reason"}


def datasette_times(store: Path, times: int) -> dict[str, str]:
    """Milliseconds by question, through facets of the view that has the payers' names; limits raised far above usual."""
    from datasette.app import Datasette

    limits = {"sql_time_limit_ms": 30_000, "facet_time_limit_ms": 30_000, "max_returned_rows": 50_000}
    served = Datasette([], immutables=[str(store)], settings=limits)
    name = store.stem
    found = {}

    async def ask(path: str) -> float:
        start = time.perf_counter()
        reply = await served.client.get(f"/{name}/{path}")
        said = reply.json()
        full = reply.status_code == 200 and not said.get("facets_timed_out") and not said.get("interrupted")
        return (time.perf_counter() - start) * 1000 if full else -1.0

    async def all_of_them() -> None:
        for question, by, filters in ASKED:
            column = FACETS.get(question.split(",")[0], "month" if by == ("month",) else "payer")
            where = (
                "&state=CA" if filters.states else "&line_of_business=commercial" if filters.lines_of_business else ""
            )
            facet = f"denial_reports.json?_facet={column}&outcome=denied{where}&_size=0&_nocount=1&_facet_size=max"
            path = "coverage_gaps.json?_size=max&_nocount=1" if question == "gap table" else facet
            taken = [await ask(path)]
            if 0 <= taken[0] < 5_000:
                taken = [await ask(path) for _ in range(times)]
            found[question] = f"{statistics.median(taken):,.1f}" if min(taken) >= 0 else "over 30 s"

    asyncio.run(all_of_them())
    return found


def _times(answer: Answer, times: int) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    found, told = {}, {}
    for question, by, filters in ASKED:
        taken = []
        for _ in range(times + 1):
            start = time.perf_counter()
            told[question] = answer(by, filters)
            taken.append((time.perf_counter() - start) * 1000)
        found[question] = f"{statistics.median(taken[1:]):,.1f}"
    return found, told


def compare(store: Path, times: int) -> tuple[list[str], list[list[object]], list[str]]:
    """Names of those compared, a row a question (median milliseconds), and notes: loading, who is absent, who differs."""
    notes = []
    columns = {}
    columns["payer-tracker"], truth = _times(ours(store), times)
    start = time.perf_counter()
    parts = list(chunks(store))
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    del parts
    megabytes = frame.memory_usage(deep=True).sum() / 1e6
    notes.append(
        f"pandas: reading all lines took {time.perf_counter() - start:,.1f} s, the frame has {megabytes:,.0f} MB"
    )
    if importlib.util.find_spec("duckdb"):
        columns["DuckDB"], told = _duckdb(frame, times, notes)
        notes += _differ("DuckDB", told, truth)
    else:
        notes.append("DuckDB is not installed (pip install '.[bench]')")
    columns["pandas"], told = _times(of_pandas(frame), max(times // 2, 1))
    notes += _differ("pandas", told, truth)
    del frame
    if importlib.util.find_spec("datasette"):
        columns["Datasette"] = datasette_times(store, max(times // 2, 1))
    else:
        notes.append("Datasette is not installed (pip install '.[bench]')")
    rows: list[list[object]] = [[q, *(column.get(q, "-") for column in columns.values())] for q, _, _ in ASKED]
    return list(columns), rows, notes


def _duckdb(frame: pd.DataFrame, times: int, notes: list[str]) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "lines.duckdb"))
        start = time.perf_counter()
        connection.register("frame", frame)
        connection.execute("create table lines as select * from frame")
        notes.append(f"DuckDB: loading its own file from that frame took {time.perf_counter() - start:,.1f} s more")
        found = _times(of_duckdb(connection), times)
        connection.close()
    return found


def _differ(who: str, told: dict[str, tuple[int, int]], truth: dict[str, tuple[int, int]]) -> list[str]:
    return [f"{who} answers {q!r} with {told[q]}, ours with {truth[q]}" for q in truth if told[q][1] != truth[q][1]]
