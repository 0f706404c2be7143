"""The window on an X display, with a real mouse and a real keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.quick_outlook import keep_quick_outlook

ROOT = Path(__file__).parents[3]
TOOLS = ("Xvfb", "xdotool")

pytestmark = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in TOOLS), reason="needs Xvfb and xdotool"
)


@pytest.fixture
def display() -> Iterator[str]:
    """A display of its own."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as number:
        yield f":{number.readline().strip()}"
    server.terminate()
    server.wait()


class Hands:
    """A mouse and a keyboard, and the window that they are put to."""

    def __init__(self, display: str, source: Path, home: Path) -> None:
        self._environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "WAYLOOM_CACHE": str(home / "cache"),
            "WAYLOOM_DATA": str(home / "data"),
        }
        self.window = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.window.driven_window", str(source)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )

    def ask(self, question: str) -> dict[str, Any]:
        """What the window says to a question."""
        assert self.window.stdin is not None
        assert self.window.stdout is not None
        self.window.stdin.write(question + "\n")
        self.window.stdin.flush()
        answer: dict[str, Any] = json.loads(self.window.stdout.readline())
        return answer

    def wait_for(self, limit_s: float = 90, **wanted: Any) -> dict[str, Any]:
        """Wait until the window's state is as wanted."""
        deadline_s = time.monotonic() + limit_s
        while True:
            state = self.ask("state")
            if all(state[name] == value for name, value in wanted.items()):
                return state
            assert time.monotonic() < deadline_s, json.dumps(state)
            time.sleep(0.1)

    def do(self, *arguments: object) -> None:
        """Let xdotool do something."""
        command = ["xdotool", *map(str, arguments)]
        subprocess.run(command, env=self._environment, check=True, timeout=30)


@pytest.fixture
def hands(display: str, town: Path, tmp_path: Path) -> Iterator[Hands]:
    """Hands at a window that opens the town's day."""
    keep_quick_outlook(town, tmp_path / "cache")
    made = Hands(display, town, tmp_path)
    with made.window:
        yield made
        made.window.kill()


def test_a_morning_with_mouse_and_keyboard(hands: Hands) -> None:
    hands.wait_for(data=True, roads=True, work="")
    hands.do("search", "--sync", "--name", "Wayloom", "windowfocus")
    hands.do("key", "F9")
    hands.wait_for(can_stop=True)
    hands.do("key", "shift+F9")
    state = hands.wait_for(60, work="", ok=True)
    assert state["served"] > 30

    time.sleep(1)
    at = hands.ask("stop_at 1 2")
    hands.do("mousemove", at["x"], at["y"], "click", 1)
    deadline_s = time.monotonic() + 10
    while not hands.ask("state")["vehicle"]:
        assert time.monotonic() < deadline_s
        time.sleep(0.1)
    hands.do("key", "Escape")
    hands.wait_for(10, vehicle="", order="")

    hands.do("key", "ctrl+k")
    time.sleep(0.5)
    vehicle = state["vehicles"][0]
    hands.do("type", "--delay", 30, vehicle)
    hands.do("key", "Return")
    hands.wait_for(10, vehicle=vehicle)

    hands.do("key", "ctrl+alt+c")
    assert hands.wait_for(10, language="zh")["plan_text"] != "Plan the day"
    hands.do("key", "ctrl+alt+e")
    hands.wait_for(10, language="en", blocked=[])
    hands.do("key", "ctrl+q")
    assert hands.window.wait(30) == 0
