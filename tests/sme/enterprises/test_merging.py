"""Merging two records, and taking it back: what moves, what stands in the way, exactly as before afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from assessments import services as readiness
from portal.shared import audit
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises import moving, services
from sme.enterprises.models import (
    Claim,
    Contact,
    DuplicatePair,
    Enterprise,
    Finding,
    FormerProfile,
    Identifier,
    Invitation,
    Lineage,
    Membership,
    Merge,
)
from tests.factories import accounts, assessments, enterprises, marketplaces, places, programmes

pytestmark = pytest.mark.django_db

ROOMS = ("enterprises", "marketplaces", "programmes", "assessments")
DAY = date(2024, 5, 1)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every room that merging may touch, but for counters of writing."""
    left_out = {"version", "updated_at"}
    return {
        model._meta.label: [
            {key: value for key, value in row.items() if key not in left_out}
            for row in model._base_manager.order_by("pk").values()
        ]
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model is not Merge
    }


@pytest.fixture
def officer() -> Any:
    return accounts.OfficerFactory()


def two(**fields: Any) -> tuple[Enterprise, Enterprise]:
    kept = enterprises.enterprise("Bột gạo Tấn Lực", number=enterprises.tax_code())
    gone = enterprises.enterprise(
        "Bột gạo Tấn Lợi", number=enterprises.tax_code(), phone="+84912000001", **fields
    )
    return kept, gone


def merged(kept: Enterprise, gone: Enterprise, officer: Any, **chosen: str) -> Merge:
    return services.merge(
        kept, gone, chosen=chosen, expected_versions=(kept.version, gone.version), actor=officer
    )


def full_world(officer: Any) -> tuple[Enterprise, Enterprise]:
    """Two records with rows of every kind."""
    kept, gone = two(contacts=[{"name": "Võ Ba", "is_representative": True}, {"name": "Lê Tư"}])
    Contact.objects.create(enterprise=kept, name="Vo Ba", is_representative=True)
    owner, both = accounts.UserFactory(), accounts.UserFactory()
    Membership.objects.create(user=owner, enterprise=gone, role="owner")
    Membership.objects.create(user=both, enterprise=gone, role="owner")
    Membership.objects.create(user=both, enterprise=kept, role="staff")
    for enterprise in (kept, gone):
        Claim.objects.create(enterprise=enterprise, claimant=owner)
        Invitation.objects.create(
            enterprise=enterprise, email="a@example.vn", role="staff",
            digest=f"d{enterprise.pk}", expires_at=timezone.now(),
        )  # fmt: skip
        Finding.objects.create(
            enterprise=enterprise, check_key="phone", grade="warning", first_seen_on=DAY
        )
    Finding.objects.create(
        enterprise=gone, check_key="no_sector", grade="gap", first_seen_on=DAY,
        accepted_at=timezone.now(), accepted_reason="đang hỏi",
    )  # fmt: skip
    FormerProfile.objects.create(
        enterprise=gone, name="Lò bột Tấn", kind="household", place=gone.place, valid_to=DAY
    )
    earlier = enterprises.enterprise("Lò bột cũ")
    Lineage.objects.create(predecessor=earlier, successor=gone, kind="became", on=DAY)
    Lineage.objects.create(predecessor=kept, successor=gone, kind="became", on=DAY)
    marketplaces.listing(marketplaces.product(gone, name_vi="Bột lọc"), live=DAY)
    programmes.enrolment(None, gone)
    assessments.submitted(gone, assessments.framework(), actor=officer)
    services.find_all()
    return kept, gone


def test_all_rows_move_and_undoing_restores_every_row(officer: Any) -> None:
    kept, gone = full_world(officer)
    kept.refresh_from_db()
    gone.refresh_from_db()
    before = everything()
    done = merged(kept, gone, officer, name="gone")
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert (kept.name, kept.phone) == ("Bột gạo Tấn Lợi", "+84912000001")
    assert kept.live_products == 1
    assert kept.readiness_level is not None
    assert kept.products.count() == kept.enrolments.count() == kept.assessments.count() == 1
    assert kept.contacts.count() == 2
    assert set(kept.memberships.values_list("role", flat=True)) == {"owner"}
    assert kept.profile_since == DAY
    assert Identifier.objects.filter(enterprise=kept).count() == 2
    assert kept.present_identifiers[0].valid_to is None
    assert len(kept.present_identifiers) == 1
    assert everything() != before
    services.undo_merge(done, actor=officer)
    assert everything() == before


def test_every_relation_to_an_enterprise_has_somebody_who_moves_it() -> None:
    """A new table that points at an enterprise must say what becomes of it in a merge."""
    pointing = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Enterprise
    }
    assert pointing <= moving.covered()


def test_both_numbers_are_kept_and_the_one_not_chosen_ends(officer: Any) -> None:
    kept, gone = two()
    mine, theirs = kept.main_identifier, gone.main_identifier
    merged(kept, gone, officer, number="gone")
    kept = Enterprise.objects.get(pk=kept.pk)
    assert [each.value for each in kept.present_identifiers] == [theirs.value]
    assert Identifier.objects.get(pk=mine.pk).valid_to is not None


def test_the_merge_is_in_the_history_of_both(officer: Any) -> None:
    kept, gone = two()
    done = merged(kept, gone, officer)
    assert audit.history(kept)[0].action == audit.history(gone)[0].action == "enterprises.merge"
    services.undo_merge(done, actor=officer)
    assert audit.history(gone)[0].action == "enterprises.undo_merge"


