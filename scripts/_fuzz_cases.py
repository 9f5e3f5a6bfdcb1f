"""Makes damaged and hostile files for `fuzz_readers.py`. Everything in them is invented.

The one thing to know: a case is made from seed, reader and number alone, so any case can be made again, byte for byte.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import _made_835
import xlsxwriter
from reportlab.pdfgen import canvas

from tracker.intake import decision_file

Table = list[list[str]]
VALUES = re.compile(rb'(?:(?<=>)([^<>]{1,60})(?=<))|"([^"<>]{1,60})"')
COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Payer|Insurance|ins_co", ("Prairie Mutual", "Lakeside Health Plan", "Medicare Part B")),
    ("DOS|Date of Service|svc_dt", ("03/14/2025", "2025-04-02", "5/6/25", "45720")),
    ("CPT|Procedure Code|proc_cd", ("97550", "97551", "G0541", "97550-GP", "97110")),
    ("Status|Outcome|result", ("Denied", "Paid", "Partially paid")),
    ("Reason|Denial Code|carc", ("CO-97", "PR-204 N130", "CO45 CO96", "")),
    ("Units|Qty", ("1", "2", "")),
    ("Billed|Charge|amt", ("120.00", "$96.10")),
    ("State|ST", ("OH", "Texas")),
    ("Client|Acct|Ref No", ("Quill Sorrel", "A-5521", "Umland, V")),
)
CELLS = (
    "Prairie Mutual", "Lakeside Health Plan", "OH", "Texas", "03/14/2025", "2025-03-14", "14.3.2025", "45720", "97550",
    "97551", "G0541", "97550-GP", "Denied", "Paid", "partially paid", "CO-97", "PR-204", "CO45 CO96", "N130", "", " ",
    "1", "2.0", "$120.00", "(45.10)", "1,234.50", "Total", "n/a", "see notes", "=A1+B2", "=HYPERLINK(\"x\")", "#REF!",
    "Éléonore", "12:30", "TRUE", "1e999", "-0", "NaN", "9" * 60, "13/45/2025", "0000-00-00", "2025-02-30", "٣/١/٢٠٢٥",
    "\u202e97550", "a\x00b", "\ufeff", "'", '"', "a\nb", "|", ";", "\t", "<b>97550</b>", "{}", "[[", "&amp;", "\\",
    "97550 97551 97552", "97550-97552", "covered", "not_covered", "silent", "commercial", "medicaid_ffs", "https://x.y",
)  # fmt: skip
TOKENS = (
    b"~", b"*", b":", b"\n", b"\r\n", b"\x00", b"ISA*", b"CLP*A*1*1*1~", b"SVC*HC:97550*1*0~", b"CAS*CO*96*1~",
    b"9" * 40, b"-1", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b",", b"</td>", b"<table>", b"<!--", b"]]>", b"&#x0;",
    b"not covered", b"endobj", b"stream\n", b"<<", b"/Length 9999999", b"PK\x03\x04", b"\x1f\x8b", b"\xc3", b"%",
    b'<c r="XFD1048576">', b'count="99999999"', b"&a;", b"<row r=\"-1\">", b"\x80\x81", b"0" * 300, b"\t\t\t\t",
)  # fmt: skip
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
SENTENCES = (
    "Caregiver training services (97550, 97551, 97552) are covered with prior authorization from 01/01/2025.",
    "97550 is not covered and is considered bundled.",
    "Effective March 1, 2025, codes G0541-G0543 are payable by telehealth.",
    "CPT 96202\tGroup behavior management\tNot Covered",
    "This policy was last reviewed on 2024-11-12. See the fee schedule for rates.",
)


def case(seed: int, reader: str, number: int) -> tuple[bytes, str]:
    """(content, file name ending) of one case."""
    rng = random.Random(f"{seed}/{reader}/{number}")  # noqa: S311 - invented files, no secret
    pool = bases(reader)
    data, suffix = pool[rng.randrange(len(pool))]
    if reader in ("csv", "decisions") and rng.random() < 0.4:
        data = _fresh_csv(rng, reader)
    if data[:2] == b"PK" and rng.random() < 0.8:
        return _damage_inside(rng, data), suffix
    for _ in range(rng.randrange(5)):
        data = _damage(rng, data)
    return data, suffix


@cache
def bases(reader: str) -> list[tuple[bytes, str]]:
    """The sound files from which a reader's cases are made."""
    rng = random.Random(reader)  # noqa: S311
    return MAKERS[reader](rng)


