import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from domain.column import Kind, columns_of, is_required
from domain.message import Severity
from domain.settings import Settings
from domain.tables import TABLES
from planning.outputs.template_examples import EXAMPLES, HOW_TO_SHEETS
from planning.outputs.template_workbook import template_workbook
from planning.reading.read_dataset import read_dataset
from planning.wording import LANGUAGES, Wording


@pytest.fixture(scope="module", params=LANGUAGES)
def wording(request: pytest.FixtureRequest) -> Wording:
    """Each language."""
    return Wording(request.param)


@pytest.fixture(scope="module")
def content(wording: Wording) -> bytes:
    """The template's bytes."""
    return template_workbook(wording)


@pytest.fixture(scope="module")
def book(content: bytes) -> openpyxl.Workbook:
    """The template as a person opens it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def test_there_is_a_sheet_per_table_after_the_instructions(
    book: openpyxl.Workbook, wording: Wording
) -> None:
    required = [table.name for table in TABLES if table.required]
    assert book.sheetnames[0] == HOW_TO_SHEETS[wording.language]
    assert book.sheetnames[1 : 1 + len(required)] == required
    assert sorted(book.sheetnames[1:]) == sorted(table.name for table in TABLES)


def test_headers_are_the_columns_and_required_ones_stand_out(book: openpyxl.Workbook) -> None:
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        columns = list(columns_of(table.noun))
        assert [cell.value for cell in sheet[1]] == [column.name for _, column in columns]
        for cell, (field, _) in zip(sheet[1], columns, strict=True):
            assert cell.font.b is is_required(field)


def test_every_column_is_explained(book: openpyxl.Workbook) -> None:
    for table in TABLES:
        for cell, (_, column) in zip(book[table.name][1], columns_of(table.noun), strict=True):
            assert cell.comment is not None
            lines = cell.comment.text.splitlines()
            assert len(lines) >= 3
            for choice in column.choices:
                assert choice in cell.comment.text


def test_choices_and_flags_have_drop_downs(book: openpyxl.Workbook) -> None:
    for table in TABLES:
        sheet = book[table.name]
        lists = {
            str(found.sqref).partition(":")[0]: found.formula1
            for found in sheet.data_validations.dataValidation
        }
        for position, (_, column) in enumerate(columns_of(table.noun), start=1):
            below = sheet.cell(2, position).coordinate
            if column.kind is Kind.CHOICE:
                assert lists[below] == f'"{",".join(column.choices)}"'
            elif column.kind is Kind.FLAG:
                assert lists[below] == '"0,1"'
    keys = next(iter(book["settings"].data_validations.dataValidation)).formula1
    source = re.fullmatch(r"'(.+)'!\$A\$(\d+):\$A\$(\d+)", keys)
    assert source is not None
    sheet_name, first, last = source.groups()
    listed = [row[0].value for row in book[sheet_name][f"A{first}" : f"A{last}"]]
    assert listed == [column.name for _, column in columns_of(Settings)]


def test_ids_are_text_and_dates_are_dates(book: openpyxl.Workbook) -> None:
    shown = {Kind.ID: "@", Kind.DATE: "yyyy-mm-dd", Kind.CLOCK: "hh:mm", Kind.TEXT: "@"}
    for table in TABLES:
        sheet = book[table.name]
        for position, (_, column) in enumerate(columns_of(table.noun), start=1):
            example = sheet.cell(2, position)
            assert example.number_format == shown.get(column.kind, example.number_format)
            assert bool(example.value) == (column.name in EXAMPLES[table.name])
            assert example.value is None or example.font.i


def test_nothing_is_a_formula_and_nobody_is_named(content: bytes, book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book.properties.creator == book.properties.lastModifiedBy == "Wayloom"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if "comments" in name:
                assert b"<author></author>" in parts.read(name) or b"<author/>" in parts.read(name)


def test_an_untouched_template_is_an_empty_dataset(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(content)
    reading = read_dataset(path)
    assert {(p.code, p.sheet, p.row) for p in reading.errors} == {
        ("table.no_rows", table.name, 1) for table in TABLES if table.required
    }
    assert {(p.code, p.sheet, p.row) for p in reading.warnings} == {
        ("template.example_left_out", table.name, 2) for table in TABLES if table.required
    }


def test_examples_are_a_sound_dataset(content: bytes, tmp_path: Path) -> None:
    """Whoever writes an id of their own over the example's has rows that are read."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for cell in sheet[2]:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("EXAMPLE: ", "").replace("EXAMPLE-", "MY")
    path = tmp_path / "mine.xlsx"
    book.save(path)
    reading = read_dataset(path)
    assert not [p for p in reading.problems if p.code == "template.example_left_out"]
    errors = {(p.code, p.sheet, p.column, p.value) for p in reading.errors}
    assert errors == set()
    assert reading.dataset is not None
    assert {p.severity for p in reading.problems} <= {Severity.WARNING}
    assert len(reading.dataset.orders) == len(reading.dataset.stock or ()) == 1
