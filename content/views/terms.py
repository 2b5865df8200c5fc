"""The words explained, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content import selectors
from portal.shared import pagecache


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """All terms by their letters, each with the guides that use it."""
    guides = selectors.guides_by_term()
    rows = [(each, guides.get(each.slug, [])) for each in selectors.terms()]
    return pagecache.for_everybody(render(request, "content/terms.html", {"rows": rows}))
