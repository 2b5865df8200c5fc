"""Finding enterprises by what a person types: the one implementation behind lists, pickers and commands."""

from portal.shared import searching
from sme.enterprises.models import Enterprise, EnterpriseQuerySet


def find(queryset: EnterpriseQuerySet, typed: str) -> searching.Found[EnterpriseQuerySet]:
    """Those whose name, numbers, phones, people or place hold every word typed, and how near each is.

    Marks and đ do not matter, but the very name comes first; a number may be typed with spaces, dots or
    +84, and a phone by its last digits. Each word may be a beginning.
    """
    return searching.find(queryset, typed)


def search(queryset: EnterpriseQuerySet, typed: str) -> EnterpriseQuerySet:
    """The same in the order of the queryset."""
    return find(queryset, typed).rows


def nearest(queryset: EnterpriseQuerySet, typed: str, most: int) -> list[Enterprise]:
    """The nearest of them, for a picker."""
    return list(find(queryset, typed).nearest("sort_key", "pk")[:most])
