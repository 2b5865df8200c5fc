"""The demonstration: Plan 152, a cohort in each state, enterprises in them; all but its name is invented."""

import random
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.setup.demo import drawings
from portal.setup.demo.world import SEED, World
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise, Membership
from sme.programmes import services
from sme.programmes.models import Application, Cohort, Enrolment, Programme
from sme.programmes.rules import CohortState, EnrolmentState

SLUG = "ke-hoach-152"
FIRST = "152-2023-01"
FLAGSHIP = "152-2026-01"
OPEN = "152-2026-02"
MEASURED = "152-2026-99"
MEMBER = "doanhnghiep@demo.senso.example"
LARGEST = 20_000

PLAN: dict[str, Any] = {
    "slug": SLUG,
    "title_vi": "Kế hoạch 152: hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số",
    "title_en": "Plan 152: helping small and medium enterprises go digital",
    "legal_basis": "Kế hoạch số 152/KH-UBND ngày 05/05/2022 của UBND tỉnh Đồng Tháp",
    "is_legal_basis_verified": False,
    "office_parent": "",
    "office": "Ủy ban nhân dân tỉnh Đồng Tháp",
    "summary_vi": "Cùng doanh nghiệp, hợp tác xã và hộ kinh doanh của tỉnh bước từng bước lên môi trường số: "
    "biết mình đang ở đâu, bán được hàng trên sàn, quản lý gọn hơn.",
    "summary_en": "Step by step into the digital world, together with the province's enterprises, co-operatives "
    "and household businesses: know where you stand, sell on marketplaces, run the business with less paper.",
    "support_vi": "Đánh giá mức sẵn sàng chuyển đổi số, miễn phí, kèm lời khuyên nên bắt đầu từ đâu\n"
    "Buổi hướng dẫn mở gian hàng, chụp ảnh và đăng sản phẩm lên sàn thương mại điện tử\n"
    "Người đồng hành gọi điện, đến tận nơi khi bạn vướng\n"
    "Hướng dẫn hóa đơn điện tử, chữ ký số và thanh toán không tiền mặt",
    "support_en": "A free assessment of your digital readiness, with advice on where to begin\n"
    "Sessions on opening a shop, taking photographs and listing products on marketplaces\n"
    "Somebody who calls and visits when you are stuck\n"
    "Help with electronic invoices, digital signatures and cashless payment",
    "note": "Chỉ biết số, ngày và tên của kế hoạch; chưa tìm thấy toàn văn (chưa kiểm chứng). "
    "Các đợt, doanh nghiệp và nội dung hỗ trợ ở đây là minh hoạ.",
    "starts_on": date(2022, 5, 5),
    "state": "running",
}

# code, titles, intake, period, places, state, enrolled and waiting
COHORTS: list[dict[str, Any]] = [
    {
        "code": FIRST,
        "title_vi": "Đợt 1 năm 2023: đưa đặc sản lên sàn",
        "title_en": "First cohort of 2023: local specialities on marketplaces",
        "intake": (date(2023, 2, 1), date(2023, 2, 28)),
        "period": (date(2023, 3, 15), date(2023, 9, 30)),
        "capacity": 40,
        "state": CohortState.CLOSED,
        "enrolled": 40,
        "waiting": 0,
        "withdrawn": 4,
    },
    {
        "code": "152-2025-01",
        "title_vi": "Đợt 1 năm 2025: hợp tác xã số",
        "title_en": "First cohort of 2025: digital co-operatives",
        "intake": (date(2025, 5, 5), date(2025, 6, 20)),
        "period": (date(2025, 7, 15), date(2025, 12, 15)),
        "capacity": 30,
        "state": CohortState.CANCELLED,
        "enrolled": 8,
        "waiting": 0,
        "withdrawn": 0,
        "reason": "Hoãn khi sắp xếp lại đơn vị hành chính; doanh nghiệp được mời vào đợt năm 2026 (minh hoạ).",
    },
    {
        "code": FLAGSHIP,
        "title_vi": "Đợt 1 năm 2026: bán hàng và quản lý trên nền tảng số",
        "title_en": "First cohort of 2026: selling and managing on digital platforms",
        "intake": (date(2026, 5, 4), date(2026, 6, 15)),
        "period": (date(2026, 7, 1), date(2026, 12, 18)),
        "capacity": 60,
        "state": CohortState.RUNNING,
        "enrolled": 60,
        "waiting": 7,
        "withdrawn": 3,
        "completed": 9,
    },
    {
        "code": "152-2026-02",
        "title_vi": "Đợt 2 năm 2026: hộ kinh doanh bắt đầu từ điện thoại",
        "title_en": "Second cohort of 2026: household businesses begin on the phone",
        "intake": (date(2026, 11, 2), date(2027, 1, 15)),
        "period": (date(2027, 2, 22), date(2027, 6, 30)),
        "capacity": 50,
        "state": CohortState.OPEN,
        "enrolled": 18,
        "waiting": 0,
        "withdrawn": 0,
    },
    {
        "code": "152-2027-01",
        "title_vi": "Đợt 1 năm 2027: truy xuất nguồn gốc và xuất khẩu trực tuyến",
        "title_en": "First cohort of 2027: traceability and online export",
        "intake": (date(2027, 3, 1), date(2027, 4, 15)),
        "period": (date(2027, 5, 10), date(2027, 11, 30)),
        "capacity": 40,
        "state": CohortState.PLANNED,
        "enrolled": 0,
        "waiting": 0,
        "withdrawn": 0,
    },
]
PATH = {
    CohortState.PLANNED: (),
    CohortState.OPEN: (CohortState.OPEN,),
    CohortState.RUNNING: (CohortState.OPEN, CohortState.RUNNING),
    CohortState.CLOSED: (CohortState.OPEN, CohortState.RUNNING, CohortState.CLOSED),
    CohortState.CANCELLED: (CohortState.OPEN, CohortState.CANCELLED),
}
WITHDREW = (
    "Chủ hộ bận mùa vụ, xin dự đợt sau",
    "Đã ngừng kinh doanh",
    "Không sắp xếp được người phụ trách",
    "Chuyển sang chương trình khác của tỉnh",
)
LEFT_WHY = ("time", "closed", "people", "unfit")
WISHES = (
    "Mở gian hàng trên sàn và biết cách chụp ảnh sản phẩm.",
    "Quản lý đơn hàng và hóa đơn điện tử trên điện thoại.",
    "Đưa sản phẩm OCOP của xã lên sàn trước Tết.",
)
PAPERS = (
    services.Asked(
        "Ảnh chụp giấy chứng nhận đăng ký kinh doanh", "Photo of the business registration"
    ),
    services.Asked("Ảnh các sản phẩm muốn đưa lên sàn", "Photos of products to be listed", False),
)
NOTES = ("Gọi sau 17 giờ", "Cần hướng dẫn chụp ảnh", "Ưu tiên buổi cuối tuần")


