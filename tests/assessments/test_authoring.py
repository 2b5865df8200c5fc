"""The editors' place: drafts from a version or a file, words and weights changed, what is wrong told at its place."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments import exports, selectors, services
from assessments.models import Assessment, FrameworkVersion, Result
from assessments.rules import Kind, documents, writing
from portal.setup import roles
from portal.shared import audit, jobs
from portal.shared.models import Job
from tests.factories import assessments as made
from tests.factories.accounts import AdministratorFactory, EditorFactory
from tests.factories.workbooks import workbook


@pytest.fixture
def first(db):
    return made.framework().current


@pytest.fixture
def draft(first, editor):
    return services.copy_version(first, "2", actor=editor)


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def at_desk(client, editor):
    roles.apply()
    client.force_login(editor)
    return client


def fields(response, **changes):
    """The form of a page as a browser would send it."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {k: v for k, v in values.items() if v not in (None, False)}
    return {**sent, "expected": response.context["expected"], **changes}


def test_a_version_is_copied_and_its_words_and_weights_are_changed_in_the_page(at_desk, first):
    copied = at_desk.post(reverse("readiness_copy", args=[first.pk]), {"name": "2"})
    draft = FrameworkVersion.objects.get(name="2")
    assert copied.url == reverse("readiness_version", args=[draft.pk])
    page = reverse("readiness_criterion", args=[draft.pk, "1.1"])
    sent = fields(at_desk.get(page), **{"help-vi": "Giải thích mới", "weight": "1,5"})
    sent |= {"advice-0-text-vi": "Hãy bắt đầu", "advice-0-upto": "1", "advice-0-effort": "2"}
    assert at_desk.post(page, sent).status_code == 302
    draft.refresh_from_db()
    criterion = selectors.definition_of(draft).by_code["1.1"]
    assert str(criterion.help) == "Giải thích mới"
    assert criterion.weight == 1.5
    assert criterion.advice[0].effort == 2
    assert "1.1 weight" in [change.field for change in audit.history(draft)[0].changes]
    assert FrameworkVersion.objects.get(pk=first.pk).checksum == first.checksum


def test_a_refused_change_keeps_what_was_entered_and_names_the_field(at_desk, draft):
    page = reverse("readiness_criterion", args=[draft.pk, "1.1"])
    sent = fields(at_desk.get(page), **{"title-vi": "Tên khác", "raw_max": "nhiều"})
    response = at_desk.post(page, sent)
    assert response.status_code == 422
    assert "raw_max" in response.context["form"].errors
    assert response.context["form"]["title-vi"].value() == "Tên khác"
    unreachable = at_desk.post(page, {**sent, "raw_max": "9"})
    assert unreachable.context["form"].non_field_errors()


def test_titles_levels_and_pillars_are_changed_in_the_page(at_desk, draft):
    page = reverse("readiness_frame", args=[draft.pk])
    sent = fields(
        at_desk.get(page),
        **{"levels-1-meaning-vi": "Đã bắt đầu", "pillars-0-title-en": "People", "minutes": "7"},
    )
    assert at_desk.post(page, sent).status_code == 302
    draft.refresh_from_db()
    definition = selectors.definition_of(draft)
    assert definition.level(1).meaning.vi == "Đã bắt đầu"
    assert definition.pillars[0].title.en == "People"
    assert definition.minutes == 7


def test_a_colleagues_change_meanwhile_is_not_overwritten(at_desk, draft):
    page = reverse("readiness_criterion", args=[draft.pk, "1.1"])
    sent = fields(at_desk.get(page), **{"title-vi": "Của tôi"})
    other = fields(at_desk.get(page), **{"title-vi": "Của đồng nghiệp"})
    at_desk.post(page, other)
    response = at_desk.post(page, sent)
    assert response.status_code == 422
    assert response.context["form"]["title-vi"].value() == "Của tôi"
    draft.refresh_from_db()
    assert selectors.definition_of(draft).by_code["1.1"].title.vi == "Của đồng nghiệp"


def upload(client, name, content):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("readiness_versions"), {"file": file})


