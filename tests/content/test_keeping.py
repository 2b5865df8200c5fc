"""Keeping guidance right: what is due, translations at a glance, what leads to a page, and pages that are gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale, ReferenceIndex

from content import selectors
from portal.setup import roles
from portal.shared import clock
from tests.factories import content as make
from tests.factories.accounts import EditorFactory, OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    return make.small_site()


def test_guides_without_a_day_or_past_it_are_due_and_no_others(index):
    today = clock.today()
    make.guide(index, "Không hẹn ngày")
    make.guide(index, "Quá hạn", review_on=today - timedelta(days=9))
    make.guide(index, "Còn lâu", review_on=today + timedelta(days=9))
    make.guide(index, "Nháp").unpublish()
    assert {each.title for each in selectors.due_guides(today)} == {"Không hẹn ngày", "Quá hạn"}


def test_the_matrix_tells_what_is_missing_and_what_the_source_has_left_behind(index):
    lonely = make.guide(index, "Một mình")
    both = make.guide(index, "Hai tiếng")
    english = both.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Two languages"
    english.save_revision().publish()
    states = {row.title: [cell.state for cell in row.cells] for row in selectors.translations()}
    assert states["Một mình"] == ["published", "missing"]
    assert states["Hai tiếng"] == ["published", "published"]
    both.save_revision().publish()
    states = {row.title: [cell.state for cell in row.cells] for row in selectors.translations()}
    assert states["Hai tiếng"] == ["published", "old"]
    assert lonely.title == selectors.translations()[0].title


def test_editors_open_both_reports_and_officers_neither(index, client):
    make.guide(index, "Không hẹn ngày")
    roles.apply()
    addresses = [reverse("content_due"), reverse("content_translations")]
    client.force_login(OfficerFactory())
    assert all(client.get(each).status_code in (302, 403) for each in addresses)
    client.force_login(EditorFactory())
    for each in addresses:
        assert "Không hẹn ngày" in client.get(each).content.decode()


def test_before_a_page_goes_what_leads_to_it_is_told(index):
    page = make.guide(index, "Chụp ảnh", helps_with=["requirement:photos", "term:ma-qr"])
    link = f'<p><a linktype="page" id="{page.pk}">Chụp ảnh</a></p>'
    other = make.guide(index, "Bài khác", text=link)
    ReferenceIndex.create_or_update_for_object(other)
    uses = selectors.uses_of(page)
    assert uses.pages == 1
    assert {kind.value: n for kind, n in uses.ties.items()} == {"requirement": 1}
    assert not selectors.uses_of(other)


def test_a_page_that_was_taken_down_says_so_and_what_replaces_it(index, client):
    new = make.guide(index, "Bài mới")
    old = make.guide(index, "Bài cũ", replaced_by=new)
    address = old.url
    assert client.get(address).status_code == 200
    old.unpublish()
    gone = client.get(address)
    assert gone.status_code == 410
    assert f'href="{new.url}"' in gone.content.decode()
    new.unpublish()
    assert new.url not in client.get(address).content.decode()


def test_a_page_that_never_was_public_is_simply_not_there(index, client):
    draft = make.guide(index, "Nháp")
    type(draft).objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    assert client.get(draft.url).status_code == 404
