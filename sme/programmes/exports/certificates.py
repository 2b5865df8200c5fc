"""Certificates as PDF: both languages on one page, from the frozen facts alone; many in one document."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.shared import mail
from portal.shared.documents import typeset
from portal.shared.errors import RuleBroken
from portal.shared.templatetags.portal_tags import day, number
from sme.programmes.models import Certificate

TEMPLATE = settings.BASE_DIR / "templates" / "programmes" / "certificate.typ"
MOST_IN_ONE = 300
"""So many papers stand in one document; more would take the typesetter too long."""


def certificates_pdf(certificates: Sequence[Certificate]) -> bytes:
    """A4 across, one page each. Refuses none at all, and more than ``MOST_IN_ONE``."""
    if not certificates:
        raise RuleBroken("nothing_to_print", _("There is nothing to print yet."))
    if len(certificates) > MOST_IN_ONE:
        raise RuleBroken(
            "too_many_to_print",
            _("At most %(most)d in one document. Choose a part of them.") % {"most": MOST_IN_ONE},
        )
    return typeset(TEMPLATE, {"pages": [certificate_data(each) for each in certificates]})


def certificate_data(certificate: Certificate) -> dict[str, Any]:
    """What the template shows of one: finished texts only."""
    address = check_address(certificate)
    return {
        "vi": _in("vi", certificate),
        "en": _in("en", certificate),
        "qr": _code(address),
        "address": address,
        "code": certificate.shown_code,
        "is_revoked": certificate.revoked_at is not None,
    }


def check_address(certificate: Certificate) -> str:
    """Where anybody checks it: the Vietnamese page, which leads to the English one."""
    return mail.link("programmes:check_certificate", certificate.shown_code, language="vi")


def _code(address: str) -> str:
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", border=1, xmldecl=False)
    return stream.getvalue().decode()


def _in(language: str, certificate: Certificate) -> dict[str, Any]:
    facts = certificate.facts
    with override(language):
        return {
            "parent": facts["office_parent"].upper(),
            "office": facts["office"].upper(),
            "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
            "motto": _("Independence – Freedom – Happiness"),
            "number": _("No. %(number)s") % {"number": certificate.number},
            "place_day": facts[f"place_day_{language}"],
            "title": _("CERTIFICATE"),
            "certifies": _("certifies that"),
            "took_part": _("took part in and completed"),
            "name": facts["name"],
            "place": facts["place"],
            "cohort": told(facts, "cohort", language),
            "programme": told(facts, "programme", language),
            "lines": lines_of(facts),
            "signer": _("HEAD OF THE OFFICE"),
            "check": _("Check this certificate: scan the code, or enter it at the address below."),
            "revoked": _("REVOKED"),
            "demo": _("INVENTED FOR THE DEMONSTRATION") if facts["is_demo"] else "",
        }


def told(facts: dict[str, Any], name: str, language: str) -> str:
    """A name in a language, or as it is in Vietnamese."""
    return facts[f"{name}_{language}"] or facts[f"{name}_vi"]


def lines_of(facts: dict[str, Any]) -> list[str]:
    """Days, sessions and hours as sentences in the active language."""
    starts, ends = day_of(facts["starts_on"]), day_of(facts["ends_on"])
    lines = [
        _("from %(start)s to %(end)s") % {"start": starts, "end": ends}
        if ends
        else _("from %(start)s") % {"start": starts}
    ]
    if facts["planned"]:
        lines.append(
            _("%(attended)s of %(planned)s sessions, %(hours)s hours")
            % {
                "attended": number(facts["attended"]),
                "planned": number(facts["planned"]),
                "hours": hours_of(facts),
            }
        )
    return lines


def hours_of(facts: dict[str, Any]) -> str:
    """Hours with a half where there is one: 150 minutes are 2,5."""
    halves = round(facts["minutes"] / 30)
    return number(halves // 2 if halves % 2 == 0 else halves / 2)


def day_of(written: str) -> str:
    """An ISO day as people read it."""
    return day(date.fromisoformat(written)) if written else ""
