"""Small whole documents: headings that govern lists, legends, footnotes, product columns, questions and answers.

Each line: name, what may be found of each code (letters as in `test_wordings`; PA is prior authorization), the page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.intake.documents.test_wordings import MEANING
from tracker.intake.documents import scan

LAYOUTS = r"""
headings govern | 97550=CK, 97551=CK, 96202=N | <h1>Provider handbook</h1><h2>Services we pay for</h2><ul><li>97550 Caregiver skills, first half hour</li><li>97551 each further quarter hour</li></ul><h2>Services we do not pay for</h2><ul><li>96202 Parent group</li></ul>
nested heading | 96202=N, 96203=N, G0541=N, 97550=KU | <h1>Therapy</h1><h2>Exclusions</h2><p>The plan does not pay for the services below.</p><ul><li>96202, 96203</li><li>G0541</li></ul><h2>How to bill</h2><p>Report 97550 with modifier GP.</p>
legend letters | 97550=K, 97551=CK, 96202=N, G0541=B PA[97550]=yes | <h1>Code list</h1><p>Y - the plan pays; N - the plan does not pay; P - the plan pays after prior approval; I - paid within another service.</p><table><tr><th>Code</th><th>Disposition</th></tr><tr><td>97550</td><td>P</td></tr><tr><td>97551</td><td>Y</td></tr><tr><td>96202</td><td>N</td></tr><tr><td>G0541</td><td>I</td></tr></table>
legend numbers | 97550=CK, 97552=K, 96202=N | <table><tr><th>Procedure</th><th>Cat.</th></tr><tr><td>97550</td><td>1</td></tr><tr><td>97552</td><td>2</td></tr><tr><td>96202</td><td>3</td></tr></table><p>Categories: 1 = reimbursed. 2 = reimbursed only with documentation. 3 = never reimbursed.</p>
footnotes | 97550=CK, 97551=CK, 97552=NU PA[97550]=yes | <h1>Fees</h1><table><tr><th>Code</th><th>Description</th><th>Fee</th></tr><tr><td>97550*</td><td>Caregiver training</td><td>$50.00</td></tr><tr><td>97551</td><td>Caregiver training add-on</td><td>$24.00</td></tr><tr><td>97552**</td><td>Group</td><td>$20.00</td></tr></table><p>* Needs prior approval.</p><p>** No longer paid as of January 1, 2026.</p>
product columns | 97550=CKN | <table><tr><th>Code</th><th>Commercial</th><th>Medicare Advantage</th><th>Medicaid</th></tr><tr><td>97550</td><td>Covered</td><td>Covered with PA</td><td>Not covered</td></tr></table>
yes/no column | 97550=CK, 97552=N PA[97550]=no | <h1>Coverage grid</h1><table><tr><th>CPT</th><th>Covered?</th><th>PA?</th></tr><tr><td>97550</td><td>Yes</td><td>No</td></tr><tr><td>97552</td><td>No</td><td>N/A</td></tr></table>
faq | 97550=CK, 97552=N PA[97550]=no | <h2>Do you pay for 97550?</h2><p>Yes, when a plan of care is on file.</p><h2>What about 97552?</h2><p>No. Group sessions are outside the benefit.</p><h2>Is prior authorization needed for 97550?</h2><p>Not at this time.</p>
definition list | 97550=CK, 97552=N, G0541=B | <h1>Caregiver codes</h1><dl><dt>97550</dt><dd>Payable</dd><dt>97552</dt><dd>Not payable</dd><dt>G0541</dt><dd>Included in the visit</dd></dl>
colon list | 97550=CK, 97551=CK, 96202=N, 96203=N | <p>The plan reimburses these caregiver codes:</p><p>97550</p><p>97551</p><p>The plan does not reimburse these caregiver codes:</p><p>96202</p><p>96203</p>
bundle list | G0541=B | <h2>Codes whose payment is contained in another service</h2><table><tr><th>Code</th><th>Label</th></tr><tr><td>G0541</td><td>Caregiver training</td></tr></table>
before after | 97550=CN, 97552=CN | <table><tr><th>Code</th><th>Until 12/31/2025</th><th>From 1/1/2026</th></tr><tr><td>97550</td><td>Not covered</td><td>Covered</td></tr><tr><td>97552</td><td>Covered</td><td>Not covered</td></tr></table>
billing text then policy | 97550=NU, 97551=NU | <h1>Policy</h1><h2>Policy statement</h2><p>Training of caregivers without the member present is not a covered benefit.</p><h2>Codes</h2><table><tr><th>Code</th><th>Description</th></tr><tr><td>97550</td><td>Training</td></tr><tr><td>97551</td><td>Add-on</td></tr></table>
positive policy | 97550=CKU | <h1>Caregiver training policy</h1><h2>Policy statement</h2><p>We cover caregiver training when ordered under a plan of care.</p><h2>Applicable codes</h2><p>The list below is for reference; a code in it does not mean it is covered.</p><table><tr><th>Code</th><th>Description</th></tr><tr><td>97550</td><td>Training</td></tr></table>
reference list | 97550=U, 97551=U | <h1>Applicable codes</h1><p>Listing of a code in this policy does not imply that the service is covered or non-covered.</p><ul><li>97550</li><li>97551</li></ul>
pa list | 97550=U PA[97550]=yes | <h1>Services that need our approval first</h1><table><tr><th>Code</th><th>Service</th></tr><tr><td>97550</td><td>Training</td></tr></table>
no pa list | 97550=U PA[97550]=no | <h1>Codes taken off the prior authorization list</h1><ul><li>97550</li><li>97551</li></ul>
status words | 97550=CK, 97552=N, G0541=B, 96202=U | <table><tr><th>HCPCS</th><th>Determination</th><th>Comments</th></tr><tr><td>97550</td><td>Medically necessary</td><td>Up to 4 units a day</td></tr><tr><td>97552</td><td>Not medically necessary</td><td></td></tr><tr><td>G0541</td><td>Incidental</td><td></td></tr><tr><td>96202</td><td>Under review</td><td></td></tr></table>
rows with sentence | 97550=K, 97551=K, 97552=N, 96202=B, 96203=B | <table><tr><th>Topic</th><th>Rule</th></tr><tr><td>Caregiver training (97550, 97551)</td><td>We pay when the plan of care calls for it</td></tr><tr><td>Group training (97552)</td><td>We do not pay</td></tr><tr><td>Parent groups (96202, 96203)</td><td>Included in the payment for the main service</td></tr></table>
code under heading | 97550=K, 97551=K, 97552=N | <h2>97550, 97551</h2><p>Payable with a therapy plan of care.</p><h2>97552</h2><p>Not payable.</p>
exceptions under list | 97550=CK, 97551=CK, 97552=CKNU | <h2>Covered services</h2><ul><li>97550</li><li>97551</li><li>97552 (not covered for Medicaid members)</li></ul>
two lists one para | 97550=CK, 97551=CK, 97552=N, 96202=N, G0541=B | <p>Covered: 97550, 97551. Not covered: 97552, 96202. Bundled: G0541.</p>
list with dash | 97550=CK, 97551=CK, 97552=N, G0541=B | <p>97550 - covered</p><p>97551 - covered</p><p>97552 - excluded</p><p>G0541 - no separate payment</p>
parenthesis | 97550=CKU, 97551=CKU, 97552=NU | <p>Payable caregiver services (97550, 97551) differ from excluded ones (97552).</p>
previous version | 97550=CK | <p>What changed: in the earlier edition 97550 was listed as non-covered. In this edition it is listed as covered.</p>
rate table zero | 97550=CK, 97552=NU, G0541=N, 96202=CK | <table><tr><th>Code</th><th>Rate</th></tr><tr><td>97550</td><td>51.20</td></tr><tr><td>97552</td><td>0.00</td></tr><tr><td>G0541</td><td>NC</td></tr><tr><td>96202</td><td>BR</td></tr></table>
appeal letter | 97550=N | <p>We reviewed your appeal of the denial of 97550. Our decision: the denial is upheld. Caregiver training is not part of this plan.</p>
appeal overturned | 97550=CKU | <p>We reviewed your appeal of the denial of 97550. The denial is overturned and the claim will be paid.</p>
sub headings by product | 97550=CN | <h2>Commercial</h2><p>97550 and 97551 are payable.</p><h2>Medicaid</h2><p>97550 and 97551 are not payable.</p>
note after | 97550=CN, 97551=CN | <p>97550 and 97551 are payable.</p><p>Exception: Medicaid plans do not pay for them.</p>
general excl | 97550=KU | <h2>Exclusions and limits</h2><ul><li>Caregiver training given by unlicensed staff (97550)</li><li>More than 8 units of 97550 in a day</li></ul>
limits list | 97550=KU, 97552=KU | <h2>Limitations</h2><ul><li>97550: one unit per day</li><li>97552: one unit per caregiver</li></ul>
effective in heading | 96202=N, 96203=N | <h1>Codes no longer payable from April 1, 2026</h1><ul><li>96202</li><li>96203</li></ul>
new codes | 97550=CK | <h1>New codes added to coverage on April 1, 2026</h1><ul><li>97550</li></ul>
table remark | 97550=CK, 97552=N, G0541=B, 96202=U | <table><tr><th>Code</th><th>Remarks</th></tr><tr><td>97550</td><td>Pays at 100% of the schedule</td></tr><tr><td>97552</td><td>Will deny</td></tr><tr><td>G0541</td><td>Rolled into facility payment</td></tr><tr><td>96202</td><td>See policy 12</td></tr></table>
checkmarks | 97550=CK, 97552=N | <h1>Which codes are covered</h1><table><tr><th>Code</th><th>Covered</th><th>Not covered</th></tr><tr><td>97550</td><td>X</td><td></td></tr><tr><td>97552</td><td></td><td>X</td></tr></table>
checks PA | 97550=U, 97552=U PA[97550]=no PA[97552]=yes | <table><tr><th>Code</th><th>No PA</th><th>PA required</th></tr><tr><td>97550</td><td>X</td><td></td></tr><tr><td>97552</td><td></td><td>X</td></tr></table>
denial reason table | 97550=KU | <h1>Top denial reasons</h1><table><tr><th>Code</th><th>Reason</th><th>Fix</th></tr><tr><td>97550</td><td>Not covered when billed without GP</td><td>Add GP</td></tr></table>
transposed | 97550=CK, 97551=CK, 97552=N PA[97550]=yes PA[97551]=no | <h1>Coverage</h1><table><tr><th></th><th>97550</th><th>97551</th><th>97552</th></tr><tr><td>Covered</td><td>Yes</td><td>Yes</td><td>No</td></tr><tr><td>Prior authorization</td><td>Yes</td><td>No</td><td></td></tr></table>
status as section rows | 97550=CK, 97552=N | <table><tr><th>Code</th><th>Description</th></tr><tr><td colspan=2>Covered without limits</td></tr><tr><td>97550</td><td>Training</td></tr><tr><td colspan=2>Not covered</td></tr><tr><td>97552</td><td>Group</td></tr></table>
section titles | 97550=CK, 97552=K, 96202=B, G0541=N PA[97550]=no PA[97552]=yes | <table><tr><th>Code</th><th>Label</th><th>Units</th></tr><tr><td colspan=3>PART 1 - PAID WITHOUT AUTHORIZATION</td></tr><tr><td>97550</td><td>One</td><td>2</td></tr><tr><td colspan=3>PART 2 - PAID AFTER PRIOR AUTHORIZATION</td></tr><tr><td>97552</td><td>Group</td><td>1</td></tr><tr><td colspan=3>PART 3 - NO SEPARATE PAYMENT</td></tr><tr><td>96202</td><td>Parents</td><td></td></tr><tr><td colspan=3>PART 4 - EXCLUDED</td></tr><tr><td>G0541</td><td>Skills</td><td></td></tr></table>
blanks with a meaning | 97552=N, 97550=CK PA[97550]=no | <p>Y = covered under the plan. A blank cell = not covered under the plan. PA in the right column = prior authorization is needed; blank = it is not.</p><table><tr><th>Code</th><th>Commercial</th><th>Medicaid</th><th>Auth</th></tr><tr><td>97550</td><td>Y</td><td>Y</td><td></td></tr><tr><td>97552</td><td></td><td></td><td></td></tr></table>
criteria met | 97550=CK, 97552=N | <h3>Codes covered when medical criteria are met:</h3><table><tr><th>Code</th><th>Label</th></tr><tr><td>97550</td><td>One</td></tr></table><h3>Codes not covered for any indication here:</h3><table><tr><th>Code</th><th>Label</th></tr><tr><td>97552</td><td>Group</td></tr></table>
legend of numerals | 96202=B, G0541=N, 97550=CK | <table><tr><th>Ind</th><th>Meaning</th></tr><tr><td>1</td><td>Paid at the fee shown</td></tr><tr><td>2</td><td>No separate payment</td></tr><tr><td>3</td><td>Not payable</td></tr></table><table><tr><th>Code</th><th>Fee</th><th>Ind</th></tr><tr><td>97550</td><td>48.10</td><td>1</td></tr><tr><td>96202</td><td></td><td>2</td></tr><tr><td>G0541</td><td></td><td>3</td></tr></table>
a mistake mended | 97550=CK, 97551=CK PA[97550]=no | <p>In January lines with 97550 and 97551 were denied as not covered in error. Our commercial plans have covered both codes since March 1, 2025. No authorization is required.</p>
an answer with conditions | 97550=CK | <h2>May a therapist be paid for training a grandmother while the child is not present?</h2><p>Yes, with conditions. Report 97550 for the first half hour.</p>
"""


def pages() -> list[list[str]]:
    return [[part.strip() for part in line.split(" | ", 2)] for line in LAYOUTS.strip().split("\n")]


@pytest.mark.parametrize(("spec", "html"), [p[1:] for p in pages()], ids=[p[0] for p in pages()])
def test_a_layout(spec: str, html: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{html}</body></html>")
    found = scan(path)
    assert not found.error
    for code, letters in re.findall(r"([A-Z]?\d{4,5})=([CKNBU]+)", spec):
        told = {m.status for m in found.mentions if m.code == code}
        assert told, f"{code} was not found"
        assert told - {None} <= {MEANING[x] for x in letters}
        assert "U" in letters or told != {None}
    for code, answer in re.findall(r"PA\[(\w+)\]=(\w+)", spec):
        assert {m.prior_auth for m in found.mentions if m.code == code} - {"unknown"} == {answer}
