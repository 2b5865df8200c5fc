"""The administrators' pages: the register of processing, periods of keeping and their runs, the log of looks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.privacy import permissions, selectors, services
from portal.privacy.filters import LookFilter
from portal.shared import jobs, privacy
from portal.shared.http import page_of


def _only_overseers(request: HttpRequest) -> None:
    if not permissions.can_oversee(request.user):
        raise Http404


@login_required
@require_safe
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Each processing of personal data, how long things are kept, what the last runs let go."""
    _only_overseers(request)
    context = {
        "rows": selectors.register(),
        "periods": _periods(),
        "runs": selectors.runs(),
    }
    return render(request, "privacy/register.html", context)


def _periods() -> list[dict[str, Any]]:
    """Each kind with its period in force, its words, and what the last run and the last count came to."""
    in_force = selectors.rules_in_force()
    runs = selectors.runs()
    done = next((run for run in runs if not run.is_dry), None)
    counted = next((run for run in runs if run.is_dry), None)
    words = {expiry.key: expiry.label for expiry in privacy.expiries()}
    rows = []
    for key, rule in in_force.items():
        rows.append(
            {
                "label": words.get(key, rule.reason),
                "rule": rule,
                "is_run": key in words,
                "done": _rows(done, key),
                "counted": _rows(counted, key),
            }
        )
    return rows


def _rows(run: Any, key: str) -> int | None:
    return run.counts.get(key, {}).get("rows") if run else None


@login_required
@require_safe
@never_cache
def log(request: HttpRequest) -> HttpResponse:
    """Who of the office looked at whose data; narrowed by who, how, which record and when."""
    _only_overseers(request)
    wanted = LookFilter(request.GET, queryset=selectors.all_looks())
    page = page_of(request, wanted.qs)
    context = {"filter": wanted, "page": page, "rows": selectors.named(page)}
    return render(request, "privacy/log.html", context)


@login_required
@require_POST
def run(request: HttpRequest, what: str) -> HttpResponse:
    """Count at once what is too old; letting it go at once is a job."""
    _only_overseers(request)
    if what == "count":
        services.retain(is_dry=True, actor=request.user)
        messages.success(request, _("Counted. Nothing was let go."))
        return redirect("privacy:register")
    if what == "now":
        return redirect(jobs.start("privacy.retain", actor=request.user, key="now"))
    raise Http404
