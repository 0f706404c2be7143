"""Pictures: bands of a few series against what came, and everybody's error."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import dates as date_axis
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from forecasting.distribution import MEDIAN, level_index
from tests.benchmarks.forecasting.comparison import Comparison
from tests.benchmarks.forecasting.entrants import HABIT
from tests.benchmarks.forecasting.judging import Judged
from tests.benchmarks.forecasting.sets import DemandSet
from tests.benchmarks.forecasting.tables import Line

mpl.use("Agg")

_BEFORE_DAYS = 42
_OURS, _THEIRS, _ACTUAL, _HABIT = "#2f6fb4", "#b8bec6", "#222222", "#c8672b"
_BANDS = ((0.95, 0.15), (0.8, 0.22), (0.5, 0.3))
_SHOWN = (0.02, 0.25, 0.6)
"""Ranks of the series shown, as shares of all by volume."""


def draw_bands(found: Sequence[Comparison], out: Path) -> Path:
    """Draw three series of each set, from a large to a small one, over two forecast dates."""
    count = len(_SHOWN)
    size = (5.2 * count, 3.4 * len(found))
    figure, panels = plt.subplots(
        len(found), count, figsize=size, squeeze=False, layout="constrained"
    )
    for row, one in enumerate(found):
        ranked = np.argsort(-one.default.actual.sum(axis=(1, 2)))
        for panel, share in zip(panels[row], _SHOWN, strict=True):
            series = int(ranked[int(share * len(ranked))])
            _draw_series(panel, one.demand, one.default, one.peers.get(HABIT), series)
            key = one.demand.history.keys[series]
            panel.set_title(f"{one.name}: {key.place_id} / {key.item_id}", fontsize=10)
    figure.legend(*panels[0][0].get_legend_handles_labels(), loc="outside lower center", ncols=6)
    return _save(figure, out / "bands")


def _draw_series(
    panel: Axes, demand: DemandSet, ours: Judged, habit: Judged | None, series: int
) -> None:
    """The last two forecast dates of one series, with what came before."""
    for date in (-2, -1):
        origin, is_last = demand.origins[date], date == -1
        days = demand.dates[origin : origin + demand.horizon_days].to_numpy()
        is_open = ours.counted[series, date]
        quantiles = np.where(is_open[:, None], ours.quantiles[series, date], np.nan)
        for share, alpha in _BANDS:
            low, high = level_index((1 - share) / 2), level_index((1 + share) / 2)
            panel.fill_between(
                days,
                quantiles[:, low],
                quantiles[:, high],
                color=_OURS,
                alpha=alpha,
                linewidth=0,
                label=f"{share:.0%} band" if is_last else None,
            )
        panel.plot(
            days, quantiles[:, MEDIAN], color=_OURS, lw=1.4, label="median" if is_last else None
        )
        if habit is not None:
            label = "4-week habit" if is_last else None
            panel.plot(
                days,
                np.where(is_open, habit.mean[series, date], np.nan),
                ":",
                color=_HABIT,
                lw=1.1,
                label=label,
            )
        start = float(date_axis.date2num(days[0]))  # type: ignore[no-untyped-call]
        panel.axvline(start, color="grey", lw=0.6, ls="--")
    first = demand.origins[-2] - _BEFORE_DAYS
    units = demand.history.units[series, first:].astype(float)
    units[~demand.open_days[first:]] = np.nan
    panel.plot(
        demand.dates[first:].to_numpy(), units, ".-", color=_ACTUAL, lw=0.7, ms=3, label="sold"
    )
    panel.set_ylim(bottom=0)
    locator = date_axis.AutoDateLocator()  # type: ignore[no-untyped-call]
    formatter = date_axis.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    panel.xaxis.set_major_locator(locator)
    panel.xaxis.set_major_formatter(formatter)
    panel.grid(alpha=0.2)


def draw_errors(lines: Sequence[Line], ours: Sequence[str], out: Path) -> Path:
    """Draw everybody's error on each set, the best on top; our models in colour."""
    sets = list(dict.fromkeys(str(line["data"]) for line in lines))
    figure, panels = plt.subplots(
        1, len(sets), figsize=(6.5 * len(sets), 6), squeeze=False, layout="constrained"
    )
    for panel, name in zip(panels[0], sets, strict=True):
        ranked = sorted(
            (line for line in lines if line["data"] == name), key=lambda line: -float(line["wql"])
        )
        errors = [float(line["wql"]) for line in ranked]
        names = [str(line["model"]) for line in ranked]
        colors = [_OURS if one in ours else _THEIRS for one in names]
        bars = panel.barh(names, errors, color=colors)
        panel.bar_label(bars, [f"{error:.4f}" for error in errors], padding=3, fontsize=8)
        panel.set(title=f"{name}: weighted quantile loss, lower is better")
        panel.set_xlim(0, 1.1 * max(errors))
        panel.spines[["top", "right"]].set_visible(False)
    return _save(figure, out / "errors")


def _save(figure: Figure, stem: Path) -> Path:
    for suffix in (".svg", ".png"):
        figure.savefig(stem.with_suffix(suffix), dpi=140)
    plt.close(figure)
    return stem.with_suffix(".png")
