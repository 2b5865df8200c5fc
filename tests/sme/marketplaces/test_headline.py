"""The headline figure: what it counts, as at any day, as known at any moment."""

import json
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.shared import pagecache
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.models import Listing, ListingFact
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
S = rules.ListingState
DAY = date(2023, 9, 30)


def counted(as_of, **question):
    figure = selectors.headline(as_of, **question)
    return figure.products, figure.enterprises


def test_a_product_on_two_marketplaces_is_one_product_of_one_enterprise(enterprise, stranger):
    both = make.product(enterprise)
    make.listing(both, "shopee", live=date(2023, 5, 1))
    make.listing(both, "tiki", live=date(2023, 6, 1))
    make.listing(make.product(stranger), "shopee", live=date(2023, 9, 30))
    assert counted(DAY) == (2, 2)
    by_market = selectors.headline(DAY, by="marketplace")
    assert sum(part.products for part in by_market.parts) == 3
    assert by_market.parts_overlap


def test_the_parts_by_kind_and_place_are_those_of_the_day(enterprise, other_ward):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    moved = DAY + timedelta(days=10)
    enterprises.change(
        enterprise,
        expected_version=None,
        actor=None,
        kind="enterprise",
        legal_form="llc1",
        place=other_ward,
        effective_on=moved,
    )
    for day, kind, place in [
        (moved - timedelta(days=1), "household", enterprise.place.name),
        (moved, "enterprise", other_ward.name),
    ]:
        assert [each.key for each in selectors.headline(day, by="kind").parts] == [kind]
        assert [each.label for each in selectors.headline(day, by="place").parts] == [place]
        (row,) = selectors.Rows(selectors.Reading(selectors.Question(day)))
        assert (row.kind, row.place) == (kind, place)


def test_the_day_of_going_live_counts_and_the_day_of_leaving_does_not(enterprise):
    listing = make.listing(make.product(enterprise), live=DAY)
    services.record_state(
        listing,
        S.DELISTED,
        effective_on=DAY + timedelta(days=5),
        source=rules.Source.OFFICER,
        actor=None,
    )
    assert counted(DAY - timedelta(days=1)) == (0, 0)
    assert counted(DAY) == (1, 1)
    assert counted(DAY + timedelta(days=4)) == (1, 1)
    assert counted(DAY + timedelta(days=5)) == (0, 0)


def test_what_is_not_on_sale_yet_does_not_count(enterprise):
    listing = make.listing(make.product(enterprise))
    services.record_state(
        listing, S.SUBMITTED, effective_on=DAY, source=rules.Source.OFFICER, actor=None
    )
    assert counted(DAY) == (0, 0)


def test_a_figure_as_known_then_does_not_change_with_a_later_correction(enterprise):
    listing = make.listing(make.product(enterprise), live=date(2023, 5, 1))
    known = datetime.now(tz=ZoneInfo("Asia/Ho_Chi_Minh"))
    services.correct_fact(
        listing.facts.get(),
        state=S.LIVE,
        effective_on=date(2023, 11, 1),
        actor=OfficerFactory(),
    )
    assert counted(DAY) == (0, 0)
    assert counted(DAY, known_at=known) == (1, 1)
    assert counted(DAY, known_at=known - timedelta(days=1)) == (0, 0)


def test_an_old_place_counts_for_the_new_one(enterprise):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    parts = selectors.headline(DAY, by="place").parts
    assert [(part.products, part.enterprises) for part in parts] == [(1, 1)]
    assert parts[0].label


