"""What people do with a store that something is wrong with, in a process of its own: scripts, and the app's first page.

    python tests/faults/deeds.py FOLDER DEED...

Prints one JSON object: for each deed its exit code and what it said on standard error, or for a page the errors drawn on
it. A traceback is never an answer. The one thing to know: a process of its own, so that it can lack rights and room.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from tracker.store import connection, live  # noqa: E402

SCRIPTS = {
    "load": ["load_denials.py", "{folder}/fresh.csv"],
    "decide": ["load_decisions.py", "{folder}/decisions.csv"],
    "backup": ["backup.py"],
    "audit": ["audit.py"],
    "people": ["people.py", "invite", "ada@example.org", "member"],
    "export": ["export_ledger.py", "--csv", "{outside}/ledger.csv"],
    "digest": ["write_digest.py", "--markdown", "{outside}/digest.md"],
    "secret": ["secret.py"],
    "restore": ["restore.py", "--newest"],
}


def by_script(words: list[str], folder: Path) -> dict[str, object]:
    """Exit code and standard error of a script."""
    said = io.StringIO()
    name, *rest = [w.format(folder=folder / "files", outside=folder / "outside") for w in words]
    sys.argv = [name, *rest]
    code: object = 0
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            runpy.run_path(str(ROOT / "scripts" / name), run_name="__main__")
        except SystemExit as end:
            code = end.code or 0
        except Exception:
            traceback.print_exc()
            code = "traceback"
    return {"code": code, "said": said.getvalue()}


def by_page() -> dict[str, object]:
    """What the app's page says is wrong, and what Streamlit caught by itself (which must be nothing)."""
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.run()
    caught = [f"{e.message}\n{''.join(e.stack_trace)}" for e in page.exception]
    return {"code": "traceback" if caught else 0, "said": "\n".join([e.value for e in page.error] + caught)}


def by_sending(folder: Path) -> dict[str, object]:
    """What the verbs of the Submit page say: look at a file, then send it."""
    from tracker.errors import TrackerError
    from tracker.people import LOCAL
    from tracker.services import submit

    try:
        submit.accept(submit.preview(folder / "files" / "fresh.csv", LOCAL), LOCAL)
    except TrackerError as problem:
        return {"code": problem.exit_code, "said": str(problem)}
    except Exception:
        return {"code": "traceback", "said": traceback.format_exc()}
    return {"code": 0, "said": ""}


def main() -> None:
    folder = Path(sys.argv[1])
    wait = os.environ.get("FAULTS_WAIT")
    if wait:
        connection.BUSY_SECONDS = live.BUSY_SECONDS = float(wait)  # type: ignore[assignment]
    found = {}
    for deed in sys.argv[2:]:
        live._ready.clear()
        if deed in SCRIPTS:
            found[deed] = by_script(SCRIPTS[deed], folder)
        elif deed == "send":
            found[deed] = by_sending(folder)
        else:
            found[deed] = by_page()
    sys.__stdout__.write(json.dumps(found))  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
