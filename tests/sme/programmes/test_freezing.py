"""An approved list: frozen with its facts, never changed by what comes later, reopened with a reason."""

import pytest
from django.urls import reverse

from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.programmes import selectors, services
from sme.programmes.models import RosterFreeze
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


@pytest.fixture
def kept():
    cohort = make.cohort()
    make.enrolment(cohort, make.enterprise("Cơ sở A"))
    make.enrolment(cohort, make.enterprise("Cơ sở B"), state="waiting")
    return services.approve_list(cohort, actor=make.administrator(), decision="QĐ 1")


def test_later_edits_show_as_differing_and_never_change_the_list(kept):
    before = (kept.rows, kept.totals, kept.checksum)
    assert kept.totals == {"all": 2, "enrolled": 1, "waiting": 1}
    assert not any(each.differs for each in selectors.compared_with_now(kept))
    who = kept.cohort.enrolments.get(enterprise__name="Cơ sở A").enterprise
    enterprises.change(
        who, name="Công ty A", kind="enterprise", expected_version=None, actor=kept.frozen_by
    )
    again = RosterFreeze.objects.get(pk=kept.pk)
    assert (again.rows, again.totals, again.checksum) == before
    assert services.is_intact(again)
    [first, second] = selectors.compared_with_now(again)
    assert [key for key, _words in first.differs][:2] == ["name", "kind"]
    assert second.differs == []


def test_while_a_list_is_approved_nobody_gets_a_further_place(kept):
    actor = make.administrator()
    with refused("list_approved"):
        services.enrol(kept.cohort, make.enterprise(), actor=actor)
    with refused("approved_already"):
        services.approve_list(kept.cohort, actor=actor)
    with refused("reason_missing"):
        services.reopen_list(kept, reason=" ", actor=actor)
    services.reopen_list(kept, reason="Bổ sung một cơ sở", actor=actor)
    services.enrol(kept.cohort, make.enterprise(), actor=actor)
    second = services.approve_list(kept.cohort, actor=actor)
    assert (second.totals["all"], kept.cohort.freezes.count()) == (3, 2)
    assert len(selectors.joined_since(kept)) == 1


def test_what_was_approved_is_neither_changed_nor_deleted(kept):
    with pytest.raises(TypeError):
        RosterFreeze.objects.filter(pk=kept.pk).update(rows=[])
    with pytest.raises(TypeError):
        RosterFreeze.objects.all().delete()


def test_the_pages_approve_show_export_and_reopen(client, kept):
    client.force_login(OfficerFactory())
    assert client.get(kept.get_absolute_url()).status_code == 200
    file = client.get(reverse("programmes:frozen_export", args=[kept.pk]))
    assert b"".join(file.streaming_content).startswith(b"PK")
    client.post(reverse("programmes:reopen", args=[kept.pk]), {"reason": "Sai tên"})
    client.post(reverse("programmes:approve", args=[kept.cohort_id]), {"decision": "QĐ 2"})
    assert list(RosterFreeze.objects.standing().values_list("decision", flat=True)) == ["QĐ 2"]
    assert client.get(kept.cohort.get_absolute_url()).status_code == 200
