"""Feeds one parser with inputs that atheris chooses by what they reach in its code.

``python -m tests.torture.fuzz.coverage PARSER RUNS`` prints one line of JSON.
"""

import contextlib
import importlib
import json
import logging
import os
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

ROOMS = ["domain", "maps", "optimizer", "planning"]
LONGEST_INPUT = 20_000
LONGEST_INPUT_S = 60
MOST_MB = 1_000


class Fed:
    """Counts inputs, and keeps those that were not answered."""

    def __init__(self, target: Any, worker: ModuleType, runs: int, folder: Path, told: int) -> None:
        self._target = target
        self._worker = worker
        self._most = runs
        self._folder = folder
        self._told = told
        self._runs = 0
        self._started_s = time.monotonic()
        self._crashes: dict[str, str] = {}

    def one(self, data: bytes) -> None:
        """Give the parser one input; end the process after the last."""
        self._runs += 1
        try:
            self._target.parse(data, self._folder)
        except Exception as error:
            kind = self._worker.place_of(error)
            if kind not in self._crashes:
                self._crashes[kind] = data[:2_000].hex()
        if self._runs >= self._most:
            self._tell()

    def _tell(self) -> None:
        told = {
            "runs": self._runs,
            "seconds": time.monotonic() - self._started_s,
            "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "crashes": self._crashes,
        }
        os.write(self._told, (json.dumps(told) + "\n").encode())
        os._exit(0)


def main() -> None:
    """Feed the parser that the arguments name."""
    # It has no type information.
    atheris = importlib.import_module("atheris")
    name, runs = sys.argv[1], int(sys.argv[2])
    with atheris.instrument_imports(include=ROOMS):
        targets = importlib.import_module("tests.torture.fuzz.targets")
    worker = importlib.import_module("tests.torture.fuzz.worker")
    target = targets.TARGETS[name]
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    told = os.dup(1)
    with tempfile.TemporaryDirectory(dir=worker.RAM_DISK) as made, contextlib.ExitStack():
        corpus, folder = Path(made) / "corpus", Path(made) / "files"
        corpus.mkdir()
        folder.mkdir()
        for number, seed in enumerate(target.seeds()):
            (corpus / f"seed{number}").write_bytes(seed)
        options = [
            f"-max_len={LONGEST_INPUT}",
            f"-timeout={LONGEST_INPUT_S}",
            f"-rss_limit_mb={MOST_MB}",
            "-seed=7",
            "-verbosity=0",
            "-print_final_stats=0",
            f"-artifact_prefix={made}/",
        ]
        fed = Fed(target, worker, runs, folder, told)
        atheris.Setup([sys.argv[0], *options, str(corpus)], fed.one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
