"""Who is at the keyboard, and whether the program may serve at this address at all.

Without a configured provider the program serves this machine only, as a local administrator with a banner.
The one thing to know: hiding a page is courtesy; every service verb asks `people.require` for itself.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping

import streamlit as st

from tracker.errors import NotAllowed
from tracker.people import LOCAL, Person
from tracker.services import people
from tracker.settings import settings


def sign_in_configured() -> bool:
    """True when `.streamlit/secrets.toml` has an [auth] section."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def is_loopback(address: str | None) -> bool:
    """True for addresses that only this machine can reach. No address at all means every address."""
    if not address:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def guard_address() -> None:
    """Refuse to serve others without sign-in. Raises `NotAllowed` saying what to do."""
    address = st.get_option("server.address")
    if not sign_in_configured() and not is_loopback(address):
        raise NotAllowed(
            f"Sign-in is not configured, so the program serves this machine only, not {address or 'every address'}.",
            "Set server.address to 127.0.0.1, or configure sign-in (docs/administration.md).",
        )


def who() -> Person | None:
    """The person of this session; None when sign-in is configured and nobody is signed in.

    Raises `NotAllowed` for an unverified e-mail and for a sign-in that is too old: the identity cookie lives for 30 days and
    its own expiry is never looked at, so both are judged here, on every run.
    """
    if not sign_in_configured():
        return LOCAL
    if not st.user.is_logged_in:
        return None
    claims = st.user.to_dict()
    problem = objection(claims, time.time(), settings().sign_in_hours)
    if problem:
        raise NotAllowed(problem, "Sign out and sign in again.")
    return people.arrive(
        str(claims["iss"]),
        str(claims["sub"]),
        str(claims.get("name") or claims.get("email") or "Unnamed"),
        str(claims.get("email") or ""),
        self_registration=settings().self_registration,
    )


def objection(claims: Mapping[str, object], now: float, hours: int) -> str:
    """Why these identity claims are not accepted, '' when they are."""
    if not claims.get("iss") or not claims.get("sub"):
        return "The sign-in names nobody."
    if claims.get("email_verified") is not True:
        return "The e-mail address of this sign-in is not verified."
    try:
        issued = float(str(claims.get("iat")))
    except ValueError:
        return "The sign-in does not say when it was made."
    if not math.isfinite(issued) or now - issued > hours * 3600 or issued - now > 300:
        return f"This sign-in is older than {hours} hours."
    return ""


def door(person: Person | None) -> bool:
    """Draw the sign-in page, or the words for somebody without access; True when the person may go on."""
    if person is not None and person.active and person.role is not None:
        return True
    st.title("Payer tracker", anchor=False)
    if person is None:
        st.markdown("What payers say about caregiver-training codes, and what members meet. Sign in to go on.")
        st.button("Sign in", type="primary", on_click=st.login)
    else:
        state = "has no role yet" if person.active else "was deactivated"
        st.markdown(
            f"You are signed in, but this account {state}. An administrator of your association can change that."
        )
        st.button("Sign out", on_click=st.logout)
    return False
