"""What an office's own template may ask for besides the columns of a roster; no queries here."""

import hashlib
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A template is filled in memory; a longer list goes out in the portal's own look.
AT_MOST = 5_000

ONCE: Mapping[str, Promise] = {
    "cohort_code": _("code of the cohort"),
    "cohort_title": _("title of the cohort"),
    "programme_title": _("title of the programme"),
    "legal_basis": _("legal basis"),
    "office": _("the office"),
    "office_parent": _("the office above"),
    "as_of": _("day on which it was filled"),
    "filter_words": _("filter in words"),
    "row_count": _("number of rows"),
    "total_products": _("products on sale, all together"),
    "prepared_by": _("who filled it"),
}
"""Names that are filled once, and what they hold. Like the keys of columns they never change."""


def office_key(units: Iterable[int]) -> str:
    """Officers who answer for the same communes are one office."""
    written = ",".join(str(each) for each in sorted(units))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
