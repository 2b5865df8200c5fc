"""Finding enterprises by what a person types: the one implementation behind lists and pickers."""

from portal.shared import text
from sme.enterprises.models import EnterpriseQuerySet


def search(queryset: EnterpriseQuerySet, typed: str) -> EnterpriseQuerySet:
    """Those whose name, numbers, phones, people or place hold every word typed, accents or not.

    A number may be typed with spaces, dots or +84. The one door behind which a full-text or trigram
    index will stand.
    """
    number = text.digits(typed).removeprefix("+84")
    is_number = number.isascii() and number.isdigit() and len(number) >= 6
    words = [number] if is_number else text.fold(typed).split()[:8]
    for word in words:
        queryset = queryset.filter(search_text__contains=word)
    return queryset
