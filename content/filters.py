"""How visitors narrow the list of guides."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from content.models import GuidePage
from content.rules import Audience, Level, Pillar


class GuideFilter(django_filters.FilterSet):
    """Pillar, level and reader, from the address; unknown values are ignored."""

    pillar = django_filters.ChoiceFilter(label=_("Topic"), choices=Pillar.choices)
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Level.choices)
    audience = django_filters.ChoiceFilter(
        label=_("For"), choices=Audience.choices, method="for_audience"
    )

    class Meta:
        model = GuidePage
        fields = ("pillar", "level", "audience")

    def for_audience(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Guides written for this kind of reader."""
        return queryset.filter(**{f"for_{value}": True})
