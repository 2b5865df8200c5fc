"""The search page, and what it suggests while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content import selectors, services
from content.forms import SearchForm
from portal.accounts.adapter import visitor_of
from portal.shared.http import is_htmx, render_page_or_part


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what anybody may read that answers ``?q=``, of one ``?kind=`` or of all."""
    form = SearchForm(request.GET)
    query, kind = form.query(), request.GET.get("kind", "")
    language = get_language() or "vi"
    found = selectors.search(query, language, kind)
    if query and not any(found.counts.values()) and not is_htmx(request):
        services.note_miss(query, language, who=visitor_of(request))
    context = {"query": query, "found": found, "tabs": _tabs(query, kind, found)}
    return render_page_or_part(request, "content/search.html", context)


def _tabs(query: str, kind: str, found: selectors.Results) -> list[dict[str, object]]:
    """What was found, as views by kind; only kinds of which there is something."""
    address, kinds = (
        reverse("content:search"),
        [each for each in selectors.Kind if found.counts.get(each)],
    )
    if len(kinds) < 2:
        return []
    known = kind if kind in selectors.Kind.values else ""
    tabs = [("", _("All"), sum(found.counts.values()))]
    tabs += [(each.value, str(each.label), found.counts[each]) for each in kinds]
    return [
        {
            "label": label,
            "count": count,
            "is_current": value == known,
            "url": f"{address}?{urlencode({'q': query, 'kind': value} if value else {'q': query})}",
        }
        for value, label, count in tabs
    ]


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin like what is being typed in ``?q=``, as options."""
    titles = selectors.suggestions(SearchForm(request.GET).query(), get_language() or "vi")
    return render(request, "content/_suggestions.html", {"titles": titles})
