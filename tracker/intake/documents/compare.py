"""Two versions of one document: what changed for the tracked codes and the topic, and nothing else.

The one thing to know: places are not compared. A statement that moved to another page has not changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.intake.documents.model import Mention, Scan, Wording

FIELDS = ("status", "prior_auth", "effective_from", "effective_to", "rate_usd")


@dataclass(frozen=True, slots=True)
class Change:
    """kind: appeared, gone or changed. `fields`: (name, before, after) of what changed."""

    code: str
    kind: str
    line_of_business: str | None
    before: Mention | None
    after: Mention | None
    fields: tuple[tuple[str, object, object], ...] = ()

    @property
    def words(self) -> str:
        """For a reader: `97550: status covered -> not_covered`."""
        who = f"{self.code} ({self.line_of_business})" if self.line_of_business else self.code
        if self.kind != "changed":
            return f"{who}: {self.kind}"
        return f"{who}: " + ", ".join(
            f"{name} {before or 'none'} -> {after or 'none'}" for name, before, after in self.fields
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """`wording_new` and `wording_gone`: passages on the topic without a code. `readable`: both versions were read whole."""

    changes: tuple[Change, ...]
    wording_new: tuple[Wording, ...]
    wording_gone: tuple[Wording, ...]
    readable: bool

    @property
    def nothing(self) -> bool:
        return not (self.changes or self.wording_new or self.wording_gone)


def compare(old: Scan, new: Scan) -> Comparison:
    """What the new version says otherwise than the old one."""
    before, after = _by_key(old), _by_key(new)
    changes: list[Change] = []
    for key in sorted({*before, *after}, key=str):
        changes += _of_key(key, before.get(key, []), after.get(key, []))
    old_words, new_words = {_plain(w): w for w in old.wording}, {_plain(w): w for w in new.wording}
    return Comparison(
        tuple(changes),
        tuple(w for t, w in new_words.items() if t not in old_words),
        tuple(w for t, w in old_words.items() if t not in new_words),
        not (old.error or new.error or old.warnings or new.warnings),
    )


Key = tuple[str, str | None, str]


def _by_key(found: Scan) -> dict[Key, list[Mention]]:
    out: dict[Key, list[Mention]] = {}
    for m in found.mentions:
        out.setdefault((m.code, m.line_of_business, m.modifiers), []).append(m)
    return out


def _values(m: Mention) -> tuple[object, ...]:
    return tuple(getattr(m, f) for f in FIELDS)


def _of_key(key: Key, before: list[Mention], after: list[Mention]) -> list[Change]:
    """Statements that both versions have cancel out; what is left is paired in order."""
    same = {_values(m) for m in before} & {_values(m) for m in after}
    left = list({_values(m): m for m in before if _values(m) not in same}.values())
    right = list({_values(m): m for m in after if _values(m) not in same}.values())
    out = []
    for old, new in zip(left, right, strict=False):
        fields = tuple((f, getattr(old, f), getattr(new, f)) for f in FIELDS if getattr(old, f) != getattr(new, f))
        out.append(Change(key[0], "changed", key[1], old, new, fields))
    out += [Change(key[0], "gone", key[1], m, None) for m in left[len(right) :]]
    out += [Change(key[0], "appeared", key[1], None, m) for m in right[len(left) :]]
    return out


def _plain(w: Wording) -> str:
    return " ".join(w.passage.casefold().split())
