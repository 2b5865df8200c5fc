"""No room forgets what it holds of people: every column is answered for, the download holds it, erasure takes it."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments import services as assessments
from portal.privacy import selectors, services
from portal.privacy.models import Activity, Consent, Erasure
from portal.privacy.rules import Purpose, Where
from portal.privacy.services.holdings import OURS, pointing
from portal.shared import clock, jobs, privacy
from portal.shared.errors import RuleBroken
from portal.shared.models import ColumnSet, Job, JobState
from sme.enterprises.models import Claim, Contact, Enterprise, Invitation, Membership
from sme.enterprises.models import RegistrationDraft as Draft
from sme.programmes import services as joining
from tests.factories import assessments as readiness
from tests.factories import payments, programmes
from tests.factories.accounts import PASSWORD, OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db
PLACES = {"phone", "contact", "proof"}  # columns that name or reach a person, whatever their type
PUBLIC = {"content.sitesettings.email"}  # the office's own


def test_whose_rows_are_answered_for():
    owned = {f"{model._meta.label_lower}.{column.name}" for model, column in pointing(owned=True)}
    assert not owned - privacy.covered(), (
        "say in the room's services/personal.py what becomes of them"
    )


def test_addresses_and_telephones_are_answered_for():
    found = set()
    for config in apps.get_app_configs():
        for model in config.get_models() if config.name.split(".")[0] in OURS else ():
            for column in model._meta.concrete_fields:
                if isinstance(column, models.EmailField) or column.name in PLACES:
                    found.add(f"{model._meta.label_lower}.{column.name}")
    assert not found - privacy.covered() - PUBLIC


def test_everything_covered_exists_and_stands_in_the_register():
    for name in privacy.covered():
        model, _dot, column = name.rpartition(".")
        apps.get_model(model)._meta.get_field(column)
    known = set(Activity.objects.values_list("key", flat=True))
    for holding in privacy.holdings():
        assert holding.activity in known, holding.key
        assert holding.erase or holding.kept, f"{holding.key}: erased, or kept for a reason"


@pytest.fixture
def person():
    return UserFactory(email="sau@example.vn", display_name="Chị Sáu", phone="+84912345678")


@pytest.fixture
def business(person):
    made = enterprise(
        "Cơ sở Chị Sáu", owner=person, number=tax_code(), phone=person.phone, email=person.email
    )
    Contact.objects.create(enterprise=made, name="Chị Sáu", phone=person.phone)
    Contact.objects.create(enterprise=made, name="Anh Bảy", phone="+84987654321")
    other = enterprise("Cơ sở Khác")
    Contact.objects.create(enterprise=other, name="Người lạ", phone=person.phone)
    Claim.objects.create(
        enterprise=other,
        claimant=person,
        note="của tôi",
        proof_name="giấy.pdf",
        proof=ContentFile(b"%PDF-1.7", "a.pdf"),
    )
    Invitation.objects.create(
        enterprise=other, email=person.email, role="staff", digest="d" * 64, expires_at=clock.now()
    )
    Draft.objects.create(user=person, values={"name": "dở dang"})
    ColumnSet.objects.create(owner=person, subject="enterprises", name="riêng", columns=[])
    return made


def downloaded(person):
    stream = io.BytesIO()
    services.write_own_data(person, stream)
    return zipfile.ZipFile(stream)


def test_the_download_holds_what_the_rooms_know_and_nothing_of_others(person, business):
    bundle = downloaded(person)
    told = json.loads(bundle.read("data.json"))["data"]
    assert told["account"]["rows"][0]["email"] == "sau@example.vn"
    assert [row["name"] for row in told["enterprises.contacts"]["rows"]] == ["Chị Sáu"]
    assert told["enterprises.draft"]["rows"][0]["values"] == {"name": "dở dang"}
    assert told["privacy.consents"]["rows"][0]["purpose"] == "Nhắc việc qua e-mail"
    sheet = openpyxl.load_workbook(io.BytesIO(bundle.read("enterprises-memberships.xlsx"))).active
    assert [cell.value for cell in sheet[1]] == ["Doanh nghiệp", "Vai trò", "Từ lúc"]
    assert any(name.startswith("files/enterprises-claims/") for name in bundle.namelist())
    whole = bundle.read("data.json").decode()
    assert "Anh Bảy" not in whole
    assert "Người lạ" not in whole
    assert "account.xlsx" in bundle.namelist()


def test_the_download_is_a_job_that_only_its_owner_fetches_and_that_ends(client, person):
    client.force_login(person)
    client.post(reverse("privacy:download"))
    job = Job.objects.get(owner=person)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    address = reverse("shared:job_download", args=[job.pk])
    assert address in client.get(reverse("privacy:mine")).content.decode()
    assert client.get(address).status_code == 200
    stranger = UserFactory()
    client.force_login(stranger)
    assert client.get(address).status_code == 404


def erase(person):
    asked = services.ask_erasure(person, actor=person)
    Erasure.objects.filter(pk=asked.pk).update(due_at=clock.now())
    assert services.carry_out_due() == 1
    assert services.carry_out_due() == 0
    return asked


def left_of(person, words):
    """Every column of ours in which one of the words still stands."""
    found = []
    for config in apps.get_app_configs():
        for model in config.get_models():
            if model.__module__.startswith("tests."):
                continue
            for column in model._meta.concrete_fields:
                if isinstance(column, models.CharField | models.TextField | models.JSONField):
                    for word in words:
                        rows = model._base_manager.filter(**{f"{column.name}__icontains": word})
                        if rows.exists():
                            found.append(f"{model._meta.label_lower}.{column.name}: {word}")
    return found


def test_erasure_leaves_nothing_of_the_person_in_any_column(
    person, business, django_capture_on_commit_callbacks
):
    person_key, address = person.pk, person.email
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
    Contact.objects.filter(name="Người lạ").delete()  # of somebody else, with the same telephone
    assert left_of(person, [address, "912345678"]) == []
    found = get_user_model().objects.get(pk=person_key)
    assert not found.is_active
    assert not found.has_usable_password()
    assert str(found) == "Tài khoản đã xoá"
    assert mail.outbox[-1].to == [address]
    assert Contact.objects.filter(name="Anh Bảy").exists()
    assert not Membership.objects.filter(user=person_key).exists()
    assert not Consent.objects.filter(user=person_key, withdrawn_at=None).exists()
    assert Enterprise.objects.get(pk=business.pk).phone == ""
    assert ModelLogEntry.objects.filter(action="privacy.erase").count() == 1


def test_erasure_waits_and_can_be_taken_back(person):
    services.ask_erasure(person, actor=person)
    assert services.carry_out_due() == 0
    assert services.cancel_erasure(person, actor=person)
    Erasure.objects.update(due_at=clock.now())
    assert services.carry_out_due() == 0
    assert get_user_model().objects.get(pk=person.pk).is_active


def test_people_with_a_role_and_other_people_are_refused(person):
    officer = OfficerFactory()
    with pytest.raises(RuleBroken) as told:
        services.ask_erasure(officer, actor=officer)
    assert told.value.code == "has_role"
    with pytest.raises(RuleBroken) as told:
        services.ask_erasure(person, actor=officer)
    assert told.value.code == "not_your_account"


def test_the_page_asks_for_the_password(client, person):
    client.force_login(person)
    page = client.get(reverse("privacy:erase")).content.decode()
    assert "chứng từ kế toán" in page  # what stays, and why
    assert client.post(reverse("privacy:erase"), {"password": "falsch"}).status_code == 422
    assert selectors.waiting_erasure(person) is None
    client.post(reverse("privacy:erase"), {"password": PASSWORD})
    assert selectors.waiting_erasure(person)


FIGURES = (
    "enterprises.enterprise", "enterprises.claim", "enterprises.invitation", "accounts.user",
    "programmes.application", "programmes.enrolment", "programmes.supportentry",
    "assessments.assessment", "assessments.answer", "assessments.result",
    "payments.obligation", "payments.payment",
    "marketplaces.product", "marketplaces.listing", "marketplaces.listingfact",
)  # fmt: skip


def figures():
    """The counts on which the figures rest, and the figures of the registry themselves."""
    counts = {name: apps.get_model(name)._base_manager.count() for name in FIGURES}
    told = Enterprise.objects.values("kind", "state", "readiness_level", "live_products", "sector")
    return counts, sorted(map(str, told.annotate(n=models.Count("pk")).order_by()))


def test_no_figure_changes_when_the_member_of_a_business_is_erased(person, business):
    result = readiness.submitted(business, readiness.framework(), 2, actor=person)
    cohort = programmes.cohort()
    programmes.enrolment(cohort, business)
    joining.save_draft(
        programmes.cohort(), business, actor=person, contact="Chị Sáu", phone="0912345678"
    )
    payments.obligation(1_000_000, enterprise=business)
    before = figures()
    erase(person)
    assert figures() == before
    level = result.level
    result.refresh_from_db()
    assert (result.level, result.assessment.enterprise) == (level, business)


def test_withdrawing_closes_the_links_for_advisers():
    person = UserFactory(agrees=(Purpose.ADVISERS,))
    made = readiness.submitted(enterprise(owner=person), readiness.framework(), 1, actor=person)
    link, _secret = assessments.share(made.assessment, actor=person)
    assert services.withdraw(person, Purpose.ADVISERS, where=Where.ACCOUNT, actor=person) == 1
    link.refresh_from_db()
    assert link.revoked_at
    assert not selectors.has_agreed(person, Purpose.ADVISERS)
