"""The page of stock lists what to order and move, and shows one SKU's stock."""

import pytest
from pytestqt.qtbot import QtBot

from gui.charts.stock_projection import project_stock
from gui.pages.stock_page import StockPage
from gui.session import Selection
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import A1, A2, demand_dataset, demand_plan, session_of
from tests.gui.pages.show_page import as_shown, cells, headings, show_page, texts
from tests.hostile_texts import HOSTILE


def test_lines_to_order_and_to_move_are_listed(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, StockPage, session)
    order, move = cells(page.lines.table)
    assert order[:8] == ["Order", "A", "Product A", "S1", "W1", "24", "2 Mar", "6 Mar"]
    assert move[:8] == ["Move", "A", "Product A", "W2", "W1", "12", "2 Mar", "3 Mar"]
    assert order[8:] == ["24.00", session.wording.say(demand_plan().replenishment[0].explanation)]
    assert "EUR" in headings(page.lines.table)[8]


def test_facts_and_reasons_of_the_sku_shown(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, StockPage, session)
    assert page.sku_name.text() == "A Product A at W1"
    facts = {figure.caption: figure.value for figure in page.facts.figures}
    assert facts == {
        "on hand": "30",
        "reserved": "4",
        "on order": "1,035",
        "lead time": "1 to 4 days",
        "runs short": "not in 28 days",
    }
    reasons = page.reason.text().splitlines()
    assert reasons[0].startswith("Order 24 from S1: ")
    assert reasons[1].startswith("Move 12 from W2: ")


def test_selection_goes_both_ways(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, StockPage, session)
    page.lines.table.selectRow(1)
    assert session.selection == Selection(place_id="W1", item_id="A")
    session.select(Selection(place_id="W2", item_id="A"))
    assert page.lines.table.selected_positions() == []
    assert page.chart.projection is not None
    assert session.dataset is not None
    expected = project_stock(session.dataset, session.plan, DAY, A2)
    assert page.chart.projection.level.tolist() == expected.level.tolist()
    facts = {figure.caption: figure.value for figure in page.facts.figures}
    assert facts["runs short"] == "3 Mar"
    assert facts["lead time"] == "no lane"
    session.select(Selection(vehicle_id="V1"))
    assert page.chart.projection.free == 200


def test_a_plan_that_orders_nothing_says_so(qtbot: QtBot) -> None:
    plan = demand_plan(replenishment=(), transfers=())
    page = show_page(qtbot, StockPage, session_of(plan=plan))
    assert "Nothing is to be ordered" in page.lines.table.sentence
    assert page.chart.projection is None
    page.session.select(Selection(place_id=A1.place_id, item_id=A1.item_id))
    assert page.chart.projection is not None


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_ids_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    session = session_of(demand_dataset())
    page = show_page(qtbot, StockPage, session)
    session.select(Selection(place_id="W1", item_id=text))
    assert any(as_shown(text) in shown for shown in texts(page))
