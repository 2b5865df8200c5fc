"""What leaves this room as a file: frameworks as workbooks, results on paper."""

from assessments.exports.frameworks import write_framework
from assessments.exports.lists import ASSESSMENT_COLUMNS, assessment_rows
from assessments.exports.paper import paper_data, paper_pdf
from assessments.exports.results import result_data, result_pdf
from assessments.exports.rounds import ASKED_COLUMNS, asked_rows
from assessments.exports.trials import write_shifts

__all__ = [
    "ASKED_COLUMNS",
    "ASSESSMENT_COLUMNS",
    "asked_rows",
    "assessment_rows",
    "paper_data",
    "paper_pdf",
    "result_data",
    "result_pdf",
    "write_framework",
    "write_shifts",
]
