"""Certificates: who may have one, what is frozen, the code anybody checks, revoking, the papers read back."""

import secrets
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise, Membership
from sme.programmes import exports, rules, selectors, services
from sme.programmes.models import Certificate, Cohort
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler is not installed: PDFs are not read back"
)


def read(pdf: bytes) -> str:
    """Its text in one line; pages end with a form feed."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\f", " \\f ").split())


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


@pytest.fixture
def boss():
    return make.administrator()


@pytest.fixture
def cohort():
    return make.cohort("running", title_en="A cohort", ends_on=clock.today())


def held(cohort, enrolments, *present, minutes=90):
    """A session that is over, and who was there."""
    begins = clock.now() - 3 * HOUR
    session = services.plan_session(
        cohort,
        title_vi="Buổi học",
        place="Hội trường",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        actor=make.administrator(),
    )
    among = [each.pk for each in enrolments]
    services.write_attendance(
        session, [each.pk for each in present], among=among, actor=make.administrator()
    )
    return session


@pytest.fixture
def certified(cohort, boss):
    """A certificate, and who acts for its enterprise."""
    enrolment = make.enrolment(cohort, make.enterprise("Hủ tiếu Bà Năm"))
    member = UserFactory(language="vi")
    Membership.objects.create(enterprise=enrolment.enterprise, user=member, role="owner")
    held(cohort, [enrolment], enrolment)
    return services.issue_certificate(enrolment, actor=boss), member


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attended", "planned", "share", "enough"),
    [(4, 5, 80, True), (3, 4, 80, False), (799, 1000, 80, False), (0, 0, 80, False), (0, 0, 0, True),
     (0, 5, 1, False), (5, 5, 100, True)],
)  # fmt: skip
def test_the_share_is_reckoned_in_whole_numbers(attended, planned, share, enough):
    assert rules.attends_enough(attended, planned, share) is enough
    assert rules.share_of(799, 1000) == 79


def test_whoever_attended_too_little_gets_none_until_the_cohort_asks_for_less(cohort, boss):
    enrolment = make.enrolment(cohort)
    for there in ([enrolment], [enrolment], []):
        session = held(cohort, [enrolment], *there)
    with refused("attended_too_little"):
        services.issue_certificate(enrolment, actor=boss)
    changed = services.change_cohort(
        cohort, expected_version=cohort.version, actor=boss, certificate_share=60
    )
    made = services.issue_certificate(enrolment, actor=boss)
    assert (made.facts["attended"], made.facts["planned"], made.facts["minutes"]) == (2, 3, 180)
    assert session.cohort == changed
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(certificate_share=101)


def test_sessions_to_come_count_and_cancelled_ones_do_not(cohort, boss):
    enrolment = make.enrolment(cohort)
    held(cohort, [enrolment], enrolment)
    later = services.plan_session(
        cohort, title_vi="Sau", place="A", starts_at=clock.now() + HOUR, ends_at=clock.now() + 2 * HOUR,
        actor=boss,
    )  # fmt: skip
    with refused("attended_too_little"):
        services.issue_certificate(enrolment, actor=boss)
    services.cancel_session(later, reason="mưa", actor=boss)
    assert services.issue_certificate(enrolment, actor=boss).facts["planned"] == 1


def test_neither_who_waits_nor_a_cohort_that_has_not_begun_nor_a_stranger(cohort, boss):
    waiting = make.enrolment(cohort, state="waiting")
    with refused("no_place"):
        services.issue_certificate(waiting, actor=boss)
    early = make.enrolment(make.cohort(certificate_share=0))
    with refused("cohort_not_begun"):
        services.issue_certificate(early, actor=boss)
    with refused("not_yours"):
        services.issue_certificate(early, actor=UserFactory())


# --- what -----------------------------------------------------------------------------------------


def test_what_was_certified_stays_as_it_was(certified, boss):
    made, _member = certified
    assert made.number == f"001/GCN-{made.cohort.code}"
    again = services.issue_certificate(made.enrolment, actor=boss)
    assert again.pk == made.pk
    Enterprise.objects.filter(pk=made.enrolment.enterprise_id).update(name="Tên khác")
    now = Certificate.objects.get(pk=made.pk)
    assert now.facts["name"] == "Hủ tiếu Bà Năm"
    assert services.is_certificate_intact(now)
    for act in (lambda: Certificate.objects.update(number="x"), Certificate.objects.all().delete):
        with pytest.raises(TypeError):
            act()
    now.facts["name"] = "Giả"
    assert not services.is_certificate_intact(now)


def test_many_at_once_are_numbered_by_name_and_all_or_none(cohort, boss):
    names = ("Ánh Dương", "Bình Minh", "Cỏ May")
    rows = [make.enrolment(cohort, make.enterprise(name)) for name in reversed(names)]
    held(cohort, rows, *rows[:2])
    with refused("attended_too_little"):
        services.issue_certificates(cohort, [each.pk for each in rows], actor=boss)
    assert not Certificate.objects.exists()
    for _twice in range(2):
        services.issue_certificates(cohort, [each.pk for each in rows[:2]], actor=boss)
    made = [(each.facts["name"], each.order) for each in Certificate.objects.all()]
    assert made == [("Bình Minh", 1), ("Cỏ May", 2)]
    may = [each.may_have for each in selectors.candidacies(cohort, boss)]
    assert may == [False, False, False]


def test_a_revoked_one_keeps_its_place_and_the_next_has_a_number_of_its_own(
    certified, boss, django_capture_on_commit_callbacks
):
    made, member = certified
    with refused("reason_missing"):
        services.revoke_certificate(made, reason=" ", actor=boss)
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke_certificate(made, reason="Điểm danh nhầm", actor=boss)
    assert [each.to for each in mail.outbox] == [[member.email]]
    assert "Điểm danh nhầm" in mail.outbox[0].body
    with refused("revoked_already"):
        services.revoke_certificate(made, reason="lần nữa", actor=boss)
    second = services.issue_certificate(made.enrolment, actor=boss)
    assert (second.order, second.code != made.code) == (2, True)
    assert Certificate.objects.count() == 2


def test_numbers_are_not_given_twice_when_another_cohort_takes_the_code(certified, boss):
    made, _member = certified
    code = made.cohort.code
    cohort = Cohort.objects.get(pk=made.cohort_id)
    services.change_cohort(cohort, expected_version=cohort.version, actor=boss, code=f"{code}-X")
    other = make.cohort("running", code=code, certificate_share=0)
    assert services.issue_certificate(make.enrolment(other), actor=boss).number == f"002/GCN-{code}"


# --- the code -------------------------------------------------------------------------------------


def test_a_code_is_read_as_people_copy_it():
    code = rules.new_code(secrets.choice)
    assert rules.read_code(rules.shown_code(code).lower()) == code
    assert rules.read_code(" OIl0 7k3m-9qx2 ") == "01107K3M9QX2"
    for nothing in (
        "",
        "7K3M",
        code + "A",
        "7K3M9QX2WD4U",
        "７Ｋ３Ｍ９ＱＸ２ＷＤ４Ｔ",
        "\x00" * 12,
    ):
        assert rules.read_code(nothing) == ""


def test_anybody_sees_by_the_code_what_is_on_the_certificate_and_nothing_more(client, certified):
    made, member = certified
    boss = make.administrator()
    url = reverse("programmes:check_certificate", args=[made.shown_code.lower()])
    answer = client.get(url)
    words = answer.content.decode()
    for shown in ("Hủ tiếu Bà Năm", made.number, made.shown_code, "1/1 buổi", "Đợt thử"):
        assert shown in words
    for hidden in (member.email, boss.email, made.checksum):
        assert hidden not in words
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in words
    services.revoke_certificate(made, reason="Điểm danh nhầm chị Lan", actor=boss)
    words = client.get(url).content.decode()
    assert "đã bị thu hồi" in words
    assert "chị Lan" not in words


def test_a_code_that_nobody_gave_is_said_so(client):
    form = client.get(reverse("programmes:check_certificates"), {"code": " 7k3m 9qx2 wd4t"})
    assert form.url == reverse("programmes:check_certificate", args=["7K3M-9QX2-WD4T"])
    answer = client.get(form.url)
    assert answer.status_code == 404
    assert "Không có giấy chứng nhận nào mang mã này" in answer.content.decode()
    short = client.get(reverse("programmes:check_certificates"), {"code": "7k3m"})
    assert short.status_code == 422


# --- on paper -------------------------------------------------------------------------------------


@needs_poppler
def test_the_paper_holds_both_languages_and_where_to_check_it(certified):
    made, _member = certified
    with override("en"):
        words = read(exports.certificates_pdf([made]))
    for shown in ("GIẤY CHỨNG NHẬN", "CERTIFICATE", "Độc lập - Tự do - Hạnh phúc", "Hủ tiếu Bà Năm",
                  f"Số: {made.number}", "dự 1/1 buổi, tổng cộng 1,5 giờ", "1 of 1 sessions, 1.5 hours",
                  made.shown_code, "A cohort"):  # fmt: skip
        assert shown in words
    assert "ĐÃ THU HỒI" not in words


@needs_poppler
def test_what_people_wrote_is_text_on_a_certificate_and_a_revoked_one_says_so(certified, boss):
    made, _member = certified
    made.facts["name"] = '#panic("x") *đậm* $x$ <b> //'
    made.revoked_at = clock.now()
    words = read(exports.certificates_pdf([made, made]))
    assert made.facts["name"] in words
    assert "ĐÃ THU HỒI" in words
    assert words.count("\\f") == 2
    for count in (0, 301):
        with pytest.raises(RuleBroken):
            exports.certificates_pdf([made] * count)


# --- pages ----------------------------------------------------------------------------------------


def test_officers_issue_from_the_page_and_print_all(client, cohort, boss):
    rows = [make.enrolment(cohort, make.enterprise(name)) for name in ("A", "B")]
    held(cohort, rows, rows[0])
    client.force_login(boss)
    page = reverse("programmes:certificates", args=[cohort.pk])
    words = client.get(page).content.decode()
    assert "chưa đủ số buổi" in words
    every = reverse("programmes:certificates_pdf", args=[cohort.pk])
    assert client.get(every).url == page
    assert client.post(page, {"pick": [rows[0].pk, rows[1].pk]}).url == page
    assert not Certificate.objects.exists()
    client.post(page, {"pick": [rows[0].pk, "x", "9" * 30]})
    made = Certificate.objects.get()
    assert client.get(every)["Content-Type"] == "application/pdf"
    one = client.get(made.get_absolute_url())
    assert made.number in one.content.decode()
    assert made.number in client.get(rows[0].get_absolute_url()).content.decode()
    client.post(reverse("programmes:certificate_revoke", args=[made.pk]), {"reason": "Nhầm"})
    assert Certificate.objects.get().revoked_at
    assert client.get(every).url == page
    assert "giấy trước đã bị thu hồi" in client.get(page).content.decode()


def test_the_page_of_a_cohort_asks_as_few_questions_for_many_as_for_one(
    client, cohort, boss, django_assert_max_num_queries
):
    Cohort.objects.filter(pk=cohort.pk).update(certificate_share=0, capacity=30)
    rows = [make.enrolment(cohort).pk for _each in range(12)]
    services.issue_certificates(Cohort.objects.get(pk=cohort.pk), rows[:6], actor=boss)
    client.force_login(boss)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("programmes:certificates", args=[cohort.pk])).status_code == 200


def test_more_papers_than_one_document_holds_are_offered_in_parts(client, certified, monkeypatch):
    made, _member = certified
    services.issue_certificate(_another(made.cohort), actor=make.administrator())
    monkeypatch.setattr(exports, "MOST_IN_ONE", 1)
    client.force_login(make.administrator())
    page = reverse("programmes:certificates", args=[made.cohort_id])
    words = client.get(page).content.decode()
    assert "từ số 1" in words
    assert "?from=2" in words
    part = client.get(reverse("programmes:certificates_pdf", args=[made.cohort_id]), {"from": "2"})
    assert part.content.startswith(b"%PDF")


def _another(cohort):
    enrolment = make.enrolment(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(certificate_share=0)
    return enrolment


def test_an_officer_elsewhere_issues_nothing_and_sees_no_paper(client, certified):
    made, _member = certified
    elsewhere = OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])
    client.force_login(elsewhere)
    assert client.get(made.get_absolute_url()).status_code == 404
    page = reverse("programmes:certificates", args=[made.cohort_id])
    assert client.post(page, {"pick": [made.enrolment_id]}).status_code == 404
    assert client.get(reverse("programmes:certificate_pdf", args=[made.pk])).status_code == 404


def test_a_member_finds_and_downloads_their_own(client, certified):
    made, member = certified
    client.force_login(member)
    paper = reverse("programmes:certificate_pdf", args=[made.pk])
    assert paper in client.get(reverse("programmes:mine")).content.decode()
    answer = client.get(paper)
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    client.force_login(UserFactory())
    assert client.get(paper).status_code == 404
