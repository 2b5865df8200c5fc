"""A questionnaire on paper: every question of a version, with a code that leads the officer who types it in."""

import io
from collections.abc import Mapping
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments import selectors
from assessments.rules import ONE_OPTION, Counting, Criterion, Definition, Kind, conditions
from portal.shared.documents import typeset

TEMPLATE = settings.BASE_DIR / "templates" / "assessments" / "paper.typ"


def paper_pdf(
    definition: Definition,
    *,
    address: str = "",
    name: str = "",
    number: str = "",
    facts: Mapping[str, str] | None = None,
) -> bytes:
    """The sheets, in the active language. ``address`` is where the code leads; without one it is a proof.

    ``name``, ``number`` and ``facts`` are those of the business that it is printed for, if it is for one.
    """
    return typeset(TEMPLATE, paper_data(definition, address, name, number, facts or {}))


def paper_data(
    definition: Definition, address: str, name: str, number: str, facts: Mapping[str, str]
) -> dict[str, Any]:
    """What the template shows: finished texts only."""
    numbers = selectors.on_paper(definition, facts)
    version = _("version %(name)s") % {"name": definition.version}
    title = str(definition.title)
    return {
        "language": (get_language() or "vi")[:2],
        "title": title,
        "version": version,
        "state": ""
        if address
        else _("A proof: this version is not published and is not typed in."),
        "about": [
            {"label": _("Business"), "value": name},
            {"label": _("Tax code or number"), "value": number},
            {"label": _("Filled in on (day, by whom)"), "value": ""},
        ],
        "qr": _code(address) if address else "",
        "how": _(
            "Mark one circle for each question; where there are squares, as many as apply. "
            "The officer types in what stands here and gives you the result."
        ),
        "pillars": [
            {
                "title": str(pillar.title),
                "questions": [_question(c, numbers) for c in pillar.criteria if c.code in numbers],
            }
            for pillar in definition.pillars
        ],
        "source": str(definition.source),
        "footer": f"{title} · {version}" + (f" · {name}" if name else ""),
        "labels": {"scan": _("for the officer"), "linked": _("linked")},
    }


def _code(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", border=1, xmldecl=False)
    return stream.getvalue().decode()


def _question(c: Criterion, numbers: Mapping[str, int]) -> dict[str, Any]:
    options = [str(option.text) for option in c.options]
    if c.kind == Kind.TOOLS:
        options.append(_("None of these"))
    return {
        "number": numbers[c.code],
        "code": c.code,
        "asks": str(c.asks),
        "ladder": str(c.title) if c.kind == Kind.YES_LEVELS and c.question else "",
        "help": str(c.help),
        "only_if": _only_if(c, numbers),
        "options": options,
        "several": c.kind not in ONE_OPTION,
        "linked": c.kind == Kind.TOOLS,
        "numbers": _numbers(c),
        "instead": [
            words
            for words, how in ((_("Not applicable to us"), c.na), (_("We don't know"), c.unknown))
            if how != Counting.REFUSED
        ],
    }


def _numbers(c: Criterion) -> list[dict[str, str]]:
    if c.kind == Kind.RATIO:
        return [{"label": str(each), "unit": ""} for each in (c.numerator, c.denominator)]
    if c.kind == Kind.NUMBER:
        return [{"label": _("Number"), "unit": str(c.unit)}]
    return []


def _only_if(c: Criterion, numbers: Mapping[str, int]) -> str:
    """That a question hangs on another; whether it counts is decided when it is typed in."""
    named = [str(numbers[code]) for code in conditions.names(c.visible_if) if code in numbers]
    if not named:
        return ""
    return _("Depends on question %(numbers)s; leave it empty if it does not concern you.") % {
        "numbers": ", ".join(dict.fromkeys(named))
    }
