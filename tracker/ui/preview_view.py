"""What a file gives before it is sent: the lines that would be kept, field by field, the payers, and what is to be mended.

The one thing to know: all of it stands in the `Preview`, which holds nothing private. What is taken away is made on the
click, so that no copy of it waits in the session.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker.intake.model import Appeal, Line, Problem
from tracker.services import submit
from tracker.services.submit import Preview
from tracker.ui import mending_view, show, take
from tracker.vocabulary import AppealOutcome

SHOWN = 1000  # lines of a preview on the page
WHICH = re.compile(r"(row|segment) \d+(?: of sheet .*)?")


@contextmanager
def as_file(file: UploadedFile) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(file.getbuffer())
        yield path


def kept(seen: Preview, number: str) -> None:
    """All that would be kept, field by field; the whole list to take away where it is longer than a page can show."""
    lines = len(seen.batch.lines)
    whole = lines_frame(seen, SHOWN)
    empty = [c for c in whole if not (whole[c] != "").any()]
    silent = ", ".join(c for c in empty if c not in ("Noted", "Fingerprints of")).lower()
    show.table(whole.drop(columns=empty), f"file-{number}-lines", download=lines <= SHOWN)
    if lines > SHOWN:
        st.download_button(
            f"All {lines:,} lines that would be kept (CSV)",
            data=lambda: take.csv_of(lines_frame(seen, lines)),
            file_name=f"kept-file-{number}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"kept-{number}",
        )
    st.caption(
        (f"The first {SHOWN:,} of {lines:,} lines. " if lines > SHOWN else "")
        + "This is all that is kept of a line"
        + (
            ", with keyed fingerprints by which the same line is known again and nobody can be named"
            if _keyed(seen)
            else ""
        )
        + (f" (nothing was said of: {silent})" if silent and lines else "")
        + ". The file, its name, amounts, days and whatever else stood in it are forgotten."
    )


def _keyed(seen: Preview) -> bool:
    return seen.batch.kind == "x12_835"


def lines_frame(seen: Preview, most: int) -> pd.DataFrame:
    """The first lines in readers' words: every field that would be kept of them."""
    remittance = _keyed(seen)
    appealed = any(x.appeals for x in islice(seen.batch.lines, most))
    return pd.DataFrame(
        [
            {
                **({"Sheet": x.sheet} if x.sheet else {}),
                "Row": x.row,
                "Payer as written": x.payer_as_written,
                "State": x.state or "",
                "Month": x.month,
                "Code": x.code,
                "Modifiers": " ".join(x.modifiers),
                "Units": "" if x.units is None else str(x.units),
                "Outcome": x.outcome.words,
                "Reasons": " ".join(x.reasons),
                **({"Appeals": "; ".join(map(appeal_words, x.appeals))} if appealed else {}),
                "Line of business": x.line_of_business.words if x.line_of_business else "",
                "Place": x.place_of_service or "",
                **(_of_remittance(x) if remittance else {}),
                "Noted": ", ".join(f.replace("_", " ") for f in x.flags),
            }
            for x in islice(seen.batch.lines, most)
        ]
    )


def appeal_words(a: Appeal) -> str:
    """`level 1, filed 2026-04: won: paid, 2026-07`."""
    filed = f", filed {a.filed}" if a.filed else ""
    return f"level {a.level}{filed}: {AppealOutcome(a.outcome).words}" + (f", {a.decided}" if a.decided else "")


def _of_remittance(x: Line) -> dict[str, str]:
    """What only a remittance tells."""
    keys = {"claim": x.claim_key, "line": x.line_key, "practice": x.practice}
    return {
        "Payer id": x.payer_identifier or "",
        "Claim status": x.claim_status or "",
        "Payer's turn": "first" if x.primary else "later",
        "Fingerprints of": ", ".join(name for name, key in keys.items() if key),
    }


def names_frame(seen: Preview) -> pd.DataFrame:
    """Every payer spelling with what it means here, the unsettled ones first."""
    return pd.DataFrame(
        [
            {
                "Payer as written": n.written,
                "Lines": n.lines,
                "Read as": n.payer or "not settled yet",
                "Could be": "" if n.payer else ", ".join(n.candidates[:4]),
                "Why": n.why,
            }
            for n in seen.names
        ]
    )


def to_mend(seen: Preview) -> list[Problem]:
    """Rows that gave no line, then rows that gave their line and not their appeal."""
    return [*seen.batch.problems, *seen.batch.appeal_problems]


def set_aside(seen: Preview) -> None:
    """How many rows gave no line, and why; which row a repeat repeats does not matter here."""
    reasons = Counter(WHICH.sub(r"another \1", s.reason) for s in seen.batch.set_aside)
    if reasons:
        st.caption("Set aside: " + "; ".join(f"{n:,} {words}" for words, n in reasons.most_common()))


def problems(seen: Preview, number: str, file: UploadedFile | None) -> None:
    listed = mending_view.problems_frame(to_mend(seen))
    if listed.empty:
        st.markdown("Nothing to mend.")
        return
    mending_view.draw(listed, f"file-{number}-problems")
    st.download_button(
        "Problem list (CSV)",
        data=lambda: take.csv_of(listed),
        file_name=f"problems-file-{number}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"problems-{number}",
    )
    if file is not None and seen.batch.kind == "spreadsheet":
        st.download_button(
            "Copy with these cells marked (XLSX)",
            data=lambda: _copy(file, seen),
            file_name=f"to-mend-file-{number}.xlsx",
            on_click="ignore",
            key=f"copy-{number}",
            help="Private columns are left out. Mend the marked cells and send the copy.",
        )


def _copy(file: UploadedFile, seen: Preview) -> bytes:
    with as_file(file) as path:
        return submit.corrected_copy(path, seen)
