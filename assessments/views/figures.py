"""What submitted results say together, for officers: each figure leads to its rows."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import permissions, selectors
from assessments.filters import AssessmentFilter
from assessments.models import AssessmentQuerySet, Framework
from assessments.rules import State
from sme.enterprises import selectors as enterprises
from sme.enterprises.rules import SizeClass

MOST_PLACES = 30


@login_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """One questionnaire at a time: its pillars and questions are its own. Only submitted results count."""
    if not permissions.can_list(request.user):
        raise Http404
    if not request.GET.get("framework"):
        first = next(iter(selectors.frameworks_offered()), None)
        if first is not None:
            asked = {**request.GET.dict(), "framework": first.slug}
            return redirect(f"{reverse('assessments:figures')}?{urlencode(asked)}")
    wanted = AssessmentFilter(
        request.GET, queryset=selectors.in_list(request.user), user=request.user
    )
    scope = wanted.in_scope()
    framework = Framework.objects.filter(slug=request.GET.get("framework", ""))
    found = framework.select_related("current").first()
    weak, read = selectors.weakest(scope)
    counts = selectors.counts_of(scope)
    top = range(max([5, *counts.levels]) + 1)
    context = {
        "filter": wanted,
        "framework": found,
        "crumbs": [{"label": _("Readiness"), "url": reverse("assessments:list")}],
        "states": [
            (State(key).label, counts.states.get(key, 0), _to(request, state=key)) for key in State
        ],
        "levels": [(n, counts.levels.get(n, 0), _to(request, level=n)) for n in top],
        "top": top,
        "tables": _tables(request, scope, counts, found, top),
        "weak": weak,
        "read": read,
        "most_read": selectors.MOST_READ,
    }
    return render(request, "assessments/figures.html", context)


def _to(request: HttpRequest, **more: Any) -> str:
    """The list's address for a figure: the page's filters, and what the figure adds."""
    kept = {key: value for key, value in request.GET.dict().items() if value}
    if "state" not in more:
        kept["state"] = State.SUBMITTED
    return f"{reverse('assessments:list')}?{urlencode({**kept, **more})}"


def _tables(
    request: HttpRequest,
    scope: AssessmentQuerySet,
    counts: selectors.Counts,
    framework: Framework | None,
    top: range,
) -> list[dict[str, Any]]:
    sectors = {code: str(each) for code, each in enterprises.sector_choices()}
    places = selectors.results_by_place(scope)
    by_place = [(name, part, _to(request, place=part.key)) for name, part in places[:MOST_PLACES]]
    titles = _titles(framework)
    pillars = selectors.results_by_pillar(scope)
    by_sector = _known(request, "sector", counts.sectors, sectors)
    by_size = _known(request, "size", counts.sizes, dict(SizeClass.choices))
    return [
        _table(_("By pillar"), [(titles.get(p.key, p.key), p, "") for p in pillars], top),
        _table(_("By place"), by_place, top, more=max(0, len(places) - MOST_PLACES)),
        _table(_("By sector"), by_sector, top),
        _table(_("By size"), by_size, top),
    ]


def _known(
    request: HttpRequest, name: str, parts: list[selectors.Part], words: dict[str, Any]
) -> list[tuple[Any, selectors.Part, str]]:
    return [
        (
            words.get(p.key, p.key) if p.key else _("Not known"),
            p,
            _to(request, **{name: p.key}) if p.key else "",
        )
        for p in parts
    ]


def _table(
    title: str, rows: list[tuple[Any, selectors.Part, str]], top: range, more: int = 0
) -> dict[str, Any]:
    shown = [
        {"name": name, "part": part, "url": url, "levels": [part.levels.get(n, 0) for n in top]}
        for name, part, url in rows
    ]
    return {"title": title, "rows": shown, "more": more}


def _titles(framework: Framework | None) -> dict[str, Any]:
    """The names of the pillars in the version that is used now."""
    if framework is None or framework.current is None:
        return {}
    pillars = selectors.definition_of(framework.current).pillars
    return {each.code: f"{each.code} {each.title}" for each in pillars}
