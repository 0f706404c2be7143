"""The sum that a quantity is, as a sentence, and a sentence for each of its parts."""

import datetime
from collections.abc import Iterator, Sequence

from domain.message import Message, Parameter, message
from domain.supply import ReplenishmentLine
from optimizer.inventory.build_problem import BuiltProblem
from optimizer.inventory.explain.causes import Causes
from optimizer.inventory.explain.flows import Flows
from optimizer.inventory.explain.needs import Needs
from optimizer.inventory.explain.parts import Parts


def sum_sentence(
    built: BuiltProblem, needs: Needs, way: int, parts: Parts, day: datetime.date
) -> Message:
    """Position, demand, what is short and the sum: its numbers add up to the units ordered."""
    ways, series = built.problem.ways, int(built.problem.ways.taker[way])
    days = int(built.cover_days[series])
    facts: dict[str, Parameter] = {
        "on_hand": int(built.on_hand[series]),
        "reserved": int(built.reserved[series]),
        "shipped": int(built.shipped[series]),
        "inbound": int(built.inbound[series]),
        "position": int(needs.position[series]),
        "days": days,
        "until": str(day + datetime.timedelta(days=days - 1)),
        "usual": round(float(needs.usual[series]), 1),
        "target": int(needs.target[series]),
        "service_percent": round(100 * float(needs.level[series]), 1),
        "needed": parts.needed,
        "moq": int(ways.least_units[way]),
        "multiple": int(ways.lot_units[way]),
        "sum": parts.sum_text(),
        "units": parts.units,
    }
    if not parts.needed:
        return message("replenish.why_ahead", **facts)
    if parts.is_only_lots and not parts.rounding:
        return message("replenish.why", **facts)
    if parts.is_only_lots:
        has_least = ways.least_units[way] > ways.lot_units[way]
        return message("replenish.why_least" if has_least else "replenish.why_lots", **facts)
    return message("replenish.why_sum", **facts)


def part_sentences(
    built: BuiltProblem,
    causes: Causes,
    way: int,
    parts: Parts,
    others: Sequence[ReplenishmentLine],
    flows: Flows,
) -> Iterator[Message]:
    """A sentence for each part of the sum that is not 0, in the order of the sum.

    Where lots are the only one, the sentence of the sum has said it.

    Parameters
    ----------
    others
        The other lines of the series today.
    """
    problem, fixed = built.problem, built.problem.ways.fixed_cost
    money, series = causes.money, int(problem.ways.taker[way])
    if parts.rounding and not (parts.needed and parts.is_only_lots):
        multiple, moq = int(problem.ways.lot_units[way]), int(problem.ways.least_units[way])
        code = "replenish.part_least" if moq > multiple else "replenish.part_lots"
        yield message(code, part=parts.rounding, multiple=multiple, moq=moq)
    if parts.weighed:
        yield message(_weighed_code(built, way, parts), part=parts.weighed)
    if parts.together:
        code = "replenish.part_together" if parts.together > 0 else "replenish.part_later"
        own = fixed[problem.ways.taker == series] if not fixed[way] else fixed[[way]]
        yield message(code, part=parts.together, fixed=money(float(own.max())))
    if parts.network:
        yield _network_sentence(flows, series, parts.network)
    if parts.scarce:
        yield causes.of_part(way, parts.scarce)
    if parts.moved:
        places = ", ".join(line.from_id for line in others)
        yield message("replenish.part_moved", part=parts.moved, places=places)


def _weighed_code(built: BuiltProblem, way: int, parts: Parts) -> str:
    if parts.weighed > 0:
        return "replenish.part_weighed_more"
    problem, ways = built.problem, built.problem.ways
    series, arrival = int(ways.taker[way]), int(ways.lead_days[way])
    room = problem.ceiling[series, arrival:] - problem.supplied[series, arrival:]
    if room.min(initial=float("inf")) < parts.units + ways.lot_units[way]:
        return "replenish.part_expiry"
    return "replenish.part_weighed_less"


def _network_sentence(flows: Flows, series: int, part: int) -> Message:
    """Why moves between warehouses make the units of today more or fewer."""
    taken, later = int(flows.taken[series, -1]), int(flows.moved_later[series])
    if part > 0 and flows.moved_today[series]:
        return message("replenish.part_moves", part=part)
    if part > 0:
        return message("replenish.part_passed_on", part=part, taken=taken)
    if later:
        return message("replenish.part_moves_later", part=part, later=later)
    if not taken:
        return message("replenish.part_rest_waits", part=part)
    return message("replenish.part_waits", part=part, taken=taken)
