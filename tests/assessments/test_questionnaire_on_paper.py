"""On paper: every question is printed, the code leads back, and what is typed in gives the same result to the point."""

import pytest
from django.urls import reverse

from assessments import exports, selectors, services
from assessments.models import Assessment, Result
from assessments.rules import Source
from portal.shared.errors import RuleBroken
from tests.assessments.test_paper import needs_poppler, read
from tests.factories import assessments as made
from tests.factories.enterprises import enterprise

GIVEN = {
    "1.1": {"option": 2},
    "1.2": {"numerator": "20", "denominator": "80"},
    "1.3": {"options": [0, 1]},
    "2.1": {"value": "12"},
    "2.2": {"options": [0, 1], "linked": [0, 1]},
    "2.3": {"option": 3},
}
TYPED = {
    "q-1.1-option": "2",
    "q-1.2-numerator": "20",
    "q-1.2-denominator": "80",
    "q-1.3-options": ["0", "1"],
    "q-2.1-value": "12",
    "q-2.2-options": ["0", "1"],
    "q-2.2-linked": ["0", "1"],
    "q-2.3-option": "3",
    "filled_on": "12/03/2026",
}


@pytest.fixture
def office(client, officer):
    client.force_login(officer)
    return client


def test_typed_in_from_paper_it_gives_the_same_result_to_the_point(
    office, officer, business, questions, member
):
    other = enterprise(owner=member)
    screen = services.start(other, questions, actor=member)
    services.save_answers(screen, GIVEN, actor=member)
    expected = services.submit(screen, actor=member)
    begin = reverse("assessments:paper", args=[questions.current_id])
    page = office.post(f"{begin}?enterprise={business.pk}")
    assert office.post(page.url, TYPED).status_code == 302
    draft = Assessment.objects.get(enterprise=business)
    assert {each.source for each in draft.answers.all()} == {Source.PAPER}
    assert {f"{each.answered_at:%d/%m/%Y}" for each in draft.answers.all()} == {"12/03/2026"}
    office.post(reverse("assessments:assist_submit", args=[draft.pk]))
    result = Result.objects.get(assessment=draft)
    for name in ("total", "max", "percent", "level", "answers"):
        assert getattr(result, name) == getattr(expected, name), name


def test_what_is_wrong_on_the_page_keeps_all_that_was_typed(office, officer, business, questions):
    draft = services.start_from_paper(business, questions.current, actor=officer)
    page = reverse("assessments:paper_typing", args=[draft.pk])
    response = office.post(page, {**TYPED, "q-1.2-denominator": "0", "q-2.1-value": "nhiều"})
    assert response.status_code == 422
    assert [form.criterion.code for form in response.context["wrong"]] == ["1.2", "2.1"]
    assert 'value="nhiều"' in response.content.decode()
    assert not draft.answers.exists()
    assert office.post(page, {**TYPED, "filled_on": "01/01/2099"}).status_code == 422


def test_a_paper_of_an_older_version_is_typed_in_on_that_version(officer, business, questions):
    older = questions.current
    services.import_version(made.definition(version="2"), actor=None)
    draft = services.start_from_paper(business, older, actor=officer)
    assert draft.version == older
    newer = older.framework.versions.get(name="2")
    with pytest.raises(RuleBroken) as broken:
        services.start_from_paper(business, newer, actor=officer)
    assert broken.value.code == "draft_on_another_version"


def test_the_paper_of_a_business_elsewhere_is_404(client, officer_elsewhere, business, questions):
    client.force_login(officer_elsewhere)
    begin = reverse("assessments:paper", args=[questions.current_id])
    assert client.get(f"{begin}?enterprise={business.pk}").status_code == 404
    assert client.get(f"{begin}?enterprise=x").status_code == 404


def test_the_business_is_found_where_the_paper_names_none(office, business, questions):
    begin = reverse("assessments:paper", args=[questions.current_id])
    assert business in office.get(begin, {"q": business.name}).context["found"]


@needs_poppler
def test_the_sheets_hold_every_question_and_a_code(office, business, questions):
    address = reverse("assessments:paper_sheet", args=[questions.current_id])
    text = read(office.get(f"{address}?enterprise={business.pk}").content)
    definition = selectors.definition_of(questions.current)
    for criterion in definition.criteria:
        assert str(criterion.asks) in " ".join(text.split())
    assert business.name in text
    data = exports.paper_data(definition, "https://x/?enterprise=7", "", "", {})
    assert data["qr"].startswith("<svg")
    assert exports.paper_data(definition, "", "", "", {})["state"]
