"""What every test of a figure stands on: plotly checks here what it is spared on pages."""

from __future__ import annotations

import pytest

from tracker.figures import compose


@pytest.fixture(autouse=True)
def every_property_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "CHECKED", True)
