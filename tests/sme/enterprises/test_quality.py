"""Data quality: each check, the run over the registry, acceptance."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services
from sme.enterprises.models import DuplicatePair, Enterprise, Finding, QualityCount
from sme.enterprises.rules import quality
from tests.factories import accounts, enterprises, places

TODAY = date(2026, 11, 23)
FINE: dict[str, Any] = {"today": TODAY, "unverified_days": 90, "phone": "+84912345678"}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("tax_code", {"tax_codes": ["0100109107"]}),
        ("phone_shape", {"phone": "+84112345678"}),
        ("future_date", {"registered_on": TODAY + timedelta(days=1)}),
        ("future_date", {"founded_on": date(2030, 1, 1)}),
        ("size", {"size_class": "micro", "size_by_figures": "small"}),
        ("place", {"place": "Xã Tịnh Thới", "place_ended_on": date(2025, 7, 1)}),
        ("same_phone", {"same_phone": 2}),
        ("same_email", {"email": "a@vi.vn", "same_email": 1}),
        ("duplicate", {"open_pairs": [7]}),
        ("unverified", {"registered_on": TODAY - timedelta(days=91)}),
        ("no_contact", {"phone": ""}),
        ("no_sector", {"sector": ""}),
        ("no_identifier", {"has_identifier": False}),
    ],
)
def test_each_check_finds_its_own_and_nothing_else(key: str, wrong: dict[str, Any]) -> None:
    assert quality.examine(quality.Facts(**FINE)) == {}
    found = quality.examine(quality.Facts(**{**FINE, **wrong}))
    assert list(found) == [key]
    assert quality.CHECKS[key].said(found[key].detail)


@pytest.mark.parametrize(
    "fine",
    [
        {"registered_on": TODAY - timedelta(days=90)},
        {"registered_on": TODAY - timedelta(days=900), "state": "verified"},
        {"phone": "", "contact_phones": ["+84912345678"]},
        {"phone": "", "email": "", "same_phone": 0, "contact_emails": ["a@vi.vn"]},
        {"place": "Xã", "place_ended_on": TODAY + timedelta(days=1)},
        {"registered_on": TODAY, "founded_on": TODAY},
        {"tax_codes": ["0100109106"]},
    ],
)
def test_what_is_right_at_the_edge_is_left_in_peace(fine: dict[str, Any]) -> None:
    assert quality.examine(quality.Facts(**{**FINE, **fine})) == {}


def test_a_finding_of_an_older_version_of_a_check_is_still_said() -> None:
    assert quality.CHECKS["same_phone"].said({})


def keys(enterprise: Enterprise) -> set[str]:
    return set(Finding.objects.filter(enterprise=enterprise).values_list("check_key", flat=True))


@pytest.mark.django_db
def test_a_run_writes_findings_once_and_counts_them() -> None:
    one = enterprises.enterprise("Một", phone="+84912000001", sector="C")
    enterprises.enterprise("Hai", phone="+84912000001", sector="C")
    done = services.check_all()
    assert keys(one) == {"same_phone", "no_identifier"}
    assert (done.records, done.new) == (2, 4)
    assert services.check_all().new == 0
    counted = dict(QualityCount.objects.values_list("check_key", "count"))
    assert counted == {"same_phone": 2, "no_identifier": 2}


@pytest.mark.django_db
def test_a_pair_that_waits_is_found_at_both() -> None:
    left, right = (enterprises.enterprise(name) for name in ("Bột Tấn", "Bột Tấnn"))
    DuplicatePair.objects.create(left=left, right=right, score=90)
    services.check_all()
    assert "duplicate" in keys(left) & keys(right)


@pytest.mark.django_db
def test_editing_a_record_checks_it_at_once() -> None:
    one = enterprises.enterprise("Một")
    services.check_all()
    assert {"no_sector", "no_contact"} <= keys(one)
    services.change(one, expected_version=None, actor=None, sector="C", phone="+84912000002")
    assert keys(one) == {"no_identifier"}


@pytest.mark.django_db
def test_an_accepted_finding_stays_quiet_until_the_value_changes() -> None:
    officer = accounts.OfficerFactory()
    one = enterprises.enterprise("Một", phone="+84912000001")
    enterprises.enterprise("Hai", phone="+84912000001")
    services.check_all()
    finding = Finding.objects.get(enterprise=one, check_key="same_phone")
    with pytest.raises(RuleBroken):
        services.accept_finding(finding, reason="  ", actor=officer)
    services.accept_finding(finding, reason="Hai anh em một nhà", actor=officer)
    services.check_all()
    finding.refresh_from_db()
    assert finding.accepted_by == officer
    enterprises.enterprise("Ba", phone="+84912000001")
    services.check_all()
    finding.refresh_from_db()
    assert finding.accepted_at is None
    assert finding.accepted_reason == ""


@pytest.mark.django_db
def test_an_acceptance_can_be_taken_back() -> None:
    officer = accounts.OfficerFactory()
    one = enterprises.enterprise("Một")
    services.check_one(one)
    finding = one.findings.first()
    services.accept_finding(finding, reason="đúng vậy", actor=officer)
    services.revoke_acceptance(finding, actor=officer)
    assert Finding.objects.open().filter(pk=finding.pk).exists()


@pytest.mark.django_db
def test_a_closed_record_has_no_findings() -> None:
    one = enterprises.enterprise("Một")
    services.check_all()
    Enterprise.objects.filter(pk=one.pk).update(state="closed", closed_on=clock.today())
    services.check_all()
    assert keys(one) == set()


@pytest.mark.django_db
def test_two_thousand_records_are_streamed_with_few_queries() -> None:
    place = places.commune()
    rows = [Enterprise(kind="household", name=f"Hộ {n}", place=place) for n in range(2_000)]
    Enterprise.objects.bulk_create(rows)
    with CaptureQueriesContext(
        connection,
    ) as first:
        services.check_all()
    assert Finding.objects.count() == 6_000
    assert len(first) < 100  # one database takes 100 rows an insert, the other 500
    with CaptureQueriesContext(connection) as again:
        call_command("check_quality", verbosity=0)
    assert len(again) < 40
