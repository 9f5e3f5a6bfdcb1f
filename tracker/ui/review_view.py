"""The batches that wait: filters, a table to pick from, one batch open below it, and the verdicts with their keys.

The one thing to know: keys act on what is picked in the table, else on the batch that is open (A accept, J next, K back).
The lines of a file are fetched only when asked for, since who looks at them is written down.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker import reference
from tracker.errors import TrackerError
from tracker.figures.text import counted
from tracker.services import report, review
from tracker.services.review import Queue, Wanted
from tracker.ui import access, correct_view, data, show
from tracker.ui.frame import plain
from tracker.vocabulary import STATES, LineOfBusiness, NextStep

AT, PAGE, LINES, SAID = "review_at", "review_page", "review_lines", "review_said"
KINDS = {"form": "a report by hand", "spreadsheet": "a table", "x12_835": "an 835 remittance"}
UNSETTLED = "?"
Batch = dict[str, Any]


def filters(senders: dict[str, str]) -> Wanted:
    """The row of filters; what is chosen starts at the first page."""
    names = {UNSETTLED: "A name not settled yet", **{k: str(p["name"]) for k, p in data.payers().items()}}
    a, b, c, d, e = st.columns([2, 3, 2, 2, 2])
    with a:
        kind = _one("What", KINDS, "kind")
    with b:
        payer = _one("Payer", names, "payer")
    with c:
        state = _one("State", STATES, "state")
    with d:
        code = _one("Code", {c: c for c in reference.codes()}, "code")
    with e:
        sender = _sender(senders)
    with st.container(horizontal=True):
        odd = st.toggle("Second look only", key="review_odd", on_change=_from_start)
        noted = st.toggle("With a note", key="review_noted", on_change=_from_start)
    return Wanted(kind, payer, state, code, sender, odd, noted)


def _one(label: str, options: dict[str, str], name: str) -> str:
    held = st.session_state.get(f"review_{name}")
    if held is not None and held not in options:
        st.session_state[f"review_{name}"] = None
    return (
        st.selectbox(
            label, list(options), index=None, format_func=options.__getitem__, key=f"review_{name}", placeholder="All",
            filter_mode="contains", on_change=_from_start,
        )
        or ""
    )  # fmt: skip


def _sender(senders: dict[str, str]) -> str:
    """Who waits longest can be chosen; where more wait, anybody is found by a part of the name."""
    if len(senders) < review.SENDERS:
        return _one("Sender", senders, "sender")
    return (
        st.selectbox(
            "Sender", list(senders), index=None, format_func=lambda key: senders.get(key, key), key="review_sender",
            placeholder="All", filter_mode="contains", accept_new_options=True, on_change=_from_start,
            help=f"The {review.SENDERS} who wait longest; type a part of a name to find others.",
        )
        or ""
    )  # fmt: skip


def _from_start() -> None:
    st.session_state[PAGE], st.session_state[AT] = 1, 0


def draw(found: Queue, page: int) -> None:
    """The table, the pages, and the batch that is open."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.toast(said)
    if not found.batches:
        st.markdown("**Nothing waits under these filters.** What members send next will stand here, the oldest first.")
        return
    picked = _table(found.batches)
    _pages(found.total, page)
    at = min(int(st.session_state.get(AT, 0)), len(found.batches) - 1)
    chosen = [found.batches[n] for n in picked] or [found.batches[at]]
    _verdicts(chosen, found, at, bool(picked))
    if len(chosen) == 1:
        _open(chosen[0])


def _table(batches: list[Batch]) -> list[int]:
    """Positions of the rows that are picked."""
    listed = pd.DataFrame(
        [
            {
                "Receipt": b["receipt"],
                "Sent": b["submitted_at"][:10],
                "What": KINDS.get(b["kind"], b["kind"]),
                "Lines": b["lines"],
                "Denied": b["denied"],
                "Second look": b["second_look"],
                "Note": "yes" if b["note"] else "",
                "Payers": (b["payers"] or "").replace(",", ", "),
                "Codes": (b["codes"] or "").replace(",", ", "),
                "Months": _months(b["months"]),
                "Not kept": b["problems"],
                "Sender": b["sender"],
            }
            for b in batches
        ]
    )
    chosen = st.dataframe(
        listed, hide_index=True, width="stretch", height=min(38 + 35 * len(listed), 360), on_select="rerun",
        selection_mode="multi-row", key=f"review_table_{st.session_state.get('review_round', 0)}",
        column_config={c: st.column_config.TextColumn(width="medium") for c in ("Second look", "Payers")},
        alt=f"Batches that wait, {len(listed)} rows",
    )  # fmt: skip
    rows = getattr(getattr(chosen, "selection", None), "rows", []) or []
    return [int(r) for r in rows if int(r) < len(batches)]


def _months(text: str | None) -> str:
    first, _, last = (text or "").partition(" ")
    return first if first == last else f"{first} to {last}"


