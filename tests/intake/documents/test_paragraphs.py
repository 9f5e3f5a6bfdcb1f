"""What several paragraphs, lists and questions say together: headings, introductions, "these codes", answers."""

from __future__ import annotations

import pytest

from tracker.intake.documents.model import Block, Place, Reading
from tracker.intake.documents.scanner import Scanner

C, K, N, B = "covered", "covered_with_conditions", "not_covered", "bundled"
Parts = list[tuple[str, str]]
DOCUMENTS: list[tuple[str, Parts, str, set[str | None], str | None, str | None]] = [
    (
        "faq",
        [
            ("heading", "Does the plan cover caregiver training?"),
            (
                "text",
                "Yes. We cover caregiver training services (97550, 97551 and 97552) for dates of service on or after July 1, 2025.",
            ),
            ("heading", "Is prior authorization required?"),
            ("text", "No, prior authorization is not required."),
        ],
        "97550",
        {"covered", "covered_with_conditions"},
        "no",
        "2025-07-01",
    ),
    (
        "mac",
        [
            ("heading", "Caregiver Training Services"),
            (
                "text",
                "Effective January 1, 2024, Medicare pays for caregiver training services under CPT 97550, 97551, 97552, 96202 and 96203.",
            ),
            (
                "text",
                "The services must be furnished under an individualized plan of care. The patient's consent must be documented in the medical record.",
            ),
            ("text", "Prior authorization does not apply to these services."),
        ],
        "97550",
        {"covered", "covered_with_conditions"},
        "no",
        "2024-01-01",
    ),
    (
        "mac",
        [
            ("heading", "Caregiver Training Services"),
            (
                "text",
                "Effective January 1, 2024, Medicare pays for caregiver training services under CPT 97550, 97551, 97552, 96202 and 96203.",
            ),
            (
                "text",
                "The services must be furnished under an individualized plan of care. The patient's consent must be documented in the medical record.",
            ),
            ("text", "Prior authorization does not apply to these services."),
        ],
        "96202",
        {"covered", "covered_with_conditions"},
        "no",
        "2024-01-01",
    ),
    (
        "list",
        [
            ("heading", "Non-covered services"),
            ("item", "• 97550 Caregiver training, initial 30 minutes"),
            ("item", "• 97551 Caregiver training, each additional 15 minutes"),
            ("heading", "Covered services"),
            ("item", "• 97110 Therapeutic exercise"),
            ("item", "• 97535 Self care"),
        ],
        "97550",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "list",
        [
            ("heading", "Non-covered services"),
            ("item", "• 97550 Caregiver training, initial 30 minutes"),
            ("item", "• 97551 Caregiver training, each additional 15 minutes"),
            ("heading", "Covered services"),
            ("item", "• 97110 Therapeutic exercise"),
            ("item", "• 97535 Self care"),
        ],
        "97551",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "codes requiring pa",
        [
            ("heading", "The following codes require prior authorization:"),
            ("item", "97550"),
            ("item", "97551 - caregiver training add-on"),
        ],
        "97550",
        {None},
        "yes",
        None,
    ),
    (
        "codes requiring pa",
        [
            ("heading", "The following codes require prior authorization:"),
            ("item", "97550"),
            ("item", "97551 - caregiver training add-on"),
        ],
        "97551",
        {None},
        "yes",
        None,
    ),
    (
        "policy sections",
        [
            ("heading", "Reimbursement Policy: Caregiver Training"),
            ("text", "Effective date: 04/01/2026"),
            ("heading", "Policy statement"),
            (
                "text",
                "Acme Health considers caregiver training codes eligible for reimbursement when billed by physical, occupational and speech therapists.",
            ),
            ("heading", "Codes"),
            (
                "text",
                "97550 Caregiver training, 30 minutes\n97551 Each additional 15 minutes\n97552 Group caregiver training",
            ),
            ("heading", "Exclusions"),
            ("text", "96202 and 96203 are not reimbursed."),
        ],
        "96202",
        {"not_covered"},
        "unknown",
        "2026-04-01",
    ),
    (
        "change",
        [
            ("text", "Effective October 1, 2025, the following codes will no longer be covered:"),
            ("item", "97550"),
            ("item", "97551"),
        ],
        "97550",
        {"not_covered"},
        "unknown",
        "2025-10-01",
    ),
    (
        "added",
        [
            (
                "text",
                "The following codes are added to the fee schedule effective for dates of service on and after January 1, 2026:",
            ),
            ("text", "97550, 97551, 97552, G0541, G0542, G0543"),
        ],
        "97550",
        {"covered"},
        "unknown",
        "2026-01-01",
    ),
    (
        "added",
        [
            (
                "text",
                "The following codes are added to the fee schedule effective for dates of service on and after January 1, 2026:",
            ),
            ("text", "97550, 97551, 97552, G0541, G0542, G0543"),
        ],
        "G0542",
        {"covered"},
        "unknown",
        "2026-01-01",
    ),
    (
        "kv",
        [("text", "Code: 97552"), ("text", "Status: Not covered"), ("text", "Effective: 01/01/2026")],
        "97552",
        {"not_covered", None},
        None,
        None,
    ),
    (
        "lob",
        [
            ("heading", "Commercial"),
            ("text", "97550 and 97551 are covered."),
            ("heading", "Medicare Advantage"),
            ("text", "97550 and 97551 follow Original Medicare rules and are paid."),
            ("heading", "Medicaid"),
            ("text", "97550 and 97551 are not covered."),
        ],
        "97550",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "bundling",
        [
            ("heading", "Bundled services"),
            ("text", "The services below are considered bundled and are not separately reimbursed."),
            ("text", "96202, 96203, 97010"),
        ],
        "96202",
        {"bundled"},
        "unknown",
        None,
    ),
    (
        "toc",
        [
            ("heading", "Contents"),
            ("text", "Caregiver training 97550-97552 ........ 14"),
            ("text", "Non-covered services ........ 20"),
        ],
        "97550",
        {None},
        "unknown",
        None,
    ),
    (
        "excl sent",
        [
            (
                "text",
                "Codes 97550, 97551 and 97552 describe caregiver training. The plan does not reimburse these services. Claims will be denied.",
            )
        ],
        "97550",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "desc then status",
        [
            (
                "text",
                "Caregiver training (97550-97552): Training given to a caregiver without the patient present. This service is covered when ordered by a physician. No authorization is required.",
            )
        ],
        "97551",
        {"covered_with_conditions"},
        "no",
        None,
    ),
    (
        "appeal noise",
        [
            (
                "text",
                "97550 is covered. Claims must be filed within 90 days. Late claims are denied. Appeals must be requested in writing.",
            )
        ],
        "97550",
        {"covered", "covered_with_conditions"},
        "unknown",
        None,
    ),
    (
        "not separately cond",
        [("text", "97550 is covered when billed with modifier GP. It is not payable when provided by an assistant.")],
        "97550",
        {"covered_with_conditions"},
        "unknown",
        None,
    ),
    (
        "medical review",
        [
            (
                "text",
                "97550, 97551, and 97552: Coverage is available for members age 21 and under. Units are limited to 8 per calendar month. Requests for more units need prior approval.",
            )
        ],
        "97550",
        {"covered_with_conditions"},
        None,
        None,
    ),
    (
        "transition",
        [("text", "Currently, 97550 is denied as non-covered. Beginning January 1, 2027, 97550 will be reimbursed.")],
        "97550",
        {"covered"},
        "unknown",
        "2027-01-01",
    ),
    (
        "pa change",
        [
            (
                "text",
                "Effective 7/1/2026, prior authorization will no longer be required for 97550 and 97551. Authorization continues to be required for 97552.",
            )
        ],
        "97550",
        {None},
        "no",
        "2026-07-01",
    ),
    (
        "pa change",
        [
            (
                "text",
                "Effective 7/1/2026, prior authorization will no longer be required for 97550 and 97551. Authorization continues to be required for 97552.",
            )
        ],
        "97552",
        {None},
        "yes",
        None,
    ),
    ("retire", [("text", "Code 96203 will be end-dated June 30, 2026.")], "96203", {"not_covered", None}, None, None),
    (
        "disclaimer",
        [("text", "Listing of a code does not imply coverage. 97550 97551 97552")],
        "97550",
        {None},
        "unknown",
        None,
    ),
    (
        "also",
        [("text", "97550 is covered. 97551 is also covered. 97552 is excluded.")],
        "97551",
        {"covered"},
        "unknown",
        None,
    ),
    (
        "also",
        [("text", "97550 is covered. 97551 is also covered. 97552 is excluded.")],
        "97552",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "table intro pa",
        [
            ("heading", "Prior Authorization Requirements"),
            (
                "text",
                "Prior authorization is required for the following outpatient therapy codes: 97550, 97551, 97552.",
            ),
        ],
        "97550",
        {None},
        "yes",
        None,
    ),
    (
        "no pa list",
        [("heading", "Services that do not require prior authorization"), ("item", "• 97550"), ("item", "• 97551")],
        "97550",
        {None},
        "no",
        None,
    ),
    (
        "removed from list",
        [("text", "The following codes were removed from the prior authorization list on 01/01/2026: 97550, 97551.")],
        "97550",
        {None},
        "no",
        "2026-01-01",
    ),
    (
        "q with code list",
        [
            (
                "text",
                "Q: Are CPT codes 97550, 97551 and 97552 covered for Medicaid members?\nA: No. These codes are not on the Medicaid fee schedule.",
            )
        ],
        "97550",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "email",
        [
            (
                "text",
                "Hi, following up on your question. We do reimburse 97550/97551 as of 3/15/2026, no auth needed. The group code (97552) isn't payable under our contracts.",
            )
        ],
        "97550",
        {"covered", "covered_with_conditions"},
        "no",
        "2026-03-15",
    ),
    (
        "email",
        [
            (
                "text",
                "Hi, following up on your question. We do reimburse 97550/97551 as of 3/15/2026, no auth needed. The group code (97552) isn't payable under our contracts.",
            )
        ],
        "97552",
        {"not_covered"},
        "unknown",
        None,
    ),
    (
        "contract",
        [
            ("heading", "Exhibit B. Compensation"),
            (
                "text",
                "Company shall pay Provider for CPT 97550 the lesser of billed charges or $48.00 per unit, and for CPT 97551 the lesser of billed charges or $24.00 per unit.",
            ),
        ],
        "97550",
        {"covered", "covered_with_conditions"},
        "unknown",
        None,
    ),
    (
        "not a guarantee",
        [("text", "97550 is covered. Payment is not guaranteed and is subject to eligibility at the time of service.")],
        "97550",
        {"covered", "covered_with_conditions"},
        "unknown",
        None,
    ),
    (
        "all three",
        [("text", "97550, 97551 and 97552 were new in 2024. All three are paid by the plan without prior approval.")],
        "97550",
        {"covered"},
        "no",
        None,
    ),
]


