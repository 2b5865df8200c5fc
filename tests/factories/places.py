"""Makes units for tests: the real data file, or a few of one's own."""

from datetime import date

from portal.shared.text import fold, vietnamese_sort_key
from sme.places import rules, services, uploads
from sme.places.management.commands.load_places import HOME
from sme.places.models import Succession, Unit

TURN = date(2025, 7, 1)
BEFORE = date(2022, 1, 1)


def dong_thap() -> None:
    """All units of the province, old and new."""
    services.load(uploads.read_places(HOME), actor=None)


def unit(name: str, *, district: str = "") -> Unit:
    """A commune of the data file by its name: today's, or the former one of a district."""
    found = Unit.objects.communes().select_related("parent").filter(name=name)
    if district:
        return found.get(parent__name=district, valid_to=TURN)
    return found.get(valid_to=None)


def commune(name: str = "Phường Sa Đéc", code: str = "29955", parent: Unit | None = None) -> Unit:
    """One commune of today, made on its own."""
    return _made("commune", code, name, parent, TURN, None)


def former_commune(name: str, code: str, *became: Unit, district: str = "") -> Unit:
    """A commune that ended when the new units began, and what it became."""
    above = _made("district", f"d{code}", district, None, BEFORE, TURN) if district else None
    old = _made("commune", code, name, above, BEFORE, TURN)
    for new in became:
        Succession.objects.create(old=old, new=new, is_whole=len(became) == 1)
    return old


def _made(
    level: str, code: str, name: str, parent: Unit | None, begins: date, ends: date | None
) -> Unit:
    return Unit.objects.get_or_create(
        level=level,
        code=code,
        valid_from=begins,
        defaults={
            "name": name,
            "parent": parent,
            "valid_to": ends,
            "search_text": f"{fold(name)} {parent.search_text if parent else ''}".strip(),
            "sort_key": vietnamese_sort_key(rules.without_kind(name))[:200],
        },
    )[0]
