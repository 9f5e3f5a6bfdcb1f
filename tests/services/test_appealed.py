"""Appeals as members send them: in a table, by form beside a file, by a later remittance; in every order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest

from tests.intake.made_835 import Clp, Pay, Svc, remittance
from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import report, review, submit
from tracker.services.answers import appealed
from tracker.settings import settings
from tracker.store import appeals, imports, live
from tracker.store.connection import reading, revision
from tracker.store.questions import Filters
from tracker.vocabulary import Role

OFFICE = Person("office-1", "One office", Role.MEMBER)
TABLE = """Payer,State,DOS,CPT,Status,CARC,Claim no,Appeal level,Appeal month,Appeal outcome,Decision month of appeal
Aetna,OH,2025-03-10,97550,Denied,CO-96,C1,1,2025-04,Overturned,2025-07
Aetna,OH,2025-03-11,97550,Denied,CO-96,C2,2,2025-05,pending,
Aetna,OH,2025-03-12,97550,Denied,CO-96,C3,1,2025-05,Maria Musterfrau told us,2025-07
Aetna,OH,2025-03-13,97550,Denied,CO-96,C4,,,,
"""


def send(path: Path, person: Person = LOCAL) -> imports.Accepted:
    return submit.accept(submit.preview(path, person), person)


def table(folder: Path, text: str = TABLE, name: str = "log.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def steps(kind: str = "complete", at: int | None = None) -> dict[str, int]:
    found = appealed.steps(Filters(), kind, at).set_index("step")["lines"]
    return {str(k): int(n) for k, n in found.items() if n}


def heard() -> list[tuple[int, str, str, str | None]]:
    with reading(live.ensure(settings().store)) as db:
        rows = appeals.listed(db, Filters(review=("accepted",)))
    return [(r["level"], r["filed_month"], r["outcome"], r["decided_month"]) for r in rows]


def now() -> int:
    with reading(live.ensure(settings().store)) as db:
        return revision(db)


def test_a_table_with_appeals_is_kept_whole_and_goes_whole(own_store: Path, tmp_path: Path) -> None:
    seen = submit.preview(table(tmp_path), LOCAL)
    assert [(p.row, p.rule) for p in seen.batch.appeal_problems] == [(4, "appeal_outcome")]
    done = submit.accept(seen, LOCAL)
    assert heard() == [(1, "2025-04", "overturned", "2025-07"), (2, "2025-05", "open", None)]
    assert steps("reports") == {"not_appealed": 2, "open": 1, "overturned": 1}
    with reading(live.ensure(settings().store)) as db:
        told = imports.problems_of(db, done.receipt)
        assert [(p["row"], p["rule"]) for p in told] == [(4, "appeal_outcome")]
        assert "Musterfrau" not in "\n".join(db.conn.iterdump())
    submit.withdraw(done.receipt, LOCAL)
    assert heard() == []


def test_the_table_of_the_next_quarter_adds_its_outcomes_to_the_lines_known_already(
    own_store: Path, tmp_path: Path
) -> None:
    send(table(tmp_path))
    before, then = steps("reports"), now()
    later = TABLE.replace("2025-05,pending,", "2025-05,Upheld,2025-11").replace("Maria Musterfrau told us", "won")
    done = send(table(tmp_path, later, "later.csv"))
    assert (done.counted, done.known_already) == (0, 4)
    assert steps("reports") == {"not_appealed": 1, "overturned": 2, "upheld": 1}
    assert steps("reports", then) == before


def era(folder: Path, name: str, *claims: Clp, paid_on: str = "20250401") -> Path:
    path = folder / f"{name}.835"
    path.write_bytes(remittance(Pay(claims=claims, payer="AETNA", payer_id="60054", paid_on=paid_on)))
    return path


DENIED = Svc(paid="0", cas=("CO-96 100.00",))
FILES = {
    "D": Clp((DENIED,)),
    "R": Clp((Svc(charge="-100.00", paid="0", cas=("CO-96 -100.00",), units="-1"),), status="22"),
    "P": Clp((Svc(cas=("CO-45 20.00",)),)),
}


@pytest.mark.parametrize("order", list(permutations("DRP")), ids="".join)
def test_a_denial_that_a_later_remittance_pays_is_counted_apart(
    own_store: Path, tmp_path: Path, order: tuple[str, ...]
) -> None:
    """One claim denied, taken back and paid; forty others denied, so that nothing is asked of an empty table."""
    send(era(tmp_path, "others", *(Clp((DENIED,), number=f"OTHER-{n}") for n in range(40))))
    for name in order:
        send(era(tmp_path, name, FILES[name]))
    assert steps() == {"not_appealed": 40, "paid_later": 1}
    found = appealed.outcome(Filters(), "complete")
    assert found is not None
    assert (found.overturned_all.numerator, found.overturned_all.denominator) == (1, 41)
    assert (found.overturned_decided.denominator, found.appealed.numerator, found.paid_later) == (0, 0, 1)


@pytest.mark.parametrize("order", ["DP", "PD"])
def test_the_months_of_two_remittances_tell_which_came_first(own_store: Path, tmp_path: Path, order: str) -> None:
    """Paid anew without a reversal; forty others denied, so that nothing is asked of an empty table."""
    send(era(tmp_path, "others", *(Clp((DENIED,), number=f"OTHER-{n}") for n in range(40))))
    days = {"D": "20250408", "P": "20250623"}
    for name in order:
        send(era(tmp_path, name, FILES[name], paid_on=days[name]))
    assert steps() == {"not_appealed": 40, "paid_later": 1}


MONTHS = [
    (("20250401",), "2025-04"),
    (("20250401", "20250430"), "2025-04"),
    (("20250401", "20250502"), ""),
    (("20250401", ""), ""),
    (("99999999",), ""),
]


@pytest.mark.parametrize(("days", "month"), MONTHS, ids=["one", "one month", "two months", "one not told", "no day"])
def test_the_month_of_a_remittance(own_store: Path, tmp_path: Path, days: tuple[str, ...], month: str) -> None:
    path = tmp_path / "one.835"
    path.write_bytes(remittance(*(Pay(claims=(Clp(number=f"N-{n}"),), paid_on=d) for n, d in enumerate(days))))
    assert submit.preview(path, LOCAL).batch.remitted == month


def test_a_form_set_aside_for_a_file_keeps_its_appeal_and_can_be_given_one(own_store: Path, tmp_path: Path) -> None:
    form = Form(payer_id="aetna", state="OH", code="97550", month="2025-03", outcome="denied", payer_said="not_covered",
                reasons=("CO-96",), units=1, appeal_level=1, appeal_month="2025-04", appeal_outcome="open")  # fmt: skip
    one = report.send(form, "draft-1", OFFICE)
    remit = send(era(tmp_path, "era", FILES["D"]), OFFICE)
    for receipt in (one.receipt, remit.receipt):
        review.give([receipt], "accepted", LOCAL)
    assert report.status(one.receipt, OFFICE).told_by == remit.receipt
    assert heard() == [(1, "2025-04", "open", None)]
    report.appeal(one.receipt, OFFICE, level=1, filed="2025-04", ended="upheld", decided="2025-06")
    report.appeal(one.receipt, OFFICE, level=2, filed="2025-07", ended="open")
    assert heard() == [(1, "2025-04", "upheld", "2025-06"), (2, "2025-07", "open", None)]


def test_few_payments_are_hidden_and_cannot_be_worked_out(own_store: Path, tmp_path: Path) -> None:
    """Twenty lines of one practice paid later: too few practices, and what is left of all denied lines is hidden too."""
    claims = [Clp((DENIED,), number=f"N-{n}") for n in range(60)]
    send(era(tmp_path, "denied", *claims))
    send(era(tmp_path, "paid", *(Clp((Svc(cas=("CO-45 20.00",)),), number=f"N-{n}") for n in range(20))))
    frame = appealed.steps(Filters(), "complete").set_index("step")
    assert frame.loc["paid_later", "lines"] == 20
    assert frame.loc[["paid_later", "not_appealed"], "hidden"].tolist() == [True, True]
    assert not appealed.may_be_told(Filters(), "complete")
    assert isinstance(frame, pd.DataFrame)
