"""Every figure, compared whole as JSON, and its alternative text and finding beside it."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import pytest

from tests.figures.comparing import as_text
from tests.figures.demo import cases
from tracker.figures import style

CASES = {name: case for name, case in cases().items() if name not in {"matrix-60", "intervals-40"}}
CANVASES = [(style.SCREEN, style.LIGHT), (style.NARROW, style.DARK)]


@pytest.mark.parametrize(("size", "theme"), CANVASES, ids=lambda c: c.name)
@pytest.mark.parametrize("name", CASES)
def test_the_figure_is_the_one_that_was_looked_at(
    name: str, size: style.Size, theme: style.Theme, golden: Callable[[str, str], None]
) -> None:
    module_name, frame, caption, more = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    figure = module.draw(frame, caption(module, frame), size=size, theme=theme, **more)
    golden(f"{name}_{size.name}_{theme.name}.json", as_text(figure))


@pytest.mark.parametrize("name", CASES)
def test_alternative_text_and_finding(name: str, golden: Callable[[str, str], None]) -> None:
    module_name, frame, caption, _ = CASES[name]
    module = importlib.import_module(f"tracker.figures.{module_name}")
    golden(f"{name}.txt", f"{module.finding(frame)}\n\n{module.alt(frame, caption(module, frame))}\n")
