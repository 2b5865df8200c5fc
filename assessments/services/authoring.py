"""Drafts of versions: made, changed, given to another for publication. Two people see each version before it counts."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import permissions, rules, selectors
from assessments.models import FrameworkVersion
from assessments.rules import Definition, VersionState, editing
from assessments.services.versions import columns_of, import_version, publish
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion

MOST_TOLD = 60
"""So many changed values one entry of the history holds; the rest is counted."""


@transaction.atomic
def copy_version(version: FrameworkVersion, name: str, *, actor: Any) -> FrameworkVersion:
    """A draft with the words of another version; refuses a name that is taken or is none."""
    try:
        definition = editing.renamed(selectors.definition_of(version), name)
    except rules.FrameworkInvalid:
        raise RuleBroken(
            "version_name",
            _(
                "Use letters, digits, points and dashes for the name, at most 40, for example 2027.1."
            ),
            "name",
        ) from None
    if FrameworkVersion.objects.filter(framework=version.framework, name=name).exists():
        raise RuleBroken("version_taken", _("There is a version of this name already."), "name")
    draft = import_version(definition, actor=actor, is_published=False)
    draft.based_on, draft.changed_by = version, actor
    draft.save(update_fields=["based_on", "changed_by", "updated_at"])
    return draft


@transaction.atomic
def load_draft(definition: Definition, *, actor: Any) -> FrameworkVersion:
    """A draft from a file; a draft of the same name is replaced, and the history says what changed.

    Refuses the name of a published version.
    """
    present = (
        FrameworkVersion.objects.select_for_update()
        .filter(
            framework__slug=definition.slug,
            name=definition.version,
            state=VersionState.DRAFT,
        )
        .select_related("framework")
        .first()
    )
    if present is not None:
        return change_draft(present, definition, actor=actor, expected=present.checksum)
    draft = import_version(definition, actor=actor, is_published=False)
    if draft.state != VersionState.DRAFT:
        raise RuleBroken(
            "version_unchanged", _("This file is the published version itself; nothing changed.")
        )
    draft.changed_by, draft.based_on = actor, draft.framework.current
    draft.save(update_fields=["changed_by", "based_on", "updated_at"])
    return draft


@transaction.atomic
def change_draft(
    version: FrameworkVersion, definition: Definition, *, actor: Any, expected: str
) -> FrameworkVersion:
    """Replace a draft's document. ``expected`` is the checksum that the page showed.

    Whatever was asked for before must be asked for again. Refuses a published version and a stale page.
    """
    draft = _locked_draft(version)
    if draft.checksum != expected:
        raise StaleVersion
    values = columns_of(definition)
    if values["checksum"] == draft.checksum:
        return draft
    told = editing.differences(selectors.definition_of(draft), definition)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.changed_by, draft.asked_by, draft.asked_at = actor, None, None
    draft.save()
    data: dict[str, Any] = {"changes": dict(list(told.items())[:MOST_TOLD])}
    if len(told) > MOST_TOLD:
        data["more"] = len(told) - MOST_TOLD
    audit.record(draft, "assessments.change_draft", actor=actor, data=data)
    return draft


@transaction.atomic
def ask_publication(version: FrameworkVersion, *, actor: Any) -> FrameworkVersion:
    """Hand the draft to somebody who may publish."""
    draft = _locked_draft(version)
    if draft.asked_at is None:
        draft.asked_by, draft.asked_at = actor, clock.now()
        draft.save(update_fields=["asked_by", "asked_at", "updated_at"])
        audit.record(draft, "assessments.ask_publication", actor=actor)
    return draft


@transaction.atomic
def send_back(version: FrameworkVersion, reason: str, *, actor: Any) -> FrameworkVersion:
    """Give the draft back to its editor with a reason; refuses one that nobody asked to publish."""
    draft = _locked_draft(version)
    if draft.asked_at is None:
        raise RuleBroken("not_asked", _("Nobody has asked to publish this draft."))
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say in a sentence what should change."), "reason")
    draft.asked_by, draft.asked_at = None, None
    draft.save(update_fields=["asked_by", "asked_at", "updated_at"])
    data = {"changes": {str(_("What should change")): [None, reason.strip()[:500]]}}
    audit.record(draft, "assessments.send_back", actor=actor, data=data)
    return draft


@transaction.atomic
def release(version: FrameworkVersion, *, actor: Any, expected: str) -> FrameworkVersion:
    """Publish what was asked for. ``expected`` is the checksum of what the person read.

    Refuses a draft that nobody asked to publish, one that changed meanwhile, somebody who may not publish, and
    whoever changed it last: a version is published by somebody else.
    """
    draft = _locked_draft(version)
    if not permissions.can_publish(actor):
        raise RuleBroken(
            "may_not_publish", _("A moderator or an administrator publishes versions.")
        )
    if draft.asked_at is None:
        raise RuleBroken("not_asked", _("Nobody has asked to publish this draft."))
    if actor.pk in (draft.changed_by_id, draft.asked_by_id):
        raise RuleBroken(
            "own_work",
            _("You changed this draft last or asked for it yourself. Somebody else publishes it."),
        )
    if draft.checksum != expected:
        raise StaleVersion
    return publish(draft, actor=actor)


@transaction.atomic
def drop_draft(version: FrameworkVersion, *, actor: Any) -> None:
    """Delete a draft; nobody can have answered it."""
    draft = _locked_draft(version)
    audit.record(draft, "assessments.drop_draft", actor=actor, deleted=True)
    draft.delete()


def _locked_draft(version: FrameworkVersion) -> FrameworkVersion:
    draft = (
        FrameworkVersion.objects.select_for_update(of=("self",))
        .select_related("framework")
        .get(pk=version.pk)
    )
    if draft.state != VersionState.DRAFT:
        raise RuleBroken(
            "version_frozen_already",
            _("This version is published and frozen. Make a new draft from it."),
        )
    return draft
