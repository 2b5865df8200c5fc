"""A framework's document as the rows of one list, and back: each part is a row below the part that it belongs to."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.rules.problems import Problem
from assessments.rules.reading import FORMAT

Row = dict[str, Any]

FRAMEWORK = "framework"
CHILDREN: dict[str, tuple[str, ...]] = {
    FRAMEWORK: ("notes", "levels", "pillar_bands", "overall_rules", "ratio_bands", "pillars"),
    "pillars": ("bands", "indicators"),
    "indicators": ("criteria",),
    "criteria": ("options", "bands", "link_bands", "advice"),
}
CODED = ("pillars", "indicators", "criteria")
WORDS = (
    *("title", "name", "text", "question", "summary", "meaning", "help", "example"),
    *("group", "numerator", "denominator", "unit", "source", "note"),
)
NUMBERS = (
    *("level", "points", "upto", "raw_max", "max_points", "weight", "minimum", "maximum", "effort"),
    *("minutes", "total_over", "pillars_at_least", "pillar_level"),
)
FLAGS = ("exclusive", "whole", "required", "evidence", "verified", "official")
LISTS = ("sectors", "sizes")
TEXTS = ("slug", "version", "code", "kind", "guide", "na", "unknown", "hidden")
CONDITION = "visible_if"

KEYS: tuple[str, ...] = (
    *("part", "code", "kind", "level"),
    *(f"{key}_{language}" for key in WORDS[:3] for language in ("vi", "en")),
    *("points", "upto", "raw_max", "max_points", "weight", "exclusive", "guide", "effort"),
    *(f"{key}_{language}" for key in WORDS[3:] for language in ("vi", "en")),
    *("na", "unknown", "hidden", CONDITION, *LISTS, "minimum", "maximum", "whole", "required"),
    *("evidence", "verified", "total_over", "pillars_at_least", "pillar_level"),
    *("slug", "version", "minutes", "official"),
)
"""The columns in their order; texts have one for each language."""
HEADINGS: dict[str, tuple[str, str]] = {
    "part": ("Phần", "Part"),
    "code": ("Mã", "Code"),
    "kind": ("Cách trả lời", "Answered by"),
    "level": ("Mức", "Level"),
    "title": ("Tên", "Title"),
    "name": ("Tên mức", "Name of the level"),
    "text": ("Nội dung", "Text"),
    "points": ("Điểm", "Points"),
    "upto": ("Đến", "Up to"),
    "raw_max": ("Điểm thô cao nhất", "Highest raw points"),
    "max_points": ("Điểm cao nhất", "Highest points"),
    "weight": ("Trọng số", "Weight"),
    "question": ("Câu hỏi", "Question"),
    "help": ("Giải thích", "Help"),
    "example": ("Ví dụ", "Example"),
    "visible_if": ("Điều kiện", "Condition"),
    "guide": ("Hướng dẫn", "Guide"),
}


def heading(key: str) -> tuple[str, str, str]:
    """A column's plain name, and its heading in Vietnamese and in English."""
    stem, _line, language = key.rpartition("_")
    is_text = language in ("vi", "en") and stem in WORDS
    name = stem if is_text else key
    vi, en = HEADINGS.get(name, (name, name))
    mark = f" ({language})" if is_text else ""
    return name, vi + mark, en + mark


