"""One line counts once, whoever sends it and however: by form, by remittance, in two tables of two offices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.intake.made_835 import Clp, Pay, Svc, remittance
from tracker.intake.form import Form
from tracker.people import LOCAL, Person
from tracker.services import report, review, submit
from tracker.settings import settings
from tracker.store import live, questions
from tracker.store.connection import reading
from tracker.vocabulary import Role

OFFICE = Person("office-1", "One office", Role.MEMBER)
OTHER = Person("office-2", "Another office", Role.MEMBER)
BOTH = questions.Filters(review=("accepted", "pending"))
ROWS = [
    ("03", "97550", "CO-96", 1),
    ("03", "97551", "CO-97", 2),
    ("04", "97550", "CO-197", 1),
    ("05", "97552", "CO-50", 1),
]


def counted() -> int:
    with reading(live.ensure(settings().store)) as db:
        return int(questions.totals(db, BOTH)["lines"])


def table(folder: Path, name: str, head: str, rows: list[str]) -> Path:
    path = folder / name
    path.write_text(head + "\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def two_tables(folder: Path) -> tuple[Path, Path]:
    """The same four lines as two programs write them."""
    one = table(
        folder, "one.csv", "Payer,State,Month,Code,Outcome,Reasons,Units",
        [f"Aetna,OH,2025-{month},{code},denied,{reason},{units}" for month, code, reason, units in ROWS],
    )  # fmt: skip
    two = table(
        folder, "two.csv", "Client,Ins Co,ST,DOS,Qty,CPT,Status,CARC",
        [f"A-{n},AETNA,Ohio,{month}/1{n}/2025,{units},{code},Denied,{reason}" for n, (month, code, reason, units) in enumerate(ROWS)],
    )  # fmt: skip
    return one, two


def send(path: Path, person: Person) -> str:
    return submit.accept(submit.preview(path, person), person).receipt


def test_two_offices_that_send_the_same_lines_are_pointed_out_and_one_is_returned(tmp_path: Path) -> None:
    one, two = two_tables(tmp_path)
    first, second = send(one, OFFICE), send(two, OTHER)
    assert counted() == 8
    looks = {b["receipt"]: b["second_look"] for b in review.queue(LOCAL).batches}
    assert first in looks[second] and "another sender" in looks[second]
    review.mark_duplicate(second, first, LOCAL)
    review.give([first], "accepted", LOCAL)
    assert counted() == 4


def test_a_few_lines_alike_by_chance_are_not_pointed_out(tmp_path: Path) -> None:
    one, two = two_tables(tmp_path)
    send(one, OFFICE)
    two.write_text("\n".join(two.read_text().splitlines()[:3]) + "\n")
    second = send(two, OTHER)
    assert next(b["second_look"] for b in review.queue(LOCAL).batches if b["receipt"] == second) == ""


def test_one_remittance_sent_by_two_offices_counts_once_by_itself(tmp_path: Path) -> None:
    pay = Pay(claims=tuple(Clp((Svc(cas=("CO-45 20.00",)),), number=f"A{n}") for n in range(5)))
    one, two = tmp_path / "one.835", tmp_path / "two.835"
    one.write_bytes(remittance(pay))
    two.write_bytes(remittance(replace(pay, claims=(*pay.claims, Clp(number="B")))))  # another file, overlapping
    send(one, OFFICE)
    done = submit.accept(submit.preview(two, OTHER), OTHER)
    assert (done.counted, done.known_already) == (1, 5)
    assert counted() == 6


def test_a_form_and_the_remittance_that_tells_the_same_line(tmp_path: Path) -> None:
    denied = Svc(paid="0", cas=("CO-96 100.00",), modifiers=())
    path = tmp_path / "era.835"
    path.write_bytes(remittance(Pay(claims=(Clp((denied,)),), payer="AETNA", payer_id="60054")))
    remit = send(path, OFFICE)
    form = Form(payer_id="aetna", state="OH", code="97550", month="2025-03", outcome="denied", payer_said="not_covered",
                reasons=("CO-96",), units=1)  # fmt: skip
    receipt = report.send(form, "draft-1", OFFICE)
    assert not receipt.counted or any(
        remit in b["second_look"] for b in review.queue(LOCAL).batches if b["receipt"] == receipt.receipt
    )
    if receipt.counted:
        review.mark_duplicate(receipt.receipt, remit, LOCAL)
    assert counted() == 1
