"""What people type, and the one form in which it is kept: the same through forms and through services."""

import unicodedata

import pytest

from portal.shared.errors import RuleBroken
from sme.enterprises import services
from sme.enterprises.forms import RecordForm
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import GivenIdentifier, IdentifierType
from tests.factories import places
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db

CODE = tax_code(4_001)
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in CODE)
NAME = "Cơ sở Bánh Phồng Tôm Sa Giang"

KEPT = [
    ("number", f" {CODE[:2]} {CODE[2:6]} {CODE[6:]} ", CODE),
    ("number", f"{CODE[:4]}.{CODE[4:7]}.{CODE[7:]}", CODE),
    ("number", f"{CODE[:5]}\u2013{CODE[5:]}", CODE),
    ("number", WIDE, CODE),
    ("number", f"\u202a{CODE}\u202c", CODE),
    ("number", f"{CODE}001", f"{CODE}-001"),
    ("number", f"{CODE} - 001", f"{CODE}-001"),
    ("number", "087 084 001 234", "087084001234"),
    ("cooperative_number", " 087 20-7.000/012 ", "087207000012"),
    ("cooperative_number", "5100ad00012", "5100AD00012"),
    ("phone", "0912 345 678", "+84912345678"),
    ("phone", "0912.345.678", "+84912345678"),
    ("phone", "(+84) 912-345-678", "+84912345678"),
    ("phone", "84912345678", "+84912345678"),
    ("phone", "０９１２３４５６７８", "+84912345678"),
    ("name", unicodedata.normalize("NFD", NAME), NAME),
    ("name", f"  {NAME.replace(' ', '  ')}\u200b\t", NAME),
    ("address", unicodedata.normalize("NFD", "Số 5,  ấp Bình Hoà"), "Số 5, ấp Bình Hoà"),
]
WRONG = [
    ("number", CODE[:-1] + str((int(CODE[-1]) + 1) % 10), "tax_code_checksum"),
    ("number", CODE[:-1], "tax_code_length"),
    ("number", f"{CODE[:-1]}x", "tax_code_letters"),
    ("number", "000000000000", "personal_number_impossible"),
    ("phone", "123", None),
    ("phone", "0012 345 678", None),
    ("phone", "không có", None),
]
SORTS = {"cooperative_number": IdentifierType.COOPERATIVE_NUMBER}


def form_with(field, written):
    sent = {"kind": "household", "name": NAME, "place": places.commune().full_name, field: written}
    return RecordForm(sent, is_office=True)


def given(field, written):
    """What a service is told when a number, or a plain column, is typed like this."""
    if "number" not in field:
        return {field: written}
    digits = sum(each.isdigit() for each in written)
    sort = IdentifierType.PERSONAL_ID if digits == 12 else IdentifierType.TAX_CODE
    return {field: GivenIdentifier(SORTS.get(field, sort), written)}


def stands(made, field):
    if "number" not in field:
        return getattr(Enterprise.objects.get(pk=made.pk), field)
    return made.identifiers.present().get().value


@pytest.mark.parametrize(("field", "written", "kept"), KEPT)
def test_a_form_and_a_service_keep_the_same(field, written, kept):
    form = form_with(field, written)
    assert form.is_valid(), form.errors
    entered = services.register(
        **form.own_values(), identifiers=form.given_identifiers(), actor=OfficerFactory()
    )
    assert stands(entered, field) == kept
    services.change(
        entered, expected_version=None, actor=None, number=None, cooperative_number=None
    )
    other = enterprise("Khác", kind="household")
    services.change(other, expected_version=None, actor=None, **given(field, written))
    assert stands(other, field) == kept


@pytest.mark.parametrize(("field", "written", "code"), WRONG)
def test_a_form_and_a_service_refuse_the_same(field, written, code):
    form = form_with(field, written)
    assert not form.is_valid()
    assert field in form.errors
    if code:
        assert form.has_error(field, code)
    other = enterprise("Khác", kind="household")
    with pytest.raises(RuleBroken):
        services.change(other, expected_version=None, actor=None, **given(field, written))
    assert not other.identifiers.exists()


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"sector": "c"}, ("C", "")),
        ({"sector": "C10"}, ("C", "10")),
        ({"sector": "10"}, ("C", "10")),
        ({"division": "1071"}, ("C", "10")),
        ({"division": "01", "sector": "A"}, ("A", "01")),
    ],
)
def test_a_sector_is_read_from_its_codes(fields, kept):
    made = enterprise(**fields)
    assert (made.sector, made.division) == kept


@pytest.mark.parametrize(
    "fields",
    [{"sector": "Z"}, {"division": "04"}, {"division": "x"}, {"division": "10", "sector": "G"}],
)
def test_a_sector_that_is_none_or_another_is_refused(fields):
    with pytest.raises(RuleBroken):
        enterprise(**fields)


def test_a_division_goes_when_the_sector_changes():
    made = enterprise(sector="C10")
    services.change(made, expected_version=None, actor=None, sector="G")
    made.refresh_from_db()
    assert (made.sector, made.division) == ("G", "")


def test_an_officer_gives_another_reason_to_keep_a_doubtful_number():
    made = enterprise(
        actor=OfficerFactory(), identifiers=[(IdentifierType.TAX_CODE, "1402097765", "Có giấy")]
    )
    sent = {
        "version": made.version,
        "kind": made.kind,
        "name": made.name,
        "place": made.place.full_name,
        "number": "1402097765",
        "kept_reason": "Chi cục thuế xác nhận",
    }
    form = RecordForm(sent, enterprise=made, is_office=True)
    assert form.is_valid(), form.errors
    services.change(made, expected_version=None, actor=OfficerFactory(), **form.number_changes())
    assert made.identifiers.get().kept_reason == "Chi cục thuế xác nhận"
    assert made.findings.filter(check_key="tax_code").exists()
