"""The place picker: a line, then a choice; with and without scripts; nothing typed is lost."""

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from sme.places.forms import PlaceField
from tests.factories import places

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    place = PlaceField()


@pytest.fixture(autouse=True)
def _province(db):
    places.dong_thap()


def sent(**data):
    query = QueryDict(mutable=True)
    query.update({key: str(value) for key, value in data.items()})
    return Form(query)


def test_a_name_of_today_is_taken_at_once():
    form = sent(place="  phường   SA ĐÉC ")
    assert form.is_valid()
    assert form.cleaned_data["place"] == places.unit("Phường Sa Đéc")


def test_an_old_name_that_went_into_one_unit_is_taken_at_once():
    form = sent(place="xã Tịnh Thới, TP Cao Lãnh")
    assert form.is_valid()
    assert form.cleaned_data["place"] == places.unit("Phường Cao Lãnh")


def test_several_places_are_offered_as_radio_buttons_and_the_line_stays():
    form = sent(place="Phường 1")
    assert not form.is_valid()
    assert form.errors["place"].as_data()[0].code == "choose"
    page = str(form["place"])
    assert 'value="Phường 1"' in page
    assert page.count('type="radio"') == 5
    assert "Phường 1, Thành phố Sa Đéc (cũ) → Phường Sa Đéc" in page


def test_the_choice_is_taken():
    new = places.unit("Phường Sa Đéc")
    form = sent(place="Phường 1", place_for="Phường 1", place_choice=new.pk)
    assert form.is_valid()
    assert form.cleaned_data["place"] == new


def test_a_choice_made_for_another_line_does_not_count():
    sa_dec = places.unit("Phường Sa Đéc")
    form = sent(place="Phường Cao Lãnh", place_for="Phường 1", place_choice=sa_dec.pk)
    assert form.is_valid()
    assert form.cleaned_data["place"] == places.unit("Phường Cao Lãnh")


def test_a_choice_that_was_not_offered_does_not_count():
    form = sent(place="Phường 1", place_for="Phường 1", place_choice=places.unit("Xã Tân Hồng").pk)
    assert not form.is_valid()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("\x00", "required"),
        ("Paris", "unknown"),
        ("x" * 9000, "unknown"),
    ],
)
def test_bad_input_gets_a_sentence(typed, code):
    form = sent(place=typed)
    assert form.errors["place"].as_data()[0].code == code


def test_a_former_unit_stays_when_nobody_touches_it():
    old = places.unit("Phường 2", district="Thành phố Sa Đéc")
    form = sent(place="Phường 2, Thành phố Sa Đéc (cũ)")
    form.fields["place"].current = old
    assert form.is_valid()
    assert form.cleaned_data["place"] == old
    assert not form.fields["place"].has_changed(old, form["place"].data)


def test_a_stored_unit_is_shown_by_its_name():
    form = Form(initial={"place": places.unit("Phường 2", district="Thành phố Sa Đéc").pk})
    assert 'value="Phường 2, Thành phố Sa Đéc (cũ)"' in str(form["place"])


def test_suggestions_come_for_a_line(client):
    page = client.get(reverse("places:suggest"), {"field": "place", "place": "tinh thoi"})
    assert "Phường Cao Lãnh" in page.content.decode()
    assert (
        client.get(reverse("places:suggest"), {"field": "place", "place": "x"}).content.strip()
        == b""
    )


@pytest.mark.parametrize("field", ["<script>", "a b", "", "x" * 80])
def test_a_strange_field_name_is_not_echoed(client, field):
    assert client.get(reverse("places:suggest"), {"field": field}).status_code == 404


def test_markup_in_the_line_is_escaped(client):
    page = client.get(
        reverse("places:suggest"), {"field": "place", "place": "<b>sa</b> sa dec"}
    ).content.decode()
    assert "<b>" not in page
