"""Components: what they write, escaped, wired and without scripts."""

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from portal.shared import charts
from portal.shared.forms import PatternForm, RadioCards
from portal.shared.http import PageOf

NASTY = '"><script>alert(1)</script>'


def draw(source: str, query: str = "", **context: Any) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    template = Template(CottonCompiler().process(source))
    with translation.override("en"):
        return template.render(RequestContext(request, context))


def test_a_button_with_an_address_is_a_link_and_without_one_a_button() -> None:
    assert 'href="/x/"' in draw('<c-button href="/x/">Go</c-button>')
    assert '<button class="button is-danger" type="submit"' in draw(
        '<c-button variant="danger">Go</c-button>'
    )


def test_text_that_people_typed_is_escaped_wherever_it_is_passed() -> None:
    for source in (
        '<c-page-head title="{{ name }}" lead="{{ name }}" />',
        '<c-card title="{{ name }}" text="{{ name }}" href="/x/" />',
        '<c-fact label="{{ name }}">{{ name }}</c-fact>',
        '<c-button data-name="{{ name }}">{{ name }}</c-button>',
        '<c-table caption="{{ name }}"></c-table>',
        '<c-search value="{{ name }}" />',
        '<c-breadcrumb :items="items" current="{{ name }}" />',
        '<c-event title="{{ name }}" who="{{ name }}" />',
        '<c-stat label="{{ name }}" value="{{ name }}" />',
        '<c-chart-bars :chart="chart" title="{{ name }}" />',
    ):
        items = [{"label": NASTY, "url": "/x/"}]
        html = draw(
            source,
            name=NASTY,
            items=items,
            chart=charts.bars([(NASTY, 1)]),
        )
        assert "<script>alert" not in html, source
        assert "&amp;lt;script" not in html, f"escaped twice: {source}"


def test_a_field_is_wired_to_its_hint_and_its_error() -> None:
    form = PatternForm({})
    html = draw('<c-field :field="form.name" />', form=form)
    control = re.search(r"<input[^>]*>", html)
    assert control
    described = re.search(r'aria-describedby="([^"]+)"', control.group())
    assert described
    assert set(described[1].split()) == {"id_name_helptext", "id_name_error"}
    assert all(f'id="{each}"' in html for each in described[1].split())
    assert 'aria-invalid="true"' in control.group()
    assert '<label class="field-label" for="id_name">' in html


def test_djangos_own_way_draws_the_same_field() -> None:
    form = PatternForm({})
    html = form["name"].as_field_group()
    assert 'class="field-label"' in html
    assert 'id="id_name_error"' in html


def test_choices_are_cards_in_a_fieldset_with_their_hints() -> None:
    class Form(forms.Form):
        kind = forms.ChoiceField(
            choices=[("a", "A"), ("b", "B")], widget=RadioCards(hints={"b": "better"})
        )

    html = draw('<c-field :field="form.kind" />', form=Form())
    assert html.count('type="radio"') == 2
    assert "<fieldset" in html
    assert html.count("choice-hint") == 1
    assert "better" in html


def test_the_error_summary_links_to_what_can_be_mended() -> None:
    form = PatternForm({"phone": "x"})
    form.add_error(None, "The whole thing")
    html = draw('<c-error-summary :form="form" />', form=form)
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert "<li>The whole thing</li>" in html
    assert 'tabindex="-1"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw('<c-error-summary :form="form" />', form=PatternForm()).strip() == ""


def test_sorting_turns_round_and_keeps_the_filters() -> None:
    source = '<c-sort-header key="name" label="Name" />'
    assert 'href="?q=sen&amp;sort=name"' in draw(source, "q=sen&page=3")
    up = draw(source, "q=sen&sort=name")
    assert 'aria-sort="ascending"' in up
    assert "sort=-name" in up
    assert 'aria-sort="descending"' in draw(source, "sort=-name")


def test_the_pager_keeps_the_filters_and_says_where_one_is() -> None:
    page = Paginator(range(1043), 25).page(4)
    html = draw('<c-pager :page="page" />', "q=sen&page=4", page=page)
    assert "q=sen&amp;page=5" in html
    assert html.count('aria-current="page"') == 1
    assert "…" in html


def test_the_pager_of_a_capped_list_promises_no_last_page() -> None:
    page = PageOf(rows=[1] * 25, number=2, per_page=25, count=1000, is_capped=True, has_next=True)
    html = draw('<c-pager :page="page" />', page=page)
    assert "page=3" in html
    assert "page=40" not in html


def test_one_page_needs_no_pager() -> None:
    page = Paginator(range(3), 25).page(1)
    assert "<nav" not in draw('<c-pager :page="page" />', page=page)


def test_chips_tell_what_is_filtered_and_take_it_off() -> None:
    form_class = type("F", (forms.Form,), {
        "q": forms.CharField(required=False, label="Words"),
        "kind": forms.MultipleChoiceField(required=False, choices=[("a", "Alpha"), ("b", "Beta")]),
    })  # fmt: skip
    request_query = "q=sen&kind=a&kind=b&page=2&utm=x"
    form = form_class(RequestFactory().get(f"/?{request_query}").GET)
    html = draw('<c-filter-panel :filterset="form" />', request_query, form=form)
    chips = re.findall(r'<a class="chip" href="([^"]+)"', html)
    assert chips == [
        "?kind=a&amp;kind=b&amp;utm=x",
        "?q=sen&amp;kind=b&amp;utm=x",
        "?q=sen&amp;kind=a&amp;utm=x",
    ]
    assert "Alpha" in html


def test_a_value_that_is_no_choice_is_shown_as_it_is_and_escaped() -> None:
    form_class = type("F", (forms.Form,), {"kind": forms.ChoiceField(choices=[("a", "Alpha")])})
    query = "kind=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    form = form_class(RequestFactory().get(f"/?{query}").GET)
    assert "<script>alert" not in draw('<c-filter-panel :filterset="form" />', query, form=form)


def test_an_empty_fact_says_so() -> None:
    assert 'aria-label="not given"' in draw('<c-fact label="E-mail"></c-fact>')
    assert "nobody asked" in draw('<c-fact label="E-mail" empty="nobody asked"> </c-fact>')


def test_drawings_use_points_whatever_the_language() -> None:
    chart = charts.radar(["a", "b", "c"], [("x", [1.5, 2.5, 3])], 5)
    template = Template(CottonCompiler().process('<c-chart-radar :chart="chart" title="T" />'))
    with translation.override("vi"):
        html = template.render(Context({"chart": chart}))
    assert not re.search(r'(?:cx|cy|x|y|x1)="\d+,\d', html)
    assert "1,5" in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_nothing_from_the_context(name: str) -> None:
    html = get_template(name).render({})
    assert "<h1>" in html
    assert 'lang="' in html


@pytest.mark.django_db
def test_an_unknown_address_gets_our_page(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "error-card" in response.content.decode()
