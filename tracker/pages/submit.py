"""Submit: drop a file, see exactly what would be kept and what must be mended, then send. Nothing is stored before *Send*."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker.errors import TrackerError
from tracker.services import containers, submit
from tracker.services.submit import Preview
from tracker.ui import access, frame, mapping, preview_view, show, template_view

SEEN = "submit_preview"
KINDS = {"form": "a report by hand", "spreadsheet": "a table", "x12_835": "an 835 remittance"}


def page() -> None:
    frame.title(
        "Submit denial data",
        "Drop in what you have: an export, a tracker, a survey, an 835. Names, ids and exact days are dropped while reading; "
        "you see what would be kept before anything is.",
    )
    files = st.file_uploader(
        "Spreadsheets (CSV, TSV, XLSX, XLS, XLSB, ODS) or 835 remittances, also zipped", accept_multiple_files=True
    )
    if not files:
        st.session_state.pop(SEEN, None)
        _before()
        return
    for number, file in enumerate(files):
        st.divider()
        _one(number, file)


def _before() -> None:
    template_view.draw("submit")
    st.markdown("**No file yet.** What you send last stands here with its receipt; a batch can be withdrawn.")
    show.table(_receipts(), "batches", height=320)
    with st.expander("Withdraw a batch"):
        receipt = st.text_input("Receipt", placeholder="K7M4-PX2D").strip().upper()
        if receipt and st.button(f"Withdraw {receipt} from every count"):
            try:
                lines = submit.withdraw(receipt, access.who())
                st.success(f"Withdrawn: {lines:,} lines no longer count.")
            except TrackerError as error:
                st.error(str(error))


def _receipts() -> pd.DataFrame:
    rows = submit.receipts(access.who())
    return pd.DataFrame(
        [
            {
                "Receipt": r["receipt"],
                "Sent": r["submitted_at"][:10],
                "What": KINDS.get(r["kind"], r["kind"]),
                "Lines": r["lines"],
                "Problems": r["problems"],
                "State": "withdrawn" if r["withdrawn"] else r["verdict"],
            }
            for r in rows
        ],
        columns=["Receipt", "Sent", "What", "Lines", "Problems", "State"],
    )


def _one(number: int, file: UploadedFile) -> None:
    label = f"File {number + 1}"
    held: dict[str, list[Any]] = st.session_state.setdefault(SEEN, {})
    roles = st.session_state.get(f"mapping_{file.file_id}", {})
    key = f"{file.file_id}:{sorted(roles.items())}"
    place = st.empty()  # in every run: were it there only while reading, the tabs below would jump back to the first
    if key not in held:
        held[key] = _read(file, roles, label, place)
    members = held[key]
    for part, seen in enumerate(members, 1):
        name = label if len(members) == 1 else f"{label}, part {part}"
        if isinstance(seen, TrackerError):
            st.subheader(name, anchor=False)
            st.error(str(seen))
        else:
            _preview(f"{number}-{part}", name, file, seen, alone=len(members) == 1)


def _read(file: UploadedFile, roles: dict[str, str], label: str, place: st.delta_generator.DeltaGenerator) -> list[Any]:
    """A preview or the refusal of each file in what was dropped (a zip may hold many), read through a temporary file
    that is gone when this returns; its name tells nothing."""
    bar = place.progress(0.0, f"Reading {label.lower()} ...")
    found: list[Any] = []
    with preview_view.as_file(file) as path:
        for _, member in containers.expand(path):
            try:
                if isinstance(member, TrackerError):
                    raise member
                found.append(
                    submit.preview(
                        member, access.who(), overrides=roles or None, progress=lambda share: _move(bar, share)
                    )
                )
            except TrackerError as problem:
                found.append(problem)
    bar.empty()
    return found


def _move(bar: st.delta_generator.DeltaGenerator, share: float) -> None:
    bar.progress(min(max(share, 0.0), 1.0))


def _preview(number: str, label: str, file: UploadedFile, seen: Preview, alone: bool) -> None:
    batch = seen.batch
    file_id = f"{file.file_id}-{number}"
    st.subheader(f"{label}: {submit.summary(seen)}", anchor=False)
    if seen.already:
        st.info(f"{submit.already_words(seen.already)} Nothing will be stored again.")
    if any(c.asked for c in batch.columns):
        with st.container(border=True):
            _again(file.file_id, seen, mapping.questions(batch, file_id))
    for note in batch.notes:
        st.caption(note)
    kept, problems, columns, payers = st.tabs(
        [
            f"Kept ({len(batch.lines):,})",
            f"To mend ({len(preview_view.to_mend(seen)):,})",
            "Columns",
            f"Payers ({len(seen.names)})",
        ]
    )
    with kept:
        preview_view.kept(seen, number)
        preview_view.set_aside(seen)
    with problems:
        preview_view.problems(seen, number, file if alone else None)
    with columns:
        _columns(file.file_id, seen)
    with payers:
        if any(not n.payer for n in seen.names):
            st.caption("A name that is not settled yet is kept as written until a specialist says once whose it is.")
        show.table(preview_view.names_frame(seen), f"file-{number}-payers")
    _send(file_id, seen)


def _columns(file_id: str, seen: Preview) -> None:
    if not seen.batch.columns:
        st.markdown("A remittance has no columns to choose.")
        return
    _again(file_id, seen, mapping.editor(seen.batch, file_id))


def _again(file_id: str, seen: Preview, changed: dict[str, str]) -> None:
    """Read the file again with the roles chosen."""
    if changed:
        st.session_state[f"mapping_{file_id}"] = {**seen.mapping, **changed}
        st.rerun()


def _send(file_id: str, seen: Preview) -> None:
    if seen.already or not seen.batch.keeps:
        return
    complete = seen.batch.complete
    if complete is None:
        complete = st.radio(
            "Does this file hold every decided line, paid ones too?",
            ["No, a selection", "Yes, all that the payers decided"],
            horizontal=True,
            key=f"complete_{file_id}",
            help="Only complete files give a denominator, so only they feed a denial rate.",
        ).startswith("Yes")
    if st.button(f"Send {submit.counted(len(seen.batch.lines), 'line')}", type="primary", key=f"send_{file_id}"):
        try:
            done = submit.accept(seen, access.who(), complete=complete)
        except TrackerError as error:
            st.error(str(error))
            return
        st.success(
            f"Stored. Receipt {done.receipt}: {done.counted:,} lines count"
            + (f", {done.known_already:,} were known already" if done.known_already else "")
            + (f", {done.cancelled:,} earlier lines were cancelled by reversals" if done.cancelled else "")
            + ". Keep the receipt: with it the batch can be withdrawn."
        )
