"""Frameworks as documents: read, refused with every problem, written canonically."""

import json

import pytest

from assessments import rules
from assessments.rules.documents import from_plain
from assessments.rules.problems import FrameworkInvalid
from assessments.services.versions import DATA, SHIPPED
from tests.factories.assessments import criterion, definition, document, words


def problems(plain) -> str:
    with pytest.raises(FrameworkInvalid) as refused:
        from_plain(plain)
    return " | ".join(map(str, refused.value.problems))


@pytest.mark.parametrize("name", SHIPPED)
def test_what_comes_with_the_project_is_valid_and_canonical(name):
    text = (DATA / name).read_text("utf-8")
    shipped = rules.parse(text)
    assert rules.pretty(shipped) == text
    assert rules.canonical(rules.parse(rules.canonical(shipped))) == rules.canonical(shipped)


def test_the_official_index_has_its_shape():
    index = rules.parse((DATA / "dbi-sme-2021.json").read_bytes())
    assert (len(index.pillars), sum(len(p.indicators) for p in index.pillars)) == (6, 10)
    assert (len(index.criteria), index.max_points) == (60, 320)
    assert sum(not c.is_verified for c in index.criteria) > 20
    assert all(c.note for c in index.criteria if not c.is_verified)


def test_the_quick_check_has_two_questions_in_each_pillar_in_both_languages():
    quick = rules.parse((DATA / "quick-check.json").read_bytes())
    assert [len(list(pillar.criteria)) for pillar in quick.pillars] == [2] * 6
    for c in quick.criteria:
        texts = [c.title, c.question, c.help, c.example, *(o.text for o in c.options)]
        texts += [advice.text for advice in c.advice]
        assert all(text.vi and text.en for text in texts), c.code
        assert c.advice
        assert all(advice.guide for advice in c.advice)


def test_the_order_of_keys_and_the_spaces_do_not_change_the_checksum():
    plain = document()
    turned = json.loads(json.dumps(plain, indent=3), object_pairs_hook=lambda p: dict(reversed(p)))
    one, other = (rules.canonical(from_plain(each)) for each in (plain, turned))
    assert rules.checksum(one) == rules.checksum(other)


def test_a_code_that_stands_twice_is_named():
    assert "1.1" in problems(document(criterion("1.1"), criterion("1.1")))


def test_a_key_that_stands_twice_in_the_file_is_refused():
    with pytest.raises(FrameworkInvalid):
        rules.parse('{"format": "a", "format": "b"}')


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"format": NaN}', "[" * 5000])
def test_what_is_no_framework_is_refused(text):
    with pytest.raises(FrameworkInvalid):
        rules.parse(text)


def test_points_that_do_not_add_up_are_said():
    assert "10" in problems(document(max_points=10))


def test_an_unknown_entry_is_named_with_its_place():
    assert "/pillars/0/indicators/0/criteria/0/colour" in problems(
        document(criterion("1.1", colour="red"))
    )


def test_a_circle_of_conditions_is_named():
    said = problems(
        document(
            criterion("1.1", visible_if={"criterion": "1.2", "at_least": 1}),
            criterion("1.2", visible_if={"criterion": "1.1", "at_least": 1}),
        )
    )
    assert "1.1 → 1.2 → 1.1" in said


def test_a_condition_may_not_ask_about_a_later_question():
    said = problems(
        document(criterion("1.1", visible_if={"criterion": "1.2", "at_least": 1}), criterion("1.2"))
    )
    assert "1.2" in said


def test_a_condition_about_nothing_is_refused():
    assert "9.9" in problems(
        document(criterion("1.1", visible_if={"criterion": "9.9", "options": [1]}))
    )


@pytest.mark.parametrize(
    "overall_rules",
    [
        [{"level": 2, "total_over": 9}, {"level": 1, "total_over": 2}, {"level": 0}],
        [{"level": 2, "total_over": 2}, {"level": 1, "total_over": 2}, {"level": 0}],
        [
            {"level": 2, "total_over": 4, "pillars_at_least": 3, "pillar_level": 1},
            {"level": 1, "total_over": 2},
            {"level": 0},
        ],
        [
            {"level": 2, "total_over": 4, "pillars_at_least": 2, "pillar_level": 7},
            {"level": 1, "total_over": 2},
            {"level": 0},
        ],
        [{"level": 2, "total_over": 4}, {"level": 0}],
        [{"level": 2, "total_over": 4}, {"level": 1, "total_over": 2}, {"level": 0, "total_over": 1}],
    ],
)  # fmt: skip
def test_a_level_that_nobody_can_reach_is_refused(overall_rules):
    assert "overall_rules" in problems(document(overall_rules=overall_rules))


def test_bands_that_shut_a_level_out_are_refused():
    bands = [{"level": 0, "upto": 20}, {"level": 1, "upto": 20}, {"level": 2, "upto": 100}]
    assert "bands" in problems(document(pillar_bands=bands))


def test_a_maximum_that_no_answer_gives_is_refused():
    assert "1.1" in problems(document(criterion("1.1", raw_max=5), criterion("2.1")))


def test_all_problems_are_told_at_once():
    with pytest.raises(FrameworkInvalid) as refused:
        from_plain(document(criterion("1.1", raw_max="x"), criterion("1.2", title=words(""))))
    assert len(refused.value.problems) >= 2


def test_words_speak_the_readers_language_and_fall_back_to_vietnamese():
    from django.utils import translation

    title = definition().title
    assert str(title) == "Bộ câu hỏi thử"
    with translation.override("en"):
        assert str(title) == "Bộ câu hỏi thử (en)"
        assert (str(rules.Words("chỉ có")), rules.Words("chỉ có").lang) == ("chỉ có", "vi")
