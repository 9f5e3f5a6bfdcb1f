"""What is said about a row that the sender must mend: what is wrong, and what to do.

The one thing to know: no sentence here repeats a cell, so none can name a patient or a day.
"""

from __future__ import annotations

ADVICE = {
    "no_code": "Write the procedure code of the line, for example 97550.",
    "code_range": "Write each code of the range in its own cell or row: a range does not say which lines were decided.",
    "code_unclear": "A letter seems to stand for a digit: write the code as it stands on the remittance.",
    "no_date": "Write the date or month of service, not that of the denial or payment.",
    "not_a_date": "Write the date of service as month/day/year, or only month and year.",
    "date_unclear": "Write the month of service, for example 03/2025: a season or a quarter is too wide.",
    "date_without_year": "Write the year with the date of service.",
    "dates_several": "The dates lie in different months: write one row for each month.",
    "future_date": "Correct the date of service: it lies in the future.",
    "before_first_day": "Correct the date or the code: the code did not exist yet at that time.",
    "no_payer": "Write the name of the payer that decided the line.",
    "column_unclear": "Choose which of the two columns is meant (under Columns on the page, or with --map) and read the file again.",
    "no_outcome": "Write how the line ended: denied, partly paid, paid or pending.",
}  # fmt: skip
MESSAGES = {
    "no_code": "There is no procedure code.", "code_range": "The code is a range.", "code_unclear": "The code cannot be read for certain.",
    "no_date": "There is no date of service.", "not_a_date": "The date of service is not a date.", "date_unclear": "The date of service names no month.",
    "date_without_year": "The date of service has no year.", "dates_several": "Several dates of service stand in one cell.",
    "future_date": "The date of service lies in the future.", "before_first_day": "The date of service is before the first day of the code.",
    "column_unclear": "Two columns fit alike and say different things.",
    "no_payer": "There is no payer.", "no_outcome": "The outcome is not given or not understood.",
}  # fmt: skip
DATE_RULES = {
    "blank": "no_date",
    "not_a_date": "not_a_date",
    "season": "date_unclear",
    "no_year": "date_without_year",
    "several": "dates_several",
}
CODE_RULES = {"blank": "no_code", "not_a_code": "no_code", "range": "code_range", "look_alike": "code_unclear"}
