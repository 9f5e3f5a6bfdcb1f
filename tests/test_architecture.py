"""The rooms and the direction of imports, read from the code itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASE = {"vocabulary", "errors", "files", "people", "settings", "reference"}
ALLOWED = {
    "vocabulary": set(),
    "errors": set(),
    "files": set(),
    "people": {"vocabulary", "errors"},
    "settings": {"errors"},
    "reference": {"vocabulary", "errors"},
    "store": BASE,
    "intake": BASE,
    "measures": BASE,
    "figures": BASE,
    "exports": BASE | {"figures", "measures"},
    "services": BASE | {"store", "intake", "measures", "figures", "exports"},
    "ui": BASE | {"store", "intake", "measures", "figures", "exports", "services"},
    "pages": BASE | {"store", "intake", "measures", "figures", "exports", "services", "ui"},
}
ONLY_IN = {
    "streamlit": {"ui", "pages", "app.py"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "plotly": {"figures", "exports"},
}
FILES = [ROOT / "app.py", *sorted((ROOT / "tracker").rglob("*.py"))]


def room_of(file: Path) -> str:
    parts = file.relative_to(ROOT).parts
    return parts[0] if parts[0] == "app.py" else parts[1].removesuffix(".py")


def imports_of(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("file", [f for f in FILES if f.exists()], ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_go_one_way(file: Path) -> None:
    room = room_of(file)
    for name in imports_of(file):
        parts = name.split(".")
        if parts[0] == "tracker" and len(parts) > 1 and room in ALLOWED and parts[1] not in {room, "__version__"}:
            assert parts[1] in ALLOWED[room], f"{room} may not import {name}"
        if parts[0] in ONLY_IN:
            assert room in ONLY_IN[parts[0]], f"{parts[0]} may be imported only in {sorted(ONLY_IN[parts[0]])}"
