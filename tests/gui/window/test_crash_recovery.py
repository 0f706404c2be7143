"""The window is killed while a planner edits: nothing that was shown is lost, undo goes on."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from planning.project.project import Project

ROOT = Path(__file__).parents[3]
ROWS = range(2, 8)


class WindowProcess:
    """A window in a process of its own, with its own home, without a screen."""

    def __init__(self, home: Path, *source: Path) -> None:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "WAYLOOM_CACHE": str(home / "cache"),
            "WAYLOOM_DATA": str(home / "data"),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.window.driven_window", *map(str, source)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    def ask(self, *question: object) -> dict[str, Any]:
        """What the window says to a question."""
        self.tell(*question)
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def tell(self, *question: object) -> None:
        """Give the window something to do, without waiting for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, question)) + "\n")
        self._process.stdin.flush()

    def opened(self, limit_s: float = 120) -> dict[str, Any]:
        """The project, once it is open and nothing is at work."""
        deadline_s = time.monotonic() + limit_s
        while True:
            state = self.ask("project")
            if state["path"] and not state["work"]:
                return state
            assert time.monotonic() < deadline_s, state
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut does: nothing is said, nothing is tidied up."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._close_pipes()

    def quit(self) -> None:
        """End it as a planner does."""
        self.tell("press", "Ctrl+Q")
        assert self._process.wait(60) == 0
        self._close_pipes()

    def end(self) -> None:
        """End it where it did not end by itself."""
        if self._process.poll() is None:
            self.kill()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


Start = Callable[..., WindowProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts windows of one user; none outlives the test."""
    started: list[WindowProcess] = []

    def start_one(*source: Path) -> WindowProcess:
        started.append(WindowProcess(tmp_path, *source))
        return started[-1]

    yield start_one
    for window in started:
        window.end()


def test_a_window_killed_while_a_planner_edits_has_everything_again(
    without_roads: Path, start: Start
) -> None:
    first = start(without_roads)
    state = first.opened()
    assert not state["recovered"]
    path = Path(state["path"])
    before = {row: first.ask("cell", "orders", row, "note")["shown"] for row in ROWS}
    for row in ROWS:
        assert first.ask("edit", "orders", row, "note", f"mended-{row}")["shown"] == f"mended-{row}"
    assert first.ask("project")["undo"].startswith("Undo: note of order ")
    first.tell("edit", "orders", 9, "note", "in-the-middle")
    time.sleep(0.02)
    first.kill()

    again = start()
    state = again.opened()
    assert Path(state["path"]) == path
    assert re.search(r"Everything up to \d\d:\d\d:\d\d is here", state["recovered"])
    assert state["can_edit"]
    assert state["can_undo"]
    for row in ROWS:
        assert again.ask("cell", "orders", row, "note")["shown"] == f"mended-{row}"
    last = again.ask("cell", "orders", 9, "note")["shown"]
    was_kept = last == "in-the-middle"
    for _ in range(len(ROWS) + was_kept):
        again.ask("press", "Ctrl+Z")
    for row in ROWS:
        assert again.ask("cell", "orders", row, "note")["shown"] == before[row]
    assert not again.ask("project")["can_undo"]
    again.ask("press", "Ctrl+Shift+Z")
    again.ask("press", "Ctrl+Y")
    assert again.ask("cell", "orders", ROWS[1], "note")["shown"] == f"mended-{ROWS[1]}"
    again.quit()

    assert sorted(found.name for found in path.parent.iterdir()) == [path.name]
    with Project.read(path) as project:
        assert project.cell("orders", ROWS[0], "note") == f"mended-{ROWS[0]}"
        assert project.cell("orders", ROWS[2], "note") == before[ROWS[2]]
        acts = [entry for entry in project.history() if not entry.undone]
        assert len(acts) == 3


def test_a_second_window_can_only_look_until_the_first_is_closed(
    without_roads: Path, start: Start
) -> None:
    first = start(without_roads)
    path = first.opened()["path"]
    second = start(Path(path))
    state = second.opened()
    assert not state["can_edit"]
    assert "(read only)" in state["title"]
    assert "since" in state["holder"]
    before = second.ask("cell", "orders", 2, "note")["shown"]
    first.ask("edit", "orders", 2, "note", "mine")
    first.quit()
    assert second.ask("cell", "orders", 2, "note")["shown"] == before
    second.ask("retry")
    deadline_s = time.monotonic() + 60
    while not (state := second.opened())["can_edit"]:
        assert time.monotonic() < deadline_s
    assert not state["holder"]
    assert second.ask("cell", "orders", 2, "note")["shown"] == "mine"
    assert second.ask("edit", "orders", 2, "note", "yours")["shown"] == "yours"
    second.quit()
