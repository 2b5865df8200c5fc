"""Certificates: the office issues, prints and revokes them, a business downloads its own, anybody checks one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible
from sme.programmes import exports, permissions, rules, selectors, services
from sme.programmes.models import Certificate, Cohort
from sme.programmes.views.files import parts_of, pdf_of
from sme.programmes.views.workspace import crumbs, visible_cohort

MOST_AT_ONCE = 500


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def certificates(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Who may have a certificate, who has one, and why others have none; issued to the chosen ones."""
    cohort = visible_cohort(request, cohort_id)
    can_manage = permissions.can_manage_cohort(request.user, cohort)
    if request.method == "POST":
        if not can_manage:
            raise Http404
        _issue(request, cohort)
        return redirect("programmes:certificates", cohort.pk)
    rows = selectors.candidacies(cohort, request.user)
    issued = list(selectors.certificates_of_cohort(cohort, request.user))
    context = {
        "cohort": cohort,
        "rows": rows[:MOST_AT_ONCE],
        "more": max(0, len(rows) - MOST_AT_ONCE),
        "may_have": sum(each.may_have for each in rows),
        "issued": issued,
        "parts": parts_of([each for each in issued if each.revoked_at is None]),
        "can_manage": can_manage,
        "crumbs": crumbs(cohort),
    }
    return render(request, "programmes/certificates.html", context)


def _issue(request: HttpRequest, cohort: Cohort) -> None:
    picked = {pk for pk in request.POST.getlist("pick")[:MOST_AT_ONCE] if pk.isdecimal()}
    seen = selectors.enrolments_visible_to(request.user).filter(cohort=cohort)
    keys = [pk for pk in seen.values_list("pk", flat=True) if str(pk) in picked]
    if not keys:
        messages.error(request, _("Choose at least one enterprise."))
        return
    try:
        made = len(services.issue_certificates(cohort, keys, actor=request.user))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
        return
    said = ngettext(
        "%(count)d certificate issued. The business is told by mail.",
        "%(count)d certificates issued. The businesses are told by mail.",
        made,
    )
    messages.success(request, said % {"count": made})


@require_safe
@login_required
def certificates_pdf(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """All that hold in a cohort as one document; ``?from=`` begins further on where there are very many."""
    cohort = visible_cohort(request, cohort_id)
    found = selectors.certificates_of_cohort(cohort, request.user).standing()  # type: ignore[attr-defined]
    begin = request.GET.get("from", "")
    if begin.isdecimal() and len(begin) < 9:
        found = found.filter(order__gte=int(begin))
    back = reverse("programmes:certificates", args=[cohort.pk])
    rows = list(found[: exports.MOST_IN_ONE])
    name = f"giay-chung-nhan-{cohort.code}.pdf"
    return pdf_of(request, lambda: exports.certificates_pdf(rows), name=name, back=back)


def _visible(request: HttpRequest, pk: int) -> Certificate:
    return get_or_404_visible(selectors.certificates_visible_to(request.user), pk=pk)


def _for_office(request: HttpRequest, pk: int) -> Certificate:
    if not request.user.is_officer:
        raise Http404
    found = _visible(request, pk)
    visible_cohort(request, found.cohort_id)
    return found


@require_safe
@login_required
@never_cache
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate as PDF, to its business and to the office; a revoked one is stamped."""
    found = _visible(request, pk)
    name = f"{found.number.replace('/', '-')}.pdf"
    back = reverse("programmes:mine")
    return pdf_of(request, lambda: exports.certificates_pdf([found]), name=name, back=back)


@require_safe
@login_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate at the office: what is on it, where it is checked, revoking."""
    found = _for_office(request, pk)
    context = {
        **_shown(found),
        "cohort": found.cohort,
        "crumbs": [
            *crumbs(found.cohort),
            {
                "label": _("Certificates"),
                "url": reverse("programmes:certificates", args=[found.cohort_id]),
            },
        ],
        "address": exports.check_address(found),
        "is_intact": services.is_certificate_intact(found),
        "can_manage": permissions.can_manage_cohort(request.user, found.cohort),
    }
    return render(request, "programmes/certificate.html", context)


@require_POST
@login_required
def certificate_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke it, with a reason."""
    found = _for_office(request, pk)
    if not permissions.can_manage_cohort(request.user, found.cohort):
        raise Http404
    try:
        services.revoke_certificate(
            found, reason=request.POST.get("reason", ""), actor=request.user
        )
        messages.success(request, _("Revoked. The business is told by mail, with the reason."))
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect(found)


# --- anybody ---------------------------------------------------------------------------------------


@require_safe
@never_cache
def check_certificates(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in."""
    typed = request.GET.get("code", "")[:80]
    code = rules.read_code(typed)
    if code:
        return redirect("programmes:check_certificate", rules.shown_code(code))
    status = 422 if typed.strip() else 200
    return render(request, "programmes/check.html", {"typed": typed}, status=status)


@require_safe
@never_cache
def check_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What is on the certificate of a code, and whether it holds; nothing else."""
    found = selectors.certificate_of_code(code)
    if found is None:
        context = {"typed": code[:80], "is_unknown": True}
        return render(request, "programmes/check.html", context, status=404)
    return render(request, "programmes/check.html", _shown(found))


def _shown(found: Certificate) -> dict[str, Any]:
    language = (get_language() or "vi")[:2]
    facts = found.facts
    return {
        "certificate": found,
        "facts": facts,
        "cohort_title": exports.told(facts, "cohort", language),
        "programme_title": exports.told(facts, "programme", language),
        "lines": exports.lines_of(facts),
        "issued_on": exports.day_of(facts["issued_on"]),
    }
