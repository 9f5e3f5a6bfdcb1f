"""Tables in other forms than a row for each code: grids of codes by products, spans, signs called by their names.

Layouts are drawn at random; the truth is drawn first and written into them.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tracker.intake.documents import Mention, scan
from tracker.intake.documents.legend_lines import entries
from tracker.intake.documents.legend_signs import one_kind, signs_for_names
from tracker.intake.documents.model import Block, Place, Reading

CODES = ["97550", "97551", "97552", "96202", "96203", "G0539", "G0541", "G0542"]
PRODUCTS = ["Commercial", "Medicare Advantage", "Medicaid", "CHIP", "Exchange plans", "Self-funded groups"]
STATUSES = ["covered", "covered_with_conditions", "not_covered", "bundled"]
LEGENDS = [
    {"covered": ("Y", "paid"), "covered_with_conditions": ("A", "paid after prior authorization"), "not_covered": ("N", "not paid"), "bundled": ("I", "included in another payment")},
    {"covered": ("✔", "paid, no authorization"), "covered_with_conditions": ("▲", "paid, authorization needed first"), "not_covered": ("✖", "not a benefit"), "bundled": ("■", "no separate payment")},
    {"covered": ("1", "open, paid as listed"), "covered_with_conditions": ("2", "paid only with a plan of care"), "not_covered": ("3", "closed, the plan does not pay"), "bundled": ("4", "packaged")},
]  # fmt: skip


def page(title: str, legend: str, rows: list[list[str]]) -> str:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<h1>{title}</h1><p>{legend}</p><table>{cells}</table>"


def read(tmp_path: Path, html: str) -> tuple[Mention, ...]:
    path = tmp_path / "grid.html"
    path.write_text(html, "utf-8")
    return scan(path).mentions


@pytest.mark.parametrize("seed", range(24))
def test_a_grid_of_codes_and_products(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    codes, products = draw.sample(CODES, draw.randint(2, 6)), draw.sample(PRODUCTS, draw.randint(2, 4))
    legend = draw.choice(LEGENDS)
    truth = {(c, p): draw.choice(STATUSES) for c in codes for p in products}
    days = {p: f"{draw.randint(1, 9)}/1/2026" for p in products}
    dated = draw.random() < 0.5
    head = [draw.choice(["Product", "Plan", "Line of business"]), *codes, *(["In force from"] if dated else [])]
    rows = [[p, *(legend[truth[c, p]][0] for c in codes), *([days[p]] if dated else [])] for p in products]
    told = "; ".join(f"{sign} = {meaning}" for sign, meaning in legend.values())
    found = read(tmp_path, page("Caregiver codes by product", told, [head, *rows]))
    assert len(found) == len(truth)
    for m in found:
        product = next(p for p in products if p in m.passage)
        assert m.status == truth[m.code, product]
        assert not dated or m.effective_from == f"2026-{int(days[product].split('/')[0]):02}-01"


def test_a_tick_in_a_grid_answers_what_the_title_asks(tmp_path: Path) -> None:
    rows = [["Plan", "97550", "97552"], ["Commercial", "Yes", "No"], ["Medicaid", "No", "Yes"]]
    found = read(tmp_path, page("Which plans cover caregiver training", "", rows))
    assert {(m.code, m.line_of_business): m.status for m in found} == {
        ("97550", "commercial"): "covered", ("97552", "commercial"): "not_covered",
        ("97550", "medicaid_ffs"): "not_covered", ("97552", "medicaid_ffs"): "covered",
    }  # fmt: skip
    unasked = read(tmp_path, page("Caregiver training by plan", "", rows))
    assert {m.status for m in unasked} == {None}


@pytest.mark.parametrize("seed", range(12))
def test_spans_in_two_columns(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    first, last = draw.choice([("First", "Last"), ("From", "Through"), ("Low", "High"), ("Begin", "End")])
    day = draw.choice(["Closed since", "Closed on", "Effective"])
    other = [["90785", "90792", "1/1/2020"], ["S9122", "S9124", "1/1/2019"], ["98940", "98943", "7/1/2021"]]
    rows = [*other[: draw.randint(1, 3)], ["G0539", "G0543", "1/1/2025"]]
    draw.shuffle(rows)
    title = draw.choice(["The program does not pay any code in these spans", "Codes that are not covered"])
    found = read(tmp_path, page(title, "", [[first, last, day], *rows]))
    assert {m.code for m in found} == {"G0539", "G0540", "G0541", "G0542", "G0543"}
    assert {(m.status, m.effective_from) for m in found} == {("not_covered", "2025-01-01")}


@pytest.mark.parametrize(
    ("line", "key", "status", "auth"),
    [
        ("An asterisk: prior approval is required. Empty: prior approval is not required.", "*", None, "yes"),
        ("A ring (○) means that approval is not needed.", "○", None, "no"),
        ("A dot (●) under PA means approval before the service.", "●", None, "yes"),
        ("A double dagger marks codes that are not covered.", "‡", "not_covered", "unknown"),
        ("An asterisk next to the code means that prior authorization is required.", "*", None, "yes"),
        ("A check mark indicates that the plan pays.", "✓", "covered", "unknown"),
        ("AUTH: Y = authorization required; N = none. NOTE XB = no benefit, claim denies", "xb", "not_covered", "unknown"),
    ],
)  # fmt: skip
def test_signs_called_by_their_names(line: str, key: str, status: str | None, auth: str) -> None:
    found = [e for e in entries(Reading((Block("text", line, Place(page=1)),), 1)) if e.key == key]
    assert found and {(e.says.status, e.says.auth) for e in found} == {(status, auth)}


def test_a_name_without_an_explanation_is_no_sign() -> None:
    for text in (
        "Plans with a five star rating are listed.",
        "Check the box if the member is new.",
        "Draw a circle around it.",
    ):
        assert signs_for_names(text) == text
    assert one_kind("✔") == one_kind("✓") == one_kind("☑")


@pytest.mark.parametrize("seed", range(18))
def test_classes_explained_in_sentences(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    kind = draw.choice(["Category", "Class", "Tier", "Group"])
    keys = draw.choice([["A", "B", "C", "D"], ["1", "2", "3", "4"]])
    says = {
        "covered": "are eligible for separate reimbursement.",
        "bundled": "are content of another service.",
        "not_covered": "are not eligible for reimbursement.",
        "covered_with_conditions": "are reimbursed after individual consideration.",
    }
    of = dict(zip(draw.sample(STATUSES, 4), keys, strict=True))
    shape = draw.choice(["{k} {x} codes {s}", "Codes in {l} {x} {s}", "The services of {l} {x} {s}"])
    lines = [shape.format(k=kind, l=kind.lower(), x=x, s=says[status]) for status, x in of.items()]
    truth = {c: draw.choice(STATUSES) for c in draw.sample(CODES, 5)}
    rows = [
        ["Code", draw.choice([kind, f"{kind[:3]}." if kind == "Category" else kind])],
        *([c, of[s]] for c, s in truth.items()),
    ]
    found = read(tmp_path, page("Codes and their places", "</p><p>".join(lines), rows))
    assert {m.code: m.status for m in found} == truth


def test_a_footnote_moves_a_code_to_another_class(tmp_path: Path) -> None:
    legend = "Class A codes are payable.</p><p>Class C codes are not payable."
    rows = [["Code", "Class"], ["97550", "A"], ["97552", "C"], ["G0541", "C*"]]
    html = page("Codes by class", legend, rows) + "<p>* Moves to Class A on January 1, 2027.</p>"
    found = {m.code: (m.status, m.effective_from) for m in read(tmp_path, html)}
    assert found == {"97550": ("covered", None), "97552": ("not_covered", None), "G0541": ("covered", "2027-01-01")}
