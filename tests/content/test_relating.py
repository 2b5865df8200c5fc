"""Guides are tied to what the houses know, found from there, and shown beside those that help with the same."""

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import translation

from content import rules, selectors, services
from content.models import GuidePage
from content.models.ties import choices
from content.rules import Traits
from portal.setup import roles
from portal.shared import pagecache
from portal.shared.guides import guides_for, guides_tied_to
from tests.factories import programmes as make
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.assessments import criterion, framework, submitted
from tests.factories.content import guide, small_site
from tests.factories.enterprises import enterprise


def traits(number, **fields):
    values = {"place": number, "pillar": "customer", "level": 0, **fields}
    values["ties"] = frozenset(values.get("ties", ()))
    return Traits(UUID(int=number), **values)


def keys(*numbers):
    return [UUID(int=number) for number in numbers]


# --- rules -------------------------------------------------------------------------------------------


def test_only_well_formed_ties_of_a_known_kind_are_kept_each_once():
    given = ["requirement:photos", "requirement:photos", "x:1", "criterion:", 7, None, "term:a b"]
    assert rules.clean_ties(given) == ["requirement:photos"]
    assert rules.clean_ties("requirement:photos") == []
    assert len(rules.clean_ties([f"term:{n}" for n in range(500)])) == 60


def test_the_nearest_share_the_topic_and_what_they_help_with_and_the_next_comes_first():
    one = traits(2, ties=["rejection:photos"])
    others = [
        traits(1),
        traits(3),
        traits(4, pillar="data"),
        traits(5, ties=["rejection:photos"]),
    ]
    assert rules.nearest(one, [one, *others], 4) == keys(5, 3, 1, 4)


def test_guides_for_other_readers_and_of_another_level_come_later():
    one = traits(1, readers=frozenset({"household"}))
    other = traits(2, readers=frozenset({"enterprise"}))
    harder = traits(3, level=2, readers=frozenset({"household"}))
    same = traits(4, readers=frozenset({"household"}))
    assert rules.nearest(one, [other, harder, same], 3) == keys(4, 3, 2)


def test_each_gap_has_a_guide_the_greatest_first_then_where_to_begin_and_nothing_that_is_known():
    among = [
        traits(1, level=1),
        traits(2, ties=["criterion:a/1"]),
        traits(3, ties=["criterion:a/2"]),
        traits(4, ties=["criterion:a/2"]),
        traits(5, ties=["criterion:a/1"], readers=frozenset({"enterprise"})),
    ]
    gaps = ["criterion:a/2", "criterion:a/1"]
    assert rules.for_gaps(gaps, among, "household", set(), 9) == keys(3, 2, 4, 1)
    assert rules.for_gaps(gaps, among, "household", set(keys(3, 4)), 2) == keys(2, 1)
    assert rules.for_gaps([], among, "", set(), 1) == keys(2)


# --- from the houses to the guides -------------------------------------------------------------------


@pytest.fixture
def index(db):
    return small_site()


def test_what_editors_tied_is_found_before_what_is_stated_unless_that_comes_first(index):
    tied = guide(index, "Ảnh đẹp", slug="anh-dep", helps_with=["rejection:photos"])
    guide(index, "Ảnh cũ", slug="anh-cu")
    guide(index, "Nháp", slug="nhap", helps_with=["rejection:brand"]).unpublish()
    wanted = {"rejection:photos": "anh-cu", "rejection:text": "anh-cu", "rejection:brand": ""}
    found = guides_for(wanted)
    assert {tie: each.title for tie, each in found.items()} == {
        "rejection:photos": "Ảnh đẹp",
        "rejection:text": "Ảnh cũ",
    }
    assert guides_for(wanted, stated_first=True)["rejection:photos"].title == "Ảnh cũ"
    assert [each.url for each in guides_tied_to("rejection:photos", "rejection:x")] == [tied.url]


def test_a_question_without_advice_of_its_own_leads_to_the_guide_that_is_tied_to_it(index, client):
    member = UserFactory()
    business = enterprise(owner=member)
    guide(index, "Chụp ảnh", slug="chup-anh", helps_with=["criterion:thu/1.1"])
    advice = [{"upto": 2, "text": {"vi": "Hãy chụp", "en": "Do"}, "guide": "khong-co"}]
    asked = framework(criterion("1.1", advice=advice))
    result = submitted(business, asked, actor=member).assessment
    client.force_login(member)
    page = client.get(reverse("assessments:result", args=[result.pk])).content.decode()
    assert f'href="/huong-dan/chup-anh/?result={result.pk}"' in page


