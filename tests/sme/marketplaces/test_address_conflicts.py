"""One address, two claims: nothing is lost, the office decides, and the figure follows the decision."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared.errors import RuleBroken
from sme.enterprises import services as registry
from sme.marketplaces import rules, selectors
from sme.marketplaces.models import AddressConflict, Listing
from sme.marketplaces.selectors import conflicts as reading
from sme.marketplaces.services import conflicts
from tests.factories import marketplaces as make
from tests.factories.accounts import AdministratorFactory, OfficerFactory

pytestmark = pytest.mark.django_db

BEGAN, CLAIMED, CHANGED, AFTER = (date(2026, month, 1) for month in (1, 3, 5, 7))


@pytest.fixture
def held(stranger):
    """A listing of somebody else, on sale since January."""
    return make.listing(make.product(stranger, name_vi="Kẹo dừa"), live=BEGAN)


@pytest.fixture
def claimed(enterprise, held):
    """The member's product is said to be sold at its address since March."""
    product = make.product(enterprise, name_vi="Bánh tráng")
    return conflicts.claim(
        product, held.address, state="live", on=CLAIMED, source="enterprise", actor=None
    )


@pytest.fixture
def administrator(db):
    return AdministratorFactory()


def figure(day):
    found = selectors.headline(day)
    return found.products, found.enterprises


def test_a_claim_is_written_down_once(claimed, held):
    again = conflicts.claim(
        claimed.product, held.address, state="live", on=CLAIMED, source="enterprise", actor=None
    )
    assert again == claimed
    assert AddressConflict.objects.count() == 1


def test_nobody_claims_a_free_address_or_his_own(held):
    assert conflicts.claim(
        held.product, held.address, state="live", on=CLAIMED, source="enterprise", actor=None
    ) is None  # fmt: skip
    assert conflicts.claim(
        held.product, make.address(), state="live", on=CLAIMED, source="enterprise", actor=None
    ) is None  # fmt: skip


@pytest.mark.parametrize(
    ("state", "on", "code"),
    [
        ("live", date(2999, 1, 1), "day_future"),
        ("delisted", CLAIMED, "never_live"),
        ("live", date(1999, 1, 1), "day_too_early"),
    ],
)
def test_a_claim_that_cannot_be_is_refused(enterprise, held, state, on, code):
    product = make.product(enterprise)
    with pytest.raises(RuleBroken) as refused:
        conflicts.claim(product, held.address, state=state, on=on, source="import", actor=None)
    assert refused.value.code == code


def test_the_business_reads_that_its_claim_is_written_down(client, member, enterprise, held):
    product = make.product(enterprise)
    client.force_login(member)
    page = reverse("marketplaces:listing_add", args=[product.pk])
    form = {"address": held.address, "state": "live", "effective_on": "01/03/2026"}
    answer = client.post(page, form, follow=True)
    assert "văn phòng sẽ quyết định" in answer.content.decode().lower()
    assert "Hộ Kẹo Dừa Năm" not in answer.content.decode(), "whose it is stays with the office"
    assert AddressConflict.objects.get().product == product
    assert not Listing.objects.filter(product=product).exists()


def test_dismissing_the_claim_changes_no_day(claimed, held, administrator):
    conflicts.solve(claimed, "kept", "Đã gọi hai bên.", actor=administrator)
    assert figure(AFTER) == (1, 1)
    assert Listing.objects.get().address == held.address


def test_the_figure_when_the_address_never_was_theirs(claimed, held, administrator):
    conflicts.solve(claimed, "moved", "Dán nhầm.", actor=administrator)
    new = Listing.objects.get(address_key=held.address_key)
    held.refresh_from_db()
    assert (new.product, new.address) == (claimed.product, held.address or new.address)
    assert (held.state, held.address, held.address_key) == ("", "", "")
    assert held.facts.count() == 2, "the entry and what takes it back are both kept"
    assert figure(BEGAN) == (0, 0)
    assert figure(CLAIMED) == (1, 1)
    assert figure(AFTER) == (1, 1)


