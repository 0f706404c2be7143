"""How far a ratio of losses would move, had other series and dates been judged."""

import math

import numpy as np

from forecasting.distribution import DoubleArray

_DRAWS = 1000
_INTERVAL = (0.025, 0.975)


class Draws:
    """Random draws of series and forecast dates, the same for every model that is compared.

    Series are drawn in blocks of neighbours, as those of one place rise and fall together.

    Parameters
    ----------
    series, dates
        How many there are of each.
    seed
        Seed of the draws.

    References
    ----------
    Politis, D. N., Romano, J. P. (1992). A circular block-resampling procedure for stationary
    data. In: Exploring the limits of bootstrap. Wiley.
    """

    def __init__(self, *, series: int, dates: int, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._length = max(1, math.ceil(series ** (1 / 3)))
        blocks = -(-series // self._length)
        self._starts = generator.integers(0, max(series, 1), (_DRAWS, blocks))
        self._dates = generator.multinomial(dates, np.full(dates, 1 / dates), _DRAWS)

    def interval(self, loss: DoubleArray, baseline: DoubleArray) -> tuple[float, float]:
        """The 95 % interval of one total loss over another, both ``(s, dates)``."""
        drawn = ratios(self._totals(loss), self._totals(baseline))
        low, high = np.quantile(drawn, _INTERVAL).tolist()
        return low, high

    def _totals(self, loss: DoubleArray) -> DoubleArray:
        """Total loss of every draw."""
        around = np.concatenate([loss, loss[: self._length - 1]])
        sums = np.cumsum(np.concatenate([np.zeros((1, loss.shape[1])), around]), axis=0)
        of_block = sums[self._length :] - sums[: -self._length]
        drawn = of_block[self._starts].sum(axis=1)
        return np.asarray((drawn * self._dates).sum(axis=1))


def ratios(part: DoubleArray, whole: DoubleArray) -> DoubleArray:
    """Quotients; 1 where there is nothing to divide by."""
    parts, wholes = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    return np.asarray(np.divide(parts, wholes, out=np.ones_like(parts), where=wholes > 0))
