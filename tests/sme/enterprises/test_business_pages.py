"""A business registers itself, sees and changes its own record, and switches between several."""

import pytest
from django.test import Client
from django.urls import reverse

from sme.enterprises.models import Enterprise, RegistrationDraft
from tests.factories import places
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db

START = reverse("enterprises:register")
STEPS = ["kind", "number", "place", "contact"]


def step(slug):
    return reverse("enterprises:register_step", args=[slug])


@pytest.fixture
def person(client):
    places.dong_thap()
    found = UserFactory(phone="+84912345678")
    client.force_login(found)
    return found


def answers(code):
    return {
        "kind": {"kind": "household", "name": "Hộ kinh doanh Bánh Tráng Út"},
        "number": {"number": f"{code[:4]} {code[4:7]}.{code[7:]}"},
        "place": {"place": "Tịnh Thới", "address": "Ấp 3"},
        "contact": {"contact_name": "Lê Thị Út", "phone": "0912 345 678", "sector": "C",
                    "employees": "2", "revenue_band": "0-3"},
    }  # fmt: skip


def test_four_short_steps_and_the_business_is_in_the_registry(client, person):
    code = tax_code()
    assert client.get(START).url == step("kind")
    for here, after in zip(STEPS, [*STEPS[1:], None], strict=True):
        assert client.get(step(here)).status_code == 200
        answer = client.post(step(here), answers(code)[here])
        assert answer.url == (step(after) if after else reverse("dashboard:business"))
    made = Enterprise.objects.get()
    assert made.name == "Hộ kinh doanh Bánh Tráng Út"
    assert made.place.name == "Phường Cao Lãnh"
    assert made.main_identifier.value == code
    assert made.contacts.get().name == "Lê Thị Út"
    assert made.size_class == "micro"
    assert made.memberships.get().user == person
    assert made.memberships.get().role == "owner"
    assert not RegistrationDraft.objects.exists()
    assert client.session["acting_enterprise"] == made.pk


def test_what_was_typed_is_there_on_another_day_and_device(client, person):
    client.post(step("kind"), answers("1490000022")["kind"])
    client.post(step("number"), {"has_none": "on"})
    other = Client()
    other.force_login(person)
    assert other.get(START).url == step("place")
    assert "Hộ kinh doanh Bánh Tráng Út" in other.get(step("kind")).content.decode()


def test_a_step_is_not_jumped(client, person):
    assert client.get(step("contact")).url == step("kind")
    assert client.post(step("contact"), answers("1490000022")["contact"]).url == step("kind")
    assert client.get(step("nonsense")).status_code == 404


def test_beginning_again_forgets_the_draft(client, person):
    client.post(step("kind"), answers("1490000022")["kind"])
    client.post(reverse("enterprises:register_discard"))
    assert client.get(START).url == step("kind")


def test_a_business_that_is_there_already_is_told_how_to_get_access(client, person):
    code = tax_code()
    enterprise("Đã có", number=code)
    client.post(step("kind"), answers(code)["kind"])
    page = client.post(step("number"), answers(code)["number"])
    text = page.content.decode()
    assert page.status_code == 200
    assert "Mã số thuế này đã có trong danh sách" in text
    assert "Đây có phải cơ sở của bạn?" in text
    assert "Đã có" not in text


def test_a_number_taken_between_two_steps_is_refused_at_the_end_and_nothing_is_lost(client, person):
    code = tax_code()
    for here in STEPS[:3]:
        client.post(step(here), answers(code)[here])
    enterprise("Nhanh hơn", number=code)
    page = client.post(step("contact"), answers(code)["contact"])
    assert page.status_code == 200
    assert "đã có trong danh sách" in page.content.decode()
    assert RegistrationDraft.objects.get(user=person).values["kind"]["name"]


@pytest.mark.parametrize(
    ("slug", "sent"),
    [
        ("kind", {}),
        ("kind", {"kind": "x", "name": "y"}),
        ("kind", {"kind": "household", "name": "\x00‮"}),
        ("kind", {"kind": "household", "name": "x" * 300}),
        ("number", {}),
        ("number", {"number": "abc"}),
        ("number", {"number": "1402097765"}),
        ("number", {"number": "1" * 500}),
        ("number", {"number": "1490000022", "has_none": "on"}),
        ("place", {}),
        ("place", {"place": "Phường 1"}),
        ("place", {"place": "Paris"}),
        ("contact", {}),
        ("contact", {"contact_name": "A", "phone": "không"}),
        ("contact", {"contact_name": "A", "phone": "0912345678", "email": "a@b"}),
        ("contact", {"contact_name": "A", "phone": "0912345678", "employees": "nhiều"}),
        ("contact", {"contact_name": "A", "phone": "0912345678", "sector": "ZZ"}),
    ],
)
def test_bad_input_gets_a_sentence_and_goes_no_further(client, person, slug, sent):
    for here in STEPS[: STEPS.index(slug)]:
        client.post(step(here), answers(tax_code())[here])
    page = client.post(step(slug), sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Enterprise.objects.exists()


def test_nobody_registers_without_signing_in(client):
    for address in (START, step("kind"), reverse("enterprises:mine")):
        assert "/login/" in client.get(address).url


# --- one's own record ----------------------------------------------------------------------------------


def test_one_sees_and_changes_ones_own_record(client, person):
    made = enterprise("Của tôi", owner=person, place=places.unit("Phường Sa Đéc"))
    assert "Của tôi" in client.get(reverse("enterprises:mine")).content.decode()
    address = reverse("enterprises:mine_edit", args=[made.pk])
    form = client.get(address)
    assert "kept_reason" not in form.content.decode()
    sent = {"version": 1, "kind": "household", "name": "Tên mới", "place": "Phường Sa Đéc"}
    assert client.post(address, sent).url == reverse("enterprises:mine")
    made.refresh_from_db()
    assert made.name == "Tên mới"


def test_a_member_can_neither_keep_a_wrong_number_nor_take_one_away(client, person):
    made = enterprise("Của tôi", owner=person, number=tax_code())
    address = reverse("enterprises:mine_edit", args=[made.pk])
    sent = {"version": 1, "kind": "household", "name": "Của tôi", "place": made.place.name}
    for number in ("1402097765", ""):
        page = client.post(address, {**sent, "number": number, "kept_reason": "vì tôi muốn"})
        assert page.status_code == 200
        assert "number" in page.context["form"].errors


def test_somebody_elses_record_is_404(client, person):
    foreign = enterprise("Lạ")
    address = reverse("enterprises:mine_edit", args=[foreign.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"version": 1}).status_code == 404
    for chosen in (foreign.pk, "x", "", "9" * 40):
        assert client.post(reverse("enterprises:switch"), {"enterprise": chosen}).status_code == 404
    assert "acting_enterprise" not in client.session


def test_a_person_switches_visibly(client, person):
    enterprise("An", owner=person)
    two = enterprise("Bình", owner=person)
    answer = client.post(
        reverse("enterprises:switch"), {"enterprise": two.pk, "next": "https://elsewhere.example/"}
    )
    assert answer.url == reverse("dashboard:business")
    page = client.get(reverse("enterprises:mine")).content.decode()
    assert "<h1>Bình</h1>" in page


def test_without_a_business_the_page_says_how_to_get_one(client, person):
    assert START in client.get(reverse("enterprises:mine")).content.decode()


def test_a_closed_record_is_not_changed_by_its_members(client, person):
    made = enterprise("Của tôi", owner=person)
    Enterprise.objects.update(state="closed")
    assert client.get(reverse("enterprises:mine_edit", args=[made.pk])).status_code == 404
