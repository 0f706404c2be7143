"""Every drive takes at least as long, and is at least as far, as the roads say."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, bare_id, duration_words, found
from domain.checks.tour import Leg


def travel_place(facts: Facts, leg: Leg) -> Iterator[Finding]:
    """The travel knows the places that a vehicle drives from and to."""
    for place in (leg.origin, leg.destination):
        if place not in facts.place_numbers:
            yield found(leg.where, 1, vehicle_id=leg.vehicle_id, place=bare_id(place))


def travel_way(facts: Facts, leg: Leg) -> Iterator[Finding]:
    """There is a way at all for such a vehicle."""
    pair, travel = facts.pair(leg), facts.travel_of(leg)
    if pair is not None and travel is not None and not travel.reachable(*pair):
        names = {"origin": bare_id(leg.origin), "destination": bare_id(leg.destination)}
        yield found(leg.where, 1, vehicle_id=leg.vehicle_id, **names)


def travel_time(facts: Facts, leg: Leg) -> Iterator[Finding]:
    """A drive takes no less time than its vehicle needs at that hour; more is lawful."""
    pair, travel = facts.reachable_pair(leg), facts.travel_of(leg)
    if pair is None or travel is None:
        return
    needs_s = travel.duration_s(*pair, leg.departs_s)
    if leg.drive_s < needs_s:
        yield found(
            leg.where,
            needs_s - leg.drive_s,
            vehicle_id=leg.vehicle_id,
            origin=bare_id(leg.origin),
            destination=bare_id(leg.destination),
            leaves=facts.clock(leg.departs_s),
            said=duration_words(leg.drive_s),
            needs=duration_words(needs_s),
        )


def travel_distance(facts: Facts, leg: Leg) -> Iterator[Finding]:
    """A drive is no shorter than its vehicle's way at that hour; a longer one is lawful."""
    pair, travel = facts.reachable_pair(leg), facts.travel_of(leg)
    if pair is None or travel is None:
        return
    real_m = travel.distance_m(*pair, leg.departs_s)
    if leg.distance_m < real_m:
        yield found(
            leg.where,
            real_m - leg.distance_m,
            vehicle_id=leg.vehicle_id,
            origin=bare_id(leg.origin),
            destination=bare_id(leg.destination),
            said_m=leg.distance_m,
            real_m=real_m,
        )
