"""What results say together: figures equal the lists they lead to, drafts never count."""

import io

import openpyxl
import pytest
from django.urls import reverse

from assessments import selectors, services
from assessments.models import Assessment
from tests.factories import accounts
from tests.factories.assessments import framework, submitted
from tests.factories.enterprises import enterprise


@pytest.fixture
def world(db):
    person, asked = accounts.UserFactory(), framework()
    for option in (0, 1, 3):
        mine = enterprise(f"Cơ sở {option}", owner=person, sector="C", employees=5)
        submitted(mine, asked, option, actor=person)
    services.start(enterprise("Dở dang", owner=person), asked, actor=person)
    return asked


@pytest.fixture
def page(client, world):
    client.force_login(accounts.OfficerFactory())
    first = client.get(reverse("assessments:figures"))
    assert first.url.endswith(f"framework={world.slug}")
    return client.get(first.url)


def test_each_figure_leads_to_as_many_rows(client, page):
    links = [(n, url) for _label, n, url in [*page.context["states"], *page.context["levels"]] if n]
    for table in page.context["tables"]:
        links += [(row["part"].results, row["url"]) for row in table["rows"] if row["url"]]
    assert len(links) >= 6
    for n, url in links:
        assert client.get(url).context["page"].count == n, url


def test_pillars_and_questions_say_where_points_are_lost(page, world):
    pillars = page.context["tables"][0]["rows"]
    assert [row["part"].results for row in pillars] == [3, 3]
    assert pillars[0]["part"].mean == pytest.approx((0 + 33.3 + 100) / 3, abs=0.2)
    weak = page.context["weak"]
    assert page.context["read"] == 3
    assert weak[0].percent == pytest.approx(44.4, abs=0.1)
    assert {each.code for each in weak} == {
        each.code for each in selectors.definition_of(world.current).criteria
    }


def test_the_page_asks_few_questions_however_many_results(
    client, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        client.get(f"{reverse('assessments:figures')}?framework=thu")


def test_the_list_goes_out_as_it_is_filtered(client, page):
    answer = client.get(f"{reverse('assessments:export')}?state=submitted")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert sum(value.startswith("Cơ sở ") for value in cells) == 3
    assert "Dở dang" not in cells
    assert Assessment.objects.count() == 4
