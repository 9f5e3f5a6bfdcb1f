"""How fast and how right is the remittance reader, beside others and beside a loop that only splits?

    python scripts/bench_835.py                                   10 and 100 MB, and the samples where they are
    python scripts/bench_835.py --megabytes 10 --runs 5 --share 1.0

Each run is a process of its own after a small warm-up; imports are not counted. The file is made here: 1 to 3 lines a
claim, 18% denied, transactions of 2,000 claims, `--share` of the claims with tracked codes. Peers come with
`pip install .[bench]`; edi-835-parser, which asks for an older pandas, with `pip install --no-deps
edi-835-parser==1.8.0`. A peer that is absent is said. "Right" on the samples means claims, service lines and
adjustments all as counted.
"""

from __future__ import annotations

import _environment

_environment.enter()

import argparse
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import _made_835

Counts = tuple[int, int, int]  # claims, service lines, adjustments
WARM_UP = "ISA*00*          *00*          *ZZ*S              *ZZ*R              *251231*0900*^*00501*000000001*0*P*:~"
WARM_UP += "GS*HP*S*R*20251231*0900*1*X*005010X221A1~ST*835*0001~BPR*I*0*C*NON************20251231~TRN*1*1*1~"
WARM_UP += "N1*PR*P*XV*1~N1*PE*C*XX*1234567893~LX*1~CLP*A*4*10*0**12*1*11*1~SVC*HC:97110*10*0**1~DTM*472*20251201~"
WARM_UP += "CAS*CO*96*10~SE*12*0001~GE*1*1~IEA*1*000000001~"


def naive(file: Path) -> Counts:
    """The floor: what one would write by hand for one known payer. Fixed delimiters, a mebibyte at a time, a row a line
    with its claim, code, amounts, date and adjustments; nothing checked, no row kept."""
    claims = lines = triplets = 0
    rest = ""
    claim: Any = ()
    row: Any = ()
    with file.open(encoding="latin-1", newline="") as stream:
        while block := stream.read(1 << 20):
            segments = (rest + block).split("~")
            rest = segments.pop()
            for segment in segments:
                values = segment.strip().split("*")
                tag = values[0]
                if tag == "CLP":
                    claims += 1
                    claim = (values[1], values[2], Decimal(values[3]), Decimal(values[4]))
                elif tag == "SVC":
                    lines += 1
                    row = (claim, values[1].split(":"), Decimal(values[2]), Decimal(values[3]), [], [])
                elif tag == "DTM" and values[1] == "472" and row:
                    row[-1].append(values[2])
                elif tag == "CAS":
                    for place in range(2, len(values) - 1, 3):
                        if values[place]:
                            triplets += 1
                            adjustment = (values[1], values[place], Decimal(values[place + 1]))
                            if row:
                                row[-2].append(adjustment)
    return claims, lines, triplets


def ours(file: Path) -> Counts:
    """The whole path to kept lines: hash, totals, checks, outcomes, fingerprints."""
    from tracker.intake import x12_835

    totals = x12_835.read(file, key=b"b" * 32).totals
    assert totals is not None
    return totals.claims, totals.service_lines, totals.cas_triplets


def oxedi(file: Path) -> Counts:
    import oxedi as peer

    tables = peer.parse_file(file).tables
    return len(tables["claims"]), len(tables["services"]), len(tables["adjustments"])


def openx12(file: Path) -> Counts:
    from openx12 import x835

    claims = x835.parse(file.read_text("latin-1")).claims
    services = [service for claim in claims for service in claim["services"]]
    held = sum(len(x.get("adjustments", [])) for x in [*claims, *services])
    return len(claims), len(services), held


def edi_835_parser(file: Path) -> Counts:
    import edi_835_parser as peer

    claims = [claim for part in peer.parse(str(file)).transaction_sets for claim in part.claims]
    services = [service for claim in claims for service in claim.services]
    return len(claims), len(services), sum(len(service.adjustments) for service in services)


def pyx12(file: Path) -> Counts:
    from pyx12.x12file import X12Reader

    claims = lines = triplets = 0
    for segment in X12Reader(str(file)):
        tag = segment.get_seg_id()
        claims += tag == "CLP"
        lines += tag == "SVC"
        if tag == "CAS":
            triplets += sum(bool(segment.get_value(f"CAS{place:02d}")) for place in range(2, 18, 3))
    return claims, lines, triplets


