"""What there is too little of, so that a line is not what its series alone would order."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.message import Message, message
from domain.stock_problem import NO_TRUCK, SUPPLIER, Floats, Prices, StockProblem
from domain.supply import Scarcity
from domain.units import MINOR_DIGITS
from optimizer.inventory.explain.money_text import amount_text

MOST_SCARCE = 50
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cause:
    """Something scarce: what it costs a unit of the line, and how to say it."""

    per_unit: float
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Causes:
    """Finds what is scarce where a line comes from and goes to.

    Parameters
    ----------
    problem, prices
        The problem of all, and what scarce things are worth at its plan.
    day
        The day planned.
    currency
        Of the money.
    """

    problem: StockProblem
    prices: Prices
    day: datetime.date
    currency: str

    def of_part(self, way: int, part: int) -> Message:
        """Why a line by a way has a part more, or less, than its series alone would order."""
        found = list(self._more(way, part) if part > 0 else self._less(way, part))
        if found:
            return max(found, key=lambda cause: cause.per_unit).message
        if self.problem.ways.truck[way] != NO_TRUCK:
            truck = self.problem.shared.truck_m3[self.problem.ways.truck[way]]
            return message("replenish.part_truck", part=part, volume_m3=round(float(truck), 1))
        return message("replenish.part_other", part=part)

    def _less(self, way: int, part: int) -> Iterator[_Cause]:
        """What is scarce when these units come and while they lie."""
        ways, days = self.problem.ways, self.problem.days
        series, arrival = int(ways.taker[way]), int(ways.lead_days[way])
        yield from self._receiving(series, arrival, arrival + 1, part)
        yield from self._storage(series, arrival, days, part)
        spent = float(self.prices.budget * ways.spending[way])
        if spent > _NOTHING:
            one = 10.0 ** MINOR_DIGITS.get(self.currency, 2)
            saved = self.money(self.prices.budget * one)
            told = message("replenish.part_budget", part=part, one=self.money(one), price=saved)
            yield _Cause(per_unit=spent, message=told)
        yield from self._giver(way, 0, 1, part)

    def _more(self, way: int, part: int) -> Iterator[_Cause]:
        """What is scarce later, so that these units come today, or by another way."""
        ways, days = self.problem.ways, self.problem.days
        series, arrival = int(ways.taker[way]), int(ways.lead_days[way])
        yield from self._receiving(series, arrival + 1, days, part)
        first, end = np.searchsorted(ways.taker, [series, series + 1]).tolist()
        for other in range(first, end):
            if other != way:
                yield from self._giver(other, 0, days, part)

    def _receiving(self, series: int, first: int, end: int, part: int) -> Iterator[_Cause]:
        warehouse = int(self.problem.warehouse[series])
        yield from self._of_place(
            "replenish.part_receiving", self.prices.receiving, warehouse, series, first, end, part
        )

    def _storage(self, series: int, first: int, end: int, part: int) -> Iterator[_Cause]:
        warehouse = int(self.problem.warehouse[series])
        yield from self._of_place(
            "replenish.part_storage", self.prices.storage, warehouse, series, first, end, part
        )

    def _giver(self, way: int, first: int, end: int, part: int) -> Iterator[_Cause]:
        """What is scarce where a move starts: units, and moves sent out."""
        giver = int(self.problem.ways.giver[way])
        if giver == SUPPLIER:
            return
        worth = self.prices.giving[giver, first:end].max(initial=0.0)
        if worth > _NOTHING:
            place = self.problem.keys[giver][0]
            told = message(
                "replenish.part_giver", part=part, warehouse_id=place, price=self.money(worth)
            )
            yield _Cause(per_unit=float(worth), message=told)
        warehouse = int(self.problem.warehouse[giver])
        out = self.prices.outbound[warehouse, first:end]
        if out.max(initial=0.0) > _NOTHING:
            date = self._date(first + int(out.argmax()))
            told = message(
                "replenish.part_outbound",
                part=part,
                warehouse_id=self.problem.warehouse_ids[warehouse],
                date=date,
                price=self.money(out.max()),
            )
            yield _Cause(per_unit=float(out.max()) / max(1, abs(part)), message=told)

    def _of_place(
        self,
        code: str,
        prices: Floats,
        warehouse: int,
        series: int,
        first: int,
        end: int,
        part: int,
    ) -> Iterator[_Cause]:
        """The dearest day of something that a warehouse has too little of."""
        span = prices[warehouse, first:end]
        if span.max(initial=0.0) <= _NOTHING:
            return
        told = message(
            code,
            part=part,
            warehouse_id=self.problem.warehouse_ids[warehouse],
            date=self._date(first + int(span.argmax())),
            price=self.money(span.max()),
        )
        yield _Cause(per_unit=float(span.max() * self.problem.volume_m3[series]), message=told)

    def _date(self, day: int) -> str:
        return str(self.day + datetime.timedelta(days=day))

    def money(self, amount_minor: float) -> str:
        """An amount of the data's money in words."""
        return amount_text(float(amount_minor), self.currency)


def scarcities(problem: StockProblem, prices: Prices, day: datetime.date) -> tuple[Scarcity, ...]:
    """What there is too little of and what more of it would save, the dearest first."""
    found = [
        Scarcity(
            kind=kind,
            warehouse_id=problem.warehouse_ids[warehouse],
            date=day + datetime.timedelta(days=int(on)),
            price_minor=float(price[warehouse, on]),
        )
        for kind, price in (
            ("receiving", prices.receiving),
            ("storage", prices.storage),
            ("outbound", prices.outbound),
        )
        for warehouse, on in np.argwhere(price > _NOTHING)
    ]
    if prices.budget > _NOTHING:
        found.append(Scarcity(kind="budget", price_minor=float(prices.budget)))
    found.sort(key=lambda one: (-one.price_minor, one.kind, one.warehouse_id, str(one.date)))
    return tuple(found[:MOST_SCARCE])
