"""Sectors: the sections of the Vietnamese classification of economic activities, as versioned data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.shared.text import Bilingual


@dataclass(frozen=True)
class Section:
    """One section (a letter) of a classification, and the group of Decree 80/2021 it belongs to."""

    code: str
    title_vi: str
    title_en: str
    group: str

    title = Bilingual("title")

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"


@dataclass(frozen=True)
class Classification:
    """A version of the classification: letters mean something only together with it."""

    version: str
    source: str
    sections: Mapping[str, Section]


def read_sections(document: Mapping[str, Any]) -> Classification:
    """The classification in a data file (``sme/enterprises/data/vsic-2018.json``)."""
    sections = [Section(**each) for each in document["sections"]]
    return Classification(
        version=document["version"],
        source=document["source"],
        sections={each.code: each for each in sections},
    )
