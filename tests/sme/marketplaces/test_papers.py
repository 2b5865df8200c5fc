"""Papers are kept privately, and their holders are told in time before they end."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared.errors import RuleBroken
from sme.enterprises import panels
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.models import Certificate
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def here(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield tmp_path


def pdf(words: bytes = b"...", name: str = "giấy chứng nhận.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 " + words)


def paper(enterprise, **fields) -> Certificate:
    fields.setdefault("kind", "food")
    return services.add_paper(enterprise, actor=None, **fields)


def files(root) -> int:
    return len([each for each in root.rglob("*") if each.is_file()])


# --- keeping -----------------------------------------------------------------------------------------


def test_a_paper_is_kept_changed_and_removed_with_its_file(
    here, enterprise, member, django_capture_on_commit_callbacks
):
    kept = paper(enterprise, file=pdf(), number="01/ATTP", valid_to=date(2028, 1, 1))
    assert kept.file_name == "giấy chứng nhận.pdf"
    assert "giấy" not in kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        services.change_paper(kept, actor=member, file=pdf(b"new"), kind="food", number="02")
    kept.refresh_from_db()
    assert kept.number == "02"
    assert kept.file.open("rb").read().endswith(b"new")
    assert files(here) == 1, "the old file is gone"
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_paper(kept, actor=member)
    assert files(here) == 0


def test_changing_the_words_keeps_the_file(enterprise, member):
    kept = paper(enterprise, file=pdf())
    services.change_paper(kept, actor=member, kind="food", issuer="Sở Y tế")
    assert Certificate.objects.get().file


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "passport"}, "paper_kind"),
        ({"kind": "other"}, "paper_title"),
        ({"issued_on": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "paper_order"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "file_empty"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90")}, "file_kind"),
        ({"file": SimpleUploadedFile("a.exe", b"%PDF-1.7")}, "file_kind"),
        ({"file": SimpleUploadedFile("a.html", b"<script>")}, "file_kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(here, enterprise, fields, code):
    with pytest.raises(RuleBroken) as refused:
        paper(enterprise, **fields)
    assert refused.value.code == code
    assert refused.value.field
    assert not Certificate.objects.exists()
    assert files(here) == 0


def test_a_product_of_another_enterprise_is_refused(enterprise, stranger):
    with pytest.raises(RuleBroken) as refused:
        paper(enterprise, product=make.product(stranger))
    assert refused.value.code == "product_of_another"


def test_the_state_of_a_paper_follows_its_days():
    def state(issued_on=None, valid_to=None):
        return rules.paper_state(issued_on, valid_to, TODAY)

    assert state() == "holds"
    assert state(valid_to=TODAY) == "soon", "the last day still counts"
    assert state(valid_to=TODAY - timedelta(days=1)) == "ended"
    assert state(valid_to=TODAY + timedelta(days=30)) == "soon"
    assert state(valid_to=TODAY + timedelta(days=31)) == "holds"
    assert state(issued_on=TODAY + timedelta(days=1)) == "later"


# --- who sees them -----------------------------------------------------------------------------------


def test_a_file_is_served_to_members_and_officers_of_the_place_only(
    client, enterprise, member, ward, other_ward
):
    url = reverse("marketplaces:paper_file", args=[paper(enterprise, file=pdf()).pk])
    assert client.get(url).status_code == 302
    for user, status in (
        (member, 200),
        (OfficerFactory(units=[ward]), 200),
        (OfficerFactory(units=[other_ward]), 404),
        (UserFactory(), 404),
    ):
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code == status
        if status == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert "no-store" in answer["Cache-Control"]


def test_a_paper_is_added_and_changed_on_the_phone(client, member, enterprise):
    client.force_login(member)
    add = reverse("marketplaces:paper_add", args=[enterprise.pk])
    form = {"kind": "food", "number": "7", "issued_on": "01/02/2026", "valid_to": "01/02/2025"}
    answer = client.post(add, form)
    assert answer.status_code == 422
    assert 'value="01/02/2025"' in answer.content.decode()
    answer = client.post(add, {**form, "valid_to": "10/12/2026", "file": pdf()})
    assert answer.url == reverse("marketplaces:papers")
    kept = Certificate.objects.get()
    assert "Sắp hết hạn" in client.get(answer.url).content.decode()
    assert "10/12/2026" in client.get(reverse("marketplaces:mine")).content.decode()
    change = reverse("marketplaces:paper", args=[kept.pk])
    assert client.post(change, {**form, "kind": "other", "valid_to": ""}).status_code == 422
    client.post(change, {**form, "valid_to": "10/12/2028"})
    kept.refresh_from_db()
    assert (kept.valid_to, bool(kept.file)) == (date(2028, 12, 10), True)
    client.post(reverse("marketplaces:paper_remove", args=[kept.pk]))
    assert not Certificate.objects.exists()


def test_the_officers_page_tells_what_ends(client, enterprise, ward):
    kept = paper(enterprise, valid_to=TODAY + timedelta(days=3))
    paper(enterprise, kind="mark", valid_to=TODAY + timedelta(days=300))
    officer = OfficerFactory(units=[ward])
    due = [each for each in panels.due_for(enterprise, officer) if each.on == kept.valid_to]
    assert [str(kept) in each.words for each in due] == [True]
    client.force_login(officer)
    whole = {"whole": "1"}
    page = client.get(reverse("enterprises:detail", args=[enterprise.pk]), whole).content.decode()
    assert str(due[0].words) in page
    assert reverse("marketplaces:paper", args=[kept.pk]) in page


def test_papers_of_a_product_are_its_own_and_those_for_all(enterprise):
    one, two = make.product(enterprise), make.product(enterprise)
    mine, common = paper(enterprise, product=one), paper(enterprise)
    paper(enterprise, product=two)
    assert set(selectors.papers_of(enterprise, one)) == {mine, common}


# --- reminders ---------------------------------------------------------------------------------------


@pytest.fixture
def night(django_capture_on_commit_callbacks):
    """One nightly run on a day; what it mailed."""

    def run(day: str) -> list:
        mail.outbox.clear()
        with (
            time_machine.travel(f"{day} 02:00+07:00", tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            services.remind_of_papers()
        return list(mail.outbox)

    return run


def test_members_are_told_once_before_and_once_after_the_last_day(enterprise, member, night):
    paper(enterprise, valid_to=date(2026, 12, 31))
    assert night("2026-11-30") == []
    (told,) = night("2026-12-01")
    assert told.to == [member.email]
    assert "31/12/2026" in told.body
    assert night("2026-12-02") == []
    assert night("2026-12-31") == []
    (told,) = night("2027-01-01")
    assert "31/12/2026" in told.body
    assert night("2027-01-02") == []
    assert night("2027-06-01") == []


def test_a_renewed_paper_is_told_of_anew(enterprise, member, night):
    kept = paper(enterprise, valid_to=date(2026, 12, 1))
    assert len(night("2026-11-23")) == 1
    services.change_paper(kept, actor=member, valid_to=date(2027, 12, 1))
    assert night("2026-12-05") == []
    assert len(night("2027-11-15")) == 1


def test_one_mail_tells_of_all_papers_and_each_member_in_their_language(enterprise, member, night):
    member.language = "en"
    member.save()
    product = make.product(enterprise, name_vi="Trà <tim> sen")
    paper(enterprise, valid_to=date(2026, 12, 1))
    paper(enterprise, kind="test", product=product, valid_to=date(2026, 11, 20))
    (told,) = night("2026-11-23")
    assert "Trà <tim> sen" in told.body
    assert "ended on 20/11/2026" in told.body
    assert "/en/business/papers/" in told.body


def test_what_ended_long_ago_and_what_belongs_to_a_closed_business_is_left_alone(
    enterprise, stranger, member, night
):
    paper(enterprise, valid_to=date(2024, 1, 1))
    paper(stranger, valid_to=date(2026, 12, 1))
    enterprises.close(stranger, on=TODAY, reason="Nghỉ", actor=member)
    assert night("2026-11-24") == []
    assert not Certificate.objects.exclude(reminded_for=None).exists()