def reading(parts: Parts) -> Reading:
    blocks = [Block(k, t, Place(line=n), 2 if k == "heading" else 0) for n, (k, t) in enumerate(parts, 1)]
    return Reading(tuple(blocks), 1)


@pytest.mark.parametrize(("name", "parts", "code", "status", "auth", "first"), DOCUMENTS)
def test_a_document_says(
    name: str, parts: Parts, code: str, status: set[str | None], auth: str | None, first: str | None
) -> None:
    found = [m for m in Scanner(reading(parts)).run().mentions if m.code == code]
    assert any(
        m.status in status and (auth is None or (m.prior_auth, m.effective_from) == (auth, first)) for m in found
    ), [(m.status, m.prior_auth, m.effective_from, m.reason) for m in found]


def test_products_under_their_own_heading_do_not_contradict() -> None:
    found = Scanner(
        reading(
            [
                ("heading", "Commercial"),
                ("text", "97550 is covered."),
                ("heading", "Medicaid"),
                ("text", "97550 is not covered."),
            ]
        )
    ).run()
    assert {(m.line_of_business, m.status) for m in found.mentions} == {("commercial", C), ("medicaid_ffs", N)}
    assert found.contradictions == ()


@pytest.mark.parametrize(
    ("first", "second", "about"),
    [
        ("97550 is covered.", "97550 is excluded from payment.", "status"),
        ("97550 is paid at $50.00 per unit.", "97550 is paid at $44.00 per unit.", "rate"),
        (
            "97550 is covered and needs no prior authorization.",
            "97550 is covered with prior authorization.",
            "authorization",
        ),
        ("97550 is covered from January 1, 2026.", "97550 is covered from July 1, 2026.", "first day"),
    ],
)
def test_two_statements_that_cannot_both_hold_are_shown_side_by_side(first: str, second: str, about: str) -> None:
    found = Scanner(reading([("heading", "Part 1"), ("text", first), ("heading", "Part 2"), ("text", second)])).run()
    assert [(c.code, c.about) for c in found.contradictions] == [("97550", about)]


def test_a_change_of_rule_is_two_periods_and_no_contradiction() -> None:
    text = "Until June 30, 2026, 97550 is denied as non-covered. Beginning July 1, 2026, 97550 is covered."
    found = Scanner(reading([("text", text)])).run()
    assert {(m.status, m.effective_from, m.effective_to) for m in found.mentions} == {
        (C, "2026-07-01", None),
        (N, None, "2026-06-30"),
    }
    assert found.contradictions == ()
