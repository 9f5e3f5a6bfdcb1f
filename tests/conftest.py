"""What all tests share: the folder of outside samples (absent on most machines) and a store of their own."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tracker.services import demo

# The same examples every time: whether a change is sound must not hang on the day's luck. `HYPOTHESIS_PROFILE=explore`
# looks for new ones, which then become cases of a table.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

ROOT = Path(__file__).resolve().parent.parent


def samples_folder() -> Path | None:
    """Where the outside samples lie: `TRACKER_SAMPLES`, else `../shared/samples` beside the project, else None."""
    folder = Path(os.environ.get("TRACKER_SAMPLES") or ROOT.parent / "shared" / "samples")
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = samples_folder()
    if folder is None:
        pytest.skip("the outside samples are not on this machine (set TRACKER_SAMPLES)")
    return folder


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration store that is made once for all workers; `full_store` is a copy of it."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    made = shared / "demonstration" / "demo.sqlite"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            being_made = shared / "being made" / "demo.sqlite"
            demo.make(being_made, lines=6_000)
            being_made.parent.rename(made.parent)
    return made


@pytest.fixture(scope="module")
def full_store(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration store of the tests of one module."""
    return shutil.copy(demonstration, tmp_path_factory.mktemp("full") / "demo.sqlite")


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own live store and secret; none can touch what people entered."""
    store = tmp_path / "live" / "payers.sqlite"
    monkeypatch.setenv("TRACKER_STORE", str(store))
    monkeypatch.delenv("TRACKER_SECRET_FILE", raising=False)
    return store


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes never name a test: packed data carries the time of packing, and parallel workers must agree on every name."""
    return argname if isinstance(val, bytes) else None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew, then read the difference")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its golden file (in `golden/` beside the test) whole, or write the file when asked to."""

    def check(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--regenerate", default=False):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        assert file.exists(), f"{name} is missing; run: python -m pytest {request.path} --regenerate"
        assert text == file.read_bytes().decode("utf-8")

    return check
