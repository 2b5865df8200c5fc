"""Registering, changing, verifying, members and facts: what is kept, what is refused, what is remembered."""

import json

import pytest
from wagtail.models import ModelLogEntry

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises import permissions, selectors, services
from sme.enterprises.models import Enterprise, Identifier, Membership
from sme.enterprises.rules import GivenIdentifier, IdentifierType, SizeClass, State
from tests.factories import places
from tests.factories.accounts import AdministratorFactory, OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db

TAX, PERSON = IdentifierType.TAX_CODE, IdentifierType.PERSONAL_ID


def test_a_registered_enterprise_has_its_parts_and_its_story():
    owner = UserFactory()
    code = tax_code()
    made = enterprise(
        "  Hộ kinh doanh  Bánh Tráng Út ",
        owner=owner,
        actor=owner,
        identifiers=[(TAX, f" {code[:4]}.{code[4:]} ")],
        contacts=[{"name": "Út", "phone": "+84912345678"}],
        sector="C",
        employees=8,
        revenue=2_100_000_000,
    )
    made.refresh_from_db()
    assert made.name == "Hộ kinh doanh Bánh Tráng Út"
    assert made.legal_form == "household"
    assert [each.value for each in made.present_identifiers] == [code]
    assert made.has_identifier
    assert made.size_class == SizeClass.MICRO
    assert made.revenue_band == "0-3"
    assert Membership.objects.get(enterprise=made).role == "owner"
    assert [row.action for row in audit.history(made)] == ["enterprises.register"]


def test_no_identifier_is_fine_and_a_blank_never_equals_a_blank():
    enterprise("Một")
    enterprise("Hai")
    assert Enterprise.objects.filter(has_identifier=False).count() == 2


def test_a_number_is_held_once():
    code = tax_code()
    enterprise("Một", number=code)
    with pytest.raises(RuleBroken) as refused:
        enterprise("Hai", number=code)
    assert (refused.value.code, refused.value.field) == ("identifier_taken", "number")
    assert Enterprise.objects.count() == 1


def test_a_member_may_not_keep_a_wrong_check_digit_an_officer_may_with_a_reason():
    wrong = (TAX, "1402097765", "Có trên giấy phép")
    with pytest.raises(RuleBroken):
        enterprise(actor=UserFactory(), identifiers=[wrong])
    made = enterprise(actor=OfficerFactory(), identifiers=[wrong])
    assert made.main_identifier.kept_reason == "Có trên giấy phép"
    with pytest.raises(RuleBroken):
        enterprise("Hai", actor=OfficerFactory(), identifiers=[(TAX, "1402097773")])


def test_a_reason_is_not_kept_where_nothing_is_doubtful():
    made = enterprise(actor=OfficerFactory(), identifiers=[(TAX, tax_code(), "vì sao")])
    assert made.main_identifier.kept_reason == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "‮\x00 "},
        {"name": "x" * 256},
        {"kind": "ministry"},
        {"sector": "Z"},
        {"revenue_band": "a lot"},
    ],
)
def test_what_no_form_would_give_is_refused(fields):
    with pytest.raises(RuleBroken):
        enterprise(**{"name": "Một", **fields})


def test_an_unknown_field_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        enterprise(state="verified")


# --- changing -------------------------------------------------------------------------------------------


def test_a_stale_version_overwrites_nothing():
    made = enterprise(actor=OfficerFactory())
    officer = OfficerFactory()
    services.change(made, expected_version=1, actor=officer, address="Ấp 1")
    with pytest.raises(StaleVersion):
        services.change(made, expected_version=1, actor=officer, address="Ấp 2", number=None)
    made.refresh_from_db()
    assert (made.address, made.version) == ("Ấp 1", 2)


def test_a_change_keeps_old_and_new_value_and_nothing_personal():
    made = enterprise(actor=OfficerFactory(), phone="+84912345678")
    services.change(
        made,
        expected_version=1,
        actor=OfficerFactory(),
        employees=12,
        phone="+84912345679",
        address="Nhà riêng",
        contact={"name": "Nguyễn Văn Kín", "phone": "+84987654321"},
    )
    newest = ModelLogEntry.objects.for_instance(made).get(action="enterprises.change")
    assert newest.data["changes"]["employees"] == [None, 12]
    everything = json.dumps(list(ModelLogEntry.objects.values_list("data", flat=True)))
    for secret in ("91234567", "Kín", "98765", "Nhà riêng"):
        assert secret not in everything