DAYS = st.integers(0, 30).map(lambda n: date(2023, 9, 1) + timedelta(days=n))
STATES = st.sampled_from([S.LIVE, S.SELLING, S.DORMANT, S.DELISTED, S.SUBMITTED, ""])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    facts=st.lists(
        st.tuples(st.integers(0, 3), DAYS, STATES, st.integers(0, 10), st.booleans()), max_size=14
    ),
    day=DAYS,
    known=st.integers(0, 10),
)
def test_however_facts_arrive_the_figure_equals_a_slow_right_count(enterprise, facts, day, known):
    listings = [make.listing(make.product(enterprise)) for _ in range(4)]
    begun = datetime(2023, 10, 1, tzinfo=ZoneInfo("UTC"))
    written: list[ListingFact] = []
    for which, on, state, hour, corrects in facts:
        earlier = [
            f
            for f in written
            if f.listing_id == listings[which].pk
            and not any(g.supersedes_id == f.pk for g in written)
        ]
        if state == "" and not earlier:
            continue
        written.append(
            ListingFact.objects.create(
                listing=listings[which],
                state=state,
                effective_on=on,
                recorded_at=begun + timedelta(hours=hour),
                source=rules.Source.OFFICER,
                supersedes=earlier[-1] if earlier and (corrects or state == "") else None,
            )
        )
    for listing in listings:
        services.derive(listing)

    def slow_count(known_at: datetime | None) -> set[int]:
        """Day by day, listing by listing: the last standing fact not after the day decides."""
        on_sale = set()
        for listing in listings:
            own = [
                f
                for f in written
                if f.listing_id == listing.pk and (known_at is None or f.recorded_at <= known_at)
            ]
            gone = {f.supersedes_id for f in own if f.supersedes_id}
            held = [f for f in own if f.pk not in gone and f.state and f.effective_on <= day]
            held.sort(key=lambda f: (f.effective_on, f.recorded_at, f.pk))
            if held and held[-1].state in (S.LIVE, S.SELLING):
                on_sale.add(listing.product_id)
        return on_sale

    ours = {listing.product_id for listing in listings}
    for moment in (None, begun + timedelta(hours=known), begun + timedelta(hours=11)):
        question = selectors.Question(day, moment)
        assert {row.product for row in selectors.Reading(question).sold} & ours == slow_count(
            moment
        )
        rows = selectors.Rows(selectors.Reading(question))
        assert {row.product_id for row in rows} & ours == slow_count(moment)


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("headline", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_json(enterprise):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    figure = json.loads(told("--as-of", "2023-09-30", "--format", "json"))
    assert figure == {"as_of": "2023-09-30", "products": 1, "enterprises": 1}
    parts = json.loads(told("--as-of", "2023-09-30", "--format", "json", "--by", "kind"))
    assert parts["parts"][0]["key"] == "household"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "2023-02-31"],
        ["--as-of", ""],
        ["--as-of", "hôm qua"],
        ["--by", "colour"],
        ["--format", "xml"],
        ["--known-at", "never"],
    ],
)
def test_the_command_refuses_in_one_line_with_exit_code_2(arguments):
    with pytest.raises(CommandError) as refused:
        told(*arguments)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_stars_count_while_their_decision_is_in_force(enterprise):
    starred = make.product(
        enterprise,
        ocop_stars=4,
        ocop_decision="12/QĐ-UBND",
        ocop_decided_on=date(2023, 6, 1),
        ocop_expires_on=date(2026, 6, 1),
    )
    make.listing(starred, live=date(2023, 5, 1))
    make.listing(make.product(enterprise), live=date(2023, 5, 1))

    def stars(day):
        return {part.key: part.products for part in selectors.headline(day, by="stars").parts}

    assert stars(date(2023, 5, 31)) == {"0": 2}
    assert stars(date(2026, 6, 1)) == {"4": 1, "0": 1}
    assert stars(date(2026, 6, 2)) == {"0": 2}


def test_a_part_without_a_sector_is_shown_as_such(enterprise):
    make.listing(make.product(enterprise), live=date(2023, 5, 1))
    assert [part.products for part in selectors.headline(DAY, by="sector").parts] == [1]


def test_only_what_was_seen_by_others_within_90_days_is_verified(enterprise):
    claimed = make.listing(make.product(enterprise), live=date(2023, 5, 1))
    assert counted(DAY) == (1, 1)
    assert counted(DAY, verified=True) == (0, 0)
    services.record_state(
        claimed,
        S.LIVE,
        effective_on=date(2023, 6, 1),
        source=rules.Source.OFFICER,
        actor=OfficerFactory(),
    )
    assert counted(date(2023, 5, 31), verified=True) == (0, 0)
    assert counted(date(2023, 8, 29), verified=True) == (1, 1)
    assert counted(date(2023, 8, 30), verified=True) == (0, 0)
    seen = json.loads(told("--as-of", "2023-08-29", "--verified", "--format", "json"))
    assert (seen["products"], seen["verified"]) == (1, True)