def _damage(rng: random.Random, data: bytes) -> bytes:
    """One thing changed, taken out, put in, doubled, cut, turned or swapped."""
    at, size = rng.randrange(len(data) + 1), rng.randrange(1, 60)
    other = rng.randrange(len(data) + 1)
    deeds: list[Callable[[], bytes]] = [
        lambda: data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :],
        lambda: data[:at] + data[at + size :],
        lambda: data[:at] + rng.choice(TOKENS) + data[at:],
        lambda: data[:at] + data[at : at + size] * rng.randrange(2, 30) + data[at + size :],
        lambda: data[:at],
        lambda: data[at:] + data[:at],
        lambda: data[:at] + data[other : other + size] + data[at + size :],
        lambda: data[:at] + rng.choice(CELLS).encode() + data[at + size // 4 :],
        lambda: bytes(b ^ (1 << rng.randrange(8)) if rng.random() < 0.01 else b for b in data),
    ]
    return rng.choice(deeds)()


def _damage_inside(rng: random.Random, data: bytes) -> bytes:
    """A zip container whose members are damaged and whose wrapping is sound: the damage reaches the inner reader."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        names = old.namelist()
        inner = [name for name in names if "sheet" in name or "document.xml" in name or "shared" in name]
        hurt = rng.choice(inner if inner and rng.random() < 0.7 else names)
        for name in names:
            content = old.read(name)
            for _ in range(rng.randrange(1, 4) if name == hurt else 0):
                content = _well_formed(rng, content) if rng.random() < 0.7 else _damage(rng, content)
            if rng.random() > 0.01:
                new.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _well_formed(rng: random.Random, xml: bytes) -> bytes:
    """Another text or attribute, so that the XML can still be parsed and its values are what is wrong."""
    places = list(VALUES.finditer(xml))
    if not places:
        return _damage(rng, xml)
    at = rng.choice(places)
    return (
        xml[: at.start(at.lastindex or 0)]
        + escape(rng.choice(CELLS), {'"': "&quot;"}).encode()
        + xml[at.end(at.lastindex or 0) :]
    )


# --- sound files ------------------------------------------------------------------------------------------------------


def _table(rng: random.Random) -> Table:
    """Sound cells mostly, so that the damage is met deep inside and not at the door."""
    columns = [(rng.choice(names.split("|")), cells) for names, cells in COLUMNS if rng.random() < 0.9]
    rng.shuffle(columns)
    rows = [
        [rng.choice(good if rng.random() < 0.9 else CELLS) for _, good in columns] for _ in range(rng.randrange(2, 8))
    ]
    return [*[[rng.choice(CELLS)] for _ in range(rng.randrange(3))], [name for name, _ in columns], *rows]


def _decisions(rng: random.Random) -> Table:
    good = dict.fromkeys(decision_file.TEMPLATE, "")
    good |= {"payer": "Prairie Mutual", "line_of_business": "commercial", "code": "97550", "status": "covered"}
    good |= {"source_title": "Policy 1", "source_publisher": "Prairie Mutual", "effective_from": "2025-01-01"}
    rows = [list(good.values()) for _ in range(rng.randrange(1, 5))]
    for row in rows:
        row[rng.randrange(len(row))] = rng.choice(CELLS)
    return [list(decision_file.TEMPLATE), *rows]


def _fresh_csv(rng: random.Random, reader: str) -> bytes:
    table = _table(rng) if reader == "csv" else _decisions(rng)
    for row in table:
        if rng.random() < 0.1:
            rng.shuffle(row)
        if rng.random() < 0.1:
            del row[rng.randrange(len(row)) :]
    return _csv(table, rng.choice(",;\t|"), rng.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252")))


def _csv(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode(encoding, "replace")


def _xlsx(table: Table, sheets: int = 1) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": True, "strings_to_urls": False})
    book.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
    for n in range(sheets):
        sheet = book.add_worksheet(f"Part {n + 1}")
        for r, row in enumerate(table):
            sheet.write_row(r, 0, row)
            sheet.write_number(r, len(row), 45000 + r, book.add_format({"num_format": "mm/dd/yyyy"}))
        sheet.merge_range(len(table) + 1, 0, len(table) + 2, 2, "Total")
    book.close()
    return out.getvalue()


def _remittance(rng: random.Random) -> bytes:
    claims = [_made_835._claim(rng, n, 0.7) for n in range(rng.randrange(1, 4))]
    parts = [segment for segments, _ in claims for segment in segments]
    parts[1:1] = ["MOA***N130*MA01"] if rng.random() < 0.5 else []
    head = ["ST*835*0001", "BPR*I*10*C*ACH", "N1*PR*PRAIRIE MUTUAL*XV*99901", "N1*PE*CLINIC*XX*1234567893", "LX*1"]
    sides = "*".join(("ZZ", "SENDER".ljust(15), "ZZ", "RECEIVER".ljust(15)))
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}*{sides}*251231*0900*^*00501*000000001*0*P*:"
    body = [isa, "GS*HP*S*R*20251231*0900*1*X*005010X221A1", *head, *parts, f"PLB*1*20251231*WO:X*{rng.randrange(99)}"]
    text = "~".join([*body, f"SE*{len(head) + len(parts) + 2}*0001", "GE*1*1", "IEA*1*000000001", ""])
    if rng.random() < 0.3:
        text = text.replace("~", "~\r\n")
    return (text.replace("*", "|").replace(":", ">") if rng.random() < 0.2 else text).encode()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def _html(rng: random.Random) -> bytes:
    cells = "".join(f"<tr><td>{rng.choice(CELLS)}</td><td>{rng.choice(CELLS)}</td></tr>" for _ in range(4))
    return f"<html><body><h1>Policy</h1><p>{rng.choice(SENTENCES)}</p><table>{cells}</table></body></html>".encode()


def _pdf(rng: random.Random) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=rng.randrange(2), invariant=1)
    for n in range(3):
        page.drawString(60, 700 - 20 * n, rng.choice(SENTENCES))
    page.save()
    return out.getvalue()


def _docx(rng: random.Random) -> bytes:
    """The fewest parts that make a document; a template of the library would bring 800 KB of styles."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    lines = [f"<w:p><w:r><w:t>{rng.choice(SENTENCES)}</w:t></w:r></w:p>" for _ in range(3)]
    cells = [f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("97550", "Not covered")]
    body = "".join([*lines, "<w:tbl><w:tr>", *cells, "</w:tr></w:tbl>"])
    types = f'<Default Extension="rels" ContentType="{RELATIONS}"/>'
    types += f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
    }
    return _zip({name: text.encode() for name, text in parts.items()})


