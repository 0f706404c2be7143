"""What a plan is worth, in a few figures, and how they differ from those of another plan."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from domain.plan import Plan
from domain.units import METRES_PER_KM, major_units
from gui.tables.column import Tone
from maps.picture.plan_facts import late_count
from maps.picture.plan_text import PlanText


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a plan.

    Attributes
    ----------
    code
        Its name in the catalogue.
    value, tone
        What it is, as text.
    change, change_tone
        How much more or less than before, as text; empty where it is the same.
    """

    code: str
    value: str
    tone: Tone = Tone.PLAIN
    change: str = ""
    change_tone: Tone = Tone.PLAIN


def plan_figures(text: PlanText, before: Plan | None) -> tuple[Figure, ...]:
    """The figures of a plan, against those of the plan before it."""
    plan = text.plan
    summary = plan.summary
    orders = summary.orders_served + summary.orders_unassigned
    late = late_stops(plan)
    return (
        _figure("cost", text.money(summary.cost_minor.operating), _cost_change(plan, before)),
        _figure("distance", text.distance(summary.distance_m), _distance_change(plan, before)),
        _figure(
            "served",
            text.say("map.of", count=f"{summary.orders_served:,}", all=f"{orders:,}"),
            _change(plan, before, lambda p: Decimal(p.summary.orders_served), ".0f", more=True),
            Tone.WARNING if summary.orders_unassigned else Tone.PLAIN,
        ),
        _figure(
            "late_stops",
            f"{late:,}",
            _change(plan, before, lambda p: Decimal(late_stops(p)), ".0f"),
            Tone.WARNING if late else Tone.PLAIN,
        ),
        _figure(
            "fill_rate",
            f"{100 * summary.fill_rate_units:.1f} %",
            _change(plan, before, _fill_percent, ".1f", more=True),
        ),
        *check_figure(text),
    )


def check_figure(text: PlanText) -> tuple[Figure, ...]:
    """How many rules the plan breaks; nothing where it was not checked."""
    checks = text.plan.checks
    if checks is None:
        return ()
    value = text.say("map.broken_rules", count=len(checks.violations))
    return (Figure(code="figure.check", value=value, tone=Tone.GOOD if checks.ok else Tone.BAD),)


def late_stops(plan: Plan) -> int:
    """At how many stops a plan is late."""
    return sum(map(late_count, plan.routes))


Change = tuple[str, Tone]


def _figure(name: str, value: str, change: Change, tone: Tone = Tone.PLAIN) -> Figure:
    text, change_tone = change
    return Figure(
        code=f"figure.{name}", value=value, tone=tone, change=text, change_tone=change_tone
    )


def _cost_change(plan: Plan, before: Plan | None) -> Change:
    def cost(of: Plan) -> Decimal:
        return major_units(of.summary.cost_minor.operating, of.currency)

    return _change(plan, before, cost, "f")


def _distance_change(plan: Plan, before: Plan | None) -> Change:
    def distance(of: Plan) -> Decimal:
        return Decimal(of.summary.distance_m) / METRES_PER_KM

    return _change(plan, before, distance, ".1f")


def _fill_percent(plan: Plan) -> Decimal:
    return Decimal(str(100 * plan.summary.fill_rate_units))


def _change(
    plan: Plan,
    before: Plan | None,
    figure: Callable[[Plan], Decimal],
    form: str,
    *,
    more: bool = False,
) -> Change:
    """The difference of a figure as text, good or not; `more` where more is better."""
    if before is None or not comparable(plan, before):
        return "", Tone.PLAIN
    difference = figure(plan) - figure(before)
    text = format(difference, f"+,{form}")
    if not text.strip("+-0.,"):
        return "", Tone.PLAIN
    return text, Tone.GOOD if (difference > 0) is more else Tone.WARNING


def comparable(plan: Plan, before: Plan) -> bool:
    """Whether two plans answer the same data of the same day in the same currency."""
    return (plan.day, plan.currency, plan.origin.dataset_fingerprint) == (
        before.day,
        before.currency,
        before.origin.dataset_fingerprint,
    )
