"""Who may do what in the libraries' own screens: one table, applied by ``sync_roles``.

Our own pages ask the rooms' predicates (``permissions.py``); this table grants Django permissions,
which the Wagtail admin asks. Pages and workflow are granted by the guidance room.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from portal.accounts.rules import Role

ADMIN_ENTRY = ["wagtailadmin.access_admin"]
TRANSLATING = ["wagtail_localize.submit_translation"]
MARKETPLACES = [
    f"marketplaces.{verb}_{kind}"
    for kind in ("marketplace", "requirement")
    for verb in ("view", "add", "change", "delete")
]
TERMS = [f"content.{verb}_term" for verb in ("view", "add", "change", "delete")]
SOLUTIONS = [f"programmes.{verb}_solution" for verb in ("view", "add", "change", "delete")]

GRANTS: dict[str, list[str]] = {
    Role.OFFICER: [],
    Role.EDITOR: [*ADMIN_ENTRY, *TRANSLATING, *SOLUTIONS, *TERMS],
    Role.MODERATOR: [*ADMIN_ENTRY, *TRANSLATING, *TERMS, "wagtailredirects.add_redirect"],
    Role.ADMINISTRATOR: [
        *ADMIN_ENTRY,
        *TRANSLATING,
        *MARKETPLACES,
        *SOLUTIONS,
        *TERMS,
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "content.change_sitesettings",
    ],
}


def permission(name: str) -> Permission:
    """The permission ``app.codename``; refuses (``Permission.DoesNotExist``) an unknown one."""
    app, codename = name.split(".", 1)
    return Permission.objects.get(content_type__app_label=app, codename=codename)


@transaction.atomic
def apply() -> dict[str, int]:
    """Make every role hold exactly its grants; returns role → number of permissions."""
    counts = {}
    for role, names in GRANTS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([permission(name) for name in names])
        counts[str(role)] = len(names)
    # Wagtail's first migration makes two groups that we do not use.
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    return counts