def test_the_pair_is_decided_and_comes_back_with_the_record(officer: Any) -> None:
    kept = enterprises.enterprise("Bột gạo Tấn Lực", phone="+84912000001")
    gone = enterprises.enterprise("Bột gạo Tấn Lực", phone="+84912000001")
    services.find_all()
    done = merged(kept, gone, officer)
    assert DuplicatePair.objects.get().state == "merged"
    services.undo_merge(done, actor=officer)
    assert DuplicatePair.objects.get().state == "open"


def test_what_was_told_apart_from_the_one_that_goes_stays_apart(officer: Any) -> None:
    kept, gone, other, fourth = (
        enterprises.enterprise("Bột gạo Tấn Lực", phone="+84912000001") for _n in range(4)
    )
    services.find_all()
    for third in (other, fourth):
        services.mark_distinct(
            DuplicatePair.objects.get(left=gone, right=third), "hai nhà khác nhau", actor=officer
        )
    DuplicatePair.objects.filter(left=kept, right=fourth).delete()
    before = set(DuplicatePair.objects.values_list("left", "right", "state", "note"))
    done = merged(kept, gone, officer)
    services.find_all()
    for third in (other, fourth):
        pair = DuplicatePair.objects.get(left=kept, right=third)
        assert (pair.state, pair.note) == ("distinct", "hai nhà khác nhau")
    services.undo_merge(done, actor=officer)
    assert before == set(DuplicatePair.objects.values_list("left", "right", "state", "note"))


def test_two_enrolments_in_one_cohort_stand_in_the_way(officer: Any) -> None:
    kept, gone = two()
    cohort = programmes.cohort()
    programmes.enrolment(cohort, kept)
    programmes.enrolment(cohort, gone)
    before = everything()
    assert services.preview_merge(kept, gone).conflicts
    with pytest.raises(RuleBroken) as refused:
        merged(kept, gone, officer)
    assert refused.value.code == "merge_conflict"
    assert everything() == before


def test_two_open_drafts_stand_in_the_way(officer: Any) -> None:
    kept, gone = two()
    framework = assessments.framework()
    readiness.start(kept, framework, actor=officer)
    readiness.start(gone, framework, actor=officer)
    assert len(services.preview_merge(kept, gone).conflicts) == 1


def test_one_barcode_twice_stands_in_the_way(officer: Any) -> None:
    kept, gone = two()
    marketplaces.product(kept, name_vi="Bột", barcode="8938505974194")
    marketplaces.product(gone, name_vi="Bột", barcode="8938505974194")
    assert len(services.preview_merge(kept, gone).conflicts) == 1


def test_a_stale_version_and_a_second_merge_are_refused(officer: Any) -> None:
    kept, gone = two()
    services.change(gone, expected_version=None, actor=None, website="https://example.vn")
    with pytest.raises(StaleVersion):
        merged(kept, gone, officer)
    gone.refresh_from_db()
    merged(kept, gone, officer)
    with pytest.raises(RuleBroken) as refused:
        services.merge(gone, kept, chosen={}, expected_versions=(None, None), actor=officer)
    assert refused.value.code == "merged_already"
    with pytest.raises(RuleBroken):
        services.merge(kept, kept, chosen={}, expected_versions=(None, None), actor=officer)


def test_a_later_merge_must_be_taken_back_first(officer: Any) -> None:
    kept, gone = two()
    third = enterprises.enterprise("Bột gạo Tấn")
    first = merged(kept, gone, officer)
    kept.refresh_from_db()
    second = merged(third, kept, officer)
    gone.refresh_from_db()
    assert gone.merged_into == third
    with pytest.raises(RuleBroken) as refused:
        services.undo_merge(first, actor=officer)
    assert refused.value.code == "later_merge"
    services.undo_merge(second, actor=officer)
    services.undo_merge(first, actor=officer)
    gone.refresh_from_db()
    assert gone.merged_into is None
    with pytest.raises(RuleBroken):
        services.undo_merge(first, actor=officer)


def test_after_ninety_days_it_stands(officer: Any) -> None:
    kept, gone = two()
    done = merged(kept, gone, officer)
    Merge.objects.filter(pk=done.pk).update(created_at=timezone.now() - timedelta(days=92))
    with pytest.raises(RuleBroken) as refused:
        services.undo_merge(done, actor=officer)
    assert refused.value.code == "undo_too_late"


def test_later_changes_of_the_kept_record_stay_when_the_merge_is_taken_back(officer: Any) -> None:
    kept, gone = two()
    done = merged(kept, gone, officer, name="gone")
    services.change(
        kept, expected_version=None, actor=None, phone="+84912000007", website="https://vi.vn"
    )
    services.undo_merge(done, actor=officer)
    kept.refresh_from_db()
    assert (kept.name, kept.phone) == ("Bột gạo Tấn Lực", "+84912000007")
    assert kept.website == "https://vi.vn"


def test_undoing_is_refused_when_somebody_else_holds_the_number(officer: Any) -> None:
    kept, gone = two()
    number = gone.main_identifier
    done = merged(kept, gone, officer)
    enterprises.enterprise("Người khác", number=number.value)
    before = everything()
    with pytest.raises(RuleBroken) as refused:
        services.undo_merge(done, actor=officer)
    assert refused.value.code == "undo_blocked"
    assert everything() == before


def test_place_of_the_other_is_taken_with_its_address(officer: Any) -> None:
    elsewhere = places.commune("Xã Lấp Vò", "30169")
    kept, gone = two(place=elsewhere, address="Ấp 1")
    merged(kept, gone, officer, place="gone")
    kept.refresh_from_db()
    assert (kept.place, kept.address) == (elsewhere, "Ấp 1")
    assert "lap vo" in kept.search_text
