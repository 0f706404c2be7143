"""Breaks lie at stops, beside service, and are taken when they are due."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, duration_words, found
from domain.checks.tour import Rest, Tour, Visit


def break_place(facts: Facts, rest: Rest) -> Iterator[Finding]:
    """A break lies within one stop, before or after service, and apart from other breaks."""
    taken, tour = rest.taken, rest.tour
    others = [b for n, b in enumerate(tour.route.breaks, start=1) if n != rest.number]
    overlap_s = max(
        (min(taken.end_s, b.end_s) - max(taken.start_s, b.start_s) for b in others), default=0
    )
    is_beside = any(_is_beside_service(rest, visit) for visit in tour.visits())
    if is_beside and taken.start_s < taken.end_s and overlap_s <= 0:
        return
    yield found(
        rest.where,
        overlap_s if overlap_s > 0 else abs(taken.end_s - taken.start_s),
        vehicle_id=tour.route.vehicle_id,
        starts=facts.clock(taken.start_s),
        ends=facts.clock(taken.end_s),
    )


def break_taken(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A break that is due is taken: long enough, and begun neither too early nor too late.

    It is due where the route starts no later than the latest time to begin it and ends after that
    time; where the vehicle names no latest time, it is due on every route.
    """
    vehicle, route = tour.vehicle, tour.route
    earliest_s = _bound(facts, vehicle.break_earliest_s, default=route.start_s)
    latest_s = _bound(facts, vehicle.break_latest_s, default=route.end_s)
    is_bound = vehicle.break_latest_s is not None
    if vehicle.break_s <= 0 or (is_bound and not route.start_s <= latest_s < route.end_s):
        return
    in_time = [b for b in route.breaks if earliest_s <= b.start_s <= latest_s]
    longest_s = max((b.end_s - b.start_s for b in in_time), default=0)
    if longest_s < vehicle.break_s:
        yield found(
            tour.where,
            vehicle.break_s - longest_s,
            vehicle_id=route.vehicle_id,
            needs=duration_words(vehicle.break_s),
            longest=duration_words(longest_s),
            earliest=facts.clock(earliest_s),
            latest=facts.clock(latest_s),
        )


def _bound(facts: Facts, clock_s: int | None, default: int) -> int:
    return default if clock_s is None else facts.elapsed_s(clock_s)


def _is_beside_service(rest: Rest, visit: Visit) -> bool:
    """Whether a break lies within a stop and does not touch its service."""
    taken = rest.taken
    before = visit.stop.arrival_s <= taken.start_s and taken.end_s <= visit.begins_s
    after = visit.served_s <= taken.start_s and taken.end_s <= visit.stop.departure_s
    return before or after