def build(world: World) -> None:
    """Make Plan 152 with its cohorts, and for a large world one cohort for measuring; what exists stays."""
    programme = Programme.objects.filter(slug=SLUG).first()
    if programme is None:
        programme = services.create_programme(**PLAN, actor=world.actor, is_demo=True)
        _cohorts(world, programme, random.Random(f"{SEED}-programmes"))  # noqa: S311
        world.say(f"Programme: {programme.title_vi}, {programme.cohorts.count()} cohorts")
    if world.scale:
        _measured(world, programme)


def _cohorts(world: World, programme: Programme, dice: random.Random) -> None:
    everybody = list(Enterprise.objects.filter(is_demo=True).order_by("pk")[:400])
    member = Enterprise.objects.filter(memberships__user__email=MEMBER).first()
    for plan in COHORTS:
        first = [member] if member and plan["code"] in (FIRST, FLAGSHIP) else []
        others = dice.sample(everybody, min(len(everybody), plan["enrolled"] + plan["waiting"]))
        chosen = first + [each for each in others if each not in first]
        _cohort(world, programme, plan, chosen, dice)
    _applications(world)
    _support(world, everybody)


def _applications(world: World) -> None:
    """Who may join the open cohort, and applications of the businesses that somebody acts for."""
    cohort = Cohort.objects.get(code=OPEN)
    services.set_rules(
        cohort, {"level": {"to": 4}, "first_time": True}, actor=world.actor, day=date(2026, 11, 2)
    )
    services.set_papers(cohort, PAPERS, actor=world.actor)
    free = Membership.objects.filter(enterprise__is_demo=True, enterprise__state="verified")
    taken = cohort.enrolments.values("enterprise")
    rows = free.exclude(enterprise__in=taken).select_related("enterprise", "user")
    for place, each in enumerate(rows.order_by("pk")[:8]):
        who = each.enterprise
        try:
            made = services.save_draft(
                cohort,
                who,
                actor=each.user,
                contact=each.user.display_name,
                phone=who.phone or "0277 3851 000",
                wish=WISHES[place % len(WISHES)],
            )
            if place % 4 != 3:
                send(made, each.user, place)
        except RuleBroken:  # one that a rule keeps out stays a draft
            continue


def send(row: Application, person: Any, number: int) -> Application:
    """Add what the cohort asks for, drawn, and send the application."""
    for paper in row.cohort.papers.filter(is_required=True):
        scan = SimpleUploadedFile("giay-to-minh-hoa.png", drawings.drawing("craft", number))
        services.add_document(row, scan, paper=paper, actor=person)
    return services.submit(row, actor=person)


