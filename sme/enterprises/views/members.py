"""Who acts for a business: its members, invitations, and taking one over."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.shared import throttle
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, refuse
from sme.enterprises import permissions, selectors, services
from sme.enterprises.forms import CodeForm, InviteForm
from sme.enterprises.models import Enterprise, Invitation, Membership
from sme.enterprises.views.business import CHOICE

HOUR = 3600


def _acting(request: HttpRequest) -> Enterprise:
    """The business one acts for, else 404."""
    acting = selectors.acting_for(request.user, request.session.get(CHOICE))
    if acting is None:
        raise Http404
    return acting


def _managed(request: HttpRequest, enterprise: Enterprise) -> Enterprise:
    if not permissions.can_manage_members(request.user, enterprise):
        raise Http404
    return enterprise


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def members(request: HttpRequest) -> HttpResponse:
    """The people of the business one acts for; its owners invite more."""
    enterprise = selectors.acting_for(request.user, request.session.get(CHOICE))
    if enterprise is None:
        return redirect("enterprises:mine")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and _invited(request, _managed(request, enterprise), form):
        return redirect("enterprises:members")
    return _page(request, enterprise, form, status=422 if form.is_bound else 200)


def _page(
    request: HttpRequest, enterprise: Enterprise, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "enterprise": enterprise,
        "form": form,
        "members": selectors.members_of(enterprise),
        "can_manage": permissions.can_manage_members(request.user, enterprise),
        "invitations": selectors.open_invitations(enterprise),
    }
    return render(request, "enterprises/members/index.html", context, status=status)


def _invited(request: HttpRequest, enterprise: Enterprise, form: InviteForm) -> bool:
    if not form.is_valid():
        return False
    try:
        throttle.count_try("invite", request.user.pk, most=30, seconds=HOUR, field="email")
        services.invite(enterprise, **form.cleaned_data, actor=request.user)
    except RuleBroken as broken:
        refuse(form, broken)
        return False
    messages.success(
        request,
        _("A mail is on its way to %(email)s. The link in it holds for 14 days.")
        % {"email": form.cleaned_data["email"]},
    )
    return True


@login_required
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a member owner or staff."""
    enterprise = _managed(request, _acting(request))
    member = get_or_404_visible(enterprise.memberships.select_related("user"), pk=pk)
    return _done(
        request,
        lambda: services.add_member(
            enterprise, member.user, request.POST.get("role", ""), actor=request.user
        ),
        _("Saved."),
    )


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member's access away; one's own, too."""
    enterprise = _acting(request)
    member = get_or_404_visible(enterprise.memberships.select_related("user"), pk=pk)
    if member.user_id != request.user.pk:
        _managed(request, enterprise)
    return _done(
        request,
        lambda: services.remove_member(enterprise, member.user, actor=request.user),
        _("%(name)s no longer acts for the business.") % {"name": member.user},
    )


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    found = get_or_404_visible(Invitation.objects.select_related("enterprise"), pk=pk)
    _managed(request, found.enterprise)
    services.revoke_invitation(found, actor=request.user)
    messages.success(request, _("The invitation no longer holds."))
    if permissions.is_member(request.user, found.enterprise):
        return redirect("enterprises:members")
    return redirect("enterprises:invite_for", pk=found.enterprise_id)


def _done(request: HttpRequest, act: Any, words: str) -> HttpResponse:
    try:
        act()
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, words)
    return redirect("enterprises:members")


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of an invitation leads: who invites to what, and one button."""
    found = selectors.invitation_by(token)
    if found is None:
        raise Http404
    return _answer(request, found)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one of the invitations to one's own confirmed addresses."""
    mine = {each.pk: each for each in selectors.invitations_for(request.user)}
    if pk not in mine:
        raise Http404
    return _answer(request, mine[pk])


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    refusal = None
    if request.method == "POST":
        try:
            enterprise = services.accept_invitation(found, actor=request.user)
        except RuleBroken as broken:
            refusal = broken.sentence
        else:
            return _begun(request, enterprise)
    context = {"invitation": found, "refusal": refusal}
    name = "enterprises/members/invitation.html"
    return render(request, name, context, status=422 if refusal else 200)


def _begun(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    request.session[CHOICE] = enterprise.pk
    messages.success(request, _("You act for %(name)s now.") % {"name": enterprise.name})
    return redirect("dashboard:business")


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def take_over(request: HttpRequest) -> HttpResponse:
    """Take a record over with the code of a letter from the office."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            throttle.count_try("code", request.user.pk, most=10, seconds=HOUR, field="code")
            enterprise = services.redeem_code(form.cleaned_data["code"], actor=request.user)
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            return _begun(request, enterprise)
    context = {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "enterprises/members/take_over.html", context, status=status)


@login_required
@require_POST
@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer makes the letter with a code for the owner of a record; it is shown this once."""
    enterprise = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not permissions.is_responsible_officer(request.user, enterprise):
        raise Http404
    try:
        made = services.issue_code(enterprise, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect(enterprise)
    context = {"enterprise": enterprise, "code": made, "base_url": settings.BASE_URL}
    return render(request, "enterprises/members/letter.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def invite_for(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer asks the owner of a record by e-mail to take it over, and sees who acts for it."""
    enterprise = get_or_404_visible(Enterprise.objects.visible_to(request.user), pk=pk)
    if not permissions.is_responsible_officer(request.user, enterprise):
        raise Http404
    form = InviteForm(request.POST or None, initial={"email": enterprise.email, "role": "owner"})
    if request.method == "POST" and _invited(request, enterprise, form):
        return redirect(enterprise)
    context = {
        "enterprise": enterprise,
        "form": form,
        "members": selectors.members_of(enterprise),
        "invitations": selectors.open_invitations(enterprise),
    }
    status = 422 if form.is_bound else 200
    return render(request, "enterprises/members/invite_for.html", context, status=status)


@login_required
@require_POST
def remove_for(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer takes a person's access away."""
    found = Membership.objects.select_related("enterprise", "user")
    member = get_or_404_visible(found, pk=pk)
    if not permissions.is_responsible_officer(request.user, member.enterprise):
        raise Http404
    services.remove_member(member.enterprise, member.user, actor=request.user)
    messages.success(
        request, _("%(name)s no longer acts for the business.") % {"name": member.user}
    )
    return redirect("enterprises:invite_for", pk=member.enterprise_id)
