"""How long and how fast a network is trained."""

import math
import time
from dataclasses import dataclass

RATE = 6e-3
BATCH = 64
"""Windows per step on the processor."""

_WARM_UP_SHARE = 0.15
_COOLING_SHARE = 0.25
_LEAST_RATE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """How long and how to train.

    Parameters
    ----------
    steps
        Steps that may be spent; when these end training, it is reproducible.
    seconds
        Seconds after which training ends anyway; the learning rate falls before.
    rate
        Highest learning rate.
    batch
        Windows per step.
    origins
        Forecast dates per window.
    checks
        How often the weights are tried on the last days of the panel; in a long history these are
        then kept out of training, which ends early where their error rises. 0 does neither.
    seed
        Seed of the draw of windows.
    """

    steps: int
    seconds: float = math.inf
    rate: float = RATE
    batch: int = BATCH
    origins: int = 4
    checks: int = 0
    seed: int = 0

    def rate_at(self, share: float, used_s: float) -> float:
        """Learning rate: once up, once down; faster down when time runs out.

        Parameters
        ----------
        share
            Share of the steps made.
        used_s
            Seconds used.

        References
        ----------
        Smith, L. N., Topin, N. (2019). Super-convergence: very fast training of neural networks
        using large learning rates. Proceedings of SPIE 11006.
        """
        one = 1 / max(self.steps, 1)
        if share < _WARM_UP_SHARE:
            height = (share + one) / (_WARM_UP_SHARE + one)
        else:
            height = 0.5 + 0.5 * math.cos(math.pi * (share - _WARM_UP_SHARE) / (1 - _WARM_UP_SHARE))
        cooling = _COOLING_SHARE * self.seconds
        if math.isfinite(cooling):
            height = min(height, max((self.seconds - used_s) / cooling, 0.0))
        return self.rate * max(height, _LEAST_RATE)


class Clock:
    """Seconds used, those of an earlier run that is resumed included."""

    def __init__(self, used_s: float = 0.0) -> None:
        self._started_s = time.monotonic() - used_s

    def used_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started_s
