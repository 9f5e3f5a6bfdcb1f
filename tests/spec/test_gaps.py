"""Every class of gap, case by case. The table is `tables.GAPS`; the specification it tests is `gaps.SPECIFICATION`."""

from __future__ import annotations

from datetime import date
from itertools import product

import pandas as pd
import pytest

from tests.spec.tables import GAPS, GapCase, Met
from tests.spec.test_coverage_states import row
from tracker.measures.coverage import KEY
from tracker.measures.gaps import SPECIFICATION, by_class, changes, classify, gaps
from tracker.vocabulary import Derived, Gap, Status

ON = date(2025, 7, 1)
DECISION_COLUMNS = [*KEY, "status", "effective_from", "effective_to", "last_checked"]
LINE_COLUMNS = [*KEY, "month", "adjudicated", "paid", "coverage_denied", "billing_denied", "coverage_units"]


def lines(*met: Met, state: str = "OH", payer: str = "p") -> pd.DataFrame:
    rows = [
        (payer, "commercial", state, "97550", m.month, m.paid + m.coverage + m.billing, m.paid, m.coverage, m.billing,
         2 * m.coverage)
        for m in met
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=LINE_COLUMNS)


def table(case: GapCase) -> pd.DataFrame:
    decisions = pd.DataFrame([row(d) for d in case.decisions], columns=DECISION_COLUMNS)
    key = pd.DataFrame([("p", "commercial", "OH", "97550")], columns=list(KEY))
    return gaps(decisions, lines(*case.lines), ON, keys=key).query("state == 'OH'")


@pytest.mark.parametrize("case", GAPS, ids=lambda c: c.rule)
def test_class_and_counts(case: GapCase) -> None:
    (got,) = table(case).to_dict("records")
    assert got["gap"] == case.gap
    assert got["coverage_denials"] == case.denials
    assert got["denials_before_effective_date"] == case.early
    assert got["billing_denials"] == case.billing


def test_every_class_has_a_case() -> None:
    assert {c.gap for c in GAPS} == set(Gap)


@pytest.mark.parametrize("knowledge", [*Status, Derived.NOT_CHECKED, Derived.CONFLICTING, Derived.ANNOUNCED])
def test_exactly_one_line_of_the_specification_fits(knowledge: Status | Derived) -> None:
    for denials, paid in product((0, 1), (0, 1)):
        fitting = [
            r
            for r in SPECIFICATION
            if knowledge in r.says and r.denied in (None, denials > 0) and r.paid in (None, paid > 0)
        ]
        assert [r.gap for r in fitting] == [classify(knowledge, denials, paid)]


def test_value_is_units_at_the_medicare_rate_of_their_month() -> None:
    case = GapCase("", GAPS[0].decisions, (Met("2025-02", 0, 3),), Gap.COVERED_BUT_DENIED)
    (got,) = table(case).to_dict("records")
    assert got["units_denied"] == 6
    assert got["value_usd"] == pytest.approx(6 * 52.08)  # 97550 in 2025, national, not in a facility
    assert got["units_without_rate"] == 0


def test_units_without_a_rate_are_told_and_not_valued() -> None:
    case = GapCase("", (), (Met("2019-02", 0, 3),), Gap.NOT_CHECKED)
    (got,) = table(case).to_dict("records")
    assert (got["units_without_rate"], got["value_usd"]) == (6, 0.0)


def test_units_of_all_months_together_are_priced_as_of_the_day_asked() -> None:
    (got,) = table(GapCase("", (), (Met("", 0, 3),), Gap.NOT_CHECKED)).to_dict("records")
    assert (got["coverage_denials"], got["value_usd"]) == (3, pytest.approx(6 * 52.08))


def test_ranked_by_denials_then_practices_then_value() -> None:
    met = pd.concat(
        [lines(Met("2025-03", 0, 5), payer="many"), lines(Met("2025-03", 0, 2), payer="few_practices"),
         lines(Met("2025-03", 0, 2), payer="more_practices"), lines(Met("2025-03", 9), payer="pays")]
    )  # fmt: skip
    practices = pd.DataFrame(
        [(p, "commercial", "OH", "97550", n) for p, n in (("few_practices", 1), ("more_practices", 2), ("many", 1))],
        columns=[*KEY, "practices"],
    )
    got = gaps(pd.DataFrame(columns=DECISION_COLUMNS), met, ON, practices=practices)
    assert got["payer_id"].tolist() == ["many", "more_practices", "few_practices", "pays"]


def test_counts_by_class_show_all_classes_and_lose_nothing() -> None:
    everything = pd.concat([table(c).assign(payer_id=str(n)) for n, c in enumerate(GAPS)])
    summary = by_class(everything)
    assert list(summary["gap"]) == list(Gap)
    assert summary["cells"].sum() == len(GAPS)
    assert summary["coverage_denials"].sum() == sum(c.denials for c in GAPS)


def test_new_and_closed() -> None:
    silent, denied = table(GAPS[13]), table(GAPS[11])
    assert changes(silent, denied)["change"].tolist() == ["new"]
    assert changes(denied, silent)["change"].tolist() == ["closed"]
    assert changes(denied, denied).empty
    assert changes(denied.iloc[:0], denied)["change"].tolist() == ["new"]
