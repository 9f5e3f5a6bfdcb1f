"""Many decisions at once: template, file, what it would do, then store. The same file again changes nothing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.exports import ledger
from tracker.intake.decision_file import TEMPLATE
from tracker.services import decision_files
from tracker.services.decision_files import DecisionPreview
from tracker.ui import access, data, show
from tracker.vocabulary import LineOfBusiness, Status

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw() -> None:
    st.markdown("Fill in the template, a row a decision. Nothing is stored before you have seen what would be.")
    with st.container(horizontal=True):
        st.download_button(
            "Template, CSV", ledger.template_csv(TEMPLATE), "decisions-template.csv", "text/csv", on_click="ignore"
        )
        st.download_button(
            "Template, XLSX",
            lambda: ledger.template_xlsx(TEMPLATE, tuple(reference.codes())),
            "decisions-template.xlsx",
            XLSX,
            on_click="ignore",
        )
    st.caption(
        "A row may name several codes (`97550-97552`) and states (`CA, NV`). The exported ledger reads back as known, so a "
        "row of it can be mended and sent again."
    )
    round_of = st.session_state.get("bulk_round", 0)
    file = st.file_uploader("Decisions, CSV or XLSX", key=f"bulk-{round_of}")
    done = st.session_state.pop("bulk_done", "")
    if done:
        st.success(done)
    if file is None:
        return
    try:
        seen = decision_files.preview(file.getvalue(), access.who())
    except TrackerError as error:
        st.error(str(error))
        return
    _preview(seen, round_of)


def words(seen: DecisionPreview) -> str:
    """What the file would do, in one sentence."""
    parts = [f"{len(seen.ready):,} new", f"{seen.known:,} in the ledger already"]
    if seen.gone:
        parts.append(f"{seen.gone:,} that were replaced or withdrawn since and do not come back from a file")
    parts.append(f"{len(seen.problems):,} problems")
    return f"{'; '.join(parts)}."


def _preview(seen: DecisionPreview, round_of: int) -> None:
    st.markdown(f"**{words(seen)}**")
    if seen.problems:
        st.caption("Rows to mend; none of them is stored")
        show.table(
            pd.DataFrame(
                [
                    {"Row": p.row, "Column": p.column, "Value": p.value or "", "What": p.message, "Do": p.advice}
                    for p in seen.problems
                ]
            ),
            "decision-problems",
            height=280,
        )
    if not seen.ready:
        st.markdown("Nothing new to store.")
        return
    names = data.payers()
    st.caption("New decisions")
    show.table(
        pd.DataFrame(
            [
                {
                    "Row": r.row,
                    "Payer": names[payer_id]["name"],
                    "Written": "" if r.payer in (payer_id, names[payer_id]["name"]) else r.payer,
                    "Business": LineOfBusiness(r.line_of_business).words,
                    "State": r.state or "all",
                    "Code": r.code,
                    "Says": Status(r.status).words,
                    "From": r.effective_from or "",
                    "Until": r.effective_to or "",
                    "Source": f"{r.source_publisher}: {r.source_title}",
                }
                for r, payer_id in seen.ready
            ]
        ),
        "decisions-ready",
        height=320,
        download=False,
    )
    without = f", without the {len(seen.problems):,} problems" if seen.problems else ""
    if st.button(f"Store {len(seen.ready):,} decisions{without}", type="primary"):
        try:
            number = decision_files.accept(seen, access.who())
        except TrackerError as error:
            st.error(str(error))
            return
        st.session_state["bulk_done"] = f"{number:,} decisions stored. A colleague should check them."
        st.session_state["bulk_round"] = round_of + 1
        st.rerun()
