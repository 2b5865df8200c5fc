"""What of this room moves when two records of the registry become one."""

from django.utils.translation import gettext_lazy as _

from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.enterprises.moving import Mover, Plan, move
from sme.payments.models import Obligation


def owed(kept: Enterprise, gone: Enterprise) -> Plan:
    """What is owed and was paid follows its enterprise."""
    rows = Obligation.objects.filter(enterprise=gone)
    return Plan(move(rows, gone, kept), [str(each) for each in rows])


def register_movers() -> None:
    """Make this room's rows known; called when Django starts."""
    mover = Mover("obligations", 60, _("Payments"), owed, ("payments.obligation.enterprise",))
    moving.register(mover)
