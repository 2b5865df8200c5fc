"""Levels of administrative units, typed addresses, areas across the maps; no queries here."""

from sme.places.rules.addresses import (
    bare_name,
    has_all_words,
    plain_address,
    rank,
    readings,
    without_kind,
)
from sme.places.rules.areas import Period, PlacesFile, SuccessionRow, UnitRow, covered
from sme.places.rules.finding import Commune, Communes, Finding
from sme.places.rules.levels import Level

__all__ = [
    "Commune",
    "Communes",
    "Finding",
    "Level",
    "Period",
    "PlacesFile",
    "SuccessionRow",
    "UnitRow",
    "bare_name",
    "covered",
    "has_all_words",
    "plain_address",
    "rank",
    "readings",
    "without_kind",
]
