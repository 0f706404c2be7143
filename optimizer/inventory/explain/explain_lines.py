"""The explanation of every line of a stock plan: its sum, its reasons, its other quantities."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from domain.dataset import Dataset
from domain.message import Message, message
from domain.stock_problem import SUPPLIER, StockSolution
from domain.supply import ReplenishmentLine
from optimizer.inventory.build_problem import BuiltProblem
from optimizer.inventory.explain.causes import Causes
from optimizer.inventory.explain.changes import what_would_change
from optimizer.inventory.explain.elsewhere import Elsewhere
from optimizer.inventory.explain.flows import Flows, flows_of
from optimizer.inventory.explain.needs import Needs, stock_needs
from optimizer.inventory.explain.one_series import (
    OneSeries,
    as_planned,
    one_series,
    without_way_today,
)
from optimizer.inventory.explain.others import other_quantities
from optimizer.inventory.explain.parts import PlansAlone, lawful_order, plan_alone, sum_of_parts
from optimizer.inventory.explain.promotions import Promotions
from optimizer.inventory.explain.sentence import part_sentences, sum_sentence
from optimizer.inventory.explain.variants import plan_variants

MOST_LINES_COMPARED = 2_000
"""Lines, the dearest, that are compared with other quantities and tried under other conditions."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explainer:
    """What explanations of all lines of a plan rest on."""

    built: BuiltProblem
    solution: StockSolution
    day: datetime.date
    needs: Needs
    flows: Flows
    causes: Causes
    elsewhere: Elsewhere
    promotions: Promotions

    def explain_series(
        self, lines: Mapping[int, ReplenishmentLine], plans: PlansAlone, compared: frozenset[int]
    ) -> Iterator[tuple[int, ReplenishmentLine]]:
        """Explain the lines of one series, given by way.

        Parameters
        ----------
        plans
            What the series would order alone.
        compared
            Ways whose lines are compared with other quantities too.
        """
        explained = {way: self._explained(lines, way, plans) for way in lines}
        if compared.isdisjoint(lines):
            yield from explained.items()
            return
        problem = self.built.problem
        series = int(problem.ways.taker[next(iter(lines))])
        one = one_series(problem, self.solution.prices, series)
        for way, line in explained.items():
            yield (
                way,
                self._compared(one, way - int(one.ways[0]), line) if way in compared else line,
            )

    def _explained(
        self, lines: Mapping[int, ReplenishmentLine], way: int, plans: PlansAlone
    ) -> ReplenishmentLine:
        """A line with the sum that it is, and why."""
        built, line = self.built, lines[way]
        ways, series = built.problem.ways, int(built.problem.ways.taker[way])
        lot, least, most = (
            int(of[way]) for of in (ways.lot_units, ways.least_units, ways.most_units)
        )
        needed = int(self.needs.short[series])
        rounded = lawful_order(needed, lot=lot, least=least, most=most)
        others = [other for number, other in lines.items() if number != way]
        parts = sum_of_parts(
            plans,
            needed=needed,
            rounded=rounded,
            lot=lot,
            units=line.units,
            others=sum(other.units for other in others),
        )
        reasons = [
            *part_sentences(built, self.causes, way, parts, others, self.flows),
            self._target(series),
            *self.promotions.of_series(built.problem.keys[series], int(built.cover_days[series])),
        ]
        explanation = sum_sentence(built, self.needs, way, parts, self.day)
        return replace(line, explanation=explanation, reasons=tuple(reasons))

    def _compared(self, one: OneSeries, way: int, line: ReplenishmentLine) -> ReplenishmentLine:
        """A line with what would change it and what other quantities would bring."""
        ways, units = one.problem.ways, self.solution.units[one.ways]
        series = int(self.built.problem.ways.taker[one.ways[0]])
        rounded = lawful_order(
            int(line.explanation["needed"]),
            lot=int(ways.lot_units[way]),
            least=int(ways.least_units[way]),
            most=int(ways.most_units[way]),
        )
        planned = as_planned(one, units, self.flows.taken[series], way)
        open_ways = [n for n in range(len(ways)) if n == way or ways.giver[n] == SUPPLIER]
        today = {n: int(units[n, 0]) for n in open_ways if units[n, 0]}
        used = frozenset(np.flatnonzero(units[:, 0]).tolist())
        changes = what_would_change(planned, one.prices, way, today)
        rather = self._rather(replace(one, problem=planned), way, today, used)
        return replace(
            line,
            reasons=(*line.reasons, *changes, *rather),
            others=other_quantities(planned, way, today, rounded),
        )

    def _target(self, series: int) -> Message:
        """How often stock should last, from what missing and idle units cost."""
        problem = self.built.problem
        return message(
            "replenish.target",
            shortage=self.causes.money(float(problem.shortage_cost[series])),
            holding=self.causes.money(float(problem.holding_cost[series])),
            percent=round(100 * float(self.needs.level[series]), 1),
        )

    def _rather(
        self, one: OneSeries, way: int, today: Mapping[int, int], used: frozenset[int]
    ) -> Iterator[Message]:
        """Why bought and not moved, or what a move saves."""
        ways = one.problem.ways
        if ways.giver[way] == SUPPLIER:
            yield from self.elsewhere.why_not_moved(one, way, today, used)
            return
        variants = [one.problem, without_way_today(one.problem, way)]
        best, without = plan_variants(variants, one.prices).priced.tolist()
        if without > best:
            yield message("replenish.moved_saves", saved=self.causes.money(without - best))


def explainer(
    built: BuiltProblem,
    solution: StockSolution,
    *,
    dataset: Dataset,
    day: datetime.date,
    promotion_units: Mapping[tuple[str, str], float],
) -> Explainer:
    """Prepare what all explanations of a plan share.

    Parameters
    ----------
    promotion_units
        Units of the usual demand over the cover that promotions bring, by warehouse and SKU.
    """
    problem, needs = built.problem, stock_needs(built)
    flows = flows_of(problem, solution)
    causes = Causes(
        problem=problem,
        prices=solution.prices,
        day=day,
        currency=dataset.settings.currency,
    )
    same_sku = defaultdict[str, list[int]](list)
    for series, (_, sku) in enumerate(problem.keys):
        same_sku[sku].append(series)
    elsewhere = Elsewhere(
        problem=problem,
        supplied=flows.supplied,
        spare=needs.spare,
        same_sku=same_sku,
        money=causes.money,
    )
    return Explainer(
        built=built,
        solution=solution,
        day=day,
        needs=needs,
        flows=flows,
        causes=causes,
        elsewhere=elsewhere,
        promotions=Promotions(
            promotions=dataset.promotions,
            category={product.sku: product.category for product in dataset.products},
            day=day,
            units=promotion_units,
        ),
    )


def explain_lines(
    explainer: Explainer, lines: Mapping[int, ReplenishmentLine]
) -> dict[int, ReplenishmentLine]:
    """Every line of today, by way, with its explanation."""
    dearest = sorted(lines, key=lambda way: (-lines[way].cost_minor, way))
    compared = frozenset(dearest[:MOST_LINES_COMPARED])
    by_series = defaultdict[int, dict[int, ReplenishmentLine]](dict)
    for way, line in lines.items():
        by_series[int(explainer.built.problem.ways.taker[way])][way] = line
    series = np.array(sorted(by_series), dtype=np.int64)
    plans = plan_alone(
        explainer.built.problem, series, explainer.flows, explainer.built.service_level
    )
    return {
        way: line
        for row in series.tolist()
        for way, line in explainer.explain_series(by_series[row], plans[row], compared)
    }