def _support(world: World, everybody: list[Enterprise]) -> None:
    """A few supported contracts of this year, some paid in part."""
    sized = [each for each in everybody if each.size_class in ("micro", "small")][:6]
    for place, who in enumerate(sized):
        share = (4 + 2 * place) * 1_000_000
        contract = services.commit_support(
            who,
            "solutions",
            supplier=f"Nhà cung cấp giải pháp số {place + 1} (minh hoạ)",
            number=f"HĐ-{place + 1:02}/2026",
            value=2 * share,
            state_share=share,
            signed_on=date(2026, 8, 3 + place),
            actor=world.actor,
        )
        if place % 2:
            services.use_support(contract, share // 2, actor=world.actor, day=date(2026, 10, 5))


def _cohort(
    world: World,
    programme: Programme,
    plan: dict[str, Any],
    chosen: list[Enterprise],
    dice: random.Random,
) -> None:
    opens, closes = plan["intake"]
    begins, ends = plan["period"]
    cohort = services.create_cohort(
        programme=programme,
        code=plan["code"],
        title_vi=plan["title_vi"],
        title_en=plan["title_en"],
        intake_opens_on=opens,
        intake_closes_on=closes,
        starts_on=begins,
        ends_on=ends,
        capacity=plan["capacity"],
        officers=world.officers[:1],
        note="Đợt minh hoạ.",
        actor=world.actor,
        is_demo=True,
    )
    days = {CohortState.OPEN: opens, CohortState.RUNNING: begins}
    for state in PATH[plan["state"]]:
        if state in (CohortState.CLOSED, CohortState.CANCELLED):
            _ends(world, cohort, plan, dice)
        cohort = services.move_cohort(
            cohort,
            state,
            actor=world.actor,
            day=days.get(state, ends if state == CohortState.CLOSED else closes),
            reason=plan.get("reason", "") if state == CohortState.CANCELLED else "",
        )
        if state == CohortState.OPEN:
            _enrol(world, cohort, plan, chosen, dice)
    if plan["state"] == CohortState.RUNNING:
        _ends(world, cohort, plan, dice)


def _enrol(
    world: World,
    cohort: Cohort,
    plan: dict[str, Any],
    chosen: list[Enterprise],
    dice: random.Random,
) -> None:
    """Fill the places in the order in which they came, then the waiting list."""
    opens = plan["intake"][0]
    seats = chosen[: plan["enrolled"]]
    late = chosen[plan["enrolled"] : plan["enrolled"] + plan["waiting"]]
    # An intake that is open today has let in nobody from days to come.
    span = 18 if plan["state"] == CohortState.OPEN else 40
    entries = [
        (each, EnrolmentState.ENROLLED, opens + timedelta(dice.randrange(span))) for each in seats
    ]
    entries += [
        (each, EnrolmentState.WAITING, opens + timedelta(41 + place))
        for place, each in enumerate(late)
    ]
    services.enrol_many(cohort, entries, actor=world.actor)


def _ends(world: World, cohort: Cohort, plan: dict[str, Any], dice: random.Random) -> None:
    """Some withdraw, some complete; a few have notes."""
    begins, ends = plan["period"]
    member_first = list(cohort.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("pk"))
    enrolments = member_first[1:]
    dice.shuffle(enrolments)
    leaving, rest = enrolments[: plan["withdrawn"]], enrolments[plan["withdrawn"] :]
    for index, enrolment in enumerate(leaving):
        _change(
            world,
            enrolment,
            state=EnrolmentState.WITHDRAWN,
            reason=WITHDREW[index % len(WITHDREW)],
            left_why=LEFT_WHY[index % len(LEFT_WHY)],
            day=begins + timedelta(dice.randrange(20, 90)),
        )
    if plan["state"] == CohortState.CLOSED:
        rest = [*rest, member_first[0]]
        completing = rest
    else:
        completing = rest[: plan.get("completed", 0)]
    for enrolment in completing:
        day = (
            ends - timedelta(dice.randrange(1, 25))
            if plan["state"] == CohortState.CLOSED
            else (begins + timedelta(dice.randrange(100, 140)))
        )
        _change(world, enrolment, state=EnrolmentState.COMPLETED, day=day)
    for enrolment in rest[len(completing) : len(completing) + len(NOTES)]:
        _change(world, enrolment, note=NOTES[enrolment.pk % len(NOTES)])


def _change(world: World, enrolment: Enrolment, **what: Any) -> None:
    services.change_enrolment(
        enrolment, expected_version=enrolment.version, actor=world.actor, **what
    )


def _measured(world: World, programme: Programme) -> None:
    """One very large cohort, so that lists and exports can be measured."""
    if Cohort.objects.filter(code=MEASURED).exists():
        return
    size = min(LARGEST, world.scale or 0)
    cohort = services.create_cohort(
        programme=programme,
        code=MEASURED,
        title_vi="Đợt đo tải (minh hoạ)",
        title_en="Cohort for measuring (invented)",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 12, 31),
        capacity=LARGEST,
        actor=world.actor,
        is_demo=True,
    )
    cohort = services.open_cohort(cohort, actor=world.actor)
    day = date(2026, 1, 5)
    entries = [
        (each, EnrolmentState.ENROLLED, day + timedelta(number % 300))
        for number, each in enumerate(Enterprise.objects.order_by("pk")[:size])
    ]
    services.enrol_many(cohort, entries, actor=world.actor)
    world.say(f"Cohort {MEASURED}: {len(entries)} enterprises")
