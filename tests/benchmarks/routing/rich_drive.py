"""What sequences of a rich day cost when they are driven at the real hours, broken rules priced."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.fleet import Vehicle
from domain.routing_problem import Shipment
from tests.benchmarks.routing.made_days import MadeDay
from tests.benchmarks.routing.rich_or_tools import RELOAD

BROKEN_PER_HOUR_MINOR = 6_000
"""What an hour costs by which a hard window, a break or the longest overtime is missed."""

_EARLIER_S, _STEPS = 15 * 60, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenCost:
    """Cost of a route in minor units of money, and by how much it misses hard rules."""

    minor: float
    missed_s: int


def drive_best(day: MadeDay, van: Vehicle, start_s: int, calls: Sequence[int]) -> DrivenCost:
    """The cheapest departure of those from the planned one on, each earlier by a quarter."""
    starts = (start_s - step * _EARLIER_S for step in range(-2, _STEPS))
    tried = [
        _Drive(day, van, now_s=start).of(calls)
        for start in starts
        if van.shift_start_s <= start <= van.shift_end_s
    ]
    return min(tried, key=lambda one: one.minor)


def drop_needless_reloads(day: MadeDay, van: Vehicle, calls: Sequence[int]) -> list[int]:
    """The same calls with only those reloads without which the goods do not fit."""
    kept: list[int] = []
    trip: list[int] = []
    load_m3 = 0.0
    for call in (*calls, RELOAD):
        if call != RELOAD:
            trip.append(call)
            continue
        trip_m3 = sum(day.problem.shipments[order].volume_m3 for order in trip)
        if kept and load_m3 + trip_m3 > van.capacity_m3 and trip:
            kept.append(RELOAD)
            load_m3 = 0.0
        kept, load_m3, trip = kept + trip, load_m3 + trip_m3, []
    return kept


@dataclass(slots=True)
class _Drive:
    """A van on its way: where it is, when, and what has gone wrong."""

    day: MadeDay
    van: Vehicle
    now_s: int
    here: int = 0
    metres: int = 0
    missed_s: int = 0
    late_minor: float = 0.0
    has_rested: bool = False
    started_s: int = field(default=0)

    def of(self, calls: Sequence[int]) -> DrivenCost:
        """Drive all calls and home."""
        self.started_s = self.now_s
        for call in calls:
            if call == RELOAD:
                self._go(0)
                self.now_s += self.van.reload_s
            else:
                self._serve(call + 1, self.day.problem.shipments[call])
        self._go(0, is_last=True)
        over_s = max(0, self.now_s - self.van.shift_end_s)
        self.missed_s += max(0, over_s - int(self.van.max_overtime_s))
        cost = float(self.van.fixed_cost + self.van.cost_per_km * self.metres / 1000) * 100
        hours = (self.now_s - self.started_s) / 3600, over_s / 3600
        cost += float(self.van.cost_per_hour) * 100 * hours[0]
        cost += float(self.van.overtime_cost_per_hour) * 100 * hours[1]
        cost += self.late_minor + self.missed_s / 3600 * BROKEN_PER_HOUR_MINOR
        return DrivenCost(minor=cost, missed_s=self.missed_s)

    def _go(self, there: int, *, is_last: bool = False) -> None:
        """Drive to a place, after the break if it would be too late for it there."""
        travel = self.day.travel
        drive_s = travel.duration_s(self.here, there, self.now_s)
        latest_s = self.van.break_latest_s or 0
        is_due = self.now_s + drive_s > latest_s or (
            not is_last and self.now_s >= (self.van.break_earliest_s or 0)
        )
        if not self.has_rested and is_due and self.started_s <= latest_s:
            self._rest()
            drive_s = travel.duration_s(self.here, there, self.now_s)
        self.metres += travel.distance_m(self.here, there, self.now_s)
        self.now_s, self.here = self.now_s + drive_s, there

    def _rest(self) -> None:
        begins_s = max(self.now_s, self.van.break_earliest_s or 0)
        self.missed_s += max(0, begins_s - (self.van.break_latest_s or 0))
        self.now_s, self.has_rested = begins_s + self.van.break_s, True

    def _serve(self, there: int, order: Shipment) -> None:
        self._go(there)
        window = next((w for w in order.windows if self.now_s <= w.end_s), order.windows[-1])
        rested_s = max(self.now_s, self.van.break_earliest_s or 0) + self.van.break_s
        if not self.has_rested and rested_s <= window.start_s:
            self._rest()
        begins_s = max(self.now_s, window.start_s)
        late_s = max(0, begins_s - window.end_s)
        if order.is_soft:
            self.late_minor += late_s / 3600 * float(order.late_cost_per_hour_minor)
        else:
            self.missed_s += late_s
        # As the break would end too late after service, it is taken before.
        ends_s = begins_s + order.service_s + order.setup_s
        if not self.has_rested and self.started_s <= (self.van.break_latest_s or 0) < ends_s:
            self._rest()
            ends_s = max(self.now_s, window.start_s) + order.service_s + order.setup_s
        self.now_s = ends_s
