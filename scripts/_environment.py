"""Import this first in every script: it makes the project importable and, where the packages are missing, uses `.venv`.

Only the standard library may be imported here, since it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"


def _have(*modules: str) -> bool:
    return all(importlib.util.find_spec(m) for m in modules)


def _stamp(extra: str) -> str:
    text = (ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes() + extra.encode()
    return hashlib.sha256(text).hexdigest()


def install(extra: str = "") -> None:
    """Make `.venv` with the pinned packages (and those of `extra`) unless it is there and current."""
    mark = HOME / f"installed-{extra or 'run'}"
    if PYTHON.exists() and mark.exists() and mark.read_text() == _stamp(extra):
        return
    if not PYTHON.exists():
        print("Making .venv ...", flush=True)
        venv.create(HOME, with_pip=True)
    print("Installing the pinned packages into .venv ...", flush=True)
    wanted = f".[{extra}]" if extra else "."
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*command, "--constraint", str(CONSTRAINTS), wanted], cwd=ROOT, check=True)
    mark.write_text(_stamp(extra))


def run(command: list[str]) -> None:
    """Run a command in the project's folder; a failure ends the script with its exit code."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def enter() -> None:
    """Run the calling script again inside `.venv` when this interpreter lacks the packages."""
    if Path(sys.prefix).resolve() != HOME.resolve() and PYTHON.exists() and not _have("streamlit", "sqlite_utils"):
        os.execv(str(PYTHON), [str(PYTHON), *sys.argv])  # noqa: S606 - the same script, no shell


if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads this before pip could refuse it
    sys.exit("payer-tracker needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
sys.path.insert(0, str(ROOT))
