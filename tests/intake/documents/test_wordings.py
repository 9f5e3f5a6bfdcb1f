"""Many ways to say it: what another payer does, negations, exceptions, changes of rule, terms, and what states nothing.

Each line: what may be found of each code, then the sentence. C covered, K covered with conditions, N not covered, B bundled,
U undecided; several letters are all honest. PA is what is found of prior authorization.
"""

from __future__ import annotations

import re

import pytest

from tracker.intake.documents.model import Block, Mention, Place, Reading
from tracker.intake.documents.scanner import Scanner

MEANING = {"C": "covered", "K": "covered_with_conditions", "N": "not_covered", "B": "bundled", "U": None}
WORDINGS = """
# what other payers do
97550=NU | 97550 is covered by Medicare, but this plan does not follow Medicare.
97550=N | Although Medicare pays for 97550, we do not.
97551=N | Unlike Medicare, the plan does not reimburse 97550-97552.
97550=NU | Medicare began paying for 97550 in 2024; this plan has not adopted that position.
97550=B | CMS assigns 97550 status indicator A, but we consider it bundled.
96202=NU | Some commercial plans pay for 96202; ours does not.
97550=CK | The state Medicaid agency reimburses 97550, and so do we.
97550=CK | We follow CMS and pay for 97550.
97552=N | Other carriers may cover 97552, however it remains excluded under this contract.
97550=CKU | 97550 is payable under original Medicare only.
97550=U | Where Medicare is primary and has paid 97550, we coordinate benefits.
97550=U | The AMA created 97550 in 2024.
97550=U | A competitor's policy lists 97550 as covered.
97550=CK | The national coverage article lists 97550 as covered, and we have adopted it.
# negation
97550=CKU | Nothing in this policy should be read to exclude 97550.
97550=CKU | It is not true that 97550 is excluded.
97550=CKU | 97550 is not among the services we exclude.
97550=CKU | 97550 is not a non-covered service.
97550=CKU | We do not deny 97550 when the patient is absent.
97550=CKU | 97550 will not be denied as incidental.
97550=N, 97551=N | Neither 97550 nor 97551 qualifies for payment.
96202=N | Under no circumstances is 96202 payable.
96202=KNU | Hardly ever is 96202 payable.
97552=N | 97552 never qualifies for reimbursement.
97550=N | 97550 cannot be reimbursed.
G0541=N | Reimbursement is not available for G0541.
G0541=N | G0541 is off the fee schedule.
G0541=N | G0541 does not appear on our fee schedule and will be rejected.
G0541=N | G0541 lies outside the benefit.
96202=N, 96203=N | The plan has closed 96202 and 96203.
96202=N | 96202 has been made inactive and claims will reject.
96203=N | We have stopped paying for 96203.
96203=N | Payment for 96203 ended June 30, 2025.
97552=N | Claims for 97552 are returned unpaid.
97552=N | 97552 carries no allowance.
97552=NU | No allowance has been established for 97552.
97552=N | The fee for 97552 is zero.
97552=N | 97552 is a provider write-off.
97552=N | 97552 is considered patient responsibility.
97552=N | Members may be billed for 97552, since the plan does not pay it.
# exceptions
97550=CK, 97551=CK, 97552=N | All codes in the range 97550-97552 except 97552 are covered.
96202=CK, 96203=N | With the exception of 96203, caregiver codes 96202, 96203 and 97550 are payable.
97550=CK, 97552=N | 97550 is covered; the same is not true of 97552.
97550=CK, 97552=N | 97550, 97551 - but never 97552 - may be billed for payment.
97550=CK, 97551=CK | Only 97550 and 97551 are covered.
97550=CK, 97551=CK, 97552=N | Of 97550, 97551 and 97552, only the first two are covered.
97550=CK, 97551=CK, 97552=N | The group code 97552 is excluded while the individual codes 97550 and 97551 are paid.
97550=KU | 97550 is not covered except for members under age 21.
97550=K | 97550 is not covered unless documented in a plan of care.
97552=K PA=yes | We exclude 97552 unless it is approved in advance.
97552=KNU | 97552 is not reimbursed outside of an approved waiver program.
97550=K | 97550 is covered except in a skilled nursing facility.
97550=CKU | Coverage of 97550 excludes telehealth delivery.
97550=KU | 97550 is not payable by telephone.
97550=KU | 97550 is not payable to chiropractors.
# changes of rule
97550=CK | Through December 31, 2025, 97550 was denied. Starting January 1, 2026 it is paid.
97550=CK | 97550, formerly excluded, is now a covered service.
97550=CK | We previously bundled 97550; we now pay for it separately.
97550=CK | We are reversing our earlier denial of 97550 and will pay it.
97550=CK | The exclusion of 97550 has been lifted.
97550=CKU | The restriction on 97550 is removed as of March 1, 2026.
97550=CK | The exclusion for 97550 no longer applies.
97550=N | Coverage for 97550 is withdrawn effective April 1, 2026.
97550=N | We are ending payment for 97550 on April 1, 2026.
97550=NU | 97550 moves from covered to non-covered on April 1, 2026.
97550=CKU | 97550 changes from non-covered to covered on April 1, 2026.
97550=CKU | The status of 97550 changes from bundled to separately payable.
97550=CK | Coverage of 97550 continues unchanged.
97552=N | We continue to deny 97552.
97550=CK | We continue to reimburse 97550.
96202=N | There is no change to our non-coverage of 96202.
97550=N | 97550 remains on the list of non-covered services.
97550=CKU | 97550 was removed from the list of non-covered services.
97550=N | 97550 was added to the list of non-covered services.
97550=N | 97550 joins the list of services we do not pay.
97550=CK | 97550 is newly added to the covered code set.
97550=CK | Coverage now includes 97550 and 97551.
97552=N | Coverage does not extend to 97552.
97550=CK, 97552=NU | Coverage extends to 97550 and 97551 but stops short of 97552.
97550=CK | Benefits are available for 97550.
97552=N | Benefits are not available for 97552.
# paid inside something else
97550=B | 97550 is considered part of the therapy session and earns no payment of its own.
97550=BU | The payment for the visit takes 97550 into account.
97550=B | No extra payment is made for 97550; it is folded into the evaluation.
97550=B | 97550 is a component of the primary procedure.
97550=B | 97550 is not paid on its own.
97550=B | Separate payment is not made for 97550.
G0542=B | We make no separate payment for G0541, G0542 or G0543.
G0541=B | G0541 is status N: packaged into the APC.
G0541=BU | G0541 is swept into the daily rate.
G0541=B | The daily rate is payment in full and includes G0541.
G0541=B | G0541 is paid under the facility's per diem.
97550=CKU | 97550 is not bundled.
97550=CK | 97550 is separately payable and is not bundled into the therapy codes.
97550=CKU | 97550 may be billed separately from 97530.
97551=BU | 97551 bundles into 97550.
97551=B | Reimbursement for 97551 is included with 97550.
97551=K | 97551 is only paid with 97550.
97551=K | We pay 97551 solely as an add-on to 97550.
# terms
97550=K | 97550 is payable provided the caregiver consents.
97550=K | 97550 is payable with modifier GP.
97550=K | 97550 is allowed up to four units a day.
97550=K | We pay 97550 on an individual consideration basis.
97550=KU | 97550 requires a plan of care.
97550=KU | Payment for 97550 hinges on a signed consent.
97550=CK | 97550 is covered for members of all ages.
97550=K | 97550 is eligible for coverage if medical necessity criteria are met.
97550=K | 97550 is considered medically necessary when all of the following are met:
97550=KU | 97550 may be considered for payment on appeal.
97550=CK | 97550 is a limited benefit.
# no statement
97550=U | We are weighing whether to pay for 97550.
97550=U | A decision on 97550 has not been made.
97550=U | Our position on 97550 is pending.
97550=U | Inclusion of 97550 in this list does not mean it is covered.
97550=U | The presence of a code such as 97550 here does not imply payment.
97550=U | Report 97550 for caregiver training.
97550=U | 97550: Caregiver training, first 30 minutes
97550=U | Providers asked whether 97550 is covered.
97550=CKU | Claims for 97550 denied in error will be reprocessed.
97550=U | If 97550 is denied, you may appeal.
97550=U | When a claim for 97550 is denied, send records.
97550=U | We are auditing paid claims for 97550.
97550=U | In 2025 we denied 14 percent of claims for 97550.
97550=U | Denials of 97550 should be sent to the appeals unit.
97550=U | Verify coverage of 97550 before the visit.
97550=U | Coverage of 97550 varies by plan.
97550=KU | Some plans cover 97550; check the member's benefits.
97550=U | The committee voted to recommend coverage of 97550.
97550=U | We plan to cover 97550 in the future.
97550=KU | The plan intends to add 97550 to its fee schedule, subject to state approval.
97550=KU | If approved by the state, 97550 will be covered.
97550=CKU | We expect that 97550 will be covered in 2027.
97550=U | Should 97550 be paid in error, we will recover the payment.
97550=NU | Payments for 97550 made before July 1 will be recouped.
# coverage in other words, and rules beside payment
97550=CK | We'll pay you for 97550.
97550=CK | Go ahead and bill us for 97550; we pay for it.
97550=CKU | 97550 is good to bill.
97550=CK | 97550 is on our fee schedule at $48.00.
97550=CK | 97550 pays at $48.00 per unit.
97550=CK | Your rate for 97550 is $48.00.
97550=CK | The allowed amount for 97550 is $48.00.
97550=CK | 97550 is recognized for payment.
97550=CK | 97550 is open for dates of service on or after July 1, 2026.
97550=CK | 97550 has been approved for reimbursement.
97550=CK | Providers will receive payment for 97550.
97550=N | Providers will receive no payment for 97550.
97550=CK | 97550 is a benefit of the program.
97550=N | 97550 is not a benefit of the program.
97550=CK | The program benefit encompasses 97550.
97550=CKU | 97550 falls within the benefit.
97550=N | 97550 falls outside the benefit.
97550=CK | We honor 97550.
97550=N | We do not recognize 97550.
97550=N | 97550 is invalid for our members.
97550=U | 97550 is excluded from the scope of this policy.
97550=CKU PA=no | 97550 is excluded from the prior authorization requirement.
97550=CKU | 97550 is excluded from the visit limit.
97550=CKU | 97550 does not count toward the therapy cap.
97550=CKU | The copayment does not apply to 97550.
97550=CKU | No copay applies to 97550.
97550=CKU | 97550 is not subject to the deductible.
97550=CKU | 97550 is not subject to multiple procedure reduction.
97550=CKU | 97550 does not require modifier GP.
97550=CKU | No referral is needed for 97550.
97550=KU | 97550 cannot be billed by the patient's physician.
97550=KU | Do not bill 97550 with 97530.
97550=KU | 97550 and 97530 may not be billed for the same time.
97550=U | Do not bill the member for 97550.
97550=U | Do not submit 97550 on paper claims.
97550=KU | 97550 is not reported for teaching staff.
# authorization
97550=CKU PA=no | No PA for 97550.
97550=KU PA=yes | 97550 needs our approval first.
97550=CKU PA=no | 97550 is free of the authorization requirement.
97550=CKU PA=no | You need not call us before furnishing 97550.
97550=CKU | We require notification, not authorization, for 97550.
97550=KU PA=yes | 97550 without authorization will be denied.
97550=KU PA=yes | Precertification applies to 97550.
97550=CKU PA=no | Precertification does not apply to 97550.
97550=KU, 97551=CKU PA[97550]=yes PA[97551]=no | Authorization is required for 97550 but not for 97551.
97550=CKU PA=no | 97550 no longer needs prior approval.
97550=CKU PA=no | Prior authorization for 97550 is waived until further notice.
97550=CK PA=no | 97550 is covered with no strings attached and without preapproval.
97552=KU | 97552 may be rendered only after the plan has signed off.
# products
97550=CN | Commercial: 97550 is covered. Medicaid: 97550 is not covered.
97550=CKN | 97550 is covered for Medicare Advantage members but not for commercial members.
97550=CKN | Our Medicaid plans pay 97550; our commercial plans do not.
97550=B | For HMO members 97550 is capitated.
# findings and consequences
97550=CK | It has been determined that 97550 meets our criteria for coverage.
97550=N | 97550 does not meet our criteria for coverage.
97550=N | 97550 fails to meet the definition of medical necessity.
97550=NU | There is insufficient evidence to support 97550.
97550=N | 97550 is considered educational in nature and is therefore excluded.
97550=N | Because it is educational, 97550 is not a benefit.
97550=NU | 97550 is deemed a convenience item.
97550=N | Coverage for 97550 is denied.
97550=NU | Payment of 97550 is precluded.
97550=N | The plan declines to cover 97550.
97550=NU | The plan is under no obligation to cover 97550.
97550=N | The plan lacks coverage for 97550.
97550=NU | 97550 should not be expected to pay.
97550=N | 97550 is among the services for which no payment is made.
97550=CK | 97550 is one of the services that we reimburse.
97550=N | 97550 is one of the services that we don't reimburse.
97550=N | You will not be paid for 97550.
97550=N | Expect a denial if you bill 97550.
97550=N | Billing 97550 will result in a denial.
97550=KU | 97550 billed alone will be denied.
97550=KU | Claims with 97550 lacking modifier GP are denied.
97550=KU | Claims for more than four units of 97550 are denied.
97551=KU, 97550=U | 97551 billed without 97550 will be denied.
97550=U | Duplicate 97550 charges will be rejected.
97550=U | 97550 claims received after 90 days are denied.
97550=U | Claims for 97550 will deny for timely filing after 180 days.
# reserves, what others do, motions, codes that are not taken
97550=N | Except where a product rider states otherwise, the plan does not pay for 97550.
97550=N | Unless otherwise noted, 97550 is excluded.
97550=CK | Evergreen Medicare Advantage plans pay 97550 as Original Medicare does.
97550=U | Other plans in the region reimburse 97550.
97552=N | A motion to pay 97552 was lost; the code remains on the list of services which we do not pay.
97552=N | 97552 is not loaded on our claim system and will reject.
G0541=N | For G0541 another code applies.
97550=U | Several lines with 97550 were rejected as non-covered services in error.
97550=CK | 97550 was once thought unproven; today the plan pays for it.
97550=CK, 97551=CK, 97552=N | We exclude family teaching (97550-97552), except that 97550 and 97551 are paid after surgery.
# ages, turns inside a sentence, corrections
97550=KU | 97550 is excluded for persons older than 18.
97550=CK | 97550 needs no referral and is payable.
97550=CK | 97550 does not need a referral and is payable.
97550=CKU | The edit which rejected 97550 has been disabled.
97550=NU | The last bulletin said that 97550 is covered. It is not.
97550=CK | Members in the waiver program have coverage for 97550.
"""


def lines() -> list[tuple[str, str]]:
    told = [line for line in WORDINGS.strip().split("\n") if line and not line.startswith("#")]
    return [(spec.strip(), text.strip()) for spec, text in (line.split("|", 1) for line in told)]


def found(text: str) -> list[Mention]:
    return Scanner(Reading((Block("text", text, Place(line=1)),), 1)).run().mentions


@pytest.mark.parametrize(("spec", "text"), lines(), ids=[text for _, text in lines()])
def test_a_wording(spec: str, text: str) -> None:
    mentions = found(text)
    for code, letters in re.findall(r"([A-Z]?\d{4,5})=([CKNBU]+)", spec):
        told = {m.status for m in mentions if m.code == code}
        assert told, f"{code} was not found"
        assert told - {None} <= {MEANING[x] for x in letters}
        assert "U" in letters or told != {None}
    for code, answer in re.findall(r"PA(?:\[(\w+)\])?=(\w+)", spec):
        assert {m.prior_auth for m in mentions if not code or m.code == code} == {answer}
