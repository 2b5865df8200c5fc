"""Finding possible duplicates in the registry, and remembering what was decided."""

from io import StringIO

import pytest
from django.core.management import call_command

from portal.shared import audit, jobs
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors, services
from sme.enterprises.models import DuplicatePair, Enterprise
from tests.factories import accounts, duplicates, enterprises, places

pytestmark = pytest.mark.django_db


def two(**other: object) -> tuple[Enterprise, Enterprise]:
    """A household entered twice; the second time without its number and with a typing error."""
    one = enterprises.enterprise(
        "Hộ kinh doanh Bột gạo Tấn Lực", number=enterprises.tax_code(), phone="+84912000001"
    )
    values = {"name": "HKD Bột gạo Tấn Lcự", "phone": "+84912000001", **other}
    return one, enterprises.enterprise(**values)  # type: ignore[arg-type]


def test_a_record_entered_twice_is_found_with_its_reasons() -> None:
    one, other = two()
    enterprises.enterprise("Hộ kinh doanh Nem chua Cô Tư")
    outcome = services.find_all()
    assert (outcome.found, outcome.new) == (1, 1)
    pair = DuplicatePair.objects.get()
    assert (pair.left, pair.right) == (one, other)
    assert {reason[0] for reason in pair.reasons} >= {"same_phone", "same_place", "like_name"}


def test_a_second_run_changes_nothing() -> None:
    two()
    services.find_all()
    before = list(DuplicatePair.objects.values())
    assert services.find_all().new == 0
    assert list(DuplicatePair.objects.values()) == before


def test_an_old_commune_is_the_same_place_as_todays() -> None:
    today = places.commune()
    old = places.former_commune("Xã Tân Quy Tây", "30217", today)
    two(place=old, phone="")
    services.find_all()
    assert "same_place" in {reason[0] for reason in DuplicatePair.objects.get().reasons}


def test_records_that_share_a_phone_are_found_across_communes() -> None:
    two(place=places.commune("Xã Lấp Vò", "30169"), name="Hộ kinh doanh Bột gạo Tấn Lực")
    assert services.find_all().found == 1


def test_what_was_told_apart_stays_apart_until_strong_evidence_comes() -> None:
    officer = accounts.OfficerFactory()
    _one, other = two(phone="+84912000009")
    services.find_all()
    pair = DuplicatePair.objects.get()
    with pytest.raises(RuleBroken):
        services.mark_distinct(pair, " ", actor=officer)
    services.mark_distinct(pair, "Hai anh em, hai lò riêng", actor=officer)
    assert services.find_all().reopened == 0
    assert DuplicatePair.objects.get().note == "Hai anh em, hai lò riêng"
    services.change(other, expected_version=None, actor=None, phone="+84912000001")
    assert services.find_all().reopened == 1
    assert DuplicatePair.objects.get().state == "open"
    assert "enterprises.tell_apart" in {row.action for row in audit.history(other)}


def test_an_open_pair_that_no_longer_looks_alike_goes() -> None:
    _one, other = two()
    services.find_all()
    services.change(other, expected_version=None, actor=None, name="Trà sen An Nhiên", phone="")
    assert services.find_all().gone == 1
    assert not DuplicatePair.objects.exists()


def test_look_alikes_of_values_not_yet_stored() -> None:
    one, _other = two()
    found = selectors.look_alikes(
        {"name": "Bột gạo Tấn Lựcc", "place": one.place, "kind": "household"}, limit=1
    )
    assert len(found) == 1
    assert selectors.look_alikes({"name": "", "phone": "", "email": ""}) == []


def test_look_alikes_of_a_whole_list() -> None:
    one, other = two()
    row = selectors.traits_of_values({"name": "Bột gạo Tấn Lực", "place": one.place}, key=-1)
    strange = selectors.traits_of_values({"name": "Chiếu lác Ba Đệ", "place": one.place}, key=-2)
    found = selectors.look_alikes_of_many([row, strange])
    assert {pk for pk, _likeness in found[-1]} == {one.pk, other.pk}
    assert -2 not in found


def test_labelled_pairs_are_found_in_the_registry_with_its_bars() -> None:
    homes = [
        (places.commune(name, f"3{n:04d}"), name)
        for n, (name, _o) in enumerate(duplicates.COMMUNES)
    ]
    by_name = {name: unit for unit, name in homes}
    for n, (name, old) in enumerate(duplicates.COMMUNES):
        for m, each in enumerate(old):
            by_name[each] = places.former_commune(each, f"2{n}{m:03d}", by_name[name])
    pairs = list(duplicates.labelled_pairs(5, 200))
    services.register_many(
        (
            {**duplicates.keywords(row, by_name[row.place])}
            for pair in pairs
            for row in (pair.one, pair.other)
        ),
        actor=None,
    )
    ids = list(Enterprise.objects.order_by("pk").values_list("pk", flat=True))
    services.find_all()
    found = set(DuplicatePair.objects.values_list("left_id", "right_id"))
    same = [tuple(ids[2 * n : 2 * n + 2]) in found for n, p in enumerate(pairs) if p.is_same]
    alike = [tuple(ids[2 * n : 2 * n + 2]) in found for n, p in enumerate(pairs) if not p.is_same]
    assert sum(same) / len(same) >= 0.95
    assert sum(same) / (sum(same) + sum(alike)) >= 0.9


def test_the_nightly_command_tells_what_it_found() -> None:
    two()
    out = StringIO()
    call_command("find_duplicates", stdout=out)
    assert "1 pairs look alike: 1 new" in out.getvalue()


def test_the_job_searches_the_whole_registry() -> None:
    two()
    job = jobs.start("enterprises.find_duplicates", actor=None, key="all")
    jobs.run(job.pk)
    assert DuplicatePair.objects.count() == 1
