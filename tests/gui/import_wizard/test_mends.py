"""Cells that were mended become acts: once, and again only where they did not arrive."""

from gui.import_wizard.mends import Cell, Mends
from planning.importing.shown import RawPlace, RawRow
from planning.project.acts import AddRows, CellChange, ChangeCells, NewRow

PLACE = RawPlace(
    name="T",
    file="T.csv",
    sheet="",
    target="orders",
    header=("Nr", "Tag"),
    columns={"order_id": "Nr", "due_date": "Tag"},
    rows={
        2: RawRow(number=2, cells=("1", "gestern")),
        3: RawRow(number=3, cells=("2", "x | y"), is_lost=True),
    },
)


def test_cells_of_all_rows_are_sent_in_one_act() -> None:
    mends = Mends()
    mends.write(Cell("T", 2, 1), "2026-01-01")
    mends.write(Cell("T", 2, 0), "1")
    change = CellChange(table="T", row=2, column="Tag", before="gestern", after="2026-01-01")
    assert mends.send((PLACE,)) == (ChangeCells(cells=(change,)),)
    assert not mends.is_any_unsent
    assert mends.text(Cell("T", 2, 1)) == "2026-01-01"
    mends.arrived()
    assert mends.text(Cell("T", 2, 1)) is None


def test_a_row_in_pieces_is_added_whole() -> None:
    mends = Mends()
    mends.write(Cell("T", 3, 1), "2026-01-01")
    row = NewRow(row=3, cells=("2026-01-01", "2"))
    assert mends.send((PLACE,)) == (AddRows(table="T", header=("Tag", "Nr"), rows=(row,)),)


def test_what_did_not_arrive_is_sent_again_unless_written_over() -> None:
    mends = Mends()
    mends.write(Cell("T", 2, 0), "7")
    mends.write(Cell("T", 2, 1), "8")
    mends.send((PLACE,))
    mends.write(Cell("T", 2, 1), "9")
    mends.failed()
    (act,) = mends.send((PLACE,))
    assert isinstance(act, ChangeCells)
    assert {change.column: change.after for change in act.cells} == {"Nr": "7", "Tag": "9"}
