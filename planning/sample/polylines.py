"""Plane geometry on polylines: float arrays of shape ``(n, 2)``, metres east and north."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def distances_along_m(line: Points) -> Floats:
    """Distance of each point from the start along a line."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate(([0.0], np.cumsum(steps)))


def length_m(line: Points) -> float:
    """Length of a line."""
    return float(distances_along_m(line)[-1])


def point_at(line: Points, along_m: npt.ArrayLike) -> Points:
    """Points at distances along a line, one row each; beyond its ends, the ends."""
    reached = distances_along_m(line)
    at = np.atleast_1d(np.asarray(along_m, dtype=float))
    return np.column_stack([np.interp(at, reached, line[:, axis]) for axis in (0, 1)])


def cut(line: Points, breaks_m: npt.ArrayLike) -> list[Points]:
    """The parts of a line between ascending distances, its ends included; equal ends are shared."""
    reached = distances_along_m(line)
    breaks = np.asarray(breaks_m, dtype=float)
    corners = point_at(line, breaks)
    stops = np.concatenate(([0.0], breaks, [reached[-1]]))
    corners = np.vstack([line[:1], corners, line[-1:]])
    parts = []
    for index in range(len(stops) - 1):
        inner = (reached > stops[index] + 0.5) & (reached < stops[index + 1] - 0.5)
        parts.append(np.vstack([corners[index], line[inner], corners[index + 1]]))
    return parts


def resampled(line: Points, step_m: float) -> Points:
    """A line with points about every `step_m` metres, its ends kept."""
    total = length_m(line)
    return point_at(line, np.linspace(0, total, max(2, round(total / step_m) + 1)))


def directions(line: Points) -> Points:
    """Unit direction of travel at each point of a line."""
    ahead = np.gradient(line, axis=0)
    return np.asarray(ahead / np.maximum(np.hypot(*ahead.T), 1e-9)[:, None])


def offset(line: Points, left_m: npt.ArrayLike) -> Points:
    """A line moved sideways by a distance, or one per point; positive is left of travel."""
    east, north = directions(line).T
    aside = np.broadcast_to(np.asarray(left_m, dtype=float), len(line))
    return np.asarray(line + np.column_stack([-north, east]) * aside[:, None])


def rotated(points: Points, angle: float) -> Points:
    """Points turned about the origin, counter-clockwise, by radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.asarray(points @ np.array([[cos, sin], [-sin, cos]]))


def polar(radius_m: npt.ArrayLike, angle: npt.ArrayLike) -> Points:
    """Points at distances and angles (radians) from the origin."""
    radius, turn = np.broadcast_arrays(np.asarray(radius_m, float), np.asarray(angle, float))
    return np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Swell:
    """A smooth random displacement of the plane: a sum of plane waves.

    Parameters
    ----------
    wave
        Wave vectors in radians per metre, ``(w, 2)``.
    phase
        Phases in radians, ``(w, 2)``: one for each direction of displacement.
    push_m
        Amplitude of each wave in metres, ``(w,)``.
    """

    wave: Points
    phase: Points
    push_m: Floats

    @classmethod
    def random(
        cls, rng: np.random.Generator, *, length_m: float, push_m: float, waves: int = 6
    ) -> "Swell":
        """Waves of about one length whose sum displaces by `push_m` or so."""
        turn = rng.uniform(0, 2 * np.pi, waves)
        pace = 2 * np.pi / (length_m * rng.uniform(0.75, 1.5, waves))
        phase = rng.uniform(0, 2 * np.pi, (waves, 2))
        return cls(polar(pace, turn), phase, np.full(waves, push_m * np.sqrt(2 / waves)))

    def moved(self, points: Points) -> Points:
        """Points after displacement; any shape that ends in 2."""
        angle = points @ self.wave.T
        shift = np.sin(angle[..., None] + self.phase) * self.push_m[:, None]
        return np.asarray(points + shift.sum(axis=-2))
