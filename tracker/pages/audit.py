"""Audit: who did what and when, and who looked at small numbers; whether the chain of rows is whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from tracker.people import LOCAL
from tracker.services import audit
from tracker.ui import access, data, frame

MOST = audit.NEWEST
EVERY = "prove-every-row"


def page() -> None:
    person = access.who()
    sound = audit.standing(person, anew=bool(st.session_state.get(EVERY)))
    frame.title("Audit", sound.words)
    if not sound.sound:
        st.error(
            "Keep this store as it is, and compare it with the newest sound backup (scripts/restore.py lists them)."
        )
    if sound.newest:
        st.button("Prove every row now", key=EVERY, icon=":material/verified_user:")
    chosen = _filters()
    rows = audit.listed(access.who(), limit=MOST, **chosen)
    _table(rows)
    st.download_button(
        "Audit as CSV", lambda: audit.export(person, **chosen), f"audit-{data.today().isoformat()}.csv", "text/csv",
        on_click="ignore", icon=":material/download:",
        help="Its last line is an anchor: keep it elsewhere. It proves later that no row before it was changed.",
    )  # fmt: skip
    _prove()


def _filters() -> dict[str, str]:
    known, actions = audit.choices(access.who())
    names = dict(known)
    one, two, three, four = st.columns(4)
    who = one.selectbox("Who", ["", *names], format_func=lambda k: _called(names.get(k, "everybody")), key="who")
    action = two.selectbox("What", ["", *actions], format_func=lambda a: a or "everything", key="what")
    first = three.date_input("From", None, key="from")
    last = four.date_input("To", None, key="to")
    return {"who": who or "", "action": action or "", "first": _day(first), "last": _day(last)}


def _day(chosen: object) -> str:
    return chosen.isoformat() if isinstance(chosen, date) else ""


def _table(rows: list[dict[str, object]]) -> None:
    if not rows:
        st.markdown("Nothing was done like this.")
        return
    if len(rows) == MOST:
        st.caption(f"The newest {MOST:,} rows; the CSV has all of them.")
    seen = pd.DataFrame(
        {
            "When (UTC)": [str(r["at"]).replace("T", " ").rstrip("Z") for r in rows],
            "Who": [_called(str(r["name"])) for r in rows],
            "What": [r["action"] for r in rows],
            "Which": [r["object_name"] for r in rows],
            "More": [r["detail"] for r in rows],
            "Snapshot": [f"r{r['revision']}" if r["revision"] else "" for r in rows],
        }
    )
    tall: dict[str, Any] = {"height": 520} if len(rows) > 14 else {}
    st.dataframe(seen, hide_index=True, width="stretch", alt=f"The audit, {len(rows):,} rows", **tall)


def _called(name: str) -> str:
    """Who it was: those who never sign in have a word of their own."""
    return {"local": LOCAL.name, "reference": "The program, bringing reference rows"}.get(name, name)


def _prove() -> None:
    with st.expander("Prove it against an anchor kept elsewhere"):
        st.markdown(
            "The chain shows a row that was changed or taken away. Against somebody who worked the whole chain out anew, "
            "paste an anchor that you kept from an earlier export."
        )
        anchor = st.text_input("Anchor", key="anchor", placeholder="1204:9f3c...")
        if anchor:
            found = audit.verify(access.who(), anchor)
            (st.success if found.sound else st.error)(found.words)
