"""Acts on sessions: planned, changed, cancelled; signing up under a lock, attendance by list or by a code."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, mail, pagecache, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.programmes import rules
from sme.programmes.models import Cohort, Enrolment, Session, SignUp
from sme.programmes.rules import AttendedBy, EnrolmentState, SignUpState

FIELDS = frozenset(
    (
        "title_vi", "title_en", "starts_at", "ends_at", "place", "online_url", "trainer", "capacity",
        "takes_walk_ins", "note_vi", "note_en",
    )
)  # fmt: skip
CODE_SALT = "programmes.attendance"
CODE_LASTS = 180  # seconds; the officer's page shows a new one every minute


def plan_session(cohort: Cohort, *, actor: User, **fields: Any) -> Session:
    """Plan a session of a cohort. Refuses an end before the beginning, and one that is nowhere."""
    _only_known(fields)
    _check(fields, None)
    with transaction.atomic():
        made = Session.objects.create(cohort=cohort, **fields)
        audit.record(made, "programmes.plan_session", actor=actor, data={"cohort": cohort.code})
        pagecache.renew()
    return made


def change_session(
    session: Session, *, expected_version: int, actor: User, **fields: Any
) -> Session:
    """Change a session; when its time or place changed, those who come are told.

    Refuses a stale version, a cancelled session, fewer places than are taken, and what ``plan_session`` refuses.
    """
    _only_known(fields)
    with transaction.atomic():
        now = _locked(session)
        _check(fields, now)
        taken = now.sign_ups.going().count()
        if fields.get("capacity") and fields["capacity"] < taken:
            raise RuleBroken(
                "fewer_than_come",
                _("%(taken)d already come. Enter that many places at least.") % {"taken": taken},
                "capacity",
            )
        before = {name: getattr(now, name) for name in fields}
        update_versioned(now, expected_version, **fields)
        changed = audit.changes(before, fields)
        audit.record(now, "programmes.change_session", actor=actor, data={"changes": changed})
        if {"starts_at", "ends_at", "place", "online_url"} & changed.keys():
            _tell_all(now, "changed")
        _move_up(now)
        pagecache.renew()
    return now


def cancel_session(session: Session, *, reason: str, actor: User) -> Session:
    """Cancel a session that has not begun, with a reason that those who come are told."""
    said = text.clean(reason)
    if not said:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")
    with transaction.atomic():
        now = _locked(session)
        if now.starts_at <= clock.now():
            raise RuleBroken("session_begun", _("This session has begun already."))
        now.cancelled_at, now.cancel_reason = clock.now(), said[:300]
        now.save(update_fields=["cancelled_at", "cancel_reason", "updated_at"])
        audit.record(now, "programmes.cancel_session", actor=actor)
        _tell_all(now, "cancelled")
        pagecache.renew()
    return now


def sign_up(session: Session, enrolment: Enrolment, *, actor: User) -> SignUp:
    """Come to a session, or wait in true order when all places are taken; twice is once.

    Refuses an enrolment of another cohort or without a place in it, and a session that has ended or was cancelled.
    """
    with transaction.atomic():
        now = _locked(session)
        _check_takes_part(now, enrolment)
        if now.is_over:
            raise RuleBroken("session_over", _("This session is over."))
        row = now.sign_ups.filter(enrolment=enrolment).first()
        if row is not None and row.state != SignUpState.OFF:
            return row
        row = row or SignUp(session=now, enrolment=enrolment)
        is_full = bool(now.capacity) and now.sign_ups.going().count() >= (now.capacity or 0)
        row.state = SignUpState.WAITING if is_full else SignUpState.GOING
        row.waiting_since = clock.now() if is_full else None
        row.written_by = actor
        row.save()
        data = {"session": now.pk, "state": str(row.state)}
        audit.record(enrolment, "programmes.sign_up", actor=actor, data=data)
    return row


def sign_off(session: Session, enrolment: Enrolment, *, actor: User) -> None:
    """Come no more; the first who waits gets the place and is told. Refuses who was present."""
    with transaction.atomic():
        now = _locked(session)
        row = now.sign_ups.filter(enrolment=enrolment).first()
        if row is None or row.state == SignUpState.OFF:
            return
        if row.attended_at is not None:
            raise RuleBroken("was_present", _("It is written down that you were present."))
        row.state, row.waiting_since = SignUpState.OFF, None
        row.save(update_fields=["state", "waiting_since", "updated_at"])
        data = {"session": now.pk}
        audit.record(enrolment, "programmes.sign_off", actor=actor, data=data)
        _move_up(now)


def write_attendance(
    session: Session, present: Collection[int], *, among: Collection[int], actor: User
) -> tuple[int, int]:
    """Write down who was present, by the officer's list: of the enrolments ``among``, those in ``present``.

    Returns how many were added and taken off. Refuses a session that has not begun, and enrolments that do not
    take part in its cohort.
    """
    with transaction.atomic():
        now = _locked(session)
        _check_begun(now)
        rows = {row.enrolment_id: row for row in now.sign_ups.filter(enrolment__in=among)}
        added = [pk for pk in present if pk in among and not _was_there(rows.get(pk))]
        gone = [pk for pk in among if pk not in present and _was_there(rows.get(pk))]
        for enrolment in Enrolment.objects.filter(pk__in=added):
            _check_takes_part(now, enrolment)
            _set_present(now, enrolment, rows.get(enrolment.pk), AttendedBy.LIST, actor)
        for pk in gone:
            rows[pk].attended_at, rows[pk].attended_by = None, ""
            rows[pk].save(update_fields=["attended_at", "attended_by", "updated_at"])
        if added or gone:
            data = {"added": sorted(added), "taken_off": sorted(gone)}
            audit.record(now, "programmes.write_attendance", actor=actor, data=data)
    return len(added), len(gone)


def attendance_code(session: Session) -> str:
    """What the officer's page shows as a picture; it holds for three minutes."""
    return signing.dumps(session.pk, salt=CODE_SALT, compress=True)


