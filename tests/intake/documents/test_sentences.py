"""What one sentence says: sentence -> code, status, authorization, first and last day. Wordings of the field, made here."""

from __future__ import annotations

import pytest

from tracker.intake.documents.model import Block, Mention, Place, Reading
from tracker.intake.documents.scanner import Scanner

COVERS = {"covered", "covered_with_conditions"}
SENTENCES = [
    (
        "97550 and 97551 are reimbursable services when furnished under a therapy plan of care.",
        "97550",
        "covered_with_conditions",
        "unknown",
        None,
        None,
    ),
    (
        "Effective January 1, 2026, our plan will begin covering CPT codes 97550, 97551, and 97552.",
        "97552",
        "covered",
        "unknown",
        "2026-01-01",
        None,
    ),
    (
        "CPT codes 97550-97552 are considered not medically necessary and will not be reimbursed.",
        "97551",
        "not_covered",
        "unknown",
        None,
        None,
    ),
    ("G0541, G0542, and G0543 are status indicator B and are bundled.", "G0542", "bundled", "unknown", None, None),
    (
        "Caregiver training services (97550, 97551, 97552) do not require prior authorization.",
        "97550",
        None,
        "no",
        None,
        None,
    ),
    ("Prior authorization is required for 97550 after the first 4 units.", "97550", None, "yes", None, None),
    ("We do not cover 96202 or 96203.", "96203", "not_covered", "unknown", None, None),
    (
        "Codes 96202 and 96203 have been deleted from the fee schedule effective 7/1/2025.",
        "96202",
        "not_covered",
        "unknown",
        "2025-07-01",
        None,
    ),
    (
        "As of 10/1/2025, HCPCS G0539 will be denied as not separately payable.",
        "G0539",
        "bundled",
        "unknown",
        "2025-10-01",
        None,
    ),
    ("97550 is payable only once per date of service.", "97550", "covered_with_conditions", "unknown", None, None),
    ("Medicaid does not pay for 97552.", "97552", "not_covered", "unknown", None, None),
    ("97552 isn't covered.", "97552", "not_covered", "unknown", None, None),
    ("There is no coverage for 97552.", "97552", "not_covered", "unknown", None, None),
    ("No payment will be made for codes 97550 through 97552.", "97550", "not_covered", "unknown", None, None),
    (
        "Reimbursement for 97550 is included in the reimbursement for the primary procedure.",
        "97550",
        "bundled",
        "unknown",
        None,
        None,
    ),
    ("97551 must be reported with 97550.", "97551", None, "unknown", None, None),
    ("97551 must be reported with 97550.", "97550", None, "unknown", None, None),
    ("The following codes are excluded: 97550, 97551, 97552.", "97551", "not_covered", "unknown", None, None),
    (
        "Beginning with dates of service July 1, 2025, 97550 will be covered; previously it was denied.",
        "97550",
        "covered",
        "unknown",
        "2025-07-01",
        None,
    ),
    (
        "97550 was covered through December 31, 2024. It is not covered on or after January 1, 2025.",
        "97550",
        "not_covered",
        "unknown",
        "2025-01-01",
        None,
    ),
    ("Coverage of 97550 terminates 12/31/2025.", "97550", "not_covered", "unknown", "2026-01-01", None),
    (
        "Prior authorization requirements for 97550, 97551 and 97552 are removed effective March 1, 2026.",
        "97550",
        None,
        "no",
        "2026-03-01",
        None,
    ),
    (
        "Prior authorization will be required for 97550 effective for dates of service on or after 4/1/2026.",
        "97550",
        None,
        "yes",
        "2026-04-01",
        None,
    ),
    ("The plan allows 97550 up to 8 units per year.", "97550", "covered_with_conditions", "unknown", None, None),
    ("97550 is not eligible for separate reimbursement.", "97550", "bundled", "unknown", None, None),
    ("97550 is considered experimental and investigational.", "97550", "not_covered", "unknown", None, None),
    ("Claims submitted with 96202 will be rejected.", "96202", "not_covered", "unknown", None, None),
    ("Submit 97550 with modifier GP.", "97550", None, "unknown", None, None),
    ("Effective 1/1/2026, 97550 pays at $41.25 per unit.", "97550", "covered", "unknown", "2026-01-01", None),
    (
        "97550-97551 require precertification and are covered when medically necessary.",
        "97550",
        "covered_with_conditions",
        "yes",
        None,
        None,
    ),
    ("97552 continues to be excluded.", "97552", "not_covered", "unknown", None, None),
    ("We are evaluating 97550 and will publish a decision in the fall.", "97550", None, "unknown", None, None),
    ("This article does not address coverage of 97550.", "97550", None, "unknown", None, None),
    ("Payment for G0541 is packaged into the visit.", "G0541", "bundled", "unknown", None, None),
    ("G0541 is not payable by Medicaid.", "G0541", "not_covered", "unknown", None, None),
    ("Only 97550 and 97551 are covered.", "97550", "covered", "unknown", None, None),
    ("All caregiver training codes except 97552 are covered.", "97552", "not_covered", "unknown", None, None),
    (
        "97550 is covered; no prior authorization is necessary; limit 4 units per day.",
        "97550",
        "covered_with_conditions",
        "no",
        None,
        None,
    ),
    (
        "The health plan has opened 97550, 97551 and 97552 for billing by occupational therapists as of 2/1/2026.",
        "97550",
        "covered",
        "unknown",
        "2026-02-01",
        None,
    ),
    (
        "Providers may bill CPT 97550 for training caregivers without the patient present.",
        "97550",
        "covered",
        "unknown",
        None,
        None,
    ),
    ("Providers should not bill 97550.", "97550", "not_covered", "unknown", None, None),
    ("97550 remains a non-covered service for CHIP members.", "97550", "not_covered", "unknown", None, None),
    (
        "Reimbursement of 97550 is limited to participating physical therapists.",
        "97550",
        "covered_with_conditions",
        "unknown",
        None,
        None,
    ),
    ("97550 does not meet the definition of a covered benefit.", "97550", "not_covered", "unknown", None, None),
    ("97550 is a provider liability denial.", "97550", "not_covered", "unknown", None, None),
    ("97550 will no longer require prior authorization starting May 1, 2026.", "97550", None, "no", "2026-05-01", None),
    ("Authorization: 97550 - not required; 97552 - required.", "97550", None, "no", None, None),
    ("Authorization: 97550 - not required; 97552 - required.", "97552", None, "yes", None, None),
    ("97550 (covered), 97551 (covered), 97552 (not covered).", "97551", "covered", "unknown", None, None),
    ("97550 (covered), 97551 (covered), 97552 (not covered).", "97552", "not_covered", "unknown", None, None),
    ("Neither 96202 nor 96203 is a covered service.", "96202", "not_covered", "unknown", None, None),
    (
        "96202 and 96203 are considered mutually inclusive of the primary service and not reimbursed separately.",
        "96202",
        "bundled",
        "unknown",
        None,
        None,
    ),
    ("We cover 97550 and 97551 but not 97552.", "97551", "covered", "unknown", None, None),
    ("We cover 97550 and 97551 but not 97552.", "97552", "not_covered", "unknown", None, None),
    ("While 97550 is covered, 97552 is not.", "97550", "covered", "unknown", None, None),
    ("While 97550 is covered, 97552 is not.", "97552", "not_covered", "unknown", None, None),
    ("CPT 97550 has been designated as non-payable.", "97550", "not_covered", "unknown", None, None),
    ("97550 is reimbursed at 85% of the Medicare rate.", "97550", "covered", "unknown", None, None),
    (
        "Codes G0539–G0543 are effective January 1, 2025 and are payable.",
        "G0540",
        "covered",
        "unknown",
        "2025-01-01",
        None,
    ),
    ("97550 requires no authorization.", "97550", None, "no", None, None),
    ("97550 is covered without limits.", "97550", "covered", "unknown", None, None),
    ("Therapists may not be paid for 97550 on the same day as an evaluation.", "97550", None, "unknown", None, None),
    ("A claim for 97551 without 97550 on the same date will be denied.", "97551", None, "unknown", None, None),
    ("Benefit exclusion: 97550, 97551.", "97550", "not_covered", "unknown", None, None),
    (
        "97550 is not subject to prior authorization but is subject to post-payment review.",
        "97550",
        None,
        "no",
        None,
        None,
    ),
    (
        "Services billed under 97550 are compensable under the workers' compensation fee schedule.",
        "97550",
        "covered",
        "unknown",
        None,
        None,
    ),
    (
        "97550 falls within the capitation payment and is not paid fee-for-service.",
        "97550",
        "bundled",
        "unknown",
        None,
        None,
    ),
    (
        "The Department will reimburse procedure codes 97550 and 97551 effective for dates of service on and after July 1, 2025, at a rate of $25.00 per unit.",
        "97551",
        "covered",
        "unknown",
        "2025-07-01",
        None,
    ),
    ("97550 is not currently covered. Coverage is under consideration.", "97550", "not_covered", "unknown", None, None),
    ("Not covered: 97552, 96202 and 96203.", "96203", "not_covered", "unknown", None, None),
    ("97550, 97551: covered with prior authorization.", "97551", "covered_with_conditions", "yes", None, None),
    (
        "Group caregiver training (97552) is not a benefit under any plan, and claims will deny.",
        "97552",
        "not_covered",
        "unknown",
        None,
        None,
    ),
    ("Coverage for 97550 expires June 30, 2026.", "97550", "not_covered", "unknown", "2026-07-01", None),
    (
        "97550 is covered from 1/1/2025 through 12/31/2025 only.",
        "97550",
        "covered",
        "unknown",
        "2025-01-01",
        "2025-12-31",
    ),
    ("Physical therapists can now be reimbursed for 97550.", "97550", "covered", "unknown", None, None),
    ("97550 denies as inclusive to the evaluation.", "97550", "bundled", "unknown", None, None),
    ("These services (97550) are carved out to the behavioral health vendor.", "97550", None, "unknown", None, None),
    ("97550 is on the list of services requiring prior authorization.", "97550", None, "yes", None, None),
    ("97550 has been added to the prior authorization list.", "97550", None, "yes", None, None),
    ("Do not bill 97550 with 97535 for the same minutes.", "97550", None, "unknown", None, None),
    ("Network providers are not permitted to balance bill members for 97550.", "97550", None, "unknown", None, None),
    ("97550: Y - payable. 97552: N - not payable.", "97550", "covered", "unknown", None, None),
    ("97550: Y - payable. 97552: N - not payable.", "97552", "not_covered", "unknown", None, None),
    (
        "Coverage determination for 97550: Covered. Prior authorization: Yes. Effective date: 03/01/2026.",
        "97550",
        "covered_with_conditions",
        "yes",
        "2026-03-01",
        None,
    ),
    ("Prior authorization is not needed for the first six visits of 97550.", "97550", None, "yes", None, None),
    ("Medicare does not recognize 96202 as payable separately.", "96202", "bundled", "unknown", None, None),
    ("97550 is invalid for our program.", "97550", "not_covered", "unknown", None, None),
    (
        "We will deny 97550 as a non-covered charge through June 30, 2025. On July 1, 2025, the code becomes payable.",
        "97550",
        "covered",
        "unknown",
        "2025-07-01",
        None,
    ),
    (
        "97550 may be eligible for coverage when the criteria in this policy are met.",
        "97550",
        "covered_with_conditions",
        "unknown",
        None,
        None,
    ),
    ("Coverage is excluded for 97550.", "97550", "not_covered", "unknown", None, None),
    ("The code 97550 is informational only and carries no payment.", "97550", "not_covered", "unknown", None, None),
    (
        "97550 is not reimbursable unless billed by an occupational therapist.",
        "97550",
        "covered_with_conditions",
        "unknown",
        None,
        None,
    ),
    ("97550 and 97551 are accepted for processing and paid per contract.", "97550", "covered", "unknown", None, None),
    ("If 97550 is billed, the claim will pend for medical review.", "97550", None, "unknown", None, None),
    ("Approval must be obtained before 97552 is rendered.", "97552", None, "yes", None, None),
    ("97550 is exempt from the prior authorization requirement.", "97550", None, "no", None, None),
]


