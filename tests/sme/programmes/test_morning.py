"""What waits on the officer's first page: each number is that of the list into which it opens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared import waiting
from sme.programmes import services
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_applications_and_papers_are_counted_as_their_lists_show_them(client):
    cohort = make.cohort()
    for papers in (0, 1, 2):
        member = UserFactory()
        row = services.save_draft(
            cohort, make.enterprise(owner=member), actor=member, contact="A", phone="0901234567"
        )
        for _each in range(papers):
            paper = SimpleUploadedFile("giay.pdf", b"%PDF-1.4 ...")
            services.add_document(row, paper, actor=member)
        services.submit(row, actor=member)
    officer = OfficerFactory()
    client.force_login(officer)
    counted = {
        each.kind.address(): each.count
        for each in waiting.counts_for(officer)
        if each.kind.address().startswith(reverse("programmes:applications"))
    }
    assert sorted(counted.values()) == [2, 3]
    for url, number in counted.items():
        assert client.get(url).context["page"].count == number
