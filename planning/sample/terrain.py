"""The lie of the land that the streets keep to: how far the city reaches, and its river."""

from dataclasses import dataclass

import numpy as np
import shapely

from planning.sample.polylines import Floats, Mask, Points, Swell, offset, rotated

JUNCTIONS_PER_KM2 = 72
"""Street junctions per square kilometre that the districts come to, all of them together."""

BANK_M = 26.0
"""From the water's edge to the middle of the street along it."""


@dataclass(frozen=True, slots=True, eq=False)
class River:
    """A river through the city.

    Parameters
    ----------
    middle
        Line along its middle, downstream.
    half_width_m
        From the middle to the water's edge, at each point of it.
    """

    middle: Points
    half_width_m: Floats

    def bank(self, side: int) -> Points:
        """Line of the street along a bank: side 1 left of the current, -1 right."""
        return offset(self.middle, side * (self.half_width_m + BANK_M))

    def middle_line(self) -> shapely.LineString:
        """The line along its middle."""
        return shapely.LineString(self.middle)

    def water(self) -> shapely.Polygon:
        """The water's surface."""
        left, right = (offset(self.middle, side * self.half_width_m) for side in (1, -1))
        return shapely.Polygon(np.vstack([left, right[::-1]]))

    def corridor(self) -> shapely.Polygon:
        """Water and banks: the ground between the streets along the banks."""
        return shapely.Polygon(np.vstack([self.bank(1), self.bank(-1)[::-1]]))


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """What is there before the first street; the centre of the city is the origin.

    Parameters
    ----------
    radius_m
        How far the city reaches on the whole.
    lobes
        Amplitude and phase of the city edge's waves around the centre, by number of waves.
    swells
        Displacements that bend every ring and avenue, the largest first.
    river
        The river.
    """

    radius_m: float
    lobes: dict[int, tuple[float, float]]
    swells: tuple[Swell, ...]
    river: River

    @property
    def old_town_m(self) -> float:
        """Radius of the old town: the same in a large city as in a town."""
        return min(540.0, 0.17 * self.radius_m)

    def bent(self, points: Points) -> Points:
        """Points of the ideal plan where they come to lie; the centre stays."""
        return self._pushed(points) - self._pushed(np.zeros(2))

    def _pushed(self, points: Points) -> Points:
        for swell in self.swells:
            points = swell.moved(points)
        return points

    def reach_m(self, angle: Floats) -> Floats:
        """How far the city reaches in directions of the ideal plan."""
        share = np.full_like(angle, 0.9)
        for count, (height, phase) in self.lobes.items():
            share += height * np.sin(count * angle + phase)
        return share * self.radius_m

    def in_city(self, points: Points) -> Mask:
        """Whether points of the ideal plan lie in the city."""
        angle = np.arctan2(points[..., 1], points[..., 0])
        return np.asarray(np.hypot(points[..., 0], points[..., 1]) < self.reach_m(angle))


def build_terrain(nodes: int, rng: np.random.Generator) -> Terrain:
    """The ground for a city of about `nodes` junctions."""
    radius_m = 1_000 * float(np.sqrt(nodes / JUNCTIONS_PER_KM2 / np.pi))
    lobes = {
        count: (height, float(rng.uniform(0, 2 * np.pi)))
        for count, height in ((2, 0.05), (3, 0.05), (5, 0.04), (7, 0.03))
    }
    swells = (
        Swell.random(rng, length_m=1.4 * radius_m, push_m=0.055 * radius_m),
        Swell.random(rng, length_m=max(1_700.0, 0.2 * radius_m), push_m=55.0),
    )
    return Terrain(radius_m, lobes, swells, _river(radius_m, rng))


def _river(radius_m: float, rng: np.random.Generator) -> River:
    """A river past the old town: two long bends, shorter ones on them."""
    along = np.arange(-1.55 * radius_m, 1.55 * radius_m, 45.0)
    # Zero phase at the origin: the old town lies beside the river whatever the bends do.
    long_bend = 0.13 * radius_m * np.sin(along * 2 * np.pi / (1.75 * radius_m))
    short_bend = 0.035 * radius_m * np.sin(along * 2 * np.pi / (0.62 * radius_m))
    past_m = min(640.0, 0.2 * radius_m)
    middle = rotated(
        np.column_stack([along, long_bend + short_bend - past_m]), float(rng.uniform(0, np.pi))
    )
    wide_m = float(np.clip(58 * np.sqrt(radius_m / 5_000), 34, 170))
    wave = np.sin(along * 2 * np.pi / (0.8 * radius_m) + rng.uniform(0, 2 * np.pi))
    return River(middle, wide_m * (1 + 0.18 * wave))
