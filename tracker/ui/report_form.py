"""The questions of a report made by hand: each answer narrows the next, all of it by keyboard or thumb.

The one thing to know: answers live in the browser session (`persist_state`, under the keys of `report_answers`), so that
going to another page loses nothing; nothing stands in the link, and nothing is stored before Send.
"""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from tracker import reference
from tracker.figures.axes import months_between
from tracker.intake import form as forms_in
from tracker.intake import notes, reason_words
from tracker.intake.form import Form
from tracker.services import report
from tracker.ui import access, data
from tracker.ui.report_answers import NAME, NEW, key
from tracker.vocabulary import STATES, AppealOutcome, LineOfBusiness, NextStep, Outcome

KEEP: Any = "session"
OUTCOMES = {str(o): o.words for o in (Outcome.DENIED, Outcome.PARTLY_PAID, Outcome.PAID, Outcome.PENDING)}
MONTHS_BACK = 36


def draw(name: str = NEW) -> Form:
    """Draw the questions; the form as answered so far. A correction asks for neither appeal nor note."""
    st.session_state[NAME] = name
    with_appeal = name == NEW
    answers: dict[str, Any] = {**_payer()}
    answers |= _service()
    if answers["outcome"] in forms_in.DENIED:
        answers |= _reasons()
        answers |= _next(answers["month"], with_appeal)
    if with_appeal:
        answers["note"] = _note()
    return Form(**answers)


def _payer() -> dict[str, str]:
    left, right = st.columns(2)
    with left:
        state = st.selectbox(
            "State", list(STATES), index=None, format_func=STATES.__getitem__, key=key("state"), placeholder="Choose",
            filter_mode="contains", persist_state=KEEP,
        )  # fmt: skip
    with right:
        lines = [str(b) for b in LineOfBusiness]
        business = st.selectbox(
            "Line of business, if you know it", lines, index=None, format_func=lambda b: LineOfBusiness(b).words,
            key=key("line_of_business"), placeholder="Not sure", filter_mode="contains", persist_state=KEEP,
        )  # fmt: skip
    answers = {"state": state or "", "line_of_business": business or ""}
    return answers | (_unlisted(answers) if st.session_state.get(key("unlisted")) else _listed(answers))


def _listed(answers: dict[str, str]) -> dict[str, str]:
    names = data.payers()
    held = st.session_state.get(key("payer"))
    options = report.payers_for(answers["state"], answers["line_of_business"], access.who())
    # A payer sells more lines than the registry tells: those of the state follow, so that typing finds them.
    others = report.payers_for(answers["state"], "", access.who()) if answers["line_of_business"] else []
    listed = list(dict.fromkeys([*options, *others, *([held] if held else [])]))
    chosen = st.selectbox(
        "Payer", listed, index=None,
        format_func=lambda p: _label(names[p]) if p in names else "", key=key("payer"),
        placeholder=f"Type a few letters of its name ({len(options):,} fit)", filter_mode="contains", persist_state=KEEP,
    )  # fmt: skip
    if chosen and chosen not in options:
        st.caption(f"{names[chosen]['name']} is not known for this state or line of business. Right all the same?")
    if not chosen:
        st.checkbox("It is not in the list", key=key("unlisted"), persist_state=KEEP)
    return {"payer_id": chosen or ""}


def _label(payer: dict[str, Any]) -> str:
    also = [a for a in payer["aliases"] if a.casefold() not in payer["name"].casefold()]  # all: typing looks in them
    return f"{payer['name']}{' · also ' + ', '.join(also) if also else ''}"


def _unlisted(answers: dict[str, str]) -> dict[str, str]:
    """A name typed by hand: what it may mean is put as a question; a specialist settles the rest."""
    written = st.text_input(
        "Payer's name, as on the card", key=key("payer_written"), max_chars=forms_in.LONGEST_NAME, persist_state=KEEP
    ).strip()
    st.checkbox("It is not in the list", key=key("unlisted"), persist_state=KEEP)
    if not written:
        return {}
    form = Form(payer_as_written=written, state=answers["state"], line_of_business=answers["line_of_business"])
    likely = dict(report.possible_payers(form, access.who())[:6])
    if likely:
        meant = st.pills(
            "Do you mean one of these?", list(likely), format_func=likely.__getitem__, key=key(f"meant {written}")
        )
        if meant:
            return {"payer_id": str(meant)}
    st.caption("A specialist will find out which payer this is.")
    return {"payer_as_written": written}


