"""How the columns of a file were read, and what must be chosen before the rest can be kept.

The one thing to know: a choice is named by the column's header where only one column has it, else by its number, so
that it holds for other files of the same layout too.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from tracker.intake.model import Batch, Column
from tracker.intake.sheets import header
from tracker.intake.sheets.plan import ROLES, role_words
from tracker.ui import frame, show

IGNORED = "ignore"
OPTIONS = [
    IGNORED,
    "private",
    *sorted(ROLES - header.PRIVATE - {IGNORED}, key=role_words),
]  # `private` stands for all private roles
MOST = 40  # columns of a file shown before the table scrolls


def questions(batch: Batch, key: str) -> dict[str, str]:
    """Asks which of the columns that fit alike is meant; the roles chosen when the button is pressed, else nothing."""
    asked = [c for c in batch.columns if c.asked]
    chosen: dict[str, str] = {}
    for role in dict.fromkeys(c.role for c in asked):
        columns = [c for c in asked if c.role == role]
        labels = list(dict.fromkeys(c.header for c in columns))
        said = st.radio(
            f"Which column is the {role_words(role)}? Rows in which they differ wait for the answer.",
            labels,
            index=None,
            horizontal=True,
            key=f"asked_{role}_{key}",
        )
        if said is not None:
            chosen |= {name_of(c, batch): role if c.header == said else IGNORED for c in columns}
    pressed = bool(asked) and st.button("Read again", key=f"asked_again_{key}", disabled=not chosen)
    return chosen if pressed else {}


def editor(batch: Batch, key: str) -> dict[str, str]:
    """The table of columns; the roles changed when the button below it is pressed, else nothing."""
    st.caption("How each column was read, and why. Choose another role and it is read again; the choice is remembered.")
    narrow = show.is_narrow()
    several = len({c.sheet for c in batch.columns}) > 1
    listed = pd.DataFrame(
        [
            {
                **({"Sheet": c.sheet or ""} if several else {}),
                "Column": c.header,
                "Read as": _role(c),
                **({} if narrow else {"Sure": f"{c.confidence:.0%}" if c.role else "", "Why": c.why}),
            }
            for c in batch.columns
        ]
    )
    edited = st.data_editor(
        listed,
        hide_index=True,
        width="stretch",
        height="content" if len(listed) <= MOST else 1_400,
        disabled=[c for c in listed.columns if c != "Read as"],
        column_config={
            "Read as": st.column_config.SelectboxColumn(
                options=OPTIONS, format_func=lambda role: role_words(str(role)), width="medium"
            ),
            "Sure": st.column_config.TextColumn(width="small"),
            "Why": st.column_config.TextColumn(width="large"),
        },
        key=f"columns_{key}",
    )
    if narrow:
        _reasons(batch)
    changed = {
        name_of(c, batch): role or IGNORED
        for c, role in zip(batch.columns, edited["Read as"], strict=True)
        if _role(c) != (role or IGNORED)
    }
    pressed = bool(changed) and st.button("Read again with these columns", key=f"again_{key}")
    return changed if pressed else {}


def _role(column: Column) -> str:
    """The role as one of the choices: what is only looked at in passing counts as not used."""
    return column.role if column.role in OPTIONS else IGNORED


def _reasons(batch: Batch) -> None:
    """Beside the table on a wide window; below it on a phone, where the table would cut them."""
    with st.expander("Why, and how sure"):
        for c in batch.columns:
            st.markdown(
                f"**{frame.plain(c.header)}**: {role_words(_role(c))}{f', {c.confidence:.0%}' * bool(c.role)}; {frame.plain(c.why)}"
            )


def name_of(column: Column, batch: Batch) -> str:
    """What an override calls the column: its header where only one column of its sheet has it, else its number."""
    alike = Counter(c.header for c in batch.columns if c.sheet == column.sheet)
    told = alike[column.header] == 1 and not column.header.startswith("column ")
    return column.header if told else str(column.position)
