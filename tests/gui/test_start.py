"""How the program starts: what opens a window, and what it says where there is no screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "is_window"),
    [
        ([], True),
        (["window"], True),
        (["window", "my-data"], True),
        (["--language", "zh", "window"], True),
        (["--verbose", "window", "--sample"], True),
        (["--version"], False),
        (["--help"], False),
        (["validate", "window"], False),
        (["--language", "zh", "demo"], False),
    ],
)
def test_the_window_is_asked_for_by_name_or_by_nothing(
    arguments: list[str], is_window: bool
) -> None:
    assert main._asks_for_window(arguments) is is_window


@pytest.mark.parametrize("arguments", [[], ["window"], ["--verbose", "window"]])
def test_without_a_screen_it_says_so(arguments: list[str]) -> None:
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env=environment | {"WAYLOOM_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert "no screen" in done.stderr
    assert "Traceback" not in done.stderr
