"""Axes say days and numbers as a planner does."""

import datetime

import pytest
from pytestqt.qtbot import QtBot

from gui.charts.axes import DayAxis, UnitsAxis

FIRST = datetime.date(2026, 3, 2)


def labels(axis: DayAxis, span_days: int, width: float) -> list[str]:
    low = FIRST.toordinal() - 0.5
    ((spacing, values),) = axis.tickValues(low, low + span_days, width)
    texts: list[str] = axis.tickStrings(values, 1, spacing)
    return texts


@pytest.mark.parametrize(
    ("span_days", "width", "first_labels"),
    [
        (7, 700, ["2 Mar", "3 Mar", "4 Mar"]),
        (28, 400, ["2 Mar", "9 Mar", "16 Mar"]),
        (118, 600, ["2 Mar", "16 Mar", "30 Mar"]),
        (365, 1_200, ["Apr 2026", "May 2026"]),
        (730, 800, ["Apr 2026", "Jul 2026", "Oct 2026"]),
        (5_000, 500, ["Jan 2030", "Jan 2035"]),
    ],
)
def test_days_have_room_for_their_labels(
    qtbot: QtBot, span_days: int, width: float, first_labels: list[str]
) -> None:
    shown = labels(DayAxis("en"), span_days, width)
    assert shown[: len(first_labels)] == first_labels
    assert len(shown) <= width / 64 + 1


def test_days_read_in_chinese(qtbot: QtBot) -> None:
    axis = DayAxis("en")
    axis.speak("zh")
    assert labels(axis, 7, 700)[0] == "3月2日"
    assert labels(axis, 365, 1_200)[0] == "2026年4月"


def test_an_axis_without_width_has_no_days(qtbot: QtBot) -> None:
    assert DayAxis("en").tickValues(5, 5, 100) == []
    assert DayAxis("en").tickValues(5, 9, 0) == []


def test_numbers_are_written_out(qtbot: QtBot) -> None:
    axis = UnitsAxis()
    assert axis.tickStrings([0, 1e6, 2.5e7], 1, 1e6) == ["0", "1,000,000", "25,000,000"]
    assert axis.tickStrings([0.5, 1.0], 1, 0.5) == ["0.5", "1.0"]
    assert axis.tickStrings([-20, 0], 1, 20) == ["-20", "0"]
