"""The whole-story page, the acts of identity on it, the queue of incomplete records, the officer in charge."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.shared import clock
from sme.enterprises import panels, selectors, services
from sme.enterprises.models import Enterprise, FormerProfile, Lineage
from sme.enterprises.rules import LineageKind, State
from tests.factories import places
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def officer(client):
    found = OfficerFactory()
    client.force_login(found)
    return found


def address(name, *args, **query):
    return reverse(f"enterprises:{name}", args=args, query=query)


def form_of(made, **changes):
    return {
        "version": made.version,
        "kind": made.kind,
        "legal_form": made.legal_form,
        "name": made.name,
        "place": made.place.full_name,
        **changes,
    }


# --- the form of the record -----------------------------------------------------------------------------


def test_an_officer_says_from_which_day_a_change_holds(client, officer):
    made = enterprise("Một")
    sent = form_of(made, name="Hai", effective_on="01/03/2026", why="Quyết định 12", how="change")
    assert client.post(address("edit", made.pk), sent).status_code == 302
    row = FormerProfile.objects.get()
    assert (row.name, row.valid_to, row.reason) == ("Một", MARCH, "Quyết định 12")


def test_an_officer_corrects_without_history(client, officer):
    made = enterprise("Một")
    sent = form_of(made, name="Hai", how="correction")
    assert client.post(address("edit", made.pk), sent).status_code == 302
    assert not FormerProfile.objects.exists()


def test_a_day_that_cannot_be_is_refused_at_its_field(client, officer):
    made = enterprise("Một")
    services.change(made, expected_version=None, actor=None, name="Hai", effective_on=MARCH)
    made.refresh_from_db()
    tomorrow = clock.today() + timedelta(days=1)
    for day in (f"{tomorrow:%d/%m/%Y}", "31/02/2026", "01/01/2026"):
        page = client.post(address("edit", made.pk), form_of(made, name="Ba", effective_on=day))
        assert page.context["form"].errors.keys() == {"effective_on"}
    assert Enterprise.objects.get(pk=made.pk).name == "Hai"


def test_a_member_is_asked_for_no_day(client):
    member = UserFactory()
    made = enterprise("Một", owner=member)
    client.force_login(member)
    page = client.get(address("mine_edit", made.pk))
    assert "effective_on" not in page.context["form"].fields
    sent = form_of(made, name="Hai", effective_on="01/03/2026")
    assert client.post(address("mine_edit", made.pk), sent).status_code == 302
    assert FormerProfile.objects.get().valid_to == clock.today()


def test_a_division_tells_its_sector_and_another_sector_is_refused(client, officer):
    made = enterprise("Một")
    client.post(address("edit", made.pk), form_of(made, division="10"))
    made.refresh_from_db()
    assert (made.sector, made.division) == ("C", "10")
    page = client.post(address("edit", made.pk), form_of(made, division="10", sector="G"))
    assert page.context["form"].errors.keys() == {"division"}


# --- acts ---------------------------------------------------------------------------------------------------


def test_closing_and_reopening_from_the_page(client, officer):
    made = enterprise("Một")
    assert client.get(address("close", made.pk)).status_code == 200
    wrong = client.post(address("close", made.pk), {"version": made.version, "on": "31/02/2026"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors.keys() == {"on", "reason"}
    stale = {"version": 99, "on": "01/03/2026", "reason": "Nghỉ"}
    assert client.post(address("close", made.pk), stale).status_code == 422
    client.post(address("close", made.pk), {**stale, "version": made.version})
    made.refresh_from_db()
    assert (made.state, made.closed_on) == (State.CLOSED, MARCH)
    assert "Nghỉ" in client.get(address("detail", made.pk)).content.decode()
    client.post(address("reopen", made.pk))
    made.refresh_from_db()
    assert made.state == State.NEW


@pytest.mark.parametrize("by", ["number", "record", "name"])
def test_a_succession_finds_the_other_by_number_record_or_name(client, officer, by):
    code = tax_code()
    made = enterprise("Hộ Bánh Út")
    other = enterprise("Công ty Bánh Út Sa Đéc", kind="enterprise", number=code)
    written = {"number": f"{code[:4]} {code[4:]}", "record": f"#{other.pk}", "name": "ut sa dec"}
    sent = {"what": "became", "other": written[by], "on": "01/03/2026"}
    assert client.post(address("succeed", made.pk), sent).status_code == 302
    row = Lineage.objects.get()
    assert (row.predecessor, row.successor, row.kind) == (made, other, LineageKind.BECAME)
    assert other.name in client.get(address("detail", made.pk)).content.decode()
    client.post(address("succession_undo", other.pk, row.pk))
    assert not Lineage.objects.exists()


def test_a_succession_names_those_that_fit_and_none_of_another_area(client):
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    client.force_login(OfficerFactory(units=[here]))
    made = enterprise("Hộ", place=here)
    enterprise("Bánh Út 1", place=here)
    enterprise("Bánh Út 2", place=here)
    enterprise("Kẹo Dừa", place=there)
    for written in ("bánh út", "kẹo dừa"):
        page = client.post(
            address("succeed", made.pk), {"what": "split", "other": written, "on": "01/03/2026"}
        )
        assert page.status_code == 422
        assert page.context["form"].errors.keys() == {"other"}
        assert "Kẹo Dừa" not in page.content.decode()
    assert not Lineage.objects.exists()


def test_one_record_and_a_filtered_list_go_into_somebodys_charge(client, officer):
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    made, other = enterprise("Một", place=here), enterprise("Hai", place=there)
    local = OfficerFactory(units=[here])
    assert client.post(address("assign", made.pk), {"officer": local.pk}).status_code == 302
    made.refresh_from_db()
    assert made.responsible == local
    assert client.post(address("assign", other.pk), {"officer": local.pk}).status_code == 422
    assert client.get(address("list", officer=local.pk)).context["page"].rows == [made]
    assert client.get(address("list", officer="none")).context["page"].rows == [other]
    assert client.get(address("list", officer="mine")).context["page"].rows == []
    many = address("assign_many", place=there.pk)
    assert client.get(many).context["count"] == 1
    client.post(many, {"officer": officer.pk})
    other.refresh_from_db()
    made.refresh_from_db()
    assert (made.responsible, other.responsible) == (local, officer)


# --- the queue -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "wrong", "right"),
    [
        ("number", "1402097765", tax_code(77)),
        ("phone", "12", "0912 345.678"),
        ("sector", "Z", "C"),
    ],
)
def test_a_gap_is_filled_in_its_row(client, officer, gap, wrong, right):
    made = enterprise("Một")
    queue = address("completion", gap=gap)
    page = client.get(queue)
    assert [tab["count"] for tab in page.context["tabs"]] == [1, 1, 1]
    refused = client.post(queue, {"record": made.pk, "version": made.version, gap: wrong})
    assert refused.status_code == 422
    assert refused.context["rows"][0][1].errors.keys() == {gap}
    sent = {"record": made.pk, "version": made.version, gap: right}
    assert client.post(queue, sent).status_code == 302
    page = client.get(queue)
    assert page.context["page"].count == 0
    assert sorted(tab["count"] for tab in page.context["tabs"]) == [0, 1, 1]


def test_the_queue_counts_what_it_lists_by_place_and_officer(client, officer):
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    enterprise("Một", place=here)
    enterprise("Hai", place=there, phone="+84912345678", contacts=[{"name": "Út"}])
    enterprise("Ba", place=there, contacts=[{"name": "Út", "phone": "+84912345678"}])
    services.close(enterprise("Bốn", place=there), on=MARCH, reason="nghỉ", actor=None)
    for query, counts in [({}, [3, 1, 3]), ({"place": there.pk}, [2, 0, 2])]:
        page = client.get(address("completion", **query))
        assert [tab["count"] for tab in page.context["tabs"]] == counts
        for gap, count in zip(selectors.GAPS, counts, strict=True):
            shown = client.get(address("completion", gap=gap, **query)).context["page"]
            assert (shown.count, len(shown.rows)) == (count, count)
    assert client.get(address("completion", officer=officer.pk)).context["page"].count == 0
    assert client.get(address("completion", officer="x", place="x")).context["page"].count == 0
    assert client.get(address("completion", gap="nonsense")).status_code == 200


def test_nobody_fills_a_gap_elsewhere(client):
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    client.force_login(OfficerFactory(units=[here]))
    made = enterprise("Một", place=there)
    sent = {"record": made.pk, "version": 1, "phone": "0912345678"}
    assert client.post(address("completion", gap="phone"), sent).status_code == 404


# --- the whole story -----------------------------------------------------------------------------------------


def _grow(made, more):
    """A longer life: names, numbers, branches, findings."""
    for n in range(more):
        services.change(
            made,
            expected_version=None,
            actor=None,
            name=f"Tên {n}",
            effective_on=MARCH + timedelta(days=n),
        )
        services.succeed(
            made, enterprise(f"Phần {n}"), kind=LineageKind.SPLIT, on=MARCH, actor=None
        )


def test_the_page_asks_the_same_number_of_questions_however_long_the_story(client, officer):
    made = enterprise("Một", number=tax_code(), responsible=officer)
    services.check_one(made)
    asked = []
    for _round in range(2):
        _grow(made, 1 if not asked else 6)
        client.get(address("detail", made.pk))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(address("detail", made.pk))
        assert page.status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 20, [each["sql"][:90] for each in queries.captured_queries]
    assert "Tên 5" in page.content.decode()


def test_the_page_says_why_this_class_by_which_article_and_since_when(client, officer):
    made = enterprise("Một", kind="enterprise", sector="C", employees=8, revenue=2_100_000_000)
    text = client.get(address("detail", made.pk)).content.decode()
    assert "8 người" in text
    assert "2,1 tỷ ₫" in text
    assert "siêu nhỏ" in text
    assert "điều 5" in text
    assert "15/10/2021" in text


def test_what_upper_rooms_say_is_due_stands_with_the_findings(client, officer, monkeypatch):
    monkeypatch.setattr(panels, "_due", {})
    made = enterprise("Một")
    services.check_one(made)
    panels.register_due(
        "tests", lambda one, user: [panels.Due(f"Nộp ảnh của {one.name}", "/x/", MARCH)]
    )
    due = client.get(address("detail", made.pk, whole="1")).context["due"]
    assert "Nộp ảnh của Một" in [str(each.words) for each in due]
    assert len(due) == 1 + made.findings.open().count()


def test_a_part_is_fetched_by_scripts_and_stands_in_the_whole_page_without(client, officer):
    made = enterprise("Một")
    services.check_one(made)
    url = reverse("enterprises:part", args=[made.pk, "due"])
    fetched = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'id="due"' in fetched
    assert "<html" not in fetched
    assert reverse("enterprises:finding", args=[made.findings.open().first().pk]) in fetched
    assert client.get(url).url == f"{made.get_absolute_url()}?whole=1#due"
    unknown = reverse("enterprises:part", args=[made.pk, "nothing"])
    assert client.get(unknown, headers={"HX-Request": "true"}).content == b""
    quick = client.get(made.get_absolute_url()).content.decode()
    assert f'hx-get="{url}"' in quick


def test_the_history_tells_days_as_people_write_them(client, officer):
    made = enterprise("Một")
    services.close(made, on=MARCH, reason="nghỉ", actor=officer)
    told = client.get(address("detail", made.pk)).context["history"][0]
    assert ("closed_on", None, "01/03/2026") in [(c.field, c.old, c.new) for c in told.changes]


def test_a_long_history_is_short_at_first_and_whole_when_asked(client, officer):
    made = enterprise("Một")
    for number in range(10):
        services.change(made, expected_version=None, actor=officer, address=f"Số {number}")
    page = client.get(address("detail", made.pk))
    assert (len(page.context["history"]), page.context["has_more_history"]) == (8, True)
    whole = client.get(address("detail", made.pk, history="all"))
    assert (len(whole.context["history"]), whole.context["has_more_history"]) == (11, False)


def test_a_finding_tells_why_a_doubtful_number_was_kept(client, officer):
    made = enterprise(actor=officer, identifiers=[("tax", "1402097765", "Đã xem giấy đăng ký gốc")])
    services.check_one(made)
    found = made.findings.get(check_key="tax_code")
    page = client.get(reverse("enterprises:finding", args=[found.pk])).content.decode()
    assert "Đã xem giấy đăng ký gốc" in page
