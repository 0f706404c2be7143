import dataclasses
import time
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.message import Problem, message
from domain.tables import TABLE_BY_NAME
from planning.mapping.apply import apply_mapping
from planning.mapping.source_mapping import ColumnMapping, SourceKind, SourceMapping, TableMapping
from planning.mapping.units import exact_factor
from planning.reading.convert_table import convert_table
from planning.reading.problems import Finding
from planning.reading.raw_table import LostRow, RawTable
from tests.planning.mapping.company_tables import company_table, folder_mapping, texts


def mapped(column: ColumnMapping, *cells: str, table: str = "products") -> RawTable:
    """One column of a company as that of a dataset; fails on problems."""
    problems: list[Problem] = []
    source = company_table("artikel", [column.source], *([cell] for cell in cells))
    mapping = folder_mapping(table, "artikel.csv", column)
    (result,) = apply_mapping(mapping, [source], problems)
    assert problems == []
    return result


def read_problems(table: RawTable) -> list[Problem]:
    """What the reader refuses in a table's cells, with its place."""
    _, found = convert_table(table, TABLE_BY_NAME[table.name])
    return [p for f in found if isinstance(f, Finding) for p in f.problems()]


@pytest.mark.parametrize(
    ("target", "unit", "decimal", "cell", "result"),
    [
        ("unit_weight_kg", "g", ".", "1500", "1.5"),
        ("unit_weight_kg", "g", ".", "0.1", "0.0001"),
        ("unit_weight_kg", "g", ".", "1.5E3", "1.5"),
        ("unit_weight_kg", "g", ",", "1.500,5", "1.5005"),
        ("unit_weight_kg", "t", ",", "0,0015", "1.5"),
        ("unit_weight_kg", "", ",", "12,5", "12.5"),
        ("unit_weight_kg", "", ",", "1.234", "1234"),
        ("unit_weight_kg", "", ",", "1 234,5", "1234.5"),
        ("unit_weight_kg", "", ",", "-0,5", "-0.5"),
        ("unit_value", "cents", ".", "1999", "19.99"),
        ("unit_value", "cents", ".", "0", "0"),
        ("unit_volume_m3", "cm3", ".", "12000", "0.012"),
        ("unit_volume_m3", "l", ",", "12,5", "0.0125"),
        ("unit_volume_m3", "ft3", ".", "1", "0.028316846592"),
        ("shelf_life_days", "weeks", ".", "3", "21"),
    ],
)
def test_numbers_are_exact(target: str, unit: str, decimal: str, cell: str, result: str) -> None:
    column = ColumnMapping(target=target, source="wert", unit=unit, decimal=decimal)
    table = mapped(column, f" {cell} ", "")
    assert [text.strip() for text in texts(table, target)] == [result, ""]
    assert table.text(target, 0) == cell


@pytest.mark.parametrize(
    "cell", ["abc", "1,5", "12 g", "NaN", "1_000", "１２", "=1+1", "--5", "1e999"]
)
def test_a_number_that_is_none_stays_and_is_refused_in_its_place(cell: str) -> None:
    column = ColumnMapping(target="unit_weight_kg", source="GEWICHT_G", unit="g")
    table = mapped(column, "1500", cell)
    assert texts(table, "unit_weight_kg") == ["1.5", cell]
    (problem,) = read_problems(table)
    assert (problem.file, problem.row, problem.column) == ("artikel.csv", 3, "GEWICHT_G")
    assert problem.value == cell


def test_a_problem_beside_good_cells_shows_the_cell_of_the_company() -> None:
    column = ColumnMapping(target="unit_volume_m3", source="vol", unit="l")
    table = mapped(column, "12", "5000")
    (problem,) = read_problems(table)
    assert (problem.code, problem.value, problem.row) == ("value.too_large", "5000", 3)


def test_a_point_where_commas_are_said_is_never_taken_for_a_number() -> None:
    problems: list[Problem] = []
    source = company_table("artikel", ["gewicht"], ["1,5"], ["1.5"], ["2.25"])
    column = ColumnMapping(target="unit_weight_kg", source="gewicht", decimal=",", unit="g")
    (table,) = apply_mapping(folder_mapping("products", "artikel.csv", column), [source], problems)
    assert [(p.code, p.row, p.value) for p in problems] == [("mapping.point_for_comma", 3, "1.5")]
    assert [(p.row, p.value) for p in read_problems(table)] == [(3, "1.5"), (4, "2.25")]


def test_times_have_the_form_of_a_dataset() -> None:
    due = mapped(
        ColumnMapping(target="due_date", source="Tag", form="DD.MM.YYYY"),
        "20.11.2026", "1.12.2026", "2026-11-21", "31.02.2026",
        table="orders",
    )  # fmt: skip
    assert texts(due, "due_date") == ["2026-11-20", "2026-12-01", "2026-11-21", "31.02.2026"]
    assert [problem.row for problem in read_problems(due)] == [5]
    start = mapped(
        ColumnMapping(target="window_start", source="von", form="HHMM"), "830", "08:45", "2560",
        table="orders",
    )  # fmt: skip
    assert texts(start, "window_start") == ["08:30", "08:45", "2560"]


def test_words_forgive_capitals_and_blanks_and_others_stay() -> None:
    words = {"Hart": "hard", "weich": "soft"}
    column = ColumnMapping(target="window_kind", source="Art", words=words)
    table = mapped(column, "hart", " WEICH ", "soft", "egal", table="orders")
    assert texts(table, "window_kind") == ["hard", "soft", "soft", "egal"]
    equipment = {"Hebebühne": "tail_lift", "zwei Mann": "two_person"}
    column = ColumnMapping(target="requirements", source="Bedarf", words=equipment)
    table = mapped(column, "hebebühne; Zwei  Mann", "Kran", table="orders")
    assert texts(table, "requirements") == ["tail_lift;two_person", "Kran"]


