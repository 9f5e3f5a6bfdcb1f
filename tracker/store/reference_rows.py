"""Carries `tracker/reference/*.csv` into a store: the shipped one when it is built, a live one on each start.

The one thing to know: only rows of origin `reference` are touched. A reference row that changed is withdrawn and added
again (decisions, checks) or replaced (registry); what a person entered stays as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from tracker import reference
from tracker.reference import rows
from tracker.store.connection import Change
from tracker.vocabulary import STATES, USUAL_LINE_OF_BUSINESS, PayerType

FILES = ("codes", "payers", "reasons", "medicare_rates", "sources", "decisions", "medicaid_claims_signals")


def version() -> str:
    """Changes when any reference file changes. Asked at every opening of a store, so files are read only when touched."""
    folder = os.fspath(reference.FOLDER)
    files = [f"{folder}/{name}.csv" for name in FILES]  # plain text: this is asked several times a click
    stats = [os.stat(file) for file in files]  # noqa: PTH116 - a Path costs more than the question
    return _digest(tuple((f, s.st_mtime_ns, s.st_size) for f, s in zip(files, stats, strict=True)))


@lru_cache(maxsize=4)
def _digest(files: tuple[tuple[str, int, int], ...]) -> str:
    digest = hashlib.sha256()
    for path, _, _ in files:
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()


def fill(change: Change) -> dict[str, int]:
    """Bring every reference row up to date; how many rows each noun has."""
    db = change.db
    done = {
        "codes": _codes(db),
        "payers": _payers(db),
        "reasons": _reasons(db),
        "medicare_rates": _rates(db),
        "sources": _sources(change),
        "decisions": _decisions(change),
        "claims_signals": _signals(db),
    }
    db.execute("insert or replace into meta values ('reference_version', ?)", [version()])
    return done


def _many(db: Database, sql: str, values: Iterable[list[Any]]) -> int:
    listed = list(values)
    db.conn.executemany(sql, listed)
    return len(listed)


def _codes(db: Database) -> int:
    return _many(
        db,
        """insert into codes values (?,?,?,?,?,?,?,?) on conflict (code) do update set label = excluded.label,
        short_label = excluded.short_label, family = excluded.family, first_day = excluded.first_day,
        add_on_to = excluded.add_on_to, medicare_daily_units = excluded.medicare_daily_units,
        position = excluded.position""",
        (
            [c.code, c.label, c.short_label, c.family, c.first_day.isoformat(), c.add_on_to, c.daily_units, n]
            for n, c in enumerate(reference.codes().values())
        ),
    )


def _payers(db: Database) -> int:
    listed = rows("payers")
    _many(
        db,
        """insert into payers (payer_id, name, parent, payer_type, usual_line_of_business, states, source_url, basis,
        notes) values (?,?,?,?,?,?,?,?,?) on conflict (payer_id) do update set name = excluded.name,
        parent = excluded.parent, payer_type = excluded.payer_type, states = excluded.states,
        usual_line_of_business = excluded.usual_line_of_business, source_url = excluded.source_url,
        basis = excluded.basis, notes = excluded.notes where origin = 'reference'""",
        (
            [r["payer_id"], r["name"], r["parent"], r["payer_type"], _usual(r["payer_type"]), r["states"],
             r["source_url"], r["basis"], r["notes"]]
            for r in listed
        ),
    )  # fmt: skip
    db.execute("delete from payer_aliases where origin = 'reference'")
    _many(
        db,
        "insert or ignore into payer_aliases values (?,?,'reference')",
        ([r["payer_id"], a.strip()] for r in listed for a in r["aliases"].split("|") if a.strip()),
    )
    db.execute("delete from payer_states where payer_id in (select payer_id from payers where origin = 'reference')")
    _many(
        db,
        "insert or ignore into payer_states values (?,?)",
        ([r["payer_id"], s] for r in listed for s in (STATES if r["states"] == "US" else r["states"].split(",")) if s),
    )
    db.execute(
        "delete from payer_identifiers where payer_id in (select payer_id from payers where origin = 'reference')"
    )
    _many(
        db,
        "insert or ignore into payer_identifiers values (?,?,?,?)",
        ([r["payer_id"], *i] for r in listed for i in identifiers(r["ids"])),
    )
    return len(listed)


def _usual(payer_type: str) -> str:
    return str(USUAL_LINE_OF_BUSINESS.get(PayerType(payer_type), ""))


def identifiers(text: str) -> list[tuple[str, str, str]]:
    """`hios:13887(FL);naic:17423` -> [(`hios`, `13887`, `FL`), (`naic`, `17423`, ``)]. The scheme carries on."""
    found, scheme = [], ""
    for part in text.replace(";", ",").split(","):
        part = part.strip()
        if ":" in part:
            scheme, part = (x.strip() for x in part.split(":", 1))
        value, _, state = part.partition("(")
        if value.strip() and scheme:
            found.append((scheme, value.strip(), state.rstrip(") ").strip()))
    return found


def _reasons(db: Database) -> int:
    return _many(
        db,
        "insert or replace into reasons values (?,?,?,?,?,?,?,?)",
        (
            [r["kind"], r["code"], r["label"], r["category"], int(r["denial"] == "yes"),
             reference.reasons()[r["kind"], r["code"]].denial_class, r["notes"], r["basis"]]
            for r in rows("reasons")
        ),
    )  # fmt: skip


def _rates(db: Database) -> int:
    names = ("code", "effective_from", "effective_to", "participant", "nonfacility_usd", "facility_usd",
             "conversion_factor", "source")  # fmt: skip
    return _many(
        db,
        "insert or replace into medicare_rates values (?,?,?,?,?,?,?,?)",
        ([r[n] for n in names] for r in rows("medicare_rates")),
    )


def _signals(db: Database) -> int:
    db.execute("delete from claims_signals")
    names = ("payer_id", "state", "code", "observed", "caution", "source_title", "source_publisher", "source_url",
             "published", "confidence")  # fmt: skip
    return _many(
        db,
        "insert into claims_signals values (null,?,?,?,?,?,?,?,?,?,?)",
        ([r[n] for n in names] for r in rows("medicaid_claims_signals")),
    )


def _sources(change: Change) -> int:
    return _many(
        change.db,
        """insert into sources values (?,?,?,?,?,?,'reference',?,null) on conflict (source_id) do update set
        publisher = excluded.publisher, title = excluded.title, url = excluded.url, published = excluded.published,
        accessed = excluded.accessed where origin = 'reference'""",
        (
            [r["source_id"], r["publisher"], r["title"], r["url"], r["published"], r["accessed"], change.revision]
            for r in rows("sources")
        ),
    )


def _decisions(change: Change) -> int:
    """A reference decision is known by the hash of its row: unchanged rows stay, others are withdrawn and added. What a
    person has checked, replaced or withdrawn does not come back."""
    db = change.db
    wanted = {hashlib.sha256(json.dumps(r, sort_keys=True).encode()).hexdigest(): r for r in rows("decisions")}
    held = dict(
        db.execute(
            "select reference_key, decision_id from coverage_decisions "
            "where origin = 'reference' and withdrawn_revision is null"
        ).fetchall()
    )
    for key, number in held.items():
        if key not in wanted:
            db.execute(
                "update coverage_decisions set withdrawn_revision = ?, withdrawn_why = 'the reference changed' "
                "where decision_id = ?",
                [change.revision, number],
            )
    settled = {
        row[0]
        for row in db.execute(
            "select reference_key from coverage_decisions where origin = 'reference' "
            "and withdrawn_revision is not null and withdrawn_why <> 'the reference changed'"
        )
    }
    for key, r in wanted.items():
        if key not in held and key not in settled:
            _add_decision(change, key, r)
    return len(wanted)


def _add_decision(change: Change, key: str, r: dict[str, str]) -> None:
    db = change.db
    number = db.execute(
        """insert into coverage_decisions (payer_id, line_of_business, state, code, status, scope, conditions,
        prior_auth, effective_from, effective_to, confidence, recorded_by, recorded_at, origin, reference_key,
        added_revision) values (?,?,?,?,?,?,?,?,?,?,?,'reference',?,'reference',?,?)""",
        [r["payer_id"], r["line_of_business"], r["state"], r["code"], r["status"], r["scope"], r["conditions"],
         r["prior_auth"], r["effective_from"] or None, r["effective_to"] or None, r["confidence"], r["checked_on"],
         key, change.revision],
    ).lastrowid  # fmt: skip
    db.execute(
        "insert into decision_sources (decision_id, source_id, quotation) values (?,?,?)",
        [number, r["source_id"], r["evidence"]],
    )
    db.execute(
        """insert into policy_checks (payer_id, line_of_business, state, code, checked_on, found, source_id, who,
        origin, added_revision) values (?,?,?,?,?,'changed',?,'reference','reference',?)""",
        [r["payer_id"], r["line_of_business"], r["state"], r["code"], r["checked_on"], r["source_id"], change.revision],
    )
