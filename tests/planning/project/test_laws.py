"""Whatever is done to a project, it is what a plain model of it is: also reopened, also killed."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from domain.errors import ProjectError
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    NewRow,
    RemoveRows,
    SourceSeen,
)
from planning.project.import_tables import Gathered, gather
from planning.project.project import Project
from planning.reading.raw_table import LostRow
from tests.planning.project.made_projects import HEADER, a_table, plain

_TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
_RECORD = st.tuples(_TEXT, _TEXT, _TEXT)
_FAST = Path("/dev/shm")
_NAMES = ("orders", "vehicles", "depots")


class _Model:
    """Tables as dictionaries: what the project must be."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, tuple[str, ...]]] = {}
        self.lost: dict[str, dict[int, tuple[str, ...]]] = {}
        self.last: dict[str, int] = {}

    def put(self, name: str, records: list[tuple[str, ...]], lost: list[int]) -> None:
        self.rows[name] = {at + 2: record for at, record in enumerate(records)}
        self.lost[name] = {row: ("?",) for row in lost}
        self.last[name] = max(1, *self.rows[name], *lost, 0)


class ProjectMachine(RuleBasedStateMachine):
    """Random acts on a project and its model."""

    def __init__(self) -> None:
        super().__init__()
        folder = _FAST if _FAST.is_dir() else None
        self.folders = [Path(tempfile.mkdtemp(dir=folder))]
        self.now = _Model()
        self.now.put("orders", [("O1", "a", "1"), ("O2", "b", "2")], [4, 9])
        self.undone: list[_Model] = []
        self.past: list[_Model] = []
        path = self.folders[0] / "day.wayloom"
        self.project = Project.create(path, self._gathered(["orders"], all_=True), name="x")

    def teardown(self) -> None:
        self.project.close()
        assert [path.name for path in self.project.path.parent.iterdir()] == ["day.wayloom"]
        for folder in self.folders:
            shutil.rmtree(folder)

    def _gathered(self, names: list[str], *, all_: bool) -> Gathered:
        tables = [
            a_table(
                name,
                list(self.now.rows[name].values()),
                lost=[LostRow(row=row, cells=cells) for row, cells in self.now.lost[name].items()],
            )
            for name in names
        ]
        return gather(tables, SourceSeen(location="/x"), replaces_all=all_)

    def _does(self, change: Callable[[_Model], None]) -> None:
        self.past.append(copy.deepcopy(self.now))
        self.undone.clear()
        change(self.now)

    def _pick(self, data: st.DataObject, *, also_lost: bool = False) -> tuple[str, int] | None:
        places = [(name, row) for name, rows in self.now.rows.items() for row in rows]
        if also_lost:
            places += [(name, row) for name, rows in self.now.lost.items() for row in rows]
        return data.draw(st.sampled_from(places)) if places else None

    @rule(data=st.data(), texts=st.lists(_TEXT, min_size=1, max_size=4))
    def writes_cells(self, data: st.DataObject, texts: list[str]) -> None:
        changes = []
        trial = copy.deepcopy(self.now)
        for text in texts:
            place = self._pick(data)
            if place is None:
                return
            name, row = place
            column = data.draw(st.integers(0, 2))
            cells = trial.rows[name][row]
            changes.append(
                CellChange(
                    table=name, row=row, column=HEADER[column], before=cells[column], after=text
                )
            )
            trial.rows[name][row] = (*cells[:column], text, *cells[column + 1 :])

        def write(model: _Model) -> None:
            model.rows = trial.rows

        self._does(write)
        self.project.do(ChangeCells(cells=tuple(changes)))

    @rule(
        name=st.sampled_from(_NAMES), records=st.lists(_RECORD, max_size=3), gap=st.integers(0, 2)
    )
    def adds_rows(self, name: str, records: list[tuple[str, ...]], gap: int) -> None:
        first = self.now.last.get(name, 1) + 1 + gap
        news = tuple(NewRow(row=first + at, cells=cells) for at, cells in enumerate(records))

        def add(model: _Model) -> None:
            rows = model.rows.setdefault(name, {})
            model.lost.setdefault(name, {})
            rows.update({new.row: new.cells for new in news})
            model.last[name] = max([model.last.get(name, 1), *(new.row for new in news)])

        self._does(add)
        self.project.do(AddRows(table=name, header=HEADER, rows=news))

    @rule(data=st.data(), cells=_RECORD)
    def mends_lost_row(self, data: st.DataObject, cells: tuple[str, ...]) -> None:
        places = [(name, row) for name, lost in self.now.lost.items() for row in lost]
        if not places:
            return
        name, row = data.draw(st.sampled_from(places))

        def mend(model: _Model) -> None:
            del model.lost[name][row]
            model.rows[name] = dict(sorted({**model.rows[name], row: cells}.items()))

        self._does(mend)
        self.project.do(AddRows(table=name, header=HEADER, rows=(NewRow(row=row, cells=cells),)))

    @rule(data=st.data())
    def removes_row(self, data: st.DataObject) -> None:
        place = self._pick(data, also_lost=True)
        if place is None:
            return
        name, row = place

        def remove(model: _Model) -> None:
            (model.rows if row in model.rows[name] else model.lost)[name].pop(row)

        self._does(remove)
        self.project.do(RemoveRows(table=name, rows=(row,)))

    @rule(
        names=st.lists(st.sampled_from(_NAMES), unique=True),
        records=st.lists(_RECORD, max_size=4),
        lost=st.lists(st.integers(10, 15), unique=True),
        all_=st.booleans(),
    )
    def imports(
        self, names: list[str], records: list[tuple[str, ...]], lost: list[int], all_: bool
    ) -> None:
        def put(model: _Model) -> None:
            if all_:
                model.rows, model.lost, model.last = {}, {}, {}
            for name in names:
                model.put(name, records, sorted(lost))

        self._does(put)
        self.project.import_tables(self._gathered(names, all_=all_))

    @rule()
    def undoes(self) -> None:
        expected = self.project.undoable
        assert (expected is not None) == bool(self.past)
        assert self.project.undo() == expected
        if self.past:
            self.undone.append(self.now)
            self.now = self.past.pop()

    @rule()
    def does_again(self) -> None:
        expected = self.project.redoable
        assert (expected is not None) == bool(self.undone)
        assert self.project.redo() == expected
        if self.undone:
            self.past.append(self.now)
            self.now = self.undone.pop()

    @rule()
    def reopens(self) -> None:
        revision = self.project.revision
        self.project.close()
        self.project = Project.open(self.project.path)
        assert self.project.revision == revision
        assert self.project.left_open is None

    @rule()
    def is_killed(self) -> None:
        """What lies on the disk at this moment is all that the next one has."""
        folder = Path(tempfile.mkdtemp(dir=self.folders[0].parent))
        self.folders.append(folder)
        last = self.project.history()[-1].at
        for found in self.project.path.parent.iterdir():
            shutil.copy(found, folder)
        self.project.close()
        self.project = Project.open(folder / "day.wayloom")
        assert self.project.left_open is not None
        assert self.project.left_open >= last

    @rule(text=_TEXT)
    def is_refused(self, text: str) -> None:
        misfits: list[Act] = [
            ChangeCells(
                cells=(CellChange(table="none", row=2, column="id", before="", after=text),)
            ),
            RemoveRows(table="orders", rows=(999,)),
            AddRows(table="orders", header=("id", "id"), rows=()),
        ]
        revision = self.project.revision
        for act in misfits:
            try:
                self.project.do(act)
            except ProjectError:
                continue
            raise AssertionError(act)
        assert self.project.revision == revision

    @invariant()
    def is_the_model(self) -> None:
        found = plain(self.project.tables())
        assert {name: dict(table.rows) for name, table in found.items()} == self.now.rows
        assert {name: dict(table.lost) for name, table in found.items()} == self.now.lost
        for name, table in found.items():
            assert list(table.rows) == sorted(table.rows)
            assert table.lost_rows == len(table.lost)
            assert self.project.next_row(name) == self.now.last[name] + 1

    @precondition(lambda self: self.now.rows)
    @rule(data=st.data())
    def reads_a_cell(self, data: st.DataObject) -> None:
        place = self._pick(data)
        if place is not None:
            name, row = place
            cells = tuple(self.project.cell(name, row, column) for column in HEADER)
            assert cells == self.now.rows[name][row]

    @rule()
    def others_read_it(self) -> None:
        with Project.read(self.project.path) as reader:
            assert plain(reader.tables()) == plain(self.project.tables())
            assert reader.undoable == self.project.undoable
            assert reader.redoable == self.project.redoable


ProjectMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestProject = ProjectMachine.TestCase
