"""A draft tried on past answers: it says whose level would change, and changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import rules, services
from assessments.models import Result
from tests.factories import assessments as made

CODES = ("1.1", "1.2", "2.1")


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 3).map(lambda n: {"option": n})))
def test_the_same_version_makes_the_same_of_all_answers(answers):
    same = made.definition()
    trial = rules.try_out(same, answers)
    assert trial.lost == ()
    assert trial.result == rules.score(same, answers)


def test_answers_that_do_not_fit_any_more_are_named_and_left_out():
    short = made.criterion("1.1", raw_max=1)
    short["options"] = short["options"][:2]
    draft = made.definition(short, made.criterion("2.1"), made.criterion("2.2"))
    trial = rules.try_out(draft, {code: {"option": 2} for code in CODES})
    assert trial.lost == ("1.1", "1.2")
    assert trial.result.total == 2


def test_the_command_lists_whose_level_would_change_and_writes_nothing(business, member):
    before = made.submitted(business, made.framework(), 2, actor=member)
    stricter = made.definition(
        *(made.criterion(code, weight=3) for code in CODES),
        version="2",
        overall_rules=[
            {"level": 2, "total_over": 25, "pillars_at_least": 2, "pillar_level": 2},
            {"level": 1, "total_over": 20},
            {"level": 0},
        ],
    )
    services.import_version(stricter, actor=None)
    out = StringIO()
    call_command("try_version", "thu", "2", stdout=out)
    assert f"{before.level} → 0" in out.getvalue()
    assert business.name in out.getvalue()
    assert "1 of 1" in out.getvalue()
    assert Result.objects.get().level == before.level


def test_an_unknown_version_is_refused(db):
    with pytest.raises(CommandError, match="no version"):
        call_command("try_version", "thu", "9")
