"""From a remittance to lines, as tables: what a claim in an 835 becomes, and each billed line counted once."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from tests.intake.made_835 import Clp, Pay, Svc, claims, remittance
from tracker.intake import x12_835
from tracker.intake.model import Batch
from tracker.vocabulary import DenialClass, Outcome

KEY = b"k" * 32
PAID, PARTLY, DENIED = Outcome.PAID, Outcome.PARTLY_PAID, Outcome.DENIED


def read(data: bytes, key: bytes = KEY) -> Batch:
    batch = x12_835.read(io.BytesIO(data), key=key, today=date(2026, 1, 15))
    assert batch.rows == len(batch.lines) + len(batch.problems) + len(batch.set_aside), (
        "every tracked line accounted for"
    )
    return batch


PAID_LINE = Svc(cas=("CO-45 20.00",))
DENIED_LINE = Svc(paid="0", cas=("CO-96 100.00",))

ONE_LINE = [
    # claim, outcome, reasons, why
    (Clp((PAID_LINE,)), PAID, ("CO-45",), "paid less the contract"),
    (Clp((DENIED_LINE,)), DENIED, ("CO-96",), "denied in a processed claim"),
    (Clp((DENIED_LINE,), status="4"), DENIED, ("CO-96",), "denied in a denied claim"),
    (Clp((Svc(paid="0", cas=("PR-96 100.00",)),)), DENIED, ("PR-96",), "not covered, the family's share"),
    (Clp((Svc(paid="0", cas=("PR-204 100.00",)),)), DENIED, ("PR-204",), "not in the plan, the family's share"),
    (Clp((Svc(paid="0", cas=("PR-1 100.00",)),)), PAID, ("PR-1",), "all to the deductible"),
    (Clp((Svc(paid="0"),), cas=("CO-96 100.00",)), DENIED, ("CO-96",), "the claim's reason, the line has none"),
    (Clp((Svc(paid="0", cas=("PR-1 100.00",)),), cas=("CO-96 1",)), PAID, ("PR-1",), "the line's own reason speaks"),
    (Clp((Svc(paid="100.00"),), cas=("CO-96 1",)), PAID, (), "paid in full: the claim's reason is not about it"),
    (Clp((Svc(paid="0", cas=("CO-45 40.00 97 60.00",)),)), DENIED, ("CO-45", "CO-97"), "two in one segment"),
    (Clp((Svc(paid="0", cas=("CO-45 40.00", "PR-96 60.00")),)), DENIED, ("CO-45", "PR-96"), "two segments"),
    (Clp((Svc(paid="0", cas=("CO-96 100.00",), remarks=("N130",)),)), DENIED, ("CO-96", "N130"), "reason and remark"),
    (Clp((Svc(paid="0", cas=("CO-16 100.00",)),), remarks=("MA130",)), DENIED, ("CO-16", "MA130"), "claim's remark"),
    (Clp((Svc(paid="40.00", cas=("CO-151 60.00",), units="1", billed_units="2"),)), PARTLY, ("CO-151",), "part"),
    (Clp((Svc(paid="80", cas=("CO-45 20.00 96 0",)),)), PAID, ("CO-45",), "an adjustment of nothing denies nothing"),
    (Clp((Svc(paid="0"),), status="4"), DENIED, (), "a denied claim that gives no reason"),
]


@pytest.mark.parametrize(("claim", "outcome", "reasons", "why"), ONE_LINE)
def test_one_line(claim: Clp, outcome: Outcome, reasons: tuple[str, ...], why: str) -> None:
    (line,) = read(claims(claim)).lines
    assert (line.outcome, line.reasons) == (outcome, reasons), why


STATUS = [
    # CLP02, kept, primary, why
    ("1", True, True, "processed as primary"),
    ("4", True, True, "denied"),
    ("19", True, True, "processed as primary and forwarded"),
    ("2", True, False, "secondary"),
    ("3", True, False, "tertiary"),
    ("20", True, False, "secondary and forwarded"),
    ("21", True, False, "tertiary and forwarded"),
    ("01", True, True, "a leading zero changes nothing"),
    ("23", False, False, "not this payer's claim"),
    ("25", False, False, "predetermination"),
    ("77", True, False, "unknown: kept, out of rates"),
    ("", True, False, "empty: kept, out of rates"),
]


@pytest.mark.parametrize(("status", "kept", "primary", "why"), STATUS)
def test_the_claim_status(status: str, kept: bool, primary: bool, why: str) -> None:
    batch = read(claims(Clp((DENIED_LINE,), status=status)))
    assert [line.primary for line in batch.lines] == ([primary] if kept else []), why
    assert len(batch.set_aside) == (0 if kept else 1)
    assert batch.totals is not None
    assert batch.totals.claims == 1


def test_an_unknown_status_is_told() -> None:
    assert any("CLP02" in note for note in read(claims(Clp(status="77"))).notes)


def test_the_fields_of_a_line() -> None:
    line = Svc(cas=("CO-45 20.00",), modifiers=("GP", "95"), units="2", day="20250310", code="97551")
    (got,) = read(remittance(Pay(claims=(Clp((line,), place="02", filing="16"),), state="KY"))).lines
    assert got.code == "97551"
    assert got.modifiers == ("GP", "95")
    assert (got.units, got.month, got.place_of_service, got.state) == (2, "2025-03", "02", "KY")
    assert (got.payer_as_written, got.payer_identifier) == ("PRAIRIE MUTUAL", "99901")
    assert got.line_of_business == "medicare_advantage"
    assert got.claim_status == "1"
    assert got.row == 15  # the number of its SVC segment


UNITS = [("1", "", 1), ("", "", 1), ("0", "2", 2), ("1", "2", 2), ("0", "", None), ("1.00", "", 1), ("0.5", "", None)]


@pytest.mark.parametrize(("paid_units", "billed", "expected"), UNITS)
def test_units_are_those_billed(paid_units: str, billed: str, expected: int | None) -> None:
    (line,) = read(claims(Clp((replace(DENIED_LINE, units=paid_units, billed_units=billed),)))).lines
    assert line.units == expected


def test_only_tracked_codes_become_lines_and_all_are_counted() -> None:
    batch = read(claims(Clp((Svc(code="97110", cas=("CO-45 20.00",)), PAID_LINE))))
    assert [line.code for line in batch.lines] == ["97550"]
    assert batch.totals is not None
    assert (batch.totals.service_lines, batch.totals.cas_triplets) == (2, 2)
    assert batch.rows == 1


def test_the_submitted_code_counts_where_the_payer_changed_it() -> None:
    bundled = Svc(code="97530", submitted="97550", paid="0", cas=("CO-97 100.00",), modifiers=("GP",))
    (line,) = read(claims(Clp((bundled,)))).lines
    assert (line.code, line.outcome, line.flags, line.modifiers) == ("97550", DENIED, ("code_changed",), ("GP",))
    other = Svc(code="97550", submitted="97530", paid="0", cas=("CO-97 100.00",))
    assert read(claims(Clp((other,)))).lines == ()


FLAGS = [
    ((Svc(units="2", cas=("CO-45 20.00",)),), ["units_over_limit"], "97550 once a day"),
    ((PAID_LINE, Svc(code="97551", units="2", cas=("CO-45 20.00",))), [], "97551 twice, with its base"),
    ((PAID_LINE, Svc(code="97551", units="3", cas=("CO-45 20.00",))), ["units_over_limit"], "97551 three times"),
    ((Svc(code="97551", cas=("CO-45 20.00",)),), ["add_on_without_base"], "an add-on alone"),
    ((Svc(code="97550", day="20231231", cas=("CO-45 20.00",)),), ["before_first_day"], "before the code existed"),
    ((Svc(code="G0541", units="9", cas=("CO-45 20.00",)),), [], "no limit on file"),
]


@pytest.mark.parametrize(("lines", "flags", "why"), FLAGS)
def test_flags(lines: tuple[Svc, ...], flags: list[str], why: str) -> None:
    got = read(claims(Clp(lines))).lines
    assert sorted({flag for line in got for flag in line.flags}) == flags, why


def test_units_of_a_day_are_summed_over_the_lines_of_a_claim() -> None:
    twice = (Svc(cas=("CO-45 20.00",)), Svc(paid="0", cas=("CO-151 100.00",)))
    assert all("units_over_limit" in line.flags for line in read(claims(Clp(twice))).lines)
    other_day = (twice[0], replace(twice[1], day="20250311"))
    assert not any(line.flags for line in read(claims(Clp(other_day))).lines)


def test_a_denial_for_a_billing_matter_is_no_coverage_denial() -> None:
    from tracker.intake.outcome import denial_class

    (line,) = read(claims(Clp((Svc(code="97551", paid="0", cas=("CO-97 100.00",)),)))).lines
    assert denial_class(line.outcome, line.reasons, line.flags) is DenialClass.BILLING


def test_a_line_that_the_payer_split_is_one_line_partly_paid() -> None:
    parts = (
        Svc(code="97550", charge="50.00", paid="40.00", cas=("CO-45 10.00",), control="L1"),
        Svc(code="97550", charge="50.00", paid="0", cas=("CO-119 50.00",), control="L1"),
    )
    batch = read(claims(Clp(parts)))
    (line,) = batch.lines
    assert (line.outcome, line.units, line.reasons) == (PARTLY, 2, ("CO-45", "CO-119"))
    assert [(item.kind, "split" in item.reason) for item in batch.set_aside] == [("repeat", True)]


# --- one line, one story ----------------------------------------------------------------------------------------------

ORIGINAL = Clp((DENIED_LINE,), number="A-77", payer_number="ICN1")
TAKEN_BACK = Clp((Svc(charge="-100.00", paid="0", cas=("CO-96 -100.00",)),), number="A-77", status="22")
CORRECTED = Clp((PAID_LINE,), number="A-77", payer_number="ICN2")
PAID_FIRST = Clp((PAID_LINE,), number="A-77")
PAID_BACK = Clp((Svc(charge="-100.00", paid="-80.00", cas=("CO-45 -20.00",)),), number="A-77", status="22")
THEN_DENIED = Clp((DENIED_LINE,), number="A-77", status="4")
OTHER = Clp((PAID_LINE,), number="B-12")
WHOLE_BACK = Clp((), number="A-77", status="22", charge="-100.00", paid="0", day="20250310")
DENIED_AGAIN = Clp((Svc(paid="0", cas=("CO-97 100.00",)),), number="A-77", status="4")
UNEVEN_BACK = Clp((Svc(charge="-100.00", paid="-80.00"),), number="A-77", status="22")
SENT_TWICE = Clp((Svc(paid="0", cas=("OA-18 100.00",)),), number="A-77")

STORIES = [
    # claims in the order of the file, (outcome, flags) of each line, why
    ((ORIGINAL,), [(DENIED, ())], "a denial"),
    ((ORIGINAL, OTHER), [(DENIED, ()), (PAID, ())], "two claims, two lines"),
    ((ORIGINAL, TAKEN_BACK, CORRECTED), [(DENIED, ("later_paid",))], "denied first, then paid: one line"),
    ((PAID_FIRST, PAID_BACK, THEN_DENIED), [(PAID, ("later_denied",))], "paid first, then denied: one line"),
    (
        (PAID_FIRST, PAID_BACK),
        [(PAID, ("taken_back",))],
        "cancelled; goes on, in case a correction comes in another file",
    ),
    ((PAID_BACK, PAID_FIRST), [(PAID, ("taken_back",))], "the same in another order"),
    ((ORIGINAL, WHOLE_BACK), [(DENIED, ("taken_back",))], "the whole claim taken back, without service lines"),
    ((WHOLE_BACK, ORIGINAL), [(DENIED, ("taken_back",))], "the same in another order"),
    ((ORIGINAL, WHOLE_BACK, CORRECTED), [(DENIED, ("later_paid",))], "... and then paid: one line"),
    ((OTHER, WHOLE_BACK), [(PAID, ())], "the whole of another claim taken back"),
    ((TAKEN_BACK, PAID_BACK), [(DENIED, ("reversal",)), (PAID, ("reversal",))], "two reversals of two adjudications"),
    ((ORIGINAL, DENIED_AGAIN, TAKEN_BACK), [(DENIED, ())], "denied again for another reason after the reversal"),
    (
        (DENIED_AGAIN, TAKEN_BACK),
        [(DENIED, ("correction",)), (DENIED, ("reversal",))],
        "... the reversal tells by its reason what it takes back",
    ),
    ((PAID_FIRST, UNEVEN_BACK), [(PAID, ("taken_back",))], "a reversal that repeats what was paid and not why"),
    ((PAID_BACK,), [(PAID, ("reversal",))], "what it takes back is in another file"),
    ((TAKEN_BACK, CORRECTED), [(DENIED, ("reversal",)), (PAID, ("correction",))], "corrects a line in another file"),
    ((CORRECTED, TAKEN_BACK), [(PAID, ("correction",)), (DENIED, ("reversal",))], "in another order: the money tells"),
    ((ORIGINAL, CORRECTED, TAKEN_BACK), [(DENIED, ("later_paid",))], "all three in another order"),
    ((ORIGINAL, CORRECTED), [(DENIED, ("later_paid",))], "paid on a second try, without a reversal"),
    ((ORIGINAL, ORIGINAL), [(DENIED, ())], "the same claim twice"),
    ((ORIGINAL, SENT_TWICE), [(DENIED, ())], "turned away as a duplicate: the denial stands"),
    ((SENT_TWICE, ORIGINAL), [(DENIED, ())], "the same in another order"),
    ((PAID_FIRST, SENT_TWICE), [(PAID, ())], "paid, and a second claim turned away"),
    ((SENT_TWICE,), [(PAID, ("duplicate",))], "alone it is no denial, and says that it is a duplicate"),
    ((PAID_BACK, PAID_BACK), [(PAID, ("reversal",))], "the same reversal twice"),
    ((ORIGINAL, replace(ORIGINAL, status="2")), [(DENIED, ()), (DENIED, ())], "a later payer is another story"),
    ((ORIGINAL, replace(ORIGINAL, patient="OTHERFAMILY")), [(DENIED, ()), (DENIED, ())], "one number for two patients"),
    ((PAID_FIRST, PAID_BACK, OTHER), [(PAID, ("taken_back",)), (PAID, ())], "others are untouched"),
]


@pytest.mark.parametrize(("given", "expected", "why"), STORIES)
def test_a_line_is_counted_once_at_its_first_adjudication(
    given: tuple[Clp, ...], expected: list[tuple[Outcome, tuple[str, ...]]], why: str
) -> None:
    batch = read(claims(*given))
    assert [(line.outcome, line.flags) for line in batch.lines] == expected, why
    assert batch.totals is not None
    assert batch.totals.claims == len(given)


def test_a_whole_claim_without_a_date_takes_nothing_back_and_that_is_told() -> None:
    batch = read(claims(ORIGINAL, replace(WHOLE_BACK, day="")))
    assert [line.flags for line in batch.lines] == [()]
    assert any("without service lines" in note for note in batch.notes)


def test_a_reversal_is_known_by_its_negative_charge_too() -> None:
    odd = replace(PAID_BACK, status="1")
    assert read(claims(odd)).lines[0].flags == ("reversal",)


def test_files_can_be_matched_by_their_line_keys() -> None:
    first, back, again = (read(claims(c)).lines[0] for c in (ORIGINAL, TAKEN_BACK, CORRECTED))
    assert first.line_key == back.line_key == again.line_key
    assert first.claim_key == back.claim_key == again.claim_key
    assert read(claims(OTHER)).lines[0].line_key != first.line_key
    assert read(claims(ORIGINAL), key=b"j" * 32).lines[0].line_key != first.line_key


KEY_CHANGES = [
    ({"number": "A-78"}, "another claim"),
    ({"lines": (replace(DENIED_LINE, day="20250311"),)}, "another day"),
    ({"lines": (replace(DENIED_LINE, code="97552"),)}, "another code"),
]


@pytest.mark.parametrize(("change", "why"), KEY_CHANGES)
def test_another_line_has_another_key(change: dict[str, object], why: str) -> None:
    one, other = read(claims(ORIGINAL)).lines[0], read(claims(replace(ORIGINAL, **change))).lines[0]
    assert one.line_key != other.line_key, why


def test_corrected_modifiers_stay_the_same_line() -> None:
    mended = replace(ORIGINAL, lines=(replace(DENIED_LINE, modifiers=("GO",)),))
    assert read(claims(ORIGINAL)).lines[0].line_key == read(claims(mended)).lines[0].line_key


def test_equal_lines_of_a_claim_are_two_lines() -> None:
    keys = {line.line_key for line in read(claims(Clp((PAID_LINE, PAID_LINE)))).lines}
    assert len(keys) == 2


def test_a_claim_without_any_number_has_no_keys_and_is_kept() -> None:
    (line,) = read(claims(Clp((DENIED_LINE,), number="0", payer_number=""))).lines
    assert (line.claim_key, line.line_key) == (None, None)


def test_the_payers_number_serves_where_the_practice_gave_none() -> None:
    one, two = (read(claims(Clp((DENIED_LINE,), number=n, payer_number="X9"))).lines[0] for n in ("0", ""))
    assert one.line_key == two.line_key is not None


# --- dates ------------------------------------------------------------------------------------------------------------


def test_the_claims_date_serves_where_the_line_has_none() -> None:
    (line,) = read(claims(Clp((replace(PAID_LINE, day=""),), day="20250107"))).lines
    assert line.month == "2025-01"


def test_a_line_without_a_date_or_in_the_future_is_a_problem() -> None:
    batch = read(claims(Clp((replace(PAID_LINE, day=""),)), Clp((replace(PAID_LINE, day="20260201"),), number="Z")))
    assert [problem.rule for problem in batch.problems] == ["no_service_month", "future_month"]
    assert batch.lines == ()


# --- complete or not --------------------------------------------------------------------------------------------------

COMPLETE = [
    (Pay(claims=(ORIGINAL, OTHER)), True, "paid and denied, and the payment covers exactly these"),
    (Pay(claims=(OTHER,), plb=(("WO", "30.00"),)), True, "less what the payer took back from the provider"),
    (Pay(claims=(ORIGINAL,)), True, "a payment of nothing for denied claims only"),
    (Pay(claims=(ORIGINAL,), payment="480.00"), False, "the paid claims were taken out"),
    (Pay(claims=(ORIGINAL, OTHER), payment="480.00"), False, "some paid claims were taken out"),
    (Pay(claims=(ORIGINAL, OTHER), payment=""), None, "no payment to compare with"),
    (Pay(claims=(ORIGINAL, OTHER), payment="12.00"), True, "more paid claims than payment: odd, but none is missing"),
]


@pytest.mark.parametrize(("pay", "expected", "why"), COMPLETE)
def test_a_file_is_complete_where_the_payment_covers_its_claims(pay: Pay, expected: bool | None, why: str) -> None:
    assert read(remittance(pay)).complete is expected, why


def test_one_incomplete_payment_makes_the_file_incomplete() -> None:
    assert read(remittance(Pay(), Pay(payment="9999.00"))).complete is False
