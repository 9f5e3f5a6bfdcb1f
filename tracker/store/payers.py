"""The registry: payers with parent, type, states, aliases and ids; codes; reasons; claims signals. Reads only."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


def listed(db: Database) -> list[dict[str, Any]]:
    """All registry rows in the order of parent and name, with aliases (list) and identifiers (list of tuples)."""
    aliases: dict[str, list[str]] = {}
    for payer_id, alias in db.execute("select payer_id, alias from payer_aliases"):
        aliases.setdefault(payer_id, []).append(alias)
    ids: dict[str, list[tuple[str, str, str]]] = {}
    for payer_id, scheme, value, state in db.execute("select payer_id, scheme, value, state from payer_identifiers"):
        ids.setdefault(payer_id, []).append((scheme, value, state))
    return [
        {**row, "aliases": aliases.get(row["payer_id"], []), "identifiers": ids.get(row["payer_id"], [])}
        for row in db.query("select * from payers order by parent, name")
    ]


def names(db: Database) -> dict[str, tuple[str, str]]:
    """Name and parent of every registry row by its id."""
    return {i: (n, p) for i, n, p in db.execute("select payer_id, name, parent from payers")}


def one(db: Database, payer_id: str) -> dict[str, Any] | None:
    """One registry row, None when there is no such payer."""
    return next((p for p in listed(db) if p["payer_id"] == payer_id), None)


def codes(db: Database) -> list[dict[str, Any]]:
    """The tracked codes in their order."""
    return list(db.query("select * from codes order by position"))


def signals(db: Database, payer_id: str | None = None) -> list[dict[str, Any]]:
    """Medicaid claims signals: not decisions."""
    where = "where payer_id = ?" if payer_id else ""
    return list(db.query(f"select * from claims_signals {where} order by state", [payer_id] if payer_id else []))


def rates(db: Database) -> list[dict[str, Any]]:
    """Medicare's national amounts per code and period."""
    return list(db.query("select * from medicare_rates order by code, effective_from, participant"))
