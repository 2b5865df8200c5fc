"""A result as a document on paper: one page, or with every answer."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Assessment
from assessments.rules import State
from portal.shared.documents import typeset
from portal.shared.templatetags.portal_tags import day, number

RESULT = settings.BASE_DIR / "templates" / "assessments" / "result.typ"
MOST_ON_ONE_PAGE = 3
"""So many strengths and gaps stand on the one page; the whole document has all of them."""


def result_pdf(assessment: Assessment, *, is_full: bool) -> bytes:
    """The result in the active language, from its frozen snapshot: on one page, or with every answer."""
    return typeset(RESULT, result_data(assessment, is_full=is_full))


def result_data(assessment: Assessment, *, is_full: bool) -> dict[str, Any]:
    """What the template of a result shows: finished texts only."""
    result = assessment.result
    content = rules.thaw(result.content)
    names = {each["level"]: each for each in content["levels"]}
    most = None if is_full else MOST_ON_ONE_PAGE
    framework = content["framework"]
    title = str(framework["title"])
    submitted = _("Submitted %(day)s") % {"day": day(assessment.submitted_at)}
    version = _("version %(name)s") % {"name": framework["version"]}
    return {
        "language": (get_language() or "vi")[:2],
        "title": title,
        "kicker": f"{title}, {version}",
        "name": assessment.enterprise.name if assessment.enterprise else _("Your result"),
        "dated": submitted,
        "state": _("Withdrawn: this result no longer counts.")
        if assessment.state == State.WITHDRAWN
        else "",
        "level": _("Level %(n)d") % {"n": result.level} + f": {names[result.level]['name']}",
        "meaning": str(names[result.level]["meaning"]),
        "points": _("%(points)s of %(max)s points") % _points(content),
        "pillars": [_pillar(pillar) for pillar in content["pillars"]],
        "steps": [_step(step) for step in content["next_steps"]],
        "strengths": [str(each["title"]) for each in content["strengths"][:most]],
        "gaps": [str(each["title"]) for each in content["gaps"][:most]],
        "answers": [_answers(pillar) for pillar in content["pillars"]] if is_full else [],
        "source": str(framework["source"]),
        "footer": f"{title} · {submitted} · {result.checksum[:12]}",
        "labels": _labels(),
    }


def _labels() -> dict[str, str]:
    return {
        "pillars": _("By pillar"),
        "pillar": _("Pillar"),
        "points": _("Points"),
        "level": _("Level"),
        "steps": _("What would raise it most"),
        "strengths": _("What goes well"),
        "gaps": _("Where most is to be gained"),
        "arithmetic": _("How the points came about"),
        "question": _("Question"),
        "answer": _("Answer"),
        "sum": _("Arithmetic"),
    }


def _points(part: dict[str, Any]) -> dict[str, str]:
    return {
        "points": number(part["points" if "points" in part else "total"]),
        "max": number(part["max"]),
    }


def _pillar(pillar: dict[str, Any]) -> dict[str, Any]:
    level = pillar["level"]
    return {
        "title": str(pillar["title"]),
        "share": float(pillar["percent"] or 0),
        "points": "{points} / {max}".format(**_points(pillar)),
        "level": "–" if level is None else str(level),
    }


def _step(step: dict[str, Any]) -> dict[str, str]:
    gain = _("up to %(n)s points") % {"n": number(step["gain"])}
    return {"text": str(step["text"]), "about": f"{step['title']} · {gain}"}


def _answers(pillar: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for indicator in pillar["indicators"]:
        for each in indicator["criteria"]:
            weight = "" if float(each["weight"]) == 1 else f" × {number(each['weight'])}"
            rows.append(
                {
                    "title": str(each["title"]),
                    "said": _said(each),
                    "sum": f"{number(each['raw'])}{weight}",
                    "points": "{points} / {max}".format(**_points(each)),
                }
            )
    return {"title": str(pillar["title"]), "rows": rows}


def _said(each: dict[str, Any]) -> str:
    """An answer of the snapshot in words, as on the page."""
    instead = {
        "missing": _("not answered"),
        "na": _("Not applicable to us"),
        "unknown": _("We don't know"),
        "hidden": _("not asked"),
    }
    said = each["said"]
    if each["state"] in instead:
        return instead[each["state"]]
    if "numerator" in said:
        return f"{said['numerator']} / {said['denominator']} = {number(said['share'])} %"
    if "value" in said:
        return f"{said['value']} {said['unit']}".strip()
    return "; ".join(map(str, said.get("options", []))) or _("None of these")
