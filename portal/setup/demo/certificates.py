"""Certificates of the first cohort, one of them revoked; applications to the open one, some decided by letter."""

from datetime import date, datetime, time, timedelta

from portal.setup.demo.people import account
from portal.setup.demo.programmes import FIRST, OPEN, WISHES, send
from portal.setup.demo.world import World
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise
from sme.programmes import services
from sme.programmes.models import Application, Certificate, Cohort, DecisionLetter
from sme.programmes.rules import SEATED

HELD = [
    (date(2023, 4, 12), "Đưa sản phẩm đầu tiên lên sàn", "Listing the first product"),
    (date(2023, 6, 21), "Đóng gói và giao hàng", "Packing and delivering"),
]
SOME = 10
"""So many of the cohort have their attendance written down; the member of the demonstration is the first."""


APPLICANT = ("hoso@demo.senso.example", "Hồ Thị Nộp Đơn (minh hoạ)")
DECIDED = [
    ("accepted", ""),
    ("returned", "Xin bổ sung bản chụp giấy chứng nhận đăng ký hộ kinh doanh còn hiệu lực (minh hoạ)."),
    ("declined", "Đợt này dành cho cơ sở đang hoạt động trên địa bàn tỉnh (minh hoạ)."),
]  # fmt: skip
APPLY = 7
"""So many businesses apply; whom nobody decides on waits in the office's queue."""


def build(world: World) -> None:
    """Through the acts that officers use; a grown registry is for measuring and stays without."""
    if world.scale:
        return
    cohort = Cohort.objects.filter(code=FIRST).first()
    if cohort is not None and not Certificate.objects.exists():
        _certificates(world, cohort)
    if not DecisionLetter.objects.exists():
        _letters(world)


def _certificates(world: World, cohort: Cohort) -> None:
    rows = cohort.enrolments.filter(state__in=SEATED).order_by("pk")[:SOME]
    among = [each.pk for each in rows]
    for place, (day, title_vi, title_en) in enumerate(HELD):
        begins = datetime.combine(day, time(8, 0), clock.VIETNAM)
        session = services.plan_session(
            cohort, title_vi=title_vi, title_en=title_en, starts_at=begins,
            ends_at=begins + timedelta(hours=3, minutes=30 * place), place="Nhà văn hóa xã (minh hoạ)",
            trainer="Nguyễn Thị Hướng Dẫn (minh hoạ)", actor=world.actor,
        )  # fmt: skip
        there = among if not place else among[:-3]
        services.write_attendance(session, there, among=among, actor=world.actor)
    made = services.issue_certificates(cohort, among[:-3], actor=world.actor)
    wrong = next(each for each in made if each.enrolment_id != among[0])
    services.revoke_certificate(
        wrong, reason="Điểm danh nhầm cơ sở trùng tên (minh hoạ).", actor=world.actor
    )
    world.say(f"{len(made)} certificates of {cohort.code}, one revoked.")


def _letters(world: World) -> None:
    """Businesses for which one invented person acts ask for a place; the first three are decided."""
    cohort = Cohort.objects.filter(code=OPEN).first()
    if cohort is None:
        return
    person = account(*APPLICANT, roles=[], actor=world.actor)
    free = Enterprise.objects.filter(
        is_demo=True, state="verified", enrolments=None, memberships=None, merged_into=None
    )
    sent: list[Application] = []
    for place, who in enumerate(free.order_by("-pk")[: 2 * APPLY]):
        if len(sent) == APPLY:
            break
        enterprises.add_member(who, person, "owner", actor=world.actor)
        try:
            made = services.save_draft(
                cohort, who, actor=person, contact=person.display_name,
                phone=who.phone or "0277 3851 000", wish=WISHES[place % len(WISHES)],
            )  # fmt: skip
            sent.append(send(made, person, place))
        except RuleBroken:  # one that a rule keeps out stays a draft
            continue
    for row, (to, reason) in zip(sent, DECIDED, strict=False):
        services.decide(row, to, reason=reason, actor=world.actor)
    world.say(f"{len(sent)} applications, {min(len(sent), len(DECIDED))} decided by letter.")
