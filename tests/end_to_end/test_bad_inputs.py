"""Every bad input ends with its place, what is wrong and what to do, and leaves nothing behind."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from planning.commands.run import run_command
from planning.environment import CACHE_VARIABLE
from tests.end_to_end.bad_inputs import demand
from tests.end_to_end.bad_inputs.answering import at_once, is_at
from tests.end_to_end.bad_inputs.case import Bed, Case, contents
from tests.end_to_end.bad_inputs.corpus import ALL
from tests.end_to_end.bad_inputs.corpus import OF_MEANING as CASES
from tests.end_to_end.commands import wayloom
from tests.planning.test_wording import texts

CHINESE_TEXTS = texts("zh")
TESTS = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def bed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bed]:
    """A dataset to spoil, and commands whose jobs run in this process."""
    bed = Bed(tmp_path)
    monkeypatch.setenv(CACHE_VARIABLE, str(bed.cache))
    with at_once():
        yield bed


def run(arguments: tuple[object, ...]) -> object:
    """The exit code of a command run in this process."""
    try:
        return run_command([*map(str, arguments), "--json", "--language", "en"])
    except SystemExit as ended:
        return ended.code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_input_is_located(bed: Bed, case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = case.prepare(bed)
    before = contents(bed.folder)
    code = run(arguments)
    out, _ = capsys.readouterr()
    assert out.count("\n") == 1, out
    problems = json.loads(out)["problems"]
    problem = next((problem for problem in problems if is_at(problem, case)), None)
    assert problem is not None, problems
    assert code == case.exit, problems
    assert_says_what_to_do(problem)
    forget_forecasts(bed.cache)
    after = contents(bed.folder)
    if not case.code.startswith("roads.") or case.code.startswith("roads.place_"):
        # Sound roads were imported on the way, and may stay.
        after = without(after, bed.cache)
    if case.exit == 0:
        # Who is only warned gets the results.
        after = without(after, bed.out)
    assert after == before


def forget_forecasts(cache: Path) -> None:
    """Demand is forecast beside all else: what was made of sound demand may stay."""
    for name in ("models", "results"):
        rmtree(cache / name, ignore_errors=True)
    if cache.exists() and not any(cache.iterdir()):
        cache.rmdir()


def without(found: dict[str, str], folder: Path) -> dict[str, str]:
    """All of what was found but a folder."""
    return {path: found[path] for path in found if Path(path).parts[0] != folder.name}


def assert_says_what_to_do(problem: dict[str, Any]) -> None:
    """Both languages say what is wrong and what to do, in words."""
    message, remedy = problem["message"], problem["remedy"]
    assert len(message) > 10
    assert len(remedy) > 5
    assert message != remedy
    assert problem["code"] not in message + remedy
    assert not re.search(r"\{\w", message + remedy) or "{" in problem["value"]
    for key in (problem["code"], problem["code"] + ".remedy"):
        assert CHINESE.search(CHINESE_TEXTS[key])


INPUT_CODES_NOT_HERE = {
    "file.not_permitted": "tests run as root, who may read everything; see test_bad_files",
    "forecast.gpu_failed": "a device, not an input",
    "forecast.horizon": "refused before as an argument, and as a setting",
    "forecast.model_damaged": "a kept file, not an input; see tests/forecasting/test_kept_model",
    "forecast.model_version": "a kept file, not an input; see tests/forecasting/test_model_file",
    "forecast.model_unavailable": "a library, not an input; see tests/forecasting/test_trials",
    "forecast.no_statsforecast": "a package, not an input; see tests/forecasting/classical",
    "job.killed": "a killed process, see test_trouble",
    "job.out_of_memory": "memory, not an input",
    "reading.stopped": "a person's wish",
    "roads.bikes_on_roads": "a road file that is gone by then, see test_day_roads",
    "roads.calibration_interrupted": "a person's wish",
    "roads.interrupted": "a person's wish",
    "roads.no_way": "places lie at streets that all lead to each other; see test_explain_drive",
    "roads.nothing_there": "what a server answers; see tests/maps/test_download",
    "roads.server_unreachable": "a server, not an input; see tests/maps/test_download",
    "roads.travel_interrupted": "a person's wish",
    "disk.full": "see test_bad_inputs_places",
    "disk.refused": "see tests/planning/commands/test_run",
    "output.not_written": "see test_bad_inputs_places",
    "roads.unreadable": "tests run as root, who may read everything",
    "roads.too_wide": "a network of a continent; see tests/maps/test_travel_times",
    "routing.group_locked_apart": "refused on reading; see tests/optimizer/routing",
    "routing.impossible_number": "refused on reading; see tests/optimizer/routing",
    "routing.too_many_classes": "63 classes of goods; see tests/optimizer/routing",
    "tune.nothing_tried": "a search stopped at once",
    "window.reversed": "an end before its start is one of the next day in a table",
    "argument.odd": "what argparse may say beyond all that is known",
    "database.bad_letters": "a server's answer; see tests/planning/reading/database",
    "database.changed_meanwhile": "somebody who writes meanwhile",
    "database.no_answer": "a network that is cut",
    "database.no_driver": "a package, not an input",
    "file.changed_meanwhile": "somebody who writes meanwhile",
    "file.delimiter_wrong": "an argument of a mapping; see tests/planning/reading",
    "file.encoding_doubtful": "see tests/planning/reading",
    "file.encoding_no_name": "an argument of a mapping; see tests/planning/reading",
    "file.encoding_wrong": "an argument of a mapping; see tests/planning/reading",
    "file.sqlite_locked": "another program that writes",
    "import.draft_damaged": "a file of the window; see tests/gui",
    "mapping.not_a_table": "TOML itself refuses a table that is also a value",
    "mapping.settings_twice": "tables of settings on both sides; see tests/planning/mapping",
    "project.not_read": "a disk; see tests/torture",
    "project.overtaken": "two programs at once; see tests/planning/project",
    "project.read_only": "what a program may not do, not an input",
    "project.too_large": "gigabytes in one cell",
    "project_json.no_import": "an entry of another kind is damaged before it is told",
    "row.left_out": "a company's lines; see tests/end_to_end/test_company_databases",
    "table.takes_too_long": "a view without end; see tests/planning/reading",
    "template.not_xlsx": "see tests/planning/outputs",
}
"""Codes with a remedy that no case has, each with its reason."""


TESTED_APART = (
    *("database.", "diff.", "map.", "mapping.", "project.", "project_json.", "template."),
    *("vroom.", "write_back."),
)
"""Of these the tests of their own rooms may have the cases; then a code stands in one of them."""


@cache
def codes_in_tests() -> frozenset[str]:
    """All codes that stand in any test."""
    code = re.compile(r"[a-z_]+\.[a-z_]+")
    files = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    return frozenset(found for text in files for found in code.findall(text))


def test_every_code_of_a_bad_input_has_a_case() -> None:
    codes = {key.removesuffix(".remedy") for key in CHINESE_TEXTS if key.endswith(".remedy")}
    codes = {code for code in codes if not code.startswith("instance.")}
    tried = {case.code for case in ALL} | {case.told for case in demand.CASES if case.row}
    elsewhere = {code for code in codes_in_tests() if code.startswith(TESTED_APART)}
    assert tried <= codes
    assert codes - tried - elsewhere - INPUT_CODES_NOT_HERE.keys() == set()
    assert INPUT_CODES_NOT_HERE.keys() & tried == set()


def test_there_are_cases_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 150


REAL = [
    "orders.lat = '49,4'",
    "an empty file",
    "an XML bomb in a sheet",
    "a stop on an island of the roads",
    "the first 50% of a PBF file",
    "a negative time limit",
]


@pytest.mark.parametrize("case", [c for c in CASES if c.name in REAL], ids=lambda case: case.name)
def test_a_real_process_answers_the_same(tmp_path: Path, case: Case) -> None:
    bed = Bed(tmp_path)
    ended = wayloom(*case.prepare(bed), "--json", cache=bed.cache)
    assert ended.code == case.exit, ended.err
    found = [p for p in ended.json["problems"] if p["code"] == case.code]
    assert (case.row, case.column) in {(p["row"], p["column"]) for p in found}
    assert "Traceback" not in ended.err


@pytest.mark.torture
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_in_a_real_process(tmp_path: Path, case: Case) -> None:
    test_a_real_process_answers_the_same(tmp_path, case)
