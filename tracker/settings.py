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
    """

    store: Path
    secret_file: Path
    evidence_dir: Path
    review_days: int = 180
    upload_megabytes: int = 200
    keep_amounts: bool = False
    sign_in_hours: int = 12
    self_registration: bool = False


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
    )
