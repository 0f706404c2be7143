"""A page says what it is for, and what to do first where it has nothing to show."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from domain.message import Problem, message
from gui.pages.data_page import DataPage
from gui.pages.demand_page import DemandPage
from gui.pages.page import Page
from gui.pages.routes_page import RoutesPage
from gui.pages.stock_page import StockPage
from gui.session import Session
from planning.reading.dataset_reading import DatasetReading
from tests.domain.small_data import DAY
from tests.gui.charts.demand_day import demand_dataset, demand_plan, session_of
from tests.gui.pages.show_page import show_page, texts

PAGES = (DataPage, DemandPage, StockPage, RoutesPage)
PLAN_PAGES = (StockPage, RoutesPage)


@pytest.mark.parametrize("page", PAGES)
def test_without_data_it_offers_to_open_some(qtbot: QtBot, page: type[Page]) -> None:
    shown = show_page(qtbot, page, Session())
    assert shown.is_empty
    assert shown.sentence.text() in texts(shown)
    assert shown.purpose_line.text() == shown.purpose()
    with qtbot.waitSignal(shown.open_wanted):
        shown.button.click()


@pytest.mark.parametrize("page", PAGES)
def test_it_fills_when_data_and_plan_come(qtbot: QtBot, page: type[Page]) -> None:
    session = Session()
    shown = show_page(qtbot, page, session)
    full = session_of()
    assert full.reading is not None
    session.show_data(Path("small"), full.reading, DAY)
    session.show_plan(demand_plan())
    assert not shown.is_empty


@pytest.mark.parametrize("page", PLAN_PAGES)
def test_without_a_plan_it_offers_to_plan_the_day(qtbot: QtBot, page: type[Page]) -> None:
    session = session_of()
    shown = show_page(qtbot, page, session)
    assert session.reading is not None
    session.show_data(Path("small"), session.reading, DAY)
    assert "There is no plan for Mon 2 Mar 2026 yet." in texts(shown)
    with qtbot.waitSignal(shown.plan_wanted):
        shown.button.click()


@pytest.mark.parametrize("page", PLAN_PAGES)
def test_without_a_day_it_says_to_choose_one(qtbot: QtBot, page: type[Page]) -> None:
    session = session_of()
    assert session.reading is not None
    session.show_data(Path("small"), session.reading, None)
    shown = show_page(qtbot, page, session)
    assert shown.is_empty
    assert not shown.button.isVisible()


@pytest.mark.parametrize("page", [DemandPage, StockPage, RoutesPage])
def test_with_errors_it_points_to_the_problems(qtbot: QtBot, page: type[Page]) -> None:
    session = Session()
    shown = show_page(qtbot, page, session)
    wrong = Problem(message=message("value.missing"), file="orders.csv", row=2, column="lat")
    reading = DatasetReading(dataset=None, problems=(wrong,), error_count=1, warning_count=0)
    session.show_data(Path("small"), reading, None)
    with qtbot.waitSignal(shown.problems_wanted):
        shown.button.click()


def test_data_without_stock_or_demand_say_what_to_add(qtbot: QtBot) -> None:
    plan = demand_plan(forecast=(), forecast_method=None, replenishment=(), transfers=())
    session = session_of(demand_dataset(stock=None, demand=None), plan)
    stock, demand = show_page(qtbot, StockPage, session), show_page(qtbot, DemandPage, session)
    assert "stock" in stock.sentence.text()
    assert "demand_history" in demand.sentence.text()
    assert not stock.button.isVisible()


class Shouting(QTranslator):
    """Translates every text to capitals, braces kept."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return "" if "{" in source else source.upper()


@pytest.mark.parametrize("page", PAGES)
def test_the_language_changes_while_it_is_shown(qtbot: QtBot, page: type[Page]) -> None:
    session = session_of()
    shown = show_page(qtbot, page, session)
    heading = shown.heading.text()
    translator = Shouting()
    QCoreApplication.installTranslator(translator)
    try:
        session.speak("zh")
        assert shown.heading.text() == heading.upper()
        assert shown.purpose_line.text() == shown.purpose_line.text().upper()
    finally:
        QCoreApplication.removeTranslator(translator)
    session.speak("en")
    assert shown.heading.text() == heading
