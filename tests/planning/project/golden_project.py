"""Makes the project that every later version must open.

``python -m tests.planning.project.golden_project FILE``
"""

import datetime
import sys
from pathlib import Path

from planning.mapping.source_mapping import TextFormat
from planning.project.acts import CellChange, ChangeCells, RemoveRows, SourceSeen
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.reading.raw_table import LostRow
from tests.planning.project.made_projects import a_table, added, written

DAY = datetime.date(2026, 3, 9)
PLAN = b'{"format":"wayloom.plan","version":1}'
FIRST = SourceSeen(
    location="/data/company",
    mapping='[source]\nkind = "folder"\n',
    digest="d" * 64,
    formats={"orders.csv": TextFormat(encoding="gb18030", delimiter=";")},
)
SECOND = SourceSeen(location="postgresql://reader@db/shop")


def make_golden(path: Path) -> None:
    """Do everything once that can be done to a project."""
    orders = a_table(
        "orders",
        [("O1", "李 明", "12.5"), ("O2", "line\nbreak", ""), ("O3", "", "7")],
        rows=[2, 3, 6],
        lost=[LostRow(row=4, cells=("O?", "one", "two", "three")), LostRow(row=5, cells=())],
        numbers={2: [0, 2]},
    )
    vehicles = a_table("vehicles", [("V1", "van", "900")])
    gathered = gather([orders, vehicles], FIRST)
    with Project.create(path, gathered, name="Golden 金") as project:
        project.do(written(project, 2, "name", 'quote " and \\ and \x07'))
        before = project.cell("orders", 3, "load_kg")
        cells = (
            CellChange(table="orders", row=3, column="load_kg", before=before, after="1"),
            CellChange(table="orders", row=3, column="load_kg", before="1", after="2"),
            CellChange(table="vehicles", row=2, column="name", before="van", after="truck"),
        )
        project.do(ChangeCells(cells=cells))
        project.do(added(4, "O4", "mended", "3"))
        project.do(added(7, "O7", "new", "4"))
        project.do(added(2, "D1", "depot", "", table="depots"))
        project.keep_day(DAY)
        project.keep_plan(PLAN, DAY, "f" * 64)
        project.do(RemoveRows(table="orders", rows=(6,)))
        second = gather([a_table("vehicles", [("V2", "bike", "80")])], SECOND, replaces_all=False)
        project.import_tables(second)
        project.do(written(project, 7, "name", "undone"))
        project.undo()
        project.do(written(project, 7, "name", "undone too"))
        project.undo()


if __name__ == "__main__":
    make_golden(Path(sys.argv[1]))
