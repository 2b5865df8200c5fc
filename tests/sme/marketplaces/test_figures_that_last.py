"""The same question gives the same answer for ever; what changed since is said; what was reported is kept."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.models import Listing, ListingFact, ReportedFigure
from sme.marketplaces.services import closing
from sme.places import selectors as places_of
from sme.places.models import Unit
from tests.factories import marketplaces as make
from tests.factories import places
from tests.factories.accounts import OfficerFactory
from tests.factories.programmes import commune

pytestmark = pytest.mark.django_db
S = rules.ListingState
DAY = date(2023, 9, 30)


def asked(known_at=None, **more):
    """Products and enterprises of DAY."""
    figure = selectors.Reading(selectors.Question(DAY, known_at, **more)).figure()
    return figure.products, figure.enterprises


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def page(officer):
    client = Client()
    client.force_login(officer)
    return client


def test_merging_records_later_does_not_change_what_was_counted_before(
    enterprise, stranger, officer
):
    for owner in (enterprise, stranger):
        make.listing(make.product(owner), live=date(2023, 5, 1))
    before = clock.now()
    merge = enterprises.merge(
        enterprise, stranger, chosen={}, expected_versions=(None, None), actor=officer
    )
    merged = clock.now()
    assert asked() == asked(merged) == (2, 1)
    assert asked(before) == (2, 2)
    enterprises.undo_merge(merge, actor=officer)
    assert asked() == asked(before) == (2, 2)
    assert asked(merged) == (2, 1)


def test_a_marketplace_whose_closing_is_learned_later_had_not_closed_then(enterprise, officer):
    listing = make.listing(make.product(enterprise), live=date(2023, 5, 1))
    then = clock.now()
    services.close_marketplace(listing.marketplace, closed_on=date(2023, 9, 1), actor=officer)
    closing.rederive(listing.marketplace_id)
    assert asked() == (0, 0)
    assert asked(then) == (1, 1)
    assert asked(clock.now()) == (0, 0)


def test_what_changed_since_names_the_product_and_the_entry(enterprise, stranger, officer):
    stays = make.listing(make.product(enterprise, name_vi="Bánh phồng"), live=date(2023, 5, 1))
    goes = make.listing(make.product(stranger, name_vi="Nem Lai Vung"), live=date(2023, 5, 1))
    then = clock.now()
    services.correct_fact(
        goes.facts.get(), state=S.SUBMITTED, effective_on=date(2023, 5, 1), actor=officer
    )
    late = make.listing(make.product(enterprise, name_vi="Khô cá lóc"), live=date(2023, 8, 1))
    changes = selectors.changes_since(selectors.Question(DAY, then))
    assert (changes.then, changes.now) == ((2, 2), (2, 1))
    assert [(row.product, row.is_added, row.cause) for row in changes.rows] == [
        ("Khô cá lóc", True, "new"),
        ("Nem Lai Vung", False, "correction"),
    ]
    assert changes.rows[0].facts == list(late.facts.all())
    assert changes.counts == {"new_added": 1, "correction_gone": 1}
    assert stays.product_id not in {row.product_id for row in changes.rows}


def test_a_part_opens_into_its_own_rows(enterprise, stranger, page):
    make.listing(make.product(enterprise, name_vi="Bánh phồng"), live=date(2023, 5, 1))
    make.listing(make.product(stranger, name_vi="Nem Lai Vung"), live=date(2023, 5, 1))
    reading = selectors.Reading(selectors.Question(DAY))
    for by in selectors.GROUPS:
        for part in reading.figure(by).parts:
            question = selectors.Question(DAY, by=by, part=part.key)
            assert len(selectors.Rows(selectors.Reading(question))) == part.products, (by, part)
    enterprises.change(
        stranger, place=commune("Phường Mỹ Tho", "28261"), effective_on=date(2023, 1, 1),
        expected_version=None, actor=None,
    )  # fmt: skip
    mine = {"as_of": "2023-09-30", "by": "place", "part": enterprise.place.name}
    text = page.get(reverse("marketplaces:headline"), mine).content.decode()
    rows = text[text.index('id="rows"') :]
    assert "Bánh phồng" in rows
    assert "Nem Lai Vung" not in rows


def test_the_old_map_tells_former_communes_districts_and_provinces():
    places.dong_thap()
    old = (
        Unit.objects.former(clock.today())
        .communes()
        .filter(parent__name__contains="Cái Bè")
        .first()
    )
    owner = enterprises.register(kind="household", name="Hộ Cốm Ba Hai", place=old, actor=None)
    make.listing(make.product(owner), live=date(2023, 5, 1))

    def labels(by):
        return [part.label for part in selectors.headline(DAY, by=by).parts]

    assert labels("old_place") == [old.full_name]
    assert labels("district") == [old.parent.name]
    assert labels("territory") == [old.parent.parent.name]
    assert "Tiền Giang" in old.parent.parent.name
    assert labels("place") == [places_of.present_names([old])[old.pk]]


def test_a_reported_figure_stays_as_it_was_with_its_rows(enterprise, officer, page):
    listing = make.listing(make.product(enterprise, name_vi="Bánh phồng"), live=date(2023, 5, 1))
    kept = services.report_figure(DAY, note="Báo cáo quý III", actor=officer)
    assert (kept.products, kept.enterprises) == (1, 1)
    services.change_product(
        listing.product, expected_version=1, name_vi="Bánh phồng tôm", actor=officer
    )
    services.correct_fact(
        listing.facts.get(), state=S.SUBMITTED, effective_on=date(2023, 5, 1), actor=officer
    )
    assert asked() == (0, 0)
    again = ReportedFigure.objects.get()
    assert [row["product"] for row in again.rows] == ["Bánh phồng"]
    assert again.parts["kind"][0][2:] == [1, 1]
    assert services.is_intact(again)
    text = page.get(kept.get_absolute_url()).content.decode()
    assert "Báo cáo quý III" in text
    answer = page.get(reverse("marketplaces:reported_export", args=[kept.pk]))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert sheet["B2"].value == "Bánh phồng"
    assert sheet["I2"].value == listing.address


def test_what_was_reported_cannot_be_changed_nor_reported_for_tomorrow(enterprise, officer):
    kept = services.report_figure(DAY, actor=officer)
    with pytest.raises(TypeError):
        ReportedFigure.objects.update(products=438)
    with pytest.raises(TypeError):
        ReportedFigure.objects.all().delete()
    ReportedFigure._base_manager.filter(pk=kept.pk).update(products=438, rows=[{"product": "x"}])
    assert not services.is_intact(ReportedFigure.objects.get(pk=kept.pk))
    with pytest.raises(RuleBroken) as refused:
        services.report_figure(clock.today() + timedelta(days=1), actor=officer)
    assert refused.value.code == "day_future"


def test_the_permanent_address_answers_alike_after_new_entries(enterprise, page):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    url = reverse("marketplaces:headline")
    answer = page.get(url, {"as_of": "2023-09-30"})
    lasting = answer.context["lasting_query"]
    assert "known_at=" in lasting
    make.listing(make.product(enterprise, name_vi="Khô cá lóc"), live=date(2023, 8, 1))
    later = page.get(f"{url}?{lasting}")
    assert later.context["figure"].products == 1
    assert later.context["changes"].now == (2, 1)
    assert "Khô cá lóc" in later.content.decode()


def test_a_moment_in_the_future_and_nonsense_are_told(page):
    url = reverse("marketplaces:headline")
    for wrong in ("2999-01-01T00:00", "hôm qua", "9" * 400):
        answer = page.get(url, {"as_of": "2023-09-30", "known_at": wrong})
        assert answer.status_code == 200
        assert answer.context["form"].errors["known_at"]


def test_keeping_is_offered_on_the_page(enterprise, page):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    url = reverse("marketplaces:headline_report")
    answer = page.post(f"{url}?as_of=2023-09-30", {"note": "Công văn 12"})
    kept = ReportedFigure.objects.get()
    assert answer.url == kept.get_absolute_url()
    assert (kept.as_of, kept.note) == (DAY, "Công văn 12")
    assert "Công văn 12" in page.get(reverse("marketplaces:reported_list")).content.decode()


def test_ten_thousand_later_entries_do_not_make_the_question_read_every_fact(
    enterprise, django_assert_max_num_queries
):
    listing = make.listing(make.product(enterprise), live=date(2023, 5, 1))
    for _ in range(3):
        make.listing(make.product(enterprise), live=date(2023, 5, 1))
    then = clock.now()
    ListingFact.objects.create(
        listing=Listing.objects.get(pk=listing.pk), state=S.SELLING,
        effective_on=date(2023, 6, 1), source=rules.Source.OFFICER,
    )  # fmt: skip
    with django_assert_max_num_queries(6):
        assert len(selectors.sold(selectors.Question(DAY, then))) == 4
