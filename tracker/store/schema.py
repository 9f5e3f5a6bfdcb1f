"""The schema and its migrations. The one thing to know: a released migration is never edited, a new one is added.

`schema.sql` is migration one, `summaries.sql` two, `documents.sql` three, `m005_member.sql` five, `views_announced.sql` seven, `packs.sql` eight, `remittance.sql` eleven. They are run statement by statement, since `executescript`
would commit on its own and a killed process could leave half a schema behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("payer-tracker")
NEW_SUMMARIES = {"m002_summaries", "m004_margins"}  # after one of these the summaries are made anew from the lines


def statements(name: str) -> Iterator[str]:
    """The SQL statements of a file beside this one, one at a time, comments kept with what follows them."""
    buffer = ""
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines(keepends=True):
        buffer += line
        if sqlite3.complete_statement(buffer):
            yield buffer
            buffer = ""


@migrations()
def m001_first(db: Database) -> None:
    """Registry, both ledgers, people, summaries and the readers' views."""
    for file in ("schema.sql", "views_gaps.sql"):
        for statement in statements(file):
            db.execute(statement)


@migrations()
def m002_summaries(db: Database) -> None:
    """Summaries at several grains. `live` fills them from the lines once all migrations are applied."""
    for statement in statements("summaries.sql"):
        db.execute(statement)


@migrations()
def m003_document_scans(db: Database) -> None:
    """Which documents were read to what end, so that a folder given again is read only where it is new."""
    for statement in statements("documents.sql"):
        db.execute(statement)


@migrations()
def m004_margins(db: Database) -> None:
    """Practices and largest contributors kept ready for the pages; the finest summary by practice in a better order."""
    for statement in statements("margins.sql"):
        db.execute(statement)


@migrations()
def m005_member(db: Database) -> None:
    """What a form tells beside its line, forms and files about one line, batches that repeat another."""
    for statement in statements("m005_member.sql"):
        db.execute(statement)


@migrations()
def m006_signin(db: Database) -> None:
    """An audit that is only added to and knows its length; sign-ins that can be ended; invitations."""
    for statement in statements("m006_signin.sql"):
        db.execute(statement)


@migrations()
def m007_announced(db: Database) -> None:
    """The readers' view of gaps tells what is announced from what nobody has looked at."""
    for statement in statements("views_announced.sql"):
        db.execute(statement)


@migrations()
def m008_replies(db: Database) -> None:
    """Which finding a payer was asked about, when it corrected it, which document it named."""
    for statement in statements("packs.sql"):
        db.execute(statement)


@migrations()
def m011_remittance(db: Database) -> None:
    """What matches reversals with adjudications across files, and reversals of whole claims."""
    for statement in statements("remittance.sql"):
        db.execute(statement)


@migrations()
def m012_line_corrections(db: Database) -> None:
    """Why a reviewer corrected a line, beside the two lines themselves."""
    for statement in statements("m012_line_corrections.sql"):
        db.execute(statement)


@migrations()
def m013_lines_by_name(db: Database) -> None:
    """Lines of a name found by month and code too: what looks for lines alike need not read all lines of a payer."""
    db.execute("drop index lines_by_name")
    db.execute("create index lines_by_name on claim_lines (name_id, month, code)")


@migrations()
def m014_quick(db: Database) -> None:
    """Lines alike, actions of the audit and what each sender sent are found without reading many rows."""
    for statement in statements("m014_quick.sql"):
        db.execute(statement)


@migrations()
def m016_keys_by_month(db: Database) -> None:
    """Keys of lines and claims in the order of months: an import touches the pages of its months, not of all years."""
    for name, key in (("lines_by_key", "line_key"), ("lines_by_claim", "claim_key")):
        db.execute(f"drop index {name}")
        db.execute(f"create index {name} on claim_lines (month, {key}) where {key} is not null")


@migrations()
def m017_keys(db: Database) -> None:
    """New keys of lines and claims go to a small table first, so that an import touches few pages of a large store."""
    for statement in statements("m017_keys.sql"):
        db.execute(statement)


@migrations()
def m018_pairs(db: Database) -> None:
    """Lines by the day on which they arrived: what a campaign brought."""
    for statement in statements("m018_pairs.sql"):
        db.execute(statement)


def known() -> set[str]:
    """Names of the migrations this program knows; a store that has others was written by a newer one."""
    return {m.name for m in migrations._migrations}


@migrations()
def m015_remitted(db: Database) -> None:
    """The month in which a payer sent a remittance: it tells a denial from a later payment whatever file came first."""
    db.execute("alter table imports add column remitted text check (remitted glob '[12][0-9][0-9][0-9]-[01][0-9]')")


@migrations()
def m019_waiting(db: Database) -> None:
    """What waits for a verdict is kept; lines told twice are found in an index alone."""
    for statement in statements("m019_waiting.sql"):
        db.execute(statement)