def test_saving_without_a_change_leaves_no_trace():
    made = enterprise()
    services.change(made, expected_version=1, actor=OfficerFactory(), name=made.name)
    made.refresh_from_db()
    assert made.version == 1
    assert len(audit.history(made)) == 1


def test_a_new_number_ends_the_old_one_and_history_keeps_it():
    first, second = tax_code(), tax_code()
    made = enterprise(number=first)
    services.change(
        made, expected_version=1, actor=OfficerFactory(), number=GivenIdentifier(TAX, second)
    )
    made = Enterprise.objects.get(pk=made.pk)
    assert [each.value for each in made.present_identifiers] == [second]
    assert Identifier.objects.get(value=first).valid_to == clock.today()
    assert second in made.search_text
    assert first not in made.search_text
    enterprise("Người khác", number=first)  # free again


def test_a_personal_number_takes_the_place_of_the_tax_code():
    made = enterprise(number=tax_code())
    services.change(
        made,
        expected_version=1,
        actor=OfficerFactory(),
        number=GivenIdentifier(PERSON, "000 000 000 123"),
    )
    assert [each.type for each in Enterprise.objects.get().present_identifiers] == [PERSON]


def test_a_number_of_somebody_else_is_refused_and_the_old_one_stays():
    taken, own = tax_code(), tax_code()
    enterprise("Một", number=taken)
    made = enterprise("Hai", number=own)
    with pytest.raises(RuleBroken) as refused:
        services.change(
            made, expected_version=1, actor=OfficerFactory(), number=GivenIdentifier(TAX, taken)
        )
    assert refused.value.code == "identifier_taken"
    assert [each.value for each in Enterprise.objects.get(pk=made.pk).present_identifiers] == [own]


def test_a_member_who_changes_what_was_verified_sends_it_back_to_the_office():
    owner = UserFactory()
    made = services.verify(enterprise(owner=owner), actor=OfficerFactory())
    made = services.change(made, expected_version=2, actor=owner, employees=3)
    assert made.state == State.VERIFIED
    made = services.change(made, expected_version=3, actor=owner, name="Tên mới")
    assert (made.state, made.verified_at) == (State.NEW, None)


def test_an_officer_who_changes_it_keeps_it_verified():
    officer = OfficerFactory()
    made = services.verify(enterprise(), actor=officer)
    made = services.change(made, expected_version=2, actor=officer, name="Tên mới")
    assert made.state == State.VERIFIED


def test_verifying_says_who_and_when_and_twice_is_once():
    officer = OfficerFactory()
    made = services.verify(enterprise(), actor=officer, expected_version=1)
    assert made.verified_by == officer
    assert services.verify(made, actor=OfficerFactory()).verified_by == officer
    assert [row.action for row in audit.history(made)].count("enterprises.verify") == 1


def test_a_stale_or_closed_record_is_not_verified():
    made = enterprise()
    with pytest.raises(StaleVersion):
        services.verify(made, actor=OfficerFactory(), expected_version=7)
    Enterprise.objects.update(state=State.CLOSED)
    with pytest.raises(RuleBroken):
        services.verify(made, actor=OfficerFactory())


# --- members and facts --------------------------------------------------------------------------------------


def test_the_only_owner_does_not_lose_the_role_by_accident():
    owner, other = UserFactory(), UserFactory()
    made = enterprise(owner=owner)
    with pytest.raises(RuleBroken) as refused:
        services.add_member(made, owner, "staff", actor=owner)
    assert refused.value.code == "last_owner"
    services.add_member(made, other, "owner", actor=owner)
    assert services.add_member(made, owner, "staff", actor=other).role == "staff"


