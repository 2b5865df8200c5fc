"""A result's advice leads into its guide and back: done is kept for the business or for the visitor's result."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments import selectors, services
from assessments.models import GuideDone
from assessments.services import merging
from content.models import GuidePage
from portal.shared import pagecache, privacy
from portal.shared.errors import RuleBroken
from tests.factories import accounts
from tests.factories.assessments import answer_all, criterion, framework, submitted, words
from tests.factories.content import guide, small_site
from tests.factories.enterprises import enterprise

GUIDES = {"chup-anh": "Chụp ảnh hàng", "ma-qr": "Làm mã QR"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 600
    monkeypatch.setattr(pagecache, "LOOK_EVERY", 0.0)
    cache.delete(pagecache.VERSION_KEY)
    pagecache.shelf.clear()
    yield
    pagecache.shelf.clear()


@pytest.fixture
def guides(db):
    """Two guides that the questions' advice names by their short names."""
    index = small_site()
    return {slug: guide(index, title, slug=slug) for slug, title in GUIDES.items()}


@pytest.fixture
def questions(guides):
    asked = [
        criterion(f"{place}.1", advice=[{"upto": 2, "text": words(f"Hãy {title}"), "guide": slug}])
        for place, (slug, title) in enumerate(GUIDES.items(), start=1)
    ]
    return framework(*asked)


@pytest.fixture
def member(db):
    return accounts.UserFactory(display_name="Nguyễn Thị Sáu")


@pytest.fixture
def business(member):
    return enterprise(owner=member)


@pytest.fixture
def result(business, questions, member):
    return submitted(business, questions, actor=member).assessment


@pytest.fixture
def at_work(client, member):
    client.force_login(member)
    return client


def visitor_with_result(questions):
    """A browser that answered without an account, and its assessment."""
    browser = Client()
    browser.post(reverse("assessments:visitor_start", args=[questions.slug]))
    ((pk, _code),) = browser.session["readiness_codes"].items()
    assessment = selectors.of_codes(browser.session["readiness_codes"].values()).get(pk=pk)
    answer_all(assessment)
    services.submit(assessment, actor=None)
    return browser, assessment


def mark(browser, page, assessment=None, done="yes"):
    told = {"done": done, **({"result": assessment.pk} if assessment else {})}
    return browser.post(reverse("assessments:guide_done", args=[page.translation_key]), told)


