"""No parser crashes, hangs or takes a gigabyte on inputs that are nearly right."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PlannerError
from planning.plan_file import parse_plan
from planning.reading.csv_text import read_csv
from tests.planning.reading.small_dataset import csv_text
from tests.torture.fuzz.__main__ import MOST_MB
from tests.torture.fuzz.fuzz import fuzz
from tests.torture.fuzz.mutate import mutated
from tests.torture.fuzz.target import TEXT_RUNS, Target
from tests.torture.fuzz.targets import TARGETS
from tests.torture.fuzz.worker import input_of

ROOT = Path(__file__).parents[3]
QUICK_RUNS = {TEXT_RUNS: 500}
FEW = 30
"""Runs of a parser that takes milliseconds for each."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_answers_what_is_nearly_right(name: str) -> None:
    target = TARGETS[name]
    fuzzed = fuzz(target, runs=QUICK_RUNS.get(target.runs, FEW), seed=1)
    assert fuzzed.crashes == ()
    assert fuzzed.peak_mb < MOST_MB


@pytest.mark.torture
@pytest.mark.parametrize("name", TARGETS)
def test_a_parser_answers_a_million(name: str) -> None:
    target = TARGETS[name]
    fuzzed = fuzz(target, runs=target.runs)
    print(f"{name}: {fuzzed.runs} runs, {fuzzed.runs / fuzzed.seconds:.0f}/s, {fuzzed.peak_mb} MB")
    assert fuzzed.crashes == ()
    assert fuzzed.runs == target.runs
    assert fuzzed.peak_mb < MOST_MB


@pytest.mark.torture
@pytest.mark.parametrize(
    "name", [name for name, target in TARGETS.items() if target.runs == TEXT_RUNS]
)
def test_a_parser_answers_what_reaches_new_code(name: str) -> None:
    pytest.importorskip("atheris")
    told = _by_coverage(name, 100_000)
    print(f"{name}: {told['runs']} runs, {told['runs'] / told['seconds']:.0f}/s")
    assert told["crashes"] == {}
    assert told["peak_kb"] / 1000 < MOST_MB


def _by_coverage(name: str, runs: int) -> Any:
    command = [sys.executable, "-m", "tests.torture.fuzz.coverage", name, str(runs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout.splitlines()[-1])


def _fails(data: bytes, _: Path) -> None:
    if b"x" in data:
        raise KeyError("x")


def _dies(data: bytes, _: Path) -> None:
    import os

    if b"x" in data:
        os.abort()


@pytest.mark.parametrize(("parse", "said"), [(_fails, "KeyError"), (_dies, "SIGABRT")])
def test_a_crash_is_found_and_can_be_made_again(parse: Any, said: str) -> None:
    target = Target(name="bad", seeds=lambda: [b"abc"], parse=parse, runs=9, words=(b"x",))
    fuzzed = fuzz(target, runs=200)
    assert said in fuzzed.crashes[0].kind
    assert fuzzed.runs > fuzzed.crashes[0].run
    assert b"x" in input_of(target, [b"abc"], 0, fuzzed.crashes[0].run)


@given(st.randoms(use_true_random=False), st.binary(max_size=200))
def test_a_change_is_one_of_bytes(draw: Any, seed: bytes) -> None:
    assert isinstance(mutated(draw, [seed], [b"word"]), bytes)


CELLS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read_cell_by_cell(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "orders.csv"
    header = ["order_id", "lat", "lon"]
    path.write_bytes(csv_text([header, *records], delimiter).encode())
    problems: list[Any] = []
    table = read_csv(path, problems, lambda _: None)
    if table is None or problems:
        assert all(problem.code for problem in problems)
        return
    found = list(zip(*(column.to_pylist() for column in table.cells), strict=True))
    # The writer's blanks behind a delimiter belong to it; rows without a cell are none.
    expected = [tuple(cell.lstrip(" ") for cell in record) for record in records if any(record)]
    assert [tuple(cell.lstrip(" ") for cell in record) for record in found] == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["routes", "stops", "format", "day", "x"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["routes", "day", "summary", "timezone"]), JSON))
def test_any_json_of_the_right_format_is_answered(parts: dict[str, Any]) -> None:
    document = {"format": "wayloom.plan", "version": 1, **parts}
    with pytest.raises(PlannerError):
        parse_plan(json.dumps(document).encode("utf-8", "surrogatepass"), "plan.json")
