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
    "appeal_level": "Write the level as a number from 1 to 5. The line is kept; its appeal is not.",
    "appeal_without_level": "Write the level of the appeal beside it. The line is kept; its appeal is not.",
    "appeal_outcome": "Write how the appeal stands: open, overturned, partly, upheld or withdrawn. The line is kept; its appeal is not.",
    "appeal_without_outcome": "Write how the appeal ended beside the month of its decision. The line is kept; its appeal is not.",
    "appeal_date": "Write the month of the appeal as month and year, not in the future. The line is kept; its appeal may lack this month.",
    "appeal_order": "See the months: service, then appeal, then decision. The line is kept; its appeal is not.",
    "appeal_of_paid": "See that the outcome is that of the first decision: denied, also where it was paid on appeal. The line is kept as written.",
    "no_outcome": "Write how the line ended: denied, partly paid, paid or pending.",
    "outcome_contradicted": "See what the payer decided first, and write only that: status, ticks, amounts and reasons of a row must agree.",
}  # fmt: skip
MESSAGES = {
    "no_code": "There is no procedure code.", "code_range": "The code is a range.", "code_unclear": "The code cannot be read for certain.",
    "no_date": "There is no date of service.", "not_a_date": "The date of service is not a date.", "date_unclear": "The date of service names no month.",
    "date_without_year": "The date of service has no year.", "dates_several": "Several dates of service stand in one cell.",
    "future_date": "The date of service lies in the future.", "before_first_day": "The date of service is before the first day of the code.",
    "appeal_level": "The level of the appeal is not understood.", "appeal_without_level": "An appeal has no level.",
    "appeal_outcome": "How the appeal ended is not understood.", "appeal_without_outcome": "An appeal has a month of decision and no outcome.",
    "appeal_date": "A month of the appeal cannot be read.", "appeal_order": "The months of the appeal cannot be right.",
    "appeal_of_paid": "An appeal stands beside a line that was not denied.",
    "column_unclear": "Two columns fit alike and say different things.",
    "outcome_contradicted": "The row says two things about how the line ended.",
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
