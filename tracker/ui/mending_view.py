"""What must be mended in a file before the rest of it can be kept: each kind of problem in full words, then row by row.

The one thing to know: what is wrong and what to do stand as text that wraps, because a table cuts long words, on a phone
nearly all of them; the table below it says only where.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from tracker.intake.model import Problem
from tracker.ui import frame, show

HEADERS = ("Sheet", "Row", "Column", "What", "Do", "Value", "Rule")
NAMED = 12  # rows named in the text of one kind of problem


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """Every problem with its place, what is wrong and what to do."""
    return pd.DataFrame(
        [(p.sheet or "", p.row, p.column or "", p.message, p.advice, p.value or "", p.rule) for p in problems],
        columns=list(HEADERS),
    )


def draw(listed: pd.DataFrame, name: str) -> None:
    """The kinds of problems, the most frequent first, and the rows where a reader can find each."""
    kinds = sorted(listed.groupby(["What", "Do"], sort=False), key=lambda kind: -len(kind[1]))
    for (what, advice), rows in kinds:
        count = len(rows.drop_duplicates(["Sheet", "Row"]))
        many = f"{count:,} rows: " if count > 1 else ""
        st.markdown(f"**{many}{frame.plain(what)}** {frame.plain(advice)}  \n:small[{frame.plain(places(rows))}]")
    if any(len(rows) > NAMED for _, rows in kinds) or (listed["Value"] != "").any():
        told = [c for c in ("Sheet", "Row", "Column", "What", "Value") if c == "Row" or (listed[c] != "").any()]
        with st.expander("Row by row"):
            show.table(listed[told], name, download=False)


def places(found: pd.DataFrame) -> str:
    """`Rows 4, 17 and 30, column DOS`; of many rows the first ones."""
    told = []
    for sheet, own in found.groupby("Sheet", sort=False):
        rows_there = own["Row"].dropna().unique()
        numbers = [str(int(n)) for n in rows_there[:NAMED]]
        left = len(rows_there) - len(numbers)
        more = [f"{left:,} more"] if numbers and left else []
        named = [*numbers, *more]
        words = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1] if named else "The whole file"
        where = f"{'Row' if len(named) == 1 else 'Rows'} {words}" if numbers else words
        columns = [c for c in dict.fromkeys(own["Column"]) if c]
        beside = [f"column {columns[0]}"] if len(columns) == 1 else [f"columns {', '.join(columns)}"] if columns else []
        told.append(", ".join([*([f"Sheet {sheet}"] if sheet else []), where, *beside]))
    return "; ".join(told)
