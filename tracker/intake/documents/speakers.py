"""Whose statement is it? "Medicare pays for it, but we do not" says what another payer does, and then what this one does.

The one thing to know: another payer's rule is never this document's statement. It is kept beside it (`Says.theirs`),
because "we do not" and "so do we" stand on it, and because a document of Medicare's own speaks for Medicare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.intake.documents.phrases import one
from tracker.intake.documents.predicates import Predicate

NOT_AGENT = re.compile(
    r"(?i)\b(?:as|like|unlike|of|with|follow\w*|from|by|to|under|than|adopt\w*|per|for|in|on|mirror\w*|using|through|at)\s+(?:the\s+)?$"
)
BY = re.compile(r"(?i)(?:\s+\w+ly|\s+only)?\s+(?:by|under|in|through)\s+(?:the\s+|an?\s+)?(?:most\s+|many\s+)?$")
GAP = re.compile(r"(?:\s+(?!and\s+(?!has|have|had|will|does|did|is|also|pays?))[\w$.()-]+){0,7}\s*", re.IGNORECASE)


def of_others(text: str, found: list[Predicate], role: str = "foreign") -> list[Predicate]:
    """The predicates of which another payer (role `national`: Medicare) is the agent."""
    agents = list(re.finditer(one("status", role).pattern, text, re.I))
    return [p for p in found if any(_acts(text, m, p) for m in agents)] if agents else []


def speaks_for_medicare(title: str, texts: Iterable[str]) -> bool:
    """Is Medicare's rule this document's own? So it is where its title says so, or nobody else speaks in it."""
    if re.search(one("status", "national_title").pattern, title, re.I):
        return True
    return not any(re.search(one("status", "own").pattern, text, re.I) for text in texts)


def _acts(text: str, agent: re.Match[str], at: Predicate) -> bool:
    if agent.start() >= at.end:
        return bool(BY.fullmatch(text[at.end : agent.start()]))
    if agent.end() > at.start:
        return agent.start() <= at.start
    between = text[agent.end() : at.start]
    if NOT_AGENT.search(text[: agent.start()]) or re.search(one("status", "own").pattern, between, re.I):
        return False
    return bool(GAP.fullmatch(between))


def refuses_it(text: str) -> bool:
    """`ours does not`: the negative answer to what another payer does."""
    return bool(re.fullmatch(r"\W*(?:\w+\s+)?(?:" + one("status", "own_no").pattern + r")\W*", text, re.I))


def does_the_same(text: str) -> bool:
    """`and so do we`."""
    return bool(re.search(one("status", "own_same").pattern, text, re.I))