def _service() -> dict[str, Any]:
    codes = reference.codes()
    left, right = st.columns([3, 2])
    with left:
        code = st.selectbox(
            "Code", list(codes), index=None, format_func=lambda c: f"{c} · {codes[c].short_label}" if c in codes else c,
            key=key("code"), placeholder="What was billed", filter_mode="contains", persist_state=KEEP,
        )  # fmt: skip
    with right:
        month = _month("Month of service", "month", codes[code].first_month if code else "")
    st.session_state.setdefault(key("outcome"), str(Outcome.DENIED))
    st.session_state.setdefault(key("units"), 1)
    ended = st.segmented_control(
        "How did the line end?", list(OUTCOMES), format_func=OUTCOMES.__getitem__, key=key("outcome"), required=True, persist_state=KEEP,
    )  # fmt: skip
    answers: dict[str, Any] = {"code": code or "", "month": month, "outcome": str(ended or "")}
    left, right = st.columns([1, 3])
    with left:
        answers["units"] = st.number_input("Units that day", 1, 99, key=key("units"), persist_state=KEEP)
    with right:
        known = reference.modifiers()
        answers["modifiers"] = tuple(
            m.strip().upper()
            for m in st.multiselect(
                "Modifiers", list(known), format_func=lambda m: f"{m} · {known[m]}" if m in known else str(m),
                key=key("modifiers"), placeholder="None, or choose", accept_new_options=True, persist_state=KEEP,
            )
        )  # fmt: skip
    return answers | _dependent(code or "", int(answers["units"] or 1))


def _dependent(code: str, units: int) -> dict[str, Any]:
    """What only some codes ask: the base of an add-on, units above Medicare's limit."""
    known = reference.codes().get(code)
    if known is None:
        return {}
    if known.daily_units and units > known.daily_units:
        st.caption(
            f"Medicare pays up to {known.daily_units} of {code} a day: such a denial is counted as a billing matter."
        )
    if not known.add_on_to:
        return {}
    said = st.segmented_control(
        f"Was {known.add_on_to} on the same claim?", [True, False], format_func=lambda v: "Yes" if v else "No",
        key=key("base_billed"), persist_state=KEEP,
    )  # fmt: skip
    return {"base_billed": said}


def month_words(month: str) -> str:
    """`2026-03` as `March 2026`."""
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
             "December")  # fmt: skip
    return f"{names[int(month[5:7]) - 1]} {month[:4]}"


def _month(label: str, name: str, first: str) -> str:
    return month(label, key(name), first)


def month(label: str, widget: str, first: str) -> str:
    """A month from `first` (at most three years back) until now, the newest first; '' until one is chosen."""
    now = data.today().strftime("%Y-%m")
    first = max(first, f"{int(now[:4]) - MONTHS_BACK // 12}{now[4:]}")
    listed = months_between(first, now)[::-1]
    held = st.session_state.get(widget)
    if held is not None and held not in listed:
        st.session_state[widget] = None
    return st.selectbox(
        label, listed, index=None, format_func=month_words, key=widget, placeholder="Choose", filter_mode="contains",
        persist_state=KEEP,
    ) or ""  # fmt: skip


def _reasons() -> dict[str, Any]:
    sayings = reference.sayings()
    said = st.selectbox(
        "What did the payer say?", list(sayings), index=None, format_func=lambda s: sayings[s].words, key=key("payer_said"),
        placeholder="Choose", filter_mode="contains", persist_state=KEEP,
    )  # fmt: skip
    typed = ""
    if not said:
        typed, said = _own_words()
    codes = _codes(typed, said)
    if said and sayings[said].hint:
        st.caption(sayings[said].hint)
    if said and not codes and sayings[said].reasons:
        st.caption(
            f"Without a code it is kept as {report.reason_words(sayings[said].reasons[0])}, marked as told in words."
        )
    return {"payer_said": said or "", "reasons": codes}


