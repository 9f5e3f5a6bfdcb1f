"""Report a denial: eleven short answers, a receipt, and something back at once."""

from __future__ import annotations

import secrets

import streamlit as st

from tracker.errors import TrackerError
from tracker.intake import form as forms_in
from tracker.intake.form import Form
from tracker.services import report
from tracker.services.report import Receipt
from tracker.ui import access, data, draft, frame, links, report_answers, report_back, report_form, template_view

SENT, TOKEN = "report_sent", "report_token"
STYLE = """<style>
.st-key-report { max-width: 46rem; }
.screened { border-left: 5px solid #a82a17; padding: .3rem .8rem; font-size: .92rem; }
.screened mark { background: color-mix(in srgb, #f0b03a 55%, transparent); color: inherit; padding: 0 .15em; }
.screened p, .screened ul { margin: .2rem 0; }
.receipt { font-size: 1.9rem; font-weight: 600; letter-spacing: .04em; font-variant-numeric: tabular-nums; margin: 0; }
</style>"""


def page() -> None:
    st.html(STYLE)
    sent: tuple[Receipt, Form] | None = st.session_state.get(SENT)
    with st.container(key="report"):
        if sent is None:
            _ask()
        else:
            _received(*sent)


def _ask() -> None:
    frame.title(
        "Report a denial",
        "Who denied what, when and why: about two minutes. Nothing about the patient is asked for, a month is enough.",
    )
    _reminder()
    draft.keep()
    form = report_form.draw()
    st.caption("Your choices are kept in this browser tab while you write; nothing is stored before Send.")
    if st.button("Send the report", type="primary", key="report_send"):
        _send(form)
    with st.expander("Many lines at once?"):
        st.markdown("Fill in the template, or take what your billing program exports, and send it on the page Submit.")
        template_view.draw("report")


def _reminder() -> None:
    waiting = len(report.open_ends(access.who()))
    if waiting and links.can_go("my-reports"):
        verb = "wait" if waiting > 1 else "waits"
        if st.button(
            f"{waiting:,} of your reports {verb} for an ending: what happened?", type="tertiary", icon=":material/flag:"
        ):
            links.go("my-reports")


def _send(form: Form) -> None:
    found = forms_in.problems(form, data.today())
    if found:
        st.error("Not sent yet.\n" + "\n".join(f"- {frame.plain(p.message)} {frame.plain(p.advice)}" for p in found))
        return
    token = st.session_state.setdefault(TOKEN, secrets.token_hex(16))
    try:
        receipt = report.send(form, token, access.who())
    except TrackerError as error:
        st.error(str(error))
        return
    st.session_state[SENT] = (receipt, form)
    st.session_state.pop(TOKEN)
    draft.forget()
    report_answers.begin_again()
    st.rerun()


def _received(receipt: Receipt, form: Form) -> None:
    frame.title("Thank you: your report is in", _standing(receipt))
    draft.keep()
    st.html(f'<p class="receipt" aria-label="Receipt">{receipt.receipt}</p>')
    st.caption("Your receipt. Under My reports you can correct it, withdraw it, and tell what came of it.")
    report_back.draw(form)
    with st.container(horizontal=True):
        st.button("Report another like it", type="primary", on_click=_another, args=(form,))
        if links.can_go("my-reports") and st.button("My reports"):
            st.session_state.pop(SENT)
            links.go("my-reports")


def _standing(receipt: Receipt) -> str:
    if receipt.told_by:
        return f"The same line is in your file {receipt.told_by} already; it is counted once, from there."
    if receipt.verdict == "accepted":
        return "It counts from now on."
    return "It is shown as pending until a specialist has looked at it, and counts from then on."


def _another(form: Form) -> None:
    st.session_state.pop(SENT, None)
    report_answers.begin_again(form)
