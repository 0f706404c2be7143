"""The page of stock lists what to order and move, and shows one SKU's stock."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from domain.message import message
from gui.charts.stock_projection import project_stock
from gui.pages.stock_page import StockPage
from gui.session import Selection
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import A1, A2, days, demand_plan, session_of
from tests.gui.pages.show_page import as_shown, cells, headings, show_page, texts
from tests.gui.pages.stock_day import SAID, stock_plan
from tests.hostile_texts import HOSTILE


def test_lines_to_order_and_to_move_are_listed(qtbot: QtBot) -> None:
    session = session_of()
    page = show_page(qtbot, StockPage, session)
    order, move = cells(page.lines.table)
    assert order[:8] == ["Order", "A", "Product A", "S1", "W1", "24", "2 Mar", "6 Mar"]
    assert move[:8] == ["Move", "A", "Product A", "W2", "W1", "12", "2 Mar", "3 Mar"]
    assert order[8:] == ["24.00", session.wording.say(demand_plan().replenishment[0].explanation)]
    assert "EUR" in headings(page.lines.table)[8]


def test_facts_of_the_sku_shown(qtbot: QtBot) -> None:
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


def test_reasons_name_the_line_they_are_of(qtbot: QtBot) -> None:
    page = show_page(qtbot, StockPage, session_of())
    assert page.reasons.heading.text() == "Why 24 from S1"
    reasons = page.reasons.sentences.text().splitlines()
    assert reasons[0].startswith("Order 24 from S1: ")
    assert reasons[1].startswith("Move 12 from W2: ")
    assert not page.reasons.table.isVisible()


def test_the_plan_is_summed_up(qtbot: QtBot) -> None:
    session = session_of(plan=stock_plan())
    page = show_page(qtbot, StockPage, session)
    assert [(figure.value, figure.caption) for figure in page.figures.figures] == [
        ("24 EUR", "to order today, 1 line"),
        ("1", "lines to move today"),
        ("8,120 EUR", "expected cost of 28 days"),
        ("0.50 %", "at most above the best possible"),
        ("75.0 %", "of the budget of 20,000 EUR"),
    ]
    session.show_plan(demand_plan())
    assert len(page.figures.figures) == 2


def test_other_quantities_stand_beside_the_one_planned(qtbot: QtBot) -> None:
    page = show_page(qtbot, StockPage, session_of(plan=stock_plan()))
    assert page.reasons.table.isVisible()
    assert headings(page.reasons.table)[1] == "Cost, EUR"
    assert cells(page.reasons.table) == [
        ["18", "118.00", "-6.00", "12 %", "9"],
        ["24", "124.00", "planned", "6 %", "12"],
        ["30", "130.00", "+6.00", "0 %", "15"],
    ]
    # The reasons of the order, those of the move, and what comes next.
    lines = page.reasons.sentences.text().splitlines()
    assert [line.startswith("•") for line in lines] == [False, True, True, False, False]
    assert lines[-1] == "Next, likely 6 from W2: to order on 7 Mar, here on 8 Mar."
    page.lines.table.selectRow(1)
    assert page.reasons.heading.text() == "Why 12 from W2"
    assert [row[0:3:2] for row in cells(page.reasons.table)] == [["0", "-12.00"], ["12", "planned"]]


def test_what_is_not_ordered_today_says_so(qtbot: QtBot) -> None:
    page = show_page(qtbot, StockPage, session_of(plan=stock_plan()))
    page.session.select(Selection(place_id="W2", item_id="A"))
    assert page.reasons.heading.text() == "Why nothing today"
    assert page.reasons.sentences.text().splitlines() == [
        "Nothing of it is to be ordered or moved here today.",
        "Next, likely 60 from S1: to order on 4 Mar, here on 8 Mar.",
    ]
    assert not page.reasons.table.isVisible()


def test_later_supply_is_listed_by_its_day(qtbot: QtBot) -> None:
    session = session_of(plan=stock_plan())
    page = show_page(qtbot, StockPage, session)
    assert [row[0:1] + row[3:] for row in cells(page.later.table)] == [
        ["Order", "S1", "W2", "60", "4 Mar", "8 Mar"],
        ["Move", "W2", "W1", "6", "7 Mar", "8 Mar"],
        ["Order", "S1", "W1", "36", "11 Mar", "15 Mar"],
    ]
    page.later.table.selectRow(0)
    assert session.selection == Selection(place_id="W2", item_id="A")


def test_alerts_are_ranked_by_money_and_select_what_they_are_about(qtbot: QtBot) -> None:
    session = session_of(plan=stock_plan())
    page = show_page(qtbot, StockPage, session)
    assert [row[:6] for row in cells(page.alerts.table)] == [
        ["900", "Over capacity", "6 Mar", "W2", "", "60 %"],
        ["250", "May run out", "5 Mar", "W1", "A", "34 %"],
        ["", "Too much", "2 Mar", "W2", "A", "certain"],
    ]
    page.tabs.setCurrentWidget(page.alerts)
    page.alerts.table.selectRow(1)
    assert page.alerts.sentence.text() == session.wording.say(SAID)
    assert session.selection == Selection(place_id="W1", item_id="A")
    page.alerts.table.selectRow(0)
    assert session.selection == Selection(place_id="W2")
    assert page.chart.projection is not None
    assert page.chart.projection.free == 26


def test_scarce_things_say_what_more_would_save(qtbot: QtBot) -> None:
    page = show_page(qtbot, StockPage, session_of(plan=stock_plan()))
    assert cells(page.scarce.table) == [
        ["Goods-in capacity", "W1", "6 Mar", "12.34 EUR per m³"],
        ["Goods-out capacity", "W2", "2 Mar", "0.50 EUR per move"],
        ["Storage room", "W2", "11 Mar", "0.03 EUR per m³"],
        ["Budget", "", "", "0.12 EUR per EUR"],
    ]
    page.scarce.table.selectRow(2)
    assert page.session.selection == Selection(place_id="W2")


def test_a_comparison_is_asked_for_where_there_is_a_plan(qtbot: QtBot) -> None:
    session = session_of(plan=stock_plan())
    page = show_page(qtbot, StockPage, session)
    with qtbot.waitSignal(page.what_if_wanted):
        page.what_if.click()
    session.choose_day(DAY + days(1))
    assert page.is_empty
    assert not page.what_if.isVisible()


def test_tabs_count_their_rows_in_either_language(qtbot: QtBot) -> None:
    session = session_of(plan=stock_plan())
    page = show_page(qtbot, StockPage, session)
    tabs = [page.tabs.tabText(i) for i in range(page.tabs.count())]
    assert tabs == ["Today 2", "Later 3", "Alerts 3", "Scarce 4"]
    session.show_plan(demand_plan(replenishment=(), transfers=()))
    tabs = [page.tabs.tabText(i) for i in range(page.tabs.count())]
    assert tabs == ["Today 0", "Later 0", "Alerts 0", "Scarce 0"]
    session.speak("zh")
    assert page.tabs.count() == 4


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
def test_texts_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    told = message("no.such_code", text=text)
    plan = stock_plan()
    lines = tuple(
        replace(line, from_id=text, explanation=told, reasons=(told,))
        for line in plan.replenishment
    )
    likely = tuple(replace(line, from_id=text) for line in plan.later_supply)
    session = session_of(plan=replace(plan, replenishment=lines, later_supply=likely))
    page = show_page(qtbot, StockPage, session)
    shown = "\n".join(texts(page))
    assert f"from {as_shown(text)}" in shown
    session.select(Selection(place_id="W1", item_id=text))
    assert any(as_shown(text) in shown for shown in texts(page))
