"""Who may write and who may publish: repeatable, so that it can run at each start."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from portal.accounts.rules import Role

WORKFLOW_NAME = "Duyệt bài trước khi đăng"
TASK_NAME = "Người duyệt xem bài"
STOCK_GROUPS = ("Editors", "Moderators")

PAGE_GRANTS = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.MODERATOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.ADMINISTRATOR: (
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
        "bulk_delete_page",
    ),
}
# Wagtail keeps the rights over any image model under those of its own one.
COLLECTION_GRANTS = {
    Role.EDITOR: ("add_image", "choose_image", "add_document", "choose_document"),
    Role.MODERATOR: (
        "add_image",
        "change_image",
        "delete_image",
        "choose_image",
        "add_document",
        "change_document",
        "delete_document",
        "choose_document",
    ),
}
COLLECTION_GRANTS[Role.ADMINISTRATOR] = COLLECTION_GRANTS[Role.MODERATOR]


@transaction.atomic
def sync_workflow() -> Workflow:
    """Make one moderator's approval the way to publication of every page, and retire Wagtail's stock workflow."""
    moderators = Group.objects.get_or_create(name=Role.MODERATOR.value)[0]
    task = GroupApprovalTask.objects.filter(
        name=TASK_NAME
    ).first() or GroupApprovalTask.objects.create(name=TASK_NAME)
    task.groups.set([moderators])
    workflow = Workflow.objects.filter(name=WORKFLOW_NAME).first() or Workflow.objects.create(
        name=WORKFLOW_NAME
    )
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    root = Page.get_first_root_node()
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    stock = Workflow.objects.filter(name="Moderators approval", active=True)
    for unused in stock.exclude(workflow_states__status="in_progress"):
        unused.delete()
    return workflow


@transaction.atomic
def sync_page_permissions() -> None:
    """Give the roles their rights over pages, pictures and documents; take away any others.

    Editors write and submit, moderators publish. Neither gets a right over enterprises here.
    """
    root, top = Page.get_first_root_node(), Collection.get_first_root_node()
    for role, codenames in PAGE_GRANTS.items():
        group = Group.objects.get_or_create(name=role.value)[0]
        wanted = list(
            Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
        )
        kept = [
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission
            )[0].pk
            for permission in wanted
        ]
        GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    for role, codenames in COLLECTION_GRANTS.items():
        group = Group.objects.get(name=role.value)
        wanted = list(
            Permission.objects.filter(
                content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=codenames
            )
        )
        kept = [
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=top, permission=permission
            )[0].pk
            for permission in wanted
        ]
        GroupCollectionPermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    Group.objects.filter(name__in=STOCK_GROUPS, user__isnull=True).delete()
