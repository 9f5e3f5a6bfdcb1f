"""The house definition of denied, partly paid and paid, as tables. A row is a rule; its last words say why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tracker.intake import outcome
from tracker.vocabulary import DenialClass, Outcome, ReasonCategory

PAID, PARTLY, DENIED, PENDING = Outcome.PAID, Outcome.PARTLY_PAID, Outcome.DENIED, Outcome.PENDING

FROM_AMOUNTS = [
    # paid, reasons, units paid, units billed, outcome, why
    ("80", ["CO-45"], None, None, PAID, "the contract takes the rest"),
    ("0", ["CO-45"], None, None, PAID, "merely contractual, although nothing was paid"),
    ("0", ["PR-1"], None, None, PAID, "all of it is the deductible"),
    ("0", ["PR-2"], None, None, PAID, "all of it is coinsurance"),
    ("0", ["PR-3"], None, None, PAID, "all of it is a copayment"),
    ("0", ["CO-45", "PR-1"], None, None, PAID, "contract and deductible together"),
    ("0", ["OA-23"], None, None, PAID, "an earlier payer paid"),
    ("0", ["CO-23"], None, None, PAID, "an earlier payer paid, whatever the group"),
    ("0", ["CO-253"], None, None, PAID, "sequestration"),
    ("0", ["OA-18"], None, None, PAID, "an exact duplicate is no second denial"),
    ("0", ["CO-18"], None, None, PAID, "an exact duplicate, whatever the group"),
    ("0", ["CO-96"], None, None, DENIED, "not covered"),
    ("0", ["PR-96"], None, None, DENIED, "not covered, billed to the family"),
    ("0", ["PR-204"], None, None, DENIED, "not in the plan, billed to the family"),
    ("0", ["CO-197"], None, None, DENIED, "no authorisation"),
    ("0", ["CO-45", "CO-97"], None, None, DENIED, "one denial reason among others is enough"),
    ("0", ["PR-1", "CO-50"], None, None, DENIED, "the deductible beside a denial"),
    ("0", ["96"], None, None, DENIED, "the group is not needed"),
    ("0", ["CO-45", "N130"], None, None, PAID, "a remark beside an adjustment only informs"),
    ("0", ["MA01"], None, None, PAID, "appeal rights are no reason"),
    ("0", [], None, None, PAID, "nothing said, nothing denied"),
    ("40", ["CO-151"], None, None, PARTLY, "part paid, part denied"),
    ("40", ["CO-45", "CO-119"], None, None, PARTLY, "part paid, part denied, contract too"),
    ("40", ["CO-45"], "1", "2", PARTLY, "fewer units paid than billed"),
    ("40", ["CO-45"], "2", "2", PAID, "all units paid"),
    ("0", ["CO-45"], "0", "2", PAID, "no units paid for a contractual reason alone"),
]


@pytest.mark.parametrize(("paid", "reasons", "paid_units", "billed", "expected", "why"), FROM_AMOUNTS)
def test_the_outcome_follows_from_amount_and_reasons(
    paid: str, reasons: list[str], paid_units: str | None, billed: str | None, expected: Outcome, why: str
) -> None:
    got = outcome.from_amounts(
        Decimal(paid),
        reasons,
        units_paid=Decimal(paid_units) if paid_units else None,
        units_billed=Decimal(billed) if billed else None,
    )
    assert got is expected, why


BY_STATUS = [
    # claim status, paid, reasons, outcome, why
    ("1", "0", ["CO-96"], DENIED, "most denied lines sit in processed claims"),
    ("4", "0", ["CO-96"], DENIED, "a denied claim with its reason"),
    ("4", "0", [], DENIED, "a denied claim without any reason is still denied"),
    ("4", "0", ["N130"], DENIED, "a denied claim with a remark only"),
    ("4", "0", ["CO-45"], PAID, "a contractual reason is no denial, whatever the status"),
    ("4", "0", ["PR-1"], PAID, "the deductible is no denial, whatever the status"),
    ("1", "0", [], PAID, "processed without any reason"),
    ("2", "0", ["PR-204"], DENIED, "a later payer can deny too"),
    ("19", "80", ["CO-45"], PAID, "processed and forwarded"),
    ("22", "-80", ["CO-45"], PAID, "a reversal has the outcome of what it takes back"),
    ("22", "0", ["CO-96"], DENIED, "a reversal of a denial"),
    ("5", "0", ["CO-133"], PENDING, "pended in the older version"),
    ("13", "0", ["CO-16"], PENDING, "suspended in the older version, whatever the reason"),
    ("", "0", ["CO-96"], DENIED, "an unknown status does not hide a denial"),
]


@pytest.mark.parametrize(("status", "paid", "reasons", "expected", "why"), BY_STATUS)
def test_the_claim_status_decides_only_where_the_line_does_not(
    status: str, paid: str, reasons: list[str], expected: Outcome, why: str
) -> None:
    assert outcome.of_remittance(status, Decimal(paid), reasons) is expected, why


APPLICABLE = [
    # own, of the claim, unpaid, expected, why
    (["CO-45"], ["CO-96"], True, ["CO-45"], "the line's own reasons speak"),
    ([], ["CO-96"], True, ["CO-96"], "the claim speaks for a line that gives none"),
    ([], ["CO-96"], False, [], "a line paid in full has nothing to explain"),
    ([], [], True, [], "nobody says anything"),
]


@pytest.mark.parametrize(("own", "of_claim", "unpaid", "expected", "why"), APPLICABLE)
def test_claim_level_adjustments_apply_where_the_line_gives_none(
    own: list[str], of_claim: list[str], unpaid: bool, expected: list[str], why: str
) -> None:
    assert list(outcome.applicable(own, of_claim, unpaid=unpaid)) == expected, why


FIRST = [
    (["CO-45", "CO-97", "CO-50"], "97", ReasonCategory.BUNDLED),
    (["PR-1", "PR-204"], "204", ReasonCategory.NOT_COVERED_BENEFIT),
    (["CO-16", "N657"], "16", ReasonCategory.CODING),
    (["CO-16", "MA01"], "16", ReasonCategory.DOCUMENTATION),
    (["CO-252", "N706"], "252", ReasonCategory.DOCUMENTATION),
    (["CO-A1", "N95"], "A1", ReasonCategory.PROVIDER_TYPE),
    (["CO-96", "N657"], "96", ReasonCategory.NOT_COVERED_BENEFIT),
    (["N130"], "N130", ReasonCategory.NOT_COVERED_BENEFIT),
]


@pytest.mark.parametrize(("reasons", "code", "category"), FIRST)
def test_the_first_denial_reason_is_the_one_counted(reasons: list[str], code: str, category: ReasonCategory) -> None:
    first = outcome.first_denial(reasons)
    assert first is not None
    assert (first.code, first.category) == (code, category)


CLASSES = [
    (DENIED, ["CO-96"], (), DenialClass.COVERAGE),
    (DENIED, ["CO-97"], (), DenialClass.COVERAGE),
    (DENIED, ["CO-197"], (), DenialClass.COVERAGE),
    (DENIED, ["CO-29"], (), DenialClass.BILLING),
    (DENIED, ["CO-4"], (), DenialClass.BILLING),
    (DENIED, ["CO-151"], (), DenialClass.BILLING),
    (DENIED, ["CO-97"], ("units_over_limit",), DenialClass.BILLING),
    (DENIED, ["CO-97"], ("add_on_without_base",), DenialClass.BILLING),
    (DENIED, [], (), DenialClass.UNCLASSIFIED),
    (PARTLY, ["CO-119"], (), DenialClass.BILLING),
    (PAID, ["CO-45"], (), None),
    (PENDING, ["CO-133"], (), None),
]


@pytest.mark.parametrize(("result", "reasons", "flags", "expected"), CLASSES)
def test_coverage_and_billing_denials_are_told_apart(
    result: Outcome, reasons: list[str], flags: tuple[str, ...], expected: DenialClass | None
) -> None:
    assert outcome.denial_class(result, reasons, flags) is expected


NO_DENIAL = [
    "1",
    "2",
    "3",
    "18",
    "23",
    "42",
    "44",
    "45",
    "100",
    "104",
    "131",
    "142",
    "144",
    "187",
    "237",
    "241",
    "253",
    "A2",
]


@pytest.mark.parametrize("code", NO_DENIAL)
@pytest.mark.parametrize("group", ["CO", "PR", "OA", "PI"])
def test_these_reasons_never_make_a_denial(group: str, code: str) -> None:
    assert outcome.denial_reasons([f"{group}-{code}"]) == []
    assert outcome.from_amounts(Decimal(0), [f"{group}-{code}"]) is PAID


REPEATS = [
    ("0", ["OA-18"], True, "turned away as an exact duplicate"),
    ("0", ["CO-B13"], True, "paid before"),
    ("0", ["CO-18", "CO-96"], False, "another reason beside it"),
    ("0", ["CO-B20"], False, "somebody else furnished it: a denial"),
    ("80", ["OA-18"], False, "something was paid"),
    ("0", [], False, "no reason"),
]


@pytest.mark.parametrize(("paid", "reasons", "expected", "why"), REPEATS)
def test_a_duplicate_tells_nothing_new(paid: str, reasons: list[str], expected: bool, why: str) -> None:
    assert outcome.only_repeats(Decimal(paid), reasons) is expected, why
