"""Who may use a street: access for each kind of vehicle, limits of height and weight.

Tags that hold only at some hours (``:conditional``) or in one direction are not read.

References
----------
OpenStreetMap wiki: Key:access, Key:maxheight, Key:maxweight.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.fleet import PROFILES

PROFILE_BITS: Mapping[str, int] = {profile: 1 << bit for bit, profile in enumerate(PROFILES)}
"""Bit of each vehicle profile in `closed_to`, `only_to` and `banned_profiles`."""

ALL_PROFILES = sum(PROFILE_BITS.values())

_ACCESS_TAGS: Mapping[str, tuple[str, ...]] = {
    "car": ("access", "vehicle", "motor_vehicle", "motorcar"),
    "van": ("access", "vehicle", "motor_vehicle", "goods"),
    "truck": ("access", "vehicle", "motor_vehicle", "hgv"),
    "bike": ("access", "vehicle", "bicycle"),
}
"""Tags that tell each profile's access; a later one outweighs those before it."""

_HEIGHT_TAGS = ("maxheight", "maxheight:physical")
_WEIGHT_TAGS = (
    *("maxweight", "maxweight:hgv", "maxgcweight", "maxgcweightrating"),
    *("maxweightrating", "maxweightrating:hgv"),
)
_CLOSING = frozenset(
    {
        *("no", "private", "agricultural", "forestry", "emergency", "military", "permit"),
        *("residents", "psv", "bus", "taxi", "use_sidepath"),
    }
)
_ONLY_TO = frozenset({"destination", "delivery", "customers", "local"})
_NO_BIKES = frozenset({"motorway", "motorway_link"})

LIMITING_TAGS = frozenset(
    {tag for tags in _ACCESS_TAGS.values() for tag in tags}
    | {*_HEIGHT_TAGS, *_WEIGHT_TAGS, "motorroad"}
)
"""All tags that `limits_of` looks at, besides ``highway``."""

_METRES = {"": 1.0, "m": 1.0, "cm": 0.01, "ft": 0.3048, "'": 0.3048}
_KILOGRAMS = {
    **{"": 1000.0, "t": 1000.0, "mt": 1000.0, "kg": 1.0},
    **{"lbs": 0.45359237, "lb": 0.45359237, "st": 907.18474, "lt": 1016.0469, "cwt": 50.802345},
}
_INCH_M = 0.0254
_QUANTITY = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z']*)")
_FEET_AND_INCHES = re.compile(r"(\d+)\s*(?:'|ft)\s*(\d+(?:\.\d+)?)\s*(?:\"|''|in)?")
_HIGHEST_M, _HEAVIEST_T = 20.0, 1000.0


@dataclass(frozen=True, slots=True)
class WayLimits:
    """What one way allows.

    Parameters
    ----------
    closed_to, only_to
        Sums of `PROFILE_BITS`: who may not use it at all, and who only to reach a place on it.
    max_height_m, max_weight_kg
        Greatest height and weight of a vehicle; 0 where there is no limit.
    """

    closed_to: int = 0
    only_to: int = 0
    max_height_m: float = 0.0
    max_weight_kg: float = 0.0


UNLIMITED = WayLimits()


def limits_of(tags: Mapping[str, str]) -> WayLimits:
    """What a way with these tags allows."""
    no_bikes = tags.get("highway") in _NO_BIKES or tags.get("motorroad") == "yes"
    if not no_bikes and LIMITING_TAGS.isdisjoint(tags):
        return UNLIMITED
    closed_to = only_to = 0
    for profile, names in _ACCESS_TAGS.items():
        told = next((tags[name] for name in reversed(names) if name in tags), "")
        if profile == "bike" and no_bikes:
            told = tags.get("bicycle", "no")
        words = {word.strip() for word in told.split(";")}
        if words <= _CLOSING:
            closed_to |= PROFILE_BITS[profile]
        elif words <= _CLOSING | _ONLY_TO:
            only_to |= PROFILE_BITS[profile]
    return WayLimits(
        closed_to,
        only_to,
        _least(parse_height_m(tags[name]) for name in _HEIGHT_TAGS if name in tags),
        _least(parse_weight_kg(tags[name]) for name in _WEIGHT_TAGS if name in tags),
    )


def parse_height_m(text: str) -> float:
    """Metres that a ``maxheight`` means; 0 where it means no limit or cannot be understood."""
    heights = (_height_m(part.strip().lower()) for part in text.split(";"))
    return _least(height for height in heights if height <= _HIGHEST_M)


def parse_weight_kg(text: str) -> float:
    """Kilograms that a ``maxweight`` means; 0 where it means no limit or cannot be understood."""
    return _least(_weight_kg(part.strip().lower()) for part in text.split(";"))


def no_limits(edge_count: int) -> dict[str, Any]:
    """The arrays of a `RoadNetwork` that tell of limits, signals and turns: none at all."""
    masks = ("closed_to", "only_to", "signals")
    limits = ("max_height_m", "max_weight_kg")
    turns = {"banned_from": np.int32, "banned_to": np.int32, "banned_profiles": np.uint8}
    return {
        **{name: np.zeros(edge_count, dtype=np.uint8) for name in masks},
        **{name: np.zeros(edge_count, dtype=np.float32) for name in limits},
        **{name: np.zeros(0, dtype=dtype) for name, dtype in turns.items()},
    }


def _height_m(text: str) -> float:
    both = _FEET_AND_INCHES.fullmatch(text)
    if both is not None:
        return float(both[1]) * _METRES["ft"] + float(both[2]) * _INCH_M
    return _quantity(text, _METRES)


def _weight_kg(text: str) -> float:
    weight_kg = _quantity(text, _KILOGRAMS)
    # No bridge bears a thousand tonnes: a bare number so large is in kilograms.
    if text.isdigit() and weight_kg > _HEAVIEST_T * 1000.0:
        return float(text)
    return weight_kg


def _quantity(text: str, units: Mapping[str, float]) -> float:
    """A number with its unit; 0 where it is none."""
    match = _QUANTITY.fullmatch(text)
    if match is None or match[2] not in units:
        return 0.0
    return float(match[1].replace(",", ".")) * units[match[2]]


def _least(values: Any) -> float:
    """The least of the limits that there are; 0 where there is none."""
    return min((value for value in values if value > 0), default=0.0)
