"""A half-written report survives a reload: its answers are kept in the browser's own session storage, and nowhere else.

The one thing to know: only choices are kept there, never what was typed (note, own words, a payer's name), and it is gone
when the tab is closed or the report is sent. What comes back is read like anything from outside: unknown values are dropped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker import reference
from tracker.intake.form import LEVELS, Form
from tracker.ui import data, report_answers
from tracker.vocabulary import STATES, AppealOutcome, LineOfBusiness, NextStep, Outcome

ASKED, SENT = "draft_asked", "draft_sent"
CHOICES = ("state", "line_of_business", "payer", "code", "month", "outcome", "units", "modifiers", "payer_said", "reasons",
           "next_step", "base_billed", "appeal_level", "appeal_month", "appeal_outcome", "appeal_decided")  # fmt: skip
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
CODE = re.compile(r"(?:[A-Z]{2}-)?[A-Z]{0,2}\d{1,3}|[A-Z0-9]{2}")
_JS = """
export default function({ data, setStateValue }) {
  const store = window.sessionStorage, name = "report-draft";
  try {
    if (data.sent) store.removeItem(name);
    else if (data.asks) { const held = store.getItem(name); setStateValue("held", held || "{}"); }
    else store.setItem(name, JSON.stringify(data.answers));
  } catch (e) { /* a browser without storage loses the draft on reload, nothing else */ }
}
"""
_component = st.components.v2.component("report_draft", js=_JS)


def keep() -> None:
    """Draw the (invisible) keeper; call it before the questions. A fresh session is filled from what the browser holds."""
    asks = not st.session_state.get(ASKED)
    sent = bool(st.session_state.pop(SENT, False))
    told = _component(
        key="report_draft", data={"asks": asks and not sent, "sent": sent, "answers": {} if asks else _answers()},
        height=1, on_held_change=lambda: None,
    )  # fmt: skip
    held = getattr(told, "held", None)
    if asks and isinstance(held, str):
        st.session_state[ASKED] = True
        if not _answers():
            report_answers.fill(read(held), only=CHOICES)


def forget() -> None:
    """The report is sent: the browser drops its copy."""
    st.session_state[SENT] = True


def _answers() -> dict[str, Any]:
    """The choices made so far, those that stand there from the beginning left out."""
    held = {name: _given(name) for name in CHOICES}
    held["payer_said"] = held["payer_said"] or _given(
        f"like {_given('own_words') or ''}"
    )  # picked among what words are like
    first = {"outcome": str(Outcome.DENIED), "units": 1, "appeal_level": 1, "appeal_outcome": str(AppealOutcome.OPEN)}
    held = {name: _codes(value) if isinstance(value, list) else value for name, value in held.items()}
    return {name: value for name, value in held.items() if value not in (None, "", [], first.get(name))}


def _given(name: str) -> Any:
    return st.session_state.get(f"{report_answers.NEW}_{name}_{_round()}")


def _codes(values: list[Any]) -> list[str]:
    """Those of a list that have the shape of a reason code or modifier: anything else was typed, and is not kept."""
    return [v for v in values if isinstance(v, str) and CODE.fullmatch(v.upper())][:8]


def _round() -> int:
    return int(st.session_state.get(report_answers.ROUND, 0))


def read(held: str) -> Form:
    """The form that a kept draft tells; what is not on a list of ours is left out."""
    try:
        told = json.loads(held)
    except ValueError:
        return Form(units=1)
    told = told if isinstance(told, Mapping) else {}

    def one(name: str, known: Any) -> str:
        value = told.get(name)
        return value if isinstance(value, str) and value in known else ""

    def many(name: str) -> tuple[str, ...]:
        values = told.get(name)
        return tuple(_codes(values)) if isinstance(values, list) else ()

    units = told.get("units")
    level, base_billed = told.get("appeal_level"), told.get("base_billed")

    def month(name: str) -> str:
        value = told.get(name)
        return value if isinstance(value, str) and MONTH.fullmatch(value) else ""

    return Form(
        payer_id=one("payer", data.payers()),
        state=one("state", STATES),
        line_of_business=one("line_of_business", set(LineOfBusiness)),
        code=one("code", reference.codes()),
        month=month("month"),
        outcome=one("outcome", set(Outcome)),
        units=units if isinstance(units, int) and 1 <= units <= 99 else 1,
        modifiers=many("modifiers"),
        payer_said=one("payer_said", reference.sayings()),
        reasons=many("reasons"),
        next_step=one("next_step", set(NextStep)),
        base_billed=base_billed if isinstance(base_billed, bool) else None,
        appeal_level=level if type(level) is int and level in LEVELS else None,
        appeal_month=month("appeal_month"),
        appeal_outcome=one("appeal_outcome", set(AppealOutcome)),
        appeal_decided=month("appeal_decided"),
    )
