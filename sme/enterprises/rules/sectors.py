"""Sectors: the sections of the Vietnamese classification of economic activities, as versioned data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from portal.shared.text import Bilingual, fold

_CODE = re.compile(r"^([a-z])?[\s.\-–:]*(\d{1,5})?(?:[\s.\-–:]+\D.*)?$")


@dataclass(frozen=True)
class Section:
    """One section (a letter) of a classification, and the group of Decree 80/2021 it belongs to.

    ``divisions`` are the first and the last of its two-digit divisions, ``words`` how lists speak of it (folded).
    """

    code: str
    title_vi: str
    title_en: str
    group: str
    divisions: Sequence[int] = ()
    words: Sequence[str] = ()

    title = Bilingual("title")

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"


@dataclass(frozen=True)
class Division:
    """One two-digit division of a section."""

    code: str
    title_vi: str
    title_en: str

    title = Bilingual("title")

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"


@dataclass(frozen=True)
class Classification:
    """A version of the classification: letters mean something only together with it."""

    version: str
    source: str
    sections: Mapping[str, Section]
    divisions: Mapping[str, Division] = field(default_factory=dict)

    def divisions_of(self, letter: str) -> list[Division]:
        """The divisions of a section, in their order."""
        return [
            each for code, each in self.divisions.items() if self._of_division[int(code)] == letter
        ]

    @cached_property
    def _of_division(self) -> dict[int, str]:
        return {
            division: each.code
            for each in self.sections.values()
            if each.divisions
            for division in range(each.divisions[0], each.divisions[1] + 1)
        }

    @cached_property
    def _by_words(self) -> list[tuple[str, str]]:
        """Words with their letter, the longest first: "vật liệu xây dựng" is trade before "xây dựng" is building."""
        pairs = [
            (f" {word} ", each.code)
            for each in self.sections.values()
            for word in (fold(each.title_vi), fold(each.title_en), *each.words)
        ]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    def coded(self, written: str) -> tuple[str, str] | None:
        """Letter and division of what begins with a code: ``C``, ``C10``, ``10``, ``4711``, ``G – Bán buôn``.

        The division is empty where only the letter is given; ``None`` if it is no code of this classification.
        """
        found = _CODE.match(fold(written))
        if not found or not any(found.groups()):
            return None
        letter, digits = (found[1] or "").upper(), found[2] or ""
        if not digits:
            return (letter, "") if letter in self.sections else None
        division = digits.zfill(2)[:2] if len(digits) != 3 else digits[:2]
        section = self._of_division.get(int(division), "")
        return (section, division) if section and letter in ("", section) else None

    def spoken(self, written: str) -> str:
        """The letter that a description speaks of ("bán lẻ tạp hoá"), by its longest known words; or nothing."""
        words = f" {re.sub(r'[^a-z0-9]+', ' ', fold(written)).strip()} "
        return next((code for word, code in self._by_words if word in words), "")


def read_sections(
    document: Mapping[str, Any], divisions: Mapping[str, Any] = MappingProxyType({})
) -> Classification:
    """The classification in data files (``vsic-2018.json``, ``vsic-2018-divisions.json`` in ``data/``)."""
    sections = [Section(**each) for each in document["sections"]]
    return Classification(
        version=document["version"],
        source=document["source"],
        sections={each.code: each for each in sections},
        divisions={
            each["code"]: Division(each["code"], each["vi"], each["en"])
            for each in divisions.get("divisions", ())
        },
    )
