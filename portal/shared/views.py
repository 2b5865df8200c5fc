"""Health of the portal for machines and administrators, and a person's background jobs."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.shared import concerns, health, jobs, metrics, selectors
from portal.shared.errors import RuleBroken
from portal.shared.http import get_or_404_visible, is_htmx, page_of, render_page_or_part
from portal.shared.models import Job, JobState
from portal.shared.selectors import JobRow


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part that serving needs, by name; 503 when one is missing."""
    problems = health.problems()
    parts = {name: problems.get(name, "ok") for name in health.PARTS}
    status = "unavailable" if problems else "ok"
    return JsonResponse({"status": status, "parts": parts}, status=503 if problems else 200)


@require_safe
@never_cache
def metrics_text(request: HttpRequest) -> HttpResponse:
    """Counters for Prometheus, to whoever knows the token; nobody else learns that they are there."""
    told = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(
        told, f"Bearer {settings.METRICS_TOKEN}"
    ):
        raise Http404
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def _own_job(request: HttpRequest, job_id: int) -> Job:
    return get_or_404_visible(selectors.jobs_visible_to(request.user), pk=job_id)


@require_safe
@login_required
@never_cache
def job_list(request: HttpRequest) -> HttpResponse:
    """My jobs, newest first."""
    page = page_of(request, selectors.jobs_visible_to(request.user))
    rows = [JobRow(job) for job in page]
    context = {"page": page, "rows": rows, "is_running": any(not row.is_finished for row in rows)}
    return render_page_or_part(request, "portal/shared/jobs.html", context)


@require_safe
@login_required
@never_cache
def job_detail(request: HttpRequest, job_id: int) -> HttpResponse:
    """One job: how far it is, and its result. htmx asks for the part every two seconds until it is finished."""
    row = JobRow(_own_job(request, job_id))
    is_alone = not is_htmx(request) or "alone" in request.GET
    context = {"row": row, "is_alone": is_alone}
    return render_page_or_part(request, "portal/shared/job.html", context)


@require_safe
@login_required
@never_cache
def job_download(request: HttpRequest, job_id: int) -> FileResponse:
    """The result file, to the person who started the job."""
    job = _own_job(request, job_id)
    if job.state != JobState.DONE or not job.result_file:
        raise Http404
    try:
        content = job.result_file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=job.result_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def job_cancel(request: HttpRequest, job_id: int) -> HttpResponseRedirect:
    """Stop it."""
    job = _own_job(request, job_id)
    return _after(request, job, lambda: jobs.cancel(job, actor=request.user))


@require_POST
@login_required
def job_again(request: HttpRequest, job_id: int) -> HttpResponseRedirect:
    """Try a failed job once more."""
    job = _own_job(request, job_id)
    return _after(request, job, lambda: jobs.again(job, actor=request.user))


def _after(request: HttpRequest, job: Job, act: Any) -> HttpResponseRedirect:
    try:
        job = act() or job
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    return redirect(job)


def _only_administrators(request: HttpRequest) -> None:
    if not request.user.is_administrator:
        raise Http404


@require_safe
@login_required
@never_cache
def system(request: HttpRequest) -> HttpResponse:
    """What is wrong and what to do; what runs by itself."""
    _only_administrators(request)
    context = {"concerns": concerns.found(), "schedule": selectors.schedule_rows()}
    return render(request, "portal/shared/system.html", context)


@require_POST
@login_required
def schedule_act(request: HttpRequest, kind: str, what: str) -> HttpResponseRedirect:
    """Start one now, let it rest, let it go on."""
    _only_administrators(request)
    acts: dict[str, Any] = {
        "now": lambda: jobs.schedule.run_now(kind, actor=request.user),
        "pause": lambda: jobs.schedule.pause(kind, True, actor=request.user),
        "go-on": lambda: jobs.schedule.pause(kind, False, actor=request.user),
    }
    if what not in acts:
        raise Http404
    try:
        acts[what]()
    except RuleBroken as broken:
        messages.error(request, str(broken.sentence))
    return redirect("shared:system")
