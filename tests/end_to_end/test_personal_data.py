"""Whatever a command does, nothing of a person is left outside of what was asked for.

Each personal column of a dataset holds a text that stands nowhere else. After runs that end well,
badly, and not at all, these texts may stand in the outputs that were asked for, in the project, and
in the answer to the person where a column is wrong: not in logs, caches, or temporary files.
"""

import csv
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planning.sample.dataset import write_sample
from tests.end_to_end.commands import LIMIT_S, MAIN, Finished, finish, read_until, wait_for_jobs
from tests.quick_outlook import keep_quick_outlook

PERSONAL = {
    "orders": ("customer_id", "customer_name", "address", "phone", "note"),
    "drivers": ("name", "languages", "licence"),
}
"""Columns that tell of a person; the ids of drivers and vehicles are none."""

MARK = "Qz7x"
"""Stands in every personal text, and nowhere else."""

USER = "Wq9person"
"""Name of the person at the computer, as the system tells it."""

NAMED = {
    # The cells that are wrong, and the last one of the row that is cut short.
    *(f"{MARK}-wrong-lat", f"{MARK}-wrong-date", f"{MARK}-address-8"),
    # The first cell of each column that is not used yet, and a file that is no table.
    *(f"{MARK}-customer_id-2", f"{MARK}-languages-2", f"{MARK}-licence-2", f"{MARK}-file.csv"),
}
"""What the answer to a person with faulty data names, so that it can be found and mended."""

needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@dataclass(frozen=True, slots=True)
class Home:
    """A computer of its own: every folder that a command may write to by itself."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("home", "cache", "data", "tmp", "work"):
            (self.folder / name).mkdir()

    @property
    def work(self) -> Path:
        """Where the person works: sources, outputs, projects."""
        return self.folder / "work"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.folder / "cache"

    def start(self, *arguments: object) -> "subprocess.Popen[str]":
        """Start a command that tells all it does."""
        environment = os.environ | {
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_CACHE_HOME": str(self.folder / "home" / ".cache"),
            "XDG_DATA_HOME": str(self.folder / "home" / ".local"),
            "WAYLOOM_CACHE": str(self.cache),
            "WAYLOOM_DATA": str(self.folder / "data"),
            "WAYLOOM_LANGUAGE": "en",
            **dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), USER),
        }
        return subprocess.Popen(
            [sys.executable, str(MAIN), *map(str, arguments), "--verbose"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=self.work,
            start_new_session=True,
        )

    def run(self, *arguments: object) -> Finished:
        """Run a command to its end."""
        return finish(self.start(*arguments), limit_s=LIMIT_S)

    def traces(self) -> list[str]:
        """Files outside of the person's own folder that hold, or are named by, a personal text."""
        # Machine code is kept from run to run in a folder of the tests.
        compiled = [Path(os.environ["NUMBA_CACHE_DIR"])]
        folders = [self.folder / name for name in ("home", "cache", "data", "tmp")]
        return [
            str(path)
            for folder in folders + compiled
            for path in folder.rglob("*")
            if MARK in path.name or (path.is_file() and MARK.encode() in path.read_bytes())
        ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A computer with the roads and the forecast of the day made, and the day itself marked."""
    home = Home(tmp_path_factory.mktemp("computer"))
    source = home.work / "day"
    write_sample(source, seed=5, nodes=1_000, orders=40, skus=12, days=200)
    for table, columns in PERSONAL.items():
        mark_columns(source / f"{table}.csv", columns)
    # Files that are no tables are often named after persons too.
    (source / f"{MARK}-file.csv").write_text("a,b\n1,2\n", "utf-8")
    keep_quick_outlook(source, home.cache)
    return home


def mark_columns(path: Path, columns: tuple[str, ...]) -> None:
    """Put a text that stands nowhere else into each cell of some columns, made where missing."""
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    header = rows[0]
    for column in columns:
        if column not in header:
            header.append(column)
    marked = [header]
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(header, row, strict=False))
        cells |= {column: f"{MARK}-{column}-{number}" for column in columns}
        marked.append([cells[column] for column in header])
    _write(path, marked)


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def planned(home: Home) -> Path:
    """A plan of the marked day, in a folder."""
    out = home.work / "plan"
    ended = home.run(
        *("plan", home.work / "day", "--roads", home.work / "day" / "city.osm.gz"),
        *("--out", out, "--time-limit", 1),
    )
    assert ended.code == 3, ended.err
    assert MARK not in ended.err
    return out


def test_a_day_of_work_leaves_no_trace(home: Home, planned: Path) -> None:
    source, work = home.work / "day", home.work
    plan = planned / "plan.json"
    runs = (
        ("validate", source),
        ("sheets", plan, "--out", work / "sheets"),
        ("check", plan, "--dataset", source),
        ("project", "new", source, "--out", work / "day.wayloom"),
        ("project", "export", work / "day.wayloom", "--out", work / "day.json"),
        ("project", "import", work / "day.json", "--out", work / "copy.wayloom"),
        ("project", "history", work / "day.wayloom"),
        ("diff", work / "day.json", work / "copy.wayloom"),
        ("diff", plan, work / "sheets" / "none.json"),
    )
    for arguments in runs[:-1]:
        ended = home.run(*arguments)
        assert ended.code == 0, ended.err
        assert MARK not in ended.err, arguments
    assert MARK not in home.run(*runs[-1]).err
    assert home.traces() == []
    # The marks are really where they were asked for: else nothing was tried.
    assert MARK in (work / "sheets" / "routes.geojson").read_text("utf-8")
    assert MARK.encode() in (work / "day.json").read_bytes()


def test_problems_name_the_cells_that_are_wrong_and_no_others(home: Home) -> None:
    source = home.work / "broken"
    shutil.copytree(home.work / "day", source)
    rows = list(csv.reader((source / "orders.csv").read_text("utf-8").splitlines()))
    header = rows[0]
    rows[3][header.index("lat")] = f"{MARK}-wrong-lat"
    rows[5][header.index("due_date")] = f"{MARK}-wrong-date"
    rows[7] = rows[7][:3]
    _write(source / "orders.csv", rows)
    for arguments in (
        ("validate", source),
        ("plan", source, "--roads", source / "city.osm.gz", "--out", home.work / "none"),
    ):
        ended = home.run(*arguments)
        assert ended.code == 2
        said = {word.strip("“”:,") for word in ended.out.split() if MARK in word}
        assert said <= NAMED
        assert MARK not in ended.err
    assert home.traces() == []


@needs_proc
def test_a_run_that_is_killed_leaves_no_trace(home: Home, planned: Path) -> None:
    process = home.start(
        *("plan", home.work / "day", "--roads", home.work / "day" / "city.osm.gz"),
        *("--out", home.work / "killed", "--time-limit", 60),
    )
    seen = read_until(process.stderr, "so far")
    os.killpg(process.pid, signal.SIGKILL)
    ended = finish(process, seen)
    assert ended.code == -signal.SIGKILL
    assert MARK not in ended.err + ended.out
    assert home.traces() == []


@pytest.mark.torture
@needs_proc
def test_a_job_that_crashes_leaves_no_trace(home: Home, planned: Path) -> None:
    process = home.start(
        *("plan", home.work / "day", "--roads", home.work / "day" / "city.osm.gz"),
        *("--out", home.work / "crashed", "--time-limit", 2),
    )
    seen = read_until(process.stderr, "Routes")
    for job in wait_for_jobs(process):
        os.kill(job, signal.SIGSEGV)
    ended = finish(process, seen)
    assert ended.code == 3, ended.err
    assert "its process died" in ended.err
    assert MARK not in ended.err
    assert home.traces() == []
    shutil.rmtree(home.work / "crashed")


def test_a_fault_of_the_program_is_logged_without_the_words_of_it(home: Home) -> None:
    """Run a command that breaks down over a cell, in its own process and in that of a job."""
    script = f"""
import sys
sys.path.insert(0, {str(MAIN.parent)!r})
from planning.commands import validate
from planning.commands.plan import job_pool
from planning.commands.run import run_command
from tests.end_to_end import breaking_job

def in_job(*_):
    with job_pool(1) as pool:
        pool.submit("broken", breaking_job.look_up, sys.argv[1]).result()

if __name__ == "__main__":
    for run in (in_job, lambda *_: breaking_job.look_up(sys.argv[1], None)):
        validate.run = run
        assert run_command(["validate", "x", "--verbose"]) == 5
"""
    path = home.work / "break.py"
    path.write_text(script, "utf-8")
    environment = os.environ | {"WAYLOOM_CACHE": str(home.cache), "PYTHONPATH": str(MAIN.parent)}
    ended = subprocess.run(
        [sys.executable, str(path), MARK],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count("look_up") >= 2
    assert "KeyError" in ended.stderr
    assert MARK not in ended.stderr + ended.stdout


def test_no_output_names_the_user_the_computer_or_its_folders(home: Home, planned: Path) -> None:
    sheets = home.work / "sheets"
    if not sheets.exists():
        ended = home.run("sheets", planned / "plan.json", "--out", sheets)
        assert ended.code == 0, ended.err
    # A short name of a computer would be found in any file by chance.
    names = [USER, str(home.folder), *(n for n in [socket.gethostname()] if len(n) > 4)]
    checked = 0
    for path in (path for folder in (planned, sheets) for path in folder.rglob("*")):
        for part, content in _contents(path):
            checked += 1
            for name in filter(None, names):
                assert name.encode() not in content, (path.name, part, name)
    assert checked > 50
    assert _authors(sheets) == {"Wayloom"}


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file; of a workbook those of each of its parts, and their names."""
    if not path.is_file():
        return
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as workbook:
            for name in workbook.namelist():
                yield name, workbook.read(name)
    else:
        yield "", path.read_bytes()


def _authors(folder: Path) -> set[str]:
    """Authors of all workbooks and papers."""
    import openpyxl
    from pypdf import PdfReader

    found = set()
    for path in folder.rglob("*.xlsx"):
        properties = openpyxl.load_workbook(path).properties
        found |= {properties.creator, properties.lastModifiedBy}
    for path in folder.rglob("*.pdf"):
        information = PdfReader(path).metadata
        assert information is not None
        found |= {information.author, information.creator}
    return found
