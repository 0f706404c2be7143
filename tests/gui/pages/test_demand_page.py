"""The page of demand lists the series and shows the one selected."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

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
    demand_dataset,
    demand_plan,
    history,
    session_of,
)
from tests.gui.pages.show_page import as_shown, cells, show_page, texts
from tests.hostile_texts import HOSTILE


def test_series_are_listed_with_what_they_sold_and_will(qtbot: QtBot) -> None:
    page = show_page(qtbot, DemandPage, session_of())
    total, recent = sum(MEAN), sum(int(i % 7) for i in range(120 - 28, 120))
    short = recent - (110 % 7) + 1 - (100 % 7)
    assert cells(page.series.table) == [
        ["W2", "A", f"{40 * total:,.0f}", f"{recent}", "Product A"],
        ["W1", "A", f"{total:,.0f}", f"{short}", "Product A"],
        ["W2", "C", f"{total:,.0f}", "", "Product C"],
        ["W1", "B", "", f"{recent}", "Product B"],
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


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_names_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dataset = demand_dataset()
    products = tuple(replace(p, name=text) for p in dataset.products)
    page = show_page(qtbot, DemandPage, session_of(replace(dataset, products=products)))
    assert cells(page.series.table)[0][-1] == as_shown(text)
    assert any(as_shown(text) in shown for shown in texts(page))
