"""The front page: the next step of each kind of visitor, and what the houses know today, kept whole for visitors."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from content import selectors
from portal.shared import clock, pagecache
from sme.enterprises.models import Membership
from sme.programmes import services as programmes
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.content import guide, small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 600
    monkeypatch.setattr(pagecache, "LOOK_EVERY", 0.0)
    cache.delete(pagecache.VERSION_KEY)
    pagecache.shelf.clear()
    yield
    pagecache.shelf.clear()


def session(cohort, officer, **fields):
    """A session of a cohort in three days."""
    begins = clock.now() + timedelta(days=3)
    told = {
        "title_vi": "Chụp ảnh hàng",
        "title_en": "Photographing goods",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "place": "Hội trường phường",
        **fields,
    }
    return programmes.plan_session(cohort, actor=officer, **told)


def test_the_front_page_opens_the_cohorts_and_sessions_of_today(client):
    small_site()
    cohort = make.cohort(title_vi="Đợt bánh tráng", title_en="Rice paper round")
    session(cohort, make.administrator())
    page = client.get("/").content.decode()
    assert (
        page.count(reverse("programmes:public_cohort", args=[cohort.programme.slug, cohort.pk]))
        == 2
    )
    assert "Đợt bánh tráng" in page
    assert "Chụp ảnh hàng" in page
    english = client.get("/en/").content.decode()
    assert "Rice paper round" in english
    assert "Photographing goods" in english


def test_what_is_not_public_or_over_does_not_stand_there(client):
    small_site()
    officer = make.administrator()
    draft = make.cohort(programme=make.programme(state="draft", slug="nhap"), title_vi="Đợt nháp")
    session(draft, officer, title_vi="Buổi nháp")
    called_off = make.cohort(title_vi="Đợt bị hủy")
    session(called_off, officer, title_vi="Buổi của đợt bị hủy")
    programmes.move_cohort(called_off, "cancelled", reason="Không đủ người", actor=officer)
    page = client.get("/").content.decode()
    listed = client.get(reverse("programmes:public_sessions")).content.decode()
    for words in ("Đợt nháp", "Buổi nháp", "Đợt bị hủy", "Buổi của đợt bị hủy"):
        assert words not in page
        assert words not in listed


def test_a_kept_front_page_follows_cohorts_and_sessions_in_both_languages(
    kept, client, django_capture_on_commit_callbacks, django_assert_num_queries
):
    small_site()
    officer, cohort = make.administrator(), make.cohort(state="planned", title_vi="Đợt xoài")
    listed = reverse("programmes:public_sessions")

    def seen(words):
        return [words in client.get(address).content.decode() for address in ("/", listed)]

    assert seen("Đợt xoài") == [False, False]
    with django_assert_num_queries(0):
        client.get("/"), client.get(listed)
    with django_capture_on_commit_callbacks(execute=True):
        programmes.open_cohort(cohort, actor=officer)
        made = session(cohort, officer)
    assert seen("Đợt xoài") == [True, True]
    assert seen("Chụp ảnh hàng") == [True, True]
    assert "Photographing goods" in client.get("/en/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        programmes.change_session(
            made, expected_version=made.version, actor=officer, title_vi="Chụp ảnh xoài"
        )
    assert seen("Chụp ảnh xoài") == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        programmes.cancel_session(made, reason="Bão", actor=officer)
    assert seen("Chụp ảnh xoài") == [False, False]
    assert "Photographing goods" not in client.get("/en/").content.decode()


def test_each_kind_of_person_finds_their_next_step_and_nobody_elses(kept, client):
    small_site()
    anonymous = client.get("/").content.decode()
    for name in (
        "assessments:public",
        "programmes:public",
        "programmes:solutions",
        "account_signup",
    ):
        assert reverse(name) in anonymous
    member, new, officer = UserFactory(), UserFactory(), make.administrator()
    business = make.enterprise(name="Hộ Bánh Phồng Sáu Lành")
    Membership.objects.create(enterprise=business, user=member, role="owner")

    def step_of(user):
        reader = Client()
        reader.force_login(user)
        page = reader.get("/").content.decode()
        return page.partition('class="next-step ')[2].partition("</section>")[0]

    assert reverse("enterprises:mine") in step_of(member)
    assert "Cho biết bạn đại diện" in step_of(new)
    assert reverse("dashboard:workspace") in step_of(officer)
    assert client.get("/").content.decode() == anonymous
    assert "next-step " not in anonymous


def test_the_front_page_costs_little_whatever_stands_on_it(client, django_assert_max_num_queries):
    index, officer = small_site(), make.administrator()
    for number in range(5):
        guide(index, f"Bài {number}", slug=f"bai-{number}")
        session(make.cohort(code=f"D{number}"), officer)
    client.get("/")
    with django_assert_max_num_queries(12):
        page = client.get("/").content
    assert len(page) < 50_000


def test_a_member_s_front_page_takes_from_the_kept_parts_what_all_see(
    kept, client, django_assert_max_num_queries
):
    small_site()
    business, member = make.enterprise(), UserFactory()
    Membership.objects.create(enterprise=business, user=member, role="owner")
    client.force_login(member)
    client.get("/")
    with django_assert_max_num_queries(15):
        client.get("/")


def test_the_latest_guides_are_others_than_those_to_begin_with():
    index = small_site()
    made = [guide(index, f"Bài {number}", slug=f"bai-{number}") for number in range(7)]
    first, latest = selectors.front_guides(index.locale_id)
    assert first == made[:6]
    assert latest == [made[6]]


def test_sessions_and_solutions_are_found_from_the_foot_of_every_public_page(client):
    small_site()
    foot = client.get(reverse("content:search")).content.decode()
    foot = foot.partition("site-footer")[2]
    assert f'href="{reverse("programmes:public_sessions")}"' in foot
    assert f'href="{reverse("programmes:solutions")}"' in foot


def test_the_page_of_sessions_tells_machines_of_events(client):
    cohort = make.cohort()
    session(cohort, make.administrator())
    page = client.get(reverse("programmes:public_sessions")).content.decode()
    assert '"@type": "Event"' in page
    assert "Hội trường phường" in page
    assert "Hiện chưa có buổi nào" not in page
