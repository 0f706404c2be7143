from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planning.compare.tables import MOST_KEPT, compare_tables
from planning.reading.raw_table import LostRow, RawTable, text_array

TEXTS = st.text("ab1 ", max_size=3)


def table(name: str, header: Sequence[str], records: Sequence[Sequence[str]]) -> RawTable:
    columns = [text_array([record[i] for record in records]) for i in range(len(header))]
    return RawTable(
        name=name,
        file=f"{name}.csv",
        header=tuple(header),
        cells=tuple(columns),
        rows=np.arange(2, 2 + len(records), dtype=np.int64),
    )


def orders(*records: tuple[str, str]) -> RawTable:
    return table("orders", ("order_id", "note"), records)


def test_a_cell_is_told_by_the_key_of_its_row_wherever_that_stands() -> None:
    before = orders(("O1", "ring"), ("O2", ""))
    after = orders(("O2", "gate"), ("O1", "ring"))
    (found,) = compare_tables([before], [after])
    (cell,) = found.cells
    assert (cell.key, cell.column, cell.before, cell.after) == ("O2", "note", "", "gate")
    assert (found.rows_added, found.rows_removed, found.cells_changed) == (0, 0, 1)


def test_rows_and_columns_that_come_and_go_are_told() -> None:
    before = orders(("O1", ""), ("O2", ""))
    after = table("orders", ("order_id", "phone"), [("O2", "1"), ("O3", "")])
    (found,) = compare_tables([before], [after])
    assert (found.added, found.removed) == (("O3",), ("O1",))
    assert (found.columns_added, found.columns_removed) == (("phone",), ("note",))
    assert found.cells == ()


def test_a_table_that_only_one_has_is_counted() -> None:
    gone, come = compare_tables([orders(("O1", ""))], [table("zones", ("zone_id",), [("Z",)] * 2)])
    assert (gone.table, gone.rows_before, gone.rows_after) == ("orders", 1, None)
    assert (come.table, come.rows_before, come.rows_after) == ("zones", None, 2)


def test_keys_of_several_columns_name_a_row() -> None:
    header = ("warehouse_id", "sku", "on_hand_units")
    before = table("stock", header, [("W1", "A", "3"), ("W1", "B", "4")])
    after = table("stock", header, [("W1", "A", "3"), ("W1", "B", "9")])
    (found,) = compare_tables([before], [after])
    assert [(cell.key, cell.after) for cell in found.cells] == [("W1 / B", "9")]


def test_rows_that_share_a_key_are_told_apart() -> None:
    (found,) = compare_tables([orders(("O1", "a"), ("O1", "b"))], [orders(("O1", "a"))])
    assert (found.rows_added, found.rows_removed, found.cells_changed) == (0, 1, 0)


def test_rows_that_could_not_be_read_count() -> None:
    before = orders(("O1", ""))
    lost = LostRow(row=3, cells=("O2",))
    after = RawTable(
        name="orders", file="orders.csv", header=before.header, cells=before.cells,
        rows=before.rows, lost_rows=1, lost=(lost,),
    )  # fmt: skip
    (found,) = compare_tables([before], [after])
    assert (found.lost_before, found.lost_after) == (0, 1)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=6), st.randoms())
def test_the_order_of_rows_is_no_difference(
    records: list[tuple[str, str]], random: "np.random.Generator"
) -> None:
    mixed = list(records)
    random.shuffle(mixed)
    name = "trips"  # Has no key: a row is the same where all of its cells are.
    header = ("from_lat", "profile")
    assert compare_tables([table(name, header, records)], [table(name, header, mixed)]) == ()


@given(
    st.dictionaries(st.text("abcd", min_size=1, max_size=2), TEXTS, max_size=8),
    st.dictionaries(st.text("abcd", min_size=1, max_size=2), TEXTS, max_size=8),
)
def test_the_difference_applied_to_the_first_gives_the_second(
    before: dict[str, str], after: dict[str, str]
) -> None:
    found = compare_tables([orders(*before.items())], [orders(*after.items())])
    made = dict(before)
    for difference in found:
        for key in difference.removed:
            del made[key]
        for key in difference.added:
            made[key] = after[key]
        for cell in difference.cells:
            assert made[cell.key] == cell.before
            made[cell.key] = cell.after
    assert made == after


def test_a_huge_difference_is_counted_whole_and_kept_in_part() -> None:
    count = 20_000
    header = tuple(["order_id", *(f"c{i}" for i in range(9))])
    before = table("orders", header, [[f"O{i}", *"abcdefghi"] for i in range(count)])
    after = table("orders", header, [[f"O{i + 10}", *"abcdefghj"] for i in range(count)])
    (found,) = compare_tables([before], [after])
    assert (found.rows_added, found.rows_removed) == (10, 10)
    assert found.cells_changed == count - 10
    assert len(found.cells) == MOST_KEPT
