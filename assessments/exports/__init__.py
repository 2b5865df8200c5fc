"""What leaves this room as a file: frameworks as workbooks, results on paper."""

from assessments.exports.frameworks import write_framework
from assessments.exports.results import result_data, result_pdf

__all__ = ["result_data", "result_pdf", "write_framework"]
