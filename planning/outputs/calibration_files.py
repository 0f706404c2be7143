"""What was learnt from trips, as files: the table of speed profiles, the figures, a picture."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from domain.column import columns_of
from domain.speed_hours import HOURS, RATIO_DIGITS
from domain.traffic import WEEKDAY_GROUPS, SpeedProfile
from domain.units import SECONDS_PER_DAY, clock_text
from maps.network.whole_file import write_whole_file
from maps.picture.plan_text import Say
from planning.outputs.calibration_picture import calibration_picture

if TYPE_CHECKING:
    # Its module loads the engine that fits speeds.
    from planning.calibrate_speeds import LearntSpeeds

PROFILES_FILE = "speed_profiles.csv"
FIGURES_FILE = "calibration.json"
PICTURE_FILE = "calibration.svg"

VERSION = 1

_METHODS = ("free_flow", "default", "learnt")


def write_calibration(
    folder: Path, learnt: "LearntSpeeds", roads: str, say: Say
) -> Mapping[str, Path]:
    """Write the files of a calibration; return where each lies.

    All are made before the first is written, and each appears whole.

    Raises
    ------
    EnvironmentFault
        If a file cannot be written.
    """
    files = {
        "picture": (folder / PICTURE_FILE, calibration_picture(learnt, say)),
        "profiles": (folder / PROFILES_FILE, profiles_csv(learnt.profiles)),
        "figures": (folder / FIGURES_FILE, figures_json(learnt, roads)),
    }
    for path, text in files.values():
        write_whole_file(path, text.encode())
    return {name: path for name, (path, _) in files.items()}


def profiles_csv(profiles: Iterable[SpeedProfile]) -> str:
    """Speed profiles as the table of a dataset, in the columns that they are declared in.

    Names of classes that a spreadsheet would take for a formula are left out; no road has one.
    """
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow([column.name for _, column in columns_of(SpeedProfile)])
    for row in profiles:
        if row.road_class[0] not in "=+-@\t\r":
            span = _clock(row.start_time_s), _clock(row.end_time_s)
            ratio = f"{row.speed_ratio:.{RATIO_DIGITS}f}"
            writer.writerow((row.road_class, row.weekdays, *span, ratio))
    return content.getvalue()


def _clock(time_s: int) -> str:
    return "24:00" if time_s == SECONDS_PER_DAY else clock_text(time_s)


def figures_json(learnt: "LearntSpeeds", roads: str) -> str:
    """All figures of a calibration as a JSON object."""
    figures = {"version": VERSION, **figures_of(learnt, roads), "cells": list(_cells(learnt))}
    return json.dumps(figures, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def figures_of(learnt: "LearntSpeeds", roads: str) -> dict[str, Any]:
    """The figures of a calibration but for the single cells."""
    errors = learnt.errors
    return {
        "roads": roads,
        "trips": {
            "given": learnt.trips_given,
            "used": learnt.trips_used,
            "not_needed": learnt.not_needed,
            "left_out": dict(sorted(Counter(t.reason.code for t in learnt.left_out).items())),
        },
        "driven_hours": _number(learnt.driven_h.sum(), 2),
        "kinds_of_day": list(learnt.kinds),
        "classes": list(learnt.classes),
        "noise": _number(learnt.noise, 4),
        "errors": {
            "folds": errors.folds,
            "folds_by_day": errors.by_day,
            "relative": _by_method(errors.relative_all, 4),
            "minutes": _by_method(errors.minutes_all, 3),
            "relative_with_outliers": _by_method(errors.relative_with_outliers, 4),
            "by_hour": [
                {
                    "hour": hour,
                    "trips": int(errors.trips[hour]),
                    "relative": _by_method(errors.relative[:, hour], 4),
                    "minutes": _by_method(errors.minutes[:, hour], 3),
                }
                for hour in np.flatnonzero(errors.trips).tolist()
            ],
        },
    }


def _cells(learnt: "LearntSpeeds") -> Iterable[dict[str, Any]]:
    """Every hour of every class in which something was driven or learnt."""
    shown = (learnt.driven_h > 0) | learnt.is_learnt
    for row, column in np.argwhere(shown).tolist():
        cell = row, column
        yield {
            "kind_of_day": WEEKDAY_GROUPS[row // HOURS],
            "road_class": learnt.classes[column],
            "hour": row % HOURS,
            "ratio": _number(learnt.learnt[cell], RATIO_DIGITS),
            "default": _number(learnt.default[cell], RATIO_DIGITS),
            "source": "trips" if learnt.is_learnt[cell] else "default",
            "driven_hours": _number(learnt.driven_h[cell], 2),
            "standard_error": _number(learnt.std[cell], 4),
            "single_trips_10_90": [_number(learnt.low[cell], 3), _number(learnt.high[cell], 3)],
        }


def _by_method(values: npt.NDArray[np.float64], digits: int) -> dict[str, float | None]:
    return {
        name: _number(value, digits) for name, value in zip(_METHODS, values.tolist(), strict=True)
    }


def _number(value: float, digits: int) -> float | None:
    """A number as JSON can hold it."""
    return round(float(value), digits) if np.isfinite(value) else None
