"""Waiting for a map, looking at it and clicking on it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.map.map_view import MapView

_LIMIT_MS = 20_000


def wait_for(signal: SignalInstance) -> None:
    """Wait until a signal comes."""
    loop, came = QEventLoop(), []

    def quit_loop(*_: Any) -> None:
        came.append(True)
        loop.quit()

    signal.connect(quit_loop)
    QTimer.singleShot(_LIMIT_MS, loop.quit)
    loop.exec()
    assert came, "the signal never came"


def wait_until(is_true: Callable[[], object]) -> None:
    """Wait until something is true."""
    limit_s = time.monotonic() + _LIMIT_MS / 1000
    while not is_true():
        assert time.monotonic() < limit_s, "it never came true"
        QTest.qWait(10)


def ask(view: MapView, question: str) -> Any:
    """The value of an expression in the page."""
    answers: list[str] = []
    view.ask(f"JSON.stringify({question})", answers.append)
    wait_until(lambda: answers)
    return json.loads(answers[0]) if answers[0] else None


def shown(view: MapView) -> None:
    """Wait until the page has drawn what the view was given last."""
    wait_until(lambda: ask(view, "windowMap.turn") == view._turn)
    drawn(view)


def drawn(view: MapView) -> None:
    """Wait until nothing is left to draw, and no animation runs."""
    moves = "windowMap.map._animatingZoom || windowMap.map._panAnim?._inProgress"
    wait_until(lambda: not ask(view, f"Boolean(windowMap.layer._frame || {moves})"))


def place(view: MapView, kind: str, first: int, second: int = 0) -> tuple[float, float]:
    """Where a thing stands in the view."""
    x, y = ask(view, f"windowMap.project('{kind}', {first}, {second})")
    return x, y


def colour_at(view: MapView, at: tuple[float, float]) -> tuple[int, ...]:
    """What the plan's canvas has at a point of the view: red, green, blue, opacity."""
    drawn(view)
    return tuple(ask(view, f"windowMap.drawnAt({at[0]}, {at[1]})"))


def has_colour(view: MapView, at: tuple[float, float], hue: str, around: int = 9) -> bool:
    """Whether a colour is drawn near a point."""
    wanted = [int(hue[i : i + 2], 16) for i in (1, 3, 5)]
    drawn(view)
    return bool(
        ask(
            view,
            f"""(() => {{
              for (let x = -{around}; x <= {around}; x += 1)
                for (let y = -{around}; y <= {around}; y += 1) {{
                  const found = windowMap.drawnAt({at[0]} + x, {at[1]} + y);
                  const wanted = {wanted};
                  const isNear = wanted.every((part, i) => Math.abs(part - found[i]) < 12);
                  if (found[3] > 200 && isNear) return true;
                }}
              return false;
            }})()""",
        )
    )


def look_at(view: MapView, kind: str, first: int, second: int = 0, zoom: float = 16) -> None:
    """Move the map so that a thing is in its middle."""
    thing = f"windowMap.layer.drawn.find('{kind}', {first}, {second})"
    ask(view, f"void windowMap.map.setView({thing}.at, {zoom}, {{ animate: false }})")
    drawn(view)


def click(view: MapView, at: tuple[float, float]) -> None:
    """Click into the map as with a mouse."""
    QTest.mouseClick(
        _page_widget(view), Qt.MouseButton.LeftButton, pos=QPoint(round(at[0]), round(at[1]))
    )


def click_twice(view: MapView, at: tuple[float, float]) -> None:
    """Double-click; the page counts clicks by a clock that Qt's test events do not turn."""
    event = f"new MouseEvent('dblclick', {{ clientX: {at[0]}, clientY: {at[1]}, bubbles: true }})"
    ask(view, f"void windowMap.map.getContainer().dispatchEvent({event})")


def point_at(view: MapView, at: tuple[float, float]) -> None:
    """Move the mouse to a point of the map."""
    QTest.mouseMove(_page_widget(view), QPoint(round(at[0]), round(at[1])))


def press(view: MapView, key: Qt.Key) -> None:
    """Press a key in the map."""
    QTest.keyClick(_page_widget(view), key)


@contextmanager
def caught(signal: SignalInstance) -> Iterator[list[tuple[Any, ...]]]:
    """What a signal brings until it has come."""
    found: list[tuple[Any, ...]] = []

    def keep(*values: Any) -> None:
        found.append(values)

    signal.connect(keep)
    yield found
    wait_until(lambda: found)
    signal.disconnect(keep)


def _page_widget(view: MapView) -> QWidget:
    target: QWidget = view
    while (further := target.focusProxy()) is not None:
        target = further
    return target