def test_a_workbook_comes_out_and_goes_in_as_a_draft(at_desk, first):
    changed = documents.from_plain({**made.document(), "version": "1.1"})
    stream = io.BytesIO()
    exports.write_framework(stream, changed, by="test")
    assert upload(at_desk, "moi.xlsx", stream.getvalue()).status_code == 302
    draft = FrameworkVersion.objects.get(name="1.1")
    assert (draft.state, draft.based_on) == ("draft", first)
    for ending in ("xlsx", "json"):
        out = at_desk.get(reverse(f"readiness_{ending}", args=[draft.pk])).content
        assert upload(at_desk, f"x.{ending}", out).status_code == 302
    draft.refresh_from_db()
    assert selectors.definition_of(draft) == changed


def test_every_problem_of_a_file_is_told_with_sheet_and_cell(at_desk, first):
    rows = [
        ["part", "code", "kind", "title_vi", "slug", "version"],
        ["framework", None, None, "Thử", "thu", "2"],
        ["pillars", "1", None, None, None, None],
    ]
    content = workbook(rows).getvalue()
    response = upload(at_desk, "sai.xlsx", content)
    assert response.status_code == 422
    told = [str(each) for each in response.context["problems"]]
    assert any("!" in each and "3" in each.split(":")[0] for each in told), told
    assert not FrameworkVersion.objects.filter(name="2").exists()


@pytest.mark.parametrize("content", [b"{", b"PK\x03\x04rubbish", b"", b"\xff\xfe\x00"])
def test_rubbish_is_refused_in_a_sentence(at_desk, content):
    assert upload(at_desk, "rac.json", content or b" ").status_code == 422


