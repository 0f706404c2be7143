"""The last plan of each dataset and day, kept so that closing the window loses nothing."""

import datetime
import logging
from pathlib import Path

from domain.errors import PlannerError
from domain.plan import Plan
from maps.picture.plan_text import Say
from planning.plan_file import read_plan, write_plan

log = logging.getLogger(__name__)

KEPT = 50
"""How many plans are kept; the oldest goes first."""


def keep_plan(folder: Path, plan: Plan, say: Say) -> None:
    """Keep a plan in a folder as the last of its data and day."""
    folder.mkdir(parents=True, exist_ok=True)
    write_plan(_path(folder, plan.origin.dataset_fingerprint, plan.day), plan, say)
    for path in sorted(folder.glob("*.json"), key=_written_at, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)


def kept_plan(folder: Path, fingerprint: str, day: datetime.date) -> Plan | None:
    """The plan kept of the data of a fingerprint and a day, if there is one that can be read."""
    path = _path(folder, fingerprint, day)
    if not path.exists():
        return None
    try:
        plan = read_plan(path)
    except (PlannerError, OSError):
        log.warning("a kept plan cannot be read and is left alone")
        return None
    return plan if plan.origin.dataset_fingerprint == fingerprint else None


def _written_at(path: Path) -> float:
    """When a plan was kept; 0 where another window has just removed it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _path(folder: Path, fingerprint: str, day: datetime.date) -> Path:
    return folder / f"{fingerprint[:32]}-{day.isoformat()}.json"
