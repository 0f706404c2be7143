"""Colours of what lies under the plan, by day and by night."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundColours:
    """Colours of a tile, as ``#RRGGBB``.

    Attributes
    ----------
    roads
        By the name of the road kind.
    far
        Of roads that are too thin for a casing.
    text, halo
        Of street names and of what lies close around them.
    """

    land: str
    water: str
    green: str
    casing: str
    far: str
    roads: Mapping[str, str]
    text: str
    halo: str


DAY = GroundColours(
    land="#F3F1EC",
    water="#BFD9E6",
    green="#DCE8D2",
    casing="#CFC9BE",
    far="#DDD8CE",
    roads={
        "motorway": "#F2B36B",
        "primary": "#F7D690",
        "secondary": "#FFFFFF",
        "tertiary": "#FFFFFF",
        "street": "#FFFFFF",
    },
    text="#5F5A50",
    halo="#FFFFFF",
)
NIGHT = GroundColours(
    land="#1B1E22",
    water="#16303B",
    green="#1E2A20",
    casing="#111418",
    far="#2A2F36",
    roads={
        "motorway": "#7A5A33",
        "primary": "#5E5236",
        "secondary": "#3A4048",
        "tertiary": "#30353C",
        "street": "#30353C",
    },
    text="#9AA3AD",
    halo="#1B1E22",
)


def ground_colours(*, dark: bool) -> GroundColours:
    """The colours of one of the two looks."""
    return NIGHT if dark else DAY
