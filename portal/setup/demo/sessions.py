"""Sessions of the demonstration's flagship cohort: one that was held, two to come; all invented."""

from datetime import datetime, time, timedelta

from portal.setup.demo.programmes import FLAGSHIP
from portal.setup.demo.world import World
from portal.shared import clock
from sme.programmes import services
from sme.programmes.models import Cohort, Session
from sme.programmes.rules import SEATED

PLANNED = [
    (-14, "Chụp ảnh sản phẩm bằng điện thoại", "Photographing products with a phone", 0),
    (
        6,
        "Mở gian hàng và đăng năm sản phẩm đầu tiên",
        "Open a shop, list the first five products",
        30,
    ),
    (20, "Đọc số liệu bán hàng mỗi tuần", "Reading your sales figures every week", 0),
]


def build(world: World) -> None:
    """Through the acts that officers use; a grown registry is for measuring and stays without."""
    cohort = Cohort.objects.filter(code=FLAGSHIP).first()
    if world.scale or cohort is None or Session.objects.exists():
        return
    for days, title_vi, title_en, places in PLANNED:
        day = clock.today() + timedelta(days)
        begins = datetime.combine(day, time(8, 30), clock.VIETNAM)
        made = services.plan_session(
            cohort, title_vi=title_vi, title_en=title_en, starts_at=begins,
            ends_at=begins + timedelta(hours=3), place="Hội trường UBND phường Cao Lãnh (minh hoạ)",
            trainer="Nguyễn Thị Hướng Dẫn (minh hoạ)", capacity=places or None,
            note_vi="Mang theo điện thoại và một sản phẩm.", note_en="Bring your phone and one product.",
            actor=world.actor,
        )  # fmt: skip
        among = list(cohort.enrolments.filter(state__in=SEATED).values_list("pk", flat=True))
        if days < 0:
            present = [pk for place, pk in enumerate(among) if place % 4]
            services.write_attendance(made, present, among=among, actor=world.actor)
    world.say(f"{len(PLANNED)} sessions of {cohort.code}.")
