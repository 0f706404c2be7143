"""The tables: gaps by class and engine, and every run."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

from tests.benchmarks.routing.gaps import Gaps, gaps_of
from tests.benchmarks.routing.instances import OURS, PEERS, InstanceClass
from tests.benchmarks.routing.priced import gap
from tests.benchmarks.routing.tasks import Row
from tests.benchmarks.routing.versus import Run, name_of

_MEASURES: tuple[Callable[[list[float]], float], ...] = (fmean, median)


def write_table(
    by_class: Mapping[InstanceClass, Mapping[Run, Row]], times: Sequence[float], out: Path
) -> Path:
    """Write mean and median gaps after some seconds, in per cent, as Markdown."""
    measured = [f"{name} {at_s:g} s" for at_s in times for name in ("mean", "median")]
    header = ["class", "engine", "runs", "failed", *measured, "ours less theirs"]
    lines = [line for asked, rows in by_class.items() for line in _lines(asked, rows, times)]
    file = out / "gaps.md"
    text = [header, ["---"] * len(header), *lines]
    file.write_text("".join(f"| {' | '.join(line)} |\n" for line in text), encoding="utf-8")
    return file


def _lines(
    asked: InstanceClass, rows: Mapping[Run, Row], times: Sequence[float]
) -> Iterator[Sequence[str]]:
    """A line per engine; by how many points our gap is larger than its, run by run, comes last."""
    ours = gaps_of(rows, OURS, times[-1])
    for engine in (OURS, *PEERS):
        reasons = {row["cannot"] for row in _of(rows, engine) if "cannot" in row}
        by_time = [gaps_of(rows, engine, at_s) for at_s in times]
        if reasons:
            cannot = "cannot: " + ", ".join(sorted(reasons))
            yield [asked.name, engine, cannot, *[""] * (2 + 2 * len(times))]
        elif by_time[-1].by_run:
            ahead = None if engine == OURS else ours.ahead_of(by_time[-1])
            counts = [str(len(by_time[-1].by_run)), str(by_time[-1].failures)]
            cells = [_cell(found, measure) for found in by_time for measure in _MEASURES]
            yield [asked.name, engine, *counts, *cells, "" if ahead is None else f"{ahead:.2f}"]


def _of(rows: Mapping[Run, Row], engine: str) -> list[Row]:
    return [row for run, row in rows.items() if run.engine == engine]


def _cell(found: Gaps, measure: Callable[[list[float]], float]) -> str:
    return f"{measure(found.known):.2f}" if found.known else ""


def write_runs(rows: Mapping[Run, Row], out: Path) -> Path:
    """Write each run with its cost, its gap and the rules it breaks."""
    file = out / "runs.csv"
    facts = ("cost", "vehicles", "wall_s", "core_share", "iterations")
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(("instance", "engine", "seed", "seconds", "gap", *facts, "said"))
        for run, row in rows.items():
            who = (name_of(run.path), run.engine, run.seed, run.seconds, gap(run.path, row))
            said = row.get("cannot") or "; ".join(row["violations"])
            writer.writerow((*who, *(row.get(fact) for fact in facts), said))
    return file
