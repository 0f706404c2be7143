"""The walk between the road and the door, which takes time and is not driven."""

import numpy as np
import numpy.typing as npt

from maps.snapping.snap import Snapped

WALK_M_PER_S = 1.25
"""Speed of walking from the road to the door and back."""


def walks_ms(snapped: Snapped) -> npt.NDArray[np.int64]:
    """Whole milliseconds to walk from the road to each place; 0 where no road is near enough."""
    near_m = np.where(snapped.is_near, snapped.distance_m, 0.0)
    return np.asarray(np.ceil(near_m / WALK_M_PER_S * 1000).astype(np.int64))
