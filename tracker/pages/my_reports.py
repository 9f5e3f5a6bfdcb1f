"""My reports: what one sent, where it stands, what came of it; correct or withdraw. Nobody else's, whatever the role."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.figures.text import counted
from tracker.services import report, submit
from tracker.ui import access, frame, links, report_answers, report_fate, report_form, show

PER_PAGE = 8
KINDS = {"spreadsheet": "a table", "x12_835": "an 835 remittance"}


def page() -> None:
    st.html("<style>.st-key-mine { max-width: 52rem; }</style>")
    with st.container(key="mine"):
        _draw()


def _draw() -> None:
    reports, files = report.mine(access.who()), submit.own_files(access.who())
    editing = st.session_state.get(report_fate.EDITING)
    if editing and any(r["receipt"] == editing for r in reports):
        _correct(editing)
        return
    waiting = report.open_ends(access.who())
    frame.title("My reports", _lead(reports, files, len(waiting)))
    if not reports and not files:
        st.markdown("**Nothing sent yet.** What you report stands here with its receipt and its fate.")
        if links.can_go("report") and st.button("Report a denial", type="primary"):
            links.go("report")
        return
    open_tab, report_tab, file_tab = st.tabs(
        [f"What happened to it? ({len(waiting):,})", f"Reports ({len(reports):,})", f"Files ({len(files):,})"],
        default=None if waiting else f"Reports ({len(reports):,})" if reports else f"Files ({len(files):,})",
    )
    with open_tab:
        _open_ends(waiting)
    with report_tab:
        for held in _paged(reports, "reports"):
            report_fate.card(held, "own")
    with file_tab:
        _files(files)


def _lead(reports: list[dict[str, Any]], files: list[dict[str, Any]], waiting: int) -> str:
    every = [*reports, *files]
    live = [r for r in every if not r["withdrawn"]]
    counts = sum(r["verdict"] == "accepted" for r in live)
    pending = sum(r["verdict"] == "pending" for r in live)
    returned = sum(r["verdict"] == "returned" and not r["duplicate_of"] for r in live)
    said = [f"{counts:,} accepted", f"{pending:,} with a specialist"]
    said += [f"{returned:,} returned for mending"] if returned else []
    ends = (
        f" {counted(waiting, 'denial')} without an ending yet: a minute each tells whether appeals work."
        if waiting
        else ""
    )
    many = f"{counted(len(reports), 'report')} and {counted(len(files), 'file')}"
    return f"You sent {many}: {', '.join(said)}.{ends}" if every else ""


def _open_ends(waiting: list[dict[str, Any]]) -> None:
    if not waiting:
        st.markdown("**Every denial of yours that is older than two months has an ending.** Thank you.")
    for held in waiting[:PER_PAGE]:
        report_fate.card(held, "end")
    if len(waiting) > PER_PAGE:
        st.caption(f"{len(waiting) - PER_PAGE:,} more follow when these are answered.")


def _paged(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    pages = -(-len(rows) // PER_PAGE)
    at = int(st.number_input(f"Page of {pages}", 1, pages, 1, key=f"{name}_page")) if pages > 1 else 1
    return rows[(at - 1) * PER_PAGE : at * PER_PAGE]


def _files(files: list[dict[str, Any]]) -> None:
    listed = pd.DataFrame(
        [
            {
                "Receipt": f["receipt"],
                "Sent": f["submitted_at"][:10],
                "What": KINDS.get(f["kind"], f["kind"]),
                "Lines": f["lines"],
                "Not kept": f["problems"],
                "Where it stands": report_fate.standing(f),
            }
            for f in files
        ]
    )
    show.table(listed, "my-files", height=320, empty="No file yet: the page Submit takes tables and 835 remittances.")
    standing = [f for f in files if not f["withdrawn"]]
    if not standing:
        return
    words = {f["receipt"]: f"{f['receipt']}, {f['submitted_at'][:10]}, {f['lines']:,} lines" for f in standing}
    chosen = st.selectbox(
        "Withdraw a file", list(words), index=None, format_func=words.__getitem__, placeholder="Choose"
    )
    if chosen and st.button(f"Take {words[chosen]} out of every count"):
        try:
            lines = submit.withdraw(chosen, access.who())
            st.success(f"Withdrawn: {lines:,} lines no longer count.")
        except TrackerError as error:
            st.error(str(error))


def _correct(receipt: str) -> None:
    frame.title(f"Correct report {receipt}", "The receipt stays; what you said before is kept on record beside it.")
    form = report_form.draw(report_answers.CORRECTING)
    with st.container(horizontal=True):
        save = st.button("Save the correction", type="primary")
        leave = st.button("Leave it as it is")
    if save:
        try:
            report.correct(receipt, form, access.who())
            st.toast(f"{receipt} is corrected; a specialist looks at it anew.")
        except TrackerError as error:
            st.error(str(error))
            return
    if save or leave:
        st.session_state.pop(report_fate.EDITING)
        report_answers.begin_again()
        st.rerun()
