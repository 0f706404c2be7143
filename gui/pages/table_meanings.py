"""What the tables of a dataset hold, in a planner's words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "TableMeanings"

_MEANINGS: dict[str, object] = {
    "warehouses": QT_TRANSLATE_NOOP("TableMeanings", "Where goods lie and vehicles start"),
    "products": QT_TRANSLATE_NOOP("TableMeanings", "What is sold, how large and how heavy"),
    "supply_lanes": QT_TRANSLATE_NOOP("TableMeanings", "Who supplies what, in how many days"),
    "stock": QT_TRANSLATE_NOOP("TableMeanings", "What lies in each warehouse now"),
    "inbound": QT_TRANSLATE_NOOP("TableMeanings", "What is on its way to the warehouses"),
    "demand_history": QT_TRANSLATE_NOOP("TableMeanings", "What was sold, day by day"),
    "promotions": QT_TRANSLATE_NOOP("TableMeanings", "Days on which more is sold"),
    "holidays": QT_TRANSLATE_NOOP("TableMeanings", "Days unlike others, by region"),
    "orders": QT_TRANSLATE_NOOP("TableMeanings", "Who gets a delivery, where and when"),
    "order_lines": QT_TRANSLATE_NOOP("TableMeanings", "What each order consists of"),
    "vehicles": QT_TRANSLATE_NOOP("TableMeanings", "What can drive, how much it takes and costs"),
    "drivers": QT_TRANSLATE_NOOP("TableMeanings", "Who drives, and when"),
    "speed_profiles": QT_TRANSLATE_NOOP("TableMeanings", "How fast traffic is through the day"),
    "trips": QT_TRANSLATE_NOOP("TableMeanings", "What drives really took"),
    "zones": QT_TRANSLATE_NOOP("TableMeanings", "Areas that not every vehicle may enter"),
    "events": QT_TRANSLATE_NOOP("TableMeanings", "What happened on the way and in the warehouses"),
    "settings": QT_TRANSLATE_NOOP("TableMeanings", "How this day is planned"),
}


def table_meaning(name: str) -> str:
    """What a table holds in the current language; empty for one that is not known."""
    return QCoreApplication.translate(_CONTEXT, str(_MEANINGS[name])) if name in _MEANINGS else ""
