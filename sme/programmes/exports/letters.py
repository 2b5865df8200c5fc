"""Letters of decisions: their words in both languages, which are kept, and their pages as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.shared import clock, mail
from portal.shared.documents import typeset
from portal.shared.errors import RuleBroken
from portal.shared.templatetags.portal_tags import day
from sme.programmes import selectors
from sme.programmes.exports.certificates import MOST_IN_ONE
from sme.programmes.models import Application, DecisionLetter
from sme.programmes.rules import ApplicationState

TEMPLATE = settings.BASE_DIR / "templates" / "programmes" / "letter.typ"
BOTH = "both"
LANGUAGES = (*(code for code, _name in settings.LANGUAGES), BOTH)


def letters_pdf(letters: Sequence[DecisionLetter], language: str) -> bytes:
    """A4, one page each, in ``vi``, ``en``, or ``both`` one after the other. Refuses none, and too many."""
    if not letters:
        raise RuleBroken("nothing_to_print", _("There is nothing to print yet."))
    if len(letters) > MOST_IN_ONE:
        raise RuleBroken(
            "too_many_to_print",
            _("At most %(most)d in one document. Choose a part of them.") % {"most": MOST_IN_ONE},
        )
    wanted = ("vi", "en") if language == BOTH else (language,)
    pages = [each.texts[code] for each in letters for code in wanted]
    return typeset(TEMPLATE, {"pages": pages})


@dataclass(frozen=True)
class Told:
    """What a letter tells beside the application itself: its number, and the place on the waiting list."""

    number: str
    place_in_line: int = 0
    contacts: str = ""


def letter_texts(application: Application, told: Told) -> dict[str, dict[str, Any]]:
    """Every word of the letter, by language, as it is kept."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[language] = _words(application, told, language)
    return texts


def _words(row: Application, told: Told, language: str) -> dict[str, Any]:
    programme, cohort, enterprise = row.cohort.programme, row.cohort, row.enterprise
    named = {
        "cohort": cohort.title,
        "code": cohort.code,
        "programme": programme.title,
        "day": day(row.submitted_at),
    }
    return {
        "language": language,
        "parent": programme.office_parent.upper(),
        "office": programme.office.upper(),
        "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
        "motto": _("Independence – Freedom – Happiness"),
        "number": _("No. %(number)s") % {"number": told.number},
        "place_day": selectors.place_and_day(clock.local_day(row.decided_at or clock.now())),
        "title": _("NOTICE"),
        "subject": _("Decision on the application to join cohort %(code)s") % named,
        "to": _("To: %(name)s") % {"name": enterprise.name},
        "address": ", ".join(part for part in (enterprise.address, enterprise.place.name) if part),
        "opening": _(
            "On %(day)s you applied to join “%(cohort)s” (%(code)s) of the programme “%(programme)s”. "
            "We have looked at your application and tell you:"
        )
        % named,
        "decision": _decision(row.state, enterprise.name, told.place_in_line),
        "reason_label": _reason_label(row.state) if row.reason else "",
        "reason": row.reason,
        "next_label": _("What to do next"),
        "next": _next(row, language),
        "contact": _("Questions are answered by: %(who)s.") % {"who": told.contacts}
        if told.contacts
        else "",
        "recipients": [_("Recipients:"), _("– as above;"), _("– the file of the cohort.")],
        "signer": _("HEAD OF THE OFFICE"),
        "hint": _("(signature, full name)"),
        "footnote": ""
        if language == "vi"
        else _("A translation for your convenience; the Vietnamese letter decides."),
        "demo": _("INVENTED FOR THE DEMONSTRATION") if cohort.is_demo else "",
    }


def _decision(state: str, name: str, place: int) -> str:
    said = {
        ApplicationState.ACCEPTED: _("Your application is accepted: %(name)s has a place."),
        ApplicationState.WAITING: _(
            "All places are taken now. %(name)s is on the waiting list, as number %(place)d."
        ),
        ApplicationState.DECLINED: _("The application of %(name)s is not accepted this time."),
        ApplicationState.RETURNED: _(
            "The application of %(name)s is not complete yet; please complete it. "
            "It keeps its place in the order of arrival."
        ),
    }
    return said[ApplicationState(state)] % {"name": name, "place": place}


def _reason_label(state: str) -> str:
    if state == ApplicationState.RETURNED:
        return _("What is missing")
    return _("Reason of the decision") if state == ApplicationState.DECLINED else _("Remark")


def _next(row: Application, language: str) -> list[str]:
    """What the reader does now, one sentence each; the address leads to the page of the application."""
    link = mail.link("programmes:apply", row.cohort_id, language=language)
    mine = mail.link("programmes:mine", language=language)
    begins = day(row.cohort.starts_on)
    steps = {
        ApplicationState.ACCEPTED: [
            _("The cohort begins on %(day)s. Sign up for its sessions here: %(link)s")
            % {"day": begins, "link": mine},
            _("If you cannot take part, take the application back, so that another one gets the place: %(link)s")
            % {"link": link},
        ],
        ApplicationState.WAITING: [
            _("You need not apply again. When a place becomes free, we write to you in the order of the list."),
            _("If you wait no longer, take the application back: %(link)s") % {"link": link},
        ],
        ApplicationState.DECLINED: [
            _("You may apply for other cohorts: %(link)s")
            % {"link": mail.link("programmes:public", language=language)},
            _("If you see it otherwise, tell the office and name the number of this letter."),
        ],
        ApplicationState.RETURNED: [
            _("Add what is missing and send it again here: %(link)s") % {"link": link},
            _("You may also bring the papers to the office; name the number of this letter."),
        ],
    }  # fmt: skip
    return steps[ApplicationState(row.state)]
