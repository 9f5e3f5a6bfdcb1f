"""The same questions put to this store, to DuckDB, to pandas and to Datasette, in one run, with the answers compared.

DuckDB is asked twice: reading this very SQLite file, and a file of its own into which the lines were loaded first. pandas
reads everything and groups it, as dashboards often do; loading is told apart from asking. Datasette answers by facets on
the file itself, asked in this process without HTTP. The one thing to know: ours also counts distinct practices, without
which nothing may be shown; DuckDB and pandas are asked to.
"""

from __future__ import annotations

import asyncio
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from tracker.store import places, questions
from tracker.store.connection import reading
from tracker.store.questions import EVERYTHING, Filters

COLUMNS = ("payer_id", "state", "line_of_business", "code", "month", "practice_id", "outcome", "denial_class", "reason")
# Lines that count in a share: primary, accepted, of imports that stand.
FLAT = """
  select coalesce(d.payer_id, '') as payer_id, l.state,
    case when l.line_of_business <> '' then l.line_of_business else coalesce(p.usual_line_of_business, '') end
      as line_of_business, l.code, l.month, coalesce(l.practice_id, 0) as practice_id, l.outcome,
    coalesce(l.denial_class, '') as denial_class, coalesce(l.first_reason, '') as reason
  from {0}claim_lines l
  join {0}imports i on i.import_id = l.import_id and i.withdrawn_revision is null
  join {0}reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict = 'accepted'
  left join {0}name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  left join {0}payers p on p.payer_id = d.payer_id
  where l.withdrawn_revision is null and l.primary_payer = 1"""


@dataclass(frozen=True)
class Asked:
    """What is grouped by, and of which lines. dated: denials of a place apart by the days of its payer's policies."""

    name: str
    by: tuple[str, ...]
    filters: Filters = EVERYTHING
    dated: bool = False


PLACE = ("payer_id", "line_of_business", "state", "code")
ASKED = (
    Asked("denials by month", ("month",)),
    Asked("by payer", ("payer_id",)),
    Asked("by state", ("state",)),
    Asked("reasons", ("reason", "denial_class")),
    Asked("gap table without dates", PLACE),
    Asked("gap table, as its page asks", PLACE, dated=True),
    Asked("by month, one state", ("month",), Filters(states=("CA",))),
    Asked("by payer, one line of business", ("payer_id",), Filters(lines_of_business=("commercial",))),
    # What no pair of dimensions keeps: practices are counted anew.
    Asked("by month, two states", ("month",), Filters(states=("CA", "TX"))),
    Asked("by code, one payer", ("code",), Filters(payers=("aetna",))),
    Asked("by payer, one state and code", ("payer_id",), Filters(states=("CA",), codes=("97550",))),
)
Answer = Callable[[Asked], tuple[int, int]]  # rows of the answer, denied lines in it


def chunks(store: Path, rows: int = 500_000) -> Iterator[pd.DataFrame]:
    with reading(store) as db:
        cursor = db.execute(FLAT.format(""))
        while found := cursor.fetchmany(rows):
            yield pd.DataFrame(found, columns=list(COLUMNS))


def ours(store: Path) -> Answer:
    one = {
        "month": questions.by_month, "payer_id": questions.by_payer, "state": questions.by_state,
        "code": questions.by_code,
    }  # fmt: skip
    kept = f"""select {", ".join(PLACE)}, coverage_denied, lines, practices from places
      where basis = 'primary' and review = 'accepted' and payer_id <> ''"""  # noqa: S608 - fixed words

    def answer(asked: Asked) -> tuple[int, int]:
        with reading(store) as db:
            if asked.by[0] == "reason":
                rows = questions.by_reason(db, asked.filters)
                return len(rows), sum(r["lines"] for r in rows)
            if asked.dated:
                met = questions.gap_inputs(db, asked.filters)
                return len(met), sum(r["coverage_denied"] for r in met)
            if len(asked.by) > 1:
                found = db.execute(kept).fetchall()
                return len(found), sum(r[4] for r in found)
            rows = one[asked.by[0]](db, asked.filters)
            return len(rows), sum(r["denied"] for r in rows)

    return answer


