"""Template words of the registry: a panel of an upper room, a sector and a band in words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sme.enterprises import selectors
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import LoadedPanel
from sme.enterprises.rules import Kind, LegalForm, SizeClass, State, access
from sme.enterprises.rules.duplicates import REASON_WORDS

register = template.Library()

_CLAIM_TONES = {
    "waiting": "info",
    "returned": "warning",
    "approved": "positive",
    "declined": "warning",
}

# The parts of the registry, in their order: key, name of the address, words.
PARTS: list[tuple[str, str, Any]] = [
    ("list", "enterprises:list", gettext_lazy("List")),
    ("completion", "enterprises:completion", gettext_lazy("To complete")),
    ("duplicates", "enterprises:duplicates", gettext_lazy("Duplicates")),
    ("imports", "imports:kind", gettext_lazy("Lists in")),
    ("quality", "enterprises:quality", gettext_lazy("Data X-ray")),
    ("claims", "enterprises:claims", gettext_lazy("Claims")),
]


@register.inclusion_tag("enterprises/_tabs.html")
def registry_tabs(current: str) -> dict[str, Any]:
    """Links to the parts of the registry; ``current`` is the key of the one that is shown."""
    return {
        "items": [
            {"label": label, "url": _address(name), "is_current": key == current}
            for key, name, label in PARTS
        ]
    }


def _address(name: str) -> str:
    return reverse(name, args=["enterprises"] if name == "imports:kind" else [])


@register.simple_tag(takes_context=True)
def enterprise_panel(context: Mapping[str, Any], panel: LoadedPanel) -> SafeString:
    """An upper room's section, drawn by its own template with its own context."""
    request = context.get("request")
    own = {**(panel.context or {}), "panel": panel.context, "enterprise": context["enterprise"]}
    return render_to_string(panel.template, own, request=request)


@register.filter
def in_groups(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return access.in_groups(code)


@register.simple_tag
def invitations_of(user: Any) -> list[Any]:
    """What a person is invited to."""
    return selectors.invitations_for(user)


@register.inclusion_tag("enterprises/claims/_state.html")
def claim_tag(claim: Any) -> dict[str, Any]:
    """Where a claim stands, as a tag."""
    return {"claim": claim, "tone": _CLAIM_TONES.get(claim.state, "")}


@register.filter
def sector_name(enterprise: Enterprise) -> str:
    """Its sector in the reader's language."""
    section = selectors.section_of(enterprise)
    return str(section) if section else ""


@register.filter
def division_name(enterprise: Enterprise) -> str:
    """Its division in the reader's language."""
    return str(selectors.division_of(enterprise) or "")


@register.filter
def revenue_words(band: str) -> str:
    """A band of revenue in the reader's language."""
    found = selectors.latest_size_rules().revenue_bands.get(band)
    return found.label if found else ""


@register.filter
def capital_words(band: str) -> str:
    """A band of capital in the reader's language."""
    found = selectors.latest_size_rules().capital_bands.get(band)
    return found.label if found else ""


@register.filter
def state_words(enterprise: Enterprise) -> str:
    """Its state in a word, short enough for a table."""
    words = {
        State.NEW: _("not yet checked"),
        State.VERIFIED: _("verified"),
        State.CLOSED: _("closed"),
    }
    return words[State(enterprise.state)]


@register.filter
def size_words(enterprise: Enterprise) -> str:
    """Its size class in a word, short enough for a table."""
    if enterprise.size_class in (SizeClass.UNKNOWN, SizeClass.OUTSIDE):
        return "–" if enterprise.size_class == SizeClass.OUTSIDE else _("unknown")
    if enterprise.size_class == SizeClass.LARGE:
        return _("Large")
    return str(SizeClass(enterprise.size_class).label)


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key."""
    return mapping.get(key) if mapping else None


_PROFILE_WORDS: Mapping[str, Any] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "legal_form": gettext_lazy("Legal form"),
    "place": gettext_lazy("Commune or ward"),
    "sector": gettext_lazy("Sector"),
    "size_class": gettext_lazy("Size class"),
}
_PROFILE_CHOICES: Mapping[str, Any] = {
    "kind": Kind,
    "legal_form": LegalForm,
    "size_class": SizeClass,
}


@register.filter
def profile_field(name: str) -> Any:
    """What a value of a profile is called."""
    return _PROFILE_WORDS[name]


@register.simple_tag
def profile_words(name: str, value: Any) -> str:
    """A value of a profile in the reader's language."""
    if name in _PROFILE_CHOICES and value:
        return str(_PROFILE_CHOICES[name](value).label)
    if name == "place":
        return str(value.full_name)
    if name == "sector" and value:
        return str(selectors.classification().sections.get(value, value))
    return str(value or "–")


_SUCCESSIONS: Mapping[tuple[str, bool], Any] = {
    ("became", True): gettext_lazy("Went on as another record"),
    ("became", False): gettext_lazy("Came from another record"),
    ("merged", True): gettext_lazy("Merged into another business"),
    ("merged", False): gettext_lazy("Another business was merged into it"),
    ("split", True): gettext_lazy("A part became a business of its own"),
    ("split", False): gettext_lazy("Was split off from another business"),
    ("branch", True): gettext_lazy("Has a branch"),
    ("branch", False): gettext_lazy("Is a branch of another business"),
    ("taken_over", True): gettext_lazy("Taken over by another business"),
    ("taken_over", False): gettext_lazy("Took over another business"),
}


@register.filter
def succession_words(happening: Any) -> Any:
    """What happened between two records, told from the one whose page it is."""
    return _SUCCESSIONS[happening.lineage.kind, happening.is_outgoing]


@register.filter
def reason_words(reason: Any) -> str:
    """One reason why two records look alike or do not, in words."""
    code, _points, data = reason
    words = str(REASON_WORDS.get(code, code))
    return words % data if "%(" in words else words


@register.filter
def speaks_for(reason: Any) -> bool:
    """The reason speaks for one business."""
    return bool(reason[1] > 0)
