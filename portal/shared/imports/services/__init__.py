"""Acts on a list that came in: uploaded, matched, judged, decided, applied, taken back, discarded."""

from portal.shared.imports.services.applying import apply, start_applying, start_undoing, undo
from portal.shared.imports.services.deciding import decide, line_of
from portal.shared.imports.services.judging import judge, judge_again, layout_at, match
from portal.shared.imports.services.standing import opened
from portal.shared.imports.services.uploading import AT_ONCE, discard, forget, upload

__all__ = [
    "AT_ONCE",
    "apply",
    "decide",
    "discard",
    "forget",
    "judge",
    "judge_again",
    "layout_at",
    "line_of",
    "match",
    "opened",
    "start_applying",
    "start_undoing",
    "undo",
    "upload",
]
