"""Two independent computations of what became of denials, plain SQL over the tables and the program's own way through the
store and pandas, agree on random stores.

The SQL below is written from `docs/spec.md` and shares nothing with `store/appeals.py` and `store/paid_later.py`.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.store.making import a_line, add, key, settled
from tracker.services.answers import appealed
from tracker.store import imports, live
from tracker.store.connection import reading, writing
from tracker.store.lines import NewLine
from tracker.store.questions import Filters

PAYERS, STATES = ("aetna", "cigna"), ("OH", "TX")
ENDS = ("open", "overturned", "partly", "upheld", "withdrawn")
ON = date(2025, 9, 15)

SQL = """
with counting as (
  select i.import_id, substr(i.submitted_at, 1, 7) as told from imports i
  join reviews v on v.import_id = i.import_id and v.withdrawn_revision is null and v.verdict = 'accepted'
  where i.withdrawn_revision is null and i.complete = 1),
denied as (
  select l.line_id, l.line_key from claim_lines l join counting using (import_id)
  join name_decisions d on d.name_id = l.name_id and d.withdrawn_revision is null
  where l.outcome = 'denied' and l.primary_payer = 1 and l.withdrawn_revision is null and l.state = 'OH'),
-- one appeal a line and level: an answer before none, the later told before the earlier
told as (
  select d.line_id, a.*, c.told from denied d
  join claim_lines o on o.line_key = d.line_key join counting c using (import_id) join appeals a on a.line_id = o.line_id
  where a.withdrawn_revision is null),
one as (
  select t.* from told t where not exists (
    select 1 from told u where u.line_id = t.line_id and u.level = t.level and u.appeal_id <> t.appeal_id and (
      (t.outcome = 'open' and u.outcome <> 'open')
      or ((t.outcome = 'open') = (u.outcome = 'open') and u.appeal_id > t.appeal_id)))),
seen as (
  select *, case when coalesce(decided_month, '') <> '' then decided_month when outcome <> 'open' then told else '' end as ended
  from one where coalesce(nullif(filed_month, ''), told) <= :month),
judged as (select *, ended <> '' and ended <= :month as over from seen),
won as (select distinct line_id from judged where over and outcome in ('overturned', 'partly')),
paid as (
  select distinct d.line_id from denied d join claim_lines p on p.line_key = d.line_key and p.outcome in ('paid', 'partly_paid')
  join counting c on c.import_id = p.import_id
  where c.told <= :month and p.import_id = (
    select max(o.import_id) from claim_lines o join counting using (import_id) where o.line_key = d.line_key))
select (select count(*) from denied), (select count(distinct line_id) from judged),
  (select count(*) from (select line_id from won union select line_id from paid)),
  (select count(*) from judged where over and outcome in ('overturned', 'partly')),
  (select count(*) from judged where over and outcome in ('overturned', 'partly', 'upheld')),
  (select count(*) from judged where not over), (select count(*) from judged where over and outcome = 'withdrawn'),
  (select count(*) from paid where line_id not in (select line_id from won))
"""


def an_appeal(dice: random.Random, level: int) -> tuple[int, str, str, str | None]:
    filed = dice.choice(("2025-03", "2025-05", "2025-08", ""))
    ended = dice.choice(ENDS)
    months = ("2025-08", "2025-09", "2025-11", None)
    return level, filed, ended, None if ended == "open" else dice.choice(months)


def a_file(dice: random.Random, ids: dict[str, int], known: list[NewLine], number: int) -> list[NewLine]:
    """New lines with their appeals, and some lines of earlier files told again: with other appeals, or paid."""
    made = [
        a_line(
            ids[dice.choice(PAYERS)], row=row, state=dice.choice(STATES), month=dice.choice(("2025-01", "2025-02")),
            outcome=dice.choice(("denied", "denied", "paid")), practice=key("practice", row % 4),
            claim_key=key("claim", number, row), line_key=key("line", number, row),
        )
        for row in range(1, 81)
    ]  # fmt: skip
    for old in dice.sample(known, min(len(known), 50)):
        changed = {k: getattr(old, k) for k in ("state", "month", "practice", "claim_key", "line_key")}
        outcome = dice.choice(("denied", "paid")) if old.outcome == "denied" else "paid"
        made.append(a_line(old.name_id, row=len(made) + 1, outcome=outcome, **changed))
    told = [
        tuple(an_appeal(dice, n + 1) for n in range(dice.choice((0, 0, 1, 2)))) if x.outcome == "denied" else ()
        for x in made
    ]
    fields = [{k: getattr(x, k) for k in NewLine.__dataclass_fields__} for x in made]
    return [NewLine(**{**f, "appeals": a}) for f, a in zip(fields, told, strict=True)]


def fill(store: Path, dice: random.Random) -> None:
    with writing(store, "desk", "names") as change:
        ids = settled(change, PAYERS)
    known, receipts = [], []
    for number in range(5):
        lines = a_file(dice, ids, known, number)
        known = (
            list({x.line_key: x for x in [*lines, *known]}.values()) if dice.random() < 0.5 else [*known, *lines[:80]]
        )
        with writing(store, "desk", "file") as change:
            sent = replace(change, at=f"2025-{number * 2 + 3:02}-10T12:00:00Z")
            verdict = dice.choice(("accepted", "accepted", "accepted", "pending"))
            receipts.append(add(sent, lines, f"file {number}", verdict=verdict).receipt)
    if dice.random() < 0.5:
        with writing(store, "desk", "withdraw") as change:
            imports.withdraw(change, dice.choice(receipts))


@pytest.mark.parametrize("seed", range(12))
def test_sql_and_pandas_agree(own_store: Path, seed: int) -> None:
    store = live.ensure(own_store)
    fill(store, random.Random(seed))
    with reading(store) as db:
        theirs = db.execute(SQL, {"month": ON.isoformat()[:7]}).fetchone()
    found = appealed.outcome(Filters(states=("OH",)), "complete", None, ON)
    assert found is not None
    assert theirs == (
        found.appealed.denominator, found.appealed.numerator, found.overturned_all.numerator,
        found.overturned_decided.numerator, found.overturned_decided.denominator, found.open, found.withdrawn,
        found.paid_later,
    )  # fmt: skip
    assert min(theirs[:6]) > 0, "each figure is there to be compared"


def test_each_figure_is_there_to_be_compared(own_store: Path) -> None:
    store = live.ensure(own_store)
    fill(store, random.Random(2))
    found = appealed.outcome(Filters(states=("OH",)), "complete", None, ON)
    assert found is not None and min(found.paid_later, found.withdrawn, found.open) > 0
