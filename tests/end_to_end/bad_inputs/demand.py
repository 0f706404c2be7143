"""Bad histories of demand: what is wrong with each, and who tells of it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.planning.reading.small_dataset import Spoil, Tables, small_tables

HISTORY = "demand_history"
HEADER = (
    *("date", "warehouse_id", "region_id", "sku", "category"),
    *("units", "stockout", "price", "promo_id"),
)
SERIES = (("W1", "007"), ("W2", "A-2"))
DAY = datetime.date(2026, 11, 20)
DAYS = 120
ROW = 41
"""The row that most cases spoil: the twentieth day of the second series."""

AFTER = 2 * DAYS + 2
"""Row of a record that is added."""


@dataclass(frozen=True, kw_only=True)
class DemandCase:
    """A bad history.

    Parameters
    ----------
    name
        What is bad, in words.
    spoil
        Makes it.
    told
        Code of the problem, of the report on cleaning or of an alert, or what a forecast rests on.
    row, column, table
        Where the problem is, if reading finds it.
    """

    name: str
    spoil: Spoil
    told: str
    row: int = 0
    column: str = ""
    table: str = HISTORY


def usual_tables(days: int = DAYS) -> Tables:
    """The small dataset with four months of two series that sell every day."""
    tables = small_tables()
    rng = np.random.default_rng(7)
    first = DAY - datetime.timedelta(days=days)
    tables[HISTORY] = [list(HEADER)]
    for day in range(days):
        for place, sku in SERIES:
            date = str(first + datetime.timedelta(days=day))
            units = str(rng.poisson(20) + 1)
            tables[HISTORY].append([date, place, "", sku, "", units, "0", "4.5", ""])
    return tables


def cell(column: str, text: str, *rows: int) -> Spoil:
    """Another text in some rows, by default in the one that most cases spoil."""

    def spoil(tables: Tables) -> None:
        for row in rows or (ROW,):
            tables[HISTORY][row - 1][HEADER.index(column)] = text

    return spoil


def each(column: str, text: Callable[[int], str]) -> Spoil:
    """A column of all records, given the number of each."""

    def spoil(tables: Tables) -> None:
        for number, record in enumerate(tables[HISTORY][1:]):
            record[HEADER.index(column)] = text(number)

    return spoil


def all_of(*spoils: Spoil) -> Spoil:
    """Several things at once."""

    def spoil(tables: Tables) -> None:
        for one in spoils:
            one(tables)

    return spoil


def again(**cells: str) -> Spoil:
    """The usual record once more at the end, some cells of it changed."""

    def spoil(tables: Tables) -> None:
        record = dict(zip(HEADER, tables[HISTORY][ROW - 1], strict=True)) | cells
        tables[HISTORY].append(list(record.values()))

    return spoil


def last_days(days: int) -> Spoil:
    """Only so many days of history."""
    return lambda tables: tables[HISTORY].__delitem__(slice(1, -len(SERIES) * days or None))


def without(first: int, last: int, step: int = len(SERIES)) -> Spoil:
    """Without some rows, by default those of one series."""
    return lambda tables: tables[HISTORY].__delitem__(slice(first - 1, last, step))


def later(days: int) -> Spoil:
    """All records some days later."""

    def spoil(tables: Tables) -> None:
        for record in tables[HISTORY][1:]:
            moved = datetime.date.fromisoformat(record[0]) + datetime.timedelta(days=days)
            record[0] = str(moved)

    return spoil


def setting(key: str, value: str) -> Spoil:
    """One more setting, in row 4."""
    return lambda tables: tables["settings"].append([key, value])


def promotion(*cells: str) -> Spoil:
    """One more promotion, in row 3."""
    return lambda tables: tables["promotions"].append(list(cells))


def header(column: str, text: str) -> Spoil:
    """A column under another name."""
    return lambda tables: tables[HISTORY][0].__setitem__(HEADER.index(column), text)


def drop_units(tables: Tables) -> None:
    """No column of units at all."""
    for record in tables[HISTORY]:
        del record[HEADER.index("units")]


def mix_dates(tables: Tables) -> None:
    """Every second day written another way, as after pasting from two files."""
    for record in tables[HISTORY][2::4]:
        record[0] = datetime.date.fromisoformat(record[0]).strftime("%d/%m/%Y")


NEW_ROWS = tuple(range(AFTER - 40, AFTER, 2))
"""The last twenty days of the first series."""


def _cells() -> list[DemandCase]:
    """One cell of one record that cannot be read."""
    bad = (
        ("units", "-4", "value.too_small"),
        ("units", "1e15", "value.too_large"),
        ("units", "NaN", "value.not_finite"),
        ("units", "-inf", "value.not_finite"),
        ("units", "a dozen", "value.not_a_number"),
        ("units", "4,5", "value.decimal_comma"),
        ("units", "1,234", "value.comma_ambiguous"),
        ("units", "", "value.missing"),
        ("units", "=SUM(A1:A3)", "value.formula"),
        ("units", "#N/A", "value.spreadsheet_error"),
        ("units", "TRUE", "value.not_a_number"),
        ("units", "١٢", "value.foreign_digits"),
        ("date", "", "value.missing"),
        ("date", "2026-02-30", "value.no_such_day"),
        ("date", "yesterday", "value.not_a_date"),
        ("date", "17/11/2026", "value.date_form"),
        ("date", "17.11.26", "value.year_of_two_digits"),
        ("date", "46000", "value.date_serial"),
        ("date", "2026-08-11 13:00", "value.date_with_time"),
        ("date", "9999-12-31", "value.year_out_of_range"),
        ("sku", "NOSUCH", "id.dangling"),
        ("sku", "", "demand.no_item"),
        ("category", "home", "demand.two_items"),
        ("warehouse_id", "NOSUCH", "id.dangling"),
        ("warehouse_id", "", "demand.no_place"),
        ("region_id", "R1", "demand.two_places"),
        ("promo_id", "P9", "id.dangling"),
        ("stockout", "maybe", "value.not_a_flag"),
        ("price", "-1", "value.too_small"),
        ("price", "nan", "value.not_finite"),
        ("price", "cheap", "value.not_a_number"),
    )
    return [
        DemandCase(
            name=f"{column} {text!r}", spoil=cell(column, text), told=code, row=ROW, column=column
        )
        for column, text, code in bad
    ]


def _fills() -> list[DemandCase]:
    """A gap of a fortnight, filled in each of the ways there are."""
    return [
        DemandCase(
            name=f"a gap filled by {way}",
            spoil=all_of(without(60, 90), setting("demand_gaps", way)),
            told="cleaning.gap_filled",
        )
        for way in ("mean", "linear", "cubic", "seasonal", "neighbours")
    ]


CASES = [
    *_cells(),
    *_fills(),
    DemandCase(
        name="a day twice", spoil=again(units="9"),
        told="demand.day_twice", row=AFTER, column="date",
    ),
    DemandCase(
        name="a record twice", spoil=again(),
        told="demand.day_twice", row=AFTER, column="date",
    ),
    DemandCase(
        name="a day twice, added up",
        spoil=all_of(again(units="9"), setting("demand_duplicates", "sum")),
        told="demand.day_twice_sum", row=AFTER, column="date",
    ),
    DemandCase(
        name="a day twice, the last counts",
        spoil=all_of(again(units="9"), setting("demand_duplicates", "last")),
        told="demand.day_twice_last", row=AFTER, column="date",
    ),
    DemandCase(
        name="goods returned",
        spoil=all_of(cell("units", "-4"), setting("demand_negatives", "returns")),
        told="demand.returns", row=ROW, column="units",
    ),
    DemandCase(
        name="nothing but returns",
        spoil=all_of(each("units", lambda _: "-4"), setting("demand_negatives", "returns")),
        told="cleaning.returns",
    ),
    DemandCase(
        name="a gap of a fortnight", spoil=without(60, 90),
        told="demand.gaps", row=76, column="date",
    ),
    DemandCase(
        name="a gap that means no sale",
        spoil=all_of(without(60, 90), setting("demand_missing", "zero")),
        told="demand.gaps_are_zero", row=76, column="date",
    ),
    DemandCase(name="days without a record of anything", spoil=without(60, 65, 1),
               told="cleaning.gap"),
    DemandCase(name="five days of history", spoil=last_days(5), told="same_item"),
    DemandCase(name="one row", spoil=without(2, AFTER - 2, 1), told="same_item"),
    DemandCase(name="an empty table", spoil=last_days(0), told="cleaning.no_history"),
    DemandCase(name="constant", spoil=each("units", lambda _: "7"), told="cleaning.nothing"),
    DemandCase(name="all zero", spoil=each("units", lambda _: "0"), told="silent"),
    DemandCase(name="a spike", spoil=cell("units", "1e9"), told="cleaning.outlier"),
    DemandCase(name="a spike on the last day", spoil=cell("units", "1e9", AFTER - 1),
               told="cleaning.outlier"),
    DemandCase(
        name="a spike cut off",
        spoil=all_of(cell("units", "1e9"), setting("demand_outliers", "cap")),
        told="cleaning.outlier_capped",
    ),
    DemandCase(
        name="a spike kept",
        spoil=all_of(cell("units", "1e9"), setting("demand_outliers", "keep")),
        told="cleaning.doubtful",
    ),
    DemandCase(
        name="huge and nothing by turns",
        spoil=each("units", lambda number: "1e9" if number % 4 == 0 else "0"),
        told="silent",
    ),
    DemandCase(name="stock-outs on every day", spoil=each("stockout", lambda _: "1"),
               told="everything"),
    DemandCase(name="stock-outs of late", spoil=cell("stockout", "1", *NEW_ROWS),
               told="stockouts"),
    DemandCase(
        name="stock-outs written as zero",
        spoil=cell("units", "0", *range(101, 121, 2)),
        told="demand.stockout_as_zero", row=101, column="units",
    ),
    DemandCase(
        name="a region nobody knows",
        spoil=all_of(cell("warehouse_id", ""), cell("region_id", "NOSUCH")),
        told="id.dangling", row=ROW, column="region_id",
    ),
    DemandCase(
        name="a category nobody knows",
        spoil=all_of(cell("sku", ""), cell("category", "nosuch")),
        told="id.dangling", row=ROW, column="category",
    ),
    DemandCase(
        name="a record of the future", spoil=again(date="2026-12-24"),
        told="demand.in_the_future", row=AFTER, column="date",
    ),
    DemandCase(
        name="all of the future", spoil=later(400),
        told="demand.in_the_future", row=2, column="date",
    ),
    DemandCase(name="records that ended long ago", spoil=later(-90), told="stale_history"),
    DemandCase(name="a series that ended", spoil=without(AFTER - 40, AFTER), told="data_stopped"),
    DemandCase(
        name="dates of two forms", spoil=mix_dates,
        told="value.date_form", row=3, column="date",
    ),
    DemandCase(
        name="a span of fifty years", spoil=again(date="1976-11-17"),
        told="demand.span", row=AFTER, column="date",
    ),
    DemandCase(
        name="a promotion that ends before it starts",
        spoil=promotion("P2", "2026-11-30", "2026-11-01", "007"),
        told="promotion.reversed", row=3, column="end_date", table="promotions",
    ),
    DemandCase(
        name="a promotion of nothing there is",
        spoil=promotion("P2", "2026-11-01", "2026-11-30", "nosuch"),
        told="promotion.scope_unknown", row=3, column="scope", table="promotions",
    ),
    DemandCase(
        name="a holiday that may be worked on",
        spoil=lambda tables: tables["holidays"].append(["2026-12-31", "maybe"]),
        told="value.not_a_flag", row=3, column="working", table="holidays",
    ),
    DemandCase(
        name="holidays of an unknown country", spoil=setting("holiday_country", "Atlantis"),
        told="setting.holiday_country_unknown", row=4, column="value", table="settings",
    ),
    DemandCase(
        name="holidays of a region that its country does not have",
        spoil=all_of(setting("holiday_country", "DE"), setting("holiday_region", "TX")),
        told="setting.holiday_region_unknown", row=5, column="value", table="settings",
    ),
    DemandCase(
        name="an unknown way to fill gaps", spoil=setting("demand_gaps", "guess"),
        told="value.not_a_choice", row=4, column="value", table="settings",
    ),
    DemandCase(name="no units", spoil=drop_units, told="column.missing", row=1, column="units"),
    DemandCase(
        name="units under another name", spoil=header("units", "unit"),
        told="column.missing_but_near", row=1, column="units",
    ),
    DemandCase(
        name="units twice", spoil=header("price", "units"),
        told="column.twice", row=1, column="units",
    ),
    DemandCase(
        name="a cell too many",
        spoil=lambda tables: tables[HISTORY][ROW - 1].append("what"),
        told="row.too_many_cells", row=ROW, column="promo_id",
    ),
    DemandCase(
        name="a row cut short",
        spoil=lambda tables: tables[HISTORY][ROW - 1].__delitem__(slice(3, None)),
        told="row.too_few_cells", row=ROW, column="sku",
    ),
]  # fmt: skip
