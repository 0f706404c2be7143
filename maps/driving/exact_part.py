"""Exact travel between fewer places than all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.driving.exact_travel import ExactTravel


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExactPart:
    """Some places of an exact travel, numbered anew; what is found is kept by the whole.

    Parameters
    ----------
    places
        Names of the places.
    numbers
        Number of each in the whole.
    """

    whole: ExactTravel
    places: tuple[str, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, whole: ExactTravel, places: Sequence[str]) -> "ExactPart":
        """The part between some places of a whole; KeyError if it does not know one."""
        numbers = tuple(whole.index(place) for place in places)
        return cls(whole=whole, places=tuple(places), numbers=numbers)

    @property
    def bucket_starts_s(self) -> npt.NDArray[np.int64]:
        """When speeds or zones change."""
        return self.whole.bucket_starts_s

    def index(self, place: str) -> int:
        """Number of a place; KeyError if it is unknown."""
        try:
            return self.places.index(place)
        except ValueError:
            raise KeyError(place) from None

    def reachable(self, origin: int, destination: int) -> bool:
        """Whether there is a way at all."""
        return self.whole.reachable(self.numbers[origin], self.numbers[destination])

    def duration_s(self, origin: int, destination: int, depart_s: int) -> int:
        """Seconds from door to door when leaving at `depart_s`, rounded up."""
        return self.whole.duration_s(self.numbers[origin], self.numbers[destination], depart_s)

    def distance_m(self, origin: int, destination: int, depart_s: int) -> int:
        """Metres driven when leaving at `depart_s`, rounded to the nearest."""
        return self.whole.distance_m(self.numbers[origin], self.numbers[destination], depart_s)

    def toll_minor(self, origin: int, destination: int, depart_s: int) -> int:
        """Charges of the zones entered on the way, in minor units."""
        return self.whole.toll_minor(self.numbers[origin], self.numbers[destination], depart_s)
