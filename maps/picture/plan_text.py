"""How the figures of a plan read, alike on the map, on sheets and in files for other programs."""

from collections.abc import Callable

from domain.dataset import Dataset
from domain.message import Message, message
from domain.orders import Order, TimeWindow
from domain.plan import Plan, Stop, StopKind
from domain.units import (
    METRES_PER_KM,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
    clock_text,
    major_units,
)
from maps.picture.plan_facts import PlanFacts, is_carried_from, with_name

Say = Callable[[Message], str]
"""Renders a message in the reader's language."""


_TASKS = {
    StopKind.DELIVERY: "sheet.deliver",
    StopKind.PICKUP: "sheet.fetch",
    StopKind.RELOAD: "sheet.reload",
}


class PlanText(PlanFacts):
    """Texts of one plan in one language."""

    def __init__(self, plan: Plan, dataset: Dataset, say: Say) -> None:
        super().__init__(plan, dataset)
        self._say = say

    def say(self, code: str, /, **parameters: str | int | float) -> str:
        """The text of a code."""
        return self._say(message(code, **parameters))

    def sentence(self, sentence: Message) -> str:
        """The text of a message."""
        return self._say(sentence)

    def clock(self, time_s: int) -> str:
        """Local clock time of a time of the plan: ``08:45``; on the next day ``02:15+1``."""
        moment = self.moment(time_s)
        days = (moment.date() - self.plan.day).days
        seconds = moment.hour * SECONDS_PER_HOUR + moment.minute * SECONDS_PER_MINUTE
        return clock_text(days * SECONDS_PER_DAY + seconds)

    def span(self, start_s: int, end_s: int) -> str:
        """Two clock times: ``08:45–17:30``."""
        return f"{self.clock(start_s)}–{self.clock(end_s)}"

    def windows(self, order: Order, stop: Stop | None = None) -> str:
        """Windows of an order, at one of its stops; empty where it may be served all day."""
        windows = order_windows(order, stop)
        if all((w.start_s, w.end_s) == (0, SECONDS_PER_DAY) for w in windows):
            return ""
        return ", ".join(f"{clock_text(w.start_s)}–{_window_end_text(w.end_s)}" for w in windows)

    def task(self, stop: Stop) -> str:
        """What is done at a stop, in a word."""
        return self.say(_TASKS[stop.kind])

    def duration(self, duration_s: int) -> str:
        """A duration to the minute, one at least: ``1 h 05``, ``25 min``."""
        whole = max(round(duration_s / SECONDS_PER_MINUTE), 1 if duration_s > 0 else 0)
        hours, minutes = divmod(whole, 60)
        if not hours:
            return self.say("unit.minutes", minutes=minutes)
        return self.say("unit.hours_minutes", hours=hours, minutes=f"{minutes:02d}")

    def distance(self, distance_m: int) -> str:
        """A distance in kilometres: ``42.1 km``."""
        return self.say("unit.km", km=f"{distance_m / METRES_PER_KM:,.1f}")

    def volume(self, volume_m3: float) -> str:
        """A volume: ``7.25 m³``."""
        return self.say("unit.m3", m3=f"{volume_m3:,.2f}")

    def weight(self, weight_kg: float) -> str:
        """A weight: ``412 kg``."""
        return self.say("unit.kg", kg=f"{weight_kg:,.0f}")

    def money(self, amount_minor: int) -> str:
        """An amount with its currency: ``4,812.50 EUR``."""
        return f"{major_units(amount_minor, self.plan.currency):,f} {self.plan.currency}"

    def goods(self, order_id: str) -> list[str]:
        """Each line of an order: ``3 × SKU-0012 Kettle``."""
        return [
            f"{line.units:,} × {with_name(line.sku, product.name if product else '')}"
            for line, product in self.lines(order_id)
        ]


def order_windows(order: Order, stop: Stop | None = None) -> tuple[TimeWindow, ...]:
    """Windows of an order at one of its stops; without a stop, where it is delivered."""
    is_first = stop is not None and is_carried_from(order, stop)
    return order.pickup_windows if is_first else order.windows


def _window_end_text(end_s: int) -> str:
    return "24:00" if end_s == SECONDS_PER_DAY else clock_text(end_s)
