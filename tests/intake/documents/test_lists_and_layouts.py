"""Notes on bare list entries, blocks side by side under titles, change logs, extracts that describe their own fields."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import xlsxwriter

from tracker.intake.documents import scan
from tracker.intake.documents.model import Mention


def said(path: Path) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for m in scan(path).mentions:
        found.setdefault(m.code, []).append(m)
    return found


def test_a_note_on_an_entry_of_a_list_holds_for_that_entry_only(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(
        "Notice to therapy offices\n\nWe pay:\n\n- 97550 and 97551¹\n- 97552\n\nWe do not pay:\n\n- G0539²\n- G0540\n\n"
        "¹ Prior authorization is required.\n² Not covered from March 1, 2026.\n",
        encoding="utf-8",
    )
    found = said(path)
    assert [(m.status, m.prior_auth) for m in found["97550"] + found["97551"]] == [
        ("covered_with_conditions", "yes")
    ] * 2
    assert [(m.status, m.prior_auth) for m in found["97552"]] == [("covered", "unknown")]
    assert [(m.status, m.effective_from) for m in found["G0539"]] == [("not_covered", "2026-03-01")]
    assert [(m.status, m.effective_from) for m in found["G0540"]] == [("not_covered", None)]


def test_two_products_side_by_side_keep_their_own_codes(tmp_path: Path) -> None:
    path = tmp_path / "products.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Codes")
    sheet.merge_range(0, 0, 0, 3, "Our Kids (CHIP)")
    sheet.merge_range(0, 5, 0, 8, "Our Care (Medicaid)")
    head = ["Code", "Pays", "Approval", "Rate"]
    left = [
        ("97110", "Yes", "No", 24.1),
        ("97550", "Yes", "No", 41.25),
        ("97552", "No", "", ""),
        ("96202", "Yes", "Yes", 18.4),
    ]
    right = [
        ("96202", "No", "", ""),
        ("97110", "Yes", "No", 21.9),
        ("97550", "Yes", "Yes", 36.5),
        ("97552", "No", "", ""),
    ]
    for n, row in enumerate([[*head, "", *head], *([*a, "", *b] for a, b in zip(left, right, strict=True))], 1):
        sheet.write_row(n, 0, row)
    book.close()
    found = said(path)
    told = {(c, m.line_of_business): (m.status, m.prior_auth, m.rate_usd) for c, ms in found.items() for m in ms}
    assert told[("97550", "chip")] == ("covered", "no", 41.25)
    assert told[("97550", "medicaid_ffs")] == ("covered_with_conditions", "yes", 36.5)
    assert told[("96202", "chip")][0] == "covered_with_conditions"
    assert told[("96202", "medicaid_ffs")][0] == "not_covered"
    assert len(told) == 6


def test_a_row_of_a_change_log_holds_from_its_day(tmp_path: Path) -> None:
    path = tmp_path / "log.html"
    rows = [("06/01/2024", "97550 and 97551 are bundled."), ("07/01/2025", "97550 and 97551 are covered.")]
    body = "".join(f"<tr><td>{d}</td><td>{t}</td></tr>" for d, t in rows)
    path.write_text(
        f"<h1>Change log</h1><table><tr><th>Date</th><th>What changed</th></tr>{body}</table>", encoding="utf-8"
    )
    assert [(m.status, m.effective_from) for m in said(path)["97550"]] == [
        ("bundled", "2024-06-01"),
        ("covered", "2025-07-01"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Medicaid pays the cost share of dual members for 97550.",
        "2. Denials of 97550 and 97551 in May",
        "One office proposed that the plan pay 97550 from September.",
    ],
)
def test_what_is_no_rule_of_the_plan_states_nothing(tmp_path: Path, sentence: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(f"Minutes of the meeting\n\n{sentence}\n", encoding="utf-8")
    assert {m.status for m in said(path)["97550"]} == {None}


def test_the_code_that_takes_the_payment_in_is_not_bundled(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        "97552 is included in the payment for 97550 of the same week and is not paid on its own.\n", encoding="utf-8"
    )
    found = said(path)
    assert [m.status for m in found["97552"]] == ["bundled"]
    assert not [m for m in found.get("97550", ()) if m.status]


@pytest.mark.parametrize("seed", range(12))
def test_an_extract_of_fixed_width_is_read_by_its_own_layout(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    means = {"C": "covered", "N": "not_covered", "B": "bundled"}
    gap = rng.choice([1, 2])
    widths = [("PROC", 5), ("MOD", 2), ("BEGIN", 8), ("END", 8), ("RATE", 7), ("STAT", 1)]
    if rng.random() < 0.5:
        widths[1:4] = [widths[2], widths[3], widths[1]]
    at, layout = 1, []
    for name, width in widths:
        span = f"{at}-{at + width - 1}" if width > 1 else str(at)
        layout.append(f"{span} {name}" + (" 9(5)V99" if name == "RATE" else ""))
        at += width + gap
    truth = {
        c: (rng.choice("CNB"), rng.randint(500, 9000)) for c in ("97550", "97551", "97552", "G0541", "97110", "97530")
    }
    lines = ["STATE RATE EXTRACT", "RECORD LAYOUT: POS " + "  ".join(layout), "STAT: C=COVERED  N=NOT COVERED  B=NO SEPARATE PAYMENT", ""]  # fmt: skip
    for code, (status, cents) in truth.items():
        cells = {"PROC": code, "MOD": "", "BEGIN": "20260401", "END": "99991231", "STAT": status, "RATE": f"{cents if status == 'C' else 0:07d}"}  # fmt: skip
        lines.append((" " * gap).join(f"{cells[n]:<{w}}" for n, w in widths).rstrip())
    path = tmp_path / "extract.txt"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    found = said(path)
    for code in ("97550", "97551", "97552", "G0541"):
        status, cents = truth[code]
        assert [(m.status, m.effective_from, m.rate_usd) for m in found[code]] == [
            (means[status], "2026-04-01", cents / 100 if status == "C" else None)
        ], (seed, code)
