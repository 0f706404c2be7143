"""A panel in which every cause is at work, and a model that reads all of it."""

import datetime
from dataclasses import replace

import numpy as np

from domain.demand import Holiday, Promotion
from domain.geo import Location
from forecasting.distribution import LEVELS, Distribution, IntArray
from forecasting.known_facts import KnownFacts
from forecasting.panel import Panel, build_panel
from forecasting.usable_history import usable_history
from tests.forecasting.sample_histories import MONDAY, history_of, weekly_sales

DAYS, HORIZON, SERIES = 420, 14, 8
FEAST = MONDAY + datetime.timedelta(days=DAYS + 3)
SALE = Promotion(
    promo_id="p1",
    name="Spring sale",
    start_date=FEAST + datetime.timedelta(days=2),
    end_date=FEAST + datetime.timedelta(days=4),
    scope="I0",
    discount_pct=20,
)


def facts_of_all() -> KnownFacts:
    history = history_of(np.zeros((SERIES, 1)), places=4)
    spring = {SALE.start_date: 4.0, FEAST: 3.0}
    return KnownFacts(
        item_groups={"I0": "a", "I1": "b"},
        holidays=(
            Holiday(date=FEAST - datetime.timedelta(days=365), name="Feast"),
            Holiday(date=FEAST, name="Feast"),
        ),
        promotions=(SALE,),
        closed_days=frozenset({("W1", FEAST)}),
        place_locations={f"W{n}": Location(49.0 + n, 8.0) for n in range(4)},
        planned_prices={history.keys[0]: spring},
    )


def full_panel(seed: int = 0) -> Panel:
    """Eight series at four places, with everything a panel can hold."""
    history = history_of(weekly_sales(SERIES, DAYS, seed), places=4)
    prices = np.full(history.units.shape, 5.0, np.float32)
    prices[:, -10:] = 4
    return build_panel(usable_history(replace(history, price=prices)), facts_of_all(), HORIZON)


def reads_everything(panel: Panel, rows: IntArray) -> Distribution:
    """Means that depend on every array of a panel, and on several of them together."""
    known, ahead = panel.known, slice(panel.days, None)
    place, like = panel.place[rows], known.analogue[panel.place[rows], ahead]
    past = np.clip(like, 0, panel.days - 1)
    own = panel.units[rows[:, None], past] * panel.observed[rows[:, None], past] * (like >= 0)
    level = panel.level[rows, -1:]
    season = 1 + 0.2 * known.calendar[ahead].sum(axis=1)
    event = 1 + 0.1 * (known.event[place, ahead] > 0) + 0.4 * known.holiday[place, ahead, 0]
    promotion = 1 + known.promotion[rows, ahead].sum(axis=2)
    groups = panel.group_demand[panel.group_of[rows], -7:].mean(axis=(1, 2))[:, None]
    price = 1.0
    if panel.price is not None and known.price is not None:
        price = np.exp(-panel.price[rows, -1:] - known.price[rows, ahead])
    pulse = np.exp(panel.pulse[past])
    mean = level * season * event * promotion * groups * price * known.open[place, ahead]
    mean = np.maximum(mean * pulse**0.2 + 0.1 * own, 0).astype(np.float32)
    return Distribution(mean=mean, quantiles=np.repeat(mean[..., None], len(LEVELS), axis=2))
