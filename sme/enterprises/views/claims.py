"""Claiming a record: the person's page, and the office's queue."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.privacy import services as looks
from portal.shared import throttle
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, page_of, refuse
from sme.enterprises import permissions, selectors, services
from sme.enterprises.forms import ClaimForm, DeclineForm, MorePapersForm
from sme.enterprises.models import UNDECIDED, Claim
from sme.enterprises.rules import ClaimState

HOUR = 3600


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def claim(request: HttpRequest) -> HttpResponse:
    """Say that a record is one's own; below, what became of earlier claims."""
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.count_try("claim", request.user.pk, most=10, seconds=HOUR, field="number")
            services.claim(
                form.cleaned_data["number"],
                note=form.cleaned_data["note"],
                proof=form.cleaned_data["proof"],
                actor=request.user,
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(
                request, _("Your claim is with the office. A mail tells you when it is decided.")
            )
            return redirect("enterprises:claim")
    context = {"form": form, "claims": selectors.claims_by(request.user)}
    status = 422 if form.is_bound else 200
    return render(request, "enterprises/claims/claim.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what the office still wants to see of a claim."""
    found = get_or_404_visible(Claim.objects.filter(claimant_id=request.user.pk), pk=pk)
    if found.state != ClaimState.RETURNED:
        return redirect("enterprises:claim")
    is_sent = request.method == "POST"
    form = MorePapersForm(request.POST, request.FILES) if is_sent else MorePapersForm()
    if form.is_valid():
        try:
            services.send_more(found, **form.cleaned_data, actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(
                request, _("Your claim is with the office. A mail tells you when it is decided.")
            )
            return redirect("enterprises:claim")
    status = 422 if form.is_bound else 200
    context = {"form": form, "claim": found}
    return render(request, "enterprises/claims/more.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own claim back."""
    found = get_or_404_visible(Claim.objects.filter(claimant_id=request.user.pk), pk=pk)
    try:
        services.withdraw_claim(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, _("Your claim is withdrawn, and its paper deleted."))
    return redirect("enterprises:claim")


@login_required
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Claims that wait for this officer, the oldest first."""
    if not permissions.can_list(request.user):
        raise Http404
    page = page_of(request, selectors.claims_for_office(request.user))
    return render(request, "enterprises/claims/queue.html", {"page": page})


def _for_office(request: HttpRequest, pk: int) -> Claim:
    rows = Claim.objects.visible_to(request.user)
    found = get_or_404_visible(
        rows.select_related("enterprise__place", "claimant", "decided_by"), pk=pk
    )
    if not permissions.is_responsible_officer(request.user, found.enterprise):
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim beside the record it is about; declining or asking needs words, approving none."""
    found = _for_office(request, pk)
    looks.note_look(request.user, "enterprises.claim", "enterprise", found.enterprise_id)
    with_reason = "decline" in request.POST or "ask" in request.POST
    form = DeclineForm(request.POST if with_reason else None)
    if request.method == "POST":
        try:
            if "approve" in request.POST:
                services.approve_claim(found, actor=request.user)
                messages.success(
                    request, _("The person acts for the business now and was told so.")
                )
                return redirect("enterprises:claims")
            if form.is_valid():
                reason = form.cleaned_data["reason"]
                if "ask" in request.POST:
                    services.ask_for_more(found, reason=reason, actor=request.user)
                    messages.success(request, _("The person was asked for more papers."))
                else:
                    services.decline_claim(found, reason=reason, actor=request.user)
                    messages.success(request, _("Declined. The person was told why."))
                return redirect("enterprises:claims")
        except RuleBroken as broken:
            if form.is_bound:
                refuse(form, broken)
            else:
                messages.error(request, broken.sentence)
                return redirect("enterprises:claim_decide", pk=found.pk)
    context = {
        "claim": found,
        "form": form,
        "members": selectors.members_of(found.enterprise),
        "is_open": found.state in UNDECIDED,
        "can_decide": permissions.can_decide_claim(request.user, found),
    }
    status = 422 if form.is_bound else 200
    return render(request, "enterprises/claims/decide.html", context, status=status)


@login_required
@require_safe
@never_cache
def proof(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The paper of a claim, to those who decide it and to the claimant; never shown inside the page."""
    found = get_or_404_visible(Claim.objects.visible_to(request.user).exclude(proof=""), pk=pk)
    is_own = found.claimant_id == request.user.pk
    if not is_own and not permissions.is_responsible_officer(request.user, found.enterprise):
        raise Http404
    try:
        stream = found.proof.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=found.proof_name)
