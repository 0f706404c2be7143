"""Exit codes, languages and the one JSON object of every command."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import (
    EnvironmentFault,
    InputError,
    Interrupted,
    PlanFileError,
    PlannerError,
    ProjectError,
    RoadDataError,
)
from domain.message import Problem, Severity, message
from planning.commands import roads, validate
from planning.commands.run import run_command

PROBLEM = Problem(
    message=message("value.missing"), file="orders.csv", row=7, column="lat", value="?"
)


def failing_with(error: BaseException) -> Callable[..., int]:
    def run(*_: object) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError([PROBLEM]), 2),
        (RoadDataError(message("roads.missing", file="x.osm")), 2),
        (PlanFileError(message("plan_file.missing", file="plan.json")), 2),
        (ProjectError(message("project.damaged", file="x")), 2),
        (EnvironmentFault(message("job.out_of_memory")), 4),
        (OSError(28, "No space left on device", "plan.json"), 4),
        (PlannerError(message("error.our_fault")), 5),
        (ZeroDivisionError("a fault of ours"), 5),
        (Interrupted(message("job.stopped", job="plan")), 130),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_failure_has_its_exit_code_and_one_json_object(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
) -> None:
    monkeypatch.setattr(validate, "run", failing_with(error))
    assert run_command(["validate", "data", "--json"]) == code
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["ok"] is False
    assert told["error"]
    assert told["error"].split()[0] in err


def test_bad_data_is_listed_with_place_and_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validate, "run", failing_with(InputError([PROBLEM])))
    run_command(["validate", "data"])
    out = capsys.readouterr().out
    assert "orders.csv" in out
    assert "row 7" in out
    assert "lat" in out
    assert "“?”" in out


@pytest.mark.parametrize(
    ("command", "count", "heading"),
    [
        ("validate", 1, "The data cannot be planned: 1 problems."),
        ("roads", 1, "Refused: 1 problem."),
        ("roads", 2, "Refused: 2 problems."),
    ],
)
def test_only_what_is_planned_is_said_not_to_be_plannable(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    count: int,
    heading: str,
) -> None:
    warnings = [replace(PROBLEM, severity=Severity.WARNING)] if command == "roads" else []
    failing = failing_with(InputError([PROBLEM] * count + warnings))
    monkeypatch.setattr(validate, "run", failing)
    monkeypatch.setattr(roads, "run_list", failing)
    run_command([command, "list" if command == "roads" else "data", "--language", "en"])
    assert capsys.readouterr().err.strip() == heading


def test_what_an_argument_would_mend_is_at_the_argument(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing_due = message("day.nothing_due", day="2026-11-28", first="a", last="b")
    for error, column in (
        (InputError([Problem(message=nothing_due)]), "--date"),
        (RoadDataError(message("roads.unknown_name", name="x")), "--roads"),
    ):
        monkeypatch.setattr(validate, "run", failing_with(error))
        run_command(["validate", "data", "--json"])
        assert json.loads(capsys.readouterr().out)["problems"][0]["column"] == column


def test_a_missing_dataset_is_a_problem_not_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["validate", str(tmp_path / "nowhere"), "--json"]) == 2
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert len(problems) == 1
    assert problems[0]["remedy"]


@pytest.mark.parametrize(
    "arguments",
    [["--language", "zh", "validate", "nowhere"], ["validate", "nowhere", "--language", "zh"]],
)
def test_the_language_may_be_asked_for_anywhere(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(arguments)
    assert "错误" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo", "--time-limit", "0"],
        ["demo", "--time-limit", "nan"],
        ["demo", "--jobs", "0"],
        ["plan", "data", "--roads", "x", "--out", "y", "--date", "20/11/2026"],
        ["fly"],
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        run_command(arguments)
    assert refused.value.code == 2
    assert capsys.readouterr().err


def test_control_characters_in_data_do_not_reach_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = Problem(message=message("value.missing"), file="a\x1b[2J.csv", value="b\x07")
    monkeypatch.setattr(validate, "run", failing_with(InputError([hostile])))
    run_command(["validate", "data"])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x07" not in out
