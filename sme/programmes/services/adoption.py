"""Acts on the digital solutions that an enterprise uses: telling one, correcting it, saying that it ended."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import rules
from sme.programmes.models import Adoption, Solution, SupportContract
from sme.programmes.rules import Paid, SolutionKind


def tell_use(
    enterprise: Enterprise,
    kind: str,
    *,
    since_on: date,
    actor: User,
    solution: Solution | None = None,
    title: str = "",
    paid: str = Paid.UNKNOWN,
    contract: SupportContract | None = None,
    ended_on: date | None = None,
) -> Adoption:
    """Write down that an enterprise uses a solution since a day: one of the catalogue, or by its name.

    Refuses who may not change the enterprise, a solution of another kind, one without a name, a day to come, a
    contract of another enterprise, and what stands there already.
    """
    _check(actor, enterprise)
    name = str(solution.name_vi) if solution else text.clean(title)[:150]
    if kind not in SolutionKind.values:
        raise RuleBroken("kind_unknown", _("Choose what it is for."), "kind")
    if not name:
        raise RuleBroken("title_missing", _("Say which solution it is."), "title")
    if solution and solution.kind != kind:
        raise RuleBroken("kind_differs", _("This solution is of another kind."), "solution")
    if contract and contract.support_year.enterprise_id != enterprise.pk:
        raise RuleBroken(
            "contract_foreign", _("This contract is another enterprise's."), "contract"
        )
    rules.check_use(since_on, ended_on, clock.today())
    row = Adoption(
        enterprise=enterprise,
        kind=kind,
        solution=solution,
        title=name,
        title_key=text.fold(name),
        since_on=since_on,
        ended_on=ended_on,
        paid=paid,
        contract=contract,
        told_by=actor,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            data: dict[str, Any] = {"kind": kind, "since": since_on.isoformat()}
            audit.record(enterprise, "programmes.tell_use", actor=actor, data=data)
    except IntegrityError:
        raise RuleBroken(
            "told_already", _("This solution stands in the list already."), "title"
        ) from None
    return row


def end_use(adoption: Adoption, *, actor: User, day: date | None = None) -> Adoption:
    """Say that a solution is no longer used from a day (today) on. Refuses one that ended, and a day to come."""
    with transaction.atomic():
        row = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
        _check(actor, row.enterprise)
        if row.ended_on is not None:
            raise RuleBroken("ended_already", _("This solution is no longer in use."))
        last = day or clock.today()
        rules.check_use(row.since_on, last, clock.today())
        row.ended_on = last
        row.save(update_fields=["ended_on", "updated_at"])
        data = {"kind": row.kind, "ended": last.isoformat()}
        audit.record(row.enterprise, "programmes.end_use", actor=actor, data=data)
    return row


def remove_use(adoption: Adoption, *, actor: User) -> None:
    """Take away what was told by mistake. Refuses one that a supported contract stands behind."""
    with transaction.atomic():
        row = Adoption.objects.select_for_update(of=("self",)).filter(pk=adoption.pk).first()
        if row is None:
            return
        _check(actor, row.enterprise)
        if row.contract_id and not enterprises.can_verify(actor, row.enterprise):
            raise RuleBroken(
                "with_support", _("The office supported this one; ask it to correct it.")
            )
        data = {"kind": row.kind, "since": row.since_on.isoformat()}
        enterprise = row.enterprise
        row.delete()
        audit.record(enterprise, "programmes.remove_use", actor=actor, data=data)


def _check(actor: User, enterprise: Enterprise) -> None:
    if not enterprises.can_edit(actor, enterprise):
        raise RuleBroken("not_yours", _("Only those who may change this enterprise may do this."))
