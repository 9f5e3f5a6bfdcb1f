"""Who is talking, what becomes of denials, and how long payers take."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tracker.errors import Rejected
from tracker.measures.appeals import Appeals, appeals
from tracker.measures.control import add_months
from tracker.measures.coverage import adoption, coverage, share_covering
from tracker.measures.numbers import Basis
from tracker.measures.talking import campaign_windows, intensity, talking
from tracker.vocabulary import Tier

T2 = Basis(Tier.T2, practices=4)


def sent(*rows: tuple[int | None, str, int]) -> pd.DataFrame:
    """Lines that arrived on the fifth day of the month after."""
    frame = pd.DataFrame(rows, columns=["practice_id", "month", "lines"])
    return frame.assign(arrived=[f"{add_months(m, 1)}-05T09:00:00Z" for m in frame["month"]])


FIRST = pd.DataFrame({"practice_id": [1, 2, 3], "month": ["2024-01", "2025-03", "2025-04"]})


def test_who_is_talking() -> None:
    got = talking(sent((1, "2025-03", 30), (2, "2025-03", 20), (2, "2025-04", 30), (3, "2025-04", 20)), FIRST)
    assert (got.practices, got.largest.numerator, got.largest.denominator) == (3, 50, 100)
    assert (got.first_time.numerator, got.first_time.denominator) == (2, 3)
    assert got.dominated
    assert got.warning().startswith("One practice sent 50% of these lines (50 of 100)")


def test_a_quarter_exactly_is_no_warning() -> None:
    lines = sent((1, "2025-03", 25), (2, "2025-03", 25), (3, "2025-03", 25), (4, "2025-03", 25))
    got = talking(lines, FIRST)
    assert not got.dominated
    assert got.warning() == ""


def test_practices_that_cannot_be_recognised_are_never_the_largest() -> None:
    got = talking(sent((None, "2025-03", 60), (0, "2025-03", 20), (1, "2025-03", 20)), FIRST)
    assert (got.practices, got.largest.numerator, got.largest.denominator) == (1, 20, 100)


@pytest.mark.parametrize(
    ("sent_on", "windows"),
    [
        ([], []),
        ([date(2025, 3, 1)], [("2025-03-01", "2025-03-15")]),
        ([date(2025, 12, 31)], [("2025-12-31", "2026-01-14")]),
        ([date(2025, 3, 10), date(2025, 3, 1)], [("2025-03-01", "2025-03-24")]),  # nothing is counted twice
        ([date(2025, 3, 15), date(2025, 3, 1)], [("2025-03-01", "2025-03-29")]),
        ([date(2025, 3, 16), date(2025, 3, 1)], [("2025-03-01", "2025-03-15"), ("2025-03-16", "2025-03-30")]),
    ],
)
def test_two_weeks_of_a_campaign(sent_on: list[date], windows: list[tuple[str, str]]) -> None:
    assert campaign_windows(sent_on) == windows


@pytest.mark.parametrize(("sent_on", "share"), [(date(2025, 4, 5), 0.3), (date(2025, 3, 23), 0.3), (date(2025, 3, 22), 0),
                                               (date(2025, 4, 22), 0.7)])  # fmt: skip
def test_lines_count_by_the_day_they_arrived(sent_on: date, share: float) -> None:
    lines = sent((1, "2025-03", 30), (2, "2025-04", 70))
    assert talking(lines, FIRST, [sent_on]).after_campaign.share == pytest.approx(share)
    assert talking(lines, FIRST).after_campaign.numerator == 0


def test_nobody_is_talking() -> None:
    got = talking(sent(), FIRST)
    assert (got.practices, got.largest.share, got.warning(), got.say()) == (0, None, "", "nobody")


def test_intensity_is_reports_over_practices_that_sent_any() -> None:
    got = intensity(sent((1, "2025-03", 6), (2, "2025-03", 2), (3, "2025-03", 0), (1, "2025-04", 5)))
    assert got.values.tolist() == [["2025-03", 8, 2, 4.0], ["2025-04", 5, 1, 5.0]]


# ---------------------------------------------------------------- appeals


def followed(as_of: str = "2025-12", denied: int = 20, paid: tuple[int, ...] = ()) -> Appeals:
    rows = pd.DataFrame(
        [
            (1, 1, "2025-01", "overturned", "2025-04"),
            (2, 1, "2025-01", "upheld", "2025-03"),
            (2, 2, "2025-04", "partly", "2025-10"),
            (3, 1, "2025-02", "upheld", "2025-03"),
            (4, 1, "2025-03", "open", None),
            (5, 1, "2025-03", "withdrawn", "2025-05"),
        ],
        columns=["line_id", "level", "filed_month", "outcome", "decided_month"],
    )
    return appeals(denied, rows, as_of, T2, paid)


def test_overturned_both_ways() -> None:
    got = followed()
    assert (got.appealed.numerator, got.appealed.denominator) == (5, 20)
    assert (got.overturned_all.numerator, got.overturned_all.denominator) == (2, 20)
    assert (got.overturned_decided.numerator, got.overturned_decided.denominator) == (2, 4)
    assert got.open == 1


def test_open_and_withdrawn_appeals_are_censored() -> None:
    got = followed().to_decision
    # Months 3, 2, 6, 1 decided; 9 (open until December) and 2 (withdrawn) censored. S(1) = 5/6, S(2) = 5/6 * 4/5 = 2/3,
    # S(3) = 2/3 * 2/3 = 4/9: the median is 3.
    assert (got.n, got.events, got.median) == (6, 4, 3)
    assert got.curve.set_index("months")["share"].round(4).to_dict() == {
        0: 0.0, 1: 0.1667, 2: 0.3333, 3: 0.5556, 6: 0.7778, 9: 0.7778,
    }  # fmt: skip


WITHDRAWN = [  # outcome, decided month, as of: open, withdrawn, decided, what is said of the time
    ("open", None, "2025-06", 1, 0, 0, "median not reached, n = 1, 1 still open"),
    ("withdrawn", "2025-04", "2025-06", 0, 1, 0, "median not reached, n = 1, 1 withdrawn"),
    ("withdrawn", "2025-04", "2025-03", 1, 0, 0, "median not reached, n = 1, 1 still open"),
    ("upheld", "2025-04", "2025-06", 0, 0, 1, "median 3 months (95% CI 3-3), n = 1"),
]


@pytest.mark.parametrize(("outcome", "month", "as_of", "waits", "gone", "decided", "said"), WITHDRAWN)
def test_a_withdrawn_appeal_is_ended_without_a_decision(
    outcome: str, month: str | None, as_of: str, waits: int, gone: int, decided: int, said: str
) -> None:
    rows = pd.DataFrame(
        [(1, 1, "2025-01", outcome, month)],
        columns=["line_id", "level", "filed_month", "outcome", "decided_month"],
    )
    got = appeals(9, rows, as_of, T2)
    assert (got.open, got.withdrawn, got.overturned_decided.denominator) == (waits, gone, decided)
    assert got.to_decision.say() == said
    assert got.to_decision.curve["months"].max() == {"2025-06": 3 if month else 5, "2025-03": 2}[as_of]


def test_what_was_decided_later_was_open_then() -> None:
    got = followed(as_of="2025-03")
    assert (got.overturned_all.numerator, got.overturned_decided.denominator, got.open) == (0, 2, 3)
    assert got.to_decision.n == 5  # the appeal filed in April is not there yet


def test_a_later_payment_counts_among_all_denials_and_never_among_decided_appeals() -> None:
    before, got = followed(), followed(paid=(1, 3, 9))
    assert got.overturned_all.numerator == 4  # lines 1 and 2 won, 3 and 9 paid: 1 is not counted twice
    assert got.paid_later == 2
    assert got.overturned_decided == before.overturned_decided and got.open == before.open


def test_months_that_nobody_told_are_left_out_of_the_time_and_of_nothing_else() -> None:
    rows = pd.DataFrame(
        [
            (1, 1, "", "overturned", "2025-04", "2025-06"),
            (2, 1, "2025-01", "upheld", None, "2025-06"),
            (3, 1, "2025-01", "upheld", "2025-03", "2025-06"),
            (4, 1, "", "open", None, "2025-07"),
        ],
        columns=["line_id", "level", "filed_month", "outcome", "decided_month", "told_month"],
    )
    got = appeals(10, rows, "2025-06", T2)
    assert (got.overturned_decided.numerator, got.overturned_decided.denominator) == (1, 3)
    assert (got.appealed.numerator, got.open, got.untimed, got.to_decision.n) == (3, 0, 2, 1)
    assert appeals(10, rows, "2025-05", T2).overturned_decided.denominator == 1  # the rest was not known yet


def test_more_appealed_lines_than_denied_ones_are_refused() -> None:
    with pytest.raises(Rejected):
        followed(denied=4)


# ---------------------------------------------------------------- adoption


def decisions(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["payer_id", "status", "effective_from", "last_checked"])
    return frame.assign(line_of_business="commercial", state="", code="97550", effective_to=None)


BOOK = decisions(
    ("a", "covered", "2024-01-01", "2025-06-01"),
    ("b", "covered_with_conditions", "2024-07-01", "2025-06-01"),
    ("c", "not_covered", "2024-01-01", "2025-01-15"),
    ("d", "silent", None, "2024-11-01"),
    ("e", "covered", None, "2024-10-01"),
    ("f", "not_covered", "2024-01-01", "2024-12-01"),
    ("f", "covered", "2025-03-01", "2025-06-01"),
)


def test_adoption_counts_the_first_covering_day_and_censors_at_the_last_look() -> None:
    got = adoption(BOOK, "97550", "2024-01", date(2025, 7, 1))
    ended = got.curve[got.curve["events"] > 0]["months"].tolist()
    assert ended == [0, 6, 9, 14]  # a at once, b in July, e by the look of October, f in March of the next year
    assert got.curve[got.curve["censored"] > 0]["months"].tolist() == [10, 12]  # d November, c January
    assert (got.n, got.events) == (6, 4)


def test_adoption_as_known_earlier_knows_no_later_coverage() -> None:
    got = adoption(BOOK, "97550", "2024-01", date(2025, 1, 31))
    assert got.events == 3
    assert got.curve["months"].max() == 12


def test_share_of_payers_covering_leaves_out_payers_nobody_looked_at() -> None:
    keys = pd.DataFrame(
        [(p, "commercial", "", "97550") for p in "abcdefxyz"], columns=["payer_id", "line_of_business", "state", "code"]
    )
    share, unknown = share_covering(coverage(BOOK, date(2025, 7, 1), keys))
    assert (share.numerator, share.denominator, unknown) == (3, 6, 3)  # f has two sources that disagree
