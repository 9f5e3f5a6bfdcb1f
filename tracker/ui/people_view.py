"""Who may come in, as an administrator keeps it: everybody with role and last sign-in, one change at a time, invitations."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from tracker.errors import TrackerError
from tracker.services import people
from tracker.ui import access
from tracker.vocabulary import Role

ROLES: list[Role | None] = [None, *Role]
WHAT = {
    None: "No role: may sign in and sees nothing",
    Role.MEMBER: "Member: reads, reports denials, sees their own reports",
    Role.SPECIALIST: "Specialist: also reviews, records decisions, sees small numbers",
    Role.ADVOCATE: "Advocate: reads, takes charts and packs away, records meetings",
    Role.ADMINISTRATOR: "Administrator: everything, and people, settings, backups, audit",
}


def draw() -> None:
    known = people.listed(access.who())
    if known:
        _table(known)
        _change(known)
    elif access.sign_in_configured():
        st.markdown("Nobody has signed in yet. Invite the first people below.")
    else:
        st.markdown("Sign-in is not configured, so there are no people but the local administrator.")
    _invitations()


def words(role: str | None) -> str:
    """A role as a reader sees it."""
    return Role(role).value.capitalize() if role else "none"


def _table(known: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(
        {
            "Name": [p["name"] for p in known],
            "E-mail": [p["email"] for p in known],
            "Role": [words(p["role"]) for p in known],
            "May come in": ["yes" if p["active"] else "no, deactivated" for p in known],
            "Last sign-in": [str(p["last_seen"] or p["added_at"])[:16].replace("T", " ") for p in known],
            "Sign-in by": [str(p["person_key"]).split("|")[0] for p in known],
        }
    )
    st.dataframe(frame, hide_index=True, width="stretch", alt=f"{len(known):,} people")


def _change(known: list[dict[str, Any]]) -> None:
    by_key = {str(p["person_key"]): p for p in known}

    def called(key: str) -> str:
        return f"{by_key[key]['name']}, {by_key[key]['email'] or 'no address'}"

    key = st.selectbox("Change somebody's access", list(by_key), None, format_func=called, key="whom")
    if key is None:
        return
    one = by_key[key]
    with st.form("access"):
        now = Role(one["role"]) if one["role"] else None
        role = st.radio("Role", ROLES, ROLES.index(now), format_func=WHAT.__getitem__, key=f"role-{key}")
        active = st.toggle("May come in", bool(one["active"]), key=f"active-{key}")
        st.caption("From their next click on; whoever is deactivated sees nothing any more.")
        if st.form_submit_button("Change access", type="primary"):
            _do(lambda: people.change_role(key, role, active, access.who()), "Changed, and written in the audit.")


def _invitations() -> None:
    st.subheader("Invite", anchor=False)
    st.markdown("They have the role from their first sign-in on, if the provider says the address is theirs.")
    with st.form("invite", clear_on_submit=True):
        left, right = st.columns([3, 2])
        email = left.text_input("E-mail address", key="invite-email")
        role = right.selectbox("Role", list(Role), format_func=words, key="invite-role")
        if st.form_submit_button("Invite") and role:
            _do(lambda: people.invite(email, role, access.who()), "Invited. Nothing is sent: tell them the address.")
    for waiting in people.invited(access.who()):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.text(f"{waiting['email']}: {words(waiting['role'])}, since {str(waiting['invited_at'])[:10]}")
        if right.button("Take back", key=f"back-{waiting['email']}", help=f"Take back {waiting['email']}"):
            _do(lambda email=waiting["email"]: people.uninvite(email, access.who()), "Taken back.")


def _do(verb: Any, done: str) -> None:
    try:
        verb()
    except TrackerError as problem:
        st.error(str(problem))
        return
    st.toast(done)
    st.rerun()
