"""``wayloom solve``: a published instance, in and out."""

import json
from pathlib import Path

import pytest

from optimizer.routing.engine import EndReason, Relaxation
from optimizer.routing.engines import DEFAULT_ENGINE, ENGINES
from optimizer.routing.instances.check_routes import violations
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.instances.solve_instance import InstanceSolution
from planning.commands import solve
from planning.commands.console import Console
from planning.commands.run import run_command
from planning.wording import Wording
from tests.optimizer.routing.instances.texts import LI_LIM, VRPLIB

KEYS = {
    "instance", "cost", "objective", "routes", "vehicles", "feasible", "seconds", "engine",
    "relaxed", "seed", "lower_bound",
}  # fmt: skip


def file(folder: Path, text: str) -> str:
    path = folder / "instance.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_instance_is_solved_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance, solution = file(tmp_path, VRPLIB), tmp_path / "tiny.sol"
    arguments = ["--engine", "pyvrp", "--time-limit", "0.5", "--seed", "3", "--json"]
    assert run_command(["solve", instance, *arguments, "--solution", str(solution)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == KEYS
    assert (told["cost"], told["routes"], told["vehicles"]) == (51, 2, 2)
    assert (told["engine"], told["seed"], told["feasible"]) == ("pyvrp", 3, True)
    *routes, cost = solution.read_text(encoding="utf-8").splitlines()
    assert cost == "Cost 51"
    driven = [[int(i) for i in line.partition(":")[2].split()] for line in routes]
    assert not violations(read_instance(Path(instance)), driven)


def test_a_broken_file_is_refused_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = file(tmp_path, LI_LIM.replace("5 0 2", "5 0 3"))
    assert run_command(["solve", broken, "--engine", "pyvrp", "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["file"]) == ("instance.bad_pair", "instance.txt")


def test_only_engines_that_there_are_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert DEFAULT_ENGINE in ENGINES
    with pytest.raises(SystemExit) as caught:
        run_command(["solve", file(tmp_path, VRPLIB), "--engine", "guesswork", "--json"])
    assert caught.value.code == 2
    assert "guesswork" in capsys.readouterr().out


def test_what_is_passed_over_and_broken_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = violations(read_instance(Path(file(tmp_path, VRPLIB))), [[1, 2, 3], [4, 5]])
    solution = InstanceSolution(
        instance="tiny",
        cost=40,
        objective="distance",
        routes=((1, 2, 3), (4, 5)),
        vehicles=2,
        trips=2,
        feasible=False,
        violations=tuple(broken),
        engine="scripted",
        relaxed=(Relaxation.RELOADS,),
        reason=EndReason.NO_IMPROVEMENT,
        iterations=1,
        seed=0,
        seconds=0.1,
    )
    solve.tell(solution, 0.2, Console(Wording("en"), as_json=False))
    result, warning, violation = capsys.readouterr().out.splitlines()
    assert "40" in result
    assert "scripted" in warning
    assert "reloads" in warning
    assert violation == "Route 1 carries 2 too much."
