"""Identity through time: what held on a day, changes and corrections, closing, succession, branches."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises import permissions, selectors, services
from sme.enterprises.models import Enterprise, FormerProfile, Lineage
from sme.enterprises.rules import GivenIdentifier, IdentifierType, LineageKind, SizeClass, State
from sme.enterprises.rules import history as rules
from sme.enterprises.rules.history import Period
from tests.factories import places
from tests.factories.accounts import OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
TAX = IdentifierType.TAX_CODE
START, DAYS = date(2026, 1, 1), 30


def changed(made, *, on=None, correction=False, **fields):
    return services.change(
        made,
        expected_version=None,
        actor=None,
        effective_on=on,
        is_correction=correction,
        **fields,
    )


# --- the rule: any order of changes equals a slow, obvious history, day by day -----------------------------


FIELDS = ("name", "kind", "legal_form", "place_id", "sector", "size_class")


class Slow:
    """The obvious history: a row of values for every day."""

    def __init__(self, **values):
        self.days = [{**dict.fromkeys(FIELDS, 0), **values} for _day in range(DAYS)]

    def since(self, name):
        """The first day of the run of days that ends now with one value."""
        now, earlier = self.days[-1][name], range(DAYS - 1, -1, -1)
        return next((i + 1 for i in earlier if self.days[i][name] != now), 0)

    def change(self, number, **values):
        """Set from a day on; False when a later change stands in the way."""
        moving = {name: v for name, v in values.items() if self.days[-1][name] != v}
        begins = {name: max(self.since(name), number) for name in moving}
        if any(day > number for name, day in begins.items() if name != "size_class"):
            return False
        for name, day in begins.items():
            for each in self.days[day:]:
                each[name] = moving[name]
        return True

    def correct(self, **values):
        """Set for as long as the present value has stood."""
        for name, value in values.items():
            for each in self.days[self.since(name) :]:
                each[name] = value


def day(number):
    return START + timedelta(days=number)


VALUES = st.dictionaries(
    st.sampled_from(["name", "place_id", "size_class"]), st.integers(0, 2), min_size=1
)
ACTS = st.lists(
    st.tuples(st.sampled_from(["change", "correct"]), VALUES, st.integers(0, DAYS - 1)), max_size=8
)


@given(ACTS)
@settings(max_examples=50)
def test_any_order_of_changes_and_corrections_equals_a_history_kept_day_by_day(acts):
    slow = Slow()
    course = [Period(dict(slow.days[0]))]
    for act, values, number in acts:
        if act == "correct":
            slow.correct(**values)
            course = rules.corrected(course, values)
        elif slow.change(number, **values):
            course = rules.changed(course, values, day(number))
        else:
            with pytest.raises(RuleBroken):
                rules.changed(course, values, day(number))
    for number, each in enumerate(slow.days):
        assert rules.holding_on(course, day(number)).values == each
    assert (course[0].valid_from, course[-1].valid_to) == (None, None)
    assert all(one.valid_to == other.valid_from for one, other in pairwise(course))


KINDS = ["enterprise", "cooperative", "household", "facility"]


@pytest.mark.django_db
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["name", "kind", "correct", "close"]),
            st.integers(0, 3),
            st.integers(0, DAYS - 1),
        ),
        max_size=5,
    )
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_rows_say_the_same_as_a_history_kept_day_by_day(acts):
    made = enterprise("Tên 9")
    slow = Slow(name="Tên 9", kind="household")
    for act, value, number in acts:
        values = {"kind": KINDS[value]} if act == "kind" else {"name": f"Tên {value}"}
        if act == "close":
            if Enterprise.objects.get(pk=made.pk).state != State.CLOSED:
                services.close(made, on=day(number), reason="nghỉ", actor=None)
        elif act == "correct":
            slow.correct(**values)
            changed(made, correction=True, **values)
        elif slow.change(number, **values):
            changed(made, on=day(number), **values)
        else:
            with pytest.raises(RuleBroken):
                changed(made, on=day(number), **values)
    made = Enterprise.objects.get(pk=made.pk)
    for number, each in enumerate(slow.days):
        then = selectors.profile_on(made, day(number))
        row = selectors.profiles_on(day(number)).get(pk=made.pk)
        assert (then.name, then.kind) == (each["name"], each["kind"])
        assert (row.name_then, row.kind_then) == (each["name"], each["kind"])


# --- changing ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_move_keeps_where_it_was_and_counts_as_at_a_day_use_it():
    old, new = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    made = enterprise(place=old, sector="C")
    changed(made, on=MARCH, place=new, reason="Dời xưởng")
    before = MARCH - timedelta(days=1)
    assert selectors.profile_on(made, before).place_id == old.pk
    assert selectors.profile_on(Enterprise.objects.get(pk=made.pk), MARCH).place_id == new.pk
    assert selectors.profiles_on(before).filter(place_then=old.pk).count() == 1
    assert selectors.profiles_on(MARCH).filter(place_then=old.pk).count() == 0
    assert FormerProfile.objects.get().reason == "Dời xưởng"
    assert selectors.former_on(before, "place_id") == {made.pk: (old.pk,)}


@pytest.mark.django_db
def test_phone_and_filled_gaps_make_no_history():
    made = enterprise()
    changed(made, phone="0912 345 678", email="a@example.vn")
    changed(made, sector="C", employees=8, revenue=2_100_000_000)
    made.refresh_from_db()
    assert (made.phone, made.size_class) == ("+84912345678", SizeClass.MICRO)
    assert not FormerProfile.objects.exists()
    assert made.profile_since is None


@pytest.mark.django_db
def test_another_size_class_is_history():
    made = enterprise(kind="enterprise", sector="C", employees=8, revenue=2_100_000_000)
    changed(made, on=MARCH, employees=40)
    assert selectors.profile_on(made, MARCH - timedelta(days=1)).size_class == SizeClass.MICRO
    made.refresh_from_db()
    assert (made.size_class, made.profile_since) == (SizeClass.SMALL, MARCH)


@pytest.mark.django_db
def test_two_changes_of_one_day_leave_one_former_profile():
    made = enterprise("Một")
    changed(made, name="Hai")
    changed(made, name="Ba")
    assert [each.name for each in FormerProfile.objects.all()] == ["Một"]


@pytest.mark.django_db
def test_a_correction_rewrites_and_is_audited_as_one():
    made = enterprise("Bánh Phồng Ut")
    changed(made, on=MARCH, kind="enterprise", legal_form="llc1")
    changed(made, correction=True, name="Bánh Phồng Út")
    assert FormerProfile.objects.get().name == "Bánh Phồng Út"
    assert audit.history(made)[0].action == "enterprises.correct"


@pytest.mark.django_db
def test_a_day_in_the_future_before_founding_or_before_a_later_change_is_refused():
    made = enterprise("Một", founded_on=date(2020, 1, 1))
    changed(made, on=JUNE, name="Hai")
    tomorrow = clock.today() + timedelta(days=1)
    for day, code in [
        (tomorrow, "future_day"),
        (date(2019, 1, 1), "before_founding"),
        (MARCH, "changed_later"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            changed(made, on=day, name="Ba")
        assert (refused.value.code, refused.value.field) == (code, "effective_on")
    changed(made, on=MARCH, kind="facility")
    assert selectors.profile_on(made, MARCH).kind == "facility"
    assert selectors.profile_on(made, MARCH).name == "Một"


@pytest.mark.django_db
def test_a_number_changes_from_a_day_and_a_wrong_one_never_was():
    one, two, three = tax_code(), tax_code(), tax_code()
    made = enterprise(number=one)
    changed(made, on=MARCH, number=GivenIdentifier(TAX, two))
    assert [each.value for each in made.identifiers.on(MARCH - timedelta(days=1))] == [one]
    assert [each.value for each in made.identifiers.on(MARCH)] == [two]
    changed(made, correction=True, number=GivenIdentifier(TAX, three))
    numbers = made.identifiers.order_by("pk").values_list("value", "valid_from", "valid_to")
    assert list(numbers) == [(one, None, MARCH), (three, MARCH, None)]
    with pytest.raises(RuleBroken, match="01/03/2026"):
        changed(made, on=date(2026, 1, 5), number=GivenIdentifier(TAX, tax_code()))


@pytest.mark.django_db
def test_many_changes_of_one_day_are_kept_in_one_insert():
    rows = [enterprise(f"Hộ {n}") for n in range(3)]
    many = []
    for row in rows:
        before = services.history.profile_of(row)
        many.append((row, before, {**before, "name": "Khác"}))
    since = services.history.keep_many(many, on=MARCH, actor=None)
    assert since == {row.pk: MARCH for row in rows}
    assert FormerProfile.objects.filter(valid_to=MARCH).count() == 3


# --- closing and succession ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_closing_and_reopening():
    officer = OfficerFactory()
    made = enterprise(sector="")
    services.check_one(made)
    for values, code in [
        ({"on": clock.today() + timedelta(days=1), "reason": "nghỉ"}, "future_day"),
        ({"on": MARCH, "reason": " "}, "reason_missing"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            services.close(made, actor=officer, **values)
        assert refused.value.code == code
    with pytest.raises(StaleVersion):
        services.close(made, on=MARCH, reason="nghỉ", actor=officer, expected_version=9)
    closed = services.close(made, on=MARCH, reason="Nghỉ bán", actor=officer, expected_version=1)
    assert (closed.state, closed.closed_on) == (State.CLOSED, MARCH)
    assert not closed.findings.exists()
    with pytest.raises(RuleBroken):
        services.close(made, on=MARCH, reason="nghỉ", actor=officer)
    opened = services.reopen(made, actor=officer)
    assert (opened.state, opened.closed_on, opened.closed_reason) == (State.NEW, None, "")
    assert [each.action for each in audit.history(made)][:2] == [
        "enterprises.reopen",
        "enterprises.close",
    ]
    with pytest.raises(RuleBroken):
        services.reopen(made, actor=officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (LineageKind.BECAME, State.CLOSED),
        (LineageKind.MERGED, State.CLOSED),
        (LineageKind.TAKEN_OVER, State.CLOSED),
        (LineageKind.SPLIT, State.NEW),
        (LineageKind.BRANCH, State.NEW),
    ],
)
def test_a_succession_ends_the_first_only_where_it_goes_on_in_the_second(kind, state):
    first, second = enterprise("Hộ"), enterprise("Công ty", kind="enterprise")
    services.succeed(first, second, kind=kind, on=MARCH, actor=OfficerFactory())
    first.refresh_from_db()
    assert first.state == state
    for each in (first, second):
        assert "enterprises.succeed" in [row.action for row in audit.history(each)]


@pytest.mark.django_db
def test_a_succession_has_two_ends_and_no_circle():
    one, two, three = (enterprise(f"Hộ {n}") for n in range(3))

    def succeed(first, second, kind=LineageKind.SPLIT):
        return services.succeed(first, second, kind=kind, on=MARCH, actor=None)

    succeed(one, two)
    succeed(two, three)
    for pair, code in [
        ((one, one), "lineage_of_one"),
        ((one, two), "lineage_twice"),
        ((three, one), "lineage_circle"),
    ]:
        with pytest.raises(RuleBroken) as refused:
            succeed(*pair)
        assert refused.value.code == code
    services.undo_succession(Lineage.objects.get(successor=three), actor=None)
    succeed(three, one)
    services.close(two, on=MARCH, reason="nghỉ", actor=None)
    with pytest.raises(RuleBroken):
        succeed(one, two, LineageKind.TAKEN_OVER)


@pytest.mark.django_db
def test_branches_lead_to_their_company_whichever_was_entered_first():
    code = tax_code()
    first = enterprise("Chi nhánh 1", kind="enterprise", number=f"{code}-001")
    company = enterprise("Công ty", kind="enterprise", number=code)
    second = enterprise("Chi nhánh 2", kind="enterprise", number=f"{code}-002")
    enterprise("Khác", kind="enterprise", number=tax_code())
    found = Lineage.objects.filter(kind=LineageKind.BRANCH)
    assert set(found.values_list("predecessor_id", "successor_id")) == {
        (company.pk, first.pk),
        (company.pk, second.pk),
    }
    assert services.link_branches([company, first]) == 0


# --- the story and the officer in charge ----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_story_tells_all_and_names_nobody_whom_one_may_not_see():
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    made = enterprise("Hộ", place=here, number=tax_code(), founded_on=date(2020, 1, 1))
    other = enterprise("Công ty", kind="enterprise", place=there)
    changed(made, on=MARCH, name="Hộ Mới", number=GivenIdentifier(TAX, tax_code()))
    services.succeed(made, other, kind=LineageKind.BECAME, on=JUNE, actor=None)
    made.refresh_from_db()
    officer = OfficerFactory(units=[here])
    story = selectors.story_of(made, lambda each: permissions.is_responsible_officer(officer, each))
    assert {each.what for each in story} == {
        *("registered", "succession", "closed", "changed", "number_ends", "number_begins"),
        "founded",
    }
    link = next(each for each in story if each.what == "succession")
    assert (link.is_outgoing, link.other_is_visible) == (True, False)
    assert [
        (d.field, d.old, d.new) for d in next(e for e in story if e.differences).differences
    ] == [("name", "Hộ", "Hộ Mới")]


@pytest.mark.django_db
def test_records_go_into_the_charge_of_an_officer_who_answers_for_their_place():
    here, there = places.commune(), places.commune("Phường Cao Lãnh", "29869")
    officer, stranger = OfficerFactory(units=[here]), UserFactory()
    rows = [enterprise("Một", place=here), enterprise("Hai", place=here)]
    assert services.assign(rows, officer, actor=officer) == 2
    assert services.assign(rows, officer, actor=officer) == 0
    assert Enterprise.objects.filter(responsible=officer).count() == 2
    for person, records in [(officer, [enterprise("Ba", place=there)]), (stranger, rows)]:
        with pytest.raises(RuleBroken) as refused:
            services.assign(records, person, actor=officer)
        assert refused.value.code == "not_their_area"
    assert services.assign(rows[:1], None, actor=officer) == 1


@pytest.mark.django_db
def test_periods_that_a_merge_brought_in_stay_in_order_when_the_record_changes():
    made = enterprise("Một")
    place = made.place_id
    FormerProfile.objects.create(
        enterprise=made,
        name="Cũ",
        kind="household",
        legal_form="household",
        place_id=place,
        valid_from=date(2025, 12, 1),
        valid_to=MARCH,
    )
    changed(made, on=JUNE, name="Hai")
    for day, name in [(date(2026, 1, 1), "Cũ"), (MARCH, "Một"), (JUNE, "Hai")]:
        rows = selectors.profiles_on(day).filter(pk=made.pk)
        assert [each.name_then for each in rows] == [name]
