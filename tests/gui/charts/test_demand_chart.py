"""The chart of demand draws and reads out the numbers of data and plan."""

import datetime
from dataclasses import replace
from time import process_time

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from domain.demand import SeriesKey
from gui.charts.demand_chart import DemandChart
from gui.charts.series_view import series_view
from gui.session import Session
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import (
    A1,
    A2,
    HISTORY_DAYS,
    HORIZON,
    MEAN,
    NEW,
    OLD,
    SHORT_FROM_BEHIND,
    UNKNOWN_FROM_BEHIND,
    alert,
    days,
    demand_dataset,
    demand_plan,
    history,
    promotion,
    session_of,
)
from tests.hostile_texts import HOSTILE


def chart_of(qtbot: QtBot, session: Session, key: SeriesKey) -> DemandChart:
    chart = DemandChart(session)
    qtbot.addWidget(chart)
    chart.resize(900, 320)
    chart.show()
    assert session.dataset is not None
    chart.show_series(series_view(session.dataset, session.plan, DAY, key))
    return chart


def legend_of(chart: DemandChart) -> list[str]:
    return [entry.text for entry in chart.legend.entries]


def test_the_lines_are_the_numbers(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    x, sold = chart.sold.getData()
    assert x[0] == (DAY - days(HISTORY_DAYS)).toordinal()
    expected = history().units[0].astype(float)
    # No bar where nothing is known.
    expected[-UNKNOWN_FROM_BEHIND] = 0
    np.testing.assert_array_equal(sold, expected)
    x, mean = chart.expected.getData()
    assert (x[0], x[-1]) == (DAY.toordinal(), DAY.toordinal() + HORIZON - 1)
    np.testing.assert_array_equal(mean, MEAN)
    (wide_low, _), (low, high) = chart.bands
    np.testing.assert_allclose(wide_low.getData()[1], np.array(MEAN) - 1.5)
    np.testing.assert_allclose(low.getData()[1], np.array(MEAN) - 1)
    np.testing.assert_allclose(high.getData()[1], np.array(MEAN) + 2)
    marked = sorted(DAY.toordinal() - x for x in chart.short_days.getData()[0])
    assert marked == [SHORT_FROM_BEHIND, UNKNOWN_FROM_BEHIND]


def test_the_legend_names_what_is_drawn_and_nothing_else(qtbot: QtBot) -> None:
    session = session_of()
    assert legend_of(chart_of(qtbot, session, A1)) == [
        "Sold per day",
        "Out of stock, or not recorded",
        "Expected",
        "9 of 10 days lie in this band",
        "8 of 10 days lie in this band",
        "Promotion",
        "Holiday",
    ]
    assert legend_of(chart_of(qtbot, session, OLD))[0] == "Sold per day"
    assert "Expected" not in legend_of(chart_of(qtbot, session, OLD))
    assert legend_of(chart_of(qtbot, session, NEW))[0] == "Expected"


def test_days_are_read_out_in_words(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    assert chart.read_out(DAY - days(SHORT_FROM_BEHIND)).splitlines() == [
        "Fri 20 Feb 2026",
        "1 sold, then out of stock",
    ]
    assert chart.read_out(DAY - days(UNKNOWN_FROM_BEHIND)).splitlines()[1] == (
        "out of stock, or not recorded"
    )
    assert chart.read_out(DAY).splitlines() == [
        "Mon 2 Mar 2026",
        "2.0 expected",
        "8 of 10 days: 1.0 to 4.0",
        "9 of 10 days: 0.5 to 5.0",
        "Sale",
    ]
    assert chart.read_out(DAY + days(HORIZON)) == ""


def test_the_arrow_keys_read_out_one_day_after_the_other(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    chart.point_at(DAY)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.pointed_day == DAY + days(1)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.pointed_day == DAY - days(1)
    chart.point_at(None)
    assert chart.pointed_day is None


def test_the_days_in_sight_are_chosen(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    assert chart.days_shown() == (DAY - days(90), DAY + days(HORIZON - 1))
    chart.show_history(None)
    assert chart.days_shown() == (DAY - days(HISTORY_DAYS), DAY + days(HORIZON - 1))
    chart.show_history(365)
    assert chart.days_shown()[0] == DAY - days(HISTORY_DAYS)


def test_a_day_forecast_is_chosen_by_keys_and_clicks_and_no_other(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    chosen: list[datetime.date] = []
    chart.day_chosen.connect(chosen.append)
    assert chart.chosen_day == DAY
    chart.point_at(DAY)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chosen == [DAY + days(1), DAY]
    click(chart, DAY + days(9))
    click(chart, DAY - days(9))
    assert (chosen[2:], chart.chosen_day) == ([DAY + days(9)], DAY + days(9))
    x, y = chart.chosen.getData()
    assert (x.tolist(), y.tolist()) == ([(DAY + days(9)).toordinal()], [MEAN[9]])


def click(chart: DemandChart, day: datetime.date) -> None:
    view = chart.plot.getViewBox()
    at = chart.plot.mapFromScene(view.mapViewToScene(QPointF(day.toordinal(), 1.0)))
    QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_day_chosen_stays_for_the_next_series_where_that_is_forecast(qtbot: QtBot) -> None:
    session = session_of()
    chart = chart_of(qtbot, session, A1)
    assert session.dataset is not None
    chart.choose(DAY + days(3))
    chart.show_series(series_view(session.dataset, session.plan, DAY, NEW))
    assert chart.chosen_day == DAY + days(3)
    chart.show_series(series_view(session.dataset, session.plan, DAY, OLD))
    assert chart.chosen_day is None


def test_figures_left_out_stand_beside_those_taken_and_do_not_squash_them(qtbot: QtBot) -> None:
    raw = history()
    units = raw.units.copy()
    units[0, -5] = 1e9
    session = session_of(demand_dataset(demand=replace(raw, units=units)))
    assert session.dataset is not None
    observed = raw.observed.copy()
    observed[0, -5] = False
    observed[0, -UNKNOWN_FROM_BEHIND] = True
    cleaned = replace(raw, observed=observed)
    chart = chart_of(qtbot, session, A1)
    chart.show_series(series_view(session.dataset, session.plan, DAY, A1, cleaned))
    x, heights = chart.left_out.getData()
    assert (x.tolist(), heights.tolist()) == ([(DAY - days(5)).toordinal()], [1e9])
    assert chart.filled.getData()[0].tolist() == [(DAY - days(UNKNOWN_FROM_BEHIND)).toordinal()]
    assert chart.plot.viewRange()[1][1] < 20
    written = [item.toPlainText() for item in chart.plot.items() if isinstance(item, pg.TextItem)]
    assert "1,000,000,000" in written
    assert {"Recorded, but left out", "Filled in"} <= set(legend_of(chart))
    assert chart.read_out(DAY - days(5)).splitlines()[1] == "1,000,000,000 recorded, but left out"
    assert chart.read_out(DAY - days(UNKNOWN_FROM_BEHIND)).splitlines()[1:3] == [
        "out of stock, or not recorded",
        "0.0 filled in",
    ]


def test_days_to_look_at_are_underlined_where_they_are_in_sight(qtbot: QtBot) -> None:
    alerts = (alert(A1, before=7, lasts=3), alert(A2, before=5, lasts=1))
    session = session_of(plan=demand_plan(demand_alerts=alerts))
    chart = chart_of(qtbot, session, A1)
    first = (DAY - days(7)).toordinal()
    assert (chart.odd_days.opts["x0"], chart.odd_days.opts["x1"]) == ([first - 0.5], [first + 2.5])
    assert "To look at" in legend_of(chart)
    old = (alert(A1, before=100, lasts=3),)
    session.show_plan(demand_plan(demand_alerts=old))
    assert "To look at" not in legend_of(chart_of(qtbot, session, A1))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dataset = demand_dataset(promotions=(promotion("A", text, 40, 10),), holidays=())
    chart = chart_of(qtbot, session_of(dataset), A1)
    (name,) = chart.names
    shown = name.textItem.toPlainText()
    start = shown.removesuffix("…")
    assert start
    # Half a surrogate pair is no text to Qt.
    written = text.encode(errors="ignore").decode()
    assert " ".join(written.split()).startswith(" ".join(start.split()))
    assert "\n" not in shown
    chart.point_at(DAY - days(30))
    label = chart.plot.findChild(QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text().split("\n")[-1].split() == written.split()


def test_names_that_would_overlap_are_left_out(qtbot: QtBot) -> None:
    many = tuple(promotion("A", f"A long name {i}", 60 - i, 58 - i) for i in range(20))
    dataset = demand_dataset(promotions=many, holidays=())
    chart = chart_of(qtbot, session_of(dataset), A1)
    assert 1 < len(chart.names) < 10
    wide = len(chart.names)
    chart.resize(360, 320)
    qtbot.waitUntil(lambda: len(chart.names) < wide)


def test_language_and_colours_change_while_it_is_shown(qtbot: QtBot) -> None:
    session = session_of()
    chart = chart_of(qtbot, session, A1)
    light = chart.expected.opts["pen"].color().name()
    session.speak("zh")
    assert chart.read_out(DAY).splitlines()[0] == "2026年3月2日 周一"
    session.set_dark(True)
    dark = chart.expected.opts["pen"].color().name()
    assert (light, dark) == ("#1f6feb", "#4c9aff")
    assert chart.plot.backgroundBrush().color().name() == session.colours.panel.lower()


def test_nothing_is_drawn_where_no_series_is_shown(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    chart.show_series(None)
    assert legend_of(chart) == []
    chart.point_at(DAY)
    assert chart.pointed_day is None


def test_two_years_with_bands_are_drawn_quickly(qtbot: QtBot) -> None:
    session = session_of(replace(demand_dataset(), demand=history(730)))
    chart = chart_of(qtbot, session, A1)
    taken_s = []
    for _ in range(5):
        start = process_time()
        chart.show_history(None)
        chart.grab()
        taken_s.append(process_time() - start)
    # Drawn in 25 ms of the processor, whatever else runs.
    assert min(taken_s) < 0.05
