"""What the documents promise is there: every script and setting is described, every command named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCS = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs").glob("*.md"))
SCRIPTS = sorted(p.name for p in (ROOT / "scripts").glob("*.py") if not p.name.startswith("_"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_is_described(name: str) -> None:
    assert name in README + DOCS, f"scripts/{name} is named neither in the README nor in docs/"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"scripts/(\w+\.py)", README + DOCS))))
def test_every_script_named_is_there(name: str) -> None:
    assert (ROOT / "scripts" / name).is_file()


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r'"(TRACKER_\w+)"', (ROOT / "tracker" / "settings.py").read_text("utf-8"))))
)
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_readme_and_the_continuous_run_use_the_same_command() -> None:
    command = "python3 scripts/check.py"
    assert f"    {command}\n" in README
    assert f"exec {command}" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_room_stands_in_the_picture_of_the_house() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [p.name for p in (ROOT / "tracker").iterdir() if p.is_dir() and not p.name.startswith("_")]
    assert [room for room in rooms if f"{room}/" not in picture] == []
