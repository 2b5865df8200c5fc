"""What became of some that do not sell online: a move, a household that became a company, a branch, one that closed."""

from datetime import date

from portal.setup.demo import registry
from portal.setup.demo.world import World
from sme.enterprises import selectors, services
from sme.enterprises.models import Enterprise, FormerProfile
from sme.enterprises.rules import Kind, LegalForm, LineageKind
from sme.places.models import Unit

MOVED_ON, BECAME_ON, CLOSED_ON = date(2026, 3, 16), date(2026, 4, 1), date(2026, 8, 31)


def build(world: World) -> None:
    """Tell them from the end of the list, which the makers before and after this one do not touch."""
    if world.scale or FormerProfile.objects.exists():
        return
    rows = registry.others()[::-1]
    households = [each for each in rows if each.kind == Kind.HOUSEHOLD]
    companies = [each for each in rows if each.kind == Kind.ENTERPRISE]
    _became_a_company(households[0], world)
    _moved(companies[0], world)
    services.close(households[1], on=CLOSED_ON, reason="Nghỉ bán", actor=world.actor)
    services.succeed(
        companies[0],
        companies[1],
        kind=LineageKind.SPLIT,
        on=MOVED_ON,
        note="Tách xưởng sản xuất",
        actor=world.actor,
    )
    _in_charge(world)


def _became_a_company(household: Enterprise, world: World) -> None:
    services.change(
        household,
        expected_version=None,
        actor=world.actor,
        kind=Kind.ENTERPRISE,
        legal_form=LegalForm.LLC_ONE,
        name=household.name.replace("Hộ kinh doanh", "Công ty TNHH MTV"),
        effective_on=BECAME_ON,
        reason="Hộ kinh doanh chuyển lên công ty",
    )


def _moved(company: Enterprise, world: World) -> None:
    """To another commune of today."""
    others = Unit.objects.communes().filter(valid_to=None).exclude(pk=company.place_id)
    services.change(
        company,
        expected_version=None,
        actor=world.actor,
        place=others.select_related("parent").order_by("code")[0],
        effective_on=MOVED_ON,
        reason="Dời sang xưởng mới",
    )


def _in_charge(world: World) -> None:
    """The officer of one place is in charge of what lies there."""
    for officer in world.officers[1:]:
        area = selectors.in_list(officer)
        services.assign(area, officer, actor=world.actor)
