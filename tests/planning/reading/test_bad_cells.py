"""Cells that are refused: each with its code, file, row, column, value and what it means."""

import pytest

from domain.message import Severity
from tests.planning.reading.conftest import ReadSpoilt, only_problem
from tests.planning.reading.small_dataset import set_cell

BAD_CELLS = [
    # table, column, text, code, parameters
    ("orders", "lat", "49,4", "value.decimal_comma", {"read_as": "49.4"}),
    ("orders", "lat", "", "value.missing", {}),
    ("orders", "lat", "n/a", "value.placeholder", {}),
    ("orders", "lat", "nan", "value.not_finite", {}),
    ("orders", "lon", "1e999", "value.not_finite", {}),
    ("orders", "lon", "Infinity", "value.not_finite", {}),
    ("orders", "lon", "８.６８", "value.foreign_digits", {"read_as": "8.68"}),
    ("orders", "lon", "٨.٦٨", "value.foreign_digits", {"read_as": "8.68"}),
    ("orders", "lon", "−8.68", "value.foreign_digits", {"read_as": "-8.68"}),
    ("orders", "lon", "8.68E", "value.unit_in_cell", {"read_as": "8.68"}),
    ("orders", "lon", "8°41'", "value.not_a_number", {}),
    ("orders", "lon", "0x10", "value.not_a_number", {}),
    ("orders", "lat", "=A1+1", "value.formula", {}),
    ("orders", "lat", "#REF!", "value.spreadsheet_error", {}),
    ("orders", "due_date", "03/04/2026", "value.date_ambiguous", {"first": "2026-04-03"}),
    ("orders", "due_date", "25/04/2026", "value.date_form", {"read_as": "2026-04-25"}),
    ("orders", "due_date", "04/25/2026", "value.date_form", {"read_as": "2026-04-25"}),
    ("orders", "due_date", "20.11.2026", "value.date_form", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "2026/11/20", "value.date_form", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "20261120", "value.date_form", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "2026年11月20日", "value.date_form", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "2026-1-2", "value.date_form", {"read_as": "2026-01-02"}),
    ("orders", "due_date", "46346", "value.date_serial", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "2026-11-20 14:30", "value.date_with_time", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "20/11/26", "value.year_of_two_digits", {}),
    ("orders", "due_date", "2026-02-30", "value.no_such_day", {}),
    ("orders", "due_date", "31/02/2026", "value.no_such_day", {}),
    ("orders", "due_date", "1900-01-01", "value.year_out_of_range", {}),
    ("orders", "due_date", "２０２６-11-20", "value.foreign_digits", {"read_as": "2026-11-20"}),
    ("orders", "due_date", "tomorrow", "value.not_a_date", {}),
    ("orders", "allowed_days", "2026-11-20,2026-11-21", "value.words_by_comma", {}),
    ("orders", "allowed_days", "2026-11-20;21", "value.not_a_date", {}),
    ("orders", "window_start", "8:30 AM", "value.clock_form", {"read_as": "08:30"}),
    ("orders", "window_start", "12.30 pm", "value.clock_form", {"read_as": "12:30"}),
    ("orders", "window_start", "8h30", "value.clock_form", {"read_as": "08:30"}),
    ("orders", "window_start", "8点", "value.clock_form", {"read_as": "08:00"}),
    ("orders", "window_start", "08：30", "value.foreign_digits", {"read_as": "08:30"}),
    ("orders", "window_start", "0.375", "value.clock_fraction", {"read_as": "09:00"}),
    ("orders", "window_start", "0830", "value.not_a_clock", {}),
    ("orders", "window_start", "8:75", "value.not_a_clock", {}),
    ("orders", "window_start", "morning", "value.not_a_clock", {}),
    ("orders", "window_end", "24:01", "value.clock_too_late", {}),
    ("orders", "window_end", "25:00", "value.clock_too_late", {}),
    ("orders", "window_kind", "firm", "value.not_a_choice", {"choices": "hard, soft"}),
    ("orders", "window_kind", "Hard", "value.choice_spelling", {"read_as": "hard"}),
    ("orders", "late_cost_per_hour", "€5", "value.unit_in_cell", {"read_as": "5"}),
    ("orders", "late_cost_per_hour", "-1", "value.too_small", {"minimum": 0}),
    ("orders", "service_min", "5 min", "value.unit_in_cell", {"read_as": "5"}),
    ("orders", "service_min", "-5", "value.too_small", {"minimum": 0}),
    ("orders", "service_min", "3000", "value.too_large", {"maximum": 1440}),
    ("orders", "setup_min", "1.5", "value.not_whole", {}),
    ("orders", "requirements", "tail_lift,two_person", "value.words_by_comma", {}),
    ("orders", "locked_position", "0", "value.too_small", {"minimum": 1}),
    ("orders", "order_id", "", "value.missing", {}),
    ("orders", "order_id", "O\x001", "value.control_character", {"character": "U+0000"}),
    ("orders", "order_id", "O\u200b1", "value.invisible_character", {"character": "U+200B"}),
    ("orders", "order_id", "O\n1", "value.control_character", {"position": 2}),
    ("orders", "order_id", "O" * 101, "value.too_long", {"longest": 100}),
    ("orders", "address", "x" * 2001, "value.too_long", {"longest": 2000}),
    ("orders", "address", "Stra\ufffde", "value.lost_character", {"position": 5}),
    ("orders", "note", "a\x07b", "value.control_character", {"character": "U+0007"}),
    ("order_lines", "units", "1,234", "value.comma_ambiguous", {"thousands": "1234"}),
    ("order_lines", "units", "1,234,567", "value.thousands_separator", {"read_as": "1234567"}),
    ("order_lines", "units", "1 234", "value.thousands_separator", {"read_as": "1234"}),
    ("order_lines", "units", "1'234", "value.thousands_separator", {"read_as": "1234"}),
    ("order_lines", "units", "1_000", "value.underscore", {"read_as": "1000"}),
    ("order_lines", "units", "１２", "value.foreign_digits", {"read_as": "12"}),
    ("order_lines", "units", "2.5", "value.not_whole", {}),
    ("order_lines", "units", "1e3", "value.not_whole", {}),
    ("order_lines", "units", "0", "value.too_small", {"minimum": 1}),
    ("order_lines", "units", "-3", "value.too_small", {"minimum": 1}),
    ("order_lines", "units", "13812345678901", "value.too_large", {}),
    ("order_lines", "units", "three", "value.not_a_number", {}),
    ("order_lines", "units", "null", "value.placeholder", {}),
    ("products", "unit_value", "4,50", "value.decimal_comma", {"read_as": "4.50"}),
    ("products", "unit_value", "1.234,50", "value.decimal_comma", {"read_as": "1234.50"}),
    ("products", "unit_value", "1,234.50", "value.thousands_separator", {"read_as": "1234.50"}),
    ("products", "unit_value", "4.50 EUR", "value.unit_in_cell", {"read_as": "4.50"}),
    ("products", "unit_value", "-4.50", "value.too_small", {"minimum": 0}),
    ("products", "unit_volume_m3", "2.5", "value.too_large", {"maximum": 2}),
    ("products", "case_pack_units", "0", "value.too_small", {"minimum": 1}),
    ("stock", "on_hand_units", "-1", "value.too_small", {"minimum": 0}),
    ("supply_lanes", "lead_time_days", "-2", "value.too_small", {"minimum": 0}),
    ("supply_lanes", "lead_time_days", "1000", "value.too_large", {"maximum": 730}),
    ("supply_lanes", "truck_capacity_m3", "0", "value.not_above_zero", {}),
    ("demand_history", "units", "-1", "value.too_small", {"minimum": 0}),
    ("demand_history", "units", "NaN", "value.not_finite", {}),
    ("demand_history", "stockout", "yes", "value.not_a_flag", {}),
    ("demand_history", "date", "17-11-2026", "value.date_form", {"read_as": "2026-11-17"}),
    ("holidays", "working", "2", "value.not_a_flag", {}),
    ("promotions", "discount_pct", "120", "value.too_large", {"maximum": 100}),
    ("vehicles", "capacity_m3", "eight", "value.not_a_number", {}),
    ("vehicles", "shift_start", "", "value.missing", {}),
    ("vehicles", "profile", "lorry", "value.not_a_choice", {}),
    ("drivers", "off_dates", "2026-11-20|x", "value.not_a_date", {}),
    ("zones", "geometry", "circle", "value.not_a_polygon", {}),
    ("zones", "geometry", "POINT (8 49)", "value.not_a_polygon", {}),
    ("zones", "geometry", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "value.broken_polygon", {}),
    ("trips", "departed_at", "2026-11-19", "value.not_a_timestamp", {}),
    ("trips", "departed_at", "2026-11-19T08:30:00Z", "value.timestamp_zone", {}),
    ("trips", "departed_at", "2026-11-19T08:30+08:00", "value.timestamp_zone", {}),
    ("trips", "duration_s", "0", "value.not_above_zero", {}),
    ("speed_profiles", "speed_ratio", "2.5", "value.too_large", {"maximum": 2}),
    ("settings", "value", "euro", "setting.currency_form", {}),
]


