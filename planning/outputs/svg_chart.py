"""A chart of figures by day as SVG: lines, and bands between a low and a high figure."""

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

from planning.outputs.file_names import printable_text

Floats = npt.NDArray[np.float64]

ACTUAL, FORECAST, BASELINE = "#1B1F24", "#1F6FEB", "#B25E00"
"""Colours for what was, what is expected, and what it is compared with."""

QUIET, GOOD, BAD = "#5A6572", "#1A7F4B", "#C0362C"

SIZE = (760, 300)
"""Width and height of a chart, in pixels."""

_PANEL, _GRID, _TEXT = "#FFFFFF", "#D5DBE3", "#1B1F24"
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 62, 40
_LEGEND_Y, _LEGEND_ROW, _LEGEND_GAP = 46, 18, 20
_LABEL_GAP = 56
_VALUE_STEPS = 5
_MILLION = 1e6
_WIDE_SIGNS = 0x2E80
"""Signs from here on, Chinese ones among them, take a whole square."""

_STYLE = f"""
text {{ font: 12px system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif;
  fill: {_TEXT}; font-variant-numeric: tabular-nums; }}
.title {{ font-size: 14px; font-weight: 600; }}
.tick {{ fill: {QUIET}; font-size: 11px; }}
.grid {{ stroke: {_GRID}; stroke-width: 1; }}
.mark {{ stroke: {QUIET}; stroke-width: 1; stroke-dasharray: 3 3; }}
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One figure for each day, NaN where there is none."""

    name: str
    values: npt.ArrayLike
    colour: str = ACTUAL
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Band:
    """A low and a high figure for each day, NaN where there is none; drawn behind the lines."""

    name: str
    low: npt.ArrayLike
    high: npt.ArrayLike
    colour: str = FORECAST
    opacity: float = 0.18


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day to point out, such as the day that a forecast was made."""

    name: str
    date: datetime.date


def draw_chart(
    title: str,
    dates: Sequence[datetime.date],
    lines: Sequence[Line] = (),
    bands: Sequence[Band] = (),
    size: tuple[int, int] = SIZE,
    *,
    marks: Sequence[Mark] = (),
) -> str:
    """The chart as SVG text.

    Parameters
    ----------
    title
        What it shows, above it.
    dates
        The days, ascending.
    lines, bands
        Figures, one for each of `dates`; the first is drawn first.
    size
        Width and height in pixels.
    marks
        Days to point out by an upright line.

    Raises
    ------
    ValueError
        If a line or band has not one figure per day.
    """
    drawn_lines = [_floats(line.values, dates) for line in lines]
    drawn_bands = [(_floats(band.low, dates), _floats(band.high, dates)) for band in bands]
    legend, legend_rows = _legend(lines, bands, size[0])
    figures = [*drawn_lines, *(edge for band in drawn_bands for edge in band)]
    axes = _Axes(dates, figures, size, legend_rows)
    body = (
        *axes.grid(),
        *(axes.band(*edges, band) for edges, band in zip(drawn_bands, bands, strict=True)),
        *(axes.mark(mark) for mark in marks if dates and dates[0] <= mark.date <= dates[-1]),
        *(axes.line(values, line) for values, line in zip(drawn_lines, lines, strict=True)),
    )
    width, height = size
    shown = printable_text(title)
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={quoteattr(shown)}>',
        f"<title>{escape(shown)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" rx="4" fill="{_PANEL}"/>',
        _text(_RIGHT, 24, title, "title"),
        *legend,
        *body,
        "</svg>",
    )
    return "\n".join(parts) + "\n"


def _floats(values: npt.ArrayLike, dates: Sequence[datetime.date]) -> Floats:
    """Figures of the days, NaN for what is not finite."""
    figures = np.asarray(values, np.float64)
    if figures.shape != (len(dates),):
        raise ValueError("One figure is needed per day.")
    return np.where(np.isfinite(figures), figures, np.nan)


class _Axes:
    """Days to the right, figures upwards from 0 or from the lowest below it.

    Parameters
    ----------
    dates
        The days.
    figures
        All that is drawn.
    size
        Width and height of the chart.
    legend_rows
        Rows of the legend above.
    """

    def __init__(
        self,
        dates: Sequence[datetime.date],
        figures: Sequence[Floats],
        size: tuple[int, int],
        legend_rows: int,
    ) -> None:
        self._dates = dates
        self._day = np.array([date.toordinal() for date in dates], np.float64)
        self._right, self._bottom = size[0] - _RIGHT, size[1] - _BOTTOM
        self._top = _TOP + _LEGEND_ROW * (legend_rows - 1)
        self._steps = _value_steps(figures)

    def _x(self, days: Floats) -> Floats:
        span = max(self._day[-1] - self._day[0], 1.0)
        return np.asarray(_LEFT + (days - self._day[0]) / span * (self._right - _LEFT))

    def _y(self, values: Floats) -> Floats:
        low, high = self._steps[0], self._steps[-1]
        share = (values - low) / (high - low)
        return np.asarray(self._bottom - share * (self._bottom - self._top))

    def grid(self) -> Iterator[str]:
        """Grid lines with the figures they stand for, and the dates below."""
        steps = np.asarray(self._steps)
        for value, y in zip(self._steps, self._y(steps).tolist(), strict=True):
            yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{self._right}"/>'
            yield _text(_LEFT - 8, y + 4, _figure(value, steps), "tick", "end")
        year = None
        for date in _date_ticks(self._dates, (self._right - _LEFT) // _LABEL_GAP):
            x = float(self._x(np.array([date.toordinal()], np.float64))[0])
            yield f'<path class="grid" d="M{x:.1f} {self._bottom}v4"/>'
            yield _text(x, self._bottom + 17, f"{date:%m-%d}", "tick", "middle")
            if date.year != year:
                yield _text(x, self._bottom + 31, f"{date.year}", "tick", "middle")
            year = date.year

    def band(self, low: Floats, high: Floats, band: Band) -> str:
        """The area from low to high, in pieces where figures are missing."""
        pieces = []
        for run in _runs(np.isfinite(low) & np.isfinite(high)):
            x = self._x(self._day[run])
            there = _points(x, self._y(high[run]))
            back = _points(x[::-1], self._y(low[run])[::-1])
            pieces.append(f"M{there}L{back}Z")
        return f'<path d="{"".join(pieces)}" {_fill(band)}/>' if pieces else ""

    def line(self, values: Floats, line: Line) -> str:
        """The line, broken where figures are missing; a figure alone is a dot."""
        pieces, dots = [], []
        for run in _runs(np.isfinite(values)):
            x, y = self._x(self._day[run]), self._y(values[run])
            if len(x) == 1:
                dots.append(f"M{x[0]:.1f} {y[0]:.1f}h0")
            else:
                pieces.append(f"M{_points(x, y)}")
        stroke = f'fill="none" stroke={quoteattr(line.colour)} stroke-linejoin="round"'
        drawn = ""
        if pieces:
            drawn += f'<path d="{"".join(pieces)}" {stroke} stroke-width="1.6"{_dash(line)}/>'
        if dots:
            drawn += f'<path d="{"".join(dots)}" {stroke} stroke-width="4" stroke-linecap="round"/>'
        return drawn

    def mark(self, mark: Mark) -> str:
        """An upright line at a day, its name beside it."""
        x = float(self._x(np.array([mark.date.toordinal()], np.float64))[0])
        left = x > (_LEFT + self._right) / 2
        name = _text(x + (-6 if left else 6), self._top + 10, mark.name, "tick", "end" * left)
        return f'<path class="mark" d="M{x:.1f} {self._top}V{self._bottom}"/>{name}'


def _legend(
    lines: Sequence[Line], bands: Sequence[Band], width: int
) -> tuple[tuple[str, ...], int]:
    """What each line and band means, in as many rows as that takes."""
    parts, x, rows = [], float(_RIGHT), 1
    entries: tuple[Line | Band, ...] = (*lines, *bands)
    for entry in entries:
        needed = 28 + _width(entry.name)
        if x > _RIGHT and x + needed > width - _RIGHT:
            x, rows = float(_RIGHT), rows + 1
        y = _LEGEND_Y + _LEGEND_ROW * (rows - 1)
        parts += [_sample(entry, x, y), _text(x + 28, y, entry.name)]
        x += needed + _LEGEND_GAP
    return tuple(parts), rows


def _sample(entry: Line | Band, x: float, y: float) -> str:
    """A piece of a line or band, beside its name in the legend."""
    if isinstance(entry, Band):
        return f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="22" height="12" {_fill(entry)}/>'
    stroke = f'stroke={quoteattr(entry.colour)} stroke-width="2"{_dash(entry)}'
    return f'<path d="M{x:.0f} {y - 4:.0f}h22" {stroke}/>'


def _fill(band: Band) -> str:
    return f'fill={quoteattr(band.colour)} fill-opacity="{band.opacity:g}"'


def _dash(line: Line) -> str:
    return ' stroke-dasharray="5 3"' if line.dashed else ""


def _value_steps(figures: Sequence[Floats]) -> list[float]:
    """Round figures for the grid, from at or below the least to at or above the greatest."""
    known = np.concatenate([np.zeros(1), *figures])
    low, high = float(np.nanmin(known)), float(np.nanmax(known))
    if high - low <= 0:
        high = low + 1.0
    rough = (high - low) / _VALUE_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    return [step * number for number in range(first, last + 1)]


def _figure(value: float, steps: Floats) -> str:
    """A figure of the grid with as many decimals as tell it from the next one."""
    step = float(steps[1] - steps[0])
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if step / 10.0**-decimals % 1 > 1e-6:
        decimals += 1
    largest = np.abs(steps).max()
    if largest < _MILLION:
        return f"{value:,.{decimals}f}"
    return f"{value / _MILLION:g} M" if largest < _MILLION**2 else f"{value:.3g}"


def _date_ticks(dates: Sequence[datetime.date], most: int) -> list[datetime.date]:
    """Days to label: each, Mondays, or firsts of months, as many as there is room for."""
    if not dates:
        return []
    rules = [
        dates,
        [date for date in dates if date.weekday() == 0],
        [date for date in dates if date.day in {1, 15}],
    ]
    firsts = [date for date in dates if date.day == 1]
    rules += [
        [date for date in firsts if (date.month - 1) % months == 0] for months in (1, 2, 3, 6, 12)
    ]
    fitting = next((ticks for ticks in rules if 0 < len(ticks) <= most), None)
    return list(fitting or sorted({dates[0], dates[-1]}))


def _runs(known: npt.NDArray[np.bool_]) -> Iterator[slice]:
    """Stretches of days with a figure."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        yield slice(start, end)


def _points(x: Floats, y: Floats) -> str:
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "") -> str:
    of_class = f' class="{style}"' if style else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    shown = escape(printable_text(words))
    return f'<text x="{x:.1f}" y="{y:.1f}"{of_class}{anchored}>{shown}</text>'


def _width(words: str) -> int:
    """Width of a text in the usual size, generously."""
    return sum(12 if ord(sign) > _WIDE_SIGNS else 7 for sign in words)
