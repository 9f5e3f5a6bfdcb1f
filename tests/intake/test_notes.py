"""The privacy screen on notes of our own: what must be found, what must be left alone, and that it never slows down."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.intake.notes import explain, find

OFFICE_TALK = [  # names that only their place gives away: clipped, in capitals, in lower case, words that are names too
    ("refiled whitfield w/ GP mod, denied again", "whitfield"),
    ("REBILLED GUTIERREZ, SAME DENIAL", "GUTIERREZ"),
    ("pls pull Castellano eob", "Castellano"),
    ("the McAllister case is like the others", "McAllister"),
    ("Quintero/97551/CO97/appeal sent", "Quintero"),
    ("Denial for Gertrude Hargrove came in, CO-50", "Gertrude Hargrove"),
    ("PRICE, DOT 97551 denied", "PRICE, DOT"),
    ("grace denied again, 97550 co-97", "grace"),
    ("Young 97550 no auth on file", "Young"),
    ("June (pt) and spouse trained together", "June"),
    ("mother of dean was trained", "dean"),
    ("mom=pearl, dad=curtis", "pearl"),
    ("caregiver - ruby", "ruby"),
    ("wife is may", "may"),
    ("sister April flew in for training, denied", "April"),
    ("training provided to dtr grant, denied pr-204", "grant"),
    ("marks daughter was trained by ot", "marks"),
    ("mr fields called twice about the bill", "fields"),
    ("pt K - mom trained, denied", "K"),
    ("ZB denied again, same as last time", "ZB"),
    ("everyone calls him skeeter, wife was trained", "skeeter"),
    ("Hi, this is Rosalba, calling about my dad's bill", "Rosalba"),
    ("portal msg: got a bill for the training. Thanks, Hyacinth", "Hyacinth"),
    ("Amadou, the night aide, was the one trained", "Amadou"),
    ("any update on nguyen", "nguyen"),
    ("policy number U1405180-03 for the pt, denied", "U1405180-03"),
    ("send eob to PO Box 5292 - pt's home addr", "PO Box 5292"),
    ("two doors down from 897 Cedar, home visit", "897 Cedar"),
    ("From Yakima, mom drives in every week", "Yakima"),
    ("pt (92) lives w/ son", "92"),
    ("06022026 dos denied", "06022026"),
    ("works for the city of Yakima, plan denied", "Yakima"),
]
NO_NAMES = [  # the same places without anybody in them
    "will appeal w/ notes, may take 45 days", "hope they fix this, grace period over", "mark as denied, no bill to pt",
    "Bill patient? PR-204 says yes, contract says no", "chase payer for reason, none given", "summer was quiet, fall had 9 denials",
    "june and july paid, august denied all", "Price too low, contract rate 50", "case closed by payer, no explanation",
    "mom asked if she owes, told no", "cg is dtr, not present w/ pt, per code ok", "R TKA pt, dtr trained, paid",
    "NGS J6 pays 97550 fine", "UMR, HAP and GEHA deny", "Rep gave name April, said appeal within 180 days",
    "10th visit limit applies to combined therapy", "policy effective June 1, 2025 excludes 97550", "same as last month",
    "any update on the appeal", "pls pull claim notes", "group 97552 denied", "AIM / Carelon no review needed",
    "mail appeals to PO Box 30432, Salt Lake City UT 84130", "medical policy MP-1043 lists code as not reimbursed",
]  # fmt: skip
PRIVATE = [  # (note, what must be touched, as which type)
    ("Denied CO-50 for Winifred Okonjo, appealed.", "Winifred Okonjo", "patient_name"),
    ("pt wq had 3 units of 97551 cut", "wq", "patient_name"),
    ("Mr. Halvorsen called about the EOB", "Halvorsen", "patient_name"),
    ("Bello, Ngozi - 97550 x1 denied", "Bello, Ngozi", "patient_name"),
    ("A. Fitzgerald came twice, second visit bundled", "A. Fitzgerald", "patient_name"),
    ("Grace was here again, her aide cannot lift her, PR-204", "Grace", "patient_name"),
    ("the hargrove family wants to appeal", "hargrove", "patient_name"),
    ("hargrove's son was trained, not a benefit", "hargrove", "patient_name"),
    ("Dave T. switched plans", "Dave T.", "patient_name"),
    ("Caregiver Inez Duarte attended without the patient", "Inez Duarte", "caregiver_name"),
    ("Josie (wife) did the teach back", "Josie", "caregiver_name"),
    ("trained frank on the lift, denied", "frank", "caregiver_name"),
    ("DOB 02/29/1948, denied twice", "02/29/1948", "dob"),
    ("born June 9th 1951", "June 9th 1951", "dob"),
    ("seen 3/18/25, nothing paid", "3/18/25", "exact_date"),
    ("remit of the twelfth of May shows CO-96", "twelfth of May", "exact_date"),
    ("Claim denied on 2025-02-11", "2025-02-11", "exact_date"),
    ("ssn on the form was 900-44-1234", "900-44-1234", "ssn"),
    ("last four of her social 8812", "8812", "ssn"),
    ("MRN: 0093321", "0093321", "mrn"),
    ("chart # K-2219 has the consent", "K-2219", "mrn"),
    ("Member ID ZZQ004417723 termed", "ZZQ004417723", "member_id"),
    ("1EG4-TE5-MK72 is not eligible", "1EG4-TE5-MK72", "member_id"),
    ("ICN 2025077001234 bundled", "2025077001234", "claim_number"),
    ("auth no. AX-55120 on file, still CO-197", "AX-55120", "claim_number"),
    ("call her daughter at (614) 555-0123", "(614) 555-0123", "phone"),
    ("write to j.okonjo@example.org", "j.okonjo@example.org", "email"),
    ("home visit at 88 Larkspur Lane denied, POS 12", "88 Larkspur Lane", "street_address"),
    ("zip is 45601 on the claim", "45601", "zip5"),
    (
        "see https://portal.example.com/member?id=55120",
        "https://portal.example.com/member?id=55120",
        "url_portal_with_id",
    ),
    ("She is 94 and frail", "94", "age_over_89"),
    ("he turned ninety-one", "ninety-one", "age_over_89"),
    ("patient account 77123-04 went to self pay", "77123-04", "account_number"),
    ("ramp van plate HJT 4412", "HJT 4412", "device_or_plate"),
    ("mother of Linnea Bratt asked again", "Linnea Bratt", "patient_name"),
    ("Faith lost her job, so the plan ended", "Faith", "patient_name"),
    ("KW - same denial", "KW", "patient_name"),
    ('goes by "Skeeter", look him up', "Skeeter", "patient_name"),
    ("dob 06 11 1949 does not match", "06 11 1949", "dob"),
    ("dos 061125 denied", "061125", "exact_date"),
    ("visits on 4/3 and 4/10 not paid", "4/10", "exact_date"),
    ("claim ending 8841 is still open", "8841", "claim_number"),
    ("4417 22 93 is her chart", "4417 22", "mrn"),
    ("lives on Pleasant Hollow Rd with her son", "Pleasant Hollow Rd", "street_address"),
    ("a hundred and two and still at home", "hundred and two", "age_over_89"),
    ("He works at Ridgeline Sawmill, self funded", "Ridgeline Sawmill", "other"),
    ("goes to Birchwood Elementary, teacher joined", "Birchwood Elementary", "other"),
]
CLEAN = [
    "CO-96 N425 on 97550 and 97551 x2, modifiers GO KX, POS 11, $52.10.",
    "Policy effective 01/01/2025 bundles 97550 into 97530.",
    "Bulletin of March 3, 2025: payable for dates of service on or after 04/01/2025.",
    "Webinar on 2/12/2025 said so.",
    "Rep Denise at Humana says prior auth is needed.",
    "Called 1-800-555-0100, provider services, general policy question, no claim. Ref 8827345.",
    "Appeals go to PO Box 14079, Lexington, KY 40512.",
    "Molina and Kaiser pay, Anthem does not.",
    "Parkinson disease, Berg Balance and Zarit Burden Interview attached.",
    "Wife, age 72, trained in Hoyer lift transfers.",
    "Timely filing is 90 days; 92 of 115 lines denied, max 95 minutes.",
    "Will resubmit with GO, mark it as corrected; May pays, April did not.",
    "Talked to Luis w/ Aetna provider services, he quoted the policy.",
    "Send reconsiderations to 4300 Corporate Center Dr, Suite 100, Louisville, KY 40223.",
    "Reference # 5520187 was a general benefits inquiry, not tied to any claim.",
    "St. Luke's Health Plan, Martin's Point and Oscar differ.",
    "PATIENT DENIED 97550 PER HUMANA REP, WILL APPEAL, POLICY EFFECTIVE 01/01/2025",
    "Our NPI 1234567893 and TIN 12-3456789 were right.",
    "Dr. Patel and A. Romero, OTR/L signed the plan of care.",
    "Payer ID 60054, LCD L33631, contract 7712, plan H5216-034.",
    "2/3 of our denials come from one plan, 12 of 40 lines in Q4 2024.",
    "Denied again. Will bill 97535 instead; may appeal in March.",
    "patient denied, mom and dad trained, son not present",
    "See https://www.cms.gov/medicare/physician-fee-schedule for the status.",
    "",
]


@pytest.mark.parametrize(("note", "private", "kind"), PRIVATE)
def test_found(note: str, private: str, kind: str) -> None:
    start = note.index(private)
    touching = [f for f in find(note) if f[0] < start + len(private) and start < f[1]]
    assert kind in {f[2] for f in touching}, find(note)


@pytest.mark.parametrize("note", CLEAN)
def test_left_alone(note: str) -> None:
    assert [note[a:b] for a, b, _ in find(note)] == []


FILLER = st.lists(
    st.sampled_from(
        ["denied", "again", "by", "the", "plan", "with", "CO-96", "and", "N425", "for", "97550", "x2", "we", "appealed"]
    ),
    max_size=12,
).map(" ".join)
INSERTED = [
    ("SSN 9##-##-####", "ssn"),
    ("MRN #######", "mrn"),
    ("her cell 614-555-01##", "phone"),
    ("seen on 0#/1#/2025", "exact_date"),
    ("DOB 0#/2#/195#", "dob"),
    ("member ID XQ#######", "member_id"),
    ("claim no. ##########", "claim_number"),
    ("jo.b##@example.net", "email"),
]


@settings(max_examples=150)
@given(FILLER, FILLER, st.sampled_from(INSERTED), st.data())
def test_found_wherever_it_stands(before: str, after: str, inserted: tuple[str, str], data: st.DataObject) -> None:
    pattern, kind = inserted
    value = "".join(data.draw(st.sampled_from("123456789")) if c == "#" else c for c in pattern)
    note = f"{before}. {value}. {after}"
    place = len(before) + 2
    assert any(kind == k and place <= a < place + len(value) for a, _, k in find(note)), (note, find(note))


@settings(max_examples=150)
@given(st.text(max_size=200))
def test_any_text_gives_findings_in_order_inside_it(text: str) -> None:
    end = 0
    for start, stop, kind in find(text):
        assert end <= start < stop <= len(text)
        assert explain(kind)
        end = stop


def test_a_long_note_is_quick() -> None:
    mixed = " ".join(n for n, _, _ in PRIVATE) + " ".join(CLEAN)
    for text in [mixed, "A. ", "1 ", "claim # ", "a-", "Ann ", "\n", "*"]:
        note = (text * (20_000 // len(text) + 1))[:20_000]
        start = time.perf_counter()
        find(note)
        assert time.perf_counter() - start < 3, text[:20]  # about a tenth of a second on one idle core


def test_outside_notes(samples: Path) -> None:
    caught = alarms = private = clean = 0
    for line in (samples / "phi" / "notes.jsonl").read_text("utf-8").splitlines():
        note = json.loads(line)
        kinds = {label["type"] for label in note["phi"]} - {"provider_name"}
        found = bool(find(note["text"]))
        private, clean = private + bool(kinds), clean + (not note["phi"])
        caught, alarms = caught + (bool(kinds) and found), alarms + (not note["phi"] and found)
    assert caught >= 0.95 * private
    assert alarms <= 0.05 * clean


@pytest.mark.parametrize(("note", "value"), OFFICE_TALK)
def test_what_the_talk_of_an_office_gives_away(note: str, value: str) -> None:
    start = note.index(value)
    assert any(a < start + len(value) and start < b for a, b, _ in find(note)), note


@pytest.mark.parametrize("note", NO_NAMES)
def test_the_talk_of_an_office_without_a_name(note: str) -> None:
    assert find(note) == []


@pytest.mark.parametrize("end", ["mom of", "wife of ", "pt", "Mr.", "dtr,", "thanks,", "this is", "name of pt"])
def test_a_note_may_end_anywhere(end: str) -> None:
    find(f"Denied again, {end}")
