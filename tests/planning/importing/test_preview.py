"""The first rows of a table as its mapping makes them."""

from planning.importing.preview import preview, propose_columns
from planning.importing.shown import SampleTable
from planning.mapping.source_mapping import ColumnMapping, TableMapping

SAMPLE = SampleTable(
    source="Ware",
    name="Ware",
    header=("Nr", "Gewicht"),
    rows=(("1", "500,5"), ("2", "schwer"), ("3", "")),
    numbers=(2, 3, 7),
)


def test_cells_are_converted_and_what_does_not_fit_is_told() -> None:
    weight = ColumnMapping(target="unit_weight_kg", source="Gewicht", unit="g", decimal=",")
    value = ColumnMapping(target="unit_value", constant="9.5")
    made = preview(SAMPLE, TableMapping(target="products", source="Ware", columns=(weight, value)))
    kilograms, values = made.columns
    assert made.numbers == (2, 3, 7)
    assert kilograms.before == ("500,5", "schwer", "")
    assert kilograms.after == ("0.5005", "schwer", "")
    assert {at: reason.code for at, reason in kilograms.wrong.items()} == {1: "value.not_a_number"}
    assert values.after == ("9.5",) * 3


def test_a_table_of_which_nothing_is_taken_is_empty() -> None:
    assert preview(SAMPLE, TableMapping(target="products", source="Ware")).columns == ()
    gone = ColumnMapping(target="sku", source="Nummer")
    made = preview(SAMPLE, TableMapping(target="products", source="Ware", columns=(gone,)))
    assert made.columns == ()


def test_columns_are_proposed_of_a_table_that_a_person_names() -> None:
    sample = SampleTable(
        source="x",
        name="x",
        header=("Artikelnummer", "Menge", "Auftragsnummer"),
        rows=(("A", "2", "1"), ("B", "3", "1")),
        numbers=(2, 3),
    )
    found = {column.target: column.source for column in propose_columns(sample, "order_lines")}
    assert found == {"sku": "Artikelnummer", "units": "Menge", "order_id": "Auftragsnummer"}
