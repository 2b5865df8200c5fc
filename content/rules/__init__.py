"""What guidance is sorted by, and how a search reads a question and judges which page answers it best."""

from content.rules.finding import (
    Answer,
    Candidate,
    Library,
    excerpt,
    has_marks,
    judge,
    titles_beginning,
)
from content.rules.relating import TieKind, Traits, clean_ties, for_gaps, nearest, nearness, tie
from content.rules.sorting import PILLAR_ICONS, Audience, Level, Pillar, reading_minutes
from content.rules.words import MOST_WORDS, NO_OTHER_WORDS, OtherWords, Slot, query_words
from content.rules.writing import composed, is_old_encoding

__all__ = [
    "MOST_WORDS",
    "NO_OTHER_WORDS",
    "PILLAR_ICONS",
    "Answer",
    "Audience",
    "Candidate",
    "Level",
    "Library",
    "OtherWords",
    "Pillar",
    "Slot",
    "TieKind",
    "Traits",
    "clean_ties",
    "composed",
    "excerpt",
    "for_gaps",
    "has_marks",
    "is_old_encoding",
    "judge",
    "nearest",
    "nearness",
    "query_words",
    "reading_minutes",
    "tie",
    "titles_beginning",
]
