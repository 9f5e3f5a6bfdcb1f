"""Research desk: what to look at next, ranked by what it would change; who is on it; what was done today."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.figures import knowledge
from tracker.services import decide, desk
from tracker.services.desk import Task
from tracker.store.questions import Filters
from tracker.ui import access, captions, data, filters, frame, links, show
from tracker.vocabulary import STATES, LineOfBusiness


def page() -> None:
    head = st.container()
    chosen = filters.row("state", "business", "parent", "payer")
    tasks = data.ask(desk.queue, chosen, access.who(), data.today())
    done = data.ask(desk.done_today, access.who(), data.today())
    with head:
        frame.title("Research desk", _answer(tasks, done))
    _queue(tasks)
    _progress(chosen)


def _answer(tasks: list[Task], done: int) -> str:
    denied = sum(t.denials for t in tasks)
    first = f"{len(tasks):,} payers, lines and states to look at; {done:,} payers looked at today."
    return f"{first} {denied:,} coverage denials wait for somebody to read the payer's policy." if denied else first


def _queue(tasks: list[Task]) -> None:
    if not tasks:
        st.markdown("**Nothing is open under these filters.** Remove a filter, or record a check on *Record*.")
        return
    rows = [
        {
            "Payer": t.payer,
            "Business": _business(t),
            "State": t.state or "all",
            "Why": "; ".join(t.why),
            "Who is on it": t.who,
        }
        for t in tasks
    ]
    chosen = st.dataframe(
        pd.DataFrame(rows), hide_index=True, width="stretch", height=430, on_select="rerun", selection_mode="single-row",
        key="queue", alt="The queue of the research desk",
    )  # fmt: skip
    picked = list(chosen.selection.rows) if hasattr(chosen, "selection") else []
    task = tasks[picked[0]] if picked and picked[0] < len(tasks) else tasks[0]
    _work(task)


def _business(t: Task) -> str:
    return LineOfBusiness(t.line_of_business).words if t.line_of_business else "not stated"


def _work(task: Task) -> None:
    where = STATES.get(task.state, "everywhere")
    with st.container(border=True):
        st.markdown(f"**{frame.plain(task.payer)}**, {_business(task)}, {where}")
        st.text("; ".join(task.why))
        for source in decide.sources_of(task.payer_id, access.who())[:4]:
            if str(source["url"]).startswith(("https://", "http://")):
                st.link_button(str(source["title"])[:80], source["url"], icon=":material/open_in_new:")
        with st.container(horizontal=True):
            if task.who:
                st.button(f"Release ({task.who})", on_click=_do, args=(desk.release, task), key="release")
            else:
                st.button(
                    "I am on it", on_click=_do, args=(desk.claim, task), key="claim", icon=":material/front_hand:"
                )
            if links.can_go("record") and st.button("Record what it says", type="primary"):
                links.go("record", payer=task.payer_id)


def _do(verb: object, task: Task) -> None:
    try:
        verb(task, access.who())  # type: ignore[operator]
    except TrackerError as problem:
        st.toast(str(problem))


def _progress(chosen: Filters) -> None:
    known = data.ask(desk.progress, chosen, data.today())
    caption = captions.caption(
        knowledge.finding(known), captions.joined(filters.words(chosen), f"as of {data.today():%-d %B %Y}"), captions.LEDGER,
        f"{int(known[['known', 'stale', 'never']].sum().sum()):,} payers",
    )  # fmt: skip
    show.chart(knowledge, known, caption, "knowledge", behind=knowledge.table(known))
