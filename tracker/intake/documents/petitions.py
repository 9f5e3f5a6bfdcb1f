"""What became of what somebody asked for: a request to add a code that was declined, a vote against coverage.

The one thing to know: what is asked for is no rule; its outcome is, where the sentence tells it.
"""

from __future__ import annotations

import re

ASKED = (
    r"(?:requests?|petitions?|proposals?|motions?|applications?|appeals?|recommendations?|suggestions?|bills?|pleas?)\s+(?:\w+\s+){0,3}?(?:to|that|for)\s+"
    r"(?:\S+\s+){0,4}?(?:add|cover|pay|reimburse|open|include|allow|adopt|coverage|payment|reimbursement|adding|covering|paying)\w*"
)
OUTCOME = r"\b(?:was|were|is|are|has been|have been|did|will be)\s+(?:\w+ly\s+|not\s+|then\s+|again\s+)?"
REFUSED = re.compile(
    rf"(?i)\b{ASKED}\b.*?{OUTCOME}(?:declined|denied|rejected|refused|turned down|defeated|voted down|dismissed|not (?:approved|adopted|accepted|granted|carried|pass(?:ed)?))\b"
    rf"|\b(?:declined|rejected|denied|refused|turned down|dismissed|voted down|defeated)\s+(?:an?|the|this|that|all|our|their)\s+(?:\w+\s+)?{ASKED}\b"
    r"|\bvoted\s+(?:\w+\s+)?(?:against|not to|down)\s+(?:\S+\s+){0,3}?(?:cover|pay|reimburs|add|open|allow|adopt|coverage|payment)\w*"
)
GRANTED = re.compile(rf"(?i)\b{ASKED}\b.*?{OUTCOME}(?:granted|approved|accepted|adopted|carried|passed)\b")
PENDING = re.compile(rf"(?i)\b{ASKED}\b")
NOT_GRANTED = re.compile(
    r"(?i)\b(?:not|never|n['’]t)\s+(?:\w+\s+)?(?:granted|approved|accepted|adopted|carried|passed)\b"
)


def outcome(text: str) -> str:
    """`refused`, `granted`, `pending`, or nothing where nobody asked for payment."""
    if REFUSED.search(text) or (PENDING.search(text) and NOT_GRANTED.search(text)):
        return "refused"
    if GRANTED.search(text):
        return "granted"
    return "pending" if PENDING.search(text) else ""
