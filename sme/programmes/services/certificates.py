"""Acts on certificates: issued to one or to many under the cohort's lock, frozen, revoked with a reason."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.accounts.models import User
from portal.shared import audit, clock, mail, text
from portal.shared.errors import RuleBroken
from sme.programmes import permissions, rules, selectors
from sme.programmes.models import Certificate, Cohort, Enrolment, Session
from sme.programmes.selectors import Attendance
from sme.programmes.services.cohorts import locked


def issue_certificate(enrolment: Enrolment, *, actor: User) -> Certificate:
    """Certify that an enterprise took part; the facts of now are kept for ever. Twice is once.

    Refuses who does not run the cohort, and what ``rules.check_certificate`` refuses: no place, a cohort that
    has not begun, fewer sessions than the cohort asks for (per cent, ``Cohort.certificate_share``).
    """
    with transaction.atomic():
        cohort = locked(enrolment.cohort)
        _check_runs(actor, cohort)
        found = Certificate.objects.standing().filter(enrolment=enrolment).first()
        if found is not None:
            return found
        rows = _of_cohort(cohort, [enrolment.pk])
        return _issue(cohort, rows, actor)[0]


def issue_certificates(
    cohort: Cohort, enrolments: Sequence[int], *, actor: User
) -> list[Certificate]:
    """The same for many of one cohort (their keys), in the order of names; all or none.

    Those that have a certificate are passed over. Refuses what ``issue_certificate`` refuses, naming whom.
    """
    with transaction.atomic():
        now = locked(cohort)
        _check_runs(actor, now)
        has = Certificate.objects.standing().filter(enrolment__in=enrolments)
        rows = _of_cohort(now, set(enrolments) - set(has.values_list("enrolment", flat=True)))
        made = _issue(now, rows, actor)
        if made:
            data = {"certificates": len(made), "from": made[0].number, "to": made[-1].number}
            audit.record(now, "programmes.issue_certificates", actor=actor, data=data)
    return made


def revoke_certificate(certificate: Certificate, *, reason: str, actor: User) -> Certificate:
    """Say that a certificate no longer holds, and why; it keeps its number, and whoever checks it is told.

    Refuses who does not run the cohort, a missing reason, and one that is revoked already.
    """
    said = text.clean(reason)[:500]
    if not said:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")
    with transaction.atomic():
        cohort = locked(certificate.cohort)
        _check_runs(actor, cohort)
        standing = Certificate.objects.standing().filter(pk=certificate.pk)
        if not standing.update(revoked_at=clock.now(), revoked_by=actor, revoked_reason=said):
            raise RuleBroken("revoked_already", _("This certificate was revoked already."))
        now = Certificate.objects.select_related("enrolment__enterprise", "cohort").get(
            pk=certificate.pk
        )
        data = {"certificate": now.number}
        audit.record(now.enrolment, "programmes.revoke_certificate", actor=actor, data=data)
        _tell(now, "revoked")
    return now


def checksum_of_certificate(number: str, code: str, facts: dict[str, Any]) -> str:
    """SHA-256 over what was certified, in canonical JSON."""
    whole = {"number": number, "code": code, "facts": facts}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def is_certificate_intact(certificate: Certificate) -> bool:
    """Whether a certificate is still what was issued."""
    made = checksum_of_certificate(certificate.number, certificate.code, certificate.facts)
    return made == certificate.checksum


def _check_runs(actor: User, cohort: Cohort) -> None:
    if not permissions.can_manage_cohort(actor, cohort):
        raise RuleBroken("not_yours", _("Only the officers who run the cohort may do this."))


def _of_cohort(cohort: Cohort, keys: Any) -> list[Enrolment]:
    found = cohort.enrolments.filter(pk__in=keys).select_related("enterprise__place")
    return list(found.order_by("enterprise__sort_key", "pk"))


def _issue(cohort: Cohort, rows: Sequence[Enrolment], actor: User) -> list[Certificate]:
    planned, there = selectors.attendance_for_certificates(cohort, [each.pk for each in rows])
    # A code that another cohort had before: its numbers are not given twice.
    taken = Q(cohort=cohort) | Q(number__endswith=f"/GCN-{cohort.code}")
    last = Certificate.objects.filter(taken).aggregate(last=Max("order"))["last"] or 0
    made = []
    for place, each in enumerate(rows, start=1):
        attended = there.get(each.pk, Attendance())
        try:
            rules.check_certificate(
                each.state, cohort.state, attended.attended, len(planned), cohort.certificate_share
            )
        except RuleBroken as broken:
            words = _("%(name)s: %(why)s") % {"name": each.enterprise.name, "why": broken.sentence}
            raise RuleBroken(broken.code, words if len(rows) > 1 else broken.sentence) from None
        facts = _facts(cohort, each, attended, planned)
        made.append(_one(cohort, each, last + place, facts, actor))
    Certificate.objects.bulk_create(made, batch_size=500)
    acts = [(each.enrolment, {"certificate": each.number}) for each in made]
    audit.record_many(acts, "programmes.issue_certificate", actor=actor)
    for certificate in made:
        _tell(certificate, "issued")
    return made


def _one(
    cohort: Cohort, enrolment: Enrolment, order: int, facts: dict[str, Any], actor: User
) -> Certificate:
    number, code = f"{order:03d}/GCN-{cohort.code}", rules.new_code(secrets.choice)
    return Certificate(
        enrolment=enrolment,
        cohort=cohort,
        order=order,
        number=number,
        code=code,
        facts=facts,
        checksum=checksum_of_certificate(number, code, facts),
        issued_by=actor,
    )


def _facts(
    cohort: Cohort, enrolment: Enrolment, attended: Attendance, planned: Sequence[Session]
) -> dict[str, Any]:
    """What is printed, as it is now: later edits of the registry or of the cohort change no certificate."""
    programme, enterprise, today = cohort.programme, enrolment.enterprise, clock.today()
    facts: dict[str, Any] = {
        "name": enterprise.name,
        "place": enterprise.place.name,
        "cohort_vi": cohort.title_vi,
        "cohort_en": cohort.title_en,
        "cohort_code": cohort.code,
        "programme_vi": programme.title_vi,
        "programme_en": programme.title_en,
        "office": programme.office,
        "office_parent": programme.office_parent,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": cohort.ends_on.isoformat() if cohort.ends_on else "",
        "attended": attended.attended,
        "planned": len(planned),
        "minutes": attended.minutes,
        "issued_on": today.isoformat(),
        "is_demo": cohort.is_demo,
    }
    for language, _name in settings.LANGUAGES:
        with override(language):
            facts[f"place_day_{language}"] = selectors.place_and_day(today)
    return facts


def _tell(certificate: Certificate, what: str) -> None:
    """Tell those who act for the business, each in their own language."""
    enterprise = certificate.enrolment.enterprise
    members = enterprise.memberships.filter(user__is_active=True).select_related("user")
    for each in members:
        person = each.user
        mail.send(
            "certificate",
            person.email,
            language=person.language,
            name=person.display_name,
            what=what,
            enterprise=enterprise.name,
            number=certificate.number,
            reason=certificate.revoked_reason,
            link=mail.link("programmes:mine", language=person.language),
        )
