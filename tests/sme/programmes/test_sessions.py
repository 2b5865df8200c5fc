"""Sessions: signing up in true order, attendance by list and by code, those who come are told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import panels
from sme.enterprises.models import Membership
from sme.programmes import rules, selectors, services
from sme.programmes.models import Session, SignUp
from sme.programmes.services import sessions as acts
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


@pytest.fixture
def cohort():
    return make.cohort()


def planned(cohort, begins=HOUR, **fields) -> Session:
    starts_at = clock.now() + begins
    values = {
        "title_vi": "Chụp ảnh",
        "place": "Hội trường",
        "starts_at": starts_at,
        "ends_at": starts_at + HOUR,
    }
    return services.plan_session(cohort, actor=make.administrator(), **{**values, **fields})


def taking_part(cohort, name) -> tuple:
    enrolment = make.enrolment(cohort, make.enterprise(name))
    member = UserFactory(language="vi")
    Membership.objects.create(enterprise=enrolment.enterprise, user=member, role="owner")
    return enrolment, member


def states(session) -> list[str]:
    return list(
        SignUp.objects.filter(session=session).order_by("pk").values_list("state", flat=True)
    )


@pytest.mark.parametrize(
    "fields", [{"ends": -HOUR}, {"ends": timedelta(days=2)}, {"place": ""}],
    ids=["ends before", "too long", "nowhere"],
)  # fmt: skip
def test_a_session_without_sense_is_refused(cohort, fields):
    if "ends" in fields:
        fields = {"ends_at": clock.now() + HOUR + fields["ends"]}
    with pytest.raises(RuleBroken):
        planned(cohort, **fields)
    assert not Session.objects.exists()


def test_places_go_in_true_order_and_who_waits_moves_up_and_is_told(
    cohort, django_capture_on_commit_callbacks
):
    session = planned(cohort, capacity=1)
    people = [taking_part(cohort, name) for name in ("A", "B", "C")]
    for enrolment, member in people:
        for _twice in range(2):
            services.sign_up(session, enrolment, actor=member)
    assert states(session) == ["going", "waiting", "waiting"]
    with django_capture_on_commit_callbacks(execute=True):
        services.sign_off(session, people[0][0], actor=people[0][1])
    assert states(session) == ["off", "going", "waiting"]
    assert [each.to for each in mail.outbox] == [[people[1][1].email]]
    services.sign_up(session, people[0][0], actor=people[0][1])
    assert states(session) == ["waiting", "going", "waiting"]
    with refused("fewer_than_come"):
        two = services.change_session(
            session, expected_version=session.version, actor=make.administrator(), capacity=3
        )
        services.change_session(
            two, expected_version=two.version, actor=make.administrator(), capacity=1
        )
    assert states(session) == ["going"] * 3


def test_others_cannot_come(cohort):
    session = planned(cohort)
    foreign, member = taking_part(make.cohort(), "X")
    with refused("not_of_cohort"):
        services.sign_up(session, foreign, actor=member)
    waiting = make.enrolment(cohort, make.enterprise("Y"), state="waiting")
    with refused("not_of_cohort"):
        services.sign_up(session, waiting, actor=member)


def test_another_time_or_a_cancelling_is_told_to_those_who_come(
    cohort, django_capture_on_commit_callbacks
):
    session, (enrolment, member) = planned(cohort), taking_part(cohort, "A")
    services.sign_up(session, enrolment, actor=member)
    boss = make.administrator()
    with django_capture_on_commit_callbacks(execute=True):
        session = services.change_session(
            session, expected_version=session.version, actor=boss, trainer="Cô Hoa"
        )
        services.change_session(
            session, expected_version=session.version, actor=boss, place="Nhà văn hóa"
        )
    assert len(mail.outbox) == 1
    with refused("reason_missing"):
        services.cancel_session(session, reason=" ", actor=boss)
    with django_capture_on_commit_callbacks(execute=True):
        services.cancel_session(session, reason="Mưa lũ", actor=boss)
    assert "Mưa lũ" in mail.outbox[1].body
    with refused("session_cancelled"):
        services.sign_up(session, enrolment, actor=member)


def test_attendance_by_list_and_by_code_is_one_and_is_counted(cohort):
    session = planned(cohort, begins=-timedelta(minutes=5))
    (one, me), (two, _other) = taking_part(cohort, "A"), taking_part(cohort, "B")
    boss = make.administrator()
    for _twice in range(2):
        services.attend(session, one, actor=me)
    among = {one.pk, two.pk}
    assert services.write_attendance(session, {one.pk, two.pk}, among=among, actor=boss) == (1, 0)
    assert services.write_attendance(session, {two.pk, 999}, among=among, actor=boss) == (0, 1)
    planned(cohort, begins=HOUR)  # not held yet
    assert selectors.attendance_of(cohort) == {one.pk: (0, 1), two.pk: (1, 1)}
    with refused("was_present"):
        services.sign_off(session, two, actor=me)
    with refused("session_not_begun"):
        services.attend(planned(cohort, begins=2 * HOUR), one, actor=me)


def test_a_session_for_those_who_signed_up_takes_nobody_else_by_code(cohort):
    session = planned(cohort, begins=timedelta(minutes=10), takes_walk_ins=False)
    enrolment, member = taking_part(cohort, "A")
    with refused("not_signed_up"):
        services.attend(session, enrolment, actor=member)
    services.sign_up(session, enrolment, actor=member)
    assert services.attend(session, enrolment, actor=member).attended_by == "code"


def test_a_code_is_scanned_on_the_phone_and_holds_three_minutes(cohort, client, monkeypatch):
    session = planned(cohort, begins=timedelta(minutes=1))
    _enrolment, member = taking_part(cohort, "A")
    page = reverse("programmes:here", args=[services.attendance_code(session)])
    assert client.get(page).status_code == 302  # signs in first
    client.force_login(member)
    assert client.get(page).status_code == 200
    assert not SignUp.objects.exists()
    client.post(page)
    assert SignUp.objects.get().attended_by == "code"
    monkeypatch.setattr(acts, "CODE_LASTS", -1)
    with refused("code_old"):
        services.session_of_code(services.attendance_code(session))
    assert client.get(reverse("programmes:here", args=["nonsense"])).status_code == 200


def test_the_office_plans_writes_and_shows_the_code_and_the_business_signs_up(cohort, client):
    _enrolment, member = taking_part(cohort, "A")
    boss = make.administrator()
    client.force_login(boss)
    add = reverse("programmes:session_add", args=[cohort.pk])
    given = {
        "title_vi": "Livestream",
        "on": "31/12/2099",
        "begins": "8h30",
        "ends": "08:00",
        "place": "UBND xã",
    }
    assert "ends" in client.post(add, given).context["form"].errors
    client.post(add, given | {"ends": "11:00", "takes_walk_ins": "on"})
    session = Session.objects.get()
    assert (
        session.starts_at.astimezone(clock.VIETNAM).strftime("%d/%m/%Y %H:%M") == "31/12/2099 08:30"
    )
    edit = reverse("programmes:session_edit", args=[session.pk])
    shown = client.get(edit).context["form"].initial
    assert shown["begins"].strftime("%H:%M") == "08:30"
    assert client.get(session.get_absolute_url()).status_code == 200
    assert (
        "svg" in client.get(reverse("programmes:session_code", args=[session.pk])).content.decode()
    )
    client.force_login(User.objects.get(pk=member.pk))
    assert "Livestream" in client.get(reverse("programmes:mine")).content.decode()
    client.post(reverse("programmes:session_sign_up", args=[session.pk, "come"]))
    assert SignUp.objects.get().state == "going"
    text = client.get(reverse("programmes:session_ics", args=[session.pk])).content.decode()
    assert "DTSTART:20991231T013000Z" in text
    assert "BEGIN:VEVENT" in text


def test_the_next_days_stand_on_the_first_page(cohort):
    enrolment, _member = taking_part(cohort, "A")
    planned(cohort)
    planned(cohort, begins=timedelta(days=30))
    assert len(panels.todo_for(enrolment.enterprise)) == 1


def test_long_lines_of_a_calendar_are_folded_between_letters():
    at = clock.now()
    text = rules.calendar("u", "Bánh phồng tôm " * 20, at, at + HOUR, "a;b,c", "x\ny")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "LOCATION:a\\;b\\,c" in lines
    assert "DESCRIPTION:x\\ny" in lines
