"""A few enterprises of the demonstration entered twice, as lists of communes do; after all else, so no figure moves."""

from datetime import date

from portal.setup.demo import registry
from portal.setup.demo.world import World
from portal.shared import text
from sme.enterprises import selectors, services
from sme.enterprises.models import DuplicatePair, Enterprise
from sme.places.models import Unit

COUNT = 6
ENTERED_ON = date(2026, 10, 5)
SHORT = {"Hộ kinh doanh": "HKD", "Công ty TNHH MTV": "Cty TNHH MTV", "Hợp tác xã": "HTX"}


def build(world: World) -> None:
    """Enter them a second time and search for duplicates; a grown registry is for measuring and stays without."""
    if world.scale or DuplicatePair.objects.exists():
        return
    places = selectors.places_today()
    chosen = [each for each in registry.others() if len(places[each.place_id]) == 1][:COUNT]
    for number, each in enumerate(chosen):
        place = Unit.objects.get(pk=min(places[each.place_id]))
        _enter_again(each, place, number, world)
    world.say(f"{services.find_all().found} pairs of records look alike.")
    world.say(f"{services.check_all().new} findings of data quality.")


def _enter_again(each: Enterprise, place: Unit, number: int, world: World) -> None:
    name = each.name
    for long, short in SHORT.items():
        name = name.replace(long, short)
    services.register(
        kind=each.kind,
        legal_form=each.legal_form,
        name=text.fold(name).title() if number % 3 == 0 else name,
        place=place,
        phone=each.phone if number % 2 == 0 else "",
        sector=each.sector,
        registered_on=ENTERED_ON,
        contacts=[{"name": each.contacts.all()[0].name, "is_representative": True}],
        is_demo=True,
        actor=world.actor,
    )
