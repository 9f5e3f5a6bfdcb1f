"""Kinds of documents with habits of their own: keys of signs, chats, retired policies, printed frames, minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from tracker.intake.documents import Mention, Scan, scan

CASES: list[tuple[str, str, str, dict[str, object]]] = [
    (
        "signs in brackets explained in a key, two products of one line of business",
        "<p>Key: (*) a benefit (x) no benefit (#) part of another payment (?) ask for approval first</p><table><tr><th>Service</th>"
        "<th>HMO</th><th>PPO</th></tr><tr><td>97550</td><td>(*) (?)</td><td>(x)</td></tr></table>",
        "97550",
        {"status": {"covered_with_conditions", "not_covered"}, "prior_auth": {"yes", "unknown"}},
    ),
    (
        "bare signs, one made of two characters",
        "<p>✓ paid &nbsp; ✓* paid with prior approval &nbsp; ✗ not paid</p><table><tr><th>Code</th><th>Marketplace</th><th>Medicaid</th></tr>"
        "<tr><td>97551</td><td>✓*</td><td>✗</td></tr></table>",
        "97551",
        {"status": {"covered_with_conditions", "not_covered"}},
    ),
    (
        "numbers explained under the column's name",
        "<p>Benefit class: 1 we pay the listed amount. 5 we pay nothing, not a benefit.</p><table><tr><th>Code</th><th>Benefit class</th></tr>"
        "<tr><td>97552</td><td>5</td></tr></table>",
        "97552",
        {"status": {"not_covered"}},
    ),
    (
        "first and last code of a range in two columns",
        "<h1>Services that are not covered</h1><table><tr><th>First code</th><th>Last code</th><th>Reason</th></tr>"
        "<tr><td>97545</td><td>97560</td><td>not a benefit</td></tr></table>",
        "97551",
        {"status": {"not_covered"}},
    ),
    (
        "a rule above the rows",
        "<p>From May 1, 2026 the plan pays for three services. No approval is needed for any of them.</p><table><tr><th>Code</th><th>Fee</th></tr>"
        "<tr><td>97550</td><td>$40.00</td></tr></table>",
        "97550",
        {"status": {"covered"}, "prior_auth": {"no"}, "effective_from": {"2026-05-01"}},
    ),
    (
        "a title with a negator",
        "<h2>Group 4: never reimbursable</h2><ul><li>97552 - several families</li></ul>",
        "97552",
        {"status": {"not_covered"}},
    ),
    (
        "an entry that says it depends takes nothing from the list's title",
        "<h1>Prior authorization look-up</h1><table><tr><th>Code</th><th>Result</th></tr><tr><td>97550</td><td>Call us</td></tr></table>",
        "97550",
        {"status": {None}, "prior_auth": {"unknown"}},
    ),
    (
        "a motion decides nothing",
        "<p>A proposal to reimburse 97550 was referred to the medical director.</p>",
        "97550",
        {"status": {None}},
    ),
    (
        "a mended edit states nothing",
        "<p>The system edit that rejected 97550 has been corrected.</p>",
        "97550",
        {"status": {None}},
    ),
    (
        "reported speech",
        "<p>A member asked whether 97550 could be billed. The director replied that it has been covered since March 1, 2026.</p>",
        "97550",
        {"status": {"covered"}, "effective_from": {"2026-03-01"}},
    ),
    (
        "the date of somebody else's schedule is not the first day",
        "<p>Reimbursement for 97550 is 90 percent of the Medicare fee schedule in effect on January 1, 2025.</p>",
        "97550",
        {"status": {"covered"}, "effective_from": {None}},
    ),
    (
        "not required after the noun",
        "<p>We pay for 97550 and 97551. Approval in advance is not required for these two services.</p>",
        "97551",
        {"prior_auth": {"no"}},
    ),
    (
        "approval as a condition",
        "<p>97550 is covered when prior authorization has been granted.</p>",
        "97550",
        {"status": {"covered_with_conditions"}, "prior_auth": {"yes"}},
    ),
    (
        "a conditional entry",
        "<table><tr><th>Code</th><th>Coverage</th></tr><tr><td>97550</td><td>If criteria are met</td></tr></table>",
        "97550",
        {"status": {"covered_with_conditions"}},
    ),
    (
        "a retired policy has a last day",
        "<h1>Policy 7</h1><p>Effective 02/01/2024. Retired 12/31/2025.</p><p>97550 is not covered.</p>",
        "97550",
        {"status": {"not_covered"}, "effective_to": {"2025-12-31"}},
    ),
    (
        "a look-up for authorization: yes under a product's name is no coverage",
        "<h1>Which codes need authorization?</h1><table><tr><th>Code</th><th>CHIP</th><th>Medicaid</th></tr>"
        "<tr><td>97550</td><td>Yes</td><td>No</td></tr></table>",
        "97550",
        {"status": {None}, "prior_auth": {"yes", "no"}},
    ),
    (
        "yes under a product's name where nothing is asked",
        "<h1>Therapy codes</h1><table><tr><th>Code</th><th>CHIP</th><th>Medicaid</th></tr><tr><td>97550</td><td>Yes</td><td>No</td></tr></table>",
        "97550",
        {"status": {None}, "prior_auth": {"unknown"}},
    ),
    (
        "columns known by their entries",
        "<table><tr><th>Codes</th><th>At home</th><th>In school</th></tr><tr><td>97550</td><td>Covered</td><td>Not covered</td></tr>"
        "<tr><td>97110</td><td>Covered</td><td>Covered</td></tr></table>",
        "97550",
        {"status": {"covered", "not_covered"}, "line_of_business": {"At home", "In school"}},
    ),
    (
        "off the list of what is not paid",
        "<p>We took 97551 off our list; it was removed from our non-covered codes on May 1, 2026.</p>",
        "97551",
        {"status": {"covered"}, "effective_from": {"2026-05-01"}},
    ),
    (
        "old wording in an instruction to change a manual",
        "<p>DELETE: “97550 is excluded.”</p><p>ADD: “97550 is a covered benefit.”</p>",
        "97550",
        {"status": {"covered"}},
    ),
    (
        "an elliptic answer",
        "<p>Which training codes are payable?</p><p>97550 is, as of today.</p>",
        "97550",
        {"status": {"covered"}},
    ),
    (
        "approval said below what is not paid speaks of what is paid",
        "<p>97550 is covered.</p><p>97552 is not covered.</p><p>Service authorization is required.</p>",
        "97552",
        {"status": {"not_covered"}, "prior_auth": {"unknown"}},
    ),
    (
        "a rule on something else is not taken over",
        "<p>97550 is covered. Emergency care needs no referral and no approval beforehand.</p>",
        "97550",
        {"prior_auth": {"unknown"}},
    ),
    (
        "codes parted by semicolons share the sentence",
        "<p>Fees: 97550 $40.00; 97551 $20.00 are paid for each unit. Not payable under the agreement: 97552; 96202.</p>",
        "96202",
        {"status": {"not_covered"}},
    ),
    (
        "a plan year whose first day has no year",
        "<h1>Benefits</h1><p>Plan year March 1 through December 31, 2026</p><p>97550 is covered.</p>",
        "97550",
        {"effective_from": {"2026-03-01"}, "effective_to": {"2026-12-31"}},
    ),
    (
        "a negator of another verb",
        "<p>97550: HMO plans are not affected and continue to cover the code.</p>",
        "97550",
        {"status": {"covered"}},
    ),
    (
        "hearsay",
        "<p>We were told that 97550 is covered.</p>",
        "97550",
        {"status": {None}},
    ),
    (
        "the kind of list in the column beside the codes",
        "<table><tr><th>Group</th><th>Codes</th></tr><tr><td>Not separately payable</td><td>G0541, 97010</td></tr>"
        "<tr><td>Covered when medically necessary</td><td>97550, 97110</td></tr></table>",
        "G0541",
        {"status": {"bundled"}},
    ),
    (
        "the rate that has ended beside the one that has begun",
        "<table><tr><th>Code</th><th>Rate through 2026-06-30</th><th>Rate from 2026-07-01</th></tr>"
        "<tr><td>97550</td><td>45.00</td><td>47.50</td></tr></table>",
        "97550",
        {"rate_usd": {47.5}, "effective_from": {"2026-07-01"}},
    ),
    (
        "a question as a heading, answered with a day",
        "<h2>When did coverage of 97550 begin?</h2><p>July 1, 2026.</p>",
        "97550",
        {"effective_from": {"2026-07-01"}},
    ),
    (
        "all other members are a product of their own",
        "<p>For Medicaid members, 96202 is covered. For all other members this code is a non-covered service.</p>",
        "96202",
        {"status": {"covered", "not_covered"}},
    ),
]


def _scan(path: Path, content: str) -> Scan:
    path.write_text(content, encoding="utf-8")
    return scan(path)


def _of(found: Scan, code: str) -> list[Mention]:
    return [m for m in found.mentions if m.code == code]


@pytest.mark.parametrize(("html", "code", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_a_page_says(html: str, code: str, wanted: dict[str, set[object]], tmp_path: Path) -> None:
    found = _of(_scan(tmp_path / "page.html", f"<html><body>{html}</body></html>"), code)
    for field, values in wanted.items():
        assert {getattr(m, field) for m in found} == values


def test_products_of_one_line_of_business_contradict_nothing(tmp_path: Path) -> None:
    rows = "<tr><td>97550</td><td>Yes</td><td>No</td></tr>"
    html = f"<table><tr><th>Code</th><th>Covered: HMO</th><th>Covered: PPO</th></tr>{rows}</table>"
    found = _scan(tmp_path / "page.html", f"<html><body>{html}</body></html>")
    assert {m.status for m in found.mentions} == {"covered", "not_covered"}
    assert not found.contradictions


def test_a_chat_is_read_turn_by_turn(tmp_path: Path) -> None:
    chat = (
        "[09:00] You: Is 97550 covered? and 97552?\n[09:01] Agent Lee: One moment.\n"
        "[09:03] Agent Lee: 97550 is payable. No authorization is needed for it.\n[09:04] You: since when?\n"
        "[09:04] Agent Lee: Since 05/01/2026.\n[09:05] You: and 97552?\n[09:06] Agent Lee: 97552 is a non-covered service.\n"
    )
    found = _scan(tmp_path / "chat.txt", chat)
    first = next(m for m in _of(found, "97550") if m.status)
    assert (first.status, first.prior_auth, first.effective_from) == ("covered", "no", "2026-05-01")
    assert {m.status for m in _of(found, "97552")} - {None} == {"not_covered"}


def test_a_framed_notice_keeps_its_sentence_together(tmp_path: Path) -> None:
    notice = (
        "NPI 0000097552\n" + "*" * 50 + "\n*  NOTICE TO PRACTICES  *\n" + "*" * 50 + "\n"
        "WITH SERVICE DATES MAY 1, 2026 AND LATER, LINES WITH G0541,\nG0542 OR G0543 WILL DENY.\n"
    )
    found = _scan(tmp_path / "notice.txt", notice)
    assert {m.code for m in found.mentions} == {"G0541", "G0542", "G0543"}
    assert {(m.status, m.effective_from) for m in found.mentions} == {("not_covered", "2026-05-01")}


def test_columns_of_blanks_below_a_legend(tmp_path: Path) -> None:
    text = (
        "BOARD FEE SCHEDULE\nApplies to services rendered on or after April 15, 2026\n"
        "NC = not covered    *P = approval needed first    BR = by report\n\n"
        "CODE    LABEL                   MAXIMUM FEE   NOTE\n"
        "97110   exercise                      30.00\n97140   manual work                   31.00   *P\n"
        "97550   training                      61.20   *P\n97552   training, group                  NC\n"
    )
    found = _scan(tmp_path / "fees.txt", text)
    one, group = _of(found, "97550")[0], _of(found, "97552")[0]
    assert (one.prior_auth, one.rate_usd, one.effective_from) == ("yes", 61.2, "2026-04-15")
    assert (group.status, group.effective_from) == ("not_covered", "2026-04-15")


def test_upright_headings_name_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "upright.pdf"
    page = canvas.Canvas(str(path), pagesize=letter)
    page.drawString(60, 740, "Coverage: Y covered, N not covered. Effective March 1, 2026.")
    for x, head in ((66, "Procedure code"), (146, "Covered"), (226, "Prior authorization")):
        page.saveState()
        page.translate(x + 20, 600)
        page.rotate(90)
        page.drawString(0, 0, head)
        page.restoreState()
    for n, row in enumerate((("97110", "Y", "N"), ("97550", "Y", "Y"), ("97552", "N", ""))):
        for x, cell in zip((62, 142, 222), row, strict=True):
            page.drawString(x + 4, 584 - 20 * n, cell)
    for x in (60, 140, 220, 300):
        page.line(x, 720, x, 538)
    for y in (720, 598, 578, 558, 538):
        page.line(60, y, 300, y)
    page.save()
    found = scan(path)
    assert [(m.status, m.prior_auth) for m in _of(found, "97550")] == [("covered_with_conditions", "yes")]
    assert [m.status for m in _of(found, "97552")] == ["not_covered"]


def test_a_heading_does_not_mix_the_lines_of_the_next_column(tmp_path: Path) -> None:
    path = tmp_path / "columns.pdf"
    style = getSampleStyleSheet()
    frames = [Frame(54 + n * 261, 54, 243, 684, 0, 0, 0, 0) for n in (0, 1)]
    document = BaseDocTemplate(str(path), pagesize=letter)
    document.addPageTemplates([PageTemplate("two", frames)])
    filler = (
        "Directories are checked every ninety days and practices confirm their address with the network office. " * 40
    )
    told = (
        "Do not send us 97552: the system will refuse it, since sessions for groups are no benefit of this plan at all."
    )
    document.build(
        [
            Paragraph("Network news", style["Heading1"]),
            Paragraph(filler, style["BodyText"]),
            Paragraph(told, style["BodyText"]),
        ]
    )
    passage = scan(path).mentions[0].passage
    assert passage.split()[:5] == ["Do", "not", "send", "us", "97552:"]


def test_two_tables_side_by_side_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = "<tr><td>97110</td><td>30.00</td><td>97550</td><td>51.00</td></tr><tr><td>97112</td><td>31.00</td><td>97552</td><td>NC</td></tr>"
    html = f"<p>NC: not covered</p><table><tr><th>Code</th><th>Fee</th><th>Code</th><th>Fee</th></tr>{rows}</table>"
    found = _scan(tmp_path / "page.html", f"<html><body>{html}</body></html>")
    assert [(m.status, m.rate_usd) for m in _of(found, "97550")] == [("covered", 51.0)]
    assert [m.status for m in _of(found, "97552")] == ["not_covered"]


def test_a_stock_number_is_no_code(tmp_path: Path) -> None:
    html = (
        "<p>Equipment</p><table><tr><th>Item</th><th>Stock no.</th></tr><tr><td>Walker</td><td>97552</td></tr></table>"
    )
    assert _scan(tmp_path / "page.html", f"<html><body>{html}</body></html>").silent


def test_what_an_answer_quotes_states_nothing(tmp_path: Path) -> None:
    mail = "From: a@payer.example\nTo: b@clinic.example\nSubject: codes\n\n97550 is covered.\n\n> Is 97552 covered? It says 97552 is not covered.\n"
    found = _scan(tmp_path / "mail.eml", mail)
    assert {m.status for m in _of(found, "97550")} == {"covered"}
    assert {m.status for m in _of(found, "97552")} == {None}


CLOSE = """PROC   MOD  NON-FAC    FAC   PA EFF-DATE   STAT
97550  GP     38.20  35.10   N  20260101   A
97551  GP     17.10  16.00   Y  20260101   A
97552          0.00   0.00   N  20260101   N
STAT: A = ACTIVE, PAYABLE  N = NON-COVERED
"""


def test_columns_of_blanks_with_one_blank_between_two_known_headings(tmp_path: Path) -> None:
    path = tmp_path / "fees.txt"
    path.write_text(CLOSE, "utf-8")
    told = [(m.code, m.status, m.prior_auth, m.effective_from, m.rate_usd) for m in scan(path).mentions]
    assert told == [
        ("97550", "covered", "no", "2026-01-01", 38.2),
        ("97551", "covered_with_conditions", "yes", "2026-01-01", 17.1),
        ("97552", "not_covered", "unknown", "2026-01-01", None),
    ]