def mentions_of(text: str, code: str) -> list[Mention]:
    reading = Reading((Block("text", text, Place(line=1)),), 1)
    return [m for m in Scanner(reading).run().mentions if m.code == code]


@pytest.mark.parametrize(("text", "code", "status", "auth", "first", "last"), SENTENCES)
def test_a_sentence_says(
    text: str, code: str, status: str | None, auth: str, first: str | None, last: str | None
) -> None:
    found = mentions_of(text, code)
    assert found, "the code was not found"
    told = [(m.status, m.prior_auth, m.effective_from, m.effective_to) for m in found]
    if status in COVERS:
        told = [("covers" if t[0] in COVERS else t[0], *t[1:]) for t in told]
        assert ("covers", auth, first, last) in told
    else:
        assert (status, auth, first, last) in told
    assert all(m.reason for m in found if m.status), "a proposal shows what it rests on"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "97550 is non-covered for Medicare Advantage but is covered for Medicaid members.",
            {("medicare_advantage", "not_covered"), ("medicaid_ffs", "covered")},
        ),
        (
            "Commercial plans do not pay 97550; Medicaid pays 97550 when it is ordered.",
            {("commercial", "not_covered"), ("medicaid_ffs", "covered_with_conditions")},
        ),
    ],
)
def test_products_are_kept_apart(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(m.line_of_business, m.status) for m in mentions_of(text, "97550")} == expected


def test_what_was_so_in_the_past_carries_its_last_day() -> None:
    (m,) = mentions_of("For services prior to January 1, 2025, 97550 was not a benefit.", "97550")
    assert (m.status, m.effective_from, m.effective_to) == ("not_covered", None, "2024-12-31")


def test_amounts_are_shared_out_to_their_codes() -> None:
    text = "97550 and 97551 are paid at $41.20 and $20.60 respectively."
    assert {c: mentions_of(text, c)[0].rate_usd for c in ("97550", "97551")} == {"97550": 41.2, "97551": 20.6}


def test_a_rate_of_nothing_is_no_rate() -> None:
    (m,) = mentions_of("97550 pays $0.00.", "97550")
    assert (m.status, m.rate_usd) == (None, None)
