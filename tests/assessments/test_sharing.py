"""Links for advisers: the secret is shown once and kept as a digest; they end and can be taken back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments import services
from assessments.models import ResultLink
from portal.privacy import services as consents
from portal.privacy.rules import Purpose
from portal.shared import clock
from portal.shared.errors import RuleBroken
from tests.factories import accounts
from tests.factories import assessments as made


@pytest.fixture
def member(db):
    return accounts.UserFactory(agrees=(Purpose.ADVISERS,))


@pytest.fixture
def assessment(business, member):
    return made.submitted(business, made.framework(), 2, actor=member).assessment


@pytest.fixture
def shared(assessment, member):
    return services.share(assessment, name="Cô Ba", actor=member)


def read(secret):
    return Client().get(reverse("assessments:shared", args=[secret]))


def test_a_link_shows_the_result_without_an_account_and_is_kept_by_nobody(shared):
    link, secret = shared
    answer = read(secret)
    assert answer.status_code == 200
    assert "Trụ cột 1" in answer.content.decode()
    assert "Cô Ba" not in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert secret not in str(ResultLink.objects.values().get())
    assert read(link.secret_hash).status_code == 404


def test_a_link_ends_after_thirty_days(shared):
    link, secret = shared
    assert link.expires_at - link.created_at == timedelta(days=30)
    past = clock.now() - timedelta(days=31)
    ResultLink.objects.update(created_at=past, expires_at=past + timedelta(days=30))
    assert read(secret).status_code == 404


def test_the_business_makes_one_on_the_page_sees_it_once_and_takes_it_back(at_work, assessment):
    page = reverse("assessments:result", args=[assessment.pk])
    at_work.post(reverse("assessments:share", args=[assessment.pk]), {"name": "Ngân hàng"})
    first = at_work.get(page)
    url = first.context["new_link"]["url"]
    assert url in first.content.decode()
    assert url not in at_work.get(page).content.decode()
    assert Client().get(url).status_code == 200
    link = ResultLink.objects.get()
    assert (
        at_work.post(reverse("assessments:revoke", args=[assessment.pk, link.pk])).status_code
        == 302
    )
    assert Client().get(url).status_code == 404


def test_a_withdrawn_result_is_no_longer_read_nor_shared(shared, assessment, member):
    services.withdraw(assessment, actor=member)
    assert read(shared[1]).status_code == 404
    with pytest.raises(RuleBroken) as refused:
        services.share(assessment, actor=member)
    assert refused.value.code == "not_submitted"


def test_another_business_can_neither_share_nor_take_back(shared, assessment, client):
    client.force_login(accounts.UserFactory())
    for name, parts in (("share", [assessment.pk]), ("revoke", [assessment.pk, shared[0].pk])):
        assert client.post(reverse(f"assessments:{name}", args=parts)).status_code == 404
    assert read(shared[1]).status_code == 200


def test_open_links_are_counted(assessment, member):
    for _n in range(services.sharing.MOST):
        services.share(assessment, actor=member)
    with pytest.raises(RuleBroken) as refused:
        services.share(assessment, actor=member)
    assert refused.value.code == "too_many_links"


def test_without_consent_there_is_no_link_and_the_page_asks_for_it(at_work, assessment, member):
    consents.withdraw(member, Purpose.ADVISERS, actor=member)
    page, share = reverse("assessments:result", args=[assessment.pk]), "assessments:share"
    assert at_work.get(page).context["consent"]
    at_work.post(reverse(share, args=[assessment.pk]), {"name": "Ngân hàng"})
    assert not ResultLink.objects.exists()
    at_work.post(reverse(share, args=[assessment.pk]), {"name": "Ngân hàng", "agrees": "on"})
    assert ResultLink.objects.count() == 1
    assert not at_work.get(page).context["consent"]
