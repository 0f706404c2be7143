"""The page of demand lists the series and shows the one selected."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from domain.demand import ForecastBasis, SeriesKey
from gui.charts.span_names import one_line
from gui.pages.demand_page import DemandPage
from gui.pages.series_table import series_rows
from gui.session import NOTHING, Selection
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import (
    A1,
    A2,
    MEAN,
    NEW,
    OLD,
    SHORT_FROM_BEHIND,
    alert,
    days,
    demand_dataset,
    demand_plan,
    explained,
    forecast,
    history,
    session_of,
)
from tests.gui.pages.show_page import as_shown, cells, headings, show_page, texts
from tests.hostile_texts import HOSTILE


def test_series_are_listed_with_what_they_sold_and_will(qtbot: QtBot) -> None:
    page = show_page(qtbot, DemandPage, session_of())
    total, recent = sum(MEAN), sum(int(i % 7) for i in range(120 - 28, 120))
    short = recent - (110 % 7) + 1 - (100 % 7)
    assert cells(page.series.table) == [
        ["W2", "A", f"{40 * total:,.0f}", f"{recent}", "", "Product A"],
        ["W1", "A", f"{total:,.0f}", f"{short}", "", "Product A"],
        ["W2", "C", f"{total:,.0f}", "", "", "Product C"],
        ["W1", "B", "", f"{recent}", "", "Product B"],
    ]


def test_what_sells_most_is_shown_first(qtbot: QtBot) -> None:
    page = show_page(qtbot, DemandPage, session_of())
    assert page.chart.view is not None
    assert page.chart.view.key == A2
    first = 40 * sum(MEAN[:7])
    assert f"{first:,.1f} in 7 days" in page.sums.text()
    assert f"{40 * sum(MEAN):,.1f} in 28 days" in page.sums.text()


def test_a_row_chosen_is_selected_everywhere(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, DemandPage, session)
    page.series.table.selectRow(1)
    assert session.selection == Selection(place_id="W1", item_id="A")
    assert page.chart.view is not None
    assert page.chart.view.key == A1
    assert "A Product A at W1" in texts(page)


def test_a_series_selected_elsewhere_is_shown_and_stays(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, DemandPage, session)
    for key in (NEW, OLD):
        session.select(Selection(place_id=key.place_id, item_id=key.item_id))
        assert page.chart.view is not None
        assert page.chart.view.key == key
        assert len(page.series.table.selected_positions()) == 1
    session.select(NOTHING)
    session.select(Selection(vehicle_id="V1"))
    assert page.chart.view is not None
    assert page.chart.view.key == OLD


def test_it_says_how_the_forecast_was_made_or_why_there_is_none(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, DemandPage, session)
    assert page.method.text() == session.wording.say(demand_plan().forecast_method)  # type: ignore[arg-type]
    session.select(Selection(place_id="W1", item_id="B"))
    assert page.method.text() == "This plan holds no forecast of this series."
    assert page.sums.text() == ""


def test_history_is_chosen_by_buttons(qtbot: QtBot) -> None:
    page = show_page(qtbot, DemandPage, session_of())
    assert page.chart.history_days == 90
    page.histories.button(1).click()
    assert page.chart.history_days == 365
    page.histories.button(2).click()
    assert page.chart.history_days is None


def test_recent_sales_are_those_before_the_day(qtbot: QtBot) -> None:
    """Also where the history goes on after the day planned, or ended long before it."""
    dataset = demand_dataset()
    (row,) = [r for r in series_rows(dataset, None, DAY.replace(year=2025)) if r.key == A1]
    assert row.recent is None
    early = replace(history(), first_date=DAY.replace(year=2020))
    (row,) = [r for r in series_rows(replace(dataset, demand=early), None, DAY) if r.key == A1]
    assert row.recent is None


def test_on_what_a_forecast_rests_is_told_where_that_is_not_the_series_itself(
    qtbot: QtBot,
) -> None:
    session = session_of()
    page = show_page(qtbot, DemandPage, session)
    basis = [column.key for column in page.series.model.columns].index("basis")
    assert page.series.table.isColumnHidden(basis)
    borrowed = replace(forecast(NEW), basis=ForecastBasis.SAME_ITEM)
    session.show_plan(demand_plan(forecast=(forecast(A1), borrowed)))
    assert not page.series.table.isColumnHidden(basis)
    assert [row[basis] for row in cells(page.series.table)] == ["", "same SKU elsewhere", "", ""]
    session.select(Selection(place_id=NEW.place_id, item_id=NEW.item_id))
    assert page.reasons.sentence.text().endswith("it is forecast from the same SKU elsewhere.")
    assert not page.reasons.table.isVisible()


def test_nothing_to_look_at_takes_no_room(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, DemandPage, session)
    assert not page.alerts.isVisible()
    session.show_plan(demand_plan(demand_alerts=(alert(A1, before=9, lasts=3),)))
    assert page.alerts.isVisible()
    assert page.alerts.heading.text() == "1 thing to look at"


def test_an_alert_chosen_shows_its_series_with_its_days_in_sight(qtbot: QtBot) -> None:
    alerts = (
        alert(A1, before=110, lasts=3),
        alert(SeriesKey(place_id="W2", item_id=""), before=9, lasts=1, money=None),
    )
    session = session_of(plan=demand_plan(demand_alerts=alerts))
    page = show_page(qtbot, DemandPage, session)
    assert page.alerts.heading.text() == "2 things to look at, the dearest first"
    risk_and_days = [row[:2] for row in cells(page.alerts.table)]
    assert risk_and_days == [
        ["250 EUR at risk", "12 Nov – 14 Nov"],
        ["30 units at risk", "21 Feb"],
    ]
    assert page.series.table.selected_positions() == []
    QTest.keyClick(page.alerts.table, Qt.Key.Key_Down)
    assert session.selection == Selection(place_id="W1", item_id="A")
    assert page.chart.history_days == 365
    assert page.histories.checkedId() == 1
    assert page.chart.view is not None
    assert page.chart.days_shown()[0] <= alerts[0].first_date
    # About all of a warehouse: what sells most of it is shown.
    QTest.keyClick(page.alerts.table, Qt.Key.Key_Down)
    assert session.selection == Selection(place_id="W2", item_id="A")
    assert page.alerts.table.selected_positions() == [1]
    page.series.table.selectRow(1)
    assert session.selection == Selection(place_id="W1", item_id="A")
    assert page.alerts.table.selected_positions() == []


def test_an_alert_about_what_is_shown_stays_with_it(qtbot: QtBot) -> None:
    """Also where the alert is about everything, or the filter hides the series."""
    session = session_of(plan=demand_plan(demand_alerts=(alert(None, before=2, lasts=1),)))
    page = show_page(qtbot, DemandPage, session)
    session.select(Selection(place_id=OLD.place_id, item_id=OLD.item_id))
    page.alerts.table.selectRow(0)
    assert session.selection == Selection(place_id=OLD.place_id, item_id=OLD.item_id)
    session.show_plan(demand_plan(demand_alerts=(alert(A1, before=2, lasts=1),)))
    page.series.filter_line.setText("no such row")
    page.alerts.table.selectRow(0)
    assert session.selection == Selection(place_id="W1", item_id="A")


def test_the_day_chosen_is_explained_beside_the_sum_of_all(qtbot: QtBot) -> None:
    session = session_of(plan=demand_plan(forecast=(explained(A1), forecast(A2, scale=40))))
    page = show_page(qtbot, DemandPage, session)
    session.select(Selection(place_id="W1", item_id="A"))
    qtbot.waitUntil(lambda: cells(page.reasons.table)[1][0] == "Promotion “Sale”")
    assert headings(page.reasons.table) == ["Why A", "Mon 2 Mar 2026", "", "28 days"]
    assert cells(page.reasons.table) == [
        ["Usual for the weekday", "1.5", "", "109.5"],
        ["Promotion “Sale”", "+1.5", "", "+1.5"],
        ["Recent level", "-1.0", "", "-28.0"],
        ["Expected", "2.0", "", "83.0"],
    ]
    page.chart.choose(DAY + days(5))
    assert headings(page.reasons.table)[1] == "Sat 7 Mar 2026"
    assert cells(page.reasons.table)[1:] == [
        ["Recent level", "-1.0", "", "-28.0"],
        ["Promotions", "0.0", "", "+1.5"],
        ["Expected", "4.0", "", "83.0"],
    ]
    session.select(Selection(place_id="W2", item_id="A"))
    assert not page.reasons.table.isVisible()
    assert page.reasons.sentence.text().startswith("It rests on its own history.")
    session.select(Selection(place_id=OLD.place_id, item_id=OLD.item_id))
    assert not page.reasons.sentence.isVisible()


def test_what_was_not_taken_as_recorded_is_told_and_drawn(qtbot: QtBot) -> None:
    raw = history(400)
    units, stockout = raw.units.copy(), np.zeros_like(raw.observed)
    units[0, -30], stockout[0, -SHORT_FROM_BEHIND] = 5_000, True
    recorded = replace(raw, units=units, stockout=stockout)
    session = session_of(demand_dataset(demand=recorded))
    page = show_page(qtbot, DemandPage, session)
    session.select(Selection(place_id="W1", item_id="A"))
    qtbot.waitUntil(lambda: bool(page.cleaned.text()))
    assert page.cleaned.text().splitlines() == [
        "Sat 31 Jan 2026: 5,000 units, far beyond all other days, unknown.",
        "Tue 10 Feb 2026: no record, unknown.",
    ]
    assert page.chart.left_out.getData()[0].tolist() == [(DAY - days(30)).toordinal()]
    session.select(Selection(place_id=OLD.place_id, item_id=OLD.item_id))
    assert page.cleaned.text() == ""


def test_all_is_said_anew_in_another_language(qtbot: QtBot) -> None:
    plan = demand_plan(forecast=(explained(A1),), demand_alerts=(alert(A1, before=9, lasts=3),))
    session = session_of(plan=plan)
    page = show_page(qtbot, DemandPage, session)
    session.speak("zh")
    assert cells(page.alerts.table)[0][1] == "2月21日 – 2月23日"
    assert headings(page.reasons.table)[1] == "2026年3月2日 周一"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_alerts_and_reasons_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    key = SeriesKey(place_id="W1", item_id=text)
    plan = demand_plan(forecast=(explained(key),), demand_alerts=(alert(key, before=9, lasts=3),))
    session = session_of(demand_dataset(demand=replace(history(), keys=(key, A2, OLD))), plan)
    page = show_page(qtbot, DemandPage, session)
    page.alerts.table.selectRow(0)
    assert session.selection == Selection(place_id="W1", item_id=text)
    assert as_shown(one_line(text)) in as_shown(headings(page.reasons.table)[0])
    texts(page)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dataset = demand_dataset()
    products = tuple(replace(p, name=text) for p in dataset.products)
    page = show_page(qtbot, DemandPage, session_of(replace(dataset, products=products)))
    assert cells(page.series.table)[0][-1] == as_shown(text)
    assert any(as_shown(text) in shown for shown in texts(page))