def _own_words() -> tuple[str, str | None]:
    """What was typed, and the saying picked among those it is like. The words themselves are kept nowhere."""
    typed = st.text_input(
        "Or in your own words", key=key("own_words"), placeholder="They said it is not a covered benefit", max_chars=200,
        help="Used to find the answer on the list; not kept.", persist_state=KEEP,
    )  # fmt: skip
    meant = {s.said: s.words for s in reason_words.sayings(typed)}
    if meant:
        return typed, st.pills(
            "That is most like", list(meant), format_func=meant.__getitem__, key=key(f"like {typed}")
        )
    if typed and not reason_words.codes(typed):
        st.caption("Nothing on the list is like this: choose the nearest answer, or give the codes.")
    return typed, None


def _codes(typed: str, said: str | None) -> tuple[str, ...]:
    """The codes on the remittance, those first that the words usually mean."""
    likely = [r.code for r in reason_words.codes(typed)] + [r.code for r in reason_words.by_label(typed)]
    likely += list(reference.sayings()[said].reasons) if said else []
    every = {r.code: r.label for r in reference.reasons().values() if r.kind != "GROUP"}
    ordered = list(dict.fromkeys([*likely, *every]))
    chosen = st.multiselect(
        "Reason codes on the remittance, if you have them", ordered,
        format_func=lambda c: f"{c} · {every[c]}" if c in every else str(c), key=key("reasons"),
        placeholder="Such as 96, CO-97 or N130", accept_new_options=True, filter_mode="contains", persist_state=KEEP,
    )  # fmt: skip
    return tuple(str(c).strip().upper() for c in chosen)


def _next(month: str, with_appeal: bool) -> dict[str, Any]:
    steps = {str(s): s.words for s in NextStep}
    step = st.selectbox(
        "What happened next?", list(steps), index=None, format_func=steps.__getitem__, key=key("next_step"),
        placeholder="Choose", persist_state=KEEP,
    )  # fmt: skip
    if step != NextStep.APPEALED or not with_appeal:
        return {"next_step": step or ""}
    return {"next_step": step, **_appeal(month)}


def _appeal(month: str) -> dict[str, Any]:
    a, b, c = st.columns(3)
    with a:
        level = st.selectbox("Level", list(forms_in.LEVELS), key=key("appeal_level"), persist_state=KEEP)
    with b:
        filed = _month("Appealed in", "appeal_month", month)
    with c:
        ends = {str(o): o.words for o in AppealOutcome}
        ended = st.selectbox("Where it stands", list(ends), format_func=ends.__getitem__, key=key("appeal_outcome"),
                             persist_state=KEEP)  # fmt: skip
    decided = _month("Answered in", "appeal_decided", filed or month) if ended != AppealOutcome.OPEN else ""
    return {"appeal_level": level, "appeal_month": filed, "appeal_outcome": ended or "", "appeal_decided": decided}


def _note() -> str:
    """The note, with what looks private marked at once. It is never kept unscreened."""
    written = st.text_area(
        "Anything a specialist should know", key=key("note"), height=80, max_chars=forms_in.LONGEST_NOTE,
        placeholder="Optional. Nothing about the patient: no name, day, number or place.", persist_state=KEEP,
        help="Read by a specialist only, and deleted when the report is reviewed.",
    )  # fmt: skip
    found = notes.find(written)
    if found:
        _marked(written, found)
    return written


def _marked(written: str, found: list[Any]) -> None:
    at, parts = 0, []
    for a, b, kind in found:
        parts += [
            html.escape(written[at:a]),
            f'<mark title="{html.escape(notes.explain(kind))}">{html.escape(written[a:b])}</mark>',
        ]
        at = b
    parts.append(html.escape(written[at:]))
    listed = "".join(
        f"<li><b>{html.escape(written[a:b])}</b> {html.escape(notes.explain(kind))}</li>" for a, b, kind in found
    )
    st.html(
        f'<div class="screened" role="alert"><p>Mend the note before sending:</p><p>{"".join(parts)}</p><ul>{listed}</ul></div>'
    )
