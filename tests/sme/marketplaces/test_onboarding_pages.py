"""The pipeline whose counts open into their rows, the business's board, the checklist, what mends a rejection."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock, waiting
from sme.enterprises import panels
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.models import Onboarding
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
S = rules.ListingState
MAY = date(2026, 5, 1)


@pytest.fixture
def officer(ward):
    return OfficerFactory(units=[ward])


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def phone(client, member, enterprise):
    services.load_requirements()
    make.marketplace()
    client.force_login(member)
    return client


@pytest.fixture
def ways(enterprise, stranger, officer):
    """Three in the ward: one just begun, one registered and stuck, one given up."""
    today = clock.today()
    first = make.onboarding(enterprise, officer=officer)
    stuck = make.onboarding(stranger, started_on=today - timedelta(days=60))
    services.complete_step(stuck, "registered", done_on=today - timedelta(days=50), actor=officer)
    gone = make.onboarding(stranger, "tiki")
    services.stop_onboarding(gone, reason="nghỉ bán", actor=officer)
    return first, stuck, gone


@pytest.mark.parametrize("narrowed", ["", "marketplace=shopee", "officer=mine", "state=stopped"])
def test_each_count_of_the_pipeline_opens_into_as_many_rows(office, ways, narrowed):
    url = reverse("marketplaces:onboarding")
    page = office.get(f"{url}?{narrowed}").context
    total = 0
    for column in page["columns"]:
        opened = office.get(column["url"]).context["page"]
        assert opened.count == column["column"].count
        assert office.get(column["stuck_url"]).context["page"].count == column["column"].stuck
        total += opened.count
    assert total == page["page"].count


def test_those_given_up_are_shown_only_when_asked_for(office, ways):
    url = reverse("marketplaces:onboarding")
    first, stuck, gone = ways
    assert set(office.get(url).context["page"].rows) == {first, stuck}
    assert office.get(f"{url}?state=stopped").context["page"].rows == [gone]
    assert office.get(f"{url}?stuck=yes").context["page"].rows == [stuck]
    assert office.get(f"{url}?officer=mine").context["page"].rows == [first]
    assert office.get(f"{url}?officer=none").context["page"].rows == [stuck]
    nonsense = office.get(f"{url}?stage=abc&place=x&officer=9&stuck=%00")
    assert nonsense.status_code == 200
    assert not nonsense.context["page"].rows


def test_the_pipeline_asks_as_much_whatever_the_rows(
    office, ways, officer, ward, django_assert_max_num_queries
):
    url = reverse("marketplaces:onboarding")
    office.get(url)
    with django_assert_max_num_queries(15):
        office.get(url)


def test_an_officer_of_another_ward_sees_nothing_of_it(client, ways, other_ward):
    client.force_login(OfficerFactory(units=[other_ward]))
    assert client.get(reverse("marketplaces:onboarding")).context["page"].count == 0
    assert client.get(ways[0].get_absolute_url()).status_code == 404


def test_stuck_ways_stand_on_the_officers_first_page_and_on_the_enterprise(
    office, ways, officer, stranger
):
    list_of_stuck = f"{reverse('marketplaces:onboarding')}?stuck=yes"
    assert list_of_stuck in office.get(reverse("dashboard:workspace")).content.decode()
    counted = {each.kind.key: each.count for each in waiting.counts_for(officer)}
    assert counted["marketplaces.stuck"] == 1
    ways[1].steps.create(step="documents", due_on=clock.today() - timedelta(days=2))
    due = [
        each for each in panels.due_for(stranger, officer) if each.url == ways[1].get_absolute_url()
    ]
    assert due[0].on == clock.today() - timedelta(days=2)


def test_the_panel_of_an_enterprise_asks_twice(ways, stranger, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        shown = selectors.onboarding_panel(stranger, officer)
    assert [way.onboarding for way in shown["ways"]] == [ways[1], ways[2]]


def test_an_officer_begins_plans_pauses_and_takes_up_again(office, enterprise, officer):
    make.marketplace()
    start = reverse("marketplaces:onboarding_start", args=[enterprise.pk])
    today = clock.today()
    form = {"marketplace": "shopee", "officer": officer.pk, "started_on": f"{today:%d/%m/%Y}"}
    office.post(start, form)
    way = Onboarding.objects.get()
    plan = reverse("marketplaces:onboarding_plan", args=[way.pk])
    soon, later = today + timedelta(days=3), today + timedelta(days=9)
    wrong = {"due_registered": f"{later:%d/%m/%Y}", "due_shop": f"{soon:%d/%m/%Y}"}
    refused = office.post(plan, {"officer": officer.pk, "version": way.version, **wrong})
    assert "due_shop" in refused.context["form"].errors, "beside its field"
    right = {"due_registered": f"{soon:%d/%m/%Y}", "who_registered": "Chị Ba"}
    office.post(plan, {"officer": officer.pk, "version": way.version, **right})
    assert way.steps.get(step="registered").who == "Chị Ba"
    pause = reverse("marketplaces:onboarding_halt", args=[way.pk, "pause"])
    assert office.post(pause, {"reason": " "}).context["form"].errors
    office.post(pause, {"reason": "mùa gặt"})
    way.refresh_from_db()
    assert way.state == "paused"
    office.post(reverse("marketplaces:onboarding_resume", args=[way.pk]))
    way.refresh_from_db()
    assert way.state == "active"


def test_the_business_begins_sees_its_next_step_and_ticks_it(phone, enterprise):
    make.product(enterprise)
    board = reverse("marketplaces:my_onboarding")
    phone.post(reverse("marketplaces:onboarding_begin"), {"marketplace": "shopee"})
    way = Onboarding.objects.get()
    page = phone.get(board).content.decode()
    step = reverse("marketplaces:onboarding_step", args=[way.pk, "registered"])
    assert step in page
    assert "0 %" in page
    assert "Thiếu trước hết" in page
    ahead = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    assert "done_on" in phone.post(step, {"done_on": ahead}).context["form"].errors
    phone.post(step, {"done_on": f"{clock.today():%d/%m/%Y}"})
    way.refresh_from_db()
    assert way.stage == "registered"
    phone.post(step, {"undo": "1"})
    way.refresh_from_db()
    assert way.stage == ""


def test_the_board_asks_as_much_whatever_the_products(
    phone, enterprise, django_assert_max_num_queries
):
    for key in ("shopee", "tiki"):
        make.onboarding(enterprise, key)
    for _n in range(4):
        make.product(enterprise)
    phone.get(reverse("marketplaces:my_onboarding"))
    with django_assert_max_num_queries(15):
        phone.get(reverse("marketplaces:my_onboarding"))


def test_checklists_of_all_products_and_marketplaces_take_four_queries(
    enterprise, django_assert_num_queries
):
    services.load_requirements()
    markets = [make.marketplace("shopee"), make.marketplace("tiki")]
    for _n in range(3):
        make.product(enterprise)
    with django_assert_num_queries(4):
        found = selectors.checklists_of(enterprise, markets, clock.today())
    assert len(found) == 6


def test_the_checklist_says_what_is_not_verified_and_what_people_confirm(phone, enterprise):
    product = make.product(enterprise)
    url = reverse("marketplaces:ready", args=[product.pk, "shopee"])
    before = phone.get(url)
    assert "chưa kiểm chứng với sàn" in before.content.decode()
    services.add_paper(enterprise, kind="business", actor=None)
    confirm = reverse("marketplaces:ready_confirm", args=[product.pk, "shopee"])
    phone.post(confirm, {"requirement": "bank-account", "is_there": "yes"})
    after = phone.get(url)
    assert after.context["checklist"].percent > before.context["checklist"].percent
    phone.post(confirm, {"requirement": "photos", "is_there": "yes"})
    assert phone.get(url).context["checklist"].percent == after.context["checklist"].percent
    assert phone.post(confirm, {"requirement": "\x00"}).status_code == 404


def test_a_rejection_tells_its_reason_and_what_mends_it(phone, enterprise):
    listing = make.listing(make.product(enterprise))
    url = reverse("marketplaces:listing_change", args=[listing.pk])
    phone.post(url, {"state": "submitted", "effective_on": "01/05/2026"})
    refused = phone.post(url, {"state": "rejected", "effective_on": "02/05/2026"})
    assert "reason" in refused.context["form"].errors
    phone.post(url, {"state": "rejected", "effective_on": "02/05/2026", "reason": "photos"})
    page = phone.get(url)
    assert page.context["mending"].guide is None, "no such guide is published here"
    assert "Ảnh chưa đạt" in page.content.decode()
    wrong = phone.post(
        url, {"state": "submitted", "effective_on": "03/05/2026", "reason": "photos"}
    )
    assert "reason" in wrong.context["form"].errors
