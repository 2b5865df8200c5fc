"""The picker of enterprises: typed by name, number, phone or person, among those that one may see."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.picking import Choice, PickField, PickInput
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise, EnterpriseQuerySet
from sme.places import selectors as places

MOST = 8


def options_for(among: EnterpriseQuerySet, line: str) -> list[Choice]:
    """The records that a line means, nearest first; number, kind and place (read along with them) tell them apart."""
    return [Choice(each, each.name, _hint(each)) for each in selectors.named(among, line, MOST)]


def _hint(each: Enterprise) -> str:
    number = str(each.main_identifier) if each.main_identifier else f"#{each.pk}"
    place = places.former_name(each.place) if each.place.is_former else each.place.name
    return f"{number} · {each.get_kind_display()} · {place}"


class EnterpriseInput(PickInput):
    """The line and its choices."""

    suggest = "enterprises:suggest"
    part = "enterprises/_pick_choices.html"


class EnterpriseField(PickField):
    """A record, typed by its tax code, record number (``#12``), name, phone or person; gives an ``Enterprise``.

    ``among`` (set by the form) are the records that may be meant.
    """

    widget = EnterpriseInput
    default_error_messages = {
        "required": _("Enter the tax code or the name of the business."),
        "unknown": _(
            "No record that you may see fits this. Check the spelling, or register it first."
        ),
        "choose": _("Several fit. Choose one of them below."),
    }
    among: EnterpriseQuerySet = Enterprise.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Its tax code, its record number (#123) or its name."))
        super().__init__(**kwargs)

    def options_for(self, line: str) -> list[Choice]:
        """Among the records that may be meant."""
        return options_for(self.among, line)

    def name_of(self, thing: Enterprise) -> str:
        """Its name."""
        return thing.name
