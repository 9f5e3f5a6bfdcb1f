"""How payment policies, manuals, contracts, bulletins and booklets word it: sentence -> status, authorization, days.

Each line: what may be found of each code, then the words. C covered, K covered with conditions, N not covered, B bundled,
U undecided; several letters are all honest. `PA` is what is found of prior authorization, `from` and `to` the days; ` / `
stands between paragraphs, `# ` opens a heading, `- ` an entry of a list.
"""

from __future__ import annotations

import re

import pytest

from tracker.intake.documents.model import Block, Mention, Place, Reading
from tracker.intake.documents.scanner import Scanner

MEANING = {"C": "covered", "K": "covered_with_conditions", "N": "not_covered", "B": "bundled", "U": None}
POLICY = """
## reimbursement policies
97550=B | Code 97550 is always bundled into the reimbursement for other services and is not eligible for separate reimbursement, whether billed alone or in conjunction with other services.
97550=B, 97552=B | The plan will not separately reimburse for 97550, 97551 or 97552.
G0539=B | Reimbursement for G0539 is considered inclusive to the primary service on the claim.
96202=N | Claims submitted with 96202 will be denied as a non-reimbursable service; the denial is a provider liability.
96202=N | 96202 is ineligible for reimbursement regardless of whether it is reported alone or with other services.
97550=C | The Company reimburses 97550, 97551 and 97552 as separate and distinct services.
97550=CK | CPT 97550 is separately reimbursable when the record supports a distinct service.
97550=B | We consider 97550 an integral component of the therapeutic service and do not allow additional payment.
97550=B | Caregiver instruction (97550) is considered mutually inclusive to the therapy visit.
97550=B | Allowance for 97550 is subsumed by the allowance for the services to which it is incidental.
97550=N | Services reported under 97550 are administratively non-payable.
97552=N | 97552 carries no reimbursement under this policy.
97550=N | We will deny 97550 as not a covered benefit.
97550=N | Our claim system will deny 97550, 97551 and 97552.
97551=B | Payment for 97551 has been incorporated into the valuation of the evaluation codes.
97550=B | 97550 does not warrant separate payment.
97550=B | No distinct reimbursement applies to 97550.
97550=C | 97550 warrants separate payment.
97550=N | 97550 is deemed non-reimbursable, and the member may not be held responsible.
97550=N, 97551=N | Benefits do not extend to services billed as 97550 or 97551.
G0541=N | G0541 is considered not separately identifiable and no reimbursement will be issued.
97550=CK | When documentation requirements are satisfied, 97550 will be reimbursed.
97550=CK | Reimbursement of 97550 will be made at 85 percent of the Medicare allowable.
97550=CK | 97550 reimburses at 100% of the fee schedule; each further unit of 97551 at 50%.
97550=C | 97550 has been assigned a payable status.
97550=N | 97550 has been assigned a non-payable status.
97550=CU | The status of 97550 has been updated to payable.
97550=B | 97550 has been assigned a bundled status.
97550=N | 97550 was reassigned from payable to non-payable status.
97550=N | The payment indicator for 97550 has been changed to non-covered.
96203=N | 96203 is not payable under any circumstance.
96203=K | 96203 is payable solely in conjunction with 96202.
96203=K | 96203 may be reimbursed only if 96202 is reported on the same claim.
97550=NU, 97551=NU | Neither the initial code (97550) nor the add-on (97551) will generate payment.
97550=CK | Payment may be made for 97550 in any outpatient setting.
97550=CK | Payment shall be allowed for 97550.
97550=CK | 97550 shall be reimbursed.
97550=N | 97550 shall not be reimbursed.
97550=N | 97550 shall be deemed excluded.
97550=CK | 97550 is compensable at the contracted rate.
97550=N | 97550 is not compensable.
97550=CK | We process 97550 for payment.
97550=N | We do not process 97550 for payment.
97550=CK | 97550 is payable to enrolled therapists without further limitation.
97550=C | 97550 now pays.
97550=N | 97550 does not pay.
97550=N | 97550 pays nothing.
97550=CK | Separate reimbursement is allowed for 97550.
97550=B | Separate reimbursement is not allowed for 97550.
97550=B | Separate reimbursement of 97550 is never appropriate.
97550=B | Reimbursement for 97550 is already reflected in the rate for the evaluation.
97550=B | 97550 is payable only as a component of the evaluation and has no allowance of its own.
## medical policies
97550=K | Caregiver training (97550) is considered medically necessary when ALL of the following criteria are met:
97550=N | Caregiver training (97550) is considered NOT medically necessary for all indications.
97550=N | The use of 97550 is considered investigational.
97550=K | 97550 may be considered medically necessary if the criteria below are met.
97550=K | 97550 meets coverage criteria when the caregiver is unpaid.
97550=KU | Coverage of 97550 is contingent upon a documented functional deficit.
96202=N | 96202 and 96203 are considered educational and are not medically necessary.
97550=CK | The plan considers 97550-97552 medically necessary.
97550=N | The plan does not consider 97550-97552 to be medically necessary.
97550=N | 97550-97552 do not meet the plan's definition of a medically necessary service.
97550=N | Because it does not treat the member directly, 97550 fails the plan's medical necessity standard.
97552=N | Group training (97552) remains investigational and is not covered.
96202=K, 97552=N | 96202 may be medically necessary when criteria are met; 97552 is not medically necessary in any setting.
97550=NU | There is insufficient evidence to conclude that 97550 improves outcomes, and it is not covered.
## benefit booklets and contracts
97550=N | The following are not covered: instruction of relatives (97550, 97551, 97552).
97550=N | No benefits will be provided for services described by 97550.
97550=N | Your plan excludes services billed with code 97550.
97550=N | This contract makes no provision for payment of 97550.
97550=C | Contractor shall be compensated for 97550 at $47.10 per unit.
97550=N | Contractor shall not be compensated for 97550.
97550=B | Compensation for 97550 is included in the per diem and shall not be billed separately.
97550=C | Exhibit B adds 97550 and 97551 to the schedule of compensable services.
97550=N | Exhibit B removes 97550 and 97551 from the schedule of compensable services.
97550=C | The parties agree that Health Plan will pay Provider for 97550.
97550=N | The parties agree that Health Plan has no obligation to pay Provider for 97550.
97550=N | Member liability: 97550 is the member's responsibility because the benefit plan excludes it.
97550=N | Coverage is not provided for 97550.
97550=CK | Your benefits include 97550.
97550=N | Your benefits do not include 97550.
97550=CK | The plan pays 80% of the allowed amount for 97550 after the deductible.
97550=N | The plan pays 0% for 97550.
97550=N | We provide no benefits for caregiver training services, including but not limited to 97550.
97550=K | Services under 97550 are covered up to 12 visits per benefit year.
## Medicaid manuals and bulletins
97550=C from=2026-04-01 | Effective for dates of service on and after April 1, 2026, Medicaid will reimburse procedure code 97550.
97550=C from=2026-04-01 | Procedure code 97550 becomes a benefit of the Medicaid program effective April 1, 2026.
97550=N from=2026-04-01 | Procedure code 97550 will no longer be a benefit effective for dates of service on or after April 1, 2026.
97550=C from=2026-04-01 | Procedure codes 97550 and 97551 will be made a benefit for physical therapists for dates of service beginning April 1, 2026.
97550=CK from=2026-01-01 to=2026-12-31 | From January 1, 2026 through December 31, 2026, 97550 is reimbursable as part of a pilot.
97550=N | Procedure code 97550 is not reimbursed by the Department.
97550=NU | The Division does not enroll 97550.
97550=C from=2025-10-01 | The Department has opened procedure code 97550 for billing effective October 1, 2025.
97550=C from=2025-10-01 | Retroactive to October 1, 2025, 97550 is payable.
97550=N from=2025-10-01 | Procedure code 97550 was end-dated September 30, 2025.
97550=N from=2025-07-01 | Coverage of 97550 terminated June 30, 2025.
97550=C from=2026-07-01 | Providers may begin billing 97550 on July 1, 2026.
97550=C from=2026-07-01 | 97550 can be billed starting with services furnished July 1, 2026.
97550=C from=2026-07-01 | 97550 was added to the therapy fee schedule with an effective date of July 1, 2026.
97550=C from=2026-07-01 | The following codes are activated 07/01/2026: 97550, 97551.
97550=N from=2026-07-01 | The following codes are deactivated 07/01/2026: 97550, 97551.
97550=K PA=yes from=2026-07-01 | As of 7/1/26, 97550 is a covered service with prior authorization.
97550=K | The limit for 97550 is one unit per day; claims up to the limit are paid.
97550=CK | 97550 is reimbursable for members enrolled in the waiver.
97550=CU | 97550 is an allowable procedure code.
97550=N | 97550 is not an allowable procedure code.
97550=N | 97550 is a closed code.
97550=C | 97550 is an open code.
97550=N | 97550 is not on file for this program.
97550=N | Code 97550 has a status of not covered on the procedure reference file.
97550=CK | FFS reimbursement is available for 97550.
97550=N | 97550 is not in the State Plan and cannot be paid.
97550=B | 97550 is paid as part of the encounter rate and cannot be billed fee-for-service.
97550=B | FQHCs may not bill 97550 separately because it is included in the PPS rate.
97550=C from=2026-01-01 | Beginning 1 January 2026 the program pays for 97550.
97550=C from=2026-01-01 | Starting Jan. 1st, 2026, 97550 is payable.
97550=C from=2026-01-15 | 97550 is covered eff. 01.15.2026.
97550=C from=2026-01-01 | With dates of service of January 1, 2026 and later, we will reimburse 97550.
97550=N to=2025-12-31 | Until December 31, 2025, 97550 is not covered.
97550=C from=2026-03-01 | Coverage of 97550 begins 3/1/2026 and does not apply to earlier dates of service.
97550=C from=2026-03-01 | Not before March 1, 2026 will the plan pay 97550.
97550=C from=2026-01-01 to=2026-06-30 | The plan pays 97550 for services between January 1, 2026 and June 30, 2026.
97550=N from=2026-07-01 | After June 30, 2026, the plan will not pay 97550.
## newsletters and notices
97550=C from=2026-05-01 | Good news: starting May 1, 2026 you can be paid for 97550.
97550=C | We've added caregiver training (97550, 97551, 97552) to your fee schedule.
97550=N | We've removed caregiver training (97550, 97551, 97552) from your fee schedule.
97550=C | Caregiver training is here! Bill 97550 and we will pay.
97550=N | Please stop billing 97550; it is no longer payable.
97550=N | We are discontinuing reimbursement of 97550.
97550=N | Reminder: 97550 remains a non-covered service.
97550=C | Reminder: 97550 remains a covered service.
97550=C from=2026-02-01 | Change: 97550 will move from bundled to separately payable on February 1, 2026.
97550=B from=2026-02-01 | Change: 97550 will move from separately payable to bundled on February 1, 2026.
97550=N from=2026-02-01 | 97550 changes from covered to not covered as of February 1, 2026.
97550=C from=2026-02-01 | We are lifting the exclusion of 97550 as of February 1, 2026.
97550=C | Contrary to our January notice, 97550 is payable.
97550=N | Contrary to our January notice, 97550 is not payable.
97550=C | Correction: the January issue listed 97550 as non-covered. The code is covered.
97550=N | Correction: the January issue listed 97550 as covered. The code is not covered.
97550=U | We received many questions about 97550.
97550=U | We will announce our position on 97550 in the spring.
97550=U | A workgroup is studying 97550.
97550=U | Stay tuned for details on payment of 97550.
97550=U | Look for 97550 in an upcoming issue.
97550=U | The American Medical Association introduced 97550 for 2024.
97550=U | 97550 is new for 2024.
97550=U | Please note that 97550 is a time-based code.
97550=U | Use 97550 for the first 30 minutes and 97551 for each additional 15 minutes.
97550=U | See the coding guide for the difference between 97550 and 97535.
## authorization
97550=KU PA=yes | An authorization must be on file before 97550 is rendered.
97550=KU PA=yes | Obtain approval from Utilization Management prior to rendering 97550.
97550=CKU PA=no | Authorization requirements for 97550 are being removed.
97550=CKU PA=no from=2026-03-01 | Beginning March 1, 2026, you will not need prior authorization for 97550.
97550=CKU PA=no | You no longer have to request authorization for 97550.
97550=CKU PA=no | 97550 does not need to be authorized.
97550=KU PA=yes | 97550 has been added to the list of services requiring precertification.
97550=CKU PA=no | 97550 has been removed from the list of services requiring precertification.
97550=CKU PA=no | 97550 is not subject to precertification.
97550=KU PA=yes | Failure to obtain prior authorization for 97550 will result in denial.
97550=KU PA=yes | Claims for 97550 without an approved authorization will be denied.
97550=KU PA=yes | Prior approval is mandatory for 97550.
97550=CK PA=no | 97550 is covered; prior authorization: none.
97550=CK PA=no | No preauthorization is necessary; simply bill 97550 and it will be paid.
97550=CKU PA=no | Authorization is not a requirement for 97550.
97550=CKU PA=no | Participating providers are exempt from prior authorization for 97550.
97550=K PA=yes | We cover 97550 with an approved prior authorization.
97550=K PA=yes | 97550 is covered once authorized by the plan.
97550=K PA=yes | Payment of 97550 requires that it be authorized in advance.
97550=KU PA=yes | Authorization is needed for 97550 starting with the ninth unit.
97550=KU PA=yes | A pre-service review is required for 97550.
97550=N | 97550 is not covered, and an authorization will not change that.
97550=N | Since 97550 is not a benefit, authorization requests for it will be voided.
97550=CKU PA=no | PA requirement for 97550: No.
97550=KU PA=yes | PA requirement for 97550: Yes.
97550=CKU PA=no | 97550 is exempt from PA.
97550=CKU PA=no | We have retired the authorization requirement on 97550.
97550=CKU PA=no | 97550 can be delivered without contacting us beforehand.
97550=CKU | Submit the authorization number with claims for 97550 if one was issued.
97550=CK, 97552=KU PA[97550]=no | 97550 is paid without authorization, whereas 97552 is paid only with it.
## exceptions and pairs
97550=CK, 97552=N | We reimburse 97550 and 97551. 97552 is not reimbursed.
97550=CK, 97552=N | Individual sessions (97550, 97551) are paid; group sessions (97552) are not.
97550=N, 97552=CK | Group sessions (97552) are paid; individual sessions (97550, 97551) are not.
97550=B, 97552=N | 97550 and 97551 are bundled, and 97552 is excluded altogether.
97550=CK, 96202=N | Functional training (97550) is a benefit, while behavior training (96202) is not.
97550=CK, 96202=B | 97550 is payable, but payment for 96202 is included in the treatment rate.
97550=CK, 97551=CK, 97552=N | Of the three caregiver codes we pay two, 97550 and 97551. The third, 97552, is excluded.
97550=N, 97552=N, 96202=CK | All caregiver training codes are excluded other than 96202: 97550, 97551, 97552.
97550=NU, 97552=CK | Not 97550, but 97552, is payable.
97550=CK, 97552=N | 97550, but not 97552, is payable.
97550=CK, 97552=NU | 97550 rather than 97552 is the payable code.
G0539=CK, G0541=N | G0539 and G0540 are payable. G0541, G0542 and G0543 are not.
G0539=CK, G0541=N | We pay for G0539 and G0540 but not for G0541-G0543.
97550=CK, 97552=N | While 97550 and 97551 are payable, 97552 isn't.
97550=CK, 97552=N | Although 97552 is denied, 97550 is paid.
97550=N, 97552=N | As with 97552, 97550 is denied.
97550=CK, 97552=CK | Like 97552, 97550 is covered.
97550=CK, 97552=CK, 97551=CK | Each of the codes 97550, 97551, and 97552 is reimbursed.
97550=N, 97551=N, 97552=N | None of the codes 97550, 97551, or 97552 is reimbursed.
97550=N, 97551=N | We reimburse none of the following: 97550, 97551.
97550=CK, 97551=CK | We reimburse all of the following: 97550, 97551.
97550=B, 97551=B | The following codes are not paid separately: 97550; 97551.
## terms and restrictions
97550=K | 97550 is payable to physical therapists only.
97550=KU | We limit 97550 to four sessions per episode.
97550=K | Coverage for 97550 is limited to caregivers of children under 21.
97550=K | 97550 is reimbursed subject to the following limits: one unit per day.
97550=K | 97550 is covered only in the home.
97550=KU | 97550 will be denied when the patient is present.
97550=KU | 97550 will be denied if billed by a chiropractor.
97550=KU | 97550 billed with more than one unit per day is denied.
97550=KU | Deny 97550 when no plan of care is on file.
97550=KU | The plan denies 97550 if consent is missing.
97550=K | 97550 is covered, provided that a therapist documents the caregiver's need.
97550=K | 97550 must be medically necessary to be covered.
97550=K | To be eligible for reimbursement, 97550 must be part of a plan of care.
97550=K | In order for 97550 to be reimbursed, consent must be documented.
97550=K | 97550 is reimbursable as long as the caregiver is not paid.
97550=KU | Unless a plan of care is in place, claims with 97550 are not paid.
97550=KU | 97550 is not covered without a plan of care.
97550=KU | 97550 is not covered for convenience of staff.
97550=K | Coverage of 97550 requires a referral.
97550=CK | The plan pays 97550 regardless of place of service.
97550=N | The plan does not pay 97550 regardless of place of service.
97550=N | The plan does not pay 97550 even when ordered by a physician.
97550=N | 97550 is excluded, even if it is part of a plan of care.
97550=N | 97550 is excluded whether or not the patient is present.
97550=N | 97550 is non-covered in all places of service and for all diagnoses.
## what states nothing
97550=U | To find out if 97550 is covered, log on to the portal.
97550=U | Contact Provider Services to determine coverage for 97550.
97550=U | Coverage for 97550 should be verified with the plan.
97550=U | Listing of 97550 does not constitute a guarantee of payment.
97550=U | This list, which includes 97550, is not a list of covered services.
97550=U | 97550 may not be covered by all benefit plans.
97550=U | 97550 may or may not be covered under the member's plan.
97550=U | If 97550 is covered under the member's benefit, the claim will be processed under the terms of the contract.
97550=U | When 97550 is a covered benefit, cost sharing applies.
97550=U | Payment of 97550 in the past does not guarantee future payment.
97550=U | Claims with 97550 that denied between May and July will be reprocessed automatically.
97550=U | The denial rate of 97550 fell to 3 percent.
97550=U | Members asked why 97550 was not covered.
97550=U | Document start and stop times for 97550.
97550=U | The proposal would add 97550 to the benefit package.
97550=U | Legislation pending in the statehouse would require payment of 97550.
97550=U | Coverage of 97550 is being evaluated.
97550=U | No determination about 97550 has yet been reached.
97550=U | Whether 97550 is payable depends on the contract.
97550=U | Coverage determinations for 97550 are made on appeal by the medical director.
97550=CKU | Providers may appeal the denial of 97550.
97550=KU | 97550 is reviewed for medical necessity.
## products
97550=CN | Commercial: not covered. Medicare Advantage: 97550 is covered.
97550=CKN | 97550 is payable under our Medicare Advantage plans and excluded under our commercial plans.
97550=N | For commercial members, 97550 is not covered.
97550=CK | For Medicaid members only, 97550 is covered.
97550=CK | All lines of business: 97550 is covered.
97550=N | All lines of business: 97550 is not covered.
97550=N | This applies to commercial and Medicare Advantage products: 97550 is not reimbursed.
## questions and answers, several paragraphs
97550=CK | # Is 97550 payable? / It is.
97550=N | # Is 97550 payable? / It is not.
97550=N | Q: Will you pay 97550? A: We will not.
97550=CK | Q: Will you pay 97550? A: We will.
97550=N | Q. Can I bill 97550 for a parent? A. Unfortunately not. We do not cover it.
97550=CK | Q. Can I bill 97550 for a parent? A. Absolutely. It is a covered service.
97550=CK PA=no | Q. Is 97550 covered? A. Yes. Q. Does it need authorization? A. No.
97550=N | # Services we do not pay for / - 97550 training of a caregiver / - 97551 further 15 minutes
97550=B | # Codes that are always bundled / - 97550 / - 97551
97550=CK | # What we pay for / - 97550 training of a caregiver
97550=CKU PA=no | # Codes removed from prior authorization / - 97550 / - 97551
97550=KU PA=yes | # Codes that need approval before service / - 97550 / - 97551
97550=N | # Not separately identified / The services below are non-covered. / - 97550 / - 97551
97550=B | The following are considered incidental and no separate payment is made: / - 97550 / - 97551
97550=CK | Effective January 1, 2026 we will begin reimbursing the codes listed here: / - 97550 / - 97551
97550=N, 97551=N | Caregiver training is reported with 97550 and 97551. The plan does not cover these services.
97550=B, 97551=B | Caregiver training is reported with 97550 and 97551. Payment for these services is packaged into the visit.
97550=CK, 97551=CK | Caregiver training is reported with 97550 and 97551. Both are eligible for payment.
97550=CK, 97552=N | Training is reported with 97550, 97551 and 97552. The first two are payable. The last is not.
97550=CK, 97552=N | Training is reported with 97550, 97551 and 97552. All but 97552 are payable.
97550=CK | # Policy / Caregiver training without the patient present is a covered service. / # Codes / 97550 Caregiver training, first 30 minutes
97550=N | # Policy / Caregiver training without the patient present is not a covered service. / # Codes / 97550 Caregiver training, first 30 minutes
97550=K | # Policy / Caregiver training is considered medically necessary when a plan of care calls for it. / # Coding / 97550 Caregiver training, first 30 minutes
97550=B | # Policy / Payment for caregiver training is included in the payment for therapy. / # Coding / 97550 Caregiver training, first 30 minutes
## regulations, letters, e-mails, system notices
97550=N | The department shall not make payment for procedure code 97550.
97550=CK | The department shall make payment for procedure code 97550.
97550=K | Payment for 97550 shall not exceed one unit per day.
97550=K | Reimbursement of 97550 shall be limited to services ordered by a physician.
97550=N | Services billed under 97550 do not qualify as covered services under this chapter.
97550=CK | Services billed under 97550 qualify as covered services under this chapter.
97550=N | 97550 is hereby excluded.
97550=CK from=2026-10-01 | Effective with dates of service on October 1, 2026 and thereafter, 97550 is hereby added to the covered services.
97550=N | Please be advised that 97550 is not payable under the member's plan.
97550=CK | Please be advised that 97550 is payable under the member's plan.
97550=N | We regret that we are unable to reimburse 97550.
97550=CK | We are pleased to announce coverage of 97550.
97550=N | Our system is set to deny 97550.
97550=CK | Our system is set to pay 97550.
97550=CK | Our claim system has been updated to pay 97550.
97550=N | Our claim system has been updated to reject 97550.
97550=U | Our claim system has been updated to recognize the telephone number on claims with 97550.
97550=N | Any claim line with 97550 will be rejected as not payable.
97550=N | Lines billed with 97550 will zero pay.
97550=BNU | Lines billed with 97550 will zero pay because the payment is in the evaluation.
97550=N | We are writing to let you know that as of today 97550 is off our schedule.
97550=N | No coverage exists for 97550.
97550=N | There is no benefit under this plan for 97550.
97550=CK | There is a benefit under this plan for 97550.
97550=CK | A benefit exists for 97550.
97550=CK | You have coverage for caregiver training (97550).
97550=N | You have no coverage for caregiver training (97550).
97550=CK | Caregiver training (97550) is one of your covered benefits.
97550=N | Caregiver training (97550) is not one of your covered benefits.
97550=N | Caregiver training (97550) falls under the plan's general exclusions.
97550=N | See section 6, exclusions: caregiver training (97550).
97550=N | 97550 was denied before, is denied now and will be denied in the future.
97550=CK | 97550 was never excluded and remains payable.
97550=N | 97550 has never been payable and is not payable now.
97550=N | At no time has the plan paid for 97550.
97550=CK | 97550 is once again payable.
97550=BN | 97550 is no longer separately payable or covered.
97550=CK | As before, 97550 is payable.
97550=CK | 97550 continues to be a payable code.
97550=CK | 97550 stays on the list of covered codes.
97550=N | 97550 stays on the list of excluded codes.
97550=N | 97550 has been taken off the list of covered codes.
97550=CK | 97550 has been taken off the list of excluded codes.
97550=CK | We have stopped denying 97550.
97550=N | We have started denying 97550.
97550=CK from=2026-06-01 | On June 1, 2026 we stop denying 97550 and begin to pay it.
97550=N from=2026-06-01 | On June 1, 2026 we stop paying 97550.
97550=CN to=2026-05-31 | The last day on which 97550 is paid is May 31, 2026.
97550=CK from=2026-06-01 | The first day on which 97550 is paid is June 1, 2026.
97550=CK from=2025-01-01 | 97550 has been payable since January 1, 2025.
97550=CK from=2026-01-01 | For services furnished in 2026 or later (from January 1, 2026), 97550 is payable.
97550=N to=2026-06-30 | Through June 30, 2026, 97550 is not covered.
97550=CK to=2026-06-30 | 97550 is covered until June 30, 2026.
97550=CK from=2026-01-01 to=2026-12-31 | Plan year 1/1/2026-12/31/2026: 97550 is covered.
97550=CK from=2026-01-01 to=2026-12-31 | 97550 is covered January 1 - December 31, 2026.
97550=CK from=2026-07-01 | Effective 07-01-2026 97550 is reimbursable.
97550=CK from=2026-07-01 | 97550 is reimbursable effective 1-Jul-2026.
97550=CK from=2026-07-01 | 97550 is reimbursable for dates of service >= 07/01/2026.
## quantity and money
97550=CK | The plan's allowance for 97550 is $52.00 a unit and for 97551 $26.00.
97550=N | The plan's allowance for 97550 is $0.00.
97550=CK | Bill 97550 at your usual charge; we pay the lesser of the charge and $52.00.
97550=CK | 97550 is priced at $52.00.
97550=CK | Fee for 97550: $52.00
97550=CK | 97550 .... $52.00 per unit
97550=B | The $120 day rate covers everything done that day, including 97550.
97550=B | Because the day rate already pays for it, 97550 adds nothing to the payment.
97550=B | 97550 is informational only; it is paid through the encounter rate.
97550=BN | 97550 is accepted for reporting only and pays zero.
## denial of parts
97550=KU | Second and later units of 97550 on the same day are denied.
97550=KU | 97550 in excess of four units will not be paid.
97550=KU | 97550 is not payable to physician assistants.
97550=KU | 97550 is not covered when furnished in a school.
97550=KU | 97550 by telephone is not reimbursed.
97550=KU | Telehealth claims for 97550 are denied.
97550=KU | Inpatient claims for 97550 are denied.
97550=KU | Out-of-network claims for 97550 are denied.
97550=KU | Claims for 97550 from chiropractors are denied.
97550=KU | 97550 performed by an aide is not payable.
97550=KU | 97550 is not payable on the same day as 96202.
97550=KU | The plan does not pay 97550 and 97530 for the same minutes.
97550=U | 97550 may not be reported for informal conversations with family.
97550=KU | Caregivers who are paid do not count; 97550 is then not payable.
97550=KU | 97550 is excluded in hospice.
97550=KU | Except in hospice, 97550 is payable.
97550=K | Only physical therapists are paid for 97550.
97550=K | We pay only physical therapists for 97550.
97550=K | 97550 is payable on condition that the caregiver is named in the plan of care.
97550=K PA=yes | Coverage of 97550 is subject to prior approval by the medical director.
97550=K PA=yes | 97550 is a covered service but must be authorized before it is given.
97550=KU PA=yes | Providers are required to request authorization before rendering 97550.
97550=KU PA=yes | You'll need an OK from us before you bill 97550.
97550=CKU PA=no | You won't need an OK from us before you bill 97550.
97550=CKU PA=no | Authorization is not needed, whoever orders 97550.
97550=CKU PA=no | Authorization for 97550 was dropped on March 1, 2026.
97550=KU PA=yes | Authorization for 97550 was added on March 1, 2026.
97550=CKU PA=no | 97550 came off the authorization list on March 1, 2026.
97550=KU PA=yes | 97550 goes on the authorization list on March 1, 2026.
97550=CKU PA=no | Do not request authorization for 97550; none is needed.
97550=N | Do not request authorization for 97550; it is never covered.
97550=CKU PA=no | The requirement to obtain approval for 97550 ended on March 1, 2026.
## several codes
97550=CK, 97551=CK, 97552=N | Payable: 97550, 97551. Not payable: 97552.
97550=CK, 97551=CK, 97552=N | Covered codes are 97550 and 97551; 97552 is excluded.
97550=CK, 97552=B | 97550 and 97551 pay separately, 97552 does not.
97550=CK, 97552=N | We cover 97550; we do not cover 97552.
97550=CK, 96202=N, G0541=B | Of the caregiver codes, 97550 is paid, 96202 is denied and G0541 is bundled.
97550=N, G0541=CK | Use G0541, which is payable, in place of 97550, which is not.
97550=NU, G0541=CKU | Bill G0541 instead of 97550.
97550=CK, 97551=CK | 97550 is payable, as is 97551.
97550=N, 97551=N | 97550 is not payable, nor is 97551.
97550=CK, 97551=K | 97550 is payable, and 97551 too when billed with it.
97550=CK, 97552=N | 97550 and 97551 are benefits of the plan. Code 97552 is not.
97550=CK, 97552=N | The plan covers training of one family (97550, 97551). It does not cover training of several families (97552).
97550=CK, 97552=N | One-family sessions (97550): covered. Group sessions (97552): not covered.
97550=CK PA=no, 97552=CK | 97550 and 97552 are covered. Neither needs authorization.
97550=K PA=yes, 97552=K | 97550 and 97552 are covered. Both need authorization.
97550=N, 97551=N, 97552=N | 97550-97552 (caregiver training): non-covered
97550=B | 97550 - bundled
97550=N | 97550 - NC
97550=CK | 97550 - covered
97550=K PA=yes | 97550 - covered with PA
## documents of several paragraphs
97550=N | # Exclusions / The plan does not cover: / - custodial care / - training of family members (97550, 97551) / - work hardening
97550=KU | # Limitations / - 97550: four units per calendar year
97550=CK | # Benefit changes for 2026 / New covered services: / - 97550 and 97551, caregiver training
97550=N | # Benefit changes for 2026 / Services no longer covered: / - 97550 and 97551, caregiver training
97550=CK PA=no | # Caregiver training / We pay for 97550 and 97551. / # Authorization / None of the codes in this policy requires authorization.
97550=K PA=yes | # Caregiver training / We pay for 97550 and 97551. / # Authorization / All codes in this policy require authorization.
97550=NU | # Caregiver training / 97550 first half hour / 97551 further quarter hours / # Coverage / Not covered.
97550=BU | # Codes / 97550, 97551, 97552 / # Payment / These codes are packaged. No separate payment is made.
97550=N from=2026-01-01 | # Bulletin / Effective January 1, 2026 / The codes below are not reimbursed. / - 97550 / - 97551
97550=CK, 97552=N | # Covered / - 97550 / - 97551 / # Not covered / - 97552
97550=CKU, 97552=B | # Separately payable / - 97550 / # Not separately payable / - 97552
97550=U | # Codes discussed in this policy / - 97550 / - 97551
97550=U | # Related policies and codes / - 97550 / - 97551
97550=U | # Definitions / Caregiver training: CPT 97550, 97551.
97550=CK | Q. Is 97550 excluded? / A. No, it is covered.
97550=N | Q. Is 97550 excluded? / A. Yes.
97550=CK | Q. Is 97550 excluded? / A. No.
97550=CK | Q. Do you deny 97550? / A. We do not.
97550=N | Q. Why was 97550 denied? / A. Because it is not a benefit of the plan.
97550=CKU PA=no | Q. Do I need approval for 97550? / A. You do not.
97550=KU PA=yes | Q. Do I need approval for 97550? / A. You do.
97550=N, G0541=N | Q. Do you pay 97550 or G0541? / A. Neither.
97550=CK, G0541=CK | Q. Do you pay 97550 or G0541? / A. Both.
97550=CK, G0541=NU | Q. Do you pay 97550 or G0541? / A. We pay 97550 only.
97550=U | Q. Will you pay 97550? / A. We have not decided.
97550=U | Q. Will you pay 97550? / A. That depends on the member's plan.
97550=U | Q. Will you pay 97550? / A. Please check the member's benefits.
## what leans on the sentence before
97551=N, G0541=N | 97551 is not covered. Neither is G0541, which no employer has asked for.
97551=C, 97552=C | 97551 is covered. So is 97552.
97550=C, 96202=C | 97550 is payable. The same goes for 96202.
97550=U, 97552=U PA=no | 97550 does not need prior authorization. Neither does 97552.
97550=C, 97552=U | 97550 is covered. Neither is 97552.
97550=C, 97552=C from=2026-04-01 | Our plans cover 97550 from April 1, 2026. Group sessions, 97552, are covered from the same day.
97550=C, 97551=C, 97552=C PA=no | # Is 97550 covered? / Yes, and so is 97551. / # Is 97552? / Yes, 97552 is covered too. / # Is prior authorization needed? / No. None of the three codes above needs prior authorization.
97550=K from=2026-02-01 to=2027-01-31 | 97550 is covered from February 1, 2026 under a plan of care. Coverage of this code is a pilot and ends on January 31, 2027.
97550=C, 97551=C, 97552=C PA=no | # Do you pay for 97550 and 97551? / Yes. Both are paid. / # What about 97552? / Yes, it is covered too. / # Is approval needed? / No. None of the three codes above needs prior authorization.
97550=CU from=2026-05-01 | Exhibit B is amended as follows, as of May 1, 2026. / 97550 is paid at $40.00. / This Amendment was drafted on February 2, 2026 and signed by the last party on April 3, 2026.
## heads that run into their paragraph
97550=K, 97551=N | Medicaid. 97550 is covered for members under 21. / Federal program. Code 97551 is not paid.
97550=N, 97551=N, 97552=N | Children's plan (CHIP). The package does not include caregiver training. Codes 97550 through 97552 are not reimbursable.
97550=K PA=yes | 97550 is covered. Up to six units are payable in a calendar year without approval; further units require prior authorization.
## events, record numbers and other words that state nothing
97550=U | A configuration change caused claims with 97550 to deny between May 3 and June 9, 2025.
97550=C | An update led claims for 97550 to be rejected in May. We cover 97550 for all members.
97550=U | The caregiver is an adult who provides unpaid assistance. Report 97550 for each session.
97550=C PA=no | We pay 97550 at the contracted rate. Neither notification nor prior authorization is required.
97551=U, 97550=U | 97551 without 97550 is denied.
97550=N, 97551=N, 97552=N | Codes 97550 through 97552 are not reimbursable.
G0541=BU, 97550=C | The following codes describe direct care. When billed with the per diem, they are packaged. / - G0541 / # Others / 97550 is covered.
G0541=K PA=yes | Q. Does G0541 need a referral or an authorization? / A. An authorization, yes. G0541 is payable with it.
## requests, votes, concessions, corrections
97550=N | Payment policy does not recognize 97550 as a separately identifiable or payable service.
97550=CK, 97552=N | Of the three caregiver codes, 97550 and 97551 draw payment; 97552 draws none.
97550=CK | You may now be paid for 97550.
97550=N | You will no longer be paid for 97550.
97550=N from=2026-07-01 | Starting July 1, 2026, claims with 97550 will no longer be honored.
97550=K PA=yes | Before furnishing 97550, obtain a service agreement from the plan; without approval the claim denies.
96202=B | The facility's daily rate already pays for 96202.
96202=B | Do not expect payment for 96202 on top of the per diem.
97550=U | We are aware that some of you have asked about 97550 and will publish guidance this summer.
97550=U | Codes 97550 and 97551 are not addressed in this policy.
97550=N, 97551=CK | With the exception of 97551, the caregiver codes 97550, 97551 and 97552 are excluded from coverage.
97550=CK, 97552=N | We pay for individual caregiver training (97550, 97551) but not for group training (97552).
97552=N, 97550=CK | Whereas 97550 is paid, no allowance exists for 97552.
97550=K | 97550: allowed twice per calendar year.
97550=K | Reimbursement for 97550 is limited to occupational and physical therapists.
97550=CK PA=no | 97550 no longer requires notification or authorization and remains payable.
97550=U PA=yes | Effective May 1, 2026, 97550 joins the list of services that must be authorized.
97550=U PA=no | Effective May 1, 2026, 97550 leaves the list of services that must be authorized.
97550=U PA=no | You can furnish 97550 without first asking us.
97550=U PA=yes | Call us before you provide 97550; a reference number must appear on the claim.
97550=CK PA=no from=2026-01-01 | As of January 1, 2026 we cover 97550 with no authorization.
97550=N | 97550 was paid through December 31, 2025. It is no longer paid.
97550=CK from=2025-10-01 | 97550, denied before October 1, 2025, is payable from that date.
97550=CK | The denial of 97550 was a mistake in our policy and has been removed from it: the code is covered.
97550=N | A request to add 97550 to the fee schedule was declined.
97550=U | A request to add 97550 to the fee schedule is pending.
97550=N | The committee voted against coverage of 97550.
97550=CK | The committee voted to cover 97550 beginning in 2026.
G0541=N | G0541 is a Medicare-only code and is invalid for our claims.
G0541=N | HCPCS codes G0541-G0543 are not accepted on commercial claims; bill the CPT codes.
97550=CK | Good news: 97550 is payable!
97550=CK | Nothing changes for 97550, which remains payable.
97550=N | Nothing changes for 97550, which remains excluded.
97550=NU | There is no benefit for caregiver training (97550-97552) in the standard certificate.
97550=N | Caregiver training, e.g. 97550, falls under the exclusion for educational services.
97550=K | We will consider 97550 for payment if notes are attached.
97550=CK | Therapists are entitled to payment for 97550.
97550=N | Therapists are not entitled to payment for 97550.
97551=B | 97551 pays at zero because its value sits in 97550.
96203=N | 96203: $0.00, not payable.
97550=CK | 97550: $44.10 per unit.
97550=C PA=no | 97550 | $44.10, no PA needed.
97550=CKU, 97552=CKU | 97550 and 97552 may be billed on the same day.
97550=U, 97552=U | 97550 and 97552 may not be billed on the same day.
97550=KU | 97550 will be denied unless a plan of care is on file.
97550=KU | Claims for 97550 that lack the caregiver's name are denied.
97550=N | Every claim for 97550 is denied.
97550=N | All claims for 97550 deny, whoever furnishes the service.
97550=CK, G0541=CK | Both 97550 and G0541 are open for billing under Medicaid.
97550=N, G0541=N | Neither of the two codes (97550, G0541) is open for billing.
97550=U | If your contract lists 97550, it is paid at the contracted rate; otherwise it is not covered.
97550=CU | Contracts that list 97550 pay it at 80 percent of charges.
97550=CK | The plan pays 97550, although Medicare's rules on consent do not apply.
97550=N | Contrary to what our March issue said, 97550 is not covered.
97550=CK | Contrary to what our March issue said, 97550 is covered.
97550=CK from=2026-03-01 | # Correction / The January bulletin gave February 1 as the first day for 97550. The correct date is March 1, 2026. 97550 is covered.
97550=N, 97551=N | # Not reimbursed / 97550 Caregiver training, first 30 min / 97551 Caregiver training, each added 15 min
97550=CK, 96202=N | # What we pay / 97550 / # What we do not pay / 96202
97550=N | # Non-covered services / The following are examples: / - 97550 / - massage
97550=CK PA=yes | # Services that need approval / - 97550 / # Coverage / 97550 is a covered benefit.
97550=N, 97551=N | Q: We billed 97550 and 97551 and both were rejected. Is that right? / A: Yes, we do not cover them.
97550=CK, 97551=CK | Q: We billed 97550 and 97551 and both were rejected. Is that right? / A: No. Both are covered and we will reprocess the claims.
97550=CK | Q: My patient's daughter needs training. May I bill 97550? / A: You may.
97550=N | Q: My patient's daughter needs training. May I bill 97550? / A: You may not.
97550=CK PA=no | Q: Is 97550 covered, and does it need approval? / A: Covered, and no approval is needed.
97550=N | Q: Is 97550 covered, and does it need approval? / A: It is not covered, so the question of approval does not arise.
97550=CK, 97552=NU | Commercial members: 97550 is covered and 97552 is not.
## labels and their answers, ordinals, what has changed
97550=CK, 97552=N | Caregiver training for one family (97550) is a benefit; for several families at once (97552) it is not.
97550=CK | There is no exclusion for 97550 under this plan.
97550=N | There is an exclusion for 97550 under this plan.
97550=B | 97550 rides along with the treatment code and earns no payment of its own.
97550=B | We do not pay twice: 97550 is already in the fee for 97530.
96202=B | 96202 and 96203 form part of the intensive program's bundled rate.
96202=B | The plan's payment to the program is all-inclusive and contains 96202.
97550=U | This bulletin lists 97550 for reference only and makes no statement on coverage.
97550=U | Listing of 97550 here does not imply coverage.
97550=CK | 97550 has been opened effective 04/01/2026 with a fee of $41.00.
97550=N to=2025-12-31 | 97550 was not covered through December 31, 2025.
97550=CK from=2026-02-15 | Retroactive to February 15, 2026, claims for 97550 are payable.
97550=K | Up to 6 units of 97550 per year are reimbursed.
97550=K | A maximum of two hours of 97550 is covered in a calendar year.
97550=K | Coverage for 97550 begins once the caregiver's consent is on file.
97550=K PA=yes | After the plan has authorized the series, 97550 is paid.
97550=KU PA=yes | We pay 97550 subject to clinical review in advance.
97550=CK PA=no | Referral and prior authorization are both waived for 97550, which is a covered service.
97550=CK PA=no | 97550 is covered. Precertification: no.
97550=CK PA=yes | 97550 is covered. Precertification: yes.
97550=CK, 97551=CK PA=no | Covered without authorization: 97550, 97551.
97550=N, 97551=N | Not covered: 97550, 97551.
97550=CK, 97552=N | Covered: 97550. Not covered: 97552.
97550=CK, 97552=N, 96202=B | Payable: 97550, 97551. Denied: 97552. Bundled: 96202, 96203.
97550=K, 97552=N PA[97550]=yes | Covered with authorization: 97550; excluded: 97552.
97550=CK, 97551=CK, 97552=N | The plan covers 97550 plus 97551; it does not cover 97552.
97550=CK, 97552=N | Though 97552 remains excluded, 97550 is now covered.
97550=CK | Effective immediately, we have reversed our position on 97550 and will pay for it.
97550=N | Effective immediately, we have reversed our position on 97550 and will no longer pay for it.
97550=CK | We used to deny 97550. That has changed: since January 1, 2026 it is paid.
97550=N | We used to pay 97550. That has changed: since January 1, 2026 it is denied.
97550=N | The temporary coverage of 97550 ended on December 31, 2025.
97550=CK | The temporary coverage of 97550 has been made permanent.
97550=CK | The temporary coverage of 97550 has been extended through December 31, 2027.
97550=N | 97550 is a non-benefit.
97550=N | 97550: NAB (not a benefit).
97550=CK | 97550 qualifies as a payable service.
97550=U | 97550 replaces an earlier local code.
97550=U | 97550 was added to CPT in 2024.
97550=U | Providers have asked why 97550 was denied; the answer is in the remark code on the claim.
97550=U | An appeal of a denied 97550 claim must be received within 60 days.
97550=CK | If your claim for 97550 was denied, resubmit it: the code is payable.
97550=U | Denied claims for 97550 will be reprocessed.
97550=CK | Claims for 97550 processed as denied between March and May will be paid; the code is covered.
97550=KU | Do not bill 97550 unless the caregiver is unpaid.
97550=U | Bill 97550 once per session no matter how many caregivers attend.
97550=KU | 97550 may be billed by therapists only.
97550=U | Teaching that takes less than sixteen minutes is not billed with 97550.
97550=N | Providers should not bill 97550, as it will not be paid.
97550=N | Do not submit 97550; it is not on our fee schedule.
97550=CK | 97550 is on our fee schedule at $38.00.
97550=N | Charges for 97550 are the responsibility of the provider.
97550=N | Charges for 97550 are the member's responsibility.
97550=CKU | The member has no cost share for 97550.
97550=CKU | Cost sharing applies to 97550.
97550=N | Medicaid does not reimburse 97550; Medicare does.
97550=CK | Medicaid reimburses 97550; commercial plans follow their own policies.
97550=CK | # 97550 / Status: Covered
97550=N | # 97550 / Status: Not covered
97550=K PA=yes | # 97550 / Status: Covered / Prior authorization: Required
97550=CK PA=no | # 97550 / Coverage: Yes / Prior authorization: No
97550=N | # Caregiver training (97550-97552) / Not reimbursed by any of our products.
97550=B | # Caregiver training (97550-97552) / Considered part of the therapy session; no additional payment.
97550=K PA=yes | # Caregiver training (97550-97552) / Benefit, subject to prior authorization and a limit of 8 units a year.
97550=CK | Q: Will I be paid for 97550? / A: Yes, from April 1.
97550=N | Q: Will I be paid for 97550? / A: No, not at this time.
97550=CK, 97552=N | Q: Are 97550 and 97552 payable? / A: The first is; the second is not.
97550=N | Q: Does the plan exclude 97550? / A: It does.
97550=CK | Q: Does the plan exclude 97550? / A: It does not.
97550=CK, 97552=N | Q: Is 97550 payable? / A: Yes. / Q: And 97552? / A: No.
## inside and outside, additions and removals, what is told
97550=N | 97550 falls outside what this program pays for.
97550=CK | 97550 falls within what this program pays for.
97550=N | Payment will not issue for 97550.
97550=CK | Payment will issue for 97550.
97550=B | 97550 has no value separate from the evaluation and management service.
97550=B | We view 97550 as included with every therapy visit.
97550=B, 97551=B | 97550 and 97551 are paid under the visit rate and never as separate lines.
97550=N | The plan regards 97550 as an educational service and does not cover it.
97550=N | Because it is educational, 97550 is excluded.
97550=K | Because it is skilled, 97550 is covered when a therapist furnishes it.
97550=CK | Plans must cover 97550 beginning January 1, 2026 under state law.
97550=NU | State law does not require coverage of 97550, and we do not provide it.
97550=U | State law does not require coverage of 97550.
97550=CK, G0541=N | 97550 (covered); G0541 (not covered).
97550=CK, 97551=CK, 97552=N | CPT 97550, 97551: pay. CPT 97552: deny.
97550=CK, 97552=N | Pay 97550. Deny 97552.
97550=N | System action for 97550: deny.
97550=CK | System action for 97550: pay at fee schedule.
97550=U | System action for 97550: pend for review.
97550=K PA=yes | 97550: PA required; pays at 85% of Medicare.
97550=CK PA=no | 97550: no PA; pays at 85% of Medicare.
97550=CK, 97552=N | 97550 became payable July 1, 2025, 97552 did not.
97550=CK, 97552=N | Except for 97552, all caregiver codes (97550, 97551, 97552) are payable.
97550=N | This plan has never covered 97550.
97550=N | This plan has yet to cover 97550.
97550=CK | This plan has always covered 97550.
97550=CK | This plan has covered 97550 since 2024.
97550=N to=2026-06-30 | Until June 30, 2026, 97550 is not covered.
97550=K | The plan limits 97550 to eight units a year.
97550=K | 97550 has a limit of eight units a year and is otherwise covered in full.
97550=KU | Units of 97550 in excess of eight are denied.
97550=KU | 97550 is not payable to assistants.
97550=KU | 97550 furnished by an assistant is not payable.
97550=K | Only therapists are paid for 97550.
97550=U | We expect to announce coverage of 97550 in the fall.
97550=U | Coverage of 97550 is under discussion with the state.
97550=U | It is unclear whether 97550 is covered; contact the plan.
97550=U | For coverage of 97550, see the member's benefit booklet.
97550=U | Coverage for 97550 may vary by group.
97550=U | Check eligibility and benefits before billing 97550.
97550=CK | We confirm that 97550 is a covered service.
97550=N | We confirm that 97550 is not a covered service.
97550=CK | Please be advised that 97550 is reimbursable.
97550=N | Please be advised that reimbursement for 97550 has been discontinued.
97550=N | Please note the removal of 97550 from the fee schedule.
97550=CK | Please note the addition of 97550 to the fee schedule.
97550=CK | We are pleased to add coverage for 97550.
97550=N | We regret that we are unable to cover 97550.
97550=CK PA=no | The authorization requirement for 97550 has ended; the code remains covered.
97550=U PA=yes | A prior authorization requirement for 97550 begins October 1, 2026.
97550=U PA=no | The plan lifted prior authorization for 97550.
97550=U PA=yes | Authorization is a condition of payment for 97550.
97550=K PA=yes | 97550 is reimbursed provided an authorization is on file.
97550=CK PA=no | Authorization plays no part in payment of 97550, which is covered for all members.
97550=CK PA=no | 97550 is covered and exempt from precertification.
97550=N | # Not payable / 97550, 97551 and 97552
97550=CK, 97552=N | # Payable: / 97550 / 97551 / # Not payable: / 97552
97550=B | # Services bundled into the visit / 97550
97550=U PA=yes | # Prior authorization list / 97550
## guidelines and contract exhibits
97550=KU | # Policy statement / Training of one caregiver is considered medically necessary when the criteria below are met. / # Coding / The following codes fall under this policy: 97550, 97551
97552=N | # Position / Group training of caregivers is considered investigational and therefore not covered. / # Codes / 97552
97550=K | The use of 97550 is considered clinically appropriate when all of the following apply: a plan of care names the goals and the caregiver agrees.
97550=N | The plan considers 97550 unproven and not medically necessary due to insufficient evidence of efficacy.
97552=N | There is insufficient evidence to support 97552; therefore it is not a covered benefit.
97550=N | 97550 does not meet coverage criteria for any indication.
97550=K | 97550 meets the definition of medical necessity for members who cannot follow instructions without help.
97550=K | Coverage of 97550 may be granted on an individual basis.
97550=KU | Requests for 97550 are reviewed for medical necessity and approved when goals are documented.
97550=N | Requests for 97550 will be denied as not medically necessary.
97550=CK | Coding section: 97550 is covered under this guideline.
97550=N, 97551=N | Not medically necessary: 97550, 97551.
97550=K | Medically necessary when criteria are met: 97550
97550=N | Services considered not medically necessary include, but are not limited to, 97550.
97550=CK | Services eligible for coverage under this guideline include 97550.
97550=CK | Plan shall reimburse Provider for 97550 at the rates in Exhibit A.
97550=CK | Provider agrees to accept as payment in full 85% of the Medicare allowable for 97550.
97550=N | Provider shall not be entitled to compensation for 97550.
97550=B | Compensation for 97550 is included in the case rate and shall not be billed separately.
97550=NU | No compensation is payable for any service not listed in this exhibit, such as 97550.
97550=CK | The compensation payable for 97550 shall be $42.00 per unit.
97550=CK | The following shall be compensated on a fee-for-service basis: 97550, 97551.
97550=N | The parties agree that 97550 is excluded from Covered Services.
97550=CK | The parties agree that 97550 is a Covered Service.
97550=CK | "Covered Services" means the services billed with 97550, 97551 and 97552.
97550=N | "Excluded Services" means the services billed with 97550.
97550=U | Provider shall bill 97550 with modifier GP.
97550=U | This guideline discusses 97550.
97550=U | For 97550 see the member's benefit booklet.
97550=KU | Benefits for 97550 are subject to the terms of the member's contract.
97550=CK | Benefits are available for 97550.
97550=N | Benefits are not available for 97550.
97550=N | Benefits for 97550 are excluded.
97550=CK PA=yes | 97550 is a covered benefit with prior approval.
97550=U PA=yes | Prior approval must be obtained for 97550.
97550=U PA=yes | Please call for precertification before rendering 97550.
97550=U PA=no | 97550 may be rendered without prior approval.
97550=U PA=no | The authorization requirement for 97550 has been lifted.
97550=U PA=yes | An authorization will be needed for 97550 as of March 1, 2026.
97550=CK PA=no | 97550 is covered and does not require a prior authorization.
97550=U PA=yes | 97550 requires notification and approval by the utilization management department.
97550=U PA=yes | Failure to obtain authorization for 97550 will result in an administrative denial.
97550=KU PA=yes | 97550 will be denied if no authorization is on file.
97550=K | 97550 is allowed once per episode of care, up to 4 units.
97550=K | Up to four units of 97550 are paid per day.
97550=N | 97550 is not on the covered list.
## more verbs of paying and not paying
97550=CK | We allow payment on 97550 and 97551.
97550=N | We make no payment on 97550.
97550=N | 97550 and similar codes have been carved out of the covered benefit.
97550=CK | The network pays its therapists for 97550.
97550=N | Therapists in our network are not paid for 97550.
97550=CK | Beginning this year you may get paid for 97550.
97550=B | Payment for 97550 is considered to be part of the therapy session.
97550=B | The allowance for the visit already takes caregiver training (97550) into account.
97550=B | We do not pay extra for 97550.
97550=N | Charges for 97550 are the member's responsibility.
97550=N | Charges for 97550 will be written off.
97550=U | Charges for 97550 must be submitted electronically.
97550=CK | The fee for 97550 is $41.18.
97550=CK | 97550 pays at 100% of Medicare.
97550=K | 97550 pays at 100% of Medicare when a GP modifier is appended.
97550=CK | 97550 was reinstated as a covered code.
97550=N | 97550 was dropped as a covered code.
97550=U | 97550 replaced an older code.
97550=U | 97550 is a timed code.
97550=U | 97550 is an always therapy code.
97550=U | 97550 requires modifier GP, GO or GN.
97550=K | 97550 is covered for members with a diagnosis of stroke or dementia.
97550=K | Coverage for 97550 applies only to members under 21.
97550=N | Coverage does not extend to 97550.
97550=CK | Coverage extends to 97550.
97550=CK | Coverage now includes 97550.
97550=CK, 97552=N | Coverage includes 97550 but not 97552.
97550=N | Effective 5/1/2026 coverage for 97550 sunsets.
97550=N | 97550 has no assigned value on the plan's schedule and is not paid.
97550=CK | The plan has assigned a value to 97550 and pays it.
97550=N | Reimbursement of 97550 was discontinued effective January 1, 2026.
97550=CK | The plan resumed reimbursement of 97550 on January 1, 2026.
97550=U | The plan is considering whether to reimburse 97550.
97550=N | The plan considered 97550 and decided not to reimburse it.
97550=CK | The plan considered 97550 and decided to reimburse it.
97550=N | After review, the committee voted to keep 97550 off the covered list.
97550=CK | After review, the committee voted to cover 97550.
97550=N | We will not issue payment for 97550 under any circumstance.
97550=K | 97550 is payable no more than twice per calendar year.
97550=K | 97550 is limited to 8 units per year.
97550=U PA=yes | Submit a treatment request through the portal before starting 97550; approval is required.
97550=U PA=no | You do not need our approval to render 97550.
97550=U PA=no | Approval is not needed for 97550.
97550=CK PA=yes | 97550 is covered once approved through our utilization management vendor.
97550=U PA=yes | 97550 is subject to prospective review.
97550=U PA=no | 97550 bypasses prior authorization.
97550=U PA=yes | Precertification applies to 97550 for all products.
97550=U PA=no | Precertification does not apply to 97550.
97550=CK from=2026-02-01 | As of 02/01/26, 97550 is reimbursable.
97550=CK from=2026-02-01 | 97550 becomes payable for services on or after February 1, 2026.
97550=N from=2026-02-01 | 97550 will no longer be payable for services on or after February 1, 2026.
97550=CK from=2026-02-01 to=2026-12-31 | From February 1 through December 31, 2026, 97550 is payable.
97550=CK from=2026-02-01 | Effective date: February 1, 2026. 97550 is payable.
"""
FIELDS = r"\b(from|to)=(\d{4}-\d\d-\d\d)"


