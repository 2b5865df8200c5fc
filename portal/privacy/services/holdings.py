"""What the floor knows of people: the account, how it is protected, what was agreed, jobs, lists, acts."""

from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.privacy.models import Consent, Erasure
from portal.shared import privacy
from portal.shared.models import ColumnSet, ImportBatch, ImportMapping, Job
from portal.shared.privacy import Holding, rows_of

OURS = ("portal", "sme", "assessments", "content")
GONE = "erased.invalid"


def register_all() -> None:
    """Make them known; called when Django starts."""
    for holding in (*_people(), *_work()):
        privacy.register(holding)


def _people() -> Iterable[Holding]:
    yield Holding(
        key="account",
        order=990,  # erased last: other rooms find their rows by its address
        label=_("Account"),
        activity="account",
        columns={
            "email": _("E-mail"),
            "display_name": _("Name"),
            "phone": _("Phone"),
            "language": _("Language"),
            "date_joined": _("Joined"),
            "last_login": _("Last sign-in"),
        },
        read=lambda user: rows_of(
            User.objects.filter(pk=user.pk),
            *("email", "display_name", "phone", "language", "date_joined", "last_login"),
        ),
        erase=_erase_account,
        covers=("accounts.user.email", "accounts.user.phone"),
    )
    yield Holding(
        key="account.addresses",
        order=980,
        label=_("E-mail addresses"),
        activity="account",
        columns={"email": _("E-mail"), "verified": _("Confirmed"), "primary": _("In use")},
        read=lambda user: rows_of(
            EmailAddress.objects.filter(user=user), "email", "verified", "primary"
        ),
        erase=lambda user: EmailAddress.objects.filter(user=user).delete()[0],
    )
    yield Holding(
        key="account.protection",
        order=970,
        label=_("Two-step sign-in"),
        activity="account",
        columns={"type": _("Kind"), "created_at": _("Since"), "last_used_at": _("Last used")},
        read=lambda user: rows_of(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        erase=lambda user: Authenticator.objects.filter(user=user).delete()[0],
    )
    yield Holding(
        key="account.sessions",
        order=960,
        label=_("Where you are signed in"),
        activity="account",
        columns={"created_at": _("Since"), "ip": _("Address"), "user_agent": _("Device")},
        read=lambda user: rows_of(
            UserSession.objects.filter(user=user), "created_at", "ip", "user_agent"
        ),
        erase=_end_sessions,
    )
    yield Holding(
        key="privacy.consents",
        order=950,
        label=_("What you agreed to"),
        activity="consents",
        columns={
            "purpose": _("Purpose"),
            "text__version": _("Version of the text"),
            "given_at": _("Given"),
            "given_where": _("Where"),
            "withdrawn_at": _("Withdrawn"),
        },
        read=lambda user: rows_of(
            Consent.objects.filter(user=user),
            *("purpose", "text__version", "given_at", "given_where", "withdrawn_at"),
        ),
        kept=_("That you agreed, and when you withdrew, proves what was lawful. No name stays."),
        covers=("privacy.consent.user",),
    )
    yield Holding(
        key="privacy.erasures",
        order=951,
        label=_("Erasures that were asked for"),
        activity="consents",
        columns={
            "reason": _("Reason"),
            "asked_at": _("Requested at"),
            "cancelled_at": _("Taken back"),
            "done_at": _("Done"),
        },
        read=lambda user: rows_of(
            Erasure.objects.filter(user=user), "reason", "asked_at", "cancelled_at", "done_at"
        ),
        kept=_("That the account was erased, and when, has to be provable. No name stays."),
        covers=("privacy.erasure.user",),
    )


def _work() -> Iterable[Holding]:
    yield Holding(
        key="shared.jobs",
        order=800,
        label=_("Background jobs"),
        activity="files",
        columns={
            "kind": _("Kind"),
            "title": _("Title"),
            "state": _("State"),
            "created_at": _("Started"),
        },
        read=lambda user: rows_of(
            Job.objects.filter(owner=user), "kind", "title", "state", "created_at"
        ),
        erase=_erase_jobs,
    )
    yield Holding(
        key="shared.lists",
        order=810,
        label=_("Lists that you brought in"),
        activity="files",
        columns={"name": _("File"), "state": _("State"), "created_at": _("Uploaded")},
        read=lambda user: rows_of(
            ImportBatch.objects.filter(owner=user), "name", "state", "created_at"
        ),
        kept=_("Lists of the office stay until their period ends, without your name."),
    )
    yield Holding(
        key="shared.columns",
        order=820,
        label=_("Columns that you chose"),
        activity="files",
        columns={"subject": _("List"), "name": _("Name")},
        read=lambda user: rows_of(ColumnSet.objects.filter(owner=user), "subject", "name"),
        erase=_erase_columns,
        covers=("shared.columnset.owner", "shared.importmapping.owner"),
    )
    yield Holding(
        key="acts",
        order=900,
        label=_("What you decided, wrote or checked"),
        activity="office",
        columns={"what": _("What"), "role": _("As"), "count": _("Number")},
        read=acts_of,
        kept=_("Who decided or wrote something belongs to the record. The name is taken away."),
    )


def acts_of(user: Any) -> Iterator[privacy.Row]:
    """How many rows of each kind say that this person decided or wrote them."""
    for model, column in pointing():
        count = model._default_manager.filter(**{column.name: user.pk}).count()
        if count:
            yield {
                "what": str(model._meta.verbose_name_plural),
                "role": str(column.verbose_name),
                "count": count,
            }


def pointing(*, owned: bool = False) -> Iterator[tuple[type[Model], Any]]:
    """Our columns that lead to a person: those that say who did something, or (``owned``) whose the row is."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] not in OURS:
            continue
        for model in config.get_models():
            for column in model._meta.concrete_fields:
                if isinstance(column, ForeignKey) and column.related_model is User:
                    is_owned = column.remote_field.on_delete is CASCADE
                    if is_owned is owned:
                        yield model, column


# --- taking the person out ------------------------------------------------------------------------------


def _erase_account(user: Any) -> int:
    """The row stays, for what it counts and what leads to it; nothing in it leads to a person."""
    with override("vi"):
        nobody = str(_("Erased account"))
    found = User.objects.get(pk=user.pk)
    found.email, found.display_name, found.phone = f"erased-{found.pk}@{GONE}", nobody, ""
    found.is_active, found.last_login = False, None
    found.set_unusable_password()
    found.save(
        update_fields=["email", "display_name", "phone", "is_active", "last_login", "password"]
    )
    found.groups.clear()
    UserProfile.objects.filter(user=found).delete()
    if apps.is_installed("allauth.socialaccount"):
        social: Any = apps.get_app_config("socialaccount").get_model("SocialAccount")
        social.objects.filter(user_id=found.pk).delete()
    return 1


def _end_sessions(user: Any) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _erase_jobs(user: Any) -> int:
    rows = list(Job.objects.filter(owner=user))
    for job in rows:
        if job.result_file:
            job.result_file.storage.delete(str(job.result_file.name))
    mine = Job.objects.filter(owner=user)
    return mine.update(title="", result_file="", result_name="", owner=None)


def _erase_columns(user: Any) -> int:
    ImportMapping.objects.filter(owner=user).delete()
    return ColumnSet.objects.filter(owner=user, is_shared=False).delete()[0]
