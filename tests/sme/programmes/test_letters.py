"""Letters of decisions: each decision has one, word for word in both languages, read by whom it concerns."""

import shutil
import subprocess

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from portal.shared.errors import RuleBroken
from sme.programmes import exports, selectors, services
from sme.programmes.models import Application, DecisionLetter
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler is not installed: PDFs are not read back"
)


def read(pdf: bytes) -> str:
    """Its text in one line; pages end with a form feed."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\f", " \\f ").split())


@pytest.fixture
def boss():
    return make.administrator()


@pytest.fixture
def cohort(boss):
    office = make.programme(office="Sở Công Thương", office_parent="UBND tỉnh", title_en="A plan")
    return make.cohort(programme=office, capacity=1, officers=[boss], title_en="A cohort")


def sent(cohort, name="Hủ tiếu Bà Năm"):
    """An application with the office, and who sent it."""
    member = UserFactory(language="vi")
    row = services.save_draft(
        cohort,
        make.enterprise(name, owner=member),
        actor=member,
        contact="Chị Lan",
        phone="0901234567",
    )
    return services.submit(row, actor=member), member


def test_each_decision_has_its_letter_and_the_one_before_stays(cohort, boss):
    row, member = sent(cohort)
    services.decide(row, "returned", reason="Thiếu giấy phép", actor=boss)
    first = row.letters.get()
    services.submit(Application.objects.get(pk=row.pk), actor=member)
    services.decide(row, "accepted", actor=boss)
    numbers = list(row.letters.order_by("order").values_list("number", "state"))
    assert numbers == [
        (f"001/TB-{cohort.code}", "returned"),
        (f"002/TB-{cohort.code}", "accepted"),
    ]
    now = DecisionLetter.objects.get(pk=first.pk)
    assert now.texts == first.texts
    assert now.texts["vi"]["reason"] == "Thiếu giấy phép"
    with pytest.raises(TypeError):
        DecisionLetter.objects.update(number="x")


def test_a_letter_says_what_was_decided_why_and_what_to_do_in_both_languages(cohort, boss):
    rows = [sent(cohort, name)[0] for name in ("A", "B", "C", "D")]
    for row, to in zip(rows, ("accepted", "waiting", "waiting", "declined"), strict=True):
        services.decide(row, to, reason="Vì thế", actor=boss)
    vi = [row.letters.get().texts["vi"] for row in rows]
    en = [row.letters.get().texts["en"] for row in rows]
    assert vi[0]["decision"] == "Đơn đăng ký được chấp nhận: A có chỗ trong đợt này."
    assert en[2]["decision"].endswith("C is on the waiting list, as number 2.")
    assert (vi[3]["reason_label"], vi[3]["reason"]) == ("Lý do", "Vì thế")
    assert "A cohort" in en[0]["opening"]
    assert boss.email in vi[0]["contact"]
    for words in (*vi, *en):
        assert len(words["next"]) == 2
        assert words["number"].endswith(f"/TB-{cohort.code}")
    assert f"/business/cohorts/{cohort.pk}/apply/" in vi[1]["next"][1]
    assert f"/en/business/cohorts/{cohort.pk}/apply/" in en[1]["next"][1]


def test_the_mail_names_the_letter(cohort, boss, django_capture_on_commit_callbacks):
    row, member = sent(cohort)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        services.decide(row, "accepted", actor=boss)
    told = [each.body for each in mail.outbox if each.to == [member.email]]
    assert [f"001/TB-{cohort.code}" in body for body in told] == [True]


def test_looking_at_what_a_bulk_decision_would_do_writes_no_letter(cohort, boss):
    row, _member = sent(cohort)
    services.preview([row], "accepted", actor=boss)
    assert not DecisionLetter.objects.exists()
    services.decide_many([row], "accepted", actor=boss)
    assert DecisionLetter.objects.count() == 1


def test_a_proposal_is_no_decision_and_has_no_letter(boss):
    cohort = make.cohort(programme=make.programme(needs_two_officers=True))
    row, _member = sent(cohort)
    services.decide(row, "accepted", actor=boss)
    assert not DecisionLetter.objects.exists()
    with pytest.raises(RuleBroken, check=lambda broken: broken.code == "not_decided"):
        services.write_letter(row, actor=boss)
    services.decide(row, "accepted", actor=OfficerFactory())
    assert DecisionLetter.objects.get().state == "accepted"


def test_decisions_from_before_get_theirs_once(client, cohort, boss):
    row, _member = sent(cohort)
    services.decide(row, "accepted", actor=boss)
    DecisionLetter.objects.all().delete()
    assert selectors.without_letter(cohort, boss) == [row]
    client.force_login(boss)
    page = reverse("programmes:letters", args=[cohort.pk])
    assert "1 quyết định chưa có thông báo" in client.get(page).content.decode()
    for _twice in range(2):
        assert client.post(page).url == page
    assert DecisionLetter.objects.count() == 1
    assert not selectors.without_letter(cohort, boss)


@needs_poppler
def test_the_papers_of_a_cohort_have_the_look_of_the_office(cohort, boss):
    rows = [sent(cohort, name)[0] for name in ("Cơ sở Một", '#panic("x") *đậm* <b>')]
    services.decide(rows[0], "accepted", actor=boss)
    services.decide(rows[1], "declined", reason="Chưa đúng đối tượng // $x$", actor=boss)
    letters = list(selectors.letters_of_cohort(cohort, boss))
    words = read(exports.letters_pdf(letters, "both"))
    assert words.count("\\f") == 4
    for shown in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND TỈNH", "SỞ CÔNG THƯƠNG", f"Số: 001/TB-{cohort.code}",
        "ngày", "THÔNG BÁO", "Kính gửi: Cơ sở Một", 'Kính gửi: #panic("x") *đậm* <b>',
        "Lý do: Chưa đúng đối tượng // $x$", "THỦ TRƯỞNG ĐƠN VỊ", "NOTICE", "What to do next:",
    ):  # fmt: skip
        assert shown in words
    with override("en"):
        assert read(exports.letters_pdf(letters[:1], "vi")).count("\\f") == 1
    for wrong in ([], letters * 151):
        with pytest.raises(RuleBroken):
            exports.letters_pdf(wrong, "vi")


def test_a_member_opens_their_letter_and_nobody_elses(client, cohort, boss):
    row, member = sent(cohort)
    services.decide(row, "declined", reason="Chưa đúng đối tượng", actor=boss)
    letter = row.letters.get()
    client.force_login(member)
    shown = client.get(reverse("programmes:apply", args=[cohort.pk])).content.decode()
    own = reverse("programmes:my_letter", args=[letter.pk])
    assert own in shown
    page = client.get(own)
    assert "Chưa đúng đối tượng" in page.content.decode()
    paper = client.get(reverse("programmes:letter_pdf", args=[letter.pk]), {"language": "en"})
    assert paper["Content-Disposition"].endswith('-en.pdf"')
    assert "no-store" in paper["Cache-Control"]
    assert client.get(letter.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(own).status_code == 404


def test_officers_print_all_letters_of_a_decision(client, cohort, boss):
    row, _member = sent(cohort)
    services.decide(row, "accepted", actor=boss)
    client.force_login(boss)
    every = reverse("programmes:letters_pdf", args=[cohort.pk])
    assert client.get(every, {"state": "accepted"}).content.startswith(b"%PDF")
    assert client.get(every, {"state": "declined"}).status_code == 302
    assert client.get(every, {"state": "draft"}).status_code == 404
    elsewhere = OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])
    client.force_login(elsewhere)
    assert client.get(row.letters.get().get_absolute_url()).status_code == 404
