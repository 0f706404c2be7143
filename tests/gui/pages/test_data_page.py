"""The page of data shows what was read, what is wrong in it, and the day's sums."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from domain.message import Problem, Severity, message
from domain.tables import TABLE_BY_NAME, TABLES
from gui.pages.data_page import DataPage
from gui.pages.table_meanings import table_meaning
from gui.session import Session
from gui.tables.column import Tone
from planning.reading.dataset_reading import DatasetReading
from planning.reading.read_dataset import read_dataset
from planning.reading.row_index import TableRows
from tests.domain.small_data import DAY, NEXT_DAY, with_vehicle
from tests.gui.charts.demand_day import demand_dataset
from tests.gui.pages.show_page import as_shown, cells, headings, show_page, texts
from tests.hostile_texts import HOSTILE


def problem(file: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(message=message("value.missing"), severity=severity, file=file, row=2)


def reading(**facts: object) -> DatasetReading:
    names = ("orders", "vehicles", "settings")
    rows = {
        name: TableRows(file=f"{name}.csv", sheet="", header_row=1, rows=np.arange(2, 5 + i))
        for i, name in enumerate(names)
    }
    known: dict[str, object] = {
        "dataset": demand_dataset(),
        "problems": (),
        "error_count": 0,
        "warning_count": 0,
        "rows": rows,
    }
    return DatasetReading(**(known | facts))  # type: ignore[arg-type]


def page_of(qtbot: QtBot, read: DatasetReading) -> DataPage:
    session = Session()
    session.show_data(Path("small"), read, DAY.replace() if read.dataset else None)
    return show_page(qtbot, DataPage, session)


def test_tables_are_listed_with_their_rows_and_problems(qtbot: QtBot) -> None:
    problems = (
        problem("orders.csv", Severity.WARNING),
        problem("vehicles.csv", Severity.WARNING),
        problem("vehicles.csv", Severity.WARNING),
        problem("ordes.csv", Severity.WARNING),
    )
    page = page_of(qtbot, reading(problems=problems, warning_count=4))
    assert cells(page.tables) == [
        ["orders", "3", "0", "1"],
        ["vehicles", "4", "0", "2"],
        ["settings", "5", "0", "0"],
        ["ordes.csv", "", "0", "1"],
    ]


def test_data_with_errors_cannot_be_used_yet(qtbot: QtBot) -> None:
    page = page_of(
        qtbot, reading(dataset=None, problems=(problem("orders.csv"),), error_count=1_234)
    )
    assert any("cannot be used yet: 1,234 errors, 0 warnings" in text for text in texts(page))
    assert not page.days.isVisible()
    assert cells(page.tables)[0] == ["orders", "3", "1", "0"]
    assert "no errors" in page.area.preview.table.sentence
    with qtbot.waitSignal(page.problems_wanted):
        page.problems_button.click()


def test_the_day_is_chosen_by_its_orders(qtbot: QtBot) -> None:
    page = page_of(qtbot, reading())
    days = [page.days.itemText(i) for i in range(page.days.count())]
    assert days == ["Mon 2 Mar 2026  ·  9 orders", "Tue 3 Mar 2026  ·  1 orders"]
    assert page.days.currentIndex() == 0
    page.days.setCurrentIndex(1)
    with qtbot.waitSignal(page.day_wanted) as wanted:
        page.days.activated.emit(1)
    assert wanted.args == [NEXT_DAY]
    assert page.session.day == NEXT_DAY
    assert page.figures.figures[0].value == "1"


def test_no_day_is_chosen_where_the_data_do_not_say_which(qtbot: QtBot) -> None:
    session = Session()
    session.show_data(Path("small"), reading(), None)
    page = show_page(qtbot, DataPage, session)
    assert page.days.currentIndex() == -1
    assert page.figures.figures == ()


def test_the_goods_of_the_day_against_what_the_vehicles_carry(qtbot: QtBot) -> None:
    dataset = demand_dataset()
    page = page_of(qtbot, reading())
    products = {p.sku: p for p in dataset.products}
    due = {order.order_id for order in dataset.orders_due(DAY)}
    lines = [line for line in dataset.order_lines if line.order_id in due]
    volume = sum(products[line.sku].unit_volume_m3 * line.units for line in lines)
    room = sum(v.capacity_m3 for v in dataset.vehicles_on(DAY))
    values = [figure.value for figure in page.figures.figures]
    assert values[0] == str(len(due))
    assert values[1] == f"{sum(line.units for line in lines):,}"
    assert values[2] == f"{volume:,.1f} of {room:,.1f} ({100 * volume / room:,.0f} %)"
    assert values[-1] == "2"


def test_more_goods_than_room_stand_out(qtbot: QtBot) -> None:
    dataset = demand_dataset()
    for vehicle in dataset.vehicles:
        dataset = with_vehicle(dataset, vehicle.vehicle_id, capacity_m3=0.1, capacity_kg=None)
    page = page_of(qtbot, reading(dataset=dataset))
    volume, weight = page.figures.figures[2:4]
    assert volume.tone is Tone.WARNING
    assert "of" not in weight.value.split()


def test_rows_are_shown_as_they_stand_in_the_file(qtbot: QtBot) -> None:
    page = page_of(qtbot, reading())
    page.tables.show_row(0)
    shown = dict(
        zip(headings(page.area.preview.table), cells(page.area.preview.table)[0], strict=True)
    )
    assert (shown["order_id"], shown["due_date"]) == ("O1", "2026-03-02")
    assert (shown["window_start"], shown["window_end"]) == ("08:00", "12:00")
    assert (shown["setup_min"], shown["service_min"]) == ("3", "5")
    assert "priority" not in shown
    page.area.preview.filter_line.setText("O10")
    assert [row[0] for row in cells(page.area.preview.table)] == ["O10"]
    assert page.area.preview.count.text() == "1 of 10"


def test_settings_are_shown_with_what_they_mean(qtbot: QtBot) -> None:
    page = page_of(qtbot, reading())
    page.tables.show_row(2)
    rows = {row[0]: row[1:] for row in cells(page.area.preview.table)}
    assert rows["unassigned_cost"][0] == "20"
    assert rows["horizon_days"] == ["28", "Days to forecast"]
    assert all(meaning for _, meaning in rows.values())


def test_demand_history_is_shown_as_its_series(qtbot: QtBot) -> None:
    page = page_of(qtbot, reading())
    page.area.preview.show_table("demand_history")
    assert [row[:2] for row in cells(page.area.preview.table)] == [
        ["W1", "A"],
        ["W2", "A"],
        ["W1", "B"],
    ]
    assert [row[3] for row in cells(page.area.preview.table)] == ["119", "60", "120"]


@pytest.mark.parametrize("table", [*TABLE_BY_NAME, "no such table"])
def test_every_table_can_be_looked_through(qtbot: QtBot, table: str) -> None:
    page = page_of(qtbot, reading(dataset=demand_dataset(stock=None, demand=None)))
    page.area.preview.show_table(table)
    page.area.preview.grab()
    assert page.area.preview.heading.text() == table


def test_columns_that_no_table_declares_are_shown_too(qtbot: QtBot) -> None:
    extra = {
        "vehicles": {"depot colour": ("red", "blue", "green")},
        "weather": {"day": ("Mon", "Tue")},
    }
    page = page_of(qtbot, reading(dataset=demand_dataset(extra_columns=extra)))
    page.area.preview.show_table("vehicles")
    assert headings(page.area.preview.table)[-1] == "depot colour"
    assert [row[-1] for row in cells(page.area.preview.table)][:3] == ["red", "blue", "green"]
    page.area.preview.show_table("weather")
    assert cells(page.area.preview.table) == [["Mon"], ["Tue"]]


def test_the_table_chosen_stays_when_the_day_changes(qtbot: QtBot) -> None:
    page = page_of(qtbot, reading())
    page.tables.show_row(1)
    page.session.choose_day(NEXT_DAY)
    assert page.area.preview.table_name == "vehicles"
    assert page.tables.chosen == "vehicles"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_are_shown_as_they_are(qtbot: QtBot, text: str) -> None:
    dataset = demand_dataset()
    orders = tuple(replace(order, note=text) for order in dataset.orders)
    page = page_of(qtbot, reading(dataset=replace(dataset, orders=orders)))
    page.tables.show_row(0)
    assert as_shown(text) in cells(page.area.preview.table)[0]
    page.grab()


def test_values_read_from_files_are_shown_as_the_files_have_them(qtbot: QtBot) -> None:
    sample = Path("resources/sample_day")
    read = read_dataset(sample)
    page = page_of(qtbot, read)
    page.session.show_data(sample, read, None)
    for name in ("vehicles", "orders", "products", "warehouses", "supply_lanes"):
        page.area.preview.show_table(name)
        lines = (sample / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        shown = dict(
            zip(headings(page.area.preview.table), cells(page.area.preview.table)[0], strict=True)
        )
        written = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
        for column, value in written.items():
            if value and column in shown:
                text = shown[column].replace(",", "").removesuffix(".0")
                assert text == value.removesuffix(".0")


def test_every_table_is_explained() -> None:
    assert all(table_meaning(table.name) for table in TABLES)
    assert table_meaning("a sheet of their own") == ""
