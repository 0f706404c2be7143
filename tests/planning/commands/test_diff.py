"""``wayloom diff``: plans, projects, exports; what cannot be compared is refused."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.plan import Plan
from planning.commands.diff import MOST_SHOWN
from planning.commands.run import run_command
from planning.plan_file import write_plan
from planning.project.acts import AddRows, CellChange, ChangeCells, NewRow, SourceSeen
from planning.project.import_tables import gather
from planning.project.project import Project
from planning.project.project_json import export_project
from planning.reading.raw_table import RawTable, text_array
from tests.maps.made_up_plan import plan_day
from tests.plain_wording import say


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    """The JSON object of a command that ends well."""
    assert run_command(["diff", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of 20 routes and 400 orders."""
    return plan_day(routes=20, stops=20, side=40).plan


@pytest.fixture
def plans(plan: Plan, tmp_path: Path) -> tuple[Path, Path]:
    """Files of the plan, and of one in which every order is half an hour later."""
    later = tuple(
        replace(route, stops=tuple(replace(s, arrival_s=s.arrival_s + 1_800) for s in route.stops))
        for route in plan.routes
    )
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    write_plan(first, plan, say)
    write_plan(second, replace(plan, routes=later[:-1]), say)
    return first, second


def make_project(path: Path, rows: int) -> None:
    columns = [[f"O{i}" for i in range(rows)], *[["x"] * rows for _ in range(9)]]
    orders = RawTable(
        name="orders",
        file="orders.csv",
        header=("order_id", *(f"c{i}" for i in range(9))),
        cells=tuple(map(text_array, columns)),
        rows=np.arange(2, 2 + rows, dtype=np.int64),
    )
    Project.create(path, gather([orders], SourceSeen(location="/data")), name="day").close()


@pytest.fixture
def projects(tmp_path: Path) -> tuple[Path, Path]:
    """A project, and one with a changed cell, a new row and a day."""
    first, second = tmp_path / "a.wayloom", tmp_path / "b.wayloom"
    make_project(first, 50)
    with contextlib.closing(Project.open(first)) as project:
        project.copy_to(second)
    with contextlib.closing(Project.open(second)) as project:
        change = CellChange(table="orders", row=9, column="c1", before="x", after="y")
        project.do(ChangeCells(cells=(change,)))
        new = NewRow(row=project.next_row("orders"), cells=("O99",))
        project.do(AddRows(table="orders", header=("order_id",), rows=(new,)))
    return first, second


def test_two_plans_are_told_in_groups_that_are_cut(
    plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, *plans)
    assert (found["kind"], found["equal"]) == ("plan", False)
    assert len(found["arrivals"]) == 380
    assert len(found["gone"]) == 20
    assert [use["stops_after"] for use in found["vehicles"]] == [0]
    assert run_command(["diff", *map(str, plans)]) == 0
    out = capsys.readouterr().out
    assert out.count("08:") > 2
    assert len(out.splitlines()) < MOST_SHOWN + 40
    assert run_command(["diff", *map(str, plans), "--minutes", "31"]) == 0
    assert len(capsys.readouterr().out) < len(out) / 2


def test_a_plan_and_itself_are_equal(
    plans: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, plans[0], plans[0])["equal"]
    assert run_command(["diff", str(plans[0]), str(plans[0])]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_two_projects_are_told_cell_by_cell(
    projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(capsys, *projects)
    (orders,) = found["tables"]
    assert orders["cells"] == [{"key": "O7", "column": "c1", "before": "x", "after": "y"}]
    assert (orders["added"], orders["removed"]) == (["O99"], [])
    assert (found["acts_before"], found["acts_after"]) == (1, 3)
    assert run_command(["diff", *map(str, projects)]) == 0
    assert "O7, c1: x → y" in capsys.readouterr().out


def test_an_older_export_compares_with_the_project(
    projects: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export_project(projects[0], tmp_path / "a.json")
    as_export, as_project = told(capsys, tmp_path / "a.json", projects[1]), told(capsys, *projects)
    assert as_export == as_project
    export_project(projects[1], tmp_path / "b.json")
    assert told(capsys, tmp_path / "b.json", projects[1])["equal"]


def test_one_order_more_than_20000_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path / "a.wayloom", 20_000)
    make_project(tmp_path / "b.wayloom", 20_001)
    (orders,) = told(capsys, tmp_path / "a.wayloom", tmp_path / "b.wayloom")["tables"]
    assert orders["added"] == ["O20000"]


@pytest.mark.parametrize("content", [b"", b"[1]", b"order_id\nO1\n", b"\xff", b"[" * 99_999])
def test_what_is_neither_is_refused(
    plans: tuple[Path, Path], tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_bytes(content)
    assert run_command(["diff", str(plans[0]), str(tmp_path / "x"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "diff.unknown_file"


def test_a_plan_and_a_project_are_two_kinds(
    plans: tuple[Path, Path], projects: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["diff", str(plans[0]), str(projects[0]), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "diff.two_kinds"
    assert run_command(["diff", str(plans[0]), "none.json", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "diff.missing"
