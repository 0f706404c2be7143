"""What the settings of a dataset mean, in a planner's words."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "SettingMeanings"

_MEANINGS: dict[str, object] = {
    "currency": QT_TRANSLATE_NOOP("SettingMeanings", "Currency of all money in the data"),
    "coordinate_datum": QT_TRANSLATE_NOOP(
        "SettingMeanings", "Map datum of the coordinates in the data"
    ),
    "plan_date": QT_TRANSLATE_NOOP("SettingMeanings", "Day to plan, where none is chosen"),
    "horizon_days": QT_TRANSLATE_NOOP("SettingMeanings", "Days to forecast"),
    "service_level": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "How often stock shall last until the next delivery: 0.95 is 95 of 100 times",
    ),
    "capital_cost_share": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "What a year of stock costs beside its room, as a share of its value: capital, insurance,"
        " ageing",
    ),
    "purchase_budget": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "What all orders to suppliers over the days planned may cost; no limit where empty",
    ),
    "shortage_cost_share": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Cost of leaving an order out as a share of its goods' value, where the order names none",
    ),
    "unassigned_cost": QT_TRANSLATE_NOOP(
        "SettingMeanings", "Least cost of leaving an order out, where the order names none"
    ),
    "snap_limit_m": QT_TRANSLATE_NOOP(
        "SettingMeanings", "Metres that a door may lie from a road at most"
    ),
    "traffic": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Whether roads are as slow as is typical of each hour, or always as fast as can be",
    ),
    "turn_costs": QT_TRANSLATE_NOOP(
        "SettingMeanings", "Whether turning takes time and forbidden turns are kept"
    ),
    "paper_columns": QT_TRANSLATE_NOOP(
        "SettingMeanings", "What papers for drivers show; all of it where nothing is named"
    ),
    "paper_phones": QT_TRANSLATE_NOOP("SettingMeanings", "Telephone numbers on papers"),
    "navigation_app": QT_TRANSLATE_NOOP(
        "SettingMeanings", "What opens the navigation codes on the dispatch sheet"
    ),
    "demand_missing": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "What a day without a record means: unknown, or zero (nothing was sold)",
    ),
    "demand_duplicates": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Two records of one day of a series: an error (reject), added up (sum), or the last"
        " one counts",
    ),
    "demand_negatives": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Units below zero: an error (reject), or returns, which are no demand",
    ),
    "demand_outliers": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Days far beyond all others of a series: unknown (mask), kept, or lowered to the"
        " greatest other day (cap)",
    ),
    "demand_gaps": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Unknown days inside a series: left out (mask), or filled by the mean, a linear or"
        " cubic curve, the seasonal pattern of the week, or like series (neighbours)",
    ),
    "holiday_country": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "Country whose public holidays the forecast knows, by its code of two letters; empty"
        " for the table's own alone",
    ),
    "holiday_region": QT_TRANSLATE_NOOP(
        "SettingMeanings",
        "State or province of that country, such as BW",
    ),
}


def setting_meaning(key: str) -> str:
    """What a setting means in the current language; empty for one without an explanation."""
    return QCoreApplication.translate(_CONTEXT, str(_MEANINGS[key])) if key in _MEANINGS else ""
