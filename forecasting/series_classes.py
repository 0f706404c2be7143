"""Classes of series: A, B, C by how much they sell, X, Y, Z by how much that varies."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.distribution import BoolArray, DoubleArray, FloatArray, IntArray

_WEEK_DAYS = 7
_SHARES_OF_SALES = {"A": 0.8, "B": 0.95}
"""Classes take the series that sell most until together they sell this much; C takes the rest."""

_VARIATIONS = {"X": 0.5, "Y": 1.0}
"""Standard deviation of weekly sales over their mean, at most; Z takes the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """Classes of series, one letter each: `abc` by how much they sell, `xyz` by how they vary."""

    abc: tuple[str, ...]
    xyz: tuple[str, ...]

    def rows_by_label(self) -> dict[str, IntArray]:
        """Which series each class has; classes without any are left out."""
        found = {}
        for letters in (self.abc, self.xyz):
            for label in sorted(set(letters)):
                found[label] = np.flatnonzero(np.array(letters) == label)
        return found


def classes_of(units: FloatArray, observed: BoolArray, values: DoubleArray) -> Classes:
    """Classes of series by their past sales and by how much those vary from week to week.

    Parameters
    ----------
    units, observed
        Usable history, ``(s, t)``.
    values
        Money that a unit is worth, ``(s,)``.
    """
    sales = units.sum(axis=1, dtype=np.float64) * values
    order = np.argsort(-sales, kind="stable")
    above = np.cumsum(sales[order]) - sales[order]
    share = np.empty(len(sales))
    share[order] = above / max(float(sales.sum()), 1e-9)
    whole = units.shape[1] // _WEEK_DAYS * _WEEK_DAYS
    by_week = (len(units), -1, _WEEK_DAYS)
    days = observed[:, units.shape[1] - whole :].reshape(by_week).sum(axis=2)
    sold = units[:, units.shape[1] - whole :].reshape(by_week).sum(axis=2, dtype=np.float64)
    # A week with missing days counts as sold at the pace of the days it has.
    weekly = np.ma.masked_array(sold * _WEEK_DAYS / np.maximum(days, 1), mask=days == 0)
    mean, deviation = weekly.mean(axis=1).filled(0), weekly.std(axis=1).filled(0)
    variation = np.divide(deviation, mean, out=np.full(len(mean), np.inf), where=mean > 0)
    return Classes(
        abc=tuple(_letter(one, _SHARES_OF_SALES, "C") for one in share.tolist()),
        xyz=tuple(_letter(one, _VARIATIONS, "Z") for one in variation.tolist()),
    )


def _letter(value: float, limits: Mapping[str, float], rest: str) -> str:
    return next((letter for letter, limit in limits.items() if value < limit), rest)
