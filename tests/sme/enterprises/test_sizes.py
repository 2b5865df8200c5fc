"""Size classes of Decree 80/2021, article 5, and the sentence why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sme.enterprises import rules, selectors
from sme.enterprises.rules import SizeClass

BILLION = 10**9
RULES = selectors.size_rules_on(date(2026, 1, 1))


def size(group="industry", employees=8, revenue=None, capital=None, kind="enterprise"):
    return rules.size_of(
        RULES,
        kind=kind,
        group=group,
        employees=employees,
        revenue=rules.amount(revenue, None),
        capital=rules.amount(capital, None),
    )


@pytest.mark.parametrize(
    ("group", "employees", "revenue", "capital", "expected"),
    [
        ("industry", 10, 3 * BILLION, None, SizeClass.MICRO),
        ("industry", 11, 3 * BILLION, None, SizeClass.SMALL),
        ("agriculture", 10, 3 * BILLION + 1, 3 * BILLION, SizeClass.MICRO),
        ("agriculture", 10, 3 * BILLION + 1, 3 * BILLION + 1, SizeClass.SMALL),
        ("industry", 100, 50 * BILLION, 21 * BILLION, SizeClass.SMALL),
        ("industry", 101, 50 * BILLION, 21 * BILLION, SizeClass.MEDIUM),
        ("industry", 200, 201 * BILLION, 100 * BILLION, SizeClass.MEDIUM),
        ("industry", 201, 1, 1, SizeClass.LARGE),
        ("trade", 10, 10 * BILLION, None, SizeClass.MICRO),
        ("trade", 50, 100 * BILLION, 200 * BILLION, SizeClass.SMALL),
        ("trade", 51, 100 * BILLION, 200 * BILLION, SizeClass.MEDIUM),
        ("trade", 100, 300 * BILLION + 1, 100 * BILLION + 1, SizeClass.LARGE),
    ],
)
def test_the_limits_are_inclusive_and_either_amount_is_enough(
    group, employees, revenue, capital, expected
):
    assert size(group, employees, revenue, capital).size == expected


def test_the_sentence_says_why():
    verdict = size(employees=8, revenue=2_100_000_000)
    assert verdict.why == "8 người, doanh thu 2,1 tỷ ₫ → siêu nhỏ"
    assert verdict.source_vi == "Nghị định 80/2021/NĐ-CP, điều 5"


@pytest.mark.parametrize(
    ("given_", "missing"),
    [
        ({"employees": None, "revenue": BILLION}, "số lao động"),
        ({"group": None, "revenue": BILLION}, "ngành"),
        ({}, "doanh thu hoặc nguồn vốn năm"),
        ({"revenue": 5 * BILLION}, "nguồn vốn năm"),
    ],
)
def test_what_cannot_be_decided_says_what_is_missing(given_, missing):
    verdict = size(**given_)
    assert verdict.size == SizeClass.UNKNOWN
    assert missing in verdict.why


def test_a_cooperative_is_not_classified_silently():
    verdict = size(kind="cooperative", revenue=BILLION)
    assert verdict.size == SizeClass.OUTSIDE
    assert "Luật Hợp tác xã" in verdict.why


def test_a_household_is_only_compared():
    assert "Nghị định chỉ nói về doanh nghiệp" in size(kind="household", revenue=BILLION).why


def test_before_the_decree_there_is_no_rule():
    assert selectors.size_rules_on(date(2021, 10, 14)) is None


amounts = st.none() | st.integers(0, 400 * BILLION)


@given(st.sampled_from(["agriculture", "industry", "trade"]), st.integers(0, 400), amounts, amounts)
def test_a_band_decides_as_its_figure_does(group, employees, revenue, capital):
    def band(value, bands):
        return next(
            (
                b
                for b in bands.values()
                if value is not None and (b.up_to is None or value <= b.up_to)
            ),
            None,
        )

    exact = size(group, employees, revenue, capital)
    by_band = rules.size_of(
        RULES,
        kind="enterprise",
        group=group,
        employees=employees,
        revenue=rules.amount(None, band(revenue, RULES.revenue_bands)),
        capital=rules.amount(None, band(capital, RULES.capital_bands)),
    )
    assert by_band.size == exact.size


def test_every_sector_has_a_group_of_the_rule():
    sections = selectors.classification().sections
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRSTU"
    assert {section.group for section in sections.values()} == set(RULES.limits)
