"""The picture of growth: time and memory against nodes and stops."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

Found = Sequence[Mapping[str, Any]]
NODE_LINES = {
    "import_s": "import from OSM",
    "hierarchy_s": "hierarchy",
    "order_s": "node order, part of it",
    "customise_s": "customise",
    "matrix_s": "matrix 500 × 500",
}


def draw_growth(cities: Found, stops: Found, out: Path) -> Path:
    """Draw four panels into ``growth.png`` and ``growth.svg``; the first is returned."""
    figure, panels = plt.subplots(2, 2, figsize=(11, 8), layout="constrained")
    times, sizes = panels
    for step, label in NODE_LINES.items():
        _line(times[0], cities, "nodes", step, label)
    _line(times[1], stops, "stops", "matrix_s", "matrix, time and distance")
    _line(sizes[0], cities, "nodes", "peak_mb", "peak of the process")
    _line(sizes[0], cities, "nodes", "added_mb", "added by hierarchy and matrix")
    _line(sizes[1], stops, "stops", "peak_mb", "peak of the process")
    _line(sizes[1], stops, "stops", "added_mb", "added by the matrices")
    _line(sizes[1], stops, "stops", "both_matrices_mb", "both matrices alone, by arithmetic")
    _slope(times[0], cities, "nodes", "hierarchy_s", 1)
    _slope(times[1], stops, "stops", "matrix_s", 2)
    _slope(sizes[0], cities, "nodes", "added_mb", 1)
    for row, (what, unit) in zip(panels, (("Time", "seconds"), ("Memory", "MB")), strict=True):
        _finish(row[0], f"{what} against nodes", unit, "nodes of made-up cities")
        _finish(row[1], f"{what} against stops, Porto", unit, "stops")
    for suffix in ("svg", "png"):
        figure.savefig(out / f"growth.{suffix}", dpi=150)
    plt.close(figure)
    return out / "growth.png"


def _finish(panel: Axes, title: str, unit: str, below: str) -> None:
    panel.set(xscale="log", yscale="log", title=title, ylabel=unit, xlabel=below)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=20))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
        axis.set_minor_formatter(NullFormatter())
    panel.tick_params(axis="x", labelsize=8, rotation=30)
    panel.grid(True, which="major", alpha=0.3)
    panel.legend(fontsize=8)


def _line(panel: Axes, found: Found, size: str, what: str, label: str) -> None:
    panel.plot([one[size] for one in found], [one[what] for one in found], "o-", ms=4, label=label)


def _slope(panel: Axes, found: Found, size: str, what: str, power: int) -> None:
    """A line of pure growth through the largest size."""
    sizes, last = [one[size] for one in found], found[-1]
    values = [last[what] * (one / last[size]) ** power for one in sizes]
    label = "linear" if power == 1 else "quadratic"
    panel.plot(sizes, values, ":", color="grey", label=f"{label}, for comparison")
