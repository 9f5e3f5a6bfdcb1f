"""Footnotes hung on the entries of a list that holds nothing but codes: `97550 and 97551¹` under "We pay".

The one thing a newcomer gets wrong: the list says what the plan does, the note on what terms; a note that turns the
list's word round holds for the entry it hangs on, and for no other.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.intake.documents.codes import tidy
from tracker.intake.documents.legend import Legend
from tracker.intake.documents.model import Mention
from tracker.intake.documents.statements import CONDITIONS, COVERED

MARK = re.compile(r"\^(\w{1,2})|([*†‡§]{1,3})")


def with_notes(found: Mention, entry: str, legend: Legend) -> Mention:
    """The mention with what the notes behind the marks of its entry say."""
    for mark in dict.fromkeys(next(filter(None, m.groups())) for m in MARK.finditer(tidy(entry))):
        note = legend.note(mark, found.place)
        if note is None:
            continue
        says = note.says
        status = says.status or found.status
        terms = (note.line,) if says.conditions or says.restricts or says.auth == "yes" else ()
        if terms and status == COVERED:
            status = CONDITIONS
        found = replace(
            found,
            status=None if says.undecided and not found.status else status,
            conditions=(*found.conditions, *terms),
            prior_auth=says.auth if says.auth != "unknown" else found.prior_auth,
            effective_from=says.period.start if says.status and says.period.start else found.effective_from,
            effective_to=says.period.end or found.effective_to,
            reason=f"{found.reason} · {note.line}" if found.reason else note.line,
        )
    return found
