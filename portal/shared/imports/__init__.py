"""Lists in: one way from a spreadsheet to checked, previewed, applied and undoable rows, for every room.

A room describes its rows as an ``ImportKind`` (see ``kinds``) and registers it in its ``tasks.py``; the pages
under ``/workspace/imports/<kind>/``, the jobs, the template to download, the result workbook and the commands'
``run_file`` are the same for all.
"""

from portal.shared.imports.kinds import (
    Candidate,
    Context,
    Decision,
    Difference,
    ImportField,
    ImportKind,
    Judged,
    Problem,
    ReadRow,
    Verdict,
    kind_of,
    register,
)

__all__ = [
    "Candidate",
    "Context",
    "Decision",
    "Difference",
    "ImportField",
    "ImportKind",
    "Judged",
    "Problem",
    "ReadRow",
    "Verdict",
    "kind_of",
    "register",
]