def session_of_code(code: str) -> Session:
    """The session of a code that was shown just now; refuses one that is old, changed or of a cancelled session."""
    try:
        pk = signing.loads(code, salt=CODE_SALT, max_age=CODE_LASTS)
    except signing.SignatureExpired:
        raise RuleBroken(
            "code_old", _("This code is old. Scan the one that is shown now.")
        ) from None
    except signing.BadSignature:
        raise RuleBroken("code_wrong", _("This is no code of a session.")) from None
    found = Session.objects.standing().filter(pk=pk).select_related("cohort").first()
    if found is None:
        raise RuleBroken("code_wrong", _("This is no code of a session."))
    return found


def attend(session: Session, enrolment: Enrolment, *, actor: User) -> SignUp:
    """Be written down as present by the code on one's phone; twice is once.

    Refuses who did not sign up where the session asks for it, and a session that has not begun or is long over.
    """
    with transaction.atomic():
        now = _locked(session)
        _check_begun(now)
        _check_takes_part(now, enrolment)
        row = now.sign_ups.filter(enrolment=enrolment).first()
        if row is not None and row.attended_at is not None:
            return row
        signed_up = row is not None and row.state == SignUpState.GOING
        if not signed_up and not now.takes_walk_ins:
            raise RuleBroken("not_signed_up", _("This session is for those who signed up."))
        row = _set_present(now, enrolment, row, AttendedBy.CODE, actor)
        data = {"session": now.pk}
        audit.record(enrolment, "programmes.attend", actor=actor, data=data)
    return row


def _only_known(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - FIELDS:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


def _check(fields: dict[str, Any], session: Session | None) -> None:
    names = ("starts_at", "ends_at", "place", "online_url")
    starts_at, ends_at, place, online_url = (
        fields.get(name, getattr(session, name, "")) for name in names
    )
    rules.check_session(starts_at, ends_at, place, online_url)


def _locked(session: Session) -> Session:
    now = Session.objects.select_for_update().get(pk=session.pk)
    if now.cancelled_at is not None:
        raise RuleBroken("session_cancelled", _("This session was cancelled."))
    return now


def _check_takes_part(session: Session, enrolment: Enrolment) -> None:
    if enrolment.cohort_id != session.cohort_id or enrolment.state not in rules.SEATED:
        raise RuleBroken("not_of_cohort", _("Only enterprises with a place in this cohort come."))


def _check_begun(session: Session) -> None:
    if session.starts_at > clock.now() + rules.EARLY:
        raise RuleBroken("session_not_begun", _("Attendance is written from half an hour before."))


def _was_there(row: SignUp | None) -> bool:
    return row is not None and row.attended_at is not None


def _set_present(
    session: Session, enrolment: Enrolment, row: SignUp | None, how: str, actor: User
) -> SignUp:
    row = row or SignUp(session=session, enrolment=enrolment)
    row.state, row.waiting_since = SignUpState.GOING, None
    row.attended_at, row.attended_by, row.written_by = clock.now(), how, actor
    row.save()
    return row


def _move_up(session: Session) -> None:
    """Whoever has waited longest gets what is free."""
    going = session.sign_ups.going().count()
    waiting = session.sign_ups.in_line()
    free = waiting.count() if session.capacity is None else max(0, session.capacity - going)
    for row in waiting.select_related("enrolment")[:free]:
        row.state, row.waiting_since = SignUpState.GOING, None
        row.save(update_fields=["state", "waiting_since", "updated_at"])
        _tell(session, row.enrolment, "moved_up")


def _tell_all(session: Session, what: str) -> None:
    for row in session.sign_ups.exclude(state=SignUpState.OFF).select_related("enrolment"):
        _tell(session, row.enrolment, what)


def _tell(session: Session, enrolment: Enrolment, what: str) -> None:
    """Tell those who act for the business, each in their own language."""
    members = enrolment.enterprise.memberships.filter(user__is_active=True).select_related("user")
    for each in members:
        person = each.user
        mail.send(
            "session",
            person.email,
            language=person.language,
            name=person.display_name,
            what=what,
            session=session.title_en
            if person.language == "en" and session.title_en
            else session.title_vi,
            when=_when(session.starts_at),
            where=session.place or session.online_url,
            reason=session.cancel_reason,
            link=mail.link("programmes:mine", language=person.language),
        )


def _when(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"


def enrolment_in(cohort: Cohort, user: User) -> Enrolment | None:
    """The enrolment with a place in this cohort of an enterprise that the person acts for."""
    states = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
    mine = Enrolment.objects.filter(
        cohort=cohort, state__in=states, enterprise__memberships__user=user
    )
    return mine.order_by("pk").first()
