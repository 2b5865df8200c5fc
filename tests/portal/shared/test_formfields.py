"""Form fields: what people type, what comes out, what is said."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from portal.shared.errors import RuleBroken
from portal.shared.formfields import (
    CleanCharField,
    CodeField,
    MoneyField,
    PhoneField,
    VietnameseDateField,
)
from portal.shared.http import refuse
from portal.shared.models import Job


class Form(forms.Form):
    name = CleanCharField(max_length=20, autocomplete="organization")
    notes = CleanCharField(required=False, widget=forms.Textarea)
    code = CodeField(required=False)
    phone = PhoneField(required=False)
    revenue = MoneyField(required=False, min_value=0, max_value=10**9)
    founded_on = VietnameseDateField(required=False, latest=lambda: date(2026, 11, 23))


def test_clean_values_come_out_of_what_people_type():
    form = Form(
        {
            "name": "  Hợp tác xã\x00  Sen\u200b ",
            "notes": "một\x00\r\nhai ",
            "code": "1400 123-456",
            "phone": "0912.345.678",
            "revenue": "1.234.567 đ",
            "founded_on": "5/3/2020",
        }
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "name": "Hợp tác xã Sen",
        "notes": "một\nhai",
        "code": "1400123456",
        "phone": "+84912345678",
        "revenue": 1_234_567,
        "founded_on": date(2020, 3, 5),
    }


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name", "", "required"),
        ("name", "\u200b \x00", "required"),
        ("name", "x" * 21, "max_length"),
        ("phone", "1" * 50, "phone_unreadable"),
        ("revenue", "-1", "money_negative"),
        ("revenue", "1.000.000.001", "max_value"),
        ("founded_on", "31/02/2020", "date_not_real"),
        ("founded_on", "1/1/1899", "date_too_early"),
        ("founded_on", "24/11/2026", "too_late"),
        ("founded_on", "1/1/20", "date_unreadable"),
        ("founded_on", "\x00" * 9999 + "x", "date_unreadable"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(field, typed, code):
    form = Form({"name": "Sen", field: typed})
    assert not form.is_valid()
    assert form.errors[field].as_data()[0].code == code
    assert form[field].value() == typed


def test_a_stored_value_is_shown_as_people_write_it():
    form = Form(
        initial={"phone": "+84912345678", "revenue": 1500000, "founded_on": date(2020, 3, 5)}
    )
    with translation.override("vi"):
        shown = [form[name].value() for name in ("phone", "revenue", "founded_on")]
    assert shown == ["0912 345 678", "1.500.000", "05/03/2020"]


def test_another_manner_of_writing_the_same_is_no_change():
    initial = {
        "name": "Sen",
        "phone": "+84912345678",
        "revenue": 1500000,
        "founded_on": date(2020, 3, 5),
    }
    typed = {
        "name": "Sen",
        "phone": "84 912345678",
        "revenue": "1,500,000",
        "founded_on": "2020-03-05",
    }
    assert Form(typed, initial=initial).changed_data == []


def test_widgets_bring_up_the_right_keyboard():
    html = Form().as_p()
    assert 'autocomplete="organization"' in html
    assert 'type="tel"' in html
    assert html.count('inputmode="numeric"') == 3


def test_the_fields_work_in_a_model_form():
    class JobForm(forms.ModelForm):
        class Meta:
            model = Job
            fields = ("kind", "done")
            field_classes = {"kind": CleanCharField, "done": MoneyField}

    form = JobForm({"kind": " a\x00b ", "done": "1.000"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"kind": "ab", "done": 1000}


def test_a_refusal_of_a_service_stands_at_its_field_or_above_the_form():
    form = Form({"name": "Sen"})
    form.is_valid()
    refuse(form, RuleBroken("taken", "Tên này đã có.", field="name"))
    refuse(form, RuleBroken("closed", "Đợt này đã đóng.", field="unknown"))
    assert form.errors["name"] == ["Tên này đã có."]
    assert form.non_field_errors() == ["Đợt này đã đóng."]
    assert form.errors["name"].as_data()[0].code == "taken"