def _documents(rng: random.Random) -> list[tuple[bytes, str]]:
    texts = [("\n".join(rng.sample(SENTENCES, 3)).encode(), ".txt") for _ in range(3)]
    pages = [(_html(rng), ".html") for _ in range(4)] + [(_pdf(rng), ".pdf") for _ in range(4)]
    office = [(_docx(rng), ".docx"), (_xlsx(_table(rng)), ".xlsx"), (_csv(_table(rng)), ".csv")]
    return [*texts, *pages, *office, (_zip({"a.html": _html(rng), "b.pdf": _pdf(rng)}), ".zip")]


def _archives(rng: random.Random) -> list[tuple[bytes, str]]:
    members = {f"{n}.835": _remittance(rng) for n in range(2)} | {"t.csv": _csv(_table(rng))}
    return [(_zip(members), ".zip"), (_tar(members), ".tgz"), (gzip.compress(members["0.835"], mtime=0), ".gz"),
            (_zip({"in.zip": _zip(members)}), ".zip")]  # fmt: skip


MAKERS: dict[str, Callable[[random.Random], list[tuple[bytes, str]]]] = {
    "csv": lambda rng: [(_csv(_table(rng)), ".csv") for _ in range(20)],
    "xlsx": lambda rng: [(_xlsx(_table(rng), 1 + n % 2), ".xlsx") for n in range(12)],
    "x12_835": lambda rng: [(_remittance(rng), ".835") for _ in range(20)],
    "archives": _archives,
    "documents": _documents,
    "decisions": lambda rng: [(_csv(_decisions(rng)), ".csv") for _ in range(8)] + [(_xlsx(_decisions(rng)), ".xlsx")],
}


def write(seed: int, reader: str, number: int, folder: Path) -> Path:
    """One case as a file."""
    data, suffix = case(seed, reader, number)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="case-", suffix=suffix, delete=False) as file:
        file.write(data)
    return Path(file.name)
