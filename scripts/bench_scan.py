"""Time and memory of the document scanner, beside a plain search and pdfplumber's table extraction in the same run.

    python scripts/bench_scan.py [--pages 1000] [--rows 20000] [--plumber-pages 60]

Makes a manual and a fee schedule of its own with known places of codes and decoys, and prints one table.
"""

import _environment

_environment.enter()

import argparse
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2
import xlsxwriter
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from tracker.intake.documents import scan
from tracker.intake.documents.model import Row
from tracker.reference import codes

SUBJECTS = ("claims", "appeals", "referrals", "records", "rosters", "remittances", "directories", "audits")
VERBS = ("are handled by", "must reach", "are answered by", "are checked by", "are kept by")
OFFICES = ("the appeals unit", "provider services", "the network office", "the credentialing committee")
DECOYS = ("Call (555) 975-5000.", "Invoice total $97,550.00.", "Ticket 197551 is closed.", "Form 97552-A is retired.")


@dataclass(frozen=True)
class Outcome:
    """What a way of reading found: true (code, page or row) pairs, false ones, and what it cost."""

    name: str
    seconds: float
    processor: float
    megabytes: float
    found: int
    of: int
    false: int

    def row(self) -> str:
        recall = f"{self.found / self.of:.3f} ({self.found}/{self.of})"
        cost = f"{self.seconds:.1f} s | {self.processor:.1f} s | {self.megabytes:.0f} MB"
        return f"| {self.name} | {cost} | {recall} | {self.false} |"


Pairs = set[tuple[str, int]]


def _sentence(chance: random.Random) -> str:
    subject, verb, office = chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(OFFICES)
    return f"{subject.capitalize()} {verb} {office} within {chance.randint(5, 180)} days."


def make_manual(path: Path, pages: int, seed: int, dense: bool = False) -> Pairs:
    """A manual with a sentence on codes on some pages, a ruled table on others, and decoys on more. `dense`: every page
    names codes, the worst case, since every page has to be laid out."""
    chance = random.Random(seed)  # noqa: S311 - made-up filler, no secret
    style = getSampleStyleSheet()["BodyText"]
    every, story, truth = max(10, pages // 12), [], set()
    names = list(codes())
    for page in range(1, pages + 1):
        filler = [" ".join(_sentence(chance) for _ in range(9)) for _ in range(5)]
        if page % every == 3 or dense:
            filler.insert(2, f"{names[0]} through {names[2]} are covered when the plan of care asks for the training.")
            truth |= {(c, page) for c in names[:3]}
        if page % every == 6:
            filler.insert(1, chance.choice(DECOYS))
        story += [Paragraph(text, style) for text in filler[:3]]
        if page % every == 8:
            rows = [
                ["Code", "Status", "Rate"],
                ["97110", "Covered", "$30.10"],
                [names[3], "Bundled", "-"],
                [names[5], "Covered", "$52.00"],
            ]
            story.append(Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])))
            truth |= {(names[3], page), (names[5], page)}
        story += [Paragraph(text, style) for text in filler[3:]]
        story.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=letter).build(story)
    return truth


def make_schedule(path: Path, rows: int, seed: int) -> Pairs:
    """A fee schedule with the tracked codes near its end and amounts and record numbers that look like codes."""
    chance = random.Random(seed)  # noqa: S311 - made-up filler, no secret
    truth: Pairs = set()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Fees")
    for n, head in enumerate(("Record", "Code", "Description", "Rate", "PA", "Status", "Effective")):
        sheet.write(0, n, head)
    special = dict(zip(range(rows - len(codes()) - 5, rows), codes(), strict=False))
    for r in range(1, rows):
        code = special.get(r) or f"{chance.choice('AEJLV')}{r % 10000:04d}"
        record = 97551 if r == rows // 3 else 400_000 + r
        rate = 97550.0 if r == rows // 2 else round(chance.uniform(10, 300), 2)
        for n, value in enumerate((record, code, "service", rate, chance.choice("YN"), "covered", "01/01/2026")):
            sheet.write(r, n, value)
        truth |= {(code, r + 1)} if r in special else set()
    book.close()
    return truth


def by_scanner(path: Path) -> Pairs:
    return {(m.code, m.place.page or m.place.row or 0) for m in scan(path).mentions}


def by_plain_search(path: Path) -> Pairs:
    """The digits anywhere in the text of a page."""
    pattern = re.compile("|".join(codes()))
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(str(path))
        texts = [page.get_textpage().get_text_range() for page in document]
        document.close()
    else:
        texts = [" ".join(r.cells) for r in _rows(path)]
    return {(code, n) for n, text in enumerate(texts, 1) for code in pattern.findall(text)}


def _rows(path: Path) -> list[Row]:
    from tracker.intake.documents.limits import Limits
    from tracker.intake.documents.readers.workbook import read_workbook

    return [r for part in read_workbook(path, Limits()).parts for r in getattr(part, "rows", ())]


def by_plumber(path: Path, pages: int) -> Pairs:
    """pdfplumber's tables: cells that begin with a tracked code."""
    found: Pairs = set()
    with pdfplumber.open(path) as document:
        for n, page in enumerate(document.pages[:pages], 1):
            for table in page.extract_tables():
                found |= {(cell[:5], n) for row in table for cell in row if cell and cell[:5] in codes()}
            page.close()
    return found


def _work(
    read: Callable[..., Pairs],
    arguments: tuple[object, ...],
    answers: "multiprocessing.Queue[tuple[Pairs, float, float, float]]",
) -> None:
    started = time.monotonic()
    found = read(*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    answers.put((found, time.monotonic() - started, time.process_time(), peak))


def measure(name: str, truth: Pairs, read: Callable[..., Pairs], *arguments: object) -> Outcome:
    """Runs in a process of its own, so that memory is counted for this way of reading alone."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_work, args=(read, arguments, answers))
    process.start()
    found, seconds, processor, peak = answers.get()
    process.join()
    return Outcome(name, seconds, processor, peak, len(found & truth), len(truth), len(found - truth))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--plumber-pages", type=int, default=60, help="pages given to pdfplumber, which is slow")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        manual, schedule = Path(folder) / "manual.pdf", Path(folder) / "schedule.xlsx"
        full = Path(folder) / "dense.pdf"
        in_manual = make_manual(manual, options.pages, options.seed)
        in_full = make_manual(full, options.pages, options.seed, dense=True)
        in_schedule = make_schedule(schedule, options.rows, options.seed)
        first = {t for t in in_manual if t[1] <= options.plumber_pages}
        outcomes = [
            measure(f"manual of {options.pages:,} pages: scanner", in_manual, by_scanner, manual),
            measure(f"manual of {options.pages:,} pages: search for the digits", in_manual, by_plain_search, manual),
            measure(
                f"first {options.plumber_pages} pages: pdfplumber tables",
                first,
                by_plumber,
                manual,
                options.plumber_pages,
            ),
            measure(f"{options.pages:,} pages that all name codes: scanner", in_full, by_scanner, full),
            measure(
                f"{options.pages:,} pages that all name codes: search for the digits", in_full, by_plain_search, full
            ),
            measure(f"schedule of {options.rows:,} rows: scanner", in_schedule, by_scanner, schedule),
            measure(
                f"schedule of {options.rows:,} rows: search for the digits", in_schedule, by_plain_search, schedule
            ),
        ]
    print("| way of reading | time | processor | peak memory | recall | false finds |\n|---|---|---|---|---|---|")
    print("\n".join(o.row() for o in outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
