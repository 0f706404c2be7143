"""What a stop is called."""

from collections.abc import Iterable

from domain.plan import Stop, StopKind
from maps.picture.plan_text import PlanText


def stop_name(stop: Stop, text: PlanText) -> str:
    """The customers of a stop, or the warehouse of a reload."""
    if stop.kind is StopKind.RELOAD:
        name = text.warehouse_name(stop.warehouse_id)
        return text.say("sheet.reload_at", warehouse=name)
    names = joined(order.customer_name or text.address(order, stop) for order in text.orders(stop))
    return names or ", ".join(stop.order_ids)


def joined(texts: Iterable[str]) -> str:
    """Different texts that are not empty, each once."""
    return "; ".join(dict.fromkeys(text for text in texts if text))
