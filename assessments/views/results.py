"""What a result page shows, for the business and for officers alike; made from the frozen snapshot."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments import exports, rules, selectors
from assessments.models import Assessment, Result
from portal.shared import charts, clock
from portal.shared.errors import RuleBroken
from portal.shared.templatetags.portal_tags import day


def context_of(assessment: Assessment) -> dict[str, Any]:
    """The page's context; ``assessment.result`` is there."""
    result = assessment.result
    content = rules.thaw(result.content)
    previous = selectors.previous_result(assessment)
    before = previous.result if previous and _is_comparable(assessment, previous) else None
    broken = _across_a_break(assessment, content, previous) if previous and not before else []
    guides = selectors.guides_of_steps(content)
    names = {level["level"]: level for level in content["levels"]}
    for pillar in content["pillars"]:
        pillar["level_name"] = names[pillar["level"]]["name"] if pillar["level"] in names else "–"
    done = selectors.guides_done(assessment.enterprise_id, assessment.pk) if guides else {}
    help_behind = selectors.help_for(guides, assessment)
    for step in content["next_steps"]:
        step["page"] = guides.get(step["code"])
        step["done"] = done.get(step["page"].key) if step["page"] else None
        step["help"] = help_behind.get(step["code"])
    return {
        "assessment": assessment,
        "result": result,
        "content": content,
        "level": names[result.level],
        "previous": previous,
        "previous_result": before,
        "change": result.total - before.total if before else None,
        "progress": _progress(content, before) if before else broken,
        "is_break": bool(broken),
        "peers": _peers(assessment),
        **_said_afterwards(assessment),
        "radar": _radar(assessment, content, previous if before else None),
        "bars": charts.bars(
            [(pillar["title"], pillar["percent"]) for pillar in content["pillars"]], "%", 100
        ),
    }


def _said_afterwards(assessment: Assessment) -> dict[str, Any]:
    """The office's review beside the result, and what the business contested; nothing of a visitor's."""
    if assessment.enterprise_id is None:
        return {}
    criteria = selectors.definition_of(assessment.version).by_code
    review = selectors.last_review(assessment)
    adjusted = [
        {
            "title": criteria[each.criterion].title,
            "own": _in_words(
                criteria[each.criterion], assessment.result.answers.get(each.criterion)
            ),
            "office": selectors.said_by(criteria[each.criterion], each.answer),
            "reason": each.reason,
        }
        for each in (review.changes if review else [])
    ]
    is_assisted = selectors.is_assisted(assessment)
    contests = selectors.contests_of(assessment) if is_assisted else []
    for contest in contests:
        contest.titles = [criteria[code].title for code in contest.criteria]  # type: ignore[attr-defined]
    return {
        "review": review,
        "adjusted": adjusted,
        "contests": contests,
        "is_assisted": is_assisted,
    }


def _in_words(criterion: rules.Criterion, answer: Any) -> list[Any]:
    return selectors.said_by(criterion, answer) if answer else []


def _progress(content: dict[str, Any], before: Result) -> list[dict[str, Any]]:
    """Each pillar's share then and now, in per cent."""
    then = {pillar["code"]: pillar["percent"] for pillar in before.content["pillars"]}
    rows = []
    for pillar in content["pillars"]:
        now, was = pillar["percent"], then.get(pillar["code"])
        change = None if now is None or was is None else round(now - was, 1)
        rows.append({"title": pillar["title"], "now": now, "then": was, "change": change})
    return rows


def _across_a_break(
    assessment: Assessment, content: dict[str, Any], previous: Assessment
) -> list[dict[str, Any]]:
    """The same over the questions that stayed the same since an earlier version; nothing if none were declared."""
    titles = {pillar["code"]: pillar["title"] for pillar in content["pillars"]}
    return [
        {
            "title": titles[each.code],
            "now": each.now,
            "then": each.then,
            "change": round(each.now - each.then, 1),
            "questions": each.questions,
        }
        for each in selectors.across(previous, assessment)
        if each.now is not None and each.then is not None
    ]


def _peers(assessment: Assessment) -> dict[str, Any] | None:
    """Where the result stands among others of its sector and size."""
    found = selectors.peers_of(assessment.result, today=clock.today())
    if found is None:
        return None
    bars = [
        (_("This result"), float(assessment.result.percent)),
        (_("The upper quarter begins at"), found.upper),
        (_("The middle"), found.median),
        (_("The lower quarter ends at"), found.lower),
    ]
    return {"figures": found, "bars": charts.bars(bars, "%", 100)}


def _is_comparable(assessment: Assessment, previous: Assessment) -> bool:
    """Only results of the same version are compared; others would need a declared crosswalk."""
    return assessment.version_id == previous.version_id


def _radar(assessment: Assessment, content: dict[str, Any], previous: Assessment | None) -> Any:
    axes = [pillar["title"] for pillar in content["pillars"]]
    if len(axes) < 3:
        return None
    series = [(_named(assessment), [pillar["level"] for pillar in content["pillars"]])]
    if previous is not None:
        earlier = {p["code"]: p["level"] for p in previous.result.content["pillars"]}
        values = [earlier.get(pillar["code"]) for pillar in content["pillars"]]
        series.append((_named(previous), values))
    return charts.radar(axes, series, top=assessment.result.top_level)


def _named(assessment: Assessment) -> str:
    return _("Submitted %(day)s") % {"day": day(assessment.submitted_at)}


def pdf_of(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """The result as PDF: ``?full=1`` with every answer; ``?language=`` another one than the page's."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "vi"
    is_full = request.GET.get("full") == "1"
    with override(language):
        try:
            made = exports.result_pdf(assessment, is_full=is_full)
        except RuleBroken as broken:
            return HttpResponse(
                str(broken.sentence), status=503, content_type="text/plain; charset=utf-8"
            )
    name = f"{assessment.framework.slug}-{assessment.pk}{'-full' if is_full else ''}-{language}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
