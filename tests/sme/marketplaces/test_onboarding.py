"""The way onto a marketplace: people tick two steps, shop and listings tick the others; who is stuck; who is told."""

from datetime import date, timedelta

import pytest

from portal.shared import clock
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, services
from sme.marketplaces.models import Onboarding, Requirement
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
S = rules.ListingState
MAY = date(2026, 5, 1)


def record(listing, state, day, **details):
    return services.record_state(
        listing, state, effective_on=day, source=rules.Source.OFFICER, actor=None, **details
    )


def done(way):
    return {row.step: row.done_on for row in way.steps.all() if row.done_on}


def test_what_is_recorded_ticks_the_steps_in_the_same_breath(enterprise):
    way = make.onboarding(enterprise, started_on=MAY)
    assert done(way) == {}
    services.complete_step(way, "registered", done_on=date(2026, 5, 2), actor=None)
    shop = services.add_storefront(
        enterprise, way.marketplace, actor=None, state="open", opened_on=date(2026, 5, 5)
    )
    listing = services.add_listing(
        make.product(enterprise), shop, address=make.address(), actor=None
    )
    record(listing, S.LIVE, date(2026, 5, 9))
    way.refresh_from_db()
    assert (way.stage, way.stage_on) == ("live", date(2026, 5, 9))
    assert done(way)["documents"] == date(2026, 5, 9), "who is on sale had the papers"
    record(listing, S.SELLING, date(2026, 6, 1))
    record(listing, S.SELLING, date(2026, 7, 1))
    third = record(listing, S.SELLING, date(2026, 8, 1))
    way.refresh_from_db()
    assert (way.stage, way.state) == ("steady", "done")
    services.withdraw_fact(third, actor=OfficerFactory(), note="nhầm")
    way.refresh_from_db()
    assert (way.stage, way.state) == ("order", "active"), "a correction takes the tick back"


def test_the_bulk_path_ticks_the_steps_too(enterprise):
    way = make.onboarding(enterprise)
    row = services.Row(
        make.product(enterprise), make.shop(enterprise), make.address(), [(MAY, S.LIVE)]
    )
    services.record_many([row], actor=None)
    way.refresh_from_db()
    assert (way.stage, way.stage_on) == ("live", MAY)


def test_one_way_onto_a_marketplace_and_none_onto_a_closed_one(enterprise):
    way = make.onboarding(enterprise)
    with pytest.raises(RuleBroken) as refused:
        make.onboarding(enterprise)
    assert refused.value.code == "onboarding_twice"
    closed = make.marketplace("tiki")
    closed.closed_on = clock.today()
    with pytest.raises(RuleBroken) as refused:
        services.start_onboarding(enterprise, closed, actor=None)
    assert refused.value.code == "marketplace_closed"
    assert Onboarding.objects.get() == way


def test_the_officer_in_charge_of_the_enterprise_accompanies_it(enterprise):
    officer = OfficerFactory()
    enterprise.responsible = officer
    assert make.onboarding(enterprise).officer == officer
    with pytest.raises(RuleBroken) as refused:
        make.onboarding(enterprise, "tiki", officer=UserFactory())
    assert refused.value.code == "not_an_officer"


def test_stuck_is_the_same_in_the_query_and_in_the_rule(enterprise, stranger):
    today = clock.today()
    old = make.onboarding(enterprise, started_on=today - timedelta(days=30))
    fresh = make.onboarding(enterprise, "tiki", started_on=today - timedelta(days=29))
    late = make.onboarding(stranger, started_on=today)
    late.steps.create(step="shop", due_on=today - timedelta(days=1))
    assert set(Onboarding.objects.stuck(today)) == {old, late}
    assert set(Onboarding.objects.moving(today)) == {fresh}
    services.pause_onboarding(old, reason="mùa gặt", actor=OfficerFactory())
    assert set(Onboarding.objects.stuck(today)) == {late}
    services.resume_onboarding(old, actor=OfficerFactory())
    assert old not in Onboarding.objects.stuck(today), "counted anew from the day it was taken up"


def test_a_pause_needs_its_reason_and_nothing_is_ticked_meanwhile(enterprise):
    officer = OfficerFactory()
    way = make.onboarding(enterprise)
    with pytest.raises(RuleBroken) as refused:
        services.pause_onboarding(way, reason="", actor=officer)
    assert refused.value.field == "reason"
    services.stop_onboarding(way, reason="không bán trên mạng nữa", actor=officer)
    with pytest.raises(RuleBroken) as refused:
        services.complete_step(way, "registered", done_on=clock.today(), actor=officer)
    assert refused.value.code == "onboarding_halted"


def test_when_an_enterprise_gives_up_business_its_ways_end(enterprise):
    way, officer = make.onboarding(enterprise), OfficerFactory()
    enterprises.close(enterprise, on=clock.today(), reason="nghỉ bán", actor=officer)
    way.refresh_from_db()
    assert way.state == "stopped"
    assert way.reason