def test_a_programme_s_page_shows_its_guides_and_the_guide_its_programme(index, client):
    programme = make.programme(slug="ke-hoach-thu", title_vi="Kế hoạch thử nghiệm")
    page = guide(index, "Dùng hỗ trợ", slug="dung-ho-tro", helps_with=["programme:ke-hoach-thu"])
    public = client.get(programme.get_absolute_url()).content.decode()
    assert f'href="{page.url}"' in public
    shown = client.get(page.url).content.decode()
    assert f'href="{programme.get_absolute_url()}"' in shown
    assert "Kế hoạch thử nghiệm" in shown


def test_a_guide_tells_in_words_what_it_helps_with(index, client):
    framework(criterion("1.1"))
    ties = ["criterion:thu/1.1", "rejection:photos", "criterion:da-mat/9"]
    page = guide(index, "Chụp ảnh", slug="chup-anh", helps_with=ties)
    with translation.override("vi"):
        told = selectors.helps_with(page)
    assert [len(each) for each in told.words.values()] == [1, 1]
    shown = client.get(page.url).content.decode()
    assert "Tiêu chí 1.1" in shown
    assert "da-mat" not in shown


def test_the_first_page_of_a_business_offers_guides_for_what_it_lacks(
    index, client, settings, django_assert_max_num_queries
):
    member = UserFactory()
    business = enterprise(owner=member)
    guide(index, "Bắt đầu", slug="bat-dau")
    guide(index, "Cho công ty", slug="cong-ty", for_household=False)
    gap = guide(index, "Ghi sổ", slug="ghi-so", level="advance", helps_with=["criterion:thu/2.1"])
    client.force_login(member)
    home = reverse("dashboard:business")
    assert [each["label"] for each in client.get(home).context["guides"]] == ["Bắt đầu", "Ghi sổ"]
    submitted(business, framework(criterion("1.1"), criterion("2.1")), actor=member)
    settings.PAGE_CACHE_SECONDS = 600
    pagecache.shelf.clear()
    client.get(home)
    with django_assert_max_num_queries(15):
        shown = client.get(home)
    pagecache.shelf.clear()
    assert [each["label"] for each in shown.context["guides"]] == ["Ghi sổ", "Bắt đầu"]
    assert f'href="{gap.url}"' in shown.content.decode()


# --- editing -----------------------------------------------------------------------------------------


def test_an_editor_ticks_what_a_guide_helps_with(index, client):
    framework(criterion("1.1"))
    make.programme(slug="ke-hoach-thu")
    offered = {tie for _group, rows in choices() for tie, _words in rows}
    assert {"criterion:thu/1.1", "rejection:papers", "programme:ke-hoach-thu"} <= offered
    page = guide(index, "Chụp ảnh", slug="chup-anh")
    roles.apply()
    services.sync_page_permissions()
    client.force_login(AdministratorFactory())
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="criterion:thu/1.1"' in form
    field = GuidePage._meta.get_field("helps_with").formfield()
    assert field.clean(["rejection:papers", "criterion:thu/1.1"]) == [
        "criterion:thu/1.1",
        "rejection:papers",
    ]
    assert field.clean([]) == []


def test_the_translation_keeps_what_its_source_helps_with(index):
    page = guide(index, "Chụp ảnh", slug="chup-anh", helps_with=["rejection:photos"])
    locale = page.locale.__class__.objects.get(language_code="en")
    english = page.copy_for_translation(locale)
    english.title = "Photographs"
    english.save_revision().publish()
    with translation.override("en"):
        (found,) = guides_tied_to("rejection:photos")
    assert found.title == "Photographs"


def test_the_guides_that_come_along_are_tied_and_their_neighbours_help(library, db):
    tied = [each for each in selectors.ties.traits() if each.ties]
    assert len(tied) >= 24
    photos = GuidePage.objects.get(slug="chup-anh-san-pham-bang-dien-thoai")
    assert "viet-mo-ta-san-pham" in {each.slug for each in selectors.next_guides(photos)}
    for reason in ("papers", "photos", "text", "category", "brand", "account"):
        assert guides_tied_to(f"rejection:{reason}"), reason
    assert photos.helps_with == [
        "criterion:dbi-sme-2021/1.1.7",
        "criterion:quick-check/1.1",
        "rejection:photos",
        "requirement:photos",
    ]
