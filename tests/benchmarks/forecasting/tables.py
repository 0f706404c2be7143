"""The table of everybody's errors, for people and for spreadsheets."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.forecasting.runs import Found

_COLUMNS = {
    "wql": "WQL",
    "mase": "MASE",
    "mae": "MAE",
    "rmse": "RMSE",
    "bias": "bias",
    "coverage_80": "in 80 %",
    "coverage_95": "in 95 %",
    "below_q90": "y <= q90",
    "train_cpu_s": "training, CPU s",
    "cpu_s": "all, CPU s",
}
_SHARES = ("bias", "coverage_80", "coverage_95", "below_q90")
_DIGITS = {"wql": 4, "mase": 4, "mae": 2, "rmse": 2}

Line = dict[str, float | str]


def line_of(data: str, model: str, scored: Mapping[str, float], found: Found) -> Line:
    """A line of the table.

    Parameters
    ----------
    data, model
        What was forecast, and who did.
    scored
        Measures by name.
    found
        What was answered, for its seconds.
    """
    seconds = {name: found.row[name] for name in ("train_cpu_s", "cpu_s") if name in found.row}
    return {"data": data, "model": model, **scored, **seconds}


def write_table(lines: Sequence[Line], out: Path) -> None:
    """Write ``forecasts.csv`` and ``forecasts.md``, the best first."""
    ranked = sorted(lines, key=lambda line: (str(line["data"]), float(line["wql"])))
    names = ["data", "model", *_COLUMNS, "crossings"]
    with (out / "forecasts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(ranked)
    head = ["set", "model", *_COLUMNS.values()]
    text = [_markdown(head), "|" + "---|" * len(head)]
    text += [
        _markdown(
            [str(line["data"]), str(line["model"]), *(_told(line, name) for name in _COLUMNS)]
        )
        for line in ranked
    ]
    (out / "forecasts.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def _told(line: Line, name: str) -> str:
    if name not in line:
        return ""
    value = float(line[name])
    return f"{100 * value:.1f} %" if name in _SHARES else f"{value:.{_DIGITS.get(name, 1)}f}"


def _markdown(cells: Sequence[str]) -> str:
    return "|" + "|".join(cells) + "|"
