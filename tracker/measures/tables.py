"""Disclosure control for the tables and charts that pages make: a frame in, the same frame with `hidden` and `why` out.

The one thing a newcomer would get wrong: a share is two numbers. Its numerator, its denominator and what lies between
them (lines not denied) are all cells; the share is shown only where none of the three is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from tracker.measures.disclosure import RULE, SMALL, Cell, Rule, log_rows, release

ALL = "(all)"
"""Stands in a key column of a totals row."""
LARGEST = "largest_practice_lines"
"""Lines of the largest practice of a row; `largest` is understood too."""
_PART = "part"


@dataclass(frozen=True)
class Protected:
    """rows: the frame with `hidden`, `why` (and, for shares, missing share and limits where hidden). totals: the sums
    over each key and over everything, key columns `(all)` where summed. log: rows for the export log, to be written
    if, and only if, the table leaves the building."""

    rows: pd.DataFrame
    totals: pd.DataFrame
    log: tuple[dict[str, Any], ...]

    @property
    def hidden(self) -> int:
        return int(self.rows["hidden"].sum())


def protect_counts(
    frame: pd.DataFrame,
    keys: Sequence[str],
    count: str = "lines",
    within: Mapping[str, Iterable[str]] | None = None,
    base: pd.DataFrame | None = None,
    log: Iterable[Mapping[str, Any]] = (),
    rule: Rule = RULE,
    totals: bool = True,
) -> Protected:
    """Hide in a table of counts with one row for each combination of `keys`.

    frame: keys, count, and where known `practices` and `largest`. within: the filters the table was made
    under (dimension -> values). base: finest counts (`lines`) with all dimensions of `within`, `keys` and the log;
    needed when there is a log, else the table itself. totals False: no sum is shown beside the table.
    """
    fixed = {k: frozenset(v) for k, v in (within or {}).items()}
    everything = _with_totals(frame, keys, [count]) if totals else frame.reset_index(drop=True)
    finest = base if base is not None else frame.rename(columns={count: "lines"})[[*keys, "lines"]]
    cells = [_cell(r, keys, fixed if base is not None else {}, r[count]) for r in everything.to_dict("records")]
    settled = release(cells, finest, log, rule)
    everything["why"] = [c.why for c in settled]
    everything["hidden"] = [c.hidden for c in settled]
    full = [Cell({**fixed, **c.region}, c.value, why=c.why) for c in settled]
    return _split(everything, len(frame), tuple(log_rows(full)))


def protect_shares(
    frame: pd.DataFrame,
    keys: Sequence[str],
    numerator: str = "numerator",
    denominator: str = "denominator",
    within: Mapping[str, Iterable[str]] | None = None,
    base: pd.DataFrame | None = None,
    log: Iterable[Mapping[str, Any]] = (),
    rule: Rule = RULE,
    totals: bool = True,
    above: Iterable[str] = ("yes",),
    revision: int | None = None,
) -> Protected:
    """Hide in a table of shares. Columns `share`, `low`, `high`, numerator and denominator become missing where hidden.

    within, base, log, totals, revision: as for `protect_counts`; base has the two counts under the names of the frame's
    columns, or a row for each `part` of the adjudicated lines with `lines`, of which `above` is the numerator.
    """
    fixed = {k: frozenset(v) for k, v in (within or {}).items()}
    everything = _with_totals(frame, keys, [numerator, denominator]) if totals else frame.reset_index(drop=True)
    records, inside = everything.to_dict("records"), fixed if base is not None else {}
    below = [_cell(r, keys, inside, r[denominator]) for r in records]
    part = {**inside, _PART: frozenset(above)}
    over = [_numerator(r, keys, part, r[numerator], b, rule) for r, b in zip(records, below, strict=True)]
    finest = (
        base if base is not None and _PART in base else _parts(frame if base is None else base, numerator, denominator)
    )
    settled = release([*below, *over], finest, log, rule, revision)
    below, over = settled[: len(records)], settled[len(records) :]
    everything["why"] = [b.why or a.why for b, a in zip(below, over, strict=True)]
    everything["hidden"] = everything["why"] != ""
    everything.loc[[b.hidden for b in below], denominator] = pd.NA
    everything.loc[everything["hidden"], numerator] = pd.NA
    for column in ("share", "low", "high"):
        if column in everything:
            everything.loc[everything["hidden"], column] = float("nan")
    return _split(
        everything, len(frame), tuple(log_rows(Cell({**fixed, **c.region}, c.value, why=c.why) for c in settled))
    )


def _parts(finest: pd.DataFrame, numerator: str, denominator: str) -> pd.DataFrame:
    """Finest counts with the dimension `part`: lines in the numerator, and lines that are not."""
    dimensions = finest.drop(columns=[numerator, denominator])
    rest = finest[denominator] - finest[numerator]
    return pd.concat([dimensions.assign(part="yes", lines=finest[numerator]), dimensions.assign(part="no", lines=rest)])


def _numerator(
    row: Mapping[Any, Any],
    keys: Sequence[str],
    part: Mapping[str, frozenset[str]],
    value: Any,
    whole: Cell,
    rule: Rule,
) -> Cell:
    """The cell above the line, hidden with a whole that rests on too few practices. A small rest is found by `release`,
    which knows whether hiding the numerator or the denominator helps."""
    cell = _cell(row, keys, part, value, practice_rule=False)
    return replace(cell, why=SMALL if cell.value and _practice_reason(whole, rule) else "")


def _practice_reason(cell: Cell, rule: Rule) -> bool:
    few = cell.practices is not None and cell.practices < rule.practices
    return cell.value > 0 and (few or (cell.largest is not None and cell.largest > rule.largest * cell.value))


def _cell(
    row: Mapping[Any, Any],
    keys: Sequence[str],
    fixed: Mapping[str, frozenset[str]],
    value: Any,
    practice_rule: bool = True,
) -> Cell:
    own = {k: frozenset([row[k]]) for k in keys if row[k] != ALL}
    practices, largest = row.get("practices"), row.get(LARGEST, row.get("largest"))
    return Cell(
        {**fixed, **own},
        int(value),
        int(practices) if practice_rule and practices is not None and practices == practices else None,
        int(largest) if practice_rule and largest is not None and largest == largest else None,
    )


def _with_totals(frame: pd.DataFrame, keys: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """The frame and below it its sums. Of a total's practices only bounds are known: at least those of its widest part,
    and a largest share no larger than all largest ones together."""
    frame = frame.reset_index(drop=True)
    how: dict[str, Any] = dict.fromkeys(counts, "sum")
    how |= {"practices": "max"} if "practices" in frame else {}
    how |= {c: "sum" for c in (LARGEST, "largest") if c in frame}
    parts = [frame]
    for size in range(len(keys) - 1, 0, -1):
        parts += [frame.groupby(list(k), as_index=False, observed=True).agg(how) for k in combinations(keys, size)]
    parts.append(frame.agg(how).to_frame().T)
    out = pd.concat(parts, ignore_index=True)
    for key in keys:
        out[key] = out[key].astype(object).where(out[key].notna(), ALL)
    return out.astype({c: frame[c].dtype for c in counts})


def _split(everything: pd.DataFrame, rows: int, log: tuple[dict[str, Any], ...]) -> Protected:
    return Protected(everything.iloc[:rows].copy(), everything.iloc[rows:].reset_index(drop=True), log)
