"""The administrators' pages of the accounts of staff: what protects each, and closing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import permissions, selectors, services
from portal.accounts.models import User
from portal.shared import audit
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of

Act = tuple[Callable[..., Any], Any]

ACTS: dict[str, Act] = {
    "lock": (services.lock, _("The account is locked and signed out everywhere.")),
    "unlock": (services.unlock, _("The account is open again.")),
    "sign-out": (services.sign_out_everywhere, _("Signed out everywhere.")),
    "second-step": (
        services.take_second_step_away,
        _("The second step is off. It must be turned on at the next sign-in."),
    ),
}


def _only_administrators(request: HttpRequest) -> None:
    if not permissions.can_manage_people(request.user):
        raise Http404


@login_required
@require_safe
@never_cache
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and what protects the account."""
    _only_administrators(request)
    return render(request, "accounts/staff.html", {"page": page_of(request, selectors.staff())})


@login_required
@require_safe
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles, sessions, and what happened to it."""
    _only_administrators(request)
    found = get_or_404_visible(selectors.staff(), pk=pk)
    context = {
        "person": found,
        "sessions": selectors.sessions_of(found),
        "history": audit.history(found, 30),
        "is_oneself": found.pk == request.user.pk,
    }
    return render(request, "accounts/person.html", context)


@login_required
@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Lock, unlock, sign out everywhere, take the second step away."""
    _only_administrators(request)
    found: User = get_or_404_visible(selectors.staff(), pk=pk)
    if what not in ACTS:
        raise Http404
    service, words = ACTS[what]
    try:
        service(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    else:
        messages.success(request, str(words))
    return redirect("accounts:person", pk=pk)
