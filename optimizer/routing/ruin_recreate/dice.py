"""Random numbers of the search's own, the same on every machine.

References
----------
Marsaglia, G. (2003). Xorshift RNGs. Journal of Statistical Software 8(14).
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import lean_inline

_13, _7, _17, _11 = np.uint64(13), np.uint64(7), np.uint64(17), np.uint64(11)
_SHARE = 1.0 / 2**53

Dice = npt.NDArray[np.uint64]


@lean_inline
def throw(dice: Dice) -> float:
    """A number of [0, 1)."""
    x = dice[0]
    x ^= x << _13
    x ^= x >> _7
    x ^= x << _17
    dice[0] = x
    return float(x >> _11) * _SHARE


@lean_inline
def pick(dice: Dice, count: int) -> int:
    """A whole number below a count."""
    return int(throw(dice) * count)
