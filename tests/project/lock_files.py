"""The pins of lock/ and of pyproject.toml, by normalised name."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> dict[str, str]:
    pins = {}
    for line in (ROOT / "lock" / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, version = line.partition(" ")[0].partition("==")
            pins[normalised(name)] = version
    return pins


def declared(requirements: list[str]) -> dict[str, str]:
    pins = {}
    for requirement in requirements:
        name, _, version = requirement.partition("==")
        # Extras, such as those of psycopg[binary], are packages of their own in the lock.
        pins[normalised(name.partition("[")[0])] = version
    return pins


RUNTIME = locked("runtime.lock") | locked("torch.lock")
EVERYTHING = RUNTIME | locked("dev.lock")
