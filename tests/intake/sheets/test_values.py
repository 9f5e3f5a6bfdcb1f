"""The spellings of the field, as tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.intake.sheets import codes, dates, header, identity, reasons, values
from tracker.vocabulary import Outcome


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("1/24/25", (2025, 1)), ("6 Feb 2025", (2025, 2)), ("February 2025", (2025, 2)), ("20250210", (2025, 2)), ("45712", (2025, 2)),
        ("2025-03-01 12:30:00", (2025, 3)), ("3/14/2025 7:15 PM", (2025, 3)), ("Mar 14, 2025", (2025, 3)), ("march, 2025", (2025, 3)),
        ("Feb-Mar 2025", (2025, 2)), ("05-Aug-2025", (2025, 8)), ("3/14/2025 - 4/20/2025", (2025, 3)), ("Jan-25", (2025, 1)),
        ("March '25", (2025, 3)), ("2025/03", (2025, 3)), ("Fri, Mar 14, 2025", (2025, 3)), ("3/14-3/20/2025", (2025, 3)),
        ("2025-03-01T00:00:00Z", (2025, 3)), ("14th of March 2025", (2025, 3)), ("03142025", (2025, 3)), ("12/28/2024-1/3/2025", (2024, 12)),
        ("15 de marzo de 2025", (2025, 3)), ("Sat 7/4/2026, 8:30 AM - 9:00 AM", (2026, 7)), ("3/2/2026 8am to 9am", (2026, 3)),
        ("Mar 2 2026 at 3 pm", (2026, 3)), ("March 12, 2025, from 2:00 to 3:00 pm", (2025, 3)), ("3/2/26 8:30a-9:00a", (2026, 3)), ("2025-03-10 - 2025-03-14", (2025, 3)), ("20250310-20250312", (2025, 3)),
    ],
)  # fmt: skip
def test_dates_in_every_spelling(text: str, month: tuple[int, int]) -> None:
    assert dates.read(text).us == month


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "blank"), ("n/a", "blank"), ("spring 2025", "season"), ("Q1 2025", "season"), ("13/45/2025", "not_a_date"), ("31/11/2025", "not_a_date"),
        ("2/30/2025", "not_a_date"), ("I do not remember", "not_a_date"), ("#REF!", "not_a_date"), ("3/14", "no_year"), ("5/1/2025; 6/1/2025", "several"),
    ],
)  # fmt: skip
def test_what_is_no_month_says_why(text: str, why: str) -> None:
    assert dates.read(text).why == why


def test_the_column_settles_the_order_of_day_and_month() -> None:
    assert dates.day_first(["03/04/2025", "25/04/2025"]) == (True, False)
    assert dates.day_first(["03/04/2025", "04/25/2025"]) == (False, False)
    assert dates.day_first(["03/04/2025"]) == (False, False)
    assert dates.day_first(["25/04/2025", "04/25/2025"])[1]
    assert dates.month_of(dates.read("03/04/2025"), eu=True) == (2025, 4)


def test_a_year_from_the_heading_completes_a_date() -> None:
    assert dates.read("3/14", 2025).us == (2025, 3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("97550", [("97550", (), None)]), ("97,550", [("97550", (), None)]), ("97550.0", [("97550", (), None)]), ("97550-GP", [("97550", ("GP",), None)]),
        ("CPT 97550 / 97551", [("97550", (), None), ("97551", (), None)]), ("G0543-GP,95", [("G0543", ("GP", "95"), None)]),
        ("97550:GP:KX", [("97550", ("GP", "KX"), None)]), ("97550 GPKX", [("97550", ("GP", "KX"), None)]), ("97550-59", [("97550", ("59",), None)]),
        ("97550 x2", [("97550", (), 2)]), ("2 x 97550", [("97550", (), 2)]), ("97550/51", [("97550", (), None), ("97551", (), None)]),
        ("97550, first 30 minutes, 97551, each further 15 minutes", [("97550", (), None), ("97551", (), None)]),
        ("HC:97550:GO", [("97550", ("GO",), None)]), ("g 0539", [("G0539", (), None)]), ("97550<br />97551", [("97550", (), None), ("97551", (), None)]),
        ("96202.GP.95", [("96202", ("GP", "95"), None)]), ("97550 w/ GO/KX", [("97550", ("GO", "KX"), None)]), ("G0543 - GP 95 x 1", [("G0543", ("GP", "95"), 1)]),
        ("97550 GP 59.95", [("97550", ("GP",), None)]), ("97550 95 x", [("97550", (), None)]), ("97551 with GN", [("97551", ("GN",), None)]),
        ("97550, 97110", [("97550", (), None)]), ("97110", []),
    ],
)  # fmt: skip
def test_codes_in_every_spelling(text: str, found: list[tuple[str, tuple[str, ...], int | None]]) -> None:
    assert [tuple(i) for i in codes.read(text).items] == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("97550-97552", "range"),
        ("G0539 thru G0543", "range"),
        ("9755O", "look_alike"),
        ("", "blank"),
        ("caregiver", "not_a_code"),
    ],
)
def test_codes_that_must_be_asked_about(text: str, why: str) -> None:
    assert codes.read(text).why == why


@pytest.mark.parametrize(
    ("text", "flats"),
    [
        ("CO-45:88.35; CO-151:42.16", ["CO-45", "CO-151"]), ("CO 96 N130", ["CO-96", "N130"]), ("co-234 / N20", ["CO-234", "N20"]), ("204 N130", ["204", "N130"]),
        ("CO-45 CO-B15 (N122)", ["CO-45", "CO-B15", "N122"]), ("CO/97", ["CO-97"]), ("PI50", ["PI-50"]), ("CO-45, 97", ["CO-45", "CO-97"]),
        ("denied as CO-96 with N130", ["CO-96", "N130"]), ("PR 1 $20.00, CO-45 $10", ["PR-1", "CO-45"]), ("Contractual Obligation 45", ["CO-45"]),
        ("97 CO w/ N390", ["CO-97", "N390"]), ("Group CO reason 8 / N95", ["CO-8", "N95"]), ("group CO, CARC 181, RARC N56", ["CO-181", "N56"]), ("CO;B7", ["CO-B7"]),
        ("CAS*CO*45*45.9**58*39.1~CAS*PR*3*20~", ["CO-45", "CO-58", "PR-3"]), ("CO*45*45.9**96*39.1", ["CO-45", "CO-96"]), ("['N216', 'M15']", ["N216", "M15"]),
        ("045", ["45"]), ("96.0", ["96"]), ("96 - not covered by plan 2 times", ["96"]), ("call 1-800-555-0100", []), ("Missing info", []), ("not sure", []),
    ],
)  # fmt: skip
def test_reasons_in_every_spelling(text: str, flats: list[str]) -> None:
    assert list(reasons.read(text)) == flats


def test_groups_from_another_cell() -> None:
    assert reasons.join(("CO",), ("96", "N130")) == ("CO-96", "N130")
    assert reasons.join(("CO", "PR"), ("45", "1")) == ("CO-45", "PR-1")
    assert reasons.read_groups("Patient Responsibility") == ("PR",)
    assert reasons.read_groups("CO (contractual)") == ("CO",)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Denied - work", Outcome.DENIED), ("no pay", Outcome.DENIED), ("not paid", Outcome.DENIED), ("refused", Outcome.DENIED), ("Denied, appealed", Outcome.DENIED),
        ("denied then paid on appeal", Outcome.DENIED), ("Paid $0", Outcome.DENIED), ("Denied the whole line", Outcome.DENIED), ("DN", Outcome.DENIED),
        ("Paid some units, denied the rest", Outcome.PARTLY_PAID), ("Partial pay", Outcome.PARTLY_PAID), ("Underpaid", Outcome.PARTLY_PAID), ("PP", Outcome.PARTLY_PAID),
        ("paid ok", Outcome.PAID), ("pd", Outcome.PAID), ("Approved", Outcome.PAID), ("Finalized/Payment", Outcome.PAID),
        ("It has not decided yet", Outcome.PENDING), ("In Process", Outcome.PENDING), ("waiting on payer", Outcome.PENDING), ("No decision yet", Outcome.PENDING),
        ("Short pay", Outcome.PARTLY_PAID), ("Satisfied", Outcome.PAID), ("Deductible not satisfied", None), ("Rejected (front end)", "front_end"), ("Voided", "void"), ("", None), ("Closed", None),
    ],
)  # fmt: skip
def test_outcomes_in_words(text: str, outcome: Outcome | str | None) -> None:
    assert values.outcome(text) == outcome


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1,234.50", "1234.50"),
        ("($11.64)", "-11.64"),
        ("1.234,50", "1234.50"),
        ("0,00", "0"),
        ("-5", "-5"),
        ("110", "110"),
    ],
)
def test_money_in_any_dress(text: str, amount: str) -> None:
    assert values.money(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "state"),
    [("TX", "TX"), ("tx", "TX"), ("Ohio", "OH"), ("El Paso Clinic, TX", "TX"), ("Portland, OR 97201", "OR"), ("West Virginia", "WV"),
     ("Tulsa, Oklahoma", "OK"), ("TX - Texas", "TX"), ("Washington, DC", "DC"), ("nowhere", None)],
)  # fmt: skip
def test_states(text: str, state: str | None) -> None:
    assert values.state(text) == state


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("PAT_MRN_ID", "member_id"), ("Denial Date", "other_date"), ("dosFrom", "date"), ("Group Code", "group"), ("Group Number", "member_id"), ("CPT4", "code"),
        ("ICD Code", "dx"), ("Claim | Date of | service", "date"), ("Payer decision | Line | status", "outcome"), ("Ins Pmt", "paid"), ("Ins Received", "paid"), ("Rec'd from insurance", "paid"), ("MOA / LQ", "remark"), ("payer_oth", "payer_other"), ("Denied (Y/N)", "denied_flag"),
        ("Patient full name", "patient"), ("Which health plan decided the claim? Please write its name.", "payer"),
    ],
)  # fmt: skip
def test_header_words(text: str, role: str) -> None:
    assert header.best(text)[0] == role


@pytest.mark.parametrize(
    "text", ["j.doe@example.org", "(404) 555-0141", "123-45-6789", "XJ12345678", "1EG4-TE5-MK73", "192.0.2.1"]
)
def test_identifiers_are_seen_in_innocent_columns(text: str) -> None:
    assert identity.private(text)


@pytest.mark.parametrize("text", ["2025-03-01", "97550", "CO-96", "Aetna", "110.00", "3/14/2025"])
def test_facts_are_not_taken_for_identifiers(text: str) -> None:
    assert not identity.private(text)


@pytest.mark.parametrize(
    ("text", "flag"),
    [("yes, all of it", True), ("Yes - in full", True), ("nope", False), ("no, none of it", False), ("yes, some", None), ("no, denied", None)],
)  # fmt: skip
def test_a_yes_with_stress_is_a_yes_and_one_with_a_limit_is_not(text: str, flag: bool | None) -> None:
    assert values.flag(text) is flag


def test_a_town_and_its_state_without_a_comma_count_only_where_a_place_is_named() -> None:
    assert values.state_of_place("Portland OR") == "OR"
    assert values.state("Group CO") is None


@pytest.mark.parametrize(
    ("text", "day"), [("11", 11), ("11th", 11), ("Tue 3", 3), ("0", None), ("32", None), ("1/2", None)]
)
def test_a_day_alone_in_its_cell(text: str, day: int | None) -> None:
    assert dates.day_number(text) == day


def test_signs_that_are_digits_and_no_numbers_are_no_dates_and_no_codes() -> None:
    """`²` is a digit to Python and cannot be turned into a number."""
    from tracker.intake.sheets import dates

    for text in ("457²0", "¹7550", "②⓪②⑤"):
        assert dates.read(text).why


def test_a_remark_of_four_digits_is_none() -> None:
    from tracker.intake import outcome
    from tracker.intake.sheets import reasons

    for text in ("N1234", "MA1301", "CO-97 N1234"):
        for flat in reasons.read(text):
            outcome.parse(flat)
