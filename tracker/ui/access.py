"""Who is at the keyboard, and whether the program may serve at this address at all.

Without a configured provider the program serves this machine only, as a local administrator with a banner.
The one thing to know: hiding a page is courtesy; every service verb asks `people.require` for itself.
"""

from __future__ import annotations

import ipaddress
import math
import sys
import time
from collections.abc import Mapping

import streamlit as st

from tracker.errors import NotAllowed, TrackerError
from tracker.people import LOCAL, Person
from tracker.services import people
from tracker.settings import settings

INSIDE = "was let in"


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


def served_with_tls() -> bool:
    """True when people reach the program by https, as the redirect address of sign-in says."""
    return sign_in_configured() and str(st.secrets["auth"].get("redirect_uri", "")).startswith("https://")


def guard_address() -> None:
    """Refuse to serve others without sign-in. Raises `NotAllowed` saying what to do."""
    address = st.get_option("server.address")
    if not sign_in_configured() and not is_loopback(address):
        raise NotAllowed(
            f"Sign-in is not configured, so the program serves this machine only, not {address or 'every address'}.",
            "Set server.address to 127.0.0.1, or configure sign-in (docs/administration.md).",
        )


def refuse_other_addresses() -> None:
    """End the server before it answers where it may not."""
    try:
        guard_address()
    except NotAllowed as problem:
        print(problem, file=sys.stderr)
        sys.exit(problem.exit_code)


def who() -> Person | None:
    """The person of this session; None when sign-in is configured and nobody is signed in.

    Judged anew on every run, since the identity cookie lives for 30 days and its own expiry is never looked at. Raises
    `NotAllowed` for an unverified e-mail, a sign-in that is too old and one that was ended by signing out.
    """
    if not sign_in_configured():
        return LOCAL
    if not st.user.is_logged_in:
        return None
    claims = st.user.to_dict()
    _must_hold(claims)
    name, email = str(claims.get("name") or claims.get("email") or "Unnamed"), str(claims.get("email") or "")
    arrival = people.Arrival(str(claims["iss"]), str(claims["sub"]), name, email, signed_at(claims))
    return people.arrive(arrival, self_registration=settings().self_registration)


def may_enter(claims: Mapping[str, object]) -> bool:
    """Whether a page would let this identity in. Asks only; nobody is added. Raises `NotAllowed`."""
    _must_hold(claims)
    person = people.find(people.key_of(str(claims["iss"]), str(claims["sub"])), signed_at(claims))
    return person is not None and person.active and person.role is not None


def _must_hold(claims: Mapping[str, object]) -> None:
    problem = objection(claims, time.time(), settings().sign_in_hours)
    if problem:
        raise NotAllowed(problem, "Sign out and sign in again.")


def signed_at(claims: Mapping[str, object]) -> int:
    """When the provider signed this identity, in its own clock; `objection` has seen that it is a number."""
    return int(float(str(claims["iat"])))


def objection(claims: Mapping[str, object], now: float, hours: int) -> str:
    """Why these identity claims are not accepted, '' when they are."""
    if not claims.get("iss") or not claims.get("sub"):
        return "The sign-in names nobody."
    if claims.get("email_verified") is not True:
        return "The e-mail address of this sign-in is not verified."
    # `auth_time` is when the person showed who they are, `iat` only when the provider wrote it down once more.
    for stated in ("iat", "auth_time"):
        if stated == "auth_time" and claims.get(stated) is None:
            continue
        try:
            issued = float(str(claims.get(stated)))
        except ValueError:
            return "The sign-in does not say when it was made."
        if issued - now > 300:
            return (
                "This sign-in is dated in the future: a clock is wrong, here or at the provider; tell an administrator."
            )
        if not math.isfinite(issued) or now - issued > hours * 3600:
            return f"This sign-in is older than {hours} hours."
    return ""


def door(person: Person | None) -> bool:
    """Draw the sign-in page, or the words for somebody without access; True when the person may go on."""
    if person is not None and person.active and person.role is not None:
        st.session_state[INSIDE] = True
        return True
    _clear_window()
    st.title("Payer tracker", anchor=False)
    if person is None:
        st.markdown("What payers say about caregiver-training codes, and what members meet. Sign in to go on.")
        st.button("Sign in", type="primary", on_click=st.login)
        return False
    state = "has no role yet" if person.active else "was deactivated"
    st.markdown(f"You are signed in, but this account {state}.")
    st.text(f"Ask {settings().contact}, and say who you are here: {_called(person)}.")
    st.button("Sign out", on_click=sign_out)
    return False


def _clear_window() -> None:
    """Somebody who was let in before and is not any more: the window begins anew, without the menu and the old page."""
    if st.session_state.pop(INSIDE, False):
        st.html("<script>window.location.reload()</script>", unsafe_allow_javascript=True)


def _called(person: Person) -> str:
    email = str(st.user.get("email") or "") if sign_in_configured() else ""
    return f"{person.name}, {email}" if email and email != person.name else person.name


def trouble(problem: TrackerError) -> None:
    """A run that ended early: what happened, and the way out where somebody is signed in."""
    _clear_window()
    st.error(str(problem))
    if sign_in_configured() and st.user.is_logged_in:
        st.button("Sign out", on_click=sign_out)


def sign_out() -> None:
    """End this sign-in everywhere: the cookie goes, and other windows and copies of it open nothing any more."""
    st.session_state.pop(INSIDE, None)  # the window goes to sign-out now, and must not be turned round
    claims = st.user.to_dict()
    if not objection(claims, time.time(), settings().sign_in_hours):
        people.leave(people.key_of(str(claims["iss"]), str(claims["sub"])), signed_at(claims))
    st.logout()
