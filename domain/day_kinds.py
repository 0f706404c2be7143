"""What kind of day a date is, as far as traffic goes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.demand import Holiday


@dataclass(frozen=True, slots=True)
class DayKinds:
    """The kind of each day: its weekday's, unless it is a holiday or a make-up working day.

    Parameters
    ----------
    unlike
        Days that are not what their weekday says, and whether people work on them.
    """

    unlike: Mapping[datetime.date, bool]

    @classmethod
    def of(cls, holidays: Iterable[Holiday], regions: frozenset[str]) -> "DayKinds":
        """The days of a place, by the holidays of its regions and those without a region."""
        return cls({h.date: h.working for h in holidays if h.region_id in {"", *regions}})

    def kind(self, date: datetime.date) -> str:
        """Kind of day in the speed profiles."""
        if date in self.unlike:
            return "mon-fri" if self.unlike[date] else "holiday"
        return {5: "sat", 6: "sun"}.get(date.weekday(), "mon-fri")