def read(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_result_leads_to_its_guide_which_leads_back_and_is_marked_as_done(
    at_work, result, guides, business, member
):
    page, back = guides["chup-anh"], reverse("assessments:result", args=[result.pk])
    assert f'href="{page.url}?result={result.pk}"' in read(at_work, back)
    shown = read(at_work, f"{page.url}?result={result.pk}")
    assert "Hãy Chụp ảnh hàng" in shown
    assert f'href="{back}#next-steps"' in shown
    gone = mark(at_work, page, result)
    assert gone.url == f"{page.url}?result={result.pk}#done"
    row = GuideDone.objects.get()
    assert (row.enterprise, row.assessment, row.done_by) == (business, result, member)
    after = read(at_work, f"{page.url}?result={result.pk}")
    assert "Nguyễn Thị Sáu" in after
    assert f'href="{guides["ma-qr"].url}?result={result.pk}"' in after
    assert "đã làm ngày" in read(at_work, back)
    assert [each.done is not None for each in selectors.advice_for(business)] == [True, False]


def test_the_translation_of_a_guide_is_the_same_guide(at_work, result, guides):
    page = guides["chup-anh"]
    english = page.copy_for_translation(page.locale.__class__.objects.get(language_code="en"))
    english.title, english.slug = "Photograph goods", "photograph-goods"
    english.save_revision().publish()
    english = GuidePage.objects.get(pk=english.pk)
    assert "You came from your result" in read(at_work, f"{english.url}?result={result.pk}")
    mark(at_work, page, result)
    assert "Not done after all" in read(at_work, english.url)


def test_a_member_marks_any_guide_and_takes_the_mark_back(at_work, business, guides):
    page = guides["ma-qr"]
    assert "bạn vừa xem kết quả" not in read(at_work, page.url).lower()
    mark(at_work, page)
    mark(at_work, page)
    assert GuideDone.objects.get().enterprise == business
    mark(at_work, page, done="no")
    assert not GuideDone.objects.exists()


def test_the_guides_that_are_done_stand_in_the_next_steps_of_the_business(
    at_work, business, result, guides
):
    home = reverse("dashboard:business")
    before = read(at_work, home)
    assert before.count("Hãy Chụp ảnh hàng") + before.count("Hãy Làm mã QR") >= 2
    mark(at_work, guides["chup-anh"], result)
    steps = at_work.get(home).context["steps"]
    states = {str(step.title): step.state for step in steps if step.key == "guide"}
    assert states["Hãy Chụp ảnh hàng"] == "done"
    assert states["Hãy Làm mã QR"] != "done"


def test_a_visitor_marks_beside_the_own_result_only(kept, questions, guides):
    page = guides["chup-anh"]
    everybodys = read(Client(), page.url)
    browser, assessment = visitor_with_result(questions)
    address = f"{page.url}?result={assessment.pk}"
    assert "Hãy Chụp ảnh hàng" in read(browser, address)
    assert mark(browser, page, assessment).status_code == 302
    row = GuideDone.objects.get()
    assert (row.enterprise, row.done_by, row.assessment) == (None, None, assessment)
    shown = read(browser, reverse("assessments:visitor_result", args=[assessment.pk]))
    assert "đã làm ngày" in shown
    other, _theirs = visitor_with_result(questions)
    for stranger in (Client(), other):
        assert "Hãy Chụp ảnh hàng" not in read(stranger, address)
        assert mark(stranger, page, assessment).status_code == 404
    assert read(Client(), page.url) == everybodys


def test_a_page_that_knows_its_reader_is_neither_kept_nor_copied_for_offline(
    kept, at_work, result, guides, settings
):
    settings.OFFLINE_COPIES = True
    page = guides["chup-anh"]
    own = at_work.get(f"{page.url}?result={result.pk}")
    assert "guide-done" in own.content.decode()
    assert "Offline-Copy" not in own.headers
    plain = Client().get(page.url)
    assert "guide-done" not in plain.content.decode()
    assert "Offline-Copy" in plain.headers
    assert f"?result={result.pk}" not in read(Client(), f"{page.url}?result={result.pk}")


def test_what_a_visitor_did_becomes_the_businesses_with_the_answers(
    questions, guides, business, member
):
    browser, assessment = visitor_with_result(questions)
    for page in guides.values():
        mark(browser, page, assessment)
    services.mark_guide(guides["ma-qr"].translation_key, True, actor=member, enterprise=business)
    services.claim(assessment, business, actor=member)
    rows = GuideDone.objects.filter(enterprise=business)
    assert {row.guide for row in rows} == {page.translation_key for page in guides.values()}
    assert GuideDone.objects.count() == 2


def test_guides_done_go_along_when_two_records_become_one(guides, business, member):
    other = enterprise("Cơ sở Hai")
    for who, slugs in ((business, ["ma-qr"]), (other, ["ma-qr", "chup-anh"])):
        for slug in slugs:
            services.mark_guide(guides[slug].translation_key, True, actor=member, enterprise=who)
    steps = merging.guides(business, other).steps
    for step in steps:
        step.do()
    assert len(selectors.guides_done(business.pk)) == 2
    assert not selectors.guides_done(other.pk)
    for step in reversed(steps):
        step.undo()
    assert len(selectors.guides_done(other.pk)) == 2


def test_a_result_that_is_none_is_no_result(at_work, business, guides):
    page = guides["ma-qr"]
    address = reverse("assessments:guide_done", args=[page.translation_key])
    for told in ("", "x", "-1", "9" * 40, "' OR 1=1", "\x00", "²"):
        assert at_work.get(page.url, {"result": told}).status_code == 200
        assert at_work.post(address, {"done": "yes", "result": told}).status_code == 302


def test_nobody_s_mark_and_a_guide_that_is_gone_are_refused(guides, business, member):
    page = guides["ma-qr"]
    with pytest.raises(RuleBroken) as nobodys:
        services.mark_guide(page.translation_key, True, actor=member)
    assert nobodys.value.code == "nobody"
    page.unpublish()
    with pytest.raises(RuleBroken) as gone:
        services.mark_guide(page.translation_key, True, actor=member, enterprise=business)
    assert gone.value.code == "guide_gone"


def test_who_marked_a_guide_finds_it_among_the_own_data(guides, business, member):
    key = guides["ma-qr"].translation_key
    services.mark_guide(key, True, actor=member, enterprise=business)
    (holding,) = [each for each in privacy.holdings() if each.key == "assessments.guides"]
    (row,) = holding.read(member)
    assert (row["guide"], row["enterprise"]) == ("Làm mã QR", str(business))
    assert set(row) == set(holding.columns)
