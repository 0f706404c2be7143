"""A picture of what was learnt from trips: ratios by hour for each class, and the errors."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import numpy.typing as npt

from domain.message import Message, message
from domain.speed_hours import HOURS
from domain.traffic import WEEKDAY_GROUPS
from planning.outputs.file_names import printable_text

if TYPE_CHECKING:
    # Its module loads the engine that fits speeds.
    from planning.calibrate_speeds import LearntSpeeds

Say = Callable[[Message], str]
Floats = npt.NDArray[np.float64]

_WINDOW, _PANEL, _LINE = "#F6F7F9", "#FFFFFF", "#D5DBE3"
_TEXT, _SECONDARY, _ACCENT, _WARNING = "#1B1F24", "#5A6572", "#1F6FEB", "#B25E00"

_MARGIN, _GAP = 24, 16
_PANEL_WIDTH, _PANEL_HEIGHT = 336, 176
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 30, 24
_HEAD = 92
_TOP_RATIO = 1.4
"""The same in all panels, so that they can be compared; bars that go higher are cut off."""

_X_TICKS = (0, 6, 12, 18, 24)

_STYLE = f"""
text {{ font: 12px system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif;
  fill: {_TEXT}; font-variant-numeric: tabular-nums; }}
.title {{ font-size: 18px; font-weight: 600; }}
.name {{ font-weight: 600; }}
.quiet {{ fill: {_SECONDARY}; }}
.tick {{ fill: {_SECONDARY}; font-size: 11px; }}
.grid {{ stroke: {_LINE}; stroke-width: 1; }}
.spread {{ fill: {_ACCENT}; fill-opacity: 0.16; }}
.learnt {{ fill: none; stroke: {_ACCENT}; stroke-width: 2.5; }}
.default {{ fill: none; stroke: {_SECONDARY}; stroke-width: 1.5; stroke-dasharray: 5 3; }}
.free {{ fill: none; stroke: {_WARNING}; stroke-width: 1.5; stroke-dasharray: 2 2; }}
"""


def calibration_picture(learnt: "LearntSpeeds", say: Say) -> str:
    """The picture as SVG: a panel for each kind of day and class, and one for the errors."""
    panels = [*_ratio_panels(learnt, say), _error_panel(learnt, say)]
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    width = 2 * _MARGIN + columns * (_PANEL_WIDTH + _GAP) - _GAP
    height = _HEAD + rows * (_PANEL_HEIGHT + _GAP) - _GAP + _MARGIN
    title = _words(say, "calibration.picture")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="{_WINDOW}"/>',
        *_head(learnt, say, title),
    ]
    for number, panel in enumerate(panels):
        x = _MARGIN + number % columns * (_PANEL_WIDTH + _GAP)
        y = _HEAD + number // columns * (_PANEL_HEIGHT + _GAP)
        parts += [f'<g transform="translate({x} {y})">', panel, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(learnt: "LearntSpeeds", say: Say, title: str) -> Iterator[str]:
    """Title, how much was driven, and what the lines mean."""
    driven = message(
        "calibration.picture_driven",
        trips=learnt.trips_used,
        hours=float(learnt.driven_h.sum()),
    )
    yield _text(_MARGIN, 34, title, "title")
    yield _text(_MARGIN, 54, printable_text(say(driven)), "quiet")
    x = _MARGIN
    for style, code in (
        ("learnt", "calibration.learnt_line"),
        ("spread", "calibration.spread_bar"),
        ("default", "calibration.default_line"),
        ("free", "calibration.free_line"),
    ):
        if style == "spread":
            yield f'<rect class="spread" x="{x}" y="66" width="22" height="12"/>'
        else:
            yield f'<path class="{style}" d="M{x} 72h22"/>'
        words = _words(say, code)
        yield _text(x + 28, 76, words)
        x += 52 + _width(words)


def _ratio_panels(learnt: "LearntSpeeds", say: Say) -> Iterator[str]:
    """A panel for each kind of day and class of which something was learnt."""
    for kind in learnt.kinds:
        first = WEEKDAY_GROUPS.index(kind) * HOURS
        day = slice(first, first + HOURS)
        for column, name in enumerate(learnt.classes):
            if learnt.is_learnt[day, column].any():
                yield _ratio_panel(learnt, say, kind, day, column, name)


def _ratio_panel(
    learnt: "LearntSpeeds", say: Say, kind: str, day: slice, column: int, name: str
) -> str:
    curves = (learnt.learnt, learnt.default, learnt.low, learnt.high)
    ratio, default, low, high = (curve[day, column] for curve in curves)
    shown = _words(say, "calibration.other_classes") if name == "*" else name
    title = f"{shown} · {_words(say, f'calibration.day_{kind}')}"
    hours = float(learnt.driven_h[day, column].sum())
    axes = _Axes(max(_TOP_RATIO, float(np.nanmax([*ratio, *default]))), 0.4)
    is_learnt = learnt.is_learnt[day, column]
    known, low, high = (np.where(is_learnt, curve, np.nan) for curve in (ratio, low, high))
    driven = printable_text(say(message("calibration.panel_driven", hours=hours)))
    return "\n".join(
        (
            *axes.frame(title, driven, lambda value: f"{value:.1f}"),
            *axes.bars(low, high),
            axes.steps(np.ones(HOURS), "free"),
            axes.steps(default, "default"),
            axes.steps(known, "learnt"),
        )
    )


def _error_panel(learnt: "LearntSpeeds", say: Say) -> str:
    """Errors by hour of departure at free flow, at the speeds so far, and at the learnt ones."""
    errors = learnt.errors
    percent = 100 * errors.relative
    top = float(np.nanmax(percent))
    axes = _Axes(max(10.0, 1.1 * top), _step(top))
    title = _words(say, "calibration.error_panel")
    free, default, fitted = percent
    return "\n".join(
        (
            *axes.frame(title, "%", lambda value: f"{value:.0f}"),
            axes.steps(free, "free"),
            axes.steps(default, "default"),
            axes.steps(fitted, "learnt"),
        )
    )


def _step(top: float) -> float:
    return next((step for step in (5.0, 10.0, 20.0, 50.0) if top / step <= 5), 100.0)


class _Axes:
    """Hours of the day to the right, values from 0 upwards.

    Parameters
    ----------
    top
        Greatest value that is shown.
    step
        From grid line to grid line.
    """

    def __init__(self, top: float, step: float) -> None:
        self._top = top
        self._step = step

    def x(self, hour: float) -> float:
        """Place of an hour."""
        return _LEFT + hour / HOURS * (_PANEL_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Place of a value."""
        return _PANEL_HEIGHT - _BOTTOM - value / self._top * (_PANEL_HEIGHT - _TOP - _BOTTOM)

    def frame(self, title: str, note: str, label: Callable[[float], str]) -> Iterator[str]:
        """The panel with its title, a note, and a grid."""
        yield (
            f'<rect width="{_PANEL_WIDTH}" height="{_PANEL_HEIGHT}" rx="4" fill="{_PANEL}" '
            f'stroke="{_LINE}"/>'
        )
        yield _text(12, 20, title, "name")
        yield _text(_PANEL_WIDTH - _RIGHT, 20, note, "quiet", "end")
        for value in np.arange(0.0, self._top + 1e-9, self._step).tolist():
            y = self.y(value)
            yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_PANEL_WIDTH - _RIGHT}"/>'
            yield _text(_LEFT - 6, y + 4, label(value), "tick", "end")
        for hour in _X_TICKS:
            anchor = "end" if hour == HOURS else "middle"
            yield _text(self.x(hour), _PANEL_HEIGHT - 8, f"{hour:02d}", "tick", anchor)

    def bars(self, low: Floats, high: Floats) -> Iterable[str]:
        """A bar from low to high in each hour that has both."""
        width = self.x(1) - self.x(0)
        for hour in np.flatnonzero(~np.isnan(low)).tolist():
            top = self.y(min(float(high[hour]), self._top))
            height = self.y(min(float(low[hour]), self._top)) - top
            yield (
                f'<rect class="spread" x="{self.x(hour):.1f}" y="{top:.1f}" '
                f'width="{width:.1f}" height="{height:.1f}"/>'
            )

    def steps(self, values: Floats, style: str) -> str:
        """A line that is level in each hour, broken where there is no value."""
        path, before = [], np.nan
        for hour, value in enumerate(values.tolist()):
            if not np.isnan(value):
                y = self.y(value)
                path.append(f"M{self.x(hour):.1f} {y:.1f}" if np.isnan(before) else f"V{y:.1f}")
                path.append(f"H{self.x(hour + 1):.1f}")
            before = value
        return f'<path class="{style}" d="{"".join(path)}"/>'


def _words(say: Say, code: str) -> str:
    return printable_text(say(message(code)))


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    of_class = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{of_class} text-anchor="{anchor}">{escape(words)}</text>'


def _width(words: str) -> int:
    """Width of a text in the usual size, generously; Chinese signs take a whole square."""
    return sum(12 if ord(sign) > 0x2E80 else 7 for sign in words)
