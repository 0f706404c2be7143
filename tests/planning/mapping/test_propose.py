import csv
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planning.mapping.apply import apply_mapping
from planning.mapping.mapping_file import mapping_text, parse_mapping
from planning.mapping.proposal import Proposal
from planning.mapping.propose import propose, propose_mapping
from planning.mapping.source_mapping import SourceKind
from planning.mapping.units import is_optional
from planning.reading.raw_table import RawTable
from tests.planning.mapping.company_days import COMPANIES, SAMPLE, Company, sample_records
from tests.planning.mapping.company_tables import company_table, texts

if TYPE_CHECKING:
    from domain.message import Problem

ENOUGH = 0.95
"""Share of the required columns that must be found."""


@pytest.fixture(scope="module", params=COMPANIES)
def company(request: pytest.FixtureRequest) -> Company:
    """A company's tables."""
    return COMPANIES[request.param]


def proposed(*tables: RawTable) -> Proposal:
    """What is proposed for tables of a folder."""
    return propose(SourceKind.FOLDER, "data", tables)


def codes(proposal: Proposal, table: str, column: str) -> set[str]:
    """Codes of the doubts about a column."""
    found = proposal.remarks().get((table, column), ())
    return {reason.code.removeprefix("mapping.doubt.") for reason in found}