def test_a_person_acts_for_several_and_chooses():
    person = UserFactory()
    one, two = enterprise("An", owner=person), enterprise("Bình", owner=person)
    foreign = enterprise("Lạ")
    assert list(selectors.enterprises_of(person)) == [one, two]
    assert selectors.acting_for(person, None) == one
    assert selectors.acting_for(person, two.pk) == two
    assert selectors.acting_for(person, foreign.pk) == one
    assert selectors.acting_for(UserFactory(), one.pk) is None


def test_facts_are_told_without_touching_the_version():
    made = enterprise()
    services.record_readiness(made, level=3, day=clock.today(), framework="dbi", percent=62.5)
    services.record_listings(made, live_products=4)
    made.refresh_from_db()
    assert (made.readiness_level, made.readiness_percent, made.live_products) == (3, 62, 4)
    assert made.version == 1


# --- who sees what --------------------------------------------------------------------------------------------


def test_one_scope_feeds_everything():
    here, there = places.commune(), places.commune("Xã Tân Hồng", "29926")
    old = places.former_commune("Phường 2", "29908", here, district="Thành phố Sa Đéc")
    member = UserFactory()
    mine = enterprise("Của tôi", place=there, owner=member)
    at_old = enterprise("Cũ", place=old)
    at_new = enterprise("Mới", place=here)
    see = lambda user: set(Enterprise.objects.visible_to(user))  # noqa: E731
    assert see(AdministratorFactory()) == {mine, at_old, at_new}
    assert see(OfficerFactory()) == {mine, at_old, at_new}
    assert see(OfficerFactory(units=[here])) == {at_old, at_new}
    assert see(OfficerFactory(units=[])) == set()
    assert see(member) == {mine}
    assert see(UserFactory()) == set()
    gone = OfficerFactory()
    gone.is_active = False
    assert see(gone) == set()


def test_rights_on_one_record():
    here, there = places.commune(), places.commune("Xã Tân Hồng", "29926")
    owner, staff = UserFactory(), UserFactory()
    made = enterprise(place=here, owner=owner)
    services.add_member(made, staff, "staff", actor=owner)
    officer, elsewhere = OfficerFactory(units=[here]), OfficerFactory(units=[there])
    for user, sees, verifies, manages in (
        (owner, True, False, True),
        (staff, True, False, False),
        (officer, True, True, True),
        (elsewhere, False, False, False),
        (UserFactory(), False, False, False),
    ):
        assert permissions.can_view(user, made) == permissions.can_edit(user, made) == sees
        assert permissions.can_verify(user, made) == verifies
        assert permissions.can_manage_members(user, made) == manages
    services.add_member(made, officer, "staff", actor=owner)
    assert not permissions.can_verify(officer, made)


# --- many at once ----------------------------------------------------------------------------------------------


def rows(count):
    place = places.commune()
    for index in range(count):
        yield {
            "kind": "household",
            "name": f"Hộ {index}",
            "place": place,
            "sector": "C",
            "employees": 2,
            "revenue_band": "0-3",
            "identifiers": [(TAX, tax_code())] if index % 2 else [],
            "contacts": [{"name": f"Người {index}", "phone": "+84912345678"}],
        }


def test_many_are_entered_as_one_would_be(django_assert_max_num_queries):
    actor = AdministratorFactory()
    list(rows(1))
    with django_assert_max_num_queries(25):
        assert services.register_many(rows(300), actor=actor) == 300
    one = Enterprise.objects.get(name="Hộ 7")
    single = enterprise("Hộ 7", place=one.place, sector="C", employees=2, revenue_band="0-3",
                        contacts=[{"name": "Người 7", "phone": "+84912345678"}])  # fmt: skip
    for column in ("sort_key", "size_class", "legal_form", "state"):
        assert getattr(one, column) == getattr(single, column)
    assert one.search_text.replace(f"{one.main_identifier.value} | ", "") == single.search_text
    assert one.has_identifier


def test_one_number_too_many_refuses_the_whole_list():
    code = tax_code()
    enterprise("Một", number=code)
    bad = [
        *rows(3),
        {
            "kind": "household",
            "name": "Trùng",
            "place": places.commune(),
            "identifiers": [(TAX, code)],
        },
    ]
    with pytest.raises(RuleBroken):
        services.register_many(bad, actor=None)
    assert Enterprise.objects.count() == 1
