"""Digital solutions: the reviewed catalogue, what enterprises use since when, figures that open into rows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.programmes import selectors, services
from sme.programmes.models import Adoption, Solution
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def solution(**fields):
    values = {
        "name_vi": "Sổ bán hàng",
        "kind": "sales",
        "provider": "Công ty A",
        "is_public": True,
        "reviewed_on": DAY,
        "reviewed_by": "Sở Khoa học và Công nghệ",
    }
    return Solution.objects.create(**{**values, **fields})


def test_the_catalogue_shows_what_was_reviewed_and_still_holds(client):
    solution()
    solution(name_vi="Hết hạn", valid_until=clock.today() - timedelta(days=1))
    solution(name_vi="Nháp", is_public=False)
    page = client.get(reverse("programmes:solutions"), {"kind": "sales"})
    assert [each.name_vi for each in page.context["page"].rows] == ["Sổ bán hàng"]
    assert not client.get(reverse("programmes:solutions"), {"kind": "x"}).context["page"].rows
    with pytest.raises(ValidationError):
        Solution(name_vi="X", kind="sales", provider="B", is_public=True).clean()


def test_a_use_is_told_once_with_its_day_and_may_end():
    actor, who = make.administrator(), make.enterprise()
    told = services.tell_use(who, "sales", since_on=DAY, solution=solution(), actor=actor)
    with refused("told_already"):
        services.tell_use(who, "sales", since_on=DAY, title="SỔ  bán hàng", actor=actor)
    with refused("since_future"):
        tomorrow = clock.today() + timedelta(days=1)
        services.tell_use(who, "payment", since_on=tomorrow, title="QR", actor=actor)
    with refused("kind_differs"):
        services.tell_use(who, "payment", since_on=DAY, solution=told.solution, actor=actor)
    with refused("not_yours"):
        services.tell_use(who, "payment", since_on=DAY, title="QR", actor=UserFactory())
    services.end_use(told, actor=actor, day=date(2026, 10, 1))
    assert Adoption.objects.on(date(2026, 9, 30)).count() == 1
    assert not Adoption.objects.on(date(2026, 10, 1)).exists()
    services.tell_use(who, "sales", since_on=date(2026, 11, 1), title="Sổ bán hàng", actor=actor)


def test_figures_agree_with_the_rows_they_open_into_and_with_the_file(client):
    actor = make.administrator()
    for place in range(3):
        who = make.enterprise()
        services.tell_use(who, "e_invoice", since_on=DAY, title="Hóa đơn B", actor=actor)
        if place:
            services.tell_use(who, "accounting", since_on=DAY, title="Kế toán C", actor=actor)
    client.force_login(OfficerFactory())
    url = reverse("programmes:uses")
    page = client.get(url)
    assert page.context["total"] == 3
    for each in page.context["kinds"]:
        opened = client.get(url, {"kind": each["kind"]})
        assert opened.context["page"].count == each["enterprises"]
    before = client.get(url, {"day": "2026-08-31"})
    assert before.context["total"] == 0
    file = client.get(reverse("programmes:uses_export"), {"kind": "accounting", "format": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3


def test_officers_tell_on_the_page_and_errors_stand_beside_their_fields(client):
    who = make.enterprise()
    client.force_login(OfficerFactory())
    url = reverse("programmes:enterprise_solutions", args=[who.pk])
    wrong = client.post(url, {"kind": "payment", "since_on": "01/01/2099", "paid": "free"})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"title", "since_on"}
    right = {"kind": "payment", "since_on": "01/09/2026", "paid": "free", "title": "QR"}
    assert client.post(url, right).status_code == 302
    [use] = selectors.uses_of(who)
    client.post(reverse("programmes:use_change", args=[use.pk, "end"]))
    use.refresh_from_db()
    assert use.ended_on == clock.today()
