"""The chart of stock draws and reads out the projection."""

import numpy as np
from pytestqt.qtbot import QtBot

from domain.demand import SeriesKey
from gui.charts.legend import Mark
from gui.charts.stock_chart import StockChart
from gui.charts.stock_projection import project_stock
from gui.session import Session
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import A1, A2, MEAN, OLD, days, session_of
from tests.gui.pages.stock_day import stock_plan


def chart_of(qtbot: QtBot, session: Session, key: SeriesKey) -> StockChart:
    chart = StockChart(session)
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show()
    assert session.dataset is not None
    chart.show_stock(project_stock(session.dataset, session.plan, DAY, key))
    return chart


def test_the_line_the_band_and_the_bars_are_the_projection(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    stock = chart.projection
    assert stock is not None
    x, level = chart.level.getData()
    assert x[0] == DAY.toordinal() - 1
    assert level[0] == stock.free
    np.testing.assert_array_equal(level[1:], stock.level)
    assert chart.band is not None
    np.testing.assert_array_equal(chart.band[0].getData()[1][1:], stock.low)
    np.testing.assert_array_equal(chart.band[1].getData()[1][1:], stock.high)
    inbound, ordered = chart.bars["inbound"].opts, chart.bars["ordered"].opts
    assert list(zip(inbound["x"] - DAY.toordinal(), inbound["height"], strict=True)) == [
        (0, 5),
        (3, 30),
    ]
    assert list(zip(ordered["x"] - DAY.toordinal(), ordered["height"], strict=True)) == [
        (1, 12),
        (4, 24),
    ]


def test_what_is_likely_to_be_ordered_later_is_framed(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(plan=stock_plan()), A1)
    bars = chart.bars["later"].opts
    assert list(zip(bars["x"] - DAY.toordinal(), bars["height"], strict=True)) == [(6, 6), (13, 36)]
    marks = {entry.text: entry.mark for entry in chart.legend.entries}
    assert marks["Likely later"] is Mark.FRAME
    assert marks["Ordered or moved here today"] is Mark.BLOCK
    assert "36 arrive, likely to be ordered later" in chart.read_out(DAY + days(13))


def test_all_of_it_is_in_sight(qtbot: QtBot) -> None:
    for key in (A1, A2):
        chart = chart_of(qtbot, session_of(), key)
        stock = chart.projection
        assert stock is not None
        low, high = chart.plot.viewRange()[1]
        assert low <= min(0, stock.low.min(), -stock.moved_away.max())
        assert high >= max(stock.free, stock.high.max())


def test_what_is_missing_below_zero_is_named(qtbot: QtBot) -> None:
    session = session_of()
    texts = {
        key: [entry.text for entry in chart_of(qtbot, session, key).legend.entries]
        for key in (A1, A2, OLD)
    }
    assert "Short" not in texts[A1]
    assert {"Short", "Moved away by this plan"} <= set(texts[A2])
    assert texts[OLD] == ["Stock expected in the evening"]


def test_days_are_read_out_in_words(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    assert chart.read_out(DAY - days(1)).splitlines()[1] == (
        "26 free on hand before the day begins"
    )
    assert chart.read_out(DAY).splitlines() == [
        "Mon 2 Mar 2026",
        f"{26 + 5 - MEAN[0]:,.1f} left in the evening",
        "8 of 10 cases: 27.0 to 30.0",
        "2.0 expected to be sold",
        "5 arrive, on their way",
    ]
    assert chart.read_out(DAY - days(2)) == ""
    assert chart.read_out(DAY + days(28)) == ""


def test_nothing_is_drawn_where_no_stock_is_shown(qtbot: QtBot) -> None:
    chart = chart_of(qtbot, session_of(), A1)
    chart.show_stock(None)
    assert chart.legend.entries == ()
    assert chart.read_out(DAY) == ""
