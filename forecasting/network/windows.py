"""Windows of a panel, drawn by index on the device where the whole panel stays.

No window is ever copied ahead of its use, so memory does not grow with their number.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from forecasting.panel import Panel
from forecasting.recent_level import WEEKS_AVERAGED

Array = npt.NDArray[np.float32] | npt.NDArray[np.int64]

_DEMAND_LIMIT = 8.0
_MEAN_PRIOR_DAYS = 0.25
_YEAR_DAYS = 364
_YEAR_WARM_UP_DAYS = 28


class Encoded(NamedTuple):
    """What the encoder reads: features ``(b, l, f)`` and event numbers ``(b, l)``."""

    features: Tensor
    events: Tensor


class Ahead(NamedTuple):
    """What the decoder reads for the days ahead of each origin.

    `features` ``(b, k, h, f)``; `drivers`, the few whose effect multiplies, ``(b, k, h, m)``;
    event numbers ``(b, k, h)``; `base`, the same-weekday mean over the level, ``(b, k, h)``;
    `level` and `spread` at the origin ``(b, k)``.
    """

    features: Tensor
    drivers: Tensor
    events: Tensor
    base: Tensor
    level: Tensor
    spread: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DevicePanel:
    """The arrays of a `Panel` as tensors on one device; shapes as there.

    `ratio` is demand over the level before it, ``(s, t)``; `marks` holidays, and whether the place
    is closed that day, the day before and the day after, ``(p, t + h, 6)``.
    """

    horizon_days: int
    units: Tensor
    observed: Tensor
    level: Tensor
    spread: Tensor
    trends: Tensor
    ratio: Tensor
    calendar: Tensor
    marks: Tensor
    event: Tensor
    analogue: Tensor
    promotion: Tensor
    place: Tensor
    codes: Tensor
    group_demand: Tensor
    group_of: Tensor
    pulse: Tensor
    price: Tensor | None
    price_ahead: Tensor | None

    @property
    def series(self) -> int:
        """Number of series."""
        return int(self.units.shape[0])

    @property
    def days(self) -> int:
        """Days of history."""
        return int(self.units.shape[1])

    @property
    def device(self) -> torch.device:
        """Where the tensors are."""
        return self.units.device


def to_device(panel: Panel, device: str) -> DevicePanel:
    """Copy a panel to a device."""

    def tensor(array: Array) -> Tensor:
        return torch.as_tensor(np.ascontiguousarray(array), device=device)

    units, observed, level = tensor(panel.units), tensor(panel.observed), tensor(panel.level)
    ratio = (units / level[:, :-1]).clamp_(max=4 * _DEMAND_LIMIT).mul_(observed)
    known = panel.known
    return DevicePanel(
        horizon_days=panel.horizon_days,
        units=units,
        observed=observed,
        level=level,
        spread=tensor(panel.spread),
        trends=tensor(panel.trends),
        ratio=ratio,
        calendar=tensor(known.calendar),
        marks=torch.cat((tensor(known.holiday), _closed(tensor(known.open))), dim=-1),
        event=tensor(known.event),
        analogue=tensor(known.analogue),
        promotion=tensor(known.promotion),
        place=tensor(panel.place),
        codes=tensor(panel.codes),
        group_demand=tensor(panel.group_demand),
        group_of=tensor(panel.group_of),
        pulse=tensor(panel.pulse),
        price=None if panel.price is None else tensor(panel.price),
        price_ahead=None if known.price is None else tensor(known.price),
    )


def _closed(is_open: Tensor) -> Tensor:
    """Whether closed that day, the day before and the day after, ``(p, t + h, 3)``."""
    closed = 1 - is_open
    before = nn.functional.pad(closed[:, :-1], (1, 0))
    after = nn.functional.pad(closed[:, 1:], (0, 1))
    return torch.stack((closed, before, after), dim=-1)


def encoder_window(panel: DevicePanel, rows: Tensor, first_days: Tensor, length: int) -> Encoded:
    """What was known on each of `length` days of some series.

    Parameters
    ----------
    rows
        Series, ``(b,)``.
    first_days
        First day of each window, ``(b,)``.
    length
        Days in a window.
    """
    days = first_days[:, None] + torch.arange(length, device=panel.device)
    row, place = rows[:, None], panel.place[rows][:, None]
    observed = panel.observed[row, days]
    demand = panel.ratio[row, days].clamp(max=_DEMAND_LIMIT)
    groups = panel.group_demand[panel.group_of[rows][:, None, :], days[..., None]]
    parts = [
        torch.stack((demand, observed, panel.spread[row, days]), dim=-1),
        groups,
        panel.trends[row, days],
        panel.calendar[days],
        panel.marks[place, days],
        panel.promotion[row, days],
    ]
    if panel.price is not None:
        parts.append(panel.price[row, days, None])
    return Encoded(torch.cat(parts, dim=-1), panel.event[place, days])


def days_ahead(panel: DevicePanel, rows: Tensor, origins: Tensor) -> Ahead:
    """What is known at some origins about the days ahead of them.

    Nothing here reads a figure of an origin's own day or later.

    Parameters
    ----------
    rows
        Series, ``(b,)``.
    origins
        First day to forecast, ``(b, k)``.
    """
    step = torch.arange(panel.horizon_days, device=panel.device)
    days = origins[..., None] + step
    level = panel.level[rows[:, None], origins]
    spread = panel.spread[rows[:, None], origins]
    lags, lag_observed, lag_promoted = _weekday_lags(panel, rows, days, step, level)
    counted = lag_observed.sum(-1)
    base = ((lags * lag_observed).sum(-1) + _MEAN_PRIOR_DAYS) / (counted + _MEAN_PRIOR_DAYS)
    place = panel.place[rows][:, None, None]
    marks = panel.marks[place, days]
    promotion = panel.promotion[rows[:, None, None], days]
    year = _last_year(panel, rows, days, origins)
    position = (step / panel.horizon_days).expand(days.shape)
    size = torch.stack((torch.log(level), spread), dim=-1)[:, :, None].expand(*days.shape, 2)
    features = [
        lags.clamp(max=_DEMAND_LIMIT),
        torch.stack((base.clamp(max=_DEMAND_LIMIT), counted, lag_promoted, position), dim=-1),
        size * 0.2,
        year,
        panel.calendar[days],
        marks,
        promotion,
    ]
    drivers = [marks, promotion, lag_promoted[..., None], year[..., :2]]
    if panel.price is not None:
        latest = panel.price[rows[:, None], (origins - 1).clamp(min=0)]
        features.append(latest[:, :, None, None].expand(*days.shape, 1))
    if panel.price_ahead is not None:
        planned = panel.price_ahead[rows[:, None, None], days][..., None]
        features.append(planned)
        drivers.append(planned)
    return Ahead(
        features=torch.cat(features, dim=-1),
        drivers=torch.cat(drivers, dim=-1),
        events=panel.event[place, days],
        base=base.clamp(max=_DEMAND_LIMIT),
        level=level,
        spread=spread,
    )


def _weekday_lags(
    panel: DevicePanel, rows: Tensor, days: Tensor, step: Tensor, level: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The latest same weekdays over the level, whether observed, and the share promoted."""
    weeks = torch.arange(WEEKS_AVERAGED, device=panel.device)
    back = 7 * (step // 7 + 1)[:, None] + 7 * weeks
    source = days[..., None] - back
    known = source >= 0
    source = source.clamp(min=0)
    row = rows[:, None, None, None]
    observed = panel.observed[row, source] * known
    lags = panel.units[row, source] / level[..., None, None] * observed
    promoted = panel.promotion[..., 0][row, source] * observed
    return lags, observed, promoted.sum(-1) / observed.sum(-1).clamp(min=1)


def _last_year(panel: DevicePanel, rows: Tensor, days: Tensor, origins: Tensor) -> Tensor:
    """Logarithms of demand on the like day and of its pulse, of the week a year before; masks."""
    like = panel.analogue[panel.place[rows][:, None, None], days]
    like_own, like_known = _over_level(panel, rows, like, origins)
    pulse = panel.pulse[like.clamp(min=0, max=panel.days - 1)] * like_known
    around = days[..., None] - _YEAR_DAYS + torch.arange(-3, 4, device=panel.device)
    week, week_known = _over_level(panel, rows, around, origins[..., None])
    share = week_known.mean(-1)
    week = week.sum(-1) / week_known.sum(-1).clamp(min=1)
    own = torch.log(like_own + 0.1) * like_known
    before = torch.log(week + 0.1) * (share > 0)
    return torch.stack((pulse, own, like_known, before, share), dim=-1)


def _over_level(
    panel: DevicePanel, rows: Tensor, days: Tensor, origins: Tensor
) -> tuple[Tensor, Tensor]:
    """Demand of past days over the level then, 0 where it may not be used, and whether it may."""
    row = rows.reshape(-1, *(1,) * (days.dim() - 1))
    past = days.clamp(min=0, max=panel.days - 1)
    known = (days >= _YEAR_WARM_UP_DAYS) & (days < origins[..., None])
    return panel.ratio[row, past] * known, panel.observed[row, past] * known


def demand_ahead(
    panel: DevicePanel, rows: Tensor, origins: Tensor, level: Tensor
) -> tuple[Tensor, Tensor]:
    """What was sold on the days ahead over the level at the origin, and whether it counts."""
    days = origins[..., None] + torch.arange(panel.horizon_days, device=panel.device)
    row = rows[:, None, None]
    return panel.units[row, days] / level[..., None], panel.observed[row, days]
