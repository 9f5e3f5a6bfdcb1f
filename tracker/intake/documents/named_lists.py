"""What is said of a list by its name: `Services in Appendix A require approval`, for the codes that stand in Appendix A.

The one thing to know: it fills what the list itself leaves open and goes before the title of the whole document, never
before what stands in a row or under the list's own heading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tracker.intake.documents.model import Block, Mention
from tracker.intake.documents.statements import CONDITIONS, COVERED, Says, read
from tracker.intake.documents.text import sentences

KINDS = "appendix|attachment|annex|table|list|schedule|exhibit|group|category|tier|class|addendum"
NAME = re.compile(rf"(?i)\b({KINDS})\s+(?-i:([A-Z]|\d{{1,2}}|[IVX]{{1,4}}))(?![\w-])")
EXCEPT = re.compile(
    r"(?i),?\s+(?:except|other than|apart from|excluding|save)(?:\s+for)?\s+(?:the\s+)?([a-z][\w -]{2,40})"
)
EMPTY_WORDS = {"service", "services", "code", "codes", "which", "that", "those", "procedure", "procedures"}
ELSEWHERE = re.compile(rf"(?i)\b(?:see|refer to|listed in|shown in|found in|consult)\s+(?:the\s+)?(?:{KINDS})\b")


def name_of(title: str) -> str:
    """`Appendix A. Services ...` is called `appendix a`; nothing where a title names no list at its head."""
    m = NAME.match(title.strip(" \t.:-"))
    return f"{m.group(1)} {m.group(2)}".casefold() if m else ""


@dataclass(slots=True)
class NamedLists:
    """What was said of lists by name, and which mentions stand in which list."""

    said: list[tuple[str, Says, str]] = field(default_factory=list)
    holding: dict[int, str] = field(default_factory=dict)  # id of a mention -> the list it stands in

    def hear(self, block: Block, text: str, year: int | None) -> None:
        """Keeps what a paragraph says of a list."""
        before: set[str] = set()
        for sentence in sentences(text) if NAME.search(text) else ():
            told = list(NAME.finditer(sentence))  # the first kind is spoken of: "Class A ... unless marked in Table 2"
            names = {
                f"{m.group(1)} {m.group(2)}".casefold()
                for m in told
                if m.group(1).casefold() == told[0].group(1).casefold()
            }
            goes_on = before if re.match(r"(?i)(?:they|these|those|it)\b", sentence) else set()
            says = read(EXCEPT.sub("", sentence), year)
            if (says.status or says.auth != "unknown") and not ELSEWHERE.search(sentence):
                self.said += [(name, says, sentence) for name in sorted(names or goes_on)]
            before = names or goes_on

    def hold(self, mentions: list[Mention], name: str) -> None:
        if name:
            self.holding.update({id(m): name for m in mentions})

    def applied(self, mentions: list[Mention], title: str) -> list[Mention]:
        """`title`: the document's; a status that rests on it alone gives way to what is said of the list."""
        if not self.said or not self.holding:
            return mentions
        out = []
        for m in mentions:
            name = self.holding.get(id(m))
            for _, says, sentence in (s for s in self.said if s[0] == name):
                m = _with(m, says, sentence, weak=bool(title) and m.reason == title)
            out.append(m)
        return out


def _with(m: Mention, says: Says, sentence: str, weak: bool) -> Mention:
    excepted = EXCEPT.search(sentence)
    words = set(re.findall(r"[a-z]{4,}", excepted.group(1).casefold())) - EMPTY_WORDS if excepted else set()
    inside = bool(words) and any(w in m.passage.casefold() for w in words)
    auth = {"yes": "no", "no": "yes"}.get(says.auth, "unknown") if inside else says.auth
    status = None if inside else says.status
    reason = " · ".join(filter(None, ("" if weak and status else m.reason, sentence)))
    if status and (m.status is None or weak or {m.status, status} <= {COVERED, CONDITIONS}):
        both = m.status == CONDITIONS and status == COVERED
        m = replace(
            m, status=m.status if both else status, conditions=(*m.conditions, *says.conditions), reason=reason,
            effective_from=m.effective_from or says.period.start, effective_to=m.effective_to or says.period.end,
        )  # fmt: skip
    if auth != "unknown" and m.prior_auth == "unknown" and m.status in {None, COVERED, CONDITIONS}:
        stated = CONDITIONS if auth == "yes" and m.status == COVERED else m.status
        m = replace(m, prior_auth=auth, status=stated, reason=reason)
    return m
