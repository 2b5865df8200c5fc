"""What officers keep about the demonstration's flagship cohort: milestones, tasks, notes, outcomes; all invented."""

from datetime import date, timedelta

from portal.setup.demo.programmes import FLAGSHIP, MEMBER
from portal.setup.demo.world import World
from portal.shared import clock
from sme.programmes import services
from sme.programmes.models import Cohort, Enrolment, Milestone
from sme.programmes.rules import EnrolmentState, Outcome

# day, Vietnamese, English, how many of a hundred have done it
LIST = [
    (date(2026, 7, 31), "Làm bộ câu hỏi mức độ sẵn sàng", "Answer the readiness questions", 96),
    (date(2026, 8, 31), "Mở gian hàng trên một sàn", "Open a shop on one marketplace", 88),
    (date(2026, 10, 15), "Năm sản phẩm đang bán", "Five products on sale", 72),
    (
        date(2026, 11, 30),
        "Dùng hoá đơn điện tử hoặc phần mềm bán hàng",
        "Use e-invoices or sales software",
        30,
    ),
    (
        date(2026, 12, 11),
        "Có đơn hàng ba tuần liền",
        "Orders in three weeks running",
        0,
    ),
]
TASKS = [
    (-1, "Gọi lại: gian hàng bị sàn trả hồ sơ, cần chụp lại giấy phép (minh hoạ)"),
    (0, "Đến cơ sở hướng dẫn chụp ảnh sản phẩm (minh hoạ)"),
    (4, "Hỏi kết quả thử phần mềm bán hàng (minh hoạ)"),
]
NOTES = [
    "Gọi điện: chủ cơ sở bận vụ thu hoạch đến cuối tháng, hẹn lại sau (minh hoạ).",
    "Đã đến cơ sở: ảnh tốt, mô tả sản phẩm còn ngắn, đã chỉ bài hướng dẫn (minh hoạ).",
]
SAID = [
    "Tự đăng và cập nhật sản phẩm, có đơn đều hằng tuần (minh hoạ).",
    "Bán được trên hai sàn, đã dùng hoá đơn điện tử (minh hoạ).",
]


def build(world: World) -> None:
    """Through the acts that officers use; a grown registry is for measuring and stays without."""
    cohort = Cohort.objects.filter(code=FLAGSHIP).first()
    if world.scale or cohort is None or Milestone.objects.exists():
        return
    _milestones(world, cohort)
    running = cohort.enrolments.filter(state=EnrolmentState.ENROLLED)
    mine = running.filter(enterprise__memberships__user__email=MEMBER)[:1]
    followed = [*mine, *running.exclude(pk__in=mine.values("pk")).order_by("pk")[:2]]
    for place, enrolment in enumerate(followed):
        _kept(world, enrolment, place)
    done = cohort.enrolments.filter(state=EnrolmentState.COMPLETED).order_by("pk")
    for place, enrolment in enumerate(done[:6]):
        services.record_outcome(
            enrolment,
            Outcome.FINISHED if place else Outcome.PARTLY,
            said=SAID[place % len(SAID)],
            expected_version=enrolment.version,
            actor=world.actor,
        )
    world.say(f"{len(LIST)} milestones, tasks and notes of {cohort.code}.")


def _milestones(world: World, cohort: Cohort) -> None:
    seated = list(cohort.enrolments.seated().order_by("pk").values_list("pk", flat=True))
    for day, title_vi, title_en, share in LIST:
        made = services.add_milestone(
            cohort, title_vi=title_vi, title_en=title_en, due_on=day, actor=world.actor
        )
        have = {pk for place, pk in enumerate(seated) if (place * 37 + 50) % 100 < share}
        on = min(day, clock.today())
        services.write_milestone(made, have, among=seated, done_on=on, actor=world.actor)


def _kept(world: World, enrolment: Enrolment, place: int) -> None:
    officer = (world.officers or [world.actor])[0]
    days, words = TASKS[place]
    made = services.add_task(
        enrolment,
        text_said=words,
        due_on=clock.today() + timedelta(max(days, 0)),
        officer=officer,
        actor=world.actor,
    )
    if days < 0:
        services.finish_task(made, actor=officer)
    services.add_note(enrolment, said=NOTES[place % len(NOTES)], actor=officer)