@pytest.mark.parametrize(
    ("table", "column", "text", "code", "parameters"),
    BAD_CELLS,
    ids=[f"{case[1]}-{case[3].split('.')[1]}-{n}" for n, case in enumerate(BAD_CELLS)],
)
def test_a_bad_cell_is_located(
    read_spoilt: ReadSpoilt,
    table: str,
    column: str,
    text: str,
    code: str,
    parameters: dict[str, object],
) -> None:
    reading = read_spoilt(lambda tables: set_cell(tables, table, column, text))
    problem = only_problem(reading, code)
    assert reading.dataset is None
    assert (problem.severity, problem.file) == (Severity.ERROR, f"{table}.csv")
    assert (problem.row, problem.column) == (2, column)
    assert problem.value == (text if len(text) <= 80 else text[:79] + "…")
    assert parameters.items() <= dict(problem.message.parameters).items()


TWO_WORDS = {"tail_lift", "two_person"}

GOOD_CELLS = [
    ("orders", "lat", "49.4E0", "lat", 49.4),
    ("orders", "lat", "  49.4  ", "lat", 49.4),
    ("orders", "window_start", "8:30", "window_start_s", 30_600),
    ("orders", "window_end", "24:00", "window_end_s", 86_400),
    ("orders", "window_end", "11:30:30", "window_end_s", 41_430),
    ("orders", "locked_position", "", "locked_position", None),
    ("orders", "service_min", "7.5", "service_s", 450),
    ("orders", "service_min", "5.0", "service_s", 300),
    ("orders", "note", "=1+1 {{x}} <b>", "note", "=1+1 {{x}} <b>"),
    ("orders", "note", "first\r\nsecond", "note", "first\nsecond"),
    ("orders", "note", "NA", "note", "NA"),
    ("orders", "phone", "0049 6221 1", "phone", "0049 6221 1"),
    ("orders", "requirements", " tail_lift ; ", "requirements", {"tail_lift"}),
    ("orders", "requirements", "tail_lift|two_person;", "requirements", TWO_WORDS),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "text", "field", "value"), GOOD_CELLS)
