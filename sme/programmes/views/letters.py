"""Letters of decisions: one to read or print, for the business and the office; all of a cohort for the office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible
from sme.programmes import exports, permissions, rules, selectors, services
from sme.programmes.models import Cohort, DecisionLetter
from sme.programmes.views.files import parts_of, pdf_of
from sme.programmes.views.workspace import crumbs, visible_cohort


def _visible(request: HttpRequest, pk: int) -> DecisionLetter:
    return get_or_404_visible(selectors.letters_visible_to(request.user), pk=pk)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in exports.LANGUAGES else (get_language() or "vi")[:2]


@require_safe
@login_required
@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter to read on the screen, in the reader's language, at the office."""
    found = _visible(request, pk)
    if not request.user.is_officer:
        raise Http404
    back = found.application.get_absolute_url()
    return _shown(request, found, "layouts/workspace.html", back)


@require_safe
@login_required
@never_cache
def my_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for the business to which it was written."""
    found = get_or_404_visible(selectors.letters_to(request.user), pk=pk)
    back = reverse("programmes:apply", args=[found.cohort_id])
    return _shown(request, found, "layouts/business.html", back)


def _shown(request: HttpRequest, found: DecisionLetter, layout: str, back: str) -> HttpResponse:
    words = found.texts[(get_language() or "vi")[:2]]
    context = {"letter": found, "words": words, "layout": layout, "back": back}
    return render(request, "programmes/letter.html", context)


@require_safe
@login_required
@never_cache
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as PDF; ``?language=`` vi, en or both."""
    found, language = _visible(request, pk), _language(request)
    name = f"{found.number.replace('/', '-')}-{language}.pdf"
    name_of_page = "letter" if request.user.is_officer else "my_letter"
    back = reverse(f"programmes:{name_of_page}", args=[found.pk])
    return pdf_of(request, lambda: exports.letters_pdf([found], language), name=name, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def letters(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """The letters of a cohort; those that older decisions lack are written at once."""
    cohort = visible_cohort(request, cohort_id)
    if request.method == "POST":
        _write_missing(request, cohort)
        return redirect("programmes:letters", cohort.pk)
    state = _state(request)
    rows = list(selectors.letters_of_cohort(cohort, request.user, state))
    url = reverse("programmes:letters", args=[cohort.pk])
    tabs = [{"label": _("All"), "url": url, "is_current": not state}] + [
        {"label": each.label, "url": f"{url}?state={each.value}", "is_current": each == state}
        for each in rules.LETTERS_OF
    ]
    context = {
        "cohort": cohort,
        "rows": rows,
        "parts": parts_of(rows),
        "missing": len(selectors.without_letter(cohort, request.user)),
        "tabs": tabs,
        "state": state,
        "crumbs": crumbs(cohort),
    }
    return render(request, "programmes/letters.html", context)


def _state(request: HttpRequest) -> str:
    asked = request.GET.get("state", "")
    if asked and asked not in rules.LETTERS_OF:
        raise Http404
    return asked


def _write_missing(request: HttpRequest, cohort: Cohort) -> None:
    try:
        rows = [
            each
            for each in selectors.without_letter(cohort, request.user)
            if permissions.can_decide_application(request.user, each)
        ]
        count = services.write_letters(rows, actor=request.user)
        said = ngettext("%(count)d letter written.", "%(count)d letters written.", count)
        messages.success(request, said % {"count": count})
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))


@require_safe
@login_required
def letters_pdf(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """All letters of a cohort, or those of one decision (``?state=``), as one document; ``?language=`` as above.

    ``?from=`` begins further on where there are more than one document holds.
    """
    cohort, language = visible_cohort(request, cohort_id), _language(request)
    found = selectors.letters_of_cohort(cohort, request.user, _state(request))
    begin = request.GET.get("from", "")
    if begin.isdecimal() and len(begin) < 9:
        found = found.filter(order__gte=int(begin))
    rows = list(found[: exports.MOST_IN_ONE])
    back = reverse("programmes:letters", args=[cohort.pk])
    name = f"thong-bao-{cohort.code}-{language}.pdf"
    return pdf_of(request, lambda: exports.letters_pdf(rows, language), name=name, back=back)
