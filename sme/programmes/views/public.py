"""Programmes for everybody, and what an enterprise takes part in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.shared import clock, pagecache
from portal.shared.guides import guides_tied_to
from portal.shared.http import get_or_404_visible
from sme.enterprises import selectors as enterprises
from sme.programmes import rules, selectors
from sme.programmes.selectors.sessions import told_of_sessions

MOST_SESSIONS = 100


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """What the province offers, and which cohorts can be joined now."""
    context = {
        "programmes": list(selectors.public_programmes()),
        "open_cohorts": selectors.open_cohorts(),
    }
    return render(request, "programmes/public_list.html", context)


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what it gives, its legal basis, its cohorts, how to register."""
    programme = get_or_404_visible(selectors.public_programmes(), slug=slug)
    cohorts = selectors.split_for_public(
        programme.shown_cohorts,  # type: ignore[attr-defined]  # prefetched
        clock.today(),
    )
    context = {
        "programme": programme,
        "cohorts": cohorts,
        "guides": [
            {"label": each.title, "url": each.url, "icon": "book"}
            for each in guides_tied_to(f"programme:{programme.slug}")
        ],
    }
    return render(request, "programmes/public_detail.html", context)


@require_safe
def cohort_detail(request: HttpRequest, slug: str, cohort_id: int) -> HttpResponse:
    """One cohort: its days, its places, who may join, and whether the reader's own enterprise may."""
    cohort = get_or_404_visible(selectors.public_cohort(slug, cohort_id))
    enterprise = None
    if request.user.is_authenticated:
        enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "enterprise": enterprise,
        "sessions": [each for each in selectors.sessions_of(cohort) if not each.cancelled_at],
        "is_open": rules.is_intake_open(
            cohort.state, cohort.intake_opens_on, cohort.intake_closes_on, clock.today()
        ),
        "conditions": selectors.conditions_for(cohort, enterprise) if enterprise else [],
        "papers": selectors.papers_asked(cohort),
        "in_words": [] if enterprise else selectors.conditions_in_words(cohort),
    }
    return render(request, "programmes/public_cohort.html", context)


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """The sessions to come of all programmes, the next one first; every visitor sees the same."""
    sessions = selectors.upcoming_sessions(limit=MOST_SESSIONS)
    context = {
        "sessions": sessions,
        "told": told_of_sessions(sessions, request.build_absolute_uri),
    }
    return pagecache.for_everybody(render(request, "programmes/public_sessions.html", context))


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the enterprise a person acts for takes part in, what is next, and what it could join."""
    enterprise = enterprises.acting_for(request.user, request.session.get("acting_enterprise"))
    enrolments = (
        selectors.with_milestones(selectors.enrolments_of(enterprise)) if enterprise else []
    )
    joined = {each.cohort_id for each in enrolments if each.state in rules.LIVE}
    context = {
        "enterprise": enterprise,
        "current": [each for each in enrolments if each.state not in rules.ENDED],
        "past": [each for each in enrolments if each.state in rules.ENDED],
        "sessions": [
            each for each in selectors.sessions_for(enterprise) if not each.session.is_over
        ]
        if enterprise
        else [],
        "applications": selectors.applications_of(enterprise) if enterprise else [],
        "certificates": selectors.certificates_of(enterprise) if enterprise else [],
        "open_cohorts": [each for each in selectors.open_cohorts() if each.pk not in joined],
    }
    return render(request, "programmes/mine.html", context)
