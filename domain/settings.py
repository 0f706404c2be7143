"""Settings of a plan, each declared once: key, type, bounds, default and meaning."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.column import Kind, column, validate

DATUMS = ("wgs84", "gcj02", "bd09")

PAPER_COLUMNS = ("contact", "phone", "orders", "note", "goods", "qr", "volume", "weight")
"""What papers for drivers may show besides stops, times and addresses."""

OUTLIER_WAYS = ("mask", "keep", "cap")
GAP_WAYS = ("mask", "mean", "linear", "cubic", "seasonal", "neighbours")
"""What may be made of days far beyond all others, and of unknown days inside a series."""

NAVIGATION_APPS = ("geo", "google", "amap", "baidu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the settings table."""

    key: str = column(Kind.ID, read_by="settings")
    value: str = column(Kind.TEXT, read_by="settings")

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the settings table may say; a key it leaves out has the default.

    Attributes
    ----------
    currency
        Three-letter code of all money in the data.
    coordinate_datum
        Datum of all coordinates in the data: ``wgs84``, ``gcj02``, ``bd09`` or ``EPSG:<number>``.
    plan_date
        Day to plan where the command names none.
    horizon_days
        Days to forecast.
    demand_missing
        What a day without a record means: ``unknown``, or ``zero``, no sale, from a series' first
        to its last recorded day unless the whole place was closed.
    demand_duplicates
        Two records of one day of a series: ``reject`` them as an error, ``sum`` them, or take the
        ``last``.
    demand_negatives
        Units below zero: ``reject`` them as an error, or take them as ``returns``, which are no
        demand.
    demand_outliers
        Days far beyond all others of a series: ``mask`` (unknown), ``keep``, or ``cap`` them at
        the greatest other day.
    demand_gaps
        Unknown days inside a series: ``mask`` (stay unknown), or filled for learning by the
        ``mean`` of days near by, a ``linear`` or monotone ``cubic`` curve, the ``seasonal``
        pattern of the week, or like series (``neighbours``).
    holiday_country
        Country whose public holidays are known to the forecast, by its code of two letters; none
        but those of the table where empty.
    holiday_region
        State or province of that country, by the code of its subdivision.
    service_level
        Share of replenishment cycles that demand should not outrun the stock.
    capital_cost_share
        What a year of stock costs beside its room, as a share of its value: capital, insurance,
        ageing.
    purchase_budget
        What the orders to suppliers of the whole horizon may cost; without limit where empty.
    shortage_cost_share
        Cost of leaving an order out as a share of its goods' value, where the order names none.
    unassigned_cost
        Least cost of leaving an order out, where the order names none.
    snap_limit_m
        Greatest distance from a door to a road.
    traffic
        Whether roads are as slow as at each hour (``typical``: by the speed profiles, and built-in
        ones where they say nothing), or always as fast as can be (``free_flow``).
    turn_costs
        Whether turning takes time and forbidden turns are kept.
    paper_columns
        Which of `PAPER_COLUMNS` the papers show; all of them where it names none.
    paper_phones
        Telephone numbers on papers: ``masked`` to their last four digits, ``full`` or ``none``.
    navigation_app
        What opens the codes on the dispatch sheet: any app by a ``geo`` URI, ``google``, ``amap``
        or ``baidu``.
    """

    currency: str = column(Kind.TEXT, default="EUR", read_by="money")
    coordinate_datum: str = column(Kind.TEXT, default="wgs84", read_by="coordinates")
    plan_date: datetime.date | None = column(Kind.DATE, default=None, read_by="choice of the day")
    horizon_days: int = column(Kind.WHOLE, default=28, minimum=1, maximum=365, read_by="forecast")
    demand_missing: str = column(
        Kind.CHOICE, default="unknown", choices=("unknown", "zero"), read_by="demand history"
    )
    demand_duplicates: str = column(
        Kind.CHOICE, default="reject", choices=("reject", "sum", "last"), read_by="demand history"
    )
    demand_negatives: str = column(
        Kind.CHOICE, default="reject", choices=("reject", "returns"), read_by="demand history"
    )
    demand_outliers: str = column(
        Kind.CHOICE, default="mask", choices=OUTLIER_WAYS, read_by="demand history"
    )
    demand_gaps: str = column(
        Kind.CHOICE, default="mask", choices=GAP_WAYS, read_by="demand history"
    )
    holiday_country: str = column(Kind.TEXT, default="", read_by="forecast: holidays")
    holiday_region: str = column(Kind.TEXT, default="", read_by="forecast: holidays")
    service_level: float = column(
        Kind.NUMBER, default=0.95, minimum=0.5, maximum=0.999, read_by="replenishment"
    )
    capital_cost_share: float = column(
        Kind.NUMBER, default=0.2, minimum=0, maximum=10, read_by="replenishment: holding cost"
    )
    purchase_budget: Decimal | None = column(
        Kind.MONEY, default=None, minimum=0, read_by="replenishment: budget"
    )
    shortage_cost_share: float = column(
        Kind.NUMBER, default=1.0, minimum=0, maximum=100, read_by="cost of leaving an order out"
    )
    unassigned_cost: Decimal = column(
        Kind.MONEY, default=Decimal(200), minimum=0, read_by="cost of leaving an order out"
    )
    snap_limit_m: float = column(
        Kind.NUMBER, default=500.0, above_zero=True, maximum=20_000, read_by="roads"
    )
    traffic: str = column(
        Kind.CHOICE, default="typical", choices=("typical", "free_flow"), read_by="travel"
    )
    turn_costs: bool = column(Kind.FLAG, default=True, read_by="travel")
    paper_columns: frozenset[str] = column(
        Kind.WORDS, default=frozenset(), choices=PAPER_COLUMNS, read_by="papers"
    )
    paper_phones: str = column(
        Kind.CHOICE, default="masked", choices=("masked", "full", "none"), read_by="papers"
    )
    navigation_app: str = column(
        Kind.CHOICE, default="geo", choices=NAVIGATION_APPS, read_by="papers"
    )

    def __post_init__(self) -> None:
        validate(self)
