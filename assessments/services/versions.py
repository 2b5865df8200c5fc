"""Versions of frameworks: loaded from documents, published, and then frozen for good."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import rules
from assessments.models import Framework, FrameworkVersion
from assessments.rules import Definition, VersionState
from assessments.rules.numbers import rounded
from assessments.services import crossing
from portal.shared import audit, clock, pagecache
from portal.shared.errors import RuleBroken

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED = ("quick-check.json", "dbi-sme-2021.json")


@transaction.atomic
def import_version(
    definition: Definition, *, actor: Any, is_published: bool = True
) -> FrameworkVersion:
    """Load a version from its definition; loading the same document again changes nothing.

    Refuses (``RuleBroken``) another document under the name of a published version; a draft is replaced.
    """
    framework, _new = Framework.objects.get_or_create(
        slug=definition.slug,
        defaults={**_description(definition), "position": Framework.objects.count()},
    )
    values = columns_of(definition)
    version = (
        FrameworkVersion.objects.select_for_update()
        .filter(framework=framework, name=definition.version)
        .first()
    )
    if version is None:
        version = FrameworkVersion(framework=framework, name=definition.version)
    elif version.checksum == values["checksum"]:
        return publish(version, actor=actor) if is_published else version
    elif version.state != VersionState.DRAFT:
        raise RuleBroken(
            "version_frozen",
            _(
                "Version %(version)s of %(slug)s is published and cannot change; give the new one another name."
            )
            % {"version": definition.version, "slug": definition.slug},
        )
    for name, value in values.items():
        setattr(version, name, value)
    version.save()
    _record(version, "assessments.import_version", actor, {"checksum": version.checksum})
    return publish(version, actor=actor) if is_published else version


@transaction.atomic
def publish(version: FrameworkVersion, *, actor: Any) -> FrameworkVersion:
    """Freeze a draft and use it for new assessments; open drafts go on with the version they began with."""
    version = (
        FrameworkVersion.objects.select_for_update().select_related("framework").get(pk=version.pk)
    )
    if version.state != VersionState.DRAFT:
        return version
    definition = rules.parse(version.document)
    if rules.checksum(version.document) != version.checksum:
        raise RuleBroken("checksum_wrong", _("The document does not match its checksum."))
    version.state = VersionState.PUBLISHED
    version.published_at = clock.now()
    version.save(update_fields=["state", "published_at", "updated_at"])
    framework = version.framework
    for name, value in _description(definition).items():
        setattr(framework, name, value)
    framework.current = version
    framework.save()
    _record(version, "assessments.publish", actor, {"checksum": version.checksum})
    crossing.declare_what_is_plain(version, actor=actor)
    pagecache.renew()
    return version


@transaction.atomic
def offer(framework: Framework, *, is_offered: bool, actor: Any) -> None:
    """Offer a framework to businesses, or take it off the list; what was answered stays."""
    Framework.objects.filter(pk=framework.pk).update(is_offered=is_offered)
    framework.is_offered = is_offered
    audit.record(
        framework, "assessments.offer", actor=actor, data=_by(actor, {"offered": is_offered})
    )


def load_shipped(*, actor: Any) -> list[FrameworkVersion]:
    """The frameworks that come with the project."""
    return [
        import_version(rules.parse((DATA / name).read_bytes()), actor=actor) for name in SHIPPED
    ]


def _description(definition: Definition) -> dict[str, Any]:
    return {
        "title_vi": definition.title.vi,
        "title_en": definition.title.en,
        "summary_vi": definition.summary.vi,
        "summary_en": definition.summary.en,
        "minutes": definition.minutes,
        "is_official": definition.is_official,
    }


def columns_of(definition: Definition) -> dict[str, Any]:
    """The stored form of a definition, with what lists show of it."""
    document = rules.canonical(definition)
    return {
        "document": document,
        "checksum": rules.checksum(document),
        "criteria_count": len(definition.criteria),
        "unverified_count": sum(not c.is_verified for c in definition.criteria),
        "max_points": rounded(definition.max_points, 3),
        "top_level": definition.top_level,
    }


def _by(actor: Any, data: dict[str, Any]) -> dict[str, Any]:
    return data if actor is not None else {**data, **audit.BY_SYSTEM}


def _record(version: FrameworkVersion, act: str, actor: Any, data: dict[str, Any]) -> None:
    audit.record(version, act, actor=actor, data=_by(actor, data))