def found_columns(proposal: Proposal) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each column of the dataset comes from."""
    return {
        (table.target, column.target): (table.source, column.source)
        for table in proposal.mapping.tables
        for column in table.columns
    }


def meant_columns(company: Company) -> dict[tuple[str, str], tuple[str, str]]:
    """Where each column of the dataset really is."""
    return {
        (target, field.target): (f"{name}.csv", field.name)
        for target, (name, fields) in company.tables.items()
        for field in fields
    }


def test_required_columns_are_found_and_none_is_mistaken(company: Company) -> None:
    proposal = proposed(*company.raw_tables())
    found, meant = found_columns(proposal), meant_columns(company)
    required = [place for place in meant if not is_optional(*place)]
    right = [place for place in required if found.get(place) == meant[place]]
    assert len(right) >= ENOUGH * len(required)
    sure = {place for place in found if not codes(proposal, *place)}
    assert {place for place in sure if found[place] != meant.get(place)} == set()


def same(text: str, other: str) -> bool:
    """Whether two cells mean the same."""
    try:
        return Decimal(text) == Decimal(other)
    except InvalidOperation:
        return text.removesuffix(":00") == other or text == other


def wrong_cells(company: Company) -> Iterator[tuple[str, str, str, str]]:
    """Cells that a column without a doubt brings in otherwise than they were meant."""
    proposal = proposed(*company.raw_tables())
    problems: list[Problem] = []
    for table in apply_mapping(proposal.mapping, company.raw_tables(), problems):
        meant = sample_records(table.name)
        for column in table.header:
            if not codes(proposal, table.name, column):
                for text, record in zip(texts(table, column), meant, strict=True):
                    if not same(text, record[column]):
                        yield table.name, column, text, record[column]
    assert problems == []


def test_no_unit_form_or_word_is_silently_wrong(company: Company) -> None:
    assert list(wrong_cells(company)) == []


def test_a_dataset_under_its_own_names_is_mapped_as_it_is() -> None:
    tables = []
    for path in sorted(SAMPLE.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *records = list(csv.reader(file))[:50]
        tables.append(company_table(path.stem, header, *records))
    proposal = proposed(*tables)
    assert proposal.doubts == ()
    assert proposal.missing == ()
    for table in proposal.mapping.tables:
        (raw,) = (raw for raw in tables if raw.name == table.target)
        assert {column.target: column.source for column in table.columns} == {
            name: name for name in raw.header
        }
        assert {(c.unit, c.form, c.decimal) for c in table.columns} == {("", "", ".")}


def test_a_proposal_can_be_written_and_read(company: Company) -> None:
    proposal = proposed(*company.raw_tables())
    text = mapping_text(proposal.mapping, remarks=proposal.remarks())
    assert parse_mapping(text, "any.toml") == proposal.mapping
    assert propose_mapping(SourceKind.FOLDER, "data", company.raw_tables()) == proposal.mapping


@pytest.mark.parametrize(
    ("cells", "form", "doubted"),
    [
        (["03/04/2026", "04/05/2026"], "", True),
        (["11/11/2026"], "", True),
        (["03/04/2026", "25/04/2026"], "DD/MM/YYYY", False),
        (["03/04/2026", "04/25/2026"], "MM/DD/YYYY", False),
        (["20.11.2026", "1.12.2026"], "DD.MM.YYYY", False),
        (["2026-11-20", "2026-11-21"], "", False),
        (["20261120", "20261121"], "YYYYMMDD", False),
        (["2026-11-20 08:00:00"], "YYYY-MM-DD HH:MM", False),
        (["46346"], "Excel serial", True),
        (["1795132800"], "unix seconds", True),
    ],
)
def test_a_date_form_is_taken_only_where_the_cells_prove_it(
    cells: list[str], form: str, doubted: bool
) -> None:
    table = company_table("orders", ["order_id", "due_date"], *zip("abc", cells, strict=False))
    proposal = proposed(table)
    (column,) = (c for c in proposal.mapping.tables[0].columns if c.target == "due_date")
    assert column.form == form
    assert bool(codes(proposal, "orders", "due_date")) is doubted


@pytest.mark.parametrize(
    ("cells", "form", "doubted"),
    [
        (["08:00", "9:30"], "", False),
        (["0800", "1330"], "HHMM", False),
        (["800", "1330"], "", True),
        (["480", "1080"], "minutes after midnight", False),
        (["28800", "64800"], "seconds after midnight", False),
        (["080000", "173000"], "HHMMSS", False),
        (["0.333333333", "0.75"], "fraction of a day", False),
        (["8:00 AM", "5:30 PM"], "H:MM AM/PM", False),
        (["07.00", "17.30"], "HH.MM", False),
    ],
)
def test_a_clock_form_is_taken_only_where_the_cells_prove_it(
    cells: list[str], form: str, doubted: bool
) -> None:
    header = ["order_id", "lat", "lon", "window_start"]
    records = [[number, "47.1", "9.1", cell] for number, cell in zip("ab", cells, strict=True)]
    proposal = proposed(company_table("orders", header, *records))
    (column,) = (c for c in proposal.mapping.tables[0].columns if c.target == "window_start")
    assert column.form == form
    assert bool(codes(proposal, "orders", "window_start")) is doubted


@pytest.mark.parametrize(
    ("name", "cells", "unit", "doubt"),
    [
        ("Gewicht (kg)", ["0.5", "2"], "", set()),
        ("GEWICHT_G", ["500", "2000"], "g", set()),
        ("weight_lbs", ["1.1", "4.4"], "lb", set()),
        ("Gewicht", ["500", "2000"], "g", {"unit"}),
        ("Gewicht", ["0.5", "2"], "", {"unit"}),
        ("Gewicht (stone)", ["0.5", "2"], "", {"unit_unknown"}),
        ("Gewicht (kg)", ["50000", "2000000"], "", {"unit_odd"}),
        ("unit_weight_kg", ["0.5", "2"], "", set()),
    ],
)
def test_a_unit_is_taken_from_the_name_and_doubted_without_one(
    name: str, cells: list[str], unit: str, doubt: set[str]
) -> None:
    header = ["sku", "unit_value", "unit_volume_m3", name]
    records = [[sku, "1.5", "0.01", cell] for sku, cell in zip("ab", cells, strict=True)]
    proposal = proposed(company_table("products", header, *records))
    (column,) = (c for c in proposal.mapping.tables[0].columns if c.target == "unit_weight_kg")
    assert column.unit == unit
    assert codes(proposal, "products", "unit_weight_kg") == doubt


@pytest.mark.parametrize(
    ("cells", "decimal", "doubted"),
    [
        (["1,5", "12,25"], ",", False),
        (["1.234,5", "2,5"], ",", False),
        (["1.5", "12.25"], ".", False),
        (["1,234", "2,345"], ",", True),
        (["15", "7"], ".", False),
    ],
)
def test_decimal_commas_are_told_from_the_cells(
    cells: list[str], decimal: str, doubted: bool
) -> None:
    records = [[sku, cell] for sku, cell in zip("ab", cells, strict=True)]
    proposal = proposed(company_table("products", ["sku", "unit_value"], *records))
    (column,) = (c for c in proposal.mapping.tables[0].columns if c.target == "unit_value")
    assert column.decimal == decimal
    assert ("decimal" in codes(proposal, "products", "unit_value")) is doubted


def test_a_unit_that_stands_in_a_column_of_its_own_is_used_if_it_is_one() -> None:
    header = ["MATNR", "STPRS", "VOLUM", "VOLEH", "BRGEW", "GEWEI"]
    records = [["1", "1.5", "12", "L", "500", "G"], ["2", "2.5", "8", "L", "2", "KG"]]
    proposal = proposed(company_table("MARA", header, *records))
    (table,) = proposal.mapping.tables
    units = {column.target: column.unit for column in table.columns}
    assert units["unit_volume_m3"] == "l"
    assert "unit_weight_kg" not in units
    assert codes(proposal, "products", "unit_weight_kg") == {"units_differ"}


def test_two_columns_that_fit_alike_are_told() -> None:
    header = ["Auftragsnummer", "Lieferdatum", "Liefertermin", "lat", "lon"]
    records = [["1", "20.11.2026", "21.11.2026", "47.1", "9.1"]]
    proposal = proposed(company_table("Auftraege", header, *records))
    assert "two_columns" in codes(proposal, "orders", "due_date")


def test_two_tables_that_fit_alike_are_told() -> None:
    header = ["warehouse_id", "lat", "lon"]
    tables = [company_table(name, header, ["W1", "1", "2"]) for name in ("lager", "depots")]
    proposal = proposed(*tables)
    assert "two_tables" in codes(proposal, "warehouses", "")
    assert proposal.unused == ("depots.csv",)


def test_a_column_is_known_by_ids_of_another_table() -> None:
    places = company_table("warehouses", ["warehouse_id", "lat", "lon"], ["W1", "1", "2"])
    header = ["vehicle_id", "xyz", "capacity_m3", "shift_start", "shift_end"]
    cars = company_table("vehicles", header, ["V1", "W1", "11", "08:00", "16:00"])
    proposal = proposed(places, cars)
    assert found_columns(proposal)["vehicles", "warehouse_id"] == ("vehicles.csv", "xyz")
    assert codes(proposal, "vehicles", "warehouse_id") == {"by_ids"}


def test_order_lines_are_found_in_a_flat_table_of_orders() -> None:
    header = ["order_id", "lat", "lon", "due_date", "sku", "quantity"]
    records = [["O1", "1", "2", "2026-11-20", sku, "3"] for sku in "ab"]
    proposal = proposed(company_table("orders", header, *records))
    assert found_columns(proposal)["order_lines", "units"] == ("orders.csv", "quantity")
    assert "repeated" in codes(proposal, "orders", "order_id")


def test_words_of_a_company_are_translated_and_others_asked_for() -> None:
    header = ["order_id", "lat", "lon", "window_kind"]
    records = [[n, "1", "2", word] for n, word in zip("abc", ["Hart", "soft", "egal"], strict=True)]
    proposal = proposed(company_table("orders", header, *records))
    (column,) = (c for c in proposal.mapping.tables[0].columns if c.target == "window_kind")
    assert column.words == {"Hart": "hard"}
    assert codes(proposal, "orders", "window_kind") == {"words"}


def test_tables_without_meaning_are_left_alone() -> None:
    proposal = proposed(
        company_table("Urlaub", ["Wer", "Von"], ["Meier", "1"]), RawTable(name="x", file="x")
    )
    assert proposal.mapping.tables == ()
    assert ("orders", "") in proposal.missing
    assert len(proposal.unused) == 2


@pytest.mark.parametrize(
    "odd", ["", " ", "=1+1", "{{x}}", "\u202egnp", "a" * 5_000, "'; DROP TABLE x"]
)
def test_hostile_names_propose_and_write_without_harm(odd: str, tmp_path: Path) -> None:
    table = company_table(f"orders{odd[:50]}", ["order_id", odd, f"lat{odd[:50]}"], ["1", odd, "2"])
    proposal = proposed(table)
    text = mapping_text(proposal.mapping, remarks=proposal.remarks())
    assert parse_mapping(text, "any.toml") == proposal.mapping
