"""Speeds of roads from their ``maxspeed`` tags, as OSMnx's ``add_edge_speeds`` sees them.

One thing differs: a limit that no car drives (0, or 1000 for 100) counts as missing, and a file
without any limit gets the usual speeds of its classes in place of an error.
"""

import ast
import importlib.util
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

USUAL_KPH: Mapping[str, float] = {
    "motorway": 110.0,
    "motorway_link": 60.0,
    "trunk": 90.0,
    "trunk_link": 50.0,
    "primary": 60.0,
    "primary_link": 45.0,
    "secondary": 50.0,
    "secondary_link": 40.0,
    "tertiary": 45.0,
    "tertiary_link": 35.0,
    "unclassified": 40.0,
    "residential": 30.0,
    "living_street": 10.0,
}
"""Speeds assumed where a whole file holds no limit at all."""

OTHER_KPH = 30.0
"""Speed assumed of a class that is not among the usual ones, in such a file."""

BIKE_KPH: Mapping[str, float] = {
    **{"path": 12.0, "track": 12.0, "bridleway": 12.0, "living_street": 12.0},
    "pedestrian": 8.0,
}
"""Speeds at which bikes ride where they are slower than usual."""

USUAL_BIKE_KPH = 16.0
"""Speed at which bikes ride on all other streets, whatever limit cars have there."""

_SLOWEST_KPH, _FASTEST_KPH = 1.0, 200.0
_MILE_KM = 1.60934
_NUMBER = re.compile(r"^([0-9][\.,0-9]*?)(?:[ ]?(?:km/h|kmh|kph|mph|knots))?$")


def parse_maxspeed_kph(text: str) -> float:
    """Speed in km/h that a ``maxspeed`` tag means; NaN where it means none.

    Several lanes (``"80|100"``) give their mean; a name such as ``"PT:urban"`` gives what OSMnx
    knows of it.
    """
    is_mph = "mph" in text.lower()
    try:
        lanes = [_number(lane) * (_MILE_KM if is_mph else 1.0) for lane in text.split("|")]
    except ValueError:
        kph = _implicit_kph(text)
    else:
        kph = sum(lanes) / len(lanes)
    return kph if _SLOWEST_KPH <= kph <= _FASTEST_KPH else math.nan


def fill_missing_kph(
    kph: npt.NDArray[np.float64], road_class: npt.NDArray[np.uint8], classes: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Speeds with each NaN replaced by the mean of its class.

    A class without any speed gets the mean of the other classes' means.
    """
    size = len(classes)
    is_known = ~np.isnan(kph)
    if not is_known.any():
        usual = np.array([USUAL_KPH.get(name, OTHER_KPH) for name in classes])
        return usual[road_class]
    count = np.bincount(road_class[is_known], minlength=size)
    total = np.bincount(road_class[is_known], weights=kph[is_known], minlength=size)
    mean = total / np.maximum(count, 1)
    mean[count == 0] = mean[count > 0].mean()
    return np.where(is_known, kph, mean[road_class])


def bike_kph(road_class: npt.NDArray[np.uint8], classes: Sequence[str]) -> npt.NDArray[np.float64]:
    """Speed at which bikes ride on each edge."""
    return np.array([BIKE_KPH.get(name, USUAL_BIKE_KPH) for name in classes])[road_class]


def travel_ms(
    length_m: npt.NDArray[np.float64], speed_kph: npt.NDArray[np.float64]
) -> npt.NDArray[np.int32]:
    """Whole milliseconds to drive each length, at least one."""
    exact_ms = length_m / speed_kph * 3600.0
    return np.clip(np.rint(exact_ms), 1, np.iinfo(np.int32).max).astype(np.int32)


def _number(text: str) -> float:
    """Number at the start of a speed; ValueError if there is none."""
    match = _NUMBER.match(text)
    if match is None:
        raise ValueError(text)
    return float(match.group(1).replace(",", "."))


def _implicit_kph(name: str) -> float:
    """Speed that a named limit such as ``"DE:rural"`` stands for; NaN if unknown."""
    return _implicit_limits_kph().get(name, math.nan)


@cache
def _implicit_limits_kph() -> Mapping[str, float]:
    """OSMnx's table of named limits, read off its source.

    Importing OSMnx for it would take most of a second and 100 MB.
    """
    package = importlib.util.find_spec("osmnx")
    assert package is not None, "OSMnx is a dependency"
    assert package.origin is not None
    source = Path(package.origin).with_name("routing.py").read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        match statement:
            case ast.AnnAssign(
                target=ast.Name(id="_IMPLICIT_MAXSPEEDS"), value=ast.Dict() as value
            ):
                table: dict[str, float] = ast.literal_eval(value)
                return table
    raise LookupError("OSMnx has no table of named limits.")