def test_the_figure_when_the_address_changed_hands(claimed, held, administrator):
    conflicts.solve(claimed, "moved", "Sang gian hàng.", on=CHANGED, actor=administrator)
    held.refresh_from_db()
    assert held.state == rules.ListingState.DELISTED
    assert Listing.objects.exclude(pk=held.pk).get().state_on == CHANGED, "not before it was given"
    for day in (BEGAN, CLAIMED, CHANGED - timedelta(days=1), CHANGED, AFTER):
        assert figure(day) == (1, 1), "one address, one product, on each day"


def test_dropped_ends_it_for_both(claimed, held, administrator):
    conflicts.solve(claimed, "dropped", "Trang đã gỡ.", on=CHANGED, actor=administrator)
    assert figure(CLAIMED) == (1, 1)
    assert figure(CHANGED) == (0, 0)
    assert Listing.objects.count() == 1


def test_the_second_to_decide_is_told_and_changes_nothing(claimed, administrator):
    stale = AddressConflict.objects.get(pk=claimed.pk)
    conflicts.solve(claimed, "kept", "Đã gọi.", actor=administrator)
    with pytest.raises(RuleBroken) as refused:
        conflicts.solve(stale, "moved", "Khác.", actor=administrator)
    assert refused.value.code == "conflict_solved"
    assert AddressConflict.objects.get().state == "kept"


def test_other_claims_follow_the_address(claimed, held, enterprise, administrator):
    third = make.product(enterprise)
    later = conflicts.claim(
        third, held.address, state="live", on=CLAIMED, source="enterprise", actor=None
    )
    conflicts.solve(claimed, "moved", "Dán nhầm.", actor=administrator)
    later.refresh_from_db()
    assert later.listing.product == claimed.product


def test_what_is_refused_leaves_the_conflict_open(claimed, administrator):
    with pytest.raises(RuleBroken) as refused:
        conflicts.solve(claimed, "dropped", "…", on=date(2025, 12, 1), actor=administrator)
    assert refused.value.code == "never_live"
    assert AddressConflict.objects.get().state == "open"
    assert figure(AFTER) == (1, 1)


@pytest.fixture
def far(other_ward):
    """A business of another ward, whose product claims an address."""
    return registry.register(
        kind="household", name="Hộ Ở Xa", place=other_ward, actor=OfficerFactory()
    )


@pytest.fixture
def across(far, held):
    product = make.product(far, name_vi="Mứt bí mật")
    return conflicts.claim(
        product, held.address, state="live", on=CLAIMED, source="officer", actor=None
    )


def test_an_officer_of_one_side_sees_that_side_only_and_does_not_decide(client, across, ward):
    officer = OfficerFactory(units=[ward])
    client.force_login(officer)
    for page in (
        reverse("marketplaces:conflicts"),
        reverse("marketplaces:conflict", args=[across.pk]),
    ):
        text = client.get(page).content.decode()
        assert "Kẹo dừa" in text
        assert "Hộ Ở Xa" not in text
        assert "Mứt bí mật" not in text
    assert "Quản trị viên sẽ quyết định" in text
    with pytest.raises(RuleBroken) as refused:
        conflicts.solve(across, "kept", "…", actor=officer)
    assert refused.value.code == "conflict_not_yours"
    assert reading.open_conflicts(officer).count() == 1


def test_an_officer_who_answers_for_both_decides_on_the_page(client, across):
    client.force_login(OfficerFactory())
    page = reverse("marketplaces:conflict", args=[across.pk])
    answer = client.post(page, {"outcome": "changed", "note": "Sang gian hàng."})
    assert answer.status_code == 422
    assert "Nhập ngày" in answer.content.decode()
    told = {"outcome": "changed", "on": "01/05/2026", "note": "Sang gian hàng."}
    assert client.post(page, told).status_code == 302
    assert AddressConflict.objects.get().state == "moved"
    assert "Sang gian hàng." in client.get(page).content.decode()
    late = client.post(page, told, follow=True)
    assert "Người khác đã quyết định" in late.content.decode()
