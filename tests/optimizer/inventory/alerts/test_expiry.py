"""What expires of lots, against selling unit by unit from the oldest."""

from hypothesis import given
from hypothesis import strategies as st

from domain.stock_alert import StockAlertKind
from tests.optimizer.inventory.alerts.small_stock import after, alerts, dataset, stock

DAYS = 5


def lost_by_lot(lots: dict[int, int], demand: list[int]) -> dict[int, int]:
    """Units of each lot, by the day it expires, that are left at the end of that day."""
    left, lost = dict(lots), {}
    for day, units in enumerate(demand):
        wanted = units
        for expires in sorted(left):
            if expires >= day:
                sold = min(wanted, left[expires])
                left[expires] -= sold
                wanted -= sold
        if day in left:
            lost[day] = left[day]
    return lost


@given(
    lots=st.dictionaries(st.integers(0, DAYS - 1), st.integers(1, 12), max_size=4),
    demand=st.lists(st.integers(0, 9), min_size=DAYS, max_size=DAYS),
)
def test_lots_expire_as_when_sold_one_by_one(lots: dict[int, int], demand: list[int]) -> None:
    levels = tuple(stock(units, expiry_date=after(day)) for day, units in lots.items())
    found = alerts(dataset(stock=levels), [[float(units) for units in demand]])
    told = {
        alert.date: alert.message["lost"] for alert in found if alert.kind is StockAlertKind.EXPIRY
    }
    reckoned = lost_by_lot(lots, demand)
    assert told == {after(day): units for day, units in reckoned.items() if units}
