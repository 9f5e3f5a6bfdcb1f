"""The table a member fills in: one row a claim line, every column with its list, nothing to ask that is private.

The one thing to know: our own reader takes it back without a question (a test holds that), so headings and values are
words it knows; cells are text, since a spreadsheet program would make a day of `2026-03`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

ROWS = 2_000  # rows with lists; more may be filled in, only without them
COLUMNS: dict[str, str] = {
    "Payer": "The plan that decided the line. Choose it, or write the name on the card.",
    "State": "Two letters, where the service was given.",
    "Line of business": "If you know it.",
    "Code": "One of the tracked codes.",
    "Month": "Year and month of service, such as 2026-03. No day.",
    "Outcome": "How the line ended.",
    "Units": "Units billed on that day.",
    "Modifiers": "With blanks between, such as GO 95.",
    "Reason codes": "As on the remittance, with blanks between, such as CO-96 N130.",
    "Appeal level": "Only if you appealed: 1 for the first level. Leave blank otherwise.",
    "Appeal month": "Year and month in which the appeal was filed, such as 2026-04.",
    "Appeal outcome": "Where the appeal stands.",
    "Appeal decided": "Year and month of the answer. Leave blank while there is none.",
}
WIDTHS = {
    "Payer": 38,
    "Line of business": 26,
    "Reason codes": 22,
    "Modifiers": 14,
    "Outcome": 13,
    "Appeal month": 13,
    "Appeal outcome": 22,
    "Appeal decided": 14,
    "Appeal level": 11,
}
OPEN = ("Payer", "Reason codes")  # anything else may be written too


def xlsx(lists: Mapping[str, Sequence[str]], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The workbook: a sheet to fill in, and a hidden one with the lists. lists: column -> what may be chosen."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, hidden = book.add_worksheet("Denials"), book.add_worksheet("Lists")
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7EEF3"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for at, (name, advice) in enumerate(COLUMNS.items()):
        sheet.set_column(at, at, WIDTHS.get(name, 10), text)
        sheet.write_string(0, at, name, head)
        _validate(sheet, hidden, at, name, advice, lists.get(name, ()))
    for line, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            sheet.write_string(line, at, value, text)
    hidden.hide()
    book.close()
    return out.getvalue()


def _validate(
    sheet: xlsxwriter.worksheet.Worksheet, hidden: xlsxwriter.worksheet.Worksheet, at: int, name: str, advice: str,
    listed: Sequence[str],
) -> None:  # fmt: skip
    """The list of a column, or only its advice."""
    rule = {"input_title": name, "input_message": advice, "ignore_blank": True}
    if name == "Units":
        rule |= {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 99}
    elif listed:
        for line, value in enumerate(listed):
            hidden.write_string(line, at, value)
        letter = chr(ord("A") + at)
        rule |= {"validate": "list", "source": f"=Lists!${letter}$1:${letter}${len(listed)}",
                 "error_type": "information" if name in OPEN else "stop",
                 "error_title": name, "error_message": advice}  # fmt: skip
    else:
        rule |= {"validate": "any"}
    sheet.data_validation(1, at, ROWS, at, rule)


def as_csv(rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The same headings as CSV, for programs that write files themselves."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