def _chosen(filters: Filters) -> list[tuple[str, tuple[str, ...]]]:
    every = (
        ("state", filters.states),
        ("line_of_business", filters.lines_of_business),
        ("payer_id", filters.payers),
        ("code", filters.codes),
    )
    return [(column, values) for column, values in every if values]


def of_pandas(frame: pd.DataFrame) -> Answer:
    """The usual way: everything in memory, filter, group. It is not asked about dates."""

    def answer(asked: Asked) -> tuple[int, int]:
        found = frame
        for column, values in _chosen(asked.filters):
            found = found[found[column].isin(values)]
        denied = found["outcome"] == "denied"
        if asked.by[0] == "reason":
            counted = found[denied].groupby(list(asked.by)).size()
            return len(counted), int(counted.sum())
        if len(asked.by) > 1:
            found, denied = found[found["payer_id"] != ""], denied[found["payer_id"] != ""]
            denied = denied & (found["denial_class"] == "coverage")
        groups = found.assign(denied=denied).groupby(list(asked.by))
        counts = groups.agg(lines=("denied", "size"), denied=("denied", "sum"), practices=("practice_id", "nunique"))
        return len(counts), int(counts["denied"].sum())

    return answer


def of_duckdb(connection: Any, lines: str) -> Answer:
    """lines: what is read, a table or a query in brackets."""

    def answer(asked: Asked) -> tuple[int, int]:
        parts = [f"{c} in ({', '.join(repr(v) for v in values)})" for c, values in _chosen(asked.filters)]
        denied, by, source = "count(*) filter (where outcome = 'denied')", asked.by, lines
        if by[0] == "reason":
            parts.append("outcome = 'denied'")
        elif len(by) > 1:
            parts.append("payer_id <> ''")
            denied = "count(*) filter (where outcome = 'denied' and denial_class = 'coverage')"
        if asked.dated:
            source, by = f"{lines} left join periods using (payer_id, line_of_business, code)", (*by, "begins")
            parts.append("(begins is null or (month >= begins and month < ends))")
        where, key = f"where {' and '.join(parts)}" if parts else "", ", ".join(by)
        people = "" if by[0] == "reason" else ", count(distinct practice_id)"
        sql = f"select {denied}, count(*) {people}, {key} from {source} {where} group by {key}"  # noqa: S608 - fixed words
        rows = connection.execute(sql).fetchall()
        return len(rows), sum(r[0] for r in rows)

    return answer


FACETS = {"month": "month", "payer_id": "payer", "state": "state", "reason": "first_reason", "code": "code"}
WAITED = 10_000  # milliseconds


def datasette_times(store: Path, times: int) -> dict[str, str]:
    """Milliseconds by question, through facets of the view that has the payers' names; limits raised far above usual."""
    from datasette.app import Datasette

    limits = {"sql_time_limit_ms": WAITED, "facet_time_limit_ms": WAITED, "max_returned_rows": 50_000}
    served = Datasette([], immutables=[str(store)], settings=limits)
    found = {}

    async def ask(path: str) -> float:
        start = time.perf_counter()
        reply = await served.client.get(f"/{store.stem}/{path}")
        said = reply.json()
        full = reply.status_code == 200 and not said.get("facets_timed_out") and not said.get("interrupted")
        return (time.perf_counter() - start) * 1000 if full else -1.0

    async def all_of_them() -> None:
        for asked in ASKED:
            if asked.dated or any(len(values) > 1 for _, values in _chosen(asked.filters)):
                continue  # a facet is filtered by one value
            names = {"payer_id": "payer_id", "state": "state", "line_of_business": "line_of_business", "code": "code"}
            where = "".join(f"&{names[c]}={values[0]}" for c, values in _chosen(asked.filters))
            facet = f"_facet={FACETS[asked.by[0]]}&outcome=denied{where}&_size=0&_nocount=1&_facet_size=max"
            path = "coverage_gaps.json?_size=max&_nocount=1" if len(asked.by) > 2 else f"denial_reports.json?{facet}"
            taken = [await ask(path)]
            if 0 <= taken[0] < 5_000:
                taken = [await ask(path) for _ in range(times)]
            found[asked.name] = _spread(taken) if min(taken) >= 0 else f"over {WAITED // 1000} s"

    asyncio.run(all_of_them())
    return found


def _spread(taken: list[float]) -> str:
    """Median and, where there are several, the slowest."""
    most = f" ({max(taken):,.1f})" if len(taken) > 1 else ""
    return f"{statistics.median(taken):,.1f}{most}"


