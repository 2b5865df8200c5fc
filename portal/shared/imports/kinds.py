"""What a room tells the engine about its lists: the fields, how a row is read, judged, applied and undone.

The engine reads the file, matches columns, keeps rows, pages, decisions and undo data; a kind knows its things.
A row passes ``read`` (cells into clean values, no queries), ``judge`` (what would happen to it; no writes) and,
if it is to be written, ``apply``. ``judge`` is asked again in the very transaction that applies.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.shared.spreadsheets import ColumnKind
from portal.shared.text import Bilingual


class Verdict(TextChoices):
    """What would happen to a row."""

    NEW = "new", _("new")
    CHANGES = "changes", _("changes")
    SAME = "same", _("same")
    DUPLICATE = "duplicate", _("possible duplicate")
    WRONG = "wrong", _("wrong")


@dataclass(frozen=True)
class ImportField:
    """One field that a column may be matched to.

    ``headings`` are other words people put above such a column, in any spelling (they are folded; the labels and
    the key are understood anyway). ``kind``, ``width`` and ``choices`` shape the column of the template;
    ``choices`` is a list of words to choose from, or a function that gives it.
    """

    key: str
    label_vi: str
    label_en: str
    headings: Sequence[str] = ()
    is_required: bool = False
    help_vi: str = ""
    help_en: str = ""
    example: str = ""
    kind: ColumnKind = "text"
    width: float | None = None
    choices: Sequence[str] | Callable[[], Sequence[str]] = ()

    label = Bilingual("label")
    help = Bilingual("help")

    @property
    def choice_words(self) -> Sequence[str]:
        """The words to choose from."""
        return list(self.choices() if callable(self.choices) else self.choices)


@dataclass(slots=True)
class Problem:
    """Something wrong with a row, or with one of its fields; a warning is shown and does not stop the row."""

    field: str
    sentence: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a row: ``"same"`` as the thing ``target_id``, ``"new"``, or ``"skip"``."""

    choice: str
    target_id: int | None = None


@dataclass(slots=True)
class ReadRow:
    """A row as read.

    ``values`` hold clean values that JSON can carry (days as ISO text), and only fields that the file has a column
    for: a missing column is not an empty cell. ``label`` is what people call the row. Rows that share one of the
    ``keys`` are about the same thing: the engine then calls them wrong, naming each other (an exact repetition is
    "same"). ``number`` and ``decision`` are the engine's.
    """

    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    label: str = ""
    keys: Sequence[str] = ()
    number: int = 0
    decision: Decision | None = None

    @property
    def is_wrong(self) -> bool:
        """It cannot be written as it is."""
        return any(not problem.is_warning for problem in self.problems)


@dataclass(slots=True)
class Difference:
    """One field that would change, in words."""

    field: str
    before: str
    after: str


@dataclass(slots=True)
class Candidate:
    """A thing that the row may be about, with why."""

    id: int
    label: str
    why: str = ""
    url: str = ""


@dataclass(slots=True)
class Judged:
    """What would happen to one row. ``problems`` are further ones that only the database could tell."""

    verdict: str
    target_id: int | None = None
    target_label: str = ""
    differences: list[Difference] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Context:
    """What every call of one run shares.

    ``actor`` is the person; ``params`` belong to the batch (plain JSON, e.g. the cohort a roster is for);
    ``headings`` say what stands above each matched column (a unit may hide there); ``memory`` is the kind's own,
    for what it looks up once; ``batch_id`` is set while applying and undoing.
    """

    actor: Any
    params: Mapping[str, Any] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    batch_id: int | None = None


class ImportKind(ABC):
    """A kind of list that comes in. Subclass it, and ``register`` one instance in the room's ``tasks.py``."""

    key: str
    """Stands in the address: ``/workspace/imports/<key>/``."""
    label: Any
    """What people call it, in the plural: "enterprises"."""
    noun: Any = ""
    """A sentence under the upload page's title: which list this page takes."""
    fields: Sequence[ImportField]
    matches_itself: bool = False
    """Its files are our own: columns need no confirming when every heading is known."""
    head_template: str = ""
    """A part shown above the pages (the room's tabs), with ``kind`` in its context."""

    @abstractmethod
    def can_use(self, user: Any) -> bool:
        """Whether the person may import such lists; asked on every page, and again when a job runs."""

    @abstractmethod
    def read(self, raw: Mapping[str, Any], ctx: Context) -> ReadRow:
        """Clean values of one row. ``raw`` holds the plain cell of every matched field, ``None`` where empty.

        No queries (look things up once, into ``ctx.memory``); no exceptions for what a person typed: problems.
        """

    @abstractmethod
    def judge(self, rows: Sequence[ReadRow], ctx: Context) -> list[Judged]:
        """What would happen to each row, in the same order; about 1,000 at a time; no writes.

        Rows with errors are never passed in. A row's ``decision`` is obeyed: ``same`` means that its target is
        ``target_id`` (judge it changes or same; wrong if the actor may not touch that thing), ``new`` means that
        duplicates are known and it is a new thing. More than one certain match is wrong, and names them.
        """

    @abstractmethod
    def apply(self, pairs: Sequence[tuple[ReadRow, Judged]], ctx: Context) -> Any:
        """Write rows judged new or changes, about 1,000 at a time, inside the engine's transaction.

        Returns what ``undo`` needs, as plain JSON (keys, versions, former values).
        """

    @abstractmethod
    def undo(self, data: Any, ctx: Context) -> None:
        """Take back one call of ``apply``; the last first, all in one transaction.

        Refuses (``RuleBroken``) when somebody has changed one of the things since; then nothing is taken back.
        """

    def extra_fields(self, user: Any) -> dict[str, forms.Field]:
        """What the upload page asks beside the file; the answers are the batch's ``params``."""
        return {}

    def finish(self, ctx: Context) -> None:  # noqa: B027 (a kind need not)
        """Called once after all was applied, or taken back, in the same transaction."""

    def told(self, ctx: Context) -> dict[str, Any]:
        """What a command tells besides the verdicts of rows."""
        return {}

    def result_url(self, ctx: Context) -> str:
        """Where the imported things are seen."""
        return ""

    def target_url(self, target_id: int) -> str:
        """Where one thing is seen."""
        return ""

    def notes(self) -> Sequence[str]:
        """Sentences for the template's sheet that explains it."""
        return ()

    def field_of(self, key: str) -> ImportField | None:
        """The field by its key."""
        return next((each for each in self.fields if each.key == key), None)

    def label_of(self, key: str) -> str:
        """What people call a field."""
        known = self.field_of(key)
        if known is None:
            return key
        return known.label_en if (get_language() or "vi").startswith("en") else known.label_vi


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind known under its key; again with the same class replaces it."""
    known = _kinds.get(kind.key)
    if known is not None and type(known).__qualname__ != type(kind).__qualname__:
        raise ValueError(f"the import kind {kind.key!r} is taken by {type(known).__qualname__}")
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> ImportKind | None:
    """The kind by its key."""
    return _kinds.get(key)


def kinds_for(user: Any) -> list[ImportKind]:
    """The kinds that a person may import."""
    return [kind for kind in _kinds.values() if kind.can_use(user)]
