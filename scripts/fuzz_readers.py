"""Throw damaged and hostile files at every reader of what people send, and count what breaks.

    python scripts/fuzz_readers.py --cases 1000000 --state fuzz.json      go on where the state file ends
    python scripts/fuzz_readers.py --show csv:4711 > case.csv             the file of one case

A case passes when the reader gives its result or refuses in words, within twenty seconds and 300 MiB. Readers run in
processes of their own with an address-space limit, so that even a crash inside a C library is seen and counted.
"""

from __future__ import annotations

import _environment

_environment.enter()

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import _fuzz_cases

from tracker.errors import TrackerError
from tracker.intake import archive, decision_file, documents, sheets, x12_835

SHARES = {"x12_835": 40, "decisions": 35, "csv": 13, "xlsx": 5, "documents": 4, "archives": 3}
CHUNK, SECONDS, SPACE, GROWTH = 2000, 20.0, 3 << 30, 300.0
KEY, TODAY = b"f" * 32, date(2026, 1, 15)


class Hang(BaseException):
    """No `except Exception` of a reader may swallow it."""


def attempt(reader: str, path: Path) -> str:
    """Read one file; what became of it: `read`, `refused`, or `netted` and the kind of error that the last net of the
    document reader caught."""
    try:
        return _read(reader, path)
    except TrackerError as error:
        assert error.next_step, "refused without a way out"
        return "refused"


def _read(reader: str, path: Path) -> str:
    if reader == "x12_835":
        x12_835.looks_like(path.read_bytes()[:65536])
        _accounted(x12_835.read(path, key=KEY, today=TODAY))
    elif reader in ("csv", "xlsx"):
        _accounted(sheets.read(path, key=KEY, today=TODAY))
    elif reader == "archives":
        for _, found in archive.expand(path, on_problem=lambda name, problem: None):
            if not isinstance(found, Path):
                while found.read(1 << 20):
                    pass
    elif reader == "decisions":
        decision_file.read(path, today=TODAY)
    else:
        found_in = documents.scan(path)
        assert not (found_in.error and found_in.silent), "unread and called silent"
        _, netted, kind = (found_in.error or "").partition("of a form that cannot be read (")
        return f"netted {kind.partition(')')[0]}" if netted else "refused" if found_in.error else "read"
    return "read"


def _accounted(batch: Any) -> None:
    """Every row is a line, a problem or set aside; a row with several codes may give several lines."""
    told = {
        (x.sheet, x.row) for part in (batch.lines, batch.problems, batch.set_aside) for x in part if x.row is not None
    }
    assert len(told) == batch.rows, f"{batch.rows} rows, {len(told)} accounted for"


def work(seed: int, reader: str, first: int, last: int, folder: Path) -> None:
    """Cases first to last - 1; a line of JSON for each that did not pass, and one with the counts at the end."""
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    signal.signal(signal.SIGALRM, _hang)
    _fuzz_cases.bases(reader)
    mark = folder / "now"
    counts: Counter[str] = Counter()
    slowest, base = 0.0, _mib()
    for number in range(first, last):
        mark.write_text(str(number))
        path = _fuzz_cases.write(seed, reader, number, folder)
        started, before = time.perf_counter(), _mib()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            counts[attempt(reader, path)] += 1
        except (Exception, Hang) as error:
            _tell(reader, number, type(error).__name__, traceback.format_exc(limit=-6))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            path.unlink(missing_ok=True)
        slowest = max(slowest, time.perf_counter() - started)
        if _mib() - before > GROWTH:
            _tell(reader, number, "Memory", f"{_mib() - before:.0f} MiB more at its peak")
    print(json.dumps({"counts": counts, "slowest": slowest, "mib": _mib() - base}), flush=True)


def _hang(*_: object) -> None:
    raise Hang(f"more than {SECONDS:.0f} seconds")


def _tell(reader: str, number: int, kind: str, what: str) -> None:
    print(json.dumps({"reader": reader, "number": number, "kind": kind, "what": what[-900:]}), flush=True)


