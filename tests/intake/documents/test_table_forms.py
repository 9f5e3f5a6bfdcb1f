"""Tables as payers lay them out: one line each, what is found of each code first (letters as in `test_wordings`).

`PA[code]=`, `from[code]=` and `rate[code]=` are what is found of authorization, first day and amount.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.intake.documents.test_wordings import MEANING
from tracker.intake.documents import scan

TABLES = r"""
roman classes | 97550=C 97552=N 96202=B G0541=K | <p>Class I services are paid. Class II services are paid when a plan of care is on file. Class III services are packaged. Class IV services are not paid.</p><table><tr><td>Code</td><td>Class</td></tr><tr><td>97550</td><td>I</td></tr><tr><td>G0541</td><td>II</td></tr><tr><td>96202</td><td>III</td></tr><tr><td>97552</td><td>IV</td></tr></table>
transposed with many questions | 97550=CK 97552=N PA[97550]=yes | <table><tr><td>Question</td><td>97550</td><td>97552</td></tr><tr><td>Covered?</td><td>Yes</td><td>No</td></tr><tr><td>Prior authorization?</td><td>Yes</td><td>N/A</td></tr><tr><td>Maximum units</td><td>4</td><td></td></tr></table>
products down, words | 97550=CKN 97552=CKN | <table><tr><td>Plan</td><td>97550</td><td>97552</td></tr><tr><td>HMO commercial</td><td>Covered</td><td>Not covered</td></tr><tr><td>Medicaid</td><td>Not covered</td><td>Covered with PA</td></tr></table>
check columns | 97550=C 97552=N 96202=B | <table><tr><td>Code</td><td>Paid</td><td>Not paid</td><td>Bundled</td></tr><tr><td>97550</td><td>X</td><td></td><td></td></tr><tr><td>97552</td><td></td><td>X</td><td></td></tr><tr><td>96202</td><td></td><td></td><td>X</td></tr></table>
check columns ticks PA | 97550=C 97551=K 97552=N PA[97550]=no PA[97551]=yes | <table><tr><td>Code</td><td>Covered, no PA</td><td>Covered, PA required</td><td>Not covered</td></tr><tr><td>97550</td><td>✓</td><td></td><td></td></tr><tr><td>97551</td><td></td><td>✓</td><td></td></tr><tr><td>97552</td><td></td><td></td><td>✓</td></tr></table>
amount or word | 97550=C 97552=N 96202=B G0541=K | <table><tr><td>Code</td><td>Allowance</td></tr><tr><td>97550</td><td>$44.00</td></tr><tr><td>97552</td><td>Not allowed</td></tr><tr><td>96202</td><td>Incl.</td></tr><tr><td>G0541</td><td>By report</td></tr></table>
two dates | 97550=C | <table><tr><td>Code</td><td>Rate</td><td>Begin date</td><td>End date</td></tr><tr><td>97550</td><td>40.00</td><td>1/1/2025</td><td>12/31/2025</td></tr><tr><td>97550</td><td>42.00</td><td>1/1/2026</td><td></td></tr></table>
blank means no | 97550=CK 97552=N | <p>A code without an entry in the fee column is not payable.</p><table><tr><td>Code</td><td>Label</td><td>Fee</td></tr><tr><td>97550</td><td>Training</td><td>$44.00</td></tr><tr><td>97552</td><td>Group</td><td></td></tr></table>
zero means bundled | 97550=C 96202=B | <p>A fee of 0.00 means that the service is packaged into another payment.</p><table><tr><td>Code</td><td>Label</td><td>Fee</td></tr><tr><td>97550</td><td>Training</td><td>44.00</td></tr><tr><td>96202</td><td>Group</td><td>0.00</td></tr></table>
star suffix | 97550=C 97551=K 97552=N PA[97551]=yes | <h2>Covered codes</h2><table><tr><td>Code</td><td>Label</td></tr><tr><td>97550</td><td>One</td></tr><tr><td>97551*</td><td>More</td></tr></table><p>* Prior authorization needed.</p><h2>Codes we do not cover</h2><table><tr><td>Code</td><td>Label</td></tr><tr><td>97552</td><td>Group</td></tr></table>
PA list bare | 97550=U PA[97550]=yes | <h2>Services requiring prior authorization effective 3/1/2026</h2><table><tr><td>Code</td><td>Description</td><td>Vendor</td></tr><tr><td>97550</td><td>Training</td><td>Plan</td></tr></table>
PA removed | 97550=U PA[97550]=no | <h2>Prior authorization removed effective 3/1/2026</h2><table><tr><td>Code</td><td>Description</td></tr><tr><td>97550</td><td>Training</td></tr></table>
action column | 97550=C 97552=N G0541=U | <h2>Code updates</h2><table><tr><td>Code</td><td>Action</td><td>Effective</td></tr><tr><td>97550</td><td>Added to coverage</td><td>4/1/2026</td></tr><tr><td>97552</td><td>Removed from coverage</td><td>4/1/2026</td></tr><tr><td>G0541</td><td>Description revised</td><td>4/1/2026</td></tr></table>
from to status | 97550=C 97552=N | <table><tr><td>Code</td><td>Old status</td><td>New status</td><td>Effective</td></tr><tr><td>97550</td><td>Not covered</td><td>Covered</td><td>4/1/2026</td></tr><tr><td>97552</td><td>Covered</td><td>Not covered</td><td>4/1/2026</td></tr></table>
codes stacked in a cell | 97550=C 97551=C 97552=N | <table><tr><td>Codes</td><td>Coverage</td></tr><tr><td>97550<br>97551</td><td>Covered</td></tr><tr><td>97552</td><td>Not covered</td></tr></table>
group header row | 97550=C 97552=N | <table><tr><td>Code</td><td>Description</td></tr><tr><td><b>Covered</b></td><td></td></tr><tr><td>97550</td><td>One</td></tr><tr><td><b>Non-covered</b></td><td></td></tr><tr><td>97552</td><td>Group</td></tr></table>
per state | 97550=CN 97552=N | <table><tr><td>Code</td><td>Ohio</td><td>Texas</td></tr><tr><td>97550</td><td>Covered</td><td>Not covered</td></tr><tr><td>97552</td><td>Not covered</td><td>Not covered</td></tr></table>
denial reason list | 97552=N 96202=B | <h2>Codes that will deny</h2><table><tr><td>Code</td><td>Reason</td></tr><tr><td>97552</td><td>Non-covered service</td></tr><tr><td>96202</td><td>Bundled into the program rate</td></tr></table>
numeric indicator legend behind | 97550=C 97552=N | <table><tr><td>HCPCS</td><td>Ind</td></tr><tr><td>97550</td><td>1</td></tr><tr><td>97552</td><td>9</td></tr></table><p>Ind: 1 = paid at fee schedule; 9 = not covered by the program.</p>
limits only | 97550=UKC | <table><tr><td>Code</td><td>Units per day</td></tr><tr><td>97550</td><td>4</td></tr></table>
PA matrix | 97550=U 97552=U | <h2>Prior authorization matrix</h2><table><tr><td>Code</td><td>Commercial</td><td>Medicaid</td></tr><tr><td>97550</td><td>No</td><td>Yes</td></tr><tr><td>97552</td><td>Yes</td><td>Yes</td></tr></table>
telehealth list | 97550=U | <h2>Codes allowed by telehealth</h2><table><tr><td>Code</td><td>Video</td><td>Audio only</td></tr><tr><td>97550</td><td>Yes</td><td>No</td></tr></table>
sentence row table | 97550=C 97552=N | <table><tr><td>Topic</td><td>Rule</td></tr><tr><td>Individual caregiver training</td><td>97550 and 97551 are paid.</td></tr><tr><td>Group caregiver training</td><td>97552 is not paid.</td></tr></table>
PA by units | 97550=K PA[97550]=yes | <table><tr><td>Code</td><td>Coverage</td><td>Authorization</td></tr><tr><td>97550</td><td>Covered</td><td>After 8 units</td></tr></table>
PA column words | 97550=C 97551=K PA[97550]=no PA[97551]=yes | <table><tr><td>Code</td><td>Coverage</td><td>Authorization</td></tr><tr><td>97550</td><td>Covered</td><td>Not needed</td></tr><tr><td>97551</td><td>Covered</td><td>Through the portal, before service</td></tr></table>
benefit exclusions with codes | 97552=N | <h2>General exclusions</h2><ul><li>Group caregiver training (97552)</li></ul>
Pay/deny flag | 97550=C 97552=N | <table><tr><td>PROC_CD</td><td>PAY_FLG</td></tr><tr><td>97550</td><td>P</td></tr><tr><td>97552</td><td>D</td></tr></table><p>PAY_FLG P=pay D=deny</p>
MUE only | 97550=U | <table><tr><td>Code</td><td>MUE value</td><td>MAI</td></tr><tr><td>97550</td><td>1</td><td>3</td></tr></table>
not-separately col | 96202=B 97550=C | <table><tr><td>Code</td><td>Separately payable?</td></tr><tr><td>97550</td><td>Yes</td></tr><tr><td>96202</td><td>No</td></tr></table>
covered column with exceptions | 97550=K 97551=C | <table><tr><td>Code</td><td>Covered?</td><td>Comments</td></tr><tr><td>97550</td><td>Yes</td><td>Only with modifier GP and a plan of care</td></tr><tr><td>97551</td><td>Yes</td><td></td></tr></table>
comparision to Medicare | 97550=N | <table><tr><td>Code</td><td>Medicare</td><td>This plan</td></tr><tr><td>97550</td><td>Covered</td><td>Not covered</td></tr></table>
span in one cell | 97550=N 97551=N 97552=N G0541=C | <table><tr><td>Code range</td><td>Decision</td></tr><tr><td>97550 to 97552</td><td>Excluded</td></tr><tr><td>G0541, G0542</td><td>Covered</td></tr></table>
dl list | 97550=C 97552=N | <dl><dt>97550</dt><dd>Covered</dd><dt>97552</dt><dd>Not covered</dd></dl>
plan columns shaded text | 97550=CN | <table><tr><td>Code</td><td>Basic plan</td><td>Plus plan</td></tr><tr><td>97550</td><td>Excluded</td><td>Included in coverage</td></tr></table>
effective header | 97550=C from[97550]=2026-07-01 | <table><tr><td>Code</td><td>Fee effective 7/1/2026</td></tr><tr><td>97550</td><td>$44.00</td></tr></table>
upper sub-header | 97550=C rate[97550]=44.0 | <table><tr><td rowspan=2>Code</td><td colspan=2>Rate</td><td rowspan=2>PA</td></tr><tr><td>Non-facility</td><td>Facility</td></tr><tr><td>97550</td><td>$44.00</td><td>$38.00</td><td>No</td></tr></table>
N/A everything | 97550=U | <table><tr><td>Code</td><td>Coverage</td><td>PA</td></tr><tr><td>97550</td><td>N/A</td><td>N/A</td></tr></table>
guideline coding section | 97550=K 97551=K 97552=N 96202=N | <h1>Clinical guideline: caregiver training</h1><h2>Position statement</h2><p>Individual caregiver training is considered medically necessary when the caregiver takes part in the plan of care.</p><p>Group caregiver training is considered not medically necessary.</p><h2>Coding</h2><p>The following codes are considered medically necessary when criteria are met:</p><table><tr><td>97550</td><td>Individual, first</td></tr><tr><td>97551</td><td>Individual, more</td></tr></table><p>The following codes are considered not medically necessary for all indications:</p><table><tr><td>97552</td><td>Group</td></tr><tr><td>96202</td><td>Behaviour group</td></tr></table>
guideline support list | 97550=CK 97551=CK 96202=N | <h2>Codes that support coverage</h2><p>97550<br>97551</p><h2>Codes that do not support coverage</h2><p>96202</p>
guideline investigational | 97550=CK 97552=N | <h2>Codes</h2><p>Considered medically necessary if criteria in the position statement are met: 97550.</p><p>Considered investigational: 97552.</p>
criteria letters | 97550=K 97552=N | <p>Indications and limitations of coverage</p><p>A. Training of one caregiver (97550) is a covered benefit if all of these hold:</p><ul><li>a plan of care is on file</li><li>consent was documented</li></ul><p>B. Training of several caregivers (97552) is not a covered benefit.</p>
guideline table of positions | 97550=K 97552=N G0541=N | <table><tr><td>Service</td><td>Code(s)</td><td>Position</td></tr><tr><td>One caregiver</td><td>97550</td><td>Medically necessary, see criteria</td></tr><tr><td>Groups</td><td>97552</td><td>Not medically necessary</td></tr><tr><td>Wound care training</td><td>G0541</td><td>Investigational</td></tr></table>
exhibit percent | 97550=C 97551=C | <h2>Exhibit B - Compensation schedule</h2><p>Provider shall be reimbursed for the following covered services at 85% of the Medicare physician fee schedule:</p><p>97550, 97551</p>
exhibit flat | 97550=C 97552=N rate[97550]=41.0 | <h2>Exhibit C: Rates</h2><table><tr><td>CPT</td><td>Contract rate</td></tr><tr><td>97550</td><td>$41.00 per unit</td></tr><tr><td>97552</td><td>Not reimbursed</td></tr></table>
exhibit default | 97550=C 97552=NU | <h2>Schedule of compensation</h2><p>Plan shall pay Provider $40.00 for each unit of 97550.</p><p>Services not listed, including 97552, shall not be compensated.</p>
exhibit included | 97550=B | <h2>Exhibit A</h2><p>The per diem shall constitute payment in full and includes caregiver training (97550).</p>
exhibit carve | 97550=C 97551=C 97552=N | <p>Plan will compensate Provider for codes 97550 and 97551 at the lesser of billed charges and the fee schedule. Plan will not compensate Provider for 97552.</p>
medicaid cols | 97550=C 97551=K 97552=N PA[97551]=yes PA[97550]=no rate[97550]=38.2 from[97550]=2026-01-01 | <table><tr><td>Proc</td><td>Mod</td><td>Description</td><td>Fee</td><td>PA</td><td>Cov</td><td>Eff date</td></tr><tr><td>97550</td><td>GP</td><td>Training</td><td>38.20</td><td>N</td><td>Y</td><td>01/01/2026</td></tr><tr><td>97551</td><td>GP</td><td>More</td><td>17.10</td><td>Y</td><td>Y</td><td>01/01/2026</td></tr><tr><td>97552</td><td></td><td>Group</td><td>0.00</td><td>N</td><td>N</td><td>01/01/2026</td></tr></table>
medicaid end | 97550=C 97552=CN to[97552]=2025-12-31 | <table><tr><td>Procedure code</td><td>Max fee</td><td>Begin date</td><td>End date</td></tr><tr><td>97550</td><td>38.20</td><td>2024-01-01</td><td>2299-12-31</td></tr><tr><td>97552</td><td>12.00</td><td>2024-01-01</td><td>2025-12-31</td></tr></table>
fees NC BR IC | 97550=C 97551=K 97552=N 96202=KU G0541=B | <p>NC = not covered. BR = by report. IC = individual consideration. BND = bundled.</p><table><tr><td>Code</td><td>Fee</td></tr><tr><td>97550</td><td>$39.11</td></tr><tr><td>97551</td><td>BR</td></tr><tr><td>97552</td><td>NC</td></tr><tr><td>96202</td><td>IC</td></tr><tr><td>G0541</td><td>BND</td></tr></table>
fees facility | 97550=C rate[97550]=44.0 | <table><tr><td>CPT code</td><td>Modifier</td><td>Non-facility fee</td><td>Facility fee</td></tr><tr><td>97550</td><td></td><td>44.00</td><td>38.00</td></tr></table>
fees by year | 97550=C rate[97550]=46.0 | <h1>Fee schedule effective January 1, 2026</h1><table><tr><td>Code</td><td>2025 fee</td><td>2026 fee</td></tr><tr><td>97550</td><td>44.00</td><td>46.00</td></tr></table>
fees dollar zero noncovered | 97552=NU 97550=C | <p>Codes with a fee of $0.00 are not reimbursed.</p><table><tr><td>Code</td><td>Fee</td></tr><tr><td>97550</td><td>$44.00</td></tr><tr><td>97552</td><td>$0.00</td></tr></table>
pa list words | 97550=U PA[97550]=yes PA[97552]=no 97552=U | <h2>Authorization look-up</h2><table><tr><td>Code</td><td>Authorization requirement</td></tr><tr><td>97550</td><td>Authorization required</td></tr><tr><td>97552</td><td>No authorization required</td></tr></table>
pa after visits | 97550=KU PA[97550]=yes | <table><tr><td>Code</td><td>Prior authorization</td></tr><tr><td>97550</td><td>Required after 12 visits per year</td></tr></table>
pa header sentence | 97550=U 97551=U PA[97550]=yes PA[97551]=yes | <h2>Outpatient therapy</h2><p>The following codes must be authorized before the service:</p><ul><li>97550</li><li>97551</li></ul>
pa exempt | 97550=U PA[97550]=no | <h2>Exempt from precertification</h2><ul><li>97550</li></ul>
doc date bulletin | 97550=C from[97550]=2026-04-01 | <h1>Provider bulletin 26-04</h1><p>Effective date: April 1, 2026</p><p>97550 is covered.</p>
doc date revised | 97550=C | <p>Policy number 12. Original effective date 01/01/2024. Last revised 06/01/2025.</p><p>97550 is covered.</p>
sentence begins | 97552=N from[97552]=2026-03-15 | <p>Starting with dates of service March 15, 2026 and after, the plan will no longer pay for 97552.</p>
as of list | 97550=C 97551=C from[97550]=2026-05-01 | <h2>As of May 1, 2026 the following codes are payable</h2><ul><li>97550</li><li>97551</li></ul>
quarter | 97550=C from[97550]=2026-07-01 | <p>Beginning with the third quarter of 2026 (July 1, 2026), 97550 is reimbursed.</p>
fixed width | 97550=C 97552=N rate[97550]=38.2 PA[97550]=no | <pre>CODE   DESCRIPTION              RATE   PA  STATUS\n97550  CAREGIVER TRAINING       38.20  N   COVERED\n97552  GROUP TRAINING            0.00  N   NOT COVERED</pre>
legend after | 97550=C 97552=N 96202=B | <table><tr><td>Code</td><td>Coverage indicator</td></tr><tr><td>97550</td><td>1</td></tr><tr><td>97552</td><td>3</td></tr><tr><td>96202</td><td>2</td></tr></table><p>Coverage indicators: 1 - Covered; 2 - Bundled; 3 - Not covered</p>
two authorisation columns | 97550=CK PA[97550]=yes PA[97551]=no 97551=C | <table><tr><td>HCPCS</td><td>Covered</td><td>Prior Auth Req</td><td>Limits</td></tr><tr><td>97550</td><td>Yes</td><td>Yes</td><td>8 units a year</td></tr><tr><td>97551</td><td>Yes</td><td>No</td><td></td></tr></table>
effective per row | 97550=C from[97550]=2026-01-01 from[97551]=2026-04-01 97551=C | <table><tr><td>Code</td><td>Action</td><td>Effective date</td></tr><tr><td>97550</td><td>Add - covered</td><td>1/1/2026</td></tr><tr><td>97551</td><td>Add - covered</td><td>4/1/2026</td></tr></table>
title date list | 97550=C 97551=C from[97550]=2026-01-01 | <h2>New covered codes effective 1/1/2026</h2><table><tr><td>Code</td><td>Description</td></tr><tr><td>97550</td><td>a</td></tr><tr><td>97551</td><td>b</td></tr></table>
pa list with date | 97550=U PA[97550]=yes from[97550]=2026-06-01 | <h2>Prior authorization code list, effective June 1, 2026</h2><table><tr><td>Code</td><td>Description</td></tr><tr><td>97550</td><td>Training</td></tr></table>
pa list added column | 97550=U PA[97550]=yes from[97550]=2026-06-01 | <h2>Codes requiring prior authorization</h2><table><tr><td>Code</td><td>Date added</td></tr><tr><td>97550</td><td>06/01/2026</td></tr></table>
status phrases | 97550=K 97551=N 97552=B 96202=U | <table><tr><td>Code</td><td>Policy</td></tr><tr><td>97550</td><td>Payable with GP, GO or GN</td></tr><tr><td>97551</td><td>Not a covered service</td></tr><tr><td>97552</td><td>Included in payment for 97550</td></tr><tr><td>96202</td><td>Pending</td></tr></table>
fee or nothing | 97550=C 97552=NU rate[97550]=41.5 | <table><tr><td>CPT/HCPCS</td><td>Mod</td><td>Max allowable</td></tr><tr><td>97550</td><td>GP</td><td>$41.50</td></tr><tr><td>97552</td><td>GP</td><td>Non-covered</td></tr></table>
crosswalk | 97550=C 97552=N | <table><tr><td>CPT</td><td>Payable (Y/N)</td><td>Auth (Y/N)</td><td>Comments</td></tr><tr><td>97550</td><td>Y</td><td>N</td><td></td></tr><tr><td>97552</td><td>N</td><td></td><td>Group not payable</td></tr></table>
section rows | 97550=C 97551=C 97552=N | <table><tr><td>Code</td><td>Description</td><td>Fee</td></tr><tr><td colspan=3>COVERED SERVICES</td></tr><tr><td>97550</td><td>One</td><td>40.00</td></tr><tr><td>97551</td><td>More</td><td>20.00</td></tr><tr><td colspan=3>NON-COVERED SERVICES</td></tr><tr><td>97552</td><td>Group</td><td></td></tr></table>
begin end open | 97550=C from[97550]=2025-07-01 | <table><tr><td>Code</td><td>Rate</td><td>Eff</td><td>Term</td></tr><tr><td>97550</td><td>40.00</td><td>07/01/2025</td><td>12/31/9999</td></tr></table>
"""


def tables() -> list[list[str]]:
    return [[part.strip() for part in line.split(" | ", 2)] for line in TABLES.strip().split("\n")]


@pytest.mark.parametrize(("spec", "html"), [t[1:] for t in tables()], ids=[t[0] for t in tables()])
def test_a_table(spec: str, html: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    html = html.replace("\\n", "\n")  # lines of text set as typed
    path.write_text(f"<html><body><h1>Provider reference</h1>{html}</body></html>", "utf-8")
    found = scan(path)
    assert not found.contradictions
    for code, letters in re.findall(r"(?<!\[)\b([A-Z]?\d{4,5})=([CKNBU]+)", spec):
        told = {m.status for m in found.mentions if m.code == code}
        assert told and told - {None} <= {MEANING[x] for x in letters}
        assert "U" in letters or told != {None}
    for field, code, value in re.findall(r"(PA|from|to|rate)\[(\w+)\]=([\w.-]+)", spec):
        name = {"PA": "prior_auth", "from": "effective_from", "to": "effective_to", "rate": "rate_usd"}[field]
        assert {str(getattr(m, name)) for m in found.mentions if m.code == code} == {value}