def test_rows_lost_rows_and_places_are_kept() -> None:
    source = dataclasses.replace(
        company_table("lager", ["Nr", "Ort", "Breite"], ["007", "Nord", "49.4"]),
        rows=np.array([7], dtype=np.int64),
        header_row=3,
        lost_rows=1,
        lost=(LostRow(row=5, cells=("008", "Süd")),),
        number_cells={0: np.array([0], dtype=np.int64)},
    )
    mapping = folder_mapping(
        "warehouses",
        "lager.csv",
        ColumnMapping(target="lat", source="Breite"),
        ColumnMapping(target="warehouse_id", source="Nr"),
        ColumnMapping(target="timezone", constant="Europe/Berlin"),
    )
    (table,) = apply_mapping(mapping, [source], [])
    assert table.header == ("lat", "warehouse_id", "timezone")
    assert table.rows.tolist() == [7]
    assert (table.header_row, table.lost_rows, table.lost) == (3, 1, source.lost)
    assert {at: cells.tolist() for at, cells in table.number_cells.items()} == {1: [0]}
    assert texts(table, "timezone") == ["Europe/Berlin"]
    assert table.source_name("warehouse_id") == "Nr"


def test_what_the_source_lacks_is_named_with_what_is_near() -> None:
    source = company_table("lager", ["Lager Nr", "Breite", "Breite"], ["1", "2", "3"])
    mapping = SourceMapping(
        kind=SourceKind.FOLDER,
        location="data",
        tables=(
            TableMapping(
                target="warehouses",
                source="lager.csv",
                columns=(
                    ColumnMapping(target="warehouse_id", source="LagerNr."),
                    ColumnMapping(target="lat", source="Breite"),
                    ColumnMapping(target="lon", source="Xyz"),
                ),
            ),
            TableMapping(target="products", source="artikel.csv"),
            TableMapping(target="stock", source="lagr.csv"),
        ),
    )
    problems: list[Problem] = []
    (table,) = apply_mapping(mapping, [source], problems)
    assert table.header == ()
    told = [(p.code, p.file, p.column, p.message.parameters.get("near", "")) for p in problems]
    assert told == [
        ("mapping.column_missing_but_near", "lager.csv", "LagerNr.", "Lager Nr"),
        ("mapping.column_twice_in_source", "lager.csv", "Breite", ""),
        ("mapping.column_missing", "lager.csv", "Xyz", ""),
        ("mapping.table_missing", "artikel.csv", "", ""),
        ("mapping.table_missing_but_near", "lagr.csv", "", "lager.csv"),
    ]


def test_a_table_that_could_not_be_read_is_not_called_missing() -> None:
    told = [Problem(message=message("file.encoding_unknown"), file="artikel.csv")]
    problems = list(told)
    assert apply_mapping(folder_mapping("products", "artikel.csv"), [], problems) == []
    assert problems == told


@given(
    cells=st.lists(
        st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False), min_size=1
    ),
    unit=st.sampled_from(["g", "t", "lb", "kg"]),
)
def test_numbers_read_back_are_those_written(cells: list[Decimal], unit: str) -> None:
    column = ColumnMapping(target="unit_weight_kg", source="w", unit=unit)
    table = mapped(column, *(str(cell) for cell in cells))
    factor = exact_factor("products", "unit_weight_kg", unit)
    found = [Decimal(text) * factor.denominator for text in texts(table, "unit_weight_kg")]
    assert found == [cell * factor.numerator for cell in cells]


def test_a_large_table_takes_no_time() -> None:
    rows = 200_000
    ids = [f"A{number}" for number in range(rows)]
    values = {
        "Nr": ids,
        "Tag": [f"{1 + n % 28:02d}.11.2026" for n in range(rows)],
        "von": [f"{n % 24:02d}{n % 60:02d}" for n in range(rows)],
        "Art": ["hart" if n % 2 else "weich" for n in range(rows)],
        "Dauer": [str(n % 3600) for n in range(rows)],
        "Kosten": [f"{n % 9999},5" for n in range(rows)],
        "Breite": [f"49.{n:06d}" for n in range(rows)],
        "Name": ids,
        "Adresse": ids,
        "Telefon": ids,
    }
    big = company_table("gross", list(values), *zip(*values.values(), strict=True))
    mapping = folder_mapping(
        "orders",
        "gross.csv",
        ColumnMapping(target="order_id", source="Nr"),
        ColumnMapping(target="due_date", source="Tag", form="DD.MM.YYYY"),
        ColumnMapping(target="window_start", source="von", form="HHMM"),
        ColumnMapping(target="window_kind", source="Art", words={"hart": "hard", "weich": "soft"}),
        ColumnMapping(target="service_min", source="Dauer", unit="s"),
        ColumnMapping(target="unassigned_cost", source="Kosten", decimal=","),
        ColumnMapping(target="lat", source="Breite"),
        ColumnMapping(target="customer_name", source="Name"),
        ColumnMapping(target="address", source="Adresse"),
        ColumnMapping(target="phone", source="Telefon"),
    )
    begun = time.process_time()
    (table,) = apply_mapping(mapping, [big], [])
    taken_s = time.process_time() - begun
    assert len(table) == rows
    assert taken_s < 2
