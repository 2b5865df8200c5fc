"""What waits on the officer's first page: each number is that of the list into which it opens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

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
    client.force_login(OfficerFactory())
    queue = client.get(reverse("dashboard:workspace")).context["queue"]
    counted = {
        each["url"]: int(each["text"])
        for each in queue
        if each["url"].startswith(reverse("programmes:applications"))
    }
    assert sorted(counted.values()) == [2, 3]
    for url, number in counted.items():
        assert client.get(url).context["page"].count == number
