"""Scoring: exact, monotone, bounded, independent of order, and N/A counts as declared."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import rules
from assessments.rules.advice import next_steps, way_up
from assessments.services.versions import DATA
from tests.assessments.test_answers import NUMBER, RATIO, SEVERAL, TOOLS
from tests.factories.assessments import criterion, definition, words

INDEX = rules.parse((DATA / "dbi-sme-2021.json").read_bytes())
QUICK = rules.parse((DATA / "quick-check.json").read_bytes())

POINTS_ONLY = [{"level": 2, "total_over": 5}, {"level": 1, "total_over": 2}, {"level": 0}]
WITH_PILLARS = [
    {"level": 2, "total_over": 4, "pillars_at_least": 2, "pillar_level": 2},
    {"level": 1, "total_over": 2},
    {"level": 0},
]


def best(index, top=True):
    """The highest or lowest answer to everything."""
    found = {}
    for c in index.criteria:
        if c.kind == "ratio":
            found[c.code] = {"numerator": "1" if top else "0", "denominator": "1"}
        elif c.kind == "several_of":
            last = len(c.options) - 1
            found[c.code] = {"options": list(range(last)) if top else [last]}
        else:
            found[c.code] = {"option": len(c.options) - 1 if top else 0}
    return found


@pytest.mark.parametrize(("index", "most"), [(INDEX, 320), (QUICK, 48)])
def test_the_best_and_the_worst_answers_give_the_ends_of_the_scale(index, most):
    top, bottom = rules.score(index, best(index)), rules.score(index, best(index, top=False))
    assert (top.total, top.max, top.level) == (most, most, 5)
    assert (bottom.total, bottom.level, bottom.missing) == (0, 0, [])


def test_the_contract_of_the_command_holds():
    given = {
        "answers": {
            "1.1.1": {"option": 3},
            "1.1.3": {"numerator": "20", "denominator": "100"},
            "2.1.1": {"na": True},
        }
    }
    told = rules.score(INDEX, rules.clean_answers(INDEX, given)).as_json()
    assert (told["total"], told["max"], told["level"]) == (4, 320, 0)
    assert told["pillars"][0] == {"code": "1", "points": 4, "max": 65, "percent": 6.2, "level": 0}
    assert len(told["missing"]) == 57


@pytest.mark.parametrize(
    ("points", "level"),
    [(6, 0), (7, 1), (13, 1), (14, 2), (26, 2), (39, 3), (40, 4), (52, 4), (53, 5)],
)
def test_a_pillar_stands_where_its_share_puts_it(points, level):
    """Pillar 1 of the official index has 65 points; 39 is its worked example for level 3."""
    bands = INDEX.pillar_bands
    from assessments.rules.scoring import pillar_level

    assert pillar_level(bands, Fraction(points), Fraction(65)) == level


def test_exactly_a_tenth_of_a_pillar_is_level_0():
    from assessments.rules.scoring import pillar_level

    assert pillar_level(INDEX.pillar_bands, Fraction(5), Fraction(50)) == 0


@pytest.mark.parametrize(
    ("total", "levels", "level"),
    [
        (20, [5] * 6, 0),
        (21, [1, 1, 1, 0, 0, 0], 0),
        (21, [1, 1, 1, 1, 0, 0], 1),
        (129, [3, 3, 3, 3, 0, 0], 3),
        (193, [4, 4, 4, 4, 3, 3], 3),
        (193, [4, 4, 4, 4, 4, 3], 4),
        (257, [5, 5, 5, 5, 5, 4], 4),
        (257, [5] * 6, 5),
    ],
)
def test_the_overall_level_needs_points_and_pillars(total, levels, level):
    from assessments.rules.scoring import overall_level

    assert overall_level(INDEX, Fraction(total), Fraction(320), levels) == level


@pytest.mark.parametrize(
    ("numerator", "points"), [(0, 0), (1, 1), (20, 1), (21, 2), (40, 2), (60, 3), (80, 4), (81, 5), (100, 5)]
)  # fmt: skip
def test_a_share_is_turned_into_points_by_the_proposed_bands(numerator, points):
    answers = {"1.1.3": {"numerator": str(numerator), "denominator": "100"}}
    assert rules.score(INDEX, answers).total == points


def test_a_third_is_not_rounded_before_it_is_judged():
    plain = {
        **RATIO,
        "bands": [{"upto": "33.3333", "points": 1}, {"upto": 100, "points": 3}],
    }
    scored = rules.score(
        definition(plain, criterion("2.1")), {"1.1": {"numerator": "1", "denominator": "3"}}
    )
    assert scored.total == 3


def test_a_weight_multiplies():
    weighted = definition(criterion("1.1", weight="2.5"), criterion("2.1"))
    assert rules.score(weighted, {"1.1": {"option": 3}}).total == Fraction(15, 2)


def test_several_numbers_and_tools_are_counted():
    one = definition(SEVERAL, criterion("2.1"))
    assert rules.score(one, {"1.1": {"options": [0, 2]}}).total == 2
    two = definition(NUMBER, criterion("2.1"))
    assert rules.score(two, {"1.1": {"value": "9"}}).total == 1
    three = definition(TOOLS, criterion("2.1"))
    assert rules.score(three, {"1.1": {"options": [0, 1, 2], "linked": [0, 1]}}).total == 3
    assert rules.score(three, {"1.1": {"options": [0], "linked": []}}).total == 1


@pytest.mark.parametrize(
    ("how", "total", "most"), [("zero", 3, 6), ("exclude", 3, 3), ("full", 6, 6)]
)
def test_not_applicable_counts_as_declared(how, total, most):
    framework = definition(criterion("1.1", na=how), criterion("2.1"), overall_rules=POINTS_ONLY)
    scored = rules.score(framework, {"1.1": {"na": True}, "2.1": {"option": 3}})
    assert (scored.total, scored.max, scored.missing) == (total, most, [])


def test_thresholds_shrink_with_the_maximum_and_an_empty_pillar_stands_in_nobodys_way():
    framework = definition(
        criterion("1.1", na="exclude"), criterion("2.1"), overall_rules=WITH_PILLARS
    )
    scored = rules.score(framework, {"1.1": {"na": True}, "2.1": {"option": 3}})
    assert (scored.level, scored.pillars[0].level, scored.pillars[0].percent) == (2, None, None)


def test_a_hidden_question_is_neither_missing_nor_counted():
    framework = definition(
        criterion("1.1"), criterion("1.2", visible_if={"criterion": "1.1", "at_least": 2})
    )
    low = rules.score(framework, {"1.1": {"option": 1}, "1.2": {"option": 3}})
    assert (low.total, low.max, low.missing) == (1, 3, [])
    high = rules.score(framework, {"1.1": {"option": 2}})
    assert (high.max, high.missing) == (6, ["1.2"])
    assert [c.code for c in rules.visible(framework, {})] == ["1.1"]


def test_a_module_for_a_sector_is_asked_there_only():
    framework = definition(criterion("1.1"), criterion("1.2", sectors=["C"]))
    assert len(rules.visible(framework, {}, {"sector": "G"})) == 1
    assert len(rules.visible(framework, {}, {"sector": "C"})) == 2
    assert len(rules.visible(framework, {}, {})) == 2


# --- properties -----------------------------------------------------------------------------------------


def answers_to(c):
    """Any answer to a criterion of the shipped frameworks, or none."""
    if c.kind == "ratio":
        whole = st.integers(1, 400)
        given = whole.flatmap(
            lambda d: st.integers(0, d).map(lambda n: {"numerator": str(n), "denominator": str(d)})
        )
    elif c.kind == "several_of":
        last = len(c.options) - 1
        some = st.sets(st.integers(0, last - 1), min_size=1)
        given = st.one_of(st.just({"options": [last]}), some.map(lambda s: {"options": sorted(s)}))
    else:
        given = st.integers(0, len(c.options) - 1).map(lambda n: {"option": n})
    return st.one_of(st.none(), given)


def papers(index):
    return st.fixed_dictionaries({c.code: answers_to(c) for c in index.criteria}).map(
        lambda paper: {code: answer for code, answer in paper.items() if answer is not None}
    )


BOTH = st.sampled_from([INDEX, QUICK])


@given(BOTH.flatmap(lambda index: st.tuples(st.just(index), papers(index))))
def test_scores_are_bounded_and_add_up(drawn):
    index, paper = drawn
    scored = rules.score(index, paper)
    assert 0 <= scored.total <= scored.max == index.max_points
    assert scored.total == sum(pillar.points for pillar in scored.pillars)
    assert scored.total == sum(indicator.points for indicator in scored.indicators)
    assert len(scored.missing) == len(index.criteria) - len(paper)
    assert 0 <= scored.level <= 5


@given(BOTH.flatmap(lambda index: st.tuples(st.just(index), papers(index), st.randoms())))
def test_the_order_of_answers_does_not_matter(drawn):
    index, paper, dice = drawn
    turned = list(paper.items())
    dice.shuffle(turned)
    assert rules.score(index, dict(turned)) == rules.score(index, paper)


@given(
    BOTH.flatmap(
        lambda index: st.tuples(st.just(index), papers(index), st.sampled_from(index.criteria))
    )
)
def test_a_better_answer_never_lowers_points_or_levels(drawn):
    index, paper, asked = drawn
    better = {**paper, asked.code: best(index)[asked.code]}
    before, after = rules.score(index, paper), rules.score(index, better)
    assert after.total >= before.total
    assert after.level >= before.level
    for old, new in zip(before.pillars, after.pillars, strict=True):
        assert (new.level or 0) >= (old.level or 0)


@given(papers(QUICK))
def test_advice_never_promises_more_than_there_is(paper):
    scored = rules.score(QUICK, paper)
    steps = next_steps(QUICK, scored, {})
    assert len({step.advice.guide for step in steps}) == len(steps) <= 3
    assert all(0 < step.gain <= 4 for step in steps)
    way = way_up(QUICK, scored)
    assert (way is None) == (scored.level == 5)
    if way:
        assert way.points_short is not None or way.pillars_short


def test_a_small_framework_has_no_hidden_floats():
    options = [{"text": words("a"), "points": 0}, {"text": words("b"), "points": "0.3"}]
    framework = definition(
        criterion("1.1", raw_max="0.3", options=options),
        criterion("2.1"),
        overall_rules=[
            {"level": 2, "total_over": 3},
            {"level": 1, "total_over": 1},
            {"level": 0},
        ],
    )
    assert rules.score(framework, {"1.1": {"option": 1}}).total == Fraction(3, 10)
