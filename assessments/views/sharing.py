"""Links for advisers: making and taking back by the business, reading by whoever holds one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments import services
from assessments.forms import ShareForm
from assessments.models import ResultLink
from assessments.rules import State
from assessments.services.sharing import digest
from assessments.views.desks import BUSINESS
from assessments.views.results import context_of
from portal.privacy import services as consents
from portal.privacy.rules import Purpose, Where
from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible

SHOWN_ONCE = "readiness_link"


@login_required
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link; its address is shown once, on the result's page."""
    assessment = BUSINESS.find(request, pk)
    form = ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The name is too long or holds signs that cannot be kept."))
        return redirect(BUSINESS.result(assessment))
    try:
        if form.cleaned_data["agrees"]:
            consents.agree(request.user, Purpose.ADVISERS, where=Where.SHARING, actor=request.user)
        link, secret = services.share(
            assessment, name=form.cleaned_data["name"], actor=request.user
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(BUSINESS.result(assessment))
    address = request.build_absolute_uri(reverse("assessments:shared", args=[secret]))
    request.session[SHOWN_ONCE] = {"assessment": assessment.pk, "link": link.pk, "url": address}
    return redirect(f"{BUSINESS.result(assessment)}#share")


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int, link_id: int) -> HttpResponse:
    """Take a link back."""
    assessment = BUSINESS.find(request, pk)
    link = get_or_404_visible(ResultLink.objects.filter(assessment=assessment), pk=link_id)
    services.revoke(link, actor=request.user)
    messages.success(request, _("The link leads nowhere any more."))
    return redirect(f"{BUSINESS.result(assessment)}#share")


@require_safe
@never_cache
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The result, read only; unknown, ended and taken back look alike."""
    open_links = ResultLink.objects.open_at(clock.now()).select_related(
        "assessment__result",
        "assessment__framework",
        "assessment__version",
        "assessment__enterprise",
    )
    link = get_or_404_visible(
        open_links.defer("assessment__version__document"), secret_hash=digest(secret)
    )
    if link.assessment.state != State.SUBMITTED:
        raise Http404
    context = {"link": link, "for_office": True, **context_of(link.assessment)}
    response = render(request, "assessments/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
