"""Editors write and submit, moderators publish, readers find; nobody else gets in."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page, TaskState, Workflow, WorkflowPage

from content import services
from content.models import GuidePage
from tests.factories import content as make
from tests.factories.accounts import EditorFactory, ModeratorFactory, OfficerFactory, UserFactory


@pytest.fixture
def index(db):
    from portal.setup import roles

    roles.apply()
    services.sync_workflow()
    services.sync_page_permissions()
    return make.small_site()


@pytest.fixture
def library_site(index):
    make.guide(index, "Hóa đơn").copy_for_translation(Locale.objects.get(language_code="en"))
    return index


def filled_in(page: GuidePage | None = None, **words: str) -> dict[str, str]:
    """What the editing form sends for a guide with one paragraph."""
    values = {
        "title": "Bán bánh qua Zalo",
        "slug": "",
        "summary": "Nhận đơn bánh qua Zalo mà không sót đơn nào.",
        "pillar": "customer",
        "level": "start",
        "for_household": "on",
        "cost": "",
        "time_needed": "",
        "seo_title": "",
        "search_description": "",
        "keywords": "zalo",
        "review_on": "",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Nhận đơn mỗi sáng",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    return {**values, **words}


def test_from_a_blank_page_to_a_published_guide_that_is_found(index, client):
    editor, moderator = EditorFactory(), ModeratorFactory()
    add = reverse("wagtailadmin_pages:add", args=["content", "guidepage", index.pk])

    client.force_login(editor)
    assert client.get(add).status_code == 200
    response = client.post(add, filled_in(**{"action-submit": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    page = GuidePage.objects.get(title="Bán bánh qua Zalo")
    assert page.slug == "ban-banh-qua-zalo"
    assert not page.live
    assert page.workflow_in_progress
    assert (
        client.get("/search/", {"q": "ban banh zalo"}).content.decode().count("ban-banh-qua-zalo")
        == 0
    )

    client.force_login(moderator)
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert client.post(approve).status_code in (200, 302)

    client.logout()
    assert client.get("/huong-dan/ban-banh-qua-zalo/").status_code == 200
    assert "ban-banh-qua-zalo" in client.get("/search/", {"q": "ban banh zalo"}).content.decode()


def test_an_editor_cannot_publish_even_by_asking(index, client):
    page = make.guide(index, "Hóa đơn")
    client.force_login(EditorFactory())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, filled_in(title="Hóa đơn mới", slug="hoa-don", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "Hóa đơn"


def test_an_editor_cannot_approve_their_own_guide(index, client):
    editor = EditorFactory()
    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["content", "guidepage", index.pk])
    client.post(add, filled_in(**{"action-submit": "1"}))
    page = GuidePage.objects.get(title="Bán bánh qua Zalo")
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]))
    page.refresh_from_db()
    assert not page.live


def test_a_moderator_may_publish_at_once(index, client):
    page = make.guide(index, "Hóa đơn")
    client.force_login(ModeratorFactory())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, filled_in(title="Hóa đơn mới", slug="hoa-don", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.title == "Hóa đơn mới"


@pytest.mark.parametrize("view", ["edit", "copy", "history", "usage"])
def test_the_pages_of_the_editors_place_open(index, client, view):
    page = make.guide(index, "Hóa đơn")
    client.force_login(EditorFactory())
    assert client.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code == 200
    assert client.get("/admin/guides/").status_code == 200


def test_an_editor_can_carry_a_translation_on(library_site, client):
    editor = EditorFactory()
    client.force_login(editor)
    page = library_site.get_children().first()
    english = page.get_translation(Locale.objects.get(language_code="en"))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert response.status_code == 200


@pytest.mark.parametrize("factory", [UserFactory, OfficerFactory])
def test_others_do_not_get_into_the_editors_place(index, client, factory):
    client.force_login(factory())
    assert client.get(reverse("wagtailadmin_home")).status_code in (302, 403)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).status_code in (302, 403)


@pytest.mark.parametrize("factory", [EditorFactory, ModeratorFactory])
def test_those_who_edit_do_not_see_enterprises(index, client, factory):
    client.force_login(factory())
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get("/workspace/enterprises/").status_code in (302, 403, 404)


def test_the_rights_can_be_applied_again_and_again(index):
    before = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
    services.sync_page_permissions()
    services.sync_workflow()
    assert (
        set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))
        == before
    )
    assert ("Editor", "publish_page") not in before
    assert ("Moderator", "publish_page") in before
    assert Workflow.objects.filter(active=True).count() == 1
    assert (
        WorkflowPage.objects.get(page=Page.get_first_root_node()).workflow == Workflow.objects.get()
    )


def test_a_right_that_was_given_by_hand_is_taken_away(index):
    from django.contrib.auth.models import Permission

    editor = Group.objects.get(name="Editor")
    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=editor, page=index, permission=publish)
    services.sync_page_permissions()
    assert not GroupPagePermission.objects.filter(group=editor, permission=publish).exists()