def test_a_good_cell_is_read(
    read_spoilt: ReadSpoilt, table: str, column: str, text: str, field: str, value: object
) -> None:
    reading = read_spoilt(lambda tables: set_cell(tables, table, column, text))
    assert reading.dataset is not None, reading.problems
    assert getattr(reading.dataset.orders[0], field) == value


def test_the_small_dataset_has_no_problem(read_spoilt: ReadSpoilt) -> None:
    reading = read_spoilt(lambda _: None)
    assert reading.problems == ()
    assert reading.dataset is not None
    assert reading.dataset.products[0].sku == "007"
    assert reading.dataset.orders[2].customer_name == 'O\'Neil, "Bob" jr.'
    assert reading.dataset.orders[1].window_end_s == 86_400


def test_every_bad_cell_of_a_row_is_named_at_once(read_spoilt: ReadSpoilt) -> None:
    def spoil(tables: dict[str, list[list[str]]]) -> None:
        set_cell(tables, "orders", "lat", "x")
        set_cell(tables, "orders", "due_date", "y")
        set_cell(tables, "orders", "window_start", "z", row=3)

    problems = read_spoilt(spoil).problems
    found = [(problem.row, problem.column) for problem in problems]
    assert found == [(2, "due_date"), (2, "lat"), (3, "window_start")]
