"""Several codes written in few letters: `97550-97552`, `97550/1/2`, `G0541-3`, `96202, 96203`, `all`.

The one thing to know: a range means the tracked codes within it; what is not tracked is named, never dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker import reference
from tracker.errors import Rejected

_CODE = re.compile(r"[A-Z]?\d{4,5}")
_JOIN = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b)\s*", re.I)


def families() -> dict[str, tuple[str, ...]]:
    """The ranges worth offering: runs of tracked codes that follow one another, as `97550-97552`."""
    runs: list[list[str]] = []
    for code in sorted(reference.codes()):
        if runs and int(code[-4:]) == int(runs[-1][-1][-4:]) + 1 and code[:-4] == runs[-1][-1][:-4]:
            runs[-1].append(code)
        else:
            runs.append([code])
    return {f"{run[0]}-{run[-1]}": tuple(run) for run in runs if len(run) > 1}


def read(texts: Iterable[str]) -> tuple[str, ...]:
    """The tracked codes that the texts name, in the order of the registry. Raises `Rejected` naming what is unknown."""
    known = reference.codes()
    found: set[str] = set()
    for text in texts:
        for part in re.split(r"[,;\s]+", _JOIN.sub("-", text.strip().upper())):
            if part == "ALL":
                found |= set(known)
            elif part:
                found |= _part(part)
    return tuple(code for code in known if code in found)


def words(codes: Iterable[str]) -> str:
    """Codes in few letters: runs that follow one another as `97550-97552`; what `read` reads."""
    left, said = set(codes), []
    for name, run in families().items():
        if set(run) <= left:
            said.append(name)
            left -= set(run)
    return ", ".join(sorted([*said, *left]))


def _part(part: str) -> set[str]:
    known = reference.codes()
    first, dash, last = part.partition("-")
    if dash and not last:
        raise Rejected(f"{part} is a range without an end.", "Write its last code, such as 97550-97552.")
    pieces = first.split("/")
    codes = [_whole(pieces[0], piece) for piece in pieces]
    if last:
        end = _whole(codes[-1], last)
        inside = {c for c in known if c[:-4] == end[:-4] and codes[-1] <= c <= end}
        if not inside:
            raise Rejected(f"No tracked code lies in {part}.", f"Tracked are {', '.join(known)}.")
        return inside | _tracked(codes[:-1])
    return _tracked(codes)


def _whole(model: str, piece: str) -> str:
    """`2` after `97550` is `97552`: a short piece takes the beginning of the code before it."""
    whole = piece if len(piece) >= len(model) else model[: len(model) - len(piece)] + piece
    if not _CODE.fullmatch(whole):
        raise Rejected(f"{piece} is no procedure code.", "Write codes such as 97550-97552 or G0541.")
    return whole


def _tracked(codes: Iterable[str]) -> set[str]:
    unknown = [c for c in codes if c not in reference.codes()]
    if unknown:
        raise Rejected(
            f"{', '.join(unknown)} is not tracked.",
            f"Tracked are {', '.join(reference.codes())}; edit codes.csv to add.",
        )
    return set(codes)
