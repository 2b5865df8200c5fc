"""Makers of frameworks and assessments; each goes through the services."""

from typing import Any

from assessments import rules, services
from assessments.models import Assessment, Framework, Result
from assessments.rules import Definition
from assessments.selectors import definition_of


def words(text: str) -> dict[str, str]:
    """A text in both languages."""
    return {"vi": text, "en": f"{text} (en)"}


def criterion(code: str, **changes: Any) -> dict[str, Any]:
    """A criterion of four levels, 0 to 3 points, as a document has it."""
    plain = {
        "code": code,
        "kind": "levels",
        "title": words(f"Tiêu chí {code}"),
        "raw_max": 3,
        "options": [{"text": words(f"Mức {n}"), "points": n} for n in range(4)],
    }
    return {**plain, **changes}


def document(*criteria: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A small framework: one pillar for each part of a criterion's code before the point."""
    asked = criteria or (criterion("1.1"), criterion("1.2"), criterion("2.1"))
    pillars = []
    for code in dict.fromkeys(c["code"].split(".")[0] for c in asked):
        own = [c for c in asked if c["code"].split(".")[0] == code]
        indicator = {"code": f"{code}.0", "title": words("Chỉ số"), "criteria": own}
        pillars.append({"code": code, "title": words(f"Trụ cột {code}"), "indicators": [indicator]})
    plain = {
        "format": "readiness-framework/1",
        "slug": "thu",
        "version": "1",
        "title": words("Bộ câu hỏi thử"),
        "levels": [{"level": n, "name": words(f"Mức {n}")} for n in range(3)],
        "pillar_bands": [
            {"level": 0, "upto": 20},
            {"level": 1, "upto": 60},
            {"level": 2, "upto": 100},
        ],
        "overall_rules": [
            {
                "level": 2,
                "total_over": 2 * len(asked),
                "pillars_at_least": len(pillars),
                "pillar_level": 2,
            },
            {"level": 1, "total_over": len(asked)},
            {"level": 0},
        ],
        "pillars": pillars,
    }
    return {**plain, **changes}


def definition(*criteria: dict[str, Any], **changes: Any) -> Definition:
    """The same, read and checked."""
    from assessments.rules.documents import from_plain

    return from_plain(document(*criteria, **changes))


def framework(*criteria: dict[str, Any], **changes: Any) -> Framework:
    """Published and offered."""
    return services.import_version(definition(*criteria, **changes), actor=None).framework


def quick_check() -> Framework:
    """The questions that come with the project."""
    document = (services.versions.DATA / "quick-check.json").read_bytes()
    return services.import_version(rules.parse(document), actor=None).framework


def answer_all(assessment: Assessment, option: int = 1, *, actor: Any = None) -> None:
    """The same option everywhere."""
    asked = definition_of(assessment.version).criteria
    given = {
        c.code: {"options": [0]} if c.kind == "several_of" else {"option": option} for c in asked
    }
    services.save_answers(assessment, given, actor=actor)


def submitted(enterprise: Any, of: Framework, option: int = 1, *, actor: Any) -> Result:
    """Answered with one option and submitted."""
    assessment = services.start(enterprise, of, actor=actor)
    answer_all(assessment, option, actor=actor)
    return services.submit(assessment, actor=actor)
