"""Finding rows by the words that a person types, through an index of words on either database.

A model that is searched has a ``search_text`` made by ``text_of`` and is named by ``register``. SQLite
gets an FTS5 table that triggers keep equal to the rows, however they are written; PostgreSQL gets a GIN
index over the words. Both are made after ``migrate`` where they are missing. Each word typed must begin
a word of the row; marks and đ do not matter, but decide which row comes first.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, connections, models, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from portal.shared import text

# Up to so many rows the index names them all; above, the list is walked in its own order, which is
# quick just because so many fit.
FEW = 2_000
MOST_WORDS = 16
LONGEST = 200
# A number written in groups ("0912 345 678") is one word from so many digits on.
LONG_NUMBER = 6
# SQLite's index has the beginnings of words up to this length as entries of their own.
_PREFIXED = 3

_MODELS: dict[type[models.Model], Callable[[], int]] = {}


def register(model: type[models.Model], refresh: Callable[[], int]) -> None:
    """Index the ``search_text`` of a model; ``refresh`` writes it anew where it is stale. Called when a room starts."""
    _MODELS[model] = refresh


# --- what is stored, what is asked -----------------------------------------------------------------


def text_of(name: str, *others: str) -> str:
    """What is stored to be searched: the name as it is written, then folded, then the other parts folded.

    Words stand between single spaces and parts between bars, so that both databases see the same words.
    """
    parts = [_words_only(text.clean(name).lower()), _words_only(text.fold(name))]
    parts += [_words_only(text.fold(other)) for other in others if other]
    return f" {' | '.join(dict.fromkeys(part for part in parts if part))} |"


def number_words(number: str) -> list[str]:
    """A number of an authority as it is found: without separators, by its beginning."""
    return [text.digits(number).lower()]


def phone_words(phone: str) -> list[str]:
    """A stored phone as people type it: with 0, without, or only its last four or six digits."""
    national = phone.removeprefix("+84").removeprefix("0") if phone.startswith(("+84", "0")) else ""
    if not national:
        return [text.digits(phone).removeprefix("+")] if phone else []
    return [f"0{national}", national, national[-6:], national[-4:]]


def words_of(typed: str) -> list[str]:
    """The words a person asks for: folded, at most ``MOST_WORDS``; long numbers without their separators."""
    found: list[str] = []
    run = ""
    for chunk in text.fold(typed[: 4 * LONGEST])[:LONGEST].split():
        joined = re.sub(r"[^a-z0-9]+", "", chunk)
        is_number = joined.isdigit() and "@" not in chunk
        if run and not is_number:
            found, run = [*found, *_number(run)], ""
        if is_number:
            run = f"{run} {joined}".strip()
        elif "@" not in chunk and len(joined) >= LONG_NUMBER and re.search(r"\d", joined):
            found.append(joined)
        else:
            found += re.findall(r"[a-z0-9]+", chunk)
    return [*found, *_number(run)][:MOST_WORDS]


def _number(run: str) -> list[str]:
    """Groups of digits that stood side by side: one number when together they are long, else as they are."""
    groups = run.split()
    joined = "".join(groups)
    if len(joined) < LONG_NUMBER:
        return groups
    is_abroad = joined.startswith("84") and len(joined) in (11, 12)
    return [joined[2:] if is_abroad else joined]


def _words_only(line: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", line))


# --- finding ----------------------------------------------------------------------------------------


Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Found(Generic[Rows]):
    """Rows that hold every word, in no order yet; ``nearness`` orders them, unless too many fit (``None``)."""

    rows: Rows
    nearness: Combinable | None = None

    def nearest(self, *then: str) -> Rows:
        """The rows, the nearest first; where they are equally near, or too many, by these columns."""
        if self.nearness is None:
            return self.rows.order_by(*then)
        return self.rows.order_by(self.nearness, *then)


def find(rows: Rows, typed: str) -> Found[Rows]:
    """The rows whose text holds every word typed; all of them when nothing was typed, none without a word."""
    if not typed.strip():
        return Found(rows)
    words = words_of(typed)
    if not words:
        return Found(rows.none())
    asked = _telling(rows, words)
    few = _named_by_index(rows, asked)
    for word in words:
        if few is None or word not in asked:
            rows = rows.filter(search_text__contains=f" {word}")
    if few is None:
        return Found(rows)
    return Found(rows.filter(pk__in=few), _nearness(typed, words))


def _nearness(typed: str, words: Sequence[str]) -> Combinable:
    """0 the very number, 1 the very name, 2 its beginning, 3 and 4 the same without marks, 5 the words as written."""
    exact = _words_only(text.clean(typed[:LONGEST]).lower())
    folded = _words_only(text.fold(typed[:LONGEST]))
    as_written = {word for word in exact.split() if not word.isascii()}
    near = [When(search_text__contains=f" | {''.join(words)} |", then=Value(0))]
    if exact:
        near += [
            When(search_text__startswith=f" {exact} |", then=Value(1)),
            When(search_text__startswith=f" {exact}", then=Value(2)),
            When(search_text__contains=f"| {folded} |", then=Value(3)),
            When(search_text__contains=f"| {folded}", then=Value(4)),
        ]
    if as_written:
        held = [Q(search_text__contains=f" {word}") for word in as_written]
        near.append(When(reduce(and_, held), then=Value(5)))
    return Case(*near, default=Value(6), output_field=IntegerField())


def _telling(rows: QuerySet[Any], words: Sequence[str]) -> list[str]:
    """The words worth asking the index for: no single letters, and none that very many rows hold.

    SQLite gathers everything that begins with a long word before it gives the first row ("kinh" of "hộ kinh
    doanh"), while it reads whole words only as far as it is asked to. Of words that are all in very many
    rows, all are asked for when few rows hold them together.
    """
    asked = [word for word in words if len(word) >= 2]
    connection = connections[rows.db]
    if not asked or connection.vendor == "postgresql":
        return asked
    table = rows.model._meta.db_table
    hits = f"SELECT 1 FROM {table}_words WHERE {table}_words MATCH %s LIMIT %s"  # noqa: S608
    counted = f"SELECT count(*) FROM ({hits})"  # noqa: S608
    with connection.cursor() as cursor:

        def is_common(match: str) -> bool:
            cursor.execute(counted, [match, FEW + 1])
            return bool(cursor.fetchone()[0] > FEW)

        rare = [word for word in asked if len(word) <= _PREFIXED or not is_common(f'"{word}"')]
        if rare or is_common(" AND ".join(f'"{word}"' for word in asked)):
            return rare
        return asked


def _named_by_index(rows: QuerySet[Any], words: Sequence[str]) -> list[int] | None:
    """The keys of all rows that hold the words, or ``None`` when more than FEW do, or no word tells."""
    if not words:
        return None
    connection = connections[rows.db]
    table = rows.model._meta.db_table
    if connection.vendor == "postgresql":
        sql = f"SELECT id FROM {table} WHERE {_LEXEMES} @@ %s::tsquery LIMIT %s"  # noqa: S608
        match = " & ".join(f"'{word}':*" for word in words)
    else:
        sql = f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s LIMIT %s"  # noqa: S608
        match = " AND ".join(f'"{word}"*' for word in words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [match, FEW + 1])
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= FEW else None


# --- the index itself -------------------------------------------------------------------------------

_LEXEMES = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"
_ON_POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS {{table}}_words ON {{table}} USING gin ({_LEXEMES})",
)

_FORGET = (
    "INSERT INTO {table}_words({table}_words, rowid, search_text)"
    " VALUES ('delete', old.id, old.search_text);"
)
_LEARN = "INSERT INTO {table}_words(rowid, search_text) VALUES (new.id, new.search_text);"
_TRIGGERS = {
    "{table}_words_in": f"AFTER INSERT ON {{table}} BEGIN {_LEARN} END",
    "{table}_words_out": f"AFTER DELETE ON {{table}} BEGIN {_FORGET} END",
    "{table}_words_new": f"AFTER UPDATE OF search_text ON {{table}} BEGIN {_FORGET} {_LEARN} END",
}
_ON_SQLITE = (
    "DROP TABLE IF EXISTS {table}_words",
    "CREATE VIRTUAL TABLE {table}_words USING fts5(search_text, content='{table}',"
    " content_rowid='id', detail='none', columnsize=0, prefix='2 3',"
    " tokenize='unicode61 remove_diacritics 0')",
    *(f"DROP TRIGGER IF EXISTS {name}" for name in _TRIGGERS),
    *(f"CREATE TRIGGER {name} {does}" for name, does in _TRIGGERS.items()),
    "INSERT INTO {table}_words({table}_words) VALUES ('rebuild')",
)


def make_indexes(label: str | None = None, *, using: str = "default") -> None:
    """Make what is missing, for the models of one room or of all.

    On SQLite a migration that makes a table anew takes its triggers away; then the index is made anew.
    """
    connection = connections[using]
    present = set(connection.introspection.table_names())
    for model in _MODELS:
        is_meant = label in (None, model._meta.app_label) and model._meta.db_table in present
        if is_meant and not _is_kept(connection, model._meta.db_table):
            remake_index(model, using=using)


def remake_index(model: type[models.Model], *, using: str = "default") -> None:
    """Make the index of a model from its rows; PostgreSQL keeps one that is there true by itself."""
    connection = connections[using]
    table = model._meta.db_table
    if connection.vendor == "postgresql" and _is_kept(connection, table):
        return
    with connection.cursor() as cursor:
        for statement in _ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE:
            cursor.execute(statement.format(table=table))


def is_true_to_rows(model: type[models.Model], *, using: str = "default") -> bool:
    """Tell whether the index says what the rows say; PostgreSQL sees to that itself."""
    connection = connections[using]
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        return True
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            check = f"{table}_words({table}_words, rank) VALUES ('integrity-check', 1)"
            cursor.execute(f"INSERT INTO {check}")
    except DatabaseError:
        return False
    return True


def refresh_texts(model: type[models.Model]) -> int:
    """Write the searched text of a model anew where it is stale, by the act its room named; returns how many."""
    return _MODELS[model]()


def searched_models() -> tuple[type[models.Model], ...]:
    """All that is searched this way."""
    return tuple(_MODELS)


def _is_kept(connection: Any, table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return f"{table}_words" in connection.introspection.get_constraints(cursor, table)
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        return {name.format(table=table) for name in _TRIGGERS} <= {row[0] for row in cursor}