def to_rows(plain: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a document, each part above its own parts."""
    yield from _rows(FRAMEWORK, {key: value for key, value in plain.items() if key != "format"})


def _rows(part: str, values: Mapping[str, Any]) -> Iterator[Row]:
    row: Row = {"part": part}
    children = CHILDREN.get(part, ())
    for key, value in ({"text": values} if part == "notes" else values).items():
        if key in children:
            continue
        if key in WORDS:
            row |= {f"{key}_{language}": text for language, text in value.items()}
        elif key in LISTS:
            row[key] = "; ".join(value)
        else:
            row[key] = json.dumps(value, ensure_ascii=False) if key == CONDITION else value
    yield row
    for child in children:
        for each in values.get(child, ()):
            yield from _rows(child, each)


class Places:
    """Which row each part of a document came from, so that a problem can name its cell."""

    def __init__(self, sheet: str, columns: Mapping[str, str]) -> None:
        self.sheet, self.columns = sheet, columns
        self.rows: dict[str, int] = {}
        self.named: dict[tuple[str, str], int] = {}

    def cell(self, problem: Problem) -> Problem:
        """The same problem, at its sheet and cell."""
        row, key = self._found(problem.where)
        column = self.columns.get(key) or self.columns.get(f"{key}_vi") or "A"
        return Problem(f"{self.sheet}!{column}{row}", problem.sentence)

    def _found(self, where: str) -> tuple[int, str]:
        path, key = where, ""
        while path.startswith("/"):
            if path in self.rows:
                return self.rows[path], key.split("/")[0]
            path, _slash, last = path.rpartition("/")
            key = f"{last}/{key}" if key else last
        return self._by_name(where.split("/"), key)

    def _by_name(self, words: list[str], key: str) -> tuple[int, str]:
        """``1.1`` · ``1.1/visible_if`` · ``pillars/1/bands`` · ``overall_rules/2`` · ``levels``."""
        for part, name in self.named:
            if words[0] == name and part in CODED:
                return self.named[part, name], words[1] if len(words) > 1 else "code"
            if words[:2] == [part, name]:
                return self.named[part, name], "code" if part in CODED else "level"
        first = next((row for (part, _name), row in self.named.items() if part == words[0]), None)
        return (first, "part") if first else (self.rows.get("", 1), key)


def from_rows(
    rows: Iterable[tuple[int, Row]], places: Places
) -> tuple[dict[str, Any], list[Problem]]:
    """The document of numbered rows, and what stands where nothing belongs (with its cell)."""
    plain: dict[str, Any] = {}
    problems: list[Problem] = []
    open_parts: list[tuple[str, dict[str, Any], str]] = []
    for number, row in rows:
        part = str(row.get("part") or "")
        values = _values(row)
        if part == FRAMEWORK and not plain:
            plain |= {"format": FORMAT, **values}
            open_parts, places.rows[""] = [(part, plain, "")], number
            continue
        while open_parts and part not in CHILDREN.get(open_parts[-1][0], ()):
            open_parts.pop()
        if not open_parts:
            cell = f"{places.sheet}!{places.columns.get('part', 'A')}{number}"
            problems.append(Problem(cell, _("this row belongs to nothing above it")))
            open_parts = [(FRAMEWORK, plain, "")]
            continue
        _parent, above, at = open_parts[-1]
        kept = values.get("text", {}) if part == "notes" else values
        above.setdefault(part, []).append(kept)
        path = f"{at}/{part}/{len(above[part]) - 1}"
        places.rows[path] = number
        places.named.setdefault((part, str(values.get("code", values.get("level", "")))), number)
        open_parts.append((part, kept, path))
    return plain, problems


def _values(row: Row) -> dict[str, Any]:
    """A row's cells as the document holds them; what cannot be read is left for the reader to name."""
    found: dict[str, Any] = {}
    for key in WORDS:
        words = {
            language: str(row[f"{key}_{language}"])
            for language in ("vi", "en")
            if row.get(f"{key}_{language}") not in (None, "")
        }
        if words:
            found[key] = words
    for key in (*NUMBERS, *FLAGS, *LISTS, *TEXTS, CONDITION):
        if row.get(key) not in (None, ""):
            found[key] = _value(key, row[key])
    return found


def _value(key: str, cell: Any) -> Any:
    if key in TEXTS:
        return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    if key in LISTS:
        return [each.strip() for each in str(cell).split(";") if each.strip()]
    if key in FLAGS:
        return {"true": True, "1": True, "false": False, "0": False}.get(str(cell).lower(), cell)
    if key == CONDITION:
        try:
            return json.loads(str(cell))
        except ValueError:
            return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    return _number(cell.strip()) if isinstance(cell, str) else cell


def _number(text: str) -> Any:
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) < 10
        else text.replace(",", ".")
    )
