"""Makes the two old binary workbooks of `binaries/` anew: `python -m tests.intake.sheets.make_binaries`.

Everything in them is invented. `front_desk.xls` (BIFF8) is written by xlwt 1.3, which is needed for nothing else and so
is no dependency; `front_desk.xlsb` (BIFF12) is written below, record by record, because no writer of it exists that is
kept. The one thing to know: the files are committed and the tests read those, never this module.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "binaries"
SHEETS: dict[str, list[list[str | float | date]]] = {
    "Denials": [
        ["Denied therapy visits, spring (Dana Quill keeps this)"],
        [],
        ["Patient", "Member ID", "Insurance", "Date of visit", "CPT", "Units", "Billed", "Result", "Reason code"],
        ["Quill, Oswin", "W204417893", "Aetna", date(2026, 3, 4), 97550.0, 1.0, 62.5, "Denied", "CO-96 N130"],
        ["Quill, Oswin", "W204417893", "Aetna", date(2026, 3, 11), "97551", 2.0, 50.0, "Paid", ""],
        ["Tarn, Ilse", "JX77120945", "Cigna", date(2026, 4, 9), "G0541 GP", 1.0, 71.25, "Denied", "PR-204"],
        ["Tarn, Ilse", "JX77120945", "Cigna", date(2026, 4, 16), "", 1.0, 71.25, "Denied", "CO-50"],
        ["Total", "", "", "", "", 5.0, 255.0, "", ""],
    ],
    "Old": [["Call Ilse Tarn back"]],
}
HIDDEN = "Old"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "front_desk.xls").write_bytes(xls())
    (FOLDER / "front_desk.xlsb").write_bytes(xlsb())


def xls() -> bytes:
    import xlwt

    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="M/D/YY")
    for name, rows in SHEETS.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name == HIDDEN)
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write(n, m, cell, day)
                elif cell != "":
                    sheet.write(n, m, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsb() -> bytes:
    kinds = "application/vnd.ms-excel"
    texts = sorted({c for rows in SHEETS.values() for row in rows for c in row if isinstance(c, str) and c})
    relations = [(f"worksheets/sheet{n}.bin", "worksheet") for n, _ in enumerate(SHEETS, 1)]
    relations += [("sharedStrings.bin", "sharedStrings"), ("styles.bin", "styles")]
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="bin" ContentType="{kinds}.sheet.binary.macroEnabled.main"/>'
        + "".join(f'<Override PartName="/xl/{part}" ContentType="{kinds}.{kind}"/>' for part, kind in relations)
        + "</Types>",
        "_rels/.rels": _relations([("xl/workbook.bin", "officeDocument")]),
        "xl/_rels/workbook.bin.rels": _relations(relations),
        "xl/workbook.bin": _workbook(),
        "xl/sharedStrings.bin": _strings(texts),
        "xl/styles.bin": _styles(),
        **{f"xl/worksheets/sheet{n}.bin": _sheet(rows, texts) for n, rows in enumerate(SHEETS.values(), 1)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 4, 30, 12, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    office = "http://schemas.openxmlformats.org"
    return f'<Relationships xmlns="{office}/package/2006/relationships">' + "".join(
        f'<Relationship Id="rId{n}" Type="{office}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(targets, 1)
    ) + "</Relationships>"  # fmt: skip


def _record(number: int, data: bytes = b"") -> bytes:
    """One record of BIFF12: its number and its length, each in groups of seven bits, then the data."""
    kind = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return kind + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _workbook() -> bytes:
    sheets = b"".join(
        _record(156, struct.pack("<II", name == HIDDEN, n) + _wide(f"rId{n}") + _wide(name))
        for n, name in enumerate(SHEETS, 1)
    )
    return _record(131) + _record(143) + sheets + _record(144) + _record(132)


def _strings(texts: list[str]) -> bytes:
    items = b"".join(_record(19, b"\0" + _wide(text)) for text in texts)
    return _record(159, struct.pack("<II", len(texts), len(texts))) + items + _record(160)


def _styles() -> bytes:
    """Format 0 for everything, format 1 (the built-in number 14) for dates."""
    formats = b"".join(_record(47, struct.pack("<HHHHHBBHH", 0, n, 0, 0, 0, 0, 0, 0, 0)) for n in (0, 14))
    return _record(278) + _record(617, struct.pack("<I", 2)) + formats + _record(618) + _record(279)


def _sheet(rows: list[list[str | float | date]], texts: list[str]) -> bytes:
    out = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)) + _record(145)
    for n, row in enumerate(rows):
        out += _record(0, struct.pack("<IIHHBI", n, 0, 300, 0, 0, 0))
        out += b"".join(_cell(m, cell, texts) for m, cell in enumerate(row) if cell != "")
    return out + _record(146) + _record(130)


def _cell(at: int, cell: str | float | date, texts: list[str]) -> bytes:
    if isinstance(cell, str):
        return _record(7, struct.pack("<III", at, 0, texts.index(cell)))
    if isinstance(cell, date):
        return _record(5, struct.pack("<IId", at, 1, (cell - date(1899, 12, 30)).days))
    return _record(5, struct.pack("<IId", at, 0, cell))


if __name__ == "__main__":
    main()
