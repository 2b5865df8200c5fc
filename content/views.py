"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from content import selectors
from content.forms import SearchForm
from portal.shared.http import render_page_or_part


def search(request: HttpRequest) -> HttpResponse:
    """Show the published pages of the active language that answer ``?q=``."""
    form = SearchForm(request.GET)
    query = form.query()
    found = selectors.search(query, get_language() or "vi") if query else []
    return render_page_or_part(request, "content/search.html", {"query": query, "found": found})
