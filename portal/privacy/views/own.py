"""A person's own page: what was agreed, one's data, who looked, erasing the account; and the notice for everybody."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.privacy import permissions, selectors, services
from portal.privacy.forms import ProveForm
from portal.privacy.rules import Purpose, Where
from portal.shared import privacy
from portal.shared.errors import RuleBroken
from portal.shared.http import page_of, refuse

SHORT = 5


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """What the portal holds of people, why, how long, and what they may ask for."""
    periods = selectors.rules_in_force()
    texts = [selectors.text_in_force(purpose) for purpose in Purpose]
    context = {
        "rows": selectors.register(),
        "texts": [text for text in texts if text],
        "wait": periods.get("erasure_wait"),
    }
    return render(request, "privacy/notice.html", context)


@login_required
@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What one agreed to, one's data, who looked last."""
    user = request.user
    context = {
        "choices": selectors.choices_of(user),
        "exports": selectors.exports_of(user),
        "days": selectors.days_of("own_data_files"),
        "looks": selectors.named(selectors.looks_at(user)[:SHORT]),
        "erasure": selectors.waiting_erasure(user),
        "can_erase": permissions.can_erase_oneself(user),
    }
    return render(request, "privacy/mine.html", context)


@login_required
@require_POST
def choose(request: HttpRequest, purpose: str, what: str) -> HttpResponse:
    """Agree to one purpose, or withdraw."""
    if purpose not in Purpose.values or what not in ("agree", "withdraw"):
        raise Http404
    user = request.user
    try:
        if what == "agree":
            services.agree(user, purpose, where=Where.ACCOUNT, actor=user)
            messages.success(request, _("Thank you. You can withdraw it here at any time."))
        else:
            services.withdraw(user, purpose, where=Where.ACCOUNT, actor=user)
            messages.success(request, _("Withdrawn. It stops from now on."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("privacy:mine")


@login_required
@require_POST
def download(request: HttpRequest) -> HttpResponse:
    """Gather one's own data; the job's page shows how far it is."""
    return redirect(services.start_export(request.user, actor=request.user))


@login_required
@require_safe
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """Everybody of the office who looked at what tells of this person."""
    page = page_of(request, selectors.looks_at(request.user))
    context = {"page": page, "rows": selectors.named(page), "days": selectors.days_of("looks")}
    return render(request, "privacy/looks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and why; the password (and the code) confirm it."""
    user = request.user
    form = ProveForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_erasure(user, actor=user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("Your account will be erased. We have mailed you the day."))
            return redirect("privacy:mine")
    context: dict[str, Any] = {
        "form": form,
        "days": selectors.days_of("erasure_wait"),
        "can_erase": permissions.can_erase_oneself(user),
        "erasure": selectors.waiting_erasure(user),
        "goes": [each for each in privacy.holdings() if each.erase],
        "stays": [each for each in privacy.holdings() if each.kept],
    }
    status = 422 if form.errors else 200
    return render(request, "privacy/erase.html", context, status=status)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Take the erasure back."""
    if services.cancel_erasure(request.user, actor=request.user):
        messages.success(request, _("Your account stays as it is."))
    return redirect("privacy:mine")