def lines() -> list[tuple[str, str]]:
    told = [line for line in POLICY.strip().split("\n") if line and not line.startswith("##")]
    return [(spec.strip(), text.strip()) for spec, text in (line.split("|", 1) for line in told)]


def found(text: str) -> list[Mention]:
    blocks = []
    for n, part in enumerate(text.split(" / "), 1):
        kind = "heading" if part.startswith("# ") else "item" if part.startswith("- ") else "text"
        blocks.append(Block(kind, part.removeprefix("# "), Place(line=n)))
    return Scanner(Reading(tuple(blocks), 1)).run().mentions


@pytest.mark.parametrize(("spec", "text"), lines(), ids=[text for _, text in lines()])
def test_policy_language(spec: str, text: str) -> None:
    mentions = found(text)
    for code, letters in re.findall(r"([A-Z]?\d{4,5})=([CKNBU]+)", spec):
        told = {m.status for m in mentions if m.code == code}
        assert told, f"{code} was not found"
        assert told - {None} <= {MEANING[x] for x in letters}
        assert "U" in letters or told != {None}
    for code, answer in re.findall(r"PA(?:\[(\w+)\])?=(\w+)", spec):
        assert {m.prior_auth for m in mentions if not code or m.code == code} - {"unknown"} == {answer} - {"unknown"}
    for field, day in re.findall(FIELDS, spec):
        assert {
            m.effective_from if field == "from" else m.effective_to
            for m in mentions
            if m.status or m.prior_auth != "unknown"
        } == {day}
