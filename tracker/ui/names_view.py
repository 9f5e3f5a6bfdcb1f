"""Payer names nobody has settled: what each may mean, settled once and remembered for the next file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.errors import TrackerError
from tracker.figures.text import counted
from tracker.services import review
from tracker.ui import access, data
from tracker.ui.frame import plain
from tracker.vocabulary import STATES, LineOfBusiness

PER_PAGE = 8
NONE = "none"


def draw(waiting: list[dict[str, Any]]) -> None:
    """A card a name, those with most lines first."""
    if not waiting:
        st.markdown("**Every name is settled.** A spelling that the rules cannot settle will stand here.")
        return
    sure = [n for n in waiting if n["suggestion"] and len(n["candidates"]) == 1]
    if len(sure) > 1:
        with st.popover(f"Settle {len(sure)} with one candidate each"):
            names = data.payers()
            st.markdown(
                "\n".join(f"- {plain(n['written'])}: {plain(str(names[n['suggestion']]['name']))}" for n in sure[:20])
            )
            st.button(
                f"Settle {len(sure)}",
                key="names_all",
                on_click=_settle,
                args=([(n["name_id"], n["suggestion"]) for n in sure],),
            )
    pages = -(-len(waiting) // PER_PAGE)
    at = int(st.number_input(f"Page of {pages}", 1, pages, 1, key="names_page")) if pages > 1 else 1
    for name in waiting[(at - 1) * PER_PAGE : at * PER_PAGE]:
        _card(name)


def _card(name: dict[str, Any]) -> None:
    names = data.payers()
    place = ", ".join(
        x for x in (STATES.get(name["state"], ""), LineOfBusiness(name["line_of_business"]).words if name["line_of_business"] else "",
                    f"payer id {name['identifier']}" if name["identifier"] else "") if x
    )  # fmt: skip
    with st.container(border=True):
        st.markdown(
            f"**{plain(name['written'])}** · {counted(name['lines'], 'line')}{' · ' + plain(place) if place else ''}"
        )
        st.caption(plain(name["why"]))
        likely = [i for i, _ in name["candidates"] if i in names]
        options = [*likely, NONE, *(i for i in names if i not in likely)]
        a, b = st.columns([4, 1], vertical_alignment="bottom")
        with a:
            chosen = st.selectbox(
                "It means", options, key=f"name_{name['name_id']}", placeholder="Choose", filter_mode="contains",
                index=options.index(name["suggestion"]) if name["suggestion"] in likely else None,
                format_func=lambda i: "No payer we track" if i == NONE else _words(names[i], i in likely),
            )  # fmt: skip
        with b:
            st.button("Settle", key=f"settle_{name['name_id']}", disabled=chosen is None, width="stretch", on_click=_settle,
                      args=([(name["name_id"], chosen)],))  # fmt: skip


def _words(payer: dict[str, Any], likely: bool) -> str:
    parent = f", {payer['parent']}" if payer["parent"] != payer["name"] else ""
    return f"{payer['name']}{parent}{' (likely)' if likely else ''}"


def _settle(pairs: list[tuple[int, str]]) -> None:
    try:
        for name_id, payer_id in pairs:
            review.settle_name(name_id, None if payer_id == NONE else payer_id, access.who())
        st.toast(f"Settled {len(pairs)}; remembered for the next file.")
    except TrackerError as error:
        st.toast(str(error), icon=":material/error:")
