from dataclasses import replace

import numpy as np

from domain.message import Problem, message
from planning.outputs.template_examples import EXAMPLES, HOW_TO_SHEETS
from planning.reading.raw_table import FIRST_ROW, RawTable, text_array
from planning.reading.template_rows import without_template_rows


def sheet(name: str, *records: dict[str, str], header: tuple[str, ...] = ()) -> RawTable:
    """A sheet of a workbook."""
    header = header or tuple(records[0])
    return RawTable(
        name=name.lower(),
        file="day.xlsx",
        sheet=name,
        header=header,
        cells=tuple(text_array([record.get(c, "") for record in records]) for c in header),
        rows=np.arange(len(records), dtype=np.int64) + FIRST_ROW,
    )


def example(table: str, language: int = 0) -> dict[str, str]:
    """The example row of a table as the reader gets it."""
    return {
        column: cell if isinstance(cell, str) else cell[language]
        for column, cell in EXAMPLES[table].items()
    }


HOW_TO = sheet(HOW_TO_SHEETS["en"], {"Wayloom template": "Each sheet is one table."})


def test_examples_of_both_languages_are_left_out_with_a_warning() -> None:
    mine = {**example("orders"), "order_id": "O1"}
    for language in (0, 1):
        problems: list[Problem] = []
        table = sheet("orders", example("orders", language), mine)
        (kept,) = without_template_rows([HOW_TO, table], problems)
        assert kept.rows.tolist() == [3]
        assert kept.text("order_id", 0) == "O1"
        assert [(p.code, p.sheet, p.row, p.column) for p in problems] == [
            ("template.example_left_out", "orders", 2, "order_id")
        ]


def test_typed_cells_of_an_example_are_known_again() -> None:
    typed = {
        **example("orders"),
        "due_date": "2026-11-20 00:00:00",
        "window_start": "08:00:00",
        "lat": "47.61940",
    }
    (kept,) = without_template_rows([HOW_TO, sheet("orders", typed)], [])
    assert len(kept) == 0


def test_an_example_with_one_cell_changed_is_a_row_like_any_other() -> None:
    for column in EXAMPLES["orders"]:
        changed = {**example("orders"), column: "7"}
        (kept,) = without_template_rows([HOW_TO, sheet("orders", changed)], [])
        assert len(kept) == 1, column
    more = {**example("orders"), "priority": "3"}
    (kept,) = without_template_rows([HOW_TO, sheet("orders", more)], [])
    assert len(kept) == 1


def test_places_of_number_cells_move_with_their_rows() -> None:
    mine = {**example("orders"), "order_id": "12"}
    table = replace(
        sheet("orders", example("orders"), mine),
        number_cells={0: np.array([1], dtype=np.int64), 5: np.array([0, 1], dtype=np.int64)},
    )
    (kept,) = without_template_rows([HOW_TO, table], [])
    assert {at: found.tolist() for at, found in kept.number_cells.items()} == {0: [0], 5: [0]}


def test_an_example_in_a_workbook_of_ones_own_is_a_row_like_any_other() -> None:
    table = sheet("orders", example("orders"))
    assert without_template_rows([table], []) == [table]


def test_a_table_that_nobody_filled_in_counts_as_absent() -> None:
    problems: list[Problem] = []
    stock = sheet("stock", example("stock"))
    assert without_template_rows([HOW_TO, stock], problems) == []
    assert problems == []
    empty = sheet("stock", header=("warehouse_id", "sku", "on_hand_units"))
    assert without_template_rows([HOW_TO, empty], problems) == []
    # In a workbook that is no template, a table without rows says that there is nothing.
    (kept,) = without_template_rows([empty], problems)
    assert kept is empty


def test_what_is_wrong_with_the_instructions_is_no_problem() -> None:
    wrong = Problem(message=message("row.too_many_cells"), sheet=HOW_TO_SHEETS["zh"], row=9)
    other = Problem(message=message("row.too_many_cells"), sheet="orders", row=9)
    problems = [wrong, other]
    without_template_rows([], problems)
    assert problems == [other]


def test_tables_of_a_company_are_left_alone() -> None:
    table = sheet("Kunden", {"Nr": "1", "name": "x"})
    assert without_template_rows([table], []) == [table]
