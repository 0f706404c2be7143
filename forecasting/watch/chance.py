"""How often something as unusual happens by chance, and how much of it deserves an alert."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.distribution import DoubleArray

_TAIL_SHARE = 0.1
_MOST_SHAPE = 0.5
_SMALLEST = 1e-12
LEAST_PAST = 100
"""Past figures needed before they can say what is usual."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UsualRange:
    """How a figure was distributed in the past: as it was, and beyond by its fitted tail.

    Parameters
    ----------
    past
        Past figures, ascending, ``(n,)``.
    threshold
        Where the tail begins.
    scale, shape
        Of the generalised Pareto distribution of what is beyond.
    """

    past: DoubleArray
    threshold: float
    scale: float
    shape: float

    def chance(self, figures: DoubleArray) -> DoubleArray:
        """Chance of a figure so large or larger, of the shape of `figures`; above zero."""
        count = len(self.past)
        above = count - np.searchsorted(self.past, figures, side="left")
        counted = (1 + above) / (1 + count)
        share = (1 + count - np.searchsorted(self.past, self.threshold, side="right")) / (1 + count)
        excess = np.maximum(figures - self.threshold, 0) / self.scale
        if self.shape > 0:
            fitted = share * (1 + self.shape * excess) ** (-1 / self.shape)
        else:
            fitted = share * np.exp(-excess)
        return np.maximum(np.where(figures > self.threshold, fitted, counted), _SMALLEST)


def usual_range(past: DoubleArray) -> UsualRange | None:
    """What the past says is usual; None where there is too little of it.

    The tail is fitted by probability-weighted moments and taken to fall no faster than
    exponentially, as figures of the past are never all there can be.

    Parameters
    ----------
    past
        Figures of past days or weeks on which nothing is known to have been wrong, ``(n,)``.

    References
    ----------
    Hosking, J. R. M., Wallis, J. R. (1987). Parameter and quantile estimation for the generalized
    Pareto distribution. Technometrics 29.
    Siffer, A. et al. (2017). Anomaly detection in streams with extreme value theory. KDD.
    """
    if len(past) < LEAST_PAST:
        return None
    ordered = np.sort(past)
    threshold = float(np.quantile(ordered, 1 - _TAIL_SHARE))
    excess = ordered[ordered > threshold] - threshold
    if not len(excess):
        return UsualRange(past=ordered, threshold=threshold, scale=1.0, shape=0.0)
    mean = float(excess.mean())
    rank = (np.arange(len(excess)) + 0.65) / len(excess)
    weighted = float((excess * (1 - rank)).mean())
    shape = 2 - mean / max(mean - 2 * weighted, 1e-9)
    shape = float(np.clip(shape, 0.0, _MOST_SHAPE))
    return UsualRange(
        past=ordered, threshold=threshold, scale=max(mean * (1 - shape), 1e-9), shape=shape
    )


def chance_of(figures: DoubleArray, past: Sequence[DoubleArray]) -> DoubleArray:
    """Chance of figures so large by what past ones were; 1 where there are too few of those.

    Parameters
    ----------
    figures
        What is to be judged.
    past
        Like figures of the past, of any shapes.
    """
    usual = usual_range(np.concatenate([one.ravel() for one in past]) if past else np.zeros(0))
    return np.ones(figures.shape) if usual is None else usual.chance(figures)


def alert_limit(chances: DoubleArray, false_share: float) -> float:
    """Chance up to which something deserves an alert, so that few of the alerts are false.

    Parameters
    ----------
    chances
        Chances of everything looked at, ``(m,)``.
    false_share
        Share of the alerts that may be false, on average.

    References
    ----------
    Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57.
    Bates, S. et al. (2023). Testing for outliers with conformal p-values. Annals of Statistics 51
    (that the rule holds for chances that are all counted on the same past).
    """
    ordered = np.sort(chances)
    allowed = false_share * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    good = np.flatnonzero(ordered <= allowed)
    return float(ordered[good[-1]]) if len(good) else 0.0
