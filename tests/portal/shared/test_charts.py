"""Charts: geometry of plain figures."""

import pytest

from portal.shared import charts


@pytest.mark.parametrize(
    ("value", "top"),
    [(0, 4), (3, 4), (438, 600), (1000, 1000), (1001, 1200), (5, 8), (0.3, 0.32), (7, 8)],
)
def test_a_scale_ends_at_a_round_number(value: float, top: float) -> None:
    assert charts.round_top(value) == pytest.approx(top)
    assert charts.round_top(value) >= value


def test_a_radar_puts_the_first_axis_on_top_and_the_top_of_the_scale_on_the_ring() -> None:
    chart = charts.radar(["a", "b", "c", "d"], [("mine", [5, 5, 5, 5])], 5)
    assert chart.series[0].points == chart.rings[-1]
    x, y, value = chart.series[0].dots[0]
    assert (x, y, value) == (
        charts.RADAR_WIDTH / 2,
        charts.RADAR_HEIGHT / 2 - charts.RADAR_RADIUS,
        5,
    )


def test_a_radar_cuts_what_is_beyond_its_scale() -> None:
    chart = charts.radar(["a", "b", "c"], [("mine", [9, -2, None])], 5)
    whole = charts.radar(["a", "b", "c"], [("mine", [5, 0, 0])], 5)
    assert chart.series[0].points == whole.series[0].points
    assert len(chart.series[0].dots) == 2


@pytest.mark.parametrize(
    ("axes", "series"),
    [(["a", "b"], [("x", [1, 2])]), (["a", "b", "c"], []), (["a", "b", "c"], [("x", [1, 2])])],
)
def test_a_radar_refuses_what_it_cannot_draw(
    axes: list[str], series: list[tuple[str, list[int]]]
) -> None:
    with pytest.raises(ValueError, match=r"radar|series"):
        charts.radar(axes, series, 5)


def test_bars_reach_from_nothing_to_the_whole_width() -> None:
    chart = charts.bars([("a", 10, "/a/"), ("b", 5), ("c", None), ("d", 0)])
    assert [bar.width for bar in chart.bars] == [charts.BAR_WIDTH, charts.BAR_WIDTH / 2, 0, 0]
    assert chart.bars[0].url == "/a/"
    assert chart.table.rows[2] == ("c", (None,))


def test_bars_without_rows_draw_nothing() -> None:
    assert charts.bars([]).bars == ()


def test_a_gap_breaks_the_line() -> None:
    chart = charts.line({"a": [("1", 1), ("2", 2), ("3", None), ("4", 3), ("5", 4)]})
    assert len(chart.series[0].segments) == 2
    assert len(chart.series[0].dots) == 4
    assert chart.table.rows[2] == ("3", (None,))


def test_lines_share_their_labels() -> None:
    with pytest.raises(ValueError, match="labels"):
        charts.line({"a": [("1", 1)], "b": [("2", 1)]})


def test_a_single_point_and_an_empty_line_are_drawn() -> None:
    assert charts.line({"a": [("1", 7)]}).series[0].dots[0][2] == 7
    assert charts.line({"a": []}).series[0].segments == ()


def test_small_multiples_stand_on_one_scale() -> None:
    chart = charts.multiples(
        {
            "big": [("1", 0), ("2", 100)],
            "small": [("1", 0), ("2", 50)],
            "none": [("1", None), ("2", None)],
        }
    )
    big, small, none = chart.charts
    assert big.last is not None
    assert small.last is not None
    assert big.last[1] < small.last[1]
    assert none.last is None