def test_the_command_explains_what_it_counts():
    assert "khác nhau" in told("--explain")
    assert "90 ngày" in told("--explain")


def test_stored_days_that_differ_from_the_facts_are_found(enterprise):
    listing = make.listing(make.product(enterprise), live=date(2023, 5, 1))
    call_command("check_listings", stdout=StringIO())
    listing.intervals.update(valid_to=date(2023, 6, 1))
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("check_listings", stdout=StringIO(), stderr=StringIO())


def test_many_at_once_give_the_same_figure_as_one_by_one(enterprise, stranger):
    rows = [
        services.Row(
            make.product(owner),
            make.shop(owner),
            make.address(),
            [(date(2023, 5, 1), S.LIVE), (date(2023, 12, 1), S.DELISTED)],
        )
        for owner in (enterprise, stranger)
    ]
    assert services.record_many(rows, actor=None) == 2
    assert counted(DAY) == (2, 2)
    assert counted(date(2023, 12, 1)) == (0, 0)
    call_command("check_listings", stdout=StringIO())


def test_a_history_that_cannot_be_writes_nothing(enterprise):
    bad = services.Row(
        make.product(enterprise), make.shop(enterprise), make.address(), [(DAY, S.DELISTED)]
    )
    with pytest.raises(RuleBroken):
        services.record_many([bad], actor=None)
    assert not Listing.objects.exists()


def test_the_officers_page_opens_the_figure_into_its_rows(client, enterprise):
    make.listing(make.product(enterprise, name_vi="Bánh tráng mè"), live=date(2023, 5, 1))
    client.force_login(OfficerFactory())
    page = client.get(reverse("marketplaces:headline"), {"as_of": "30/09/2023"})
    text = page.content.decode()
    assert "Bánh tráng mè" in text
    assert enterprise.name in text


def test_a_day_that_is_none_is_told_next_to_the_field(client):
    client.force_login(OfficerFactory())
    page = client.get(reverse("marketplaces:headline"), {"as_of": "31/02/2023"})
    assert page.status_code == 200
    assert "31/02/2023" in page.content.decode()


def test_the_rows_go_into_a_workbook(client, enterprise, tmp_path):
    make.listing(make.product(enterprise, name_vi="=cmd|' /C calc'!A0"), live=date(2023, 5, 1))
    client.force_login(OfficerFactory())
    answer = client.get(reverse("marketplaces:headline_export"), {"as_of": "2023-09-30"})
    file = tmp_path / "rows.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))
    sheet = load_workbook(file).worksheets[0]
    assert sheet["B2"].value == "=cmd|' /C calc'!A0"
    assert sheet["B2"].data_type == "s", "text, never a formula"


def test_the_figures_page_asks_few_questions(
    client, enterprise, stranger, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 60
    pagecache.shelf.clear()
    for owner in (enterprise, stranger):
        for _ in range(8):
            make.listing(make.product(owner), live=date(2023, 5, 1))
    client.force_login(OfficerFactory())
    asked = {"as_of": "2023-09-30", "by": "kind", "part": enterprise.kind}
    client.get(reverse("marketplaces:headline"), asked)  # the frame's parts are kept from here on
    with django_assert_max_num_queries(15):
        client.get(reverse("marketplaces:headline"), asked)
    pagecache.shelf.clear()


def test_officers_see_the_listings_of_their_area_only(client, enterprise, other_ward):
    make.listing(make.product(enterprise, name_vi="Bánh tráng mè"), live=date(2023, 5, 1))
    far = enterprises.register(
        kind="household", name="Hộ Kẹo Xa", place=other_ward, actor=UserFactory()
    )
    hidden = make.listing(make.product(far, name_vi="Kẹo dừa sáp"), live=date(2023, 5, 1))
    client.force_login(OfficerFactory(units=[enterprise.place]))
    text = client.get(reverse("marketplaces:list")).content.decode()
    assert "Bánh tráng mè" in text
    assert "Kẹo dừa sáp" not in text
    assert client.get(hidden.get_absolute_url()).status_code == 404