def _pages(total: int, page: int) -> None:
    last = -(-total // review.PER_PAGE)
    if last > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Earlier", disabled=page <= 1, on_click=_turn, args=(-1,), key="review_earlier")
            st.caption(f"Page {page:,} of {last:,}; {total:,} batches, the oldest first")
            st.button("Later", disabled=page >= last, on_click=_turn, args=(1,), key="review_later")


def _turn(by: int) -> None:
    st.session_state[PAGE] = int(st.session_state.get(PAGE, 1)) + by
    st.session_state[AT] = 0


def _verdicts(chosen: list[Batch], found: Queue, at: int, picked: bool) -> None:
    receipts = [b["receipt"] for b in chosen]
    lines = sum(b["lines"] for b in chosen)
    what = receipts[0] if len(receipts) == 1 else f"{len(receipts)} batches"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(f"Accept {what} ({counted(lines, 'line')})", type="primary", shortcut="A", on_click=_give, key="review_accept",
                  args=(receipts, "accepted", ""))  # fmt: skip
        with st.popover("Return"):
            why = st.text_input(f"What should the sender of {what} mend?", key=f"review_why_{receipts[0]}")
            st.button(f"Return {what}", key="review_return", on_click=_give, args=(receipts, "returned", why))
        if len(chosen) == 1:
            _duplicate(chosen[0])
        if not picked:
            st.button("Back", shortcut="K", disabled=at == 0, on_click=_move, args=(-1,), key="review_back")
            st.button("Next", shortcut="J", disabled=at + 1 >= len(found.batches), on_click=_move, args=(1,),
                      key="review_next")  # fmt: skip
        plain_ones = [
            b["receipt"] for b in found.batches if not b["second_look"] and not b["note"] and not b["unsettled"]
        ]
        if not picked and len(plain_ones) > 1:
            with st.popover(f"Accept {len(plain_ones)} plain ones"):
                st.markdown(
                    f"Accepts the {len(plain_ones)} batches of this page that have no second look, note or open name."
                )
                st.button(
                    f"Accept {len(plain_ones)}", key="review_plain", on_click=_give, args=(plain_ones, "accepted", "")
                )


def _duplicate(batch: Batch) -> None:
    with st.popover("Duplicate of"):
        of = st.text_input("Receipt of the batch that counts", batch["alike"], key=f"review_of_{batch['receipt']}")
        st.button(
            "Mark as duplicate", key="review_duplicate", on_click=_mark, args=(batch["receipt"], of.strip().upper())
        )


def _move(by: int) -> None:
    st.session_state[AT] = int(st.session_state.get(AT, 0)) + by


def _done(words: str) -> None:
    st.session_state[SAID] = words
    st.session_state["review_round"] = int(st.session_state.get("review_round", 0)) + 1


def _give(receipts: list[str], verdict: str, why: str) -> None:
    try:
        review.give(receipts, verdict, access.who(), why)
        _done(f"{verdict.capitalize()}: {', '.join(receipts[:3])}{' ...' if len(receipts) > 3 else ''}")
    except TrackerError as error:
        _done(str(error))


def _mark(receipt: str, of: str) -> None:
    try:
        review.mark_duplicate(receipt, of, access.who())
        _done(f"{receipt} is counted once, with {of}.")
    except TrackerError as error:
        _done(str(error))


def _open(b: Batch) -> None:
    """One batch: what is odd, the note, the answers of a form, the lines on demand."""
    with st.container(border=True):
        whole = {1: "paid and denied lines", 0: "denials only"}.get(
            b["complete"], "nobody knows whether paid lines are in it"
        )
        st.markdown(
            f"**{b['receipt']}** · {KINDS.get(b['kind'], b['kind'])} by {plain(b['sender'])}, {b['submitted_at'][:10]} · "
            f"{counted(b['lines'], 'line')}, {b['denied']:,} denied, {b['problems']:,} not kept · {whole}"
        )
        if b["second_look"]:
            st.warning(plain(b["second_look"]), icon=":material/search:")
        if b["note"]:
            st.text(f"Note (yours to read, deleted with your verdict): {b['note']}")
        if b["unsettled"]:
            st.caption(f"{counted(b['unsettled'], 'payer name')} in it not settled yet: see Names.")
        if b["kind"] == "form":
            _form(b["receipt"])
        _lines(b)


def _form(receipt: str) -> None:
    held = report.own(receipt, access.who())
    said = reference.sayings()[held["payer_said"]].words if held["payer_said"] else "nothing chosen"
    business = LineOfBusiness(held["line_of_business"]).words if held["line_of_business"] else "not given"
    st.text(
        f"{held['payer']}, {STATES.get(held['state'], 'state not given')}, line of business {business}. "
        f"{held['code']}{' ' + held['modifiers'] if held['modifiers'] else ''}, {counted(held['units'], 'unit') if held['units'] else 'units not given'}, {held['month']}: "
        f"{held['outcome'].replace('_', ' ')}."
    )
    next_step = NextStep(held["next_step"]).words if held["next_step"] else "not told"
    st.text(
        f"The payer said: {said}. Reason kept: {report.reason_words(held['reasons'] or '') or 'none'}. Since then: {next_step}."
    )


def _lines(b: Batch) -> None:
    receipt, held = b["receipt"], st.session_state.setdefault(LINES, {})
    if not st.toggle("Lines", key=f"review_lines_{receipt}"):
        held.pop(receipt, None)
        return
    if receipt not in held:
        held[receipt] = review.lines_of(receipt, access.who())
    lines = held[receipt]
    shown = pd.DataFrame(
        [
            {
                "Line": x["line_id"], "Payer": x["payer"], "State": x["state"], "Line of business": x["line_of_business"],
                "Code": x["code"], "Month": x["month"], "Outcome": x["outcome"].replace("_", " "), "Reasons": x["reasons"],
                "Units": x["units"], "Modifiers": x["modifiers"],
            }
            for x in lines
        ]
    )  # fmt: skip
    show.table(shown, "review-lines", height=280, download=False)
    if correct_view.draw(lines):
        held.pop(receipt, None)
        st.rerun()
