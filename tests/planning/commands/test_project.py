"""``wayloom project``: made of a source, its history told, to JSON and back."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from planning.commands.run import run_command
from planning.project.acts import CellChange, ChangeCells
from planning.project.project import Project
from tests.planning.reading.small_dataset import small_tables, write_csv_folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of CSV files."""
    folder = tmp_path / "day"
    write_csv_folder(folder, small_tables())
    return folder


@pytest.fixture
def project(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project made of the folder."""
    path = tmp_path / "made" / "day.wayloom"
    assert run_command(["project", "new", str(source), "--out", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"]["orders"] == 3
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    """The JSON object of a command that ends well."""
    assert run_command([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_project_is_one_file_and_is_not_made_twice(
    project: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list(project.parent.iterdir()) == [project]
    before = project.read_bytes()
    assert run_command(["project", "new", str(source), "--out", str(project), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "project.exists"
    assert project.read_bytes() == before


def test_a_source_without_tables_makes_no_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, out = tmp_path / "empty", tmp_path / "x.wayloom"
    empty.mkdir()
    assert run_command(["project", "new", str(empty), "--out", str(out), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"]
    assert list(tmp_path.iterdir()) == [empty]


def test_the_history_tells_when_and_what_and_what_is_undone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.closing(Project.open(project)) as opened:
        before = opened.cell("orders", 2, "address")
        for text in ("New Street 1", "Gate 5"):
            change = CellChange(table="orders", row=2, column="address", before=before, after=text)
            opened.do(ChangeCells(cells=(change,)))
            before = text
        opened.undo()
    history = told(capsys, "project", "history", project)["history"]
    assert [entry["code"] for entry in history] == [
        *("history.import", "history.change_cell", "history.change_cell")
    ]
    assert [entry["undone"] for entry in history] == [False, False, True]
    assert history[1]["parameters"]["after"] == "New Street 1"
    assert run_command(["project", "history", str(project)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 1 + 3


def test_a_project_goes_to_json_and_back(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, copy = tmp_path / "day.json", tmp_path / "copy.wayloom"
    assert told(capsys, "project", "export", project, "--out", export)["entries"] == 1
    assert told(capsys, "project", "import", export, "--out", copy)["entries"] == 1
    assert told(capsys, "diff", project, copy)["equal"]
    assert told(capsys, "diff", project, export)["equal"]
    arguments = ("project", "import", str(export), "--out", str(copy), "--json")
    assert run_command([*arguments]) == 2
    assert json.loads(capsys.readouterr().out)["code"] == "project.exists"
    assert run_command([*arguments, "--replace"]) == 0


def test_a_damaged_export_is_told_with_its_line(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, copy = tmp_path / "day.json", tmp_path / "copy.wayloom"
    told(capsys, "project", "export", project, "--out", export)
    text = export.read_text("utf-8")
    export.write_text(text.replace("Main Street 1", "Main Street 2"), "utf-8")
    assert run_command(["project", "import", str(export), "--out", str(copy), "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["file"]) == ("project_json.damaged_content", str(export))
    assert 0 < problem["row"] < text.count("\n")
    assert not copy.exists()
