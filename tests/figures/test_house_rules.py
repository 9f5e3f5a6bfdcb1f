"""What look.md asks of every figure, checked on all of them in every size and theme."""

from __future__ import annotations

import importlib
import json
import re
from itertools import pairwise, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.comparing import as_text
from tests.figures.demo import LONG, cases, matrix
from tracker.errors import TrackerError
from tracker.figures import compose, style, text
from tracker.figures import matrix as matrix_figure
from tracker.figures.axes import months_between, spread
from tracker.figures.compose import move
from tracker.vocabulary import Status, Tier

CASES = cases()
EVERY = list(product(CASES, style.SIZES.values(), (style.LIGHT, style.DARK)))


def drawn(name: str, size: style.Size, theme: style.Theme):
    module_name, frame, caption, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    return module.draw(frame, caption(module, frame), size=size, theme=theme, **more)


@pytest.mark.parametrize("name", CASES)
def test_a_figure_is_the_same_whether_plotly_checks_it_or_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = json.loads(drawn(name, style.SCREEN, style.LIGHT).to_json())
    monkeypatch.setattr(compose, "CHECKED", False)
    assert json.loads(drawn(name, style.SCREEN, style.LIGHT).to_json()) == checked


@pytest.mark.parametrize(("name", "size", "theme"), EVERY, ids=lambda v: getattr(v, "name", v))
def test_every_text_lies_inside_the_picture(name: str, size: style.Size, theme: style.Theme) -> None:
    figure = drawn(name, size, theme)
    margin = figure.layout.margin
    assert margin.t + margin.b < figure.layout.height, "no room is left for the plot"
    for a in figure.layout.annotations:
        lines = [re.sub("<.*?>", "", line) for line in a.text.split("<br>")]
        wide = text.widest((x.replace("&amp;", "&") for x in lines), a.font.size, "<b>" in a.text)
        if a.xref == "paper" and a.xanchor == "left" and not a.textangle:
            inner = size.measure + 2 * size.pad - margin.l - margin.r
            start = margin.l + (a.xshift or 0) + (inner if a.x == 1 else 0)
            assert start >= 0
            assert start + wide <= size.measure + 2 * size.pad + 1, a.text
        if a.yref == "paper" and a.yanchor == "top" and a.y == 0:
            assert -a.yshift + len(lines) * a.font.size * 1.3 <= margin.b + 1, a.text


@pytest.mark.parametrize("name", CASES)
def test_no_colour_is_left_to_plotly(name: str) -> None:
    for theme in style.THEMES.values():
        figure = drawn(name, style.SCREEN, theme)
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == theme.paper
        assert figure.layout.font.color == theme.ink
        assert figure.layout.template.layout.font.family == text.FONT
        assert not figure.layout.title.text, "the caption is drawn by compose"
        for trace in figure.data:
            drawn_trace = trace.to_plotly_json()
            marker, line = drawn_trace.get("marker", {}), drawn_trace.get("line", {})
            own = {
                "bar": "color" in marker,
                "markers": "color" in marker or "color" in marker.get("line", {}),
                "lines": "color" in line or line.get("width") == 0,
                "text": "color" in drawn_trace.get("textfont", {}),
            }
            assert own["bar" if trace.type == "bar" else trace.mode], drawn_trace


@pytest.mark.parametrize("name", CASES)
def test_the_caption_travels_inside_the_picture(name: str) -> None:
    figure = drawn(name, style.SLIDE, style.LIGHT)
    said = " ".join(a.text for a in figure.layout.annotations).replace("<br>", " ").replace("&amp;", "&")
    caption = figure.layout.meta["caption"]
    for part in ("title", "subtitle", "source", "n", "snapshot", "licence"):
        assert caption[part] in said, part
    assert figure.layout.meta["alt"].startswith(caption["title"])


@pytest.mark.parametrize("theme", style.THEMES.values(), ids=lambda t: t.name)
def test_words_and_marks_can_be_read_on_every_fill(theme: style.Theme) -> None:
    for status in Status:
        fill = theme.fill(status)
        assert style.contrast(fill.mark, fill.colour) >= 4.5, status
    for colour in (theme.ink, theme.soft):
        assert style.contrast(colour, theme.paper) >= 4.5
    assert style.contrast(theme.accent, theme.paper) >= 4.5
    for colour in (*theme.coverage, *theme.billing):
        assert style.contrast(colour, theme.paper) >= 1.5


@pytest.mark.parametrize("theme", style.THEMES.values(), ids=lambda t: t.name)
def test_families_of_reasons_are_ordered_and_grey_is_grey(theme: style.Theme) -> None:
    against = [style.contrast(c, theme.paper) for c in theme.billing]
    assert against == sorted(against, reverse=True)
    for colour in theme.billing:
        parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert max(parts) - min(parts) <= 18
    for colour in theme.coverage:
        assert int(colour[1:3], 16) > int(colour[5:7], 16) + 60


@pytest.mark.parametrize("tier", [Tier.T0, Tier.T1])
def test_below_t2_nothing_is_called_a_rate(tier: Tier) -> None:
    for words in ("Denial rate 38%", "Rates by payer", "38% is the rate"):
        with pytest.raises(TrackerError, match="may not be called a rate"):
            style.Caption(words, tier=tier)
    style.Caption("Valued at Medicare rates; accurate, corporate", tier=tier)
    style.Caption("Denial rate 38%", tier=Tier.T2)


def test_the_matrix_is_paged_and_loses_nobody() -> None:
    frame = matrix(400)
    for size in (style.SCREEN, style.SLIDE, style.LETTER, style.SQUARE):
        pages = matrix_figure.pages(frame, size)
        assert sum(p["payer_id"].nunique() for p in pages) == 400
        assert set().union(*(set(p["payer_id"]) for p in pages)) == set(frame["payer_id"])
        assert len(pages) > 5


