"""Which identity claims are accepted, and which addresses only this machine can reach."""

from __future__ import annotations

import pytest

from tracker.ui import access

NOW = 1_000_000.0
GOOD = {"iss": "https://login.example", "sub": "1", "email_verified": True, "iat": NOW - 60}


@pytest.mark.parametrize(
    ("changed", "accepted"),
    [
        ({}, True),
        ({"iat": NOW - 11 * 3600}, True),
        ({"iat": NOW - 13 * 3600}, False),
        ({"iat": NOW + 3600}, False),
        ({"iat": "nan"}, False),
        ({"iat": None}, False),
        ({"email_verified": False}, False),
        ({"email_verified": "true"}, False),
        ({"sub": ""}, False),
        ({"iss": None}, False),
    ],
)
def test_a_sign_in_is_judged_by_its_claims(changed: dict[str, object], accepted: bool) -> None:
    assert (access.objection({**GOOD, **changed}, NOW, 12) == "") == accepted


@pytest.mark.parametrize(
    ("address", "only_here"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.4", False), (None, False)],
)
def test_which_addresses_only_this_machine_reaches(address: str | None, only_here: bool) -> None:
    assert access.is_loopback(address) == only_here
