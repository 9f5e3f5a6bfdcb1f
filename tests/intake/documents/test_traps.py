"""Sentences that a careless reader takes the wrong way: a denial told, a way to furnish, somebody else's rule, double negation.

The one thing to know: several answers may be allowed where careful people differ; the wrong one is never among them.
"""

from __future__ import annotations

import pytest

from tracker.intake.documents.model import Block, Place, Reading
from tracker.intake.documents.scanner import Scanner

C, K, N, B = "covered", "covered_with_conditions", "not_covered", "bundled"
TRAPS: list[tuple[str, str, set[str | None]]] = [
    ("97550 is not a non-covered service.", "97550", {C, None}),
    ("We neither cover nor reimburse 97552.", "97552", {N}),
    ("97550 will not be denied when a plan of care is attached.", "97550", {K, C, None}),
    ("Nothing in this bulletin changes the coverage of 97550.", "97550", {None}),
    ("97550 is excluded from the visit limit.", "97550", {None, C}),
    ("The exclusion of 97550 ends on June 30, 2026.", "97550", {None, C, N}),
    ("97551 is denied unless 97550 is on the same claim.", "97551", {K}),
    ("Claims for 97550 submitted without modifier GP will be denied.", "97550", {None, K}),
    ("Providers should not balance bill members for 97550.", "97550", {None}),
    ("97552 is no longer excluded.", "97552", {C, None}),
    ("97550 has been added to the list of services that are not covered.", "97550", {N}),
    ("97550 has been removed from the list of covered services.", "97550", {N}),
    ("No copay applies to 97550.", "97550", {None, C}),
    ("97550 counts toward the therapy limit.", "97550", {None}),
    ("We are pleased to announce coverage of 97550 effective 10/1/2026.", "97550", {C}),
    ("We regret that we cannot extend coverage to 97550.", "97550", {N}),
    ("97550: covered benefit; limits may apply.", "97550", {C, K}),
    ("The denial of 97550 was overturned.", "97550", {None}),
    ("If 97550 is billed with 97530 on the same day, 97550 is bundled.", "97550", {None, K, B}),
    ("97550 is reimbursed at 85% when furnished by an assistant.", "97550", {C, K}),
    ("Telehealth delivery of 97550 is not covered.", "97550", {None, K}),
    ("97550 is payable in the home only.", "97550", {K}),
    ("Coverage for 97550 is limited to members under 21.", "97550", {K}),
    ("There is no separate reimbursement for 96202.", "96202", {B}),
    ("96202 is considered inclusive of the E/M service.", "96202", {B}),
    ("Payment for G0541 is packaged.", "G0541", {B}),
    ("G0541 will be paid at zero.", "G0541", {N, B, None}),
    ("97550 requires no referral.", "97550", {None, C}),
    ("Submit 97550 for the first 30 minutes and 97551 for each additional 15 minutes.", "97550", {None}),
    ("97550 became reimbursable in July 2025.", "97550", {C}),
    ("97550 was covered until December 31, 2025.", "97550", {C, N, None}),
    ("Prior to January 1, 2026, 97550 was not covered; it is now covered.", "97550", {C}),
    ("97550 and 97551 are covered. 97552 is not.", "97552", {N}),
    ("All caregiver training codes (97550-97552) except 97552 are covered.", "97552", {N, None}),
    ("These codes are not valid for this plan: 97550, 97551.", "97550", {N}),
    ("97550 is a valid code.", "97550", {None, C}),
    ("Invalid codes: 97552.", "97552", {N}),
    ("We do not require prior authorization for 97550, which we cover.", "97550", {C}),
    ("97550 is covered subject to medical review.", "97550", {K}),
    ("Unlisted services such as 97550 will be reviewed individually.", "97550", {K, None}),
    ("97550 may be covered; verify benefits.", "97550", {None, K, C}),
    ("Members may be billed for 97552.", "97552", {None, N}),
    ("97552 is the member's responsibility.", "97552", {N, None}),
    ("97550 is not reimbursable to chiropractors.", "97550", {None, K}),
    ("Only licensed therapists may bill 97550.", "97550", {K, None, C}),
    ("97550 is not covered for custodial care.", "97550", {None, K, N}),
    ("97550 is investigational except in stroke.", "97550", {K, None}),
    ("The plan denied 12 claims for 97550 last year.", "97550", {None}),
    ("Payers often deny 97550.", "97550", {None}),
    ("Do not report 97550 when the patient is present.", "97550", {None, K}),
    ("97550 shall be paid only once per day.", "97550", {K}),
    ("97550 isn't payable in addition to 97535.", "97550", {None, K, B}),
]


@pytest.mark.parametrize(("sentence", "code", "allowed"), TRAPS, ids=[t[0] for t in TRAPS])
def test_a_trap(sentence: str, code: str, allowed: set[str | None]) -> None:
    found = Scanner(Reading((Block("text", sentence, Place(page=1)),))).run()
    mine = [m for m in found.mentions if m.code == code]
    present = [m for m in mine if not m.effective_to] or mine
    assert present
    assert {m.status for m in present} <= allowed