def test_a_hidden_number_is_nowhere_in_the_picture() -> None:
    frame = pd.DataFrame(
        [("coding", "coding or modifier", "billing", float("nan"), True), ("units", "units", "billing", 77, False)],
        columns=["category", "words", "denial_class", "lines", "hidden"],
    )
    module = importlib.import_module("tracker.figures.reasons")
    figure = module.draw(frame, style.Caption(module.finding(frame)))
    said = figure.to_json()
    assert "hidden (small number)" in said
    assert "nan" not in said.lower().replace("finance", "")
    assert "hidden (small number)" in module.alt(frame, style.Caption("x"))


def test_a_missing_month_is_a_gap_and_not_zero() -> None:
    module_name, frame, caption, _ = CASES["trend-23"]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    figure = module.draw(frame, caption(module, frame))
    line = next(t for t in figure.data if t.mode == "lines" and t.fill is None)
    values = dict(zip(line.x, line.y, strict=True))
    assert values["2025-10-01"] != values["2025-10-01"]
    assert 0 not in values.values()


@pytest.mark.parametrize("name", [n for n, case in CASES.items() if "hidden" in case[1] and case[1]["hidden"].any()])
def test_what_is_hidden_makes_no_difference_even_where_a_caller_left_it_in(name: str) -> None:
    module_name, frame, caption, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    left_in = frame.copy()
    for column in ("numerator", "denominator", "lines", "share", "low", "high", "coverage_denials"):
        if column in frame:
            secret = 0.98765 if column in ("share", "low", "high") else 98765
            left_in[column] = left_in[column].astype(float).mask(frame["hidden"].astype(bool), secret)
    made = caption(module, frame)
    assert module.finding(left_in) == module.finding(frame)
    assert module.alt(left_in, made) == module.alt(frame, made)
    assert as_text(module.draw(left_in, made, **more)) == as_text(module.draw(frame, made, **more))


def test_control_limits_do_not_give_a_hidden_number_of_lines_back() -> None:
    _, frame, _, _ = CASES["trend-limits"]
    secret = frame.assign(upper=frame["upper"].mask(frame["hidden"], 0.98765), lower=0.1)
    module = importlib.import_module("tracker.figures.trend")
    assert "0.98765" not in module.draw(secret, style.Caption("x")).to_json()
    upper = next(t for t in module.draw(secret, style.Caption("x")).data if t.line.dash and 0.49 in t.y)
    assert not any(pd.isna(v) for v in upper.y)


def test_nothing_is_claimed_where_most_months_are_hidden() -> None:
    frame = CASES["trend-23"][1].assign(hidden=True, open=False)
    frame.loc[frame.index[[0, -1]], "hidden"] = False
    said = importlib.import_module("tracker.figures.trend").finding(frame)
    assert said == f"Most months are hidden (small numbers): 2 of {len(frame)} closed months are shown"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (1, "100%"), (0.004, "0.4%"), (0.0001, "0.1%"), (0.384, "38%"), (0.385, "39%"), (0.9999, "99.9%"),
     (0.009, "0.9%"), (0.0096, "1%")],
)  # fmt: skip
def test_shares_never_round_to_none_or_all(share: float, words: str) -> None:
    assert text.percent(share) == words


def test_words_are_wrapped_and_cut_to_their_room() -> None:
    for room in (60, 120, 334):
        lines = text.wrap(LONG, 12, room)
        assert " ".join(lines).replace(" ", "") == LONG.replace(" ", "")
        assert all(text.width(line, 12) <= room for line in lines)
        assert text.width(text.cut(LONG, 12, room), 12) <= room
    assert text.cut("short", 12, 334) == "short"
    assert text.wrap("", 12, 100) == []
    assert text.wrap("of 109 lines in Oct 2026", 12, text.width("of 109 lines in Oct", 12) + 1)[-1] == "Oct 2026"
    assert len(text.wrap("x" * 80, 12, 100)) > 3


def test_labels_at_line_ends_never_overlap() -> None:
    moved = spread([10, 11, 12, 80], [10, 20, 10, 10], 0, 100)
    spans = sorted((m - h / 2, m + h / 2) for m, h in zip(moved, [10, 20, 10, 10], strict=True))
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= 100


def test_months_between_and_shapes_move() -> None:
    assert months_between("2024-11", "2025-02") == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert move({"path": "M0,-1 L2,3.5 Z"}, 1, -1)["path"] == "M1.00,-2.00 L3.00,2.50 Z"


@pytest.mark.parametrize("name", CASES)
def test_nullable_columns_are_drawn_like_plain_ones(name: str) -> None:
    module_name, frame, caption, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    nullable = frame.convert_dtypes() if len(frame) else frame
    assert module.finding(nullable) == module.finding(frame)
    made = caption(module, frame)
    assert module.alt(nullable, made) == module.alt(frame, made)
    assert as_text(module.draw(nullable, made, **more)) == as_text(module.draw(frame, made, **more))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200), st.sampled_from(list(style.SIZES.values())))
def test_any_name_and_title_can_be_drawn(payer: str, title: str, size: style.Size) -> None:
    caption = style.Caption(title, payer)
    wild = matrix(3).assign(payer=payer, parent=None)
    figure = matrix_figure.draw(wild, caption, size)
    assert figure.layout.height > 0
    rows = CASES["intervals-12"][1].assign(payer=payer)
    module = importlib.import_module("tracker.figures.intervals")
    said = " ".join(a.text for a in module.draw(rows, caption, size).layout.annotations)
    assert "<script" not in said.lower()
    assert not re.search(r"<(?!/?b>|br>)", said)
