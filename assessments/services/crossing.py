"""Crosswalks are declared by people; what is word for word the same is declared when a version is published."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import selectors
from assessments.models import Answer, Assessment, Crosswalk, FrameworkVersion
from assessments.rules import Likeness, Source, VersionState, crossing
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken


@transaction.atomic
def declare(
    earlier: FrameworkVersion,
    later: FrameworkVersion,
    links: Iterable[crossing.Link],
    *,
    actor: Any,
) -> int:
    """Write how the questions of a version stand to those of an earlier one; returns how many changed.

    Refuses versions of two frameworks, codes that are not there, and “the same” between questions that are answered
    differently.
    """
    if earlier.framework_id != later.framework_id or earlier.pk == later.pk:
        raise RuleBroken("versions_strange", _("Choose two versions of one questionnaire."))
    old, new = selectors.definition_of(earlier), selectors.definition_of(later)
    present = {
        row.criterion: row
        for row in Crosswalk.objects.select_for_update().filter(earlier=earlier, later=later)
    }
    moment, rows, told = clock.now(), [], {}
    for link in links:
        _refuse(link, old, new)
        row = present.get(link.criterion)
        before = (row.earlier_criterion, row.likeness) if row else ("", "")
        if row is not None and before == (link.earlier, link.likeness):
            continue
        told[link.criterion] = [" ".join(before).strip() or None, f"{link.earlier} {link.likeness}"]
        rows.append(
            Crosswalk(
                earlier=earlier,
                later=later,
                criterion=link.criterion,
                earlier_criterion=link.earlier,
                likeness=link.likeness,
                decided_at=moment,
                decided_by=actor,
            )
        )
    Crosswalk.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["earlier", "later", "criterion"],
        update_fields=["earlier_criterion", "likeness", "decided_at", "decided_by"],
    )
    if rows:
        data = {"from": earlier.name, "changes": told}
        by = data if actor is not None else {**data, **audit.BY_SYSTEM}
        audit.record(later, "assessments.declare_crosswalk", actor=actor, data=by)
    return len(rows)


def _refuse(link: crossing.Link, old: Any, new: Any) -> None:
    later = new.by_code.get(link.criterion)
    if later is None:
        raise RuleBroken("criterion_unknown", _("This framework has no such criterion."))
    if link.likeness == Likeness.NONE:
        if link.earlier:
            raise RuleBroken(
                "crosswalk_none", _("A new question stands beside no earlier one."), link.criterion
            )
        return
    earlier = old.by_code.get(link.earlier)
    if earlier is None:
        raise RuleBroken(
            "crosswalk_missing", _("Choose the earlier question that is meant."), link.criterion
        )
    if link.likeness == Likeness.EQUAL and not crossing.can_be_equal(earlier, later):
        raise RuleBroken(
            "crosswalk_differs",
            _("These two are answered in different ways, so they are similar at most."),
            link.criterion,
        )


def declare_what_is_plain(later: FrameworkVersion, *, actor: Any) -> None:
    """Fill in what nobody has decided, towards every earlier published version of the framework."""
    earlier_ones = FrameworkVersion.objects.filter(framework=later.framework_id).exclude(
        state=VersionState.DRAFT
    )
    for earlier in earlier_ones.exclude(pk=later.pk):
        old, new = selectors.definition_of(earlier), selectors.definition_of(later)
        # The draft may have changed after somebody decided: what can be the same no longer is proposed anew.
        decided = {
            link.criterion
            for link in selectors.links_between(earlier.pk, later.pk)
            if link.likeness != Likeness.EQUAL
            or crossing.can_be_equal(old.by_code[link.earlier], new.by_code.get(link.criterion))
        }
        proposed = crossing.propose(old, new)
        declare(
            earlier,
            later,
            [each for each in proposed if each.criterion not in decided],
            actor=actor,
        )


def prefill(draft: Assessment) -> int:
    """Take answers over from the enterprise's last result where that stood on an earlier version; returns how many.

    Only questions declared equal are filled in. Each keeps who answered it and when, and counts as answered once
    the business goes on from its page.
    """
    previous = selectors.last_submitted(draft)
    if previous is None or previous.submitted_at is None or previous.version_id == draft.version_id:
        return 0
    links = selectors.links_between(previous.version_id, draft.version_id)
    if not links:
        return 0
    given = {row.criterion: row for row in Answer.objects.filter(assessment=previous)}
    rows = [
        Answer(
            assessment=draft,
            criterion=code,
            value=value,
            source=Source.PREFILLED,
            answered_at=given[old].answered_at if old in given else previous.submitted_at,
            answered_by_id=given[old].answered_by_id if old in given else None,
        )
        for code, old, value in crossing.carried(
            links, previous.result.answers, selectors.definition_of(draft.version)
        )
    ]
    Answer.objects.bulk_create(rows)
    return len(rows)
