"""What is said of a source is kept: by table and column, and each target once."""

import pytest

from domain.message import message
from gui.import_wizard.mapping_state import MappingState
from planning.import_jobs import Looked
from planning.importing.draft import ImportSource
from planning.importing.shown import Doubt, SampleTable
from planning.mapping.source_mapping import (
    ColumnMapping,
    SourceKind,
    SourceMapping,
    TableMapping,
    TextFormat,
)

ORDERS = TableMapping(
    target="orders", source="A", columns=(ColumnMapping(target="order_id", source="Nr"),)
)


@pytest.fixture
def state() -> MappingState:
    tables = tuple(SampleTable(source=name, name=name, header=("Nr",)) for name in "AB")
    mapping = SourceMapping(kind=SourceKind.WORKBOOK, location="x.xlsx", tables=(ORDERS,))
    said = message("mapping.doubt.cells", source="Nr", percent=50)
    return MappingState(
        Looked(
            source=ImportSource(kind=SourceKind.WORKBOOK, location="x.xlsx"),
            tables=tables,
            mapping=mapping,
            doubts=(Doubt(table="orders", column="order_id", said=said),),
        )
    )


def test_a_target_is_taken_by_one_table_alone(state: MappingState) -> None:
    state.become("B", "orders", ())
    assert state.mapped("A") is None
    assert [(t.source, t.target) for t in state.mapping.tables] == [("B", "orders")]
    state.become("B", "", ())
    assert state.mapping.tables == ()


def test_a_table_may_become_two(state: MappingState) -> None:
    again = state.use_again("A")
    assert state.name(again) == "A"
    state.become(again, "order_lines", (ColumnMapping(target="order_id", source="Nr"),))
    assert [(t.source, t.target) for t in state.mapping.tables] == [
        ("A", "orders"),
        ("A", "order_lines"),
    ]
    assert "units" in state.missing(again)


def test_a_column_is_said_and_taken_back(state: MappingState) -> None:
    state.set_column("A", ColumnMapping(target="lat", source="Nr", decimal=","))
    assert state.column("A", "lat").decimal == ","
    assert "lat" not in state.missing("A")
    state.set_column("A", ColumnMapping(target="lat"))
    assert state.missing("A") == ("lat", "lon", "due_date")
    assert state.is_touched


def test_a_doubt_is_settled_by_a_person(state: MappingState) -> None:
    assert [doubt.column for doubt in state.doubts("A")] == ["order_id"]
    state.settle("A", "order_id")
    assert state.doubts("A") == ()


def test_a_file_read_anew_keeps_what_was_said_while_its_columns_stay(state: MappingState) -> None:
    text = TextFormat(encoding="big5", delimiter=",")
    state.set_sample(SampleTable(source="A", name="A", header=("Nr",), text=text), None)
    mapped = state.mapped("A")
    assert mapped is not None
    assert (mapped.text, mapped.columns) == (text, ORDERS.columns)
    other = TableMapping(target="orders", source="A", columns=(ColumnMapping(target="lat"),))
    state.set_sample(SampleTable(source="A", name="A", header=("No",)), other)
    mapped = state.mapped("A")
    assert mapped is not None
    assert mapped.columns == other.columns
