"""Research desk: what to look at next, ranked by what it would change; who is on it; what was done today."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker.figures import knowledge, known_map
from tracker.services import correct, desk
from tracker.services.answers import knowledge as known
from tracker.services.desk import Task
from tracker.store.questions import Filters
from tracker.ui import access, campaigns, captions, data, desk_view, filters, frame, links, show
from tracker.vocabulary import business_words

FREE, MINE, ALL = "Free", "Mine", "All"
MOST = 500  # rows of the queue on screen; the rest follows when these are done


def page() -> None:
    head = st.container()
    chosen = filters.row("state", "business", "parent", "payer")
    tasks = data.ask(desk.queue, chosen, access.who(), data.today())
    done = data.ask(desk.done_today, access.who(), data.today())
    with head:
        frame.title("Research desk", _answer(tasks, done))
        _complaints()
        desk_view.last_deed()
    _queue(tasks)
    _done(done)
    _progress(chosen)
    campaigns.log()


def _answer(tasks: list[Task], done: list[dict[str, Any]]) -> str:
    denied = sum(t.denials for t in tasks)
    today = len({d["payer_id"] for d in done})
    first = f"{len(tasks):,} payers, lines and states to look at; {today:,} payers looked at today."
    return f"{first} {denied:,} coverage denials wait for somebody to read the payer's policy." if denied else first


def _complaints() -> None:
    """Corrections whose source no longer says what we depart from."""
    for r in correct.complaints(access.who()):
        st.warning(f"{frame.plain(r['about'])}: {frame.plain(r['guard_found'].words)}.")
        links.link("methods", "Close it under Sources & methods, Corrections", ":material/menu_book:")


def _queue(tasks: list[Task]) -> None:
    which = st.segmented_control("Show", [ALL, FREE, MINE], default=ALL, required=True, key="whose") or ALL
    person = access.who()
    name = person.name if person else ""
    shown = [t for t in tasks if which == ALL or (t.who == name if which == MINE else not t.who)]
    if not shown:
        st.markdown("**Nothing is open under these filters.** Remove a filter, or record a check on *Record*.")
        return
    if len(shown) > MOST:
        st.caption(f"The first {MOST:,} of {len(shown):,}; choose a filter to see others.")
    task = _choose(shown[:MOST])
    desk_view.work(task)


def _choose(tasks: list[Task]) -> Task:
    """The table to click in, and the same as a list for the keyboard; the first is open unless another is chosen."""
    rows = [
        {
            "Payer": t.payer,
            "State": t.state or "all",
            "Why": "; ".join(t.why),
            "Business": desk_view.business(t),
            "Who is on it": t.who,
        }
        for t in tasks
    ]
    found = st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height=430, on_select="rerun", selection_mode="single-row",
        key="queue", alt=f"The queue of the research desk, {len(rows):,} rows",
    )  # fmt: skip
    picked = list(found.selection.rows) if hasattr(found, "selection") else []
    words = [f"{t.payer}, {desk_view.business(t)}, {desk_view.where(t)}: {t.why[0]}" for t in tasks]
    first = picked[0] if picked and picked[0] < len(tasks) else 0
    number = st.selectbox(
        "Open", range(len(tasks)), index=first, format_func=words.__getitem__, key=f"open-{first}-{len(tasks)}",
        filter_mode="contains", help="Type a payer or a state. Keys of the buttons: i, e, u, s.",
    )  # fmt: skip
    return tasks[number or 0]


def _done(done: list[dict[str, Any]]) -> None:
    if not done:
        return
    with st.expander(f"Done today ({len(done):,})"):
        rows = [
            {
                "Payer": d["payer"],
                "Business": business_words(d["line_of_business"]),
                "State": d["state"] or "all",
                "Decisions": d["decisions"],
                "Looks": d["looks"],
                "Who": d["name"],
                "At": f"{d['at'][11:16]} UTC",
            }
            for d in done
        ]
        show.table(pd.DataFrame(rows), "done-today")


def _progress(chosen: Filters) -> None:
    as_of = captions.joined(filters.words(chosen), f"as of {data.today():%-d %B %Y}")
    by_type = data.ask(known.by_type, chosen, data.today())
    by_state = data.ask(known.by_state, chosen, data.today())
    payers = f"{int(by_type[known.COUNTS].sum().sum()):,} payers"
    left, right = st.columns(2)
    with left:
        caption = captions.caption(knowledge.finding(by_type), as_of, captions.LEDGER, payers)
        show.chart(knowledge, by_type, caption, "knowledge", behind=knowledge.table(by_type), half=True)
    with right:
        note = "A payer that operates everywhere counts in every state."
        caption = captions.caption(known_map.finding(by_state), as_of, captions.LEDGER, payers, note=note)
        show.chart(known_map, by_state, caption, "known-map", behind=known_map.table(by_state), half=True)