def _mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Run:
    """The counts so far, kept in the state file after every chunk."""

    def __init__(self, state: Path | None, seed: int) -> None:
        self.file = state
        self.all: dict[str, Any] = {"seed": seed, "done": {}, "counts": {}, "slowest": {}, "mib": {}, "findings": []}
        if state and state.exists():
            self.all = json.loads(state.read_text())
        if self.all["seed"] != seed:
            sys.exit(f"{state} belongs to seed {self.all['seed']}: give --seed {self.all['seed']} or another file.")

    @property
    def done(self) -> int:
        return sum(self.all["done"].values())

    def chunk(self, reader: str, size: int) -> None:
        """One worker; where it dies or stands still, the case is a finding and the next worker goes on after it."""
        first = self.all["done"].get(reader, 0)
        with tempfile.TemporaryDirectory() as name:
            reached, lines = _worker(self.all["seed"], reader, first, first + size, Path(name))
        for line in lines:
            one = json.loads(line)
            if "counts" in one:
                held = Counter(self.all["counts"].get(reader, {})) + Counter(one["counts"])
                self.all["counts"][reader] = dict(held)
                for what in ("slowest", "mib"):
                    self.all[what][reader] = max(self.all[what].get(reader, 0), one[what])
            else:
                self.all["findings"].append(one)
        self.all["done"][reader] = reached
        if self.file:
            new = self.file.with_suffix(".new")
            new.write_text(json.dumps(self.all, indent=1))
            new.replace(self.file)


def _worker(seed: int, reader: str, first: int, last: int, folder: Path) -> tuple[int, list[str]]:
    """(the next number to try, what was said)."""
    command = [sys.executable, __file__, "--work", str(seed), reader, str(first), str(last), str(folder)]
    mark = folder / "now"
    with (folder / "said").open("w+") as out, (folder / "cried").open("w+") as err:
        running = subprocess.Popen(command, stdout=out, stderr=err)
        seen, since = "", time.monotonic()
        while running.poll() is None:
            time.sleep(0.2)
            now = mark.read_text() if mark.exists() else ""
            if now != seen:
                seen, since = now, time.monotonic()
            elif time.monotonic() - since > 6 * SECONDS:  # not even the alarm got through: it hangs inside a C library
                running.kill()
        out.seek(0)
        err.seek(0)
        lines, cries = out.read().splitlines(), err.read()
    if running.returncode == 0:
        return last, lines
    if not seen:
        sys.exit(f"The worker cannot start:\n{cries[-2000:]}")
    kind = "Hang" if running.returncode == -signal.SIGKILL else f"Crash {running.returncode}"
    return int(seen) + 1, [
        *lines,
        json.dumps({"reader": reader, "number": int(seen), "kind": kind, "what": cries[-900:]}),
    ]


def report(run: Run) -> None:
    """The counts in a table, then each kind of finding once."""
    print(f"\n{run.done:,} cases, seed {run.all['seed']}, {len(run.all['findings'])} findings\n")
    print("| reader | cases | read | refused in words | caught by the last net | slowest s | most MiB |")
    print("|---|---|---|---|---|---|---|")
    for reader, done in run.all["done"].items():
        c = run.all["counts"].get(reader, {})
        netted = {name: n for name, n in c.items() if name.startswith("netted")}
        figures = [f"{n:,}" for n in (done, c.get("read", 0), c.get("refused", 0))]
        figures.append(", ".join(f"{n} {name[7:]}" for name, n in netted.items()) or "0")
        slowest, mib = run.all["slowest"].get(reader, 0), run.all["mib"].get(reader, 0)
        print(f"| {reader} | {' | '.join(figures)} | {slowest:.1f} | {mib:.0f} |")
    seen = set()
    for one in run.all["findings"]:
        mark = (one["reader"], one["kind"], one["what"][-200:])
        if mark not in seen:
            seen.add(mark)
            print(f"\n{one['reader']}:{one['number']} {one['kind']}\n{one['what']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000, help="how many in all, those of the state file included")
    parser.add_argument("--state", type=Path, help="keeps the counts; a second run goes on where it ends")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--readers", nargs="+", choices=SHARES, default=list(SHARES))
    parser.add_argument("--show", metavar="READER:NUMBER", help="write the file of one case to the standard output")
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        seed, reader, first, last, folder = asked.work
        work(int(seed), reader, int(first), int(last), Path(folder))
        return 0
    if asked.show:
        reader, _, number = asked.show.partition(":")
        sys.stdout.buffer.write(_fuzz_cases.case(asked.seed, reader, int(number))[0])
        return 0
    run = Run(asked.state, asked.seed)
    whole = sum(SHARES[reader] for reader in asked.readers)
    wanted = {reader: -(-asked.cases * SHARES[reader] // whole) for reader in asked.readers}
    while left := {r: n - run.all["done"].get(r, 0) for r, n in wanted.items() if n > run.all["done"].get(r, 0)}:
        behind = max(left, key=lambda r: left[r] / wanted[r])
        run.chunk(behind, min(CHUNK, left[behind]))
        print(
            f"\r{run.done:,} of {asked.cases:,}, {len(run.all['findings'])} findings",
            end="",
            file=sys.stderr,
            flush=True,
        )
    report(run)
    return 1 if run.all["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
