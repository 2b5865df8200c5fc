"""Who looked is written down and told; what is old goes, and can be counted first."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from portal.privacy import selectors, services
from portal.privacy.models import Erasure, Look, RetentionRule
from portal.shared import clock
from sme.rosters import exports
from sme.rosters import selectors as rosters
from sme.rosters.services import deliver
from tests.factories import programmes as make
from tests.factories.accounts import AdministratorFactory, OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise

pytestmark = pytest.mark.django_db


def looks(person):
    return [row["how"] for row in selectors.named(selectors.looks_at(person))]


def test_a_page_an_officer_opened_is_told_to_the_member_once(client):
    person, officer = UserFactory(), OfficerFactory()
    mine = enterprise(owner=person)
    client.force_login(officer)
    for _again in range(2):
        client.get(reverse("enterprises:detail", args=[mine.pk]))
    assert Look.objects.filter(viewer=officer, subject_id=mine.pk).count() == 1
    client.force_login(person)
    page = client.get(reverse("privacy:looks")).content.decode()
    assert officer.display_name in page
    assert not looks(UserFactory()), "nobody is told of others"


def test_a_roster_that_was_taken_away_is_told_to_each_in_it(tmp_path):
    person, officer = UserFactory(), OfficerFactory()
    cohort = make.cohort()
    make.enrolment(cohort, enterprise(owner=person))
    rows = rosters.ordered(rosters.roster(cohort, officer))
    sheet = exports.sheet(cohort, rows, ["number", "name", "phone"])
    with (tmp_path / "a.xlsx").open("wb") as stream:
        deliver(sheet, stream, cohort=cohort, file_format="xlsx", query="", actor=officer)
    assert len(looks(person)) == 1


def test_administrators_read_the_log_and_officers_do_not(client):
    services.note_look(OfficerFactory(), "enterprises.page", "enterprise", enterprise("Bột Lọc").pk)
    client.force_login(AdministratorFactory())
    assert "Bột Lọc" in client.get(reverse("privacy:log")).content.decode()
    client.force_login(OfficerFactory())
    assert client.get(reverse("privacy:log")).status_code == 404


def test_what_is_older_than_its_period_goes_and_can_be_counted_first():
    days = selectors.days_of("looks")
    officer, mine = OfficerFactory(), enterprise()
    for age in (days + 1, days - 1):
        services.note_look(officer, "enterprises.page", "enterprise", mine.pk + age)
        Look.objects.filter(subject_id=mine.pk + age).update(at=clock.now() - timedelta(days=age))
    counted = services.retain(is_dry=True, actor=None)
    assert (counted.counts["looks"]["rows"], Look.objects.count()) == (1, 2)
    assert services.retain(is_dry=False, actor=None).counts["looks"]["rows"] == 1
    assert Look.objects.count() == 1


def test_a_later_period_holds_from_its_day_on():
    today = clock.today()
    before = selectors.days_of("looks")
    RetentionRule.objects.create(
        key="looks", days=10, valid_from=today + timedelta(days=1), reason_vi="Mới", reason_en="New"
    )
    assert selectors.days_of("looks", today) == before
    assert selectors.days_of("looks", today + timedelta(days=1)) == 10


def test_an_account_that_nobody_uses_is_told_then_erased_unless_somebody_signs_in(
    client, django_capture_on_commit_callbacks
):
    long_ago = clock.now() - timedelta(days=selectors.days_of("dormant_account") + 1)
    gone, back, officer = UserFactory(), UserFactory(), OfficerFactory()
    for person in (gone, back, officer):
        person.last_login = person.date_joined = long_ago
        person.save(update_fields=["last_login", "date_joined"])
    with django_capture_on_commit_callbacks(execute=True):
        services.retain(is_dry=False, actor=None)
        services.retain(is_dry=False, actor=None)
    assert sorted(to for each in mail.outbox for to in each.to) == sorted([gone.email, back.email])
    client.force_login(back)
    Erasure.objects.update(due_at=clock.now())
    services.carry_out_due()
    for person, is_active in ((gone, False), (back, True), (officer, True)):
        person.refresh_from_db()
        assert person.is_active is is_active
