import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.settings import Settings
from planning.outputs.file_names import printable_text
from planning.outputs.route_sheets import route_sheets, write_route_sheets
from planning.outputs.sheet_style import LONGEST_CELL, cell_text, row_height
from tests.hostile_day import hostile_day
from tests.hostile_texts import HOSTILE
from tests.maps.made_up_plan import RELOAD, PlannedDay, plan_day
from tests.plain_wording import say


@pytest.fixture(scope="module")
def day() -> PlannedDay:
    """A plan of two routes, the first with a reload."""
    made = plan_day(routes=2, stops=4, side=20)
    route = made.plan.routes[0]
    stops = (*route.stops[:2], RELOAD, *route.stops[2:])
    routes = (replace(route, stops=stops), made.plan.routes[1])
    return replace(made, plan=replace(made.plan, routes=routes))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.value not in {None, ""}]


def test_an_overview_and_a_sheet_per_vehicle(tmp_path: Path, day: PlannedDay) -> None:
    path = tmp_path / "route_sheets.xlsx"
    write_route_sheets(path, day.plan, day.dataset, say)
    book = opened(path.read_bytes())
    assert book.sheetnames == ["sheet.overview", "1 VAN-01", "2 VAN-02"]
    overview = book["sheet.overview"]
    assert [cell.value for cell in overview[5]][:4] == [1, "VAN-01", "", "W1 Depot 1"]
    assert overview["M5"].value == day.plan.routes[0].cost.total_minor / 100
    assert [c.value for c in overview["B"]][-4:] == [u.order_id for u in day.plan.unassigned]


def test_stops_stand_in_order_from_start_to_return(day: PlannedDay) -> None:
    content = route_sheets(day.plan, day.dataset, say)
    sheet = opened(content)["1 VAN-01"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == ["■", 1, 2, "‖", "↻", 3, 4, "■"]
    assert rows[0][4] == "sheet.start_at W1 Depot 1"
    assert rows[4][4] == "sheet.reload_at W2 Depot 2"
    assert rows[3][4] == "paper.break"
    assert rows[-1][4] == "sheet.return_to W1 Depot 1"
    stop = day.plan.routes[0].stops[0]
    order = next(o for o in day.dataset.orders if o.order_id == stop.order_ids[0])
    assert str(rows[1][2]).startswith("08:")
    assert rows[1][4] == order.address
    assert order.order_id in rows[1][5]
    assert "× SKU" in rows[1][6]
    assert rows[1][8:12] == (4, rows[1][9], stop.load_m3, stop.load_kg)


def test_telephone_numbers_are_masked_unless_asked_for(day: PlannedDay) -> None:
    for phones in ("masked", "full", "none"):
        dataset = replace(day.dataset, settings=Settings(paper_phones=phones))
        content = route_sheets(day.plan, dataset, say)
        texts = [str(c.value) for sheet in opened(content) for c in cells(sheet)]
        assert any("6221" in text for text in texts) == (phones == "full")
        assert any("•••" in text for text in texts) == (phones == "masked")


def test_columns_that_are_not_asked_for_are_not_there(day: PlannedDay) -> None:
    dataset = replace(day.dataset, settings=Settings(paper_columns=frozenset({"goods"})))
    sheet = opened(route_sheets(day.plan, dataset, say))["1 VAN-01"]
    heads = [cell.value for cell in sheet[4]]
    assert heads == [
        *("sheet.number", "sheet.task", "sheet.arrival", "sheet.window", "sheet.address"),
        *("sheet.goods", "sheet.service", "sheet.leave"),
    ]


def test_the_pages_are_set_up_for_paper(day: PlannedDay) -> None:
    book = opened(route_sheets(day.plan, day.dataset, say))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # One page wide is what the format means where it says nothing.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.freeze_panes == "A5"
        assert sheet.print_title_rows == "$4:$4"
        assert "&P" in sheet.oddFooter.center.text


def test_no_user_is_named_and_the_same_plan_gives_the_same_file(day: PlannedDay) -> None:
    files = {route_sheets(day.plan, day.dataset, say) for _ in range(2)}
    assert len(files) == 1
    properties = opened(files.pop()).properties
    assert properties.creator == "Wayloom"
    assert properties.lastModifiedBy == "Wayloom"


def test_hostile_texts_are_texts_in_every_cell() -> None:
    hostile = hostile_day()
    content = route_sheets(hostile.plan, hostile.dataset, say)
    book = opened(content)
    assert len(book.sheetnames) == len(HOSTILE) + 1
    found = [cell for sheet in book for cell in cells(sheet)]
    assert {cell.data_type for cell in found} == {"s", "n"}
    assert all(cell.hyperlink is None for cell in found)
    shown = {cell.value for cell in found}
    for text in HOSTILE.values():
        # A carriage return or tab survives; a line end within a cell is one character.
        assert printable_text(text) in shown
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
        assert not any("externalLink" in name for name in archive.namelist())


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    assert cell_text("x" * 40_000) == "x" * (LONGEST_CELL - 1) + "…"


def test_rows_are_high_enough_for_wrapped_and_chinese_text() -> None:
    one = row_height([("short", 20), (3.5, 5)])
    assert row_height([("a\nb\nc", 20)]) > one
    assert row_height([("北" * 40, 20)]) > row_height([("n" * 40, 20)]) > one