def test_two_ways_onto_one_marketplace_stand_in_the_way_of_a_merge(enterprise, stranger):
    services.load_requirements()
    officer = OfficerFactory()
    bank = Requirement.objects.get(key="bank-account")
    for each in (enterprise, stranger):
        services.confirm(bank, make.product(each), is_there=True, actor=None)
    make.onboarding(enterprise)
    theirs, moved = make.onboarding(stranger), make.onboarding(stranger, "tiki")

    def merge():
        for each in (enterprise, stranger):
            each.refresh_from_db()
        versions = (enterprise.version, stranger.version)
        return enterprises.merge(
            enterprise, stranger, chosen={}, expected_versions=versions, actor=officer
        )

    with pytest.raises(RuleBroken):
        merge()
    services.stop_onboarding(theirs, reason="trùng", actor=officer)
    services.remove_onboarding(theirs, actor=officer)
    merge()
    moved.refresh_from_db()
    assert moved.enterprise == enterprise
    assert enterprise.confirmations.count() == 1


def test_a_tick_is_taken_back_unless_it_follows_from_what_is_recorded(enterprise):
    officer, way = OfficerFactory(), make.onboarding(enterprise)
    services.complete_step(way, "registered", done_on=clock.today(), actor=officer)
    services.reopen_step(way, "registered", actor=officer)
    assert done(way) == {}
    make.shop(enterprise, opened_on=MAY)
    services.derive(make.listing(make.product(enterprise), live=MAY))
    with pytest.raises(RuleBroken) as refused:
        services.reopen_step(way, "registered", actor=officer)
    assert refused.value.code == "step_is_derived"


def test_a_stale_plan_overwrites_nothing(enterprise):
    officer, way = OfficerFactory(), make.onboarding(enterprise)
    soon = clock.today() + timedelta(days=5)
    plan = {"officer": officer, "who": {"shop": "Chị Ba"}, "expected_version": 1, "actor": officer}
    services.plan_onboarding(way, due={"shop": soon}, **plan)
    assert way.steps.get(step="shop").who == "Chị Ba"
    with pytest.raises(StaleVersion):
        services.plan_onboarding(way, due={"shop": None}, **plan)
    assert way.steps.get(step="shop").due_on == soon


def test_an_account_is_confirmed_for_all_products_packaging_for_one(enterprise):
    services.load_requirements()
    one, other = make.product(enterprise), make.product(enterprise)
    bank = Requirement.objects.get(key="bank-account")
    services.confirm(bank, one, is_there=True, actor=None)
    services.confirm(bank, other, is_there=True, actor=None)
    assert enterprise.confirmations.get().product is None
    services.confirm(Requirement.objects.get(key="packaging"), one, is_there=True, actor=None)
    assert one.confirmations.count() == 1
    services.confirm(bank, one, is_there=False, actor=None)
    assert enterprise.confirmations.count() == 1
    with pytest.raises(RuleBroken):
        services.confirm(Requirement.objects.get(key="photos"), one, is_there=True, actor=None)


def test_what_an_administrator_changed_stays(db):
    assert services.load_requirements()["added"] > 20
    Requirement.objects.filter(key="photos").update(minimum=5)
    assert services.load_requirements()["added"] == 0
    assert Requirement.objects.get(key="photos").minimum == 5


# --- reminders --------------------------------------------------------------------------------------


def mails(mailoutbox, word):
    return [mail for mail in mailoutbox if word in mail.subject]


def test_an_officer_hears_of_stuck_ways_once_a_week(
    enterprise, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    monday = date(2026, 11, 23)
    way = make.onboarding(enterprise, officer=OfficerFactory(language="en"), started_on=MAY)

    def night(day):
        monkeypatch.setattr(clock, "today", lambda: day)
        with django_capture_on_commit_callbacks(execute=True):
            return services.remind_of_onboarding()["officers"]

    assert [night(monday + timedelta(days=n)) for n in (0, 0, 3, 7)] == [1, 0, 0, 1]
    assert "stuck" in mailoutbox[0].subject
    assert way.enterprise.name in mailoutbox[0].body
    assert f"/en/workspace/onboarding/{way.pk}/" in mailoutbox[0].body


def test_the_business_hears_of_a_step_a_week_before_and_once_it_is_late(
    enterprise, member, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    officer, way = OfficerFactory(), make.onboarding(enterprise)
    start = clock.today()
    services.plan_onboarding(
        way,
        officer=officer,
        due={"registered": start + timedelta(days=10)},
        who={},
        expected_version=None,
        actor=officer,
    )

    def night(after):
        monkeypatch.setattr(clock, "today", lambda: start + timedelta(days=after))
        with django_capture_on_commit_callbacks(execute=True):
            return services.remind_of_onboarding()["members"]

    assert [night(n) for n in (2, 3, 4, 10, 11, 12)] == [0, 1, 0, 0, 1, 0]
    told = [mail for mail in mailoutbox if mail.subject.startswith(enterprise.name)]
    assert [mail.to for mail in told] == [[member.email]] * 2
    assert "Đăng ký tài khoản trên sàn" in mailoutbox[0].body
