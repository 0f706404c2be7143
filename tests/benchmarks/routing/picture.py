"""Pictures: gaps against time by class, and growth."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from tests.benchmarks.routing.instances import OURS, PEERS
from tests.benchmarks.routing.priced import gap
from tests.benchmarks.routing.tasks import Row
from tests.benchmarks.routing.versus import Run

_COLUMNS = 3
_LEAST_GAP = 0.02


def draw_gaps(by_class: Mapping[str, Mapping[Run, Row]], out: Path) -> Path:
    """Draw a panel per class: mean gap of each engine while its longest runs go on.

    Engines that tell nothing on the way are a point at the end.
    """
    lines = -(-len(by_class) // _COLUMNS)
    figure, panels = plt.subplots(
        lines, _COLUMNS, figsize=(4 * _COLUMNS, 3 * lines), layout="constrained", squeeze=False
    )
    for panel, (name, rows) in zip(panels.flat, by_class.items(), strict=False):
        for number, engine in enumerate((OURS, *PEERS)):
            _draw_engine(panel, rows, engine, f"C{number}")
        panel.set(title=name, yscale="log", xlabel="seconds", ylabel="gap, %")
        panel.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        panel.yaxis.set_minor_formatter(NullFormatter())
        panel.grid(True, which="both", alpha=0.25)
    for panel in panels.flat[len(by_class) :]:
        panel.set_axis_off()
    handles, labels = panels.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=5)
    return _save(figure, out / "gaps")


def _draw_engine(panel: Axes, rows: Mapping[Run, Row], engine: str, color: str) -> None:
    longest = max((run.seconds for run in rows if run.engine == engine), default=0)
    runs = {
        run: row
        for run, row in rows.items()
        if run.engine == engine and run.seconds == longest and gap(run.path, row) is not None
    }
    style: dict[str, Any] = {
        "color": color,
        "label": engine,
        "linewidth": 2.0 if engine == OURS else 1.2,
    }
    if not runs:
        panel.plot([], [], **style)
        return
    begins = [row["trajectory"][0][0] if row["trajectory"] else longest for row in runs.values()]
    times = [float(time) for time in np.geomspace(0.5, longest, 40) if time >= max(begins)]
    if any(gap(run.path, row, at_s=longest) is None for run, row in runs.items()):
        times = []
    curve = [
        fmean(gap(run.path, row, at_s=time) or 0.0 for run, row in runs.items()) for time in times
    ]
    final = fmean(gap(run.path, row) or 0.0 for run, row in runs.items())
    points = np.maximum([*curve, final], _LEAST_GAP)
    panel.plot([*times, longest], points, marker="o", markevery=[-1], ms=4, **style)


def draw_growth(found: Sequence[Mapping[str, Any]], out: Path) -> Path:
    """Draw seconds to come within 2 % of the best of a long run, and to the first plan."""
    figure, panel = plt.subplots(figsize=(7, 5), layout="constrained")
    stops = [one["stops"] for one in found]
    for what, label in (("near_s", "within 2 % of our long run"), ("first_s", "first plan")):
        panel.plot(stops, [one[what] for one in found], "o-", label=label)
    last = found[-1]
    linear = [last["near_s"] * one / last["stops"] for one in stops]
    panel.plot(stops, linear, ":", color="grey", label="linear, for comparison")
    panel.set(xscale="log", yscale="log", xlabel="stops", ylabel="seconds", title="Growth")
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    panel.grid(True, which="both", alpha=0.25)
    panel.legend()
    return _save(figure, out / "growth")


def _save(figure: Figure, stem: Path) -> Path:
    for suffix in (".svg", ".png"):
        figure.savefig(stem.with_suffix(suffix), dpi=150)
    plt.close(figure)
    return stem.with_suffix(".png")