READERS: dict[str, Callable[[Path], Counts]] = {
    "naive loop": naive,
    "payer-tracker": ours,
    "oxedi": oxedi,
    "openx12": openx12,
    "edi-835-parser": edi_835_parser,
    "pyx12": pyx12,
}


def measure(name: str, file: Path) -> dict[str, object]:
    """One timed reading in this process: counts, seconds, peak memory above the interpreter's before any import."""
    warnings.simplefilter("ignore")
    read = READERS[name]
    before = peak_mib()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.835"
        small.write_text(WARM_UP)
        read(small)
    started = time.perf_counter()
    counts = read(file)
    seconds = time.perf_counter() - started
    return {"counts": counts, "seconds": seconds, "mib": peak_mib() - before}


def peak_mib() -> float:
    """Most memory this process has held. Linux' own counter first: the portable one begins with the parent's peak."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(name: str, file: Path) -> dict[str, object] | str:
    """`measure` in a process of its own, or why it could not be done."""
    command = [sys.executable, __file__, "--one", name, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode == 0:
        return dict(json.loads(done.stdout.splitlines()[-1]))
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    return "not installed" if "ModuleNotFoundError" in last else f"fails: {last[:80]}"


def speed(file: Path, names: list[str], runs: int) -> None:
    """Print one row a reader; the runs are interleaved so that a busy minute hits all alike."""
    size = file.stat().st_size / 1e6
    results: dict[str, list[dict[str, object]]] = {}
    failed: dict[str, str] = {}
    for _ in range(runs):
        for name in names:
            got = apart(name, file) if name not in failed else failed[name]
            if isinstance(got, str):
                failed[name] = got
            else:
                results.setdefault(name, []).append(got)
    base = _median(results["naive loop"], "seconds")
    print(f"\n{size:.1f} MB, median of {runs}\n")
    print("| reader | seconds | MB/s | times the naive loop | MiB above the interpreter | claims, lines, adjustments |")
    print("|---|---|---|---|---|---|")
    for name in names:
        if name in failed:
            print(f"| {name} | {failed[name]} | | | | |")
            continue
        seconds, mib = _median(results[name], "seconds"), _median(results[name], "mib")
        counts = ", ".join(f"{n:,}" for n in results[name][0]["counts"])  # type: ignore[attr-defined]
        print(f"| {name} | {seconds:.2f} | {size / seconds:.1f} | {seconds / base:.2f} | {mib:.0f} | {counts} |")


def _median(runs: list[dict[str, object]], what: str) -> float:
    return statistics.median(float(str(run[what])) for run in runs)


def correctness(folder: Path, names: list[str]) -> None:
    """Print how many of the sample files each reader counts right, counts wrong silently, or refuses."""
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        index = list(csv.DictReader(file, delimiter="\t"))
    print(f"\n{len(index)} sample files\n\n| reader | right | silently wrong | refused |\n|---|---|---|---|")
    warnings.simplefilter("ignore")
    for name in names:
        right = wrong = refused = 0
        for row in index:
            true = (int(row["claims"]), int(row["service_lines"]), int(row["cas_triplets"]))
            try:
                same = READERS[name](folder / row["file"]) == true
            except ModuleNotFoundError:
                break
            except Exception:
                refused += 1
            else:
                right, wrong = right + same, wrong + (not same)
        else:
            print(f"| {name} | {right} | {wrong} | {refused} |")
            continue
        print(f"| {name} | not installed | | |")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=[10, 100])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.05, help="share of claims with tracked codes (0 to 1)")
    parser.add_argument("--readers", nargs="+", choices=READERS, default=list(READERS))
    parser.add_argument("--slow-up-to", type=float, default=10, help="largest file, in MB, for readers below 10 MB/s")
    parser.add_argument("--samples", type=Path, default=os.environ.get("TRACKER_SAMPLES"))
    parser.add_argument("--one", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], Path(asked.one[1]))))
        return
    names = ["naive loop", *(name for name in asked.readers if name != "naive loop")]
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in asked.megabytes:
            file = Path(folder) / "made.835"
            _made_835.generate(file, megabytes, asked.share)
            quick = ["naive loop", "payer-tracker", "oxedi"]
            speed(file, [n for n in names if megabytes <= asked.slow_up_to or n in quick], asked.runs)
    samples = Path(asked.samples) / "835" if asked.samples else _environment.ROOT.parent / "shared" / "samples" / "835"
    if (samples / "INDEX.tsv").exists():
        correctness(samples, names)
    else:
        print("\nNo sample files here (set TRACKER_SAMPLES): correctness was not measured.")


if __name__ == "__main__":
    main()