def _times(answer: Answer, times: int, dated: bool = True) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    found, told = {}, {}
    for asked in ASKED:
        if asked.dated and not dated:
            continue
        taken = []
        for _ in range(times + 1):
            start = time.perf_counter()
            told[asked.name] = answer(asked)
            taken.append((time.perf_counter() - start) * 1000)
        found[asked.name] = _spread(taken[1:])
    return found, told


def compare(store: Path, times: int) -> tuple[list[str], list[list[object]], list[str]]:
    """Names of those compared, a row a question (milliseconds: median and slowest), and notes: loading, who is absent,
    who differs."""
    notes, columns = [], {}
    columns["payer-tracker"], truth = _times(ours(store), times)
    if importlib.util.find_spec("duckdb_ext"):
        columns["DuckDB, this file"], told = _duckdb_same(store, max(times // 2, 1))
        notes += _differ("DuckDB reading this file", told, truth)
    else:
        notes.append("DuckDB's reader of SQLite files is not installed (pip install '.[bench]')")
    start = time.perf_counter()
    parts = list(chunks(store))
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    del parts
    megabytes = frame.memory_usage(deep=True).sum() / 1e6
    notes.append(
        f"pandas: reading all lines took {time.perf_counter() - start:,.1f} s, the frame has {megabytes:,.0f} MB"
    )
    if importlib.util.find_spec("duckdb"):
        columns["DuckDB, own file"], told = _duckdb_own(store, frame, times, notes)
        notes += _differ("DuckDB with its own file", told, truth)
    else:
        notes.append("DuckDB is not installed (pip install '.[bench]')")
    columns["pandas"], told = _times(of_pandas(frame), max(times // 2, 1), dated=False)
    notes += _differ("pandas", told, truth)
    del frame
    if importlib.util.find_spec("datasette"):
        columns["Datasette"] = datasette_times(store, max(times // 2, 1))
    else:
        notes.append("Datasette is not installed (pip install '.[bench]')")
    rows: list[list[object]] = [[q.name, *(column.get(q.name, "-") for column in columns.values())] for q in ASKED]
    return list(columns), rows, notes


def _with_periods(connection: Any, store: Path) -> None:
    """The times into which decisions and Medicare's amounts split a place, as this store's own question makes them."""
    dated = places.DATED.format(live="withdrawn_revision is null")
    with reading(store) as db:
        sql = f"with dated as ({dated}), periods as ({places.PERIODS}) select * from periods"  # noqa: S608 - fixed words
        found = db.execute(sql).fetchall()
    connection.execute(
        "create temp table periods (n bigint, payer_id text, line_of_business text, code text, begins text, ends text)"
    )
    if found:
        connection.executemany("insert into periods values (?, ?, ?, ?, ?, ?)", found)


Timed = tuple[dict[str, str], dict[str, tuple[int, int]]]


def _duckdb_same(store: Path, times: int) -> Timed:
    import duckdb
    import duckdb_ext

    (reader,) = Path(next(iter(duckdb_ext.__path__))).rglob("sqlite_scanner.duckdb_extension")
    connection = duckdb.connect()
    connection.execute(f"load '{reader}'")
    connection.execute(f"attach '{store}' as held (type sqlite, read_only)")
    _with_periods(connection, store)
    found = _times(of_duckdb(connection, f"({FLAT.format('held.')})"), times)
    connection.close()
    return found


def _duckdb_own(store: Path, frame: pd.DataFrame, times: int, notes: list[str]) -> Timed:
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        connection = duckdb.connect(str(Path(folder) / "lines.duckdb"))
        start = time.perf_counter()
        connection.register("frame", frame)
        connection.execute("create table lines as select * from frame")
        notes.append(f"DuckDB: loading its own file from that frame took {time.perf_counter() - start:,.1f} s more")
        _with_periods(connection, store)
        found = _times(of_duckdb(connection, "lines"), times)
        connection.close()
    return found


def _differ(who: str, told: dict[str, tuple[int, int]], truth: dict[str, tuple[int, int]]) -> list[str]:
    return [f"{who} answers {q!r} with {told[q]}, ours with {truth[q]}" for q in told if told[q][1] != truth[q][1]]
