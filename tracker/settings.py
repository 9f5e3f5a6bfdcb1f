"""The only reader of environment variables. Everything else receives a `Settings` or calls `settings()`.

Values are read afresh on each call, so that a test or a second process can point the program at another store.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tracker.errors import TrackerError

ROOT = Path(__file__).resolve().parent.parent
SHIPPED_STORE = ROOT / "data" / "payers.sqlite"
DEMO_STORE = ROOT / "data" / "demo" / "demo.sqlite"


# The store this session looks at, when it is not the live one (the demonstration). Each run of a page sets it anew.
_session_store: ContextVar[Path | None] = ContextVar("session_store", default=None)


def use_store(path: Path | None) -> None:
    """Point this session (this thread) at another store; None: back to the live one."""
    _session_store.set(path)


@dataclass(frozen=True)
class Settings:
    """Where things are and how the program behaves.

    store: the live store (`TRACKER_STORE`). secret_file: the installation's fingerprint key, kept outside the store
    (`TRACKER_SECRET_FILE`). review_days: a check older than this is stale (`TRACKER_REVIEW_DAYS`).
    upload_megabytes: the largest file taken (`TRACKER_UPLOAD_MB`). keep_amounts: store money (`TRACKER_KEEP_AMOUNTS`,
    off: pooling members' prices invites antitrust trouble). sign_in_hours: a sign-in older than this must be renewed
    (`TRACKER_SIGN_IN_HOURS`). self_registration: whoever signs in first becomes a member (`TRACKER_SELF_REGISTRATION`).
    contact: whom somebody without access is told to ask (`TRACKER_CONTACT`). submissions_per_hour: how many files and
    reports one person may send in an hour (`TRACKER_SUBMISSIONS_PER_HOUR`).
    home: the store of people and the audit, also while the session looks at the demonstration.
    read_only: the store is a copy for reading (`TRACKER_READ_ONLY`): never migrated, never written to.
    """

    store: Path
    secret_file: Path
    evidence_dir: Path
    review_days: int = 180
    upload_megabytes: int = 200
    keep_amounts: bool = False
    sign_in_hours: int = 12
    self_registration: bool = False
    contact: str = "an administrator of your association"
    submissions_per_hour: int = 120
    home: Path = Path()
    read_only: bool = False


def today() -> date:
    """The calendar day (UTC), the same for everything that one store says."""
    return datetime.now(UTC).date()


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or int(text) == 0:
        raise TrackerError(f"{name} is {text!r}, which is not a whole number above 0.", f"Unset it to use {default}.")
    return int(text)


def _switch(name: str) -> bool:
    return os.environ.get(name, "").strip().casefold() in {"1", "yes", "true", "on"}


def settings() -> Settings:
    """The settings in force. Raises `TrackerError` naming the variable that cannot be used."""
    live = Path(os.environ.get("TRACKER_STORE") or ROOT / "data" / "live" / "payers.sqlite").expanduser()
    store = _session_store.get() or live
    secret = os.environ.get("TRACKER_SECRET_FILE")
    return Settings(
        store=store,
        secret_file=Path(secret).expanduser() if secret else store.parent / "fingerprint.key",
        evidence_dir=store.parent / "evidence",
        review_days=_whole_number("TRACKER_REVIEW_DAYS", 180),
        upload_megabytes=_whole_number("TRACKER_UPLOAD_MB", 200),
        keep_amounts=_switch("TRACKER_KEEP_AMOUNTS"),
        sign_in_hours=_whole_number("TRACKER_SIGN_IN_HOURS", 12),
        self_registration=_switch("TRACKER_SELF_REGISTRATION"),
        contact=os.environ.get("TRACKER_CONTACT", "").strip() or Settings.contact,
        submissions_per_hour=_whole_number("TRACKER_SUBMISSIONS_PER_HOUR", 120),
        home=live,
        read_only=_switch("TRACKER_READ_ONLY"),
    )


def described() -> list[tuple[str, str, str]]:
    """Each variable with its meaning and the value in force, for the administrator's page."""
    now = settings()
    switch = {True: "on", False: "off"}
    return [
        ("TRACKER_STORE", "the live store: everything that people enter, people and the audit", str(now.home)),
        ("TRACKER_SECRET_FILE", "the key behind fingerprints; back it up apart from the store", str(now.secret_file)),
        ("TRACKER_REVIEW_DAYS", "days after which a look at a payer's policy is stale", str(now.review_days)),
        ("TRACKER_UPLOAD_MB", "the largest file taken, in megabytes", str(now.upload_megabytes)),
        ("TRACKER_KEEP_AMOUNTS", "reserved: no amount is stored", switch[now.keep_amounts]),
        ("TRACKER_SIGN_IN_HOURS", "hours after which a sign-in must be renewed", str(now.sign_in_hours)),
        ("TRACKER_SELF_REGISTRATION", "whoever signs in first becomes a member", switch[now.self_registration]),
        ("TRACKER_CONTACT", "whom somebody without access is told to ask", now.contact),
        (
            "TRACKER_SUBMISSIONS_PER_HOUR",
            "files and reports one person may send in an hour",
            str(now.submissions_per_hour),
        ),
        ("TRACKER_READ_ONLY", "the store is a copy for reading, made by scripts/replica.py", switch[now.read_only]),
    ]
