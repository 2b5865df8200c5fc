"""Framework documents: JSON in and out, the canonical form and its checksum."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from assessments.rules import dbi, reading, writing
from assessments.rules.checking import check
from assessments.rules.definition import Definition
from assessments.rules.problems import FrameworkInvalid, Problem, not_json

FORMAT = reading.FORMAT
LARGEST_FILE = 4 * 1024 * 1024


def load(text: str | bytes) -> Any:
    """A JSON document with exact numbers; refuses (``ValueError``) repeated keys, NaN and broken text."""
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    return json.loads(
        text,
        parse_float=Decimal,
        parse_constant=_no_constant,
        object_pairs_hook=_once,
    )


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"“{key}” stands twice")
        found[key] = value
    return found


def parse(text: str | bytes) -> Definition:
    """A checked framework from its file: our own format, or the reference file of the DBI as it is.

    Refuses (``FrameworkInvalid``, with every problem and its place) duplicate codes, cycles in conditions,
    weights that do not add up, levels that nobody can reach, and what it does not know.
    """
    try:
        raw = load(text)
    except (ValueError, RecursionError) as wrong:
        raise FrameworkInvalid([not_json("", str(wrong)[:120])]) from None
    return from_plain(raw)


def from_plain(raw: Any) -> Definition:
    """The same, from plain values."""
    if dbi.is_reference(raw):
        raw = dbi.to_plain(raw)
    definition, problems = reading.read(raw)
    if definition is not None and not problems:
        problems = check(definition)
    if definition is None or problems:
        raise FrameworkInvalid(problems or [Problem("", "?")])
    return definition


def canonical(definition: Definition) -> str:
    """The one text of a definition: sorted keys, no spaces, exact numbers, NFC."""
    return json.dumps(
        writing.to_plain(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def pretty(definition: Definition) -> str:
    """The export file: the same document, written for people."""
    return json.dumps(writing.to_plain(definition), ensure_ascii=False, indent=1) + "\n"


def checksum(document: str) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()
