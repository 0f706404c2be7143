"""The last plan of each dataset and day is there again; nothing that lies about can do harm."""

import datetime
import os
from dataclasses import replace
from pathlib import Path

import pytest

from domain.plan import Plan
from planning.kept_plans import KEPT, keep_plan, kept_plan
from tests.maps.made_up_plan import plan_day
from tests.plain_wording import say


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of one day."""
    return plan_day(routes=1, stops=2, side=20).plan


def test_a_plan_is_found_by_its_data_and_day_alone(plan: Plan, tmp_path: Path) -> None:
    keep_plan(tmp_path / "new" / "plans", plan, say)
    fingerprint = plan.origin.dataset_fingerprint
    assert kept_plan(tmp_path / "new" / "plans", fingerprint, plan.day) == plan
    other_day = plan.day + datetime.timedelta(days=1)
    assert kept_plan(tmp_path / "new" / "plans", fingerprint, other_day) is None
    assert kept_plan(tmp_path / "new" / "plans", "0" * 64, plan.day) is None
    assert kept_plan(tmp_path / "never", fingerprint, plan.day) is None


def test_data_that_begin_alike_are_told_apart(plan: Plan, tmp_path: Path) -> None:
    keep_plan(tmp_path, plan, say)
    alike = plan.origin.dataset_fingerprint[:32] + "f" * 32
    assert kept_plan(tmp_path, alike, plan.day) is None


def test_a_later_plan_takes_the_place_of_an_earlier(plan: Plan, tmp_path: Path) -> None:
    later = replace(plan, summary=replace(plan.summary, orders_served=1))
    keep_plan(tmp_path, plan, say)
    keep_plan(tmp_path, later, say)
    assert kept_plan(tmp_path, plan.origin.dataset_fingerprint, plan.day) == later


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": "other"}', b"\xff\xfe\x00"])
def test_a_damaged_plan_is_left_alone(plan: Plan, tmp_path: Path, content: bytes) -> None:
    keep_plan(tmp_path, plan, say)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert kept_plan(tmp_path, plan.origin.dataset_fingerprint, plan.day) is None
    assert file.read_bytes() == content


def test_the_oldest_plans_make_room(plan: Plan, tmp_path: Path) -> None:
    for age_s in range(KEPT + 5):
        file = tmp_path / f"{age_s}.json"
        file.write_bytes(b"{}")
        os.utime(file, (1_000_000 - age_s, 1_000_000 - age_s))
    keep_plan(tmp_path, plan, say)
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == KEPT
    assert "0.json" in left
    assert f"{KEPT + 4}.json" not in left
    assert kept_plan(tmp_path, plan.origin.dataset_fingerprint, plan.day) == plan


def test_a_plan_that_another_window_removes_meanwhile_is_no_failure(
    plan: Plan, tmp_path: Path
) -> None:
    # A link to nothing is listed and cannot be asked for its age, as a file just removed.
    (tmp_path / "removed.json").symlink_to(tmp_path / "nothing")
    keep_plan(tmp_path, plan, say)
    assert kept_plan(tmp_path, plan.origin.dataset_fingerprint, plan.day) == plan
