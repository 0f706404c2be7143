"""Cells, rows and rules of tables: the tables of the reading's own tests, through the command."""

from tests.end_to_end.bad_inputs.case import Bed, Case, Prepare, validate
from tests.planning.reading.small_dataset import (
    Spoil,
    Tables,
    add_row,
    drop_column,
    set_cell,
)
from tests.planning.reading.test_bad_cells import BAD_CELLS
from tests.planning.reading.test_ride_rules import BROKEN_RIDES
from tests.planning.reading.test_rules import BROKEN_RULES, both, cell, column_of, row


def _cell(table: str, column: str, text: str) -> Prepare:
    return validate(lambda tables: set_cell(tables, table, column, text))


def _cells() -> list[Case]:
    return [
        Case(
            name=f"{table}.{column} = {text[:20]!r}",
            prepare=_cell(table, column, text),
            code=code,
            file=f"{table}.csv",
            row=2,
            column=column,
        )
        for table, column, text, code, _ in BAD_CELLS
    ]


def _rules() -> list[Case]:
    cases = []
    for number, (spoil, code, place) in enumerate((*BROKEN_RULES, *BROKEN_RIDES)):
        severity, table, row_number, column = place.split()
        cases.append(
            Case(
                name=f"rule {number} {code} {table}.{column}",
                prepare=validate(spoil),
                exit=2 if severity == "error" else 0,
                code=code,
                file=f"{table}.csv",
                row=int(row_number),
                column=column.strip("-"),
            )
        )
    return cases


def _spring(clock: str, day: str = "2026-03-29") -> Spoil:
    return both(
        column_of("orders", "due_date", day),
        cell("orders", "window_start", clock),
        cell("orders", "window_end", ""),
        cell("settings", "value", day, 3),
    )


def _busy_series(tables: Tables) -> None:
    del tables["demand_history"][1:]
    for number in range(60):
        units = "0" if 30 <= number < 35 else "9"
        month, day = 1 + number // 28, 1 + number % 28
        tables["demand_history"].append(
            [f"2026-{month:02d}-{day:02d}", "W1", "007", units, "0", ""]
        )


def _one_point(tables: Tables) -> None:
    for number in range(10, 40):
        add_row(tables, "orders", order_id=f"O{number}", address=f"Street {number}")
        add_row(tables, "order_lines", order_id=f"O{number}")


def _many_errors(tables: Tables) -> None:
    first = tables["order_lines"][1]
    tables["order_lines"] += [[first[0], f"X{number}", "1"] for number in range(1_500)]


def _twelve_columns(bed: Bed) -> tuple[object, ...]:
    bed.tables["orders"][0][2] = ""
    return "validate", bed.data


CASES = [
    *_cells(),
    *_rules(),
    Case(
        name="a window that starts when the clock is put forward",
        prepare=validate(_spring("02:30")),
        exit=0, code="clock.skipped", file="orders.csv", row=2, column="window_start",
    ),
    Case(
        name="a window that starts when the clock is put back",
        prepare=validate(_spring("02:30", "2026-10-25")),
        exit=0, code="clock.twice", file="orders.csv", row=2, column="window_start",
    ),
    Case(
        name="a break that ends before it starts",
        prepare=validate(both(
            cell("vehicles", "break_min", "30"),
            cell("vehicles", "break_earliest", "12:00"),
            cell("vehicles", "break_latest", "10:00"),
        )),
        exit=0, code="vehicle.break_past_midnight", file="vehicles.csv", row=2,
        column="break_latest",
    ),
    Case(
        name="a currency that does not exist",
        prepare=validate(cell("settings", "value", "XQZ")),
        code="setting.currency_unknown", file="settings.csv", row=2, column="value",
    ),
    Case(
        name="words of a setting that it does not have",
        prepare=validate(row("settings", key="paper_columns", value="note;colour")),
        code="value.not_a_choice", file="settings.csv", row=4, column="value",
    ),
    Case(
        name="a day to plan without orders",
        prepare=validate(cell("settings", "value", "2026-12-24", 3)),
        exit=0, code="setting.day_without_orders", file="settings.csv", row=3, column="value",
    ),
    Case(
        name="stock-outs written as zero",
        prepare=validate(_busy_series),
        exit=0, code="demand.stockout_as_zero", file="demand_history.csv", row=32, column="units",
    ),
    Case(
        name="thirty addresses at one point",
        prepare=validate(_one_point),
        exit=0, code="coordinate.many_at_one_point", file="orders.csv", row=2, column="lat",
    ),
    Case(
        name="more errors than are listed",
        prepare=validate(_many_errors),
        code="input.more",
    ),
    Case(
        name="ids that a spreadsheet shortened",
        prepare=validate(both(
            cell("orders", "order_id", "4.01235E+12"),
            cell("order_lines", "order_id", "4.01235E+12"),
        )),
        exit=0, code="id.shortened", file="orders.csv", row=2, column="order_id",
    ),
    Case(
        name="a missing column",
        prepare=validate(lambda tables: drop_column(tables, "orders", "due_date")),
        code="column.missing", file="orders.csv", row=1, column="due_date",
    ),
    Case(
        name="a missing table",
        prepare=validate(lambda tables: tables.__delitem__("vehicles")),
        code="table.missing", file="vehicles.csv",
    ),
    Case(
        name="a missing table with a near name",
        prepare=validate(lambda tables: tables.__setitem__("order", tables.pop("orders"))),
        code="table.missing_but_near", file="orders.csv",
    ),
    Case(
        name="a table that is misspelt",
        prepare=validate(lambda tables: tables.__setitem__("order", tables.pop("orders"))),
        code="table.misspelt", file="order.csv",
    ),
    Case(
        name="a table nobody knows",
        prepare=validate(lambda tables: tables.__setitem__("remarks", [["text"], ["keep"]])),
        exit=0, code="table.unknown", file="remarks.csv",
    ),
    Case(
        name="a column without a name",
        prepare=_twelve_columns,
        exit=0, code="column.unnamed", file="orders.csv", row=1, column="column_3",
    ),
    Case(
        name="a column nobody knows",
        prepare=validate(lambda tables: tables["orders"][0].__setitem__(2, "colour")),
        exit=0, code="column.unknown", file="orders.csv", row=1, column="colour",
    ),
    Case(
        name="an optional column that is misspelt",
        prepare=validate(lambda tables: tables["orders"][0].__setitem__(6, "windowstart")),
        exit=0, code="column.misspelt", file="orders.csv", row=1, column="windowstart",
    ),
    Case(
        name="a required column that is misspelt",
        prepare=validate(lambda tables: tables["orders"][0].__setitem__(3, "Lat")),
        code="column.missing_but_near", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="a column that is there twice",
        prepare=validate(lambda tables: tables["orders"][0].__setitem__(2, "lat")),
        code="column.twice", file="orders.csv", row=1, column="lat",
    ),
    Case(
        name="a table that is only its header",
        prepare=validate(lambda tables: tables["orders"].__delitem__(slice(1, None))),
        code="table.no_rows", file="orders.csv", row=1,
    ),
    Case(
        name="the trips of a file under the name of the orders",
        prepare=validate(
            lambda tables: tables.__setitem__("orders", [["a", "b"], ["1", "2"]])
        ),
        code="table.no_header", file="orders.csv", row=1, column="a",
    ),
]  # fmt: skip
