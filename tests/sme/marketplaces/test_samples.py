"""Random samples: drawn in proportion, the same again from the same seed, and what they prove."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.marketplaces.rules import sampling
from sme.marketplaces.selectors import verifying as selectors
from sme.marketplaces.services import samples
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 400), min_size=1)


# --- the rules --------------------------------------------------------------------------------------


@hypothesis_settings(max_examples=25)
@given(SIZES, st.integers(0, 500))
def test_shares_add_up_and_stay_within_one_row_of_the_proportion(sizes, rows):
    shares = sampling.allocate(sizes, rows)
    total = sum(sizes.values())
    assert sum(shares.values()) == min(rows, total)
    for name, size in sizes.items():
        assert 0 <= shares[name] <= size
        if total:
            assert abs(shares[name] - size * min(rows, total) / total) < 1


@hypothesis_settings(max_examples=25)
@given(SIZES, st.integers(1, 60), st.text(max_size=8), st.randoms())
def test_one_seed_draws_one_sample_whatever_the_order(sizes, rows, seed, chance):
    strata = {
        name: list(range(ord(name) * 1000, ord(name) * 1000 + n)) for name, n in sizes.items()
    }
    first = sampling.choose(strata, rows, seed)
    mixed = [(name, chance.sample(keys, len(keys))) for name, keys in strata.items()]
    chance.shuffle(mixed)
    assert sampling.choose(dict(mixed), rows, seed) == first
    assert len(set(first)) == len(first) == min(rows, sum(sizes.values()))


@pytest.mark.parametrize(
    ("confirmed", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval_as_newcombe_printed_it(confirmed, of, low, high):
    """Newcombe, Statistics in Medicine 17 (1998), p. 857, table I, method 3."""
    share = sampling.wilson(confirmed, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_nothing_counted_proves_nothing():
    share = sampling.wilson(0, 0)
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


def test_quarters_have_their_days():
    assert sampling.quarter_days("2026-Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert sampling.quarter_days("2024-Q1") == (date(2024, 1, 1), date(2024, 3, 31))
    assert sampling.quarter_of(date(2026, 9, 30)) == "2026-Q3"
    for wrong in ("2026-Q5", "2026", "", "1999-Q1", "2026-Q1; DROP"):
        with pytest.raises(RuleBroken):
            sampling.quarter_days(wrong)


# --- the acts ---------------------------------------------------------------------------------------

NOW = sampling.quarter_of(clock.today())


@pytest.fixture
def officer(ward):
    return OfficerFactory(units=[ward])


@pytest.fixture
def on_sale(enterprise):
    """Six on Shopee, three on Tiki."""
    return [
        make.listing(make.product(enterprise), key, live=clock.today() - timedelta(days=5))
        for key in ["shopee"] * 6 + ["tiki"] * 3
    ]


@pytest.fixture
def elsewhere(other_ward, member):
    from sme.enterprises import services

    stranger = services.register(kind="household", name="Hộ Ở Xa", place=other_ward, actor=member)
    return make.listing(make.product(stranger), live=clock.today())


@pytest.mark.django_db
def test_a_sample_is_of_the_drawers_area_in_proportion_and_repeatable(officer, on_sale, elsewhere):
    sample = samples.draw(NOW, 6, actor=officer)
    rows = [item.listing for item in sample.items.order_by("order")]
    assert (sample.population, sample.as_of) == (9, clock.today())
    assert sorted(each.marketplace.key for each in rows) == ["shopee"] * 4 + ["tiki"] * 2
    assert elsewhere not in rows
    again = samples.draw(NOW, 6, actor=officer, seed=sample.seed)
    assert [item.listing for item in again.items.order_by("order")] == rows
    assert samples.draw(NOW, 500, actor=officer).size == 9


@pytest.mark.django_db
def test_a_quarter_that_is_over_is_drawn_from_its_last_day(officer, on_sale):
    with pytest.raises(RuleBroken) as broken:
        samples.draw("2025-Q1", 5, actor=officer)
    assert broken.value.code == "sample_empty"


@pytest.mark.django_db
@pytest.mark.parametrize(("quarter", "size"), [("2199-Q1", 5), (NOW, 0), (NOW, 501), ("x", 5)])
def test_a_sample_that_cannot_be_is_refused(officer, on_sale, quarter, size):
    with pytest.raises(RuleBroken):
        samples.draw(quarter, size, actor=officer)


@pytest.mark.django_db
def test_the_result_counts_what_could_be_told(client, officer, on_sale):
    client.force_login(officer)
    answer = client.post(reverse("marketplaces:samples"), {"quarter": NOW, "size": "9"})
    (sample,) = selectors.samples_visible_to(officer)
    assert answer["Location"] == sample.get_absolute_url()
    for order, outcome in enumerate(["confirmed"] * 5 + ["wrong", "unclear"], start=1):
        url = reverse("marketplaces:sample_look", args=[sample.pk, order])
        assert client.post(url, {"outcome": outcome, "note": "xem"}).status_code == 302
    client.post(reverse("marketplaces:sample_look", args=[sample.pk, 8]), {"outcome": "maybe"})
    result = selectors.sample_result(sample)
    assert (result["confirmed"], result["wrong"], result["unclear"], result["open"]) == (5, 1, 1, 2)
    assert (result["share"].confirmed, result["share"].of) == (5, 6)
    seen = [item.listing for item in sample.items.filter(outcome="confirmed")]
    assert all(each.verified_on == clock.today() for each in seen)
    assert client.get(sample.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_the_rows_go_out_as_a_workbook(client, officer, on_sale):
    sample = samples.draw(NOW, 9, actor=officer)
    client.force_login(officer)
    answer = client.get(reverse("marketplaces:sample_export", args=[sample.pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    values = [str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row]
    assert on_sale[0].address in values
    assert any(sample.seed in value for value in values)


@pytest.mark.django_db
def test_a_sample_is_its_drawers_and_the_provinces(client, officer, on_sale, other_ward):
    sample = samples.draw(NOW, 3, actor=officer)
    for other, sees in ((OfficerFactory(units=[other_ward]), 404), (OfficerFactory(), 200)):
        client.force_login(other)
        assert client.get(sample.get_absolute_url()).status_code == sees
