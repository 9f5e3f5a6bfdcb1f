"""The option that renews what the golden tests compare with: `python -m pytest tests/figures --regenerate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew, then read the difference")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its golden file whole, or write the file when asked to."""

    def check(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--regenerate", default=False):
            file.write_text(text, encoding="utf-8", newline="")
        assert file.exists(), f"{name} is missing; run: python -m pytest tests/figures --regenerate"
        assert text == file.read_bytes().decode("utf-8")

    return check
