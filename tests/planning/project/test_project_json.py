import contextlib
import datetime
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import InputError, ProjectError
from planning.project.acts import (
    Act,
    AddRows,
    CellChange,
    ChangeCells,
    NewRow,
    RemoveRows,
    SourceSeen,
)
from planning.project.import_json import import_project
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.project.project_json import export_project, project_json
from planning.reading.raw_table import LostRow, RawTable, text_array

DAY = datetime.date(2026, 11, 20)
HEADER = ("order_id", "note")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)


def table(name: str, records: list[tuple[str, str]], *, lost: bool = False) -> RawTable:
    return RawTable(
        name=name,
        file=f"{name}.csv",
        header=HEADER,
        cells=tuple(text_array([record[i] for record in records]) for i in range(2)),
        rows=np.arange(2, 2 + len(records), dtype=np.int64),
        lost_rows=1 if lost else 0,
        lost=(LostRow(row=2 + len(records), cells=("O9", "a", "b")),) if lost else (),
        number_cells={1: np.array([0, 1, 3], dtype=np.int64)} if len(records) > 3 else {},
    )


def seen(location: str) -> SourceSeen:
    return SourceSeen(location=location, mapping="# by hand\n", digest="d1")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with every kind of entry: import, edit, rows, undo, redo, plan, day."""
    path = tmp_path / "day.wayloom"
    records = [(f"O{i}", f"note\n{i}") for i in range(5)]
    made = gather([table("orders", records, lost=True), table("zones", [])], seen("/data/day"))
    with contextlib.closing(Project.create(path, made, name="Day 北京")) as opened:
        change = CellChange(table="orders", row=3, column="note", before="note\n1", after="bell")
        opened.do(ChangeCells(cells=(change,)))
        opened.do(RemoveRows(table="orders", rows=(4,)))
        opened.undo()
        opened.redo()
        opened.do(
            AddRows(
                table="orders", header=HEADER, rows=(NewRow(row=8, cells=("O8", "")),)
            )
        )  # fmt: skip
        opened.undo()
        opened.keep_plan(b'{\n "a": 1\n}\n', DAY, "f1")
        opened.keep_plan(b"\x00\xff no text", DAY, "f2")
        opened.keep_day(DAY)
    return path


def state(path: Path) -> Any:
    """All that a person can see of a project."""
    with contextlib.closing(Project.read(path)) as project:
        tables = [
            (t.name, t.file, t.header, t.rows.tolist(), [c.to_pylist() for c in t.cells], t.lost)
            for t in project.tables()
        ]
        plans = [(p, project.plan_of(p.revision)) for p in project.plans()]
        return (
            (project.name, project.day, project.revision, project.source, tables, plans),
            [(e.revision, e.at, e.undone) for e in project.history()],
            (project.undoable, project.redoable),
        )


def undone(path: Path) -> Iterator[Any]:
    """Every state on the way back to the first import."""
    with contextlib.closing(Project.open(path)) as project:
        while project.undo():
            yield [(t.name, t.rows.tolist(), [c.to_pylist() for c in t.cells])
                   for t in project.tables()]  # fmt: skip


def test_an_export_is_canonical_with_a_row_on_a_line(project: Path) -> None:
    content, revision = project_json(project)
    document = json.loads(content)
    assert list(document) == sorted(document)
    assert (document["format"], document["version"]) == ("wayloom.project", 1)
    assert revision == len(document["journal"]) == 10
    lines = content.decode().splitlines()
    assert '[2, "O0", "note\\n0"],' in lines
    assert project_json(project)[0] == content


def test_an_import_of_an_export_is_the_same_project(project: Path, tmp_path: Path) -> None:
    export_project(project, tmp_path / "day.json")
    copy = tmp_path / "copy.wayloom"
    assert import_project(tmp_path / "day.json", copy) == 10
    assert state(copy) == state(project)
    assert project_json(copy)[0] == (tmp_path / "day.json").read_bytes()
    assert list(undone(copy)) == list(undone(project))


cells = st.tuples(TEXTS, TEXTS)
kinds = st.sampled_from(["change", "add", "remove", "undo", "redo", "plan", "import"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(cells, max_size=4), st.lists(st.tuples(kinds, TEXTS, st.integers(0, 9)), max_size=8)
)
def test_whatever_was_done_comes_back(
    records: list[tuple[str, str]], deeds: list[tuple[str, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder, "a.wayloom"), Path(folder, "b.wayloom")
        made = gather([table("orders", records)], seen("x"))
        with contextlib.closing(Project.create(path, made, name="n")) as project:
            for kind, text, number in deeds:
                _do(project, kind, text, number)
        export_project(path, Path(folder, "a.json"))
        import_project(Path(folder, "a.json"), copy)
        assert state(copy) == state(path)
        assert project_json(copy)[0] == Path(folder, "a.json").read_bytes()
        assert list(undone(copy)) == list(undone(path))


def _do(project: Project, kind: str, text: str, number: int) -> None:
    (orders,) = (t for t in project.tables() if t.name == "orders")
    rows = orders.rows.tolist()
    row = rows[number % len(rows)] if rows else None
    act: Act | None = None
    if kind == "change" and row is not None:
        before = project.cell("orders", row, "note")
        change = CellChange(table="orders", row=row, column="note", before=before, after=text)
        act = ChangeCells(cells=(change,))
    elif kind == "add":
        new = NewRow(row=project.next_row("orders"), cells=(text,))
        act = AddRows(table="orders", header=("note",), rows=(new,))
    elif kind == "remove" and row is not None:
        act = RemoveRows(table="orders", rows=(row,))
    elif kind == "import":
        project.import_tables(gather([table("orders", [(text, text)])], seen(text)))
    elif kind == "plan":
        project.keep_plan(text.encode(), DAY, text)
    elif kind == "undo":
        project.undo()
    elif kind == "redo":
        project.redo()
    if act is not None:
        project.do(act)


def _refused(project: Path, tmp_path: Path, before: str, after: str) -> tuple[str, int]:
    """Code and line of what is wrong with an export in which something was replaced."""
    content = project_json(project)[0].decode()
    assert before in content
    changed = tmp_path / "changed.json"
    changed.write_text(content.replace(before, after, 1), encoding="utf-8")
    target = tmp_path / "target.wayloom"
    with pytest.raises(InputError) as refused:
        import_project(changed, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed.json", "day.wayloom"]
    (problem,) = refused.value.problems
    return problem.code, problem.row


def _line(project: Path, text: str) -> int:
    lines = project_json(project)[0].decode().splitlines()
    return next(i for i, line in enumerate(lines, start=1) if text in line)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('[2, "O0", "note\\n0"]', '[2, "O0", 7]', "project_json.damaged_content"),
        ('[2, "O0", "note\\n0"]', '[2, "O0"]', "project_json.damaged_content"),
        ('[2, "O0", "note\\n0"]', '[2, "O0", "other"]', "project_json.damaged_content"),
        ('"lost_rows": 1', '"lost_rows": 1, "more": 2', "project_json.unknown_field"),
        ('"lost_rows": 1, ', "", "project_json.missing_field"),
        ('"columns": 2', '"columns": "2"', "project_json.wrong_type"),
        ('"kind": "remove_rows"', '"kind": "paint"', "project_json.newer_entry"),
        ('{"table": "orders", "row"', '{"x": 1, "table": "orders", "row"', None),
        ('"revision": 3', '"revision": 4', "project_json.out_of_order"),
        ('"before": "note\\n1"', '"before": "else"', "project_json.act_does_not_fit"),
        ('"of": 3', '"of": 2', "project_json.out_of_order"),
        ('"version": 1', '"version": 2', "project_json.newer"),
        ('"wayloom.project"', '"wayloom.plan"', "project_json.other_format"),
        ('"about": {', '"about": {{', "project_json.not_json"),
        ('"size_bytes": 12', '"size_bytes": 13', "project_json.no_content"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_made(
    project: Path, tmp_path: Path, before: str, after: str, code: str | None
) -> None:
    if code is None:
        before, after, code = (
            '"column": "note"',
            '"colour": 1, "column": "note"',
            ("project_json.newer_entry"),
        )
    found, line = _refused(project, tmp_path, before, after)
    assert found == code
    # A content is told by its first line, an act by its own.
    assert 0 < line <= _line(project, before)


def test_the_line_of_a_faulty_entry_is_its_own(project: Path, tmp_path: Path) -> None:
    wrong = _refused(project, tmp_path, '"before": "note\\n1"', '"before": "else"')
    lines = project_json(project)[0].decode().splitlines()
    assert lines[wrong[1] - 1].startswith('{"act": {"cells"')


def test_a_key_that_stands_twice_is_refused(project: Path, tmp_path: Path) -> None:
    code, _ = _refused(project, tmp_path, '"lost_rows": 1', '"lost_rows": 2, "lost_rows": 1')
    assert code == "project_json.key_twice"


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b"[" * 100_000, b"null", b"{}"])
def test_what_is_no_export_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    with pytest.raises(InputError):
        import_project(tmp_path / "x.json", tmp_path / "x.wayloom")
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_an_export_that_was_cut_short_is_refused(project: Path, tmp_path: Path, cut: float) -> None:
    content = project_json(project)[0]
    (tmp_path / "cut.json").write_bytes(content[: int(len(content) * cut)])
    with pytest.raises(InputError) as refused:
        import_project(tmp_path / "cut.json", tmp_path / "x.wayloom")
    assert refused.value.problems[0].row > 0
    assert not (tmp_path / "x.wayloom").exists()


def test_a_project_that_is_there_is_replaced_only_when_asked(project: Path, tmp_path: Path) -> None:
    export_project(project, tmp_path / "day.json")
    target = tmp_path / "other.wayloom"
    made = gather([table("orders", [("O1", "")])], seen("y"))
    Project.create(target, made, name="other").close()
    before = target.read_bytes()
    with pytest.raises(ProjectError) as refused:
        import_project(tmp_path / "day.json", target)
    assert refused.value.message.code == "project.exists"
    assert target.read_bytes() == before
    import_project(tmp_path / "day.json", target, replaces=True)
    assert state(target) == state(project)
    assert {path.name for path in tmp_path.iterdir()} == {
        *("day.json", "day.wayloom", "other.wayloom")
    }


def test_a_project_that_somebody_has_open_is_not_replaced(project: Path, tmp_path: Path) -> None:
    export_project(project, tmp_path / "day.json")
    with contextlib.closing(Project.open(project)), pytest.raises(ProjectError) as refused:
        import_project(tmp_path / "day.json", project, replaces=True)
    assert refused.value.message.code == "project.held"


def test_a_window_that_writes_does_not_hinder_an_export(project: Path) -> None:
    with contextlib.closing(Project.open(project)) as opened:
        opened.keep_day(None)
        document = json.loads(project_json(project)[0])
    assert document["journal"][-1]["kind"] == "day"


def test_a_file_that_is_no_project_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "x.wayloom").write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(ProjectError):
        export_project(tmp_path / "x.wayloom", tmp_path / "x.json")
    with pytest.raises(ProjectError):
        export_project(tmp_path / "none.wayloom", tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()
