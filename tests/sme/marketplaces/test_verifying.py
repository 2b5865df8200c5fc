"""Looking again: the queue and its counts, one-step acts, evidence, reports, changed addresses."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, ListingFact, WrongReport
from sme.marketplaces.selectors import headline
from sme.marketplaces.selectors import verifying as selectors
from sme.marketplaces.services import listings, reports, verifying
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SEEN_LAST = {"source": rules.Source.OFFICER, "actor": None}


@pytest.fixture
def officer(ward):
    return OfficerFactory(units=[ward])


@pytest.fixture
def foreign_officer(other_ward):
    return OfficerFactory(units=[other_ward])


@pytest.fixture
def claimed(enterprise) -> Listing:
    """On sale for a hundred days, as the enterprise says."""
    return make.listing(make.product(enterprise), live=clock.today() - timedelta(days=100))


def seen_ago(listing: Listing, days: int) -> Listing:
    services.record_state(
        listing,
        listing.state,
        effective_on=clock.today() - timedelta(days=days),
        **SEEN_LAST,
    )
    listing.refresh_from_db()
    return listing


@contextmanager
def refused(code: str):
    with pytest.raises(RuleBroken) as broken:
        yield
    assert broken.value.code == code


def waiting(user, which):
    return list(selectors.to_verify(selectors.in_queue(user), which))


# --- the lists --------------------------------------------------------------------------------------


def test_a_claim_waits_until_somebody_saw_it(officer, claimed):
    assert waiting(officer, selectors.CLAIMED) == [claimed]
    verifying.seen(claimed, state=claimed.state, actor=officer)
    assert waiting(officer, selectors.CLAIMED) == []


@pytest.mark.parametrize(("days", "is_old"), [(89, False), (90, True)])
def test_what_the_figure_no_longer_calls_verified_waits_again(officer, claimed, days, is_old):
    seen_ago(claimed, days)
    assert (waiting(officer, selectors.OLD) == [claimed]) is is_old
    assert headline(clock.today(), verified=True).products == (0 if is_old else 1)


def test_the_longest_waiting_stand_first(officer, enterprise, claimed):
    older = make.listing(make.product(enterprise), live=clock.today() - timedelta(days=200))
    assert waiting(officer, selectors.CLAIMED) == [older, claimed]


def test_what_is_not_on_sale_waits_for_nobody(officer, claimed):
    verifying.gone(claimed, state="delisted", effective_on=clock.today(), actor=officer)
    assert waiting(officer, selectors.CLAIMED) == waiting(officer, selectors.OLD) == []


def test_cannot_tell_sets_it_aside_for_two_weeks(officer, claimed):
    verifying.cannot_tell(claimed, actor=officer)
    assert waiting(officer, selectors.CLAIMED) == []
    assert waiting(officer, selectors.ASIDE) == [claimed]
    Listing.objects.update(aside_until=clock.today())
    assert waiting(officer, selectors.CLAIMED) == [claimed]
    assert claimed.facts.count() == 1  # nothing was said of its state


def test_counts_equal_their_filtered_lists(client, officer, enterprise, claimed):
    seen_ago(
        make.listing(make.product(enterprise), "tiki", live=clock.today() - timedelta(days=300)), 95
    )
    reports.report_wrong(claimed, "Trang đã mất", who="a")
    client.force_login(officer)
    for query in ({}, {"marketplace": "tiki"}, {"marketplace": "shopee"}, {"officer": "mine"}):
        for which in selectors.LISTS:
            context = client.get(reverse("marketplaces:verify"), {"list": which, **query}).context
            (tab,) = [each for each in context["tabs"] if each["is_current"]]
            assert tab["count"] == str(context["page"].count) == str(len(context["page"].rows))


def test_a_foreign_officer_sees_and_touches_nothing(client, foreign_officer, claimed):
    client.force_login(foreign_officer)
    assert client.get(reverse("marketplaces:verify")).context["page"].count == 0
    for name in ("seen", "gone", "unclear"):
        answer = client.post(
            reverse(f"marketplaces:verify_{name}", args=[claimed.pk]), {"state": "live"}
        )
        assert answer.status_code == 404
    assert claimed.facts.count() == 1


def test_a_page_of_the_queue_asks_the_same_number_of_questions(
    client, officer, enterprise, claimed, django_assert_max_num_queries
):
    for _ in range(6):
        reports.report_wrong(
            make.listing(make.product(enterprise), live=clock.today()), "Sai", who=str(_)
        )
    client.force_login(officer)
    client.get(reverse("marketplaces:verify"))
    with django_assert_max_num_queries(15):
        client.get(reverse("marketplaces:verify"))


# --- the acts ---------------------------------------------------------------------------------------


def test_one_press_verifies_and_a_second_changes_nothing(client, officer, claimed):
    client.force_login(officer)
    url = reverse("marketplaces:verify_seen", args=[claimed.pk])
    back = reverse("marketplaces:verify") + "?list=claimed&page=2"
    for _ in range(2):
        answer = client.post(f"{url}?next={back.replace('&', '%26')}", {"state": "live"})
        assert answer["Location"] == back
    fact = claimed.facts.get(source="officer")
    assert (fact.effective_on, fact.evidence_url, fact.recorded_by) == (
        clock.today(), claimed.address, officer,
    )  # fmt: skip
    claimed.refresh_from_db()
    assert claimed.verified_on == clock.today()


def test_a_page_that_is_out_of_date_verifies_nothing(officer, claimed):
    services.record_state(
        claimed, "delisted", effective_on=clock.today(), source="enterprise", actor=None
    )
    with refused("state_changed"):
        verifying.seen(claimed, state="live", actor=officer)


def test_gone_needs_a_day_that_can_be(client, officer, claimed):
    client.force_login(officer)
    url = reverse("marketplaces:verify_gone", args=[claimed.pk])
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    for wrong in ("", "31/02/2026", tomorrow, "01/01/1990", "\x00"):
        answer = client.post(url, {"state": "delisted", "effective_on": wrong})
        assert answer.status_code == 422
    assert client.post(url, {"state": "live", "effective_on": "01/11/2026"}).status_code == 422
    claimed.refresh_from_db()
    assert claimed.state == "live"
    today = f"{clock.today():%d/%m/%Y}"
    assert client.post(url, {"state": "dormant", "effective_on": today}).status_code == 302
    claimed.refresh_from_db()
    assert claimed.state == "dormant"


# --- evidence ---------------------------------------------------------------------------------------


def test_a_screenshot_is_kept_privately_and_served_to_those_who_may(
    client, officer, foreign_officer, member, claimed, settings, tmp_path
):
    settings.PRIVATE_ROOT = tmp_path
    shot = SimpleUploadedFile("../../Ảnh chụp <b>.PNG", PNG, content_type="text/html")
    client.force_login(officer)
    url = reverse("marketplaces:verify_seen", args=[claimed.pk])
    assert client.post(url, {"state": "live", "evidence_file": shot}).status_code == 302
    fact = ListingFact.objects.get(source="officer")
    assert fact.evidence_file.name.startswith("evidence/")
    assert fact.evidence_file.name.endswith(".png")
    address = reverse("marketplaces:evidence", args=[fact.pk])
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content) == PNG
    for other in (foreign_officer, member):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg/>"),
        ("a.png", b""),
        ("a.html", PNG),
    ],
)
def test_what_is_no_picture_is_no_evidence(client, officer, claimed, name, content):
    client.force_login(officer)
    for view, data in (
        ("verify_seen", {"state": "live"}),
        ("verify_gone", {"state": "delisted", "effective_on": "01/11/2026"}),
        ("detail", {"state": "delisted", "effective_on": "01/11/2026"}),
    ):
        shot = SimpleUploadedFile(name, content)
        answer = client.post(
            reverse(f"marketplaces:{view}", args=[claimed.pk]), {**data, "evidence_file": shot}
        )
        assert answer.status_code in (200, 422)
    assert claimed.facts.count() == 1


# --- reports ----------------------------------------------------------------------------------------


def test_a_visitor_reports_and_an_officer_answers(client, officer, claimed):
    product = claimed.product
    product.is_public = True
    product.save()
    url = reverse("marketplaces:report", args=[product.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"listing": claimed.pk, "note": "Trang đã mất"})
    assert "Cảm ơn bạn" in client.get(answer["Location"]).content.decode()
    for wrong in ({"note": "x"}, {"listing": 0, "note": "x"}, {"listing": claimed.pk, "note": ""}):
        assert client.post(url, wrong).status_code == 422
    report = WrongReport.objects.get()
    assert (report.listing, report.reported_by) == (claimed, None)
    assert waiting(officer, selectors.REPORTED) == [claimed]
    client.force_login(officer)
    decide = reverse("marketplaces:report_decide", args=[report.pk])
    assert client.post(decide, {"state": "upheld"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.decided_by) == ("upheld", officer)
    assert waiting(officer, selectors.REPORTED) == []


def test_what_is_not_public_cannot_be_reported(client, claimed):
    claimed.product.is_public = False
    claimed.product.save()
    assert client.get(reverse("marketplaces:report", args=[claimed.product_id])).status_code == 404


def test_reporting_again_and_again_is_refused(claimed, enterprise):
    other = make.listing(make.product(enterprise), live=clock.today())
    for _ in range(2):
        reports.report_wrong(claimed, "Sai", who="one")
    with refused("too_often"):
        reports.report_wrong(claimed, "Sai", who="one")
    reports.report_wrong(claimed, "Sai", who="another")
    reports.report_wrong(other, "Sai", who="one")


def test_nobody_can_bury_the_office_in_reports_of_one_listing(claimed):
    for number in range(20):
        reports.report_wrong(claimed, "Sai", who=str(number))
    with refused("reports_enough"):
        reports.report_wrong(claimed, "Sai", who="last")


def test_what_an_officer_records_answers_the_reports(officer, claimed, enterprise):
    other = make.listing(make.product(enterprise), live=clock.today() - timedelta(days=3))
    right, wrong = (
        reports.report_wrong(claimed, "?", who="a"),
        reports.report_wrong(other, "!", who="b"),
    )
    verifying.seen(claimed, state="live", actor=officer)
    verifying.gone(other, state="delisted", effective_on=clock.today(), actor=officer)
    right.refresh_from_db()
    wrong.refresh_from_db()
    assert (right.state, wrong.state) == ("no", "upheld")
    with refused("report_decided"):
        reports.decide(right, "upheld", actor=officer)


# --- another address --------------------------------------------------------------------------------


def test_a_changed_address_keeps_the_old_one_in_the_history(client, officer, claimed):
    before, after = claimed.address, make.address()
    client.force_login(officer)
    url = reverse("marketplaces:listing_address", args=[claimed.pk])
    assert client.post(url, {"address": f"{after}?utm_source=x"}).status_code == 302
    claimed.refresh_from_db()
    assert claimed.address == after
    page = client.get(claimed.get_absolute_url()).content.decode()
    assert before in page


def test_a_changed_address_is_checked_like_a_new_one(officer, claimed, stranger):
    taken = make.listing(make.product(stranger))
    for wrong, code in (
        ("javascript:alert(1)", "address_scheme"),
        ("https://example.com/a", "address_unknown_host"),
        (make.address("tiki"), "address_unknown_host"),
        (taken.address, "address_taken"),
        ("https://shopee.vn/", "address_front_page"),
    ):
        with refused(code):
            listings.change_address(claimed, wrong, actor=officer)
    assert (
        listings.change_address(claimed, claimed.address, actor=officer).address == claimed.address
    )
