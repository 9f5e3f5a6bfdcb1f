"""Run every check: lint, types, security rules, tests (those in a real browser too). Continuous integration runs this.

    python3 scripts/check.py [PYTEST ARGUMENTS]

Browser tests and image export need Chromium; where it is missing and this is a Debian-like machine with the rights to
install packages, it is installed, otherwise those tests say that they were skipped and why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import _environment


def chromium() -> None:
    """Install Debian's Chromium where it is missing and possible; say so where it is not."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium (browser tests and image export use it) ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"]
        subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL)
    if not shutil.which("chromium"):
        print("Chromium is missing: browser tests and image export tests will be skipped (install `chromium`).")


def main() -> None:
    chromium()
    _environment.install("test")
    python = str(_environment.PYTHON)
    _environment.run([python, "-m", "ruff", "check", "."])
    _environment.run([python, "-m", "ruff", "format", "--check", "."])
    _environment.run([python, "-m", "mypy"])
    _environment.run([python, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "app.py", "tracker", "scripts"])
    # Two at a time: browser tests mostly wait for the browser.
    tests = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", *sys.argv[1:]]
    sys.exit(subprocess.run(tests, cwd=_environment.ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