def test_the_published_name_is_refused(at_desk, first):
    other = writing.to_plain(made.definition(made.criterion("7.1")))
    response = upload(at_desk, "x.json", documents.pretty(documents.from_plain(other)).encode())
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_what_stayed_the_same_is_proposed_and_declared_in_the_page(at_desk, first, draft):
    page = reverse("readiness_crosswalk", args=[draft.pk, first.pk])
    form = at_desk.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert set(sent.values()) == {"1.1", "1.2", "2.1", "equal"}
    assert at_desk.post(page, {**sent, "1.2": "similar"}).status_code == 302
    declared = {
        each.criterion: each.likeness for each in selectors.links_between(first.pk, draft.pk)
    }
    assert declared == {"1.1": "equal", "1.2": "similar", "2.1": "equal"}
    refused = at_desk.post(page, {**sent, "1.1-earlier": "", "1.2": "none"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["1.1"]


def test_the_dry_run_counts_all_and_names_only_whom_the_reader_may_see(
    at_desk, client, draft, first, business, member, editor
):
    result = made.submitted(business, first.framework, 2, actor=member)
    stricter = made.definition(
        version="2",
        overall_rules=[{"level": 2, "total_over": 8}, {"level": 1, "total_over": 7}, {"level": 0}],
    )
    services.change_draft(draft, stricter, actor=editor, expected=draft.checksum)
    page = reverse("readiness_trial", args=[draft.pk])
    shown = at_desk.get(page)
    assert shown.context["moves"] == [(result.level, 0, 1)]
    assert business.name not in shown.content.decode()
    assert at_desk.post(page)["Content-Type"].endswith("sheet")
    client.force_login(AdministratorFactory())
    assert business.name in client.get(page).content.decode()


def test_many_results_are_tried_as_a_job(at_desk, draft, business, member, first, monkeypatch):
    made.submitted(business, first.framework, 2, actor=member)
    monkeypatch.setattr("assessments.wagtail_hooks.trials.AT_ONCE", 0)
    page = reverse("readiness_trial", args=[draft.pk])
    assert at_desk.get(page).context["is_large"]
    assert "/jobs/" in at_desk.post(page).url
    jobs.run_queued()
    assert Job.objects.get().state == "done"


def test_a_draft_is_answered_as_a_business_would_and_nothing_is_stored(at_desk, draft):
    begun = at_desk.get(reverse("assessments:preview_begin", args=[draft.pk]) + "?size=micro")
    url = begun.url
    for _each in range(3):
        assert at_desk.get(url).status_code == 200
        url = at_desk.post(url, {"option": "2", "version": "0"}).url
    assert url == reverse("assessments:preview_review", args=[draft.pk])
    assert at_desk.get(url).context["paper"].done == 3
    shown = at_desk.post(reverse("assessments:preview_submit", args=[draft.pk]))
    assert shown.status_code == 200
    assert (shown.context["result"].total, shown.context["result"].level) == (6, 1)
    assert not Assessment.objects.exists()
    assert not Result.objects.exists()


def outlined(client, draft, code, act):
    """A question moved or taken out, as the buttons of the page send it."""
    draft.refresh_from_db()
    where = reverse(f"readiness_{act}", args=[draft.pk, code])
    answer = client.post(where, {"expected": draft.checksum}, follow=True)
    draft.refresh_from_db()
    codes = [each.code for each in selectors.definition_of(draft).criteria]
    return codes, " ".join(map(str, answer.context["messages"]))


def test_questions_are_put_in_order_and_taken_out_in_the_page(at_desk, draft):
    first = [each.code for each in selectors.definition_of(draft).criteria]
    moved, _told = outlined(at_desk, draft, first[0], "down")
    assert sorted(moved) == sorted(first)
    assert moved != first
    assert outlined(at_desk, draft, first[0], "up")[0] == first
    begin(at_desk, draft, "levels")
    at_desk.post(reverse("readiness_out", args=[draft.pk, "9.9"]), {"expected": "a page of before"})
    draft.refresh_from_db()
    assert "9.9" in selectors.definition_of(draft).by_code
    assert outlined(at_desk, draft, "9.9", "out")[0] == first


def test_an_indicator_keeps_at_least_one_question(at_desk, draft):
    before = [each.code for each in selectors.definition_of(draft).criteria]
    left, told = outlined(at_desk, draft, before[-1], "out")
    assert left == before
    assert "Not done" in told or "Chưa làm" in told


def begin(client, draft, kind):
    """A new question 9.9 in the first indicator; the answer to the form, and what was sent."""
    page = reverse("readiness_question", args=[draft.pk])
    indicator = selectors.definition_of(draft).pillars[0].indicators[0].code
    words = {"indicator": indicator, "code": "9.9", "kind": kind, "title_vi": "Câu mới"}
    sent = fields(client.get(page), **words)
    return client.post(page, sent), sent


@pytest.mark.parametrize("kind", Kind.values)
def test_a_new_question_of_each_kind_holds_together_at_once(at_desk, draft, kind):
    answer, sent = begin(at_desk, draft, kind)
    assert answer.url == reverse("readiness_criterion", args=[draft.pk, "9.9"])
    own = at_desk.get(answer.url)
    assert (
        at_desk.post(answer.url, fields(own)).status_code == 302
    )  # nothing changed, nothing broken
    draft.refresh_from_db()
    assert selectors.definition_of(draft).by_code["9.9"].kind == kind
    page = reverse("readiness_question", args=[draft.pk])
    again = at_desk.post(page, {**sent, "expected": draft.checksum})
    assert again.status_code == 422
    assert again.context["form"].errors["code"]


def test_a_question_gets_a_choice_more_a_sector_and_a_condition_in_the_page(at_desk, draft):
    codes = [each.code for each in selectors.definition_of(draft).criteria]
    page = reverse("readiness_criterion", args=[draft.pk, codes[1]])
    shown = at_desk.get(page)
    new = len(shown.context["form"].part.get("options", ()))
    more = {f"options-{new}-text-vi": "Mức cao nhất", f"options-{new}-points": "9", "raw_max": "9"}
    more |= {"sectors": ["C"], "sizes": ["micro"], "visible_if-criterion": codes[0]}
    assert at_desk.post(page, fields(shown, **more)).status_code == 302
    draft.refresh_from_db()
    found = selectors.definition_of(draft).by_code[codes[1]]
    assert (found.sectors, found.sizes, len(found.options)) == (("C",), ("micro",), new + 1)
    assert found.visible_if == {"criterion": codes[0], "at_least": 1}
    wordless = fields(at_desk.get(page), **{f"options-{new + 1}-points": "10"})
    assert at_desk.post(page, wordless).status_code == 422
    alone = fields(at_desk.get(page), **{"visible_if-criterion": "", "visible_if-at_least": ""})
    assert at_desk.post(page, alone).status_code == 302
    draft.refresh_from_db()
    assert selectors.definition_of(draft).by_code[codes[1]].visible_if is None
