"""A business applies to a cohort: the short form, its draft, its papers, sending and taking back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, is_htmx, refuse
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import rules, selectors, services
from sme.programmes.forms import ApplicationForm
from sme.programmes.models import Application, Cohort
from sme.programmes.rules import By


def _acting(request: HttpRequest) -> Enterprise | None:
    return enterprises.acting_for(request.user, request.session.get("acting_enterprise"))


def _initial(application: Application | None, request: HttpRequest, who: Enterprise) -> dict:
    if application is not None:
        return {name: getattr(application, name) for name in ("contact", "phone", "wish")}
    return {"contact": request.user.display_name, "phone": who.phone or request.user.phone}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def apply(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Apply to a cohort; the same page says later where the application stands."""
    cohort = get_or_404_visible(
        Cohort.objects.public().with_counts().select_related("programme"), pk=cohort_id
    )
    enterprise = _acting(request)
    if enterprise is None:
        if request.method == "POST":
            raise Http404
        return render(request, "programmes/apply.html", {"cohort": cohort})
    application = selectors.application_of(enterprise, cohort)
    if application is not None and application.state == "withdrawn":
        application = None
    is_open = application is None or application.state in rules.OPEN_TO_APPLICANT
    papers = selectors.papers_asked(cohort)
    documents = list(application.documents.select_related("paper")) if application else []
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial=_initial(application, request, enterprise),
        papers=papers,
        given={each.paper_id for each in documents if each.paper_id},
    )
    if request.method == "POST":
        answer = _posted(request, cohort, enterprise, form)
        if answer is not None:
            return answer
    context: dict[str, Any] = {
        "cohort": cohort,
        "enterprise": enterprise,
        "application": application,
        "documents": documents,
        "letters": selectors.letters_of(application) if application else [],
        "form": form if is_open else None,
        "conditions": selectors.conditions_for(cohort, enterprise),
        "can_withdraw": application is not None
        and "withdrawn" in rules.application_moves(application.state, By.APPLICANT),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "programmes/apply.html", context, status=status)


def _posted(
    request: HttpRequest, cohort: Cohort, enterprise: Enterprise, form: ApplicationForm
) -> HttpResponse | None:
    """Keep what is written; then add the paper, or send. ``None``: show the form with what is wrong."""
    form.is_valid()
    act = request.POST.get("act", "save")
    try:
        row = services.save_draft(cohort, enterprise, actor=request.user, **form.written())
        if is_htmx(request):
            state = "failed" if form.errors else "saved"
            return render(request, "programmes/_saved.html", {"state": state})
        if form.errors:
            return None
        for paper, upload in form.uploads():
            services.add_document(row, upload, paper=paper, actor=request.user)
        if act == "submit":
            services.submit(row, actor=request.user)
            messages.success(
                request, _("Your application is with the office. A mail tells you the decision.")
            )
        else:
            messages.success(request, _("Saved. You can go on later."))
        return redirect("programmes:apply", cohort.pk)
    except RuleBroken as broken:
        if is_htmx(request):
            return render(request, "programmes/_saved.html", {"state": "failed"})
        refuse(form, broken)
    return None


@require_POST
@login_required
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Take one's application back."""
    found = get_or_404_visible(
        Application.objects.of_member(request.user).select_related("cohort"), pk=application_id
    )
    try:
        services.withdraw(found, actor=request.user)
        messages.success(request, _("The application is withdrawn."))
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:mine")


@require_safe
@login_required
@never_cache
def document(request: HttpRequest, document_id: int) -> HttpResponse | FileResponse:
    """A paper of an application, to the business and to the officers who decide; never inside the page."""
    found = get_or_404_visible(selectors.documents_visible_to(request.user), pk=document_id)
    try:
        stream = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(stream, as_attachment=True, filename=found.name)


@require_POST
@login_required
def document_remove(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a paper away from one's draft."""
    found = get_or_404_visible(selectors.documents_visible_to(request.user), pk=document_id)
    mine = Application.objects.of_member(request.user)
    application = get_or_404_visible(mine, pk=found.application_id)
    try:
        services.remove_document(found, actor=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect("programmes:apply", application.cohort_id)
