"""Where things of the timeline are in its viewport."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gui.panels.time_scale import TimeScale
from gui.panels.timeline_bars import Bar, BarKind, Spans, TimelineRow

LABEL_WIDTH = 180
AXIS_HEIGHT = 26
ROW_HEIGHT = 28
NEAR_PX = 4
BAR_HEIGHT = 16

_DRIVE_HEIGHT = 3
_SEEN_PX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView:
    """What of the timeline is in sight, and what in it stands out.

    Attributes
    ----------
    left_px, top_px
        How far it is scrolled.
    width, height
        Size of the viewport.
    chosen_row, chosen_stop
        Places of the route and the stop selected; -1 for none.
    windows
        Windows of the stop selected, in seconds of the plan.
    now_s
        The present, where the plan is of today.
    """

    scale: TimeScale
    left_px: int
    top_px: int
    width: int
    height: int
    chosen_row: int = -1
    chosen_stop: int = -1
    windows: tuple[tuple[int, int], ...] = ()
    now_s: int | None = None

    def x_of(self, time_s: float) -> float:
        """Where a time stands."""
        return LABEL_WIDTH + self.scale.x_of(time_s) - self.left_px

    def time_of(self, x: float) -> float:
        """The time that stands at a place."""
        return self.scale.time_of(x - LABEL_WIDTH + self.left_px)

    def y_of(self, row: int) -> int:
        """Upper edge of a row."""
        return AXIS_HEIGHT + row * ROW_HEIGHT - self.top_px

    def bar_rects(self, row: int, kind: BarKind, spans: Spans) -> list[QRectF]:
        """Where bars of one kind are drawn.

        A drive is thin; any other bar is seen however short, and a pixel narrower than its time
        where that leaves enough of it, so that bars that touch are told apart.
        """
        is_drive = kind is BarKind.DRIVE
        height = _DRIVE_HEIGHT if is_drive else BAR_HEIGHT
        top = self.y_of(row) + (ROW_HEIGHT - height) // 2
        scale = self.scale
        starts = (spans.starts_s - scale.start_s) * scale.px_per_s + (LABEL_WIDTH - self.left_px)
        widths = (spans.ends_s - spans.starts_s) * scale.px_per_s
        if not is_drive:
            widths = np.maximum(widths - 1, _SEEN_PX)
        return [
            QRectF(left, top, width, height)
            for left, width in zip(starts.tolist(), widths.tolist(), strict=True)
        ]

    def span_s(self) -> tuple[float, float]:
        """The times in sight."""
        return self.time_of(LABEL_WIDTH), self.time_of(self.width)

    def rows_in_sight(self, count: int) -> range:
        """Places of the rows in sight, of `count` rows."""
        last = (self.top_px + self.height - AXIS_HEIGHT) // ROW_HEIGHT + 1
        return range(max(0, self.top_px // ROW_HEIGHT), max(0, min(count, last)))

    def row_at(self, at: QPointF, count: int) -> int | None:
        """The row under a point, of `count` rows."""
        row = int(at.y() - AXIS_HEIGHT + self.top_px) // ROW_HEIGHT
        return row if at.y() >= AXIS_HEIGHT and 0 <= row < count else None

    def stop_at(self, at: QPointF, row: TimelineRow) -> int | None:
        """Place of the stop of a row under a point, or the nearest within a few pixels."""
        if at.x() < LABEL_WIDTH:
            return None
        return row.stop_at(self.time_of(at.x()), NEAR_PX / self.scale.px_per_s)

    def bar_at(self, at: QPointF, row: TimelineRow) -> Bar | None:
        """The bar of a row under a point."""
        return row.bar_at(self.time_of(at.x())) if at.x() >= LABEL_WIDTH else None
