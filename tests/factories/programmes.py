"""Makers of programmes, cohorts and enrolments, by the acts that people use."""

from datetime import date
from itertools import count
from typing import Any

from portal.accounts.models import User
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise
from sme.places.models import Succession, Unit
from sme.programmes import services
from sme.programmes.models import Cohort, Enrolment, Programme
from sme.programmes.rules import CohortState, EnrolmentState
from tests.factories.accounts import AdministratorFactory

TODAY = date(2026, 11, 23)
_numbers = count(1)
PATHS = {
    CohortState.PLANNED: (),
    CohortState.OPEN: (CohortState.OPEN,),
    CohortState.RUNNING: (CohortState.OPEN, CohortState.RUNNING),
    CohortState.CLOSED: (CohortState.OPEN, CohortState.RUNNING, CohortState.CLOSED),
    CohortState.CANCELLED: (CohortState.CANCELLED,),
}


def administrator() -> User:
    """Somebody who may do everything; one is enough."""
    return User.objects.filter(groups__name="Administrator").first() or AdministratorFactory()


def commune(name: str = "Phường Sa Đéc", code: str = "29955") -> Unit:
    """A commune of today, made once."""
    province, _made = Unit.objects.get_or_create(
        level="province",
        code="82",
        valid_from=date(2025, 7, 1),
        defaults={"name": "Tỉnh Đồng Tháp"},
    )
    unit, _made = Unit.objects.get_or_create(
        level="commune",
        code=code,
        valid_from=date(2025, 7, 1),
        defaults={"name": name, "parent": province},
    )
    return unit


def former_commune(name: str, code: str, *new: Unit) -> Unit:
    """A commune that ended on 1 July 2025 and went into these."""
    district, _made = Unit.objects.get_or_create(
        level="district",
        code="877",
        valid_from=date(2004, 1, 1),
        valid_to=date(2025, 7, 1),
        defaults={"name": "Thành phố Sa Đéc"},
    )
    old = Unit.objects.create(
        level="commune",
        code=code,
        name=name,
        parent=district,
        valid_from=date(2004, 1, 1),
        valid_to=date(2025, 7, 1),
    )
    for each in new:
        Succession.objects.create(old=old, new=each, is_whole=len(new) == 1)
    return old


def enterprise(name: str = "", place: Unit | None = None, **fields: Any) -> Enterprise:
    """A registered household business; ``identifiers``, ``contacts``, ``owner`` and fields as its room takes them."""
    fields.setdefault("kind", "household")
    return enterprises.register(
        name=name or f"Hộ kinh doanh số {next(_numbers)}",
        place=place or commune(),
        actor=administrator(),
        **fields,
    )


def programme(**fields: Any) -> Programme:
    """A running programme."""
    values: dict[str, Any] = {
        "slug": f"chuong-trinh-{next(_numbers)}",
        "title_vi": "Kế hoạch thử",
        "starts_on": date(2026, 1, 1),
        "state": "running",
    }
    return services.create_programme(**{**values, **fields}, actor=administrator())


def cohort(state: str = CohortState.OPEN, **fields: Any) -> Cohort:
    """A cohort in this state, with ten places."""
    values: dict[str, Any] = {
        "code": f"THU-{next(_numbers)}",
        "title_vi": "Đợt thử",
        "starts_on": date(2026, 6, 1),
        "capacity": 10,
    }
    values |= fields
    values["programme"] = values.get("programme") or programme()
    made = services.create_cohort(**values, actor=administrator())
    for step in PATHS[CohortState(state)]:
        reason = "thử" if step == CohortState.CANCELLED else ""
        made = services.move_cohort(made, step, actor=administrator(), reason=reason)
    return made


def enrolment(
    in_cohort: Cohort | None = None,
    who: Enterprise | None = None,
    state: str = EnrolmentState.ENROLLED,
    **fields: Any,
) -> Enrolment:
    """An enterprise in a cohort, in this state."""
    start = EnrolmentState.WAITING if state == EnrolmentState.WAITING else EnrolmentState.ENROLLED
    made = services.enrol(
        in_cohort or cohort(), who or enterprise(), actor=administrator(), state=start, **fields
    )
    if state == start:
        return made
    return services.change_enrolment(
        made, expected_version=made.version, actor=administrator(), state=state, reason="thử"
    )
