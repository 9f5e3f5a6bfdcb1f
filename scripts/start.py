"""Start the dashboard on this machine: installs what is missing into .venv the first time, then serves.

python3 scripts/start.py [--demo] [--port 8501]
"""

from __future__ import annotations

import argparse
import os

import _environment


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--demo", action="store_true", help="open the synthetic demonstration store (made when missing)"
    )
    parser.add_argument("--port", type=int, default=8501)
    options = parser.parse_args()
    _environment.install()
    environment = dict(os.environ)
    python = str(_environment.PYTHON)
    if options.demo:
        _environment.run([python, "scripts/make_demo.py", "--if-missing"])
        environment["TRACKER_STORE"] = str(_environment.ROOT / "data" / "demo" / "demo.sqlite")
    print(f"Open http://127.0.0.1:{options.port} in a browser. Ctrl+C stops.", flush=True)
    os.chdir(_environment.ROOT)
    command = [python, "-m", "streamlit", "run", "app.py", "--server.port", str(options.port)]
    os.execve(python, command, environment)  # noqa: S606 - fixed words, no shell


if __name__ == "__main__":
    main()
